//! `duty auth switch`: which context is used where none is named.

use serde_json::json;
use tr::tr;

use crate::commands::auth::describe::warn_of_variable;
use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit, Kind};
use crate::local::config;
use crate::local::config::DEFAULT_CONTEXT;
use crate::local::options::DryRun;
use crate::session::app::App;
use crate::session::resolve::{Candidate, Wanted, resolve};
use crate::text::duty;
use crate::ui::Warning;

#[derive(Debug, clap::Args)]
pub struct Switch {
    /// The context; a terminal asks where there is none
    pub name: Option<String>,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = examples! { "auth switch":
    "duty auth switch work" => "Use this context from now on",
    Text r#"{
  "schema_version": 1, "before": "default", "context": "work", "changed": true,
  "dry_run": false, "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Switch) -> Result<Exit, Error> {
    let dry_run = command.dry_run.dry_run;
    let config = &app.settings.config;
    let current = config.context.as_deref().unwrap_or(DEFAULT_CONTEXT);
    let before = current.to_owned();
    let name = choose(app, command.name.as_deref())?;
    if !dry_run {
        config::edit(&app.paths, |draft| {
            draft.set_current(&name);
            Ok(())
        })?;
        app.out.changed = before != name;
    }
    let now = tr!("Context {name} is now the current context.", name);
    if app.out.is_json() {
        app.out.json(&json!({
            "before": before,
            "context": name,
            "changed": before != name && !dry_run,
            "dry_run": dry_run,
        }))?;
        if !dry_run {
            app.out.done(&now);
        }
    } else if dry_run {
        app.out.line(&tr!(
            "Context {name} would become the current context, in place of {before}.",
            name,
            before
        ))?;
    } else if !app.out.quiet {
        app.out.line(&now)?;
    }
    if app.env.get("DUTY_CONTEXT").is_some() {
        app.out.warn_of(
            Warning::VariableWins,
            &tr!("DUTY_CONTEXT is set and takes precedence over the current context"),
        );
    }
    warn_of_variable(app);
    Ok(Exit::Done)
}

/// A context by its name.
struct Named(String);

impl Candidate for Named {
    fn id(&self) -> String {
        self.0.clone()
    }

    fn name(&self) -> &str {
        &self.0
    }

    fn label(&self) -> String {
        self.0.clone()
    }
}

fn choose(app: &mut App, name: Option<&str>) -> Result<String, Error> {
    let names = app.settings.config.names();
    let contexts = app.settings.config.contexts.keys();
    let all: Vec<Named> = contexts.cloned().map(Named).collect();
    let ambiguous = || {
        Error::usage(tr!("which context?"))
            .detail(tr!("contexts: {0}", names))
            .hint(duty!("auth switch NAME"))
    };
    let unknown = |name: &str| {
        Error::new(Kind::NotFound, tr!("there is no context '{name}'", name))
            .detail(tr!("contexts: {0}", names))
            .hint(tr!(
                "'{command}' makes one",
                command = duty!("auth login --context NAME")
            ))
    };
    let wanted = Wanted {
        text: name,
        question: tr!("Context"),
        unknown: &|| name.map_or_else(ambiguous, unknown),
        ambiguous: &|_| ambiguous(),
    };
    resolve(app, &all, &wanted).map(|context| context.0.clone())
}
