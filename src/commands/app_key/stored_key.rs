//! The stored key of a context. A new key goes into a slot of its own first, and takes the place of an
//! old one only when it is proven.

use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::error::{Error, KeyringFailure};
use crate::lenient::Id;
use crate::local::config;
use crate::local::key_store::KeyStore;
use crate::local::keys;
use crate::local::keys::{AppKey, store};
use crate::local::paths::Paths;
use crate::session::app::{App, Session};
use crate::text::duty;

#[derive(Clone, Debug)]
pub struct StoredKey {
    pub context: String,
    /// The keyring or a file.
    pub place: KeyStore,
    /// The id that the server has for it, where duty knows it.
    pub key_id: Option<u64>,
    /// The server that the context is to be for; `None` leaves what the context has.
    base_url: Option<String>,
    paths: Paths,
}

impl StoredKey {
    /// That of a context which is there.
    pub fn of(paths: &Paths, context: &str, place: KeyStore) -> StoredKey {
        StoredKey {
            context: context.to_owned(),
            place,
            key_id: None,
            base_url: None,
            paths: paths.clone(),
        }
    }

    /// The one that this run works with, unless something before it gave a key.
    pub fn in_use(app: &App) -> Option<StoredKey> {
        let given = app.settings.app_key_stdin || app.env.first(&keys::VARIABLES).is_some();
        if given || app.settings.sandbox {
            return None;
        }
        let own = app.settings.own_context()?;
        Some(StoredKey {
            key_id: own.key_id,
            ..StoredKey::of(&app.paths, &app.settings.context.value, own.key_store?)
        })
    }

    /// That of a context which is to be for this server.
    pub fn new(paths: &Paths, context: &str, place: KeyStore, base_url: &BaseUrl) -> StoredKey {
        StoredKey {
            base_url: Some(base_url.to_string()),
            ..StoredKey::of(paths, context, place)
        }
    }

    /// The context that may get a new key: the one that is named, or the one in use, where it has none yet.
    pub fn check_vacant<'a>(
        session: &'a Session<'_>,
        context: Option<&'a str>,
    ) -> Result<&'a str, Error> {
        let settings = session.settings;
        if settings.sandbox {
            return Err(Error::usage(tr!(
                "a key of the made-up account is not stored in a context: --sandbox needs none"
            )));
        }
        let context = context.unwrap_or(&settings.context.value);
        config::check_name(context)?;
        let known = settings.config.contexts.get(context);
        if known.is_some_and(|context| context.key_store.is_some()) {
            return Err(Error::usage(tr!(
                "context {context} already has a key, which is not overwritten",
                context
            ))
            .hint(tr!(
                "--save=NAME makes another context; '{command}' replaces the key of this one",
                command = duty!("app-key rotate")
            )));
        }
        Ok(context)
    }

    /// That of a context which has none yet, tried out.
    pub fn vacant(
        session: &Session<'_>,
        context: Option<&str>,
        place: KeyStore,
    ) -> Result<StoredKey, Error> {
        let context = StoredKey::check_vacant(session, context)?;
        let stored = StoredKey::new(session.paths, context, place, session.api.base_url());
        stored.try_out().map_err(|error| {
            error.while_doing(tr!("no key was created, because it could not be stored"))
        })?;
        Ok(stored)
    }

    /// The name of the slot that holds a key until it is proven; no context can have it.
    fn slot(&self) -> String {
        format!("{}+new", self.context)
    }

    pub fn save_in_slot(&self, key: &AppKey) -> Result<(), Error> {
        store::save(&self.paths, &self.slot(), key, self.place)
    }

    pub fn load_slot(&self) -> Result<Option<AppKey>, Error> {
        match store::load(&self.paths, &self.slot(), self.place) {
            Ok(key) => Ok(Some(key)),
            Err(error) if error.reason == Some(KeyringFailure::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn clear_slot(&self) -> Result<(), Error> {
        store::delete(&self.paths, &self.slot(), self.place).map(|_| ())
    }

    /// Whether the store takes a key, tried with something that is none.
    pub fn try_out(&self) -> Result<(), Error> {
        self.save_in_slot(&AppKey::as_made("duty-tries-whether-this-works"))?;
        self.clear_slot()
    }

    /// Make it the key of the context. The id comes first: where this is cut off in between, it is
    /// done again, and until then no other key is taken for the one in use.
    pub fn replace(&self, id: Id, key: &AppKey) -> Result<(), Error> {
        config::edit(&self.paths, |draft| {
            draft.context(&self.context, |context| {
                context.key_store = Some(self.place);
                context.key_id = Some(id.0);
                if self.base_url.is_some() {
                    context.base_url.clone_from(&self.base_url);
                }
            })
        })?;
        store::save(&self.paths, &self.context, key, self.place)
    }

    /// Where it is, for people.
    pub fn described(&self) -> String {
        match self.place {
            KeyStore::Keyring => tr!("the keyring, context {0}", self.context),
            KeyStore::InsecureFile => tr!("the INSECURE file of context {0}", self.context),
        }
    }
}
