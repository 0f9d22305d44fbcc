//! A new key that cannot take over from the old one, and how it goes on then.

use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::make::{delete_command, enable_command};
use crate::domain::app_key::KeyInfo;
use crate::error::{Error, Kind};
use crate::local::key_memory::KeyMemory;
use crate::local::rotation_journal::Journal;

/// The new key is not where it was put.
pub(super) fn unheld(memory: &KeyMemory, journal: &Journal, new: &KeyInfo) -> Error {
    Error::new(
        Kind::Conflict,
        tr!(
            "the new key {0} is not where it was stored, and perhaps nobody has it",
            new.label()
        ),
    )
    .hint(tr!(
        "'{0}', then '{command}'",
        delete_command(new.key_id, journal.person),
        command = memory.rotate(journal, "--resume")
    ))
}

/// The new key does not work.
pub(super) fn disabled(journal: &Journal, new: &KeyInfo) -> Error {
    Error::new(
        Kind::Conflict,
        tr!(
            "the new key {0} is disabled: without {1} there would be none of the two that works",
            new.label(),
            journal.label()
        ),
    )
    .detail(tr!("nothing was changed"))
    .hint(enable_command(new.key_id, journal.person))
}

/// The context is somebody else's by now: nothing goes into it. `holder` is another one that has the new key.
pub(super) fn displaced(
    error: Error,
    memory: &KeyMemory,
    journal: &Journal,
    keys: &Keys,
    holder: Option<&str>,
) -> Error {
    let new = journal.rotation.new.unwrap_or_default();
    if let Some(holder) = holder {
        let there_is = tr!("context {holder} has the new key ({new})", holder, new);
        let resume = memory
            .rotate(journal, "--resume")
            .option("--context", holder);
        return error.detail(there_is).hint(resume);
    }
    let old = keys.by_id(journal.rotation.old);
    let there_is = match old.is_some_and(KeyInfo::is_enabled) {
        true => tr!(
            "the old key {0} works as before; the new one ({new}) is in no context",
            journal.label(),
            new
        ),
        false => tr!(
            "the old key {0} does not work any more; the new one ({new}) is in no context",
            journal.label(),
            new
        ),
    };
    error.detail(there_is).hint(tr!(
        "'{delete}' with a key of that account, then '{resume}'",
        delete = delete_command(new, journal.person),
        resume = memory.rotate(journal, "--resume")
    ))
}

/// The new key is not listed, and nobody here has it to try.
pub(super) fn unlisted() -> Error {
    Error::new(
        Kind::Conflict,
        tr!("the server does not list the new key: somebody deleted it, or its list is behind"),
    )
}
