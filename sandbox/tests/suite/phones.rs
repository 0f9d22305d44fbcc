//! Phones: the code to bind one, scanning it, unbinding.

use std::io::ErrorKind;
use std::time::Duration;

use serde_json::json;

use crate::support::{START, column, sandbox, sandbox_with};

#[test]
fn a_phone_comes_and_goes() {
    let sandbox = sandbox();
    let names = || {
        let data = sandbox.ok("device_list", json!({}));
        column(&data, "device_name")
            .into_iter()
            .map(|n| n.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(), ["Pixel 9"]);
    let code = sandbox.ok("device_bind_code", json!({}));
    let content = code["content"].as_str().unwrap();
    assert!(
        content.starts_with("https://") && (55..=65).contains(&content.len()),
        "{content}"
    );
    assert_eq!(code["expires_at"], START + 300);
    let device = sandbox.server.scan(None, "iPhone 17", "iOS 26").unwrap();
    assert_eq!((device.person_id, device.bound_at), (80011, START));
    assert_eq!(names(), ["Pixel 9", "iPhone 17"]);
    sandbox.ok("device_unbind", json!({"device_id": device.device_id}));
    assert_eq!(names(), ["Pixel 9"]);
    sandbox.refused(
        "device_unbind",
        json!({"device_id": device.device_id}),
        400,
        "ResourceNotFound",
    );
    // 李四's.
    sandbox.refused(
        "device_unbind",
        json!({"device_id": "dev_0000000000000a02"}),
        400,
        "ResourceNotFound",
    );
}

#[test]
fn codes_are_used_once_and_named_by_their_content() {
    let sandbox = sandbox();
    let none = sandbox.server.scan(None, "x", "y").unwrap_err();
    assert_eq!(none.kind(), ErrorKind::NotFound);
    let content = || sandbox.ok("device_bind_code", json!({}))["content"].clone();
    let (first, second) = (content(), content());
    assert_ne!(first, second);
    sandbox.server.scan(first.as_str(), "first", "y").unwrap();
    let again = sandbox
        .server
        .scan(first.as_str(), "again", "y")
        .unwrap_err();
    assert_eq!(again.kind(), ErrorKind::NotFound);
    sandbox.server.scan(None, "second", "y").unwrap();
    assert_eq!(
        column(&sandbox.ok("device_list", json!({})), "device_name"),
        ["Pixel 9", "first", "second"]
    );
}

#[test]
fn codes_expire() {
    let sandbox = sandbox_with(|o| o.bind_code_ttl = Duration::from_secs(30));
    sandbox.ok("device_bind_code", json!({}));
    sandbox.clock.advance(Duration::from_secs(29));
    sandbox.server.scan(None, "in time", "y").unwrap();
    sandbox.ok("device_bind_code", json!({}));
    sandbox.clock.advance(Duration::from_secs(30));
    let late = sandbox.server.scan(None, "late", "y").unwrap_err();
    assert_eq!(late.kind(), ErrorKind::TimedOut);
    // The old one does not stand in the way of a new one.
    sandbox.ok("device_bind_code", json!({}));
    sandbox.server.scan(None, "next", "y").unwrap();
}

/// Each person's codes bind to that person.
#[test]
fn a_code_belongs_to_who_asked() {
    let sandbox = sandbox();
    sandbox.ok_as(
        sandbox.server.primary_key(),
        "device_bind_code",
        json!({}),
        &[],
    );
    assert_eq!(
        sandbox.server.scan(None, "x", "y").unwrap().person_id,
        2_451_002_751
    );
    assert_eq!(
        column(&sandbox.ok("device_list", json!({})), "device_name"),
        ["Pixel 9"]
    );
}
