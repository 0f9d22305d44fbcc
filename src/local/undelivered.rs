//! Secrets of new keys whose place failed: each in a file of its own in the state directory, for its owner
//! only, until somebody has put it where it belongs.

use std::path::PathBuf;

use secrecy::ExposeSecret;
use secrecy::SecretString;

use crate::error::Error;
use crate::lenient::Id;
use crate::local::files;
use crate::local::keys::AppKey;
use crate::local::paths::{Paths, of_server};

fn folder(paths: &Paths) -> Result<PathBuf, Error> {
    Ok(paths.state()?.join("undelivered-keys"))
}

/// Two servers may count their keys alike.
fn path(paths: &Paths, server: &str, key: Id) -> Result<PathBuf, Error> {
    Ok(folder(paths)?.join(format!("{}.{key}", of_server(server))))
}

/// Room for one of them, taken before there is a key: a disk that is full then says so while nothing is lost yet.
#[derive(Debug)]
pub struct Room(files::Room);

impl Room {
    /// Take it; where it is not used, it is given back.
    pub fn take(paths: &Paths) -> Result<Room, Error> {
        files::Room::take(&folder(paths)?).map(Room)
    }
}

/// Keep the secret of this key, in this room where there is some; where it is then.
pub fn keep(
    paths: &Paths,
    server: &str,
    id: Id,
    key: &AppKey,
    room: Option<Room>,
) -> Result<PathBuf, Error> {
    let path = path(paths, server, id)?;
    let line = SecretString::from(format!("{}\n", key.expose()));
    let line = line.expose_secret().as_bytes();
    // What stands in the way of the one may let the other through.
    let kept = room.is_some_and(|Room(room)| room.fill(&path, line).is_ok());
    if !kept {
        files::write(&path, line)?;
    }
    Ok(path)
}

/// Where the secret of this key is, if it is kept.
pub fn of(paths: &Paths, server: &str, key: Id) -> Option<PathBuf> {
    let path = path(paths, server, key).ok()?;
    path.is_file().then_some(path)
}

/// The key is no more; its secret need not be kept.
pub fn forget(paths: &Paths, server: &str, key: Id) {
    if let Ok(path) = path(paths, server, key) {
        // A secret that opens nothing does no harm where it stays.
        let _ = files::remove(&path);
    }
}
