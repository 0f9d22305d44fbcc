//! The entry of the store that a new key goes to: first into a slot of its own, and in place of an old
//! key only when it is proven.

use tr::tr;

use crate::commands::app_key::which::Stored;
use crate::error::{Error, KeyringFailure};
use crate::lenient::Id;
use crate::local::config;
use crate::local::config::Place;
use crate::local::keys::{AppKey, store};
use crate::local::paths::Paths;
use crate::session::app::App;
use crate::text::duty;

/// An entry of the store.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The context that it is the key of.
    pub context: String,
    /// Where.
    pub place: Place,
    /// The server that the context is for; `None` leaves what the context has.
    pub base_url: Option<String>,
    paths: Paths,
}

impl Kept {
    /// The entry of a context that is there.
    pub fn of(paths: &Paths, stored: &Stored) -> Kept {
        Kept {
            context: stored.context.clone(),
            place: stored.place,
            base_url: None,
            paths: paths.clone(),
        }
    }

    /// The entry in the keyring of a context that is to be for this server.
    pub fn new(paths: &Paths, context: &str, base_url: &crate::domain::base_url::BaseUrl) -> Kept {
        Kept {
            context: context.to_owned(),
            place: Place::Keyring,
            base_url: Some(base_url.to_string()),
            paths: paths.clone(),
        }
    }

    /// The name of the slot that holds a key until it is proven; no context can have it.
    pub fn slot(&self) -> String {
        format!("{}+new", self.context)
    }

    /// Keep a key in the slot.
    ///
    /// # Errors
    /// What the store said.
    pub fn save_in_slot(&self, key: &AppKey) -> Result<(), Error> {
        store::save(&self.paths, &self.slot(), key, self.place)
    }

    /// The key in the slot; `None` where there is none.
    ///
    /// # Errors
    /// What the store said.
    pub fn load_slot(&self) -> Result<Option<AppKey>, Error> {
        match store::load(&self.paths, &self.slot(), self.place) {
            Ok(key) => Ok(Some(key)),
            Err(error) if error.reason == Some(KeyringFailure::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Empty the slot.
    ///
    /// # Errors
    /// What the store said.
    pub fn clear_slot(&self) -> Result<(), Error> {
        store::delete(&self.paths, &self.slot(), self.place).map(|_| ())
    }

    /// Whether the store takes a key, tried with something that is none.
    ///
    /// # Errors
    /// What the store said.
    pub fn try_out(&self) -> Result<(), Error> {
        self.save_in_slot(&AppKey::as_made("duty-tries-whether-this-works"))?;
        self.clear_slot()
    }

    /// Make it the key of the context. The id comes first: where this is cut off in between, it is
    /// done again, and until then no other key is taken for the one in use.
    ///
    /// # Errors
    /// What the store or the file said.
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

    /// A new entry, tried out.
    ///
    /// # Errors
    /// `Usage` where the context has a key already; what the store said.
    pub fn open(app: &App, context: Option<&str>, insecure: bool) -> Result<Kept, Error> {
        if app.settings.sandbox {
            return Err(Error::usage(tr!(
                "a key of the made-up account is not kept in a context: --sandbox needs none"
            )));
        }
        let context = context.unwrap_or(&app.settings.context.value).to_owned();
        config::check_name(&context)?;
        let known = app.settings.config.contexts.get(&context);
        if known.is_some_and(|context| context.key_store.is_some()) {
            return Err(Error::usage(tr!(
                "context {context} has a key already, and it is not overwritten",
                context
            ))
            .hint(tr!(
                "--save=NAME makes another context; '{command}' replaces the key of this one",
                command = duty!("app-key rotate")
            )));
        }
        let kept = Kept {
            base_url: Some(app.base_url()?.to_string()),
            context,
            place: if insecure {
                Place::InsecureFile
            } else {
                Place::Keyring
            },
            paths: app.paths.clone(),
        };
        kept.try_out().map_err(|error| {
            error.while_doing(tr!("no key was made, because it could not be kept"))
        })?;
        Ok(kept)
    }
}
