//! The levels of the rule that assigned an incident: which of them names the person, by the rule as it is
//! now, which were reached, and what came before the first that was not.

use jiff::{SignedDuration, Timestamp};

use crate::domain::escalation::wire::{EscalationLayer, EscalationRule, Schedule, Shift};
use crate::domain::escalation::{
    Level, Recipient, RecipientKind, Truth, is_anybody_on_call, level_at, may_mean,
};
use crate::domain::evidence::assignment::Assignment;
use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::reason::{Gap, Reason, RuleRef, Unassigned, What, Why};
use crate::domain::evidence::stop::{GRACE, Stop, stopped};

/// A level that names the person and was not reached.
#[derive(Clone, Debug)]
pub struct Due {
    /// The rule, as it is now.
    pub rule: RuleRef,
    /// When it would have come, at the earliest.
    pub at: Timestamp,
    /// What the level means for the person, from 0.
    pub level: Level,
}

/// An assignment and where it stands in the record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<'a> {
    pub index: usize,
    pub event: &'a Event,
    pub assignment: &'a Assignment,
}

/// Assignments by one rule, level after level, and what happened until the next one.
#[derive(Clone, Debug)]
pub(super) struct Run<'a> {
    pub spans: Vec<Span<'a>>,
    /// The place after the last event of it.
    pub end: usize,
    /// By what it ended, if not with the record.
    pub next: Option<Span<'a>>,
}

/// How the person stands to a level at a moment.
enum Named {
    Yes(Level),
    Perhaps(Level),
    /// The person stands in the schedule of this id and name, and is not on call.
    OffDuty(u64, String),
    No,
}

fn named(case: &Case<'_>, rule: &EscalationRule, index: usize, at: Timestamp) -> Named {
    let target = rule.layers.get(index).and_then(|one| one.target.as_ref());
    let level = level_at(index, 0, target, case.person, &case.as_opened(), at);
    let truth = Truth::any(level.recipients.iter().map(|one| one.truth));
    match truth {
        Truth::Yes => Named::Yes(level),
        Truth::Unknown => Named::Perhaps(level),
        Truth::No => {
            let off_duty = level.recipients.iter().find_map(|one| {
                let (id, _) = one.off_duty()?;
                let schedule = case.person.schedule(id)?;
                stands_in(schedule, case.person.id).then_some((id, schedule_name(one)?))
            });
            off_duty.map_or(Named::No, |(id, name)| Named::OffDuty(id, name))
        }
    }
}

/// Whether the person is in any of its shifts.
fn stands_in(schedule: &Schedule, person: u64) -> bool {
    shifts(schedule).any(|shift| is_in(shift, person))
}

/// All that the server tells of.
fn shifts(schedule: &Schedule) -> impl Iterator<Item = &Shift> {
    let final_shifts = schedule.final_schedule.iter().flat_map(|all| all.shifts());
    let layers = schedule.layer_schedules.iter().flat_map(|all| all.shifts());
    let current = schedule.cur_oncall.iter().chain(&schedule.next_oncall);
    final_shifts.chain(layers).chain(current)
}

fn is_in(shift: &Shift, person: u64) -> bool {
    let mut members = shift.group.members.iter();
    members.any(|each| each.person_ids.contains(&person))
}

fn schedule_name(recipient: &Recipient) -> Option<String> {
    match &recipient.kind {
        RecipientKind::Schedule { id, name, .. } if name.is_empty() => Some(id.to_string()),
        RecipientKind::Schedule { name, .. } => Some(name.clone()),
        _ => None,
    }
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
        .filter_map(|span| reached(case, rule, &name, span, run))
        .collect();
    found.extend(not_reached(case, rule, &name, last, run, due));
    if found.is_empty() {
        let others = rules_with(case, at).filter(|rule| !rule.rule_id.eq_ignore_ascii_case(id));
        let (mine, perhaps): (Vec<_>, Vec<_>) = others.partition(|rule| names(case, rule, at));
        let mine = mine.into_iter().map(|rule| case.name_of(&rule.rule_id, ""));
        let why = Why::OtherRule {
            rule: name,
            mine: mine.collect(),
            others_may: !perhaps.is_empty(),
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

/// Whether a rule names the person for certain: on duty or off, by their address too.
fn names(case: &Case<'_>, rule: &EscalationRule, at: Timestamp) -> bool {
    let incident = case.as_opened();
    let is_named = |one: &Recipient| match &one.kind {
        RecipientKind::Email(address) => case.person.reads(address),
        _ => one.truth == Truth::Yes || one.off_duty().is_some(),
    };
    let mut targets = rule
        .layers
        .iter()
        .map(|layer| layer.target.as_ref())
        .enumerate();
    targets.any(|(index, target)| {
        let level = level_at(index, 0, target, case.person, &incident, at);
        level.recipients.iter().any(is_named)
    })
}

/// A level that was reached without the person.
fn reached(
    case: &Case<'_>,
    rule: &EscalationRule,
    name: &RuleRef,
    span: &Span<'_>,
    run: &Run<'_>,
) -> Option<Candidate> {
    let level = span.assignment.level().unwrap_or(0);
    let at = span.event.at;
    let rule_name = name.clone();
    if level >= rule.layers.len() && rule.layers.iter().all(EscalationLayer::is_untold) {
        let why = Why::Unknown(Gap::Standing(rule_name, level));
        return Some(Candidate::new(Near::OffDuty, Some(at), why));
    }
    if level >= rule.layers.len() {
        let why = Why::NotAssigned(Unassigned::LevelGone(rule_name, level));
        return Some(Candidate::new(Near::Other, Some(at), why));
    }
    let (near, why) = match named(case, rule, level, at) {
        Named::No => return None,
        Named::Yes(_) if span.assignment.is_untold() => {
            (Near::Other, Why::Unknown(Gap::Untold(rule_name, level)))
        }
        Named::Yes(decided) => {
            let certain = rule_name.is_as_then() && was_named(case, &decided, at);
            let why = Unassigned::NamedNow {
                rule: rule_name,
                level,
                certain,
            };
            (Near::Other, Why::NotAssigned(why))
        }
        Named::OffDuty(id, schedule) => {
            let mut who = span.assignment.persons().to_vec();
            if who.is_empty() {
                who = told(case, span, run);
            }
            let known = case.person.schedule(id);
            let somebody = known.is_some_and(|one| is_anybody_on_call(one, at));
            let why = if !who.is_empty() {
                Why::NotOnCall {
                    schedule,
                    rule: rule_name,
                    level,
                    who,
                }
            } else if span.assignment.is_untold()
                && (somebody || !known.is_some_and(|one| is_as_then(case, one, at)))
            {
                Why::Unknown(Gap::Untold(rule_name, level))
            } else if known.is_some_and(|one| was_manned(case, one, at)) {
                // The record has nobody, and the schedule did not change since.
                Why::Unknown(Gap::ScheduleUnread(schedule))
            } else {
                Why::NobodyOnCall {
                    schedule,
                    rule: rule_name,
                    level,
                }
            };
            (Near::OffDuty, why)
        }
        Named::Perhaps(decided) => {
            let open = |one: &&Recipient| one.truth == Truth::Unknown;
            let mut unknown = decided.recipients.iter().filter(open);
            let schedule = unknown.find_map(schedule_name);
            let gap = schedule.map_or_else(|| Gap::Standing(rule_name, level), Gap::ScheduleUnread);
            (Near::OffDuty, Why::Unknown(gap))
        }
    };
    Some(Candidate::new(near, Some(at), why))
}

/// Whether a level that names the person now did so when the incident began: whoever joined a team since, or took over a
/// shift, did not.
fn was_named(case: &Case<'_>, level: &Level, at: Timestamp) -> bool {
    let was = |one: &Recipient| match &one.kind {
        RecipientKind::Team { id, .. } => {
            let team = case.person.team(*id);
            team.is_some_and(|team| case.is_unchanged(team.updated_at))
        }
        RecipientKind::Schedule { id, .. } => {
            let schedule = case.person.schedule(*id);
            schedule.is_some_and(|one| was_on_call(case, one, at))
        }
        _ => true,
    };
    let named = level.recipients.iter();
    named.filter(|one| one.truth == Truth::Yes).any(was)
}

/// Whether somebody was on call in a schedule by a shift that was there when the incident began.
fn was_manned(case: &Case<'_>, schedule: &Schedule, at: Timestamp) -> bool {
    let mut then = shifts_at(schedule, at).filter(|shift| case.is_unchanged(shift.update_at));
    is_anybody_on_call(schedule, at)
        && then.any(|shift| {
            let mut members = shift.group.members.iter();
            members.any(|each| !each.person_ids.is_empty())
        })
}

/// Whether there are shifts of that moment, and all of them were there when the incident began.
fn is_as_then(case: &Case<'_>, schedule: &Schedule, at: Timestamp) -> bool {
    let mut then = shifts_at(schedule, at).peekable();
    then.peek().is_some() && then.all(|shift| case.is_unchanged(shift.update_at))
}

/// Whether every shift of that moment with the person in it was there when the incident began.
fn was_on_call(case: &Case<'_>, schedule: &Schedule, at: Timestamp) -> bool {
    let mut mine = shifts_at(schedule, at).filter(|shift| is_in(shift, case.person.id));
    mine.all(|shift| case.is_unchanged(shift.update_at))
}

/// The shifts that a moment is in.
fn shifts_at(schedule: &Schedule, at: Timestamp) -> impl Iterator<Item = &Shift> {
    let second = at.as_second();
    shifts(schedule).filter(move |shift| (shift.start..shift.end).contains(&second))
}

/// The persons that a level wrote to.
fn told(case: &Case<'_>, span: &Span<'_>, run: &Run<'_>) -> Vec<u64> {
    let (rule, level) = (span.assignment.rule(), span.assignment.level());
    let mut told = Vec::new();
    for event in &case.events[span.index + 1..run.end] {
        let Deed::Notified(notice) = &event.deed else {
            continue;
        };
        if notice.rule() == rule && notice.level() == level {
            told.extend(notice.persons.iter().map(|to| to.person_id));
        }
    }
    told.sort_unstable();
    told.dedup();
    told
}

/// What came before the first level that names the person and was not reached.
fn not_reached(
    case: &Case<'_>,
    rule: &EscalationRule,
    name: &RuleRef,
    last: &Span<'_>,
    run: &Run<'_>,
    due: &mut Vec<Due>,
) -> Option<Candidate> {
    let from = last.assignment.level().unwrap_or(0);
    let mut at = last.event.at;
    let mut comes = true;
    for index in from + 1..rule.layers.len() {
        let before = &rule.layers[from..index];
        let window = before.last().map_or(0, |layer| layer.escalate_window);
        // Without a time it comes at once or never: no reference says which.
        comes &= window > 0;
        let minutes = i64::try_from(window).unwrap_or(i64::MAX).min(1_000_000);
        at = at.checked_add(SignedDuration::from_mins(minutes)).ok()?;
        let level = match named(case, rule, index, at) {
            Named::Yes(level) | Named::Perhaps(level) => level,
            Named::OffDuty(..) | Named::No => continue,
        };
        due.push(Due {
            rule: name.clone(),
            at,
            level,
        });
        let forced = before.iter().all(|layer| layer.force_escalate);
        let events = &case.events[last.index + 1..run.end];
        let stop_at = |moment| stopped(case, events, moment, forced);
        // What came long after it was due does not tell why it did not come, and what came moments after only may.
        let late = || stop_at(at.saturating_add(GRACE).unwrap_or(at));
        let stop = stop_at(at).or_else(|| late().map(Stop::late));
        let reason = match (stop, run.next) {
            // Another rule, or the same one again: what that means is said of it.
            (None, Some(next)) if next.assignment.rule().is_some() => return None,
            _ if !comes => Reason {
                at: Some(at),
                why: Why::Unknown(Gap::NotEscalated(name.clone(), index)),
            },
            (Some(stop), _) => stop.reason(What::Level(name.clone(), index)),
            (None, Some(next)) => by_hand(case, &next),
            (None, None) if case.now < at => Reason {
                at: Some(at),
                why: Why::Unknown(Gap::NotYet(Some(at))),
            },
            // The server may come to it a little later than is computed here.
            (None, None) if case.now < at.saturating_add(GRACE).unwrap_or(at) => Reason {
                at: Some(at),
                why: Why::Unknown(Gap::JustOpened),
            },
            (None, None) => Reason {
                at: Some(at),
                why: Why::Unknown(Gap::NotEscalated(name.clone(), index)),
            },
        };
        return Some(Candidate {
            near: Near::Stopped,
            reason,
        });
    }
    None
}

/// A person assigned it, or nobody says who: then a rule may have.
pub(super) fn by_hand(case: &Case<'_>, span: &Span<'_>) -> Reason {
    let one = span.assignment;
    let why = if one.has_lost_its_rule() {
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
