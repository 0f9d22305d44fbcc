//! Other contexts that have a key which is stopped: they go on with it, and it works no more.

use tr::tr;

use crate::commands::app_key::lookup::{InUse, Keys};
use crate::commands::app_key::make::delete_command;
use crate::commands::app_key::stored_key::StoredKey;
use crate::domain::app_key::KeyInfo;
use crate::lenient::Id;
use crate::local::config::Config;
use crate::local::key_memory::KeyMemory;
use crate::local::key_store::KeyStore;
use crate::local::keys::{AppKey, store};
use crate::local::rotation_journal::Journal;
use crate::session::app::Session;
use crate::text::CommandLine;
use crate::ui::{Tone, Warning};

/// A context that has one.
#[derive(Clone, Debug)]
pub(super) struct Holder {
    context: String,
    place: KeyStore,
    /// What is told of it where it may be another server's key, of this number, under this address.
    doubt: Option<String>,
}

/// Of each key, by its name for people, the contexts that have it.
pub(super) type Shared = [(String, Vec<Holder>)];

/// The contexts of this server that have the key `id`, but for `own`: duty gave it to them, or the key that is stored there
/// is this one. `asked` is the store that this run has its own key from: nobody is to unlock a keyring for this alone, or
/// to wait for one.
pub(super) fn contexts(
    session: &Session<'_>,
    own: Option<&StoredKey>,
    asked: Option<KeyStore>,
    id: Id,
    is_it: impl Fn(&AppKey) -> bool,
) -> Vec<Holder> {
    let config = Config::load(session.paths).unwrap_or_default();
    let server = session.api.base_url();
    let others = config.contexts.iter().filter(|(name, known)| {
        known.is_for(server) && own.is_none_or(|own| own.context != **name)
    });
    let with_it = others.filter_map(|(name, known)| {
        let place = known.key_store?;
        let may_ask = place != KeyStore::Keyring || asked == Some(place);
        let has_it = match known.certain_key_id() {
            Some(known) => known == id.0,
            None => may_ask && store::load(session.paths, name, place).is_ok_and(|key| is_it(&key)),
        };
        has_it.then(|| Holder {
            context: name.clone(),
            place,
            doubt: None,
        })
    });
    with_it.collect()
}

/// The names of those that have it as duty has written it down.
pub(super) fn by_id(session: &Session<'_>, own: Option<&StoredKey>, key: &KeyInfo) -> Vec<String> {
    let memory = KeyMemory::of(session.paths);
    let found = contexts(session, own, None, key.key_id, |_| false);
    let certain = found
        .into_iter()
        .filter(|holder| !may_be_another(session, &memory, None, key, holder));
    certain.map(|holder| holder.context).collect()
}

/// Whether the context may have a key of another server that answers under this address, and counts its keys alike: the one
/// that duty knows by this number was made at another time, or is not the one that is there.
fn may_be_another(
    session: &Session<'_>,
    memory: &KeyMemory,
    asked: Option<KeyStore>,
    key: &KeyInfo,
    holder: &Holder,
) -> bool {
    let server = session.server_name();
    let may_ask = holder.place != KeyStore::Keyring || asked == Some(holder.place);
    let is_other = || {
        let there = store::load(session.paths, &holder.context, holder.place);
        there.is_ok_and(|there| memory.id_of(&server, &there) != Some(key.key_id))
    };
    memory.is_of_another_time(&server, key)
        || (may_ask && memory.knows(&server, key.key_id) && is_other())
}

/// The same of one of these keys, which may be the one that is in use.
pub(super) fn of_key(
    session: &Session<'_>,
    own: Option<&StoredKey>,
    keys: &Keys,
    key: &KeyInfo,
) -> Vec<Holder> {
    let memory = KeyMemory::of(session.paths);
    let server = session.server_name();
    let in_use = keys.in_use(key) == InUse::Yes;
    let asked = own.map(|own| own.place);
    let mut found = contexts(session, own, asked, key.key_id, |found| {
        (in_use && found == session.api.key()) || memory.id_of(&server, found) == Some(key.key_id)
    });
    doubt(session, asked, key, &mut found);
    found
}

/// Say of those that may have a key of another server that they may.
pub(super) fn doubt(
    session: &Session<'_>,
    asked: Option<KeyStore>,
    key: &KeyInfo,
    found: &mut [Holder],
) {
    let memory = KeyMemory::of(session.paths);
    for holder in found {
        if may_be_another(session, &memory, asked, key, holder) {
            holder.doubt = Some(tr!(
                "context {context} has a key with the number of {0}, which may be one of another server under this address",
                key.label(),
                context = holder.context
            ));
        }
    }
}

/// The same of several, each with its name, where there are any.
pub(super) fn of_keys(
    session: &Session<'_>,
    own: Option<&StoredKey>,
    keys: &Keys,
    meant: &[&KeyInfo],
) -> Vec<(String, Vec<Holder>)> {
    let each = meant
        .iter()
        .map(|key| (key.label(), of_key(session, own, keys, key)));
    each.filter(|(_, contexts)| !contexts.is_empty()).collect()
}

/// Told before such a key is stopped.
pub(super) fn say(session: &Session<'_>, shared: &Shared) {
    for (key, contexts) in shared {
        for Holder { context, doubt, .. } in contexts {
            let certain = || tr!("{key} is the key of context {context}", key, context);
            let told = doubt.clone().unwrap_or_else(certain);
            match session.out.is_json() {
                true => session.out.warn_of(Warning::ContextKey, &told),
                false => session.out.tell(&told, Tone::Bad),
            }
        }
    }
}

/// Told once it is stopped.
pub(super) fn warn(session: &Session<'_>, shared: &Shared) {
    for (key, contexts) in shared {
        for holder in contexts {
            let told = holder.told(|context, login| {
                tr!(
                    "context {context} has the key {key}, which works no more: '{login}'",
                    context,
                    key,
                    login
                )
            });
            session.out.warn_of(Warning::ContextKey, &told);
        }
    }
}

/// After a rotation they are named: the old key is stopped for them as well, now or later.
pub(super) fn tell(session: &Session<'_>, contexts: &[Holder]) {
    for holder in contexts {
        let told = holder.told(|context, login| {
            tr!(
                "context {context} still has the old key: '{login}'",
                context,
                login
            )
        });
        session.out.warn_of(Warning::NewKeyToPlace, &told);
    }
}

impl Holder {
    /// With the login that puts another key there, unless it may be the only copy of another server's.
    fn told(&self, of_its_key: impl FnOnce(&str, CommandLine) -> String) -> String {
        let login = self.place.login(&self.context);
        let doubt = self.doubt.clone();
        doubt.unwrap_or_else(|| of_its_key(&self.context, login))
    }
}

/// An old key that works as before is no use to anybody where the new one has taken its place, and no context has it.
pub(super) fn tell_of_bare(session: &Session<'_>, journal: &Journal) {
    let rotation = &journal.rotation;
    // Once the context is removed, the rotation still knows of it.
    let removed = || journal.saved.as_ref().filter(|store| store.held.is_some());
    let Some(store) = journal.store.as_ref().or_else(removed) else {
        return;
    };
    let is_old = |key: &AppKey| store.held.as_ref().is_some_and(|held| held.is_of(key));
    let asked = Some(store.key_store);
    if is_old(session.api.key()) || !contexts(session, None, asked, rotation.old, is_old).is_empty()
    {
        return;
    }
    let (old, context) = (journal.label(), &store.context);
    let told = tr!(
        "context {context} no longer has the old key {old}, and no other copy is known here: unless somebody has it, '{delete}'",
        context,
        old,
        delete = delete_command(rotation.old, journal.person)
    );
    session.out.warn_of(Warning::OrphanedKey, &told);
}
