//! The person was assigned, and there is no record of a message to them: what stopped it, or which list of
//! channels is empty.

use jiff::SignedDuration;

use crate::domain::escalation::wire::DirectMessages;
use crate::domain::evidence::again::was_on_its_way;
use crate::domain::evidence::assignment::{Assignment, Named};
use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::{Case, Then};
use crate::domain::evidence::event::{Deed, Event, Notice};
use crate::domain::evidence::open::is_own_deed;
use crate::domain::evidence::reason::{Gap, RuleRef, What, Why};
use crate::domain::evidence::stop::{GRACE, Stop, is_forced, stopped};
use crate::domain::severity::Severity;

/// Why nothing was sent to the person by the assignment at this place, up to `end`. An empty list of channels is why
/// whatever came before a message could: nothing would have been sent.
pub(super) fn judge(
    case: &Case<'_>,
    index: usize,
    end: usize,
    assignment: Option<&Assignment>,
) -> Vec<Candidate> {
    let at = case.events[index].at;
    let rule = assignment.and_then(|one| {
        let id = one.rule()?;
        Some((case.name_of(id, &one.rule_name), one.level()?))
    });
    let after = &case.events[index + 1..end];
    // A rule may have assigned it that the record does not name: by what that one told persons nobody says.
    let lost = assignment.is_some_and(|one| one.has_lost_its_rule(case.events[index].by));
    let notices: Vec<&Notice> = after
        .iter()
        .filter_map(|event| of_level(event, rule.as_ref(), lost))
        .collect();
    let stop = stop_before(case, index, after, &notices, rule.as_ref());
    let name = rule.as_ref().map(|(name, _)| name.clone());
    let empty = |near, why| Candidate::new(near, Some(at), why);
    let why = channels(case, index, assignment, (rule, lost), &notices);
    let is_empty = is_empty_for_certain(&why);
    // Whether the server tells whoever assigns it to themselves nobody says: that they did is certain. Whom a rule named
    // was no choice of theirs.
    let is_own = is_own_deed(&case.events[index], case.person.id);
    let added = assignment.is_none();
    let own_deed = is_own.then_some(Why::SelfAssigned { added });
    let Some(stop) = stop else {
        return match own_deed {
            Some(own) if is_empty => {
                vec![empty(Near::Assigned, own), empty(Near::AssignedToo, why)]
            }
            Some(own) => vec![empty(Near::Assigned, own)],
            None => vec![empty(Near::Assigned, why)],
        };
    };
    let why = own_deed.filter(|_| !is_empty).unwrap_or(why);
    // What was put off until then was to be told when that was over, unless something else stood in between.
    let until = case.events.get(end).map_or(case.now, |next| next.at);
    let stop = match stop.is_put_off() {
        true => stop.over_by(case, case.events, until, 0, false),
        false => stop,
    };
    let is_over = stop.is_over_long();
    // Whoever took it themselves had it, by whatever channel.
    let own = stop.by() == case.person.id;
    let stopped = |near| Candidate {
        near,
        reason: stop.reason(What::Message(name)),
    };
    match (is_over || is_empty, own) {
        (false, _) => vec![stopped(Near::Assigned)],
        (true, false) => vec![empty(Near::Assigned, why), stopped(Near::AssignedToo)],
        (true, true) => vec![stopped(Near::Assigned), empty(Near::AssignedToo, why)],
    }
}

/// Whether it is proven that there was no channel to tell the person by.
fn is_empty_for_certain(why: &Why) -> bool {
    match why {
        Why::NoChannelPreference {
            certain, follows, ..
        } => *certain && *follows,
        Why::NoChannelRule { certain, .. } | Why::GroupOnly { certain, .. } => *certain,
        _ => false,
    }
}

/// A notice of this level of this rule, or of no rule; of any, where it is not known which rule it was.
fn of_level<'a>(
    event: &'a Event,
    rule: Option<&(RuleRef, usize)>,
    lost: bool,
) -> Option<&'a Notice> {
    let Deed::Notified(notice) = &event.deed else {
        return None;
    };
    let own = match rule {
        None => lost || notice.rule().is_none(),
        // Of a record without a rule nothing else can be said.
        Some((rule, level)) => notice
            .rule()
            .is_none_or(|id| id == rule.id && notice.level().is_none_or(|one| one == *level)),
    };
    own.then_some(notice)
}

/// What stopped it before the first message to anybody: what held it back already when it was assigned, what came when
/// that was on its way, or what came before a message could.
fn stop_before<'a>(
    case: &Case<'a>,
    index: usize,
    after: &'a [Event],
    notices: &[&Notice],
    rule: Option<&(RuleRef, usize)>,
) -> Option<Stop<'a>> {
    let at = case.events[index].at;
    // A rule assigns at the end of its delay what was held back when it began.
    let delay = rule
        .and_then(|(rule, _)| case.rule(&rule.id))
        .and_then(|rule| i64::try_from(rule.aggr_window).ok())
        .map_or(GRACE, |delay| {
            GRACE.saturating_add(SignedDuration::from_secs(delay))
        });
    // A level that comes although somebody has it is told to them.
    let forced = is_forced(case, &case.events[index]) != Some(false);
    if notices.is_empty()
        && let Some(stop) = stopped(case, &case.events[..index], at, forced)
        && let came = stop.at()
        && (stop.is_noise() && at.duration_since(came) <= delay
            || stop.is_mute() && case.events[index].by == 0
            || was_on_its_way(case.events, index, came))
    {
        return Some(stop);
    }
    let is_notice = |event: &Event| matches!(event.deed, Deed::Notified(_));
    let first = after.iter().position(is_notice).unwrap_or(after.len());
    let soon = at.saturating_add(GRACE).unwrap_or(at);
    stopped(case, &after[..first], soon, false)
}

/// Which list of channels is empty.
fn channels(
    case: &Case<'_>,
    index: usize,
    assignment: Option<&Assignment>,
    (rule, lost): (Option<(RuleRef, usize)>, bool),
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
        .and_then(|(rule, level)| case.rule(&rule.id)?.layers.get(*level))
        .filter(|layer| !layer.is_untold());
    let by: Option<Option<&DirectMessages>> =
        layer.map(|layer| layer.target.as_ref().and_then(|target| target.by.as_ref()));
    let (rule, level) = rule.unzip();
    // A rule that was changed since, or does not say when, may have had one then.
    let then_as_now = rule.as_ref().is_none_or(RuleRef::is_as_then);
    let by_hand = rule.is_none() && !lost;
    let no_channel = |rule, certain| Why::NoChannelRule {
        severity,
        rule,
        level,
        certain,
        by_hand,
    };
    let then = case.chosen_then(at);
    let preference = |rule, follows| {
        let (own, changed) = match (then, &case.person.preferences) {
            (Then::Logged(own, changed), _) => (own, Some(changed)),
            (Then::AsNow | Then::Unknown, Some(own)) => (own, None),
            (Then::AsNow | Then::Unknown, None) => return Why::Unknown(Gap::PreferencesUnread),
        };
        let Some(severity) = severity else {
            return Why::Unknown(Gap::Severity);
        };
        if own.get(&severity).is_none_or(Vec::is_empty) {
            Why::NoChannelPreference {
                severity,
                rule,
                changed,
                certain: then != Then::Unknown,
                follows,
            }
        } else if then != Then::Unknown {
            Why::Unknown(Gap::NoRecordThen)
        } else {
            Why::Unknown(Gap::NoRecord)
        }
    };
    match (by, assignment.and_then(Assignment::channels)) {
        (_, Some(Named::These([]))) => no_channel(rule, true),
        (_, Some(Named::These(_))) => Why::Unknown(Gap::NoRecordNamed),
        (_, Some(Named::Untold)) => Why::Unknown(Gap::ChannelsUntold),
        (Some(None), None) if only_rooms => Why::GroupOnly {
            rooms,
            rule,
            certain: then_as_now,
        },
        (Some(None), None) => no_channel(rule, then_as_now),
        (Some(Some(by)), None) if !by.follow_preference => {
            let mut lists = Severity::ALL.iter().map(|one| by.unified(*one).is_empty());
            let empty = match severity {
                Some(severity) => Some(by.unified(severity).is_empty()),
                // One that duty does not know has none of them for certain only where none is filled.
                None => lists.all(|empty| empty).then_some(true),
            };
            match empty {
                Some(true) => no_channel(rule, then_as_now),
                Some(false) if then_as_now => Why::Unknown(Gap::NoRecordNamed),
                Some(false) => Why::Unknown(Gap::NoRecord),
                None => Why::Unknown(Gap::Severity),
            }
        }
        (Some(Some(_)), None) => preference(rule, then_as_now),
        // The rule, or its level, is gone or not told, or no rule could be read: by what it told persons is not known.
        // Without a rule it goes by what each chose.
        (None, None) => match preference(rule.clone(), by_hand) {
            why @ Why::NoChannelPreference { .. } => why,
            _ if only_rooms && !by_hand => Why::GroupOnly {
                rooms,
                rule,
                certain: false,
            },
            Why::Unknown(Gap::NoRecord | Gap::NoRecordThen | Gap::PreferencesUnread) if lost => {
                Why::Unknown(Gap::ChannelsUntold)
            }
            why => why,
        },
    }
}
