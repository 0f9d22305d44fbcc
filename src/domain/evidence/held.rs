//! The incident was never assigned: what held it back, or that no rule took it.

use jiff::{SignedDuration, Timestamp};

use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Outcome, Truth, Verdict, evaluate};
use crate::domain::evidence::alert::{AlertFact, Mute, Muted};
use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::{Case, is_mute, is_reopened_by_hand};
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::levels::rules_with;
use crate::domain::evidence::reason::{Gap, Reason, RuleRef, What, Why};
use crate::domain::evidence::stop::{GRACE, Stop, later, stopped};

/// An alert joined what was open already, rather than being one of those that opened it.
const LONG_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// No rule waits longer before it tells anybody (contract: `aggr_window`).
const LONGEST_DELAY: SignedDuration = SignedDuration::from_hours(1);

/// A rule that takes the incident as the rules are now, or may, and when it would have told somebody.
struct Taker {
    rule: RuleRef,
    delay: u64,
    due: Timestamp,
}

/// What held back an incident that nobody was assigned. What came when somebody should have been told long before
/// did not hold it back. That no rule takes it now does not prove that none did: a deleted one leaves no trace.
pub(super) fn judge(case: &Case<'_>, opened: Timestamp) -> Candidate {
    let (at, why) = match case.rules {
        Some(rules) => by_rules(case, rules, opened),
        // What the record has from the beginning holds whatever the rules are.
        None => match noise(case, opened) {
            Noise::Held(reason) => (reason.at, reason.why),
            Noise::None | Noise::Unknown => (Some(opened), Why::Unknown(Gap::RulesUnread)),
        },
    };
    Candidate::new(Near::Held, at, why)
}

/// Whether no rule is known to have assigned it by itself: then the rules are walked.
#[must_use]
pub fn is_free(events: &[Event]) -> bool {
    let mut by_rule = events.iter().filter(|event| event.rule().is_some());
    by_rule.all(|event| event.by != 0)
}

/// Why no rule had told anybody when a person assigned it by hand, by what the record has until then. That it is not known
/// whether one took it, or was about to, is no less open for that. Nothing where none had its time yet.
pub(super) fn before(case: &Case<'_>, opened: Timestamp, by_hand: Timestamp) -> Option<Candidate> {
    let end = case.events.partition_point(|event| event.at < by_hand);
    let (events, rest) = case.events.split_at(end);
    let mut incident = case.incident.clone();
    incident.ever_muted &= !rest.iter().any(is_mute);
    let case = &Case {
        incident: &incident,
        events,
        now: by_hand,
        until: None,
        ..*case
    };
    let held = judge(case, opened);
    let longest = opened.saturating_add(LONGEST_DELAY);
    let is_late = longest.is_ok_and(|longest| longest < by_hand);
    let is_muted = |minutes: i64| {
        let at = held.reason.at.unwrap_or(opened);
        later(at, minutes).is_none_or(|until| until >= by_hand)
    };
    let near = match &held.reason.why {
        Why::Silenced { .. } | Why::Inhibited { .. } => Near::Held,
        Why::Flapping {
            mute_mins, over, ..
        } if *over || is_muted(*mute_mins) => Near::Held,
        Why::AcknowledgedBefore(before) | Why::Snoozed { before, .. } if before.over => Near::Held,
        // One with a delay that is gone now may have been about to.
        Why::NoRule { now: None, .. } if !is_late => Near::Other,
        Why::NoRule { .. } | Why::Unknown(Gap::AlertsUnread { .. } | Gap::RulesThen(..)) => {
            Near::Held
        }
        _ => return None,
    };
    Some(Candidate { near, ..held })
}

fn by_rules(
    case: &Case<'_>,
    rules: &[EscalationRule],
    opened: Timestamp,
) -> (Option<Timestamp>, Why) {
    let outcome = evaluate(rules, case.person, &case.as_opened(), opened, case.clock);
    let taker = |verdict: &Verdict| {
        let rule = rules.get(verdict.rule.as_ref()?.index)?;
        let delay = SignedDuration::from_secs(i64::try_from(rule.aggr_window).unwrap_or(i64::MAX));
        Some(Taker {
            rule: case.name_of(&rule.rule_id, ""),
            delay: rule.aggr_window,
            due: opened.saturating_add(delay).unwrap_or(Timestamp::MAX),
        })
    };
    let possible: Vec<Taker> = outcome.verdicts().filter_map(taker).collect();
    let last = possible.iter().map(|taker| taker.due).max();
    let noise = noise(case, last.unwrap_or(opened));
    if let Noise::Held(reason) = noise {
        return (reason.at, reason.why);
    }
    // A rule that was changed since need not have taken it, nor had that delay.
    if let Some(taker) = taker(&outcome.ending)
        && taker.rule.is_as_then()
        && let Some(stop) = stop_until(case, taker.due).filter(|stop| !stop.is_noise())
    {
        match stop.closed_at() {
            None => {
                let minutes = taker.delay.div_ceil(60);
                let stop = stop.over_by(case, case.events, case.now, minutes, false);
                let reason = stop.reason(What::Anybody);
                return (reason.at, reason.why);
            }
            Some(closed) if closed < taker.due => {
                let Taker { rule, delay, .. } = taker;
                return (Some(closed), Why::ClosedInDelay { rule, delay });
            }
            Some(_) => {}
        }
    }
    let closed = closed_at(case);
    let waiting = possible.iter().find(|taker| case.now < taker.due);
    // A rule may take it, or its first message go out, a little later than is computed here.
    let mut dues = possible.iter().map(|taker| taker.due).chain([opened]);
    let is_early = dues.any(|due| case.now < late(due));
    match (waiting, closed) {
        (Some(taker), None) => (Some(opened), Why::Unknown(Gap::NotYet(Some(taker.due)))),
        (None, None) if is_early => (Some(opened), Why::Unknown(Gap::JustOpened)),
        _ => {
            let names = |taker: &Taker| {
                let mut mine = rules_with(case, opened);
                mine.any(|rule| rule.rule_id == taker.rule.id)
            };
            let for_person = possible.iter().any(names);
            let at = Some(closed.unwrap_or(opened));
            // In no space there never was a rule.
            let none = case.incident.channel_id == 0 && rules.is_empty();
            if let Noise::Unknown = noise
                && !none
            {
                return (at, Why::Unknown(Gap::AlertsUnread { for_person }));
            }
            // A rule of then that is another one now, or gone, may have been about to tell somebody.
            let longest = opened.saturating_add(LONGEST_DELAY);
            let longest = longest
                .unwrap_or(Timestamp::MAX)
                .max(last.unwrap_or(opened));
            if let Some(stop) = first_stop(case, (opened, longest)).filter(|_| !none) {
                let came = |taker: &&Taker| taker.due <= stop.at();
                let for_person = possible.iter().filter(came).any(names);
                let Reason { at, why } = stop.reason(What::Anybody);
                let by = Box::new(why);
                return (at, Why::Unknown(Gap::RulesThen(by, for_person)));
            }
            let now = possible.into_iter().next().map(|taker| taker.rule);
            (at, Why::NoRule { now, for_person })
        }
    }
}

/// The first thing that stood in between at any time in this one.
fn first_stop<'a>(case: &Case<'a>, (from, to): (Timestamp, Timestamp)) -> Option<Stop<'a>> {
    let moments = case.events.iter().map(|event| event.at);
    let mut moments = moments.filter(|at| (from..=to).contains(at));
    moments.find_map(|at| stopped(case, case.events, at, false))
}

/// What stood in between when somebody was due to be told. The server may do so a little later, for which a merge
/// is early enough, and nobody's deed.
fn stop_until<'a>(case: &Case<'a>, due: Timestamp) -> Option<Stop<'a>> {
    let stop_at = |moment| stopped(case, case.events, moment, false);
    stop_at(due).or_else(|| stop_at(late(due)).filter(|stop| !stop.is_taken()))
}

fn late(due: Timestamp) -> Timestamp {
    due.saturating_add(GRACE).unwrap_or(Timestamp::MAX)
}

/// Whether something held it, or the alert that opened it, back.
enum Noise {
    Held(Reason),
    None,
    /// The alerts could not be read.
    Unknown,
}

/// What held it, or the alert that opened it, back when somebody was due to be told.
fn noise(case: &Case<'_>, due: Timestamp) -> Noise {
    let stop = stopped(case, case.events, late(due), false);
    if let Some(stop) = stop.filter(Stop::is_noise) {
        // Where no rule names the person it does not matter.
        let stop = match rules_with(case, due).next() {
            Some(_) => stop.over_by(case, case.events, case.now, 0, false),
            None => stop.settled(),
        };
        // Whether that alert is one of its own only the list of them tells.
        return if stop.is_of_an_alert(case) && !case.alerts_known {
            Noise::Unknown
        } else {
            Noise::Held(stop.reason(What::Anybody))
        };
    }
    // One that came later held back no more than itself.
    // A person who opens it again ends what held it back, and whether it was held back again then nobody says.
    let is_before = |mute: &Mute| case.since.is_some_and(|since| mute.at < since);
    let by_hand = is_reopened_by_hand(case.events);
    let is_mute = |mute: &Mute| mute.at <= late(due) && !(by_hand && is_before(mute));
    let mute = |alert: &'_ AlertFact| alert.mute.clone().filter(is_mute);
    let whole = case.tells_of_alerts();
    let mut unread = !whole;
    let mut held = None;
    for alert in case.first_alerts() {
        match mute(alert) {
            Some(mute) => held = held.or(Some((alert, mute))),
            None if alert.is_read && whole => return Noise::None,
            None => unread = true,
        }
    }
    match held {
        // Another one that came with it, and of which nothing was read, may have told somebody.
        _ if unread => Noise::Unknown,
        Some((alert, mute)) => {
            let over = is_before(&mute) && rules_with(case, due).next().is_some();
            Noise::Held(at_alert(&alert.title, mute, over))
        }
        None => Noise::None,
    }
}

/// That an alert was held back.
fn at_alert(title: &str, mute: Mute, over: bool) -> Reason {
    let (at, alert) = (Some(mute.at), Some(title.to_owned()));
    let why = match mute.by {
        Muted::Silenced(held) => Why::Silenced { held, alert, over },
        Muted::Inhibited(held) => Why::Inhibited { held, alert, over },
        Muted::Flapping(mute_mins) => Why::Flapping {
            mute_mins,
            alert,
            over,
        },
    };
    Reason { at, why }
}

/// When it was closed, if it was not opened again.
fn closed_at(case: &Case<'_>) -> Option<Timestamp> {
    let turns = |event: &&Event| matches!(event.deed, Deed::Closed { .. } | Deed::Reopened);
    let last = case.events.iter().rfind(turns)?;
    (last.deed != Deed::Reopened).then_some(last.at)
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
        // Of a time that is over, what came later is none.
        .filter(|(at, _)| late(at) && *at <= case.now)
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
