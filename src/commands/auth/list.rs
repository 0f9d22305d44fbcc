//! `duty auth list`: the contexts, from `config.toml` alone.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::auth::describe::place;
use crate::commands::examples::{Examples, examples};
use crate::domain::base_url::BaseUrl;
use crate::error::Exit;
use crate::local::config::DEFAULT_CONTEXT;
use crate::local::key_store::KeyStore;
use crate::session::app::App;
use crate::ui::Tone;
use crate::ui::table::Table;

pub const EXAMPLES: Examples = examples! { "auth list":
    "duty auth list" => "The contexts and their servers",
    Text r#"{"contexts": [{
  "context": "work", "current": true, "base_url": "https://duty.example",
  "key_store": "keyring", "insecure": false
}]}"#
};

pub fn run(app: &mut App) -> anyhow::Result<Exit> {
    let config = app.settings.config.clone();
    let current = config.context.as_deref().unwrap_or(DEFAULT_CONTEXT);
    if app.out.is_json() {
        let list: Vec<Value> = config
            .contexts
            .iter()
            .map(|(name, own)| {
                json!({
                    "context": name,
                    "current": name == current,
                    "base_url": BaseUrl::shown(own.server()),
                    "key_store": own.key_store.map(KeyStore::word),
                    "insecure": own.key_store == Some(KeyStore::InsecureFile),
                })
            })
            .collect();
        app.out.json(&json!({"contexts": list}))?;
        return Ok(Exit::Done);
    }
    if config.contexts.is_empty() {
        app.out.note(&tr!(
            "There is no context yet; 'duty auth login' makes one."
        ));
        return Ok(Exit::Done);
    }
    let mut table = Table::new([tr!("CONTEXT"), tr!("CURRENT"), tr!("SERVER"), tr!("KEY")]);
    for (name, own) in &config.contexts {
        let kept = match own.key_store {
            None => (tr!("none"), Tone::Faint),
            Some(stored @ KeyStore::Keyring) => (place(&app.paths, name, stored), Tone::Plain),
            Some(stored) => (place(&app.paths, name, stored), Tone::Caution),
        };
        let mark = if name == current {
            tr!("yes")
        } else {
            "-".into()
        };
        let server = BaseUrl::shown(own.server());
        table.row([
            (name.clone(), Tone::Strong),
            (mark, Tone::Plain),
            (server, Tone::Plain),
            kept,
        ]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}
