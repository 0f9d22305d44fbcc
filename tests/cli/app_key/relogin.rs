//! Somebody logs in again while a rotation has its new key in the context already: no key that works is stopped for
//! one that the context does not have, and the new one is not thrown away.

use std::time::Duration;

use duty_sandbox::{Fault, FaultKind};
use serde_json::json;

use super::holders::{self, Running, codes, fill, keys, nobody_is_locked_out, stored};
use crate::harness::World;

const THIRD: &str = "sandbox-more-0-0123456789abcdef";

fn log_in(world: &World, key: &str) -> String {
    holders::log_in(world, "default", &world.server.base_url(), key)
}

fn in_context(world: &World) -> String {
    holders::in_context(world, "default")
}

fn slot(world: &World) -> Option<String> {
    let found = world
        .files()
        .into_iter()
        .find(|(path, _)| path.to_string_lossy().contains("default+new"))?;
    Some(String::from_utf8(found.1).unwrap().trim().to_owned())
}

/// A rotation whose new key is in the context, and whose old one could not be stopped; the new one.
#[track_caller]
fn cut_off_at_the_end(world: &World, more: &str) -> String {
    let error = FaultKind::error(429, "RequestTooFrequently");
    let operation = match more {
        "--delete" => "app_key_delete",
        _ => "app_key_disable",
    };
    world.server.fault(Fault::on(operation, error));
    let code = codes(world, 1);
    let rotate = format!("app-key rotate laptop --self --context default {more}");
    let ran = world
        .duty(&rotate)
        .env("DUTY_VERIFY_CODE", code)
        .env("DUTY_TIMEOUT", "2")
        .any_status()
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert_ne!(ran.status, Some(0));
    world.server.clear_faults();
    let new = keys(world).pop().unwrap().secret;
    assert_eq!(in_context(world), new, "{}", ran.stderr);
    new
}

#[track_caller]
fn resume(world: &World, status: i32) -> String {
    let code = codes(world, 1);
    resume_with(world, &code, status)
}

#[track_caller]
fn resume_with(world: &World, code: &str, status: i32) -> String {
    let resume = "app-key rotate --resume --yes --context default";
    let ran = world.duty(resume).env("DUTY_VERIFY_CODE", code);
    let ran = ran.status(status).any_requests().any_stdout().any_stderr();
    ran.run().stderr
}

#[test]
fn the_old_key_in_the_context_again_gives_way_once_more() {
    for more in ["", "--delete"] {
        let world = stored();
        let new = cut_off_at_the_end(&world, more);
        let told = log_in(&world, world.server.app_key());
        assert!(told.contains("was interrupted"), "{told}");
        assert!(told.contains("app-key rotate --resume'"), "{told}");
        let told = resume(&world, 0);
        assert!(told.contains("is finished"), "{told}");
        assert_eq!(in_context(&world), new);
        assert_eq!(slot(&world), None);
        let old = keys(&world).into_iter().find(|key| key.id == 5001);
        assert!(old.is_none_or(|old| !old.enabled));
        nobody_is_locked_out(&world, "", &[]);
    }
}

#[test]
fn for_a_third_key_in_the_context_nothing_is_stopped_and_the_new_one_stays() {
    for more in ["", "--delete"] {
        let world = stored();
        let new = cut_off_at_the_end(&world, more);
        fill(&world, 1, "enabled");
        log_in(&world, THIRD);
        let told = resume(&world, 7);
        assert!(
            told.contains("context default was changed meanwhile"),
            "{told}"
        );
        assert!(told.contains("the old key laptop (5001) works"), "{told}");
        assert_eq!(in_context(&world), THIRD);
        assert_eq!(slot(&world).as_ref(), Some(&new));
        assert!(keys(&world).iter().filter(|key| key.enabled).count() >= 3);
        // As it says: the new key goes, and so does what is known of the rotation.
        let id = keys(&world)
            .into_iter()
            .find(|key| key.secret == new)
            .unwrap()
            .id;
        world
            .duty(&format!(
                "app-key delete {id} --self --yes --context default"
            ))
            .env("DUTY_VERIFY_CODE", codes(&world, 1))
            .any_requests()
            .any_stderr()
            .run();
        let told = resume(&world, 0);
        assert!(told.contains("is undone"), "{told}");
        assert_eq!(slot(&world), None);
        assert_eq!(in_context(&world), THIRD);
    }
}

/// After the old key was stopped, and before that is written down.
#[test]
fn a_new_key_is_not_thrown_away_where_the_old_one_is_stopped_already() {
    let world = stored();
    let new = cut_off_at_the_end(&world, "");
    fill(&world, 1, "enabled");
    log_in(&world, THIRD);
    let code = codes(&world, 1);
    world
        .server
        .edit(|state| {
            let mut list = state["app_keys"].as_array_mut().unwrap().iter_mut();
            let old = list.find(|key| key["key_id"] == 5001).unwrap();
            old["status"] = json!("disabled");
        })
        .unwrap();
    let told = resume_with(&world, &code, 7);
    assert!(told.contains("does not work any more"), "{told}");
    assert_eq!(slot(&world), Some(new));
}

#[test]
fn a_login_while_a_rotation_runs_stops_it_before_the_old_key() {
    let world = stored();
    let wait = Duration::from_secs(3);
    world
        .server
        .fault(Fault::on("app_key_rename", FaultKind::DelayAfter(wait)).first(1));
    let code = codes(&world, 1);
    let rotate = world
        .duty("app-key rotate laptop --self --context default")
        .env("DUTY_VERIFY_CODE", code);
    let mut running = Running::start(&rotate);
    running.at(&world, "app_key_rename");
    log_in(&world, world.server.app_key());
    let ended = running.end();
    assert_eq!(ended.status, Some(7), "{}", ended.stderr);
    let told = &ended.stderr;
    assert!(
        told.contains("context default was changed meanwhile"),
        "{told}"
    );
    assert!(
        told.contains("is stored beside that of context default"),
        "{told}"
    );
    let all = keys(&world);
    assert!(all.iter().any(|key| key.id == 5001 && key.enabled));
    let new = all.last().unwrap().secret.clone();
    assert_eq!(slot(&world).as_ref(), Some(&new));
    let told = resume(&world, 0);
    assert!(told.contains("is finished"), "{told}");
    assert_eq!(in_context(&world), new);
}
