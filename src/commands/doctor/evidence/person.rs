//! What the judgement wants, made of what was read: the person, the clock, the alerts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::commands::doctor::evidence::read::Known;
use crate::domain::channel::{Channel, Personal};
use crate::domain::delivery::{Fact, Facts};
use crate::domain::escalation::{Clock, Person};
use crate::domain::evidence::wire::AlertInfo;
use crate::domain::evidence::{AlertFact, Case};
use crate::domain::member::Caller;
use crate::domain::preference::{Preference, Target};
use crate::domain::severity::Severity;
use crate::session::preferences::facts::contacts;

impl Known {
    /// The person as the judgement wants them.
    pub fn person(&self) -> Person {
        let own = !self.subject.is_other;
        let email = match &self.caller {
            Some(Caller::Member(member)) if own => member.email.clone(),
            Some(Caller::Primary(account)) if own => Some(account.email.clone()),
            _ => None,
        };
        let preferences = self.preference.as_ref().map(lists);
        let mut deliveries = BTreeMap::new();
        if let Some(caller) = self.caller.as_ref().filter(|_| own) {
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
            emails: email.into_iter().filter(|one| !one.is_empty()).collect(),
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

    /// The alerts and what held them back.
    pub fn alert_facts(&self) -> Vec<AlertFact> {
        let alerts = self.alerts.iter().flatten();
        let feed = |alert: &AlertInfo| {
            self.alert_feeds
                .get(&alert.alert_id)
                .map_or(&[][..], Vec::as_slice)
        };
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
            complete: self.cut.is_none() && self.events.is_some(),
            now,
            person,
            member_since: self.member_since(),
            // An incident of no space has no rules.
            rules: match &self.rules {
                None if self.incident.channel_id == 0 => Some(&[]),
                rules => rules.as_deref(),
            },
            clock,
            alerts,
        }
    }

    /// The time zones of the person and of the account.
    pub fn zones(&self) -> (TimeZone, Clock) {
        zones(self.caller.as_ref())
    }
}

/// The time zones of the person and of the account; UTC where they are not known.
pub fn zones(caller: Option<&Caller>) -> (TimeZone, Clock) {
    let zone = |name: &str| TimeZone::get(name).ok().filter(|zone| !zone.is_unknown());
    let (own, account) = match caller {
        Some(Caller::Member(member)) => (&*member.time_zone, &*member.account_time_zone),
        Some(Caller::Primary(account)) => ("", &*account.time_zone),
        None => ("", ""),
    };
    let known = zone(account);
    let clock = Clock {
        guessed: known.is_none(),
        ..Clock::of(known.clone().unwrap_or(TimeZone::UTC))
    };
    (zone(own).or(known).unwrap_or(TimeZone::UTC), clock)
}

/// The channels of each severity, as they are now.
pub fn lists(preference: &Preference) -> BTreeMap<Severity, Vec<String>> {
    let list = |severity: Severity| {
        let channels = preference.channels(Target::Severity(severity));
        (severity, channels.iter().map(Channel::wire).collect())
    };
    Severity::ALL.into_iter().map(list).collect()
}
