//! `duty auth list`: the contexts, from `config.toml` alone.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::auth::describe::place;
use crate::commands::examples::{Examples, examples};
use crate::domain::base_url::BaseUrl;
use crate::error::{Error, Exit};
use crate::local::config::DEFAULT_CONTEXT;
use crate::local::key_store::KeyStore;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;

pub const EXAMPLES: Examples = examples! { "auth list":
    "duty auth list" => "The contexts and their servers",
    Text r#"{"schema_version": 1, "items": [{
  "name": "work", "current": true, "base_url": "https://duty.example",
  "key_store": "keyring", "insecure": false
}], "warnings": []}"#
};

pub fn run(app: &mut App) -> Result<Exit, Error> {
    let config = app.settings.config.clone();
    let current = config.context.as_deref().unwrap_or(DEFAULT_CONTEXT);
    if app.out.is_json() {
        let list: Vec<Value> = config
            .contexts
            .iter()
            .map(|(name, own)| {
                json!({
                    "name": name,
                    "current": name == current,
                    "base_url": BaseUrl::shown(own.server()),
                    "key_store": own.key_store.map(KeyStore::word),
                    "insecure": own.key_store == Some(KeyStore::InsecureFile),
                })
            })
            .collect();
        app.out.list(list)?;
        return Ok(Exit::Done);
    }
    if app.out.quiet {
        app.out.ids(config.contexts.keys())?;
        return Ok(Exit::Done);
    }
    if config.contexts.is_empty() {
        app.out.note(&tr!(
            "There is no context yet; '{command}' makes one.",
            command = duty!("auth login")
        ));
        return Ok(Exit::Done);
    }
    let mut table = Table::new([tr!("CONTEXT"), tr!("CURRENT"), tr!("SERVER"), tr!("KEY")]);
    for (name, own) in &config.contexts {
        let stored = own.key_store.map(|stored| place(&app.paths, name, stored));
        let tone = match own.key_store {
            None => Tone::Faint,
            Some(KeyStore::Keyring) => Tone::Plain,
            Some(KeyStore::InsecureFile) => Tone::Caution,
        };
        let mark = (name == current).then(|| tr!("yes"));
        table.row([
            (name.clone(), Tone::Strong),
            (mark.unwrap_or_else(|| "-".into()), Tone::Plain),
            (BaseUrl::shown(own.server()), Tone::Plain),
            (stored.unwrap_or_else(|| tr!("none")), tone),
        ]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}
