//! The write itself: remember what was there, send, read back. What somebody else wrote at the same
//! time is told, or, where that was asked for, the change is made again to what they left.

use std::time::Instant;

use tr::tr;

use super::change::{self, Order};
use super::history::{History, Locked};
use super::read::View;
use super::render;
use crate::app::Session;
use crate::error::{Error, Kind};
use crate::model::algebra::{self, Delta, Step};
use crate::model::channel::Channel;
use crate::model::delivery::Facts;
use crate::model::preference::Preference;
use crate::output::table::Table;
use crate::output::{Out, Tone};
use crate::terminal::Uninterrupted;

/// How often a request that the server did not get, or did not take, is sent.
const ATTEMPTS: u32 = 4;

/// What was there when it was written, and what is there now.
pub struct Written {
    /// Before.
    pub before: Preference,
    /// Now.
    pub now: Preference,
}

/// Write it.
///
/// # Errors
/// `Conflict` where what came back is not what was sent, and what the server said.
pub fn write(
    session: &mut Session<'_>,
    view: &View,
    after: Preference,
    order: &Order,
) -> Result<Written, Error> {
    let _to_its_end = Uninterrupted::begin();
    let history = History::of(session, &view.preference);
    let lock = history.as_ref().map_err(Clone::clone).and_then(|history| {
        let began = Instant::now();
        let lock = history.lock(session.settings.timeout);
        session.api.extend_deadline(began.elapsed());
        lock
    });
    let mut lock = match lock {
        Ok(lock) => Some(lock),
        Err(error) if error.kind == Kind::Conflict => return Err(error),
        // Who is paged matters more than being able to undo it.
        Err(error) => {
            session.out.warn(&tr!(
                "this change cannot be undone later: {0}",
                error.message
            ));
            None
        }
    };
    let mut work = Work {
        session,
        facts: &view.facts,
        order,
        deltas: algebra::difference(&view.preference, &after),
        before: view.preference.clone(),
        meant: after,
        retries: order.retry_conflict,
    };
    let written_since = lock
        .as_ref()
        .is_some_and(|lock| lock.written_since(view.read_at));
    // Whoever expects others to write gets the shortest time between read and write that there is.
    let expected = order.retry_conflict > 0;
    if order.stale || expected || written_since || work.session.was_asked() {
        work.look_again()?;
    }
    while !work.deltas.is_empty() && !work.meant.changed(&work.before).is_empty() {
        if let Some(now) = work.send(lock.as_mut())? {
            return Ok(Written {
                before: work.before,
                now,
            });
        }
    }
    Ok(Written {
        now: work.before.clone(),
        before: work.before,
    })
}

struct Work<'a, 's> {
    session: &'a mut Session<'s>,
    facts: &'a Facts,
    order: &'a Order,
    /// What the command is to change.
    deltas: Vec<Delta>,
    before: Preference,
    meant: Preference,
    retries: u32,
}

impl Work<'_, '_> {
    /// Time has passed since the read. A change that nobody was shown yet is simply made to what is
    /// there now; one that somebody agreed to has to be the same still.
    fn look_again(&mut self) -> Result<(), Error> {
        let now = self.session.api.preference_info()?;
        if now.changed(&self.before).is_empty() {
            return Ok(());
        }
        let meant = algebra::perform(&now, &self.order.steps);
        let deltas = algebra::difference(&now, &meant);
        let to_the_letter = self
            .order
            .steps
            .iter()
            .any(|(_, step)| matches!(step, Step::Exactly(_)));
        let agreed = self.order.stale || self.session.was_asked();
        if to_the_letter || (agreed && deltas != self.deltas) {
            return self.give_way(now);
        }
        change::refuse_silence_again(self.facts, &now, &meant, self.order)?;
        (self.before, self.meant, self.deltas) = (now, meant, deltas);
        Ok(())
    }

    /// One write; the state where it is in force, nothing where another one is to follow.
    fn send(&mut self, lock: Option<&mut Locked<'_>>) -> Result<Option<Preference>, Error> {
        let mut record = Record::begin(lock, self);
        let mut attempt = 1;
        loop {
            let sent = self
                .session
                .api
                .preference_update(&self.before, &self.meant);
            // A lost answer must not cost the time to find out what became of the request.
            if sent.is_err() {
                self.session.api.extend_deadline(READ_BACK);
            }
            let found = match self.session.api.preference_info() {
                Ok(found) => found,
                Err(error) => {
                    return Err(match sent {
                        Ok(()) => {
                            record.done(self.session.out);
                            error
                                .while_doing(tr!(
                                    "the change was accepted, but reading it back failed"
                                ))
                                .hint(tr!("'duty prefs show' tells what is in force"))
                        }
                        Err(error) => unknown(error),
                    });
                }
            };
            let as_meant = self.meant.changed(&found).is_empty();
            let as_before = found.changed(&self.before).is_empty();
            match sent {
                Ok(()) => {
                    record.done(self.session.out);
                    if as_meant {
                        return Ok(Some(found));
                    }
                    self.give_way(found)?;
                    return Ok(self.nothing_left());
                }
                // What is there now tells what became of it.
                Err(error) if as_meant => {
                    record.done(self.session.out);
                    self.session.out.note(&tr!(
                        "The answer was lost ({0}), but the change is in force.",
                        error.message
                    ));
                    return Ok(Some(found));
                }
                Err(error) if as_before => {
                    if passing(&error)
                        && attempt < ATTEMPTS
                        && self.session.api.wait(attempt, &error)
                    {
                        attempt += 1;
                        continue;
                    }
                    record.withdraw(self.session.out);
                    return Err(error
                        .while_doing(tr!("cannot change the preferences"))
                        .detail(tr!("nothing was changed")));
                }
                // Refused for good; what somebody else wrote has nothing to do with it.
                Err(error) if !passing(&error) => {
                    record.withdraw(self.session.out);
                    return Err(error
                        .while_doing(tr!("cannot change the preferences"))
                        .detail(tr!("nothing was changed")));
                }
                Err(_) if self.retries > 0 => {
                    self.give_way(found)?;
                    return Ok(self.nothing_left());
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

    /// After a conflict that was met by merging: the state, where it already is what was meant.
    fn nothing_left(&self) -> Option<Preference> {
        self.meant
            .changed(&self.before)
            .is_empty()
            .then(|| self.before.clone())
    }

    /// Somebody else wrote: an error, or the change made again to what they left.
    fn give_way(&mut self, found: Preference) -> Result<(), Error> {
        if self.retries == 0 || Uninterrupted::was_interrupted() {
            return Err(self.conflict(&found));
        }
        self.retries -= 1;
        let merged = algebra::reapply(&self.deltas, &found);
        self.session.out.note(&tr!(
            "Somebody else changed the preferences at the same time; the change is made again to what they left."
        ));
        for line in three_columns(self.facts, &self.before, &self.meant, &found) {
            self.session.out.note(&line);
        }
        change::refuse_silence_again(self.facts, &found, &merged, self.order)?;
        (self.before, self.meant) = (found, merged);
        Ok(())
    }

    fn conflict(&self, found: &Preference) -> Error {
        let mut error = Error::new(
            Kind::Conflict,
            tr!("somebody else changed the preferences at the same time"),
        );
        error.details = three_columns(self.facts, &self.before, &self.meant, found);
        error.hint(tr!(
            "look at 'duty prefs show', then run it again; --retry-conflict 3 makes the change again to what is there"
        ))
    }
}

const READ_BACK: std::time::Duration = std::time::Duration::from_secs(5);

/// Whether the same request may do better later.
fn passing(error: &Error) -> bool {
    matches!(error.kind, Kind::Unreachable | Kind::RateLimited)
        || error.server.as_ref().is_some_and(|word| word.status >= 500)
}

fn unknown(error: Error) -> Error {
    error
        .while_doing(tr!("cannot change the preferences"))
        .detail(tr!("it is not known whether the change took effect"))
        .hint(tr!("'duty prefs show' tells what is in force"))
}

/// The lists in which the three differ, as a table: before, meant, found.
pub fn three_columns(
    facts: &Facts,
    before: &Preference,
    meant: &Preference,
    found: &Preference,
) -> Vec<String> {
    let mut table = Table::new([tr!("TARGET"), tr!("BEFORE"), tr!("MEANT"), tr!("FOUND")]);
    let words = |channels: &[Channel]| render::names(channels, facts);
    for target in meant.changed(found) {
        table.row([before, meant, found].into_iter().fold(
            vec![(target.word().to_owned(), Tone::Plain)],
            |mut row, state| {
                row.push((words(state.channels(target)), Tone::Plain));
                row
            },
        ));
    }
    table
        .render(None, false)
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The entry in the history of one write; without a history it does nothing.
struct Record<'a, 'h> {
    lock: Option<(&'a mut Locked<'h>, u64)>,
}

impl<'a, 'h> Record<'a, 'h> {
    fn begin(lock: Option<&'a mut Locked<'h>>, work: &mut Work<'_, '_>) -> Record<'a, 'h> {
        let lock = lock.and_then(|lock| {
            match lock.begin(&work.order.command, &work.before, &work.meant) {
                Ok(id) => Some((lock, id)),
                Err(error) => {
                    warn(work.session.out, &error);
                    None
                }
            }
        });
        Record { lock }
    }

    fn done(&mut self, out: &mut Out) {
        if let Some((lock, id)) = self.lock.take()
            && let Err(error) = lock.done(id)
        {
            warn(out, &error);
        }
    }

    fn withdraw(&mut self, out: &mut Out) {
        if let Some((lock, id)) = self.lock.take()
            && let Err(error) = lock.withdraw(id)
        {
            warn(out, &error);
        }
    }
}

fn warn(out: &mut Out, error: &Error) {
    out.warn(&tr!(
        "the history of changes cannot be kept: {0}",
        error.message
    ));
}
