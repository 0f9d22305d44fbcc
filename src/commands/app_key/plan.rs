//! A rotation: everything that can be refused is refused before anything is changed, then a key is made and
//! `steps.rs` goes on from there.

use tr::tr;

use crate::commands::app_key::change::apply_if;
use crate::commands::app_key::earlier::{earlier, no_forgotten, not_in_folder};
use crate::commands::app_key::foreign::not_in_its_place;
use crate::commands::app_key::in_place;
use crate::commands::app_key::kept;
use crate::commands::app_key::lookup::{InUse, Keys, permit};
use crate::commands::app_key::make::{Left, Lost, delete_command, enable_command, make};
use crate::commands::app_key::outcome::Outcome;
use crate::commands::app_key::rotate::Rotate;
use crate::commands::app_key::secret_output::{NewKey, SecretOutput};
use crate::commands::app_key::sharing;
use crate::commands::app_key::sharing::Holder;
use crate::commands::app_key::steps::Steps;
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::app_key::verb::Verb;
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::{Kept, Phase, Rotation, Secret, Step};
use crate::domain::verification::Purpose;
use crate::error::{Error, Kind};
use crate::local::fingerprints::KeyHash;
use crate::local::key_memory::KeyMemory;
use crate::local::paths::elsewhere;
use crate::local::rotation_journal::Journal;
use crate::local::undelivered::Room;
use crate::session::app::Session;
use crate::session::verification::Verification;
use crate::text::{CommandLine, duty};

/// What was decided before anything is changed.
pub struct Plan {
    pub keys: Keys,
    pub old: KeyInfo,
    pub in_use: InUse,
    /// An earlier rotation to this key, whose own old key has had its time.
    pub retired: Option<Journal>,
    /// One of the state directory that came to nothing, where this one is elsewhere.
    forgotten: Option<Journal>,
    /// The contexts that have the retired one.
    left_behind: Vec<(String, Vec<Holder>)>,
    /// Other contexts than that of this run that have the old key.
    pub shared: Vec<(String, Vec<Holder>)>,
    /// The key that makes room.
    pub replaced: Option<KeyInfo>,
    pub delete: bool,
    /// For how long the old key works on.
    pub keep: Option<Kept>,
    pub memory: KeyMemory,
}

impl Plan {
    /// Everything that can be refused is refused here.
    pub fn new(
        session: &mut Session<'_>,
        stored: Option<&StoredKey>,
        command: &Rotate,
        memory: KeyMemory,
        verification: &Verification,
    ) -> Result<Plan, Error> {
        memory.check()?;
        memory.rotations(&session.server_name())?;
        let keys = Keys::read_with(session, stored, &command.person, &memory)?;
        keys.shown_to(session, &memory, !command.dry_run.dry_run);
        let rotations = memory.rotations(&session.server_name())?;
        let old = match &command.key {
            Some(text) => keys.find(session, text)?.clone(),
            None => keys.used().cloned().ok_or_else(|| {
                Error::usage(tr!("it is not known which key duty is using")).hint(tr!(
                    "name it: '{rotate}'; '{list}' shows them",
                    rotate = duty!("app-key rotate KEY"),
                    list = duty!("app-key list")
                ))
            })?,
        };
        let with_it = rotations
            .iter()
            .find(|one| one.concerns(old.key_id, &keys.all));
        not_in_its_place(&memory, &rotations, &keys, &old)?;
        let times = session.times();
        let told = (&session.here(), &times);
        let mut forgotten = None;
        let retired = match with_it {
            Some(journal) => earlier(&memory, &keys, &old, journal, command.own, told)?,
            None if memory.is_elsewhere() => {
                forgotten = not_in_folder(session, &keys, &old, told)?;
                None
            }
            None => None,
        };
        if let Some(journal) = &retired {
            in_place::check_held(session, &memory, &keys, journal)?;
        }
        if !old.is_enabled() {
            return Err(Error::usage(tr!(
                "the key {0} is disabled: nothing uses it, and there is nothing to rotate",
                old.label()
            ))
            .hint(tr!(
                "'{delete}' or '{enable}'",
                delete = delete_command(old.key_id, keys.person),
                enable = enable_command(old.key_id, keys.person)
            )));
        }
        if with_it.is_none() {
            no_forgotten(&keys, &old)?;
        }
        let due = retired.as_ref();
        let due = due.and_then(|journal| keys.by_id(journal.rotation.old));
        let due: Vec<&KeyInfo> = due.into_iter().collect();
        let plan = Plan {
            forgotten,
            left_behind: sharing::of_keys(session, stored, &keys, &due),
            shared: sharing::of_keys(session, stored, &keys, &[&old]),
            replaced: room(&keys, retired.as_ref(), command.replace)?,
            in_use: keys.in_use(&old),
            delete: command.delete,
            keep: command.keep_old.map(|keep| keep.starting_now()),
            retired,
            keys,
            old,
            memory,
        };
        if !command.dry_run.dry_run {
            plan.check_codes(session, verification)?;
            plan.agree(session, command.own, verification.sends_only())?;
        }
        Ok(plan)
    }

    /// What a code is needed for, in this order.
    fn codes(&self) -> Vec<String> {
        let retired = self
            .retired
            .as_ref()
            .filter(|journal| matches!(kept::end_of(journal, &self.keys), Step::Stop(_)));
        let mut codes = Vec::new();
        codes
            .extend(retired.map(|journal| tr!("retires {0}, whose time is over", journal.label())));
        codes.extend(
            self.replaced
                .as_ref()
                .map(|idle| tr!("deletes {0} to make room", idle.label())),
        );
        if self.keep.is_none() {
            codes.push(tr!("stops {0} once the new key works", self.old.label()));
        }
        codes
    }

    /// A script is told before anything is made: the key at the end is stopped with a code.
    fn check_codes(&self, session: &Session<'_>, verification: &Verification) -> Result<(), Error> {
        let codes = self.codes();
        if verification.sends_only() {
            return match codes.is_empty() {
                false => Ok(()),
                true => Err(Error::usage(tr!(
                    "no verification code is needed: no key is stopped by this"
                ))),
            };
        }
        if session.terminal.may_ask() || verification.left() >= codes.len() {
            return Ok(());
        }
        let doing = tr!("cannot rotate the key {0}", self.old.label());
        let error =
            Verification::needed(&doing, &Purpose::Caller).detail(tr!("nothing was changed"));
        Err(match codes.len() {
            1 if self.keep.is_none() => error,
            _ => error.detail(in_order(&codes)),
        })
    }

    fn agree(&self, session: &Session<'_>, own: bool, sends_only: bool) -> Result<(), Error> {
        // A script that rotates the key which it is known to use means that one; an old key that works on locks nobody
        // out.
        if session.terminal.may_ask() && !sends_only {
            sharing::say(session, &self.shared);
        }
        let means_it = self.in_use == InUse::Yes || self.keep.is_some();
        let own = own || (means_it && !session.terminal.may_ask());
        permit(session, self.in_use, &self.old, own)?;
        if self.in_use == InUse::No || own || sends_only {
            return Ok(());
        }
        let old = self.old.label();
        // Each key that will be gone is named.
        let question = match (&self.replaced, self.delete && self.keep.is_none()) {
            (None, false) => tr!("Replace {old} with a new key?", old),
            (None, true) => tr!("Replace {old} with a new key, and delete {old}?", old),
            (Some(idle), false) => tr!(
                "Replace {old} with a new key, and delete {idle} to make room?",
                old,
                idle = idle.label()
            ),
            (Some(idle), true) => tr!(
                "Replace {old} with a new key, and delete {old}, and {idle} to make room?",
                old,
                idle = idle.label()
            ),
        };
        session.agree(&question, || {
            Error::usage(tr!("this needs a yes")).hint(tr!("give --self"))
        })
    }

    pub fn carry_out(
        &mut self,
        session: &mut Session<'_>,
        verification: &mut Verification,
        output: &mut SecretOutput,
    ) -> Result<(NewKey, Outcome), Error> {
        output.take_place()?;
        // Where the memory is elsewhere, there may be no state directory.
        let room = match Room::take(session.paths) {
            Err(error) if !self.memory.is_elsewhere() => {
                return Err(elsewhere(error).while_doing(tr!("nothing was changed")));
            }
            room => room.ok(),
        };
        let codes = self.codes();
        if codes.len() > 1 && session.terminal.may_ask() {
            session.out.note(&in_order(&codes));
        }
        let mut changed = false;
        if let Some(journal) = &self.retired {
            kept::retire(session, &self.memory, &self.keys, journal, verification)?;
            session.out.note(&tr!(
                "Retired the old key {0}, whose time was over.",
                journal.label()
            ));
            sharing::warn(session, &self.left_behind);
            changed = true;
            self.keys = self.keys.again(session)?;
        }
        if let Some(idle) = &self.replaced {
            let doing = tr!("cannot delete the disabled key {0}", idle.label());
            let deed = (Verb::Delete, doing);
            let deleted = apply_if(session, verification, &self.keys, idle, deed, |session| {
                self.still_idle(session, idle)
            });
            deleted.map_err(|error| match changed {
                true => after_a_change(error),
                false => error,
            })?;
            changed = true;
            let done = tr!("Deleted the disabled key {0}.", idle.label());
            session.out.note(&done);
        }
        let mut journal = self.journal(session, output);
        self.memory.save(&journal).map_err(|error| {
            error.while_doing(match changed {
                true => tr!("no key was created"),
                false => tr!("nothing was changed"),
            })
        })?;
        if let Some(forgotten) = &self.forgotten {
            KeyMemory::of(session.paths).remove(forgotten);
        }
        let made = make(
            session,
            &self.keys,
            &journal.rotation.temporary_name,
            // It is told under the name that it gets.
            &self.old.key_name,
            output,
            Some(verification),
            room,
        );
        let made = made.map_err(|Lost { error, left }| {
            let refused = error.kind == Kind::Key && self.in_use == InUse::Yes;
            let error = match refused {
                true => *error,
                false => error.detail(tr!("the old key {0} works as before", self.old.label())),
            };
            let resume = self.memory.rotate(&journal, "--resume");
            let forget = |error| {
                self.memory.remove(&journal);
                error
            };
            match left {
                // Where a context has the old key it goes on with that.
                Left::Saved(_) if journal.store.is_some() => forget(error),
                Left::Nothing => forget(error),
                Left::Orphan => error.hint(tr!(
                    "'{command}' deletes a key that nobody has; then rotate again",
                    command = resume
                )),
                // It may still be put where it belongs, here or by a later job.
                Left::Saved(made) => {
                    journal.saved = None;
                    self.remember(session, &mut journal, &made);
                    error.hint(tr!(
                        "put the secret where it belongs and remove any file with it, then '{resume}'; or '{delete}', and rotate again",
                        resume,
                        // It is certain that this run does not work with it.
                        delete = delete_command(made.id, self.keys.person).arg("--self")
                    ))
                }
            }
        })?;
        self.remember(session, &mut journal, &made);
        let outcome = Steps {
            journal,
            memory: &self.memory,
            stored: output.slot().cloned(),
            key: Some(made.key.clone()),
            secret: Secret::Held,
            own: self.in_use != InUse::No,
            resumed: false,
            changed: true,
            old_stopped: false,
            verification,
        }
        .take(session, self.keys.clone(), false)?;
        Ok((made, outcome))
    }

    /// An enabled key never goes for room: somebody may have enabled it while a code was typed.
    fn still_idle(&self, session: &Session<'_>, idle: &KeyInfo) -> Result<(), Error> {
        let now = Keys::of(session, self.keys.person)?;
        if !now.by_id(idle.key_id).is_some_and(KeyInfo::is_enabled) {
            return Ok(());
        }
        Err(Error::new(
            Kind::Conflict,
            tr!("the key {0} was enabled meanwhile", idle.label()),
        )
        .detail(tr!("nothing was changed"))
        .hint(tr!("run it again")))
    }

    /// What retires the old key that works on.
    pub fn finish(&self, server: &str) -> CommandLine {
        let all = self.memory.rotations(server).unwrap_or_default();
        let this = all.iter().find(|one| one.rotation.old == self.old.key_id);
        match this {
            Some(journal) => self.memory.rotate(journal, "--finish"),
            None => duty!("app-key rotate --finish"),
        }
    }

    fn journal(&self, session: &Session<'_>, output: &SecretOutput) -> Journal {
        let mark = fastrand::u16(..);
        let rotation = Rotation::begin(&self.old, &self.keys.all, self.delete, self.keep, mark);
        Journal {
            saved: output.filled(session),
            ..Journal::begin(
                &session.server_name(),
                self.keys.person,
                output.replaced(session),
                rotation,
            )
        }
    }

    /// There is a new key; a later run knows both again.
    fn remember(&self, session: &Session<'_>, journal: &mut Journal, made: &NewKey) {
        journal.rotation.new = Some(made.id);
        journal.rotation.phase = Phase::Kept;
        for store in journal.store.iter_mut().chain(&mut journal.saved) {
            store.next = KeyHash::of(&made.key);
        }
        // Where this fails, --resume finds the key in its slot by itself.
        let _ = self.memory.save(journal);
        let server = session.server_name();
        if self.in_use == InUse::Yes {
            self.memory
                .learn(&server, self.old.key_id, session.api.key());
        }
        self.memory.learn_made(&server, made.id, &made.key);
    }
}

/// That nothing was changed is said of the last request: another one before it was answered.
fn after_a_change(error: Error) -> Error {
    let error = error.without(&tr!("nothing was changed"));
    error.detail(tr!("no key was created"))
}

/// Several codes, each with what it is for.
fn in_order(codes: &[String]) -> String {
    let each: Vec<String> = (1..)
        .zip(codes)
        .map(|(nth, what)| tr!("code {nth} {what}", nth, what))
        .collect();
    tr!(
        "Codes that are needed, each a new one: {0}",
        each.join("; ")
    )
}

/// The key that makes room, where there is none and the user allows it.
fn room(keys: &Keys, retired: Option<&Journal>, replace: bool) -> Result<Option<KeyInfo>, Error> {
    let Err(full) = keys.check_room() else {
        return Ok(None);
    };
    // One that is deleted before makes room by itself.
    if let Some(journal) = retired
        && journal.rotation.delete
        && keys.by_id(journal.rotation.old).is_some()
    {
        return Ok(None);
    }
    // Oldest first, as the server lists them.
    let idle = keys.all.iter().find(|key| !key.is_enabled());
    match idle {
        Some(idle) if replace => Ok(Some(idle.clone())),
        Some(idle) => Err(full.hint(tr!(
            "--replace deletes {0}, the oldest disabled one, first",
            idle.label()
        ))),
        None => Err(full.hint(tr!(
            "a rotation needs room for one more, and none of these keys is disabled: disable or delete one that nothing uses"
        ))),
    }
}
