//! The turns of an incident: one that was opened again, or that somebody gave back, is told anew. That the person was
//! told the time before is no answer to whether they were told this time.

use jiff::Timestamp;

use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::open::is_to;

/// Where in the record each turn begins, the first one with it. A later one is one that was for the person, and not by
/// their own deed.
pub(super) fn beginnings(events: &[Event], person: u64) -> Vec<usize> {
    let mut found = vec![0];
    // Where it was opened again, if nothing of that was for the person yet.
    let mut opened = None;
    let (mut is_theirs, mut is_taken) = (false, false);
    for (index, event) in events.iter().enumerate() {
        let was_theirs = is_theirs;
        is_theirs |= is_for(event, person);
        match &event.deed {
            Deed::Reopened => {
                opened = Some(index).filter(|_| event.by != person);
                is_taken = false;
                continue;
            }
            Deed::Acknowledged | Deed::Closed { .. } | Deed::Snoozed { .. } => {
                is_taken = true;
                continue;
            }
            Deed::Unacknowledged | Deed::Woken => {
                is_taken = false;
                continue;
            }
            _ => {}
        }
        if is_for(event, person)
            && let Some(opened) = opened.take()
        {
            found.push(opened);
        } else if was_theirs && is_taken && is_given_back(event, person) {
            found.push(index);
        }
        if matches!(event.deed, Deed::Assigned(_)) {
            is_taken = false;
        }
    }
    found
}

/// The entries of the last turn that was for the person; all of them, where there is but one.
#[must_use]
pub fn last_turn(events: &[Event], person: u64) -> &[Event] {
    let from = beginnings(events, person).pop().unwrap_or_default();
    &events[from..]
}

/// Whether something was handed over to the person, the last time that it was for them.
#[must_use]
pub fn is_told(events: &[Event], person: u64) -> bool {
    let handed = |event: &Event| match &event.deed {
        Deed::Notified(notice) => {
            let mut to = notice.persons.iter();
            to.any(|to| to.person_id == person && to.failed_reason.is_empty())
        }
        _ => false,
    };
    last_turn(events, person).iter().any(handed)
}

/// The entries from `from` to `to` as a record of their own: what an incident is stays what it was before.
pub(super) fn record(events: &[Event], from: usize, to: usize) -> (Vec<Event>, Option<Timestamp>) {
    let stays = |event: &&Event| {
        matches!(
            event.deed,
            Deed::Opened { .. } | Deed::Severity(_) | Deed::Recovered
        )
    };
    let before = events[..from].iter().filter(stays);
    let own = before.chain(&events[from..to]).cloned().collect();
    let began = (from > 0).then(|| events[from].at);
    (own, began)
}

/// Whether it makes the incident the person's, or is sent to them.
fn is_for(event: &Event, person: u64) -> bool {
    match &event.deed {
        Deed::Notified(notice) => notice.persons.iter().any(|to| to.person_id == person),
        _ => is_to(event, person),
    }
}

/// Whether somebody else gives it to the person by hand.
fn is_given_back(event: &Event, person: u64) -> bool {
    let by_hand = match &event.deed {
        Deed::Assigned(one) => one.rule().is_none() || one.r#type == "reassign",
        Deed::Added(_) => true,
        _ => false,
    };
    by_hand && is_to(event, person) && event.by != person
}
