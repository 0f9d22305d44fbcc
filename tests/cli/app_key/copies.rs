//! Keys that would be lost, or taken for another one: whose last copy goes, that nobody read, that is refused, or that
//! another context has as well; and what is said of a change that could not be shown.

use std::fs::File;

use duty_sandbox::{Edit, Fault, FaultKind, Moment};
use serde_json::{Value, json};

use super::holders::{PERSON, codes, file, fill, keys, log_in, said, stored};
use crate::harness::World;

/// What a run writes to stderr whose stdout takes nothing, and how it ends.
fn to_a_full_disk(world: &World, command: &str) -> (Option<i32>, String) {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut run = world.duty(command).command();
    let output = run.stdout(full).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), stderr)
}

#[test]
fn whoever_names_themselves_does_not_stop_the_key_in_use() {
    let world = World::new();
    let rotate = format!("app-key rotate laptop --person {PERSON} --keep-old manual");
    said(
        &world,
        &format!("{rotate} --state r.json --output-file n.key"),
        0,
    );
    let told = said(&world, "app-key rotate --finish --state r.json", 2);
    assert!(told.contains("the old key laptop (5001)"), "{told}");
    assert!(keys(&world)[0].enabled, "{told}");
    said(&world, "app-key rotate --finish --state r.json --self", 0);
    assert!(!keys(&world)[0].enabled);
}

#[test]
fn the_hint_of_an_untested_key_tests_that_key() {
    let world = World::new();
    let error = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("member_info", error));
    let rotate = "app-key rotate laptop --self --output-file n.key";
    let run = world.duty(rotate).env("DUTY_VERIFY_CODE", codes(&world, 1));
    run.any_status().any_requests().any_stderr().run();
    world.server.clear_faults();
    let told = said(&world, "app-key rotate --resume", 2);
    assert!(told.contains("DUTY_APP_KEY=$(cat FILE)"), "{told}");
    assert!(told.contains("rotate --resume --yes"), "{told}");
}

#[test]
fn a_login_names_the_key_whose_last_copy_goes() {
    let world = stored();
    said(&world, "app-key create ci --save=ci --insecure-storage", 0);
    let made = keys(&world).pop().unwrap();
    let url = world.server.base_url();
    // The same one again, and one of which there is another copy.
    for context in ["ci", "two"] {
        let told = log_in(&world, context, &url, &made.secret);
        assert!(!told.contains("no other copy"), "{told}");
    }
    let other = stored();
    said(&other, "app-key create ci --save=ci --insecure-storage", 0);
    let made = keys(&other).pop().unwrap();
    let told = log_in(
        &other,
        "ci",
        &other.server.base_url(),
        other.server.app_key(),
    );
    let command = format!("app-key delete {}", made.id);
    assert!(told.contains("no other copy is known here"), "{told}");
    assert!(told.contains(&command), "{told}");
}

#[test]
fn a_secret_that_nobody_reads_is_not_made_and_one_that_nobody_got_is_kept() {
    let world = World::new();
    let create = "api /person/app-key/create -f key_name=ci --yes";
    let before = keys(&world);
    let mut run = world.duty(create).command();
    let output = run.stdout(std::process::Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(keys(&world), before);
    let (status, told) = to_a_full_disk(&world, create);
    assert_eq!(status, Some(1), "{told}");
    let made = keys(&world).pop().unwrap();
    let kept = file(&world, "undelivered-keys");
    assert!(told.contains(&kept.display().to_string()), "{told}");
    let secret = std::fs::read_to_string(kept).unwrap();
    assert_eq!(secret.trim(), made.secret);
}

#[test]
fn the_key_of_somebody_else_is_deleted_as_theirs() {
    let world = World::new();
    let create = "api /person/app-key/create -f key_name=ci -F person_id=80012 --yes";
    // The last file that takes the secret is refused as well.
    let state = world.home.path().join("state");
    std::fs::write(&state, "").unwrap();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut run = world.duty(create).env("DUTY_STATE_DIR", &state).command();
    let output = run.stdout(full).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("its secret is lost"), "{told}");
    assert!(told.contains(" --person 80012\n"), "{told}");
}

#[test]
fn of_a_key_whose_answer_was_lost_it_is_not_said_that_it_is_there() {
    let world = World::new();
    fill(&world, 2, "enabled");
    let codes = codes(&world, 2);
    let gone = FaultKind::CloseAfter;
    world.server.fault(Fault::on("app_key_delete", gone));
    let error = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("app_key_list", error).from(2));
    let delete = world.duty("app-key delete more-0 more-1 --self --yes -o json");
    let run = delete
        .env("DUTY_VERIFY_CODE", codes)
        .env("DUTY_TIMEOUT", "4");
    let ran = run.any_status().any_requests().any_stderr().run();
    let error: Value = serde_json::from_str(&ran.stderr).unwrap();
    let of = |name: &str| error["error"]["details"][name].clone();
    let names = |name: &str| {
        of(name)
            .as_array()
            .unwrap()
            .iter()
            .map(|key| key["name"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("not_known"), [json!("more-0")], "{error}");
    assert_eq!(names("not_done"), [json!("more-1")], "{error}");
    assert!(names("done").is_empty(), "{error}");
}

#[test]
fn a_change_that_could_not_be_shown_is_said_to_be_in_force() {
    let told = "the change is in force, but it could not be shown";
    let world = stored();
    for command in [
        "app-key rename laptop desk -o json",
        "app-key disable 5002 --yes -o json",
        "config set lang en -o json",
        "auth switch default -o json",
        "auth logout -o json",
    ] {
        let (status, stderr) = to_a_full_disk(&world, command);
        // What was so already is no change.
        let changes = !command.contains("5002") && !command.contains("switch");
        assert_eq!(status, Some(1), "{command}: {stderr}");
        assert_eq!(stderr.contains(told), changes, "{command}: {stderr}");
    }
    let world = stored();
    let filter = world.duty("app-key rename laptop desk").arg("--jq");
    let ran = filter.arg("error(\"x\")").status(1).any_requests();
    let stderr = ran.any_stderr().run().stderr;
    assert!(stderr.contains(told), "{stderr}");
}

#[test]
fn where_the_new_key_is_refused_the_key_of_the_context_is_not_blamed() {
    let world = stored();
    let disabled = Edit::new(|state| {
        let list = state["app_keys"].as_array_mut().unwrap();
        list.last_mut().unwrap()["status"] = json!("disabled");
    });
    let kind = FaultKind::ConcurrentWrite {
        moment: Moment::After,
        edit: disabled,
    };
    world.server.fault(Fault::on("app_key_create", kind));
    let told = said(&world, "app-key rotate laptop --self --keep-old manual", 4);
    assert!(told.contains("the new key could not be tested"), "{told}");
    assert!(!told.contains("came from"), "{told}");
}

#[test]
fn a_name_that_the_server_refuses_keeps_no_old_key_alive() {
    let world = stored();
    let refused = FaultKind::error(400, "InvalidParameter");
    world.server.fault(Fault::on("app_key_rename", refused));
    let told = said(&world, "app-key rotate laptop --self", 0);
    assert!(told.contains("keeps its name"), "{told}");
    assert!(!keys(&world)[0].enabled, "{told}");
}

#[test]
fn a_rotation_that_is_not_there_is_not_taken_for_none() {
    let world = stored();
    super::holders::cut_off(&world);
    let told = said(&world, "app-key rotate --resume nobody", 6);
    assert!(
        told.contains("no rotation of 'nobody' was interrupted"),
        "{told}"
    );
    assert!(!told.contains("nothing to resume"), "{told}");
}

#[test]
fn another_context_with_the_old_key_is_named() {
    for rotate in ["--self", "--keep-old manual --self"] {
        let world = stored();
        let url = world.server.base_url();
        log_in(&world, "two", &url, world.server.app_key());
        let command = format!("app-key rotate --context default {rotate}");
        let told = said(&world, &command, 0);
        let still =
            "context two still has the old key: 'duty auth login --context two --insecure-storage'";
        assert!(told.contains(still), "{told}");
        assert!(!told.contains("context default still"), "{told}");
    }
}

/// The request was on its way when the rotation was undone.
#[test]
fn a_key_that_comes_after_its_rotation_was_undone_is_named() {
    let world = stored();
    let lost = FaultKind::CloseBefore;
    world.server.fault(Fault::on("app_key_create", lost));
    let rotate = "app-key rotate laptop --self --keep-old manual";
    let run = world.duty(rotate).env("DUTY_TIMEOUT", "2").any_status();
    run.any_requests().any_stderr().run();
    world.server.clear_faults();
    let journal = std::fs::read_to_string(file(&world, "app-key-rotate-")).unwrap();
    let journal: Value = serde_json::from_str(&journal).unwrap();
    let name = journal["temporary_name"].as_str().unwrap().to_owned();
    said(&world, "app-key rotate --resume --yes", 0);
    let late = move |state: &mut Value| {
        let list = state["app_keys"].as_array_mut().unwrap();
        let mut key = list[0].clone();
        (key["key_id"], key["key_name"]) = (json!(60009), json!(name));
        key["key"] = json!("sandbox-late-0123456789abcdef");
        list.push(key);
    };
    world.server.edit(late).unwrap();
    let told = said(&world, "app-key list", 0);
    assert!(told.contains("app-key delete 60009"), "{told}");
}
