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

/// What is left out of the answer is neither the same as in the file nor another list.
#[test]
fn whether_a_list_that_is_left_out_differs_is_not_known() {
    let world = answered(|answer| {
        let answer = answer.as_object_mut().unwrap();
        answer.remove("shedule_shift_notify").unwrap();
    });
    let told = |words: &str, file: &str, status: i32| {
        let run = world.duty(words).arg("-f").arg("-").stdin(file);
        let run = run.any_stdout().any_stderr().any_requests();
        let ran = run.status(status).run();
        assert!(!ran.operations().contains(&"preference_update".to_owned()));
        ran
    };
    let other = "info = []\n";
    let critical = shown(&world, "prefs export", 0);
    // The export names what was told, and so there is nothing that it would clear.
    assert!(!critical.contains("\nshift ="), "{critical}");
    assert!(critical.contains("# shift: left out"), "{critical}");
    let exported: Value = serde_json::from_str(&shown(&world, "prefs export -o json", 0)).unwrap();
    assert!(exported["shift"].is_null() && exported["status_page"].is_array());
    told("prefs diff", &exported.to_string(), 0);
    for verb in ["prefs diff", "prefs apply --check"] {
        told(verb, &critical, 0);
        for shift in ["shift = []\n", "shift = ['email']\n"] {
            let ran = told(verb, &(critical.clone() + shift), 11);
            let why = "the server does not tell the channels for schedule shifts";
            assert!(ran.stderr.contains(why), "{}", ran.stderr);
            assert!(!ran.stderr.contains("No difference"), "{}", ran.stderr);
            // What is another one for certain is.
            let ran = told(verb, &(other.to_owned() + shift), 3);
            assert!(
                ran.stderr.contains("There is a difference"),
                "{}",
                ran.stderr
            );
        }
        let json = format!("{verb} -o json");
        let change = told(&json, &(critical.clone() + "shift = ['email']\n"), 11).json();
        assert_eq!(
            (&change["difference"], &change["changed"]),
            (&Value::Null, &json!(false))
        );
        let list = &change["targets"][0];
        assert_eq!(
            (&list["target"], &list["before"]),
            (&json!("shift"), &Value::Null)
        );
        assert_eq!((&list["added"], &list["removed"]), (&json!([]), &json!([])));
    }
    // It is not so already: that is not known.
    for words in ["prefs clear shift --yes", "prefs apply -f -"] {
        let run = world.duty(words).stdin("shift = []").any_requests();
        let ran = run.any_stdout().any_stderr().status(11).run();
        assert!(!ran.operations().contains(&"preference_update".to_owned()));
        assert!(
            ran.stderr
                .contains("it does not tell the channels for schedule shifts"),
            "{}",
            ran.stderr
        );
        assert!(!ran.stdout.contains("you are not told"), "{}", ran.stdout);
    }
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
