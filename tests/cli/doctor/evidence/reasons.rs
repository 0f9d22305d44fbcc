//! Every reason, through the binary.

use duty_sandbox::made;
use serde_json::{Value, json};

use super::*;
use crate::harness::{Edit, Fault, FaultKind};

/// This decides, and the person was not notified.
#[track_caller]
fn decides(code: &str, world: &World) -> Value {
    let (codes, status) = said(world);
    assert_eq!((codes[0].as_str(), status), (code, 3), "{codes:?}");
    asked(world).json()
}

fn acknowledged(after: u64) -> Value {
    line_by(YOU, after, "i_ack", json!({}))
}

#[test]
fn sending_failed() {
    let failed = [
        assigned(1, 1, &[ME]),
        notice(2, 1, "voice", &[(ME, Some("number unreachable"))]),
    ];
    let report = decides("sending_failed", &world(rule(), &failed));
    assert_eq!(report["notified"], "failed");
    assert_eq!(report["messages"][0]["failed_reason"], "number unreachable");
    // A command with a place to fill in cannot be run as it stands.
    let fix = report["reasons"][0]["fix"].as_str().unwrap();
    assert!(fix.contains("duty profile set --phone NUMBER"), "{fix}");
    assert_eq!(report["reasons"][0]["commands"], json!([]));
}

#[test]
fn no_channel_preference_and_no_channel_rule() {
    let quiet = world(rule(), &[assigned(1, 1, &[ME])]);
    let edit =
        Edit::new(|state| state["preferences"]["80011"]["trigger_notify"]["critical"] = json!([]));
    quiet.server.apply(&edit).unwrap();
    let report = decides("no_channel_preference", &quiet);
    assert_eq!(report["reasons"][0]["evidence"]["source"], "preferences");
    assert!(
        report["reasons"][0]["fix"]
            .as_str()
            .unwrap()
            .contains("duty prefs add critical")
    );
    // What runs it stands beside the sentence.
    assert_eq!(
        report["reasons"][0]["commands"],
        json!([{
            "argv": ["duty", "prefs", "add", "critical", "--email"],
            "text": "duty prefs add critical --email",
        }])
    );
    let empty = json!({"follow_preference": false, "critical": [], "warning": ["sms"], "info": []});
    let unified = rule().with("layers", json!([level(0, &[ME], &empty)]));
    decides("no_channel_rule", &world(unified, &[assigned(1, 0, &[ME])]));
}

#[test]
fn group_only() {
    let chats = rule().with("layers", json!([level(0, &[ME], &Value::Null)]));
    let told = line(
        2,
        "i_notify",
        json!({"fire_type": "fire", "escalate_rule_id": rule_id(), "layer_idx": 0, "by": "feishu",
        "robots": [{"token": "sandbox-not-a-token", "alias": "Edge 值班群"}]}),
    );
    let world = world(chats, &[assigned(1, 0, &[ME]), told]);
    let report = decides("group_only", &world);
    assert_eq!(report["messages"], json!([]));
    assert!(!report.to_string().contains("not-a-token"));
}

#[test]
fn acknowledged_closed_snoozed_before_my_level() {
    let level_one = assigned(1, 0, &[YOU]);
    let report = decides(
        "acknowledged_before",
        &world(rule(), &[level_one.clone(), acknowledged(300)]),
    );
    let rule = &report["reasons"][0]["evidence"]["rule"];
    assert_eq!(
        (&rule["name"], &rule["changed_since"]),
        (&json!("P1"), &json!(false))
    );
    let closed = line(300, "i_rslv", json!({"from": "event"}));
    decides(
        "closed_before",
        &world(super::rule(), &[level_one.clone(), closed]),
    );
    let snoozed = line_by(YOU, 300, "i_snooze", json!({"minutes": 120}));
    decides("snoozed", &world(super::rule(), &[level_one, snoozed]));
}

#[test]
fn closed_in_the_delay() {
    let delayed = rule().with("aggr_window", 300);
    let closed = line(120, "i_rslv", json!({"from": "event"}));
    decides("closed_in_delay", &world(delayed, &[closed]));
}

#[test]
fn held_back_by_silence_inhibition_and_flapping() {
    let silence = line(
        1,
        "i_m_silence",
        json!({"silence_rule_id": "1", "silence_rule_name": "Release night"}),
    );
    let report = decides("silenced", &world(rule(), &[silence]));
    assert!(
        report["reasons"][0]["message"]
            .as_str()
            .unwrap()
            .contains("Release night")
    );
    for kind in ["i_m_inhibit", "i_m_inhibat"] {
        let inhibit = line(
            1,
            kind,
            json!({"inhibit_rule_id": "1", "inhibit_rule_name": "Root cause", "source_incident_id": id(), "source_incident_title": "Switch down"}),
        );
        let report = decides("inhibited", &world(rule(), &[inhibit]));
        assert!(
            report["reasons"][0]["message"]
                .as_str()
                .unwrap()
                .contains("Switch down")
        );
    }
    let flaps = line(
        300,
        "i_m_flapping",
        json!({"max_changes": 5, "in_mins": 60, "mute_mins": 120}),
    );
    decides("flapping", &world(rule(), &[assigned(1, 0, &[YOU]), flaps]));
}

#[test]
fn held_back_at_the_alert() {
    for seconds in [false, true] {
        for (kind, code) in [("a_m_silence", "silenced"), ("a_m_inhibit", "inhibited")] {
            let at = if seconds { START + 1 } else { ms(1) };
            let held = made::line(
                at,
                kind,
                json!({"rule_id": "1", "rule_name": "Release night"}),
            );
            let alert = made::alert(SPACE, "disk full", START, &[held]);
            let incident = made::incident(SPACE, TITLE, START)
                .with("ever_muted", true)
                .alerts(&[alert]);
            let world = world_of(rule(), incident, &[]);
            decides(code, &world);
            let asked = asked(&world).operations().len();
            assert!(asked <= 8, "{asked}");
        }
    }
}

#[test]
fn somebody_else_or_nobody_was_on_call() {
    let rota = |now: &[u64]| {
        let group = |persons: &[u64]| made::group("G", &[(0, persons)]);
        let layer = made::rotation("Days", START - 3600, 86_400, &[group(now), group(&[ME])]);
        made::schedule(9100, "Rota", &[layer])
    };
    let on_call = rule().with("layers", json!([{"escalate_window": 0, "target": {"schedule_to_role_ids": {"9100": [0]}, "by": follow()}}]));
    for (now, code) in [(&[YOU][..], "not_on_call"), (&[], "nobody_on_call")] {
        let world = world(on_call.clone(), &[assigned(1, 0, now)]);
        world.server.apply(&Edit::put(rota(now))).unwrap();
        let report = decides(code, &world);
        assert_eq!(report["reasons"][0]["evidence"]["source"], "schedule");
        assert!(asked(&world).operations().len() <= 8);
    }
}

#[test]
fn an_alert_joined_what_was_open_already() {
    let alert = |name, start| made::alert(SPACE, name, start, &[]);
    let incident = made::incident(SPACE, TITLE, START)
        .alerts(&[alert("first", START), alert("disk full", START + 7200)]);
    let world = world_of(
        rule(),
        incident,
        &[assigned(1, 0, &[YOU]), acknowledged(60)],
    );
    let (codes, _) = said(&world);
    assert_eq!(codes, ["acknowledged_before", "alert_merged"]);
}

#[test]
fn merged_and_assigned_by_hand() {
    let other = made::incident_id(SPACE, "another");
    let merged = line_by(
        YOU,
        60,
        "i_merge",
        json!({"source_incidents": [{"incident_id": id(), "title": TITLE}], "target_incident": {"incident_id": other, "title": "another"}}),
    );
    let report = decides("merged", &world(rule(), &[assigned(1, 0, &[YOU]), merged]));
    let fix = report["reasons"][0]["fix"].as_str().unwrap().to_owned();
    assert!(
        fix.contains(&format!("duty doctor incident {other}")),
        "{fix}"
    );
    let by_hand = made::assigned_by(YOU, ms(60), "reassign", &[THIRD]);
    decides(
        "assigned_by_hand",
        &world(rule(), &[assigned(1, 0, &[YOU]), by_hand]),
    );
}

#[test]
fn no_rule_another_rule_and_a_rule_that_is_gone() {
    // After the longest delay that a rule can have.
    let closed = line(7200, "i_rslv", json!({"from": "event"}));
    let off = rule().with("status", "disabled");
    decides("no_rule", &world(off, std::slice::from_ref(&closed)));
    let foreign = rule().with("layers", json!([level(0, &[YOU], &follow())]));
    decides("other_rule", &world(foreign, &[assigned(1, 0, &[YOU])]));
    let gone = made::assigned(ms(1), "6650a1f0c0de0000000000ff", "Old rule", 0, &[YOU]);
    let report = decides("not_assigned", &world(rule(), &[gone]));
    let message = report["reasons"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("'Old rule', which took it, is no longer there"),
        "{message}"
    );
}

/// A rule is known again whatever the case of its id, and what it tells is asked for.
#[test]
fn the_case_of_an_id_says_nothing() {
    let upper = rule_id().to_uppercase();
    let line = made::assigned(ms(1), &upper, "P1", 0, &[YOU]);
    let report = decides(
        "acknowledged_before",
        &world(rule(), &[line, acknowledged(60)]),
    );
    assert_eq!(report["reasons"][0]["evidence"]["rule"]["id"], rule_id());
    let target = json!({"team_ids": [7001], "by": follow()});
    let levels = json!([{"escalate_window": 0, "target": target}]);
    let line = made::assigned(ms(1), &upper, "P1", 0, &[YOU]);
    let world = world(rule().with("layers", levels), &[line]);
    assert_eq!(asked(&world).bodies("team_infos").len(), 1);
}

#[test]
fn channels_that_are_not_told_need_not_be_none() {
    let line = |how: Value| {
        let detail = json!({"type": "assign", "to": [ME], "person_ids": [ME], "notify": how});
        made::line_by(YOU, ms(1), "i_assign", detail)
    };
    let none = line(json!({"follow_preference": false, "personal_channels": []}));
    decides("no_channel_rule", &world(rule(), &[none]));
    let untold = line(json!({"follow_preference": false}));
    let report = decides("unknown", &world(rule(), &[untold]));
    let message = report["reasons"][0]["message"].as_str().unwrap();
    assert!(message.contains("by which channels"), "{message}");
}

#[test]
fn nobody_was_on_call_where_the_schedule_does_not_say_so() {
    let target = json!({"schedule_to_role_ids": {"20000": [0]}, "by": follow()});
    let levels = json!([{"escalate_window": 0, "target": target}]);
    let world = world(rule().with("layers", levels), &[assigned(1, 0, &[])]);
    let shift = |start: u64, person: u64| {
        json!({"start": start, "end": start + 3600, "update_at": START - 86_400,
        "group": {"group_name": "g", "members": [{"role_id": 0, "person_ids": [person]}]}})
    };
    let gap = json!({"start": START - 600, "end": START + 3000, "group": null});
    for (now, code) in [
        (shift(START - 600, YOU), "unknown"),
        (gap, "nobody_on_call"),
    ] {
        let shifts = json!([now, shift(START + 3000, ME)]);
        let told = json!({"schedule_id": 20000, "schedule_name": "rota", "final_schedule": {"schedules": shifts}});
        let body = json!({"request_id": "r", "data": told}).to_string();
        world.server.clear_faults();
        let raw = FaultKind::raw(200, "application/json", body);
        world.server.fault(Fault::on("schedule_info", raw).from(1));
        let report = decides(code, &world);
        let message = report["reasons"][0]["message"].as_str().unwrap();
        assert!(message.contains("on call in schedule 'rota'"), "{message}");
    }
}

#[test]
fn a_rule_that_was_changed_since_proves_nothing() {
    // In seconds, or in the milliseconds of other times.
    for updated_at in [START + 60, (START + 60) * 1000] {
        let changed = rule().with("updated_at", updated_at);
        let world = world(changed, &[assigned(1, 0, &[YOU]), acknowledged(60)]);
        let run = world.duty("doctor incident").arg(id());
        let ran = run.any_stdout().any_requests().status(3).run();
        let told = "rule 'P1' was changed after the incident began, at 2026-04-11 02:59: what it says now proves nothing";
        assert!(ran.stdout.contains(told), "{}", ran.stdout);
    }
}

#[test]
fn that_a_rule_has_no_channel_now_is_no_proof_that_it_had_none() {
    let silent = json!([level(0, &[ME], &json!({"follow_preference": false}))]);
    for (updated_at, sure) in [
        (json!(START - 60), true),
        (json!(START + 60), false),
        (json!(0), false),
    ] {
        let rule = rule()
            .with("layers", silent.clone())
            .with("updated_at", updated_at);
        let report = decides("no_channel_rule", &world(rule, &[assigned(1, 0, &[ME])]));
        let message = report["reasons"][0]["message"].as_str().unwrap();
        assert_eq!(
            !message.contains("then it may have had one"),
            sure,
            "{message}"
        );
    }
}

#[test]
fn before_membership() {
    let world = world(rule(), &[assigned(1, 0, &[YOU]), acknowledged(60)]);
    let edit = Edit::member(ME, |member| member["created_at"] = json!(START + 86_400));
    world.server.apply(&edit).unwrap();
    decides("before_membership", &world);
}

#[test]
fn since_when_a_colleague_is_a_member() {
    let world = world(rule(), &[assigned(1, 0, &[YOU]), acknowledged(60)]);
    let edit = Edit::member(THIRD, |member| member["created_at"] = json!(START + 86_400));
    world.server.apply(&edit).unwrap();
    let asked = |person: &str| {
        let run = world.duty("doctor incident -o json --person").arg(person);
        run.arg(id()).any_stdout().any_requests().status(3).run()
    };
    let codes = |ran: &Ran| -> Vec<String> {
        let told = ran.json()["warnings"].clone();
        let codes = told.as_array().unwrap().iter();
        codes
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    for person in ["王五", "80013"] {
        let ran = asked(person);
        assert_eq!(ran.json()["reasons"][0]["code"], "before_membership");
        assert!(!codes(&ran).contains(&"membership_unknown".to_owned()));
    }
    // A server that does not look for ids in its list tells the name only.
    let gone = Edit::behave(|now| now.absent = vec!["member_list".to_owned()]);
    world.server.apply(&gone).unwrap();
    let run = world
        .duty("doctor incident -o json --person 80013")
        .arg(id());
    run.any_stderr().any_requests().status(6).run();
    let edit = Edit::member(THIRD, |member| member["created_at"] = json!(0));
    let back = Edit::behave(|now| now.absent = vec![]);
    world.server.apply(&Edit::all(vec![edit, back])).unwrap();
    let ran = asked("80013");
    assert_ne!(ran.json()["reasons"][0]["code"], "before_membership");
    assert!(codes(&ran).contains(&"membership_unknown".to_owned()));
}
