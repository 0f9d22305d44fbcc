//! Whether a record has what the incident itself tells: one that lags, or lacks an entry, proves nothing.

use crate::domain::escalation::Person;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::open::is_to;
use crate::domain::evidence::stop::GRACE;
use crate::domain::evidence::wire::IncidentInfo;

/// Whether the record lacks what the incident tells of the person, or that anybody acknowledged it.
pub fn lacks(incident: &IncidentInfo, events: &[Event], person: &Person) -> bool {
    let told = incident.involved(person.id);
    // What was sent to somebody comes of an assignment.
    let is_sent = |event: &Event| match &event.deed {
        Deed::Notified(notice) => notice.persons.iter().any(|to| to.person_id == person.id),
        _ => false,
    };
    let mut all = events.iter();
    let mine = all.rfind(|event| is_to(event, person.id) || is_sent(event));
    // Whoever puts it off or closes it has it too.
    let is_taken = |event: &Event| {
        matches!(
            event.deed,
            Deed::Acknowledged | Deed::Snoozed { .. } | Deed::Closed { .. }
        )
    };
    let has_taken = events
        .iter()
        .any(|one| is_taken(one) && one.by == person.id);
    let latest = incident.assigned_to.iter();
    let is_named = latest
        .flat_map(|one| &one.person_ids)
        .any(|id| *id == person.id);
    // By their address, which the record says whose it is.
    let latest = incident.assigned_to.iter().flat_map(|one| &one.emails);
    let by_address = latest.into_iter().any(|address| person.reads(address));
    let lacks_assignment = match (told.assigned, mine) {
        (None, mine) => by_address && mine.is_none(),
        // Whoever takes it is listed as a responder, without having been assigned.
        (Some(_), None) => !has_taken || is_named,
        // Both round.
        (Some(at), Some(mine)) => at.is_some_and(|at| at.duration_since(mine.at) > GRACE),
    };
    let lacks_taking = (incident.ack_time > 0 && !events.iter().any(is_taken))
        || (told.acknowledged && !has_taken);
    lacks_assignment || lacks_taking
}
