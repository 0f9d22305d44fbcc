//! One space and what an incident of each severity there would do.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::doctor::grade::Grade;
use crate::domain::escalation::noise::wire::Flapping;
use crate::domain::escalation::wire::{EscalationRule, RuleStatus};
use crate::domain::escalation::{
    Cause, Clock, Incident, Intake, Noise, Outcome, PassedOver, Person, Suppression,
    SuppressionKind, Truth, Why, evaluate, may_mean, may_redirect,
};
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
    /// When it mutes alerts that change too often, as the list of spaces tells.
    pub flapping: Option<Flapping>,
}

/// The rules of a space that decide about an incident.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The escalation rules, in the server's order.
    pub escalation: Vec<EscalationRule>,
    /// What holds alerts back; nothing where it was not asked for, for the space concerns nobody.
    pub noise: Option<Noise>,
}

/// The moment that is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// When.
    pub at: Timestamp,
    /// It is the moment of the server's answers.
    pub is_now: bool,
    /// The account's clock and calendars.
    pub clock: &'a Clock,
    /// What the integration does with its alerts, where one is told.
    pub intake: Option<&'a Intake>,
}

/// What would happen to an incident in a space: what holds it back, and which rule takes it.
pub fn outcome(
    space: &Space,
    rules: &Rules,
    person: &Person,
    incident: &Incident,
    when: Moment<'_>,
) -> Outcome {
    let Moment {
        at,
        is_now,
        clock,
        intake,
    } = when;
    let mut outcome = evaluate(&rules.escalation, person, incident, at, clock);
    if !space.is_on() {
        return outcome.in_disabled_space();
    }
    if !space.is_certainly_on() {
        outcome
            .held
            .push(Suppression::unread(SuppressionKind::Space));
    }
    if let Some(intake) = intake {
        outcome
            .held
            .extend(intake.holding_back((space.id.0, &space.name), incident));
    }
    if let Some(noise) = &rules.noise {
        outcome
            .held
            .extend(noise.holding_back(incident, at, is_now, clock));
    }
    outcome
}

/// Whether a space is one that reaches the person, or should: one of its rules names the person, a
/// team or a schedule of theirs, whether or not the rule is on; or the labels that were told redirect a level of one to
/// them; or it belongs to one of their teams.
pub fn concerns(
    person: &Person,
    space: &Space,
    rules: &[EscalationRule],
    labels: &BTreeMap<String, String>,
    at: Timestamp,
) -> bool {
    is_owned(person, space)
        || may_name(person, rules, at)
        || rules.iter().any(|rule| redirects(rule, labels, person))
}

fn redirects(rule: &EscalationRule, labels: &BTreeMap<String, String>, person: &Person) -> bool {
    let mut levels = 0..rule.layers.len();
    rule.status != RuleStatus::Deleted && levels.any(|level| may_redirect(labels, level, person))
}

/// Whether a space belongs to one of the person's teams, or to one that may be theirs.
pub fn is_owned(person: &Person, space: &Space) -> bool {
    let id = space.team_id.0;
    person.team(id).is_some() && person.in_team(id) != Truth::No
}

/// Whether a rule, on or off, names the person, a team or a schedule of theirs, or may.
pub fn may_name(person: &Person, rules: &[EscalationRule], at: Timestamp) -> bool {
    rules
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
            flapping: None,
        }
    }

    /// What the rules of a space would do.
    pub fn of(
        space: &Space,
        rules: &Rules,
        person: &Person,
        incidents: impl Iterator<Item = Incident>,
        at: Moment<'_>,
    ) -> Self {
        let outcomes = incidents.map(|incident| Outcome {
            trace: Vec::new(),
            ..outcome(space, rules, person, &incident, at)
        });
        Self {
            off: false,
            outcomes: outcomes.collect(),
            flapping: space.flapping.clone().filter(Flapping::mutes),
            ..Self::off(space)
        }
    }

    /// Its place in the table: worst first, then by name.
    pub fn rank(&self) -> (bool, Option<Grade>, String, u64) {
        let worst = self.outcomes.iter().filter_map(problem);
        let worst = worst.map(|(_, grade)| grade).min();
        (worst.is_none(), worst, self.name.clone(), self.id)
    }
}

/// The cause, and how bad it is; nothing where it is as it is meant to be, or where it is the
/// preferences that have the problem.
pub fn problem(outcome: &Outcome) -> Option<(Cause, Grade)> {
    let cause = outcome.cause()?;
    let grade = match cause {
        Cause::NotOnCall
        | Cause::OtherRole
        | Cause::OwnListEmpty
        | Cause::OwnChannelsFail
        | Cause::RoutedElsewhere
        | Cause::SpaceDisabled => {
            return None;
        }
        Cause::NotATarget | Cause::OnlyRooms => match passed_over(outcome) {
            Some((_, grade)) => grade,
            None => Grade::Note,
        },
        _ => Grade::of(outcome.severity),
    };
    Some((cause, grade))
}

/// The rule that names the person and is passed over, where no other tells them, and how bad that is. One
/// that another stands before is hardly meant so; the others may be.
pub fn passed_over(outcome: &Outcome) -> Option<(&PassedOver, Grade)> {
    let first = outcome.passed_over.first()?;
    let tells_nobody = matches!(outcome.cause()?, Cause::NoMatch | Cause::NoLevels);
    let tells_others = matches!(outcome.cause()?, Cause::NotATarget | Cause::OnlyRooms);
    let grade = match first.why {
        // Perhaps it does not name them at all.
        _ if !first.certain && !tells_nobody => Grade::Note,
        Why::RuleBefore => Grade::of(outcome.severity).max(Grade::Important),
        Why::OtherIncidents if tells_nobody => return None,
        _ => Grade::Note,
    };
    (tells_nobody || tells_others).then_some((first, grade))
}
