//! `duty prefs show`: channel by target, with the reason below for each that would not deliver.

use std::thread;

use serde_json::{Map, Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::domain::channel::{Channel, Personal};
use crate::domain::console::Page;
use crate::domain::preference::Target;
use crate::domain::severity::Severity;
use crate::error::{Error, Exit};
use crate::local::threads::start;
use crate::local::times::Times;
use crate::session::app::App;
use crate::session::page::{self, Web};
use crate::session::preferences::describe;
use crate::session::preferences::drift::Drift;
use crate::session::preferences::facts::{Snapshot, joined, of_another};
use crate::session::preferences::notes::Notes;
use crate::session::preferences::shifts;
use crate::session::preferences::shifts::OwnChannels;
use crate::ui::table::Table;
use crate::ui::{Tone, Warning};

pub const EXAMPLES: Examples = examples! { "prefs show":
    "duty prefs show" => "Channel by severity",
    "duty prefs show -o json" => "With ids, and whether each channel would reach you",
    Run "prefs show -o json"
};

#[derive(Debug, clap::Args)]
pub struct Show {
    #[command(flatten)]
    pub web: Web,
}

pub fn run(app: &mut App, command: &Show) -> Result<Exit, Error> {
    if command.web.web {
        return page::show(app, &Page::Prefs, false);
    }
    let session = &mut app.session()?;
    let (snapshot, shifts) = thread::scope(|scope| {
        let shifts = start(scope, || shifts::read(&session.api));
        (Snapshot::read(session), joined(shifts).flatten())
    });
    let snapshot = snapshot?;
    let (preference, facts) = (&snapshot.preference, &snapshot.facts);
    let drift = Drift::find(session, preference).unwrap_or_else(|error| {
        session.out.warn_of(Warning::HistoryUnread, &error.message);
        None
    });
    // Who wants to hear nothing of it need not wait for it.
    let drift = match (
        drift,
        facts.contacts.known().and_then(|known| known.person_id),
    ) {
        (Some(drift), Some(person)) if session.out.is_json() || !session.out.quiet => {
            Some(drift.with_author(session, person))
        }
        (drift, _) => drift,
    };
    if let Some(text) = of_another(preference, &facts.contacts) {
        session.out.warn_of(Warning::OfAnotherPerson, &text);
    }
    if session.out.is_json() {
        let mut object = Map::new();
        object.insert("person_id".into(), json!(preference.person_id));
        for target in Target::ALL {
            object.insert(
                target.word().replace('-', "_"),
                match preference.is_told(target) {
                    true => describe::list_json(preference.channels(target), facts),
                    false => Value::Null,
                },
            );
        }
        let own = shifts.as_ref().ok().map(|own| own.iter());
        let own: Option<Vec<Value>> = own.map(|own| own.map(OwnChannels::json).collect());
        object.insert("shifts_by_schedule".into(), json!(own));
        object.insert("other_scenes".into(), json!(preference.scenes));
        let drift = drift.map(|drift| drift.json(preference));
        object.insert("changed_since".into(), json!(drift));
        session.out.json(&Value::Object(object))?;
        return Ok(Exit::Done);
    }
    let own = Personal::ALL.map(Channel::personal);
    let rows = describe::union(
        std::iter::once(own.as_slice())
            .chain(Target::ALL.map(|target| preference.channels(target))),
    );
    let mut table = Table::new(std::iter::once(tr!("CHANNEL")).chain(Target::ALL.map(heading)));
    let listed_somewhere = |channel: &&Channel| {
        let mut targets = Target::ALL.into_iter();
        targets.any(|target| preference.channels(target).contains(channel))
    };
    let listed: Vec<Channel> = rows.iter().filter(listed_somewhere).cloned().collect();
    let mut notes = Notes::of(&listed, facts);
    // What the preferences say of shifts is not all that decides, and it says so once for all channels.
    let of_shifts: Vec<String> = match &shifts {
        Ok(own) => own.iter().map(OwnChannels::text).collect(),
        Err(error) => vec![shifts::unread(error)],
    };
    let mut shift_note = None;
    for channel in &rows {
        let listed = |target| preference.channels(target).contains(channel);
        let (mut word, mut tone) = (session.out.chosen(true), Tone::Good);
        if let Some(note) = notes.number(channel) {
            // A word first: a screen reader says it, and a glance finds it without color.
            (word, tone) = describe::noted(describe::reach(&facts.delivery(channel)), note);
        }
        let doubt = describe::shift_doubt(channel, facts).filter(|_| listed(Target::Shift));
        let doubtful = doubt.map(|doubt| {
            let note = notes.add(doubt);
            describe::noted(describe::maybe(), note)
        });
        let possible = facts.delivery(channel).is_possible();
        let overruled = possible && listed(Target::Shift) && !of_shifts.is_empty();
        let doubtful = doubtful.or_else(|| {
            overruled.then(|| {
                let note = *shift_note.get_or_insert_with(|| notes.add(of_shifts.join(&tr!("; "))));
                describe::noted(describe::maybe(), note)
            })
        });
        let cells = Target::ALL.map(|target| match (&doubtful, listed(target)) {
            (Some(cell), true) if target == Target::Shift => cell.clone(),
            (_, true) => (word.clone(), tone),
            // Left out is not that there is none.
            (_, false) if !preference.is_told(target) => (tr!("not known"), Tone::Caution),
            (_, false) => (session.out.chosen(false), Tone::Faint),
        });
        let name = (describe::name(channel, facts), Tone::Plain);
        table.row(std::iter::once(name).chain(cells));
    }
    session.out.table(&table)?;
    notes.tell(session.out)?;
    for (name, value) in &preference.scenes {
        let text = tr!(
            "{name}: {value}, a scene that duty does not know",
            name,
            value
        );
        session.out.toned_line(&text, Tone::Plain)?;
    }
    for target in Target::SEVERITIES {
        if let Some((text, tone)) = describe::verdict(target, preference.channels(target), facts) {
            session.out.toned_line(&text, tone)?;
        }
    }
    session.out.toned_line(
        &tr!("They also decide when an incident is assigned to you by hand, unless whoever assigns it chooses the channels."),
        Tone::Faint,
    )?;
    if let Some(drift) = drift {
        let times = Times::of_facts(facts);
        session
            .out
            .warn_of(Warning::ChangedSince, &drift.message(&times));
        if let Some(author) = drift.by_whom(&times) {
            session.out.note(&author);
        }
        for line in drift.columns(preference, facts) {
            session.out.note(&line);
        }
    }
    Ok(Exit::Done)
}

fn heading(target: Target) -> String {
    match target {
        Target::CRITICAL => tr!("CRITICAL"),
        Target::Severity(Severity::Warning) => tr!("WARNING"),
        Target::Severity(Severity::Info) => tr!("INFO"),
        Target::Shift => tr!("SHIFT"),
        Target::StatusPage => tr!("STATUS PAGE"),
    }
}
