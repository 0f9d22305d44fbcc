//! What was missed in some time: what was the person's by its end and had not reached them. What came later is no part
//! of it, neither as what was missed nor as what reached them.

use jiff::Timestamp;

use crate::domain::evidence::case::{Case, is_mute};
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::judge::{Finding, Notified};
use crate::domain::evidence::last::of_turns;
use crate::domain::evidence::open::{SOON, is_merged_in, is_to};
use crate::domain::evidence::reason::{Gap, Reason, Why};
use crate::domain::evidence::turn::is_for;
use crate::domain::evidence::wire::IncidentInfo;

/// Judge an incident by its turns of some time, as they stood at its end: what was missed in any of them was. Nothing
/// where there was none.
pub fn judge_within(case: &Case<'_>, (from, to): (Timestamp, Timestamp)) -> Option<Finding> {
    let (whole, later) = of_turns(case, (from, to));
    if case.opened().is_some_and(|at| at >= to) || case.now <= to {
        return whole.map(|found| Finding { later, ..found });
    }
    // What was on its way then tells: where it is too early to say, what came of it soon after.
    let soon = to.saturating_add(SOON).unwrap_or(Timestamp::MAX);
    let later_still = soon.saturating_add(SOON).unwrap_or(Timestamp::MAX);
    let (mut found, mut came) = (None, case.events.len());
    for (end, now) in [(to, to), (soon, soon), (soon, later_still)] {
        let past = Past::of(case, end, now.min(case.now));
        came = past.events.len();
        found = of_turns(&past.case(case), (from, to)).0;
        if !found.as_ref().is_some_and(is_early) {
            break;
        }
    }
    let found = found?;
    let is_other = |whole: &Finding| {
        (whole.notified, whole.is_missed()) != (found.notified, found.is_missed())
    };
    let next = match whole.as_ref().is_none_or(is_other) {
        true => {
            let mut rest = case.events[came..].iter();
            rest.find(|event| is_for(event, case.person.id))
        }
        false => None,
    };
    let later = later.into_iter().chain(next.map(|event| event.at)).min();
    // What stopped a level that was to come says more than that it was.
    let whole = whole.filter(|whole| is_to_come(&found) && is_settled(whole));
    Some(Finding {
        later,
        ..whole.unwrap_or(found)
    })
}

/// Whether a message may have been on its way.
fn is_early(found: &Finding) -> bool {
    let early = |one: &Reason| matches!(one.why, Why::Unknown(Gap::NotYet(None) | Gap::JustOpened));
    found.notified == Notified::Unknown && found.decisive().is_some_and(early)
}

/// Whether a level that names the person, or may, was not due yet.
fn is_to_come(found: &Finding) -> bool {
    let to_come = |one: &Reason| {
        matches!(
            one.why,
            Why::Unknown(Gap::NotYet(Some(_)) | Gap::MayCome(..))
        )
    };
    found.notified == Notified::No && found.decisive().is_some_and(to_come)
}

/// Whether nothing reached the person, and nothing was to.
fn is_settled(found: &Finding) -> bool {
    found.notified == Notified::No && !found.is_missed() && !found.is_doubtful()
}

/// An incident as it stood at a moment.
struct Past {
    incident: IncidentInfo,
    events: Vec<Event>,
    now: Timestamp,
}

impl Past {
    /// By its entries until `end`, and the messages that were on their way then, until something else begins.
    fn of(case: &Case<'_>, end: Timestamp, now: Timestamp) -> Past {
        let soon = end.saturating_add(SOON).unwrap_or(Timestamp::MAX);
        let before = case.events.partition_point(|event| event.at < end);
        let after = case.events[before..].iter();
        let on_its_way = after.take_while(|event| event.at < soon && !begins(event));
        let (events, later) = case.events.split_at(before + on_its_way.count());
        let me = case.person.id;
        let mut incident = case.incident.clone();
        // What it says of itself is of now. Where an entry tells since when, it was not so before.
        let is_mine = |event: &Event| {
            is_to(event, me)
                || is_merged_in(event, case.incident, me)
                || (event.by == me && is_taken(event))
        };
        if later.iter().any(is_mine) {
            let responders = incident.responders.iter_mut();
            responders.for_each(|all| all.retain(|one| one.person_id != me));
            let assigned = incident.assigned_to.iter_mut();
            assigned.for_each(|one| one.person_ids.retain(|id| *id != me));
        }
        let changes = |event: &Event| matches!(event.deed, Deed::Severity(_) | Deed::Recovered);
        if later.iter().any(changes) {
            incident.incident_severity.clear();
        }
        incident.ever_muted &= !later.iter().any(is_mute);
        Past {
            incident,
            events: events.to_vec(),
            now,
        }
    }

    fn case<'a>(&'a self, case: &Case<'a>) -> Case<'a> {
        Case {
            incident: &self.incident,
            events: &self.events,
            now: self.now,
            until: None,
            ..*case
        }
    }
}

/// Whether something may be sent by it that was not on its way before.
fn begins(event: &Event) -> bool {
    matches!(
        event.deed,
        Deed::Assigned(_)
            | Deed::Added(_)
            | Deed::Reopened
            | Deed::Unacknowledged { .. }
            | Deed::Woken
            | Deed::Storm { .. }
            | Deed::Unreadable
    )
}

fn is_taken(event: &Event) -> bool {
    matches!(
        event.deed,
        Deed::Acknowledged | Deed::Snoozed { .. } | Deed::Closed { .. }
    )
}
