//! What an earlier rotation of a key means for another one.

use tr::tr;

use crate::commands::app_key::kept;
use crate::commands::app_key::lookup::{InUse, Keys};
use crate::commands::app_key::make::disable_command;
use crate::commands::app_key::retired::is_retired_name;
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::{Secret, Step};
use crate::error::{Error, Kind};
use crate::local::key_memory::KeyMemory;
use crate::local::rotation_journal::{Here, Journal};
use crate::local::times::Times;
use crate::session::app::Session;

/// What an earlier rotation means for one of this key: its old key is retired first where its time is over or
/// somebody has done it already; else it is in the way.
pub(super) fn earlier(
    memory: &KeyMemory,
    keys: &Keys,
    old: &KeyInfo,
    journal: &Journal,
    own: bool,
    (here, times): (&Here<'_>, &Times),
) -> Result<Option<Journal>, Error> {
    // Somebody deleted the new key before anything hung on it.
    let came_to_nothing = matches!(
        journal.to_do().next(Some(&keys.all), Secret::GivenOut),
        Step::Forget { old_works: true }
    );
    if came_to_nothing && journal.rotation.new.is_some() && journal.store.is_none() {
        return Ok(None);
    }
    if !journal.rotation.is_resting() {
        let error = Error::new(Kind::Conflict, memory.described(journal, here));
        return Err(error.hint(memory.rotate_on(journal, "--resume", here)));
    }
    let is_over = journal.is_due() || matches!(kept::end_of(journal, keys), Step::Finish);
    if !is_over || journal.rotation.new != Some(old.key_id) {
        return Err(kept::refusal(memory, journal, here, times));
    }
    let in_use = keys.by_id(journal.rotation.old);
    match in_use.map_or(InUse::No, |key| keys.in_use(key)) {
        in_use if in_use != InUse::No && !own => Err(kept::still_in_use(in_use, &journal.label())),
        _ => Ok(Some(journal.clone())),
    }
}

/// A rotation with a file of its own is not begun beside one of the same key that the state directory remembers, unless
/// that came to nothing: then it is the one to forget.
pub(super) fn not_in_folder(
    session: &Session<'_>,
    keys: &Keys,
    old: &KeyInfo,
    told: (&Here<'_>, &Times),
) -> Result<Option<Journal>, Error> {
    let folder = KeyMemory::of(session.paths);
    let all = folder.rotations(&session.server_name())?;
    let Some(journal) = all.iter().find(|one| one.concerns(old.key_id, &keys.all)) else {
        return Ok(None);
    };
    if folder.is_busy() {
        return Err(folder.busy());
    }
    match earlier(&folder, keys, old, journal, false, told)? {
        Some(due) => Err(kept::refusal(&folder, &due, told.0, told.1)),
        None => Ok(Some(journal.clone())),
    }
}

/// An old key that a rotation let work on, and that nothing here remembers: another rotation would make one more.
pub(super) fn no_forgotten(keys: &Keys, new: &KeyInfo) -> Result<(), Error> {
    let kept = |key: &&KeyInfo| key.is_enabled() && is_retired_name(&key.key_name, &new.key_name);
    let Some(forgotten) = keys.all.iter().find(kept) else {
        return Ok(());
    };
    Err(Error::new(
        Kind::Conflict,
        tr!(
            "an earlier rotation of {0} let {1} work on, and nothing here remembers it: was the state of it lost?",
            new.label(),
            forgotten.label()
        ),
    )
    .hint(tr!(
        "give the state with --state; or, once nothing uses it, '{command}'",
        command = disable_command(forgotten.key_id, keys.person)
    )))
}
