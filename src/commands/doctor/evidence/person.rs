//! What the judgement wants, made of what was read: the person, the clock, the alerts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::commands::doctor::evidence::read::Known;
use crate::domain::channel::{Channel, Personal};
use crate::domain::delivery::{Fact, Facts};
use crate::domain::escalation::{Clock, Person};
use crate::domain::evidence::wire::AlertInfo;
use crate::domain::evidence::{AlertFact, Case, Deed, Event, is_handed, last_turn};
use crate::domain::member::Caller;
use crate::session::log::by_severity;
use crate::session::preferences::facts::contacts;

/// The addresses whose mail a person reads; there may be none.
pub fn addresses(email: Option<&str>) -> Vec<String> {
    let email = email.filter(|one| !one.is_empty());
    email.map(str::to_owned).into_iter().collect()
}

/// Whether it was for the person and nothing was handed over: what they chose may be why. Where it is asked about some
/// time, also of a turn before the last, and of what was handed over only after it.
pub fn hangs_on_preferences(
    events: &[Event],
    me: u64,
    now: Timestamp,
    until: Option<Timestamp>,
) -> bool {
    let is_to = |event: &Event| match &event.deed {
        Deed::Assigned(one) => one.persons().contains(&me),
        Deed::Added(to) => to.contains(&me),
        _ => false,
    };
    let last = last_turn(events, me, now);
    if until.is_some() && last.len() < events.len() {
        return events.iter().any(is_to);
    }
    let is_told =
        |event: &Event| is_handed(event, me) && until.is_none_or(|until| event.at < until);
    last.iter().any(is_to) && !last.iter().any(is_told)
}

impl Known {
    /// The person as the judgement wants them.
    pub fn person(&self) -> Person {
        let own = !self.subject.is_other;
        let caller = self.caller.as_ref().filter(|_| own);
        let email = caller.and_then(Caller::email);
        let email = email.or(self.subject.email.as_deref());
        let preferences = self.preference.as_ref().map(by_severity);
        let mut deliveries = BTreeMap::new();
        if let Some(caller) = caller {
            let facts = Facts {
                contacts: Fact::Known(contacts(caller)),
                devices: Fact::Unknown(String::new()),
                integrations: Fact::Unknown(String::new()),
                off: self.off.clone(),
                proof: crate::domain::proof::Proof::default(),
            };
            for one in [Personal::Voice, Personal::Sms, Personal::Email] {
                let wire = one.wire().to_owned();
                deliveries.insert(wire, facts.delivery(&Channel::personal(one)));
            }
        }
        Person {
            id: self.subject.id,
            emails_unread: email.is_none(),
            emails: addresses(email),
            teams: self.teams.clone(),
            schedules: self.schedules.clone(),
            preferences,
            deliveries,
            ..Person::default()
        }
    }

    /// Since when the person is a member, where that is told.
    fn member_since(&self) -> Option<Timestamp> {
        match &self.caller {
            Some(Caller::Member(member)) if !self.subject.is_other => member
                .created_at
                .map(|at| at.0)
                .filter(|at| at.as_second() > 0),
            _ => self.subject.since,
        }
    }

    /// Whether a rule took it.
    fn is_taken(&self) -> bool {
        let by_rule = |event: &Event| match &event.deed {
            Deed::Assigned(one) => one.rule().is_some() || one.has_lost_its_rule(event.by),
            _ => false,
        };
        self.incident.taken_by().is_some() || self.events.iter().flatten().any(by_rule)
    }

    /// The alerts and what held them back.
    pub fn alert_facts(&self) -> Vec<AlertFact> {
        let alerts = self.alerts.iter().flatten();
        let feed = |alert: &AlertInfo| self.alert_feeds.get(&alert.alert_id).map(Vec::as_slice);
        alerts
            .map(|alert| AlertFact::of(alert, feed(alert)))
            .collect()
    }

    /// What there is to judge.
    pub fn case<'a>(
        &'a self,
        person: &'a Person,
        clock: &'a Clock,
        alerts: &'a [AlertFact],
        now: Timestamp,
    ) -> Case<'a> {
        Case {
            incident: &self.incident,
            events: self.events.as_deref().unwrap_or_default(),
            since: None,
            until: None,
            complete: self.cut.is_none() && self.events.is_some(),
            lost: self.cut.as_ref().and_then(|cut| cut.lost()),
            now,
            person,
            member_since: self.member_since(),
            // An incident of no space has no rules, unless one of another place took it.
            rules: match &self.rules {
                None if self.incident.channel_id == 0 && !self.is_taken() => Some(&[]),
                rules => rules.as_deref(),
            },
            clock,
            alerts,
            alerts_known: self.alerts.is_some(),
            chosen: &self.chosen,
        }
    }

    /// The account's clock, by which rules go; UTC where it is not known.
    pub fn clock(&self) -> Clock {
        let names = self.caller.as_ref().map(Caller::time_zones);
        let zone = names.and_then(|[_, account]| TimeZone::get(account).ok());
        let zone = zone.filter(|zone| !zone.is_unknown());
        Clock {
            calendars: self.calendars.clone(),
            guessed: zone.is_none(),
            ..Clock::of(zone.unwrap_or(TimeZone::UTC))
        }
    }
}
