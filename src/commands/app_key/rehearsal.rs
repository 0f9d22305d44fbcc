//! What `--finish` would come to.

use tr::tr;

use crate::commands::app_key::ended::{report, undone};
use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::outcome::Old;
use crate::commands::app_key::{new_key, stored_key};
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::Step;
use crate::error::{Error, Exit, Kind};
use crate::local::key_memory::KeyMemory;
use crate::local::rotation_journal::Journal;
use crate::session::app::Session;

pub(super) fn dry_run(
    session: &mut Session<'_>,
    memory: &KeyMemory,
    journal: &Journal,
    keys: &Keys,
    (next, is_another): (&Step<'_>, bool),
) -> Result<Exit, Error> {
    let rotation = &journal.to_do();
    // That the server refuses it is found out only by trying.
    let new = rotation.new.and_then(|id| keys.by_id(id));
    let next = match (next, new) {
        (Step::Prove, Some(new)) if !new.is_enabled() => &Step::Undo(new),
        _ => next,
    };
    if *next == Step::Finish {
        session.out.done(&tr!("Dry run: no key is left to stop."));
        return report(session, Some(rotation), "nothing", None, false, true);
    }
    let label = format!("{} ({})", rotation.old_name, rotation.old);
    // What the run itself would come to.
    match next {
        Step::Forget { old_works } => {
            let line = match old_works {
                true => tr!(
                    "Dry run: there is no new key, so the rotation would be forgotten; the old key {label} works as before.",
                    label
                ),
                false => tr!(
                    "Dry run: there is no new key, so the rotation would be forgotten; the old key {label} does not work any more.",
                    label
                ),
            };
            return end(session, journal, keys, &line);
        }
        Step::Deleted => {
            return Err(new_key::unlisted().hint(tr!(
                "'{command}' forgets the rotation",
                command = memory.rotate(journal, "--resume")
            )));
        }
        Step::Disabled(new) => return Err(new_key::disabled(journal, new)),
        Step::Unheld(new) => return Err(new_key::unheld(memory, journal, new)),
        Step::Undo(new) => {
            let new = new.label();
            let line = match old_becomes(journal, keys) {
                None => tr!(
                    "Dry run: the new key {new} would be deleted; the old key {label} works as before.",
                    new,
                    label
                ),
                Some(_) => tr!(
                    "Dry run: the new key {new} would be deleted; the old key {label} does not work any more.",
                    new,
                    label
                ),
            };
            return end(session, journal, keys, &line);
        }
        Step::Prove | Step::Store if is_another => {
            let context = journal.store.as_ref().map(|store| store.context.as_str());
            let error = stored_key::is_another(context.unwrap_or_default());
            let holder = journal.holder(session.paths, session.api.base_url());
            return Err(new_key::displaced(
                error,
                memory,
                journal,
                keys,
                holder.as_deref(),
            ));
        }
        _ => (),
    }
    let (line, becomes) = match rotation.delete {
        true => (
            tr!("Dry run: the old key {label} would be deleted.", label),
            "deleted",
        ),
        false => (
            tr!("Dry run: the old key {label} would be disabled.", label),
            "disabled",
        ),
    };
    session.out.done(&line);
    report(
        session,
        Some(rotation),
        "finished",
        Some(becomes),
        false,
        true,
    )
}

/// What has become of the old key; `None` where it works.
fn old_becomes(journal: &Journal, keys: &Keys) -> Option<Old> {
    let old = journal.rotation.old;
    let works = keys.by_id(old).is_some_and(KeyInfo::is_enabled);
    (!works).then(|| Old::of(keys, old))
}

/// There would be no new key.
fn end(
    session: &mut Session<'_>,
    journal: &Journal,
    keys: &Keys,
    line: &str,
) -> Result<Exit, Error> {
    session.out.done(line);
    let old = old_becomes(journal, keys);
    let becomes = old.map_or("kept", Old::word);
    let rotation = journal.to_do();
    report(
        session,
        Some(&rotation),
        "undone",
        Some(becomes),
        false,
        true,
    )?;
    Ok(match old {
        Some(_) => Exit::Like(Kind::Conflict),
        None => undone(journal),
    })
}
