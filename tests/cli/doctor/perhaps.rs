//! What no reference and no answer says is a maybe, and the maybe says what it hangs on.

use duty_sandbox::{Fault, FaultKind, made};
use serde_json::{Value, json};

use crate::doctor::untold::{RULES, rule, rules, server};
use crate::harness::{Edit, World};

/// The person of the default key, and a colleague.
const ME: u64 = 80011;
const YOU: u64 = 80012;
/// A space that has no rules by itself.
const SPACE: u64 = 30104;

fn level(minutes: u64, to: &Value) -> Value {
    let mut target = to.clone();
    target["by"] =
        json!({"follow_preference": true, "critical": null, "warning": null, "info": null});
    json!({"escalate_window": minutes, "target": target})
}

fn world(levels: &Value) -> World {
    let world = World::new();
    let rule = made::escalation(SPACE, "P1", 1, levels.clone());
    world.server.apply(&Edit::put(rule)).unwrap();
    world
}

#[test]
fn a_level_after_one_without_a_time_comes_at_once_or_never() {
    let (me, you) = (json!({"person_ids": [ME]}), json!({"person_ids": [YOU]}));
    for (minutes, wanted, status) in [(0, "maybe", 11), (5, "yes", 0)] {
        let world = world(&json!([level(minutes, &you), level(0, &me)]));
        let explain = |more: &str| {
            world
                .duty(&format!("doctor explain 30104 critical {more}"))
                .status(status)
                .any_requests()
                .any_stdout()
                .any_stderr()
                .run()
        };
        let json = explain("-o json").json();
        let levels = &json["levels"][0]["levels"];
        assert_eq!(levels[0]["comes"], "yes", "the first always does");
        assert_eq!(levels[1]["comes"], wanted);
        assert_eq!(json["result"]["reached"], wanted, "{json}");
        let text = explain("").stdout;
        let why = "whether it comes is not known: a level before it has no time until the next";
        assert_eq!(text.contains(why), wanted == "maybe", "{text}");
    }
}

#[test]
fn a_team_of_which_the_server_does_not_say_who_is_in_it_is_told_of() {
    let team = json!({"team_ids": [7009]});
    let world = world(&json!([level(0, &team)]));
    let told = json!({"team_id": 7009, "team_name": "SRE", "person_ids": null});
    let body = json!({"request_id": "r", "data": {"items": [told], "total": 1}});
    for operation in ["team_list", "team_infos"] {
        let raw = FaultKind::raw(200, "application/json", body.to_string());
        world.server.fault(Fault::on(operation, raw));
    }
    let ran = world
        .duty("doctor explain 30104 critical -o json")
        .status(11)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let warnings = ran.json()["warnings"].clone();
    let mut warnings = warnings.as_array().unwrap().iter();
    assert!(
        warnings.any(|one| one["code"] == "teams_unread"),
        "{}",
        ran.stdout
    );
}

/// Nobody is in a team that is no longer there; whether one that was deleted is told still no reference says.
#[test]
fn a_team_that_is_gone_is_named_as_such() {
    let mine = |id: u64, status: &str| json!({"team_id": id, "team_name": "SRE", "person_ids": [ME], "status": status});
    let gone = "the server has no such team any more";
    let deleted =
        "its status is 'deleted'; whether the server still tells its members is not known";
    for (team, wanted, why) in [
        (mine(7008, "enabled"), "no", gone),
        (mine(7009, "deleted"), "maybe", deleted),
        // One whose id is not told may be it.
        (mine(0, "enabled"), "maybe", ""),
        (mine(7009, "enabled"), "yes", ""),
        (mine(7009, ""), "yes", ""),
    ] {
        let world = world(&json!([level(0, &json!({"team_ids": [7009]}))]));
        let body = json!({"request_id": "r", "data": {"items": [team], "total": 1}});
        for operation in ["team_list", "team_infos"] {
            let raw = FaultKind::raw(200, "application/json", body.to_string());
            world.server.fault(Fault::on(operation, raw));
        }
        let ask = |words: &str| {
            let run = world.duty(words).any_requests().any_stdout().any_status();
            run.any_stderr().run()
        };
        let explained = ask("doctor explain 30104 critical -o json");
        assert_eq!(explained.json()["result"]["reached"], wanted, "{team}");
        let surveyed = ask("doctor --space 30104 --proof=0 -o json");
        for ran in [&explained, &surveyed] {
            let told = ran.json()["warnings"].clone();
            let mut told = told.as_array().unwrap().iter();
            let told = told.find(|one| one["code"] == "team_gone");
            let text = told.map(|one| one["message"].as_str().unwrap().to_owned());
            assert_eq!(text.is_some(), !why.is_empty(), "{}", ran.stdout);
            let text = text.unwrap_or_default();
            assert!(
                text.contains(why) && text.starts_with("level 1 of rule 'P1' in") != why.is_empty(),
                "{text}"
            );
        }
        let text = ask("doctor explain 30104 critical").stdout;
        assert_eq!(text.matches(why).count() == 2, !why.is_empty(), "{text}");
        assert!(!text.contains("you are not in it"), "{text}");
    }
}

/// A schedule that goes by two ids may be either: it is not said that the person does not stand in it.
#[test]
fn a_schedule_that_goes_by_two_ids_may_be_either() {
    let shift = json!({"start": 0, "end": 9_999_999_999_u64, "update_at": 1,
        "group": {"members": [{"role_id": 0, "person_ids": [7]}]}});
    let schedule = |id: u64, other: u64| {
        json!({"items": [{"schedule_id": id, "id": other, "schedule_name": "rota",
        "final_schedule": {"schedules": [shift.clone()]}}]})
    };
    let server = server();
    server.tell(
        RULES,
        rules(&[rule(&json!({"schedule_to_role_ids": {"9001": null}}))]),
    );
    for (id, other, wanted) in [
        (9001, 9001, "yes"),
        (0, 9001, "yes"),
        (9002, 9001, "maybe"),
        (9001, 9002, "maybe"),
        (9002, 9002, "no"),
    ] {
        server.tell("/schedule/self", schedule(id, other));
        server.explain(&format!("{id} {other}"), "", wanted);
    }
}

/// Of somebody who is not known nobody says whether they are on call.
#[test]
fn whether_somebody_unknown_is_on_call_is_not_known() {
    let server = server();
    server.tell(
        RULES,
        rules(&[rule(&json!({"schedule_to_role_ids": {"9001": null}}))]),
    );
    let shift = json!({"start": 0, "end": 9_999_999_999_u64, "group": {"members": [{"role_id": 0, "person_ids": [8]}]}});
    let rota = json!({"schedule_id": 9001, "schedule_name": "rota", "final_schedule": {"schedules": [shift]}});
    server.tell("/schedule/self", json!({"items": [rota]}));
    server.tell("/member/info", json!({}));
    server.tell("/preference/info", json!({}));
    let run = server.world.duty("doctor explain one critical");
    let ran = run
        .any_stdout()
        .any_stderr()
        .any_requests()
        .status(11)
        .run();
    assert!(
        ran.stdout
            .contains("schedule 'rota': not known whether you stand in it"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("not on call"), "{}", ran.stdout);
}

/// A field that duty does not know has a word of its own in JSON, which the schema has.
#[test]
fn a_field_that_duty_does_not_know_is_told_as_promised() {
    let mut world = World::new();
    // The contract has no such field.
    world.contract = false;
    let level = json!([{"escalate_window": 0, "target": {"person_ids": [80011],
        "by": {"follow_preference": true}}}]);
    let odd = json!([[{"key": "zzz", "oper": "IN", "vals": ["a"]}]]);
    let rule = made::escalation(30104, "Odd", 1, level).with("filters", odd);
    world.server.apply(&Edit::put(rule)).unwrap();
    let run = world.duty("doctor explain 30104 critical -o json");
    let ran = run.any_stdout().any_requests().status(11).run();
    let json = ran.json();
    let condition = &json["rules"][0]["state"]["value"]["groups"][0]["conditions"][0];
    assert_eq!(condition["field"]["kind"], "unknown_key", "{json}");
}
