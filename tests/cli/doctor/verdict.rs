//! Yes, no, and not known: what is not certain is never a yes, and what could not be read is never a
//! clean bill.

use serde_json::{Value, json};

use crate::harness::{Edit, Fault, FaultKind, Ran, World};

/// A working day at noon.
const NOON: &str = "2026-11-24T12:00:00+08:00";
/// The space that reaches 张三 by the rule's last resort, and that rule.
const PAYMENTS: &str = "30101";
const REST: &str = "6650a1f0c0de000000000003";

#[track_caller]
fn doctor(world: &World, words: &str, status: i32) -> Value {
    let run = world
        .duty(words)
        .arg("-o")
        .arg("json")
        .arg("--at")
        .arg(NOON);
    let run = run.any_stdout().any_stderr().any_requests();
    run.status(status).run().json()
}

/// What an incident does in a space, and how `explain` ends.
#[track_caller]
fn explain(world: &World, space: &str, severity: &str, status: i32) -> Value {
    let report = doctor(
        world,
        &format!("doctor explain {space} {severity} --title x --label service=web"),
        status,
    );
    report["result"].clone()
}

fn codes(report: &Value, list: &str) -> Vec<String> {
    let all = report[list].as_array().unwrap().iter();
    all.map(|one| one["code"].as_str().unwrap().to_owned())
        .collect()
}

/// The rule of last resort tells 张三 by name, by these channels whatever the preferences.
fn unified(channels: &'static [&'static str]) -> Edit {
    Edit::rule(REST, move |rule| {
        rule["layers"][0]["target"] = json!({
            "person_ids": [80011],
            "by": {"follow_preference": false, "critical": channels, "warning": channels, "info": channels},
        });
    })
}

fn chosen(severity: &'static str, channels: &'static [&'static str]) -> Edit {
    Edit::new(move |state| {
        state["preferences"]["80011"]["trigger_notify"][severity] = json!(channels);
    })
}

#[test]
fn an_im_app_is_a_maybe_where_nothing_else_reaches() {
    let world = World::new();
    // No record tells whether an account is linked.
    world.server.apply(&Edit::no_past()).unwrap();
    world.server.apply(&unified(&["feishu_app:4401"])).unwrap();
    let result = explain(&world, PAYMENTS, "info", 11);
    assert_eq!(result["reached"], "maybe");
    assert_eq!(result["first"][0]["certain"], false);
    world
        .server
        .apply(&unified(&["feishu_app:4401", "email"]))
        .unwrap();
    let result = explain(&world, PAYMENTS, "info", 0);
    assert_eq!(result["reached"], "yes");
    let certain = |index: usize| result["first"][index]["certain"].clone();
    assert_eq!((certain(0), certain(1)), (json!(false), json!(true)));
    world.server.apply(&unified(&["feishu_app:4402"])).unwrap();
    assert_eq!(explain(&world, PAYMENTS, "info", 3)["reached"], "no");
}

#[test]
fn a_list_of_an_im_app_alone_is_a_finding_with_a_way_out_and_no_silence() {
    let world = World::new();
    world
        .server
        .apply(&chosen("critical", &["feishu_app:4401"]))
        .unwrap();
    // What the records tell of it is in reached.rs.
    let report = doctor(&world, "doctor --proof=0 --space 30101", 0);
    let problem = &report["problems"][0];
    assert_eq!(problem["code"], "no_certain_channel");
    assert_eq!(problem["grade"], "important");
    assert_eq!(
        problem["commands"][0]["text"],
        "duty prefs add critical --app"
    );
    let advice = problem["hint"].as_str().unwrap();
    assert!(advice.contains("> Linked Users"), "{advice}");
    assert_eq!(codes(&report, "warnings"), ["im_link_unknown"]);
    // It is no refusal, but it is said.
    let ran = world
        .duty("prefs set critical --im feishu:4401 --app")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    assert!(
        !ran.stdout.contains("not known whether anything"),
        "{}",
        ran.stdout
    );
    let ran = world
        .duty("prefs set critical --im feishu:4401")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    let said = "It is not known whether anything reaches you for critical incidents.";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    let ran = world
        .duty("prefs set critical --im feishu:4401 --sms --dry-run -o json")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    let reasons: Vec<Value> = ran.json()["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].clone())
        .collect();
    assert_eq!(reasons, ["phone_unverified", "im_link_unknown"]);
}

#[test]
fn a_word_that_duty_does_not_know_is_not_known_everywhere() {
    for word in ["feishu", "phone", "im", "future_app:9"] {
        let mut world = World::new();
        world.contract = false;
        let words: &'static [&'static str] = Box::leak(vec![word].into_boxed_slice());
        world.server.apply(&unified(words)).unwrap();
        let report = doctor(
            &world,
            &format!("doctor explain {PAYMENTS} info --title x"),
            11,
        );
        assert_eq!(report["result"]["reached"], "maybe", "{word}");
        assert_eq!(report["result"]["first"][0]["certain"], false, "{word}");
        let levels = report["levels"].as_array().unwrap();
        let level = &levels.last().unwrap()["levels"][0];
        assert_eq!(level["reached"], "maybe", "{word}");
        let delivery = json!({"kind": "unknown", "reason": "channel_unknown"});
        assert_eq!(level["channels"][0]["delivery"], delivery, "{word}");
        let text = world
            .duty("doctor explain")
            .arg(PAYMENTS)
            .arg("info")
            .arg("--title")
            .arg("x")
            .arg("--at")
            .arg(NOON)
            .any_stdout()
            .any_requests()
            .status(11)
            .run()
            .stdout;
        assert!(text.contains(&format!("So: maybe {word} now")), "{text}");
        assert!(!text.contains("reaches you\n"), "{text}");
    }
}

#[test]
fn whoever_is_not_activated_gets_nothing() {
    let world = World::new();
    let pending = Edit::member(80011, |member| member["status"] = json!("pending"));
    world.server.apply(&pending).unwrap();
    let report = doctor(&world, "doctor --space 30101", 3);
    assert_eq!(codes(&report, "problems"), ["not_activated"]);
    assert_eq!(report["problems"][0]["grade"], "urgent");
    let cell = &report["spaces"][0]["severities"]["critical"];
    assert_eq!(cell["reached"], "no");
    assert_eq!(explain(&world, PAYMENTS, "info", 3)["reached"], "no");
    let ran = world
        .duty("prefs channels")
        .any_stdout()
        .any_requests()
        .run();
    assert!(!ran.stdout.contains("yes"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("your membership is not activated"),
        "{}",
        ran.stdout
    );
}

#[test]
fn nothing_happens_in_a_space_that_is_off() {
    for status in ["disabled", "deleted"] {
        let world = World::new();
        let off = Edit::space(30101, move |space| space["status"] = json!(status));
        world.server.apply(&off).unwrap();
        let result = explain(&world, PAYMENTS, "critical", 3);
        assert_eq!(result["reached"], "no", "{status}");
        assert_eq!(result["reason"], "space_disabled", "{status}");
    }
    let mut world = World::new();
    world.contract = false;
    let odd = Edit::space(30101, |space| space["status"] = json!("pending"));
    world.server.apply(&odd).unwrap();
    let result = explain(&world, PAYMENTS, "critical", 11);
    assert_eq!(result["reached"], "maybe");
    assert_eq!(result["held"][0]["kind"], "space");
}

#[track_caller]
fn failing(operation: &str, status: u16, code: &str, words: &str, ends: i32) -> Ran {
    let world = World::new();
    let error = FaultKind::error(status, code);
    world.server.fault(Fault::on(operation, error).from(1));
    let run = world.duty(words).arg("--at").arg(NOON);
    run.any_stdout()
        .any_stderr()
        .any_requests()
        .status(ends)
        .run()
}

#[test]
fn what_was_needed_and_not_read_is_no_clean_bill() {
    let warnings = "doctor --space 30101 --severity warning -o json";
    for (operation, note) in [
        ("preference_info", Some("preferences_unread")),
        ("schedule_self", Some("schedules_unread")),
        ("team_list", Some("teams_unread")),
        ("escalation_rule_list", None),
    ] {
        for (status, code) in [(500, "InternalError"), (403, "AccessDenied")] {
            let report = failing(operation, status, code, warnings, 11).json();
            assert_eq!(report["complete"], false, "{operation} {status}");
            if let Some(note) = note {
                let notes = codes(&report, "warnings");
                assert!(
                    notes.iter().any(|one| one == note),
                    "{operation}: {notes:?}"
                );
            }
        }
    }
    // Nobody is told by the app there, so it does not matter which phones are bound.
    let report = failing("device_list", 404, "RouteNotFound", warnings, 0).json();
    assert_eq!(report["complete"], true);
    let critical = "doctor --space 30101 --severity critical -o json";
    let report = failing("device_list", 404, "RouteNotFound", critical, 11).json();
    assert_eq!(report["complete"], false);
    // A finding goes before what is unread.
    let report = failing("team_list", 500, "InternalError", "doctor -o json", 3).json();
    assert_eq!(report["complete"], false);
    let explained = "doctor explain 30101 critical -o json";
    for (status, code) in [(500, "InternalError"), (403, "AccessDenied")] {
        let result = failing("escalation_rule_list", status, code, explained, 11).json();
        assert_eq!(result["result"]["reached"], "maybe");
        assert_eq!(result["result"]["reason"], "rules_unread");
    }
}

#[test]
fn only_the_answer_that_there_is_no_member_means_the_primary_account() {
    for (status, code, ends) in [(500, "InternalError", 1), (403, "AccessDenied", 5)] {
        let ran = failing(
            "member_info",
            status,
            code,
            "doctor --space 30101 -o json",
            11,
        );
        let report = ran.json();
        assert_eq!(report["person"]["name"], Value::Null, "{code}");
        assert!(codes(&report, "warnings").contains(&"person_unread".to_owned()));
        assert!(!ran.operations().contains(&"account_info".to_owned()));
        let world = World::new();
        let error = FaultKind::error(status, code);
        world.server.fault(Fault::on("member_info", error).from(1));
        let run = world.duty("profile show").any_stderr().any_requests();
        run.status(ends).run();
    }
}

#[test]
fn an_email_that_is_not_verified_has_a_fix_that_can_be_run() {
    let world = World::new();
    let unverified = Edit::member(80011, |member| member["email_verified"] = json!(false));
    world.server.apply(&unverified).unwrap();
    let report = doctor(&world, "doctor --space 30101", 0);
    let problems = report["problems"].as_array().unwrap();
    let email = problems
        .iter()
        .find(|one| one["code"] == "email_unverified")
        .unwrap();
    assert_eq!(
        email["commands"][0]["text"],
        "duty profile set --email zhangsan@example.com"
    );
    let ran = world
        .duty("profile set --email zhangsan@example.com --dry-run")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    assert!(!ran.stderr.contains("Nothing to change"), "{}", ran.stderr);
}
