//! `duty config set` and `unset`: one entry gets another value, or none.

use serde_json::json;
use toml_edit::Item;
use tr::tr;

use crate::commands::config::entry;
use crate::commands::config::entry::Entry;
use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit};
use crate::local::config;
use crate::local::config::Config;
use crate::local::options::DryRun;
use crate::session::app::App;
use crate::ui::Tone;
use crate::ui::table::Table;

#[derive(Debug, clap::Args)]
pub struct Set {
    /// The entry, such as 'output' or 'contexts.work.base_url'
    pub name: String,
    /// Its value; several are separated by commas
    pub value: String,
    #[command(flatten)]
    pub dry_run: DryRun,
}

#[derive(Debug, clap::Args)]
pub struct Unset {
    /// The entry, such as 'output' or 'contexts.work.base_url'
    pub name: String,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = examples! { "config set":
    "duty config set lang zh" => "Chinese, whatever the locale",
    "duty config set contexts.work.channels_off voice,sms"
        => "What a private deployment has switched off",
    "duty config set endpoints.device_list /push/devices"
        => "Another path for an operation that is assumed",
    Text r#"{
  "schema_version": 1, "name": "lang", "before": null, "after": "zh", "changed": true,
  "dry_run": false, "warnings": []
}"#
};

pub const EXAMPLES_OF_UNSET: Examples = examples! { "config unset":
    "duty config unset lang" => "As the locale says again",
    Text r#"{
  "schema_version": 1, "name": "lang", "before": "zh", "after": null, "changed": true,
  "dry_run": false, "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Set) -> Result<Exit, Error> {
    let value = |entry: &Entry, config: &Config| entry.value(&command.value, config).map(Some);
    change(app, &command.name, command.dry_run.dry_run, value)
}

pub fn unset(app: &mut App, command: &Unset) -> Result<Exit, Error> {
    let value = |entry: &Entry, config: &Config| entry.refuse_unset(config).map(|()| None);
    change(app, &command.name, command.dry_run.dry_run, value)
}

/// Give the entry what `value` says, which refuses what may not be.
fn change(
    app: &mut App,
    name: &str,
    dry_run: bool,
    value: impl Fn(&Entry, &Config) -> Result<Option<Item>, Error>,
) -> Result<Exit, Error> {
    let entry = Entry::parse(name, &app.settings)?;
    let name = entry.name();
    let item = value(&entry, &app.settings.config)?;
    let before = entry::current(&app.settings.config, &name);
    let after = item.as_ref().map(entry::shown);
    if !dry_run {
        config::edit(&app.paths, |draft| {
            // What was true when the file was first read may not be true under the lock.
            value(&entry, draft.config())?;
            let whole = entry.whole_context();
            if item.is_none() && whole.is_some() && draft.config().context.as_deref() == whole {
                draft.entry(&["context"], None)?;
            }
            draft.entry(&entry.path(), item.clone())
        })?;
        app.out.changed = before != after;
    }
    if app.out.is_json() {
        app.out.json(&json!({
            "name": name,
            "before": before,
            "after": after,
            "changed": before != after && !dry_run,
            "dry_run": dry_run,
        }))?;
        return Ok(Exit::Done);
    }
    if app.out.quiet && !dry_run {
        return Ok(Exit::Done);
    }
    if let (Some(context), None) = (entry.whole_context(), &item) {
        app.out.line(&match dry_run {
            true => tr!("Context {context} would be removed.", context),
            false => tr!("Context {context} is removed.", context),
        })?;
        return Ok(Exit::Done);
    }
    let word = |value: Option<String>| value.unwrap_or_else(|| tr!("not set"));
    let now = if dry_run { tr!("WOULD BE") } else { tr!("NOW") };
    let mut table = Table::new([tr!("NAME"), tr!("BEFORE"), now]);
    table.row([
        (name, Tone::Plain),
        (word(before), Tone::Faint),
        (word(after), Tone::Strong),
    ]);
    app.out.table(&table)?;
    Ok(Exit::Done)
}
