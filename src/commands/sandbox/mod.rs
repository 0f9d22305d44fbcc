//! `duty sandbox`, and the server behind `--sandbox`. The only file that knows what it is.

mod outbox;
mod reset;
mod scan;
mod serve;

use std::path::PathBuf;

use clap::Subcommand;
use duty_sandbox::{Options, Server, StateFile};
use tr::tr;

use crate::commands::examples::Examples;
use crate::domain::base_url::BaseUrl;
use crate::error::{Error, Exit, Kind};
use crate::local::keys::AppKey;
use crate::local::paths::Paths;
use crate::session::app::{App, StandIn};

#[derive(Debug, Subcommand)]
pub enum Sandbox {
    /// Serve the made-up account on this machine until Ctrl-C, for other programs
    ///
    /// Prints the lines to export, so that duty, the vendor's CLI or a script talk to it.
    Serve(serve::Serve),
    /// Play the phone: scan the code that 'device bind --sandbox' shows
    ///
    /// Binds a phone with the newest code of the made-up account, while another process waits for it.
    Scan(scan::Scan),
    /// Show the verification codes that were "sent", and what each authenticator app shows now
    Outbox,
    /// Forget every change and start over with the account as it was
    Reset,
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[
    serve::EXAMPLES,
    outbox::EXAMPLES,
    reset::EXAMPLES,
    scan::EXAMPLES,
];

pub fn run(app: &mut App, command: &Sandbox) -> anyhow::Result<Exit> {
    match command {
        Sandbox::Serve(command) => serve::run(app, command),
        Sandbox::Outbox => outbox::run(app),
        Sandbox::Scan(command) => scan::run(app, command),
        Sandbox::Reset => reset::run(app),
    }
}

/// The made-up account behind `--sandbox`: a server in this process, and the way to it.
///
/// # Errors
/// Where its state cannot be read or written.
pub fn start(app: &mut App) -> Result<StandIn, Error> {
    let server = serve_with(&app.paths, Options::default())?;
    // With JSON, stderr is for an error that a program can read.
    if !app.out.is_json() {
        app.out.note(&tr!(
            "Sandbox: a made-up account on this machine. Nothing here pages anyone."
        ));
    }
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
