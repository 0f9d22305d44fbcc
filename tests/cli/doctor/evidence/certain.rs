//! What happened is a reason only where it came before somebody should have been told, and what duty does not know
//! is said to be so.

use serde_json::{Value, json};

use super::survey::{began, missed, now};
use super::*;
use crate::harness::{Fault, FaultKind};

/// What is said of it first: the code, the sentence and the exit code.
#[track_caller]
fn first(world: &World) -> (String, String, i32) {
    let ran = asked(world);
    let reason = ran.json()["reasons"][0].clone();
    let text = |name: &str| reason[name].as_str().unwrap().to_owned();
    (text("code"), text("message"), ran.status.unwrap())
}

#[track_caller]
fn decides(code: &str, status: i32, world: &World) -> String {
    let (decided, message, exit) = first(world);
    assert_eq!((decided.as_str(), exit), (code, status), "{message}");
    message
}

/// What stops a notice, each three hours after the beginning.
fn stops(after: u64) -> Vec<Value> {
    let other = json!({"incident_id": made::incident_id(SPACE, "another"), "title": "another"});
    vec![
        line_by(YOU, after, "i_ack", json!({})),
        line_by(YOU, after, "i_snooze", json!({"minutes": 600})),
        line_by(YOU, after, "i_merge", json!({"target_incident": other})),
        line(after, "i_m_silence", json!({"silence_rule_name": "Night"})),
        line(after, "i_m_inhibit", json!({"inhibit_rule_name": "Night"})),
        line(after, "a_m_silence", json!({"rule_name": "Night"})),
        line(after, "i_m_flapping", json!({"mute_mins": 600})),
    ]
}

#[test]
fn where_no_rule_takes_it_nothing_had_to_hold_it_back() {
    for stop in stops(10_800) {
        let kind = stop["type"].clone();
        let world = without_rules(incident(), std::slice::from_ref(&stop));
        let message = decides("no_rule", 3, &world);
        assert!(
            message.starts_with("no rule of the space took it"),
            "{kind}"
        );
        // With a rule that should have told somebody three hours before.
        let message = decides("no_rule", 3, &super::world(rule(), &[stop]));
        assert!(message.contains("'P1' would or may"), "{kind}: {message}");
    }
}

#[test]
fn what_came_in_the_delay_of_the_rule_held_it_back() {
    let codes = [
        "acknowledged_before",
        "snoozed",
        "merged",
        "silenced",
        "inhibited",
        "silenced",
        "flapping",
    ];
    for (stop, code) in stops(200).into_iter().zip(codes) {
        decides(code, 3, &world(rule().with("aggr_window", 300), &[stop]));
    }
    // One alert of five that is held back later holds back no more than itself.
    let alert = stops(200).remove(5);
    let one = |number: u64| {
        let at = START + number * 40;
        let new = made::line(at * 1000, "a_new", json!({"severity": "Critical"}));
        made::alert(SPACE, &format!("disk {number}"), at, &[new])
    };
    let alerts: Vec<Value> = (0..5).map(one).collect();
    let five = || incident().alerts(&alerts).with("alert_cnt", 5);
    let delayed = rule().with("aggr_window", 300);
    decides(
        "no_rule",
        3,
        &world_of(delayed, five(), std::slice::from_ref(&alert)),
    );
    let told = [assigned(1, 0, &[YOU]), alert];
    let message = decides("unknown", 3, &world_of(rule(), five(), &told));
    assert!(message.contains("was due"), "{message}");
}

#[test]
fn what_came_long_after_a_level_was_due_does_not_tell_why_it_did_not_come() {
    let told = assigned(1, 0, &[YOU]);
    for stop in stops(10_800) {
        let message = decides("unknown", 3, &world(rule(), &[told.clone(), stop]));
        assert!(
            message.starts_with("level 2 of rule 'P1' names you and was due"),
            "{message}"
        );
    }
    let closed = line_by(YOU, 36_000, "i_rslv", json!({"from": "console"}));
    decides("unknown", 3, &world(rule(), &[told.clone(), closed]));
    // Over before the level was due; and what came while it was snoozed still stands.
    let snoozed = line_by(YOU, 60, "i_snooze", json!({"minutes": 5}));
    let lines = [told, snoozed, line_by(YOU, 90, "i_ack", json!({}))];
    decides("unknown", 3, &world(rule(), &lines[..2]));
    decides("acknowledged_before", 3, &world(rule(), &lines));
}

#[test]
fn a_level_that_was_told_was_not_stopped_before() {
    let mine = assigned(1, 1, &[ME]);
    let later = line_by(YOU, 91, "i_ack", json!({}));
    let message = decides("unknown", 3, &world(rule(), &[mine.clone(), later]));
    assert!(message.contains("there is no record of a message"));
    let at_once = line_by(YOU, 21, "i_ack", json!({}));
    let message = decides("acknowledged_before", 3, &world(rule(), &[mine, at_once]));
    assert_eq!(
        message,
        "it was acknowledged by 李四 before any message to you was sent"
    );
    // What was held back two hours before a rule assigned it.
    let held = line(10, "i_m_silence", json!({"silence_rule_name": "Night"}));
    decides(
        "unknown",
        3,
        &world(rule(), &[held, assigned(7200, 1, &[ME])]),
    );
}

#[test]
fn a_severity_that_duty_does_not_know_is_not_info() {
    let by_hand = made::assigned_by(YOU, ms(20), "assign", &[ME]);
    let beyond_contract = || {
        let mut world = World::new();
        world.contract = false;
        world
    };
    for (opened, now) in [("Fatal", "Fatal"), ("", "Ok"), ("Fatal", "Critical")] {
        let world = beyond_contract();
        let first = made::opened(ms(0), opened, TITLE);
        let incident = incident().with("incident_severity", now);
        let edit = Edit::all(vec![
            Edit::put(
                incident
                    .with("num", "0E83EE")
                    .told(&[first, by_hand.clone()]),
            ),
            Edit::new(|state| state["preferences"]["80011"]["trigger_notify"]["info"] = json!([])),
        ]);
        world.server.apply(&edit).unwrap();
        let denied = FaultKind::error(403, "AccessDenied");
        world.server.fault(Fault::on("audit_search", denied));
        let message = decides("unknown", 3, &world);
        assert!(
            message.contains("nor which channels are for that"),
            "{message}"
        );
        assert_eq!(asked(&world).json()["reasons"][0]["commands"], json!([]));
    }
    // A rule for info incidents does not take it for certain, and one for all of them does. It was closed before any
    // delay was over: that no rule took it is not proven.
    let only_info = rule().when(&[&[("severity", "IN", &["Info"])]]);
    let fatal = || incident().with("incident_severity", "Fatal");
    let new = made::opened(ms(0), "Fatal", TITLE);
    let closed = line(100, "i_rslv", json!({"from": "event"}));
    for (rule, code) in [(only_info, "unknown"), (rule(), "closed_in_delay")] {
        let world = beyond_contract();
        let lines = [new.clone(), closed.clone()];
        let edits = vec![
            Edit::put(rule.with("aggr_window", 300)),
            Edit::put(fatal().with("num", "0E83EE").told(&lines)),
        ];
        world.server.apply(&Edit::all(edits)).unwrap();
        decides(code, 3, &world);
    }
}

#[test]
fn a_message_whose_persons_cannot_be_read_is_not_to_nobody() {
    let sent = |detail: Value| {
        let mut all = json!({"fire_type": "fire", "escalate_rule_id": rule_id(), "layer_idx": 0, "by": "voice"});
        let (all_of_it, more) = (all.as_object_mut().unwrap(), detail.as_object().unwrap());
        all_of_it.extend(more.clone());
        line(2, "i_notify", all)
    };
    let you = json!([{"person_id": YOU}]);
    for detail in [
        json!({"persons": null}),
        json!({}),
        json!({"to": [ME]}),
        json!({"persons": [], "to": [ME]}),
        json!({"persons": you, "to": [ME]}),
    ] {
        let world = world(rule(), &[assigned(1, 0, &[YOU]), sent(detail.clone())]);
        decides("unknown", 11, &world);
        assert_eq!(asked(&world).json()["complete"], false);
        let run = world.duty("doctor incident").arg(id());
        let ran = run.any_stdout().any_requests().status(11).run();
        assert!(!ran.stdout.contains("to nobody"), "{detail}");
        assert!(ran.stdout.contains("It is not known whether"), "{detail}");
    }
    // Nor is one without a time left out, nor a list of nobody who was added.
    let mut timeless = notice(2, 1, "push", &[(ME, None)]);
    timeless["created_at"] = json!(0);
    decides("unknown", 11, &world(rule(), &[timeless]));
    let added = line_by(YOU, 60, "i_a_rspd", json!({"person_ids": [ME]}));
    decides("unknown", 11, &world(rule(), &[added]));
    // A group chat alone is no doubt.
    let chat = json!({"persons": null, "chats": [{"chat_name": "war room"}]});
    let told = [assigned(1, 0, &[YOU]), sent(chat)];
    decides("unknown", 3, &world(rule(), &told));
}

/// Two alerts a second apart, of which one was held back: which, its own record and that of the incident tell.
#[test]
fn an_alert_that_did_not_open_it_holds_nothing_back() {
    let start = now() - 7200;
    for (muted, code, status) in [(0, "silenced", 0), (1, "no_rule", 11)] {
        let line = |after: u64, kind: &str| {
            made::line((start + after) * 1000, kind, json!({"rule_name": "Night"}))
        };
        let mut alerts: Vec<Value> = (0..2)
            .map(|number| {
                let lines = [line(number, "a_new")];
                made::alert(SPACE, &format!("disk {number}"), start + number, &lines)
            })
            .collect();
        let mut held = line(muted, "a_m_silence");
        let feed = alerts[muted as usize]["feed"].as_array_mut().unwrap();
        feed.push(held.clone());
        held["ref_id"] = alerts[muted as usize]["alert_id"].clone();
        let more = [("alert_cnt", json!(2)), ("alerts", json!(alerts))];
        let levels = json!([level(0, &[ME], &follow())]);
        let rule = rule().with("layers", levels);
        let world = began(start, rule, |_| vec![held.clone()], &more);
        decides(code, 3, &world);
        missed(&world, "", status);
    }
}

/// Some servers say that something was muted, and not by what.
#[test]
fn where_the_alerts_are_not_told_nothing_is_said_of_them() {
    let start = now() - 7200;
    let alert = |kind: &str| {
        let lines = [made::line(start * 1000, kind, json!({}))];
        made::alert(SPACE, "disk full", start, &lines)
    };
    let mut muted = alert("a_new");
    muted["ever_muted"] = json!(true);
    for (alerts, count, code) in [
        (vec![alert("a_new")], 1, "no_rule"),
        (vec![alert("a_comm")], 1, "unknown"),
        (vec![muted], 1, "unknown"),
        (vec![], 1, "unknown"),
        (vec![alert("a_new")], 5, "unknown"),
    ] {
        let more = [("alert_cnt", json!(count)), ("alerts", json!(alerts))];
        let levels = json!([level(0, &[ME], &follow())]);
        let rule = rule().with("layers", levels);
        let world = began(start, rule, |_| Vec::new(), &more);
        let message = decides(code, 3, &world);
        let held_back =
            message.contains("whether its alerts were held back could not be found out");
        assert_eq!(held_back, code == "unknown", "{alerts:?}: {message}");
    }
}

/// Whoever takes it themselves, before a message could come, has it.
#[test]
fn what_i_took_myself_was_not_missed() {
    let start = now() - 7200;
    for (by, status) in [(ME, 0), (YOU, 3)] {
        let lines = |ms: u64| {
            let to = json!({"type": "assign", "to": [ME], "person_ids": [ME]});
            vec![
                made::line_by(YOU, ms + 1_000, "i_assign", to),
                made::line_by(by, ms + 4_000, "i_ack", json!({})),
            ]
        };
        let world = began(start, rule(), lines, &[]);
        let report = missed(&world, "--all -o json", status).json();
        let item = &report["items"][0];
        assert_eq!(
            (&item["missed"], &item["notified"], &item["reason"]["code"]),
            (
                &json!(status == 3),
                &json!("no"),
                &json!("acknowledged_before")
            ),
            "{report}"
        );
    }
}

/// Nor what I assigned to myself: I knew of it.
#[test]
fn what_i_assigned_to_myself_was_not_missed() {
    let start = now() - 7200;
    let to_me = json!({"type": "reassign", "to": [ME], "person_ids": [ME]});
    let assign = |by: u64, after: u64| (by, after, "i_assign");
    let add = |by: u64, after: u64| (by, after, "i_a_rspd");
    for (deeds, status) in [
        (vec![assign(ME, 1)], 0),
        (vec![add(ME, 1)], 0),
        (vec![assign(ME, 1), assign(YOU, 60)], 0),
        (vec![assign(YOU, 1)], 3),
        (vec![add(YOU, 1)], 3),
        // Until then I did not know of it.
        (vec![assign(YOU, 1), assign(ME, 3600)], 3),
    ] {
        let lines = |ms: u64| {
            let line = |(by, after, kind): &(u64, u64, &str)| {
                made::line_by(*by, ms + after * 1000, kind, to_me.clone())
            };
            deeds.iter().map(line).collect()
        };
        let world = began(start, rule(), lines, &[]);
        let report = missed(&world, "--all -o json", status).json();
        let item = &report["items"][0];
        assert_eq!(
            (&item["missed"], &item["notified"]),
            (&json!(status == 3), &json!("no")),
            "{deeds:?} {report}"
        );
    }
    // A moment ago: whether a message is on its way is not known, and it is not missed.
    let lines = |ms: u64| vec![made::line_by(ME, ms + 1_000, "i_assign", to_me.clone())];
    let world = began(now() - 30, rule(), lines, &[]);
    missed(&world, "", 0);
    // Nor does it hang on what had been chosen then.
    let world = began(start, rule(), lines, &[]);
    let nothing =
        Edit::new(|state| state["preferences"]["80011"]["trigger_notify"]["critical"] = json!([]));
    world.server.apply(&nothing).unwrap();
    let denied = FaultKind::error(403, "AccessDenied");
    world.server.fault(Fault::on("audit_search", denied));
    missed(&world, "", 0);
}
