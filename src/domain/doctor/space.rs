//! One space and what an incident of each severity there would do.

use jiff::Timestamp;

use crate::domain::escalation::wire::{EscalationRule, RuleStatus};
use crate::domain::escalation::{
    Cause, Clock, Incident, Outcome, Person, Truth, evaluate, may_mean,
};
use crate::domain::severity::Severity;
use crate::domain::space::Space;

/// One space. The rules themselves are not kept: there may be thousands.
#[derive(Clone, Debug)]
pub struct SpaceReport {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// It is switched off, and was not examined.
    pub off: bool,
    /// Severity by severity, each without its trace.
    pub outcomes: Vec<Outcome>,
}

/// Whether a space is one that reaches the person, or should: one of its rules names the person, a
/// team or a schedule of theirs, whether or not the rule is on; or it belongs to one of their teams.
pub fn concerns(person: &Person, space: &Space, rules: &[EscalationRule], at: Timestamp) -> bool {
    person.in_team(space.team_id.0) == Truth::Yes
        || rules
            .iter()
            .filter(|rule| rule.status != RuleStatus::Deleted)
            .flat_map(|rule| &rule.layers)
            .filter_map(|layer| layer.target.as_ref())
            .any(|target| may_mean(target, person, at))
}

impl SpaceReport {
    /// A space that is switched off.
    pub fn off(space: &Space) -> Self {
        Self {
            id: space.id.0,
            name: space.name.clone(),
            off: true,
            outcomes: Vec::new(),
        }
    }

    /// What the rules of a space would do.
    pub fn of(
        space: &Space,
        rules: &[EscalationRule],
        person: &Person,
        incidents: impl Iterator<Item = Incident>,
        at: Timestamp,
        clock: &Clock,
    ) -> Self {
        let outcomes = incidents.map(|incident| Outcome {
            trace: Vec::new(),
            ..evaluate(rules, person, &incident, at, clock)
        });
        Self {
            off: false,
            outcomes: outcomes.collect(),
            ..Self::off(space)
        }
    }

    /// Its place in the table: worst first, then by name.
    pub fn rank(&self) -> (bool, Option<Severity>, String, u64) {
        let worst = self.outcomes.iter().filter_map(problem);
        let worst = worst.map(|(_, level)| level).min();
        (worst.is_none(), worst, self.name.clone(), self.id)
    }
}

/// The cause, and how bad it is; nothing where it is as it is meant to be, or where it is the
/// preferences that have the problem.
pub fn problem(outcome: &Outcome) -> Option<(Cause, Severity)> {
    let cause = outcome.cause()?;
    let level = match cause {
        Cause::NotOnCall | Cause::OtherRole | Cause::OwnListEmpty | Cause::OwnChannelsFail => {
            return None;
        }
        Cause::NotATarget | Cause::OnlyRooms => Severity::Info,
        _ => outcome.severity,
    };
    Some((cause, level))
}
