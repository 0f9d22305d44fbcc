//! Verification codes, by the command that everybody can run: a new email address.

use duty_sandbox::{Fault, FaultKind, Server};

use crate::harness::{Run, World};
use crate::prompter::{Answer, talk};
use crate::pty::{Pty, SIZE};

const SET: &str = "profile set --email new@example.com";

/// The newest code that was sent.
fn code(server: &Server) -> String {
    let sent = server.outbox().unwrap();
    let mail = sent.iter().rev().find(|mail| mail.device != "totp");
    mail.unwrap().code.clone()
}

fn email(world: &World) -> String {
    let state = world.server.state();
    state["members"][0]["email"].as_str().unwrap().to_owned()
}

fn locked() -> FaultKind {
    FaultKind::Status {
        status: 423,
        code: "RequestLocked".into(),
        message: "too many wrong codes".into(),
        retry_after: None,
    }
}

/// No code is in anything that was printed, nor in a file.
#[track_caller]
fn code_is_nowhere(world: &World, code: &str, printed: &[&str]) {
    for text in printed {
        assert!(!text.contains(code), "{text}");
    }
    for (path, content) in world.files() {
        let content = String::from_utf8_lossy(&content);
        assert!(!content.contains(code), "{}", path.display());
    }
}

#[test]
fn a_script_is_told_before_anything_is_sent_or_changed() {
    let world = World::new();
    let ran = world
        .duty(SET)
        .status(8)
        .any_stderr()
        .requests(&["member_info", "preference_info", "member_info_reset"])
        .run();
    assert!(
        ran.stderr
            .contains("email is how you are told of: critical, warning, info, shift")
    );
    assert!(ran.stderr.contains("--send-code"), "{}", ran.stderr);
    assert!(
        world
            .server
            .outbox()
            .unwrap()
            .iter()
            .all(|mail| mail.device == "totp")
    );
    assert_eq!(email(&world), "zhangsan@example.com");
}

#[test]
fn a_script_has_a_code_sent_reads_it_and_passes_it() {
    let pass: [fn(Run<'_>, &str) -> i32; 3] = [
        |run, code| run.arg("--verify-code").arg(code).finish(code),
        |run, code| run.env("DUTY_VERIFY_CODE", code).finish(code),
        |run, code| {
            let text = format!("{code}\n");
            run.arg("--verify-code-stdin").stdin(text).finish(code)
        },
    ];
    for pass in pass {
        let world = World::new();
        world
            .duty(SET)
            .arg("--send-code")
            .requests(&["member_info", "verification_send"])
            .stderr("A verification code went to n***@example.com. Run the command again with --verify-device email and the code.\n")
            .run();
        assert_eq!(email(&world), "zhangsan@example.com");
        let code = code(&world.server);
        pass(world.duty(SET).arg("-v"), &code);
        assert_eq!(email(&world), "new@example.com");
        code_is_nowhere(&world, &code, &[]);
    }
}

/// What can be known before a code is sent is known before: nothing goes out for a change that is none, or that
/// would be refused.
#[test]
fn no_code_is_sent_for_what_needs_none_or_cannot_be() {
    let world = World::new();
    let set = |words: &str, status: i32, requests: &[&str]| {
        let run = world.duty(&format!("profile set {words} --send-code"));
        let ran = run.status(status).requests(requests).any_stdout();
        ran.any_stderr().run().stderr
    };
    let told = set("--email zhangsan@example.com", 0, &["member_info"]);
    assert_eq!(told, "Nothing to change: it is so already.\n");
    let needless = "only a new email or phone needs a verification code";
    let told = set(
        "--email zhangsan@example.com --nickname 张三丰",
        2,
        &["member_info"],
    );
    assert!(told.contains(needless), "{told}");
    let told = set("--nickname 张三丰", 2, &[]);
    assert!(told.contains(needless), "{told}");
    let told = set("--phone 13900000009 --country-code GB", 2, &["member_info"]);
    assert!(
        told.contains("of another country than the one on file"),
        "{told}"
    );
    let dry = "--email new@example.com --dry-run";
    set(dry, 0, &["member_info", "preference_info"]);
    let primary = world
        .duty(SET)
        .arg("--send-code")
        .env("DUTY_APP_KEY", world.server.primary_key())
        .status(5)
        .requests(&["member_info", "account_info"])
        .any_stderr();
    primary.run();
    let sent = world.server.outbox().unwrap();
    assert!(sent.iter().all(|mail| mail.device == "totp"));
}

impl Run<'_> {
    #[track_caller]
    fn finish(self, code: &str) -> i32 {
        let ran = self
            .any_stderr()
            .any_stdout()
            .requests(&[
                "member_info",
                "preference_info",
                "member_info_reset",
                "member_info",
            ])
            .run();
        assert!(!ran.stderr.contains(code), "{}", ran.stderr);
        assert!(!ran.stdout.contains(code), "{}", ran.stdout);
        let reset = ran
            .requests
            .iter()
            .find(|one| one.operation_id.as_deref() == Some("member_info_reset"))
            .unwrap();
        assert_eq!(reset.header("Flashcat-Mfa-Code"), Some(code));
        assert_eq!(reset.header("Flashcat-Mfa-Device"), Some("email"));
        0
    }
}

#[test]
fn a_wrong_code_in_a_script_is_one_request_and_exit_8() {
    let world = World::new();
    let ran = world
        .duty(SET)
        .arg("--verify-code=918273")
        .arg("-ojson")
        .status(8)
        .any_stderr()
        .requests(&["member_info", "preference_info", "member_info_reset"])
        .run();
    assert!(!ran.stderr.contains("918273"));
    assert!(ran.stderr.contains(r#""code":"RequestVerifyRequired""#));
    let world = World::new();
    let ran = world
        .duty(SET)
        .arg("--verify-code=12 ; 34")
        .status(2)
        .any_stderr()
        .run();
    assert!(!ran.stderr.contains("12 ; 34"), "{}", ran.stderr);
}

#[test]
fn locked_is_said_in_so_many_words() {
    let world = World::new();
    world.server.fault(Fault::on("member_info_reset", locked()));
    let ran = world
        .duty(SET)
        .env("DUTY_VERIFY_CODE", "123456")
        .status(8)
        .any_stderr()
        .any_requests()
        .run();
    assert!(
        ran.stderr.contains("locked after too many wrong codes"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("nothing was changed"));
}

#[test]
fn a_terminal_is_asked_again_after_a_wrong_code_and_may_have_it_sent_again() {
    let world = World::new();
    let mut pty = Pty::start(&world.duty(SET), SIZE);
    pty.until_text("zhangsan@example.com stops at once");
    pty.until_text("A verification code went to n***@example.com.");
    pty.until_text("Code (email; Enter alone sends it again)");
    let first = code(&world.server);
    pty.send("12\r");
    // Only who is asked again is heard: what is typed before is thrown away.
    pty.until("second question", |parser| {
        let text = parser.screen().contents();
        text.split_once("4 to 16 digits")
            .is_some_and(|(_, after)| after.contains("Code (email"))
    });
    let wrong = if first == "111111" {
        "222222"
    } else {
        "111111"
    };
    pty.send(&format!("{wrong}\r"));
    pty.until("third question", |parser| {
        let text = parser.screen().contents();
        text.split_once("wrong, used or expired")
            .is_some_and(|(_, after)| after.contains("Code (email"))
    });
    pty.send("\r");
    // What is typed before the question is there does not count.
    pty.until("question after the second mail", |parser| {
        let text = parser.screen().contents();
        let asked = text.rsplit("A verification code went to").next().unwrap();
        text.matches("A verification code went to").count() == 2 && asked.contains("Code (email")
    });
    let second = code(&world.server);
    pty.send(&format!("{second}\r"));
    let (status, text) = (pty.end(), pty.text());
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("Changed, and read back."), "{text}");
    assert!(text.contains("To go back: duty profile set --email zhangsan@example.com"));
    assert_eq!(email(&world), "new@example.com");
    code_is_nowhere(&world, &second, &[]);
}

#[test]
fn a_terminal_ends_when_it_is_locked() {
    let world = World::new();
    world
        .server
        .fault(Fault::on("member_info_reset", locked()).nth(2));
    let turns = [("Code (email", Answer::Type("123456"))];
    let (status, text) = talk(&world.duty(SET), &turns);
    assert_eq!(status, 8, "{text}");
    assert!(text.contains("locked after too many wrong codes"), "{text}");
}

#[test]
fn a_server_that_sends_none_is_gone_around() {
    let world = World::new();
    world.server.fault(Fault::on(
        "verification_send",
        FaultKind::Status {
            status: 404,
            code: "RouteNotFound".into(),
            message: "no route".into(),
            retry_after: None,
        },
    ));
    // The code comes from somewhere else: another server on the same account, as it were.
    let mut pty = Pty::start(&world.duty(SET), SIZE);
    let text = pty.until_text("Code:");
    assert!(text.contains("cannot be asked to send a code"), "{text}");
    world.server.clear_faults();
    world
        .duty(SET)
        .arg("--send-code")
        .any_stderr()
        .requests(&["member_info", "verification_send"])
        .run();
    pty.send(&format!("{}\r", code(&world.server)));
    let (status, text) = (pty.end(), pty.text());
    assert_eq!(status, 0, "{text}");
    assert_eq!(email(&world), "new@example.com");
}

#[test]
fn ctrl_c_at_the_code_changes_nothing() {
    let world = World::new();
    let mut pty = Pty::start(&world.duty(SET), SIZE);
    pty.until_text("Code (email");
    pty.send("\u{3}");
    let status = pty.end();
    assert_eq!(status, 130);
    assert_eq!(email(&world), "zhangsan@example.com");
}

/// The newest mail's code as `duty sandbox outbox` shows it.
#[track_caller]
fn code_of_outbox(world: &World) -> String {
    let ran = world.duty("sandbox outbox -o json").any_stdout().run();
    let shown = ran.json();
    let mails = shown["items"].as_array().unwrap();
    let mail = mails.iter().rev().find(|mail| mail["device"] == "email");
    mail.unwrap()["code"].as_str().unwrap().to_owned()
}

#[test]
fn the_sandbox_has_an_outbox_for_a_script_and_for_a_terminal() {
    let world = World::new();
    let set = format!("--sandbox -q {SET}");
    world.duty(&set).arg("--send-code").run();
    let code = code_of_outbox(&world);
    world
        .duty(&set)
        .env("DUTY_VERIFY_CODE", &code)
        .any_stderr()
        .run();
    let table = world.duty("sandbox outbox").any_stdout().run().stdout;
    let line = table.lines().find(|line| line.contains(&code)).unwrap();
    assert!(
        line.contains("new@example.com") && line.ends_with("used"),
        "{table}"
    );
    let mut pty = Pty::start(
        &world.duty("--sandbox profile set --email newer@example.com"),
        SIZE,
    );
    pty.until_text("A verification code went to n***@example.com.");
    pty.until_text("Code (email");
    pty.send(&format!("{}\r", code_of_outbox(&world)));
    let (status, text) = (pty.end(), pty.text());
    assert_eq!(status, 0, "{text}");
    world
        .duty("--sandbox -q profile show")
        .any_stdout()
        .run()
        .stdout
        .lines()
        .find(|line| line.contains("newer@example.com (verified)"))
        .unwrap();
}
