//! Where the secret of a new key goes, and what becomes of it where the place or the telling fails.

use std::fs::File;
use std::time::Duration;

use duty_sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::app_key_holders::{Running, codes, keys, shown};
use crate::harness::World;

fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

#[test]
fn a_secret_in_its_file_stays_there_when_the_result_cannot_be_told() {
    let world = World::new();
    let output = world
        .duty("app-key create ci --output-file ci.key -o json")
        .command()
        .stdout(full())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let made = keys(&world).pop().unwrap();
    assert_eq!(made.name, "ci");
    assert_eq!(
        std::fs::read_to_string(world.home.path().join("ci.key")).unwrap(),
        format!("{}\n", made.secret)
    );
}

#[test]
fn ctrl_c_before_the_key_is_made_leaves_no_file() {
    let world = World::new();
    world.server.fault(Fault::on(
        "app_key_list",
        FaultKind::Delay(Duration::from_secs(3)),
    ));
    let mut running = Running::start(&world.duty("app-key create ci --output-file ci.key"));
    running.at(&world, "app_key_list");
    running.signal("INT");
    assert_eq!(running.end().status, Some(130));
    assert!(!world.home.path().join("ci.key").exists());
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}

#[test]
fn a_folder_that_is_not_there_is_said_before_the_server_is_asked() {
    let world = World::new();
    let ran = world
        .duty("app-key create ci --output-file nowhere/ci.key")
        .status(1)
        .requests(&[])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("no key was made"), "{}", ran.stderr);
}

#[test]
fn the_owner_rotates_the_key_of_a_member_to_its_end() {
    let world = World::new();
    let ran = world
        .duty("app-key rotate lisi-laptop --person lisi@example.com --output-file r --self")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("proven"), "{}", ran.stderr);
    let secret = std::fs::read_to_string(world.home.path().join("r")).unwrap();
    let ran = world
        .duty("app-key list --person lisi@example.com -o json")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let listed = ran.json();
    let of = |name: &str| {
        listed["keys"]
            .as_array()
            .unwrap()
            .iter()
            .find(|key| key["key_name"].as_str().unwrap() == name)
            .unwrap()["status"]
            .clone()
    };
    assert_eq!(of("lisi-laptop"), json!("enabled"), "{listed}");
    let disabled = listed["keys"].as_array().unwrap().iter();
    let disabled = disabled
        .filter(|key| key["status"] == json!("disabled"))
        .count();
    assert_eq!(disabled, 1, "{listed}");
    world
        .duty("profile show")
        .env("DUTY_APP_KEY", secret.trim())
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
}
