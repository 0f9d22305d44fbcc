//! Secrets of new keys whose place failed: each in a file of its own in the state directory, for its owner
//! only, until somebody has put it where it belongs.

use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use secrecy::SecretString;

use crate::domain::app_key::KeyInfo;
use crate::error::Error;
use crate::lenient::Id;
use crate::local::files;
use crate::local::key_memory::KeyMemory;
use crate::local::keys::AppKey;
use crate::local::paths::{Paths, of_server};

fn folder(paths: &Paths) -> Result<PathBuf, Error> {
    Ok(paths.state()?.join("undelivered-keys"))
}

/// What the names of those of this key begin with.
fn name(server: &str, key: Id) -> String {
    format!("{}.{key}", of_server(server))
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

/// Keep the secret of this key, in this room where there is some; where it is then. The number of a key is its own on one
/// server only, and another one may be reached by the same address: what is there stays.
pub fn keep(
    paths: &Paths,
    server: &str,
    id: Id,
    key: &AppKey,
    room: Option<Room>,
) -> Result<PathBuf, Error> {
    let folder = folder(paths)?;
    let line = SecretString::from(format!("{}\n", key.expose()));
    let line = line.expose_secret().as_bytes();
    let fill = |room: files::Room| {
        let first = name(server, id);
        let more = (2_u64..).map(|nth| format!("{first}-{nth}"));
        let names = std::iter::once(first.clone()).chain(more);
        room.fill(&mut names.map(|name| folder.join(name)), line)
    };
    // What stands in the way of the one may let the other through.
    if let Some(kept) = room.and_then(|Room(room)| fill(room).ok()) {
        return Ok(kept);
    }
    fill(files::Room::take(&folder)?).map_err(|error| files::cannot_write(&folder, &error))
}

/// A secret that is kept under the number of a key.
#[derive(Debug)]
pub struct Kept {
    pub path: PathBuf,
    /// Whether it is that of this key, and not of another server's.
    pub is_its: bool,
}

/// Those that are kept under the number of this key.
pub fn of(paths: &Paths, server: &str, key: &KeyInfo) -> Vec<Kept> {
    let memory = KeyMemory::of(paths);
    let first = name(server, key.key_id);
    let found = folder(paths).and_then(|folder| files::list(&folder, &first));
    let mut found = found.unwrap_or_default();
    found.retain(|path| is_numbered(path, &first) && path.is_file());
    found.sort();
    let kept = found.into_iter().map(|path| {
        let secret = files::read_text(&path, files::MIB).ok().flatten();
        let secret = secret.map(|text| AppKey::as_made(text.trim_end_matches('\n')));
        Kept {
            is_its: secret.is_some_and(|secret| memory.is_made(server, key, &secret)),
            path,
        }
    });
    kept.collect()
}

/// Whether this is a file of the key, and not of one whose number begins alike.
fn is_numbered(path: &Path, first: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let rest = name.and_then(|name| name.strip_prefix(first));
    rest.is_some_and(|rest| {
        let nth = rest.strip_prefix('-');
        rest.is_empty() || nth.is_some_and(|nth| nth.parse::<u64>().is_ok())
    })
}

/// The key is no more; its secret need not be kept. What stays may be another server's.
pub fn forget(paths: &Paths, server: &str, key: &KeyInfo) -> Vec<PathBuf> {
    let mut left = Vec::new();
    for kept in of(paths, server, key) {
        match kept.is_its {
            // A secret that opens nothing does no harm where it stays.
            true => drop(files::remove(&kept.path)),
            false => left.push(kept.path),
        }
    }
    left
}
