//! `duty doctor incident`: why one incident reached a person or did not.

use std::thread;

use crate::commands::doctor::evidence::find::{Named, explained};
use crate::commands::doctor::evidence::read::{Known, Subject};
use crate::commands::doctor::evidence::report::Report;
use crate::commands::doctor::evidence::{NoForecast, find, json, read, show};
use crate::commands::examples::{Examples, Json};
use crate::domain::console::Page;
use crate::error::{Error, Exit};
use crate::local::threads::start;
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::page::Web;
use crate::session::preferences::facts::joined;

/// `duty doctor incident`.
#[derive(Debug, clap::Args)]
pub struct Incident {
    /// Its id, its number, or the address of its page in the console; without it, a choice of the latest
    incident: Option<String>,
    /// Ask for somebody else, by id, name or email, as far as the key may see
    #[arg(long, value_name = "ID|NAME|EMAIL")]
    person: Option<String>,
    #[command(flatten)]
    pub web: Web,
    #[command(flatten)]
    forecast: NoForecast,
}

pub const EXAMPLES: Examples = Examples {
    path: "doctor incident",
    lines: &[
        (
            "duty doctor incident 0E83EE",
            "Was I notified of it, by what and when; and if not, why not?",
        ),
        (
            "duty doctor incident 0E83EE --person 李四",
            "The same of a colleague",
        ),
        (
            "duty doctor incident 69da451ef77b1b51f40e83ee -o json",
            "For a script: 0 if notified, 3 if not, 11 if not known, 6 if there is none",
        ),
    ],
    // It has times in it: shortened, and held against the truth by a test.
    json: Json::File("doctor_incident.json"),
};

/// The page of the incident that is meant.
pub fn page(session: &mut Session<'_>, command: &Incident) -> Result<Page, Error> {
    let num = match &command.incident {
        Some(text) => match Named::of(text)? {
            Named::Id(id) => return Ok(Page::Incident(id)),
            Named::Num(num) => num,
        },
        None => return Ok(Page::Incident(find::chosen(session)?)),
    };
    let found = find::by_num(&session.api, &num).map_err(explained)?;
    let one = find::one_of(session, &found, &num, &session.times())?;
    Ok(Page::Incident(one.incident_id))
}

pub fn run(session: &mut Session<'_>, command: &Incident) -> Result<Exit, Error> {
    let named = match &command.incident {
        Some(text) => Named::of(text)?,
        None => Named::Id(find::chosen(session)?),
    };
    let subject = match &command.person {
        Some(text) => {
            let found = find::person(session, text)?;
            Subject {
                id: found.id,
                name: found.name,
                email: found.email,
                is_other: true,
                since: found.since,
            }
        }
        None => Subject::default(),
    };
    let mut known = Known::of(subject, session.settings.channels_off.clone());
    let id = match named {
        Named::Id(id) => id,
        Named::Num(num) => {
            let api = &*session.api;
            let (caller, found) = thread::scope(|scope| {
                let caller = start(scope, || api.identified());
                let found = find::by_num(api, &num);
                (joined(caller).flatten(), found)
            });
            known.own(caller?);
            let found = found.map_err(explained)?;
            let times = Times::of(known.caller.as_ref());
            known.incident = find::one_of(session, &found, &num, &times)?;
            known.incident.incident_id.clone()
        }
    };
    let mut known = read::read(&session.api, &id, known).map_err(explained)?;
    known.read_days(&session.api).map_err(explained)?;
    let report = Report::of(known, session.api.now());
    if session.out.is_json() {
        session.out.json(&json::report(&report))?;
    } else {
        show::report(session.out, &report)?;
    }
    Ok(report.exit())
}
