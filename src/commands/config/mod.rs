//! `duty config`: what `config.toml` says, entry by entry. The names of the entries are in `entry.rs`.

pub mod args;
mod entry;
pub mod examples;

use serde_json::{Value, json};
use tr::tr;

use self::entry::Entry;
use crate::commands::config::args::{Config, Get, Set, Unset};
use crate::error::{Error, Exit, Kind};
use crate::local::config;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;

/// Do what was asked.
pub fn run(app: &mut App, command: &Config) -> Result<Exit, Error> {
    match command {
        Config::Path => path(app),
        Config::List => list(app),
        Config::Get(command) => get(app, command),
        Config::Set(command) => set(app, command),
        Config::Unset(command) => unset(app, command),
    }
}

fn path(app: &mut App) -> Result<Exit, Error> {
    let file = config::file(&app.paths)?;
    if app.out.is_json() {
        app.out.json(&json!({
            "path": file.display().to_string(),
            "exists": file.is_file(),
        }))?;
    } else {
        app.out.line(&file.display().to_string())?;
    }
    Ok(Exit::Done)
}

fn list(app: &mut App) -> Result<Exit, Error> {
    let entries = entry::all(&app.settings.config);
    if app.out.is_json() {
        let entries: serde_json::Map<String, Value> = entries
            .into_iter()
            .map(|(name, value)| (name, Value::from(value)))
            .collect();
        app.out.json(&entries)?;
        return Ok(Exit::Done);
    }
    if entries.is_empty() {
        app.out.note(&tr!("config.toml says nothing."));
        return Ok(Exit::Done);
    }
    let mut table = Table::new([tr!("NAME"), tr!("VALUE")]);
    for (name, value) in entries {
        table.row([(name, Tone::Plain), (value, Tone::Plain)]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}

fn get(app: &mut App, command: &Get) -> Result<Exit, Error> {
    let entry = Entry::parse(&command.name, &app.settings)?;
    let name = entry.name();
    let Some(value) = value(app, &name) else {
        return Err(Error::new(
            Kind::NotFound,
            tr!("{name} is not set in config.toml", name),
        )
        .hint(tr!(
            "'{command}' shows what is",
            command = duty!("config list")
        )));
    };
    if app.out.is_json() {
        app.out.json(&json!({"name": name, "value": value}))?;
    } else {
        app.out.line(&value)?;
    }
    Ok(Exit::Done)
}

fn value(app: &App, name: &str) -> Option<String> {
    entry::all(&app.settings.config)
        .into_iter()
        .find_map(|(one, value)| (one == name).then_some(value))
}

fn set(app: &mut App, command: &Set) -> Result<Exit, Error> {
    let entry = Entry::parse(&command.name, &app.settings)?;
    let item = entry.value(&command.value, &app.settings.config)?;
    let before = value(app, &entry.name());
    if !command.dry_run.dry_run {
        config::edit(&app.paths, |draft| {
            // What was true when the file was first read may not be true under the lock.
            entry.value(&command.value, draft.config())?;
            draft.entry(&entry.path(), Some(item.clone()))
        })?;
    }
    let after = entry::shown(&item);
    tell(
        app,
        &entry.name(),
        before,
        Some(after),
        command.dry_run.dry_run,
    )
}

fn unset(app: &mut App, command: &Unset) -> Result<Exit, Error> {
    let entry = Entry::parse(&command.name, &app.settings)?;
    entry.refuse_unset(&app.settings.config)?;
    let before = value(app, &entry.name());
    if !command.dry_run.dry_run {
        config::edit(&app.paths, |draft| {
            entry.refuse_unset(draft.config())?;
            if let Entry::Context(name) = &entry
                && draft.config().context.as_deref() == Some(name)
            {
                draft.entry(&["context"], None)?;
            }
            draft.entry(&entry.path(), None)
        })?;
    }
    tell(app, &entry.name(), before, None, command.dry_run.dry_run)
}

fn tell(
    app: &mut App,
    name: &str,
    before: Option<String>,
    after: Option<String>,
    dry_run: bool,
) -> Result<Exit, Error> {
    if app.out.is_json() {
        app.out.json(&json!({
            "name": name,
            "before": before,
            "after": after,
            "dry_run": dry_run,
        }))?;
        return Ok(Exit::Done);
    }
    let word = |value: Option<String>| value.unwrap_or_else(|| tr!("not set"));
    let mut table = Table::new([
        tr!("NAME"),
        tr!("BEFORE"),
        if dry_run { tr!("WOULD BE") } else { tr!("NOW") },
    ]);
    table.row([
        (name.to_owned(), Tone::Plain),
        (word(before), Tone::Faint),
        (word(after), Tone::Strong),
    ]);
    app.out.table(&table)?;
    Ok(Exit::Done)
}
