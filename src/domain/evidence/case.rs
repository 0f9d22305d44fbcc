//! What is known of an incident and of the person, and what follows from the record alone.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Clock, Incident, Person};
use crate::domain::evidence::alert::AlertFact;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::reason::RuleRef;
use crate::domain::evidence::wire;
use crate::domain::evidence::wire::IncidentInfo;
use crate::domain::severity::Severity;

/// The channels of each severity.
pub type Lists = BTreeMap<Severity, Vec<String>>;

/// Lists that the person had set at a moment, as the audit log has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// When.
    pub at: Timestamp,
    /// What.
    pub lists: Lists,
}

/// An incident, its record, and what is known of the person and of the rules as they are now.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The incident as it is now.
    pub incident: &'a IncidentInfo,
    /// Its record, in the order of time.
    pub events: &'a [Event],
    /// That is all of it.
    pub complete: bool,
    /// The moment at which it is looked at.
    pub now: Timestamp,
    /// The person: teams, schedules at that time, preferences as they are now.
    pub person: &'a Person,
    /// Since when the person is a member, where that is known.
    pub member_since: Option<Timestamp>,
    /// The rules of the space as they are now; nothing where they could not be read.
    pub rules: Option<&'a [EscalationRule]>,
    /// The account's clock.
    pub clock: &'a Clock,
    /// The alerts, as far as they were looked at.
    pub alerts: &'a [AlertFact],
    /// What the person had chosen before, in the order of time, as far as the audit log was asked.
    pub chosen: &'a [Chosen],
}

impl<'a> Case<'a> {
    /// When the incident began: by its record, else by itself.
    pub fn opened(&self) -> Option<Timestamp> {
        let new = |event: &&Event| matches!(event.deed, Deed::Opened { .. });
        let told = self.events.iter().find(new).map(|event| event.at);
        told.or_else(|| self.incident.opened())
    }

    /// What the person had chosen at a moment, and when that was changed; nothing where it is not known to be
    /// otherwise than now.
    pub fn chosen_then(&self, at: Timestamp) -> Option<(&'a Lists, Timestamp)> {
        let later = self.chosen.iter().position(|one| one.at > at)?;
        let then = &self.chosen.get(later.checked_sub(1)?)?.lists;
        Some((then, self.chosen[later].at))
    }

    /// The severity at a moment: that of the opening, until it was changed. Nothing where it is none of the three
    /// or not told: then it is not known which lists of channels are for it.
    pub fn severity_at(&self, at: Timestamp) -> Option<Severity> {
        let told = |event: &'a Event| match &event.deed {
            Deed::Opened { severity, .. } if !severity.is_empty() => Some(wire::severity(severity)),
            Deed::Severity(severity) => Some(*severity),
            _ => None,
        };
        let until = self.events.iter().filter(|event| event.at <= at);
        until.filter_map(told).next_back().unwrap_or_else(|| {
            let changes = |event: &Event| matches!(event.deed, Deed::Severity(_));
            // What it is now it was not then.
            let changed = self.events.iter().any(changes);
            self.incident.severity().filter(|_| !changed)
        })
    }

    /// The incident as the rules saw it: with the severity and title of its opening.
    pub fn as_opened(&self) -> Incident {
        let told = self.events.iter().find_map(|event| match &event.deed {
            Deed::Opened { title, .. } => Some((event.at, title.clone())),
            _ => None,
        });
        let (at, title) = told.unwrap_or((Timestamp::MIN, String::new()));
        let severity = self.severity_at(at);
        let title = if title.is_empty() {
            self.incident.title.clone()
        } else {
            title
        };
        Incident {
            title: Some(title),
            description: Some(self.incident.description.clone()),
            labels: self.incident.labels.clone(),
            labels_complete: true,
            integration_id: Some(self.incident.integration_id).filter(|id| *id != 0),
            severity_told: severity.is_some(),
            ..Incident::of(severity.unwrap_or(Severity::Info))
        }
    }

    /// The rule with this id, as it is now.
    pub fn rule(&self, id: &str) -> Option<&'a EscalationRule> {
        self.rules?.iter().find(|rule| rule.rule_id == id)
    }

    /// How a rule is named; `name` is that of the record.
    pub fn name_of(&self, id: &str, name: &str) -> RuleRef {
        let rule = self.rule(id);
        let updated_at = rule
            .and_then(|rule| rule.updated_at)
            .and_then(|second| Timestamp::from_second(second).ok());
        let now = || rule.map(|rule| rule.rule_name.as_str());
        let name = Some(name).filter(|name| !name.is_empty());
        let name = name.or_else(|| self.told_name(id)).or_else(now);
        RuleRef {
            id: id.to_owned(),
            name: name.unwrap_or(id).to_owned(),
            updated_at,
            changed_since: updated_at > self.opened() && updated_at.is_some(),
        }
    }

    /// The name that the record has for a rule: not every entry tells it.
    fn told_name(&self, id: &str) -> Option<&'a str> {
        let mut names = self.events.iter().filter_map(|event| match &event.deed {
            Deed::Assigned(one) if one.rule() == Some(id) => Some(one.rule_name.as_str()),
            Deed::Notified(one) if one.rule() == Some(id) => Some(one.rule_name.as_str()),
            _ => None,
        });
        names.find(|name| !name.is_empty())
    }
}
