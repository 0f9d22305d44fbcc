//! `duty prefs show`: channel by target, with the reason below for each that would not deliver.

use serde_json::{Map, Value, json};
use tr::tr;

use crate::domain::channel::{Channel, Personal};
use crate::domain::delivery::{Delivery, Reason};
use crate::domain::preference::Target;
use crate::domain::severity::Severity;
use crate::error::Exit;
use crate::session::app::Session;
use crate::session::preferences::{describe, facts, since};
use crate::ui::Tone;
use crate::ui::table::Table;

/// Show it.
pub fn run(session: &mut Session<'_>) -> anyhow::Result<Exit> {
    let view = facts::view(session)?;
    let (preference, facts) = (&view.preference, &view.facts);
    let since = since::look(session, preference).unwrap_or_else(|error| {
        session.out.warn(&error.message);
        None
    });
    if session.out.is_json() {
        let mut object = Map::new();
        object.insert("person_id".into(), json!(preference.person_id));
        for target in Target::ALL {
            object.insert(
                target.word().replace('-', "_"),
                describe::list_json(preference.channels(target), facts),
            );
        }
        let since = since.map(|since| since.json(preference));
        object.insert("changed_since".into(), json!(since));
        session.out.json(&Value::Object(object))?;
        return Ok(Exit::Done);
    }
    let own = Personal::ALL.map(Channel::personal);
    let rows = describe::union(
        std::iter::once(own.as_slice())
            .chain(Target::ALL.map(|target| preference.channels(target))),
    );
    let mut table = Table::new(std::iter::once(tr!("CHANNEL")).chain(Target::ALL.map(heading)));
    let mut footnotes: Vec<String> = Vec::new();
    for channel in &rows {
        let listed = |target| preference.channels(target).contains(channel);
        let (mut word, mut tone) = (tr!("yes"), Tone::Good);
        if Target::ALL.into_iter().any(listed)
            && let Some(advice) = describe::advice(channel, facts)
        {
            footnotes.push(advice);
            let note = footnotes.len();
            // A word first: a screen reader says it, and a glance finds it without color.
            (word, tone) = match facts.delivery(channel) {
                Delivery::No(Reason::SwitchedOff) => (tr!("off, note {note}", note), Tone::Bad),
                Delivery::No(_) => (tr!("fails, note {note}", note), Tone::Bad),
                _ => (tr!("perhaps, note {note}", note), Tone::Caution),
            };
        }
        let cells = Target::ALL.map(|target| {
            if listed(target) {
                (word.clone(), tone)
            } else {
                (tr!("no"), Tone::Faint)
            }
        });
        let name = (describe::name(channel, facts), Tone::Plain);
        table.row(std::iter::once(name).chain(cells));
    }
    session.out.table(&table)?;
    for (index, footnote) in footnotes.iter().enumerate() {
        session
            .out
            .toned_line(&tr!("Note {0}: {1}.", index + 1, footnote), Tone::Caution)?;
    }
    for target in Target::SEVERITIES {
        if let Some((text, tone)) = describe::verdict(target, preference.channels(target), facts) {
            session.out.toned_line(&text, tone)?;
        }
    }
    if let Some(since) = since {
        session.out.warn(&since.message());
        for line in since.columns(preference, facts) {
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
