//! What is told where a rotation stops before its end: what there is then, and how it goes on.

use tr::tr;

use crate::commands::app_key::attempt::Attempt;
use crate::commands::app_key::in_place::InPlace;
use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::new_key::unlisted;
use crate::commands::app_key::steps::Steps;
use crate::commands::app_key::stored_key::StoredKey;
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::Phase;
use crate::error::{Error, KeyringFailure, Kind};
use crate::lenient::Id;
use crate::session::app::Session;
use crate::text::duty;

impl Steps<'_> {
    /// What is there when it stops here, and how it goes on.
    pub(super) fn cut_off(&self, session: &Session<'_>, mut error: Error) -> Error {
        let rotation = &self.journal.rotation;
        // That is said of the last request; there is a new key.
        if rotation.new.is_some() {
            error = error.without(&tr!("nothing was changed"));
        }
        let new = rotation.new.unwrap_or_default();
        let old = format!("{} ({})", rotation.old_name, rotation.old);
        let held = match self.was_kept() {
            // Whether it still does hangs on an answer that did not come.
            true if error.kind == Kind::Unreachable || self.old_stopped => None,
            true => Some(tr!("the old key {old} works on", old)),
            false => Some(self.where_it_is(session, new, &old)),
        };
        let command = match self.was_kept() {
            true if self.journal.to_do().delete => self
                .memory
                .rotate(&self.journal, "--finish")
                .arg("--delete"),
            true => self.memory.rotate(&self.journal, "--finish"),
            false => self.memory.rotate(&self.journal, "--resume"),
        };
        let hint = tr!("'{command}' goes on from here", command);
        let hint = match (&error.hint, error.kind) {
            (Some(first), Kind::Verification) => format!("{hint}; {first}"),
            _ => hint,
        };
        match held {
            Some(held) => error.detail(held).hint(hint),
            None => error.hint(hint),
        }
    }

    /// A question that was left has no word on how it goes on; everything else that comes of one has its own.
    pub(super) fn left(&self, session: &Session<'_>, error: Error) -> Error {
        // Whether anybody has the new key is what was asked.
        let is_open = self.stored.is_none() && self.journal.rotation.phase < Phase::Proven;
        match error.kind {
            Kind::Interrupted if is_open => {
                let command = self.memory.rotate(&self.journal, "--resume");
                error.hint(tr!("'{command}' goes on from here", command))
            }
            Kind::Interrupted => self.cut_off(session, error),
            _ => error,
        }
    }

    /// Where the new key is, looked at now: somebody may have logged in again meanwhile, or out.
    fn where_it_is(&self, session: &Session<'_>, new: Id, old: &str) -> String {
        let is_stored = self.journal.rotation.phase >= Phase::Stored;
        let in_slot = |stored: &StoredKey| {
            let found = stored.load_slot();
            found.map(|found| found.is_some() && found == self.key)
        };
        let in_place = self.check_in_place(session);
        let is_closed = |error: &Error| error.reason.is_some_and(KeyringFailure::is_of_keyring);
        let closed = in_place.as_ref().is_err_and(is_closed)
            || self
                .stored
                .as_ref()
                .is_some_and(|stored| in_slot(stored).is_err());
        let in_slot = |stored: &StoredKey| in_slot(stored).unwrap_or(false);
        let saved = self.journal.saved.as_ref();
        let context = self.journal.held_by().map(|store| store.context.as_str());
        if let Some(context) = context.filter(|_| closed) {
            return tr!(
                "where the new key ({new}) is could not be looked at (context {context}); the old key {old} may still be enabled",
                new,
                context,
                old
            );
        }
        match (&self.stored, saved) {
            (Some(stored), _) if is_stored && in_place.is_ok() => tr!(
                "the new key ({new}) is the key of context {0}; the old key {old} may still be enabled",
                stored.context,
                new,
                old
            ),
            (Some(stored), _) if !in_slot(stored) => tr!(
                "the new key ({new}) is no longer stored for context {0}, and perhaps nobody has it; the old key {old} may still be enabled",
                stored.context,
                new,
                old
            ),
            (Some(stored), _) if self.old_stopped => tr!(
                "the new key ({new}) is stored beside that of context {0}; the old key {old} does not work any more",
                stored.context,
                new,
                old
            ),
            (Some(stored), _) if is_stored || !self.has_earlier(session) => tr!(
                "the new key ({new}) is stored beside that of context {0}; the old key {old} may still be enabled",
                stored.context,
                new,
                old
            ),
            (Some(stored), _) => tr!(
                "the old key {old} works and is still the key of context {0}; the new one ({new}) is stored beside it",
                stored.context,
                new,
                old
            ),
            (None, Some(saved)) if in_place.is_err() => tr!(
                "the new key ({new}) is no longer stored for context {0}, and perhaps nobody has it; the old key {old} may still be enabled",
                saved.context,
                new,
                old
            ),
            (None, Some(saved)) => tr!(
                "the new key ({new}) is the key of context {0}; the old key {old} may still be enabled",
                saved.context,
                new,
                old
            ),
            (None, None) => tr!(
                "you have the new key ({new}); the old key {old} may still be enabled",
                new,
                old
            ),
        }
    }

    /// Whether the context has the key that it had when the rotation began.
    fn has_earlier(&self, session: &Session<'_>) -> bool {
        self.journal.store.as_ref().is_some_and(|store| {
            let found = InPlace::of(session, store, &self.journal, self.key.as_ref());
            matches!(found, Ok(InPlace::Earlier))
        })
    }

    /// Whether the old key was kept until now: what is told of it then is about its end and nothing else.
    pub(super) fn was_kept(&self) -> bool {
        self.journal.end.is_some() && self.journal.rotation.phase == Phase::Named
    }

    pub(super) fn old_works(&self, keys: &Keys) -> bool {
        let old = keys.by_id(self.journal.rotation.old);
        old.is_some_and(KeyInfo::is_enabled)
    }

    /// Whether neither key works, and none comes into a context any more, or the new one is gone for certain: there is
    /// nothing to go back to, and nothing to finish. A new key that is at hand was tried before.
    pub(super) fn is_lost(&self, keys: &Keys) -> bool {
        let is_certain = self.key.is_some() || self.journal.shows_what_is_gone();
        let new = self.journal.rotation.new;
        let is_gone = is_certain && new.is_some_and(|new| keys.by_id(new).is_none());
        (self.journal.store.is_none() || is_gone) && !self.old_works(keys)
    }

    /// There is no new key. What is left of the rotation goes, unless neither key works and the list may be behind; that
    /// the old one does not work any more is an error.
    pub(super) fn forget(
        &self,
        session: &Session<'_>,
        keys: &Keys,
        old_works: bool,
    ) -> Result<(), Error> {
        let rotation = &self.journal.rotation;
        let is_made = rotation.new.is_some();
        if is_made && !old_works && !self.is_lost(keys) {
            return Err(self.deleted(keys));
        }
        if let Some(stored) = &self.stored {
            stored.clear_slot()?;
        }
        if !is_made {
            // A request that is still on its way makes one that nobody has: the list of keys looks for it.
            let _ = Attempt::begin(session, keys, &rotation.temporary_name);
        }
        if old_works {
            return Ok(());
        }
        self.memory.remove(&self.journal);
        Err(match is_made {
            true => self.deleted(keys),
            false => self.lost(Error::new(
                Kind::Conflict,
                tr!(
                    "the server lists no key that the rotation of {0} has made",
                    self.journal.label()
                ),
            )),
        })
    }

    /// The new key was deleted, as nobody had it, and there is nothing to go back to.
    pub(super) fn undone_in_vain(&self) -> Error {
        self.lost(Error::new(
            Kind::Conflict,
            tr!(
                "the rotation of {0} is undone: its new key is deleted",
                self.journal.label()
            ),
        ))
    }

    /// No key is left.
    fn lost(&self, error: Error) -> Error {
        let old = self.journal.label();
        let told = tr!(
            "the old key {old} does not work any more either; the rotation is forgotten",
            old
        );
        error.detail(told).hint(tr!(
            "'{command}' makes another one",
            command = duty!("app-key create", self.journal.rotation.old_name)
        ))
    }

    pub(super) fn deleted(&self, keys: &Keys) -> Error {
        let error = match &self.key {
            // The server was asked with it.
            Some(_) => Error::new(
                Kind::Conflict,
                tr!("the server neither lists the new key nor accepts it: somebody deleted it"),
            ),
            None => unlisted(),
        };
        let old_works = self.old_works(keys);
        if self.was_kept() && old_works {
            let old = self.journal.label();
            let error = error.detail(tr!("the old key {old} works on", old));
            return error.hint(tr!(
                "'{command}' forgets the rotation",
                command = self.memory.rotate(&self.journal, "--resume")
            ));
        }
        let waits = tr!(
            "if somebody deleted it, '{command}' forgets the rotation, two minutes after it began",
            command = self.memory.rotate(&self.journal, "--resume")
        );
        if self.journal.store.is_none() && old_works {
            let old = self.journal.label();
            let error = error.detail(tr!("the old key {old} works on", old));
            return error.hint(waits);
        }
        if self.is_lost(keys) {
            return self.lost(error);
        }
        if !old_works && self.key.is_none() {
            let old = self.journal.label();
            let told = tr!("the old key {old} does not work any more", old);
            return error.detail(told).hint(waits);
        }
        let store = self.journal.store.as_ref();
        let login = store.map(|store| store.key_store.login(&store.context));
        error.hint(tr!(
            "'{command}' with a key that works",
            command = login.unwrap_or_else(|| duty!("auth login"))
        ))
    }
}
