//! Rules that name the person and are passed over, in words: why, and what to do about it.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::doctor::describe::incidents;
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::trace::time;
use crate::domain::escalation::{PassedOver, RuleName, Why};
use crate::domain::severity::Severity;
use crate::lenient::Timestamp;

/// What people call a rule.
fn name(rule: &RuleName) -> &str {
    if rule.name.is_empty() {
        &rule.id
    } else {
        &rule.name
    }
}

/// "rule 'Nights' names you, but counts at other times, next from Mon 2026-11-23 22:00".
fn clause(lookup: &Lookup, one: &PassedOver) -> String {
    let own = name(&one.rule);
    let names = match one.certain {
        true => tr!("rule '{own}' names you", own),
        false => tr!("rule '{own}' may name you", own),
    };
    match (one.why, &one.before) {
        (Why::RuleBefore, Some(before)) if one.takes_everything => {
            let before = name(before);
            tr!(
                "{names}, but rule '{before}' stands before it and takes every incident",
                names,
                before
            )
        }
        (Why::RuleBefore, Some(before)) => {
            let before = name(before);
            tr!(
                "{names}, but rule '{before}' stands before it and takes the incident first",
                names,
                before
            )
        }
        (Why::RuleBefore, None) => {
            tr!("{names}, but another stands before it", names)
        }
        (Why::Disabled, _) => tr!("{names}, but is disabled", names),
        (Why::OtherTime(Some(next)), _) => {
            let next = time(lookup, next);
            tr!(
                "{names}, but counts at other times, next from {next}",
                names,
                next
            )
        }
        (Why::OtherTime(None), _) => {
            tr!("{names}, but counts at other times", names)
        }
        (Why::OtherIncidents, _) => {
            tr!("{names}, but is for other incidents", names)
        }
    }
}

/// The same as a sentence of its own.
pub fn sentence(lookup: &Lookup, one: &PassedOver) -> String {
    let clause = clause(lookup, one);
    tr!("Passed over: {clause}.", clause)
}

/// What is wrong with it.
pub fn problem(lookup: &Lookup, one: &PassedOver, space: &str, severities: &[Severity]) -> String {
    let (clause, what) = (clause(lookup, one), incidents(severities));
    tr!("In {space} you miss {what}: {clause}.", space, what, clause)
}

/// What to do about it in the console.
pub fn step(one: &PassedOver, space: &str) -> String {
    let own = name(&one.rule);
    let step = match (one.why, &one.before) {
        (Why::Disabled, None) => tr!("enable rule '{own}'", own),
        (Why::Disabled, Some(before)) => {
            let before = name(before);
            tr!(
                "enable rule '{own}', and move it before rule '{before}'",
                own,
                before
            )
        }
        (Why::RuleBefore, Some(before)) => {
            let before = name(before);
            tr!("move rule '{own}' before rule '{before}'", own, before)
        }
        (Why::RuleBefore, None) => tr!("move rule '{own}' up", own),
        (Why::OtherTime(_), _) => {
            tr!("if that is not meant, widen the hours of rule '{own}'", own)
        }
        (Why::OtherIncidents, _) => {
            tr!(
                "if that is not meant, widen the conditions of rule '{own}'",
                own
            )
        }
    };
    tr!(
        "{step} (console: Channels > {space} > Escalation rules)",
        step,
        space
    )
}

/// As the documented JSON object.
pub fn json(one: &PassedOver) -> Value {
    let next = match one.why {
        Why::OtherTime(next) => next,
        _ => None,
    };
    json!({
        "rule": one.rule,
        "why": one.why.code(),
        "before": one.before,
        "takes_everything": one.takes_everything,
        "certain": one.certain,
        "next": next.map(|next| Timestamp(next).utc()),
    })
}
