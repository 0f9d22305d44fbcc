//! What stands between an incident and its next notice: somebody has it, it is closed, snoozed, merged,
//! held back. Some of it ends by a deed, some by itself.

use jiff::{SignedDuration, Timestamp};

use crate::domain::evidence::event::{Deed, Event, Held, Short};
use crate::domain::evidence::reason::{Before, Reason, RuleRef, Why};

/// A merge and the end of what was merged come together.
const TOGETHER: SignedDuration = SignedDuration::from_secs(5);

/// What stands in between.
#[derive(Clone, Debug)]
pub(super) struct Stop<'a> {
    event: &'a Event,
    kind: Kind,
    until: Option<Timestamp>,
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

impl Kind {
    /// A notice shows that it is over.
    fn ends_by_notice(&self) -> bool {
        matches!(
            self,
            Kind::Silenced(_) | Kind::Inhibited(_) | Kind::Flapping(_) | Kind::Snoozed
        )
    }
}

fn later(at: Timestamp, minutes: i64) -> Option<Timestamp> {
    at.checked_add(SignedDuration::from_mins(minutes.clamp(0, 1_000_000)))
        .ok()
}

/// What stood in between at a moment, of what happened until then; without a moment, at the end.
/// `forced` is a level that goes on although somebody has it.
pub(super) fn stopped<'a>(
    own_id: &str,
    events: &'a [Event],
    moment: Option<Timestamp>,
    forced: bool,
) -> Option<Stop<'a>> {
    let mut stop: Option<Stop<'a>> = None;
    let over = |stop: &Option<Stop<'_>>, at: Timestamp| {
        let until = stop.as_ref().and_then(|stop| stop.until);
        until.is_some_and(|until| until <= at)
    };
    let happened = events
        .iter()
        .filter(|event| moment.is_none_or(|moment| event.at <= moment));
    for event in happened {
        if over(&stop, event.at) {
            stop = None;
        }
        let kind = match &event.deed {
            Deed::Unacknowledged => {
                stop = stop.filter(|stop| stop.kind != Kind::Acknowledged);
                continue;
            }
            Deed::Woken => {
                stop = stop.filter(|stop| !matches!(stop.kind, Kind::Acknowledged | Kind::Snoozed));
                continue;
            }
            Deed::Reopened | Deed::Assigned(_) => {
                stop = None;
                continue;
            }
            Deed::Notified(notice) if notice.is_first() => {
                stop = stop.filter(|stop| !stop.kind.ends_by_notice());
                continue;
            }
            Deed::Acknowledged if !forced => Kind::Acknowledged,
            Deed::Closed { from } => Kind::Closed(from.clone()),
            Deed::Snoozed { .. } => Kind::Snoozed,
            Deed::Merged { target } if is_other(target, own_id) => Kind::Merged(target.clone()),
            Deed::Silenced(held) => Kind::Silenced(held.clone()),
            Deed::Inhibited(held) => Kind::Inhibited(held.clone()),
            Deed::Flapping { mute_mins } if *mute_mins > 0 => Kind::Flapping(*mute_mins),
            _ => continue,
        };
        let until = match &event.deed {
            Deed::Snoozed { minutes } => later(event.at, *minutes),
            Deed::Flapping { mute_mins } => later(event.at, *mute_mins),
            _ => None,
        };
        let merged_now = matches!(kind, Kind::Merged(_));
        let same_moment = |stop: &Stop<'_>| {
            matches!(stop.kind, Kind::Closed(_))
                && event.at.duration_since(stop.event.at) <= TOGETHER
        };
        if stop
            .as_ref()
            .is_none_or(|stop| merged_now && same_moment(stop))
        {
            stop = Some(Stop { event, kind, until });
        }
    }
    if moment.is_some_and(|moment| over(&stop, moment)) {
        return None;
    }
    stop
}

fn is_other(target: &Short, own_id: &str) -> bool {
    !target.incident_id.is_empty() && !target.incident_id.eq_ignore_ascii_case(own_id)
}

impl Stop<'_> {
    /// As a reason: the level is the one that was not reached.
    pub(super) fn reason(self, level: Option<(RuleRef, usize)>) -> Reason {
        let before = Before {
            by: self.event.by,
            level,
        };
        let until = self.until;
        let why = match self.kind {
            Kind::Acknowledged => Why::AcknowledgedBefore(before),
            Kind::Closed(from) => Why::ClosedBefore { before, from },
            Kind::Snoozed => Why::Snoozed { before, until },
            Kind::Merged(target) => Why::Merged { target },
            Kind::Silenced(held) => Why::Silenced { held, alert: None },
            Kind::Inhibited(held) => Why::Inhibited { held, alert: None },
            Kind::Flapping(mute_mins) => Why::Flapping { mute_mins },
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

    /// It was closed, at that moment.
    pub(super) fn closed_at(&self) -> Option<Timestamp> {
        matches!(self.kind, Kind::Closed(_)).then_some(self.event.at)
    }
}
