//! A rotation of the context's own key of which a key, or the context, is gone: it comes to an end, and says what is left.

use duty_sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use super::holders::{commands, cut_off, fill, keys, log_in, said, stored};
use crate::harness::World;

/// Somebody took these keys away, or stopped them; and everything is long ago.
#[track_caller]
fn long_after(world: &World, deleted: &[u64], stopped: &[u64]) {
    let (deleted, stopped) = (deleted.to_vec(), stopped.to_vec());
    let edit = move |state: &mut Value| {
        let list = state["app_keys"].as_array_mut().unwrap();
        list.retain(|key| !deleted.iter().any(|id| key["key_id"] == *id));
        for key in list.iter_mut() {
            if stopped.iter().any(|id| key["key_id"] == *id) {
                key["status"] = json!("disabled");
            }
        }
    };
    world.server.edit(edit).unwrap();
    let journal = super::holders::file(world, "app-key-rotate-");
    let mut state: Value = serde_json::from_slice(&std::fs::read(&journal).unwrap()).unwrap();
    state["began"] = json!(1_700_000_000);
    std::fs::write(&journal, state.to_string()).unwrap();
}

/// The secret of another key.
#[track_caller]
fn another(world: &World) -> String {
    let mut all = keys(world).into_iter();
    all.find(|key| key.name == "more-0").unwrap().secret
}

/// As the advice has it.
#[track_caller]
fn log_in_again(world: &World) {
    let secret = another(world);
    let url = world.server.base_url();
    let login = format!("auth login --app-key-stdin --insecure-storage --yes --base-url {url}");
    let run = world.duty(&login).stdin(format!("{secret}\n"));
    run.any_requests().any_stdout().any_stderr().run();
}

#[test]
fn a_kept_rotation_of_which_no_key_is_left_comes_to_an_end() {
    for (end, deleted) in [("--finish", false), ("--resume", false), ("--finish", true)] {
        let world = stored();
        said(&world, "app-key rotate laptop --self --keep-old 7d", 0);
        let new = keys(&world).pop().unwrap().id;
        fill(&world, 1, "enabled");
        let (gone, stopped) = if deleted {
            (vec![new, 5001], vec![])
        } else {
            (vec![new], vec![5001])
        };
        long_after(&world, &gone, &stopped);
        log_in_again(&world);
        let told = without_code(&world, "app-key list", 0);
        assert!(!told.contains("old key laptop"), "{told}");
        let told = without_code(&world, &format!("app-key rotate {end} --yes"), 7);
        assert!(told.contains("the rotation is forgotten"), "{told}");
        let told = without_code(&world, "app-key rotate --resume", 6);
        assert!(told.contains("there is nothing to resume"), "{told}");
        assert!(told.contains("try: duty app-key list"), "{told}");
    }
}

#[track_caller]
fn without_code(world: &World, words: &str, status: i32) -> String {
    let run = world.duty(words).status(status);
    run.any_requests().any_stdout().any_stderr().run().stderr
}

/// Nothing of it is left in the way of the next.
#[test]
fn a_rotation_that_is_forgotten_leaves_no_key_beside() {
    let world = stored();
    cut_off(&world);
    let new = keys(&world).pop().unwrap().id;
    fill(&world, 1, "enabled");
    long_after(&world, &[new], &[5001]);
    log_in_again(&world);
    let told = without_code(&world, "app-key rotate --resume --yes", 7);
    assert!(told.contains("the rotation is forgotten"), "{told}");
    let rotate = "app-key rotate more-0 --keep-old 7d --self --dry-run";
    without_code(&world, rotate, 0);
    without_code(&world, "app-key rotate more-0 --keep-old 7d --self", 0);
}

/// What was stored of it is deleted: it goes on wherever there is a key.
#[test]
fn a_rotation_goes_on_after_its_context_was_logged_out() {
    let world = stored();
    cut_off(&world);
    let new = keys(&world).pop().unwrap().id;
    fill(&world, 1, "enabled");
    let told = without_code(&world, "auth logout", 0);
    assert_eq!(
        commands(&told, "delete"),
        [format!("app-key delete {new}")],
        "{told}"
    );
    log_in(&world, "other", &world.server.base_url(), &another(&world));
    let in_other = |words: &str, status: i32| {
        let code = super::holders::codes(&world, 1);
        let run = world.duty(words).arg("--context").arg("other");
        let run = run.env("DUTY_VERIFY_CODE", code).status(status);
        run.any_requests().any_stdout().any_stderr().run().stderr
    };
    in_other(&format!("app-key delete {new} --yes --self"), 0);
    let told = in_other("app-key rotate --resume --yes", 0);
    assert!(told.contains("is undone"), "{told}");
    let told = in_other("app-key list", 0);
    assert!(!told.contains("--resume"), "{told}");
}

/// The context lost the old key to the new one, which is gone.
#[test]
fn an_old_key_that_nobody_has_is_named() {
    let world = stored();
    let fault = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("app_key_rename", fault));
    said(&world, "app-key rotate laptop --self --timeout 3", 1);
    world.server.clear_faults();
    let new = keys(&world).pop().unwrap().id;
    fill(&world, 1, "enabled");
    long_after(&world, &[new], &[]);
    log_in_again(&world);
    let told = said(&world, "app-key rotate --resume --yes", 0);
    let bare =
        "context default no longer has the old key laptop (5001), and no other copy is known here";
    assert!(told.contains(bare), "{told}");
    assert_eq!(commands(&told, "delete"), ["app-key delete 5001"], "{told}");
}

/// Somebody deleted the new key elsewhere, not duty: the list says so, to whoever asks first.
#[test]
fn a_rotation_whose_new_key_and_context_are_gone_ends_anywhere() {
    let other = |world: &World, words: &str, status: i32| {
        let run = world.duty(words).arg("--context").arg("other");
        let run = run.status(status).any_requests().any_stdout();
        run.any_stderr().run().stderr
    };
    for cut_off_at in ["app_key_create", "member_info", "app_key_rename", ""] {
        for first in [
            "app-key list",
            "app-key rotate laptop --output-file x --self",
            "app-key rotate --resume",
            "app-key rotate --finish --self",
        ] {
            let world = stored();
            if !cut_off_at.is_empty() {
                let fault = FaultKind::error(500, "InternalError");
                let lost = match cut_off_at {
                    "app_key_create" => FaultKind::CloseBefore,
                    _ => fault,
                };
                world.server.fault(Fault::on(cut_off_at, lost));
            }
            let rotate = "app-key rotate laptop --self --keep-old manual --timeout 2";
            let rotate = world.duty(rotate).any_status().any_requests();
            rotate.any_stdout().any_stderr().run();
            world.server.clear_faults();
            let new = keys(&world).pop().unwrap().id;
            fill(&world, 1, "enabled");
            without_code(&world, "auth logout", 0);
            log_in(&world, "other", &world.server.base_url(), &another(&world));
            let way = format!("{cut_off_at}, {first}");
            let gone: &[u64] = if new > 60000 { &[new] } else { &[] };
            long_after(&world, gone, &[]);
            let status = match first {
                "app-key rotate --finish --self" => 7,
                first if first.contains("--output-file") => 7,
                _ => 0,
            };
            let told = other(&world, first, status);
            assert!(!told.contains("--context default"), "{way}: {told}");
            let is_over = first.contains("--resume") || first.contains("--finish");
            let told = match is_over {
                true => told,
                false => other(&world, "app-key rotate --resume", 0),
            };
            let undone = "The rotation of laptop (5001) is undone";
            assert!(told.contains(undone), "{way}: {told}");
            let told = other(&world, "app-key list", 0);
            assert!(!told.contains("laptop"), "{way}: {told}");
        }
    }
}

/// Within two minutes a list may be behind, and another person's shows nothing.
#[test]
fn a_new_key_that_others_do_not_list_is_not_gone() {
    let world = stored();
    cut_off(&world);
    fill(&world, 1, "enabled");
    let url = world.server.base_url();
    log_in(&world, "other", &url, &another(&world));
    log_in(&world, "bob", &url, duty_sandbox::MEMBER_KEY);
    without_code(&world, "auth logout --context default", 0);
    let journal = super::holders::file(&world, "app-key-rotate-");
    let before = std::fs::read(&journal).unwrap();
    let new = keys(&world).iter().find(|key| key.id > 60000).unwrap().id;
    let gone = move |state: &mut Value| {
        let list = state["app_keys"].as_array_mut().unwrap();
        list.retain(|key| key["key_id"] != new);
    };
    world.server.edit(gone).unwrap();
    without_code(&world, "app-key list --context other", 0);
    without_code(&world, "app-key rotate --resume --context other", 2);
    long_after(&world, &[], &[]);
    let later = std::fs::read(&journal).unwrap();
    let list = world.duty("app-key list --context bob").any_status();
    list.any_requests().any_stdout().any_stderr().run();
    without_code(&world, "app-key rotate --resume --context bob", 2);
    assert_eq!(std::fs::read(&journal).unwrap(), later);
    assert_ne!(before, later);
}
