//! The way out where there is no keyring: a file in clear text that only its owner may read. It is
//! called insecure wherever it is named.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use tr::tr;

use crate::error::{Error, KeyringFailure, Kind};
use crate::local::files;
use crate::local::keys::app_key::AppKey;
use crate::local::paths::Paths;

/// Where it is. Not beside `config.toml`: that one is put under version control by some.
pub fn path(paths: &Paths, context: &str) -> Result<PathBuf, Error> {
    Ok(paths
        .data()?
        .join("insecure-keys")
        .join(paths.key_name(context)))
}

/// Write it.
pub fn save(paths: &Paths, context: &str, key: &AppKey) -> Result<(), Error> {
    files::write(&path(paths, context)?, key.expose().as_bytes())
}

/// Read it; `None` where there is none.
pub fn load(paths: &Paths, context: &str) -> Result<Option<AppKey>, Error> {
    let path = path(paths, context)?;
    let shown = path.display().to_string();
    let read = files::read_text(&path, files::MIB).map_err(|error| Error {
        kind: Kind::Key,
        ..error.reason(KeyringFailure::Wrong)
    })?;
    let Some(text) = read.map(SecretString::from) else {
        return Ok(None);
    };
    if is_shared(&path) {
        return Err(Error::new(
            Kind::Key,
            tr!("{shown} holds a key, and others may read it", shown),
        )
        .reason(KeyringFailure::Wrong)
        .hint(tr!(
            "if nobody has: chmod 600 {shown}; otherwise make a new key, and delete this one",
            shown
        )));
    }
    AppKey::parse(text.expose_secret(), &shown).map(Some)
}

/// What others may read is not a secret any more.
fn is_shared(path: &Path) -> bool {
    #[cfg(unix)]
    return path.metadata().is_ok_and(|about| {
        std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
    });
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Delete it; whether there was one.
pub fn delete(paths: &Paths, context: &str) -> Result<bool, Error> {
    files::remove(&path(paths, context)?)
}
