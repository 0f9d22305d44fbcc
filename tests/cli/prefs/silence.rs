//! Nobody is made silent by accident: what counts as a channel that delivers.

use serde_json::json;

use super::{READS, SHOWS_SHIFTS, WRITES, WRITES_AND_LOG, put};
use crate::harness::{Fault, FaultKind, World};

#[test]
fn nobody_is_made_silent_by_accident() {
    let world = World::new();
    for line in [
        "prefs set critical --voice --sms",
        "prefs set critical --im feishu:4402 --yes",
        "prefs remove critical --email --app",
        "prefs remove all --email --app --yes -o json",
        "prefs clear critical --yes",
        "prefs clear all --yes",
    ] {
        let ran = world
            .duty(line)
            .requests_in_steps(&READS)
            .status(2)
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("--allow-silent"),
            "{line}: {}",
            ran.stderr
        );
    }
    world
        .duty("prefs set critical --voice --allow-silent")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(world.pref("critical"), ["voice"]);
    // It was silent before, and this has nothing to do with it.
    world
        .duty("prefs set info --sms -q")
        .requests_in_steps(&WRITES)
        .run();
    // A dry run says what would be refused.
    let ran = world
        .duty("prefs set critical --sms --dry-run")
        .requests_in_steps(&READS)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("a script needs --allow-silent"),
        "{}",
        ran.stderr
    );
}

/// Of a channel that duty does not know nobody here can say that it reaches anyone.
#[test]
fn what_duty_does_not_know_is_not_counted_on() {
    let mut world = World::new();
    // The contract has no such channel.
    world.contract = false;
    super::put(
        &world,
        serde_json::json!({"critical": ["email", "future_app:9"]}),
    );
    for words in [
        "prefs clear critical --yes",
        "prefs remove critical --email",
        "prefs set critical --sms",
    ] {
        let ran = world
            .duty(words)
            .requests_in_steps(&READS)
            .any_stderr()
            .status(2)
            .run();
        assert!(ran.stderr.contains("--allow-silent"), "{}", ran.stderr);
    }
    world
        .duty("prefs remove critical --email --allow-silent -q")
        .requests_in_steps(&WRITES)
        .run();
    assert_eq!(world.pref("critical"), ["future_app:9"]);
}

#[test]
fn what_the_server_would_not_say_is_no_reason_to_refuse() {
    let world = World::new();
    world.server.fault(Fault::on(
        "member_info",
        FaultKind::Status {
            status: 403,
            code: "AccessDenied".into(),
            message: "no".into(),
            retry_after: None,
        },
    ));
    world.server.fault(Fault::on(
        "account_info",
        FaultKind::Status {
            status: 403,
            code: "AccessDenied".into(),
            message: "no".into(),
            retry_after: None,
        },
    ));
    let ran = world
        .duty("prefs set critical --voice")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stdout
            .contains("voice may not reach you: no answer from the server (AccessDenied)"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_deployment_without_voice() {
    let world = World::new();
    let folder = world.home.path().join(".config/duty");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        folder.join("config.toml"),
        "[contexts.default]\nchannels_off = [\"voice\", \"sms\"]\n",
    )
    .unwrap();
    put(&world, json!({"critical": ["voice", "email"]}));
    let ran = world
        .duty("prefs show")
        .requests_in_steps(&SHOWS_SHIFTS)
        .any_stdout()
        .run();
    assert!(
        ran.stdout.contains("voice                 off [1]   no"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("Note 1: voice will not reach you: this deployment has it switched off"),
        "{}",
        ran.stdout
    );
    let ran = world
        .duty("prefs channels")
        .requests_in_steps(&READS[..1])
        .any_stdout()
        .run();
    assert!(
        ran.stdout
            .contains("--sms               SMS                     switched off  off"),
        "{}",
        ran.stdout
    );
    for line in ["set critical --voice --email", "add info --sms"] {
        let ran = world
            .duty(&format!("prefs {line}"))
            .status(2)
            .any_stderr()
            .run();
        assert!(ran.stderr.contains("switched off"), "{}", ran.stderr);
    }
    for line in ["copy critical info", "apply -f -"] {
        let ran = world
            .duty(&format!("prefs {line}"))
            .stdin("info = ['voice']")
            .requests_in_steps(&READS)
            .status(2)
            .any_stderr()
            .run();
        assert!(ran.stderr.contains("switched off"), "{}", ran.stderr);
    }
    // What is listed can be taken away, and the way back is open.
    world
        .duty("prefs remove critical --voice -q")
        .requests_in_steps(&WRITES)
        .run();
    world
        .duty("prefs undo")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(world.pref("critical"), ["voice", "email"]);
}
