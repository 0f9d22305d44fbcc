//! An old key that works on beside the new one: for how long, what is told of it, and its end.

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use tr::tr;

use crate::commands::app_key::lookup::{InUse, Keys};
use crate::commands::app_key::outcome::Outcome;
use crate::commands::app_key::steps::Steps;
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::{Kept, Secret, Step};
use crate::error::{Error, Kind};
use crate::lenient;
use crate::lenient::Id;
use crate::local::key_memory::KeyMemory;
use crate::local::now::now;
use crate::local::rotation_journal::{End, Here, Journal};
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::verification::Verification;
use crate::text::CommandLine;
use crate::ui::Warning;

/// Nobody means longer.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// For how long an old key works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepOld {
    For(SignedDuration),
    /// Until somebody says so.
    Manual,
}

impl KeepOld {
    pub fn parse(text: &str) -> Result<KeepOld, String> {
        let text = text.trim();
        if text == "manual" {
            return Ok(KeepOld::Manual);
        }
        let span: Option<Span> = text.parse().ok();
        let duration = span
            .and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok())
            .ok_or_else(|| tr!("expected a duration such as 12h or 7d, or the word manual"))?;
        if (SignedDuration::from_secs(1)..=LONGEST).contains(&duration) {
            return Ok(KeepOld::For(duration));
        }
        Err(tr!("expected 1s to 366d"))
    }

    /// The same, from now on.
    pub fn starting_now(self) -> Kept {
        Kept {
            until: match self {
                KeepOld::For(duration) => {
                    now().checked_add(duration).ok().map(Timestamp::as_second)
                }
                KeepOld::Manual => None,
            },
        }
    }
}

fn moment(kept: Kept) -> Option<Timestamp> {
    Timestamp::from_second(kept.until?).ok()
}

/// Until when, for programs.
pub fn until(kept: Option<Kept>) -> Option<String> {
    kept.and_then(moment).map(|at| lenient::Timestamp(at).utc())
}

/// For people: until when the old key of a rotation works, and what retires it. Empty where it was not kept.
pub fn described(memory: &KeyMemory, journal: &Journal, here: &Here<'_>, times: &Times) -> String {
    let Some(kept) = journal.rotation.keep else {
        return String::new();
    };
    let finish = memory.rotate_on(journal, "--finish", here);
    let rotation = &journal.rotation;
    let told = works_until((&rotation.old_name, rotation.old), kept, &finish, times);
    match journal.goes_on_in_folder(here) {
        Some(folder) => tr!(
            "{told} Set DUTY_CONFIG_DIR to {folder} for that.",
            told,
            folder
        ),
        None => told,
    }
}

/// Told of every rotation whose old key has had its time, and that this command left alone.
pub fn tell_due(
    session: &Session<'_>,
    memory: &KeyMemory,
    keys: &Keys,
    own: Id,
) -> Result<(), Error> {
    let mut all = memory.rotations(&session.server_name())?;
    all.retain(|one| one.is_due() && !one.is_about(own) && works_on(one, keys));
    for journal in all {
        let told = described(memory, &journal, &session.here(), &session.times());
        session.out.warn_of(Warning::KeptKeyDue, &told);
    }
    Ok(())
}

/// Whether the list shows the old key, enabled, or to be deleted. That of another person says nothing.
pub fn works_on(journal: &Journal, keys: &Keys) -> bool {
    let old = keys.by_id(journal.rotation.old);
    let works = |old: &KeyInfo| old.is_enabled() || journal.rotation.delete;
    (keys.person != journal.person || old.is_some_and(works)) && !journal.is_of_others(&keys.all)
}

/// Until when an old key works, and what retires it; of one by its name and id that this command retires.
pub fn works_until(
    (name, id): (&str, Id),
    kept: Kept,
    command: &CommandLine,
    times: &Times,
) -> String {
    let label = format!("{name} ({id})");
    match moment(kept) {
        Some(at) if at <= now() => tr!(
            "The time of the old key {label} is over: the next rotation of {name} retires it, or '{command}'.",
            label,
            name,
            command
        ),
        Some(at) => {
            let at = times.minute(at);
            tr!(
                "The old key {label} works until {at}: then the next rotation of {name} retires it, or '{command}' at any time.",
                label,
                name,
                at,
                command
            )
        }
        None => tr!(
            "The old key {label} works until '{command}' retires it.",
            label,
            command
        ),
    }
}

/// What the next step is once the old key is to be stopped.
pub fn end_of<'a>(journal: &Journal, keys: &'a Keys) -> Step<'a> {
    let rotation = at_its_end(journal).to_do();
    rotation.next(Some(&keys.all), Secret::GivenOut)
}

/// The rotation, whose end is asked for now.
fn at_its_end(journal: &Journal) -> Journal {
    Journal {
        end: Some(End { delete: false }),
        ..journal.clone()
    }
}

/// Stop the old key of a rotation that had only this left to do. Whether anything was changed.
pub fn retire(
    session: &mut Session<'_>,
    memory: &KeyMemory,
    keys: &Keys,
    journal: &Journal,
    verification: &mut Verification,
) -> Result<(Outcome, bool), Error> {
    let mut steps = Steps {
        journal: at_its_end(journal),
        memory,
        // The new key is where it belongs since long.
        stored: None,
        key: None,
        secret: Secret::GivenOut,
        own: true,
        resumed: true,
        changed: false,
        old_stopped: false,
        verification,
    };
    let outcome = steps.take(session, keys.clone(), true)?;
    Ok((outcome, steps.changed))
}

/// The refusal to rotate a key that is part of a rotation whose old key still works.
pub fn refusal(memory: &KeyMemory, journal: &Journal, here: &Here<'_>, times: &Times) -> Error {
    let error = Error::new(
        Kind::Conflict,
        tr!(
            "the rotation of {0} is not over: its old key still works",
            journal.label()
        ),
    );
    let error = match journal.rotation.keep {
        Some(_) => error.detail(described(memory, journal, here, times)),
        None => error,
    };
    error.hint(memory.rotate_on(journal, "--finish", here))
}

/// The refusal to stop the key that this very run works with, or may work with.
pub fn still_in_use(in_use: InUse, label: &str) -> Error {
    let said = match in_use {
        InUse::Yes => tr!("duty itself still uses the old key {label}", label),
        InUse::Maybe | InUse::No => tr!(
            "duty itself may still use the old key {label}: the key of this run is not the new one",
            label
        ),
    };
    Error::usage(said).hint(tr!(
        "give it the new key first; --self retires the old one all the same"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let hours = |text| match KeepOld::parse(text) {
            Ok(KeepOld::For(duration)) => Some(duration.as_hours()),
            _ => None,
        };
        for (text, expected) in [
            ("12h", 12),
            (" 7d ", 168),
            ("1d12h", 36),
            ("2w", 336),
            ("366d", 8784),
        ] {
            assert_eq!(hours(text), Some(expected), "{text}");
        }
        assert_eq!(KeepOld::parse("manual"), Ok(KeepOld::Manual));
        for text in ["", "7", "0s", "-1h", "367d", "1 month", "soon", "MANUAL"] {
            assert!(KeepOld::parse(text).is_err(), "{text}");
        }
    }
}
