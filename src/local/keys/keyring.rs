//! The operating system's keyring: Secret Service, Keychain, Credential Manager. One entry a
//! context; every call on a thread of its own, because a keyring may wait for a password for ever.
//!
//! Errors of the store are shown by `Display` only: their `Debug` may have the secret in it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use keyring::api::CredentialStore;
use keyring::{Entry, Error as StoreError};
use secrecy::{ExposeSecret, SecretString};
use tr::tr;

use crate::error::{Error, KeyringFailure, Kind};
use crate::local::files;
use crate::local::interruption;
use crate::local::keys::app_key::AppKey;
use crate::local::paths::{Paths, Wait};
use crate::text::duty;

/// What entries are found by, beside [`Paths::key_name`].
const SERVICE: &str = "duty";
const CONFIG: &str = "config.toml";
/// So long after a signal the keyring may still answer, and at least so long each time that it is asked.
const GRACE: Duration = Duration::from_secs(1);
const LEAST: Duration = Duration::from_millis(300);
/// The attribute that has the folder of the `config.toml` that an entry is of.
const OWNER: &str = "config";

/// Keep the key, and read what is there then.
pub fn save(paths: &Paths, context: &str, key: &AppKey) -> Result<Option<AppKey>, Error> {
    let secret = key.clone();
    ask_key(
        paths,
        context,
        paths.key_name(context),
        move |entry, folder| put(entry, folder, &secret),
    )
}

/// The key; `None` where there is none.
pub fn load(paths: &Paths, context: &str) -> Result<Option<AppKey>, Error> {
    let name = paths.key_name(context);
    let found = ask_key(paths, context, name, |entry, folder| {
        check_owner(entry, folder)?;
        read(entry)
    })?;
    match given_by_name(paths, context) {
        true if found.is_none() => ask_key(paths, context, context.to_owned(), given),
        _ => Ok(found),
    }
}

/// What another program has put there by the name of the context is for whoever asks by that name; what the home has
/// put there whose folder this is, too.
fn given_by_name(paths: &Paths, context: &str) -> bool {
    cfg!(target_os = "linux") && paths.key_name(context) != context
}

fn given(entry: &Entry, folder: &str) -> Result<Option<SecretString>, StoreError> {
    let found = read(entry)?;
    match owner(entry)? {
        Some(owner) if owner != folder => Ok(None),
        _ => Ok(found),
    }
}

/// Delete every entry of this context; whether there was one. None is there afterwards. Where `config.toml` says that it is
/// there, that of a folder which is gone is this one's, moved.
pub fn delete(paths: &Paths, context: &str, is_named: bool) -> Result<bool, Error> {
    let name = paths.key_name(context);
    let take = move |entry: &Entry, folder: &str| match owner(entry) {
        Ok(Some(owner)) if owner != folder && !is_named => Ok((false, false)),
        _ => take_away(entry, folder),
    };
    let (was_there, mut is_there) = ask(paths, context, name, take)?;
    if is_named && !was_there && given_by_name(paths, context) {
        is_there = ask_key(paths, context, context.to_owned(), given)?.is_some();
    }
    if is_there {
        return Err(refused(
            KeyringFailure::Wrong,
            tr!(
                "the keyring still has the key of context {context} after it was deleted",
                context
            ),
        )
        .hint(tr!("delete it in the keyring's own program")));
    }
    Ok(was_there)
}

/// What is there then.
fn put(entry: &Entry, folder: &str, key: &AppKey) -> Result<Option<SecretString>, StoreError> {
    match check_owner(entry, folder) {
        // Another program made a second one: neither is the key from here on.
        Err(StoreError::Ambiguous(entries)) => delete_own(&entries, folder)?,
        checked => checked?,
    }
    entry.set_password(key.expose())?;
    // A keyring without such marks still keeps the key.
    let _ = entry.update_attributes(&HashMap::from([(OWNER, folder)]));
    read(entry)
}

/// One keyring may serve several homes: what a `config.toml` that is still there has put under this name is not this
/// one's. Not every keyring tells.
fn check_owner(entry: &Entry, folder: &str) -> Result<(), StoreError> {
    match owner(entry)? {
        Some(owner) if owner != folder && Path::new(&owner).join(CONFIG).exists() => {
            Err(StoreError::Invalid(OWNER.to_owned(), owner))
        }
        _ => Ok(()),
    }
}

/// The folder that it is of, where the keyring tells. One that was moved may be reached by its earlier name.
fn owner(entry: &Entry) -> Result<Option<String>, StoreError> {
    let mut attributes = match entry.get_attributes() {
        Err(StoreError::NoEntry | StoreError::NotSupportedByStore(_)) => return Ok(None),
        attributes => attributes?,
    };
    let settled = |owner: String| {
        let owner = files::settled(Path::new(&owner));
        owner.to_string_lossy().into_owned()
    };
    Ok(attributes.remove(OWNER).map(settled))
}

/// Whether there was one of this `config.toml`, and whether there still is.
fn take_away(entry: &Entry, folder: &str) -> Result<(bool, bool), StoreError> {
    let was_there = match check_owner(entry, folder).and_then(|()| entry.delete_credential()) {
        Ok(()) => true,
        Err(StoreError::NoEntry) => false,
        Err(StoreError::Ambiguous(entries)) => {
            delete_own(&entries, folder)?;
            true
        }
        Err(StoreError::Invalid(name, _)) if name == OWNER => return Ok((false, false)),
        Err(error) => return Err(error),
    };
    Ok((was_there, read(entry)?.is_some()))
}

fn delete_own(entries: &[Entry], folder: &str) -> Result<(), StoreError> {
    let own = |entry: &&Entry| check_owner(entry, folder).is_ok();
    entries
        .iter()
        .filter(own)
        .try_for_each(Entry::delete_credential)
}

fn read(entry: &Entry) -> Result<Option<SecretString>, StoreError> {
    match entry.get_password() {
        Ok(text) => Ok(Some(SecretString::from(text))),
        Err(StoreError::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

fn ask_key(
    paths: &Paths,
    context: &str,
    name: String,
    question: impl FnOnce(&Entry, &str) -> Result<Option<SecretString>, StoreError> + Send + 'static,
) -> Result<Option<AppKey>, Error> {
    let found = ask(paths, context, name, question)?;
    let from = tr!("the keyring, context {context}", context);
    found
        .map(|text| AppKey::parse(text.expose_secret(), &from))
        .transpose()
}

/// Ask the keyring on a thread of its own, and not for longer than the deadline.
fn ask<T: Send + 'static>(
    paths: &Paths,
    context: &str,
    name: String,
    question: impl FnOnce(&Entry, &str) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Error> {
    if has_no_bus(paths) {
        return Err(refused(
            KeyringFailure::Unavailable,
            tr!(
                "there is no keyring to ask: this session has no D-Bus (DBUS_SESSION_BUS_ADDRESS is not set, and there is no bus in XDG_RUNTIME_DIR)"
            ),
        ));
    }
    let context = context.to_owned();
    let folder = files::settled(&paths.config()?);
    let folder = folder.to_string_lossy().into_owned();
    let _told = paths.wait_for(Wait::Keyring);
    within(paths.keyring_timeout, move || {
        entry(&name, &context).and_then(|entry| question(&entry, &folder))
    })
}

/// On Linux the keyring is asked over D-Bus.
fn has_no_bus(paths: &Paths) -> bool {
    cfg!(target_os = "linux") && !paths.has_session_bus()
}

/// The answer, or that it is late. A thread that waits for ever ends with the process.
fn within<T: Send + 'static>(
    deadline: Duration,
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Error> {
    let began = Instant::now();
    let (tell, answer) = mpsc::channel();
    let asked = thread::Builder::new()
        .name("keyring".into())
        .spawn(move || {
            // Nobody listens any more where the answer is late.
            let _ = tell.send(work());
        });
    if let Err(error) = asked {
        return Err(refused(
            KeyringFailure::Unavailable,
            tr!("the keyring could not be asked: {0}", error),
        ));
    }
    let until = Instant::now() + deadline;
    // A keyring that works answers soon, also after a signal: what it has to keep or to give is worth the wait.
    let until = || {
        interruption::since().map_or(until, |since| until.min((since + GRACE).max(began + LEAST)))
    };
    match interruption::receive(&answer, until) {
        Ok(Ok(answer)) => Ok(answer),
        // libdbus waits less long than duty may.
        Ok(Err(StoreError::PlatformFailure(why))) if is_late(&why.to_string()) => {
            Err(late(began.elapsed()))
        }
        Ok(Err(error)) => Err(described(&error)),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(match interruption::came() {
            true => cut_off(),
            false => late(deadline),
        }),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(refused(
            KeyringFailure::Unavailable,
            tr!("the keyring failed: {0}", NAME),
        )),
    }
}

fn entry(name: &str, context: &str) -> Result<Entry, StoreError> {
    let store = open()?;
    if cfg!(target_os = "linux") {
        let label = format!("duty: APP key of context {context}");
        let modifiers = HashMap::from([("label", label.as_str())]);
        return store.build(SERVICE, name, Some(&modifiers));
    }
    store.build(SERVICE, name, None)
}

#[cfg(target_os = "linux")]
const NAME: &str = "Secret Service (org.freedesktop.secrets)";
#[cfg(target_os = "macos")]
const NAME: &str = "Keychain";
#[cfg(target_os = "windows")]
const NAME: &str = "Credential Manager";
#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
const NAME: &str = "none on this system";

#[cfg(target_os = "linux")]
fn open() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn open() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
fn open() -> Result<Arc<CredentialStore>, StoreError> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
fn open() -> Result<Arc<CredentialStore>, StoreError> {
    Err(StoreError::NoDefaultStore)
}

/// What the store said.
fn described(error: &StoreError) -> Error {
    let (what, message) = match error {
        StoreError::NoStorageAccess(why) => (
            KeyringFailure::Locked,
            tr!(
                "the keyring ({0}) is locked, and was not unlocked: {1}",
                NAME,
                why
            ),
        ),
        StoreError::PlatformFailure(why) => (
            KeyringFailure::Unavailable,
            tr!("there is no keyring to ask ({0}): {1}", NAME, why),
        ),
        StoreError::BadEncoding(_) | StoreError::BadDataFormat(..) => (
            KeyringFailure::Wrong,
            tr!("what the keyring has for this context is not a key"),
        ),
        StoreError::Ambiguous(_) => (
            KeyringFailure::Wrong,
            tr!("the keyring has several entries for this context"),
        ),
        StoreError::Invalid(name, folder) if name == OWNER => {
            return Error::new(
                Kind::Key,
                tr!("the keyring's key of this name is that of {folder}", folder = Path::new(folder).join(CONFIG).display()),
            )
            .reason(KeyringFailure::Wrong)
            .hint(tr!("give the context another name here, or name the folder of that key in DUTY_CONFIG_DIR"));
        }
        other => (
            KeyringFailure::Unavailable,
            tr!("the keyring ({0}) failed: {1}", NAME, other),
        ),
    };
    refused(what, message)
}

fn is_late(why: &str) -> bool {
    ["NoReply", "Timeout", "TimedOut", "Did not receive a reply"]
        .iter()
        .any(|word| why.contains(word))
}

fn late(after: Duration) -> Error {
    let seconds = after.as_secs();
    refused(
        KeyringFailure::TimedOut,
        tr!(
            "the keyring ({0}) gave no answer within {1} seconds; it may be locked and wait for its password",
            NAME,
            seconds
        ),
    )
}

/// An interrupt came before an answer did.
fn cut_off() -> Error {
    Error {
        kind: Kind::Interrupted,
        message: tr!("interrupted while the keyring ({0}) was asked", NAME),
        ..late(GRACE)
    }
}

fn refused(why: KeyringFailure, message: String) -> Error {
    let hint = match why {
        KeyringFailure::Wrong => tr!(
            "'{logout}', then '{login}'",
            logout = duty!("auth logout"),
            login = duty!("auth login")
        ),
        _ => tr!(
            "unlock the keyring; or set DUTY_APP_KEY; or keep the key in a file with '{command}'",
            command = duty!("auth login --insecure-storage")
        ),
    };
    Error::new(Kind::Key, message).reason(why).hint(hint)
}

#[cfg(test)]
mod tests;
