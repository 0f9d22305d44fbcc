//! What a conflict looks like, what `--retry-conflict` makes of it, and what becomes of a write whose
//! answer does not come. The game of 1,000 rounds is in `interleave.rs`.

use std::thread;

use serde_json::json;

use super::inside::{Machine, fast_world};
use super::interleave::{At, When, fault};
use super::{WRITES, WRITES_AND_LOG, lists, put, put_in, putting};
use crate::harness::{Fault, FaultKind, Moment, World, exit_code};

#[test]
fn a_conflict_is_three_columns_and_exit_7() {
    let world = World::new();
    world.server.fault(fault(
        When::BetweenWriteAndReadBack(At::Begin),
        &json!({"critical": ["sms"], "info": []}),
        false,
    ));
    world
        .duty("prefs add critical --im slack:4404")
        .requests_in_steps(&WRITES_AND_LOG)
        .status(7)
        .stderr(
            "
            error: somebody else changed the preferences at the same time
              TARGET    BEFORE      MEANT                 FOUND
              critical  email, app  email, app, Slack EU  SMS
              info      email       email                 none
              try: look at 'duty prefs show', then run it again; --retry-conflict 3 makes the change again to what is there
            ",
        )
        .run();
    assert_eq!(world.pref("critical"), ["sms"]);
}

/// The log tells who it was, where it may be read; duty's own request is in it as well.
#[test]
fn a_conflict_names_who_wrote() {
    for denied in [false, true] {
        let world = World::new();
        let theirs = |state: &mut serde_json::Value| {
            put_in(state, &json!({"critical": ["sms"]}));
            super::logged(state, jiff::Timestamp::now().as_millisecond());
        };
        let fault = Fault::on("preference_update", FaultKind::write_after(theirs));
        world.server.fault(fault.nth(1));
        if denied {
            world
                .server
                .fault(Fault::on("audit_search", FaultKind::denied()));
        }
        let ran = world
            .duty("prefs add critical --im slack:4404")
            .requests_in_steps(&WRITES_AND_LOG)
            .status(7)
            .any_stderr()
            .run();
        let told = "  the audit log has a change by 李四 of 20";
        assert_eq!(ran.stderr.contains(told), !denied, "{}", ran.stderr);
        assert!(!ran.stderr.contains("张三"), "{}", ran.stderr);
    }
}

#[test]
fn where_asked_for_the_change_is_made_again_to_what_they_left() {
    let world = World::new();
    world.server.fault(fault(
        When::BetweenWriteAndReadBack(At::Begin),
        &json!({"critical": ["email", "voice"], "info": ["push"]}),
        true,
    ));
    let ran = world
        .duty("prefs add critical --im slack:4404 --retry-conflict 1")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("the change is made again to what they left"),
        "{}",
        ran.stderr
    );
    assert_eq!(world.pref("critical"), ["email", "voice", "slack_app:4404"]);
    assert_eq!(world.pref("info"), ["push"]);
    // Each time anew: once is not enough.
    let world = World::new();
    for round in 1..=3 {
        world.server.fault(
            Fault::on(
                "preference_update",
                FaultKind::ConcurrentWrite {
                    moment: Moment::After,
                    edit: putting(
                        json!({"critical": ["email", "slack_app:4404", format!("feishu_app:440{}", 1 + round % 2)]}),
                    ),
                },
            )
            .nth(round),
        );
    }
    put(
        &world,
        json!({"critical": ["email", "slack_app:4404", "dingtalk_app:4403"]}),
    );
    world
        .duty("prefs remove critical --im slack --retry-conflict 2")
        .any_requests()
        .any_stderr()
        .status(7)
        .run();
}

#[test]
fn a_merge_does_not_silence_either() {
    let world = World::new();
    world.server.fault(fault(
        When::BetweenWriteAndReadBack(At::Begin),
        &json!({"critical": ["email"]}),
        true,
    ));
    world
        .duty("prefs remove critical --email --retry-conflict 3")
        .any_requests()
        .any_stderr()
        // Not 2: the first write was accepted before somebody else's.
        .status(7)
        .run();
    assert_eq!(world.pref("critical"), ["email"]);
}

/// Processes on one machine take turns.
#[test]
fn two_at_once_on_one_machine_lose_nothing() {
    let world = fast_world();
    let state = world.home.path().join("state");
    for _ in 0..15 {
        put(
            &world,
            json!({"critical": ["email", "sms"], "warning": [], "info": ["email"], "shift": []}),
        );
        thread::scope(|scope| {
            for words in [
                "prefs add critical --voice -q",
                "prefs remove critical --sms -q",
                "prefs add critical warning --im slack:4404 -q",
                "prefs add info shift --app -q",
            ] {
                let (world, state) = (&world, &state);
                scope.spawn(move || Machine::new(world, state).run(words).unwrap());
            }
        });
        let mut critical = world.pref("critical");
        critical.sort();
        assert_eq!(critical, ["email", "slack_app:4404", "voice"]);
        assert_eq!(world.pref("warning"), ["slack_app:4404"]);
        assert_eq!(world.pref("info"), ["email", "push"]);
        assert_eq!(lists(&world)["shift"], json!(["push"]));
    }
}

#[test]
fn a_request_that_fails_is_looked_after_before_it_is_sent_again() {
    let server_error = |status, retry_after| FaultKind::Status {
        status,
        code: if status == 429 {
            "RequestTooFrequently"
        } else {
            "InvalidParameter"
        }
        .into(),
        message: "no".into(),
        retry_after,
    };
    // Nothing arrived: again.
    for kind in [
        FaultKind::Error500Before,
        FaultKind::CloseBefore,
        server_error(429, None),
    ] {
        let world = World::new();
        world
            .server
            .fault(Fault::on("preference_update", kind).first(2));
        world.duty("prefs add info --app -q").any_requests().run();
        assert_eq!(world.pref("info"), ["email", "push"]);
    }
    // It arrived, and its answer did not.
    for kind in [
        FaultKind::Error500After,
        FaultKind::CloseAfter,
        FaultKind::CutBody,
    ] {
        let world = World::new();
        world
            .server
            .fault(Fault::on("preference_update", kind).first(1));
        let ran = world
            .duty("prefs add info --app")
            .requests_in_steps(&WRITES_AND_LOG)
            .any_stdout()
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("but the change is in force"),
            "{}",
            ran.stderr
        );
        world.duty("prefs undo -q").requests_in_steps(&WRITES).run();
        assert_eq!(world.pref("info"), ["email"]);
    }
    // Refused for good: there is nothing to undo.
    let world = World::new();
    world
        .server
        .fault(Fault::on("preference_update", server_error(400, None)));
    let ran = world
        .duty("prefs add info --app")
        .requests_in_steps(&WRITES)
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
    world.server.clear_faults();
    world
        .duty("prefs undo")
        .any_requests()
        .any_stderr()
        .status(6)
        .run();
}

#[test]
fn what_cannot_be_remembered_is_changed_all_the_same() {
    let world = World::new();
    let nowhere = world.home.path().join("a-file");
    std::fs::write(&nowhere, "").unwrap();
    let ran = world
        .duty("prefs add info --app")
        .env("DUTY_STATE_DIR", nowhere.join("state"))
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("this change cannot be undone later"),
        "{}",
        ran.stderr
    );
    assert_eq!(world.pref("info"), ["email", "push"]);
}

/// Part of a change is in force when what is left of it would silence: that is no plain refusal.
#[test]
fn a_refusal_after_a_write_says_what_is_in_force() {
    let world = World::new();
    put(
        &world,
        json!({"critical": ["voice", "email"], "warning": ["voice", "sms"], "info": ["email"]}),
    );
    world.server.fault(fault(
        When::BetweenWriteAndReadBack(At::Begin),
        &json!({"critical": ["voice"]}),
        true,
    ));
    let ran = world
        .duty("prefs remove critical warning --voice --retry-conflict 3 -q")
        .any_requests()
        .any_stderr()
        .status(7)
        .run();
    assert_eq!(world.pref("warning"), ["sms"]);
    assert!(
        ran.stderr.contains("FOUND") && ran.stderr.contains("no critical incident would reach you"),
        "{}",
        ran.stderr
    );
}

/// What this command wrote is its own, also where somebody else wrote after it.
#[test]
fn a_merge_tells_what_was_changed() {
    let world = World::new();
    put(&world, json!({"critical": ["sms"]}));
    world.server.fault(fault(
        When::BetweenWriteAndReadBack(At::Begin),
        &json!({"critical": ["sms", "email", "push"]}),
        true,
    ));
    let told = world
        .duty("prefs add critical --email --retry-conflict 3 -o json")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run()
        .json();
    assert_eq!(told["changed"], true);
    assert_eq!(told["targets"][0]["added"], json!(["email", "app"]));
    assert_eq!(told["changed_since"], json!(null));
}

/// A request without an answer may still arrive: nobody says that nothing was changed, and the record
/// of it stays.
#[test]
fn what_may_still_arrive_is_not_denied() {
    let world = World::new();
    put(&world, json!({"critical": ["email"]}));
    world.server.fault(Fault::on(
        "preference_update",
        FaultKind::Delay(std::time::Duration::from_secs(60)),
    ));
    let ran = world
        .duty("prefs add critical --sms --timeout 1 -q")
        .any_requests()
        .any_stderr()
        .status(10)
        .run();
    assert!(
        ran.stderr
            .contains("it is not known whether the change took effect")
            && !ran.stderr.contains("nothing was changed"),
        "{}",
        ran.stderr
    );
    world.server.clear_faults();
    let undo = || world.duty("prefs undo -q").any_requests().any_stderr();
    undo().status(6).run();
    put(&world, json!({"critical": ["email", "sms"]}));
    undo().run();
    assert_eq!(world.pref("critical"), ["email"]);
}

/// Nothing is sent yet while another duty is at work.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_wait_for_another_duty() {
    let world = World::new();
    world.duty("prefs add info --sms -q").any_requests().run();
    let lock = world.home.path().join(format!(
        ".local/state/duty/prefs/default.{}.lock",
        super::PERSON
    ));
    let lock = std::fs::File::open(lock).unwrap();
    lock.lock().unwrap();
    world.server.clear_requests();
    let mut child = world
        .duty("prefs add info --voice -q")
        .command()
        .spawn()
        .unwrap();
    while world
        .server
        .requests()
        .iter()
        .all(|request| request.operation_id.as_deref() != Some("preference_info"))
    {
        thread::sleep(std::time::Duration::from_millis(5));
    }
    thread::sleep(std::time::Duration::from_millis(100));
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("'kill' is needed for this test");
    assert!(killed.success());
    assert_eq!(exit_code(child.wait().unwrap()), Some(130));
    drop(lock);
    assert!(!world.pref("info").contains(&"voice".to_owned()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_change_that_cannot_be_shown_is_told() {
    let world = World::new();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = world
        .duty("prefs add info --voice")
        .command()
        .stdout(full)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap()
        .wait_with_output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("the change is in force"), "{told}");
}

/// An error with a code that is new to duty is an answer: it is told, and the write not repeated.
#[test]
fn a_refusal_with_a_new_code_is_not_repeated() {
    let world = World::new();
    world.server.fault(Fault::on(
        "preference_update",
        FaultKind::error(422, "NewCode"),
    ));
    let ran = world
        .duty("prefs add info --sms")
        .requests_in_steps(&WRITES)
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("HTTP 422): NewCode"), "{}", ran.stderr);
}
