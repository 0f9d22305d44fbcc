//! `duty sandbox`, and the server behind `--sandbox`. The only file that knows what it is.

use std::path::PathBuf;

use duty_sandbox::{Options, Server, StateFile};
use tr::tr;

use crate::api::BaseUrl;
use crate::app::{App, StandIn};
use crate::args::sandbox::{Sandbox, Serve};
use crate::error::{Error, Exit, Kind};
use crate::keys::AppKey;
use crate::output::Tone;
use crate::paths::Paths;
use crate::terminal;

/// Do what was asked.
pub fn run(app: &mut App, command: &Sandbox) -> anyhow::Result<Exit> {
    match command {
        Sandbox::Serve(command) => serve(app, command),
        Sandbox::Reset => reset(app),
    }
}

/// The made-up account behind `--sandbox`: a server in this process, and the way to it.
///
/// # Errors
/// Where its state cannot be read or written.
pub fn start(app: &mut App) -> Result<StandIn, Error> {
    let server = serve_with(&app.paths, Options::default())?;
    app.out.note(&tr!(
        "Sandbox: a made-up account on this machine. Nothing here pages anyone."
    ));
    Ok(StandIn {
        base_url: BaseUrl::parse(&server.base_url())?,
        key: AppKey::parse(server.app_key(), "--sandbox")?,
        keep: Box::new(server),
    })
}

fn state_file(paths: &Paths) -> Result<PathBuf, Error> {
    Ok(paths.data()?.join("sandbox.json"))
}

fn serve_with(paths: &Paths, options: Options) -> Result<Server, Error> {
    let file = state_file(paths)?;
    Server::start(Options {
        // A file that exists keeps what it has: an account of another size is one of its own.
        state: match options.spaces {
            None => StateFile::Path(file.clone()),
            Some(_) => StateFile::Memory,
        },
        ..options
    })
    .map_err(|error| failed(&file, &error))
}

fn failed(file: &std::path::Path, error: &std::io::Error) -> Error {
    Error::new(
        Kind::Failed,
        tr!(
            "the sandbox cannot work with {0}: {1}",
            file.display(),
            error
        ),
    )
    .hint(tr!(
        "'duty sandbox reset' starts over; DUTY_DATA_DIR names another place"
    ))
}

fn serve(app: &mut App, command: &Serve) -> anyhow::Result<Exit> {
    if !command.listen.ip().is_loopback() {
        return Err(Error::usage(tr!(
            "the sandbox listens on this machine only; {0} is not a loopback address",
            command.listen
        ))
        .into());
    }
    let mut options = Options {
        addr: command.listen,
        spaces: command.spaces,
        ..Options::default()
    };
    if command.no_rate_limit {
        options.rate_limit = None;
    }
    let server = serve_with(&app.paths, options)?;
    if app.out.is_json() {
        app.out.json(&serde_json::json!({
            "base_url": server.base_url(),
            "app_key": server.app_key(),
        }))?;
    } else {
        app.out
            .line(&format!("export DUTY_BASE_URL={}", server.base_url()))?;
        app.out
            .line(&format!("export DUTY_APP_KEY={}", server.app_key()))?;
    }
    if let Some(count) = command.spaces {
        app.out.note(&tr!(
            "Serving a made-up account with {count} collaboration spaces, in memory; Ctrl-C ends it.",
            count
        ));
    } else {
        let file = state_file(&app.paths)?;
        app.out.note(&tr!(
            "Serving the made-up account of {0}; Ctrl-C ends it.",
            file.display()
        ));
    }
    terminal::wait_for_interrupt();
    drop(server);
    app.out.tell("", Tone::Plain);
    Ok(Exit::Done)
}

fn reset(app: &mut App) -> anyhow::Result<Exit> {
    let file = state_file(&app.paths)?;
    duty_sandbox::reset(&file).map_err(|error| failed(&file, &error))?;
    app.out.note(&tr!("The made-up account is as it was."));
    Ok(Exit::Done)
}
