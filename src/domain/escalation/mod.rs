//! What would happen to an incident: which escalation rule of a collaboration space takes it, and
//! what reaches one person, when, or why nothing does.
//! A pure function of what the server said; it asks nothing, reads no clock and writes no text.
//! What is not known is never guessed: a rule that hangs on it is a maybe, by name.

mod condition;
mod doubt;
mod re2;
mod rule;
mod target;
#[cfg(test)]
mod tests;
mod truth;
mod value;
mod window;
pub mod wire;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

pub use condition::{ConditionTrace, Field, GroupTrace, ValueTrace};
pub use doubt::Doubt;
pub use rule::{Ending, NoRule, Outcome, RuleState, RuleTrace, Verdict};
pub use target::{
    Basis, ChannelUse, Layer, Messages, Missed, Notice, Standing, Via, Way, WhichShift,
};
pub use truth::Truth;
pub use value::Unclear;
pub use window::{WindowReason, WindowTrace};

use crate::domain::escalation::wire::{EscalationRule, Schedule, Severity, Team};

/// What is known of an incident. What is not told makes maybes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// How bad it is.
    pub severity: Severity,
    /// Its title, if told.
    pub title: Option<String>,
    /// Its description, if told.
    pub description: Option<String>,
    /// The labels that were told.
    pub labels: BTreeMap<String, String>,
    /// These are all the labels that the incident has: another one is missing, not unknown.
    pub labels_complete: bool,
    /// The integration that it came from, if told.
    pub integration_id: Option<u64>,
}

impl Incident {
    /// An incident of which nothing is known but how bad it is.
    pub fn of(severity: Severity) -> Self {
        Self {
            severity,
            title: None,
            description: None,
            labels: BTreeMap::new(),
            labels_complete: false,
            integration_id: None,
        }
    }
}

/// The person whose phone should ring, as far as it could be found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The member's id (or the account's).
    pub id: u64,
    /// The addresses whose mail the person reads. May be empty.
    pub emails: Vec<String>,
    /// Teams with their members, whether or not the person is in them.
    pub teams: Vec<Team>,
    /// The person is in no team but these.
    pub teams_complete: bool,
    /// The on-call schedules that the person stands in.
    pub schedules: Vec<Schedule>,
    /// The person stands in no schedule but these.
    pub schedules_complete: bool,
    /// When the server said who is on call. Where it named nobody as the current shift, nobody is
    /// on call from then until the next one; without this, that is not known.
    pub schedules_as_of: Option<Timestamp>,
    /// The person's own channels by severity; nothing where they could not be read. A severity
    /// that is not in the map has no channels.
    pub preferences: Option<BTreeMap<Severity, Vec<String>>>,
    /// Whether a channel, by the wire's name for it, gets through to this person. One that is not
    /// in the map is not known to.
    pub deliveries: BTreeMap<String, Delivery>,
}

/// Whether what is sent by a channel gets through.
///
/// The reasons are the caller's: words of its own that it can tell people about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "reason")]
pub enum Delivery {
    /// It does.
    Yes,
    /// It does not, for this reason.
    No(String),
    /// Nobody knows, for this reason. It counts as a yes: advice that is not sure must not raise
    /// an alarm.
    Unknown(String),
}

impl Delivery {
    /// Whether the channel counts as getting through.
    pub fn counts(&self) -> bool {
        !matches!(self, Self::No(_))
    }
}

/// What would happen to an incident that begins at a moment.
///
/// The rules are those of one collaboration space, in the order of the server's list; `zone` is
/// the account's time zone, in which the rules' windows are meant.
///
/// Rules are tried by priority, lower first; equal ones in the order of the list, and those
/// without one after the others. Only an enabled rule is tried. The first that matches for
/// certain decides and ends the walk; one that matches maybe is kept as such, and the walk goes on
/// to what would happen otherwise.
pub fn evaluate(
    rules: &[EscalationRule],
    person: &Person,
    incident: &Incident,
    at: Timestamp,
    zone: &TimeZone,
) -> Outcome {
    rule::walk(rules, person, incident, at, zone)
}
