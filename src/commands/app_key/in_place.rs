//! Which key the context of a rotation has: since the new one was put there, somebody may have logged in again.

use tr::tr;

use crate::commands::app_key::lookup::{InUse, Keys};
use crate::commands::app_key::make::{delete_command, disable_command};
use crate::commands::app_key::stored_key::{StoredKey, is_another};
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::Phase;
use crate::error::{Error, KeyringFailure, Kind};
use crate::lenient::Id;
use crate::local::config::Config;
use crate::local::key_memory::KeyMemory;
use crate::local::keys::{AppKey, store};
use crate::local::rotation_journal::{Journal, Store};
use crate::session::app::Session;

/// What a context has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InPlace {
    /// The new key.
    New,
    /// The one that it had when the rotation began, or none where one should be: the new one may take its place.
    Earlier,
    /// Anything else, which is not overwritten.
    Another,
}

impl InPlace {
    /// What the context has now; `key` is the new key, where this process has it.
    pub fn of(
        session: &Session<'_>,
        store: &Store,
        journal: &Journal,
        key: Option<&AppKey>,
    ) -> Result<InPlace, Error> {
        let is_new = |there: &AppKey| key == Some(there) || store.is_next(there);
        // With no second copy, whoever let this run in with the new key is the one that has it.
        if key.is_none() && is_new(session.api.key()) {
            return Ok(InPlace::New);
        }
        let config = Config::load(session.paths)?;
        let server = session.api.base_url();
        let own = config.contexts.get(&store.context);
        let Some((own, place)) = own.and_then(|own| Some((own, own.key_store?))) else {
            return Ok(InPlace::Another);
        };
        if !own.is_for(server) {
            return Ok(InPlace::Another);
        }
        let may_be_replaced = place == store.key_store;
        match store::load(session.paths, &store.context, place) {
            Ok(there) if is_new(&there) => Ok(InPlace::New),
            // An older duty did not write down what the new key is.
            Ok(_) if key.is_none() && store.next.is_none() => {
                let id = journal.rotation.new.map(|new| new.0);
                Ok(match id.is_some() && own.key_id == id {
                    true => InPlace::New,
                    false => InPlace::Another,
                })
            }
            Ok(there) => Ok(match store.held.as_ref() {
                Some(held) if may_be_replaced && held.is_of(&there) => InPlace::Earlier,
                _ => InPlace::Another,
            }),
            Err(error) if error.reason == Some(KeyringFailure::Missing) => {
                Ok(match may_be_replaced {
                    true => InPlace::Earlier,
                    false => InPlace::Another,
                })
            }
            Err(error) => Err(error),
        }
    }
}

/// That the context still has the new key: without it there, nothing that works is stopped, and the second copy
/// of the new one stays.
pub(super) fn check(
    session: &Session<'_>,
    journal: &Journal,
    stored: Option<&StoredKey>,
    key: Option<&AppKey>,
) -> Result<(), Error> {
    let store = match (stored, key) {
        (Some(_), _) => journal.store.as_ref(),
        // It was put there by this very run.
        (None, Some(_)) => journal.saved.as_ref(),
        (None, None) => None,
    };
    let Some(store) = store else {
        return Ok(());
    };
    match InPlace::of(session, store, journal, key)? {
        InPlace::New => Ok(()),
        InPlace::Earlier | InPlace::Another => Err(is_another(&store.context)),
    }
}

/// An old key that works is not stopped for a new one that was put into a context and is in none by now: nobody here may
/// have it.
pub(super) fn check_held(
    session: &Session<'_>,
    memory: &KeyMemory,
    keys: &Keys,
    journal: &Journal,
) -> Result<(), Error> {
    let works = |id| keys.by_id(id).is_some_and(KeyInfo::is_enabled);
    let new = journal.rotation.new.filter(|new| works(*new));
    let (Some(store), Some(new)) = (journal.held_by(), new) else {
        return Ok(());
    };
    let in_use = keys.by_id(new).map(|new| keys.in_use(new));
    if !works(journal.rotation.old)
        || !store.is_of_folder(session.paths)
        || in_use == Some(InUse::Yes)
    {
        return Ok(());
    }
    match InPlace::of(session, store, journal, None) {
        // Where it cannot be looked there is nothing to say against it.
        Ok(InPlace::New) | Err(_) => return Ok(()),
        Ok(InPlace::Earlier | InPlace::Another) => (),
    }
    if store.in_slot(session.paths).is_some() {
        return Ok(());
    }
    match store.context_of_new(session.paths, session.api.base_url(), new) {
        Ok(Some(_)) => return Ok(()),
        Ok(None) => (),
        Err(error) => {
            return Err(error.while_doing(tr!(
                "it is not known whether a context still has the new key {new}",
                new
            )));
        }
    }
    Err(Error::new(
        Kind::Conflict,
        tr!(
            "context {0} no longer has the new key {new}, and no other copy is known here",
            store.context,
            new
        ),
    )
    .detail(tr!("nothing was changed"))
    .hint(tr!(
        "if nobody has it, '{delete}', then '{resume}'; if somebody has, '{stop}'",
        // It is certain that this run does not work with it.
        delete = delete_command(new, journal.person).arg("--self"),
        resume = memory.rotate(journal, "--resume"),
        stop = disable_command(journal.rotation.old, journal.person)
    )))
}

/// What was written down is of the time when the context had the new key: where it has another by now, the new one has
/// yet to be put there. It is tried once more first, while there is an old one to go back to.
pub(super) fn go_back(
    session: &Session<'_>,
    journal: &mut Journal,
    keys: &Keys,
    stored: Option<&StoredKey>,
    key: Option<&AppKey>,
) -> Result<Option<InPlace>, Error> {
    let store = journal.store.as_ref().filter(|_| stored.is_some());
    let found = store.map(|store| InPlace::of(session, store, journal, key));
    let found = found.transpose()?;
    if journal.rotation.phase >= Phase::Stored && found.is_some_and(|found| found != InPlace::New) {
        let old = keys.by_id(journal.rotation.old);
        journal.rotation.phase = match old.is_some_and(KeyInfo::is_enabled) {
            true => Phase::Kept,
            false => Phase::Proven,
        };
    }
    // That this very run was let in with the new key is the proof of it.
    let new = journal.rotation.new.and_then(|new| keys.by_id(new));
    if journal.rotation.phase == Phase::Kept
        && new.is_some_and(|new| keys.in_use(new) == InUse::Yes)
    {
        journal.rotation.phase = Phase::Proven;
    }
    Ok(found)
}

/// A rotation that could not be written down further: that the context has its new key is told by the id there, where
/// that key is known for its own, by its mark or because `key` is the one in the context. A name that others may give
/// proves nothing.
pub(super) fn catch_up(
    session: &Session<'_>,
    journal: &mut Journal,
    keys: &Keys,
    key: Option<&AppKey>,
) {
    let rotation = &journal.rotation;
    let Some(store) = &journal.store else {
        return;
    };
    let config = Config::load(session.paths).unwrap_or_default();
    let own = config.contexts.get(&store.context);
    let own = own.filter(|own| own.is_for(session.api.base_url()));
    let place = own.and_then(|own| own.key_store);
    let Some((place, id)) = place.zip(own.and_then(|own| own.key_id).map(Id)) else {
        return;
    };
    let has_key = |key: &AppKey| {
        let there = store::load(session.paths, &store.context, place);
        there.is_ok_and(|there| there == *key)
    };
    let is_its_own = |listed: &KeyInfo| match (rotation.new, key) {
        (Some(new), _) => listed.key_id == new,
        (None, Some(key)) => !rotation.before.contains(&id) && has_key(key),
        (None, None) => listed.key_name == rotation.temporary_name,
    };
    if store.is_of_folder(session.paths) && keys.by_id(id).is_some_and(is_its_own) {
        let phase = rotation.phase.max(Phase::Stored);
        journal.rotation.new = Some(id);
        journal.rotation.phase = phase;
    }
}
