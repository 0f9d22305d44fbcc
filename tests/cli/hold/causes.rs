//! The exit code comes from the cause, wherever that is met: also where a name was to be resolved first.

use crate::harness::{Fault, FaultKind, World};

/// Each cause and its exit code.
fn causes() -> [(FaultKind, i32); 6] {
    [
        (FaultKind::too_frequent(None), 9),
        (FaultKind::error(401, "Unauthorized"), 4),
        (FaultKind::denied(), 5),
        (FaultKind::error(503, "ServiceUnavailable"), 10),
        (FaultKind::raw(502, "text/html", "<html>"), 10),
        (FaultKind::CloseBefore, 10),
    ]
}

#[test]
fn a_name_that_cannot_be_resolved_has_the_cause_as_its_code() {
    for (fault, status) in causes() {
        let mut world = World::new();
        world.contract = false;
        world
            .server
            .fault(Fault::on("integration_list", fault.clone()));
        let file = world.home.path().join("prefs.toml");
        std::fs::write(&file, "critical = [\"voice\", \"feishu\"]\n").unwrap();
        for words in [
            "prefs add critical --im feishu".to_owned(),
            "prefs set critical --im feishu:运维".to_owned(),
            format!("prefs apply --check -f {}", file.display()),
            format!("prefs diff -f {}", file.display()),
        ] {
            let ran = world
                .duty(&words)
                .any_requests()
                .any_stdout()
                .any_stderr()
                .status(status)
                .run();
            assert!(
                ran.stderr.contains("cannot find the instance"),
                "{words}: {}",
                ran.stderr
            );
        }
        // An id needs no list, whatever is the matter with it.
        world
            .duty("prefs add critical --im feishu:4401 --dry-run")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
    }
}

#[test]
fn a_member_that_cannot_be_looked_up_too() {
    for (fault, status) in causes() {
        let mut world = World::new();
        world.contract = false;
        world.server.fault(Fault::on("member_list", fault));
        for words in [
            "app-key list --person lisi@example.com",
            "app-key create x -q --person lisi@example.com",
        ] {
            world
                .duty(words)
                .any_requests()
                .any_stderr()
                .status(status)
                .run();
        }
    }
}

#[test]
fn the_status_of_a_key_says_why_it_was_not_checked() {
    for (fault, status, state) in [
        (FaultKind::too_frequent(None), 9, "rate_limited"),
        (FaultKind::error(401, "Unauthorized"), 4, "invalid"),
        (
            FaultKind::error(503, "ServiceUnavailable"),
            10,
            "unreachable",
        ),
        (FaultKind::CloseBefore, 10, "unreachable"),
    ] {
        let world = World::new();
        world.server.fault(Fault::on("*", fault));
        let ran = world
            .duty("auth status -o json")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .status(status)
            .run();
        assert!(
            ran.stdout.contains(&format!("\"state\": \"{state}\"")),
            "{}",
            ran.stdout
        );
    }
}

/// Somebody else took the last place while this key was asked for.
#[test]
fn the_fifth_key_that_is_lost_in_a_race_is_a_conflict() {
    let world = World::new();
    world.server.fault(Fault::on(
        "app_key_create",
        FaultKind::write_before(|state| {
            let key = state["app_keys"][0].clone();
            let keys = state["app_keys"].as_array_mut().unwrap();
            let person = key["person_id"].clone();
            let mut id = 7000;
            while keys.iter().filter(|one| one["person_id"] == person).count() < 5 {
                let mut more = key.clone();
                id += 1;
                more["key_id"] = id.into();
                more["key"] = format!("sandbox-race-0123456789-{id}").into();
                keys.push(more);
            }
        }),
    ));
    let ran = world
        .duty("app-key create ci -q")
        .any_requests()
        .any_stderr()
        .status(7)
        .run();
    for said in ["5 of 5 app keys are in use", "no key was created"] {
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}
