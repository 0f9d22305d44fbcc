//! What can go wrong with an answer, each with the exit code of its cause where it was needed.

use std::time::Duration;

use serde_json::Value;

use super::between::{WAYS, Way};
use super::canary::CANARY;
use crate::harness::FaultKind;

#[derive(Clone, Debug)]
pub enum What {
    Fault(FaultKind),
    Way(Way),
    /// An error that quotes whatever is secret.
    Quotes(u16),
}

/// The same answer about the incident that the words name: each world has its own ids.
pub fn of_world(fault: &FaultKind, operation: &str, words: &str) -> FaultKind {
    let mut fault = fault.clone();
    let hex = |word: &&str| word.len() == 24 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let named = words.split_whitespace().find(hex);
    if let (FaultKind::StatusRaw { body, .. }, "incident_info", Some(id)) =
        (&mut fault, operation, named)
        && let Ok(mut answer) = serde_json::from_slice::<Value>(body)
        && let Some(told) = answer.pointer_mut("/data/incident_id")
        && told.as_str().as_ref().is_some_and(hex)
    {
        *told = id.into();
        *body = answer.to_string().into_bytes();
    }
    fault
}

pub fn raw(status: u16, body: impl Into<Vec<u8>>, headers: &[(&str, &str)]) -> FaultKind {
    FaultKind::StatusRaw {
        status,
        content_type: "application/json".into(),
        body: body.into(),
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect(),
    }
}

/// Each error code of the contract with its exit code.
const CODES: [(u16, &str, i32); 15] = [
    (401, "Unauthorized", 4),
    (403, "AccessDenied", 5),
    (400, "NoLicense", 5),
    (400, "BalanceNotEnough", 5),
    (400, "ResourceNotFound", 6),
    (404, "RouteNotFound", 6),
    (400, "ReferenceExist", 7),
    (428, "RequestVerifyRequired", 8),
    (423, "RequestLocked", 8),
    (429, "RequestTooFrequently", 9),
    (503, "ServiceUnavailable", 10),
    (500, "InternalError", 1),
    (400, "InvalidParameter", 1),
    (413, "EntityTooLarge", 1),
    (418, "BrandNewCode", 1),
];

pub fn faults() -> Vec<(String, What, Option<i32>)> {
    let mut all: Vec<(String, What, Option<i32>)> = Vec::new();
    let mut add =
        |name: &str, fault: FaultKind, exit| all.push((name.into(), What::Fault(fault), exit));
    for (status, code, exit) in CODES {
        add(code, FaultKind::error(status, code), Some(exit));
        add(
            &format!("200 {code}"),
            FaultKind::error(200, code),
            Some(exit),
        );
    }
    for after in [
        "0",
        "5",
        "86400",
        "99999999999999999999",
        "-1",
        "soon",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ] {
        let body = r#"{"error":{"code":"RequestTooFrequently","message":"x"}}"#;
        add(
            &format!("429, Retry-After {after}"),
            raw(429, body, &[("Retry-After", after)]),
            Some(9),
        );
    }
    let deep = format!("{{\"data\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    for (name, fault) in [
        ("closed before", FaultKind::CloseBefore),
        ("cut body", FaultKind::CutBody),
        ("garbage", FaultKind::Garbage),
        ("larger than 10 MiB", FaultKind::Oversize((10 << 20) + 1)),
        (
            "redirect to another host",
            FaultKind::Redirect("http://127.0.0.1:9/steal".into()),
        ),
        (
            "redirect to itself",
            FaultKind::Redirect("/member/info".into()),
        ),
        (
            "HTML",
            FaultKind::raw(200, "text/html", "<html>log in</html>"),
        ),
        (
            "502 HTML",
            FaultKind::raw(502, "text/html", format!("<a href='?app_key={CANARY}'>")),
        ),
        ("nothing", FaultKind::raw(200, "application/json", "")),
        ("null", raw(200, "null", &[])),
        ("an array", raw(200, "[]", &[])),
        ("deep", raw(200, deep, &[])),
        (
            "a bomb",
            raw(
                200,
                vec![0x1f, 0x8b, 8, 0, 0],
                &[("Content-Encoding", "gzip")],
            ),
        ),
        ("stalled", FaultKind::Delay(Duration::from_secs(30))),
    ] {
        add(name, fault, Some(10));
    }
    for (status, exit) in [(500, 1), (200, 1), (502, 10)] {
        let name = format!("{status} that quotes");
        all.push((name, What::Quotes(status), Some(exit)));
    }
    for way in WAYS {
        let exit = (way != Way::Interim).then_some(10);
        all.push((format!("{way:?}"), What::Way(way), exit));
    }
    all
}

/// What stands in place of a field, and whether it is a text that would drive a terminal.
pub fn places() -> Vec<(&'static str, Value, bool)> {
    let evil = "\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{2066}\u{200b}'; rm -rf $(x) `y`\r\nTwo\u{1b}]8;;http://evil\u{1b}\\";
    vec![
        ("null", Value::Null, false),
        ("a number", (-1).into(), false),
        ("a large number", serde_json::json!(1e300), false),
        ("text", "x".into(), false),
        ("a list", serde_json::json!([1]), false),
        ("an object", serde_json::json!({"x": []}), false),
        ("evil text", evil.into(), true),
        ("long text", "长".repeat(100_000).into(), false),
    ]
}
