//! What happens around the server without a request: a phone scans a bind code, a person reads the
//! verification codes that were sent, somebody starts over.

use std::io::{self, ErrorKind};
use std::path::Path;

use serde_json::Value;

use crate::clock::Clock;
use crate::names::{ACCOUNT, ZHANG_SAN};
use crate::options::StateFile;
use crate::state::{BoundDevice, State, seconds};
use crate::store::{self, Store};
use crate::verify;

/// A phone that was bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Whose it is.
    pub person_id: u64,
    /// As `device_list` shows it.
    pub device_id: String,
    /// As `device_list` shows it.
    pub device_name: String,
    /// As `device_list` shows it.
    pub os_version: String,
    /// Unix seconds.
    pub bound_at: u64,
}

/// A verification code that was "sent".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Unix seconds.
    pub at: u64,
    /// Who asked for it.
    pub person_id: u64,
    /// `email`, `phone` or `totp`.
    pub device: String,
    /// The whole address; empty for `totp`.
    pub to: String,
    /// The address as a server would show it; for `totp` the name of the person.
    pub to_masked: String,
    /// The six digits.
    pub code: String,
    /// Unix seconds.
    pub expires_at: u64,
    /// A code is good once.
    pub used: bool,
}

/// Plays the phone: binds a new device with a code that is alive, the newest one unless `code` names
/// the content of another.
///
/// # Errors
///
/// Where there is no such code, where it has expired, or where the state cannot be used. An account
/// in memory is only reached through [`crate::Server::scan`].
pub fn scan(file: &StateFile, code: Option<&str>, name: &str, os: &str) -> io::Result<Device> {
    on_disk(file)?.update(|state| scan_in(state, Clock::System.now(), code, name, os))?
}

/// The verification codes that were sent, oldest first, and last the one-time passwords that
/// `Flashcat-Mfa-Device: totp` takes right now, one for each person with a key of their own.
///
/// # Errors
///
/// Where the state cannot be used. An account in memory is only reached through
/// [`crate::Server::outbox`].
pub fn outbox(file: &StateFile) -> io::Result<Vec<Mail>> {
    on_disk(file)?.update(|state| outbox_in(state, Clock::System.now()))
}

/// Starts over: the next to use this file finds the account as new. It also works on a file that
/// cannot be read.
///
/// # Errors
///
/// Where the file cannot be removed.
pub fn reset(path: &Path) -> io::Result<()> {
    store::remove(path)
}

pub(crate) fn on_disk(file: &StateFile) -> io::Result<Store> {
    match file {
        StateFile::Path(_) => Store::open(file, None),
        StateFile::Memory => Err(io::Error::new(
            ErrorKind::InvalidInput,
            "a sandbox in memory is reached through its server only",
        )),
    }
}

pub(crate) fn scan_in(
    state: &mut State,
    now: u64,
    code: Option<&str>,
    name: &str,
    os: &str,
) -> io::Result<Device> {
    let known = state
        .bind_codes
        .iter()
        .rposition(|c| code.is_none_or(|content| c.content == content));
    let Some(at) = known else {
        return Err(io::Error::new(
            ErrorKind::NotFound,
            "there is no such bind code, or it was used; `duty device bind` makes one",
        ));
    };
    if state.bind_codes[at].expires_at <= now {
        return Err(io::Error::new(
            ErrorKind::TimedOut,
            "the bind code has expired; `duty device bind` makes a new one",
        ));
    }
    let code = state.bind_codes.remove(at);
    let device = Device {
        person_id: code.person_id,
        device_id: format!("dev_{:016x}", fastrand::u64(..)),
        device_name: name.to_owned(),
        os_version: os.to_owned(),
        bound_at: now,
    };
    state.devices.push(BoundDevice {
        person_id: device.person_id,
        device_id: device.device_id.clone(),
        device_name: device.device_name.clone(),
        os_version: device.os_version.clone(),
        bound_at: Value::from(now),
        stale: false,
    });
    Ok(device)
}

pub(crate) fn outbox_in(state: &State, now: u64) -> Vec<Mail> {
    let sent = state.outbox.iter().map(|mail| Mail {
        at: mail.at,
        person_id: mail.person_id,
        device: mail.device.clone(),
        to: mail.to.clone(),
        to_masked: mail.to_masked.clone(),
        code: mail.code.clone(),
        expires_at: mail.expires_at,
        used: mail.used,
    });
    let mut persons: Vec<u64> = state.app_keys.iter().map(|key| key.person_id).collect();
    // The two whom a newcomer acts as come first.
    persons.sort_by_key(|id| (*id != ZHANG_SAN, *id != ACCOUNT, *id));
    persons.dedup();
    let passwords = persons.into_iter().map(|person| {
        let step = now / 30;
        Mail {
            at: step * 30,
            person_id: person,
            device: "totp".to_owned(),
            to: String::new(),
            to_masked: state.member(person).map_or_else(
                || state.account.account_name.clone(),
                |m| m.member_name.clone(),
            ),
            code: verify::totp(person, now),
            expires_at: (step + 1) * 30,
            used: state
                .verification
                .get(&person)
                .is_some_and(|a| a.totp_step >= step),
        }
    });
    sent.chain(passwords).collect()
}

/// Expired codes are of no use to anybody, but stay a while so that scanning one says what is wrong.
pub(crate) fn forget_old_codes(state: &mut State, now: u64) {
    state
        .bind_codes
        .retain(|c| c.expires_at.saturating_add(3600) > now);
}

/// When a device was bound, for sorting.
pub(crate) fn bound_at(device: &BoundDevice) -> i128 {
    seconds(&device.bound_at)
}
