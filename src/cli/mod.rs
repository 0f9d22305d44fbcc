//! The command line: the tree of commands, help, mistakes and their suggestions.

pub mod aliases;
pub mod complete;
pub mod completion;
pub mod early;
pub mod examples;
pub mod help;
mod help_json;
pub mod help_page;
pub mod man;
pub mod mistakes;
pub mod reasons;
pub mod schemas;
pub mod short_help;
pub mod tree;
pub mod version;

use crate::cli::tree::{Cli, Command};
use crate::commands::{api, app_key, auth, config, device, doctor, open, prefs, profile};
use crate::error::{Error, Exit};
use crate::session::app::App;

/// Do what was asked.
///
/// # Errors
/// Whatever went wrong; the caller tells it.
pub fn run(app: &mut App, cli: &Cli) -> Result<Exit, Error> {
    let known = match app.settings.output.is_for_lists() {
        true if matches!(cli.command, Command::Api(_)) => Some(Vec::new()),
        true => schemas::columns(&cli.answer()),
        false => None,
    };
    let answer = schemas::of(&cli.path).map(|_| cli.path.as_str());
    app.out.shape(&app.settings, known, answer)?;
    if cli.command.tells_at_length() {
        app.out.begin_page();
    }
    let done = dispatch(app, &cli.command);
    // What there is to tell is told also where an error comes after it.
    let told = app.out.finish();
    let shown = app.out.end_page();
    done.and_then(|exit| told.and(shown).map(|()| exit))
}

fn dispatch(app: &mut App, command: &Command) -> Result<Exit, Error> {
    match command {
        Command::Auth(command) => auth::run(app, command),
        Command::Config(command) => config::run(app, command),
        Command::Profile(command) => profile::run(app, command),
        Command::Prefs(command) => prefs::run(app, command),
        Command::Api(command) => api::run(app, command),
        Command::AppKey(command) => app_key::run(app, command),
        Command::Doctor(command) => doctor::run(app, command),
        Command::Open(command) => open::run(app, command),
        Command::Device(command) => device::run(app, command),
        #[cfg(feature = "sandbox")]
        Command::Sandbox(command) => crate::commands::sandbox::run(app, command),
        Command::Completion(command) => completion::run(app, command),
        Command::Version => version::run(app),
        Command::Help(command) if command.json => help_json::tree(app),
        Command::Help(command) => match command.about.as_slice() {
            [topic, words @ ..] if topic == "json" && !words.is_empty() => {
                help_json::of_command(app, words)
            }
            _ => help::run(app, command),
        },
    }
}
