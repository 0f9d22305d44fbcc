//! The levels of a run that were reached without the person, and those that it has passed over.

use crate::domain::escalation::wire::{EscalationLayer, EscalationRule};
use crate::domain::escalation::{Recipient, Truth};
use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::Deed;
use crate::domain::evidence::named::{Named, named};
use crate::domain::evidence::off_duty::{Told, schedule_name};
use crate::domain::evidence::reason::{Gap, RuleRef, Unassigned, Why};
use crate::domain::evidence::run::{Run, Span};
use crate::domain::evidence::then::{may_have_been_named, was_named};

/// A level that was reached without the person.
pub(super) fn reached(
    case: &Case<'_>,
    rule: &EscalationRule,
    name: &RuleRef,
    span: &Span<'_>,
    run: &Run<'_>,
) -> Vec<Candidate> {
    let level = span.assignment.level().unwrap_or(0);
    let at = span.event.at;
    let rule_name = name.clone();
    if level >= rule.layers.len() && rule.layers.iter().all(EscalationLayer::is_untold) {
        let why = Why::Unknown(Gap::Standing(rule_name, level));
        return vec![Candidate::new(Near::OffDuty, Some(at), why)];
    }
    if level >= rule.layers.len() {
        let why = Why::NotAssigned(Unassigned::LevelGone(rule_name, level));
        return vec![Candidate::new(Near::Other, Some(at), why)];
    }
    let (decided, named) = named(case, rule, level, at);
    let untold = || Why::Unknown(Gap::Untold(rule_name.clone(), level));
    let (near, why) = match named {
        Named::No if span.assignment.is_untold() && may_have_been_named(case, &decided, at) => {
            (Near::Other, untold())
        }
        Named::No => return Vec::new(),
        Named::Yes if span.assignment.is_untold() => (Near::Other, untold()),
        Named::Yes => {
            // What is opened again goes to whom it was assigned to before.
            let is_new = span.assignment.r#type != "reopen";
            let certain = is_new && rule_name.is_as_then() && was_named(case, &decided, at);
            let why = Unassigned::NamedNow {
                rule: rule_name,
                level,
                certain,
            };
            (Near::Other, Why::NotAssigned(why))
        }
        Named::OffDuty(schedules) => {
            let mut who = span.assignment.persons().to_vec();
            if who.is_empty() {
                who = told(case, span, run);
            }
            let told = Told {
                rule: &rule_name,
                level,
                at,
                who: &who,
                untold: span.assignment.is_untold(),
            };
            let why = schedules.into_iter().map(|one| one.why(case, &told));
            return why
                .map(|why| Candidate::new(Near::OffDuty, Some(at), why))
                .collect();
        }
        Named::Perhaps => {
            let open = |one: &&Recipient| one.truth == Truth::Unknown;
            let mut unknown = decided.recipients.iter().filter(open);
            let schedule = unknown.find_map(schedule_name);
            let gap = schedule.map_or_else(|| Gap::Standing(rule_name, level), Gap::ScheduleUnread);
            (Near::OffDuty, Why::Unknown(gap))
        }
    };
    vec![Candidate::new(near, Some(at), why)]
}

/// A level that names the person or may, and of which nothing is recorded, before one that was reached: a rule goes from
/// level to level by itself, and a person begins with whichever they choose.
pub(super) fn passed_over(
    case: &Case<'_>,
    rule: &EscalationRule,
    name: &RuleRef,
    run: &Run<'_>,
) -> Option<Candidate> {
    let (first, last) = (run.spans.first()?, run.spans.last()?);
    let level = |span: &Span<'_>| span.assignment.level().unwrap_or(0).min(rule.layers.len());
    let is_reached = |level: usize| {
        let mut before = case.events[..=last.index].iter();
        before.any(|event| match &event.deed {
            Deed::Assigned(one) => {
                one.rule() == first.assignment.rule() && one.level() == Some(level)
            }
            _ => false,
        })
    };
    // Opened again, it goes to whom it was assigned to before.
    let from = match first.is_by_person() || first.assignment.r#type == "reopen" {
        true => level(first),
        false => 0,
    };
    let at = first.event.at;
    let passed = (from..level(last)).find(|level| {
        let (decided, named) = named(case, rule, *level, at);
        let may = !matches!(named, Named::No) || may_have_been_named(case, &decided, at);
        may && !is_reached(*level)
    })?;
    let why = Why::Unknown(Gap::Untold(name.clone(), passed));
    Some(Candidate::new(Near::Other, Some(at), why))
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
