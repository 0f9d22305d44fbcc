//! Another writer between our read and our write: ours replaces theirs, and nothing that is read back shows it. The
//! audit log does, and is asked once, after the write.

use std::sync::Mutex;
use std::time::Duration;

use duty_sandbox::{Options, TestClock};
use serde_json::{Value, json};

use super::{READS, WRITES, WRITES_AND_LOG, lists, put, put_in};
use crate::harness::{Act, Fault, FaultKind, Moment, World};

const LIST: &str = "prefs add critical --im slack:4404";

/// They write right before our write, and the log has it.
fn theirs(world: &World, change: &Value) {
    theirs_at(world, change, || jiff::Timestamp::now().as_millisecond());
}

fn theirs_at(world: &World, change: &Value, now: impl Fn() -> i64 + Send + Sync + 'static) {
    let change = change.clone();
    let edit = move |state: &mut Value| {
        put_in(state, &change);
        super::logged(state, now());
    };
    let fault = Fault::on("preference_update", FaultKind::write_before(edit));
    world.server.fault(fault.nth(1));
}

#[test]
fn whoever_is_overwritten_unseen_is_named_with_what_they_chose() {
    let world = World::new();
    theirs(&world, &json!({"info": ["sms", "voice"]}));
    let ran = world
        .duty(LIST)
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(world.pref("info"), ["email"], "theirs is gone");
    let mut told = ran.stderr.lines();
    let line = told.next().unwrap();
    assert!(
        line.starts_with("warning: 李四 changed the preferences at 20"),
        "{line}"
    );
    assert!(
        line.ends_with(
            " from 203.0.113.24, between duty's read and its write: of that change, info (voice, SMS) may be gone; 'duty prefs log' lists it (what its entries look like is assumed), 'duty prefs set info --voice --sms' makes it again"
        ),
        "{line}"
    );
    assert_eq!(told.next(), Some("Changed, and read back."));
    // The command that it names does so.
    let again = "prefs set info --voice --sms -q";
    world.duty(again).requests_in_steps(&WRITES).run();
    assert_eq!(world.pref("info"), ["voice", "sms"]);
}

#[test]
fn programs_get_the_code_and_several_lists_are_named() {
    let world = World::new();
    theirs(
        &world,
        &json!({"info": [], "warning": ["sms"], "critical": ["voice", "email"]}),
    );
    let ran = world
        .duty(&format!("{LIST} -o json -q"))
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .run();
    let told = ran.json();
    let warnings = told["warnings"].as_array().unwrap();
    let one = warnings.iter().find(|one| one["code"] == "changed_between");
    let message = one.unwrap()["message"].as_str().unwrap();
    for said in [
        "of that change, critical (voice, email); warning (SMS); info (none) may be gone",
        "'duty prefs set TARGET' makes it again",
    ] {
        assert!(message.contains(said), "{message}");
    }
    assert_eq!(told["changed"], true);
}

/// Another duty of the same person, on another machine.
#[test]
fn the_same_person_elsewhere_is_somebody_else() {
    let world = World::new();
    let there = tempfile::tempdir().unwrap();
    put(&world, json!({"critical": ["email"], "info": ["email"]}));
    let mut theirs = world
        .duty("prefs clear info --yes -q")
        .env("DUTY_STATE_DIR", there.path())
        .command();
    let theirs = Mutex::new(move || assert!(theirs.status().unwrap().success()));
    let act = Act::new(move || theirs.lock().unwrap()());
    let moment = Moment::Before;
    let fault = Fault::on("preference_update", FaultKind::Meanwhile { moment, act });
    world.server.fault(fault.nth(1));
    let ran = world
        .duty("prefs add critical --app")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(world.pref("info"), ["email"]);
    let line = ran.stderr.lines().next().unwrap();
    assert!(
        line.starts_with("warning: you changed the preferences at 20")
            && line.contains("too, between this command's read and its write")
            && line.ends_with("'duty prefs clear info' makes it again"),
        "{}",
        ran.stderr
    );
}

#[test]
fn nothing_is_told_where_nothing_is_lost() {
    let quiet = |world: &World, words: &str, steps: &[&[&str]]| {
        let run = world.duty(words).requests_in_steps(steps);
        let ran = run.any_stdout().any_stderr().run();
        assert!(
            !ran.stderr.contains("changed the preferences"),
            "{words}: {}",
            ran.stderr
        );
    };
    // What was read a moment ago somebody else had written a moment before.
    let world = World::new();
    let mut set = lists(&world);
    set["info"] = json!(["voice"]);
    let body = json!({"trigger_notify": {
        "critical": set["critical"], "warning": set["warning"], "info": ["voice"],
    }});
    world.ask("/preference/update", &body);
    quiet(&world, LIST, &WRITES_AND_LOG);
    // One command after the other.
    quiet(&world, "prefs set info --sms", &WRITES_AND_LOG);
    quiet(&world, "prefs set info --email", &WRITES_AND_LOG);
    // They chose what we choose.
    let world = World::new();
    theirs(
        &world,
        &json!({"critical": ["push", "email", "slack_app:4404"]}),
    );
    quiet(&world, LIST, &WRITES_AND_LOG);
    // Nothing was written.
    quiet(&world, LIST, &READS);
    quiet(&world, "prefs add info --voice --dry-run", &READS);
}

#[test]
fn who_wants_to_hear_nothing_waits_for_nothing_and_no_log_is_no_error() {
    let world = World::new();
    theirs(&world, &json!({"info": ["sms"]}));
    world
        .duty(&format!("{LIST} -q"))
        .requests_in_steps(&WRITES)
        .run();
    let hangs = FaultKind::Delay(Duration::from_secs(60));
    for kind in [
        FaultKind::denied(),
        FaultKind::error(404, "RouteNotFound"),
        hangs,
    ] {
        let world = World::new();
        theirs(&world, &json!({"info": ["sms"]}));
        world.server.fault(Fault::on("audit_search", kind));
        world
            .duty(&format!("{LIST} --timeout 4"))
            .requests_in_steps(&WRITES_AND_LOG)
            .any_stdout()
            .stderr("Changed, and read back.\n")
            .run();
    }
}

/// The log goes by the server's clock, whatever this machine's shows.
#[test]
fn a_wrong_clock_hides_nobody() {
    let now = jiff::Timestamp::now().as_second() as u64;
    for then in [now - 7200, now + 7200] {
        let clock = TestClock::at(then);
        let world = World::with(Options {
            clock: clock.clone().into(),
            ..Options::default()
        });
        let now = move || clock.now() as i64 * 1000;
        theirs_at(&world, &json!({"info": ["sms"]}), now);
        let ran = world
            .duty(LIST)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert!(
            ran.stderr
                .starts_with("warning: 李四 changed the preferences at 20"),
            "{}",
            ran.stderr
        );
    }
}
