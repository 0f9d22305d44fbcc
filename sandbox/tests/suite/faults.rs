//! Every kind of fault, as the client sees it, and whether the operation acted.

use std::time::{Duration, Instant};

use duty_sandbox::{Fault, FaultKind};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::support::{Reply, Sandbox, column, sandbox};

const OPERATION: &str = "app_key_create";
const PATH: &str = "/person/app-key/create";

/// One request that makes a key named `k`; what comes back is held against nothing.
fn make(sandbox: &Sandbox) -> Result<Reply, ureq::Error> {
    sandbox.raw(
        Method::POST,
        &format!("{PATH}?app_key={}", sandbox.server.app_key()),
        &[("Content-Type", "application/json")],
        "{\"key_name\": \"k\"}",
    )
}

/// How many keys named `k` there are.
fn made(sandbox: &Sandbox) -> usize {
    let state = sandbox.server.state();
    let keys = state["app_keys"].as_array().unwrap();
    keys.iter().filter(|k| k["key_name"] == "k").count()
}

fn with(kind: FaultKind) -> Sandbox {
    let sandbox = sandbox();
    sandbox.server.fault(Fault::on(OPERATION, kind));
    sandbox
}

#[test]
fn status() {
    let sandbox = with(FaultKind::too_frequent(Some(7)));
    let reply = sandbox.refused(
        OPERATION,
        json!({"key_name": "k"}),
        429,
        "RequestTooFrequently",
    );
    assert_eq!(
        (reply.header("retry-after"), reply.message()),
        ("7", "injected fault")
    );
    assert_eq!(made(&sandbox), 0);
    let sandbox = with(FaultKind::error(402, "BalanceNotEnough"));
    sandbox.refused(OPERATION, json!({"key_name": "k"}), 402, "BalanceNotEnough");
}

#[test]
fn status_raw() {
    let sandbox = with(FaultKind::StatusRaw {
        status: 502,
        content_type: "text/html".to_owned(),
        body: b"<h1>Bad Gateway</h1>".to_vec(),
        headers: vec![("Via".to_owned(), "1.1 proxy".to_owned())],
    });
    let reply = make(&sandbox).unwrap();
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (502, "<h1>Bad Gateway</h1>")
    );
    assert_eq!(
        (reply.header("content-type"), reply.header("via")),
        ("text/html", "1.1 proxy")
    );
    assert_eq!(made(&sandbox), 0);
}

#[test]
fn cut_body() {
    let sandbox = with(FaultKind::CutBody);
    assert!(make(&sandbox).is_err());
    assert_eq!(made(&sandbox), 1);
    // The status had arrived.
    assert_eq!(sandbox.server.requests()[0].status, Some(200));
}

#[test]
fn close_before() {
    let sandbox = with(FaultKind::CloseBefore);
    assert!(make(&sandbox).is_err());
    assert_eq!(
        (made(&sandbox), sandbox.server.requests()[0].status),
        (0, None)
    );
}

#[test]
fn close_after() {
    let sandbox = with(FaultKind::CloseAfter);
    assert!(make(&sandbox).is_err());
    assert_eq!(
        (made(&sandbox), sandbox.server.requests()[0].status),
        (1, None)
    );
}

#[test]
fn garbage() {
    let sandbox = with(FaultKind::Garbage);
    let error = make(&sandbox).err().unwrap().to_string();
    assert!(error.contains("UTF-8"), "{error}");
    let request = &sandbox.server.requests()[0];
    assert_eq!(
        (request.status, request.response_json()),
        (Some(200), Value::Null)
    );
    assert_eq!(made(&sandbox), 0);
}

#[test]
fn oversize() {
    for bytes in [1000, 20 * 1024 * 1024] {
        let sandbox = with(FaultKind::Oversize(bytes));
        let reply = make(&sandbox).unwrap();
        assert_eq!(reply.text.len() as u64, bytes);
        assert!(reply.data().is_string(), "it is valid JSON");
        assert_eq!(made(&sandbox), 0);
    }
}

#[test]
fn redirect() {
    let sandbox = with(FaultKind::Redirect(
        "https://elsewhere.example.com/".to_owned(),
    ));
    let reply = make(&sandbox).unwrap();
    assert_eq!(
        (reply.status, reply.header("location")),
        (307, "https://elsewhere.example.com/")
    );
    assert_eq!(made(&sandbox), 0);
}

#[test]
fn error_500() {
    for (kind, acted) in [
        (FaultKind::Error500Before, 0),
        (FaultKind::Error500After, 1),
    ] {
        let sandbox = with(kind);
        sandbox.refused(OPERATION, json!({"key_name": "k"}), 500, "InternalError");
        assert_eq!(made(&sandbox), acted);
    }
}

/// A client that gives up before its request acts has changed nothing.
#[test]
fn delay() {
    let sandbox = with(FaultKind::Delay(Duration::from_secs(60)));
    let request = ureq::post(url(&sandbox));
    let gave_up = request
        .config()
        .timeout_global(Some(Duration::from_millis(100)))
        .build()
        .send_json(json!({"key_name": "k"}));
    assert!(gave_up.is_err());
    // Nobody else waits.
    sandbox.ok("member_info", json!({}));
    assert_eq!(made(&sandbox), 0);
}

/// It is done, and the client does not know yet.
#[test]
fn delay_after() {
    let sandbox = with(FaultKind::DelayAfter(Duration::from_secs(60)));
    let url = url(&sandbox);
    let waiting = std::thread::spawn(move || ureq::post(url).send_json(json!({"key_name": "k"})));
    while made(&sandbox) == 0 {
        std::thread::yield_now();
    }
    sandbox.ok("member_info", json!({}));
    assert!(!waiting.is_finished());
    drop(sandbox);
    assert!(waiting.join().unwrap().is_err());
}

#[test]
fn delays_end() {
    let short = Duration::from_millis(30);
    for kind in [FaultKind::Delay(short), FaultKind::DelayAfter(short)] {
        let sandbox = with(kind);
        let before = Instant::now();
        sandbox.ok(OPERATION, json!({"key_name": "k"}));
        assert!(before.elapsed() >= short);
    }
}

fn url(sandbox: &Sandbox) -> String {
    let (base, key) = (sandbox.server.base_url(), sandbox.server.app_key());
    format!("{base}{PATH}?app_key={key}")
}

/// A server whose requests are all still waiting stops nevertheless.
#[test]
fn a_waiting_server_can_be_stopped() {
    let sandbox = with(FaultKind::Delay(Duration::from_secs(3600)));
    let url = url(&sandbox);
    let waiting = std::thread::spawn(move || ureq::post(url).send_json(json!({"key_name": "k"})));
    while sandbox.server.requests().is_empty() {
        std::thread::yield_now();
    }
    drop(sandbox);
    assert!(waiting.join().unwrap().is_err());
}

#[test]
fn concurrent_writes() {
    let rename = |state: &mut Value| {
        for key in state["app_keys"].as_array_mut().unwrap() {
            key["key_name"] = "theirs".into();
        }
    };
    for (kind, names) in [
        (FaultKind::write_before(rename), ["theirs", "theirs", "k"]),
        (
            FaultKind::write_after(rename),
            ["theirs", "theirs", "theirs"],
        ),
    ] {
        let sandbox = with(kind);
        let answer = sandbox.ok(OPERATION, json!({"key_name": "k"}));
        assert_eq!(answer["key_name"], "k");
        let body = json!({"p": 1, "limit": 20, "orderby": "created_at", "asc": true});
        assert_eq!(column(&sandbox.ok("app_key_list", body), "key_name"), names);
    }
    let sandbox = with(FaultKind::write_before(|state| *state = Value::Null));
    sandbox.refused(OPERATION, json!({"key_name": "k"}), 500, "InternalError");
}

#[test]
fn faults_come_when_they_are_due() {
    let pattern = |fault: Fault| {
        let sandbox = sandbox();
        sandbox.server.fault(fault);
        (0..4)
            .map(|_| {
                if make(&sandbox).unwrap().status == 500 {
                    'x'
                } else {
                    '.'
                }
            })
            .collect::<String>()
    };
    let fault = || Fault::on(OPERATION, FaultKind::Error500Before);
    assert_eq!(pattern(fault()), "xxxx");
    assert_eq!(pattern(fault().first(2)), "xx..");
    assert_eq!(pattern(fault().nth(2)), ".x..");
    assert_eq!(pattern(fault().from(3)), "..xx");
    assert_eq!(
        pattern(Fault::on(PATH, FaultKind::Error500Before).nth(1)),
        "x..."
    );
    assert_eq!(
        pattern(Fault::any(FaultKind::Error500Before).nth(4)),
        "...x"
    );
    assert_eq!(
        pattern(Fault::on("member_info", FaultKind::Error500Before)),
        "...."
    );
}

/// The first one added that is due decides; the others count all the same.
#[test]
fn faults_stand_in_line_and_can_be_cleared() {
    let sandbox = sandbox();
    let raw = |status| FaultKind::raw(status, "text/plain", "");
    sandbox.server.fault(Fault::on(OPERATION, raw(502)).nth(1));
    sandbox
        .server
        .fault(Fault::on(OPERATION, raw(503)).first(2));
    let status = || make(&sandbox).unwrap().status;
    assert_eq!([status(), status(), status()], [502, 503, 200]);
    sandbox.server.fault(Fault::any(raw(504)));
    assert_eq!(status(), 504);
    sandbox.server.clear_faults();
    assert_eq!(status(), 200);
}

/// Also what no operation serves can go wrong.
#[test]
fn a_fault_at_a_path_without_operation() {
    let sandbox = sandbox();
    sandbox
        .server
        .fault(Fault::on("/nowhere", FaultKind::Redirect("/".to_owned())));
    let reply = sandbox.raw(Method::GET, "/nowhere", &[], "").unwrap();
    assert_eq!(reply.status, 307);
}

#[test]
fn requests_are_remembered() {
    let sandbox = sandbox();
    sandbox
        .server
        .fault(Fault::on("member_info", FaultKind::CloseAfter));
    make(&sandbox).unwrap();
    sandbox
        .raw(Method::GET, "/nowhere?a=b", &[("X-Test", "1")], "")
        .unwrap();
    let key = sandbox.server.app_key();
    assert!(
        sandbox
            .raw(
                Method::POST,
                &format!("/member/info?app_key={key}"),
                &[("Content-Type", "application/json")],
                "{}"
            )
            .is_err()
    );
    let requests = sandbox.server.requests();
    let seen: Vec<_> = requests
        .iter()
        .map(|r| {
            (
                r.operation_id.as_deref(),
                r.method.as_str(),
                r.path.as_str(),
                r.status,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Some(OPERATION), "POST", PATH, Some(200)),
            (None, "GET", "/nowhere", Some(404)),
            (Some("member_info"), "POST", "/member/info", None),
        ]
    );
    assert_eq!(requests[0].query, format!("app_key={key}"));
    assert_eq!(requests[0].json(), json!({"key_name": "k"}));
    assert_eq!(requests[0].header("content-type"), Some("application/json"));
    assert_eq!(requests[0].response_json()["data"]["key_name"], "k");
    assert_eq!(
        (requests[1].query.as_str(), requests[1].header("X-TEST")),
        ("a=b", Some("1"))
    );
    assert!(requests[0].at <= requests[1].at);
    assert!(requests[2].response.is_empty());
    sandbox.server.clear_requests();
    assert!(sandbox.server.requests().is_empty());
}
