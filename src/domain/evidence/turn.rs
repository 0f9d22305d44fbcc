//! The turns of an incident: one that was opened again, that somebody gave back, or of which notices began again, is
//! told anew. That the person was told the time before is no answer to whether they were told this time.

use jiff::Timestamp;

use crate::domain::evidence::again::{Again, How, again};
use crate::domain::evidence::assignment::Assignment;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::open::is_to;
use crate::domain::evidence::stop::GRACE;

/// A turn, from its first entry on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// The place of its first entry; past the last one where there is none.
    pub from: usize,
    /// When it began; nothing of the first one, which began with the incident.
    pub at: Option<Timestamp>,
    pub begin: Begin,
    /// It was the person's then.
    pub held: bool,
}

/// How a turn began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// With the incident.
    First,
    /// It was opened again.
    Reopened,
    /// It came to the person again, by somebody else.
    Given,
    /// Notices began again of what was assigned before.
    Resumed,
}

impl Turn {
    /// Whether it goes on with what was assigned before.
    pub(super) fn goes_on(&self) -> bool {
        self.begin == Begin::Resumed
    }
}

/// How the person stands to the incident, as far as it goes through the entries.
#[derive(Default)]
struct Standing {
    /// It was theirs, or sent to them, in this turn.
    is_theirs: bool,
    /// They are among those who have it.
    held: bool,
    /// They took it, and still have it.
    has_taken: bool,
    /// Others had it since: without the person, or because they took it.
    is_away: bool,
    /// The person opened it again then, and nobody assigned since.
    own: Option<Timestamp>,
    run: Option<Run>,
}

/// The rule that assigned last, level by level.
struct Run {
    rule: String,
    level: Option<usize>,
    /// Some level of it was the person's.
    is_theirs: bool,
}

/// The turns, in the order of the record, the first one with it. One's own deed begins none that one has to be told of.
pub(super) fn turns(events: &[Event], person: u64, now: Timestamp) -> Vec<Turn> {
    let mut found = vec![Turn {
        from: 0,
        at: None,
        begin: Begin::First,
        held: false,
    }];
    let all = again(events, person, now);
    let mut all = all.iter().filter(|one| one.how != How::Unmuted).peekable();
    let mut standing = Standing::default();
    for index in 0..=events.len() {
        while let Some(one) = all.next_if(|one| one.index == index) {
            found.extend(standing.again(one, person));
        }
        if let Some(event) = events.get(index) {
            let is_new = found
                .last()
                .is_some_and(|last| last.from == index && index > 0);
            found.extend(standing.pass(index, event, person).filter(|_| !is_new));
        }
    }
    found
}

impl Standing {
    /// Notices begin again.
    fn again(&mut self, one: &Again, person: u64) -> Option<Turn> {
        let is_own = one.by == person;
        let begin = match one.how {
            How::Reopened => {
                (self.run, self.has_taken) = (None, false);
                // Of what was not theirs, nothing of before is left either.
                if is_own && (self.is_theirs || self.held) {
                    self.own = Some(one.at);
                    return None;
                }
                (self.is_theirs, self.is_away, self.own) = (false, false, None);
                Begin::Reopened
            }
            How::Resumed if is_own => {
                // They gave it up.
                self.is_away |= self.has_taken;
                self.has_taken = false;
                return None;
            }
            How::Resumed => {
                self.has_taken = false;
                Begin::Resumed
            }
            How::Unmuted => return None,
        };
        Some(Turn {
            from: one.index,
            at: Some(one.at),
            begin,
            held: self.held,
        })
    }

    fn pass(&mut self, index: usize, event: &Event, person: u64) -> Option<Turn> {
        let is_own = event.by == person;
        let is_given = match &event.deed {
            Deed::Assigned(one) => self.assigned(one, event, person),
            Deed::Added(to) if to.contains(&person) => {
                let is_given = !is_own && self.is_away && !self.has_taken;
                self.held = true;
                is_given
            }
            // With what was merged into it.
            Deed::Merged { responders, .. } if responders.contains(&person) => {
                self.held = true;
                false
            }
            Deed::Acknowledged if is_own => {
                self.has_taken = true;
                false
            }
            // Also where somebody else still has it, and nothing begins again by it.
            Deed::Unacknowledged { .. } if is_own => {
                self.is_away |= self.has_taken;
                self.has_taken = false;
                false
            }
            Deed::Acknowledged | Deed::Snoozed { .. } | Deed::Closed { .. } => {
                self.is_away |= !is_own;
                false
            }
            _ => false,
        };
        let was_theirs = self.is_theirs;
        self.is_theirs |= is_for(event, person);
        if !(is_given && was_theirs) {
            return None;
        }
        (self.is_away, self.has_taken) = (false, false);
        Some(Turn {
            from: index,
            at: Some(event.at),
            begin: Begin::Given,
            held: true,
        })
    }

    /// Whether an assignment gives it to the person anew.
    fn assigned(&mut self, one: &Assignment, event: &Event, person: u64) -> bool {
        let (is_own, mine) = (event.by == person, one.persons().contains(&person));
        let last = self
            .run
            .take()
            .filter(|run| one.rule() == Some(run.rule.as_str()));
        let starts_over = |run: &Run| one.level() <= run.level || one.r#type == "reopen";
        let is_next = last.as_ref().is_some_and(|run| !starts_over(run));
        let in_run = is_next && last.as_ref().is_some_and(|run| run.is_theirs);
        // A level after one that was theirs is of the same turn, and so is what comes of their own deed.
        let of_own = self
            .own
            .take()
            .is_some_and(|at| mine && event.by == 0 && event.at.duration_since(at) <= GRACE);
        let is_rerun = one.rule().is_some() && !is_next && (last.is_some() || event.by != 0);
        // Whoever brings others in gives nothing to those who have it; a rule that is run again tells them too.
        let is_anew = is_rerun || (self.is_away && !self.has_taken);
        let is_given = mine && !is_own && !in_run && !of_own && is_anew;
        self.run = one.rule().map(|rule| Run {
            rule: rule.to_owned(),
            level: one.level(),
            is_theirs: mine || in_run,
        });
        if mine {
            self.held = true;
            // Whom a rule names takes nothing by that, also where they ran it.
            self.has_taken |= is_own && one.rule().is_none();
            self.is_away &= !(is_own || of_own);
        } else if !one.persons().is_empty() || !one.addresses().is_empty() {
            (self.held, self.has_taken, self.is_away) = (false, false, true);
        }
        is_given
    }
}

/// The entries of the last turn that was for the person; all of them, where there is but one.
#[must_use]
pub fn last_turn(events: &[Event], person: u64, now: Timestamp) -> &[Event] {
    let all = turns(events, person, now);
    let mut anew = all.iter().filter(|one| !one.goes_on()).rev();
    let of = |one: &&Turn| events[one.from..].iter().any(|event| is_for(event, person));
    let from = anew.find(of).map_or(0, |one| one.from);
    &events[from..]
}

/// The entries since it was last opened again, or given to the person anew.
#[must_use]
pub fn latest(events: &[Event], person: u64, now: Timestamp) -> &[Event] {
    let all = turns(events, person, now);
    let last = all.iter().rfind(|one| !one.goes_on());
    &events[last.map_or(0, |one| one.from)..]
}

/// Whether something was handed over to the person in the last turn.
#[must_use]
pub fn is_told(events: &[Event], person: u64, now: Timestamp) -> bool {
    let last = turns(events, person, now).pop();
    let from = last.map_or(0, |one| one.from);
    events[from..].iter().any(|event| is_handed(event, person))
}

/// Whether something was handed over to the person by it.
#[must_use]
pub fn is_handed(event: &Event, person: u64) -> bool {
    match &event.deed {
        Deed::Notified(notice) => {
            let mut to = notice.persons.iter();
            to.any(|to| to.person_id == person && to.failed_reason.is_empty())
        }
        _ => false,
    }
}

/// The entries from `from` to `to` as a record of their own: what an incident is stays what it was before.
pub(super) fn record(events: &[Event], from: usize, to: usize) -> Vec<Event> {
    let stays = |event: &&Event| {
        matches!(
            event.deed,
            Deed::Opened { .. } | Deed::Severity(_) | Deed::Recovered
        )
    };
    let before = events[..from].iter().filter(stays);
    before.chain(&events[from..to]).cloned().collect()
}

/// Whether it makes the incident the person's, or is sent to them.
pub(super) fn is_for(event: &Event, person: u64) -> bool {
    match &event.deed {
        Deed::Notified(notice) => notice.persons.iter().any(|to| to.person_id == person),
        _ => is_to(event, person),
    }
}
