//! A change to the preferences, from the difference to the proof: refuse what would silence, write
//! only what differs, read back, and tell before, now, and what of it would not work.

use serde_json::{Value, json};
use tr::tr;

use super::read::View;
use super::render;
use crate::app::Session;
use crate::error::{Error, Exit, Kind};
use crate::model::channel::{Channel, ChannelKind};
use crate::model::preference::{Preference, Target};
use crate::output::Tone;
use crate::output::table::Table;
use crate::terminal::Uninterrupted;

/// How a change is to be carried out.
pub struct Change {
    /// What the command named; these are shown, changed or not.
    pub targets: Vec<Target>,
    /// Show only.
    pub dry_run: bool,
    /// Critical incidents may end up reaching nobody.
    pub allow_silent: bool,
}

/// Make the preferences `after`.
///
/// # Errors
/// `Usage` where it would silence critical incidents, `Conflict` where what came back is not what
/// was sent.
pub fn carry_out(
    session: &mut Session<'_>,
    view: &View,
    after: Preference,
    change: &Change,
) -> anyhow::Result<Exit> {
    let changed = after.changed(&view.preference);
    if changed.contains(&Target::Critical) && !change.dry_run {
        refuse_silence(session, view, &after, change)?;
    }
    if changed.is_empty() || change.dry_run {
        tell(session, view, &after, change, &changed)?;
        return Ok(Exit::Done);
    }
    session.change(|session| write(session, view, &after))?;
    tell(session, view, &after, change, &changed)?;
    Ok(Exit::Done)
}

/// An on-call tool must not make someone silent by accident.
fn refuse_silence(
    session: &Session<'_>,
    view: &View,
    after: &Preference,
    change: &Change,
) -> Result<(), Error> {
    let channels = after.channels(Target::Critical);
    if change.allow_silent || view.facts.any_delivers(channels) {
        return Ok(());
    }
    let mut refusal = Error::usage(tr!("after this no critical incident would reach you"));
    for channel in channels {
        refusal.details.extend(render::advice(channel, &view.facts));
    }
    refusal = refusal.hint(tr!(
        "choose a channel that works ('duty prefs channels' says which do), or give --allow-silent"
    ));
    // --yes answers confirmations; this is not one that may be answered in advance.
    if !session.terminal.may_ask() || session.settings.yes {
        return Err(refusal);
    }
    for line in std::iter::once(&refusal.message).chain(&refusal.details) {
        session.out.tell(line, Tone::Bad);
    }
    if session.confirm(&tr!("Do it all the same?"), || refusal.clone())? {
        Ok(())
    } else {
        Err(Error::usage(tr!("nothing was changed")))
    }
}

fn write(session: &mut Session<'_>, view: &View, after: &Preference) -> Result<(), Error> {
    let _to_its_end = Uninterrupted::begin();
    let sent = session.api.preference_update(&view.preference, after);
    let found = session.api.preference_info();
    match (sent, found) {
        (Ok(()), Ok(found)) => {
            if after.changed(&found).is_empty() {
                return Ok(());
            }
            Err(conflict(view, after, &found))
        }
        (Ok(()), Err(error)) => Err(error
            .while_doing(tr!("the change was accepted, but reading it back failed"))
            .hint(tr!("'duty prefs show' tells what is in force"))),
        // The answer was lost: what is there now tells what became of it.
        (Err(error), Ok(found)) if after.changed(&found).is_empty() => {
            session.out.note(&tr!(
                "The answer was lost ({0}), but the change is in force.",
                error.message
            ));
            Ok(())
        }
        (Err(error), Ok(found)) if found.changed(&view.preference).is_empty() => Err(error
            .while_doing(tr!("cannot change the preferences"))
            .detail(tr!("nothing was changed"))),
        (Err(error), _) => Err(error
            .while_doing(tr!("cannot change the preferences"))
            .detail(tr!("it is not known whether the change took effect"))
            .hint(tr!("'duty prefs show' tells what is in force"))),
    }
}

/// Somebody else wrote at the same time: before, meant, found.
fn conflict(view: &View, meant: &Preference, found: &Preference) -> Error {
    let mut error = Error::new(
        Kind::Conflict,
        tr!("somebody else changed the preferences at the same time"),
    );
    let words = |channels: &[Channel]| {
        let names: Vec<String> = channels
            .iter()
            .map(|channel| render::name(channel, &view.facts))
            .collect();
        if names.is_empty() {
            tr!("none")
        } else {
            names.join(", ")
        }
    };
    for target in meant.changed(found) {
        let (before, meant, found) = (
            words(view.preference.channels(target)),
            words(meant.channels(target)),
            words(found.channels(target)),
        );
        error = error.detail(format!(
            "{}: {}",
            target.word(),
            tr!(
                "before: {before}; meant: {meant}; found: {found}",
                before,
                meant,
                found
            )
        ));
    }
    error.hint(tr!("look at 'duty prefs show', then run it again"))
}

fn tell(
    session: &mut Session<'_>,
    view: &View,
    after: &Preference,
    change: &Change,
    changed: &[Target],
) -> anyhow::Result<()> {
    if session.out.is_json() {
        return session.out.json(&as_json(view, after, change, changed));
    }
    if session.out.quiet && !change.dry_run {
        return Ok(());
    }
    for (index, target) in change.targets.iter().enumerate() {
        if index > 0 {
            session.out.line("")?;
        }
        section(session, view, after, *target, change.dry_run)?;
    }
    let closing = match (changed.is_empty(), change.dry_run) {
        (true, _) => tr!("Nothing to change: it is so already."),
        (false, true) => tr!("Dry run: nothing was changed."),
        (false, false) => tr!("Changed, and read back."),
    };
    session.out.note(&closing);
    Ok(())
}

/// One target as a table: what it used to be, what it is now, and what of it does not work.
fn section(
    session: &mut Session<'_>,
    view: &View,
    after: &Preference,
    target: Target,
    dry_run: bool,
) -> anyhow::Result<()> {
    let (old, new) = (view.preference.channels(target), after.channels(target));
    session.out.toned_line(&target.label(), Tone::Strong)?;
    let now = if dry_run { tr!("WOULD BE") } else { tr!("NOW") };
    let mut table = Table::new([tr!("CHANNEL"), tr!("BEFORE"), now, tr!("REACHES YOU")]);
    for channel in render::union([old, new]) {
        let (was, is) = (old.contains(&channel), new.contains(&channel));
        let word = |listed: bool| if listed { tr!("yes") } else { "-".to_owned() };
        let tone = match (was, is) {
            (false, true) => Tone::Good,
            (true, false) => Tone::Bad,
            _ => Tone::Plain,
        };
        table.row([
            (render::name(&channel, &view.facts), tone),
            (word(was), Tone::Faint),
            (word(is), tone),
            if is {
                render::reach(&view.facts.delivery(&channel))
            } else {
                ("-".into(), Tone::Faint)
            },
        ]);
    }
    if table.is_empty() {
        session.out.line(&tr!("no channel: nobody is told"))?;
    } else {
        session.out.table(&table)?;
    }
    for channel in new {
        if let Some(advice) = render::advice(channel, &view.facts) {
            session.out.toned_line(&advice, Tone::Caution)?;
        }
        if channel.kind() == ChannelKind::Unknown {
            session.out.note(&tr!(
                "{0} is kept: duty does not take away what it does not know.",
                channel.wire()
            ));
        }
    }
    Ok(())
}

fn as_json(view: &View, after: &Preference, change: &Change, changed: &[Target]) -> Value {
    let minus = |one: &[Channel], other: &[Channel]| -> Vec<String> {
        render::union([one])
            .iter()
            .filter(|channel| !other.contains(channel))
            .map(Channel::wire)
            .collect()
    };
    let mut warnings = Vec::new();
    let targets: Vec<Value> = change
        .targets
        .iter()
        .map(|target| {
            let (old, new) = (view.preference.channels(*target), after.channels(*target));
            warnings.extend(render::warnings_json(*target, new, &view.facts));
            json!({
                "target": target,
                "before": render::list_json(old, &view.facts),
                "after": render::list_json(new, &view.facts),
                "added": minus(new, old),
                "removed": minus(old, new),
            })
        })
        .collect();
    json!({
        "changed": !changed.is_empty() && !change.dry_run,
        "dry_run": change.dry_run,
        "targets": targets,
        "warnings": warnings,
    })
}
