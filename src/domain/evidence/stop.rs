//! What stands between an incident and its next notice: somebody has it, it is closed, snoozed, merged,
//! held back. Some of it ends by a deed, some by itself.

use jiff::{SignedDuration, Timestamp};

use crate::domain::evidence::again::{
    Again, How, TOGETHER, again, goes_on, is_besides, is_soon, was_on_its_way,
};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event, Held, Short};
use crate::domain::evidence::of_alert::{alert_of, is_of_one_alert};
use crate::domain::evidence::reason::{Before, Reason, What, Why};

/// What is due comes within moments, and what is computed here the server may do a little later.
pub(super) const GRACE: SignedDuration = SignedDuration::from_secs(60);

/// What stands in between.
#[derive(Clone, Debug)]
pub(super) struct Stop<'a> {
    event: &'a Event,
    kind: Kind,
    until: Option<Timestamp>,
    /// When the last assignment came that was on its way then; else when it came itself.
    passed: Timestamp,
    late: bool,
    over: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Acknowledged,
    Closed(String),
    Snoozed,
    Merged(Short),
    Silenced(Held),
    Inhibited(Held),
    Flapping(i64),
}

/// So many minutes later.
pub(super) fn later(at: Timestamp, minutes: i64) -> Option<Timestamp> {
    at.checked_add(SignedDuration::from_mins(minutes.clamp(0, 1_000_000)))
        .ok()
}

/// What stood in between at a moment, of what happened until then. `forced` is a level that goes on although
/// somebody has it.
pub(super) fn stopped<'a>(
    case: &Case<'_>,
    events: &'a [Event],
    moment: Timestamp,
    forced: bool,
) -> Option<Stop<'a>> {
    let stops = stops(case, events, moment, forced);
    stops.into_iter().find(|stop| !stop.is_over(moment))
}

/// The entries by which rules hold it back at a moment, or it is muted for changing too often.
pub(super) fn held_back<'a>(case: &Case<'_>, events: &'a [Event], at: Timestamp) -> Vec<&'a Event> {
    let stops = stops(case, events, at, true).into_iter();
    let held = stops.filter(|stop| stop.is_noise() && !stop.is_over(at));
    held.map(|stop| stop.event).collect()
}

fn stops<'a>(
    case: &Case<'_>,
    events: &'a [Event],
    moment: Timestamp,
    forced: bool,
) -> Vec<Stop<'a>> {
    let mut standing = Standing::new(case, events, forced);
    standing.pass_until(moment);
    standing.stops
}

/// Whether nothing stood in between, at each of these moments, which are in the order of time.
pub(super) fn free_at(
    case: &Case<'_>,
    events: &[Event],
    moments: impl Iterator<Item = Timestamp>,
    forced: bool,
) -> Vec<bool> {
    let mut standing = Standing::new(case, events, forced);
    let free = moments.map(|moment| {
        standing.pass_until(moment);
        standing.stops.iter().all(|stop| stop.is_over(moment))
    });
    free.collect()
}

/// What stands in between, as far as it goes through the entries.
struct Standing<'a, 'b> {
    case: &'b Case<'b>,
    events: &'a [Event],
    forced: bool,
    next: usize,
    /// All of them: what came first may be over while another one stands.
    stops: Vec<Stop<'a>>,
}

impl<'a, 'b> Standing<'a, 'b> {
    fn new(case: &'b Case<'b>, events: &'a [Event], forced: bool) -> Self {
        Standing {
            case,
            events,
            forced,
            next: 0,
            stops: Vec::new(),
        }
    }

    fn pass_until(&mut self, moment: Timestamp) {
        while let Some(event) = self.events.get(self.next)
            && event.at <= moment
        {
            self.pass(self.next, event);
            self.next += 1;
        }
    }

    fn pass(&mut self, index: usize, event: &'a Event) {
        self.stops.retain(|stop| !stop.is_over(event.at));
        let kind = match &event.deed {
            Deed::Unacknowledged { still } => {
                let others = |stop: &Stop<'_>| stop.is_ack() && stop.by() != event.by;
                let left = *still && self.stops.iter().any(others);
                self.stops
                    .retain(|stop| !stop.is_ack() || (left && others(stop)));
                return;
            }
            Deed::Woken => {
                self.stops
                    .retain(|stop| !matches!(stop.kind, Kind::Acknowledged | Kind::Snoozed));
                return;
            }
            Deed::Reopened => {
                self.stops
                    .retain_mut(|stop| event.by == 0 && stop.outlasts_a_reopening());
                return;
            }
            Deed::Assigned(_) => {
                self.stops
                    .retain_mut(|stop| stop.stays(self.case, self.events, index));
                return;
            }
            Deed::Notified(notice) if notice.is_first() => {
                if is_besides(notice, &self.events[..index], event.at) {
                    return;
                }
                let is_woken = |stop: &Stop<'_>| stop.kind == Kind::Snoozed && stop.ends_by(event);
                let woken = self.stops.iter().any(is_woken);
                self.stops.retain(|stop| {
                    !(stop.ends_by(event) || (woken && stop.is_ack() && stop.is_put_off()))
                });
                return;
            }
            Deed::Acknowledged if !self.forced => Kind::Acknowledged,
            Deed::Closed { from } => Kind::Closed(from.clone()),
            // The last one says until when.
            Deed::Snoozed { .. } => {
                self.stops.retain(|stop| stop.kind != Kind::Snoozed);
                Kind::Snoozed
            }
            Deed::Merged { target, .. } if is_other(target, &self.case.incident.incident_id) => {
                Kind::Merged(target.clone())
            }
            _ if is_of_one_alert(self.case, event) => return,
            Deed::Silenced(held) => Kind::Silenced(held.clone()),
            Deed::Inhibited(held) => Kind::Inhibited(held.clone()),
            Deed::Flapping { mute_mins } if *mute_mins > 0 => Kind::Flapping(*mute_mins),
            _ => return,
        };
        let until = match &event.deed {
            Deed::Snoozed { minutes } => later(event.at, *minutes),
            Deed::Flapping { mute_mins } => later(event.at, *mute_mins),
            _ => None,
        };
        let stop = Stop {
            event,
            kind,
            until,
            passed: event.at,
            late: false,
            over: false,
        };
        // When a snooze is over, nobody has it any more who took it before.
        if stop.kind == Kind::Snoozed {
            let taken = self.stops.iter_mut().filter(|before| before.is_ack());
            taken.for_each(|before| before.until = until.filter(|until| *until > event.at));
        }
        // It is held back again, for certain.
        self.stops
            .retain(|before| !(before.over && stop.is_noise()));
        let merged_now = matches!(stop.kind, Kind::Merged(_));
        let first = self.stops.first_mut().filter(|first| {
            merged_now
                && matches!(first.kind, Kind::Closed(_))
                && event.at.duration_since(first.event.at) <= TOGETHER
        });
        match first {
            Some(first) => *first = stop,
            None => self.stops.push(stop),
        }
    }
}

/// Whether a level of a rule comes although somebody has it; nothing where the one before it is not known.
pub(super) fn is_forced(case: &Case<'_>, event: &Event) -> Option<bool> {
    let Some(before) = goes_on(event)?.checked_sub(1) else {
        return Some(false);
    };
    let rule = case.rule(event.rule()?)?;
    Some(rule.layers.get(before)?.force_escalate)
}

fn is_other(target: &Short, own_id: &str) -> bool {
    !target.incident_id.is_empty() && !target.incident_id.eq_ignore_ascii_case(own_id)
}

impl<'a> Stop<'a> {
    /// When it came.
    pub(super) fn at(&self) -> Timestamp {
        self.event.at
    }

    /// Whose deed it was.
    pub(super) fn by(&self) -> u64 {
        self.event.by
    }

    fn is_ack(&self) -> bool {
        self.kind == Kind::Acknowledged
    }

    /// Whether it changed too often.
    pub(super) fn is_mute(&self) -> bool {
        matches!(self.kind, Kind::Flapping(_))
    }

    /// Whether a notice shows that it is over: what stopped what was on its way is not.
    fn ends_by(&self, notice: &Event) -> bool {
        match self.kind {
            Kind::Silenced(_) | Kind::Inhibited(_) => true,
            Kind::Flapping(_) | Kind::Snoozed => !is_soon(notice, self.passed),
            _ => false,
        }
    }

    /// Whether it stands after the assignment at this place too: that was on its way, or comes although somebody has it.
    fn stays(&mut self, case: &Case<'_>, events: &[Event], index: usize) -> bool {
        let event = &events[index];
        let is_held_back = matches!(self.kind, Kind::Silenced(_) | Kind::Inhibited(_));
        if !is_held_back && was_on_its_way(events, index, self.event.at) {
            self.passed = event.at;
            return true;
        }
        if self.is_mute() && event.by == 0 {
            return true;
        }
        self.is_ack() && is_forced(case, event) == Some(true)
    }

    /// Whether it may stand when the system has opened it again: it is for changing that it was muted, and whether the rule
    /// held it back then too nobody says.
    fn outlasts_a_reopening(&mut self) -> bool {
        self.over |= !self.is_mute();
        self.is_noise()
    }

    fn is_over(&self, at: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= at)
    }

    /// Whether it is over by itself, some time.
    pub(super) fn is_put_off(&self) -> bool {
        self.until.is_some()
    }

    /// As a reason: what it came before.
    pub(super) fn reason(self, what: What) -> Reason {
        let before = Before {
            by: self.event.by,
            what,
            late: self.late,
            over: self.over,
        };
        let (until, over) = (self.until, self.over);
        let why = match self.kind {
            Kind::Acknowledged => Why::AcknowledgedBefore(before),
            Kind::Closed(from) => Why::ClosedBefore { before, from },
            Kind::Snoozed => Why::Snoozed { before, until },
            Kind::Merged(target) => Why::Merged { target },
            Kind::Silenced(held) => Why::Silenced {
                held,
                alert: None,
                over,
            },
            Kind::Inhibited(held) => Why::Inhibited {
                held,
                alert: None,
                over,
            },
            Kind::Flapping(mute_mins) => Why::Flapping {
                mute_mins,
                alert: None,
                over,
            },
        };
        Reason {
            at: Some(self.event.at),
            why,
        }
    }

    /// Whether it is a rule that held it back, or the incident itself that changed too often.
    pub(super) fn is_noise(&self) -> bool {
        matches!(
            self.kind,
            Kind::Silenced(_) | Kind::Inhibited(_) | Kind::Flapping(_)
        )
    }

    /// Whether it is told of an alert.
    pub(super) fn is_of_an_alert(&self, case: &Case<'_>) -> bool {
        alert_of(case, self.event).is_some()
    }

    /// It was closed, at that moment.
    pub(super) fn closed_at(&self) -> Option<Timestamp> {
        matches!(self.kind, Kind::Closed(_)).then_some(self.event.at)
    }

    /// It came after what it stood in the way of was due at the earliest.
    pub(super) fn late(self) -> Self {
        Stop { late: true, ..self }
    }

    /// It no longer stood so long before `until` that what it put off was due again, also where its time, so many minutes,
    /// counts anew from then on; and nothing else stood in between then.
    pub(super) fn over_by(
        self,
        case: &Case<'_>,
        events: &'a [Event],
        until: Timestamp,
        minutes: u64,
        forced: bool,
    ) -> Self {
        let minutes = i64::try_from(minutes).unwrap_or(i64::MAX);
        let events = &events[..events.partition_point(|event| event.at <= until)];
        let is_of_it = |how| match self.kind {
            Kind::Acknowledged | Kind::Snoozed => how == How::Resumed,
            _ => self.is_mute() && how == How::Unmuted,
        };
        let all = again(events, case.person.id, until).into_iter();
        // When notices began again, and when what was put off was due then.
        let due = |one: Again| Some((one.at, later(one.at, minutes)?));
        let is_early = |(_, due): &(Timestamp, Timestamp)| {
            due.checked_add(GRACE).is_ok_and(|due| due <= until)
        };
        let after = all.filter(|one| one.at > self.event.at && is_of_it(one.how));
        let dues: Vec<(Timestamp, Timestamp)> = after.filter_map(due).filter(is_early).collect();
        let late = |due: Timestamp| due.saturating_add(GRACE).unwrap_or(due);
        let began = free_at(case, events, dues.iter().map(|one| one.0), forced);
        let came = free_at(case, events, dues.iter().map(|one| one.1), forced);
        let soon = free_at(case, events, dues.iter().map(|one| late(one.1)), forced);
        let is_free = |index: &usize| began[*index] && came[*index] && soon[*index];
        match (0..dues.len()).find(is_free).map(|index| dues[index].0) {
            Some(ended) => Stop {
                // Whoever put it off last, if they did.
                event: self.last_by(events, ended),
                over: true,
                // It may have been made longer, or shorter.
                until: self.until.map(|_| ended),
                ..self
            },
            None => self,
        }
    }

    /// The entry of its kind that stood until then: a snooze may have been made longer, or shorter.
    fn last_by(&self, events: &'a [Event], ended: Timestamp) -> &'a Event {
        let is_it = |event: &&Event| {
            matches!(event.deed, Deed::Snoozed { .. }) && event.at < ended && event.at >= self.at()
        };
        let last = events.iter().rfind(is_it);
        last.filter(|_| self.kind == Kind::Snoozed)
            .unwrap_or(self.event)
    }

    /// That it was opened again since is nothing to the person.
    pub(super) fn settled(self) -> Self {
        Stop {
            over: false,
            ..self
        }
    }

    /// Whether what it put off was due again long before, and did not come.
    pub(super) fn is_over_long(&self) -> bool {
        self.over
    }

    /// Whether it is a person's deed, of whom nobody waits for a moment.
    pub(super) fn is_taken(&self) -> bool {
        matches!(self.kind, Kind::Acknowledged | Kind::Snoozed)
    }
}
