//! The third part of the naive double: what holds an alert back.

use jiff::Timestamp;

use crate::domain::escalation::noise::wire::SilenceRule;
use crate::domain::escalation::tests::naive::{Half, holds, in_window};
use crate::domain::escalation::wire::{Condition, RuleStatus};
use crate::domain::escalation::{Clock, Incident, Noise};

/// The rules that hold the alert back or may, by their ids; a kind that was not read is a maybe by its name.
pub fn held(
    noise: &Noise,
    incident: &Incident,
    at: Timestamp,
    is_now: bool,
    clock: &Clock,
) -> Vec<(String, Half)> {
    let mut all = Vec::new();
    match &noise.silences {
        None => all.push(("silence".to_owned(), 1)),
        Some(rules) => {
            for rule in rules {
                // Without conditions it matches nothing.
                let fits = if rule.filters.is_empty() {
                    0
                } else {
                    fits(&rule.filters, incident)
                };
                let half = fits.min(silence_counts(rule, at, is_now, clock));
                all.push((rule.rule_id.clone(), half.min(on(&rule.status))));
            }
        }
    }
    match &noise.drops {
        None => all.push(("drop".to_owned(), 1)),
        Some(rules) => {
            for rule in rules {
                let half = fits(&rule.filters, incident);
                all.push((rule.rule_id.clone(), half.min(on(&rule.status))));
            }
        }
    }
    match &noise.inhibitions {
        None => all.push(("inhibit".to_owned(), 1)),
        Some(rules) => {
            for rule in rules {
                // Whether its source is there nobody knows.
                let half = fits(&rule.target_filters, incident).min(1);
                all.push((rule.rule_id.clone(), half.min(on(&rule.status))));
            }
        }
    }
    all.retain(|(_, half)| *half > 0);
    all
}

fn on(status: &RuleStatus) -> Half {
    match status {
        RuleStatus::Enabled => 2,
        RuleStatus::Disabled | RuleStatus::Deleted => 0,
        RuleStatus::Other(_) => 1,
    }
}

/// What no conditions of a drop or an inhibit rule match is in no reference.
fn fits(filters: &[Vec<Condition>], incident: &Incident) -> Half {
    if filters.is_empty() {
        return 1;
    }
    let mut any = 0;
    for group in filters {
        let all = group.iter().map(|one| holds(one, incident, true));
        // Nor what a group without any does.
        any = any.max(all.min().unwrap_or(1));
    }
    any
}

fn silence_counts(rule: &SilenceRule, at: Timestamp, is_now: bool, clock: &Clock) -> Half {
    let mut open = Vec::new();
    if let Some(once) = rule.time_filter
        && (once.start_time > 0 || once.end_time > 0)
    {
        let after = at.as_second() >= once.start_time;
        let before = once.end_time == 0 || at.as_second() < once.end_time;
        let whole = if once.start_time > 0 && once.end_time > 0 {
            2
        } else {
            1
        };
        open.push(if after && before { whole } else { 0 });
    }
    open.extend(
        rule.time_filters
            .iter()
            .map(|window| in_window(window, at, clock)),
    );
    let computed = open.into_iter().max().unwrap_or(1);
    match rule.is_effective {
        Some(said) if is_now => {
            let said = if said { 2 } else { 0 };
            if computed == 1 || computed == said {
                said
            } else {
                1
            }
        }
        _ => computed,
    }
}
