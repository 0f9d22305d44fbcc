//! Another server that speaks the contract, written apart from the sandbox and in its own way: a
//! bare array of integrations, ids and times as strings, fields nobody knows, a channel nobody
//! knows, and no list of phones.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::harness::World;
use crate::stub::{Answer, Request, Stub};

struct Foreign {
    stub: Stub,
    preference: Arc<Mutex<Value>>,
}

impl Foreign {
    #[track_caller]
    fn start() -> Foreign {
        let preference = Arc::new(Mutex::new(json!({
            "person_id": "7700012345678",
            "updated_at": "1763900000",
            "trigger_notify": {
                "critical": ["email", "future_app:9"],
                "warning": ["push", "future_app:9", "push"],
                "info": ["email"],
                "fatal": ["email"],
            },
            "schedule_shift_notify": {"personal_channels": ["email"], "lead_time": "30"},
            "status_page_notify": {"im_integrations": ["future_app:9"]},
        })));
        let served = Arc::clone(&preference);
        let stub = Stub::answering()
            .otherwise(move |request| {
                let (status, answer) = respond(request, &mut served.lock().unwrap());
                Answer::json(status, &answer)
            })
            .start();
        Foreign { stub, preference }
    }

    fn world(&self) -> World {
        self.stub.world()
    }

    /// The paths that were asked since, and the bodies of the updates.
    fn take(&self) -> (Vec<String>, Vec<Value>) {
        let requests = self.stub.take();
        let updates = requests
            .iter()
            .filter(|request| request.path == "/preference/update")
            .map(Request::json)
            .collect();
        let paths = requests
            .into_iter()
            .map(|request| request.path)
            .filter(|path| path.starts_with("/preference"))
            .collect();
        (paths, updates)
    }
}

fn respond(request: &Request, preference: &mut Value) -> (u16, Value) {
    let body = request.json();
    let ok = |data: Value| (200, json!({"request_id": "r1", "data": data, "took": "3"}));
    match request.path.as_str() {
        "/preference/info" => ok(preference.clone()),
        "/preference/update" => {
            let Some(Value::Object(trigger)) = body.get("trigger_notify") else {
                return (
                    200,
                    json!({"error": {"code": "InvalidParameter", "message": "trigger_notify"}}),
                );
            };
            for list in ["critical", "warning", "info"] {
                if !trigger.get(list).is_some_and(Value::is_array) {
                    return (
                        400,
                        json!({"error": {"code": "InvalidParameter", "message": list}}),
                    );
                }
            }
            preference["trigger_notify"] = body["trigger_notify"].clone();
            for (from, to) in [
                ("schedule_shift_notify", "schedule_shift_notify"),
                ("status_change_notify", "status_page_notify"),
            ] {
                if let Some(value) = body.get(from) {
                    preference[to] = value.clone();
                }
            }
            (200, json!({"error": {"code": "OK", "message": ""}}))
        }
        "/datasource/list" => ok(json!([
            {"data_source_id": "551", "name": "Nacht & Tag", "plugin_type": "feishu_app", "status": "enabled", "category": "im", "created_at": "1763900000"},
            {"integration_id": "552", "name": "old", "plugin_type": "feishu_app", "status": "disabled", "x": {"y": []}},
            {"data_source_id": "9", "name": "Future", "plugin_type": "future_app", "status": "enabled"},
        ])),
        "/member/info" => ok(json!({
            "account_id": "1", "member_id": "7700012345678", "member_name": "Jane Doe",
            "email": "j@example.com", "email_verified": true, "phone": "+100", "phone_verified": true,
            "created_at": "1763900000", "shoe_size": 43,
        })),
        _ => (
            404,
            json!({"error": {"code": "RouteNotFound", "message": "no such route"}}),
        ),
    }
}

#[test]
fn one_read_one_write_with_all_lists_one_read_back() {
    let server = Foreign::start();
    let world = server.world();
    let line = "prefs set critical --voice --im feishu";
    world.duty(line).any_stdout().any_stderr().run();
    let (paths, updates) = server.take();
    assert_eq!(
        paths,
        ["/preference/info", "/preference/update", "/preference/info"]
    );
    assert_eq!(
        updates,
        [json!({"trigger_notify": {
            "critical": ["voice", "feishu_app:551", "future_app:9"],
            "warning": ["push", "future_app:9", "push"],
            "info": ["email"],
            "fatal": ["email"],
        },
            "schedule_shift_notify": {"lead_time": "30", "personal_channels": ["email"]},
            "status_change_notify": {"im_integrations": ["future_app:9"]},
        })]
    );
    let again = world.duty(line).any_stdout().any_stderr().run();
    assert!(
        again.stderr.contains("Nothing to change"),
        "{}",
        again.stderr
    );
    let (paths, _) = server.take();
    assert_eq!(paths, ["/preference/info"], "a second run writes nothing");
}

#[test]
fn every_verb_keeps_what_it_does_not_know() {
    let server = Foreign::start();
    let world = server.world();
    let holds = |verb: &str| {
        let preference = server.preference.lock().unwrap();
        for (list, path) in [
            ("critical", "/trigger_notify/critical"),
            ("warning", "/trigger_notify/warning"),
            ("status page", "/status_page_notify/im_integrations"),
        ] {
            let list_now = preference.pointer(path).unwrap().as_array().unwrap();
            assert!(
                list_now.contains(&json!("future_app:9")),
                "{verb}: {list}: {list_now:?}"
            );
        }
        assert_eq!(
            preference["trigger_notify"]["fatal"],
            json!(["email"]),
            "{verb}"
        );
        assert_eq!(
            preference["schedule_shift_notify"]["lead_time"],
            json!("30"),
            "{verb}"
        );
    };
    for line in [
        "set all --email --app",
        "add critical warning --sms",
        "add shift --im feishu:Nacht",
        "set status-page --im feishu",
        "remove warning --sms --email",
        "clear critical status-page --yes --allow-silent",
        "copy shift critical warning status-page",
        "undo",
        "undo",
        "undo 4",
    ] {
        world
            .duty(&format!("prefs {line} -q"))
            .any_stdout()
            .any_stderr()
            .run();
        holds(line);
        assert!(!server.take().1.is_empty(), "{line} wrote");
    }
    let text = world.duty("prefs export").any_stdout().run().stdout;
    assert!(text.contains("\"future_app:9\", # kept"), "{text}");
    world
        .duty("prefs apply --check -f -")
        .stdin(text)
        .any_stderr()
        .run();
    let shown = world.duty("prefs show").any_stdout().run().stdout;
    assert!(shown.contains("future_app:9"), "{shown}");
    let channels = world.duty("prefs channels").any_stdout().run().stdout;
    assert!(
        channels.contains("Nacht & Tag") && channels.contains("Future"),
        "{channels}"
    );
    assert!(
        channels.contains("app may not reach you: no answer from the server (RouteNotFound)"),
        "{channels}"
    );
}
