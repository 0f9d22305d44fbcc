//! A change to the preferences, from the difference to the proof: refuse what would silence, write
//! only what differs, read back, and report before, now, and what of it would not work. Every verb
//! that changes something goes through [`apply`].

use tr::tr;

use crate::domain::changes;
use crate::domain::changes::{Delta, Step};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::delivery::{Facts, Reason};
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Exit};
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::log::Recent;
use crate::session::preferences::between;
use crate::session::preferences::change::{Change, Mode, command};
use crate::session::preferences::drift::Drift;
use crate::session::preferences::facts::Snapshot;
use crate::session::preferences::report::{Open, report};
use crate::session::preferences::write::{self, Written};
use crate::text::duty;
use crate::ui::terminal::Uninterrupted;
use crate::ui::{Tone, Warning};

/// `prefs add TARGET --CHANNEL`, for another command that has asked the user.
pub fn add(session: &mut Session<'_>, target: Target, channel: Channel) -> Result<Exit, Error> {
    let snapshot = Snapshot::to_change(session)?;
    let (targets, channels) = (vec![target], vec![channel]);
    let mut change = Change {
        command: command("add", &targets, &channels),
        ..Change::default()
    };
    change.set_step(targets, &Step::Add(channels));
    apply(session, &snapshot, &change)
}

/// # Errors
/// `Usage` where it would silence critical incidents, `Conflict` where what came back is not what
/// was sent.
pub fn apply(
    session: &mut Session<'_>,
    snapshot: &Snapshot,
    change: &Change,
) -> Result<Exit, Error> {
    let (before, facts) = (&snapshot.preference, &snapshot.facts);
    let after = changes::perform(before, &change.steps);
    let deltas = changes::difference(before, &after);
    if !change.restores {
        refuse_switched_off(facts, &deltas)?;
    }
    let silence = change.silence(facts, before, &after);
    let times = Times::of_facts(facts);
    // Going back means the very list, order and repetition too.
    let differs = !deltas.is_empty() || (change.restores && !before.same_lists(&after));
    if !differs || change.mode != Mode::Write {
        // What cannot be said here, a change that writes says.
        let drift = Drift::find(session, before).ok().flatten();
        let drift = drift.filter(|_| !change.restores);
        let drift = drift.map(|drift| match who_asks(session, facts) {
            Some(person) => drift.with_author(session, person),
            None => drift,
        });
        if let Some(drift) = drift.as_ref().filter(|_| !session.out.is_json()) {
            session
                .out
                .warn_of(Warning::ChangedSince, &drift.message(&times));
            let by = drift.by_whom(&times);
            by.iter().for_each(|by| session.out.note(by));
        }
        let nothing = Open::default();
        let drift = drift.as_ref();
        report(session, facts, before, &after, change, drift, &nothing)?;
        if let Some(silence) = silence {
            silence.warn(session.out);
        }
        // From what a list is changed that the server does not tell nobody knows.
        let differs = deltas.iter().any(|delta| before.is_told(delta.target));
        let untold = !change.untold(before).is_empty();
        return Ok(match change.mode {
            Mode::Check if differs => Exit::Difference,
            Mode::Check | Mode::Write if untold => Exit::NotKnown,
            // What is written would be known.
            Mode::DryRun if untold && deltas.is_empty() => Exit::NotKnown,
            _ => Exit::Done,
        });
    }
    let emptied = change.confirm_empty.then(|| emptied(&after, &deltas));
    match (silence, emptied) {
        (Some(silence), emptied) => silence.confirm(session, emptied.as_deref())?,
        (None, Some(emptied)) => confirm_empty(session, &emptied)?,
        (None, None) => {}
    }
    let written = session.change(|session| write::write(session, snapshot, after, change))?;
    // What was done is told, whatever comes while the log is asked.
    let _to_its_end = Uninterrupted::begin();
    let log = who_asks(session, facts).and_then(|person| recent(session, person, &written));
    let drift = match &log {
        Some(log) => {
            let own = Some(&written.now);
            let drift = written.drift.clone();
            drift.map(|drift| drift.with_author_in(log, own))
        }
        None => written.drift.clone(),
    };
    let (before, drift) = (&written.before, drift.as_ref());
    if let Some(drift) = drift.filter(|_| !session.out.is_json()) {
        session.out.tell(&drift.message(&times), Tone::Caution);
        let by = drift.by_whom(&times);
        by.iter().for_each(|by| session.out.tell(by, Tone::Faint));
        for line in drift.columns(before, facts) {
            session.out.tell(&line, Tone::Faint);
        }
    }
    if let Some(log) = &log
        && let Some(replaced) = log.replaced(&written.sent, &written.now)
    {
        let text = between::text(&replaced, facts, &times);
        session.out.warn_of(Warning::ChangedBetween, &text);
    }
    let open = Open::of(&written, change);
    let told = report(session, facts, before, &written.now, change, drift, &open);
    told.and_then(|()| session.out.finish())?;
    Ok(match open.is_empty() {
        true => Exit::Done,
        false => Exit::NotKnown,
    })
}

impl Open {
    fn of(written: &Written, change: &Change) -> Open {
        let is_sent = |target: &Target| {
            let mut sent = written.sent.iter();
            sent.any(|one| one.meant.is_told(*target))
        };
        let named = change.steps.iter().map(|(target, _)| *target);
        let (sent, mut unsent) = named.partition::<Vec<Target>, _>(is_sent);
        // What was told and not sent was so already.
        unsent.retain(|target| !written.before.is_told(*target));
        let now = &written.now;
        Open {
            unproven: sent.into_iter().filter(|one| !now.is_told(*one)).collect(),
            unsent,
        }
    }
}

/// Whose changes the log is asked about; nobody's where it is not known, and where who wants to hear nothing need
/// not wait for it.
fn who_asks(session: &Session<'_>, facts: &Facts) -> Option<u64> {
    let person = facts.contacts.known().and_then(|known| known.person_id);
    person.filter(|_| session.out.is_json() || !session.out.quiet)
}

/// The log since the first read, or since the change whose lists are no longer as it left them. Where nothing was
/// written and nothing is different, nothing is asked.
fn recent(session: &Session<'_>, person: u64, written: &Written) -> Option<Recent> {
    let read = written.sent.iter().map(|one| one.read_at);
    let drift = written.drift.iter().map(|drift| drift.entry.at);
    Recent::since(session, person, read.chain(drift).min()?)
}

/// What a private deployment has switched off cannot be chosen.
pub fn refuse_switched_off(facts: &Facts, deltas: &[Delta]) -> Result<(), Error> {
    let off = |channel: &&Channel| matches!(channel.kind(), ChannelKind::Personal(personal) if facts.off.contains(&personal));
    match deltas.iter().flat_map(|delta| &delta.added).find(off) {
        Some(channel) => Err(switched_off(channel)),
        None => Ok(()),
    }
}

pub fn switched_off(channel: &Channel) -> Error {
    let (name, why) = (channel.kind_label(), Reason::SwitchedOff.text());
    Error::usage(tr!("{name} cannot be chosen: {why}", name, why)).hint(tr!("choose another channel; '{command}' lists them (channels_off in the context's configuration says what is switched off)", command = duty!("prefs channels")))
}

/// What nobody is notified of once these lists are cleared.
fn emptied(after: &Preference, deltas: &[Delta]) -> String {
    let (kept, whole): (Vec<_>, Vec<_>) = deltas
        .iter()
        .map(|delta| delta.target)
        .partition(|target| changes::unknown(after.channels(*target)).next().is_some());
    let labels = |targets: &[Target]| {
        let labels: Vec<_> = targets.iter().map(|target| target.label()).collect();
        labels.join(&tr!(", "))
    };
    if whole.is_empty() {
        tr!(
            "After this, {0} reach you by nothing that duty knows.",
            labels(&kept)
        )
    } else {
        tr!("After this you are not told of {0}.", labels(&whole))
    }
}

fn confirm_empty(session: &Session<'_>, emptied: &str) -> Result<(), Error> {
    session.agree(&tr!("{what} Clear?", what = emptied), || {
        Error::usage(tr!("'clear' asks first, and nobody can be asked here"))
            .detail(emptied)
            .hint(tr!("give --yes"))
    })
}
