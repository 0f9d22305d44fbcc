//! Whom a level names: what is not known of it is not said for certain, and what can be found out is.

use serde_json::{Value, json};

use super::survey::{began, missed, now};
use super::*;
use crate::harness::{Fault, FaultKind};

const WEEK: u64 = 7 * 86_400;

/// What is said of it first: the code and the sentence, and the other codes after it.
#[track_caller]
fn first(world: &World) -> (Vec<String>, String) {
    let (codes, status) = said(world);
    assert_eq!(status, 3, "{codes:?}");
    let message = asked(world).json()["reasons"][0]["message"].clone();
    (codes, message.as_str().unwrap().to_owned())
}

fn to(minutes: u64, target: &Value) -> Value {
    let mut target = target.clone();
    target["by"] = follow();
    json!({"escalate_window": minutes, "target": target})
}

fn rota(id: u64, groups: &[&[u64]]) -> Made {
    let groups: Vec<Value> = groups
        .iter()
        .map(|persons| made::group("G", &[(0, *persons)]))
        .collect();
    let start = START - 3600;
    let layer = made::rotation("Weeks", start, WEEK, &groups);
    made::schedule(id, &format!("Rota {id}"), &[layer])
}

fn taken() -> [Value; 2] {
    [assigned(1, 0, &[YOU]), line_by(YOU, 60, "i_ack", json!({}))]
}

/// Schedules that each stand on a level of their own, or all on one.
fn with_schedules(count: u64, each: bool) -> World {
    let ids = 9101..9101 + count;
    let roles = |ids: &mut dyn Iterator<Item = u64>| -> Value {
        ids.map(|id| (id.to_string(), json!([0]))).collect()
    };
    let target = |ids: &mut dyn Iterator<Item = u64>| json!({"schedule_to_role_ids": roles(ids)});
    let levels: Vec<Value> = match each {
        true => ids
            .clone()
            .map(|id| to(10, &target(&mut std::iter::once(id))))
            .collect(),
        false => vec![to(10, &target(&mut ids.clone()))],
    };
    let world = world(rule().with("layers", levels), &taken());
    let edits = ids.map(|id| Edit::put(rota(id, &[&[YOU]])));
    world.server.apply(&Edit::all(edits.collect())).unwrap();
    world
}

#[test]
fn all_schedules_of_a_rule_are_asked_for() {
    for each in [true, false] {
        let world = with_schedules(12, each);
        let (codes, message) = first(&world);
        assert_eq!(codes, ["other_rule"], "{message}");
        let report = asked(&world).json();
        assert_eq!(report["complete"], true, "{report}");
    }
    // Also where the person took it themselves, which says nothing of a level before that.
    let mut own = taken().to_vec();
    own.push(line_by(ME, 7_000, "i_a_rspd", json!({"to": [ME]})));
    let rule = rule().with(
        "layers",
        [to(10, &json!({"schedule_to_role_ids": {"9101": [0]}}))],
    );
    let world = world(rule, &own);
    world
        .server
        .apply(&Edit::put(rota(9101, &[&[YOU]])))
        .unwrap();
    let ran = asked(&world);
    assert_eq!(ran.bodies("schedule_info").len(), 1);
    assert_eq!(ran.json()["reasons"][0]["code"], "self_assigned");
    // What is too much is told to be missing.
    let world = with_schedules(30, true);
    let ran = asked(&world);
    assert_eq!(ran.bodies("schedule_info").len(), 24);
    let report = ran.json();
    assert_eq!(report["complete"], false, "{report}");
    assert_eq!(report["warnings"][0]["code"], "schedules_unread");
    let message = report["reasons"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("level 25 of rule 'P1', which may name you"),
        "{message}"
    );
}

#[test]
fn a_level_that_may_name_me_is_not_said_to() {
    let you = level(10, &[YOU], &follow());
    // A team that is not there any more, or not told.
    let team = to(10, &json!({"team_ids": [7999]}));
    let may = json!([you, team]);
    let world = world(rule().with("layers", may.clone()), &taken());
    let (codes, message) = first(&world);
    assert_eq!(codes, ["acknowledged_before"]);
    assert!(
        message.contains("before level 2 of rule 'P1', which may name you"),
        "{message}"
    );
    let run = world.duty("doctor incident").arg(id());
    let text = run.any_stdout().any_requests().status(3).run().stdout;
    let line = "(at the earliest, level 2 may have told you: team 7999";
    assert!(text.contains(line), "{text}");
    let gone = "Not known: who was in team 7999: the server has no such team any more";
    assert!(text.contains(gone), "{text}");
    let report = asked(&world).json();
    assert_eq!(report["complete"], false);
    assert_eq!(report["warnings"][0]["code"], "team_gone", "{report}");
    // A later one that does is what decided, and only what names is told of it.
    let mut both = to(0, &json!({"team_ids": [7999], "person_ids": [ME]}));
    both["escalate_window"] = json!(0);
    let levels = json!([may[0], may[1], both]);
    let world = super::world(rule().with("layers", levels), &taken());
    let (_, message) = first(&world);
    assert!(
        message.contains("before level 3 of rule 'P1', which names you"),
        "{message}"
    );
    let run = world.duty("doctor incident").arg(id());
    let text = run.any_stdout().any_requests().status(3).run().stdout;
    assert!(
        text.contains("level 3 would have told you: by name, by"),
        "{text}"
    );
    // Due and not come, and still to come.
    let world = super::world(rule().with("layers", may.clone()), &taken()[..1]);
    let (_, message) = first(&world);
    let open = "not known: whether level 2 of rule 'P1' names you could not be found out";
    assert_eq!(message, open);
    let start = now() - 300;
    let lines = |ms: u64| vec![made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU])];
    let world = began(start, rule().with("layers", may), lines, &[]);
    let (codes, message) = first(&world);
    assert_eq!(codes, ["unknown"]);
    assert!(
        message.starts_with("level 2 of rule 'P1', which may name you, comes at"),
        "{message}"
    );
    // The record names whom it was for: none of it was missed, and that the team is gone is said.
    let notes = missed(&world, "-o json", 0).json()["warnings"].clone();
    let mut notes = notes.as_array().unwrap().iter();
    let note = notes.find(|one| one["code"] == "team_gone").unwrap();
    let text = "rule 'P1' names team 7999: the server has no such team any more, so who was in it is not known";
    assert_eq!(note["message"], text);
}

/// A schedule as the server tells it, with one shift of these around the beginning and one of mine later.
fn told(world: &World, group: &Value) {
    let shift = |start: u64, group: &Value| json!({"start": start, "end": start + 3600, "update_at": START - 86_400, "group": group});
    let mine = made::group("g", &[(0, &[ME])]);
    let shifts = json!([shift(START - 600, group), shift(START + 3000, &mine)]);
    let told = json!({"schedule_id": 20000, "schedule_name": "rota", "final_schedule": {"schedules": shifts}});
    let body = json!({"request_id": "r", "data": told}).to_string();
    let raw = FaultKind::raw(200, "application/json", body);
    world.server.clear_faults();
    world.server.fault(Fault::on("schedule_info", raw).from(1));
}

#[test]
fn who_was_on_call_is_not_whoever_was_told() {
    let named = to(
        0,
        &json!({"schedule_to_role_ids": {"20000": [0]}, "person_ids": [YOU]}),
    );
    let beside = world(
        rule().with("layers", json!([named])),
        &[assigned(1, 0, &[YOU, THIRD])],
    );
    let both = made::group("g", &[(0, &[THIRD])]);
    let backup = made::group("g", &[(0, &[THIRD]), (1, &[ME])]);
    for (group, code, wanted) in [
        (
            Value::Null,
            "nobody_on_call",
            "nobody was on call in schedule 'rota'",
        ),
        (
            both,
            "not_on_call",
            "on call in schedule 'rota': 王五, and not you",
        ),
        (
            backup.clone(),
            "not_on_call",
            "tells another role of schedule 'rota' than that of you: 王五",
        ),
        // Whoever is in the schedule now was not told.
        (
            made::group("g", &[(0, &[80014])]),
            "not_on_call",
            "tells whoever is on call in schedule 'rota', which was not you",
        ),
    ] {
        told(&beside, &group);
        let (codes, message) = first(&beside);
        assert_eq!(codes, [code], "{message}");
        assert!(message.contains(wanted), "{message}");
    }
    // The schedule alone.
    let alone = to(0, &json!({"schedule_to_role_ids": {"20000": [0]}}));
    let alone = world(
        rule().with("layers", json!([alone])),
        &[assigned(1, 0, &[THIRD])],
    );
    told(&alone, &backup);
    let (codes, message) = first(&alone);
    assert_eq!(codes, ["not_on_call"]);
    assert!(message.contains("tells another role of"), "{message}");
}

#[test]
fn each_schedule_is_looked_at_by_itself() {
    let target = json!({"schedule_to_role_ids": {"9101": null, "9102": null}});
    let world = world(
        rule().with("layers", json!([to(0, &target)])),
        &[assigned(1, 0, &[YOU])],
    );
    let edits = vec![
        Edit::put(rota(9101, &[&[], &[ME]])),
        Edit::put(rota(9102, &[&[YOU], &[THIRD]])),
    ];
    world.server.apply(&Edit::all(edits)).unwrap();
    let (codes, message) = first(&world);
    assert_eq!(codes, ["not_on_call"], "{message}");
    // Whoever was told was on call in the other one.
    let wanted = "tells whoever is on call in schedule 'Rota 9101', which was not you";
    assert!(message.ends_with(wanted), "{message}");
}

#[test]
fn my_turn_comes_round_in_weeks() {
    let target = json!({"schedule_to_role_ids": {"9101": [0]}});
    let mine = rule().with("layers", json!([to(0, &target)]));
    let world = world(mine, &[assigned(1, 0, &[YOU])]);
    let groups: [&[u64]; 8] = [&[YOU], &[1], &[2], &[3], &[ME], &[4], &[5], &[6]];
    world.server.apply(&Edit::put(rota(9101, &groups))).unwrap();
    let (codes, message) = first(&world);
    assert_eq!(codes, ["not_on_call"], "{message}");
    // Another rule that tells a schedule without me does not name me.
    let target = json!({"schedule_to_role_ids": {"9102": [0]}});
    let layers = json!([to(0, &target)]);
    let other = made::escalation(SPACE, "P2", 2, layers.clone());
    let world = super::world(rule().with("layers", layers), &[assigned(1, 0, &[YOU])]);
    let edits = vec![Edit::put(other), Edit::put(rota(9102, &[&[YOU], &[THIRD]]))];
    world.server.apply(&Edit::all(edits)).unwrap();
    let (codes, message) = first(&world);
    assert_eq!(codes, ["other_rule"]);
    assert!(
        message.ends_with("; no rule of the space does"),
        "{message}"
    );
}

fn choose_nothing(world: &World) {
    let edit =
        Edit::new(|state| state["preferences"]["80011"]["trigger_notify"]["critical"] = json!([]));
    world.server.apply(&edit).unwrap();
    // The log goes back to before it, and has no change since.
    let docs = json!([{"member_id": ME, "operation": "login", "created_at": (START - 60) * 1000}]);
    let body = json!({"request_id": "r", "data": {"docs": docs, "search_after_ctx": ""}});
    let raw = FaultKind::raw(200, "application/json", body.to_string());
    world.server.fault(Fault::on("audit_search", raw).from(1));
}

/// Nothing would have been sent, whatever came within the minute.
#[test]
fn an_empty_list_of_channels_is_not_hidden_by_what_came_after() {
    let empty = json!({"follow_preference": false, "critical": [], "warning": [], "info": []});
    let unified = rule().with("layers", json!([level(0, &[ME], &empty)]));
    let recovered = || line(50, "i_rslv", json!({"from": "event"}));
    let mine = rule().with("layers", json!([level(0, &[ME], &follow())]));
    for (rule, code) in [
        (mine, "no_channel_preference"),
        (unified, "no_channel_rule"),
    ] {
        let other = json!({"incident_id": made::incident_id(SPACE, "another"), "title": "another"});
        for (after, second) in [
            (recovered(), "closed_before"),
            (line_by(YOU, 50, "i_ack", json!({})), "acknowledged_before"),
            (
                line_by(YOU, 50, "i_snooze", json!({"minutes": 600})),
                "snoozed",
            ),
            (
                line_by(YOU, 50, "i_merge", json!({"target_incident": other})),
                "merged",
            ),
        ] {
            let world = world(rule.clone(), &[assigned(1, 0, &[ME]), after]);
            choose_nothing(&world);
            assert_eq!(first(&world).0, [code, second]);
        }
    }
    // With a channel that is why.
    let world = world(super::rule(), &[assigned(1, 1, &[ME]), recovered()]);
    assert_eq!(first(&world).0, ["closed_before"]);
    // Whoever took it themselves had it.
    let lines = |ms: u64| {
        vec![
            made::assigned(ms + 1_000, &rule_id(), "P1", 1, &[ME]),
            made::line_by(ME, ms + 20_000, "i_ack", json!({})),
        ]
    };
    let world = began(now() - 7200, super::rule(), lines, &[]);
    choose_nothing(&world);
    assert_eq!(first(&world).0[0], "acknowledged_before");
    missed(&world, "", 0);
}

/// Of a rule that is gone, or was changed since, nobody knows whether it went by preferences.
#[test]
fn whether_a_rule_went_by_preferences_then() {
    let gone = "6650a1f0c0de0000000000ff";
    let by_gone = made::assigned(ms(1), gone, "Old", 0, &[ME]);
    let by_hand = made::assigned_by(YOU, ms(1), "reassign", &[ME]);
    for (rule, line, name) in [
        (rule(), assigned(1, 1, &[ME]), None),
        (rule(), by_hand, None),
        (rule(), by_gone, Some("Old")),
        (
            rule().with("updated_at", START + 60),
            assigned(1, 1, &[ME]),
            Some("P1"),
        ),
    ] {
        let world = world(rule, &[line]);
        choose_nothing(&world);
        let (codes, message) = first(&world);
        assert_eq!(codes, ["no_channel_preference"], "{message}");
        let open = name
            .map(|name| format!("whether rule '{name}' went by what persons choose is not known"));
        let says = message.contains("whether rule");
        assert_eq!(says, name.is_some(), "{message}");
        assert!(
            open.is_none_or(|open| message.ends_with(&open)),
            "{message}"
        );
    }
}

#[test]
fn a_merge_with_what_is_not_told() {
    let merge = |detail: Value| line_by(YOU, 60, "i_merge", detail);
    let other = made::incident_id(SPACE, "another");
    for (detail, wanted) in [
        (
            json!({}),
            "merged by 李四; with what the record does not tell",
        ),
        (
            json!({"target_incident": {"incident_id": other}}),
            "merged by 李四 into ",
        ),
    ] {
        let world = world(rule(), &[assigned(1, 0, &[YOU]), merge(detail)]);
        let run = world.duty("doctor incident").arg(id());
        let text = run.any_stdout().any_requests().status(3).run().stdout;
        assert!(text.contains(wanted) && !text.contains("''"), "{text}");
    }
}
