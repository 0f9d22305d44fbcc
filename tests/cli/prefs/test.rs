//! `duty prefs test`: the caller is paged and nobody else, and what was opened is closed whatever comes.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use duty_sandbox::{Behavior, Edit, Fault, FaultKind, Options};
use serde_json::{Value, json};

use crate::harness::{Ran, World, exit_code};
use crate::prefs::put;

fn world(edits: Vec<Edit>) -> World {
    let mut all = vec![Edit::no_past()];
    all.extend(edits);
    World::with(Options {
        edits: all,
        rate_limit: None,
        ..Options::default()
    })
}

/// The incidents of the account: title, progress, whom they were assigned to.
fn incidents(world: &World) -> Vec<(String, String, Value)> {
    let state = world.server.state();
    let all = state["incidents"].as_array().unwrap();
    let word = |incident: &Value, field: &str| incident[field].as_str().unwrap().to_owned();
    all.iter()
        .map(|one| {
            let to = one["assigned_to"]["person_ids"].clone();
            (word(one, "title"), word(one, "progress"), to)
        })
        .collect()
}

#[track_caller]
fn one_closed(world: &World) {
    let all = incidents(world);
    assert_eq!(all.len(), 1, "{all:?}");
    let (title, progress, to) = &all[0];
    assert!(title.contains("duty-"), "{title}");
    assert_eq!((progress.as_str(), to), ("Closed", &json!([80011])));
}

fn sent(ran: &Ran, operation: &str) -> usize {
    ran.operations()
        .iter()
        .filter(|id| *id == operation)
        .count()
}

#[test]
fn one_channel_fails() {
    let world = world(vec![]);
    let ran = world
        .duty("prefs test critical --yes")
        .any_stdout()
        .any_requests()
        .status(3)
        .run();
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(
        lines[0].starts_with("Incident ")
            && lines[0].ends_with("Waiting for email, app, at most 2 min."),
        "{}",
        ran.stdout
    );
    assert_eq!(
        lines[1..3],
        [
            "email: handed over",
            "app: FAILED, \"device token expired\""
        ]
    );
    assert!(lines[3].ends_with(" is closed."), "{}", lines[3]);
    assert_eq!(lines[4], "A channel that you chose failed.");
    assert!(lines[5].contains("duty prefs channels"), "{}", lines[5]);
    one_closed(&world);
    // Exactly this and nothing beside it: whoever else is named would be called too.
    let bodies = ran.bodies("incident_create");
    let title = bodies[0]["title"].as_str().unwrap();
    assert!(title.starts_with("Test by duty for 张三"), "{title}");
    assert_eq!(
        bodies,
        [json!({
            "incident_severity": "Critical",
            "title": title,
            "assigned_to": {"person_ids": [80011], "notify": {"follow_preference": true}},
        })]
    );
    // Before it was closed and after it the record was read once more.
    let order = ran.operations();
    let closed = order
        .iter()
        .position(|id| id == "incident_resolve")
        .unwrap();
    assert_eq!(order[closed - 1], "incident_feed");
    assert_eq!(order[closed + 1..], ["incident_feed"]);
}

#[test]
fn for_a_program_a_line_an_event() {
    let world = world(vec![]);
    let ran = world
        .duty("prefs test warning --yes -o json")
        .any_stdout()
        .any_requests()
        .run();
    let lines: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kinds: Vec<&str> = lines
        .iter()
        .map(|line| line["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["opened", "channel", "channel", "closed", "result"]);
    let result = &lines[4];
    assert_eq!(
        (&result["verdict"], &result["incident"]["closed"]),
        (&json!("handed_over"), &json!(true))
    );
    let channels = result["channels"].as_array().unwrap();
    let words: Vec<&Value> = channels.iter().map(|one| &one["channel"]).collect();
    assert_eq!(words, ["email", "feishu:4401"]);
    assert!(
        channels
            .iter()
            .all(|one| one["outcome"] == "handed_over" && one["rang"].is_null())
    );
    assert!(result["incident"]["id"].is_string() && result["warnings"] == json!([]));
    one_closed(&world);
}

#[test]
fn a_script_says_that_it_means_it() {
    let world = world(vec![]);
    let ran = world
        .duty("prefs test critical")
        .any_stderr()
        .any_requests()
        .status(2)
        .run();
    for words in ["--yes", "statistics", "webhooks"] {
        assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
    }
    // Mail and pushes use no quota that anybody counts.
    assert!(!ran.stderr.contains("quota"), "{}", ran.stderr);
    for (channels, quota) in [
        (json!(["sms", "email"]), "the quota of SMS. "),
        (json!(["voice"]), "the quota of voice. "),
        (json!(["voice", "sms"]), "the quota of SMS and voice. "),
    ] {
        put(&world, json!({"info": channels}));
        let run = world.duty("prefs test info").any_requests();
        let ran = run.any_stderr().status(2).run();
        assert!(ran.stderr.contains(quota), "{quota}: {}", ran.stderr);
    }
    let ran = world
        .duty("prefs test critical --dry-run")
        .any_stdout()
        .any_requests()
        .run();
    assert!(
        ran.stdout.contains("\"follow_preference\": true"),
        "{}",
        ran.stdout
    );
    world.duty("prefs test").any_stderr().status(2).run();
    assert_eq!(incidents(&world), []);
}

#[test]
fn nothing_is_opened_where_nothing_is_chosen() {
    let mut world = world(vec![]);
    let key = world.server.member_key();
    world.env("DUTY_APP_KEY", key);
    let ran = world
        .duty("prefs test info --yes")
        .any_stdout()
        .any_requests()
        .status(3)
        .run();
    assert!(
        ran.stdout.contains("No channel is chosen for info"),
        "{}",
        ran.stdout
    );
    assert_eq!(incidents(&world), []);
}

#[test]
fn the_older_form_where_the_newer_is_refused() {
    let world = world(vec![Edit::behave(|b| *b = Behavior::older())]);
    let ran = world
        .duty("prefs test warning --yes")
        .any_stdout()
        .any_requests()
        .run();
    let bodies = ran.bodies("incident_create");
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0]["assigned_to"].get("type"), None);
    assert_eq!(bodies[1]["assigned_to"]["type"], "assign");
    assert_eq!(bodies[1]["assigned_to"]["person_ids"], json!([80011]));
    one_closed(&world);
}

#[test]
fn a_permission_that_is_missing_is_named() {
    let world = world(vec![]);
    let key = world.server.app_key();
    world
        .server
        .apply(&Edit::limit_key(
            key,
            &["Incidents Read", "Integrations Read"],
        ))
        .unwrap();
    let ran = world
        .duty("prefs test critical --yes")
        .any_stderr()
        .any_requests()
        .status(5)
        .run();
    assert!(ran.stderr.contains("Incidents Manage"), "{}", ran.stderr);
    assert_eq!(sent(&ran, "incident_create"), 1);
}

#[test]
fn a_lost_answer_is_followed_by_a_look_and_never_by_a_second_incident() {
    let world = world(vec![]);
    world
        .server
        .fault(Fault::on("incident_create", FaultKind::CloseAfter));
    let ran = world
        .duty("prefs test critical --yes")
        .any_stderr()
        .any_requests()
        .status(10)
        .run();
    assert!(ran.stderr.contains("found and closed"), "{}", ran.stderr);
    assert_eq!(
        (
            sent(&ran, "incident_create"),
            sent(&ran, "incident_resolve")
        ),
        (1, 1)
    );
    one_closed(&world);
    // It never came, and that is looked at several times.
    world.server.clear_faults();
    world
        .server
        .fault(Fault::on("incident_create", FaultKind::CloseBefore));
    let ran = world
        .duty("prefs test critical --yes")
        .any_stderr()
        .any_requests()
        .status(10)
        .run();
    assert!(
        ran.stderr.contains("not known whether it was opened"),
        "{}",
        ran.stderr
    );
    assert_eq!(
        (sent(&ran, "incident_create"), sent(&ran, "incident_list")),
        (1, 4)
    );
    one_closed(&world);
}

#[test]
fn what_cannot_be_closed_is_named() {
    let world = world(vec![Edit::behave(|b| b.form_to_close = true)]);
    let ran = world
        .duty("prefs test warning --yes")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .status(1)
        .run();
    let all = incidents(&world);
    assert_eq!(all[0].1, "Triggered");
    let state = world.server.state();
    let id = state["incidents"][0]["incident_id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        ran.stderr.contains(&id[18..].to_uppercase()),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains(&format!("/incident/detail/{id}")),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("close it there"), "{}", ran.stderr);
    // What was refused is not sent again.
    assert_eq!(sent(&ran, "incident_resolve"), 1);
}

#[test]
fn an_answer_to_the_closing_that_is_lost_is_looked_into() {
    let world = world(vec![]);
    world
        .server
        .fault(Fault::on("incident_resolve", FaultKind::CloseAfter).first(1));
    let ran = world
        .duty("prefs test warning --yes")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    assert!(
        ran.stderr.starts_with("The answer was lost"),
        "{}",
        ran.stderr
    );
    assert_eq!(sent(&ran, "incident_resolve"), 1);
    one_closed(&world);
}

#[test]
fn no_record_is_not_known() {
    let world = world(vec![]);
    world.server.fault(Fault::on(
        "incident_feed",
        FaultKind::error(500, "InternalError"),
    ));
    let ran = world
        .duty("prefs test warning --yes --wait 1s")
        .any_stdout()
        .any_requests()
        .status(11)
        .run();
    assert!(
        ran.stdout
            .contains("There was no record within 1 s of: email, feishu:4401."),
        "{}",
        ran.stdout
    );
    one_closed(&world);
}

#[test]
fn an_interrupt_closes_it_by_one_request() {
    let world = world(vec![]);
    // Nothing comes, so that it waits.
    world.server.fault(Fault::on(
        "incident_feed",
        FaultKind::error(500, "InternalError"),
    ));
    let mut child = world
        .duty("prefs test critical --yes")
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert!(first.starts_with("Incident "), "{first}");
    let interrupted = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    let status = child.wait().unwrap();
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!(exit_code(status), Some(130), "{stderr}");
    let requests = world.server.requests();
    let writes: Vec<&str> = requests
        .iter()
        .filter_map(|one| one.operation_id.as_deref())
        .filter(|id| ["incident_create", "incident_resolve"].contains(id))
        .collect();
    assert_eq!(writes, ["incident_create", "incident_resolve"]);
    one_closed(&world);
}

#[test]
fn a_mail_is_the_mildest_try() {
    let world = world(vec![]);
    let ran = world
        .duty("prefs test --mail --yes")
        .stdout("The server accepted the mail. Whether it arrives, your mailbox tells.\n")
        .requests(&["member_notify"])
        .run();
    assert_eq!(ran.bodies("member_notify")[0].get("person_ids"), None);
    let absent = Edit::behave(|b| b.absent = vec!["member_notify".to_owned()]);
    world.server.apply(&absent).unwrap();
    let ran = world
        .duty("prefs test --mail --yes")
        .any_stderr()
        .requests(&["member_notify"])
        .status(6)
        .run();
    assert!(
        ran.stderr.contains("only the newest servers can"),
        "{}",
        ran.stderr
    );
    world
        .duty("prefs test critical --mail --yes")
        .any_stderr()
        .status(2)
        .run();
}
