//! Whether the last change made here still stands: told by `show`, and by the next change.

use serde_json::json;

use super::{READS, READS_AND_LOG, SHOWS_SHIFTS, WRITES, WRITES_AND_LOG, put};
use crate::harness::World;

#[track_caller]
fn changed_once() -> World {
    let world = World::new();
    put(&world, json!({"info": ["email"], "warning": ["email"]}));
    world
        .duty("prefs add info --sms -q")
        .requests_in_steps(&WRITES)
        .run();
    world
}

#[test]
fn as_it_was_left_there_is_nothing_to_tell() {
    let world = changed_once();
    let shown = world
        .duty("prefs show -o json")
        .requests_in_steps(&SHOWS_SHIFTS)
        .any_stdout()
        .run()
        .json();
    assert_eq!(shown["changed_since"], json!(null));
    // The same channels in another order are the same.
    put(&world, json!({"info": ["sms", "email", "sms"]}));
    world
        .duty("prefs show")
        .requests_in_steps(&SHOWS_SHIFTS)
        .any_stdout()
        .run();
}

#[test]
fn show_tells_what_changed_since_and_quiet_does_not() {
    let world = changed_once();
    put(&world, json!({"info": ["voice"], "shift": []}));
    let shown = world
        .duty("prefs show -o json")
        .requests_in_steps(&[SHOWS_SHIFTS[0], &["audit_search"]])
        .any_stdout()
        .run()
        .json();
    let since = &shown["changed_since"];
    assert_eq!(since["command"], "add info --sms");
    assert_eq!(
        since["targets"],
        json!([
            {"target": "info", "left": ["email", "sms"], "now": ["voice"]},
            {"target": "shift", "left": ["email"], "now": []},
        ])
    );
    world
        .duty("prefs show -q")
        .requests_in_steps(&SHOWS_SHIFTS)
        .any_stdout()
        .run();
}

#[test]
fn the_next_change_tells_before_it_forgets() {
    for quiet in ["", " -q"] {
        let world = changed_once();
        put(&world, json!({"info": ["email"]}));
        // What writes nothing forgets nothing, and need not tell.
        // Who wants to hear nothing need not wait for who it was.
        let (reads, writes): (&[&[&str]], &[&[&str]]) = if quiet.is_empty() {
            (&READS_AND_LOG, &WRITES_AND_LOG)
        } else {
            (&READS, &WRITES)
        };
        world
            .duty(&format!("prefs add warning --email{quiet}"))
            .requests_in_steps(reads)
            .any_stdout()
            .any_stderr()
            .run();
        let ran = world
            .duty(&format!("prefs add warning --voice{quiet}"))
            .requests_in_steps(writes)
            .any_stdout()
            .any_stderr()
            .run();
        let mut told = ran.stderr.lines();
        assert!(
            told.next()
                .unwrap()
                .starts_with("the preferences are no longer as 'add info --sms' of 20"),
            "{}",
            ran.stderr
        );
        assert_eq!(told.next(), Some("TARGET  LEFT BY THAT CHANGE  NOW"));
        assert_eq!(told.next(), Some("info    SMS, email           email"));
        world
            .duty("prefs show")
            .requests_in_steps(&SHOWS_SHIFTS)
            .any_stdout()
            .run();
    }
}

#[test]
fn json_has_it_in_the_result_or_in_the_error() {
    let world = changed_once();
    put(&world, json!({"info": ["email"]}));
    let changed = world
        .duty("prefs add warning --voice -o json")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .run()
        .json();
    assert_eq!(changed["changed_since"]["command"], "add info --sms");

    let world = changed_once();
    put(&world, json!({"info": ["email"]}));
    world.server.fault(
        crate::harness::Fault::on(
            "preference_update",
            crate::harness::FaultKind::write_after(|state| {
                super::put_in(state, &json!({"warning": ["push"]}));
            }),
        )
        .nth(1),
    );
    let ran = world
        .duty("prefs add warning --voice -o json")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stderr()
        .status(7)
        .run();
    let message = ran.error()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("no longer as 'add info --sms' of")
            && message.contains("info    SMS, email           email"),
        "{message}"
    );
}

/// Why somebody was not notified: perhaps what they chose was changed elsewhere.
#[test]
fn the_doctor_tells_it_too() {
    let world = changed_once();
    let doctor = |words: &str| {
        world
            .duty(&format!("doctor {words}"))
            .any_requests()
            .any_stdout()
            .status(3)
            .run()
    };
    let ran = doctor("");
    assert!(!ran.stdout.contains("Changed"), "{}", ran.stdout);
    put(&world, json!({"info": ["email"]}));
    let ran = doctor("");
    let mut lines = ran.stdout.lines();
    let line = lines.find(|line| line.starts_with("Changed")).unwrap();
    assert!(
        line.starts_with("Changed   since 'add info --sms' of 20")
            && line.ends_with(", the last change recorded here; 'duty prefs show' compares"),
        "{line}"
    );
    let report = doctor("-o json").json();
    assert_eq!(
        report["changed_since"]["targets"],
        json!([{"target": "info", "left": ["email", "sms"], "now": ["email"]}])
    );
}

/// Other duty on this machine are no strangers, also while they wait for each other.
#[test]
fn what_was_changed_here_is_not_told() {
    let world = changed_once();
    let mut children = Vec::new();
    for words in [
        "add shift --voice",
        "add warning --voice",
        "add info --app",
        "add critical --sms",
    ] {
        let run = world.duty(&format!("prefs {words} -q"));
        let mut command = run.command();
        command.stderr(std::process::Stdio::piped());
        children.push(command.spawn().unwrap());
    }
    for child in children {
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && told.is_empty(), "{told}");
    }
}

#[test]
fn json_has_it_also_where_nothing_is_written() {
    let world = changed_once();
    put(&world, json!({"info": ["email"]}));
    for words in ["add warning --email", "add warning --voice --dry-run"] {
        let told = world
            .duty(&format!("prefs {words} -o json"))
            .requests_in_steps(&READS_AND_LOG)
            .any_stdout()
            .run()
            .json();
        assert_eq!(told["changed_since"]["command"], "add info --sms");
    }
}

#[test]
fn undo_tells_it_once() {
    let world = changed_once();
    put(&world, json!({"shift": []}));
    let ran = world
        .duty("prefs undo --yes")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(!ran.stderr.contains("no longer as"), "{}", ran.stderr);
    assert_eq!(
        ran.stderr.matches("changed the preferences since").count(),
        1,
        "{}",
        ran.stderr
    );
}
