//! What is asked of the server for one incident: in rounds, in each of which all goes out at the same time, and only what
//! the answers so far make necessary. Each kind is asked for once, and the records of two alerts: three rounds and eight
//! requests are enough for most, eleven for all; each schedule is one more.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use jiff::Timestamp;
use tr::tr;

use crate::api::Client;
use crate::commands::doctor::evidence::alerts::{Alerts, alert_feed, alerts, first_two};
use crate::commands::doctor::evidence::record::{Cut, feed};
use crate::commands::doctor::lookup::is_fatal;
use crate::commands::doctor::noise::escalation_rules;
use crate::commands::doctor::on_call::this;
use crate::domain::calendar::Calendar;
use crate::domain::channel::Personal;
use crate::domain::delivery::{Contacts, Fact};
use crate::domain::escalation::wire::{EscalationRule, Schedule, Team};
use crate::domain::evidence::wire::{AlertInfo, IncidentInfo};
use crate::domain::evidence::{
    ChosenLog, Deed, Event, is_free, is_own_deed, is_told, last_turn, latest,
};
use crate::domain::member::{Caller, PersonName};
use crate::domain::preference::Preference;
use crate::error::{Error, Kind};
use crate::local::threads::start;
use crate::session::incidents::unknown;
use crate::session::log;
use crate::session::preferences::facts::{joined, of_another};

/// Schedules that are asked for, and how many of them at the same time. What is left out is told: it may name the person.
const SCHEDULES: usize = 24;
const AT_ONCE: usize = 8;
/// Schedules are read so many seconds before and after: who stands in one shows in its shifts, and in who takes turns.
const AROUND: i64 = 15 * 86_400;

/// Who is asked about.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// Nothing where it is whoever the key belongs to and that is not known yet.
    pub id: u64,
    /// Their name.
    pub name: String,
    /// Their email, where the list of members tells it.
    pub email: Option<String>,
    /// It is not whoever the key belongs to: preferences cannot be read.
    pub is_other: bool,
    /// Since when they are a member, where that is known; of whoever the key belongs to the caller tells.
    pub since: Option<Timestamp>,
}

/// What is known of an incident and of a person.
#[derive(Default)]
pub struct Known {
    pub subject: Subject,
    pub incident: IncidentInfo,
    pub caller: Option<Caller>,
    pub events: Option<Vec<Event>>,
    /// Why the record is not all of it, where it is not.
    pub cut: Option<Cut>,
    /// From when until when it is asked about, where that is told.
    pub window: Option<(Timestamp, Timestamp)>,
    pub rules: Option<Vec<EscalationRule>>,
    pub preference: Option<Preference>,
    pub schedules: Vec<Schedule>,
    pub teams: Vec<Team>,
    pub alerts: Option<Vec<AlertInfo>>,
    pub alert_feeds: BTreeMap<String, Vec<Event>>,
    pub names: BTreeMap<u64, String>,
    /// What was asked for and not answered.
    pub unread: Vec<(&'static str, Error)>,
    pub off: Vec<Personal>,
    /// What the person had chosen, as far as the audit log was asked.
    pub chosen: ChosenLog,
    /// The service calendars of its rules, where no rule took it.
    pub calendars: BTreeMap<String, Calendar>,
    pub(super) asked: BTreeSet<Want>,
}

/// Something to ask for, each at most once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    Caller,
    Incident(String),
    Feed(String),
    Rules(u64),
    Schedule(u64),
    Teams(Vec<u64>),
    Preference,
    Chosen,
    Alerts(String),
    Names(Vec<u64>),
    AlertFeed(String),
}

enum Answer {
    Caller(Result<Caller, Error>),
    Incident(Result<IncidentInfo, Error>),
    Feed(Result<(Vec<Event>, Option<Cut>), Error>),
    Rules(Result<Vec<EscalationRule>, Error>),
    Schedule(Result<Schedule, Error>),
    Teams(Result<Vec<Team>, Error>),
    Preference(Result<Preference, Error>),
    Chosen(Result<ChosenLog, Error>),
    Alerts(Result<Vec<AlertInfo>, Error>),
    Names(Result<Vec<PersonName>, Error>),
    AlertFeed(String, Result<Option<Vec<Event>>, Error>),
}

/// All that is needed of the incident with this id.
pub fn read(api: &Client, id: &str, mut known: Known) -> Result<Known, Error> {
    let mut schedules_left = SCHEDULES;
    loop {
        let mut wants = known.wants(id, api.now());
        let mut seen = BTreeSet::new();
        wants.retain(|want| !known.asked.contains(want) && seen.insert(want.clone()));
        let (mut schedules, mut wants): (Vec<Want>, Vec<Want>) = wants
            .into_iter()
            .partition(|want| matches!(want, Want::Schedule(_)));
        let wanted = schedules.len();
        schedules.truncate(schedules_left.min(AT_ONCE));
        schedules_left -= schedules.len();
        wants.extend(schedules);
        if wants.is_empty() {
            if wanted > 0 {
                let why = tr!(
                    "{wanted} of the schedules were not asked for: too many",
                    wanted
                );
                known.unread.push(("schedules", Error::failed(why)));
            }
            return Ok(known);
        }
        known.asked.extend(wants.iter().cloned());
        let around = known.incident.opened().map_or(0, Timestamp::as_second);
        let answers: Vec<Answer> = thread::scope(|scope| {
            let me = known.subject.id;
            let asked: Vec<_> = wants
                .into_iter()
                .map(|want| start(scope, move || ask(api, want, (around, me))))
                .collect();
            asked.into_iter().map(joined).collect::<Result<_, _>>()
        })?;
        for answer in answers {
            known.take(answer)?;
        }
    }
}

fn ask(api: &Client, want: Want, (around, me): (i64, u64)) -> Answer {
    match want {
        Want::Caller => Answer::Caller(api.identified()),
        Want::Incident(id) => Answer::Incident(same(api.incident_info(&id), &id)),
        Want::Feed(id) => Answer::Feed(feed(api, &id)),
        Want::Rules(space) => Answer::Rules(escalation_rules(api, crate::lenient::Id(space))),
        Want::Schedule(id) => {
            let told = api.schedule_info(id, around - AROUND, around + AROUND);
            Answer::Schedule(this(told, id))
        }
        Want::Teams(ids) => Answer::Teams(api.team_infos(&ids)),
        Want::Preference => Answer::Preference(preference_of(api, me)),
        Want::Chosen => {
            let first = Timestamp::from_second(around).unwrap_or_default();
            Answer::Chosen(log::chosen(&api.advice(), me, first))
        }
        Want::Alerts(id) => Answer::Alerts(alerts(api, &id)),
        Want::Names(ids) => Answer::Names(api.person_infos(&ids)),
        Want::AlertFeed(id) => {
            let feed = alert_feed(api, &id);
            Answer::AlertFeed(id, feed)
        }
    }
}

/// The preferences, if they are this person's.
pub fn preference_of(api: &Client, me: u64) -> Result<Preference, Error> {
    let preference = api.preference_info()?;
    let contacts = Contacts {
        person_id: Some(me),
        ..Contacts::default()
    };
    match of_another(&preference, &Fact::Known(contacts)) {
        None => Ok(preference),
        Some(other) => Err(Error::failed(other)),
    }
}

/// An incident, if it is the one that was asked for.
fn same(answer: Result<IncidentInfo, Error>, id: &str) -> Result<IncidentInfo, Error> {
    let answer = answer.map_err(|error| match error.code() {
        Some("ResourceNotFound") => unknown(id),
        _ => error,
    })?;
    if answer.incident_id.eq_ignore_ascii_case(id) {
        return Ok(answer);
    }
    let other = &answer.incident_id;
    Err(Error::new(
        Kind::Unreachable,
        tr!(
            "the server was asked for incident {id}, and answered with {other}",
            id,
            other
        ),
    )
    .hint(tr!(
        "check that the base URL is that of the Flashduty API, and that no proxy or login page answers in its place"
    )))
}

impl Known {
    /// Nothing yet, of this person.
    pub fn of(subject: Subject, off: Vec<Personal>) -> Known {
        Known {
            subject,
            off,
            ..Known::default()
        }
    }

    /// Whoever the key belongs to, about whom it is if nobody else was named.
    pub fn own(&mut self, caller: Caller) {
        let id = caller.person_id().0;
        // Whoever names themselves is asked about as if they had not.
        self.subject.is_other &= self.subject.id != id;
        if self.subject.is_other {
            self.names.insert(id, caller.person_name().to_owned());
        } else {
            self.subject.id = id;
            caller.person_name().clone_into(&mut self.subject.name);
        }
        self.caller = Some(caller);
    }

    /// What was read of its alerts.
    pub fn with_alerts(&mut self, Alerts(alerts, feeds): Alerts) {
        self.alerts = Some(alerts);
        self.alert_feeds = feeds;
    }

    /// What is missing, what is needed most first.
    fn wants(&self, id: &str, now: Timestamp) -> Vec<Want> {
        let mut wants = Vec::new();
        if self.caller.is_none() {
            wants.push(Want::Caller);
        }
        if self.incident.incident_id.is_empty() {
            wants.push(Want::Incident(id.to_owned()));
        }
        wants.push(Want::Feed(id.to_owned()));
        if self.incident.incident_id.is_empty() || self.caller.is_none() {
            return wants;
        }
        let told = self.is_told(now);
        if self.incident.channel_id != 0 && told != Some(true) {
            wants.push(Want::Rules(self.incident.channel_id));
        }
        let Some(events) = &self.events else {
            return wants;
        };
        let me = self.subject.id;
        let is_sent = |event: &Event| match &event.deed {
            Deed::Notified(notice) => notice.persons.iter().any(|to| to.person_id == me),
            _ => false,
        };
        let written_to = last_turn(events, me, now).iter().any(is_sent);
        let by_name = |event: &Event| match &event.deed {
            Deed::Assigned(one) => one.persons().contains(&me),
            Deed::Added(to) => to.contains(&me),
            _ => false,
        };
        let assigned = written_to || events.iter().any(by_name);
        let by_rule = events.iter().filter_map(Event::rule);
        let taken_by: BTreeSet<String> = by_rule.map(str::to_owned).collect();
        if told != Some(true) {
            if !self.subject.is_other && assigned {
                wants.push(Want::Preference);
                // Nothing was sent at all: what was chosen then may be why.
                if self.preference.is_some() && !written_to {
                    wants.push(Want::Chosen);
                }
            }
            // Of a later turn that was never theirs the rule tells.
            let theirs =
                |event: &Event| is_sent(event) || (by_name(event) && !is_own_deed(event, me));
            if !latest(events, me, now).iter().any(theirs) {
                self.want_targets(&taken_by, &mut wants);
            }
            let odd = self.incident.ever_muted || self.incident.alert_cnt > 1;
            if odd || (is_free(events) && !assigned) {
                wants.push(Want::Alerts(id.to_owned()));
            }
        }
        let no_rules = self.incident.channel_id == 0 || self.is_unread("rules");
        let settled = told == Some(true) || self.rules.is_some() || no_rules;
        let unnamed = self.unnamed(events);
        if settled && !unnamed.is_empty() && !self.asked_names() {
            wants.push(Want::Names(unnamed));
        }
        if is_free(events) {
            let first = first_two(self.alerts.as_deref().unwrap_or_default());
            wants.extend(first.map(|id| Want::AlertFeed(id.to_owned())));
        }
        if !self.subject.is_other && told != Some(true) && settled {
            wants.push(Want::Preference);
        }
        wants
    }

    /// The schedules and teams that the rules name which took it.
    fn want_targets(&self, taken_by: &BTreeSet<String>, wants: &mut Vec<Want>) {
        let rules = self.rules.iter().flatten();
        let rules = rules.filter(|rule| taken_by.contains(&rule.rule_id.to_ascii_lowercase()));
        let targets = rules
            .flat_map(|rule| &rule.layers)
            .filter_map(|layer| layer.target.as_ref());
        // The levels in their order, for what is too much is left out.
        let (mut schedules, mut teams) = (Vec::new(), BTreeSet::new());
        for target in targets {
            schedules.extend(target.schedule_to_role_ids.keys().copied());
            teams.extend(target.team_ids.iter().copied());
        }
        wants.extend(schedules.into_iter().map(Want::Schedule));
        if !teams.is_empty() {
            wants.push(Want::Teams(teams.into_iter().collect()));
        }
    }

    fn asked_names(&self) -> bool {
        self.asked.iter().any(|want| matches!(want, Want::Names(_)))
    }

    fn is_unread(&self, what: &str) -> bool {
        self.unread.iter().any(|(one, _)| *one == what)
    }

    /// Whether something was handed over to the person; nothing where the record is not known yet.
    fn is_told(&self, now: Timestamp) -> Option<bool> {
        Some(is_told(self.events.as_ref()?, self.subject.id, now))
    }

    /// The persons of the record whose names are not known.
    fn unnamed(&self, events: &[Event]) -> Vec<u64> {
        let mut ids = BTreeSet::new();
        for event in events {
            ids.insert(event.by);
            match &event.deed {
                Deed::Assigned(one) => ids.extend(one.persons()),
                Deed::Added(to) => ids.extend(to),
                Deed::Notified(notice) => ids.extend(notice.persons.iter().map(|to| to.person_id)),
                _ => {}
            }
        }
        ids.remove(&0);
        ids.remove(&self.subject.id);
        ids.retain(|id| !self.names.contains_key(id));
        ids.into_iter().collect()
    }

    fn take(&mut self, answer: Answer) -> Result<(), Error> {
        let mut missed = |what, error: Error| {
            if is_fatal(&error) {
                return Err(error);
            }
            self.unread.push((what, error));
            Ok(())
        };
        match answer {
            Answer::Caller(caller) => self.own(caller?),
            Answer::Incident(incident) => self.incident = incident?,
            Answer::Feed(Ok((events, cut))) => {
                self.events = Some(events);
                self.cut = cut;
            }
            Answer::Feed(Err(error)) if error.kind == Kind::NotAllowed => return Err(error),
            Answer::Feed(Err(error)) => {
                self.cut = Some(Cut::by(&error));
                self.events = Some(Vec::new());
                missed("feed", error)?;
            }
            Answer::Rules(Ok(rules)) => self.rules = Some(rules),
            Answer::Schedule(Ok(schedule)) => self.schedules.push(schedule),
            Answer::Teams(Ok(teams)) => self.teams = teams,
            Answer::Preference(Ok(preference)) => self.preference = Some(preference),
            // Without a log the preferences are as they are now.
            Answer::Chosen(chosen) => self.chosen = chosen.unwrap_or_default(),
            Answer::Alerts(Ok(alerts)) => self.alerts = Some(alerts),
            Answer::Names(Ok(names)) => {
                let names = names.into_iter().filter(|one| !one.person_name.is_empty());
                self.names
                    .extend(names.map(|one| (one.person_id.0, one.person_name)));
            }
            Answer::AlertFeed(id, Ok(feed)) => {
                self.alert_feeds.extend(feed.map(|feed| (id, feed)));
            }
            Answer::Rules(Err(error)) => missed("rules", error)?,
            Answer::Schedule(Err(error)) => missed("schedules", error)?,
            Answer::Teams(Err(error)) => missed("teams", error)?,
            Answer::Preference(Err(error)) => missed("preferences", error)?,
            Answer::Alerts(Err(error)) => missed("alerts", error)?,
            // Then ids stand where names would.
            Answer::Names(Err(error)) => {
                if is_fatal(&error) {
                    return Err(error);
                }
            }
            Answer::AlertFeed(_, Err(error)) => missed("alert_feed", error)?,
        }
        Ok(())
    }
}
