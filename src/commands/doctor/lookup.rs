//! What is looked up of the person before the spaces: contacts, preferences, teams, schedules, and the
//! account's clock. What the server does not say is a note, never an alarm.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use jiff::{SignedDuration, Timestamp, ZonedDateTime};
use tr::tr;

use crate::commands::doctor::incident::IncidentOptions;
use crate::commands::doctor::note::Note;
use crate::commands::doctor::{clock, intake, on_call};
use crate::domain::channel::{Channel, ChannelKind, Personal};
use crate::domain::delivery::{Facts, Uncertainty};
use crate::domain::doctor::space::Moment;
use crate::domain::escalation::wire::{EscalationRule, Team};
use crate::domain::escalation::{Clock, Intake, Outcome, Person, Truth};
use crate::domain::member::Caller;
use crate::domain::preference::Preference;
use crate::domain::severity::Severity;
use crate::error::{Error, Kind};
use crate::local::threads::start;
use crate::session::app::Session;
use crate::session::log;
use crate::session::preferences::describe;
use crate::session::preferences::drift::Drift;
use crate::session::preferences::facts::{contacts, fact, joined, of_another};
use crate::session::preferences::shifts;
use crate::session::proof;
use crate::ui::Warning;

/// Requests that go into the records of incidents, where nobody says how many.
const REQUESTS: u32 = 10;
/// For so long what they told is enough.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Whoever the key belongs to, and when an incident is looked at.
pub struct Lookup {
    /// Nothing where the server does not say.
    pub caller: Option<Caller>,
    /// What decides whether a channel delivers.
    pub facts: Facts,
    /// Nothing where they could not be read.
    pub preference: Option<Preference>,
    /// What of them is no longer as the last change made here left it.
    pub since: Option<Drift>,
    /// The same as the model of escalation wants it.
    pub person: Person,
    /// The account's clock and calendars.
    pub clock: Clock,
    /// The calendars that were asked for, whether or not the server told.
    pub calendars_asked: BTreeSet<String>,
    /// The moment that is looked at.
    pub at: Timestamp,
    /// That is not now.
    pub at_chosen: bool,
    /// What could not be found out.
    pub notes: Vec<Note>,
    /// Something of it was needed: nothing can be said for certain without it.
    pub unread: bool,
    /// The server calls the key one person's and the preferences another's: who "you" is is not known.
    pub is_somebody: bool,
    /// What the integration does with its alerts, where one is told.
    pub intake: Option<Intake>,
    /// Who made the rules that hold incidents back, once it was looked up.
    pub authors: BTreeMap<u64, String>,
    /// Records that could tell when channels last reached the person and were left unread.
    pub records_left: usize,
}

/// Ask for all of it; the questions that do not depend on each other go out at the same time.
pub fn read(session: &Session<'_>, options: &IncidentOptions) -> Result<Lookup, Error> {
    let api = &session.api;
    let caller = match api.caller_in_full() {
        Err(error) if is_fatal(&error) => return Err(error),
        answer => answer,
    };
    // Shifts, windows and records go by the server's clock.
    let now = api.now();
    let id = caller.as_ref().map_or(0, |caller| caller.person_id().0);
    let mut notes = Vec::new();
    let clock = clock::of(caller.as_ref().ok(), &mut notes);
    notes.extend(clock::other_than_here(api, &clock.zone));
    let chosen = options.at.map(|at| at.resolve(now, &clock.zone));
    let chosen = chosen.transpose()?;
    let at = chosen.unwrap_or(now);
    let (preference, devices, integrations, schedules, teams) = thread::scope(|scope| {
        let preference = start(scope, || api.preference_info());
        let devices = start(scope, || api.device_list());
        let integrations = start(scope, || api.im_apps());
        let schedules = start(scope, || on_call::read(api, id, at, now));
        let teams = api.teams_of(id);
        (
            joined(preference).flatten(),
            joined(devices).flatten(),
            joined(integrations).flatten(),
            joined(schedules).flatten(),
            teams,
        )
    });
    // A key that stops working: nothing that follows would fare better.
    let errors = [
        preference.as_ref().err(),
        devices.as_ref().err(),
        integrations.as_ref().err(),
        schedules.as_ref().err(),
        teams.as_ref().err(),
    ];
    if let Some(error) = errors
        .into_iter()
        .flatten()
        .find(|one| one.kind == Kind::Key)
    {
        return Err(error.clone());
    }
    let mut note = |error: Option<&Error>, code, what: String| {
        if let Some(error) = error {
            notes.push(Note::unread(code, &what, error));
        }
    };
    note(
        teams.as_ref().err(),
        Warning::TeamsUnread,
        tr!("which teams you are in"),
    );
    note(
        schedules.as_ref().err(),
        Warning::SchedulesUnread,
        tr!("when you are on call"),
    );
    let unread = schedules.as_ref().map_or(&[][..], |all| &all.unread);
    for (name, error) in unread {
        let what = tr!("who is on call in schedule '{name}'", name);
        note(Some(error), Warning::SchedulesUnread, what);
    }
    note(
        preference.as_ref().err(),
        Warning::PreferencesUnread,
        tr!("what your preferences are"),
    );
    note(
        caller.as_ref().err(),
        Warning::PersonUnread,
        tr!("who the key belongs to"),
    );
    note(
        devices.as_ref().err(),
        Warning::DevicesUnread,
        tr!("which phones are bound"),
    );
    note(
        integrations.as_ref().err(),
        Warning::IntegrationsUnread,
        tr!("which IM apps there are"),
    );
    if let Ok(Caller::Primary(_)) = &caller {
        notes.push(Note {
            code: Warning::PrimaryAccount,
            text: tr!(
                "The key is the primary account's own, of which the server does not say whether phone and email are verified."
            ),
        });
    }
    if teams.as_ref().is_ok_and(|teams| !teams.is_whole()) {
        notes.push(Note {
            code: Warning::TeamsUnread,
            text: tr!(
                "the server does not say of every team who is in it: where one of these is told, it is not known whether you are"
            ),
        });
    }
    if let Ok(all) = &schedules {
        notes.extend(shifts::of(&all.schedules).iter().map(|own| Note {
            code: Warning::ShiftsBySchedule,
            text: own.text(),
        }));
    }
    if let (Ok(_), 0) = (&caller, id) {
        let what = tr!("who the key belongs to");
        let why = "member_id: 0";
        notes.push(Note {
            code: Warning::PersonUnread,
            text: tr!("The server did not say {what} ({why}).", what, why),
        });
    }
    let known = fact(caller.as_ref().map(contacts).map_err(Clone::clone));
    // Phones and IM apps are needed only where somebody is told by them.
    let needed = [
        teams.as_ref().err(),
        schedules.as_ref().err(),
        preference.as_ref().err(),
        caller.as_ref().err(),
    ];
    let unread = needed.iter().any(Option::is_some) || !unread.is_empty() || id == 0;
    let preference = preference.ok();
    let person = Person {
        id: match (id, &preference) {
            (0, Some(preference)) => preference.person_id.0,
            _ => id,
        },
        emails: caller.as_ref().map(emails).unwrap_or_default(),
        emails_unread: match &caller {
            Ok(Caller::Member(member)) => member.email.is_none(),
            Ok(Caller::Primary(_)) => false,
            Err(_) => true,
        },
        teams_complete: teams.as_ref().is_ok_and(|teams| teams.complete),
        teams: teams
            .map(|teams| told_of(id, teams.teams))
            .unwrap_or_default(),
        schedules_complete: schedules.as_ref().is_ok_and(|all| all.all_told),
        schedules_window: schedules.as_ref().ok().map(|all| all.window),
        schedules: schedules.map(|all| all.schedules).unwrap_or_default(),
        schedules_as_of: Some(now),
        preferences: preference.as_ref().map(log::by_severity),
        deliveries: BTreeMap::new(),
    };
    let mut lookup = Lookup {
        facts: Facts {
            contacts: known,
            devices: fact(devices),
            integrations: fact(integrations),
            off: session.settings.channels_off.clone(),
            proof: proof::kept(session, Some(person.id).filter(|id| *id != 0)),
        },
        caller: caller.ok(),
        since: preference
            .as_ref()
            .and_then(|preference| Drift::find(session, preference).ok().flatten())
            .map(|since| since.with_author(session, person.id)),
        preference,
        person,
        clock,
        calendars_asked: BTreeSet::new(),
        at,
        at_chosen: chosen.is_some(),
        notes,
        unread,
        is_somebody: false,
        intake: None,
        authors: BTreeMap::new(),
        records_left: 0,
    };
    if let Some(integration) = options.integration {
        let intake = intake::read(api, integration, &mut lookup.notes);
        // Whether it holds anything back is needed by every answer.
        lookup.unread |= !intake.unread.is_empty();
        lookup.intake = Some(intake);
    }
    let other = lookup.preference.as_ref();
    if let Some(text) = other.and_then(|preference| of_another(preference, &lookup.facts.contacts))
    {
        // Who "you" is hangs on it, and so does everything else.
        let code = Warning::PreferencesOfAnother;
        lookup.notes.push(Note { code, text });
        lookup.unread = true;
        lookup.is_somebody = true;
        lookup.person.preferences = None;
    }
    let own = Personal::ALL.map(|own| own.wire().to_owned()).into_iter();
    let listed = lookup.person.preferences.iter().flat_map(BTreeMap::values);
    let channels: Vec<String> = own.chain(listed.flatten().cloned()).collect();
    channels.iter().for_each(|channel| lookup.judge(channel));
    Ok(lookup)
}

/// Whether whoever asks next would fare no better.
pub fn is_fatal(error: &Error) -> bool {
    matches!(
        error.kind,
        Kind::Key | Kind::Unreachable | Kind::RateLimited | Kind::Interrupted
    )
}

/// Of the members of a team only this person was kept: where nobody said who that is, nobody is known to be in it.
fn told_of(person: u64, mut teams: Vec<Team>) -> Vec<Team> {
    for team in teams.iter_mut().filter(|_| person == 0) {
        team.person_ids.told = false;
    }
    teams
}

fn emails(caller: &Caller) -> Vec<String> {
    let own = match caller {
        Caller::Member(member) => member.email.clone().unwrap_or_default(),
        Caller::Primary(account) => account.email.clone(),
    };
    if own.is_empty() { vec![] } else { vec![own] }
}

impl Lookup {
    /// Say of these channels why it is not known whether they deliver.
    pub fn note_uncertain(&mut self, channels: &[(Channel, Uncertainty)]) {
        for (channel, why) in channels {
            let (code, text) = match why {
                Uncertainty::Link(im) => (
                    Warning::ImLinkUnknown,
                    describe::if_linked(channel, *im, &self.facts),
                ),
                Uncertainty::Failing(_) => (
                    Warning::LastMessageFailed,
                    describe::failing(channel, why, &self.facts),
                ),
                Uncertainty::Kind => {
                    let wire = channel.wire();
                    let name = if wire.is_empty() { "''" } else { &wire };
                    let text = tr!(
                        "duty does not know the channel {name}, nor whether it reaches you",
                        name
                    );
                    (Warning::ChannelUnknown, text)
                }
                Uncertainty::NoAnswer(_) => {
                    self.unread |= match channel.kind() {
                        ChannelKind::Personal(Personal::App) => {
                            self.facts.devices.known().is_none()
                        }
                        ChannelKind::Im(..) => self.facts.integrations.known().is_none(),
                        _ => false,
                    };
                    continue;
                }
            };
            self.notes.push(Note { code, text });
        }
    }

    /// Whether anything reaches the person.
    pub fn reached(&self, outcome: &Outcome) -> Truth {
        match outcome.reached() {
            _ if self.is_somebody => Truth::Unknown,
            reached => reached,
        }
    }

    /// The moment that is looked at.
    pub fn moment(&self) -> Moment<'_> {
        Moment {
            at: self.at,
            is_now: !self.at_chosen,
            clock: &self.clock,
            intake: self.intake.as_ref(),
        }
    }

    /// The moment by the account's clock.
    pub fn local(&self, at: Timestamp) -> ZonedDateTime {
        at.to_zoned_datetime(self.clock.zone.clone())
    }

    /// Judge the channels that these rules use, so that the model knows whether they deliver.
    pub fn judge_channels_of(&mut self, rules: &[EscalationRule]) {
        let targets = rules
            .iter()
            .flat_map(|rule| &rule.layers)
            .filter_map(|layer| layer.target.as_ref());
        let unified = targets.filter_map(|target| target.by.as_ref());
        for by in unified.filter(|by| !by.follow_preference) {
            for channel in Severity::ALL.into_iter().flat_map(|each| by.unified(each)) {
                self.judge(channel);
            }
        }
    }

    /// Learn from the records of incidents when each channel last reached the person, by at most so many
    /// requests; where no number was given, once a day. It is advice: what it cannot read is a note.
    pub fn learn(&mut self, session: &Session<'_>, requests: Option<u32>) -> Result<(), Error> {
        let fresh = self.facts.proof.surveyed_at.is_some_and(|at| {
            let age = session.api.now().duration_since(at);
            !age.is_negative() && age < KEPT
        });
        let requests = requests.unwrap_or(if fresh { 0 } else { REQUESTS });
        if requests == 0 || self.person.id == 0 {
            return Ok(());
        }
        let api = session.api.advice();
        match proof::survey(session, &api, &mut self.facts, self.person.id, requests) {
            Ok(left) => self.records_left = left,
            Err(error) if error.kind == Kind::Key => return Err(error),
            Err(error) => {
                let what = tr!("when a channel last reached you");
                self.notes
                    .push(Note::unread(Warning::RecordsUnread, &what, &error));
            }
        }
        let known: Vec<String> = self.person.deliveries.keys().cloned().collect();
        self.person.deliveries.clear();
        known.iter().for_each(|channel| self.judge(channel));
        Ok(())
    }

    fn judge(&mut self, channel: &str) {
        if !self.person.deliveries.contains_key(channel) {
            let delivery = self.facts.delivery(&Channel::wire_string(channel));
            self.person.deliveries.insert(channel.to_owned(), delivery);
        }
    }
}
