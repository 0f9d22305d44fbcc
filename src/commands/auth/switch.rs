//! `duty auth switch`: which context is used where none is named.

use serde_json::json;
use tr::tr;

use crate::commands::auth::args::Switch;
use crate::commands::auth::warn_of_variable;
use crate::error::{Error, Exit, Kind};
use crate::local::config;
use crate::local::config::DEFAULT_CONTEXT;
use crate::session::app::App;
use crate::text::duty;

/// Do it.
pub fn run(app: &mut App, command: &Switch) -> Result<Exit, Error> {
    let config = &app.settings.config;
    let before = config
        .context
        .as_deref()
        .unwrap_or(DEFAULT_CONTEXT)
        .to_owned();
    let name = match &command.name {
        Some(name) => name.clone(),
        None => choose(app)?,
    };
    let dry_run = command.dry_run.dry_run;
    if !app.settings.config.contexts.contains_key(&name) {
        return Err(
            Error::new(Kind::NotFound, tr!("there is no context '{name}'", name))
                .detail(tr!("contexts: {0}", app.settings.config.names()))
                .hint(tr!(
                    "'{command}' makes one",
                    command = duty!("auth login --context NAME")
                )),
        );
    }
    if !dry_run {
        config::edit(&app.paths, |draft| {
            draft.set_current(&name);
            Ok(())
        })?;
    }
    if app.out.is_json() {
        app.out.json(&json!({
            "before": before,
            "context": name,
            "changed": before != name && !dry_run,
            "dry_run": dry_run,
        }))?;
    } else if dry_run {
        app.out.line(&tr!(
            "Context {name} would be used where none is named, in place of {before}.",
            name,
            before
        ))?;
    } else {
        app.out
            .line(&tr!("Context {name} is used where none is named.", name))?;
    }
    if app.env.get("DUTY_CONTEXT").is_some() {
        app.out.warn(&tr!(
            "DUTY_CONTEXT is set and wins over the current context"
        ));
    }
    warn_of_variable(app);
    Ok(Exit::Done)
}

fn choose(app: &App) -> Result<String, Error> {
    let names: Vec<String> = app.settings.config.contexts.keys().cloned().collect();
    if names.is_empty() || !app.terminal.may_ask() {
        return Err(Error::usage(tr!("which context?"))
            .detail(tr!("contexts: {0}", app.settings.config.names()))
            .hint(duty!("auth switch NAME")));
    }
    let chosen = app.out.select(&tr!("Context"), &names)?;
    chosen
        .and_then(|index| names.into_iter().nth(index))
        .ok_or_else(|| Error::usage(tr!("nothing was changed")))
}
