//! The person whose phone should ring: contacts, preferences, teams, schedules, and the clock on
//! the wall of the account. What the server will not say is a note, never an alarm.

use std::collections::BTreeMap;
use std::thread;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use tr::tr;

use crate::api::Teams;
use crate::commands::doctor::args::{At, Told};
use crate::domain::channel::{Channel, Personal};
use crate::domain::delivery::{Delivery, Fact, Facts};
use crate::domain::escalation;
use crate::domain::escalation::wire::{EscalationRule, Severity};
use crate::domain::escalation::{Incident, Person};
use crate::domain::member::Caller;
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Kind};
use crate::session::app::Session;
use crate::session::preferences::drift::Drift;
use crate::session::preferences::facts::{contacts, fact, joined};

/// Something that could not be found out, which is nobody's fault.
#[derive(Clone, Debug)]
pub struct Note {
    /// The word in JSON; never translated.
    pub code: &'static str,
    /// What it is.
    pub text: String,
}

/// Whoever the key belongs to.
pub struct Subject {
    /// As the server says; nothing where it would not.
    pub caller: Option<Caller>,
    /// What decides whether a channel delivers.
    pub facts: Facts,
    /// The preferences, where they could be read.
    pub preference: Option<Preference>,
    /// What of them is no longer as the last change made here left it.
    pub since: Option<Drift>,
    /// The same as the model of escalation wants it.
    pub person: Person,
    /// The account's clock.
    pub zone: TimeZone,
    /// The moment that is looked at.
    pub at: Timestamp,
    /// That is not now.
    pub at_chosen: bool,
    /// What is known of the incident, at the worst severity.
    pub incident: Incident,
    /// What could not be found out.
    pub notes: Vec<Note>,
}

/// Ask for all of it; the questions that do not depend on each other go out at the same time.
///
/// # Errors
/// Where the key is not accepted, or there is no server to ask.
pub fn read(session: &Session<'_>, told: &Told) -> Result<Subject, Error> {
    let api = &session.api;
    let now = Timestamp::now();
    let mut notes = Vec::new();
    let caller = match api.caller() {
        Err(error) if fatal(&error) => return Err(error),
        answer => answer,
    };
    let id = caller.as_ref().map_or(0, |caller| caller.person_id().0);
    let answers = thread::scope(|scope| {
        let preference = scope.spawn(|| api.preference_info());
        let devices = scope.spawn(|| api.device_list());
        let integrations = scope.spawn(|| api.im_integrations());
        let schedules = scope.spawn(|| api.schedule_self(now));
        let teams = api.teams_of(id);
        Answers {
            preference: joined(preference).and_then(|answer| answer),
            devices: joined(devices).and_then(|answer| answer),
            integrations: joined(integrations).and_then(|answer| answer),
            schedules: joined(schedules).and_then(|answer| answer),
            teams,
        }
    });
    if let Some(error) = answers.fatal() {
        return Err(error);
    }
    let zone = zone_of(caller.as_ref().ok(), &mut notes);
    let mut person = Person {
        id,
        emails: caller.as_ref().map(emails).unwrap_or_default(),
        schedules_as_of: Some(now),
        ..Person::default()
    };
    let mut note = |code, what: String, error: &Error| {
        let why = error.code().unwrap_or(&error.message);
        notes.push(Note {
            code,
            text: tr!("The server would not say {what} ({why}).", what, why),
        });
    };
    match answers.teams {
        Ok(Teams { teams, complete }) => {
            person.teams = teams;
            person.teams_complete = complete;
        }
        Err(error) => note("teams_unread", tr!("which teams you are in"), &error),
    }
    match answers.schedules {
        Ok(schedules) => {
            person.schedules = schedules;
            person.schedules_complete = true;
        }
        Err(error) => note("schedules_unread", tr!("when you are on call"), &error),
    }
    let preference = match answers.preference {
        Ok(preference) => Some(preference),
        Err(error) => {
            note(
                "preferences_unread",
                tr!("what your preferences are"),
                &error,
            );
            None
        }
    };
    if let Err(error) = &caller {
        note("person_unread", tr!("who the key belongs to"), error);
    }
    if let Err(error) = &answers.devices {
        note("devices_unread", tr!("which phones are bound"), error);
    }
    if let Err(error) = &answers.integrations {
        note("integrations_unread", tr!("which IM apps there are"), error);
    }
    if let Ok(Caller::Primary(_)) = &caller {
        notes.push(Note {
            code: "primary_account",
            text: tr!(
                "The key is the primary account's own, of which the server does not say whether phone and email are verified."
            ),
        });
    }
    if let (0, Some(preference)) = (person.id, &preference) {
        person.id = preference.person_id.0;
    }
    person.preferences = preference.as_ref().map(lists);
    let facts = Facts {
        contacts: fact(caller.as_ref().map(contacts).map_err(Clone::clone)),
        devices: fact(answers.devices),
        integrations: fact(answers.integrations),
        off: session.settings.channels_off.clone(),
    };
    let at = told.at.map(|at| moment(at, now, &zone)).transpose()?;
    let mut subject = Subject {
        caller: caller.ok(),
        facts,
        since: preference
            .as_ref()
            .and_then(|preference| Drift::find(session, preference).ok().flatten()),
        preference,
        person,
        zone,
        at: at.unwrap_or(now),
        at_chosen: at.is_some(),
        incident: incident(told),
        notes,
    };
    let own: Vec<String> = Personal::ALL.map(|own| own.wire().to_owned()).into();
    let listed = subject.person.preferences.iter().flat_map(BTreeMap::values);
    let channels: Vec<String> = own.into_iter().chain(listed.flatten().cloned()).collect();
    channels.iter().for_each(|channel| subject.know(channel));
    Ok(subject)
}

struct Answers {
    preference: Result<Preference, Error>,
    devices: Result<Vec<crate::domain::device::Device>, Error>,
    integrations: Result<Vec<crate::domain::integration::Integration>, Error>,
    schedules: Result<Vec<crate::domain::escalation::wire::Schedule>, Error>,
    teams: Result<Teams, Error>,
}

impl Answers {
    /// A key that stops working, or a server that does: nothing that follows would fare better.
    fn fatal(&self) -> Option<Error> {
        [
            self.preference.as_ref().err(),
            self.devices.as_ref().err(),
            self.integrations.as_ref().err(),
            self.schedules.as_ref().err(),
            self.teams.as_ref().err(),
        ]
        .into_iter()
        .flatten()
        .find(|error| error.kind == Kind::Key)
        .cloned()
    }
}

/// Whether it makes no sense to go on asking.
fn fatal(error: &Error) -> bool {
    matches!(
        error.kind,
        Kind::Key | Kind::Unreachable | Kind::RateLimited | Kind::Interrupted
    )
}

fn emails(caller: &Caller) -> Vec<String> {
    let own = match caller {
        Caller::Member(member) => member.email.clone().unwrap_or_default(),
        Caller::Primary(account) => account.email.clone(),
    };
    if own.is_empty() { vec![] } else { vec![own] }
}

fn zone_of(caller: Option<&Caller>, notes: &mut Vec<Note>) -> TimeZone {
    let name = match caller {
        Some(Caller::Member(member)) if member.account_time_zone.is_empty() => &member.time_zone,
        Some(Caller::Member(member)) => &member.account_time_zone,
        Some(Caller::Primary(account)) => &account.time_zone,
        None => "",
    };
    TimeZone::get(name).unwrap_or_else(|_| {
        notes.push(Note {
            code: "time_zone_unknown",
            text: tr!(
                "The account's time zone ('{name}') is not known here: times are read as UTC.",
                name
            ),
        });
        TimeZone::UTC
    })
}

fn lists(preference: &Preference) -> BTreeMap<Severity, Vec<String>> {
    Severity::ALL
        .into_iter()
        .map(|severity| {
            let channels = preference.channels(target(severity));
            (severity, channels.iter().map(Channel::wire).collect())
        })
        .collect()
}

/// The preferences' word for a severity.
pub fn target(severity: Severity) -> Target {
    match severity {
        Severity::Critical => Target::Critical,
        Severity::Warning => Target::Warning,
        Severity::Info => Target::Info,
    }
}

fn moment(at: At, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Error> {
    let local = match at {
        At::Moment(moment) => return Ok(moment),
        At::Local(local) => local,
        At::Clock(time) => {
            let here = now.to_zoned(zone.clone()).datetime();
            let day = if time < here.time() {
                here.date().tomorrow()
            } else {
                Ok(here.date())
            };
            day.map_err(|_| unfit(&at))?.to_datetime(time)
        }
    };
    local
        .to_zoned(zone.clone())
        .map(|zoned| zoned.timestamp())
        .map_err(|_| unfit(&at))
}

fn unfit(at: &At) -> Error {
    Error::usage(tr!(
        "--at: {0} is no moment of the account's clock",
        format!("{at:?}")
    ))
    .hint(tr!("write it with an offset: 2026-11-24T03:00:00+08:00"))
}

fn incident(told: &Told) -> Incident {
    Incident {
        title: told.title.clone(),
        labels: told
            .label
            .iter()
            .map(|label| (label.key.clone(), label.value.clone()))
            .collect(),
        integration_id: told.integration,
        ..Incident::of(Severity::Critical)
    }
}

impl Subject {
    /// The incident that is looked at, at this severity.
    pub fn incident_of(&self, severity: Severity) -> Incident {
        Incident {
            severity,
            ..self.incident.clone()
        }
    }

    /// The moment by the account's clock.
    pub fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }

    /// Judge the channels that these rules use, so that the model knows whether they deliver.
    pub fn learn(&mut self, rules: &[EscalationRule]) {
        let targets = rules
            .iter()
            .flat_map(|rule| &rule.layers)
            .filter_map(|layer| layer.target.as_ref());
        let unified = targets.filter_map(|target| target.by.as_ref());
        for by in unified.filter(|by| !by.follow_preference) {
            for channel in Severity::ALL.into_iter().flat_map(|each| by.unified(each)) {
                self.know(channel);
            }
        }
    }

    fn know(&mut self, channel: &str) {
        if self.person.deliveries.contains_key(channel) {
            return;
        }
        let delivery = match self.facts.delivery(&Channel::wire_string(channel)) {
            Delivery::Yes => escalation::Delivery::Yes,
            Delivery::No(reason) => escalation::Delivery::No(reason.code().to_owned()),
            Delivery::Unknown(why) => escalation::Delivery::Unknown(why),
        };
        self.person.deliveries.insert(channel.to_owned(), delivery);
    }

    /// The bound phones, where the server says.
    pub fn devices(&self) -> Option<&[crate::domain::device::Device]> {
        match &self.facts.devices {
            Fact::Known(devices) => Some(devices),
            Fact::Unknown(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_alone_is_the_next_one() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let now: Timestamp = "2026-11-23T13:30:00Z".parse().unwrap();
        for (text, expected) in [
            ("21:30", "2026-11-23T13:30:00Z"),
            ("21:31", "2026-11-23T13:31:00Z"),
            ("03:00", "2026-11-23T19:00:00Z"),
            ("2026-11-24 03:00", "2026-11-23T19:00:00Z"),
            ("2026-11-24T03:00:00Z", "2026-11-24T03:00:00Z"),
        ] {
            let at = moment(text.parse().unwrap(), now, &zone).unwrap();
            assert_eq!(at, expected.parse().unwrap(), "{text}");
        }
    }
}
