//! Secrets of new keys whose place failed: each in a file of its own in the state directory, for its owner
//! only, until somebody has put it where it belongs.

use std::path::PathBuf;

use secrecy::ExposeSecret;
use secrecy::SecretString;

use crate::error::Error;
use crate::lenient::Id;
use crate::local::files;
use crate::local::keys::AppKey;
use crate::local::paths::Paths;

fn path(paths: &Paths, key: Id) -> Result<PathBuf, Error> {
    Ok(paths
        .state()?
        .join("undelivered-keys")
        .join(key.to_string()))
}

/// Keep the secret of this key; where it is then.
pub fn keep(paths: &Paths, id: Id, key: &AppKey) -> Result<PathBuf, Error> {
    let path = path(paths, id)?;
    let line = SecretString::from(format!("{}\n", key.expose()));
    files::write(&path, line.expose_secret().as_bytes())?;
    Ok(path)
}

/// Where the secret of this key is, if it is kept.
pub fn of(paths: &Paths, key: Id) -> Option<PathBuf> {
    let path = path(paths, key).ok()?;
    path.is_file().then_some(path)
}

/// The key is no more; its secret need not be kept.
pub fn forget(paths: &Paths, key: Id) {
    if let Ok(path) = path(paths, key) {
        // A secret that opens nothing does no harm where it stays.
        let _ = files::remove(&path);
    }
}
