//! What nobody can say of an incident: whether a message is on its way, and to whom the warning of a storm went.

use jiff::{SignedDuration, Timestamp};

use crate::domain::evidence::again::{AT_ONCE, Again, How, again};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::levels::rules_with;
use crate::domain::evidence::stop::stopped;
use crate::domain::evidence::wire::IncidentInfo;

/// When the person was assigned for the first time.
pub(super) fn first_assigned(case: &Case<'_>) -> Option<Timestamp> {
    let mut mine = case
        .events
        .iter()
        .filter(|event| is_to(event, case.person.id));
    mine.next().map(|event| event.at)
}

/// Whether an entry makes this person one of those who deal with it.
pub(super) fn is_to(event: &Event, person: u64) -> bool {
    match &event.deed {
        Deed::Assigned(one) => one.persons().contains(&person),
        Deed::Added(to) => to.contains(&person),
        _ => false,
    }
}

/// Whether this incident became the person's by a merge: they had what was merged into it.
pub(super) fn is_merged_in(event: &Event, incident: &IncidentInfo, person: u64) -> bool {
    match &event.deed {
        Deed::Merged { target, responders } => {
            target
                .incident_id
                .eq_ignore_ascii_case(&incident.incident_id)
                && responders.contains(&person)
        }
        _ => false,
    }
}

/// When it became the person's by a merge that others did, and by nothing else: whether they are told of that nobody
/// says. Where something stops notices then they are not, until those begin again.
pub(super) fn merged_in(case: &Case<'_>) -> Option<Timestamp> {
    let me = case.person.id;
    let is_it = |event: &&Event| is_merged_in(event, case.incident, me) && event.by != me;
    let last = case.events.iter().rfind(is_it)?.at;
    let begins = |one: &Again| one.how != How::Unmuted && one.at >= last;
    let is_free = stopped(case, case.events, last, false).is_none()
        || again(case.events, me, case.now).iter().any(begins);
    (first_assigned(case).is_none() && is_free).then_some(last)
}

/// Whether the person made it theirs by this: whom a rule named was no choice of theirs, also where it was run by them,
/// or for what they opened.
#[must_use]
pub fn is_own_deed(event: &Event, person: u64) -> bool {
    let is_by_rule = match &event.deed {
        Deed::Assigned(one) => one.rule().is_some() || one.has_lost_its_rule(event.by),
        _ => false,
    };
    event.by == person && !is_by_rule && is_to(event, person)
}

/// Whether it became the person's by their own deed, before anything else made it theirs: they knew of it.
pub(super) fn began_by_own_deed(case: &Case<'_>) -> bool {
    let me = case.person.id;
    let is_sent = |event: &Event| match &event.deed {
        Deed::Notified(notice) => notice.persons.iter().any(|to| to.person_id == me),
        _ => false,
    };
    let mut theirs = case
        .events
        .iter()
        .filter(|event| is_to(event, me) || is_sent(event));
    theirs.next().is_some_and(|event| is_own_deed(event, me))
}

/// Until then it is too early to say that nothing was sent.
pub(super) const SOON: SignedDuration = SignedDuration::from_mins(2);

/// When the person was assigned, if it is too early to say that nothing is sent of it.
pub(super) fn assigned_just_now(case: &Case<'_>) -> Option<Timestamp> {
    let mut mine = case
        .events
        .iter()
        .filter(|event| is_to(event, case.person.id));
    let last = mine.next_back()?.at;
    (case.now.duration_since(last) < SOON).then_some(last)
}

/// When there was a storm of alerts while the person had the incident, of which no message is recorded.
pub(super) fn stormed(case: &Case<'_>) -> Option<Timestamp> {
    let me = case.person.id;
    let has_taken = |event: &&Event| event.by == me && event.deed == Deed::Acknowledged;
    let taken = case.events.iter().find(has_taken).map(|event| event.at);
    let listed = case.opened().filter(|_| case.incident.involves(me));
    let since = first_assigned(case).or(taken).or(listed)?;
    let is_storm = |event: &&Event| matches!(event.deed, Deed::Storm { .. }) && event.at >= since;
    let recorded = |storm: &&Event| {
        let until = storm.at.saturating_add(AT_ONCE).unwrap_or(Timestamp::MAX);
        let is_of_it = |event: &Event| match &event.deed {
            Deed::Notified(notice) => notice.is_first() && (storm.at..=until).contains(&event.at),
            _ => false,
        };
        case.events.iter().any(is_of_it)
    };
    let mut storms = case.events.iter().filter(is_storm);
    storms.find(|storm| !recorded(storm)).map(|storm| storm.at)
}

/// When notices began again by themselves, if it is too early to say that nothing is sent of it. Where something stops
/// them now they did not, and they are nothing to somebody whom neither the incident nor a rule names.
pub(super) fn began_again(case: &Case<'_>) -> Option<Timestamp> {
    let is_stopped = |at| stopped(case, case.events, at, false).is_some();
    let is_so = |one: &Again| {
        let before = one.at.saturating_sub(SignedDuration::from_secs(1));
        // What did not mute it is not over.
        one.how != How::Unmuted || before.is_ok_and(is_stopped)
    };
    let is_fresh =
        |at: &Timestamp| (SignedDuration::ZERO..SOON).contains(&case.now.duration_since(*at));
    let all = again(case.events, case.person.id, case.now).into_iter();
    let last = all.filter(is_so).map(|one| one.at).filter(is_fresh).max()?;
    let is_theirs = first_assigned(case).is_some()
        || case.incident.involves(case.person.id)
        || case.rules.is_none()
        || rules_with(case, last).next().is_some();
    (is_theirs && !is_stopped(case.now)).then_some(last)
}
