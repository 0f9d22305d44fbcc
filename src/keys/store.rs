//! The stored key of a context: saved and read back, loaded, deleted and verified gone.
//!
//! Every function answers within [`DEADLINE`] plus what the disk takes. What can go wrong is told
//! apart by [`Trouble::of`]; all of it is exit 4, and each has its next step.

use std::time::Duration;

use tr::tr;

use super::{AppKey, Place, file, keyring};
use crate::error::{Error, Kind};
use crate::paths::Paths;

/// The keyring gets this long for what is asked of it.
pub const DEADLINE: Duration = Duration::from_secs(3);

/// Why the store did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no keyring in this session, or it failed.
    Unavailable,
    /// There is a keyring, and it is locked.
    Locked,
    /// The keyring did not answer in time; it may be locked and wait for a password.
    TimedOut,
    /// There is no key of this context in it.
    Missing,
    /// What it holds is not a key, or not the one that was saved.
    Wrong,
}

impl Trouble {
    const ALL: [Trouble; 5] = [
        Trouble::Unavailable,
        Trouble::Locked,
        Trouble::TimedOut,
        Trouble::Missing,
        Trouble::Wrong,
    ];

    /// The word for it in JSON (`error.code`).
    pub const fn word(self) -> &'static str {
        match self {
            Trouble::Unavailable => "keyring_unavailable",
            Trouble::Locked => "keyring_locked",
            Trouble::TimedOut => "keyring_timeout",
            Trouble::Missing => "key_missing",
            Trouble::Wrong => "key_unreadable",
        }
    }

    /// Which of these an error of this module is.
    pub fn of(error: &Error) -> Option<Trouble> {
        Trouble::ALL
            .into_iter()
            .find(|trouble| error.reason == Some(trouble.word()))
    }

    /// Whether it is the keyring itself that is in the way.
    pub const fn is_of_keyring(self) -> bool {
        matches!(
            self,
            Trouble::Unavailable | Trouble::Locked | Trouble::TimedOut
        )
    }
}

/// Keep the key of this context there, in place of one that was there before, and read it back.
///
/// # Errors
/// `Key` with a [`Trouble`] where the keyring does not do it; `Failed` where the file cannot be
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
        Trouble::Wrong,
        tr!("the key was stored, but what was read back is not the key"),
    )
    .hint(tr!(
        "'duty auth logout --context {context}', then log in again",
        context
    )))
}

/// The key of this context.
///
/// # Errors
/// `Key` with a [`Trouble`]: `Missing` where there is none.
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
        trouble(Trouble::Missing, message).hint(tr!("duty auth login --context {context}", context))
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

pub(super) fn trouble(trouble: Trouble, message: impl Into<String>) -> Error {
    Error::new(Kind::Key, message).reason(trouble.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn troubles_are_told_apart() {
        for one in Trouble::ALL {
            assert_eq!(Trouble::of(&trouble(one, "x")), Some(one));
        }
        assert_eq!(Trouble::of(&Error::new(Kind::Key, "x")), None);
    }
}
