//! The keys of a rotation where somebody has another server, another memory, or another copy: no key of somebody else is
//! overwritten or named for deletion, and what is told is looked at first.

use std::time::Duration;

use duty_sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use super::holders::{
    Running, auth, codes, file, fill, in_context, keep_old, keys, log_in, stored,
};
use crate::harness::{Edit, Moment, World};

#[track_caller]
fn finish(world: &World, more: &str, status: i32) -> String {
    let run = world.duty(&format!("app-key rotate --finish {more}"));
    let run = run.env("DUTY_VERIFY_CODE", codes(world, 1)).status(status);
    run.any_requests().any_stderr().run().stderr
}

#[track_caller]
fn is_finished(world: &World, told: &str) {
    assert!(
        told.contains("is finished: the old key is disabled"),
        "{told}"
    );
    assert!(!keys(world)[0].enabled, "{told}");
}

/// Which of several keys the context has is not known: its place is for no other.
#[test]
fn a_key_that_may_be_another_is_not_put_in_place_of_the_contexts_own() {
    for more in ["--keep-old 24h", "--self", "--self --delete"] {
        let world = stored();
        fill(&world, 1, "enabled");
        let rotate = format!("app-key rotate more-0 {more}");
        let code = codes(&world, 1);
        let run = |quiet: &str| {
            let run = world.duty(&format!("{rotate} {quiet}"));
            run.env("DUTY_VERIFY_CODE", &code).any_requests()
        };
        let ran = run("").status(2).any_stderr().run();
        let told = "it is not known whether context default has more-0 (5100)";
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        let ran = run("-q").any_stdout().any_stderr().run();
        let new = keys(&world).pop().unwrap();
        assert_eq!(ran.stdout, format!("{}\n", new.secret));
        assert!(ran.stderr.contains("context default"), "{}", ran.stderr);
        assert_eq!(in_context(&world, "default"), world.server.app_key());
    }
}

/// Another server counts its keys alike: what is told to be deleted is so on the right one, and never with `--self`.
#[test]
fn a_command_about_another_server_says_so() {
    let (world, other) = (stored(), World::new());
    let (here, there) = (world.server.base_url(), other.server.base_url());
    let new = keep_old(&world);
    let told = log_in(&world, "default", &there, other.server.app_key());
    for command in [
        format!(
            "'duty app-key delete {} --context NAME --base-url {here}'",
            new.id
        ),
        format!("'duty app-key rotate --resume --context NAME --base-url {here}'"),
        format!("'duty auth login --context NAME --base-url {here}'"),
    ] {
        assert!(told.contains(&command), "{command}: {told}");
    }
    assert!(!told.contains("--self"), "{told}");
    // One that is named beside the context in use.
    let world = stored();
    log_in(&world, "two", &there, other.server.app_key());
    let run = world.duty("app-key rotate laptop --self --keep-old 1h --context two");
    run.any_requests().any_stderr().run();
    let new = keys(&other).pop().unwrap();
    for told in [
        auth(&world, "logout --context two"),
        auth(&world, "remove two"),
    ] {
        let command = format!(
            "'duty app-key delete {} --context two --base-url {there}'",
            new.id
        );
        let is_told = told.contains(&command);
        assert!(is_told || !told.contains("app-key delete"), "{told}");
    }
}

/// The last copy is told of, wherever it is.
#[test]
fn the_last_of_several_copies_does_not_go_without_a_word() {
    for take_away in ["remove three", "logout --context three"] {
        let world = stored();
        let new = keep_old(&world);
        log_in(&world, "three", &world.server.base_url(), &new.secret);
        let told = auth(&world, "remove default");
        assert!(!told.contains("had the new key"), "{told}");
        let told = auth(&world, take_away);
        let command = format!("'duty app-key delete {}", new.id);
        assert!(told.contains(&command), "{take_away}: {told}");
    }
}

#[test]
fn a_rotation_is_told_to_be_resumed_and_not_finished_where_nothing_was_kept() {
    let world = stored();
    let error = FaultKind::error(429, "RequestTooFrequently");
    world.server.fault(Fault::on("app_key_disable", error));
    let rotate = |option: &str, code: Option<String>| {
        let run = world.duty(&format!("app-key rotate {option} --context default"));
        let run = match code {
            Some(code) => run.env("DUTY_VERIFY_CODE", code),
            None => run,
        };
        let run = run.env("DUTY_TIMEOUT", "2").any_status().any_requests();
        run.any_stderr().run()
    };
    rotate("laptop --self", Some(codes(&world, 1)));
    world.server.clear_faults();
    let ran = rotate("--resume", None);
    assert_eq!(ran.status, Some(8), "{}", ran.stderr);
    assert!(ran.stderr.contains("rotate --resume'"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("--finish"), "{}", ran.stderr);
    let ran = rotate("--resume", Some(codes(&world, 1)));
    assert!(ran.stderr.contains("is finished"), "{}", ran.stderr);
}

/// The end is begun without a code, which comes with the next run: that one still finds it.
#[test]
fn an_end_that_waits_for_a_code_is_found_again() {
    let world = stored();
    world
        .server
        .fault(Fault::on("app_key_rename", FaultKind::CloseBefore));
    let rotate = world.duty("app-key rotate laptop --self --keep-old manual");
    rotate.any_status().any_requests().any_stderr().run();
    world.server.clear_faults();
    let waits = world.duty("app-key rotate --finish --delete").status(8);
    waits.any_requests().any_stderr().run();
    is_finished(&world, &finish(&world, "", 0));
}

/// The state is of the moment when there was a new key: that the context has it is seen there.
#[test]
fn a_state_that_is_behind_is_caught_up_with() {
    let world = stored();
    keep_old(&world);
    let path = file(&world, "app-key-rotate-");
    let mut journal: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    journal["phase"] = json!("kept");
    std::fs::write(&path, journal.to_string()).unwrap();
    is_finished(&world, &finish(&world, "--self", 0));
}

#[test]
fn a_state_that_cannot_be_written_is_told() {
    let world = stored();
    let wait = Duration::from_secs(2);
    world
        .server
        .fault(Fault::on("app_key_create", FaultKind::DelayAfter(wait)).first(1));
    let rotate = world.duty("app-key rotate laptop --self --keep-old manual");
    let mut running = Running::start(&rotate);
    running.at(&world, "app_key_create");
    let path = file(&world, "app-key-rotate-");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir_all(path.join("in the way")).unwrap();
    let ended = running.end();
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    for part in ["could not be written down", "'duty app-key disable 5001'"] {
        assert!(ended.stderr.contains(part), "{}", ended.stderr);
    }
    assert!(!ended.stderr.contains("until '"), "{}", ended.stderr);
}

/// It was cut off between the last thing written down and the second copy.
#[test]
fn a_second_copy_beside_the_contexts_own_is_not_said_to_be_lost() {
    let world = stored();
    let new = keep_old(&world);
    let own = file(&world, "insecure-keys/default");
    std::fs::copy(&own, own.with_file_name("default+new")).unwrap();
    let url = world.server.base_url();
    let told = log_in(&world, "default", &url, world.server.app_key());
    assert!(told.contains("was interrupted"), "{told}");
    assert!(!told.contains("no other copy"), "{told}");
    is_finished(&world, &finish(&world, "--self", 0));
    assert_eq!(in_context(&world, "default"), new.secret);
}

#[test]
fn a_key_that_was_logged_out_is_not_said_to_be_stored() {
    for (more, context) in [("", "default"), ("--save=ci --insecure-storage", "ci")] {
        let world = stored();
        let wait = Duration::from_secs(3);
        world
            .server
            .fault(Fault::on("app_key_rename", FaultKind::DelayAfter(wait)).first(1));
        let rotate = world
            .duty(&format!("app-key rotate laptop --self {more}"))
            .env("DUTY_VERIFY_CODE", codes(&world, 1));
        let mut running = Running::start(&rotate);
        running.at(&world, "app_key_rename");
        auth(&world, &format!("logout --context {context}"));
        let ended = running.end();
        assert_eq!(ended.status, Some(7), "{}", ended.stderr);
        let told = format!("is no longer stored for context {context}");
        assert!(ended.stderr.contains(&told), "{}", ended.stderr);
        assert!(keys(&world)[0].enabled);
    }
}

/// The context went to another server. The end is asked for from another one that has the new key; from this one it is
/// said where it is.
#[test]
fn the_end_is_found_where_the_new_key_is() {
    let (world, other) = (stored(), World::new());
    let new = keep_old(&world);
    let here = world.server.base_url();
    log_in(&world, "three", &here, &new.secret);
    log_in(
        &world,
        "default",
        &other.server.base_url(),
        other.server.app_key(),
    );
    let told = finish(&world, "--context default", 6);
    assert!(told.contains(&format!("is of {here}")), "{told}");
    is_finished(&world, &finish(&world, "--context three", 0));
    let run = world.duty("app-key rotate --finish --context default");
    let told = run.any_requests().any_stderr().run().stderr;
    assert!(told.contains("Nothing to retire"), "{told}");
}

/// Two memories know nothing of each other; the place beside the context's own key is one.
#[test]
fn a_rotation_with_another_state_overwrites_no_new_key() {
    let world = stored();
    let wait = Duration::from_secs(3);
    let slow = Fault::on("member_info", FaultKind::DelayAfter(wait)).first(1);
    let code = codes(&world, 2);
    world.server.fault(slow);
    let rotate = |more: &str, code: &str| {
        let run = world.duty(&format!("app-key rotate laptop --self {more}"));
        run.env("DUTY_VERIFY_CODE", code).any_requests()
    };
    let (first, second) = code.split_once(',').unwrap();
    let one = rotate("--state other.json", first);
    let mut running = Running::start(&one);
    running.at(&world, "member_info");
    let ran = rotate("", second).status(7).any_stderr().run();
    let told = "another rotation has stored its new key beside that of context default";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let ended = running.end();
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    let new = keys(&world).pop().unwrap();
    assert_eq!(in_context(&world, "default"), new.secret);
}

/// What the state directory remembers is known by whoever has a file as well, also while it is under way.
#[test]
fn a_rotation_under_way_is_not_said_to_be_interrupted() {
    let world = stored();
    let wait = Duration::from_secs(3);
    let slow = Fault::on("member_info", FaultKind::DelayAfter(wait)).first(1);
    let code = codes(&world, 2);
    world.server.fault(slow);
    let rotate = |more: &str| {
        let run = world.duty(&format!("app-key rotate laptop --self {more}"));
        run.env("DUTY_VERIFY_CODE", &code).any_requests()
    };
    let mut running = Running::start(&rotate(""));
    running.at(&world, "member_info");
    let state = "--state other.json --output-file new.key";
    let ran = rotate(state).status(7).any_stderr().run();
    let told = "another duty is rotating a key on this machine";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert_eq!(running.end().status, Some(0));
}

/// Somebody stopped it meanwhile: then it is not kept, and it is said which of the two was done.
#[test]
fn an_old_key_that_is_stopped_already_is_not_said_to_work() {
    for word in ["disabled", "deleted"] {
        let stop = move |state: &mut Value| {
            let list = state["app_keys"].as_array_mut().unwrap();
            match word {
                "deleted" => list.retain(|key| key["key_id"] != 5001),
                _ => list[0]["status"] = json!(word),
            }
        };
        let is_told = |world: &World, rotate: &str| {
            let ran = world.duty(rotate).any_requests().any_stdout().any_stderr();
            let told: Value = serde_json::from_str(&ran.run().stdout).unwrap();
            assert_eq!(told["old_becomes"], word, "{told}");
            assert_eq!(told["old_works_until"], Value::Null, "{told}");
        };
        let world = stored();
        keep_old(&world);
        world.server.edit(stop).unwrap();
        is_told(&world, "app-key rotate --finish -o json");
        let world = stored();
        let kind = FaultKind::ConcurrentWrite {
            moment: Moment::After,
            edit: Edit::new(stop),
        };
        // The last of its renames.
        world.server.fault(Fault::on("app_key_rename", kind).nth(2));
        is_told(&world, "app-key rotate laptop --self --keep-old 7d -o json");
    }
}
