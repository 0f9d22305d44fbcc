//! `duty app-key rotate --finish` where it must not: the key of the run is not the new one, or the file is lost.

use serde_json::{Value, json};

use super::holders::keys;
use super::pipeline::{Pipeline, ROTATE};

/// The file names the new key and not the old one: another machine made it. A job with the old key is not the one that
/// retires it, and whoever has the new one is.
#[test]
fn a_job_whose_key_is_not_the_new_one_does_not_retire_the_old_one() {
    let mut pipeline = Pipeline::new();
    let old = pipeline.key.clone();
    pipeline
        .world
        .duty(ROTATE)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
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
        .requests(&["app_key_list", "app_key_disable"])
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
