//! What became of a change, list by list: as tables for people, as one JSON object for programs.

use serde_json::{Value, json};
use tr::tr;

use crate::domain::changes;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::delivery::Facts;
use crate::domain::preference::{Preference, Target};
use crate::error::Error;
use crate::session::app::Session;
use crate::session::preferences::change::{Change, Mode};
use crate::session::preferences::describe;
use crate::session::preferences::drift::Drift;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;

/// What a write leaves open.
#[derive(Default)]
pub struct Open {
    /// Sent, and not told since, so that nothing proves that it is in force.
    pub unproven: Vec<Target>,
    /// Not sent, because the server did not tell what there was.
    pub unsent: Vec<Target>,
}

impl Open {
    pub fn is_empty(&self) -> bool {
        self.unproven.is_empty() && self.unsent.is_empty()
    }
}

pub fn report(
    session: &mut Session<'_>,
    facts: &Facts,
    before: &Preference,
    after: &Preference,
    change: &Change,
    drift: Option<&Drift>,
    open: &Open,
) -> Result<(), Error> {
    let mut changed = after.changed(before);
    // What is only told now was not changed by this.
    let is_named = |target: &Target| change.steps.iter().any(|(one, _)| one == target);
    changed.retain(|target| before.is_told(*target) || is_named(target));
    let targets = if change.targets.is_empty() {
        &changed
    } else {
        &change.targets
    };
    if session.out.is_json() {
        let mut value = as_json(facts, before, after, change, targets);
        value["changed"] = json!(value["changed"] == true || !open.unproven.is_empty());
        value["changed_since"] = json!(drift.map(|drift| drift.json(before)));
        return session.out.json(&value);
    }
    if session.out.quiet && change.mode == Mode::Write {
        return Ok(());
    }
    for (index, target) in targets.iter().enumerate() {
        if index > 0 {
            session.out.line("")?;
        }
        section(session, facts, before, after, *target, change.mode)?;
    }
    for note in &change.notes {
        session.out.note(note);
    }
    let differs = changed.iter().any(|target| before.is_told(*target));
    let untold = change.untold(before);
    let labels = |targets: &[Target]| {
        let labels = targets.iter().map(|target| target.label());
        labels.collect::<Vec<_>>().join(&tr!(", "))
    };
    if !open.unsent.is_empty() {
        session.out.note(&tr!(
            "For {0} nothing was sent: the server did not tell what was chosen there.",
            labels(&open.unsent)
        ));
    }
    let unproven = &open.unproven;
    let open = labels(if unproven.is_empty() {
        &untold
    } else {
        unproven
    });
    session.out.done(&match (changed.is_empty(), change.mode) {
        _ if !unproven.is_empty() => tr!(
            "Accepted; whether it is in force is not known: the server does not tell the channels for {open}.",
            open
        ),
        (_, Mode::Check) if !differs && !untold.is_empty() => tr!(
            "Whether there is a difference is not known: the server does not tell the channels for {open}.",
            open
        ),
        (true, _) if !untold.is_empty() => tr!(
            "Nothing to change of what the server tells; it does not tell the channels for {open}.",
            open
        ),
        (true, Mode::Write) if is_reordered(before, after) => {
            tr!("The same channels as before, in their earlier order; read back.")
        }
        (true, Mode::Check) => tr!("No difference."),
        // A note says why.
        (true, _) if change.steps.is_empty() && !change.notes.is_empty() => {
            tr!("Nothing was changed.")
        }
        (true, _) => tr!("Nothing to change: it is so already."),
        (false, Mode::DryRun) => tr!("Dry run: nothing was changed."),
        (false, Mode::Check) => tr!("There is a difference; nothing was changed."),
        (false, Mode::Write) => tr!("Changed, and read back."),
    });
    if change.mode == Mode::Write && !changed.is_empty() && !change.restores {
        next(session, &changed, after);
    }
    Ok(())
}

fn is_reordered(before: &Preference, after: &Preference) -> bool {
    let differs = |target: &Target| {
        after.is_told(*target) && before.channels(*target) != after.channels(*target)
    };
    Target::ALL.iter().any(differs)
}

/// What is worth doing after a change: to try it, the worst severity first, or to take it back.
fn next(session: &Session<'_>, changed: &[Target], after: &Preference) {
    let undo = duty!("prefs undo");
    let rings = |target: &&Target| !after.channels(**target).is_empty();
    let mut ringing = changed.iter().filter(rings);
    let severity = ringing.find_map(|target| match target {
        Target::Severity(severity) => Some(severity),
        _ => None,
    });
    session.out.next(&match severity {
        Some(severity) => tr!(
            "Next: '{test}' tries it, '{undo}' takes it back.",
            test = duty!("prefs test", severity.word()),
            undo = undo
        ),
        None => tr!("Next: '{undo}' takes it back.", undo),
    });
}

/// One target as a table: what it used to be, what it is now, and what of it does not work.
fn section(
    session: &mut Session<'_>,
    facts: &Facts,
    before: &Preference,
    after: &Preference,
    target: Target,
    mode: Mode,
) -> Result<(), Error> {
    let (old, new) = (before.channels(target), after.channels(target));
    session.out.toned_line(&target.label(), Tone::Strong)?;
    let now = if mode == Mode::Write {
        tr!("NOW")
    } else {
        tr!("WOULD BE")
    };
    let channel = format!("  {}", tr!("CHANNEL"));
    let mut table = Table::new([channel, tr!("BEFORE"), now, tr!("REACHES YOU")]);
    let (told, told_now) = (before.is_told(target), after.is_told(target));
    for channel in describe::union([old, new]) {
        let (was, is) = (old.contains(&channel), new.contains(&channel));
        let word = |listed: bool| session.out.chosen(listed);
        let (sign, tone) = match (was, is) {
            (false, true) if told => ('+', Tone::Good),
            (true, false) if told_now => ('-', Tone::Bad),
            _ => (' ', Tone::Plain),
        };
        table.row([
            (format!("{sign} {}", describe::name(&channel, facts)), tone),
            match told {
                true => (word(was), Tone::Faint),
                false => (tr!("not known"), Tone::Caution),
            },
            match told_now {
                true => (word(is), tone),
                false => (tr!("not known"), Tone::Caution),
            },
            if !told_now {
                (tr!("not known"), Tone::Caution)
            } else if is
                && target == Target::Shift
                && describe::shift_doubt(&channel, facts).is_some()
            {
                (tr!("not known"), Tone::Caution)
            } else if is {
                describe::reach(&facts.delivery(&channel))
            } else {
                (tr!("not listed"), Tone::Faint)
            },
        ]);
    }
    if table.is_empty() && !after.is_told(target) {
        session.out.line(&tr!("not known"))?;
    } else if table.is_empty() {
        session.out.line(&tr!("no channel: you are not told"))?;
    } else {
        session.out.table(&table)?;
    }
    for channel in describe::union([new]) {
        if let Some(advice) = describe::advice(&channel, facts) {
            session.out.toned_line(&advice, Tone::Caution)?;
        }
        let doubt = describe::shift_doubt(&channel, facts);
        if let Some(doubt) = doubt.filter(|_| target == Target::Shift) {
            session.out.toned_line(&doubt, Tone::Caution)?;
        }
        if channel.kind() == ChannelKind::Unknown && old.contains(&channel) {
            session.out.note(&tr!(
                "{0} is kept: duty does not take away what it does not know.",
                channel.wire()
            ));
        }
    }
    if !table.is_empty()
        && told_now
        && let Some((text, tone)) = describe::verdict(target, new, facts)
    {
        session.out.toned_line(&text, tone)?;
    }
    Ok(())
}

fn as_json(
    facts: &Facts,
    before: &Preference,
    after: &Preference,
    change: &Change,
    targets: &[Target],
) -> Value {
    let words = |channels: Vec<Channel>| -> Vec<String> {
        describe::union([channels.as_slice()])
            .iter()
            .map(Channel::told)
            .collect()
    };
    let mut problems = Vec::new();
    let lists: Vec<Value> = targets
        .iter()
        .map(|target| {
            let (old, new) = (before.channels(*target), after.channels(*target));
            let (told, told_now) = (before.is_told(*target), after.is_told(*target));
            // What it is beside nobody knows.
            let added = changes::minus(new, if told { old } else { new });
            let removed = changes::minus(old, if told_now { new } else { old });
            problems.extend(describe::problems_json(*target, new, facts));
            json!({
                "target": target,
                "before": told.then(|| describe::list_json(old, facts)),
                "after": told_now.then(|| describe::list_json(new, facts)),
                "added": words(added),
                "removed": words(removed),
            })
        })
        .collect();
    let warnings: Vec<Value> = problems
        .iter()
        .map(|one| json!({"code": one["code"], "message": one["message"]}))
        .collect();
    let changed = after.changed(before);
    let is_written = change.mode == Mode::Write && !changed.is_empty();
    // A list that is not told may be as it is to be.
    let differs = is_written || changed.iter().any(|target| before.is_told(*target));
    let is_known = differs || change.untold(before).is_empty();
    json!({
        "changed": is_written,
        "dry_run": change.mode != Mode::Write,
        "difference": is_known.then_some(differs),
        "targets": lists,
        "problems": problems,
        "warnings": warnings,
    })
}
