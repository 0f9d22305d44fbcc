//! `duty prefs test` at a terminal: whether it arrived is asked for each channel that was handed over. And what a
//! program is told of an incident of which the answer was lost, or of which nobody knows whether it is closed.

use duty_sandbox::{Edit, Fault, FaultKind, Options};
use serde_json::{Value, json};

use crate::harness::World;
use crate::pty::Pty;

fn world() -> World {
    World::with(Options {
        edits: vec![Edit::no_past()],
        rate_limit: None,
        ..Options::default()
    })
}

/// At the first of the two questions: by email, and by Feishu.
fn asked(world: &World) -> Pty {
    let mut pty = Pty::start(&world.duty("prefs test warning"), (120, 40));
    pty.until_text("Page yourself now?");
    pty.send("y\r");
    pty.until_text("Did email arrive? (y, n, Enter to skip)");
    pty
}

fn progress(world: &World) -> Vec<String> {
    let state = world.server.state();
    let all = state["incidents"].as_array().unwrap().iter();
    all.map(|one| one["progress"].as_str().unwrap().to_owned())
        .collect()
}

fn reason(world: &World, channel: &str) -> Value {
    let list = world.duty("prefs channels -o json");
    let list = list.any_stdout().any_requests().run().json();
    let items = list["items"].as_array().unwrap();
    let one = items.iter().find(|one| one["channel"] == channel).unwrap();
    one["reason"].clone()
}

#[test]
fn a_no_counts_and_is_remembered() {
    let world = world();
    let mut pty = asked(&world);
    pty.send("perhaps\r");
    // That is no answer: it asks again.
    pty.until("a second question", |parser| {
        let text = parser.screen().contents();
        text.matches("Did email arrive?").count() == 2
    });
    pty.send("y\r");
    pty.until_text("Did feishu:4401 arrive?");
    pty.send("n\r");
    assert_eq!(pty.end(), 3, "{}", pty.text());
    let text = pty.text().replace('\n', " ");
    let told = "Handed over, and you say that it did not arrive: feishu:4401.";
    assert!(text.contains(told), "{text}");
    assert!(!text.contains("Every channel that you chose"), "{text}");
    assert_eq!(progress(&world), ["Closed"]);
    assert_eq!(reason(&world, "feishu:4401"), "last_message_failed");
    assert_eq!(reason(&world, "email"), Value::Null);
}

#[test]
fn a_yes_and_no_answer_are_all_right() {
    let world = world();
    let mut pty = asked(&world);
    pty.send("Y\r");
    pty.until_text("Did feishu:4401 arrive?");
    pty.send("\r");
    assert_eq!(pty.end(), 0, "{}", pty.text());
    let text = pty.text();
    assert!(text.contains("Every channel that you chose"), "{text}");
    assert_eq!(progress(&world), ["Closed"]);
    assert_eq!(reason(&world, "feishu:4401"), Value::Null);
}

#[test]
fn ctrl_c_at_the_question_closes_it() {
    let world = world();
    let mut pty = asked(&world);
    pty.send("\u{3}");
    assert_eq!(pty.end(), 130, "{}", pty.text());
    assert_eq!(progress(&world), ["Closed"]);
    let requests = world.server.requests();
    let closing = requests
        .iter()
        .filter(|one| one.operation_id.as_deref() == Some("incident_resolve"));
    assert_eq!(closing.count(), 1);
}

#[test]
fn a_program_is_told_what_was_lost_and_found() {
    let world = world();
    world
        .server
        .fault(Fault::on("incident_create", FaultKind::CloseAfter));
    let ran = world
        .duty("prefs test warning --yes -o json")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .status(10)
        .run();
    let result = ran.json();
    assert_eq!(result["verdict"], "answer_lost");
    assert_eq!(result["incident"]["closed"], true);
    let id = &world.server.state()["incidents"][0]["incident_id"];
    assert_eq!(&result["incident"]["id"], id);
    let channels = result["channels"].as_array().unwrap();
    assert!(channels.len() == 2 && channels.iter().all(|one| one["outcome"].is_null()));
    assert_eq!(ran.error()["kind"], "unreachable");
    assert_eq!(progress(&world), ["Closed"]);
}

#[test]
fn a_closing_of_which_nobody_knows_is_null() {
    let lines = |world: &World, status: i32| -> Vec<Value> {
        let run = world.duty("prefs test warning --yes -o json");
        let run = run.any_stdout().any_stderr().any_requests();
        let ran = run.status(status).run();
        let lines = ran.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let unknown = world();
    let failing = FaultKind::error(500, "InternalError");
    unknown
        .server
        .fault(Fault::on("incident_resolve", FaultKind::Error500After));
    unknown.server.fault(Fault::on("incident_info", failing));
    let form = world();
    let edit = Edit::behave(|now| now.form_to_close = true);
    form.server.apply(&edit).unwrap();
    for (world, kind, closed) in [
        (&unknown, "close_unknown", Value::Null),
        (&form, "not_closed", json!(false)),
    ] {
        let lines = lines(world, 1);
        let [.., event, result] = lines.as_slice() else {
            panic!("{lines:?}");
        };
        assert_eq!(event["type"], kind);
        assert_eq!(
            (&event["incident"]["closed"], &result["incident"]["closed"]),
            (&closed, &closed)
        );
    }
}
