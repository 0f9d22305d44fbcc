//! All incidents of a window: listed piece by piece, and the record read only of those that could concern the
//! person.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread;

use jiff::{SignedDuration, Timestamp, ToSpan};
use tr::tr;

use crate::api::Client;
use crate::commands::doctor::clock;
use crate::commands::doctor::evidence::alerts::Alerts;
use crate::commands::doctor::evidence::concerned::{Concerned, concerned};
use crate::commands::doctor::evidence::find::{WINDOW_DAYS, days_before, list};
use crate::commands::doctor::evidence::person::{addresses, hangs_on_preferences};
use crate::commands::doctor::evidence::read::{Known, Subject, preference_of};
use crate::commands::doctor::evidence::record::{Cut, feed};
use crate::commands::doctor::evidence::report::Report;
use crate::commands::doctor::evidence::workers::{begin, fan_out, panicked, wait};
use crate::commands::doctor::evidence::{days, unsure};
use crate::commands::doctor::lookup::is_fatal;
use crate::commands::doctor::noise::escalation_rules;
use crate::commands::doctor::note::Note;
use crate::commands::doctor::on_call;
use crate::commands::doctor::teams;
use crate::domain::escalation::Person;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::evidence::wire::{IncidentInfo, Search};
use crate::domain::evidence::{ChosenLog, Event, Gap, Notified, Why};
use crate::domain::member::Caller;
use crate::domain::severity::Severity;
use crate::error::Error;
use crate::lenient::Id;
use crate::local::threads::start;
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::log;
use crate::session::preferences::facts::joined;
use crate::ui::Warning;
use crate::ui::progress::Progress;
use crate::ui::terminal::Uninterrupted;

/// The server tells of the person's shifts for so many days at a time.
const SHIFT_DAYS: i64 = 30;

/// Which incidents are meant.
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
    /// It was told from when: then what came at other times decides nothing.
    pub is_told: bool,
    pub severities: Vec<Severity>,
    pub spaces: Vec<u64>,
}

impl Window {
    fn search(&self, start: Timestamp, end: Timestamp) -> Search {
        Search {
            start: start.as_second(),
            end: end.as_second().max(start.as_second() + 1),
            spaces: self.spaces.clone(),
            ..Search::default()
        }
    }

    /// Whether this severity is asked for; one that is not known may be.
    fn wants(&self, severity: Option<Severity>) -> bool {
        self.severities.is_empty() || severity.is_none_or(|one| self.severities.contains(&one))
    }

    /// Those that began in it, in pieces that the server takes, and what began before. Of that only what was open still
    /// counts, which no filter of the server's tells: it knows what is open now.
    fn searches(&self) -> Vec<Search> {
        let mut searches = Vec::new();
        let mut end = self.to;
        while end > self.from {
            let start = days_before(end, WINDOW_DAYS).max(self.from);
            searches.push(self.search(start, end));
            end = start;
        }
        let before = days_before(self.from, WINDOW_DAYS);
        searches.push(self.search(before, self.from));
        searches
    }
}

/// What was found out of all incidents.
pub struct Found {
    /// The worst first.
    pub reports: Vec<Report>,
    /// Incidents that were looked at, whether they concern the person or not.
    pub seen: usize,
    /// What could not be read.
    pub unread: Vec<String>,
    /// What it has to be read with.
    pub notes: Vec<Note>,
    /// Ctrl-C came before all of it was read.
    pub interrupted: bool,
}

impl Found {
    /// Those that were missed.
    pub fn missed(&self) -> impl Iterator<Item = &Report> {
        self.reports.iter().filter(|one| one.finding.is_missed())
    }
}

/// Ask, and judge all of them. On Ctrl-C what is known by then is judged.
pub fn survey(
    session: &Session<'_>,
    caller: &Caller,
    window: &Window,
    progress: Progress,
) -> Result<Found, Error> {
    let api = &session.api;
    let times = Times::of(Some(caller));
    let date = times.minute(days_before(window.from, WINDOW_DAYS));
    let limit = Note {
        code: Warning::Note,
        text: tr!(
            "what began before {date} was not looked at, although it may be open still",
            date
        ),
    };
    let mut found = Found {
        reports: Vec::new(),
        seen: 0,
        unread: Vec::new(),
        notes: clock::other_than_here(api, times.zone())
            .into_iter()
            .chain([limit])
            .collect(),
        interrupted: false,
    };
    let from = window.from;
    let work = move |api: &Client, search: &Search| list(api, search, from);
    let listed = fan_out(api, window.searches(), || {}, work)?;
    let mut incidents: BTreeMap<String, IncidentInfo> = BTreeMap::new();
    for piece in listed {
        let piece = match piece {
            Err(error) if !was_cut_off(&error) => return Err(error),
            piece => piece.unwrap_or_default(),
        };
        incidents.extend(piece.into_iter().map(|one| (one.incident_id.clone(), one)));
    }
    let is_now = |one: &&IncidentInfo| window.wants(one.severity());
    found.seen = incidents.values().filter(is_now).count();
    let spaces: BTreeSet<u64> = incidents.values().map(|one| one.channel_id).collect();
    let spaces: Vec<u64> = spaces.into_iter().filter(|id| *id != 0).collect();
    let me = caller.person_id().0;
    if me == 0 {
        found.unread.push(tr!("who the key belongs to"));
        return Ok(found);
    }
    let person = {
        // Of what is open since before, too.
        let opened = incidents.values().filter_map(IncidentInfo::opened);
        let from = opened.min().map_or(window.from, |at| at.min(window.from));
        let (api, caller, span) = (Arc::clone(api), caller.clone(), (from, window.to));
        begin(move || standing(&api, &caller, span))
    };
    let rules = fan_out(
        api,
        spaces,
        || {},
        |api, id| (*id, escalation_rules(api, Id(*id))),
    )?;
    let mut rules_of: BTreeMap<u64, Vec<EscalationRule>> = BTreeMap::new();
    for (space, answer) in rules {
        match answer {
            Ok(rules) => {
                rules_of.insert(space, rules);
            }
            Err(error) if was_cut_off(&error) => {}
            Err(error) if is_fatal(&error) => return Err(error),
            Err(error) => {
                let why = error.code().unwrap_or(&error.message);
                found
                    .unread
                    .push(tr!("the rules of space {space} ({why})", space, why));
            }
        }
    }
    let person = match wait(&person) {
        Some(Err(error)) if !was_cut_off(&error) => return Err(error),
        Some(Ok(person)) if !Uninterrupted::was_interrupted() => Some(person),
        None if !Uninterrupted::was_interrupted() => return Err(panicked()),
        _ => None,
    };
    let Some((mut person, missing)) = person else {
        let seen = found.seen;
        found.unread.push(tr!(
            "interrupted: none of the {seen} incidents that are known by now was looked into",
            seen
        ));
        found.interrupted = true;
        return Ok(found);
    };
    found.unread.extend(missing);
    let listed = incidents.values();
    let mut took: BTreeSet<(u64, String)> = listed
        .filter_map(|one| Some((one.channel_id, one.taken_by()?.to_owned())))
        .collect();
    let Concerned {
        mut all,
        perhaps,
        unread,
    } = concerned(api, incidents.into_values(), &rules_of, &person)?;
    found.unread.extend(unread);
    let of_others: BTreeSet<String> = perhaps.iter().map(|one| one.incident_id.clone()).collect();
    all.extend(perhaps);
    let total = all.len();
    let mut progress = progress.of_incidents();
    progress.of(total);
    let mut feeds = fan_out(
        api,
        all,
        || progress.step(),
        |api, incident| (incident.clone(), feed(api, &incident.incident_id)),
    )?;
    progress.finish();
    feeds.retain(|(_, feed)| feed.as_ref().err().is_none_or(|error| !was_cut_off(error)));
    for (incident, feed) in &feeds {
        let events = feed.iter().flat_map(|(events, _)| events);
        let by_rule = events.filter_map(Event::rule);
        took.extend(by_rule.map(|id| (incident.channel_id, id.to_owned())));
    }
    let gone = teams::gone_since(&person, &took, &rules_of);
    found.notes.extend(gone);
    let mut chosen = ChosenLog::default();
    let read = feeds.iter().filter_map(|(_, feed)| feed.as_ref().ok());
    let now = session.api.now();
    let until = window.is_told.then_some(window.to);
    if read
        .clone()
        .any(|(events, _)| hangs_on_preferences(events, me, now, until))
    {
        let (asked, from) = (Arc::clone(api), window.from);
        let then = begin(move || log::chosen(&asked.advice(), me, from));
        let asked = Arc::clone(api);
        let current = begin(move || preference_of(&asked, me));
        // Without a log they are taken for what they are now, as a guess.
        chosen = wait(&then).and_then(Result::ok).unwrap_or_default();
        match wait(&current) {
            Some(Ok(preference)) => person.preferences = Some(log::by_severity(&preference)),
            Some(Err(error)) if was_cut_off(&error) => {}
            Some(Err(error)) if is_fatal(&error) => return Err(error),
            Some(Err(error)) => {
                let why = error.code().unwrap_or(&error.message);
                found
                    .unread
                    .push(tr!("what the preferences are ({why})", why));
            }
            None => {}
        }
    }
    let (days, unread) = days::of_all(api, &feeds, &rules_of)?;
    found.unread.extend(unread);
    found.interrupted = Uninterrupted::was_interrupted();
    if found.interrupted {
        let left = total - feeds.len();
        found.unread.push(tr!(
            "interrupted: of {total} records {left} were not read",
            left,
            total
        ));
    }
    for (incident, feed) in feeds {
        let mut known = Known::of(
            Subject {
                id: me,
                name: caller.person_name().to_owned(),
                ..Subject::default()
            },
            session.settings.channels_off.clone(),
        );
        known.caller = Some(caller.clone());
        known.window = window.is_told.then_some((window.from, window.to));
        known.rules = rules_of.get(&incident.channel_id).cloned();
        known.schedules.clone_from(&person.schedules);
        known.chosen.clone_from(&chosen);
        known.calendars.clone_from(&days);
        known.incident = incident;
        match feed {
            Ok((events, cut)) => {
                known.events = Some(events);
                known.cut = cut;
            }
            Err(error) if is_fatal(&error) => return Err(error),
            Err(error) => {
                known.cut = Some(Cut::by(&error));
            }
        }
        let mut person = person.clone();
        person.deliveries = known.person().deliveries;
        let report = Report::about(known, person, now);
        let id = &report.known.incident.incident_id;
        if report.is_outside || of_others.contains(id) && report.finding.is_of_others() {
            continue;
        }
        let (is_now, whole) = (
            window.wants(report.known.incident.severity()),
            report.known.cut.is_none(),
        );
        // The server knows how severe it is now. How severe it was tells the record, if that is whole.
        if is_now || !whole || window.wants(report.finding.worst) {
            found.seen += usize::from(!is_now);
            found.reports.push(report);
        }
    }
    read_alerts(api, &mut found.reports, now)?;
    found.interrupted = Uninterrupted::was_interrupted();
    found
        .unread
        .extend(found.reports.iter().flat_map(unsure::notes));
    found
        .notes
        .extend(found.reports.iter().filter_map(unsure::came_later));
    found.reports.sort_by_cached_key(rank);
    Ok(found)
}

/// A request that came to nothing because of Ctrl-C says nothing of the server.
fn was_cut_off(_: &Error) -> bool {
    Uninterrupted::was_interrupted()
}

/// Of those whose alerts say no more than why others were not told, so many are asked about.
const OF_OTHERS: usize = 50;

/// Where no rule took it, its alerts may have been held back, which no other incident hangs on.
fn read_alerts(api: &Arc<Client>, reports: &mut Vec<Report>, now: Timestamp) -> Result<(), Error> {
    let hangs = |one: &&Report| {
        let deciding = [one.finding.decisive(), one.finding.doubt()];
        deciding
            .into_iter()
            .flatten()
            .find_map(|one| match one.why {
                Why::Unknown(Gap::AlertsUnread { for_person }) => Some(for_person),
                _ => None,
            })
    };
    let of = |mine| reports.iter().filter(move |one| hangs(one) == Some(mine));
    let all = of(true).chain(of(false).take(OF_OTHERS));
    let ids: Vec<String> = all
        .map(|one| one.known.incident.incident_id.clone())
        .collect();
    let work = |api: &Client, id: &String| (id.clone(), Alerts::read(api, id));
    let mut read: BTreeMap<String, _> = fan_out(api, ids, || {}, work)?.into_iter().collect();
    for report in std::mem::take(reports) {
        reports.push(match read.remove(&report.known.incident.incident_id) {
            Some(Err(error)) if is_fatal(&error) && !was_cut_off(&error) => return Err(error),
            Some(Ok(alerts)) => report.with_alerts(alerts, now),
            _ => report,
        });
    }
    Ok(())
}

/// The worst first: missed, then by severity, then the latest.
fn rank(report: &Report) -> (bool, bool, Option<Severity>, i64) {
    let incident = &report.known.incident;
    (
        !report.finding.is_missed(),
        report.finding.notified == Notified::Yes,
        report.severity(),
        -incident.start_time,
    )
}

/// The person, with teams and shifts, and what of it could not be read.
fn standing(
    api: &Client,
    caller: &Caller,
    (begin, end): (Timestamp, Timestamp),
) -> Result<(Person, Vec<String>), Error> {
    let me = caller.person_id().0;
    let day = SignedDuration::from_hours(24);
    let until = end.saturating_add(day).unwrap_or(end);
    let earliest = until
        .saturating_sub((SHIFT_DAYS * 24).hours())
        .unwrap_or(begin);
    let from = begin.saturating_sub(day).unwrap_or(begin).max(earliest);
    let (teams, schedules) = thread::scope(|scope| {
        let teams = start(scope, || api.teams_of(me));
        let schedules = on_call::read_past(api, me, (from, until));
        (joined(teams).flatten(), schedules)
    });
    let mut unread = Vec::new();
    let mut note = |error: Option<&Error>, what: String| match error {
        Some(error) if is_fatal(error) => Err(error.clone()),
        Some(error) => {
            let why = error.code().unwrap_or(&error.message);
            unread.push(tr!("{what} ({why})", what, why));
            Ok(())
        }
        None => Ok(()),
    };
    note(teams.as_ref().err(), tr!("which teams you are in"))?;
    note(schedules.as_ref().err(), tr!("when you were on call"))?;
    if teams.as_ref().is_ok_and(|teams| !teams.is_whole()) {
        unread.push(tr!("which teams you are in"));
    }
    let (schedules, all_told) =
        schedules.map_or_else(|_| (Vec::new(), false), |all| (all.schedules, all.all_told));
    let person = Person {
        id: me,
        emails_unread: caller.email().is_none(),
        emails: addresses(caller.email()),
        teams_complete: teams.as_ref().is_ok_and(|teams| teams.complete),
        teams: teams.map(|teams| teams.teams).unwrap_or_default(),
        schedules_complete: all_told,
        schedules_window: Some((from, until)),
        schedules,
        ..Person::default()
    };
    Ok((person, unread))
}
