//! The command line of Flashduty's personal center.
//!
//! `run` is the whole program; the binary only calls it. Imports point one way, from room to room; the order
//! of the rooms is in `tests/cli/house.rs`, which holds it.

pub mod api;
pub mod cli;
pub mod commands;
pub mod domain;
pub mod error;
pub mod lenient;
pub mod local;
pub mod session;
pub mod text;
pub mod ui;

use std::ffi::OsString;

use crate::cli::{mistakes, tree};
use crate::error::{Error, Exit, Kind};
use crate::local::config::Config;
use crate::local::environment::Environment;
use crate::local::options::{Format, Lang};
use crate::local::paths::Paths;
use crate::local::settings::Settings;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::{Streams, language, terminal};

/// Run duty with these arguments, the program's name first, and say how to exit.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let env = Environment::of_process();
    let streams = Streams::of_process(env.is_on("ACCESSIBLE"));
    terminal::leave_no_core();
    std::panic::set_hook(Box::new(|panic| {
        // Where it happened and not what was being looked at: that could hold a secret.
        let place = panic.location().map(ToString::to_string);
        terminal::restore();
        ui::Teller::of_process().tell(
            &tr::tr!(
                "duty has a defect ({0}); please report it with the command that you ran",
                place.unwrap_or_default()
            ),
            ui::Tone::Bad,
        );
    }));
    run_with(arguments, env, streams, terminal::handle_interrupts)
}

/// The same with another environment, other streams and another person to ask. What `ready` does is done once it
/// is known what the arguments mean: `--help` and `--version` do without.
pub fn run_with(
    arguments: impl IntoIterator<Item = OsString>,
    env: Environment,
    streams: Streams,
    ready: impl FnOnce(),
) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let asked_for = language::asked_for(&arguments, &env);
    language::speak_for(asked_for, output_asked_for(&arguments, &env));
    let cli = match parse(&arguments, asked_for) {
        Ok(cli) => cli,
        Err(error) => return misspelt(&error, &arguments, env, streams),
    };
    ready();
    let config = match Config::load(&Paths::resolve(&env)) {
        Err(_) if cli.command.does_without_config() => Ok(Config::default()),
        loaded => loaded,
    };
    match config.and_then(|config| Settings::resolve(&cli.global, &env, config)) {
        Ok(settings) => {
            language::speak_for(settings.lang, settings.output);
            let lock_timeout = settings.timeout;
            let mut app = App::new(settings, env, streams);
            app.paths.lock_timeout = lock_timeout;
            #[cfg(feature = "sandbox")]
            let app = app.with_sandbox(commands::sandbox::start);
            in_app(app, |app| {
                for entry in &app.settings.config.unknown {
                    app.out.warn(&tr::tr!(
                        "config.toml has an entry that duty does not know, {entry}",
                        entry
                    ));
                }
                cli::run(app, &cli.command)
            })
        }
        Err(error) => in_app(bare_app(&arguments, env, streams), |_| Err(error)),
    }
}

/// What was typed; where clap has something to say, in the words and the language of help.
fn parse(arguments: &[OsString], lang: Lang) -> Result<tree::Cli, clap::Error> {
    match tree::parse(arguments) {
        Err(error) if error.kind() != clap::error::ErrorKind::DisplayVersion => {
            tree::parse_with(cli::help::command_tree(lang), arguments)
        }
        parsed => parsed,
    }
}

fn in_app(mut app: App, work: impl FnOnce(&mut App) -> Result<Exit, Error>) -> u8 {
    match work(&mut app) {
        Ok(exit) => exit.code(),
        Err(mut error) => {
            if app.settings.sandbox && error.kind == Kind::Key && error.server.is_some() {
                // There is no console to look its key up in.
                error = error.hint(tr::tr!(
                    "'{command}' starts the made-up account over",
                    command = duty!("sandbox reset")
                ));
            }
            app.out.error(&error);
            error.kind.exit_code()
        }
    }
}

/// Help and version are results; everything else that clap has to say is a usage error.
fn misspelt(error: &clap::Error, arguments: &[OsString], env: Environment, streams: Streams) -> u8 {
    use clap::error::ErrorKind;
    let app = bare_app(arguments, env, streams);
    let text = error.render();
    let may_be_key = mistakes::may_be_key(error, arguments);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => in_app(app, |app| {
            app.out.help(&text.to_string())?;
            Ok(Exit::Done)
        }),
        _ if may_be_key => in_app(app, |_| {
            let known = mistakes::explained(error, true);
            Err(known.unwrap_or_else(|| Error::usage(tr::tr!("the arguments are not usable"))))
        }),
        _ if app.out.is_json() => in_app(app, |_| {
            let text = text.to_string();
            let message = text.trim_start_matches("error: ").trim_end();
            Err(Error::usage(message))
        }),
        _ => match mistakes::explained(error, false) {
            Some(known) if language::asked_for(arguments, &app.env) != Lang::En => {
                in_app(app, |_| Err(known))
            }
            _ => {
                app.out.usage(&text.to_string());
                Kind::Usage.exit_code()
            }
        },
    }
}

/// An app for when the arguments could not be read: only the output format is looked for in them,
/// so that a program that asked for JSON gets its error as JSON.
fn bare_app(arguments: &[OsString], env: Environment, streams: Streams) -> App {
    let settings = Settings {
        output: output_asked_for(arguments, &env),
        ..Settings::default()
    };
    App::new(settings, env, streams)
}

/// The output format that the arguments and the environment ask for, before either is understood.
fn output_asked_for(arguments: &[OsString], env: &Environment) -> Format {
    let mut words = arguments.iter().skip(1).filter_map(|word| word.to_str());
    let mut asked = None;
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--output") {
            _ if word == "--" => break,
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None => match short_output(word) {
                Some("") => words.next(),
                value => value.map(|value| value.strip_prefix('=').unwrap_or(value)),
            },
        };
        asked = value.or(asked);
    }
    let json = match asked {
        Some(word) => word == "json",
        None => env
            .get("DUTY_OUTPUT")
            .is_some_and(|word| word.eq_ignore_ascii_case("json")),
    };
    if json { Format::Json } else { Format::Table }
}

/// What stands after the `o` of `-o`, also where other short options stand before it.
fn short_output(word: &str) -> Option<&str> {
    let word = word.strip_prefix('-')?;
    let (before, value) = word.split_once('o')?;
    before
        .chars()
        .all(|c| matches!(c, 'q' | 'v' | 'y' | 'h' | 'V'))
        .then_some(value)
}
