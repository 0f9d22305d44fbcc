//! The old key of a rotation that was cut off was stopped meanwhile, because it was leaked perhaps: no rotation says then
//! that it works, or that it is finished.

use duty_sandbox::{Fault, FaultKind};
use serde_json::{Value, json};

use super::holders::{codes, commands, fill, in_context, keys, log_in, said, shown, stored};
use crate::harness::World;

/// Somebody did this to a key in the console.
#[track_caller]
fn in_console(world: &World, id: u64, end: &'static str) {
    let edit = move |state: &mut Value| {
        let list = state["app_keys"].as_array_mut().unwrap();
        match end {
            "delete" => list.retain(|key| key["key_id"] != id),
            end => {
                let key = list.iter_mut().find(|key| key["key_id"] == id).unwrap();
                key["status"] = json!(end);
            }
        }
    };
    world.server.edit(edit).unwrap();
}

/// The context has another key of the same person.
#[track_caller]
fn log_in_with_another(world: &World) {
    fill(world, 1, "enabled");
    let another = "sandbox-more-0-0123456789abcdef";
    log_in(world, "default", &world.server.base_url(), another);
}

/// A rotation of which the answer to this operation is lost; a code for later, when the key that asks for one may be gone.
#[track_caller]
fn cut_off_at(world: &World, operation: &str, fault: FaultKind, rotate: &str) -> String {
    world.server.fault(Fault::on(operation, fault));
    let run = world.duty(&format!("app-key rotate {rotate} --self --timeout 2"));
    let run = run.env("DUTY_VERIFY_CODE", codes(world, 1)).any_status();
    run.any_requests().any_stdout().any_stderr().run();
    world.server.clear_faults();
    codes(world, 1)
}

/// What a command says with this code.
#[track_caller]
fn with_code(world: &World, code: &str, command: &str, status: i32) -> String {
    let run = world.duty(command).env("DUTY_VERIFY_CODE", code);
    let run = run.status(status).any_requests().any_stdout().any_stderr();
    run.run().stderr
}

const WAYS: [(&str, u64); 4] = [
    ("ci-2024 --output-file new.key", 5002),
    ("ci-2024 --save=ci --insecure-storage", 5002),
    ("laptop", 5001),
    ("laptop --keep-old 1h", 5001),
];

/// The new key is with nobody, and it is the last one.
#[test]
fn a_rotation_that_leaves_no_key_is_not_undone_as_if_the_old_one_worked() {
    for (rotate, old) in WAYS {
        for end in ["disabled", "delete"] {
            for made in [true, false] {
                let world = stored();
                if old == 5002 {
                    said(&world, "app-key enable ci-2024", 0);
                }
                let lost = match made {
                    true => FaultKind::CloseAfter,
                    false => FaultKind::CloseBefore,
                };
                let code = cut_off_at(&world, "app_key_create", lost, rotate);
                in_console(&world, old, end);
                if old == 5001 {
                    log_in_with_another(&world);
                }
                let way = format!("{rotate}, {end}, made {made}");
                let told = with_code(&world, &code, "app-key rotate --resume --yes", 7);
                for wrong in ["works as before", "is finished"] {
                    assert!(!told.contains(wrong), "{way}: {told}");
                }
                let lost = "does not work any more either; the rotation is forgotten";
                assert!(told.contains(lost), "{way}: {told}");
                assert_eq!(commands(&told, "create").len(), 1, "{way}: {told}");
                assert_eq!(told.contains("is undone"), made, "{way}: {told}");
                assert!(!shown(&world).contains("(new)"), "{way}: {told}");
                let told = with_code(&world, &code, "app-key rotate --resume --yes", 6);
                assert!(told.contains("nothing to resume"), "{way}: {told}");
            }
        }
    }
}

/// As the run itself would end.
#[test]
fn a_dry_run_of_an_end_without_a_key_says_so() {
    for made in [true, false] {
        let world = stored();
        let lost = match made {
            true => FaultKind::CloseAfter,
            false => FaultKind::CloseBefore,
        };
        let code = cut_off_at(&world, "app_key_create", lost, "laptop --keep-old 1h");
        in_console(&world, 5001, "disabled");
        log_in_with_another(&world);
        let run = world.duty("app-key rotate --finish --dry-run -o json");
        let run = run.status(7).any_requests().any_stdout().any_stderr().run();
        let told: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(told["result"], "undone", "{told}");
        assert_eq!(told["old_becomes"], "disabled", "{told}");
        assert_eq!(told["old_works_until"], Value::Null, "{told}");
        let told = with_code(&world, &code, "app-key rotate --finish --dry-run", 7);
        assert!(told.contains("does not work any more"), "{told}");
    }
}

/// Both keys are stopped, or gone, and the server does not take the new one: that is enough within two minutes, too.
#[test]
fn a_rotation_whose_keys_are_both_refused_is_not_finished() {
    for operation in ["member_info", "app_key_rename"] {
        for (of_new, of_old) in [
            ("delete", "disabled"),
            ("delete", "delete"),
            ("disabled", "disabled"),
        ] {
            let world = stored();
            let fault = FaultKind::error(500, "InternalError");
            let code = cut_off_at(&world, operation, fault, "laptop --keep-old 1h");
            let new = keys(&world).pop().unwrap();
            in_console(&world, new.id, of_new);
            in_console(&world, 5001, of_old);
            log_in_with_another(&world);
            let way = format!("{operation}, {of_new}, {of_old}");
            let told = with_code(&world, &code, "app-key rotate --resume --yes -o json", 7);
            for wrong in ["works as before", "is finished", "kept"] {
                assert!(!told.contains(wrong), "{way}: {told}");
            }
            // One that is in the way of another key in the context is not deleted.
            if operation == "member_info" || of_new == "delete" {
                assert!(told.contains("the rotation is forgotten"), "{way}: {told}");
                assert!(!shown(&world).contains("(new)"), "{way}: {told}");
            }
        }
    }
}

/// Nobody has seen that it is gone: the list may be behind.
#[test]
fn a_new_key_that_was_not_tried_is_not_given_up_at_once() {
    let world = stored();
    let fault = FaultKind::error(500, "InternalError");
    let code = cut_off_at(&world, "member_info", fault, "laptop --keep-old 1h");
    let new = keys(&world).pop().unwrap();
    in_console(&world, new.id, "delete");
    in_console(&world, 5001, "disabled");
    log_in_with_another(&world);
    let slot = super::holders::file(&world, "default+new");
    std::fs::remove_file(slot).unwrap();
    let told = with_code(&world, &code, "app-key rotate --resume --yes", 7);
    assert!(!told.contains("is finished"), "{told}");
    let waits = "forgets the rotation, two minutes after it began";
    assert!(told.contains(waits), "{told}");
    let journal = super::holders::file(&world, "app-key-rotate-");
    let mut state: Value = serde_json::from_slice(&std::fs::read(&journal).unwrap()).unwrap();
    state["began"] = json!(1_700_000_000);
    std::fs::write(&journal, state.to_string()).unwrap();
    let told = with_code(&world, &code, "app-key rotate --resume --yes", 7);
    assert!(told.contains("the rotation is forgotten"), "{told}");
}

/// The old key has its end, and nothing works: whoever is told the one is told the other.
#[test]
fn a_rotation_that_ends_with_a_stopped_new_key_says_so() {
    let world = stored();
    said(&world, "app-key enable ci-2024", 0);
    let fault = FaultKind::error(500, "InternalError");
    let rotate = "ci-2024 --output-file new.key --keep-old 1h";
    cut_off_at(&world, "app_key_rename", fault, rotate);
    let new = keys(&world).pop().unwrap();
    in_console(&world, new.id, "disabled");
    in_console(&world, 5002, "disabled");
    let run = world.duty("app-key rotate --resume --yes -o json");
    let run = run.any_requests().any_stdout().any_stderr().run();
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(told["old_becomes"], "disabled", "{told}");
    assert_eq!(told["old_works_until"], Value::Null, "{told}");
    let warnings = told["warnings"].to_string();
    let enable = format!("duty app-key enable {}", new.id);
    assert!(warnings.contains(&enable), "{told}");
    assert_eq!(in_context(&world, "default"), world.server.app_key());
}

/// Cut off once more: what is said of the old key then is what the list shows, and of the context what it has.
#[test]
fn an_old_key_that_somebody_stopped_is_not_said_to_work() {
    for another in [false, true] {
        for stopped in [true, false] {
            let world = stored();
            let fault = || FaultKind::error(500, "InternalError");
            cut_off_at(&world, "member_info", fault(), "laptop --keep-old 1h");
            if stopped {
                in_console(&world, 5001, "disabled");
            }
            if another {
                log_in_with_another(&world);
            }
            world.server.fault(Fault::on("member_info", fault()));
            let resume = world.duty("app-key rotate --resume --timeout 2");
            let told = resume.status(1).any_requests().any_stderr().run().stderr;
            let way = format!("another {another}, stopped {stopped}: {told}");
            let is_still = told.contains("works and is still the key of context default");
            assert_eq!(is_still, !another && !stopped, "{way}");
            let works_no_more = told.contains("(5001) does not work any more");
            assert_eq!(works_no_more, stopped, "{way}");
            assert!(told.contains("goes on from here"), "{way}");
        }
    }
    let world = stored();
    said(&world, "app-key enable ci-2024", 0);
    let rotate = "app-key rotate ci-2024 --output-file new.key --keep-old 1h --self";
    said(&world, rotate, 0);
    in_console(&world, 5002, "disabled");
    let fault = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("app_key_delete", fault));
    let finish = "app-key rotate --finish --delete --self --timeout 2";
    let told = said(&world, finish, 1);
    assert!(!told.contains("works on"), "{told}");
}

/// A key that the server refuses works no more, whatever was true before; that it does is said where another error came.
#[test]
fn a_rotation_whose_own_key_is_refused_does_not_say_that_it_works() {
    for (status, code, works) in [
        (401, "Unauthorized", false),
        (400, "InvalidParameter", true),
    ] {
        let world = stored();
        let refused = FaultKind::error(status, code);
        world.server.fault(Fault::on("app_key_create", refused));
        let ran = world
            .duty("app-key rotate laptop --self --context default")
            .env("DUTY_VERIFY_CODE", codes(&world, 1))
            .any_requests()
            .any_status()
            .any_stderr()
            .run();
        let told = ran
            .stderr
            .contains("the old key laptop (5001) works as before");
        assert_eq!(told, works, "{status}: {}", ran.stderr);
    }
}
