//! Networks that fail, hang or have a proxy in them, and faults that pass.

use std::time::Duration;

use super::{CANARY, canary_world, no_trace, status};
use crate::harness::{Fault, FaultKind, World};
use crate::stub::{Answer, Stub};

#[test]
fn a_dead_port_is_not_a_bad_key() {
    let world = canary_world();
    let dead = Stub::gone();
    let ran = world
        .duty("profile show")
        .env("DUTY_BASE_URL", &dead)
        .any_stderr()
        .status(10)
        .run();
    assert!(
        ran.stderr.starts_with(&format!(
            "error: cannot read the profile: cannot reach {dead}: Connection refused"
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
    let proxy = Stub::unvisited();
    world
        .duty("profile show")
        .env("HTTP_PROXY", proxy.url())
        .env("http_proxy", proxy.url())
        .env("ALL_PROXY", proxy.url())
        .requests(&["member_info"])
        .any_stdout()
        .run();
}

#[test]
fn a_proxy_is_used_for_https_and_sees_no_key() {
    let world = canary_world();
    let refusal = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
    let mut proxy = Stub::answering();
    for _try in 0..4 {
        proxy = proxy.once("duty.invalid:443", Answer::raw(refusal));
    }
    let proxy = proxy.start();
    let ran = world
        .duty("profile show --base-url https://duty.invalid --timeout 3")
        .env("HTTPS_PROXY", proxy.url())
        .any_stderr()
        .status(10)
        .run();
    for seen in proxy.take() {
        let seen = String::from_utf8(seen.bytes).unwrap();
        assert!(
            seen.starts_with("CONNECT duty.invalid:443 HTTP/1.1\r\n"),
            "{seen}"
        );
        assert!(!seen.contains(CANARY), "{seen}");
    }
    no_trace(&world, &ran, "proxy");
}

#[test]
fn without_root_certificates_nothing_is_tried_twice() {
    let world = canary_world();
    let server = Stub::gone().replace("http://", "https://");
    let ran = world
        .duty(&format!("profile show --base-url {server}"))
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
