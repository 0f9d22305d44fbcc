//! What a rotation remembers, so that one which was cut off anywhere is finished or undone, and one whose
//! old key is kept is finished later. No secret is in it; `key_memory.rs` keeps it.

use serde::{Deserialize, Serialize};

use crate::domain::app_key::KeyInfo;
use crate::domain::base_url::BaseUrl;
use crate::domain::rotation::{Phase, Rotation};
use crate::error::{Error, KeyringFailure};
use crate::lenient::Id;
use crate::local::config::{Config, Context};
use crate::local::files;
use crate::local::fingerprints::KeyHash;
use crate::local::key_store::KeyStore;
use crate::local::keys::{AppKey, store};
use crate::local::now::now;
use crate::local::paths::Paths;

/// For how long a list may be behind, in seconds.
const BEHIND: i64 = 120;

/// A clock here and that of a server do not differ by more seconds.
const CLOCKS_DIFFER: i64 = 600;

/// The context whose key is rotated.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Store {
    pub context: String,
    #[serde(rename = "place")]
    pub key_store: KeyStore,
    /// The key that it had when the rotation began, to be known again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<KeyHash>,
    /// The new key, beside that of the context: after logins to two servers it may be another rotation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<KeyHash>,
    /// [`Paths::key_name`] of it, which is another one where `config.toml` is another; an older duty did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kept_as: Option<String>,
    /// The folder of that `config.toml`, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
}

impl Store {
    pub fn new(paths: &Paths, context: &str, key_store: KeyStore, held: Option<KeyHash>) -> Store {
        let folder = paths.config().ok();
        Store {
            context: context.to_owned(),
            key_store,
            held,
            next: None,
            kept_as: Some(paths.key_name(context)),
            folder: folder.map(|folder| files::settled(&folder).display().to_string()),
        }
    }

    /// Whether the context is one of this `config.toml`, and not of another that has one of the same name.
    pub fn is_of_folder(&self, paths: &Paths) -> bool {
        let kept_as = self.kept_as.as_ref();
        kept_as.is_none_or(|name| *name == paths.key_name(&self.context))
    }

    /// The new key, where it is still beside that of the context.
    pub fn in_slot(&self, paths: &Paths) -> Option<AppKey> {
        let next = self.next.as_ref()?;
        let found = store::load(paths, &store::slot_of(&self.context), self.key_store);
        found.ok().filter(|found| next.is_of(found))
    }

    /// Whether this is the new key.
    pub fn is_next(&self, key: &AppKey) -> bool {
        self.next.as_ref().is_some_and(|next| next.is_of(key))
    }

    /// The context that has the new key, which the server calls `new`.
    ///
    /// # Errors
    /// Where one that may have it cannot be looked at.
    pub fn context_of_new(
        &self,
        paths: &Paths,
        server: &BaseUrl,
        new: Id,
    ) -> Result<Option<String>, Error> {
        let config = Config::load(paths)?;
        let may_have_it =
            |own: &Context| own.key_id.is_none_or(|id| id == new.0) && own.is_for(server);
        let mut closed = None;
        for (name, own) in config.contexts.iter().filter(|(_, own)| may_have_it(own)) {
            let Some(place) = own.key_store else {
                continue;
            };
            match store::load(paths, name, place) {
                Ok(key) if self.is_next(&key) => return Ok(Some(name.clone())),
                Err(error) if error.reason != Some(KeyringFailure::Missing) => closed = Some(error),
                _ => (),
            }
        }
        closed.map_or(Ok(None), Err)
    }

    pub fn is_of(&self, paths: &Paths, context: &str) -> bool {
        self.context == context && self.is_of_folder(paths)
    }
}

/// The run that asks what goes on with a rotation.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    pub paths: &'a Paths,
    /// The context that commands mean where they name none.
    pub context: &'a str,
    /// The key that the run works with, where it has one.
    pub key: Option<&'a AppKey>,
}

/// One rotation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journal {
    /// The server, as it is shown.
    pub base_url: String,
    /// Whose key; `None` is the caller's.
    pub person: Option<Id>,
    /// Where the new key is stored; `None` where it was given to the user.
    pub store: Option<Store>,
    /// The context without a key that the new one was put into, as `--save` says; an older duty did not write it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Store>,
    /// When it began, in Unix seconds.
    pub began: i64,
    /// The keys, and how far it came.
    #[serde(flatten)]
    pub rotation: Rotation,
    /// That its end is asked for by this run. What is written down stays what it was, until it is over.
    #[serde(skip)]
    pub end: Option<End>,
}

/// The end of an old key that was kept.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// Delete it, not only disable it.
    pub delete: bool,
}

impl Journal {
    /// The beginning of one.
    pub fn begin(
        server: &str,
        person: Option<Id>,
        store: Option<Store>,
        rotation: Rotation,
    ) -> Journal {
        Journal {
            base_url: server.to_owned(),
            person,
            store,
            saved: None,
            began: now().as_second(),
            rotation,
            end: None,
        }
    }

    /// A context that has the new key, as far as can be looked.
    pub fn holder(&self, paths: &Paths, server: &BaseUrl) -> Option<String> {
        let (store, new) = (self.held_by()?, self.rotation.new?);
        store.context_of_new(paths, server, new).ok().flatten()
    }

    /// Whether this run may go on with it: from the context whose key is rotated, because it works with the new key, or
    /// because there is no key in that context any more.
    pub fn goes_on_here(&self, here: &Here<'_>) -> bool {
        self.store.as_ref().is_none_or(|store| {
            store.is_of(here.paths, here.context)
                || self.is_let_in_by_its_key(here)
                || self.is_free(store, here)
        })
    }

    /// Whether the new key was deleted, and nothing here has it.
    fn is_free(&self, store: &Store, here: &Here<'_>) -> bool {
        self.rotation.gone && self.is_left(store, here)
    }

    /// Whether it goes on from nowhere here, but if the new key is gone: a list shows that by now.
    pub fn waits_for_list(&self, here: &Here<'_>) -> bool {
        let is_left = |store| self.is_left(store, here);
        !self.rotation.gone && self.shows_what_is_gone() && self.store.as_ref().is_some_and(is_left)
    }

    /// Whether the context was logged out, and no other one has the new key.
    fn is_left(&self, store: &Store, here: &Here<'_>) -> bool {
        let Ok(server) = BaseUrl::parse(&self.base_url) else {
            return false;
        };
        let config = Config::load(here.paths);
        let is_out = config.is_ok_and(|config| {
            let own = config.contexts.get(&store.context);
            own.is_none_or(|own| own.key_store.is_none())
        });
        let has_none = |new| matches!(store.context_of_new(here.paths, &server, new), Ok(None));
        is_out
            && store.is_of_folder(here.paths)
            && store.in_slot(here.paths).is_none()
            && self.rotation.new.is_none_or(has_none)
    }

    /// Whoever has the new key may have the end of the old one.
    pub fn is_let_in_by_its_key(&self, here: &Here<'_>) -> bool {
        let (Some(store), Some(key)) = (&self.store, here.key) else {
            return false;
        };
        store.is_next(key)
            && (self.rotation.phase >= Phase::Stored || store.is_of_folder(here.paths))
    }

    /// The context from where it goes on; `None` where any one will do. In its own there may be no key any more.
    pub fn goes_on_in(&self, here: &Here<'_>) -> Option<String> {
        let store = self.store.as_ref()?;
        if self.is_let_in_by_its_key(here) || self.is_free(store, here) {
            return None;
        }
        let own = || Some(store.context.clone());
        let Ok(server) = BaseUrl::parse(&self.base_url) else {
            return own();
        };
        let config = Config::load(here.paths).unwrap_or_default();
        let known = config.contexts.get(&store.context);
        let has_key = known.is_some_and(|own| own.key_store.is_some() && own.is_for(&server));
        match has_key || !store.is_of_folder(here.paths) {
            true => own(),
            false => self.holder(here.paths, &server).or_else(own),
        }
    }

    /// The folder of `config.toml` where it goes on, if that is not the one of this run.
    pub fn goes_on_in_folder(&self, here: &Here<'_>) -> Option<&str> {
        let store = self.store.as_ref()?;
        let is_elsewhere = !store.is_of_folder(here.paths) && !self.is_let_in_by_its_key(here);
        is_elsewhere.then(|| store.folder.as_deref().unwrap_or_default())
    }

    /// Whether a list without the new key shows that it was deleted: by now no list is behind.
    pub fn shows_what_is_gone(&self) -> bool {
        self.rotation.gone || now().as_second() - self.began > BEHIND
    }

    /// What this run has to do: where the end is asked for, the old key has no time left.
    pub fn to_do(&self) -> Rotation {
        let written = self.rotation.clone();
        match self.end {
            None => Rotation {
                gone: self.shows_what_is_gone(),
                ..written
            },
            Some(End { delete }) => Rotation {
                keep: None,
                delete: delete || written.delete,
                ..written
            },
        }
    }

    /// Whether these are the keys of another server that answers under the same address: they have the numbers of those
    /// that the rotation knows, and are others.
    pub fn is_of_others(&self, list: &[KeyInfo]) -> bool {
        let began = self.began.saturating_sub(CLOCKS_DIFFER);
        let is_older = |key: &KeyInfo| key.created_at.is_some_and(|at| at.seconds() < began);
        let new = self.rotation.new;
        let mut new = list.iter().filter(|key| Some(key.key_id) == new);
        // A clock may be wrong, and a name be changed: one key that is the same proves that all are.
        self.rotation.is_of_others(list)
            || !self.rotation.is_of(list)
                && new.any(|key| self.rotation.is_otherwise_named(key) && is_older(key))
    }

    /// Whether the list has keys of the rotation: else it is another person's, or another server's.
    pub fn is_of_these(&self, list: &[KeyInfo]) -> bool {
        let rotation = &self.rotation;
        let is_known =
            |key: &KeyInfo| rotation.before.contains(&key.key_id) || self.is_about(key.key_id);
        list.iter().any(is_known) && !self.is_of_others(list)
    }

    /// Whether it is about this key, the old or the new one.
    pub fn is_about(&self, key: Id) -> bool {
        self.rotation.old == key || self.rotation.new == Some(key)
    }

    /// The same, and it is a key of this list and not of another server's.
    pub fn concerns(&self, key: Id, list: &[KeyInfo]) -> bool {
        self.is_about(key) && !self.is_of_others(list)
    }

    /// The context that the new key was put into.
    pub fn held_by(&self) -> Option<&Store> {
        self.store.as_ref().or(self.saved.as_ref())
    }

    /// The old key, for people.
    pub fn label(&self) -> String {
        format!("{} ({})", self.rotation.old_name, self.rotation.old)
    }

    /// Whether the time of the old key is over.
    pub fn is_due(&self) -> bool {
        self.rotation.is_due(now().as_second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rotation::Kept;

    /// One whose new key is in its place.
    fn stored() -> Rotation {
        Rotation {
            old: Id(1),
            old_name: "ci".into(),
            temporary_name: "ci-new".into(),
            before: vec![Id(1)],
            made: vec![],
            delete: false,
            keep: None,
            new: Some(Id(2)),
            phase: Phase::Stored,
            gone: false,
        }
    }

    /// A clock may be wrong, and somebody may give the new key another name: both together are another server's.
    #[test]
    fn a_key_with_the_number_of_the_new_one_may_be_another() {
        const BEGAN: i64 = 1_800_000_000;
        let journal = Journal {
            base_url: String::new(),
            person: None,
            store: None,
            saved: None,
            began: BEGAN,
            rotation: Rotation {
                old: Id(1),
                old_name: "ci".into(),
                temporary_name: "ci (new)".into(),
                before: vec![Id(1)],
                made: vec![(Id(1), 1_700_000_000)],
                delete: false,
                keep: None,
                new: Some(Id(2)),
                phase: Phase::Kept,
                gone: false,
            },
            end: None,
        };
        for (id, name, made, others) in [
            (2, "ci (new)", Some(BEGAN), false),
            (2, "ci", Some(1_700_000_000), false),
            (2, "prod", Some(BEGAN - 599), false),
            (2, "prod", Some(BEGAN - 601), true),
            (2, "prod", None, false),
            (3, "prod", Some(1_700_000_000), false),
            (1, "prod", Some(1_700_000_000), false),
            (1, "ci", Some(1_700_000_001), true),
            (1, "ci", None, false),
        ] {
            let key = serde_json::json!({"key_id": id, "key_name": name, "created_at": made});
            let list = [serde_json::from_value(key).unwrap()];
            assert_eq!(journal.is_of_others(&list), others, "{id} {name} {made:?}");
        }
        // One key that is the same proves it, whatever a clock says, and whatever the new one is called.
        let key = |id: u64, made: i64| {
            let key = serde_json::json!({"key_id": id, "key_name": "prod", "created_at": made});
            serde_json::from_value(key).unwrap()
        };
        assert!(!journal.is_of_others(&[key(1, 1_700_000_000), key(2, BEGAN - 86_400)]));
        assert!(journal.is_of_others(&[key(3, 1_700_000_000), key(2, BEGAN - 86_400)]));
    }

    /// A rotation of a context's own key goes on from there, and any other one from anywhere.
    #[test]
    fn a_rotation_goes_on_where_its_key_is() {
        use crate::local::environment::Environment;
        let place = [("HOME", "/nowhere"), ("DUTY_CONFIG_DIR", "/nowhere/at/all")];
        let paths = Paths::resolve(&Environment::of(place));
        let here = Here {
            paths: &paths,
            context: "default",
            key: None,
        };
        let own = Store::new(&paths, "work", KeyStore::Keyring, None);
        let goes_on = |store: Option<Store>| {
            Journal::begin("https://here.example", None, store, stored()).goes_on_in(&here)
        };
        assert_eq!(goes_on(Some(own)), Some("work".to_owned()));
        assert_eq!(goes_on(None), None);
    }

    #[test]
    fn where_the_end_is_asked_for_the_old_key_has_no_time_left() {
        let to_do = |end: Option<bool>, delete: bool| {
            let rotation = Rotation {
                delete,
                keep: Some(Kept { until: None }),
                ..stored()
            };
            let mut journal = Journal::begin("https://here.example", None, None, rotation);
            journal.end = end.map(|delete| End { delete });
            let to_do = journal.to_do();
            (to_do.keep.is_some(), to_do.delete)
        };
        assert_eq!(to_do(None, false), (true, false));
        assert_eq!(to_do(Some(false), false), (false, false));
        assert_eq!(to_do(Some(true), false), (false, true));
        assert_eq!(to_do(Some(false), true), (false, true));
    }
}
