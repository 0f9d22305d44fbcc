//! The stored key of a context: saved and read back, loaded, deleted and verified gone.
//!
//! Every function answers within [`DEADLINE`] plus what the disk takes. What can go wrong is told
//! apart by `Error::reason`; all of it is exit 4, and each has its next step.

use std::time::Duration;

use tr::tr;

pub use crate::error::KeyringFailure;
use crate::error::{Error, Kind};
use crate::local::keys::{AppKey, Place, file, keyring};
use crate::local::paths::Paths;
use crate::text::duty;

/// The keyring gets this long for what is asked of it.
pub const DEADLINE: Duration = Duration::from_secs(3);

/// Keep the key of this context there, in place of one that was there before, and read it back.
///
/// # Errors
/// `Key` with a [`KeyringFailure`] where the keyring does not do it; `Failed` where the file cannot be
/// written. After `TimedOut` it is not known whether the key is in the keyring.
pub fn save(paths: &Paths, context: &str, key: &AppKey, place: Place) -> Result<(), Error> {
    let found = match place {
        Place::Keyring => keyring::save(paths, context, key)?,
        Place::InsecureFile => {
            file::save(paths, context, key)?;
            file::load(paths, context)?
        }
    };
    if found.as_ref() == Some(key) {
        return Ok(());
    }
    Err(trouble(
        KeyringFailure::Wrong,
        tr!("the key was stored, but what was read back is not the key"),
    )
    .hint(tr!(
        "'{command}', then log in again",
        command = duty!("auth logout --context", context)
    )))
}

/// The key of this context.
///
/// # Errors
/// `Key` with a [`KeyringFailure`]: `Missing` where there is none.
pub fn load(paths: &Paths, context: &str, place: Place) -> Result<AppKey, Error> {
    let found = match place {
        Place::Keyring => keyring::load(paths, context)?,
        Place::InsecureFile => file::load(paths, context)?,
    };
    found.ok_or_else(|| {
        let message = match place {
            Place::Keyring => tr!("the keyring has no key of context {context}", context),
            Place::InsecureFile => tr!(
                "there is no file with the key of context {context}",
                context
            ),
        };
        trouble(KeyringFailure::Missing, message).hint(duty!("auth login --context", context))
    })
}

/// Delete the key of this context there; `false` where there was none. It is verified gone.
///
/// # Errors
/// As [`save`].
pub fn delete(paths: &Paths, context: &str, place: Place) -> Result<bool, Error> {
    match place {
        Place::Keyring => keyring::delete(paths, context),
        Place::InsecureFile => file::delete(paths, context),
    }
}

/// The file that an insecurely stored key is in.
///
/// # Errors
/// Where this user has no home directory.
pub fn insecure_file(paths: &Paths, context: &str) -> Result<std::path::PathBuf, Error> {
    file::path(paths, context)
}

pub(crate) fn trouble(trouble: KeyringFailure, message: impl Into<String>) -> Error {
    Error::new(Kind::Key, message).reason(trouble)
}
