//! The stored key of a context. A new key goes into a slot of its own first, and takes the place of an
//! old one only when it is proven.

use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::error::{Error, KeyringFailure, Kind};
use crate::lenient::Id;
use crate::local::config;
use crate::local::config::Context;
use crate::local::fingerprints::{KeyHash, mark};
use crate::local::key_memory::KeyMemory;
use crate::local::key_store::KeyStore;
use crate::local::keys;
use crate::local::keys::{AppKey, store};
use crate::local::paths::Paths;
use crate::local::rotation_journal::Journal;
use crate::session::app::{App, Session};
use crate::text::duty;

#[derive(Clone, Debug)]
pub struct StoredKey {
    pub context: String,
    /// The keyring or a file.
    pub place: KeyStore,
    /// The id that the server has for it, where duty knows it.
    pub key_id: Option<u64>,
    /// The key that a rotation has put beside it, where that is known again.
    pub next: Option<KeyHash>,
    pub paths: Paths,
}

impl StoredKey {
    /// That of a context which is there.
    pub fn of(paths: &Paths, context: &str, place: KeyStore) -> StoredKey {
        StoredKey {
            context: context.to_owned(),
            place,
            key_id: None,
            next: None,
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
            // Cut off while one key took the place of another, it is the id of either.
            key_id: own.certain_key_id(),
            ..StoredKey::of(&app.paths, &app.settings.context.value, own.key_store?)
        })
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
        check_none(context, known, session.api.base_url())?;
        Ok(context)
    }

    /// That of a context which has none yet, tried out.
    pub fn vacant(
        session: &Session<'_>,
        context: Option<&str>,
        place: KeyStore,
    ) -> Result<StoredKey, Error> {
        let context = StoredKey::check_vacant(session, context)?;
        let stored = StoredKey::of(session.paths, context, place);
        let tried = config::try_out(session.paths).and_then(|()| stored.try_out());
        tried.map_err(|error| {
            error.while_doing(tr!("no key was created, because it could not be stored"))
        })?;
        Ok(stored)
    }

    /// What another rotation has put there meanwhile stays.
    pub fn save_in_slot(&self, key: &AppKey) -> Result<(), Error> {
        // A second copy of the context's own does no harm.
        let own = || store::load(&self.paths, &self.context, self.place).ok();
        let other = |there: AppKey| {
            there != *key && there != store::sample() && own().is_none_or(|own| there != own)
        };
        if self.load_slot()?.is_some_and(other) {
            return Err(self.in_the_way());
        }
        let slot = store::slot_of(&self.context);
        let saved = store::save(&self.paths, &slot, key, self.place);
        // What is read back is another's: it came at the same moment.
        saved.map_err(|error| match error.reason {
            Some(KeyringFailure::Wrong) => self.in_the_way(),
            _ => error,
        })
    }

    /// That no key of another rotation would be overwritten there. Of which server it is may not be known: it is sent to
    /// none.
    pub fn check_slot(&self, session: &Session<'_>) -> Result<(), Error> {
        let is_free = |there: &AppKey| session.api.works_with(there) || *there == store::sample();
        let Some(there) = self.load_slot()?.filter(|there| !is_free(there)) else {
            return Ok(());
        };
        let memory = KeyMemory::of(session.paths);
        let is_its = |one: &Journal| {
            one.store
                .as_ref()
                .is_some_and(|store| store.is_next(&there))
        };
        let its = memory.everywhere().into_iter().find(is_its);
        let error = self.in_the_way();
        Err(match its {
            None => error,
            Some(journal) if journal.base_url == session.server_name() => {
                error.detail(memory.described(&journal, &session.here()))
            }
            Some(journal) => error.detail(tr!(
                "the rotation of {0} was interrupted, and its new key is for {server}: log in there again, then '{command}'",
                journal.label(),
                server = journal.base_url,
                command = memory.rotate(&journal, "--resume")
            )),
        })
    }

    fn in_the_way(&self) -> Error {
        Error::new(
            Kind::Conflict,
            tr!(
                "another rotation has stored its new key beside that of context {0}",
                self.context
            ),
        )
        .hint(tr!(
            "'{resume}', with the --state that it was begun with, finishes it; if nobody needs that key, '{logout}' deletes it, and that of the context",
            resume = duty!("app-key rotate --resume"),
            logout = duty!("auth logout --context", self.context)
        ))
    }

    pub fn load_slot(&self) -> Result<Option<AppKey>, Error> {
        match store::load(&self.paths, &store::slot_of(&self.context), self.place) {
            Ok(key) => {
                Ok(Some(key).filter(|key| self.next.as_ref().is_none_or(|next| next.is_of(key))))
            }
            Err(error) if error.reason == Some(KeyringFailure::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn clear_slot(&self) -> Result<(), Error> {
        // What another rotation has there meanwhile is its own.
        if self.next.is_some() && self.load_slot()?.is_none() {
            return Ok(());
        }
        store::delete(
            &self.paths,
            &store::slot_of(&self.context),
            self.place,
            true,
        )
        .map(|_| ())
    }

    /// Whether the store takes a key, tried with something that is none.
    pub fn try_out(&self) -> Result<(), Error> {
        self.save_in_slot(&store::sample())?;
        self.clear_slot()
    }

    /// Make it the key of a context which has none, on this server. Another duty may have given it one since
    /// [`StoredKey::vacant`].
    pub fn fill(&self, id: Id, key: &AppKey, server: &BaseUrl) -> Result<(), Error> {
        config::edit(&self.paths, |draft| {
            let known = draft.config().contexts.get(&self.context);
            check_none(&self.context, known, server).map_err(|error| Error {
                // There is a key by now: it is not what was asked for that is wrong.
                kind: Kind::Conflict,
                ..error
            })?;
            let before = draft.clone();
            draft.context(&self.context, |context| {
                context.key_store = Some(self.place);
                context.key_id = Some(id.0);
                context.key_marks = mark(key).into_iter().collect();
                context.base_url = Some(server.to_string());
            })?;
            draft.write()?;
            store::save(&self.paths, &self.context, key, self.place).inspect_err(|_| {
                // Of a key that is not there nothing is said.
                let _ = before.write();
                *draft = before;
            })
        })
    }

    /// Make it the key of the context in place of the one that it had, which `held` knows again. What somebody has logged in
    /// with since, or to another server, is not overwritten. The id comes first: where this is cut off in between, it is
    /// done again, and until then no other key is taken for the one in use.
    pub fn replace(
        &self,
        id: Id,
        key: &AppKey,
        server: &BaseUrl,
        held: Option<&KeyHash>,
    ) -> Result<(), Error> {
        config::edit(&self.paths, |draft| {
            let known = draft.config().contexts.get(&self.context);
            let is_same = |own: &Context| own.key_store == Some(self.place) && own.is_for(server);
            if !known.is_some_and(is_same) {
                return Err(is_another(&self.context));
            }
            match store::load(&self.paths, &self.context, self.place) {
                Ok(there) if there != *key && !held.is_some_and(|held| held.is_of(&there)) => {
                    return Err(is_another(&self.context));
                }
                Err(error) if error.reason != Some(KeyringFailure::Missing) => return Err(error),
                _ => (),
            }
            let marks: Vec<String> = mark(key).into_iter().collect();
            draft.context(&self.context, |context| {
                context.key_id = Some(id.0);
                // Wherever this is cut off, it is the earlier key or the new one.
                if !context.key_marks.is_empty() {
                    context.key_marks.extend(marks.clone());
                }
            })?;
            draft.write()?;
            store::save(&self.paths, &self.context, key, self.place)?;
            draft.context(&self.context, |context| context.key_marks = marks)?;
            draft.write()
        })
    }

    /// Where it is, for people.
    pub fn described(&self) -> String {
        match self.place {
            KeyStore::Keyring => tr!("the keyring, context {0}", self.context),
            KeyStore::InsecureFile => tr!("the INSECURE file of context {0}", self.context),
        }
    }
}

/// What a rotation comes upon in the place of the key that it knows.
pub fn is_another(context: &str) -> Error {
    Error::new(
        Kind::Conflict,
        tr!(
            "context {0} was changed meanwhile: it has another key, another server or no key any more",
            context
        ),
    )
}

/// Neither a key nor a server of the context, as far as it is known, is overwritten.
pub fn check_none(name: &str, known: Option<&Context>, server: &BaseUrl) -> Result<(), Error> {
    match known {
        Some(known) if known.key_store.is_some() => Err(Error::usage(tr!(
            "context {name} already has a key, which is not overwritten",
            name
        ))
        .hint(tr!(
            "--save=NAME makes another context; '{command}' replaces the key of this one",
            command = duty!("app-key rotate --context", name)
        ))),
        Some(known) if known.base_url.is_some() && !known.is_for(server) => Err(Error::usage(tr!(
            "context {name} is of {0}, and this is {1}",
            known.server(),
            server,
            name
        ))
        .hint(tr!("--save=NAME makes another context"))),
        _ => Ok(()),
    }
}
