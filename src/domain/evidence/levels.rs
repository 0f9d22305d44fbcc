//! The levels of the rule that assigned an incident: which of them names the person, by the rule as it is
//! now, which were reached, and what came before the first that was not.

use jiff::{SignedDuration, Timestamp};

use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Level, Recipient, RecipientKind, Truth, level_at, may_mean};
use crate::domain::evidence::again::{How, again};
use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::Event;
use crate::domain::evidence::may::Missing;
use crate::domain::evidence::named::{Named, named, off_duty};
use crate::domain::evidence::reached::{passed_over, reached};
use crate::domain::evidence::reason::{Gap, Reason, RuleRef, Unassigned, What, Why};
use crate::domain::evidence::run::{Run, Span};
use crate::domain::evidence::stop::{GRACE, Stop, stopped};
use crate::domain::evidence::then::{as_then, is_another_now, may_have_been_named, was_named};

/// A level that names the person, or may, and was not reached.
#[derive(Clone, Debug)]
pub struct Due {
    /// Whether it names the person.
    pub certain: bool,
    /// The rule, as it is now.
    pub rule: RuleRef,
    /// When it would have come, at the earliest.
    pub at: Timestamp,
    /// What the level means for the person, from 0.
    pub level: Level,
}

/// What can be said of a run of levels in none of which the person was assigned.
pub(super) fn judge(case: &Case<'_>, run: &Run<'_>, due: &mut Vec<Due>) -> Vec<Candidate> {
    let (Some(first), Some(last)) = (run.spans.first(), run.spans.last()) else {
        return Vec::new();
    };
    let id = first.assignment.rule().unwrap_or_default();
    let name = case.name_of(id, &first.assignment.rule_name);
    let at = first.event.at;
    let one = |near, why| vec![Candidate::new(near, Some(at), why)];
    if case.rules.is_none() {
        return one(Near::Other, Why::Unknown(Gap::RulesUnread));
    }
    let Some(rule) = case.rule(id) else {
        // One that is listed without its id may be it.
        let mut listed = case.rules.into_iter().flatten();
        let why = match listed.any(|rule| rule.rule_id.is_empty()) {
            true => Why::Unknown(Gap::RulesUnread),
            false => Why::NotAssigned(Unassigned::RuleGone(name)),
        };
        return one(Near::Other, why);
    };
    let mut found: Vec<Candidate> = run
        .spans
        .iter()
        .flat_map(|span| reached(case, rule, &name, span, run))
        .collect();
    found.extend(passed_over(case, rule, &name, run));
    found.extend(not_reached(case, rule, &name, last, run, due));
    if found.is_empty() {
        // Where another level names them, what came of that is said of another run.
        let is_mine = |one: &Recipient| names_by(case, one, at) == Truth::Yes;
        let names_them = entries(case, rule, at).iter().any(is_mine);
        let level = last.assignment.level().filter(|_| names_them);
        // Also one that does not name them now, and may have done so then.
        let others = case.rules.into_iter().flatten();
        let others =
            others.filter(|rule| rule.status.may_be_on() && !rule.rule_id.eq_ignore_ascii_case(id));
        let others: Vec<_> = others.map(|rule| (names(case, rule, at), rule)).collect();
        let mine = others.iter().filter(|(names, _)| *names == Truth::Yes);
        let mine = mine.map(|(_, rule)| case.name_of(&rule.rule_id, ""));
        let may = others.iter().filter(|(names, _)| *names == Truth::Unknown);
        let may = may.map(|(_, rule)| (case.name_of(&rule.rule_id, ""), missing(case, rule, at)));
        let why = Why::OtherRule {
            rule: name,
            level,
            mine: mine.collect(),
            may: may.collect(),
        };
        return one(Near::Other, why);
    }
    found
}

/// The rules that are not switched off and name the person, or may.
pub(super) fn rules_with<'a>(
    case: &Case<'a>,
    at: Timestamp,
) -> impl Iterator<Item = &'a EscalationRule> {
    let person = case.person;
    let names = move |rule: &&EscalationRule| {
        let mut targets = rule.layers.iter().filter_map(|layer| layer.target.as_ref());
        rule.status.may_be_on() && targets.any(|target| may_mean(target, person, at))
    };
    case.rules.into_iter().flatten().filter(names)
}

/// Whether a rule names the person: on duty or off, by their address too.
fn names(case: &Case<'_>, rule: &EscalationRule, at: Timestamp) -> Truth {
    let entries = entries(case, rule, at);
    Truth::any(entries.iter().map(|one| names_by(case, one, at)))
}

/// Whether an entry of a rule names the person. Of a team or a shift that is another one now nobody knows.
fn names_by(case: &Case<'_>, one: &Recipient, at: Timestamp) -> Truth {
    match one.truth {
        Truth::No if off_duty(case, one, at).is_some() => Truth::Yes,
        Truth::Unknown if is_address(case, one) => Truth::Yes,
        _ if is_another_now(case, one, at) => Truth::Unknown,
        truth => truth,
    }
}

/// The entries of all levels of a rule.
fn entries(case: &Case<'_>, rule: &EscalationRule, at: Timestamp) -> Vec<Recipient> {
    let incident = case.as_opened();
    let targets = rule.layers.iter().map(|layer| layer.target.as_ref());
    let levels = targets.enumerate();
    levels
        .flat_map(|(index, target)| {
            level_at(index, 0, target, case.person, &incident, at).recipients
        })
        .collect()
}

/// What is missing of the first entry of a rule that may name the person.
fn missing(case: &Case<'_>, rule: &EscalationRule, at: Timestamp) -> Missing {
    let entries = entries(case, rule, at);
    let mut open = entries.iter();
    let open = open.find(|one| names_by(case, one, at) == Truth::Unknown);
    open.map_or(Missing::Whom, |one| {
        Missing::of(one, is_another_now(case, one, at))
    })
}

/// Whether a recipient is an address of the person's: it names them, whoever it is written to as.
fn is_address(case: &Case<'_>, one: &Recipient) -> bool {
    matches!(&one.kind, RecipientKind::Email(address) if case.person.reads(address))
}

fn later(at: Timestamp, minutes: u64) -> Option<Timestamp> {
    let minutes = i64::try_from(minutes).unwrap_or(i64::MAX).min(1_000_000);
    at.checked_add(SignedDuration::from_mins(minutes)).ok()
}

/// When the level at this place is due that follows an assignment, what it means for the person then, and whether it names
/// them: at the earliest, or else where its time counts anew, for somebody else may be on call by then.
fn due<'a>(
    case: &Case<'a>,
    events: &[Event],
    rule: &'a EscalationRule,
    index: usize,
    (from, at): (Timestamp, Timestamp),
) -> (Timestamp, Level, Named<'a>) {
    let of = |at: Timestamp| {
        let (level, named) = named(case, rule, index, at);
        (at, level, named)
    };
    let first = of(at);
    if !matches!(first.2, Named::OffDuty(_)) {
        return first;
    }
    let until = case.until.unwrap_or(case.now);
    let all = again(events, case.person.id, until).into_iter();
    let resumed = all.filter(|one| one.how == How::Resumed && one.at > from);
    let anew = resumed.filter_map(|one| one.at.checked_add(at.duration_since(from)).ok());
    let mut anew = anew.map(of);
    let named = anew.find(|(_, _, named)| matches!(named, Named::Yes | Named::Perhaps));
    named.unwrap_or(first)
}

/// What came before the first level that names the person and was not reached, or else before the first that may.
fn not_reached(
    case: &Case<'_>,
    rule: &EscalationRule,
    name: &RuleRef,
    last: &Span<'_>,
    run: &Run<'_>,
    dues: &mut Vec<Due>,
) -> Option<Candidate> {
    let from = last.assignment.level().unwrap_or(0);
    let mut at = last.event.at;
    let mut comes = true;
    let mut perhaps = None;
    for index in from + 1..rule.layers.len() {
        let before = &rule.layers[from..index];
        let window = before.last().map_or(0, |layer| layer.escalate_window);
        // Without a time it comes at once or never: no reference says which.
        comes &= window > 0;
        at = later(at, window)?;
        let events = &case.events[..run.end];
        let first = at;
        let (at, mut level, named) = due(case, events, rule, index, (last.event.at, first));
        let certain = match named {
            Named::Yes => was_named(case, &level, at),
            Named::Perhaps => {
                let mut recipients = level.recipients.iter();
                recipients.any(|one| !one.perhaps_replaced && is_address(case, one))
            }
            Named::OffDuty(..) | Named::No if may_have_been_named(case, &level, at) => false,
            Named::OffDuty(..) | Named::No => continue,
        };
        // Whether it named them then is not known of what was changed since.
        for one in &mut level.recipients {
            one.truth = as_then(case, one, at);
        }
        if !certain && perhaps.is_some() {
            continue;
        }
        dues.push(Due {
            certain,
            rule: name.clone(),
            at,
            level,
        });
        let what = match certain {
            true => What::Level(name.clone(), index),
            false => What::PerhapsLevel(name.clone(), index),
        };
        let unexplained = match certain {
            true => Gap::NotEscalated(name.clone(), index),
            false => Gap::Standing(name.clone(), index),
        };
        let forced = before.iter().all(|layer| layer.force_escalate);
        // Also of before the last level, where that was on its way or comes whoever has it.
        let stop_at = |moment| stopped(case, events, moment, forced);
        // What came long after it was due does not tell why it did not come, and what came moments after only may.
        let late = || stop_at(at.saturating_add(GRACE).unwrap_or(at));
        let anew = due_anew(case, events, (last.event.at, at), window).filter(|_| at == first);
        let stop = stop_at(at).or_else(|| stop_at(anew?));
        let stop = stop.or_else(|| late().map(Stop::late));
        // What was put off comes when that is over, or at the latest after the time of the level counted anew.
        let ends = case.until.unwrap_or(case.now);
        let until = run.next.map_or(ends, |next| next.event.at);
        let stop = stop.map(|stop| stop.over_by(case, events, until, window, forced));
        // It may be to come still where its time counts anew, and the server may come to it a little later.
        let latest = anew.map_or(at, |anew| anew.max(at));
        // What came moments after need not have come before it.
        let grace = if run.next.is_some() {
            SignedDuration::ZERO
        } else {
            GRACE
        };
        let is_late = |then: Timestamp| then >= latest.saturating_add(grace).unwrap_or(latest);
        let unknown = |at, gap| Reason {
            at: Some(at),
            why: Why::Unknown(gap),
        };
        let is_by_rule = |next: &Span<'_>| next.assignment.rule().is_some();
        let reason = match (stop, run.next) {
            // Another rule, or the same one again: what that means is said of it.
            (None, Some(next)) if is_by_rule(&next) && !(comes && is_late(until)) => {
                if certain {
                    return perhaps;
                }
                continue;
            }
            _ if !comes => unknown(at, unexplained),
            (Some(stop), _) => stop.reason(what),
            (None, _) if is_late(until) => unknown(at, unexplained),
            (None, Some(next)) => by_hand(case, &next),
            (None, None) if case.now < latest || case.until.is_some() => {
                let (name, at) = (name.clone(), latest);
                unknown(
                    at,
                    match certain {
                        true => Gap::NotYet(Some(at)),
                        false => Gap::MayCome(name, index, at),
                    },
                )
            }
            (None, None) => unknown(latest, Gap::JustOpened),
        };
        let found = Candidate {
            near: Near::Stopped,
            reason,
        };
        if certain {
            return Some(found);
        }
        perhaps = Some(found);
    }
    perhaps
}

/// A person assigned it, or nobody says who: then a rule may have.
pub(super) fn by_hand(case: &Case<'_>, span: &Span<'_>) -> Reason {
    let one = span.assignment;
    let why = if one.has_lost_its_rule(span.event.by) {
        Why::Unknown(Gap::RecordCut)
    } else {
        Why::AssignedByHand {
            by: span.event.by,
            to: one.persons().to_vec(),
            addresses: one.addresses().to_vec(),
            rule: one.rule().map(|id| case.name_of(id, &one.rule_name)),
        }
    };
    Reason {
        at: Some(span.event.at),
        why,
    }
}

/// When a level that was due at a moment is due where its time, so many minutes, counts anew: notices had begun again in
/// between, after `from`.
fn due_anew(
    case: &Case<'_>,
    events: &[Event],
    (from, due): (Timestamp, Timestamp),
    minutes: u64,
) -> Option<Timestamp> {
    let until = events.partition_point(|event| event.at <= due);
    let is_in = |at: &Timestamp| *at > from && *at < due;
    let all = again(&events[..until], case.person.id, due).into_iter();
    let resumed = all.filter(|one| one.how == How::Resumed).map(|one| one.at);
    later(resumed.filter(is_in).max()?, minutes)
}
