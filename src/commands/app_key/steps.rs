//! The steps of a rotation after the new key is held: prove it, store it, name it, stop the old one.
//! Each finds out what is done already, so that they can be begun again anywhere.

use std::sync::Arc;

use tr::tr;

use crate::commands::app_key::change;
use crate::commands::app_key::kept::Kept;
use crate::commands::app_key::which::Keys;
use crate::domain::verification::Purpose;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::keys::AppKey;
use crate::local::paths::Paths;
use crate::local::rotation_journal::{Journal, Phase};
use crate::session::app::Session;
use crate::session::verification::Verification;
use crate::text::duty;
use crate::ui::terminal::Uninterrupted;

/// A new key that is not accepted at once is tried again this often: it may not be everywhere yet.
const TRIES: u32 = 3;

/// A rotation whose new key is held by somebody.
pub struct Rotation<'a> {
    /// Where the journal is.
    pub paths: &'a Paths,
    /// What it remembers.
    pub journal: Journal,
    /// The entry that the new key goes to; `None` where it was given to the user.
    pub kept: Option<Kept>,
    /// The new key, where this process has it.
    pub key: Option<AppKey>,
    /// Whether the old key is, or may be, the one that duty itself is using.
    pub own: bool,
    /// The codes.
    pub verification: &'a mut Verification,
}

/// What was done with the old key.
pub struct Finished {
    /// The new key.
    pub new: Id,
}

impl Rotation<'_> {
    /// Go on to the end.
    ///
    /// # Errors
    /// Whatever stopped it; the journal is kept then, and the error says that `--resume` goes on.
    pub fn finish(&mut self, session: &mut Session<'_>) -> Result<Finished, Error> {
        let Some(new) = self.journal.new.map(Id) else {
            return Err(Error::new(
                Kind::Failed,
                tr!("the journal names no new key"),
            ));
        };
        self.steps(session, new)
            .map_err(|error| self.cut_off(error))?;
        Ok(Finished { new })
    }

    fn steps(&mut self, session: &mut Session<'_>, new: Id) -> Result<(), Error> {
        if self.journal.phase == Phase::Kept {
            self.checkpoint()?;
            self.prove(session)?;
            self.reached(Phase::Proven);
        }
        if self.journal.phase == Phase::Proven {
            self.checkpoint()?;
            if let (Some(kept), Some(key)) = (&self.kept, &self.key) {
                kept.replace(new, key)
                    .map_err(|error| error.while_doing(tr!("cannot store the new key")))?;
            }
            self.reached(Phase::Stored);
        }
        // From here on the old key may stop at any moment. A key of somebody else takes the place of
        // nothing here: it may not even be allowed to go on.
        if let (Some(key), true) = (&self.key, self.own) {
            session.api = Arc::new(session.api.with_key(key.clone()));
        }
        self.name(session, new)?;
        self.stop_old(session)?;
        if let Some(kept) = &self.kept {
            // A second copy of a good key does no harm; the next rotation replaces it.
            let _ = kept.clear_slot();
        }
        self.journal.remove(self.paths);
        Ok(())
    }

    /// The state is remembered; where it cannot be, `--resume` finds out by itself.
    fn reached(&mut self, phase: Phase) {
        self.journal.phase = phase;
        let _ = self.journal.save(self.paths);
    }

    /// Ctrl-C is obeyed between two steps, never inside of one.
    fn checkpoint(&self) -> Result<(), Error> {
        if Uninterrupted::was_interrupted() {
            return Err(Error::interrupted());
        }
        Ok(())
    }

    fn prove(&self, session: &Session<'_>) -> Result<(), Error> {
        let Some(key) = &self.key else {
            return Ok(());
        };
        let client = session.api.with_key(key.clone());
        let mut tried = 1;
        loop {
            match client.caller() {
                Ok(_) => return Ok(()),
                Err(error) if error.kind == Kind::Key && tried < TRIES => {
                    std::thread::sleep(session.settings.retry_base);
                    tried += 1;
                }
                Err(error) => {
                    return Err(error.while_doing(tr!("the new key could not be proven")));
                }
            }
        }
    }

    /// The new key gets the old name; the old one says what it is.
    fn name(&self, session: &mut Session<'_>, new: Id) -> Result<(), Error> {
        let keys = self.keys(session)?;
        let date = jiff::Zoned::now().strftime("%Y-%m-%d");
        let old_name = &self.journal.old_name;
        if let Some(old) = keys.by_id(Id(self.journal.old))
            && !self.journal.delete
            && old.key_name == *old_name
        {
            self.checkpoint()?;
            let name = tr!("{old_name} (until {date})", old_name, date);
            change::set_name(session, &keys, old, &name)?;
        }
        match keys.by_id(new) {
            Some(key) if key.key_name == *old_name => Ok(()),
            Some(key) => {
                self.checkpoint()?;
                change::set_name(session, &keys, key, old_name)
            }
            None => Err(Error::new(
                Kind::Conflict,
                tr!(
                    "the new key {new} is not in the list any more: somebody deleted it",
                    new
                ),
            )),
        }
    }

    fn stop_old(&mut self, session: &mut Session<'_>) -> Result<(), Error> {
        let keys = self.keys(session)?;
        let Some(old) = keys.by_id(Id(self.journal.old)) else {
            return Ok(());
        };
        let (id, person, delete) = (old.key_id, keys.person, self.journal.delete);
        if !delete && !old.is_enabled() {
            return Ok(());
        }
        self.checkpoint()?;
        let doing = if delete {
            tr!("cannot delete the old key {0}", old.label())
        } else {
            tr!("cannot disable the old key {0}", old.label())
        };
        let done = self
            .verification
            .guard(session, &Purpose::Caller, &doing, |session, proof| {
                if delete {
                    session.api.app_key_delete(id, person, proof)
                } else {
                    session.api.app_key_disable(id, person, proof)
                }
            });
        change::settle(session, &keys, old, done, |now| match now {
            None => delete,
            Some(key) => !delete && !key.is_enabled(),
        })
    }

    fn keys(&self, session: &Session<'_>) -> Result<Keys, Error> {
        Keys::of(session, None, self.journal.person.map(Id), false)
    }

    /// What is there when it stops here, and how it goes on.
    fn cut_off(&self, error: Error) -> Error {
        let new = self.journal.new.unwrap_or_default();
        let old = format!("{} ({})", self.journal.old_name, self.journal.old);
        let held = match (self.journal.phase, &self.kept) {
            (Phase::Stored, Some(kept)) => tr!(
                "the new key ({new}) works and is the key of context {0}; the old key {old} is not stopped for certain",
                kept.context,
                new,
                old
            ),
            (_, Some(kept)) => tr!(
                "the old key {old} works and is still the key of context {0}; the new one ({new}) is kept beside it",
                kept.context,
                new,
                old
            ),
            (_, None) => tr!(
                "you have the new key ({new}); the old key {old} is not stopped for certain",
                new,
                old
            ),
        };
        let hint = tr!(
            "'{command}' goes on from here",
            command = duty!("app-key rotate --resume")
        );
        let hint = match (&error.hint, error.kind) {
            (Some(first), Kind::Verification) => format!("{hint}; {first}"),
            _ => hint,
        };
        error.detail(held).hint(hint)
    }
}
