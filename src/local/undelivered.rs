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

/// Two servers may count their keys alike.
fn path(paths: &Paths, server: &str, key: Id) -> Result<PathBuf, Error> {
    let folder = paths.state()?.join("undelivered-keys");
    Ok(folder.join(format!("{}.{key}", of_server(server))))
}

/// Keep the secret of this key; where it is then.
pub fn keep(paths: &Paths, server: &str, id: Id, key: &AppKey) -> Result<PathBuf, Error> {
    let path = path(paths, server, id)?;
    let line = SecretString::from(format!("{}\n", key.expose()));
    files::write(&path, line.expose_secret().as_bytes())?;
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
