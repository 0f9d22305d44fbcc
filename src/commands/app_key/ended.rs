//! What is told of a rotation that was begun earlier, and how the command ends.

use serde_json::json;
use tr::tr;

use crate::commands::app_key::kept;
use crate::commands::app_key::outcome::{Old, Outcome};
use crate::domain::rotation::Rotation;
use crate::error::{Error, Exit, Kind};
use crate::local::key_memory::KeyMemory;
use crate::local::rotation_journal::{Here, Journal};
use crate::local::times::Times;
use crate::session::app::Session;

/// The old key works as before, which is not what was asked for where its end was.
pub(super) fn undone(journal: &Journal) -> Exit {
    match journal.end {
        Some(_) => Exit::Like(Kind::Conflict),
        None => Exit::Done,
    }
}

/// For people.
pub(super) fn told(
    memory: &KeyMemory,
    journal: &Journal,
    outcome: Outcome,
    finish: bool,
    (here, times): (&Here<'_>, &Times),
) -> String {
    let rotation = &journal.rotation;
    let (name, old) = (&rotation.old_name, rotation.old);
    match outcome {
        Outcome::Finished(Old::Deleted) if finish => tr!(
            "The rotation of {name} ({old}) is finished: the old key is deleted.",
            name,
            old
        ),
        Outcome::Finished(Old::Disabled) if finish => tr!(
            "The rotation of {name} ({old}) is finished: the old key is disabled.",
            name,
            old
        ),
        Outcome::Finished(_) => tr!("The rotation of {name} ({old}) is finished.", name, old),
        Outcome::Undone => tr!(
            "The rotation of {name} ({old}) is undone: the old key works as before.",
            name,
            old
        ),
        Outcome::Kept => kept::described(memory, journal, here, times),
        Outcome::Forgotten => tr!("The old key {name} ({old}) works on.", name, old),
    }
}

/// For programs; people were told.
pub(super) fn report(
    session: &mut Session<'_>,
    rotation: Option<&Rotation>,
    result: &str,
    becomes: Option<&str>,
    changed: bool,
    dry_run: bool,
) -> Result<Exit, Error> {
    // Of a rotation that is over nothing is left to come.
    let works_until = rotation.filter(|_| result == "kept");
    if session.out.is_json() {
        session.out.json(&json!({
            "id": rotation.and_then(|rotation| rotation.new),
            "name": rotation.map(|rotation| &rotation.old_name),
            "secret_to": null,
            "key": null,
            "changed": changed,
            "dry_run": dry_run,
            "result": result,
            "old_key_id": rotation.map(|rotation| rotation.old),
            "old_becomes": becomes,
            "old_works_until": works_until.and_then(|rotation| kept::until(rotation.keep)),
            "replaced_key_id": null,
            "retired_key_id": null,
        }))?;
    }
    Ok(Exit::Done)
}
