//! What is not taken on trust: a filter that would lose the secret, an answer that the list contradicts, a context of
//! another server; and what is told of a rotation whose keys went another way.

use duty_sandbox::{Fault, FaultKind};
use serde_json::json;

use super::holders::{Running, codes, cut_off, fill, keys, shown, stored};
use crate::harness::World;

/// The server says that it was done, and nothing was.
fn nothing_done() -> FaultKind {
    let body = r#"{"request_id": "r", "data": {}}"#;
    FaultKind::raw(200, "application/json", body)
}

#[test]
fn a_filter_that_leaves_the_secret_out_is_refused_before_there_is_a_key() {
    let world = World::new();
    for (filter, asked) in [
        (".id", 0),
        (".key[:4]", 0),
        (".nope", 0),
        ("error(\"no\")", 0),
        (".id", 1),
    ] {
        let (words, requests): (_, &[&str]) = match asked {
            0 => ("app-key create ci --jq", &[]),
            _ => (
                "app-key rotate laptop --self --keep-old 1d --jq",
                &["app_key_list"],
            ),
        };
        let ran = world
            .duty(words)
            .arg(filter)
            .status(2)
            .requests(requests)
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("leaves the secret out"),
            "{filter}: {}",
            ran.stderr
        );
        assert!(
            ran.stderr.contains("--output-file"),
            "{filter}: {}",
            ran.stderr
        );
    }
    assert_eq!(shown(&world), "laptop+, ci-2024-");
    let ran = world
        .duty("app-key create ci --jq")
        .arg("[.name, .key] | @tsv")
        .any_requests()
        .any_stdout()
        .run();
    let made = keys(&world).pop().unwrap();
    assert_eq!(ran.stdout, format!("ci\t{}\n", made.secret));
    // Where the secret goes elsewhere, a filter needs none of it.
    world
        .duty("app-key create other --output-file other.key --jq .name")
        .any_requests()
        .stdout("other\n")
        .run();
    let ran = world
        .duty("app-key rotate ci --self --keep-old 1d --jq")
        .arg("[.old_key_id, .key] | join(\" \")")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let new = keys(&world).pop().unwrap();
    assert_eq!(ran.stdout, format!("{} {}\n", made.id, new.secret));
}

#[test]
fn an_answer_that_the_list_contradicts_is_not_believed() {
    for (words, operation, key) in [
        (
            "app-key delete ci-2024 --yes",
            "app_key_delete",
            "ci-2024 (5002)",
        ),
        ("app-key enable ci-2024", "app_key_enable", "ci-2024 (5002)"),
        (
            "app-key disable laptop --self",
            "app_key_disable",
            "laptop (5001)",
        ),
    ] {
        let world = World::new();
        world.server.fault(Fault::on(operation, nothing_done()));
        let ran = world
            .duty(words)
            .status(1)
            .requests(&["app_key_list", operation, "app_key_list"])
            .any_stderr()
            .run();
        let said = format!("the server said that it was done, but the list shows {key} as before");
        assert!(ran.stderr.contains(&said), "{words}: {}", ran.stderr);
        assert!(
            !ran.stderr.contains("ed the key"),
            "{words}: {}",
            ran.stderr
        );
    }
}

#[test]
fn a_rotation_does_not_believe_that_the_old_key_is_stopped() {
    let world = stored();
    world
        .server
        .fault(Fault::on("app_key_disable", nothing_done()));
    let ran = world
        .duty("app-key rotate laptop --self")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("as before"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--resume"), "{}", ran.stderr);
}

/// A list that lacks the key says nothing of its name.
#[test]
fn a_name_is_not_known_where_the_list_lacks_the_key() {
    let world = World::new();
    world
        .server
        .fault(Fault::on("app_key_rename", FaultKind::Error500Before));
    let empty = r#"{"request_id": "r", "data": {"items": [], "total": 0}}"#;
    let empty = FaultKind::raw(200, "application/json", empty);
    world.server.fault(Fault::on("app_key_list", empty).from(2));
    let ran = world
        .duty("app-key rename ci-2024 ci")
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    assert_ne!(ran.status, Some(0));
    assert!(
        ran.stderr
            .contains("not known whether the change took effect"),
        "{}",
        ran.stderr
    );
}

#[test]
fn whoever_logs_out_of_a_rotation_hears_of_the_new_key() {
    for (words, stays) in [("auth logout", true), ("auth remove default", false)] {
        let world = stored();
        let old = keys(&world)[0].secret.clone();
        cut_off(&world);
        world.server.clear_requests();
        let new = keys(&world).pop().unwrap();
        let ran = world.duty(words).any_stdout().any_stderr().run();
        assert!(
            ran.stderr.contains(&format!(
                "nobody may hold its new key {} ({})",
                new.name, new.id
            )),
            "{words}: {}",
            ran.stderr
        );
        assert!(
            ran.stderr
                .contains(&format!("duty app-key delete {}", new.id)),
            "{}",
            ran.stderr
        );
        let ran = world
            .duty("app-key list")
            .env("DUTY_APP_KEY", old)
            .env("DUTY_BASE_URL", world.server.base_url())
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert_eq!(
            ran.stderr.contains("--resume"),
            stays,
            "{words}: {}",
            ran.stderr
        );
    }
}

/// The old key of a rotation that is over but for its end is retired from any context.
#[test]
fn what_a_removed_context_kept_is_retired_from_another() {
    let world = stored();
    world
        .duty("app-key rotate laptop --self --keep-old 7d")
        .any_requests()
        .any_stderr()
        .run();
    let new = keys(&world).pop().unwrap().secret;
    let ran = world
        .duty("auth remove default")
        .any_stdout()
        .any_stderr()
        .run();
    assert!(!ran.stderr.contains("nobody may hold"), "{}", ran.stderr);
    let code = codes(&world, 1);
    let url = world.server.base_url();
    world
        .duty(&format!("config set contexts.other.base_url {url}"))
        .any_stdout()
        .any_stderr()
        .run();
    world
        .duty("app-key rotate --finish --context other")
        .env("DUTY_APP_KEY", new)
        .env("DUTY_BASE_URL", world.server.base_url())
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stderr()
        .run();
    assert!(!keys(&world)[0].enabled, "{}", shown(&world));
}

#[test]
fn a_context_of_another_server_gets_no_key() {
    let world = World::new();
    world
        .duty("config set contexts.b.base_url https://other.example.com")
        .any_stdout()
        .any_stderr()
        .run();
    for dry_run in ["", "--dry-run"] {
        let ran = world
            .duty(&format!(
                "app-key create x --save=b --insecure-storage {dry_run}"
            ))
            .status(2)
            .requests(&[])
            .any_stderr()
            .run();
        assert!(
            ran.stderr
                .contains("context b is of https://other.example.com"),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}

#[test]
fn a_rotation_that_was_killed_says_which_context_has_the_new_key() {
    let world = World::new();
    let code = codes(&world, 1);
    let late = FaultKind::DelayAfter(std::time::Duration::from_secs(5));
    world.server.fault(Fault::on("app_key_disable", late));
    let run = world
        .duty("app-key rotate laptop --self --save=b --insecure-storage")
        .env("DUTY_VERIFY_CODE", code);
    let mut running = Running::start(&run);
    running.at(&world, "app_key_disable");
    let began = std::time::Instant::now();
    while keys(&world)[0].enabled {
        assert!(began.elapsed().as_secs() < 30, "{}", shown(&world));
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    running.signal("KILL");
    running.end();
    world.server.clear_faults();
    let ran = world
        .duty("app-key list")
        .status(4)
        .any_requests()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("context b has the new key"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("--context b"), "{}", ran.stderr);
    // What another server refuses has nothing to do with it.
    let other = World::new();
    let ran = world
        .duty("app-key list")
        .env("DUTY_APP_KEY", "another-key-0123456789")
        .env("DUTY_BASE_URL", other.server.base_url())
        .status(4)
        .any_requests()
        .any_stderr()
        .run();
    assert!(!ran.stderr.contains("context b"), "{}", ran.stderr);
}

#[test]
fn a_new_key_that_somebody_disabled_is_not_said_to_be_nobodys() {
    let world = stored();
    cut_off(&world);
    let new = keys(&world).pop().unwrap().id;
    world
        .server
        .edit(|state| {
            for key in state["app_keys"].as_array_mut().unwrap() {
                if key["key_id"] == new {
                    key["status"] = json!("disabled");
                }
            }
        })
        .unwrap();
    let ran = world
        .duty("app-key rotate --resume")
        .status(8)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("which is disabled"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("nobody has"), "{}", ran.stderr);
    assert_eq!(keys(&world).len(), 3);
}

/// Of several keys, one that is as before is not said to be done, and the others are.
#[test]
fn of_several_keys_only_what_the_list_confirms_is_told() {
    let world = World::new();
    fill(&world, 2, "disabled");
    let fault = Fault::on("app_key_delete", nothing_done());
    world.server.fault(fault.first(1));
    let code = codes(&world, 3);
    let ran = world
        .duty("app-key delete ci-2024 more-0 more-1 --yes -o json")
        .env("DUTY_VERIFY_CODE", code)
        .status(1)
        .requests(&[
            "app_key_list",
            "app_key_delete",
            "app_key_delete",
            "app_key_delete",
            "app_key_list",
        ])
        .any_stderr()
        .run();
    let error: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
    let error = &error["error"];
    let one = |id: &str, name: &str| json!({"id": id, "name": name});
    assert_eq!(
        error["details"]["not_done"],
        json!([one("5002", "ci-2024")])
    );
    assert_eq!(
        error["details"]["done"],
        json!([one("5100", "more-0"), one("5101", "more-1")])
    );
    assert_eq!(shown(&world), "laptop+, ci-2024-");
    // The same for people.
    let world = World::new();
    fill(&world, 2, "disabled");
    let fault = Fault::on("app_key_delete", nothing_done());
    world.server.fault(fault.first(1));
    let ran = world
        .duty("app-key delete ci-2024 more-0 more-1 --yes")
        .env("DUTY_VERIFY_CODE", codes(&world, 3))
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    assert!(!ran.stderr.contains("Deleted"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("done: more-0 (5100), more-1 (5101)"),
        "{}",
        ran.stderr
    );
}

/// A list that has a key twice and says both of it says neither.
#[test]
fn a_list_that_contradicts_itself_is_no_reason_to_leave_a_key_as_it_is() {
    let world = World::new();
    let code = codes(&world, 1);
    let key = |status: &str| json!({"key_id": 5001, "key_name": "laptop", "status": status, "created_at": 1, "updated_at": 1});
    let body = json!({"request_id": "r", "data": {"items": [key("disabled"), key("enabled")]}});
    let list = FaultKind::raw(200, "application/json", body.to_string());
    world.server.fault(Fault::on("app_key_list", list));
    let ran = world
        .duty("app-key disable laptop --self")
        .env("DUTY_VERIFY_CODE", code)
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    assert!(!ran.stderr.contains("Nothing to change"), "{}", ran.stderr);
    assert!(shown(&world).starts_with("laptop-"), "{}", ran.stderr);
}
