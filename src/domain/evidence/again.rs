//! Where notices of an incident begin again: it was opened again, its acknowledgement was taken back, it was woken, or
//! what put it off is over. Some of that is in no entry, or in one that another entry stands in for.

use jiff::{SignedDuration, Timestamp};

use crate::domain::evidence::event::{Deed, Event, Notice};

/// An entry and what comes with it are of one moment.
pub(super) const TOGETHER: SignedDuration = SignedDuration::from_secs(5);

/// What was on its way when something stopped it may still be recorded for so long.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_mins(2);

/// The warning of a storm goes out at once.
pub(super) const AT_ONCE: SignedDuration = SignedDuration::from_secs(60);

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

/// Whether the assignment at this place was on its way when something stopped the incident then: the next level of a
/// rule, or the first one, recorded moments after. It opens nothing again, and what stopped it still stands.
pub(super) fn was_on_its_way(events: &[Event], index: usize, stopped: Timestamp) -> bool {
    let event = &events[index];
    let is_assigned = |event: &Event| matches!(event.deed, Deed::Assigned(_));
    let is_first = || !events[..index].iter().any(is_assigned);
    is_soon(event, stopped) && goes_on(event).is_some_and(|level| level > 0 || is_first())
}

/// The level, from 0, by which a rule went on by itself.
pub(super) fn goes_on(event: &Event) -> Option<usize> {
    match &event.deed {
        Deed::Assigned(one) if event.by == 0 && one.r#type != "reopen" => one.level(),
        _ => None,
    }
}

/// Whether an entry came while what was on its way then may still be recorded.
pub(super) fn is_soon(event: &Event, then: Timestamp) -> bool {
    event.at.duration_since(then) <= ON_ITS_WAY
}

/// Whether a message is one that comes whatever stands in the way: the warning of a storm, or one to those who were added
/// moments before and to nobody else.
pub(super) fn is_besides(notice: &Notice, before: &[Event], at: Timestamp) -> bool {
    let recent = |span: SignedDuration| {
        let is_recent = move |one: &&Event| at.duration_since(one.at) <= span;
        before.iter().rev().take_while(is_recent)
    };
    let is_warning =
        notice.is_first() && recent(AT_ONCE).any(|one| matches!(one.deed, Deed::Storm { .. }));
    let is_added = |person: u64| {
        recent(ON_ITS_WAY).any(|one| matches!(&one.deed, Deed::Added(to) if to.contains(&person)))
    };
    let (mut persons, mut rooms) = (notice.persons.iter(), notice.rooms());
    let is_to_added = notice.rule().is_none()
        && !notice.persons.is_empty()
        && rooms.next().is_none()
        && persons.all(|to| is_added(to.person_id));
    is_warning || is_to_added
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
    /// Who took it, and when.
    takers: Vec<(u64, Timestamp)>,
    /// When an assignment came that was on its way when it was stopped: its messages come with it.
    on_its_way: Option<Timestamp>,
    snoozed: Option<Put>,
    /// A snooze that is over, in which somebody took it.
    perhaps_over: Option<Put>,
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
        through.pass(index, events, person);
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
        if let Some(put) = self.snoozed.take_if(|put| put.until <= by_then) {
            // Nobody has it any more who took it before; whether those do who took it meanwhile only a message shows.
            self.takers.retain(|(_, at)| *at > put.at);
            if !self.takers.is_empty() {
                self.perhaps_over = Some(put);
            } else if self.closed.is_none() {
                self.begin(index, put.until.min(at), put.by, How::Resumed);
            }
        }
        if let Some(put) = self.muted.take_if(|put| put.until <= by_then) {
            self.begin(index, put.until.min(at), put.by, How::Unmuted);
        }
    }

    fn clear(&mut self) {
        (self.closed, self.snoozed, self.muted) = (None, None, None);
        (self.on_its_way, self.takers) = (None, Vec::new());
        self.perhaps_over = None;
    }

    /// What stands in the way after an assignment: nothing, but what came when it was on its way, and a mute.
    fn assigned(&mut self, index: usize, events: &[Event]) {
        let stays = |then: &Timestamp| was_on_its_way(events, index, *then);
        self.closed = self.closed.filter(stays);
        self.snoozed = self.snoozed.filter(|put| stays(&put.at));
        self.muted = self.muted.filter(|_| events[index].by == 0);
        self.takers.retain(|(_, at)| stays(at));
        self.perhaps_over = None;
        let is_any = self.closed.is_some() || self.snoozed.is_some() || self.muted.is_some();
        self.on_its_way = is_any.then_some(events[index].at);
    }

    fn pass(&mut self, index: usize, events: &[Event], person: u64) {
        let event = &events[index];
        let (at, by) = (event.at, event.by);
        let since = |then: Timestamp| at.duration_since(then);
        match &event.deed {
            Deed::Reopened => {
                // The assignment of it may come first.
                if self.opened.is_none_or(|then| since(then) > TOGETHER) {
                    self.begin(index, at, by, How::Reopened);
                    self.is_opening = true;
                }
                // It is for changing that it was muted.
                let muted = self.muted.filter(|_| by == 0);
                self.clear();
                self.muted = muted;
            }
            Deed::Assigned(one) => {
                // An escalation may have been on its way when it was closed.
                let is_open = |then: Timestamp| {
                    since(then) > TOGETHER && !was_on_its_way(events, index, then)
                };
                let is_late = self.closed.is_some_and(is_open);
                let is_told =
                    self.is_opening || self.opened.is_some_and(|then| since(then) <= ON_ITS_WAY);
                if (one.r#type == "reopen" && !is_told) || is_late {
                    self.begin(index, at, by, How::Reopened);
                }
                if one.r#type == "reopen" || is_late || self.is_opening {
                    self.opened = Some(at);
                }
                self.is_opening = false;
                self.assigned(index, events);
            }
            Deed::Notified(notice) if is_besides(notice, &events[..index], at) => {}
            Deed::Notified(notice) => {
                let is_to = notice.persons.iter().any(|to| to.person_id == person);
                let last = self.on_its_way.unwrap_or(Timestamp::MIN);
                let is_anew = |then: Timestamp| !is_soon(event, then.max(last));
                if is_to && self.closed.is_some_and(is_anew) {
                    self.begin(index, at, 0, How::Reopened);
                    self.clear();
                } else if let Some(put) = self.snoozed.or(self.perhaps_over)
                    && is_to
                    && is_anew(put.at)
                {
                    self.begin(index, at, put.by, How::Resumed);
                    self.takers.clear();
                    (self.snoozed, self.perhaps_over) = (None, None);
                }
                // One to others shows nothing of what the person is told when a snooze is over.
                if notice.is_first() && self.muted.is_some_and(|put| is_anew(put.at)) {
                    self.muted = None;
                }
            }
            Deed::Acknowledged => self.takers.push((by, at)),
            Deed::Unacknowledged { still } => {
                if *still && self.takers.iter().any(|(who, _)| *who != by) {
                    self.takers.retain(|(who, _)| *who != by);
                    return;
                }
                if self.closed.is_none() && self.snoozed.is_none() {
                    self.begin(index, at, by, How::Resumed);
                }
                self.takers.clear();
                self.perhaps_over = None;
            }
            Deed::Woken => {
                if self.closed.is_none() {
                    self.begin(index, at, by, How::Resumed);
                }
                self.takers.clear();
                (self.snoozed, self.perhaps_over) = (None, None);
            }
            Deed::Closed { .. } => self.closed = Some(at),
            Deed::Snoozed { minutes } => self.snoozed = Some(put(event, *minutes)),
            Deed::Flapping { mute_mins } if *mute_mins > 0 => {
                self.muted = Some(put(event, *mute_mins));
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
