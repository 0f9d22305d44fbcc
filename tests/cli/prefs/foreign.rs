//! Another server that speaks the contract, written apart from the sandbox and in its own way: a
//! bare array of integrations, ids and times as strings, fields nobody knows, a channel nobody
//! knows, and no list of phones.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use crate::harness::World;

#[derive(Default)]
struct Seen {
    preference: Value,
    requests: Vec<(String, Value)>,
}

/// Serves until the test ends; the listener's thread ends with the process.
struct Foreign {
    url: String,
    seen: Arc<Mutex<Seen>>,
}

impl Foreign {
    fn start() -> Foreign {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Seen {
            preference: json!({
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
            }),
            requests: Vec::new(),
        }));
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(stream, &shared));
            }
        });
        Foreign { url, seen }
    }

    fn world(&self) -> World {
        let mut world = World::new();
        world.env("DUTY_BASE_URL", &self.url);
        world
    }

    /// The paths that were asked since, and the bodies of the updates.
    fn take(&self) -> (Vec<String>, Vec<Value>) {
        let requests = std::mem::take(&mut self.seen.lock().unwrap().requests);
        let updates = requests
            .iter()
            .filter(|(path, _)| path == "/preference/update")
            .map(|(_, body)| body.clone())
            .collect();
        let paths = requests
            .into_iter()
            .map(|(path, _)| path)
            .filter(|path| path.starts_with("/preference"))
            .collect();
        (paths, updates)
    }
}

/// One request a connection.
fn serve(stream: TcpStream, seen: &Mutex<Seen>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split([' ', '?']).nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body: Value = serde_json::from_slice(&body).ok()?;
    let (status, answer) = respond(&path, &body, &mut seen.lock().unwrap());
    let answer = answer.to_string();
    let mut stream = reader.into_inner();
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nServer: other\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{answer}",
        answer.len()
    )
    .ok()
}

fn respond(path: &str, body: &Value, seen: &mut Seen) -> (u16, Value) {
    seen.requests.push((path.to_owned(), body.clone()));
    let ok = |data: Value| (200, json!({"request_id": "r1", "data": data, "took": "3"}));
    match path {
        "/preference/info" => ok(seen.preference.clone()),
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
            seen.preference["trigger_notify"] = body["trigger_notify"].clone();
            for (from, to) in [
                ("schedule_shift_notify", "schedule_shift_notify"),
                ("status_change_notify", "status_page_notify"),
            ] {
                if let Some(value) = body.get(from) {
                    seen.preference[to] = value.clone();
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
        }})]
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
        let seen = server.seen.lock().unwrap();
        let preference = &seen.preference;
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
        channels.contains("app may not reach you: the server would not say (RouteNotFound)"),
        "{channels}"
    );
}
