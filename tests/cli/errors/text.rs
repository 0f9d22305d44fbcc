//! What a server says, shown without what it must not do: drive the terminal, or give away a secret.

use super::{CANARY, canary_world, no_trace, page, status};
use crate::harness::{Fault, FaultKind, World};

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
        page(200, &format!(r#"{{"data":"{CANARY}"}}"#)),
        // Where an excerpt is cut, and in other forms.
        page(502, &format!("{}{CANARY}", "x".repeat(70))),
        page(200, &format!("{{{}{CANARY}", "x".repeat(70))),
        page(502, "no ?app_key=CANARY%252d7f3a9c41d2 here"),
        page(502, "Authorization: Basic dTpDQU5BUlktN2YzYTljNDFkMg=="),
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
            for part in ["CANA", "c41d2", "DQU5BUlkt"] {
                assert!(!ran.stderr.contains(part), "{part}: {}", ran.stderr);
            }
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

/// A name that is a file by mistake fills no screen; a command to copy is whole.
#[test]
fn a_word_that_nobody_reads_to_its_end_is_cut() {
    let world = World::new();
    let long = "x".repeat(70_000);
    let file = world.home.path().join("long.toml");
    std::fs::write(file, format!("critical = [\"{long}\"]\n")).unwrap();
    for more in ["", " -o json"] {
        let ran = world
            .duty(&format!("prefs apply -f long.toml{more}"))
            .status(2)
            .any_requests()
            .any_stderr()
            .run();
        assert!(ran.stderr.contains("xxx…xxx"), "{}", ran.stderr);
        assert!(ran.stderr.len() < 2000, "{} bytes", ran.stderr.len());
    }
}
