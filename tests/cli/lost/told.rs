//! What of an answer is told, and what is not: a new secret is in no error, and no filter loses it or the deed.

use serde_json::{Value, json};

use super::world;
use crate::harness::{Fault, FaultKind, World};

/// How a server quotes the answer that it gave.
type Quote = fn(&Value) -> (u16, String);

/// A new secret is in no error and in no line of -v, however the server quotes it.
#[test]
fn a_new_secret_is_in_no_error() {
    let quotes: [Quote; 7] = [
        |answer| {
            let message = format!("cannot commit {}", answer["data"]);
            let error = json!({"code": "InternalError", "message": message});
            (500, json!({"request_id": "r", "error": error}).to_string())
        },
        |answer| {
            let key = answer["data"]["key"].as_str().unwrap();
            let error = json!({"code": format!("X{key}"), "message": format!("m {key}")});
            (500, json!({"request_id": key, "error": error}).to_string())
        },
        |answer| {
            let error = json!({"code": "InternalError", "message": answer.to_string()});
            (
                200,
                json!({"request_id": "r", "error": error, "data": null}).to_string(),
            )
        },
        |answer| {
            let key = answer["data"]["key"].as_str().unwrap();
            (
                200,
                format!("{{\"data\":{{\"key\":\"{key}\",\"key_id\":1}}"),
            )
        },
        |answer| (500, format!("<h1>no</h1>{answer}")),
        |answer| {
            let error = json!({"code": "InternalError", "message": "no"});
            (
                500,
                json!({"error": error, "data": answer["data"]}).to_string(),
            )
        },
        |answer| (200, json!({"data": [answer["data"]]}).to_string() + "x"),
    ];
    for (nth, quote) in quotes.into_iter().enumerate() {
        for words in [
            "app-key create z -q -v",
            "api /person/app-key/create -f key_name=z --yes -v",
            "api person/app-key/create/ -f key_name=z --yes -v",
        ] {
            let mut world = World::new();
            world.contract = false;
            // The sandbox knows the path without the slash at its end only.
            let path = if words.contains("create/") {
                "/person/app-key/create/"
            } else {
                "/person/app-key/create"
            };
            if path.ends_with('/') {
                let made = json!({"data": {"key": "sandbox-made-up-0123456789abcdef"}});
                let (status, body) = quote(&made);
                let fault = FaultKind::raw(status, "application/json", body);
                world.server.fault(Fault::on(path, fault));
            } else {
                world
                    .server
                    .fault(Fault::on(path, FaultKind::rewritten(quote)));
            }
            let ran = world
                .duty(words)
                .any_status()
                .any_stdout()
                .any_stderr()
                .any_requests()
                .run();
            assert_ne!(ran.status, Some(0), "{nth}, {words}");
            let state = world.server.state();
            let keys = state["app_keys"].as_array().unwrap().iter();
            let keys = keys.map(|key| key["key"].as_str().unwrap().to_owned());
            for key in keys.chain(["sandbox-made-up-0123456789abcdef".to_owned()]) {
                let told = format!("{}{}", ran.stdout, ran.stderr);
                assert!(!told.contains(&key), "{nth}, {words}: {told}");
            }
        }
    }
}

/// A key that is made by what is passed on is told once: a filter that fails does not lose it.
#[test]
fn a_filter_does_not_lose_a_new_secret() {
    for (filter, whole) in [(".a.b|error", true), (".nope", true), (".key", false)] {
        let world = World::new();
        let ran = world
            .duty("api /person/app-key/create -f key_name=z --yes --jq")
            .arg(filter)
            .any_requests()
            .any_stdout()
            .run();
        let state = world.server.state();
        let mut keys = state["app_keys"].as_array().unwrap().iter();
        let made = keys.find(|key| key["key_name"] == "z").unwrap();
        let key = made["key"].as_str().unwrap();
        assert!(ran.stdout.contains(key), "{filter}: {}", ran.stdout);
        assert_eq!(ran.stdout.contains("key_id"), whole, "{filter}");
    }
}

/// What cannot be shown is said to be in force.
#[test]
fn a_filter_that_fails_does_not_hide_the_deed() {
    for words in [
        "profile set --nickname 王五五",
        "device unbind dev_b --yes",
        "api /person/app-key/name/reset -F key_id=5002 -f key_name=renamed --yes",
    ] {
        let world = world();
        let ran = world
            .duty(&format!("{words} --jq"))
            .arg("error(\"no\")")
            .status(1)
            .any_requests()
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("the change is in force"),
            "{words}: {}",
            ran.stderr
        );
    }
}
