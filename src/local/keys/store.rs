//! The stored key of a context: saved and read back, loaded, deleted and verified gone.
//!
//! Every function answers within [`Paths::keyring_timeout`] plus what the disk takes. What can go wrong is told
//! apart by `Error::reason`; all of it is exit 4, and each has its next step.

use tr::tr;

pub use crate::error::KeyringFailure;
use crate::error::{Error, Kind};
use crate::local::key_store::KeyStore;
use crate::local::keys::app_key::AppKey;
use crate::local::keys::{file, keyring};
use crate::local::paths::Paths;
use crate::text::duty;

/// Keep the key of this context there, in place of one that was there before, and read it back. After
/// `TimedOut` it is not known whether the key is in the keyring.
pub fn save(paths: &Paths, context: &str, key: &AppKey, key_store: KeyStore) -> Result<(), Error> {
    let found = match key_store {
        KeyStore::Keyring => keyring::save(paths, context, key)?,
        KeyStore::InsecureFile => {
            file::save(paths, context, key)?;
            file::load(paths, context)?
        }
    };
    if found.as_ref() == Some(key) {
        return Ok(());
    }
    Err(Error::new(
        Kind::Key,
        tr!("the key was stored, but what was read back is not the key"),
    )
    .reason(KeyringFailure::Wrong)
    .hint(tr!(
        "'{command}', then log in again",
        command = duty!("auth logout --context", context)
    )))
}

/// The key of this context.
pub fn load(paths: &Paths, context: &str, key_store: KeyStore) -> Result<AppKey, Error> {
    let found = match key_store {
        KeyStore::Keyring => keyring::load(paths, context)?,
        KeyStore::InsecureFile => file::load(paths, context)?,
    };
    found.ok_or_else(|| {
        let message = match key_store {
            KeyStore::Keyring => tr!("the keyring has no key of context {context}", context),
            KeyStore::InsecureFile => tr!(
                "there is no file with the key of context {context}",
                context
            ),
        };
        Error::new(Kind::Key, message)
            .reason(KeyringFailure::Missing)
            .hint(key_store.login(context))
    })
}

/// Delete the key of this context there; `false` where there was none. It is verified gone. `is_named`: `config.toml` says
/// that it is there.
pub fn delete(
    paths: &Paths,
    context: &str,
    key_store: KeyStore,
    is_named: bool,
) -> Result<bool, Error> {
    match key_store {
        KeyStore::Keyring => keyring::delete(paths, context, is_named),
        KeyStore::InsecureFile => file::delete(paths, context),
    }
}

/// Something that is no key, to see whether a store takes one.
pub fn sample() -> AppKey {
    AppKey::as_made("duty-tries-whether-this-works")
}

/// The name under which a context's next key waits until it is proven; no context can have it.
pub fn slot_of(context: &str) -> String {
    format!("{context}+new")
}

/// The file that an insecurely stored key is in.
pub fn insecure_file(paths: &Paths, context: &str) -> Result<std::path::PathBuf, Error> {
    file::path(paths, context)
}

#[cfg(test)]
mod tests;
