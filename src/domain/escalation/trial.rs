//! One rule tried on one incident: whether it counts at the moment, and whether it is for such an incident.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::clock::Clock;
use crate::domain::escalation::condition;
use crate::domain::escalation::condition::{Empty, GroupTrace, Subject};
use crate::domain::escalation::doubt;
use crate::domain::escalation::doubt::Doubt;
use crate::domain::escalation::incident::Incident;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::window;
use crate::domain::escalation::window::WindowTrace;
use crate::domain::escalation::wire::{EscalationRule, RuleStatus};

/// One rule on the way.
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

/// What became of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum RuleState {
    /// It is not enabled but this.
    NotEnabled(RuleStatus),
    /// A rule before it took the incident.
    NotTried,
    /// It was tried.
    Tried {
        /// Whether it takes the incident: both of the following, where it takes part.
        matched: Truth,
        /// Its status, where that is none that duty knows: whether it takes part is not known.
        #[serde(skip)]
        unknown_status: Option<String>,
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

/// What would be found of a rule, whether or not it is its turn.
pub(crate) fn examine(
    rule: &EscalationRule,
    incident: &Incident,
    at: Timestamp,
    clock: &Clock,
) -> RuleState {
    let (in_time, windows) = window::in_time(&rule.time_filters, at, clock);
    let subject = Subject::Incident(incident);
    let (fits, groups) = condition::matches(&rule.filters, subject, Empty::Matches);
    let (takes_part, unknown_status) = match &rule.status {
        RuleStatus::Other(word) => (Truth::Unknown, Some(word.clone())),
        _ => (Truth::Yes, None),
    };
    RuleState::Tried {
        matched: takes_part.and(in_time).and(fits),
        unknown_status,
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

    /// What the rule hangs on, each once, in the order of the rule; nothing where it is decided.
    pub fn doubts(&self) -> Vec<Doubt> {
        match self {
            Self::Tried {
                matched: Truth::Unknown,
                unknown_status,
                in_time,
                windows,
                fits,
                groups,
            } => {
                let status = unknown_status.clone().map(Doubt::Status);
                let others = doubt::all(*in_time, windows, *fits, groups);
                status.into_iter().chain(others).collect()
            }
            _ => Vec::new(),
        }
    }
}
