//! Which rule takes an incident: the walk through the rules of a space, what comes out of it, and
//! what was seen on the way.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::domain::escalation::condition;
use crate::domain::escalation::condition::GroupTrace;
use crate::domain::escalation::target;
use crate::domain::escalation::target::{Layer, Missed, Notice};
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::window;
use crate::domain::escalation::window::WindowTrace;
use crate::domain::escalation::wire::{EscalationRule, RuleStatus};
use crate::domain::escalation::{Incident, Person};

/// What would happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Rules that take the incident if something holds that is not known, in the order tried.
    pub maybes: Vec<Verdict>,
    /// What happens if none of them does.
    pub ending: Ending,
    /// All rules in the order tried, and what was found.
    pub trace: Vec<RuleTrace>,
}

/// How the walk ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Ending {
    /// This rule takes the incident for certain.
    Rule(Verdict),
    /// No rule does: nobody is told.
    Nobody(NoRule),
}

/// Why no rule takes an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoRule {
    /// The space has none.
    NoRules,
    /// It has some, and all are switched off.
    NoEnabledRule,
    /// None of the enabled ones matches for certain.
    NoMatch,
}

/// What a rule means for the person once it takes the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The place of the rule in the list that was given.
    pub index: usize,
    /// The server's id.
    pub rule_id: String,
    /// What people call it.
    pub rule_name: String,
    /// Whether anything reaches the person by this rule.
    pub reached: Truth,
    /// Where nothing does: why, in one word of all the layers.
    pub missed: Option<Missed>,
    /// The layers, in the order of time.
    pub layers: Vec<Layer>,
}

/// One rule on the walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleTrace {
    /// The place of the rule in the list that was given.
    pub index: usize,
    /// The server's id.
    pub rule_id: String,
    /// What people call it.
    pub rule_name: String,
    /// Lower is tried first.
    pub priority: Option<i64>,
    /// What became of it.
    pub state: RuleState,
}

/// What became of a rule on the walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum RuleState {
    /// It is not enabled but this.
    NotEnabled(RuleStatus),
    /// A rule before it took the incident.
    NotTried,
    /// It was tried.
    Tried {
        /// Whether it takes the incident: both of the following.
        matched: Truth,
        /// Whether it counts at the moment.
        in_time: Truth,
        /// Window by window; none is always.
        windows: Vec<WindowTrace>,
        /// Whether the incident is one that it is for.
        fits: Truth,
        /// Group by group; none is every incident.
        groups: Vec<GroupTrace>,
    },
}

impl Outcome {
    /// The rules that may take the incident, the maybes before the certain one.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        let certain = match &self.ending {
            Ending::Rule(verdict) => Some(verdict),
            Ending::Nobody(_) => None,
        };
        self.maybes.iter().chain(certain)
    }

    /// Whether anything reaches the person, whatever of the maybes comes true: yes or no where
    /// all ways agree, and unknown where they do not.
    pub fn reached(&self) -> Truth {
        let ending = match &self.ending {
            Ending::Rule(verdict) => verdict.reached,
            Ending::Nobody(_) => Truth::No,
        };
        let agree = self.maybes.iter().all(|maybe| maybe.reached == ending);
        if agree { ending } else { Truth::Unknown }
    }
}

impl Verdict {
    /// What the person gets: every channel that gets through, once, with its first time.
    pub fn notices(&self) -> Vec<Notice> {
        target::notices(&self.layers)
    }
}

pub(crate) fn walk(
    rules: &[EscalationRule],
    person: &Person,
    incident: &Incident,
    at: Timestamp,
    zone: &TimeZone,
) -> Outcome {
    let mut maybes = Vec::new();
    let mut decided = None;
    let mut trace = Vec::new();
    for (index, rule) in in_order(rules) {
        let state = match (&rule.status, &decided) {
            (RuleStatus::Enabled, None) => {
                let state = examine(rule, incident, at, zone);
                let verdict = || target::verdict(index, rule, person, incident.severity, at);
                match state.matched() {
                    Truth::Yes => decided = Some(verdict()),
                    Truth::Unknown => maybes.push(verdict()),
                    Truth::No => {}
                }
                state
            }
            (RuleStatus::Enabled, Some(_)) => RuleState::NotTried,
            (other, _) => RuleState::NotEnabled(other.clone()),
        };
        trace.push(RuleTrace {
            index,
            rule_id: rule.rule_id.clone(),
            rule_name: rule.rule_name.clone(),
            priority: rule.priority,
            state,
        });
    }
    let ending = decided.map_or_else(|| Ending::Nobody(nobody(rules)), Ending::Rule);
    Outcome {
        maybes,
        ending,
        trace,
    }
}

/// Lower priority first; the sort is stable, so equal ones stay as listed. A rule without a
/// priority comes after those that have one.
fn in_order(rules: &[EscalationRule]) -> Vec<(usize, &EscalationRule)> {
    let mut order: Vec<_> = rules.iter().enumerate().collect();
    order.sort_by_key(|(_, rule)| (rule.priority.is_none(), rule.priority));
    order
}

fn nobody(rules: &[EscalationRule]) -> NoRule {
    if rules.is_empty() {
        NoRule::NoRules
    } else if rules.iter().all(|rule| rule.status != RuleStatus::Enabled) {
        NoRule::NoEnabledRule
    } else {
        NoRule::NoMatch
    }
}

fn examine(
    rule: &EscalationRule,
    incident: &Incident,
    at: Timestamp,
    zone: &TimeZone,
) -> RuleState {
    let windows: Vec<_> = rule
        .time_filters
        .iter()
        .map(|window| window::decide(window, at, zone))
        .collect();
    let groups: Vec<_> = rule
        .filters
        .iter()
        .map(|group| condition::group(group, incident))
        .collect();
    let (in_time, fits) = (window::any(&windows), condition::any(&groups));
    RuleState::Tried {
        matched: in_time.and(fits),
        in_time,
        windows,
        fits,
        groups,
    }
}

impl RuleState {
    /// Whether the rule takes the incident; a rule that was not tried does not.
    pub fn matched(&self) -> Truth {
        match self {
            Self::Tried { matched, .. } => *matched,
            Self::NotEnabled(_) | Self::NotTried => Truth::No,
        }
    }
}
