//! A change to the preferences, from the difference to the proof: refuse what would silence, write
//! only what differs, read back, and tell before, now, and what of it would not work. Every verb
//! that changes something goes through [`carry_out`].

use tr::tr;

use crate::domain::changes;
use crate::domain::changes::{Delta, Step};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::delivery::{Facts, Reason};
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Exit};
use crate::session::app::Session;
use crate::session::preferences::facts::View;
use crate::session::preferences::{describe, facts, report, since, write};
use crate::ui::Tone;

/// Whether it is done or only looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Do it.
    #[default]
    Do,
    /// Show it.
    DryRun,
    /// Show it, and tell by the exit code whether there is a difference.
    Check,
}

/// A change that was asked for, everything in it resolved.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// What is done to which list.
    pub steps: Vec<(Target, Step)>,
    /// What is shown, changed or not; where it is empty, what changes.
    pub targets: Vec<Target>,
    /// The command by its words after `duty prefs`, for the history.
    pub command: String,
    /// Whether it is done.
    pub mode: Mode,
    /// Critical incidents may end up reaching nobody.
    pub allow_silent: bool,
    /// How often it may be made again to what somebody else left.
    pub retry_conflict: u32,
    /// Ask before a list is emptied.
    pub confirm_empty: bool,
    /// It puts back what was there: a channel that is switched off is no reason to refuse.
    pub restores: bool,
    /// Much time has passed since the read.
    pub stale: bool,
    /// What there is to say beside the difference.
    pub notes: Vec<String>,
}

/// The same step for each target.
pub fn each(targets: &[Target], step: &Step) -> Vec<(Target, Step)> {
    targets
        .iter()
        .map(|target| (*target, step.clone()))
        .collect()
}

/// The command in the history: what was meant, every choice resolved.
pub fn words(verb: &str, targets: &[Target], channels: &[Channel]) -> String {
    let mut words = vec![verb.to_owned()];
    words.extend(targets.iter().map(|target| target.word().to_owned()));
    words.extend(channels.iter().map(describe::option));
    words.join(" ")
}

/// `prefs add TARGET --CHANNEL`, for another command that has asked the user.
pub fn add_one(
    session: &mut Session<'_>,
    target: Target,
    channel: Channel,
) -> anyhow::Result<Exit> {
    let view = facts::to_change(session)?;
    let (targets, chosen) = (vec![target], vec![channel]);
    let mut order = Order {
        command: words("add", &targets, &chosen),
        ..Order::default()
    };
    order.steps = each(&targets, &Step::Add(chosen));
    order.targets = targets;
    carry_out(session, &view, &order)
}

/// Carry it out.
///
/// # Errors
/// `Usage` where it would silence critical incidents, `Conflict` where what came back is not what
/// was sent.
pub fn carry_out(session: &mut Session<'_>, view: &View, order: &Order) -> anyhow::Result<Exit> {
    let before = &view.preference;
    let after = changes::perform(before, &order.steps);
    let deltas = changes::difference(before, &after);
    if !order.restores {
        refuse_switched_off(&view.facts, &deltas)?;
    }
    // Going back means the very list, order and repetition too.
    let differs = !deltas.is_empty() || (order.restores && !before.same_lists(&after));
    if !differs || order.mode != Mode::Do {
        // What cannot be told here, a change that writes tells.
        let since = since::look(session, before).ok().flatten();
        let since = since.filter(|_| !order.restores);
        if let Some(since) = since.as_ref().filter(|_| !session.out.is_json()) {
            session.out.warn(&since.message());
        }
        report::outcome(session, &view.facts, before, &after, order, since.as_ref())?;
        if silences(&view.facts, before, &after, order) && !order.allow_silent {
            session.out.warn(&tr!(
                "after this no critical incident would reach you; a terminal asks, a script needs --allow-silent"
            ));
        }
        return Ok(match order.mode {
            Mode::Check if !deltas.is_empty() => Exit::Difference,
            _ => Exit::Done,
        });
    }
    let emptied = order.confirm_empty.then(|| emptied(&after, &deltas));
    if !agreed_to_silence(session, view, &after, order, emptied.as_deref())?
        && let Some(what) = emptied
    {
        confirm_empty(session, &what)?;
    }
    let written = session.change(|session| write::write(session, view, after, order))?;
    let (before, since) = (&written.before, written.since.as_ref());
    if let Some(since) = since.filter(|_| !session.out.is_json()) {
        session.out.tell(&since.message(), Tone::Caution);
        for line in since.columns(before, &view.facts) {
            session.out.tell(&line, Tone::Faint);
        }
    }
    report::outcome(session, &view.facts, before, &written.now, order, since)
        .map_err(|error| error.context(tr!("the change is in force, but it could not be shown")))?;
    Ok(Exit::Done)
}

/// What a private deployment has switched off cannot be chosen.
pub fn refuse_switched_off(facts: &Facts, deltas: &[Delta]) -> Result<(), Error> {
    for channel in deltas.iter().flat_map(|delta| &delta.added) {
        if let ChannelKind::Personal(personal) = channel.kind()
            && facts.off.contains(&personal)
        {
            return Err(switched_off(channel));
        }
    }
    Ok(())
}

/// The error that choosing such a channel is.
pub fn switched_off(channel: &Channel) -> Error {
    let (name, why) = (channel.kind_label(), Reason::SwitchedOff.text());
    Error::usage(tr!("{name} cannot be chosen: {why}", name, why)).hint(tr!(
        "choose another channel; 'duty prefs channels' lists them (channels_off in the context's configuration says what is switched off)"
    ))
}

/// Whether this change leaves critical incidents with nothing that reaches the person.
fn silences(facts: &Facts, before: &Preference, after: &Preference, order: &Order) -> bool {
    let critical = after.channels(Target::CRITICAL);
    // What once was there was good enough for somebody who knew.
    let reached = if order.restores {
        facts.any_may_deliver(critical)
    } else {
        facts.any_known_may_deliver(critical)
    };
    after.changed(before).contains(&Target::CRITICAL) && !reached
}

fn silence(facts: &Facts, after: &Preference) -> Error {
    let mut refusal = Error::usage(tr!("after this no critical incident would reach you"));
    for channel in after.channels(Target::CRITICAL) {
        refusal.details.extend(describe::advice(channel, facts));
    }
    refusal.hint(tr!(
        "choose a channel that works ('duty prefs channels' says which do), or give --allow-silent"
    ))
}

/// The same refusal for a change that was made anew to what somebody else left: nobody is asked
/// while the write is under way.
///
/// # Errors
/// `Usage`.
pub fn refuse_silence_again(
    facts: &Facts,
    before: &Preference,
    after: &Preference,
    order: &Order,
) -> Result<(), Error> {
    if order.allow_silent || !silences(facts, before, after, order) {
        return Ok(());
    }
    Err(silence(facts, after))
}

/// An on-call tool must not make someone silent by accident. True where somebody was asked and
/// agreed.
fn agreed_to_silence(
    session: &Session<'_>,
    view: &View,
    after: &Preference,
    order: &Order,
    emptied: Option<&str>,
) -> Result<bool, Error> {
    if order.allow_silent || !silences(&view.facts, &view.preference, after, order) {
        return Ok(false);
    }
    let refusal = silence(&view.facts, after);
    // --yes answers confirmations; this is not one that may be answered in advance.
    if !session.terminal.may_ask() || session.settings.yes {
        return Err(refusal);
    }
    for line in std::iter::once(&refusal.message).chain(&refusal.details) {
        session.out.tell(line, Tone::Bad);
    }
    if let Some(what) = emptied {
        session.out.tell(what, Tone::Plain);
    }
    if session.confirm(&tr!("Do it all the same?"), || refusal.clone())? {
        Ok(true)
    } else {
        Err(Error::usage(tr!("nothing was changed")))
    }
}

/// What nobody is told of once these lists are cleared.
fn emptied(after: &Preference, deltas: &[Delta]) -> String {
    let labels = |whole: bool| -> Vec<String> {
        deltas
            .iter()
            .filter(|delta| {
                let left = after.channels(delta.target);
                !whole || changes::unknown(left).next().is_none()
            })
            .map(|delta| delta.target.label())
            .collect()
    };
    let whole = labels(true);
    if whole.is_empty() {
        tr!(
            "After this, {0} reach you by nothing that duty knows.",
            labels(false).join(&tr!(", "))
        )
    } else {
        tr!(
            "After this you are not told of {0}.",
            whole.join(&tr!(", "))
        )
    }
}

fn confirm_empty(session: &Session<'_>, what: &str) -> Result<(), Error> {
    let question = tr!("{what} Clear?", what);
    let refusal = || {
        Error::usage(tr!("'clear' asks first, and nobody can be asked here"))
            .detail(what)
            .hint(tr!("give --yes"))
    };
    if session.confirm(&question, refusal)? {
        Ok(())
    } else {
        Err(Error::usage(tr!("nothing was changed")))
    }
}
