//! The server of the made-up account, and the file that it is kept in.

use std::path::{Path, PathBuf};

use duty_sandbox::{Options, Server, StateFile};
use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::error::{Error, Kind};
use crate::local::keys::AppKey;
use crate::local::paths::Paths;
use crate::session::app::{App, StandIn};
use crate::text::duty;

/// The made-up account behind `--sandbox`: a server in this process, and the way to it.
pub fn start(app: &mut App) -> Result<StandIn, Error> {
    let server = serve_with(&app.paths, Options::default())?;
    app.out.done(&tr!(
        "Sandbox: a made-up account on this machine. Nothing here pages anyone."
    ));
    let (key_id, key) = server.usable_key();
    Ok(StandIn {
        key_id,
        base_url: BaseUrl::parse(&server.base_url())?,
        key: AppKey::parse(&key, "--sandbox")?,
        keep: Box::new(server),
    })
}

pub fn state_file(paths: &Paths) -> Result<PathBuf, Error> {
    Ok(paths.data()?.join("sandbox.json"))
}

pub fn serve_with(paths: &Paths, options: Options) -> Result<Server, Error> {
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

pub fn failed(file: &Path, error: &std::io::Error) -> Error {
    Error::new(
        Kind::Failed,
        tr!(
            "the sandbox cannot work with {0}: {1}",
            file.display(),
            error
        ),
    )
    .hint(tr!(
        "'{command}' starts over; DUTY_DATA_DIR names another place",
        command = duty!("sandbox reset")
    ))
}
