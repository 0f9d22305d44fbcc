//! Two rotations at once by one memory take turns: the second one reads what the first one has written.

use std::time::Duration;

use serde_json::Value;

use super::holders::{Running, in_context, keyring, keys, stored};
use crate::harness::{Fault, FaultKind, World};

/// Long enough for another process to begin and to look.
const LATE: Duration = Duration::from_secs(2);

const ROTATE: &str =
    "app-key rotate laptop --self --keep-old 1h --state rotation.json --output-file new.key";
const FINISH: &str = "app-key rotate --finish --self --state rotation.json";

/// A rotation whose new key has been asked for, and is late.
fn under_way(world: &World, words: &str, late: Duration) -> Running {
    world
        .server
        .fault(Fault::on("app_key_create", FaultKind::Delay(late)));
    let mut first = Running::start(&world.duty(words));
    first.at(world, "app_key_create");
    first
}

/// How often the server was asked for this.
fn asked(world: &World, operation: &str) -> usize {
    let all = world.server.requests();
    let is_it = |one: &&duty_sandbox::Recorded| one.operation_id.as_deref() == Some(operation);
    all.iter().filter(is_it).count()
}

#[test]
fn the_second_of_two_rotations_waits_and_sees_what_the_first_has_done() {
    let world = World::new();
    let first = under_way(&world, ROTATE, LATE);
    let second = Running::start(&world.duty(&format!("{ROTATE}2"))).end();
    let first = first.end();
    assert_eq!(first.status, Some(0), "{first:?}");
    assert_eq!(second.status, Some(7), "{second:?}");
    assert!(
        second
            .stderr
            .contains("is not over: its old key still works"),
        "{second:?}"
    );
    assert_eq!(asked(&world, "app_key_create"), 1);
    let text = std::fs::read_to_string(world.home.path().join("rotation.json")).unwrap();
    let state: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(state["rotations"].as_array().unwrap().len(), 1, "{text}");
    assert_eq!(state["rotations"][0]["phase"], "named");
    assert!(!world.home.path().join("new.key2").exists());
}

/// Not to be taken for one that was cut off: nobody has to resume it.
#[test]
fn a_rotation_that_another_duty_carries_out_is_not_called_interrupted() {
    let world = stored();
    let first = under_way(
        &world,
        "app-key rotate --self --keep-old 1h",
        Duration::from_secs(15),
    );
    let ran = world
        .duty("app-key list -o json")
        .any_requests()
        .any_stdout()
        .run();
    assert_eq!(ran.json()["warnings"], serde_json::json!([]));
    let ran = world
        .duty("app-key list")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("Another duty is rotating laptop (5001) just now."),
        "{}",
        ran.stderr
    );
    first.signal("KILL");
    let _ = first.end();
    let ran = world
        .duty("app-key list -o json")
        .any_requests()
        .any_stdout()
        .run();
    assert_eq!(ran.json()["warnings"][0]["code"], "unfinished_rotation");
}

#[test]
fn the_end_of_a_rotation_waits_for_its_beginning() {
    let world = World::new();
    let code = super::codes(&world, 1);
    let first = under_way(&world, ROTATE, LATE);
    let second = Running::start(&world.duty(FINISH).env("DUTY_VERIFY_CODE", code)).end();
    let first = first.end();
    assert_eq!(first.status, Some(0), "{first:?}");
    assert_eq!(second.status, Some(0), "{second:?}");
    assert!(
        second
            .stderr
            .contains("is finished: the old key is disabled"),
        "{second:?}"
    );
    let works: Vec<u64> = keys(&world)
        .iter()
        .filter(|key| key.enabled)
        .map(|key| key.id)
        .collect();
    assert_eq!(works, [60001]);
    let new = std::fs::read_to_string(world.home.path().join("new.key")).unwrap();
    assert_eq!(new.trim(), keys(&world).last().unwrap().secret);
}

/// The key of the context is another one when its turn comes: nothing of what was read before counts.
#[test]
fn the_second_one_reads_the_configuration_anew() {
    let world = stored();
    let words = "app-key rotate --keep-old 1h";
    let first = under_way(&world, words, LATE);
    let second = Running::start(&world.duty("app-key rotate --keep-old 2h")).end();
    let first = first.end();
    assert_eq!(first.status, Some(0), "{first:?}");
    assert_eq!(second.status, Some(7), "{second:?}");
    assert!(
        second
            .stderr
            .contains("the rotation of laptop (5001) is not over"),
        "{second:?}"
    );
    assert_eq!(asked(&world, "app_key_create"), 1);
}

#[test]
fn whoever_waits_too_long_is_told_why_and_has_asked_nothing() {
    let world = World::new();
    let first = under_way(&world, ROTATE, Duration::from_secs(15));
    let before = world.server.requests().len();
    for (words, told) in [
        (ROTATE, "another duty is rotating a key with rotation.json"),
        (FINISH, "another duty is rotating a key with rotation.json"),
    ] {
        let run = world.duty(&format!("{words} --timeout 1 -o json"));
        let second = Running::start(&run).end();
        assert_eq!(second.status, Some(7), "{second:?}");
        let error: Value = serde_json::from_str(&second.stderr).unwrap();
        assert_eq!(error["error"]["message"], told);
        assert_eq!(error["error"]["kind"], "conflict");
    }
    // What changes nothing is in nobody's way, and another memory is none of this one's business.
    for (words, status) in [
        // The old key would not be retired.
        (format!("{FINISH} --dry-run --timeout 10"), 7),
        // There is no such file, which is found out at once.
        (
            "app-key rotate --finish --state other.json --timeout 10".to_owned(),
            6,
        ),
    ] {
        let other = Running::start(&world.duty(&words)).end();
        assert_eq!(other.status, Some(status), "{other:?}");
        if status == 7 {
            let told = "there is no new key, so the rotation would be forgotten; the old key laptop (5001) works as before";
            assert!(other.stderr.contains(told), "{other:?}");
        }
    }
    let after = world.server.requests().len();
    assert!(after <= before + 1, "only the dry run reads the keys");
    first.signal("KILL");
    first.end();
}

/// A login to the context `default` under way, into this store.
fn login(world: &World, store: &str) -> std::process::Child {
    let url = world.server.base_url();
    // Whoever reads one is not disturbed by the next.
    let key = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(key.path(), world.server.app_key()).unwrap();
    let words = format!("auth login --yes --app-key-stdin {store} --base-url {url}");
    let null = std::process::Stdio::null;
    let mut command = world.duty(&words).command();
    let command = command.stdin(key.reopen().unwrap());
    command.stdout(null()).stderr(null()).spawn().unwrap()
}

#[test]
fn of_logins_at_once_none_deletes_the_key_of_another() {
    let mut world = stored();
    let _keyring = keyring(&mut world);
    for round in 0..8 {
        let mut all: Vec<std::process::Child> = (0..8)
            .map(|n| login(&world, ["", "--insecure-storage"][n % 2]))
            .collect();
        for one in &mut all {
            assert_eq!(one.wait().unwrap().code(), Some(0), "round {round}");
        }
        let key = in_context(&world, "default");
        assert_eq!(key, world.server.app_key(), "round {round}");
    }
}

#[test]
fn a_removal_beside_a_login_leaves_no_context_without_its_key_and_no_key_without_its_context() {
    let world = stored();
    let key = world.server.app_key().to_owned();
    for round in 0..12 {
        let mut login = login(&world, "--insecure-storage");
        let removed = Running::start(&world.duty("auth remove default")).end();
        assert_eq!(login.wait().unwrap().code(), Some(0), "round {round}");
        let list = world.duty("auth list -o json").any_stdout().run().json();
        let is_there = list["items"].as_array().is_some_and(|all| {
            all.iter()
                .any(|one| one["name"] == "default" && !one["key_store"].is_null())
        });
        let files = world.files();
        let is_kept = files
            .iter()
            .any(|(_, text)| String::from_utf8_lossy(text).contains(&key));
        assert_eq!(is_there, is_kept, "round {round}: {removed:?} {list}");
        if !is_there {
            login_to_the_end(&world);
        }
    }
}

fn login_to_the_end(world: &World) {
    let ended = login(world, "--insecure-storage").wait().unwrap();
    assert!(ended.success());
}
