//! Verification codes: sent, right, wrong, late, used, and too often wrong.

use std::time::Duration;

use serde_json::json;

use crate::support::{START, Sandbox, sandbox, verified};

const GUARDED: &str = "app_key_disable";

fn attempt(sandbox: &Sandbox, device: &str, code: &str) -> u16 {
    let body = json!({"key_id": 5002});
    let key = sandbox.server.app_key();
    sandbox
        .send(GUARDED, key, &body, &verified(device, code))
        .status
}

/// A code that is wrong for sure.
fn wrong(right: &str) -> String {
    let n: u32 = right.parse().unwrap();
    format!("{:06}", (n + 1) % 1_000_000)
}

#[test]
fn the_outbox_shows_what_was_sent() {
    let sandbox = sandbox();
    sandbox.ok("verification_send", json!({"device": "phone"}));
    sandbox.ok(
        "verification_send",
        json!({"device": "email", "to": "new@example.com"}),
    );
    let mails = sandbox.server.outbox().unwrap();
    let (phone, email) = (&mails[0], &mails[1]);
    assert_eq!(
        (phone.to.as_str(), phone.to_masked.as_str()),
        ("+8613800000001", "+86 138****0001")
    );
    assert_eq!(
        (email.to.as_str(), email.to_masked.as_str()),
        ("new@example.com", "n***@example.com")
    );
    for mail in [phone, email] {
        assert_eq!(
            (mail.at, mail.expires_at, mail.person_id),
            (START, START + 300, 80011)
        );
        assert!(mail.code.len() == 6 && mail.code.bytes().all(|b| b.is_ascii_digit()));
    }
    let named: Vec<_> = mails[2..]
        .iter()
        .map(|m| (m.device.as_str(), m.to_masked.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("totp", "张三"),
            ("totp", "星环电商 Starloop"),
            ("totp", "李四")
        ]
    );
}

#[test]
fn what_cannot_be_sent() {
    let sandbox = sandbox();
    sandbox.invalid("verification_send", json!({}));
    sandbox.invalid("verification_send", json!({"device": "totp"}));
    sandbox.senseless(
        "verification_send",
        json!({"device": "email", "to": "nobody"}),
    );
    sandbox.senseless(
        "verification_send",
        json!({"device": "phone", "to": "new@example.com"}),
    );
    sandbox
        .server
        .edit(|state| state["members"][0]["phone"] = "".into())
        .unwrap();
    sandbox.senseless("verification_send", json!({"device": "phone"}));
}

#[test]
fn a_code_is_good_once() {
    let sandbox = sandbox();
    let code = sandbox.code("phone", None);
    assert_eq!(attempt(&sandbox, "phone", &code), 200);
    assert_eq!(attempt(&sandbox, "phone", &code), 428);
}

#[test]
fn a_code_is_good_for_five_minutes() {
    let sandbox = sandbox();
    let (first, second) = (sandbox.code("email", None), sandbox.code("phone", None));
    sandbox.clock.advance(Duration::from_secs(299));
    assert_eq!(attempt(&sandbox, "email", &first), 200);
    sandbox.clock.advance(Duration::from_secs(1));
    assert_eq!(attempt(&sandbox, "phone", &second), 428);
}

#[test]
fn a_code_is_good_for_its_device_and_its_person() {
    let sandbox = sandbox();
    let code = sandbox.code("email", None);
    assert_eq!(attempt(&sandbox, "phone", &code), 428);
    let other = sandbox.code_as(sandbox.server.primary_key(), "email", None);
    if other != code {
        assert_eq!(attempt(&sandbox, "email", &other), 428);
    }
    assert_eq!(attempt(&sandbox, "email", &code), 200);
}

#[test]
fn both_headers_are_needed() {
    let sandbox = sandbox();
    let code = sandbox.code("email", None);
    let key = sandbox.server.app_key();
    for header in verified("email", &code) {
        sandbox.refused_as(
            key,
            GUARDED,
            json!({"key_id": 5002}),
            &[header],
            428,
            "RequestVerifyRequired",
        );
    }
    sandbox.refused_as(
        key,
        GUARDED,
        json!({"key_id": 5002}),
        &verified("pigeon", &code),
        400,
        "InvalidParameter",
    );
    // None of that was a wrong code, and the code is still there.
    assert_eq!(attempt(&sandbox, "email", &code), 200);
}

/// A request that fails anyway does not use the code up.
#[test]
fn the_code_is_checked_last() {
    let sandbox = sandbox();
    let code = sandbox.code("email", None);
    let key = sandbox.server.app_key();
    let headers = verified("email", &code);
    sandbox.refused_as(
        key,
        GUARDED,
        json!({"key_id": 1}),
        &headers,
        400,
        "ResourceNotFound",
    );
    assert_eq!(attempt(&sandbox, "email", &code), 200);
}

#[test]
fn one_time_passwords() {
    let sandbox = sandbox();
    let code = sandbox.totp();
    assert_eq!(attempt(&sandbox, "totp", &code), 200);
    assert_eq!(attempt(&sandbox, "totp", &code), 428);
    sandbox.clock.advance(Duration::from_secs(30));
    let next = sandbox.totp();
    assert_ne!(next, code);
    // The one before is taken too, for who types slowly; an older one is not.
    sandbox.clock.advance(Duration::from_secs(30));
    assert_eq!(attempt(&sandbox, "totp", &next), 200);
    let old = sandbox.totp();
    sandbox.clock.advance(Duration::from_secs(60));
    assert_eq!(attempt(&sandbox, "totp", &old), 428);
}

#[test]
fn five_wrong_codes_lock_for_ten_minutes() {
    let sandbox = sandbox();
    let code = sandbox.code("email", None);
    let bad = wrong(&code);
    for _ in 0..4 {
        assert_eq!(attempt(&sandbox, "email", &bad), 428);
    }
    let key = sandbox.server.app_key();
    sandbox.refused_as(
        key,
        GUARDED,
        json!({"key_id": 5002}),
        &verified("email", &bad),
        423,
        "RequestLocked",
    );
    // The right one is of no use now, nor is another guarded operation.
    assert_eq!(attempt(&sandbox, "email", &code), 423);
    sandbox.refused(
        "app_key_delete",
        json!({"key_id": 5002}),
        423,
        "RequestLocked",
    );
    // What needs no code works, and so does everybody else.
    sandbox.ok("member_info", json!({}));
    let primary = sandbox.server.primary_key();
    let other = sandbox.code_as(primary, "email", None);
    sandbox.ok_as(
        primary,
        GUARDED,
        json!({"key_id": 5002, "person_id": 80011}),
        &verified("email", &other),
    );
    sandbox.clock.advance(Duration::from_secs(599));
    assert_eq!(attempt(&sandbox, "email", &code), 423);
    sandbox.clock.advance(Duration::from_secs(1));
    let code = sandbox.code("email", None);
    assert_eq!(attempt(&sandbox, "email", &wrong(&code)), 428);
    assert_eq!(attempt(&sandbox, "email", &code), 200);
}

/// Four wrong ones now and then are forgiven after ten minutes.
#[test]
fn wrong_codes_are_counted_in_a_window() {
    let sandbox = sandbox();
    let bad = wrong(&sandbox.code("email", None));
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(attempt(&sandbox, "email", &bad), 428);
        }
        sandbox.clock.advance(Duration::from_secs(600));
    }
}
