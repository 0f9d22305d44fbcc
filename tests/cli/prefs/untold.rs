//! What the server leaves out of the preferences, says twice, or does not name.

use serde_json::{Value, json};

use crate::harness::{Fault, FaultKind, World};

/// A world whose server answers this way.
fn answered(edit: impl Fn(&mut Value)) -> World {
    let mut world = World::new();
    // The contract has none of it.
    world.contract = false;
    let mut answer = world.ask("/preference/info", &json!({}));
    edit(&mut answer);
    let body = json!({"request_id": "r", "data": answer}).to_string();
    let raw = FaultKind::raw(200, "application/json", body);
    world
        .server
        .fault(Fault::on("preference_info", raw).from(1));
    world
}

fn shown(world: &World, words: &str, status: i32) -> String {
    let run = world.duty(words).any_stdout().any_stderr().any_requests();
    run.status(status).run().stdout
}

#[test]
fn a_list_that_is_left_out_need_not_be_empty() {
    let world = answered(|answer| {
        answer
            .as_object_mut()
            .unwrap()
            .remove("shedule_shift_notify")
            .unwrap();
    });
    let text = shown(&world, "prefs show", 0);
    let app = text.lines().find(|line| line.starts_with("app ")).unwrap();
    assert_eq!(app.matches("not known").count(), 1, "{text}");
    let json: Value = serde_json::from_str(&shown(&world, "prefs show -o json", 0)).unwrap();
    assert_eq!(json["shift"], Value::Null);
    assert!(json["status_page"].is_array(), "{json}");
}

#[test]
fn two_spellings_of_one_list_that_are_not_alike_are_no_answer() {
    let world = answered(|answer| {
        answer["schedule_shift_notify"] = json!({"personal_channels": ["sms", "voice"]});
    });
    shown(&world, "prefs show", 10);
}

#[test]
fn a_channel_of_no_name_has_a_word_all_the_same() {
    let world = answered(|answer| {
        answer["trigger_notify"]["critical"] = json!(["email", ""]);
    });
    let json: Value = serde_json::from_str(&shown(&world, "prefs show -o json", 0)).unwrap();
    assert_eq!(json["critical"][1]["channel"], "raw:");
    assert_eq!(json["critical"][1]["wire"], "");
    let text = shown(&world, "prefs show", 0);
    assert!(
        text.contains("an unnamed channel may not reach you"),
        "{text}"
    );
    shown(&world, "doctor -o json", 3);
}

/// A text that every answer has, and whose membership it is not.
#[test]
fn a_membership_that_is_not_in_force_is_told() {
    let world = World::new();
    for (status, told) in [
        ("enabled", None),
        (
            "pending",
            Some("membership      NOT activated: nothing reaches it"),
        ),
        ("deleted", Some("membership      deleted")),
    ] {
        let mut me = world.ask("/member/info", &json!({}));
        me["status"] = json!(status);
        let body = json!({"request_id": "r", "data": me}).to_string();
        let raw = FaultKind::raw(200, "application/json", body);
        world.server.clear_faults();
        world.server.fault(Fault::on("member_info", raw).from(1));
        let text = shown(&world, "profile show", 0);
        match told {
            None => assert!(!text.contains("membership"), "{text}"),
            Some(told) => assert!(text.contains(told), "{text}"),
        }
    }
}
