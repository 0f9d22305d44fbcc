//! What a conflict looks like, what `--retry-conflict` makes of it, and what becomes of a write whose
//! answer does not come. The game of 1,000 rounds is in `interleave.rs`.

use std::thread;

use serde_json::json;

use super::inside::{Machine, fast_world};
use super::interleave::{At, When, fault};
use super::{WRITES, lists, put, putting};
use crate::harness::{Fault, FaultKind, Moment, World};

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
        .requests(&WRITES)
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
        .status(2)
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
            .requests(&WRITES)
            .any_stdout()
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("but the change is in force"),
            "{}",
            ran.stderr
        );
        world.duty("prefs undo -q").requests(&WRITES).run();
        assert_eq!(world.pref("info"), ["email"]);
    }
    // Refused for good: there is nothing to undo.
    let world = World::new();
    world
        .server
        .fault(Fault::on("preference_update", server_error(400, None)));
    let ran = world
        .duty("prefs add info --app")
        .requests(&WRITES)
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
        .requests(&WRITES)
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
