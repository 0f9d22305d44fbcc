//! The write itself: remember what was there, send, read back. What somebody else wrote at the same
//! time is told, or, where that was asked for, the change is made again to what they left.

use jiff::Timestamp;
use tr::tr;

use crate::domain::changes::{is_state, perform};
use crate::domain::delivery::Facts;
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Kind};
use crate::local::history::{Lists, Locked};
use crate::local::now::now;
use crate::local::paths::Wait;
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::log::{Recent, Sent};
use crate::session::preferences::change::{Change, unread};
use crate::session::preferences::columns;
use crate::session::preferences::columns::three_columns;
use crate::session::preferences::drift::{Drift, by_whom};
use crate::session::preferences::facts::{Snapshot, of_same, with_scenes};
use crate::session::preferences::record::Record;
use crate::session::preferences::unanswered::{lasting, passing, unknown};
use crate::session::unreached::Unreached;
use crate::session::write::send;
use crate::text::duty;
use crate::ui::Warning;
use crate::ui::terminal::Uninterrupted;

/// How often a request that the server did not get, or did not take, is sent.
const ATTEMPTS: u32 = 4;

/// What was there when it was written, and what is there now.
pub struct Written {
    pub before: Preference,
    pub now: Preference,
    /// What was no longer as the change before this one had left it.
    pub drift: Option<Drift>,
    /// The writes that it took, in their order.
    pub sent: Vec<Sent>,
}

/// # Errors
/// `Conflict` where what came back is not what was sent, and what the server said.
pub fn write(
    session: &mut Session<'_>,
    snapshot: &Snapshot,
    after: Preference,
    change: &Change,
) -> Result<Written, Error> {
    let history = session.history(&snapshot.preference);
    let lock = history.as_ref().map_err(Clone::clone).and_then(|history| {
        let _told = session.paths.wait_for(Wait::AnotherDuty);
        history.lock(session.api.time_left())
    });
    // Nothing was sent yet: until here Ctrl-C ends it.
    let _to_its_end = Uninterrupted::begin();
    let mut lock = match lock {
        Ok(lock) => Some(lock),
        Err(error) if error.kind == Kind::Conflict => return Err(error),
        // Who is paged matters more than being able to undo it.
        Err(error) => {
            session.out.warn_of(
                Warning::NoHistory,
                &tr!("this change cannot be undone later: {0}", error.message),
            );
            None
        }
    };
    if let Some(kept_in) = lock.as_ref().and_then(|lock| lock.set_aside.as_ref()) {
        session.out.warn_of(Warning::HistorySetAside, &tr!(
            "the history of changes could not be read and is now {0}; earlier changes cannot be undone",
            kept_in.display()
        ));
    }
    let mut writer = Writer {
        session,
        facts: &snapshot.facts,
        change,
        shown: &snapshot.preference,
        read: snapshot.preference.clone(),
        known: snapshot.preference.clone(),
        before: snapshot.preference.clone(),
        meant: after,
        retries: change.retry_conflict,
        sent: Vec::new(),
        under_way: Vec::new(),
        read_at: snapshot.read_at,
        looked_at: snapshot.read_at,
    };
    let written_since = lock
        .as_ref()
        .is_some_and(|lock| lock.written_since(snapshot.read_at));
    // Whoever expects others to write gets the shortest time between read and write that there is.
    let expected = change.retry_conflict > 0;
    if change.stale || expected || written_since || writer.session.was_asked() {
        writer.read_again()?;
    }
    // The change before this one is forgotten by it: what became of that one is told now or never.
    let last = lock.as_ref().filter(|_| !change.restores);
    let last = last.and_then(|lock| lock.last(&Lists::of(&writer.before)));
    let drift = last.and_then(|last| Drift::since(last, &writer.before));
    let before = writer.before.clone();
    match writer.run(lock.as_mut()) {
        Ok(now) => Ok(Written {
            before: match writer.sent.first() {
                Some(first) => first.before.clone(),
                None => writer.before,
            },
            now,
            drift,
            sent: writer.sent,
        }),
        Err(mut error) => {
            if let Some(drift) = drift {
                let times = Times::of_facts(&snapshot.facts);
                error.details.push(drift.message(&times));
                error
                    .details
                    .extend(drift.columns(&before, &snapshot.facts));
            }
            Err(error)
        }
    }
}

struct Writer<'a, 's> {
    session: &'a mut Session<'s>,
    facts: &'a Facts,
    change: &'a Change,
    /// What the change was worked out from.
    shown: &'a Preference,
    /// What the last read told.
    read: Preference,
    /// What was told last of each list.
    known: Preference,
    before: Preference,
    meant: Preference,
    retries: u32,
    /// The writes that are in force, or were.
    sent: Vec<Sent>,
    /// What the requests without an answer say: whatever comes after them, they may still arrive.
    under_way: Vec<Preference>,
    /// A moment before the preferences were first read.
    read_at: Timestamp,
    /// The same of the read that the next write is made from.
    looked_at: Timestamp,
}

impl Writer<'_, '_> {
    /// Write, and where it has to be, write again; the state then.
    fn run(&mut self, mut lock: Option<&mut Locked<'_>>) -> Result<Preference, Error> {
        while !self.nothing_to_do() {
            if let Some(now) = self.send(lock.as_deref_mut())? {
                return lasting(now, &self.under_way);
            }
        }
        lasting(self.before.clone(), &self.under_way)
    }

    fn nothing_to_do(&self) -> bool {
        let is_same = !self.change.restores || self.meant.same_lists(&self.before);
        is_same && self.to_write().is_empty()
    }

    /// The lists that are to be written.
    fn to_write(&self) -> Vec<Target> {
        let mut targets = self.meant.changed(&self.before);
        targets.extend(unread(&self.read, &self.meant));
        targets
    }

    /// Time has passed since the read. A change that nobody was shown yet is simply made to what is
    /// there now; one that somebody agreed to has to be the same still.
    fn read_again(&mut self) -> Result<(), Error> {
        let looked_at = now();
        let now = self.session.api.preference_info()?;
        let now = of_same(&self.before, now, self.facts)?;
        let known = now.filled_from(&self.known);
        let (before, meant) = self.change.made_to(&now, &known, None);
        // What is written of an earlier read somebody may have replaced since then.
        if unread(&now, &meant).is_empty() {
            self.looked_at = looked_at;
        }
        if !now.contradicted(&self.before).is_empty() {
            let exactly = is_state(&self.change.steps) && !meant.changed(&before).is_empty();
            let agreed = self.change.stale || self.session.was_asked();
            if exactly || (agreed && self.change.is_another(&known, self.shown)) {
                return self.merge_into(now);
            }
            if let Some(silence) = self.silence(&before, &meant) {
                return Err(silence.into());
            }
        }
        (self.read, self.known, self.before, self.meant) = (now, known, before, meant);
        Ok(())
    }

    /// The silence that nobody agreed to: what was shown to lead to it was asked for.
    fn silence(&self, before: &Preference, meant: &Preference) -> Option<Unreached> {
        let of = |one: &_, other: &_| self.change.silence(self.facts, one, other);
        let shown = of(self.shown, &perform(self.shown, &self.change.steps));
        of(before, meant).filter(|_| shown.is_none())
    }

    /// One write; the state where it is in force, nothing where another one is to follow.
    fn send(&mut self, lock: Option<&mut Locked<'_>>) -> Result<Option<Preference>, Error> {
        let change = (&*self.change.command, &self.before, &self.meant);
        let mut record = Record::begin(lock, self.session.out, change);
        let mut attempt = 1;
        // Of this record; others may be under way from before a merge.
        let mut sent_unanswered = false;
        loop {
            let api = &self.session.api;
            let request = api.preference_update(&self.meant);
            let sent = send::send(self.session, &request, None);
            if sent.as_ref().is_err_and(Error::may_still_arrive) {
                self.under_way.push(self.meant.clone());
                sent_unanswered = true;
            }
            let mut looked_at = now();
            let mut found = match self.look() {
                Ok(found) => found,
                Err(error) => {
                    return Err(match sent {
                        Ok(_) => {
                            record.done(self.session.out);
                            error
                                .while_doing(tr!(
                                    "the change was accepted, but reading it back failed"
                                ))
                                .hint(tr!(
                                    "'{command}' tells what is in force",
                                    command = duty!("prefs show")
                                ))
                        }
                        Err(error) => unknown(error),
                    });
                }
            };
            if let Err(error) = &sent
                && self.is_as_before(&found)
                && passing(error)
                && attempt < ATTEMPTS
                && (self.shows(&found) || !error.may_still_arrive())
                && self.session.api.wait(attempt, error)
            {
                // While it waited somebody may have written, or the first request may have arrived.
                looked_at = now();
                found = match self.look() {
                    Ok(found) => found,
                    Err(error) => return Err(self.ended(error, record, sent_unanswered)),
                };
                if self.is_as_before(&found) {
                    self.looked_at = looked_at;
                    attempt += 1;
                    continue;
                }
            }
            let is_possible = self.meant.contradicted(&found).is_empty();
            let as_meant = is_possible && self.shows(&found);
            let as_before = self.is_as_before(&found);
            match sent {
                Ok(_) => {
                    record.done(self.session.out);
                    self.was_carried_out(attempt);
                    if is_possible {
                        return with_scenes(&self.meant, found).map(Some);
                    }
                    self.merge_into(found)?;
                    self.looked_at = looked_at;
                    return Ok(None);
                }
                // What is there now tells what became of it.
                Err(error) if as_meant => {
                    record.done(self.session.out);
                    self.was_carried_out(attempt);
                    self.session
                        .out
                        .note(&if passing(&error) || error.outcome_unknown() {
                            tr!(
                                "The answer was lost ({0}), but the change is in force.",
                                error.message
                            )
                        } else {
                            tr!(
                                "The server refused it ({0}), but the preferences are as meant.",
                                error.message
                            )
                        });
                    return with_scenes(&self.meant, found).map(Some);
                }
                Err(error) if as_before => {
                    let error = self.session.interrupted_instead_of(error);
                    return Err(self.ended(error, record, sent_unanswered));
                }
                Err(error) if error.kind == Kind::Interrupted => return Err(unknown(error)),
                // Refused for good; what somebody else wrote has nothing to do with it.
                Err(error) if !passing(&error) => {
                    return Err(self.ended(error, record, sent_unanswered));
                }
                Err(_) if self.retries > 0 => {
                    self.merge_into(found)?;
                    self.looked_at = looked_at;
                    return Ok(None);
                }
                Err(error) => {
                    let mut conflict = self.conflict(&found);
                    conflict
                        .details
                        .push(tr!("the answer to the change was: {0}", error.message));
                    return Err(conflict);
                }
            }
        }
    }

    fn is_as_before(&self, found: &Preference) -> bool {
        found.contradicted(&self.before).is_empty()
    }

    /// Whether this shows anything of the change: it does not where the server does not tell the lists that it is to.
    fn shows(&self, found: &Preference) -> bool {
        let written = self.to_write();
        written.is_empty() || written.iter().any(|target| found.is_told(*target))
    }

    /// What is there now, of the same person.
    fn look(&self) -> Result<Preference, Error> {
        send::look(self.session, |session| {
            let found = session.api.preference_info()?;
            of_same(&self.before, found, self.facts)
        })
    }

    fn was_carried_out(&mut self, times: u32) {
        self.sent.push(Sent {
            before: self.before.clone(),
            read_at: self.looked_at,
            meant: self.meant.clone(),
            times,
        });
    }

    /// It was refused. The record stays where a request of it may arrive yet: then it can be undone.
    fn ended(&mut self, error: Error, mut record: Record<'_, '_>, unanswered: bool) -> Error {
        if !unanswered {
            record.withdraw(self.session.out);
        }
        if !self.under_way.is_empty() {
            return unknown(error);
        }
        error
            .while_doing(tr!("cannot change the preferences"))
            .detail(tr!("nothing was changed"))
    }

    /// Somebody else wrote: an error, or the change made again to what they left.
    fn merge_into(&mut self, found: Preference) -> Result<(), Error> {
        if self.retries == 0 || Uninterrupted::was_interrupted() {
            return Err(self.conflict(&found));
        }
        self.retries -= 1;
        self.known = found.filled_from(&self.known);
        let shown = Some(self.shown).filter(|_| self.change.is_by_difference());
        let (before, merged) = self.change.made_to(&found, &self.known, shown);
        self.session.out.note(&tr!(
            "Somebody else changed the preferences at the same time; the change is made again to what they left."
        ));
        for line in three_columns(self.facts, &self.before, &self.meant, &found) {
            self.session.out.note(&line);
        }
        if let Some(silence) = self.silence(&before, &merged) {
            let refusal = Error::from(silence);
            if self.sent.is_empty() && self.under_way.is_empty() {
                return Err(refusal);
            }
            // Something of it is in force already, which a refusal must not hide.
            let mut conflict = self.conflict(&found);
            conflict.details.push(refusal.message);
            conflict.details.extend(refusal.details);
            return Err(conflict);
        }
        (self.read, self.before, self.meant) = (found, before, merged);
        Ok(())
    }

    fn conflict(&self, found: &Preference) -> Error {
        let mut error = Error::new(
            Kind::Conflict,
            tr!("somebody else changed the preferences at the same time"),
        );
        error.details = three_columns(self.facts, &self.before, &self.meant, found);
        if !self.under_way.is_empty() {
            let not_known = tr!("it is not known whether the change took effect");
            error.details.push(not_known);
        }
        error = error.with("lists", columns::json(&self.before, &self.meant, found));
        // Only where what came back differs is it worth a request to ask who it was.
        let person = self
            .facts
            .contacts
            .known()
            .and_then(|known| known.person_id);
        let log = person.and_then(|id| Recent::since(self.session, id, self.read_at));
        let left = Lists::of(&self.meant);
        let by = log
            .as_ref()
            .and_then(|log| log.author(self.read_at, &left, None));
        let times = Times::of_facts(self.facts);
        error.details.extend(by.map(|one| by_whom(one, &times)));
        error.hint(self.change.way_on())
    }
}
