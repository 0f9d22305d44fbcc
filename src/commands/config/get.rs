//! `duty config get`.

use serde_json::json;
use tr::tr;

use crate::commands::config::entry;
use crate::commands::config::entry::Entry;
use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit, Kind};
use crate::session::app::App;
use crate::text::duty;

#[derive(Debug, clap::Args)]
pub struct Get {
    /// The entry, such as 'output' or 'contexts.work.base_url'
    pub name: String,
}

pub const EXAMPLES: Examples = examples! { "config get":
    "duty config get contexts.work.base_url" => "The server of a context",
    Text r#"{
  "schema_version": 1, "name": "contexts.work.base_url", "value": "https://duty.example",
  "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Get) -> Result<Exit, Error> {
    let name = Entry::parse(&command.name, &app.settings)?.name();
    let Some(value) = entry::current(&app.settings.config, &name) else {
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
