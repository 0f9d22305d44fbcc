//! The person was assigned, and there is no record of a message to them: what stopped it, or which list of
//! channels is empty.

use jiff::SignedDuration;

use crate::domain::escalation::wire::DirectMessages;
use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Assignment, Deed, Event, Notice};
use crate::domain::evidence::reason::{Gap, RuleRef, Why};
use crate::domain::evidence::stop::{Stop, stopped};

/// Messages follow an assignment within moments.
const SOON: SignedDuration = SignedDuration::from_mins(2);

/// Why nothing was sent to the person by the assignment at this place, up to `end`.
pub(super) fn judge(
    case: &Case<'_>,
    index: usize,
    end: usize,
    assignment: Option<&Assignment>,
) -> Candidate {
    let at = case.events[index].at;
    let rule = assignment.and_then(|one| {
        let id = one.rule()?;
        Some((case.name_of(id, &one.rule_name), one.level()?))
    });
    let after = &case.events[index + 1..end];
    let notices: Vec<&Notice> = after
        .iter()
        .filter_map(|event| of_level(event, rule.as_ref()))
        .collect();
    if let Some(stop) = stop_before(case, index, after, &notices) {
        return Candidate {
            near: Near::Assigned,
            reason: stop.reason(rule),
        };
    }
    let fresh = end == case.events.len() && case.now.duration_since(at) < SOON;
    let why = if notices.is_empty() && fresh {
        Why::Unknown(Gap::NotYet(None))
    } else {
        channels(case, index, assignment, rule, &notices)
    };
    Candidate::new(Near::Assigned, Some(at), why)
}

/// A notice of this level of this rule, or of no rule.
fn of_level<'a>(event: &'a Event, rule: Option<&(RuleRef, usize)>) -> Option<&'a Notice> {
    let Deed::Notified(notice) = &event.deed else {
        return None;
    };
    let own = match rule {
        None => notice.rule().is_none(),
        // Of a record without a rule nothing else can be said.
        Some((rule, level)) => notice
            .rule()
            .is_none_or(|id| id == rule.id && notice.level().is_none_or(|one| one == *level)),
    };
    own.then_some(notice)
}

/// What stopped it before the first message to anybody: what held it back already when it was assigned, or
/// what came before a message could.
fn stop_before<'a>(
    case: &Case<'a>,
    index: usize,
    after: &'a [Event],
    notices: &[&Notice],
) -> Option<Stop<'a>> {
    let own = &case.incident.incident_id;
    let at = case.events[index].at;
    if notices.is_empty()
        && let Some(stop) = stopped(own, &case.events[..index], Some(at), false)
        && stop.is_noise()
    {
        return Some(stop);
    }
    let is_notice = |event: &Event| matches!(event.deed, Deed::Notified(_));
    let first = after.iter().position(is_notice).unwrap_or(after.len());
    let soon = at.checked_add(SOON).unwrap_or(at);
    stopped(own, &after[..first], Some(soon), false)
}

/// Which list of channels is empty.
fn channels(
    case: &Case<'_>,
    index: usize,
    assignment: Option<&Assignment>,
    rule: Option<(RuleRef, usize)>,
    notices: &[&Notice],
) -> Why {
    let at = case.events[index].at;
    let severity = case.severity_at(at);
    let rooms: Vec<String> = notices
        .iter()
        .flat_map(|notice| notice.rooms().map(|room| room.name().to_owned()))
        .collect();
    let nobody_told = notices.iter().all(|notice| notice.persons.is_empty());
    let only_rooms = !rooms.is_empty() && nobody_told;
    let layer = rule
        .as_ref()
        .and_then(|(rule, level)| case.rule(&rule.id)?.layers.get(*level));
    let by: Option<Option<&DirectMessages>> =
        layer.map(|layer| layer.target.as_ref().and_then(|target| target.by.as_ref()));
    let (rule, level) = rule.unzip();
    let now = case.person.preferences.as_ref().map(|own| (own, None));
    let then = case.chosen_then(at).map(|(own, at)| (own, Some(at)));
    let preference = |rule| match then.or(now) {
        Some((own, changed)) if own.get(&severity).is_none_or(Vec::is_empty) => {
            Why::NoChannelPreference {
                severity,
                rule,
                changed,
            }
        }
        Some((_, Some(_))) => Why::Unknown(Gap::NoRecordThen),
        Some(_) => Why::Unknown(Gap::NoRecord),
        None => Why::Unknown(Gap::PreferencesUnread),
    };
    match (by, assignment.and_then(Assignment::channels)) {
        (_, Some([])) => Why::NoChannelRule {
            severity,
            rule,
            level,
        },
        (_, Some(_)) => Why::Unknown(Gap::NoRecord),
        (Some(None), None) if only_rooms => Why::GroupOnly {
            rooms,
            rule,
            certain: true,
        },
        (Some(None), None) => Why::NoChannelRule {
            severity,
            rule,
            level,
        },
        (Some(Some(by)), None) if !by.follow_preference => {
            if by.unified(severity).is_empty() {
                Why::NoChannelRule {
                    severity,
                    rule,
                    level,
                }
            } else {
                Why::Unknown(Gap::NoRecord)
            }
        }
        (Some(Some(_)), None) => preference(rule),
        // The rule, or its level, is gone, or no rule could be read.
        (None, None) => match (preference(rule.clone()), rule) {
            (why @ Why::NoChannelPreference { .. }, _) => why,
            (_, rule @ Some(_)) if only_rooms => Why::GroupOnly {
                rooms,
                rule,
                certain: false,
            },
            (why, _) => why,
        },
    }
}
