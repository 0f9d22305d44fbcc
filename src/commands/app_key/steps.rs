//! The steps of a rotation, one after the other as `domain::rotation` says, from wherever it is: right
//! after the new key was made, or where an earlier one was cut off.

use std::sync::Arc;

use tr::tr;

use crate::commands::app_key::change::{apply, apply_if, check_done};
use crate::commands::app_key::in_place;
use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::make::disable_command;
use crate::commands::app_key::new_key::{disabled, displaced, unheld};
use crate::commands::app_key::outcome::{Old, Outcome};
use crate::commands::app_key::proof;
use crate::commands::app_key::rename::rename;
use crate::commands::app_key::retired::retired_name;
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::app_key::verb::Verb;
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::{Phase, Secret, Step};
use crate::error::{Error, Kind};
use crate::local::interruption;
use crate::local::key_memory::KeyMemory;
use crate::local::keys::AppKey;
use crate::local::rotation_journal::Journal;
use crate::session::app::Session;
use crate::session::verification::Verification;
use crate::ui::Warning;
use crate::ui::terminal::Uninterrupted;

/// A new key that is not accepted at once is tried again this often: it may not be everywhere yet.
const TRIES: u32 = 3;

/// A rotation, and what it takes to go on.
pub struct Steps<'a> {
    pub journal: Journal,
    /// Where that is kept.
    pub memory: &'a KeyMemory,
    /// Where the new key is stored; `None` where it was given to the user.
    pub stored: Option<StoredKey>,
    /// The new key, where this process has it.
    pub key: Option<AppKey>,
    pub secret: Secret,
    /// Whether the old key is, or may be, the one that duty itself is using.
    pub own: bool,
    /// Whether it was cut off before.
    pub resumed: bool,
    /// Whether anything was changed.
    pub changed: bool,
    /// Whether the list shows that the old key does not work, whoever stopped it.
    pub old_stopped: bool,
    pub verification: &'a mut Verification,
}

impl Steps<'_> {
    /// Go on to the end. Whether `keys` are what the server lists now, or what it listed before, is said
    /// by `looked`. Where something stops it, the journal is kept, and the error says what goes on.
    pub fn take(
        &mut self,
        session: &mut Session<'_>,
        mut keys: Keys,
        mut looked: bool,
    ) -> Result<Outcome, Error> {
        self.use_new_key(session);
        loop {
            self.old_stopped = !self.old_works(&keys);
            let list = looked.then_some(keys.all.as_slice());
            let done = match self.journal.to_do().next(list, self.secret) {
                Step::Look => keys
                    .again(session)
                    .map(|list| (keys, looked) = (list, true)),
                Step::Adopt(new) => {
                    self.journal.rotation.new = Some(new);
                    let phase = self.journal.rotation.phase.max(Phase::Kept);
                    self.reached(phase);
                    Ok(())
                }
                Step::Prove => self.prove(session),
                Step::AskForProof(new) => {
                    proof::ask_for(session, self.memory, &self.journal, new)
                        .map_err(|error| self.left(session, error))?;
                    self.reached(Phase::Proven);
                    Ok(())
                }
                Step::Store => {
                    self.store(session, &keys)?;
                    looked = false;
                    Ok(())
                }
                Step::Name { old, new } => {
                    self.name(session, &keys, old, new).map(|()| looked = false)
                }
                Step::Stop(old) => match self.stop(session, &keys, old) {
                    Ok(ended) => return self.finish(session, ended),
                    Err(error) => Err(error),
                },
                Step::Keep => {
                    self.check_in_place(session)
                        .map_err(|error| self.cut_off(session, error))?;
                    self.clear_slot();
                    return Ok(self.keep(session));
                }
                Step::Finish => {
                    let old = Old::of(&keys, self.journal.rotation.old);
                    return self.finish(session, old);
                }
                Step::Undo(new) => {
                    let undone = self.undo(session, &keys, new);
                    undone.map_err(|error| self.left(session, error))?;
                    let undone = self.end(Outcome::Undone);
                    return match self.old_works(&keys) {
                        true => Ok(undone),
                        false => Err(self.undone_in_vain()),
                    };
                }
                Step::Forget { old_works } => {
                    self.check_gone(session)?;
                    self.forget(session, &keys, old_works)?;
                    return Ok(self.end(Outcome::Undone));
                }
                Step::Unheld(new) => return Err(unheld(self.memory, &self.journal, new)),
                Step::Disabled(new) => return Err(disabled(&self.journal, new)),
                Step::Deleted => {
                    self.check_gone(session)?;
                    if self.is_lost(&keys) {
                        if let Some(stored) = &self.stored {
                            stored.clear_slot()?;
                        }
                        self.memory.remove(&self.journal);
                    }
                    return Err(self.deleted(&keys));
                }
            };
            done.map_err(|error| self.cut_off(session, error))?;
        }
    }

    /// The state is remembered; where it cannot be, `--resume` finds out by itself.
    fn reached(&mut self, phase: Phase) {
        let _ = self.write_down(phase);
    }

    fn write_down(&mut self, phase: Phase) -> Result<(), Error> {
        self.journal.rotation.phase = phase;
        self.memory.save(&self.journal)
    }

    /// The old key works on. What a later run does not find, nobody ends.
    fn keep(&mut self, session: &mut Session<'_>) -> Outcome {
        let Err(error) = self.write_down(Phase::Named) else {
            return Outcome::Kept;
        };
        let (old, person) = (self.journal.rotation.old, self.journal.person);
        session.out.warn_of(Warning::UnfinishedRotation, &tr!(
            "that the old key {0} works on could not be written down ({1}), so '{finish}' may not end it: '{disable}', once nothing needs it",
            self.journal.label(),
            error.message,
            finish = self.memory.rotate(&self.journal, "--finish"),
            disable = disable_command(old, person)
        ));
        Outcome::Forgotten
    }

    /// The second copy of the new key goes only where the context has the first.
    fn finish(&self, session: &Session<'_>, old: Old) -> Result<Outcome, Error> {
        match self.check_in_place(session) {
            Ok(()) => Ok(self.end(Outcome::Finished(old))),
            Err(error) => Err(self.cut_off(session, error)),
        }
    }

    pub(super) fn check_in_place(&self, session: &Session<'_>) -> Result<(), Error> {
        in_place::check(
            session,
            &self.journal,
            self.stored.as_ref(),
            self.key.as_ref(),
        )
    }

    fn end(&self, outcome: Outcome) -> Outcome {
        self.clear_slot();
        self.memory.remove(&self.journal);
        outcome
    }

    fn clear_slot(&self) {
        if let Some(stored) = &self.stored {
            // A second copy of a good key does no harm; the next rotation replaces it.
            let _ = stored.clear_slot();
        }
    }

    /// Once the new key is stored, the old one may stop at any moment. A key of somebody else takes the
    /// place of nothing here: it may not even be allowed to go on.
    fn use_new_key(&self, session: &mut Session<'_>) {
        if let Some(key) = &self.key
            && self.own
            && self.journal.rotation.phase >= Phase::Stored
        {
            session.api = Arc::new(session.api.with_key(key.clone()));
        }
    }

    /// A list may be behind: a secret is thrown away only where the server does not take it.
    fn check_gone(&self, session: &Session<'_>) -> Result<(), Error> {
        let Some(key) = &self.key else {
            return Ok(());
        };
        let error = match session.api.with_key(key.clone()).caller() {
            Err(error) if error.kind == Kind::Key => return Ok(()),
            Err(error) => error.while_doing(tr!("it is not known whether the new key works")),
            Ok(_) => Error::new(
                Kind::Conflict,
                tr!("the new key works, and the server does not list it yet"),
            ),
        };
        Err(self.cut_off(session, error))
    }

    fn prove(&mut self, session: &mut Session<'_>) -> Result<(), Error> {
        checkpoint()?;
        let Some(key) = &self.key else {
            return Ok(());
        };
        let client = session.api.with_key(key.clone());
        let mut tried = 1;
        let refused = loop {
            match client.caller() {
                Ok(caller) => {
                    proof::of_this_person(session, &self.journal, key, &caller)?;
                    self.reached(Phase::Proven);
                    return Ok(());
                }
                Err(error) if error.kind == Kind::Key && tried < TRIES && !interruption::came() => {
                    interruption::pause(session.settings.retry_base);
                    tried += 1;
                }
                Err(error) => break error,
            }
        };
        if self.resumed && refused.kind == Kind::Key {
            self.secret = Secret::Refused;
            return Ok(());
        }
        Err(Error {
            of_another_key: true,
            ..refused.while_doing(tr!("the new key could not be tested"))
        })
    }

    fn store(&mut self, session: &mut Session<'_>, keys: &Keys) -> Result<(), Error> {
        checkpoint().map_err(|error| self.cut_off(session, error))?;
        if let (Some(stored), Some(key), Some(new)) =
            (&self.stored, &self.key, self.journal.rotation.new)
        {
            let held = self.journal.store.as_ref();
            stored
                .replace(
                    new,
                    key,
                    session.api.base_url(),
                    held.and_then(|store| store.held.as_ref()),
                )
                .map_err(|error| match error.kind {
                    Kind::Conflict => {
                        let holder = self.journal.holder(session.paths, session.api.base_url());
                        displaced(error, self.memory, &self.journal, keys, holder.as_deref())
                    }
                    _ => self.cut_off(session, error.while_doing(tr!("cannot store the new key"))),
                })?;
        }
        self.changed = true;
        self.reached(Phase::Stored);
        self.use_new_key(session);
        Ok(())
    }

    /// The new key gets the old name; the old one says what it is.
    fn name(
        &mut self,
        session: &mut Session<'_>,
        keys: &Keys,
        old: Option<&KeyInfo>,
        new: Option<&KeyInfo>,
    ) -> Result<(), Error> {
        let old_name = &self.journal.rotation.old_name;
        if let Some(old) = old {
            checkpoint()?;
            let name = retired_name(&self.journal.to_do(), &session.times());
            let renamed = rename(session, keys, old, &name);
            self.changed |= named(session, old, renamed)?;
        }
        if let Some(new) = new {
            checkpoint()?;
            let renamed = rename(session, keys, new, old_name);
            self.changed |= named(session, new, renamed)?;
        }
        self.reached(Phase::Named);
        Ok(())
    }

    fn stop(
        &mut self,
        session: &mut Session<'_>,
        keys: &Keys,
        old: &KeyInfo,
    ) -> Result<Old, Error> {
        checkpoint()?;
        let delete = self.journal.to_do().delete;
        let (verb, doing) = match delete {
            true => (
                Verb::Delete,
                tr!("cannot delete the old key {0}", old.label()),
            ),
            false => (
                Verb::Disable,
                tr!("cannot disable the old key {0}", old.label()),
            ),
        };
        self.check_in_place(session)?;
        let (journal, stored) = (&self.journal, self.stored.as_ref());
        let still = |session: &Session<'_>| {
            in_place::check(session, journal, stored, self.key.as_ref())?;
            match (stored, &self.key) {
                (None, None) => in_place::check_held(session, self.memory, keys, journal),
                _ => Ok(()),
            }
        };
        let deed = (verb, doing);
        apply_if(session, self.verification, keys, old, deed, still)?;
        self.changed = true;
        match check_done(session, keys.person, &[old], verb) {
            // It was accepted, and nothing comes after it.
            Err(error) if error.kind == Kind::Interrupted => (),
            checked => checked?,
        }
        Ok(match delete {
            true => Old::Deleted,
            false => Old::Disabled,
        })
    }

    /// The new key is of no use to anybody: it is deleted, and the old one stays as it was.
    fn undo(&mut self, session: &mut Session<'_>, keys: &Keys, new: &KeyInfo) -> Result<(), Error> {
        let label = new.label();
        if !self.old_works(keys) {
            let old = self.journal.label();
            session
                .out
                .note(&tr!("The old key {old} does not work any more.", old));
        }
        if self.secret == Secret::Refused {
            session.out.note(&match new.is_enabled() {
                true => tr!("The server does not accept the new key {label}.", label),
                false => tr!("The new key {label} is disabled.", label),
            });
        }
        if self.stored.is_none() {
            let question = tr!(
                "The new key {label} may have been handed out before duty was interrupted. Delete it?",
                label
            );
            session.agree(&question, || {
                Error::usage(tr!(
                    "the new key {label} may have been handed out before duty was interrupted",
                    label
                ))
                .hint(tr!("if nobody has it, --resume --yes deletes it"))
            })?;
        }
        let doing = match new.is_enabled() {
            true => tr!("cannot delete the key {label}, which nobody has", label),
            false => tr!(
                "cannot delete the new key {label}, which is disabled",
                label
            ),
        };
        apply(session, self.verification, keys, new, Verb::Delete, doing)?;
        self.changed = true;
        Ok(())
    }
}

/// Whether a key has its new name. A name is worth no key that works on: one that the server refuses as such is told, and
/// the rotation goes on.
fn named(session: &Session<'_>, key: &KeyInfo, done: Result<(), Error>) -> Result<bool, Error> {
    match done {
        Err(error) if error.code() == Some("InvalidParameter") => {
            let told = tr!(
                "the key {0} keeps its name: {1}",
                key.label(),
                error.message
            );
            session.out.warn_of(Warning::Caution, &told);
            Ok(false)
        }
        done => done.map(|()| true),
    }
}

/// Ctrl-C is obeyed between two steps, never inside of one.
fn checkpoint() -> Result<(), Error> {
    if Uninterrupted::was_interrupted() {
        return Err(Error::interrupted());
    }
    Ok(())
}
