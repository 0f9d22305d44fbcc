//! `duty auth remove`: a context goes, with the key that is stored for it.

use serde_json::json;
use tr::tr;

use crate::commands::auth::rotations::Deleted;
use crate::commands::auth::{logout, rotations};
use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit, Kind};
use crate::local::config;
use crate::local::config::DEFAULT_CONTEXT;
use crate::local::key_store::KeyStore;
use crate::local::options::DryRun;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::Tone;

#[derive(Debug, clap::Args)]
pub struct Remove {
    /// The context
    pub name: String,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = examples! { "auth remove":
    "duty auth remove work" => "Forget a context, and the key that is stored for it",
    Text r#"{
  "schema_version": 1, "name": "work", "deleted_from": ["keyring"], "changed": true,
  "dry_run": false, "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Remove) -> Result<Exit, Error> {
    let name = command.name.as_str();
    config::check_name(name)?;
    let dry_run = command.dry_run.dry_run;
    let Some(own) = app.settings.config.contexts.get(name) else {
        return Err(Error::new(
            Kind::NotFound,
            tr!("there is no context '{0}'", config::name_shown(name)),
        )
        .detail(tr!("contexts: {0}", app.settings.config.names())));
    };
    let (gone, keys): (Vec<KeyStore>, _) = if dry_run {
        (own.key_store.into_iter().collect(), Deleted::default())
    } else {
        logout::log_out(app, name, &mut false)?
    };
    let current = app.settings.config.context.as_deref() == Some(name);
    if !dry_run {
        config::edit(&app.paths, |draft| {
            let there = draft.config().contexts.get(name);
            if there.is_some_and(|own| own.key_store.is_some()) {
                return Err(came_back(name));
            }
            if draft.config().context.as_deref() == Some(name) {
                draft.entry(&["context"], None)?;
            }
            draft.entry(&["contexts", name], None)
        })
        .map_err(|error| logout::and_the_key_is_gone(error, name, &gone))?;
        app.out.changed = true;
        if app.settings.context.value == name {
            app.out.forget_option("--context");
        }
        rotations::tell_of_logout(app, name, &keys, true);
    }
    if app.out.is_json() {
        let gone: Vec<&str> = gone.into_iter().map(KeyStore::word).collect();
        app.out.json(&json!({
            "name": name, "deleted_from": gone, "changed": !dry_run, "dry_run": dry_run,
        }))?;
        return Ok(Exit::Done);
    }
    if app.out.quiet && !dry_run {
        return Ok(Exit::Done);
    }
    logout::tell(app, name, &gone, dry_run)?;
    let done = match dry_run {
        true => tr!("Context {name} would be removed.", name),
        false => tr!("Context {name} is removed.", name),
    };
    app.out.toned_line(&done, Tone::Good)?;
    if current && name != DEFAULT_CONTEXT {
        app.out.note(&match dry_run {
            true => tr!(
                "The current context would then be {DEFAULT_CONTEXT}.",
                DEFAULT_CONTEXT
            ),
            false => tr!(
                "The current context is now {DEFAULT_CONTEXT}.",
                DEFAULT_CONTEXT
            ),
        });
    }
    if !gone.is_empty() && !dry_run {
        app.out.note(&tr!("The key itself still works; disable or delete it in the console (Personal center > APP keys) or with '{command}'.", command = duty!("app-key")));
    }
    Ok(Exit::Done)
}

/// Without its context nobody would find the key again.
fn came_back(name: &str) -> Error {
    Error::new(
        Kind::Conflict,
        tr!(
            "context {name} was logged in to again meanwhile, and stays",
            name
        ),
    )
    .hint(duty!("auth remove", name))
}
