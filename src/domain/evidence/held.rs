//! The incident was never assigned: what held it back, or that no rule took it.

use jiff::{SignedDuration, Timestamp};

use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Outcome, Truth, Verdict, evaluate};
use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::levels::rules_with;
use crate::domain::evidence::reason::{Gap, Reason, RuleRef, Why};
use crate::domain::evidence::stop::{Stop, stopped};

/// An alert joined what was open already, rather than being one of those that opened it.
const LONG_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// What held back an incident that nobody was assigned.
pub(super) fn judge(case: &Case<'_>, opened: Timestamp) -> Candidate {
    let held = |reason| Candidate {
        near: Near::Held,
        reason,
    };
    let first = first_stop(case);
    if let Some(stop) = first.as_ref().filter(|stop| stop.is_noise()) {
        return held(stop.clone().reason(None));
    }
    if let Some(reason) = muted_alert(case) {
        return held(reason);
    }
    match first {
        None => held(Reason {
            at: Some(opened),
            why: rules(case, opened, None),
        }),
        Some(stop) => match stop.closed_at() {
            Some(closed) => held(Reason {
                at: Some(closed),
                why: rules(case, opened, Some(closed)),
            }),
            None => held(stop.reason(None)),
        },
    }
}

/// The first thing that stopped it and was not undone.
fn first_stop<'a>(case: &Case<'a>) -> Option<Stop<'a>> {
    stopped(&case.incident.incident_id, case.events, None, false)
}

/// An alert of it that was held back.
fn muted_alert(case: &Case<'_>) -> Option<Reason> {
    let (alert, mute) = case
        .alerts
        .iter()
        .find_map(|alert| Some((alert, alert.mute.as_ref()?)))?;
    let (held, alert) = (mute.held.clone(), Some(alert.title.clone()));
    Some(Reason {
        at: Some(mute.at),
        why: if mute.inhibited {
            Why::Inhibited { held, alert }
        } else {
            Why::Silenced { held, alert }
        },
    })
}

/// What the rules as they are now would have done with it.
fn rules(case: &Case<'_>, opened: Timestamp, closed: Option<Timestamp>) -> Why {
    let Some(rules) = case.rules else {
        return Why::Unknown(Gap::RulesUnread);
    };
    let outcome = evaluate(rules, case.person, &case.as_opened(), opened, case.clock);
    let takes = |verdict: &Verdict| {
        let rule = rules.get(verdict.rule.as_ref()?.index)?;
        Some((case.name_of(&rule.rule_id, ""), rule.aggr_window))
    };
    let possible: Vec<(RuleRef, u64)> = outcome.verdicts().filter_map(takes).collect();
    let end = closed.unwrap_or(case.now);
    let lasted = end.duration_since(opened).as_secs();
    let in_delay = |delay: &u64| i64::try_from(*delay).is_ok_and(|delay| lasted < delay);
    let delayed = possible.iter().find(|(_, delay)| in_delay(delay));
    match (delayed, closed) {
        (Some((rule, delay)), Some(_)) => Why::ClosedInDelay {
            rule: rule.clone(),
            delay: *delay,
        },
        (Some((_, delay)), None) => {
            let delay = SignedDuration::from_secs(i64::try_from(*delay).unwrap_or(0));
            Why::Unknown(Gap::NotYet(opened.checked_add(delay).ok()))
        }
        (None, _) => Why::NoRule {
            now: possible.into_iter().next().map(|(rule, _)| rule),
        },
    }
}

/// The last alert that joined an incident which was open already, after which nothing was sent for the
/// first time.
pub(super) fn joined(case: &Case<'_>, opened: Timestamp) -> Option<(Timestamp, Reason)> {
    let late = |at: &Timestamp| at.duration_since(opened) >= LONG_AFTER;
    let by_alert = case
        .alerts
        .iter()
        .filter_map(|alert| Some((alert.at?, alert.title.clone())));
    let by_feed = case.events.iter().filter_map(|event| match &event.deed {
        Deed::AlertMerged { titles } => Some((event.at, titles.join(", "))),
        _ => None,
    });
    // The same moment may be told by both, and only one of them names the alert.
    let (at, title) = by_alert
        .chain(by_feed)
        .filter(|(at, _)| late(at))
        .max_by_key(|(at, title)| (at.as_second(), !title.is_empty()))?;
    let fires = |event: &Event| match &event.deed {
        Deed::Notified(notice) => notice.is_first() && event.at >= at,
        _ => false,
    };
    if case.events.iter().any(fires) {
        return None;
    }
    let why = Why::AlertMerged { title, opened };
    Some((at, Reason { at: Some(at), why }))
}

/// Whether the rules as they are now tell the person of an incident that begins then, and told nothing of
/// one that began before.
pub(super) fn is_told_only_at(case: &Case<'_>, opened: Timestamp, joined: Timestamp) -> bool {
    let Some(rules) = case.rules else {
        return false;
    };
    told(case, rules, joined) == Truth::Yes && told(case, rules, opened) == Truth::No
}

fn told(case: &Case<'_>, rules: &[EscalationRule], at: Timestamp) -> Truth {
    if rules_with(case, at).next().is_none() {
        return Truth::No;
    }
    let outcome: Outcome = evaluate(rules, case.person, &case.as_opened(), at, case.clock);
    let named = |verdict: &Verdict| {
        let first = verdict.levels.first();
        Truth::any(
            first
                .iter()
                .flat_map(|level| &level.recipients)
                .map(|one| one.truth),
        )
    };
    let mut all = outcome.verdicts().map(named);
    let first = all.next().unwrap_or(Truth::No);
    if all.all(|other| other == first) {
        first
    } else {
        Truth::Unknown
    }
}
