//! Where notices of an incident begin again: it was opened again, its acknowledgement was taken back, it was woken, or
//! what put it off is over. Some of that is in no entry, or in one that another entry stands in for.

use jiff::{SignedDuration, Timestamp};

use crate::domain::evidence::event::{Deed, Event};

/// An entry and what comes with it are of one moment.
const TOGETHER: SignedDuration = SignedDuration::from_secs(5);

/// What was on its way when something stopped it may still be recorded for so long.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_mins(2);

/// Where notices begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Again {
    /// The place of the first entry of it; past the last one where there is none.
    pub index: usize,
    /// When.
    pub at: Timestamp,
    /// Whose deed it was; of what ends by itself, whoever began that; 0 is the system.
    pub by: u64,
    pub how: How,
}

/// By what they begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It was opened again.
    Reopened,
    /// Somebody no longer has it: the acknowledgement was taken back, it was woken, or a snooze is over.
    Resumed,
    /// A mute is over.
    Unmuted,
}

/// What ends by itself.
#[derive(Clone, Copy)]
struct Put {
    at: Timestamp,
    until: Timestamp,
    by: u64,
}

/// What stands in the way, as far as it goes through the entries.
#[derive(Default)]
struct Through {
    found: Vec<Again>,
    closed: Option<Timestamp>,
    is_taken: bool,
    snoozed: Option<Put>,
    muted: Option<Put>,
    /// It was opened again, and nobody assigned since.
    is_opening: bool,
    /// When it was opened again by an assignment.
    opened: Option<Timestamp>,
}

/// All of them until now, in the order of the record. That a message goes to the person shows that it was opened again,
/// or that a snooze is over, where no entry says so.
pub(super) fn again(events: &[Event], person: u64, now: Timestamp) -> Vec<Again> {
    let mut through = Through::default();
    for (index, event) in events.iter().enumerate() {
        // A message of the end of a snooze may be a little early.
        let early = match event.deed {
            Deed::Notified(_) => TOGETHER,
            _ => SignedDuration::ZERO,
        };
        let by_then = event.at.saturating_add(early).unwrap_or(event.at);
        through.is_over(index, by_then, event.at);
        through.pass(index, event, person);
    }
    through.is_over(events.len(), now, now);
    through.found
}

impl Through {
    fn begin(&mut self, index: usize, at: Timestamp, by: u64, how: How) {
        self.found.push(Again { index, at, by, how });
    }

    /// What is over by then no longer stands in the way.
    fn is_over(&mut self, index: usize, by_then: Timestamp, at: Timestamp) {
        if let Some(put) = self.snoozed.take_if(|put| put.until <= by_then)
            && self.closed.is_none()
            && !self.is_taken
        {
            self.begin(index, put.until.min(at), put.by, How::Resumed);
        }
        if let Some(put) = self.muted.take_if(|put| put.until <= by_then) {
            self.begin(index, put.until.min(at), put.by, How::Unmuted);
        }
    }

    fn clear(&mut self) {
        (self.closed, self.snoozed, self.muted) = (None, None, None);
        self.is_taken = false;
    }

    fn pass(&mut self, index: usize, event: &Event, person: u64) {
        let (at, by) = (event.at, event.by);
        let since = |then: Timestamp| at.duration_since(then);
        match &event.deed {
            Deed::Reopened => {
                // The assignment of it may come first.
                if self.opened.is_none_or(|then| since(then) > TOGETHER) {
                    self.begin(index, at, by, How::Reopened);
                    self.is_opening = true;
                }
                self.clear();
            }
            Deed::Assigned(one) => {
                // An escalation may have been on its way when it was closed.
                let is_escalation = by == 0 && one.rule().is_some();
                let with_it = if is_escalation { ON_ITS_WAY } else { TOGETHER };
                let is_late = self.closed.is_some_and(|then| since(then) > with_it);
                let is_told =
                    self.is_opening || self.opened.is_some_and(|then| since(then) <= ON_ITS_WAY);
                if (one.r#type == "reopen" && !is_told) || is_late {
                    self.begin(index, at, by, How::Reopened);
                }
                if one.r#type == "reopen" || is_late || self.is_opening {
                    self.opened = Some(at);
                }
                self.is_opening = false;
                self.clear();
            }
            Deed::Notified(notice) => {
                let is_to = notice.persons.iter().any(|to| to.person_id == person);
                if is_to && self.closed.is_some_and(|then| since(then) > ON_ITS_WAY) {
                    self.begin(index, at, 0, How::Reopened);
                    self.clear();
                } else if let Some(put) = self.snoozed
                    && is_to
                    && since(put.at) > ON_ITS_WAY
                {
                    self.begin(index, at, put.by, How::Resumed);
                    self.snoozed = None;
                }
                if notice.is_first() {
                    (self.snoozed, self.muted) = (None, None);
                }
            }
            Deed::Acknowledged => self.is_taken = true,
            Deed::Unacknowledged => {
                if self.closed.is_none() && self.snoozed.is_none() {
                    self.begin(index, at, by, How::Resumed);
                }
                self.is_taken = false;
            }
            Deed::Woken => {
                if self.closed.is_none() {
                    self.begin(index, at, by, How::Resumed);
                }
                self.is_taken = false;
                self.snoozed = None;
            }
            Deed::Closed { .. } => self.closed = Some(at),
            Deed::Snoozed { minutes } => self.snoozed = Some(put(event, *minutes)),
            Deed::Flapping { mute_mins } if *mute_mins > 0 => {
                self.muted = Some(put(event, *mute_mins))
            }
            _ => {}
        }
    }
}

/// So many minutes from an entry on; without an end where that is not told.
fn put(event: &Event, minutes: i64) -> Put {
    let span = SignedDuration::from_mins(minutes.clamp(0, 1_000_000));
    let until = event.at.checked_add(span).ok().filter(|_| minutes > 0);
    Put {
        at: event.at,
        until: until.unwrap_or(Timestamp::MAX),
        by: event.by,
    }
}
