//! Whether a record has what the incident itself tells: one that lags, or lacks an entry, proves nothing.

use jiff::Timestamp;

use crate::domain::escalation::Person;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::open::{is_merged_in, is_to};
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
    // By their address, which the record says whose it is.
    let latest = incident.assigned_to.iter().flat_map(|one| &one.emails);
    let by_address = latest.into_iter().any(|address| person.reads(address));
    let lacks_entry = |told: Option<Option<Timestamp>>| match (told, mine) {
        (None, _) => false,
        (Some(_), None) => true,
        // Both round.
        (Some(at), Some(mine)) => at.is_some_and(|at| at.duration_since(mine.at) > GRACE),
    };
    // Those who had what is merged into it are listed as responders, without having been assigned.
    let is_by_merge = |at: Option<Timestamp>| {
        let merges = |event: &&Event| is_merged_in(event, incident, person.id);
        let mut merged = events.iter().filter(merges);
        merged.any(|merge| at.is_none_or(|at| at.duration_since(merge.at) <= GRACE))
    };
    // So is whoever takes it.
    let is_explained = told
        .responds
        .is_some_and(|at| mine.is_none() && has_taken || is_by_merge(at));
    let is_told = told.named.is_some() || told.responds.is_some();
    let lacks_assignment = lacks_entry(told.named)
        || (lacks_entry(told.responds) && !is_explained)
        || (!is_told && by_address && mine.is_none());
    let lacks_taking = (incident.ack_time > 0 && !events.iter().any(is_taken))
        || (told.acknowledged && !has_taken);
    lacks_assignment || lacks_taking
}
