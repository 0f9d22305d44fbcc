//! `duty prefs undo`: back to what was there before a change.

use serde_json::json;
use tr::tr;

use crate::commands::prefs::args::Undo;
use crate::domain::changes;
use crate::domain::changes::Step;
use crate::domain::delivery::Facts;
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Exit, Kind};
use crate::local::history::{Entry, Lists};
use crate::session::app::{App, Session};
use crate::session::preferences::change;
use crate::session::preferences::change::Order;
use crate::session::preferences::since::{columns, when};
use crate::session::preferences::{describe, facts};
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;

/// Do it.
pub fn run(app: &mut App, command: &Undo) -> Result<Exit, Error> {
    let mut session = app.session()?;
    if command.list {
        return list(&mut session);
    }
    let view = facts::to_change(&session)?;
    let here = Lists::of(&view.preference);
    let entries = session.history(&view.preference)?.happened(&here)?;
    let number = command.number as usize;
    let Some(entry) = entries.get(number - 1) else {
        return Err(nothing(entries.len()));
    };
    let undone = &entries[..number];
    let targets = touched(undone);
    let mut order = command.writing.order(format!("undo ({})", entry.command));
    order.restores = true;
    order.steps = targets
        .iter()
        .map(|target| {
            (
                *target,
                Step::Exactly(entry.before.channels(*target).to_vec()),
            )
        })
        .collect();
    session.out.note(&tr!(
        "Going back to before '{0}' of {1}.",
        entry.command,
        when(entry)
    ));
    let strangers = of_others(undone, &here, &view.preference, &view.facts);
    if !strangers.is_empty() {
        ask(&session, &strangers, &order)?;
    }
    change::carry_out(&mut session, &view, &order)
}

fn nothing(left: usize) -> Error {
    if left == 0 {
        Error::new(Kind::NotFound, tr!("there is no change to undo")).detail(tr!(
            "the last 20 changes that duty makes on this machine are kept"
        ))
    } else {
        Error::new(
            Kind::NotFound,
            tr!("only {left} changes can be undone", left),
        )
        .hint(tr!(
            "'{command}' lists them",
            command = duty!("prefs undo --list")
        ))
    }
}

/// The lists that these changes changed, if only their order.
fn touched(undone: &[Entry]) -> Vec<Target> {
    Target::ALL
        .into_iter()
        .filter(|target| {
            undone
                .iter()
                .any(|entry| entry.after.channels(*target) != entry.before.channels(*target))
        })
        .collect()
}

/// What is not as the changes left it: somebody else wrote after the last one, or between two. A
/// line for each list.
fn of_others(
    undone: &[Entry],
    here: &Lists,
    preference: &Preference,
    facts: &Facts,
) -> Vec<String> {
    let mut lines = Vec::new();
    let Some(newest) = undone.first() else {
        return lines;
    };
    let changed = here.changed(&newest.after);
    if !changed.is_empty() {
        lines.extend(columns(newest, &changed, preference, facts));
    }
    let gaps = undone
        .windows(2)
        .any(|pair| !pair[0].before.changed(&pair[1].after).is_empty());
    if gaps {
        lines.push(tr!(
            "between the changes that are undone somebody else made one too; it is taken back with them"
        ));
    }
    lines
}

fn ask(session: &Session<'_>, strangers: &[String], order: &Order) -> Result<(), Error> {
    let message = tr!("somebody else changed the preferences since");
    if order.mode != change::Mode::Do {
        session.out.tell(&message, Tone::Caution);
        for line in strangers {
            session.out.tell(line, Tone::Plain);
        }
        return Ok(());
    }
    let refusal = || {
        let mut error = Error::new(Kind::Conflict, message.clone());
        error.details = strangers.to_vec();
        error.hint(tr!(
            "--yes undoes it all the same; lists that the change did not touch stay as they are"
        ))
    };
    if session.terminal.may_ask() || session.settings.yes {
        session.out.tell(&message, Tone::Caution);
        for line in strangers {
            session.out.tell(line, Tone::Plain);
        }
    }
    if session.confirm(&tr!("Undo it all the same?"), refusal)? {
        Ok(())
    } else {
        Err(Error::usage(tr!("nothing was changed")))
    }
}

/// `undo --list`.
fn list(session: &mut Session<'_>) -> Result<Exit, Error> {
    let view = facts::view(session)?;
    let history = session.history(&view.preference)?;
    let entries = history.happened(&Lists::of(&view.preference))?;
    if session.out.is_json() {
        let list: Vec<_> = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| {
                json!({
                    "number": index + 1,
                    "at": crate::lenient::Timestamp(entry.at).rfc3339(&jiff::tz::TimeZone::UTC),
                    "command": entry.command,
                    "progress": entry.progress,
                    "changed": entry.after.changed(&entry.before),
                    "before": entry.before,
                    "after": entry.after,
                })
            })
            .collect();
        session.out.json(&list)?;
        return Ok(Exit::Done);
    }
    if entries.is_empty() {
        session.out.note(&tr!("There is no change to undo."));
        return Ok(Exit::Done);
    }
    let mut table =
        Table::new([tr!("NUMBER"), tr!("WHEN"), tr!("COMMAND"), tr!("CHANGED")]).wrapping();
    for (index, entry) in entries.iter().enumerate() {
        table.row([
            ((index + 1).to_string(), Tone::Plain),
            (when(entry), Tone::Plain),
            (entry.command.clone(), Tone::Plain),
            (summary(entry, &view.facts), Tone::Plain),
        ]);
    }
    session.out.table(&table)?;
    Ok(Exit::Done)
}

/// "critical: with voice, without email".
fn summary(entry: &Entry, facts: &Facts) -> String {
    let part = |target: &Target| {
        let (old, new) = (
            entry.before.channels(*target),
            entry.after.channels(*target),
        );
        let (added, removed) = (changes::minus(new, old), changes::minus(old, new));
        let (target, with) = (target.word(), describe::names(&added, facts));
        let without = describe::names(&removed, facts);
        match (added.is_empty(), removed.is_empty()) {
            (_, true) => tr!("{target}: with {with}", target, with),
            (true, false) => tr!("{target}: without {without}", target, without),
            (false, false) => tr!(
                "{target}: with {with}, without {without}",
                target,
                with,
                without
            ),
        }
    };
    let parts: Vec<String> = entry
        .after
        .changed(&entry.before)
        .iter()
        .map(part)
        .collect();
    parts.join(&tr!("; "))
}
