//! A kill at any point leaves a history that can be read, and a server that is either before or
//! after; and `undo` knows which.

use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::inside::fast_world;
use super::{PERSON, lists, put};
use crate::harness::{Fault, FaultKind, World};

fn start(world: &World) -> Child {
    world
        .duty("prefs set critical info --email --im slack:4404")
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn arrived(world: &World, operation: &str) -> usize {
    world
        .server
        .requests()
        .iter()
        .filter(|one| one.operation_id.as_deref() == Some(operation))
        .count()
}

#[track_caller]
fn wait_for(what: &str, done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "{what} never came"
        );
        thread::sleep(Duration::from_millis(1));
    }
}

fn before() -> Value {
    json!({
        "critical": ["push", "email", "push"], "warning": ["email"], "info": ["sms"],
        "shift": ["email"], "status-page": [],
    })
}

fn after() -> Value {
    let mut after = before();
    after["critical"] = json!(["email", "slack_app:4404"]);
    after["info"] = after["critical"].clone();
    after
}

/// What has to hold whenever the process was killed; ends with the state as it was.
#[track_caller]
fn all_is_well(world: &World, moment: &str) {
    world.server.clear_faults();
    // What the dead command still sent is served before what is sent now.
    world.ask("/preference/info", &json!({}));
    let now = lists(world);
    assert!(now == before() || now == after(), "{moment}: {now}");
    let file = world
        .home
        .path()
        .join(format!(".local/state/duty/prefs/default.{PERSON}.json"));
    if file.exists() {
        let book: Value = serde_json::from_slice(&std::fs::read(&file).unwrap())
            .unwrap_or_else(|error| panic!("{moment}: {error}"));
        assert!(book["entries"].is_array());
    }
    world
        .duty("prefs undo --list")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    if now == after() {
        world.duty("prefs undo -q").any_requests().run();
        assert_eq!(lists(world), before(), "{moment}");
    } else {
        let ran = world
            .duty("prefs undo -q")
            .any_requests()
            .any_stderr()
            .status(6)
            .run();
        assert!(
            ran.stderr.contains("no change to undo"),
            "{moment}: {}",
            ran.stderr
        );
    }
    // Nobody holds the lock, and nothing that was left behind is in the way.
    world.duty("prefs add info --app -q").any_requests().run();
}

#[test]
fn killed_around_each_request() {
    let requests = [
        ("member_info", 1),
        ("device_list", 1),
        ("integration_list", 1),
        ("preference_info", 1),
        ("preference_update", 1),
        ("preference_info", 2),
    ];
    let long = Duration::from_secs(30);
    for (operation, nth) in requests {
        for (when, kind) in [
            ("before the server acts", FaultKind::Delay(long)),
            ("after the server acted", FaultKind::DelayAfter(long)),
        ] {
            let world = fast_world();
            put(&world, before());
            world.server.fault(Fault::on(operation, kind).nth(nth));
            let mut child = start(&world);
            let moment = format!("{operation} {nth}, {when}");
            wait_for(&moment, || arrived(&world, operation) >= nth as usize);
            let wrote = operation == "preference_update" && when.starts_with("after");
            if wrote {
                wait_for(&moment, || lists(&world) == after());
            }
            child.kill().unwrap();
            child.wait().unwrap();
            let late = wrote || (operation == "preference_info" && nth == 2);
            assert_eq!(lists(&world) == after(), late, "{moment}");
            all_is_well(&world, &moment);
        }
    }
}

/// Between the requests, wherever that is.
#[test]
fn killed_at_any_moment() {
    for round in 0..60u64 {
        let world = fast_world();
        put(&world, before());
        let mut child = start(&world);
        // First spread over the life of the process, then close around the write.
        if round < 30 {
            thread::sleep(Duration::from_micros(round * 900));
        } else {
            wait_for("the read", || {
                arrived(&world, "preference_info") > 0 || child_is_gone(&world)
            });
            thread::sleep(Duration::from_micros((round - 30) * 150));
        }
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().unwrap();
        all_is_well(&world, &format!("round {round}"));
    }
}

fn child_is_gone(world: &World) -> bool {
    lists(world) == after()
}

/// Ctrl-C while the answer is awaited: the change is told to its end, and duty ends by it: the loop of a shell stops.
#[cfg(unix)]
#[test]
fn interrupted_during_the_write() {
    let world = fast_world();
    put(&world, before());
    world.server.fault(
        Fault::on(
            "preference_update",
            FaultKind::DelayAfter(Duration::from_millis(400)),
        )
        .nth(1),
    );
    let child = world
        .duty("prefs set critical info --email --im slack:4404")
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for("the write", || lists(&world) == after());
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("'kill' is needed for this test");
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("Changed, and read back."), "{told}");
    assert_eq!(crate::harness::exit_code(output.status), Some(130));
    all_is_well(&world, "interrupted");
}
