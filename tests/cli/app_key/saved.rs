//! A new key that is in one context alone, while the old one works on: whoever takes it away from there is told, and
//! the old key is not stopped then, neither by `--finish` nor by the next rotation.

use std::time::Duration;

use duty_sandbox::{Fault, FaultKind};

use super::holders::{self, Key, Running, codes, keys, nobody_is_locked_out, stored};
use crate::harness::World;

const SAVE: &str = "--save=ci --insecure-storage";

/// The rotation of the key `laptop` that keeps the old one; the new key.
#[track_caller]
fn keep_old(world: &World, time: &str, more: &str) -> Key {
    world
        .duty(&format!(
            "app-key rotate laptop --self --keep-old {time} {more}"
        ))
        .any_requests()
        .any_stderr()
        .run();
    keys(world).pop().unwrap()
}

/// What a command about contexts says.
#[track_caller]
fn auth(world: &World, command: &str, key: Option<&str>) -> String {
    match key {
        Some(key) => holders::with_key(world, command, &world.server.base_url(), key),
        None => holders::auth(world, command),
    }
}

/// The end of the old key, asked for with the old key itself; first as a dry run, where there is one.
#[track_caller]
fn finish(world: &World, command: &str, status: i32) -> String {
    let code = codes(world, 1);
    let mut told = String::new();
    let dry_run = (!command.contains("--resume")).then_some(" --dry-run");
    for more in dry_run.into_iter().chain([""]) {
        let ran = world
            .duty(&format!("{command} --self{more}"))
            .env("DUTY_APP_KEY", world.server.app_key())
            .env("DUTY_BASE_URL", world.server.base_url())
            .env("DUTY_VERIFY_CODE", &code)
            .status(status)
            .any_requests()
            .any_stderr()
            .run();
        told = ran.stderr;
    }
    told
}

#[track_caller]
fn is_refused(world: &World, context: &str, new: &Key, command: &str) {
    let told = finish(world, command, 7);
    for part in [
        format!(
            "context {context} no longer has the new key {}, and no other copy is known here",
            new.id
        ),
        "nothing was changed".to_owned(),
        format!("'duty app-key delete {} --self'", new.id),
        "'duty app-key rotate --resume'".to_owned(),
        "'duty app-key disable 5001'".to_owned(),
    ] {
        assert!(told.contains(&part), "{part}: {told}");
    }
    assert!(keys(world)[0].enabled);
    nobody_is_locked_out(world, &told, &[world.server.app_key()]);
}

#[test]
fn a_context_that_got_the_new_key_and_lost_it_keeps_the_old_key_alive() {
    for (take_away, key) in [
        ("login --context ci", Some(())),
        ("logout --context ci", None),
        ("remove ci", None),
        ("logout --all --yes", None),
    ] {
        let world = stored();
        let new = keep_old(&world, "1h", SAVE);
        let told = auth(&world, take_away, key.map(|()| world.server.app_key()));
        let had = format!("context ci had the new key {} of the rotation", new.id);
        assert!(told.contains(&had), "{take_away}: {told}");
        is_refused(&world, "ci", &new, "app-key rotate --finish");
        // As it says: where nobody has it, the rotation is undone.
        let delete = format!("app-key delete {} --self --yes", new.id);
        for command in [delete.as_str(), "app-key rotate --resume"] {
            world
                .duty(command)
                .env("DUTY_APP_KEY", world.server.app_key())
                .env("DUTY_BASE_URL", world.server.base_url())
                .env("DUTY_VERIFY_CODE", codes(&world, 1))
                .any_requests()
                .any_stderr()
                .run();
        }
        auth(&world, "login", Some(world.server.app_key()));
        assert_eq!(finish(&world, "app-key rotate --finish", 0), NOTHING);
    }
}

const NOTHING: &str = "Nothing to retire: no rotation that is known here left an old key.\n";

/// A rotation of the context's own key, whose context is gone: from any other one the end is refused alike.
#[test]
fn a_removed_context_takes_the_only_copy_of_the_new_key_with_it() {
    for take_away in ["remove default", "logout --context default"] {
        let world = stored();
        let new = keep_old(&world, "manual", "");
        let told = auth(&world, take_away, None);
        let had = format!("context default had the new key {} of the rotation", new.id);
        assert!(told.contains(&had), "{take_away}: {told}");
        is_refused(&world, "default", &new, "app-key rotate --finish");
    }
}

/// Whichever way it went: without the new key the old one works, and nobody here has it.
#[test]
fn an_old_key_that_went_with_its_context_is_named_once_the_new_one_is_deleted() {
    for take_away in ["remove main", "logout --context main"] {
        let world = stored();
        let url = world.server.base_url();
        holders::said(&world, "app-key create wrk --output-file wrk.key", 0);
        let old = keys(&world).pop().unwrap();
        holders::log_in(&world, "main", &url, &old.secret);
        let rotate = "app-key rotate wrk --keep-old 1h --self --context main";
        holders::said(&world, rotate, 0);
        let new = keys(&world).pop().unwrap();
        std::fs::remove_file(world.home.path().join("wrk.key")).unwrap();
        auth(&world, take_away, None);
        let delete = format!("app-key delete {} --self --yes --context default", new.id);
        holders::said(&world, &delete, 0);
        let resume = "app-key rotate --resume --yes --context default";
        let told = holders::said(&world, resume, 0);
        let bare = format!(
            "context main no longer has the old key wrk ({}), and no other copy is known here",
            old.id
        );
        assert!(told.contains(&bare), "{take_away}: {told}");
        assert!(told.contains("is undone"), "{take_away}: {told}");
    }
}

/// The time of the old key is over, so that the next rotation would stop it first.
#[test]
fn the_next_rotation_does_not_stop_it_either() {
    for (more, context, take_away) in [
        (SAVE, "ci", "login --context ci"),
        ("", "default", "login --context default"),
    ] {
        let world = stored();
        let new = keep_old(&world, "1s", more);
        auth(&world, take_away, Some(world.server.app_key()));
        std::thread::sleep(Duration::from_millis(1100));
        let next = format!("app-key rotate {} --output-file third.key", new.id);
        is_refused(&world, context, &new, &next);
        assert_eq!(keys(&world).iter().filter(|key| key.enabled).count(), 2);
    }
}

/// Another context has it as well.
#[test]
fn a_second_copy_in_another_context_is_known() {
    let world = stored();
    let new = keep_old(&world, "1h", SAVE);
    auth(&world, "login --context second", Some(&new.secret));
    let told = auth(&world, "login --context ci", Some(world.server.app_key()));
    assert!(!told.contains("had the new key"), "{told}");
    finish(&world, "app-key rotate --finish", 0);
    assert!(!keys(&world)[0].enabled);
    nobody_is_locked_out(&world, "", &[]);
}

/// Somebody stopped the old key by hand, as the refusal says: then it is over.
#[test]
fn where_the_old_key_is_stopped_already_nothing_is_refused() {
    let world = stored();
    let new = keep_old(&world, "1h", SAVE);
    auth(&world, "logout --context ci", None);
    world
        .duty("app-key disable 5001 --self --yes")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .any_requests()
        .any_stderr()
        .run();
    world
        .duty("app-key rotate --finish")
        .env("DUTY_APP_KEY", &new.secret)
        .env("DUTY_BASE_URL", world.server.base_url())
        .any_requests()
        .stderr("The rotation of laptop (5001) is finished: the old key is disabled.\n")
        .run();
}

#[test]
fn a_login_while_the_rotation_runs_stops_it_before_the_old_key() {
    let world = stored();
    let wait = Duration::from_secs(3);
    world
        .server
        .fault(Fault::on("app_key_rename", FaultKind::DelayAfter(wait)).first(1));
    let code = codes(&world, 1);
    let rotate = world
        .duty(&format!("app-key rotate laptop --self {SAVE}"))
        .env("DUTY_VERIFY_CODE", code);
    let mut running = Running::start(&rotate);
    running.at(&world, "app_key_rename");
    auth(&world, "login --context ci", Some(world.server.app_key()));
    let ended = running.end();
    assert_eq!(ended.status, Some(7), "{}", ended.stderr);
    let changed = "context ci was changed meanwhile";
    assert!(ended.stderr.contains(changed), "{}", ended.stderr);
    assert!(keys(&world)[0].enabled);
    let new = keys(&world).pop().unwrap();
    is_refused(&world, "ci", &new, "app-key rotate --resume --yes");
}
