//! Rules that name the person and are passed over: another one stands before them, it is not their hour,
//! they are switched off, or they are for other incidents. Asked only where no other rule names them.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::clock::Clock;
use crate::domain::escalation::incident::Incident;
use crate::domain::escalation::person::Person;
use crate::domain::escalation::trial;
use crate::domain::escalation::trial::{RuleState, RuleTrace};
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::verdict::{RuleName, Verdict};
use crate::domain::escalation::window;
use crate::domain::escalation::wire::{EscalationRule, RuleStatus};

/// A rule that names the person and is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassedOver {
    /// The rule.
    pub rule: RuleName,
    /// Why.
    pub why: Why,
    /// The rule before it that takes the incident, if one does.
    pub before: Option<RuleName>,
    /// That one takes every incident, at all times.
    pub takes_everything: bool,
    /// Whether it names the person for certain, and does not only perhaps.
    pub certain: bool,
}

/// Why a rule is passed over. The order is the ranking: what is the least likely to be meant comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A rule before it takes the incident.
    RuleBefore,
    /// It is switched off.
    Disabled,
    /// It counts at other times: from then on, where that is certain.
    OtherTime(Option<Timestamp>),
    /// Its conditions do not hold of the incident.
    OtherIncidents,
}

impl Why {
    /// The word in JSON; never translated.
    pub const fn code(self) -> &'static str {
        match self {
            Why::RuleBefore => "rule_before",
            Why::Disabled => "rule_disabled",
            Why::OtherTime(_) => "other_time",
            Why::OtherIncidents => "other_incidents",
        }
    }

    const fn rank(self) -> u8 {
        match self {
            Why::RuleBefore => 0,
            Why::Disabled => 1,
            Why::OtherTime(_) => 2,
            Why::OtherIncidents => 3,
        }
    }
}

/// The rules that name the person and are passed over, the most telling first. `taker` is the place of
/// the rule that takes the incident.
pub(crate) fn find(
    rules: &[EscalationRule],
    trace: &[RuleTrace],
    taker: Option<usize>,
    person: &Person,
    incident: &Incident,
    at: Timestamp,
    clock: &Clock,
) -> Vec<PassedOver> {
    let mut found = Vec::new();
    let mut before = None;
    for seen in trace {
        let rule = &rules[seen.index];
        let why = match &seen.state {
            RuleState::NotEnabled(RuleStatus::Deleted) => None,
            // Only what could take the incident is worth enabling or moving.
            RuleState::NotEnabled(_) | RuleState::NotTried => {
                let state = trial::examine(rule, incident, at, clock);
                match (&seen.state, fits(&state)) {
                    (_, Truth::No) => Some(Why::OtherIncidents),
                    (RuleState::NotTried, _) => Some(Why::RuleBefore),
                    _ => Some(Why::Disabled),
                }
            }
            RuleState::Tried { matched, .. } if *matched != Truth::No => None,
            state if fits(state) == Truth::No => Some(Why::OtherIncidents),
            _ => {
                let yes = |truth| truth == Truth::Yes;
                Some(Why::OtherTime(window::next(
                    &rule.time_filters,
                    at,
                    clock,
                    yes,
                )))
            }
        };
        let moment = match why {
            Some(Why::OtherTime(Some(next))) => next,
            _ => at,
        };
        let verdict = || Verdict::of(seen.index, rule, person, incident, moment);
        if let Some(why) = why
            && let named = verdict().names(person)
            && named != Truth::No
        {
            found.push(PassedOver {
                rule: RuleName::of(seen.index, rule),
                why,
                takes_everything: before.is_some_and(takes_everything),
                before: before.zip(taker).map(|(rule, at)| RuleName::of(at, rule)),
                certain: named == Truth::Yes,
            });
        }
        if taker == Some(seen.index) {
            before = Some(rule);
        }
    }
    found.sort_by_key(|one| (!one.certain, one.why.rank()));
    found
}

fn fits(state: &RuleState) -> Truth {
    match state {
        RuleState::Tried { fits, .. } => *fits,
        _ => Truth::No,
    }
}

/// Whether a rule takes every incident at all times.
fn takes_everything(rule: &EscalationRule) -> bool {
    let always = rule.time_filters.is_empty() || rule.time_filters.iter().any(window::is_always);
    always && (rule.filters.is_empty() || rule.filters.iter().any(Vec::is_empty))
}
