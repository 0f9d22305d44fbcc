//! Answers in a shape that nobody foresaw: they are no answers, and never "none", "done" or "empty".

use serde_json::Value;

use super::page;
use crate::harness::{Fault, World};

/// A list in each of the forms that are none.
const NO_LISTS: [&str; 8] = [
    r#"{"request_id":"r","data":{}}"#,
    r#"{"request_id":"r","data":{"list":[{"key_id":1,"device_id":"d"}],"total":1}}"#,
    r#"{"request_id":"r","data":{"items":{"1":{}}}}"#,
    r#"{"request_id":"r","data":"none"}"#,
    r#"{"request_id":"r","items":[]}"#,
    r#"{"items":[]}"#,
    // Shorter than it says.
    r#"{"request_id":"r","data":{"items":[],"total":7,"has_next_page":false}}"#,
    r#"{"request_id":"r","data":{"items":[],"has_next_page":true}}"#,
];

const NO_ANSWER: &str = "is not what the API promises";

/// With a server that need not keep to the contract.
fn world() -> World {
    let mut world = World::new();
    world.contract = false;
    world
}

#[test]
fn a_list_in_a_strange_wrapper_is_not_none() {
    let world = world();
    for (command, operation) in [
        ("app-key list", "app_key_list"),
        ("app-key disable laptop --yes", "app_key_list"),
        ("device list", "device_list"),
        ("device unbind dev_0000000000000a01 --yes", "device_list"),
        ("doctor", "channel_list"),
    ] {
        for body in NO_LISTS {
            world.server.clear_faults();
            world.server.fault(Fault::on(operation, page(200, body)));
            let ran = world
                .duty(command)
                .any_requests()
                .any_stdout()
                .any_stderr()
                .status(10)
                .run();
            assert!(
                ran.stderr.contains(NO_ANSWER),
                "{command}, {body}: {}",
                ran.stderr
            );
            assert!(
                command == "doctor" || ran.stdout.is_empty(),
                "{command}, {body}: {}",
                ran.stdout
            );
        }
    }
}

#[test]
fn what_else_is_asked_is_not_known_then() {
    for body in NO_LISTS {
        let world = world();
        let notes = [
            ("integration_list", "integrations_unread"),
            ("device_list", "devices_unread"),
            ("schedule_self", "schedules_unread"),
            ("team_list", "teams_unread"),
        ];
        for (operation, _) in notes {
            world.server.fault(Fault::on(operation, page(200, body)));
        }
        let ran = world
            .duty("prefs channels -o json")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert!(
            ran.warnings().contains("IM apps cannot be listed"),
            "{body}: {}",
            ran.stdout
        );
        assert_eq!(ran.json()["items"][3]["channel"], "app");
        assert_eq!(ran.json()["items"][3]["delivers"], Value::Null, "{body}");
        let ran = world
            .duty("doctor -o json")
            .any_requests()
            .any_stdout()
            .status(3)
            .run();
        let said = ran.json()["warnings"].to_string();
        for (operation, note) in notes {
            assert!(said.contains(note), "{body}, {operation}: {said}");
        }
    }
}

#[test]
fn an_array_is_no_profile_and_no_deed() {
    for body in [
        r#"{"request_id":"r","data":[]}"#,
        r#"{"request_id":"r","data":[7,"x"]}"#,
        "[]",
    ] {
        let world = world();
        for operation in ["member_info", "preference_info"] {
            world.server.fault(Fault::on(operation, page(200, body)));
        }
        for command in ["profile show", "prefs show"] {
            let ran = world
                .duty(command)
                .any_requests()
                .any_stderr()
                .status(10)
                .run();
            assert!(
                ran.stderr.contains(NO_ANSWER),
                "{command}, {body}: {}",
                ran.stderr
            );
        }
    }
    // What was not done is found out, and not said to be done.
    for body in ["[]", "{}", "null", r#"{"success":true}"#] {
        for (command, operation) in [
            (
                "app-key enable ci-2024 --yes --verify-code 123456",
                "app_key_enable",
            ),
            (
                "app-key delete ci-2024 --yes --verify-code 123456",
                "app_key_delete",
            ),
            ("device unbind dev_0000000000000a01 --yes", "device_unbind"),
        ] {
            let world = world();
            world.server.fault(Fault::on(operation, page(200, body)));
            let ran = world
                .duty(command)
                .any_requests()
                .any_stderr()
                .status(10)
                .run();
            assert!(
                ran.stderr.contains(NO_ANSWER),
                "{command}, {body}: {}",
                ran.stderr
            );
        }
    }
}
