//! `duty prefs undo`: back to what was there before a change.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::options::WriteOptions;
use crate::domain::changes;
use crate::domain::changes::Step;
use crate::domain::channel::Channel;
use crate::domain::delivery::Facts;
use crate::domain::preference::Target;
use crate::error::{Error, Exit, Kind};
use crate::local::history::{Entry, Lists};
use crate::local::times::Times;
use crate::session::app::{App, Session};
use crate::session::preferences::apply::apply;
use crate::session::preferences::change::{Change, Mode};
use crate::session::preferences::describe;
use crate::session::preferences::drift::columns;
use crate::session::preferences::facts::Snapshot;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;

#[derive(Debug, clap::Args)]
pub struct Undo {
    /// Go back to before this change; 1 is the last one
    #[arg(value_name = "NUMBER", default_value_t = 1, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "list")]
    pub number: u32,
    /// List the changes that can be undone, the last one first
    #[arg(long, conflicts_with_all = ["allow_silent", "retry_conflict", "dry_run"])]
    pub list: bool,
    #[command(flatten)]
    pub write: WriteOptions,
}

pub const EXAMPLES: Examples = examples! { "prefs undo":
    "duty prefs undo" => "Back to before the last change",
    "duty prefs undo --list" => "The changes that can be undone",
    "duty prefs undo 3 --dry-run" => "What going back by three changes would do",
    Text r#"{
  "schema_version": 1,
  "items": [
    {
      "number": 1,
      "at": "2026-11-23T09:12:44Z",
      "command": "set info --app",
      "progress": "done",
      "targets": ["info"],
      "before": {"critical": ["email"], "warning": [], "info": ["email"], "shift": [], "status_page": []},
      "after": {"critical": ["email"], "warning": [], "info": ["app"], "shift": [], "status_page": []}
    }
  ],
  "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Undo) -> Result<Exit, Error> {
    let mut session = app.session()?;
    if command.list {
        return list(&mut session);
    }
    let snapshot = Snapshot::to_change(&session)?;
    let here = Lists::of(&snapshot.preference);
    let entries = session.history(&snapshot.preference)?.happened(&here)?;
    let number = command.number as usize;
    let Some(entry) = entries.get(number - 1) else {
        return Err(nothing(entries.len()));
    };
    let undone = &entries[..number];
    let touched = |target: &Target| undone.iter().any(|entry| touches(entry, *target));
    // What was there before is not known: it is no empty list. A later change may have found it.
    let restored = |target: Target| {
        let first = undone.iter().rev().find(|entry| touches(entry, target));
        let mut told = [Some(entry), first].into_iter().flatten();
        let told = told.find(|entry| entry.before.is_told(target))?;
        Some((target, Step::Exactly(told.before.channels(target).to_vec())))
    };
    let (known, open): (Vec<Target>, Vec<Target>) = (Target::ALL.into_iter())
        .filter(touched)
        .partition(|target| restored(*target).is_some());
    let mut change = command.write.change(format!("undo ({})", entry.command));
    change.restores = true;
    change.steps = known.into_iter().filter_map(restored).collect();
    session.out.note(&tr!(
        "Going back to before '{0}' of {1}.",
        entry.command,
        Times::of_facts(&snapshot.facts).minute(entry.at)
    ));
    if !open.is_empty() {
        let open: Vec<String> = open.iter().map(|target| target.label()).collect();
        change.notes.push(tr!(
            "What was chosen for {0} before is not known: the server did not tell it. It stays as it is.",
            open.join(&tr!(", "))
        ));
        if change.steps.is_empty() && entries.len() > number {
            change.notes.push(tr!(
                "'{command}' goes back to before the change before it.",
                command = duty!("prefs undo", number + 1)
            ));
        }
    }
    let others = of_others(undone, &here, &snapshot);
    if !others.is_empty() {
        ask(&session, &others, &change)?;
    }
    let exit = apply(&mut session, &snapshot, &change)?;
    Ok(match exit {
        Exit::Done if !open.is_empty() => Exit::NotKnown,
        exit => exit,
    })
}

fn touches(entry: &Entry, target: Target) -> bool {
    entry.after.touches(&entry.before, target)
}

fn nothing(left: usize) -> Error {
    if left == 0 {
        Error::new(Kind::NotFound, tr!("there is no change to undo"))
            .detail(tr!(
                "the last 20 changes that duty makes on this machine are kept"
            ))
            .hint(tr!(
                "'{command}' shows what was changed, by whom and from what",
                command = duty!("prefs log")
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

/// What is not as the changes left it: somebody else wrote after the last one, or between two. A
/// line for each list.
fn of_others(undone: &[Entry], here: &Lists, snapshot: &Snapshot) -> Vec<String> {
    let mut lines = Vec::new();
    let Some(newest) = undone.first() else {
        return lines;
    };
    let changed = here.contradicted(&newest.after);
    if !changed.is_empty() {
        lines.extend(columns(
            newest,
            &changed,
            &snapshot.preference,
            &snapshot.facts,
        ));
    }
    let gaps = undone
        .windows(2)
        .any(|pair| !pair[0].before.contradicted(&pair[1].after).is_empty());
    if gaps {
        lines.push(tr!(
            "between the changes that are undone somebody else made one too; it is taken back with them"
        ));
    }
    lines
}

fn ask(session: &Session<'_>, others: &[String], change: &Change) -> Result<(), Error> {
    let message = tr!("somebody else changed the preferences since");
    let say = || {
        session.out.tell(&message, Tone::Caution);
        for line in others {
            session.out.tell(line, Tone::Plain);
        }
    };
    if change.mode != Mode::Write {
        say();
        return Ok(());
    }
    let refusal = || {
        let mut error = Error::new(Kind::Conflict, message.clone());
        error.details = others.to_vec();
        error.hint(tr!(
            "--yes undoes it all the same; lists that the change did not touch stay as they are"
        ))
    };
    if session.terminal.may_ask() || session.settings.yes {
        say();
    }
    session.agree(&tr!("Undo it all the same?"), refusal)
}

/// `undo --list`.
fn list(session: &mut Session<'_>) -> Result<Exit, Error> {
    let snapshot = Snapshot::read(session)?;
    let history = session.history(&snapshot.preference)?;
    let entries = history.happened(&Lists::of(&snapshot.preference))?;
    if session.out.is_json() {
        let list: Vec<_> = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| {
                json!({
                    "number": index + 1,
                    "at": crate::lenient::Timestamp(entry.at).utc(),
                    "command": entry.command,
                    "progress": entry.progress,
                    "targets": entry.after.changed(&entry.before),
                    "before": lists_json(&entry.before),
                    "after": lists_json(&entry.after),
                })
            })
            .collect();
        session.out.list(list)?;
        return Ok(Exit::Done);
    }
    if session.out.quiet {
        let numbers = (1..=entries.len()).map(|number| number.to_string());
        session.out.ids(numbers)?;
        return Ok(Exit::Done);
    }
    if entries.is_empty() {
        session.out.note(&tr!("There is no change to undo."));
        return Ok(Exit::Done);
    }
    let mut table = Table::new([tr!("NUMBER"), tr!("WHEN"), tr!("COMMAND"), tr!("CHANGED")]);
    let times = Times::of_facts(&snapshot.facts);
    for (index, entry) in entries.iter().enumerate() {
        table.row([
            ((index + 1).to_string(), Tone::Plain),
            (times.minute(entry.at), Tone::Plain),
            (entry.command.clone(), Tone::Plain),
            (summary(entry, &snapshot.facts), Tone::Plain),
        ]);
    }
    session.out.table(&table)?;
    Ok(Exit::Done)
}

/// The lists by target, each channel by its word.
fn lists_json(lists: &Lists) -> Value {
    let list = |target: Target| {
        let words = lists.channels(target).iter().map(Channel::told);
        let words = lists.is_told(target).then(|| words.collect::<Vec<_>>());
        (target.word().replace('-', "_"), Value::from(words))
    };
    Value::Object(Target::ALL.map(list).into_iter().collect())
}

/// "critical: with voice, without email".
fn summary(entry: &Entry, facts: &Facts) -> String {
    let part = |target: &Target| {
        let (old, new) = (
            entry.before.channels(*target),
            entry.after.channels(*target),
        );
        let (added, removed) = (changes::minus(new, old), changes::minus(old, new));
        if !entry.before.is_told(*target) {
            let (target, now) = (target.word(), describe::names(new, facts));
            return tr!("{target}: {now} (before: not known)", target, now);
        }
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
