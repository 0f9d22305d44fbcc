//! What goes wrong: each fault of a server or a network has its exit code, a message with a next
//! step, the request id where there is one, and no trace of the key anywhere.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

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

#[test]
fn a_dead_port_is_not_a_bad_key() {
    let world = canary_world();
    let dead = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let ran = world
        .duty("profile show")
        .env("DUTY_BASE_URL", format!("http://{dead}"))
        .any_stderr()
        .status(10)
        .run();
    assert!(
        ran.stderr.starts_with(&format!(
            "error: cannot read the profile: cannot reach http://{dead}: Connection refused"
        )),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("tried 4 times"), "{}", ran.stderr);
    no_trace(&world, &ran, "dead port");
}

#[test]
fn an_unknown_host_and_a_certificate_nobody_signed() {
    let world = canary_world();
    let ran = world
        .duty("profile show --base-url https://duty.invalid")
        .any_stderr()
        .status(10)
        .run();
    assert!(
        ran.stderr.contains("cannot reach https://duty.invalid"),
        "{}",
        ran.stderr
    );
    no_trace(&world, &ran, "unknown host");
}

#[test]
fn passing_faults_pass() {
    for fault in [
        status(429, "RequestTooFrequently"),
        status(500, "InternalError"),
        FaultKind::CutBody,
        FaultKind::CloseBefore,
    ] {
        let world = World::new();
        world.server.fault(Fault::on("member_info", fault).first(3));
        world
            .duty("profile show")
            .requests(&["member_info"; 4])
            .any_stdout()
            .run();
    }
}

#[test]
fn retry_after_is_obeyed_up_to_the_time_of_the_command() {
    let world = World::new();
    world.server.fault(Fault::on(
        "member_info",
        FaultKind::Status {
            status: 429,
            code: "RequestTooFrequently".into(),
            message: "slow down".into(),
            retry_after: Some(600),
        },
    ));
    let ran = world
        .duty("profile show")
        .env("DUTY_TIMEOUT", "5")
        .requests(&["member_info"])
        .any_stderr()
        .status(9)
        .run();
    assert!(
        ran.stderr.contains("the server asks to wait 600 s"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_server_that_does_not_answer_costs_the_timeout_and_no_more() {
    let world = World::new();
    world.server.fault(Fault::on(
        "member_info",
        FaultKind::Delay(Duration::from_secs(60)),
    ));
    let ran = world
        .duty("profile show --timeout 1")
        .requests(&["member_info"])
        .any_stderr()
        .status(10)
        .run();
    assert!(
        ran.stderr.contains("did not answer within 1 s"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_proxy_does_not_stand_between_this_machine_and_itself() {
    let world = World::new();
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", trap.local_addr().unwrap());
    world
        .duty("profile show")
        .env("HTTP_PROXY", proxy.clone())
        .env("http_proxy", proxy.clone())
        .env("ALL_PROXY", proxy)
        .requests(&["member_info"])
        .any_stdout()
        .run();
    trap.set_nonblocking(true).unwrap();
    assert!(trap.accept().is_err(), "the request went to the proxy");
}

#[test]
fn a_proxy_is_used_for_https_and_sees_no_key() {
    let world = canary_world();
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", trap.local_addr().unwrap());
    let listener = std::thread::spawn(move || {
        let (mut stream, _) = trap.accept().unwrap();
        let mut seen = vec![0; 4096];
        let length = stream.read(&mut seen).unwrap();
        let _ = stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
        String::from_utf8_lossy(&seen[..length]).into_owned()
    });
    let ran = world
        .duty("profile show --base-url https://duty.invalid --timeout 3")
        .env("HTTPS_PROXY", proxy)
        .any_stderr()
        .status(10)
        .run();
    let seen = listener.join().unwrap();
    assert!(
        seen.starts_with("CONNECT duty.invalid:443 HTTP/1.1\r\n"),
        "{seen}"
    );
    assert!(!seen.contains(CANARY), "{seen}");
    no_trace(&world, &ran, "proxy");
}

#[test]
fn without_root_certificates_nothing_is_tried_twice() {
    let world = canary_world();
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", server.local_addr().unwrap());
    drop(server);
    let ran = world
        .duty(&format!("profile show --base-url {url}"))
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "")
        .any_stderr()
        .status(10)
        .run();
    for said in ["cannot set up a secure connection: ", "SSL_CERT_FILE"] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    assert!(!ran.stderr.contains("tried"), "{}", ran.stderr);
}

#[test]
fn text_of_the_server_cannot_drive_the_terminal() {
    let world = World::new();
    world
        .server
        .edit(|state| {
            let text = state
                .to_string()
                .replace("飞书-运维值班", "\\u001b[2J\\u009b31m\\u202eevil");
            *state = serde_json::from_str(&text).unwrap();
        })
        .unwrap();
    for command in [
        "prefs channels",
        "prefs channels -o json",
        "prefs show",
        "prefs show --color always",
    ] {
        let ran = world
            .duty(command)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert!(ran.stdout.contains("evil"), "{command}: {}", ran.stdout);
        for sign in ["\u{1b}[2J", "\u{9b}", "\u{202e}"] {
            assert!(!ran.stdout.contains(sign), "{command}: {:?}", ran.stdout);
        }
    }
    world.server.fault(Fault::on(
        "member_info",
        FaultKind::Status {
            status: 403,
            code: "AccessDenied".into(),
            message: "no\u{1b}]0;evil\u{7}\u{202e}".into(),
            retry_after: None,
        },
    ));
    world
        .server
        .fault(Fault::on("account_info", status(403, "AccessDenied")));
    for command in ["profile show", "profile show -o json"] {
        let ran = world
            .duty(command)
            .any_requests()
            .any_stderr()
            .status(5)
            .run();
        assert!(
            !ran.stderr.contains(['\u{1b}', '\u{7}', '\u{202e}']),
            "{:?}",
            ran.stderr
        );
    }
}

#[test]
fn a_server_that_quotes_the_key_does_not_get_it_shown() {
    let quoted = [
        FaultKind::Status {
            status: 400,
            code: "InvalidParameter".into(),
            message: format!("bad app_key {CANARY}"),
            retry_after: None,
        },
        page(
            404,
            &format!("<p>no /member/info?app_key={CANARY} here</p>"),
        ),
        page(
            200,
            &format!("{}<a href='/login?next=app_key={CANARY}'>", " ".repeat(50)),
        ),
        page(
            200,
            &format!(r#"{{"data":{{"phone_verified":"{CANARY}"}}}}"#),
        ),
        FaultKind::StatusRaw {
            status: 502,
            content_type: "text/plain".into(),
            body: Vec::new(),
            headers: vec![("Flashcat-Request-Id".into(), format!("id-{CANARY}"))],
        },
    ];
    for fault in quoted {
        let mut world = canary_world();
        // These answers are meant to be none of the contract's.
        world.contract = false;
        world.server.fault(Fault::on("member_info", fault.clone()));
        world.server.fault(Fault::on("account_info", fault.clone()));
        for words in ["profile show -v", "profile show -o json"] {
            let ran = world
                .duty(words)
                .any_requests()
                .any_stderr()
                .status(if matches!(fault, FaultKind::Status { .. }) {
                    1
                } else {
                    10
                })
                .run();
            no_trace(&world, &ran, words);
            assert!(ran.stderr.contains("***"), "{}", ran.stderr);
        }
    }
}

#[test]
fn a_refused_answer_with_a_new_secret_in_it_is_not_quoted() {
    let world = World::new();
    world.server.fault(Fault::on(
        "app_key_create",
        page(500, r#"{"data":{"key_id":1,"key":"NEWSECRET-0123456789"}"#),
    ));
    let ran = world
        .duty("app-key create ci -q -v")
        .any_requests()
        .any_stderr()
        .any_stdout()
        .status(10)
        .run();
    assert!(!ran.stderr.contains("NEWSECRET"), "{}", ran.stderr);
    assert!(!ran.stdout.contains("NEWSECRET"), "{}", ran.stdout);
}
