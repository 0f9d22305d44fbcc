//! Verification codes: sending one, proving one, and the lockout after too many wrong ones.
//!
//! The rules: six digits, valid for five minutes, good once; five wrong ones in ten minutes lock the
//! guarded operations of that person for ten minutes.

use axum::http::HeaderMap;

use crate::contact;
use crate::error::{ApiError, Result};
use crate::state::{SentCode, State};

const WINDOW: u64 = 600;
const LOCK: u64 = 600;
const WRONG_ALLOWED: usize = 5;
/// Older mail is dropped, so that the state does not grow for ever.
const OUTBOX_KEEPS: usize = 100;

/// What a code has to prove.
pub(crate) enum Proof<'a> {
    /// That the caller is who the key says: any of the caller's devices will do.
    Caller,
    /// That the caller reads what is sent to this new address.
    Address { device: &'a str, to: &'a str },
}

/// Puts a new code in the outbox.
pub(crate) fn send(state: &mut State, person: u64, device: &str, to: &str, now: u64, ttl: u64) {
    let to_masked = if device == "phone" {
        contact::mask_phone(to)
    } else {
        contact::mask_email(to)
    };
    state.outbox.push(SentCode {
        at: now,
        person_id: person,
        device: device.to_owned(),
        to: to.to_owned(),
        to_masked,
        code: format!("{:06}", fastrand::u32(0..1_000_000)),
        expires_at: now.saturating_add(ttl),
        used: false,
    });
    let surplus = state.outbox.len().saturating_sub(OUTBOX_KEEPS);
    state.outbox.drain(..surplus);
}

/// Lets a guarded operation go on, and uses the code up.
pub(crate) fn require(
    state: &mut State,
    person: u64,
    headers: &HeaderMap,
    proof: &Proof<'_>,
    now: u64,
) -> Result<()> {
    let attempts = state.verification.entry(person).or_default();
    if attempts.locked_until > now {
        return Err(ApiError::locked());
    }
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .map(str::trim)
    };
    let (Some(code), Some(device)) = (header("Flashcat-Mfa-Code"), header("Flashcat-Mfa-Device"))
    else {
        return Err(ApiError::verify(
            "this needs a verification code, in the headers Flashcat-Mfa-Code and Flashcat-Mfa-Device",
            "此操作需要验证码，请通过请求头 Flashcat-Mfa-Code 和 Flashcat-Mfa-Device 提供",
        ));
    };
    if !["email", "phone", "totp"].contains(&device) {
        return Err(ApiError::invalid(
            "Flashcat-Mfa-Device must be one of email, phone, totp",
            "Flashcat-Mfa-Device 必须是 email、phone、totp 之一",
        ));
    }
    if accept(state, person, device, code, proof, now) {
        return Ok(());
    }
    let attempts = state.verification.entry(person).or_default();
    attempts
        .wrong_at
        .retain(|at| at.saturating_add(WINDOW) > now);
    attempts.wrong_at.push(now);
    if attempts.wrong_at.len() >= WRONG_ALLOWED {
        attempts.wrong_at.clear();
        attempts.locked_until = now + LOCK;
        return Err(ApiError::locked());
    }
    Err(ApiError::verify(
        "the verification code is wrong, used or expired",
        "验证码错误、已使用或已过期",
    ))
}

fn accept(
    state: &mut State,
    person: u64,
    device: &str,
    code: &str,
    proof: &Proof<'_>,
    now: u64,
) -> bool {
    if device == "totp" {
        let attempts = state.verification.entry(person).or_default();
        // The step before is taken too, for who types slowly.
        let step = (now / 30).saturating_sub(1).max(attempts.totp_step + 1);
        let fits = (step..=now / 30).find(|s| totp_at(person, *s) == code);
        return match (proof, fits) {
            (Proof::Caller, Some(step)) => {
                attempts.totp_step = step;
                true
            }
            _ => false,
        };
    }
    let sent = state.outbox.iter_mut().rev().find(|mail| {
        mail.person_id == person
            && mail.device == device
            && mail.code == code
            && !mail.used
            && mail.expires_at > now
            && match proof {
                Proof::Caller => true,
                Proof::Address { device, to } => mail.device == *device && mail.to == *to,
            }
    });
    match sent {
        Some(mail) => {
            mail.used = true;
            true
        }
        None => false,
    }
}

/// The one-time password of a person at a time.
pub(crate) fn totp(person: u64, now: u64) -> String {
    totp_at(person, now / 30)
}

/// Not RFC 6238: there is no secret to share, and nothing to guard. It only has to be six digits that
/// change every 30 seconds and that everybody can compute who has the state.
fn totp_at(person: u64, step: u64) -> String {
    let mut x = person.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ step;
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    format!("{:06}", (x ^ (x >> 31)) % 1_000_000)
}
