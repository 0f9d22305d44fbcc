//! The command that is told goes on with the rotation: it names the context from where that works, whichever one it is
//! told in.

use duty_sandbox::{Fault, FaultKind};
use serde_json::Value;

use super::holders::{codes, cut_off, fill, keep_old, keys, log_in, stored};
use crate::harness::World;

/// A second context, `three`, that has another key of the same person.
#[track_caller]
fn add_context(world: &World) {
    fill(world, 1, "enabled");
    let third = "sandbox-more-0-0123456789abcdef";
    log_in(world, "three", &world.server.base_url(), third);
    world.server.clear_requests();
}

#[track_caller]
fn said(world: &World, command: &str, status: i32) -> String {
    let run = world.duty(command).status(status).any_requests();
    run.any_stdout().any_stderr().run().stderr
}

/// Each command of a rotation in a text, without the quotes; there is one.
#[track_caller]
fn commands(told: &str) -> Vec<String> {
    let found = told.match_indices("duty ").filter_map(|(at, _)| {
        let words = told[at..].split(['\'', '\n']).next()?.trim_end();
        let is_its = words.contains("--resume") || words.contains("--finish");
        is_its.then(|| words.trim_start_matches("duty ").to_owned())
    });
    let found: Vec<String> = found.collect();
    assert!(!found.is_empty(), "{told}");
    found
}

#[test]
fn an_interrupted_rotation_is_told_with_the_context_where_it_goes_on() {
    let world = stored();
    cut_off(&world);
    add_context(&world);
    for (command, status) in [
        ("app-key list --context three", 0),
        (
            "app-key rotate laptop --self --keep-old 7d --context three",
            7,
        ),
        ("app-key list --context default", 0),
        ("app-key list", 0),
    ] {
        let told = said(&world, command, status);
        for told in commands(&told) {
            let contexts = told.matches("--context").count();
            assert!(contexts < 2, "{command}: {told}");
            let is_default = !told.contains("--context") || told.contains("--context default");
            assert!(is_default, "{command}: {told}");
        }
        assert!(!told.contains(", with --context"), "{told}");
    }
    let told = commands(&said(&world, "app-key list --context three", 0)).remove(0);
    let told = said(&world, &told, 0);
    assert!(
        told.contains("The old key laptop (5001) works until"),
        "{told}"
    );
}

#[test]
fn an_old_key_that_works_on_is_told_with_the_context_where_it_ends() {
    let world = stored();
    keep_old(&world);
    add_context(&world);
    for (command, status) in [
        ("app-key list --context three", 0),
        (
            "app-key rotate laptop --self --keep-old 7d --context three",
            7,
        ),
    ] {
        for told in commands(&said(&world, command, status)) {
            assert!(told.contains("--context default"), "{command}: {told}");
            assert!(!told.contains("three"), "{command}: {told}");
        }
    }
    let told = commands(&said(&world, "app-key list --context three", 0)).remove(0);
    let run = world.duty(&told).env("DUTY_VERIFY_CODE", codes(&world, 1));
    let told = run.any_requests().any_stderr().run().stderr;
    assert!(told.contains("the old key is disabled"), "{told}");
}

/// A file of its own does not make one forget what the state directory knows.
#[test]
fn a_rotation_with_a_state_knows_that_one_without_it_is_not_over() {
    let world = stored();
    let new = keep_old(&world);
    let rotate = "app-key rotate laptop --self --keep-old 7d --state rotation.json";
    let told = said(&world, &format!("{rotate} --output-file new.key"), 7);
    assert!(!told.contains("nothing here remembers it"), "{told}");
    let command = commands(&told).remove(0);
    assert_eq!(command, "app-key rotate --finish");
    let run = world
        .duty(&command)
        .env("DUTY_VERIFY_CODE", codes(&world, 1));
    run.any_requests().any_stderr().run();
    let left: Vec<u64> = keys(&world)
        .into_iter()
        .filter(|key| key.enabled)
        .map(|key| key.id)
        .collect();
    assert_eq!(left, [new.id]);
}

#[test]
fn one_that_was_cut_off_without_a_state_is_not_begun_anew_with_one() {
    let world = stored();
    cut_off(&world);
    let before = keys(&world);
    let rotate = "app-key rotate laptop --self --keep-old 7d --state rotation.json";
    let told = said(&world, &format!("{rotate} --output-file new.key"), 7);
    assert_eq!(commands(&told)[0], "app-key rotate --resume");
    assert_eq!(keys(&world), before);
}

/// What was never made cannot retire anything: whoever asked for the end of the old key has not got it.
#[test]
fn the_end_of_a_rotation_that_made_no_key_is_no_success() {
    let world = stored();
    let error = FaultKind::CloseBefore;
    world.server.fault(Fault::on("app_key_create", error));
    let rotate = "app-key rotate laptop --self --keep-old manual --context default";
    let run = world.duty(rotate).env("DUTY_TIMEOUT", "2").any_status();
    run.any_requests().any_stderr().run();
    world.server.clear_faults();
    for more in ["--dry-run", ""] {
        let finish = format!("app-key rotate --finish --self -o json {more}");
        let run = world.duty(&finish).status(7).any_requests().any_stderr();
        let ran: Value = serde_json::from_str(&run.any_stdout().run().stdout).unwrap();
        assert_eq!(ran["result"], "undone", "{ran}");
        assert_eq!(ran["old_becomes"], "kept", "{ran}");
    }
    assert!(keys(&world)[0].enabled);
}

#[test]
fn a_dry_run_sees_the_key_of_another_rotation_in_the_way() {
    let world = stored();
    let state = "--state first.json --context default";
    let error = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("member_info", error));
    let rotate = format!("app-key rotate laptop --self --keep-old 7d {state}");
    let run = world.duty(&rotate).any_status().any_requests();
    run.any_stderr().run();
    world.server.clear_faults();
    let rotate = "app-key rotate laptop --self --keep-old 7d --context default";
    for more in [" --dry-run", ""] {
        let told = said(&world, &format!("{rotate}{more}"), 7);
        assert!(told.contains("beside that of context default"), "{told}");
    }
}

/// Cut off while it took the place of the old one, the new key is not said to be in use.
#[test]
fn of_two_keys_that_a_context_may_have_neither_is_certainly_in_use() {
    let world = stored();
    let new = keep_old(&world);
    let config = super::holders::file(&world, "config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let marks = text.replace("key_marks = [", "key_marks = [\"0000\", ");
    assert_ne!(text, marks);
    std::fs::write(&config, marks).unwrap();
    // What was remembered of each key is gone as well.
    for name in ["app-key-fingerprints.json", "app-key-rotate-"] {
        std::fs::remove_file(super::holders::file(&world, name)).unwrap();
    }
    let run = world
        .duty("app-key list -o json")
        .any_requests()
        .any_stderr();
    let listed: Value = serde_json::from_str(&run.any_stdout().run().stdout).unwrap();
    let items = listed["items"].as_array().unwrap();
    let id = new.id.to_string();
    let its = items.iter().find(|key| key["id"] == id);
    assert_eq!(its.unwrap()["in_use"], Value::Null, "{listed}");
}
