//! What the record, the list of rules or that of schedules leaves out, and what is certain although one of them does.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::survey::{began, missed, now, unknown};
use super::*;
use crate::harness::{Fault, FaultKind};

fn answer(data: Value) -> FaultKind {
    let body = json!({"request_id": "r", "data": data});
    FaultKind::raw(200, "application/json", body.to_string())
}

/// An assignment as the record has it.
fn assignment(ms: u64, detail: Value) -> Value {
    made::line(ms, "i_assign", detail)
}

#[test]
fn an_assignment_that_names_nobody_is_nobodys_deed() {
    for detail in [
        json!(null),
        json!({}),
        json!({"to": [], "person_ids": null, "type": "assign"}),
        // The rule assigned, and its id is lost.
        json!({"to": [YOU], "type": "assign", "escalate_rule_name": "P1", "layer_idx": 0}),
        json!({"to": [YOU], "type": "escalate", "layer_idx": 1}),
        // The system assigned, which has no hand.
        json!({"to": [YOU], "type": "assign", "layer_idx": 0}),
    ] {
        let lines = |ms: u64| vec![assignment(ms + 1_000, detail.clone())];
        let world = began(now() - 7200, rule(), lines, &[]);
        let ran = asked(&world);
        let report = ran.json();
        assert_eq!(ran.status, Some(11), "{detail} {report}");
        assert_eq!(report["complete"], false, "{detail}");
        let reasons = report["reasons"].as_array().unwrap();
        assert!(
            reasons.iter().all(|one| one["code"] != "assigned_by_hand"),
            "{detail} {report}"
        );
        let ran = missed(&world, "-o json", 11);
        assert!(
            unknown(&ran)
                .join("\n")
                .contains("a shape that duty cannot read"),
            "{detail}"
        );
    }
    // A person did, without a rule.
    let hand = json!({"to": [YOU], "type": "reassign", "layer_idx": 0});
    let lines = |ms: u64| vec![made::line_by(YOU, ms + 1_000, "i_assign", hand.clone())];
    let ran = asked(&began(now() - 7200, rule(), lines, &[]));
    assert_eq!(ran.status, Some(3));
    assert_eq!(ran.json()["reasons"][0]["code"], "assigned_by_hand");
}

/// The rule assigned it to me, and its id is lost: whether it told by what I chose is not known.
#[test]
fn an_assignment_to_me_that_lost_its_rule_is_no_hands() {
    let unset = |world: &World| {
        let edit = Edit::new(|state| {
            state["preferences"]["80011"]["trigger_notify"]["critical"] = json!([])
        });
        world.server.apply(&edit).unwrap();
    };
    let none = json!({"follow_preference": false, "personal_channels": []});
    let lost = [
        (0, json!({"escalate_rule_name": "P1"})),
        (
            0,
            json!({"layer_idx": 1, "escalate_rule_id": "000000000000000000000000"}),
        ),
        (YOU, json!({"type": "escalate"})),
        (0, json!({})),
    ];
    let by_hand = [(YOU, json!({})), (0, json!({"type": "reopen"}))];
    for (index, (by, more)) in lost.iter().chain(&by_hand).enumerate() {
        let is_lost = index < lost.len();
        let told = |notify: &Value, empty: bool| {
            let mut detail =
                json!({"to": [ME], "type": "assign", "layer_idx": 0, "notify": notify});
            for (name, value) in more.as_object().unwrap() {
                detail[name] = value.clone();
            }
            let line = |ms: u64| vec![made::line_by(*by, ms + 1_000, "i_assign", detail.clone())];
            let world = began(now() - 7200, rule(), line, &[]);
            if empty {
                unset(&world);
            }
            let report = asked(&world).json();
            assert_eq!(report["notified"], "no", "{more}");
            assert!(missed(&world, "", 3).stdout.contains("1 missed"), "{more}");
            report["reasons"][0]["message"].as_str().unwrap().to_owned()
        };
        let chosen = told(&Value::Null, false);
        let why = "by which channels it was to be told the record does not say";
        assert_eq!(chosen.ends_with(why), is_lost, "{more} {chosen}");
        let unchosen = told(&Value::Null, true);
        let why = "whether a rule assigned it, which need not go by that, the record does not tell";
        assert_eq!(unchosen.ends_with(why), is_lost, "{more} {unchosen}");
        let no_channel = told(&none, false);
        assert_eq!(no_channel.contains("by hand"), !is_lost, "{more}");
    }
}

#[test]
fn whoever_chose_a_rule_left_the_rest_to_it() {
    let others = json!([level(10, &[YOU], &follow()), level(0, &[THIRD], &follow())]);
    let opened = |ms: u64| {
        let mut first = made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]);
        first["creator_id"] = json!(YOU);
        vec![
            first,
            made::assigned(ms + 601_000, &rule_id(), "P1", 1, &[THIRD]),
        ]
    };
    let world = began(now() - 7200, rule().with("layers", others), opened, &[]);
    let reason = asked(&world).json()["reasons"][0].clone();
    assert_eq!(reason["code"], "assigned_by_hand");
    let message = reason["message"].as_str().unwrap();
    assert!(
        message.contains("with rule 'P1'") && !message.contains("rules tell nobody"),
        "{message}"
    );
}

/// Level 1 tells whoever is on call, and ten minutes later level 2 tells this person.
fn on_call_first(second: u64) -> Made {
    let first = json!({"escalate_window": 10, "target": {"schedule_to_role_ids": {"9100": [0]}, "by": follow()}});
    rule().with("layers", json!([first, level(0, &[second], &follow())]))
}

/// Somebody was told at level 1, and acknowledged it.
fn acknowledged(ms: u64) -> Vec<Value> {
    vec![
        made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
        made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
        made::line_by(YOU, ms + 60_000, "i_ack", json!({})),
    ]
}

#[test]
fn a_level_that_was_told_is_not_settled_by_one_that_was_not() {
    let start = now() - 7200;
    let mine = |world: &World| {
        let schedule = json!({"schedule_id": 9100, "schedule_name": "Rota", "status": 1});
        let list = answer(json!({"items": [schedule.clone()], "total": 1}));
        world.server.fault(Fault::on("schedule_self", list));
        world
            .server
            .fault(Fault::on("schedule_info", answer(schedule)));
    };
    for second in [ME, YOU] {
        let world = began(start, on_call_first(second), acknowledged, &[]);
        mine(&world);
        let ran = missed(&world, "-o json", 11);
        let told = unknown(&ran).join("\n");
        assert!(
            told.contains("whether incident 0E83EE was missed (not known: who was on call"),
            "{told}"
        );
    }
    // They took it themselves.
    let own = |ms: u64| {
        let mut lines = acknowledged(ms);
        lines[2]["creator_id"] = json!(ME);
        lines
    };
    let world = began(start, on_call_first(ME), own, &[]);
    mine(&world);
    missed(&world, "", 0);
}

#[test]
fn a_list_of_schedules_without_shifts_is_asked_for_one_by_one() {
    let start = now() - 7200;
    let lines = |ms: u64| acknowledged(ms)[..2].to_vec();
    let world = began(start, on_call_first(YOU), lines, &[]);
    let group = |persons: &[u64]| made::group("G", &[(0, persons)]);
    let layer = made::rotation("Days", start - 3600, 86_400, &[group(&[YOU]), group(&[ME])]);
    let rota = made::schedule(9100, "Rota", &[layer]);
    world.server.apply(&Edit::put(rota)).unwrap();
    let window = json!({"start": start - 90_000, "end": start + 90_000});
    let listed = world.ask("/schedule/self", &window)["items"].clone();
    let bare: Vec<Value> = listed.as_array().unwrap().to_vec();
    let bare: Vec<Value> = bare
        .into_iter()
        .map(|mut one| {
            for field in [
                "final_schedule",
                "layer_schedules",
                "cur_oncall",
                "next_oncall",
            ] {
                one[field] = Value::Null;
            }
            one
        })
        .collect();
    let list = answer(json!({"items": bare, "total": bare.len()}));
    world.server.fault(Fault::on("schedule_self", list));
    let ran = missed(&world, "--all -o json", 0);
    assert_eq!(ran.json()["items"][0]["reason"]["code"], "not_on_call");
    assert!(!ran.bodies("schedule_info").is_empty());
}

#[test]
fn the_rule_of_an_incident_of_no_space_need_not_be_gone() {
    let start = now() - 7200;
    let taken = |ms: u64| vec![made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU])];
    let world = began(start, rule(), taken, &[("channel_id", json!(0))]);
    let report = asked(&world).json();
    assert_eq!(report["reasons"][0]["code"], "unknown", "{report}");
    assert_eq!(report["complete"], false, "{report}");
    assert_eq!(report["warnings"][0]["code"], "rules_unread", "{report}");
    assert_eq!(report["reasons"][0]["fix"], Value::Null, "{report}");
}

#[test]
fn a_day_off_is_known_by_the_service_calendar() {
    let start = now() - 7200;
    let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
    let at = Timestamp::from_second(start as i64).unwrap();
    let today = at.to_zoned_datetime(shanghai).weekday();
    let today = today.to_sunday_zero_offset().unsigned_abs();
    let days: Vec<u8> = (0..7).filter(|day| *day != today).collect();
    let window =
        json!([{"start": "00:00", "end": "24:00", "repeat": null, "cal_id": "c", "is_off": false}]);
    let on_days = |lines: fn(u64) -> Vec<Value>| {
        let rule = rule().with("time_filters", window.clone());
        let world = began(start, rule, lines, &[]);
        let calendar = made::calendar("c", "C", "Asia/Shanghai", &days);
        world.server.apply(&Edit::put(calendar)).unwrap();
        world
    };
    // Also where somebody picks it up in the end.
    let world = on_days(|ms| vec![made::assigned_by(YOU, ms + 3_900_000, "assign", &[YOU])]);
    missed(&world, "", 0);
    assert_eq!(said(&world).0[0], "no_rule");
    let world = on_days(|_| vec![]);
    let ran = asked(&world);
    let report = ran.json();
    let reason = &report["reasons"][0];
    assert_eq!(
        (&reason["code"], &reason["evidence"]["rule"]),
        (&json!("no_rule"), &Value::Null),
        "{report}"
    );
    let fix = reason["fix"].as_str().unwrap();
    let moment = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    assert!(fix.contains(&format!("--at {moment}")), "{fix}");
    missed(&world, "", 0);
    // It cannot be read.
    for operation in ["calendar_info", "calendar_event_list"] {
        world
            .server
            .fault(Fault::on(operation, FaultKind::denied()));
        let ran = missed(&world, "-o json", 11);
        let told = unknown(&ran).join("\n");
        assert!(told.contains("service calendar c ("), "{told}");
        world
            .server
            .fault(Fault::on(operation, FaultKind::denied()));
        let report = asked(&world).json();
        assert_eq!(report["complete"], false);
        assert_eq!(report["warnings"][0]["code"], "calendar_unread", "{report}");
        world.server.clear_faults();
    }
}

#[test]
fn a_night_that_is_not_over_is_asked_about_until_now() {
    let hour = 3600;
    let start = now() - 2 * hour;
    let lines = |ms: u64| {
        let to = [(ME, Some("blocked"))];
        vec![
            made::assigned(ms + 1_000, &rule_id(), "P1", 1, &[ME]),
            made::notice(ms + 2_000, &rule_id(), 1, "push", &to),
        ]
    };
    let world = began(start, rule(), lines, &[]);
    let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
    let clock = |at: u64| {
        let at = Timestamp::from_second(at as i64).unwrap();
        at.to_zoned_datetime(shanghai.clone())
    };
    let (from, to) = (clock(now() - 3 * hour), clock(now() + hour));
    let short = |at: &jiff::ZonedDateTime| at.strftime("%H:%M").to_string();
    let words = format!("--from {} --to {}", short(&from), short(&to));
    let before = Timestamp::now();
    let report = missed(&world, &format!("{words} -o json"), 3).json();
    let told = |name: &str| report[name].as_str().unwrap().parse::<Timestamp>().unwrap();
    assert_eq!(
        told("from").as_second() / 60,
        from.timestamp().as_second() / 60
    );
    let until = told("to").as_second();
    let seconds = before.as_second() - 1..=Timestamp::now().as_second();
    assert!(seconds.contains(&until), "{report}");
    let told = missed(&world, &words, 3).stdout;
    let day = from.strftime("from %Y-%m-%d %H:%M to ").to_string();
    assert!(told.contains(&day), "{told}");
    // What has not begun has no answer.
    let (from, to) = (clock(now() + hour), clock(now() + 2 * hour));
    let run = world.duty("doctor missed --from");
    let run = run.arg(from.strftime("%Y-%m-%d %H:%M").to_string());
    let run = run
        .arg("--to")
        .arg(to.strftime("%Y-%m-%d %H:%M").to_string());
    let ran = run.any_stdout().any_stderr().any_requests().status(2).run();
    assert!(ran.stderr.contains("in the future"), "{}", ran.stderr);
}

#[test]
fn no_time_at_all_is_refused_as_such() {
    let world = World::new();
    let run = world.duty("doctor missed --since 0m").any_stderr();
    let ran = run.any_requests().status(2).run();
    assert!(ran.stderr.contains("at least a minute"), "{}", ran.stderr);
}
