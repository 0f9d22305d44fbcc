//! `duty config list`: every entry that is set.

use serde_json::json;
use tr::tr;

use crate::commands::config::entry;
use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::ui::Tone;
use crate::ui::table::Table;

pub const EXAMPLES: Examples = examples! { "config list":
    "duty config list" => "What it says",
    Text r#"{
  "schema_version": 1,
  "items": [
    {"name": "context", "value": "work"},
    {"name": "contexts.work.base_url", "value": "https://duty.example"},
    {"name": "contexts.work.channels_off", "value": "voice,sms"}
  ],
  "warnings": []
}"#
};

pub fn run(app: &mut App) -> Result<Exit, Error> {
    let entries = entry::all(&app.settings.config);
    if app.out.is_json() {
        let entries = entries
            .into_iter()
            .map(|(name, value)| json!({"name": name, "value": value}));
        app.out.list(entries.collect())?;
    } else if app.out.quiet {
        app.out.ids(entries.iter().map(|(name, _)| name))?;
    } else if entries.is_empty() {
        app.out.note(&tr!("Nothing is set in config.toml."));
    } else {
        let mut table = Table::new([tr!("NAME"), tr!("VALUE")]);
        for (name, value) in entries {
            table.row([(name, Tone::Plain), (value, Tone::Plain)]);
        }
        app.out.table(&table)?;
    }
    Ok(Exit::Done)
}
