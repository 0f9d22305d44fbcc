//! The way out where there is no keyring: a file in clear text that only its owner may read. It is
//! called insecure wherever it is named.

use std::path::PathBuf;

use tr::tr;

use crate::error::{Error, Kind};
use crate::local::keys::AppKey;
use crate::local::keys::store::{KeyringFailure, trouble};
use crate::local::paths::{Paths, write_private};

/// Where it is. Not beside `config.toml`: that one is put under version control by some.
pub fn path(paths: &Paths, context: &str) -> Result<PathBuf, Error> {
    Ok(paths.data()?.join("insecure-keys").join(context))
}

/// Write it.
pub fn save(paths: &Paths, context: &str, key: &AppKey) -> Result<(), Error> {
    write_private(&path(paths, context)?, key.expose().as_bytes())
}

/// Read it; `None` where there is none.
pub fn load(paths: &Paths, context: &str) -> Result<Option<AppKey>, Error> {
    let path = path(paths, context)?;
    let shown = path.display();
    match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(trouble(
            KeyringFailure::Wrong,
            tr!("cannot read {0}: {1}", shown, error),
        )),
        Ok(text) => {
            let text = secrecy::SecretString::from(text);
            refuse_shared(&path)?;
            let text = secrecy::ExposeSecret::expose_secret(&text);
            AppKey::parse(text, &shown.to_string()).map(Some)
        }
    }
}

/// What others may read is not a secret any more.
fn refuse_shared(path: &std::path::Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let shared = std::fs::metadata(path)
            .is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0);
        if shared {
            let shown = path.display();
            return Err(trouble(
                KeyringFailure::Wrong,
                tr!("{shown} holds a key, and others may read it", shown),
            )
            .hint(tr!(
                "if nobody has: chmod 600 {shown}; otherwise make a new key, and delete this one",
                shown
            )));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Delete it; whether there was one.
pub fn delete(paths: &Paths, context: &str) -> Result<bool, Error> {
    let path = path(paths, context)?;
    match std::fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::new(
            Kind::Failed,
            tr!("cannot delete {0}: {1}", path.display(), error),
        )),
    }
}
