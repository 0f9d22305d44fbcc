//! `duty app-key rotate --finish` where it must not: the key of the run is not the new one, or the file is lost.

use duty_sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use super::holders::{codes, fill, keys, shown, stored};
use super::pipeline::{Pipeline, ROTATE};

/// The file names the new key and not the old one: another machine made it. A job with the old key is not the one that
/// retires it, and whoever has the new one is.
#[test]
fn a_job_whose_key_is_not_the_new_one_does_not_retire_the_old_one() {
    let mut pipeline = Pipeline::new();
    let old = pipeline.key.clone();
    pipeline.rotate();
    pipeline.forget_home();
    let world = &pipeline.world;
    let ran = world
        .duty("app-key rotate --finish --state rotation.json")
        .env("DUTY_APP_KEY", &old)
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    for part in [
        "duty itself may still use the old key ci (60001): the key of this run is not the new one",
        "--self retires the old one all the same",
    ] {
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    }
    // The next rotation does not either, once the time is over.
    pipeline.let_time_pass();
    let new = keys(&pipeline.world).pop().unwrap();
    let next = format!(
        "app-key rotate {} --keep-old 1h --state rotation.json --output-file third.key",
        new.id
    );
    let ran = pipeline
        .world
        .duty(&next)
        .env("DUTY_APP_KEY", &old)
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("may still use the old key ci (60001)"),
        "{}",
        ran.stderr
    );
    pipeline.take_new_key();
    let code = pipeline.code();
    pipeline.forget_home();
    pipeline
        .world
        .duty("app-key rotate --finish --state rotation.json")
        .env("DUTY_VERIFY_CODE", code)
        .requests(&["app_key_list", "app_key_disable", "app_key_list"])
        .any_stderr()
        .run();
    let still = keys(&pipeline.world)
        .iter()
        .any(|key| key.secret == old && key.enabled);
    assert!(!still);
}

/// A pipeline that lost the file would have an old key for ever, and think that it has none.
#[test]
fn an_end_without_its_file_is_an_error() {
    let pipeline = Pipeline::new();
    let ran = pipeline
        .world
        .duty("app-key rotate --finish --state lost.json -o json")
        .status(6)
        .requests(&[])
        .any_stderr()
        .run();
    let error: Value = serde_json::from_str(&ran.stderr).unwrap();
    assert_eq!(error["error"]["kind"], "not_found");
    let message = error["error"]["message"].as_str().unwrap();
    assert!(
        message.starts_with("there is no file lost.json\n"),
        "{message}"
    );
    assert_eq!(
        error["error"]["commands"][0]["argv"],
        json!(["duty", "app-key", "list"])
    );
}

/// The store of the first job fails. The rotation is not forgotten: the new key is put where it belongs by hand, and
/// the next job, which has it, brings it to its end.
#[test]
fn a_rotation_whose_store_failed_is_finished_by_whoever_has_the_new_key() {
    let mut pipeline = Pipeline::new();
    let old = pipeline.key.clone();
    let rotate = "app-key rotate ci --keep-old manual --state rotation.json -o json --exec";
    let ran = pipeline
        .world
        .duty(rotate)
        .arg("exit 7")
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    let error: Value = serde_json::from_str(&ran.stderr).unwrap();
    let new = keys(&pipeline.world).pop().unwrap();
    let name = error["error"]["undelivered_key"]["name"].as_str().unwrap();
    assert!(name.starts_with("ci (new "), "{name}");
    let hint = error["error"]["hint"].as_str().unwrap();
    for part in [
        "'duty app-key rotate --resume --state rotation.json'".to_owned(),
        format!("'duty app-key delete {} --self'", new.id),
    ] {
        assert!(hint.contains(&part), "{hint}");
    }
    // Run again, the job makes no second key.
    pipeline.forget_home();
    pipeline
        .world
        .duty(rotate)
        .arg("exit 7")
        .status(7)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    pipeline.take_new_key();
    let code = pipeline.code();
    pipeline.forget_home();
    let finish = "app-key rotate --finish --delete --state rotation.json -o json";
    let told = pipeline
        .world
        .duty(finish)
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stdout()
        .run()
        .json();
    assert_eq!(told["result"], "finished");
    assert_eq!(shown(&pipeline.world), "laptop+, ci-2024-, ci+");
    assert!(keys(&pipeline.world).iter().all(|key| key.secret != old));
}

/// Or it is deleted, and the first job is run again.
#[test]
fn a_rotation_whose_new_key_was_deleted_is_in_nobodys_way() {
    let pipeline = Pipeline::new();
    let world = &pipeline.world;
    let rotate = "app-key rotate ci --keep-old manual --state rotation.json";
    world
        .duty(rotate)
        .arg("--exec")
        .arg("exit 7")
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    let new = keys(world).pop().unwrap();
    let code = pipeline.code();
    world
        .duty(&format!("app-key delete {} --self --yes", new.id))
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stderr()
        .run();
    world
        .duty(&format!("{rotate} --output-file new.key"))
        .any_requests()
        .any_stderr()
        .run();
    assert_eq!(shown(world), "laptop+, ci-2024-, ci (old)+, ci+");
}

/// What is run twice ends well, and says that nothing was stopped; another server's rotation is not taken for none.
#[test]
fn an_end_that_was_reached_is_reached_again() {
    let mut pipeline = Pipeline::new();
    pipeline.rotate();
    let before = std::fs::read(pipeline.state()).unwrap();
    pipeline.take_new_key();
    let finish = "app-key rotate --finish --delete --state rotation.json -o json";
    let code = pipeline.code();
    pipeline
        .world
        .duty(finish)
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stdout()
        .run();
    // The job is run again with the file that it was given.
    std::fs::write(pipeline.state(), &before).unwrap();
    for more in [" --send-code", " --dry-run", ""] {
        let told = pipeline
            .world
            .duty(&format!("{finish}{more}"))
            .requests(&["app_key_list"])
            .any_stdout()
            .run()
            .json();
        assert_eq!(told["changed"], false, "{more}");
        let result = if more.is_empty() {
            "finished"
        } else {
            "nothing"
        };
        assert_eq!(told["result"], result, "{more}");
    }
    let elsewhere = String::from_utf8(before)
        .unwrap()
        .replace("127.0.0.1", "127.0.0.2");
    std::fs::write(pipeline.state(), elsewhere).unwrap();
    let ran = pipeline
        .world
        .duty(finish)
        .status(6)
        .requests(&[])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("rotation.json is of http://127.0.0.2:"),
        "{}",
        ran.stderr
    );
}

/// The name is the new key's by now: another rotation would leave one more old key, and stop none.
#[test]
fn a_rotation_whose_state_was_lost_is_not_begun_anew() {
    let pipeline = Pipeline::new();
    pipeline.rotate();
    std::fs::remove_file(pipeline.state()).unwrap();
    std::fs::remove_file(pipeline.world.home.path().join("new.key")).unwrap();
    pipeline.forget_home();
    let ran = pipeline
        .world
        .duty(ROTATE)
        .status(7)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    let error: Value = serde_json::from_str(&ran.stderr).unwrap();
    let message = error["error"]["message"].as_str().unwrap();
    assert!(message.contains("was the state of it lost?"), "{message}");
    assert_eq!(
        error["error"]["commands"][0]["argv"],
        json!(["duty", "app-key", "disable", "60001"])
    );
}

/// A program reads both streams of duty: what the command prints does not stand in the middle of them.
#[test]
fn what_a_command_prints_is_in_no_object() {
    let pipeline = Pipeline::new();
    for (end, status) in [("exit 7", 1), ("cat > given", 0)] {
        let ran = pipeline
            .world
            .duty("app-key create noisy -o json --exec")
            .arg(format!("echo noise; echo noise >&2; {end}"))
            .status(status)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        let (object, nothing) = match status {
            0 => (&ran.stdout, &ran.stderr),
            _ => (&ran.stderr, &ran.stdout),
        };
        serde_json::from_str::<Value>(object).unwrap();
        assert_eq!(nothing, "");
    }
}

/// A list in which none of its keys is says nothing of a rotation, above all not that it is over.
#[test]
fn another_persons_keys_do_not_end_a_rotation() {
    let pipeline = Pipeline::new();
    pipeline.rotate();
    let mut state: Value =
        serde_json::from_slice(&std::fs::read(pipeline.state()).unwrap()).unwrap();
    let rotation = &mut state["rotations"][0];
    (rotation["old"], rotation["new"], rotation["before"]) = (json!("1"), json!("2"), json!(["3"]));
    let state = state.to_string();
    std::fs::write(pipeline.state(), &state).unwrap();
    for words in ["--finish", "--finish --dry-run", "--resume"] {
        let ran = pipeline
            .world
            .duty(&format!("app-key rotate {words} --state rotation.json"))
            .status(7)
            .requests(&["app_key_list"])
            .any_stderr()
            .run();
        assert!(ran.stderr.contains("is of other keys"), "{}", ran.stderr);
    }
    assert_eq!(std::fs::read_to_string(pipeline.state()).unwrap(), state);
}

/// Its end is refused in these words, and a dry run says what the run would.
#[track_caller]
fn refused(pipeline: &Pipeline, words: [&str; 2]) {
    for more in ["", " --dry-run"] {
        let ran = pipeline
            .world
            .duty(&format!(
                "app-key rotate --finish --self --state rotation.json{more}"
            ))
            .status(7)
            .requests(&["app_key_list"])
            .any_stderr()
            .run();
        for part in words {
            assert!(ran.stderr.contains(part), "{more}: {}", ran.stderr);
        }
    }
}

/// Nothing is said to be stopped that works.
#[test]
fn a_rotation_whose_new_key_is_gone_says_that_the_old_one_works() {
    let pipeline = Pipeline::new();
    pipeline.rotate();
    let new = keys(&pipeline.world).pop().unwrap().id;
    let gone = |state: &mut Value| {
        let list = state["app_keys"].as_array_mut().unwrap();
        list.retain(|key| key["key_id"] != new);
    };
    pipeline.world.server.edit(gone).unwrap();
    refused(&pipeline, ["somebody deleted it", "forgets the rotation"]);
}

/// Of the two keys one has to work; a dry run says what the run would.
#[test]
fn a_rotation_whose_new_key_is_disabled_stops_no_old_one() {
    let pipeline = Pipeline::new();
    pipeline.rotate();
    let new = keys(&pipeline.world).pop().unwrap().id;
    let disabled = |state: &mut Value| {
        let mut list = state["app_keys"].as_array_mut().unwrap().iter_mut();
        list.find(|key| key["key_id"] == new).unwrap()["status"] = json!("disabled");
    };
    pipeline.world.server.edit(disabled).unwrap();
    refused(&pipeline, ["is disabled: without", "app-key enable"]);
}

/// As one that was not interrupted says it: the new key was given away, and the context has the old one.
#[test]
fn a_rotation_that_is_resumed_says_that_the_new_key_has_to_be_placed() {
    let world = stored();
    let code = codes(&world, 2);
    let run = |words: &str| {
        let ran = world.duty(words).env("DUTY_VERIFY_CODE", &code);
        ran.any_status().any_requests().any_stdout().any_stderr()
    };
    let error = FaultKind::error(429, "RequestTooFrequently");
    world.server.fault(Fault::on("app_key_disable", error));
    run("app-key rotate laptop --self --context default --output-file new.key")
        .env("DUTY_TIMEOUT", "2")
        .run();
    world.server.clear_faults();
    let resume = "app-key rotate --resume --context default";
    // Where the old key is stopped already, the new one is asked for.
    let set = |status: &'static str| {
        let edit = move |state: &mut Value| {
            let mut list = state["app_keys"].as_array_mut().unwrap().iter_mut();
            let old = list.find(|key| key["key_id"] == 5001).unwrap();
            old["status"] = json!(status);
        };
        world.server.edit(edit).unwrap();
    };
    set("disabled");
    let ran = run(resume).run();
    assert_eq!(ran.status, Some(4), "{}", ran.stderr);
    for part in ["may have stopped it already", "DUTY_APP_KEY=$(cat FILE)"] {
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    }
    set("enabled");
    let ran = run(resume).run();
    assert_eq!(ran.status, Some(0), "{}", ran.stderr);
    let place = "Put the new key into context default, which may still have the old one: 'duty auth login --context default --insecure-storage'.";
    assert!(ran.stderr.contains(place), "{}", ran.stderr);
}

/// The old key is retired by then, and the disabled one still there.
#[test]
fn after_a_key_was_retired_it_is_not_said_that_nothing_was_changed() {
    let mut pipeline = Pipeline::new();
    pipeline.rotate();
    pipeline.let_time_pass();
    pipeline.take_new_key();
    let room = 5 - keys(&pipeline.world).len() as u64;
    fill(&pipeline.world, room, "disabled");
    let new = keys(&pipeline.world)
        .into_iter()
        .find(|key| key.enabled && key.secret == pipeline.key)
        .unwrap();
    let next = format!(
        "app-key rotate {} --replace --keep-old 1h --state rotation.json --output-file third.key",
        new.id
    );
    let codes = format!("{},000000", pipeline.code());
    let ran = pipeline
        .world
        .duty(&next)
        .env("DUTY_VERIFY_CODE", codes)
        .status(8)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("Retired the old key"), "{}", ran.stderr);
    assert!(ran.stderr.contains("no key was created"), "{}", ran.stderr);
    assert!(
        !ran.stderr.contains("nothing was changed"),
        "{}",
        ran.stderr
    );
}
