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

use clap::error::ErrorKind;

use crate::cli::tree::Cli;
use crate::cli::{aliases, complete, early, help_page, mistakes, short_help, tree};
use crate::error::{Error, Exit, Kind};
use crate::lenient::Id;
use crate::local::config::Config;
use crate::local::environment::Environment;
use crate::local::interruption;
use crate::local::key_memory::KeyMemory;
use crate::local::keys;
use crate::local::options::{Format, Lang, When};
use crate::local::paths::Paths;
use crate::local::settings::{Settings, pager};
use crate::session::app::App;
use crate::text::duty;
use crate::ui::{Streams, Warning, language, terminal};

/// Run duty with these arguments, the program's name first, and say how to exit. After Ctrl-C
/// the process ends here, by SIGINT.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let env = Environment::of_process();
    let streams = Streams::of_process(&env);
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
    let code = run_with(arguments, env, streams, terminal::handle_interrupts);
    // Also where everything was done: only so does a shell know that the loop which this stands in is to end.
    if code == Kind::Interrupted.exit_code() || !interruption::was_seen_to() {
        terminal::end_if_interrupted();
    }
    code
}

/// The same with another environment, other streams and another person to ask. What `ready` does is done once it
/// is known what the arguments mean: `--help` and `--version` do without.
pub fn run_with(
    arguments: impl IntoIterator<Item = OsString>,
    env: Environment,
    streams: Streams,
    ready: impl FnOnce(),
) -> u8 {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(shell) = complete::asked(&env, &arguments) {
        let (lang, output) = early::or_environment(None, None, &env);
        language::speak_for(lang, output);
        return in_app(
            bare_app(Format::Table, When::default(), env, streams),
            |app| complete::run(app, &shell, &arguments),
        );
    }
    let columns = match streams.terminal.stdout {
        true => streams.terminal.size().0,
        false => short_help::COLUMNS,
    };
    let (mut parsed, mut output) = parse(&arguments, &env, columns);
    if let Err(error) = &parsed {
        let of_user = || {
            let config = Config::load(&Paths::resolve(&env));
            config.map(|config| config.alias).unwrap_or_default()
        };
        if let Some(expanded) = aliases::expanded(error, &arguments, of_user) {
            arguments = expanded;
            (parsed, output) = parse(&arguments, &env, columns);
        }
    }
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let color = early::color(&arguments, &env);
            let mut app = bare_app(output, color, env, streams);
            if error.kind() != ErrorKind::DisplayVersion {
                let no_pager = arguments.iter().any(|one| one == "--no-pager");
                app.out.page_by(pager::of(&app.env, no_pager));
                // In a pager Ctrl-C is not duty's.
                ready();
            }
            return misspelt(&error, &arguments, app);
        }
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
            app.tell_waits();
            #[cfg(feature = "sandbox")]
            let app = app.with_sandbox(commands::sandbox::start);
            in_app(app, |app| {
                warn_of_config(app);
                let settings = &app.settings;
                if settings.verbose && settings.log_file.is_none() && app.out.is_json() {
                    return Err(Error::usage(tr::tr!(
                        "--verbose writes to stderr, where a program expects nothing but an error"
                    ))
                    .hint(tr::tr!("give --log-file FILE as well")));
                }
                cli::run(app, &cli)
            })
        }
        Err(error) => {
            let color = early::color(&arguments, &env);
            in_app(bare_app(output, color, env, streams), |_| Err(error))
        }
    }
}

/// So many entries are named; there may be as many as the file has room for.
const NAMED: usize = 20;

/// What of `config.toml` and of the locale somebody should look at.
fn warn_of_config(app: &mut App) {
    if app.settings.lang == Lang::Zh && app.terminal.charset.is_narrow() && !app.out.is_json() {
        app.out.warn_of(Warning::NarrowLocale, &tr::tr!(
            "the locale has no Chinese characters (LC_ALL, LC_CTYPE, LANG); one of UTF-8 has, or give --lang en"
        ));
    }
    let config = &app.settings.config;
    if let Some(shared) = &config.shared {
        app.out.warn_of(Warning::SharedConfig, shared);
    }
    for entry in config.unknown.iter().take(NAMED) {
        app.out.warn_of(
            Warning::UnknownEntry,
            &tr::tr!(
                "config.toml has an entry that duty does not know, {entry}",
                entry
            ),
        );
    }
    if let Some(more @ 1..) = config.unknown.len().checked_sub(NAMED) {
        app.out.warn_of(
            Warning::UnknownEntry,
            &tr::tr!("and {0} more of these", more),
        );
    }
}

/// What was typed, and the language and the format to answer in; where clap has something to say, in the
/// words and the language of help, whose pages have so many columns.
fn parse(
    arguments: &[OsString],
    env: &Environment,
    columns: usize,
) -> (Result<Cli, clap::Error>, Format) {
    let parsed = tree::parse(arguments);
    let is_version = |error: &clap::Error| error.kind() == ErrorKind::DisplayVersion;
    let (lang, output) = match &parsed {
        Ok(cli) => {
            let json = cli.global.jq.as_ref().map(|_| Format::Json);
            early::or_environment(cli.global.lang, json.or(cli.global.output), env)
        }
        Err(error) if is_version(error) => early::or_environment(None, None, env),
        Err(_) => early::asked_for(arguments, env),
    };
    language::speak_for(lang, output);
    let parsed = match parsed {
        Err(error) if !is_version(&error) => {
            tree::parse_with(cli::help::tree_for(arguments, lang, columns), arguments)
        }
        parsed => parsed,
    };
    (parsed, output)
}

fn in_app(mut app: App, work: impl FnOnce(&mut App) -> Result<Exit, Error>) -> u8 {
    let done = work(&mut app);
    app.seen.end();
    match done {
        Ok(exit) => {
            app.out.leave();
            exit.code()
        }
        Err(mut error) => {
            if error.unshown && app.out.changed {
                let changed = tr::tr!("the change is in force, but it could not be shown");
                error = error.while_doing(changed);
            }
            if app.settings.sandbox && error.kind == Kind::Key && error.server.is_some() {
                // There is no console to look its key up in.
                error = error.hint(tr::tr!(
                    "'{command}' starts the made-up account over",
                    command = duty!("sandbox reset")
                ));
            }
            let refused =
                error.kind == Kind::Key && error.server.is_some() && !error.of_another_key;
            if let Some(from) = app.key_from.take().filter(|_| refused) {
                error = error.detail(from);
                if let Some(instead) = replaced(&app) {
                    error = error.detail(instead);
                }
            }
            app.out.error(&error);
            error.kind.exit_code()
        }
    }
}

/// A rotation of a key that came from a variable was cut off: a context has the new one.
fn replaced(app: &App) -> Option<String> {
    app.env.first(&keys::VARIABLES)?;
    let server = app.base_url().ok()?;
    let all = KeyMemory::of(&app.paths)
        .rotations(&server.to_string())
        .ok()?;
    let of_server = app
        .settings
        .config
        .contexts
        .iter()
        .filter(|(_, own)| own.is_for(&server));
    of_server.into_iter().find_map(|(context, own)| {
        let new = own.key_id.map(Id)?;
        let mut rotations = all.iter();
        let old = rotations.find(|one| one.rotation.new == Some(new))?.label();
        Some(tr::tr!(
            "the rotation of {old} was interrupted: context {context} has the new key; unset the variable and give --context {context}",
            old,
            context
        ))
    })
}

/// Help and version are results; everything else that clap has to say is a usage error.
fn misspelt(error: &clap::Error, arguments: &[OsString], app: App) -> u8 {
    let text = help_page::with_wide_colons(&error.render().to_string());
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => in_app(app, |app| {
            app.out.begin_page();
            app.out.help(&text)?;
            app.out.end_page()?;
            Ok(Exit::Done)
        }),
        // What there is to choose from, and no error on top of it.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !app.out.is_json() => {
            app.out.usage(&text);
            Kind::Usage.exit_code()
        }
        _ => in_app(app, |_| {
            let may_be_key = mistakes::may_be_key(error, arguments);
            Err(mistakes::explained(error, arguments, may_be_key))
        }),
    }
}

/// An app for when the arguments or the settings could not be read: so that a program that asked for JSON
/// gets its error as JSON.
fn bare_app(output: Format, color: When, env: Environment, streams: Streams) -> App {
    let settings = Settings {
        output,
        color,
        ..Settings::default()
    };
    App::new(settings, env, streams)
}
