//! What goes wrong: each fault of a server or a network has its exit code, a message with a next
//! step, the request id where there is one, and no trace of the key anywhere.

mod network;
mod shapes;
mod text;

use serde_json::Value;

use crate::harness::{Fault, FaultKind, Ran, World};

const CANARY: &str = "CANARY-7f3a9c41d2";

/// What a row of the table expects.
struct Row {
    name: &'static str,
    fault: FaultKind,
    exit: i32,
    kind: &'static str,
    code: Option<&'static str>,
    request_id: bool,
    /// How many requests are made: reads are tried four times where that may help.
    requests: usize,
}

fn status(status: u16, code: &str) -> FaultKind {
    FaultKind::Status {
        status,
        code: code.into(),
        message: "the server's own words".into(),
        retry_after: None,
    }
}

fn page(status: u16, body: &str) -> FaultKind {
    FaultKind::StatusRaw {
        status,
        content_type: "text/html".into(),
        body: body.into(),
        headers: if status == 502 {
            vec![("Flashcat-Request-Id".into(), "from-the-header".into())]
        } else {
            Vec::new()
        },
    }
}

#[rustfmt::skip]
fn table() -> Vec<Row> {
    let row = |name, fault, exit, kind, code, request_id, requests| Row { name, fault, exit, kind, code, request_id, requests };
    vec![
        row("401", status(401, "Unauthorized"), 4, "key", Some("Unauthorized"), true, 1),
        row("403", status(403, "AccessDenied"), 5, "not_allowed", Some("AccessDenied"), true, 1),
        row("license", status(400, "NoLicense"), 5, "not_allowed", Some("NoLicense"), true, 1),
        row("not found", status(400, "ResourceNotFound"), 6, "not_found", Some("ResourceNotFound"), true, 1),
        row("route", status(404, "RouteNotFound"), 6, "not_found", Some("RouteNotFound"), true, 1),
        row("conflict", status(400, "ReferenceExist"), 7, "conflict", Some("ReferenceExist"), true, 1),
        row("verify", status(428, "RequestVerifyRequired"), 8, "verification", Some("RequestVerifyRequired"), true, 1),
        row("locked", status(423, "RequestLocked"), 8, "verification", Some("RequestLocked"), true, 1),
        row("429", status(429, "RequestTooFrequently"), 9, "rate_limited", Some("RequestTooFrequently"), true, 4),
        row("500", status(500, "InternalError"), 1, "failed", Some("InternalError"), true, 4),
        row("503", status(503, "ServiceUnavailable"), 10, "unreachable", Some("ServiceUnavailable"), true, 4),
        row("a new code", status(400, "BrandNewCode"), 1, "failed", Some("BrandNewCode"), true, 1),
        row("200 with an error", status(200, "AccessDenied"), 5, "not_allowed", Some("AccessDenied"), true, 1),
        row("502 html", page(502, "<html>Bad gateway</html>"), 10, "unreachable", None, true, 4),
        row("200 html", page(200, "<html>Please log in</html>"), 10, "unreachable", None, false, 1),
        row("empty", page(200, ""), 10, "unreachable", None, false, 1),
        row("garbage", FaultKind::Garbage, 10, "unreachable", None, false, 1),
        row("cut body", FaultKind::CutBody, 10, "unreachable", None, false, 4),
        row("closed", FaultKind::CloseBefore, 10, "unreachable", None, false, 4),
        row("oversize", FaultKind::Oversize(11 * 1024 * 1024), 10, "unreachable", None, false, 1),
        row("redirect", FaultKind::Redirect("http://127.0.0.1:9/steal".into()), 10, "unreachable", None, false, 1),
    ]
}

/// The key is in nothing that the run left behind.
#[track_caller]
fn no_trace(world: &World, ran: &Ran, what: &str) {
    assert!(!ran.stdout.contains(CANARY), "{what}: {}", ran.stdout);
    assert!(!ran.stderr.contains(CANARY), "{what}: {}", ran.stderr);
    for (path, content) in world.files() {
        assert!(
            !content
                .windows(CANARY.len())
                .any(|bytes| bytes == CANARY.as_bytes()),
            "{what}: {}",
            path.display()
        );
    }
}

/// A world whose account has the canary as a key.
fn canary_world() -> World {
    let mut world = World::new();
    let known = world.server.app_key();
    world
        .server
        .edit(|state| {
            let text = state.to_string().replace(known, CANARY);
            *state = serde_json::from_str(&text).unwrap();
        })
        .unwrap();
    world.env("DUTY_APP_KEY", CANARY);
    world
}

#[test]
fn every_fault_has_its_exit_code_and_leaves_no_trace_of_the_key() {
    for row in table() {
        let world = canary_world();
        world
            .server
            .fault(Fault::on("preference_info", row.fault.clone()));
        for verbose in ["", " -v"] {
            let ran = world
                .duty(&format!("prefs show{verbose}"))
                .any_requests()
                .any_stderr()
                .status(row.exit)
                .run();
            let asked = ran
                .operations()
                .iter()
                .filter(|id| *id == "preference_info")
                .count();
            assert_eq!(asked, row.requests, "{}: {:?}", row.name, ran.operations());
            assert!(
                ran.stderr.contains("error: cannot read the preferences"),
                "{}: {}",
                row.name,
                ran.stderr
            );
            assert!(
                ran.stderr.contains("\n  try: "),
                "{} has no next step: {}",
                row.name,
                ran.stderr
            );
            if let Some(code) = row.code {
                assert!(ran.stderr.contains(code), "{}: {}", row.name, ran.stderr);
            }
            assert_eq!(
                ran.stderr.contains("request id: "),
                row.request_id,
                "{}: {}",
                row.name,
                ran.stderr
            );
            no_trace(&world, &ran, row.name);
        }
        let ran = world
            .duty("prefs show -o json")
            .any_requests()
            .any_stderr()
            .status(row.exit)
            .run();
        let error = ran.error();
        assert_eq!(error["kind"], row.kind, "{}", row.name);
        assert_eq!(
            error["code"],
            row.code.map_or(Value::Null, Value::from),
            "{}",
            row.name
        );
        assert_eq!(
            error["request_id"].is_string(),
            row.request_id,
            "{}",
            row.name
        );
        assert!(error["hint"].is_string(), "{}: {error}", row.name);
        no_trace(&world, &ran, row.name);
    }
}

#[test]
fn verbose_shows_requests_without_the_key() {
    let world = canary_world();
    let ran = world
        .duty("profile show -v")
        .requests(&["member_info"])
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("POST http://127.0.0.1:"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("/member/info?app_key=*** -> 200"),
        "{}",
        ran.stderr
    );
    no_trace(&world, &ran, "verbose");
}
