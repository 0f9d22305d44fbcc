//! What is known of an incident and of the person, and what follows from the record alone.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::escalation::wire::{EscalationRule, RuleStatus};
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
    /// What; nothing where the log has only that something was set.
    pub lists: Option<Lists>,
}

/// What the audit log tells of what the person had set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChosenLog {
    /// From then on it was read, and has all; nothing where it was not, or does not show how far back it goes: past
    /// that a log is silently empty.
    pub since: Option<Timestamp>,
    /// What was set, in the order of time.
    pub lists: Vec<Chosen>,
}

/// What the person had set at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Then<'a> {
    /// This, as the log has it, until it was changed at that time.
    Logged(&'a Lists, Timestamp),
    /// What is set now: the log has no change since.
    AsNow,
    /// It is not known. What is set now is all that can be looked at.
    Unknown,
}

/// Whether something was held back by it. A flapping of 0 minutes mutes nothing.
pub(super) fn is_mute(event: &Event) -> bool {
    match event.deed {
        Deed::Silenced(_) | Deed::Inhibited(_) => true,
        Deed::Flapping { mute_mins } => mute_mins > 0,
        _ => false,
    }
}

/// Whether a person opened it again, by the first entry that says so.
pub(super) fn is_reopened_by_hand(events: &[Event]) -> bool {
    let mut reopened = events.iter().filter(|event| event.deed == Deed::Reopened);
    reopened.next().is_some_and(|event| event.by != 0)
}

/// An incident, its record, and what is known of the person and of the rules as they are now.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The incident as it is now.
    pub incident: &'a IncidentInfo,
    /// Its record, in the order of time.
    pub events: &'a [Event],
    /// Since when it is looked at, where that is a later turn of it; `None` for its beginning.
    pub since: Option<Timestamp>,
    /// When the next turn of it began, where it is looked at up to that: what is due later is no part of it.
    pub until: Option<Timestamp>,
    /// That is all of it.
    pub complete: bool,
    /// The latest moment of which an entry may be missing; nothing where none is, or the beginning alone.
    pub lost: Option<Timestamp>,
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
    /// The alerts were asked for, and are there.
    pub alerts_known: bool,
    /// What the person had chosen before, as far as the audit log was asked.
    pub chosen: &'a ChosenLog,
}

impl<'a> Case<'a> {
    /// When the incident began, or the turn of it that is looked at: by its record, else by itself.
    pub fn opened(&self) -> Option<Timestamp> {
        if self.since.is_some() {
            return self.since;
        }
        let new = |event: &&Event| matches!(event.deed, Deed::Opened { .. });
        let told = self.events.iter().find(new).map(|event| event.at);
        told.or_else(|| self.incident.opened())
    }

    /// The alerts that opened it: of several of one moment each may have. One that does not tell when it came may too.
    pub fn first_alerts(&self) -> impl Iterator<Item = &'a AlertFact> {
        let came = |alert: &AlertFact| alert.at.unwrap_or(Timestamp::MIN);
        let first = self.alerts.iter().map(came).min();
        self.alerts
            .iter()
            .filter(move |one| Some(came(one)) == first)
    }

    /// Whether all of its alerts are there, by their number.
    fn alerts_are_whole(&self) -> bool {
        let listed = i64::try_from(self.alerts.len()).unwrap_or(i64::MAX);
        self.alerts_known && listed >= self.incident.alert_cnt
    }

    /// Whether something held back an alert of it of which no record tells.
    fn is_muted_untold(&self) -> bool {
        let told =
            self.events.iter().any(is_mute) || self.alerts.iter().any(|alert| alert.mute.is_some());
        self.incident.ever_muted && !told
    }

    /// Whether what is known of the alerts is enough to say that nothing held them back.
    pub fn tells_of_alerts(&self) -> bool {
        self.alerts_are_whole() && !self.is_muted_untold()
    }

    /// What the person had chosen at a moment.
    pub fn chosen_then(&self, at: Timestamp) -> Then<'a> {
        let lists = &self.chosen.lists;
        let later = lists.iter().find(|one| one.at > at);
        let before = lists.iter().rfind(|one| one.at <= at);
        match (before, later) {
            (Some(then), Some(later)) => {
                let lists = then.lists.as_ref();
                lists.map_or(Then::Unknown, |lists| Then::Logged(lists, later.at))
            }
            // A log that ends with something else than what is set now lacks a change.
            (Some(then), None) if then.lists.as_ref().is_some_and(|one| self.is_now(one)) => {
                Then::AsNow
            }
            (None, None) if self.chosen.since.is_some_and(|since| since <= at) => Then::AsNow,
            _ => Then::Unknown,
        }
    }

    /// Whether it is what is set now, as far as a severity has channels or none.
    fn is_now(&self, lists: &Lists) -> bool {
        let has_any = |lists: &Lists, one| lists.get(one).is_some_and(|list| !list.is_empty());
        let same = |now: &Lists| {
            let mut all = Severity::ALL.iter();
            all.all(|one| has_any(now, one) == has_any(lists, one))
        };
        self.person.preferences.as_ref().is_some_and(same)
    }

    /// The severity at a moment: that of the opening, until it was changed. Nothing where it is none of the three
    /// or not told: then it is not known which lists of channels are for it.
    pub fn severity_at(&self, at: Timestamp) -> Option<Severity> {
        let told = |event: &'a Event| match &event.deed {
            Deed::Opened { severity, .. } if !severity.is_empty() => Some(wire::severity(severity)),
            Deed::Severity(severity) => Some(*severity),
            Deed::Recovered => Some(None),
            _ => None,
        };
        let until = self.events.iter().filter(|event| event.at <= at);
        until.filter_map(told).next_back().unwrap_or_else(|| {
            let changes = |event: &Event| matches!(event.deed, Deed::Severity(_) | Deed::Recovered);
            // What it is now it was not then.
            let changed = self.events.iter().any(changes);
            self.incident.severity().filter(|_| !changed)
        })
    }

    /// The worst severity that it had from a moment on. Nothing where one of them is not known, and none of the others
    /// is critical.
    pub fn worst_from(&self, at: Timestamp) -> Option<Severity> {
        let first = self.severity_at(at);
        let later = self.events.iter().filter(|event| event.at > at);
        let changes = later.filter_map(|event| match &event.deed {
            Deed::Severity(severity) => Some(*severity),
            _ => None,
        });
        let all: Vec<Option<Severity>> = changes.chain([first]).collect();
        let known = || {
            all.iter()
                .copied()
                .collect::<Option<Vec<_>>>()?
                .into_iter()
                .min()
        };
        let is_critical = all.contains(&Some(Severity::Critical));
        is_critical.then_some(Severity::Critical).or_else(known)
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

    /// The rule with this id, as it is now; none that is deleted.
    pub fn rule(&self, id: &str) -> Option<&'a EscalationRule> {
        let mut left = self.rules?.iter();
        left.find(|rule| {
            rule.rule_id.eq_ignore_ascii_case(id) && rule.status != RuleStatus::Deleted
        })
    }

    /// How a rule is named; `name` is that of the record.
    pub fn name_of(&self, id: &str, name: &str) -> RuleRef {
        let rule = self.rule(id);
        let updated_at = rule.and_then(|rule| rule.updated_at).and_then(wire::moment);
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

    /// Whether something was for certain as it is now when the incident began, by when it was last changed.
    pub fn is_unchanged(&self, changed: Option<i64>) -> bool {
        let changed = changed.and_then(wire::moment);
        changed.is_some_and(|at| self.opened().is_some_and(|opened| at <= opened))
    }

    /// Whether something was changed for certain after the incident began.
    pub fn has_changed(&self, changed: Option<i64>) -> bool {
        let changed = changed.and_then(wire::moment);
        changed.is_some_and(|at| self.opened().is_some_and(|opened| at > opened))
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
