//! A server that says by its own word that it failed, whatever the status; and what proves nothing afterwards.

use std::time::Duration;

use serde_json::json;

use super::{WRITES, lose, world};
use crate::harness::{Fault, FaultKind, World};

/// `InternalError` may come with any status: what is there afterwards tells, as after a 500.
#[test]
fn a_server_failure_by_its_word_is_a_lost_answer() {
    for write in WRITES {
        let (status, told) = write.done;
        let on_word = match write.operation {
            "verification_send" | "incident_create" | "member_notify" => 1,
            _ => status,
        };
        for http in [200, 400] {
            let fault = FaultKind::error_after(http, "InternalError");
            lose(write, fault, "", on_word, &[told]);
        }
        let [refused, _] = write.not_done;
        let fault = FaultKind::error(400, "InternalError");
        lose(write, fault, "", 1, &[refused]);
    }
}

/// A gateway does not know what becomes of it, in whatever words.
#[test]
fn a_gateways_word_is_not_the_end() {
    for write in WRITES {
        let [_, silent] = write.not_done;
        let fault = FaultKind::error(504, "InternalError");
        lose(write, fault, "", 1, &[silent, write.tells]);
    }
}

/// A refusal of a create, and then the list: the key that is there is told of, and `rotate` keeps its journal.
#[test]
fn a_rotation_whose_create_failed_by_word_is_resumed() {
    let world = crate::app_key::stored_with_codes(3);
    let fault = FaultKind::error_after(200, "InternalError");
    world.server.fault(Fault::on("app_key_create", fault));
    let ran = world
        .duty("app-key rotate laptop --self --yes")
        .status(10)
        .any_requests()
        .any_stderr()
        .run();
    for said in ["was created all the same", "app-key rotate --resume"] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("no key was created"), "{}", ran.stderr);
}

/// The answer is lost before the deed, and then the list is one without all that was there before.
#[test]
fn a_list_of_nothing_proves_no_deletion() {
    for body in [
        json!({"request_id": "r", "data": {"items": [], "total": 0}}),
        json!({"request_id": "r", "data": {"items": null}}),
        json!({"request_id": "r", "data": null}),
    ] {
        for (words, write, list, tells) in [
            (
                "app-key delete ci-2024 --yes",
                "app_key_delete",
                "app_key_list",
                "duty app-key list",
            ),
            (
                "app-key enable ci-2024",
                "app_key_enable",
                "app_key_list",
                "duty app-key list",
            ),
            (
                "app-key create new -q",
                "app_key_create",
                "app_key_list",
                "duty app-key list",
            ),
            (
                "device unbind dev_b --yes",
                "device_unbind",
                "device_list",
                "duty device list",
            ),
        ] {
            let mut world = world();
            world.contract = false;
            world
                .server
                .fault(Fault::on(write, FaultKind::Error500Before));
            let lists = FaultKind::raw(200, "application/json", body.to_string());
            world.server.fault(Fault::on(list, lists).from(2));
            let ran = world
                .duty(words)
                .any_status()
                .any_stdout()
                .any_stderr()
                .any_requests()
                .run();
            let case = format!("{words}, {body}: {}", ran.stderr);
            assert_ne!(ran.status, Some(0), "{case}");
            assert!(
                ran.stderr.contains("not known") && ran.stderr.contains(tells),
                "{case}"
            );
            assert!(!ran.stdout.contains("nbound"), "{case}");
        }
    }
}

/// The list is refused, and the key is not: it was not ended.
#[test]
fn a_refused_list_does_not_prove_the_end_of_a_key() {
    let world = crate::app_key::world_with_codes(1);
    world
        .server
        .fault(Fault::on("app_key_disable", FaultKind::CloseBefore));
    let refused = FaultKind::error(401, "Unauthorized");
    world
        .server
        .fault(Fault::on("app_key_list", refused).from(2));
    let ran = world
        .duty("app-key disable laptop --self")
        .status(10)
        .any_stderr()
        .any_requests()
        .run();
    assert!(ran.stderr.contains("not known"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("it was this one"), "{}", ran.stderr);
}

/// What is passed on for a user is not sent again, and nobody is told to do so.
#[test]
fn a_write_that_is_passed_on_is_not_known_either() {
    let open = "api /incident/create -f title=x -f incident_severity=Info --yes";
    for (fault, options, status) in [
        (FaultKind::CloseAfter, "", 10),
        (FaultKind::Error500After, "", 1),
        (FaultKind::raw(502, "text/html", ""), "", 10),
        (
            FaultKind::DelayAfter(Duration::from_secs(60)),
            "--timeout 1",
            10,
        ),
        (FaultKind::error_after(200, "InternalError"), "", 1),
    ] {
        let mut world = World::new();
        world.contract = false;
        world
            .server
            .fault(Fault::on("incident_create", fault.clone()));
        let ran = world
            .duty(&format!("{open} {options}"))
            .status(status)
            .any_requests()
            .any_stderr()
            .run();
        let told = &ran.stderr;
        assert!(
            told.contains("not known whether the change took effect"),
            "{told}"
        );
        assert!(told.contains("look at what is there before"), "{told}");
        assert!(!told.contains("run it again"), "{fault:?}: {told}");
        assert_eq!(ran.bodies("incident_create").len(), 1);
    }
    let world = World::new();
    let fault = FaultKind::error(400, "InvalidParameter");
    world.server.fault(Fault::on("incident_create", fault));
    let ran = world.duty(open).status(1).any_requests().any_stderr().run();
    assert!(!ran.stderr.contains("not known"), "{}", ran.stderr);
}
