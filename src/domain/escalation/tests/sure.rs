//! What the server left out, or told twice, is not known: neither a yes nor a no comes of it.

use serde_json::{Value, json};

use crate::domain::escalation::noise::wire::SilenceRule;
use crate::domain::escalation::tests::{ME, at, clock, judge, me, person, rules};
use crate::domain::escalation::{Doubt, Incident, Noise, Person, Truth};
use crate::domain::severity::Severity;

/// The moment of `judge`.
const NOON: &str = "2026-11-12T04:00:00Z";

/// Whether a critical incident reaches this person by a rule for all.
fn reached(person: &Person, target: &Value) -> Truth {
    let list = json!([{"rule_id": "r", "status": "enabled", "layers": [{"target": target}]}]);
    judge(&rules(list), person, &Incident::of(Severity::Critical)).reached()
}

#[test]
fn a_group_or_a_window_that_is_null_is_not_everything() {
    for field in ["filters", "time_filters"] {
        let mut rule = json!({"rule_id": "r", "status": "enabled", "layers": [me()]});
        rule[field] = json!([null]);
        let incident = Incident::of(Severity::Critical);
        let found = judge(&rules(json!([rule])), &person(), &incident);
        assert_eq!(found.reached(), Truth::Unknown, "{field}");
        let wanted = match field {
            "filters" => Doubt::Operator(String::new()),
            _ => Doubt::Window,
        };
        assert_eq!(found.maybes[0].depends_on, [wanted]);
    }
    let silence: SilenceRule =
        crate::lenient::read(json!({"filters": [null], "time_filters": [null]})).expect("a rule");
    assert_eq!(silence.filters[0].len(), 1);
    assert_eq!(silence.time_filters[0].start, "null");
}

#[test]
fn a_team_without_its_members_may_be_anybodys() {
    let target = json!({"team_ids": [12], "by": {"critical": ["sms"]}});
    for (team, wanted) in [
        (json!({"team_id": 12, "person_ids": [ME]}), Truth::Yes),
        (json!({"team_id": 12, "person_ids": [1]}), Truth::No),
        (json!({"team_id": 12, "person_ids": []}), Truth::No),
        (json!({"team_id": 12}), Truth::Unknown),
    ] {
        let person = Person {
            teams: crate::lenient::read(json!([team])).expect("teams"),
            ..person()
        };
        assert_eq!(reached(&person, &target), wanted, "{team}");
    }
}

#[test]
fn an_id_that_is_null_may_be_anybodys() {
    for (target, wanted) in [
        (json!({"person_ids": [1]}), Truth::No),
        (json!({"person_ids": [1, null]}), Truth::Unknown),
        (
            json!({"person_ids": [null], "team_ids": [12]}),
            Truth::Unknown,
        ),
        (json!({"team_ids": [12]}), Truth::No),
        (json!({"team_ids": [null, 12]}), Truth::Unknown),
        (json!({"person_ids": [null, ME]}), Truth::Yes),
    ] {
        let mut told = target.clone();
        told["by"] = json!({"critical": ["sms"]});
        let teams = json!([{"team_id": 12, "person_ids": [1]}]);
        let person = Person {
            teams: crate::lenient::read(teams).expect("teams"),
            ..person()
        };
        assert_eq!(reached(&person, &told), wanted, "{target}");
    }
}

#[test]
fn a_rule_that_holds_back_and_has_a_time_of_its_deletion_may_not() {
    let rule = json!({"rule_id": "s", "status": "enabled", "deleted_at": 1_760_000_000,
        "filters": [[{"key": "severity", "oper": "IN", "vals": ["Critical"]}]],
        "time_filters": [{"start": "", "end": ""}]});
    let mut alive = rule.clone();
    alive["deleted_at"] = json!(0);
    let mut unknown = alive.clone();
    unknown["status"] = json!("paused");
    let status = |word: &str| vec![Doubt::Status(word.to_owned())];
    for (told, wanted, doubts) in [
        (rule, Truth::Unknown, status("enabled, deleted_at")),
        (alive, Truth::Yes, Vec::new()),
        (unknown, Truth::Unknown, status("paused")),
    ] {
        let list = json!([told]);
        let silences = Noise {
            silences: Some(crate::lenient::read(list.clone()).expect("rules")),
            drops: Some(Vec::new()),
            inhibitions: Some(Vec::new()),
        };
        let drops = Noise {
            drops: Some(crate::lenient::read(list).expect("rules")),
            silences: Some(Vec::new()),
            inhibitions: Some(Vec::new()),
        };
        for noise in [silences, drops] {
            let incident = Incident::of(Severity::Critical);
            let found = noise.holding_back(&incident, at(NOON), false, &clock("UTC"));
            assert_eq!(found[0].held, wanted, "{told}");
            assert_eq!(found[0].depends_on, doubts, "{told}");
        }
    }
}

#[test]
fn a_person_that_is_not_known_may_be_any() {
    let nobody = Person {
        id: 0,
        emails_unread: true,
        ..person()
    };
    let by = json!({"critical": ["sms"]});
    for target in [
        json!({"person_ids": [1], "by": by}),
        json!({"team_ids": [10], "by": by}),
        json!({"schedule_to_role_ids": {"5": []}, "by": by}),
        json!({"emails": ["somebody@example.com"], "by": by}),
    ] {
        assert_eq!(reached(&nobody, &target), Truth::Unknown, "{target}");
    }
    assert_eq!(reached(&nobody, &json!({"by": by})), Truth::No);
}

#[test]
fn a_shift_without_its_end_lasts_at_the_moment_of_the_answer() {
    let noon = at(NOON).as_second();
    let shift = |start: i64, end: Value, who: u64| {
        json!({"start": noon + start, "end": end,
            "group": {"members": [{"role_id": 0, "person_ids": [who]}]}})
    };
    let target = json!({"schedule_to_role_ids": {"5": []}, "by": {"critical": ["sms"]}});
    for (end, who, as_of, wanted) in [
        (json!(0), ME, NOON, Truth::Yes),
        (Value::Null, ME, NOON, Truth::Yes),
        (json!(0), 1, NOON, Truth::No),
        // Of another moment it says nothing.
        (json!(0), ME, "2026-11-12T03:00:00Z", Truth::Unknown),
        (json!(noon - 60), ME, NOON, Truth::No),
    ] {
        let next = shift(3600, json!(noon + 7200), 1);
        let schedule = json!({"schedule_id": 5, "cur_oncall": shift(-3600, end.clone(), who), "next_oncall": next});
        let person = Person {
            schedules: vec![crate::lenient::read(schedule).expect("a schedule")],
            schedules_as_of: Some(at(as_of)),
            ..person()
        };
        assert_eq!(reached(&person, &target), wanted, "{end} {who} {as_of}");
    }
}

#[test]
fn a_schedule_that_is_listed_twice_must_agree_with_itself() {
    let noon = at(NOON).as_second();
    let listed = |who: u64| {
        json!({"schedule_id": 5, "cur_oncall": {"start": noon - 60, "end": noon + 60,
            "group": {"members": [{"role_id": 0, "person_ids": [who]}]}}})
    };
    let target = json!({"schedule_to_role_ids": {"5": []}, "by": {"critical": ["sms"]}});
    for (one, two, wanted) in [
        (ME, ME, Truth::Yes),
        (1, 2, Truth::No),
        (1, ME, Truth::Unknown),
        (ME, 1, Truth::Unknown),
    ] {
        let person = Person {
            schedules: crate::lenient::read(json!([listed(one), listed(two)])).expect("schedules"),
            ..person()
        };
        assert_eq!(reached(&person, &target), wanted, "{one} {two}");
    }
}

#[test]
fn whom_a_rule_tells_that_the_server_does_not_say_may_be_anybody() {
    let by = json!({"critical": ["sms"]});
    let telling = |target: Value| json!({"layers": [{"target": target}]});
    for (said, wanted) in [
        (json!({"layers": []}), Truth::No),
        (json!({"layers": null}), Truth::Unknown),
        (json!({}), Truth::Unknown),
        (telling(json!({"by": by})), Truth::No),
        (
            telling(json!({"group_ids": [], "by": by, "note": "x"})),
            Truth::No,
        ),
        (telling(json!({"group_ids": [4], "by": by})), Truth::Unknown),
        (telling(json!({"group_ids": {"4": []}})), Truth::Unknown),
        (
            telling(json!({"group_ids": [4], "person_ids": [1], "by": by})),
            Truth::Unknown,
        ),
        (
            telling(json!({"group_ids": [4], "person_ids": [ME], "by": by})),
            Truth::Yes,
        ),
    ] {
        let mut rule = json!({"rule_id": "r", "status": "enabled"});
        rule.as_object_mut()
            .unwrap()
            .extend(said.as_object().unwrap().clone());
        let found = judge(
            &rules(json!([rule])),
            &person(),
            &Incident::of(Severity::Critical),
        );
        assert_eq!(found.reached(), wanted, "{said}");
    }
}

#[test]
fn a_recipient_of_an_unknown_kind_may_be_anybody() {
    let by = json!({"critical": ["sms"]});
    for (value, wanted) in [
        (json!([1]), Truth::Unknown),
        (json!({"a": 1}), Truth::Unknown),
        (json!(true), Truth::Unknown),
        (json!(false), Truth::No),
        (json!([]), Truth::No),
        (json!({}), Truth::No),
        (Value::Null, Truth::No),
        (json!("a setting"), Truth::No),
        (json!(5), Truth::No),
    ] {
        let target = json!({"person_ids": [1], "by": by, "everybody": value});
        assert_eq!(reached(&person(), &target), wanted, "{target}");
    }
}

/// Whether a person is on call at noon by these layers alone.
fn by_layers(layers: &Value) -> Truth {
    let schedule = json!({"schedule_id": 5, "layer_schedules": layers});
    let person = Person {
        schedules: vec![crate::lenient::read(schedule).expect("a schedule")],
        ..person()
    };
    reached(
        &person,
        &json!({"schedule_to_role_ids": {"5": []}, "by": {"critical": ["sms"]}}),
    )
}

#[test]
fn a_layer_that_was_not_computed_is_not_nobody() {
    let noon = at(NOON).as_second();
    let shift = |who: u64| {
        json!([{"start": noon - 60, "end": noon + 60,
            "group": {"members": [{"role_id": 0, "person_ids": [who]}]}}])
    };
    let layer = |mode: u64, schedules: Value| json!({"mode": mode, "schedules": schedules});
    let open = |mode: u64| layer(mode, Value::Null);
    for (layers, wanted) in [
        (json!([layer(0, shift(ME))]), Truth::Yes),
        (
            json!([layer(0, shift(ME)), layer(1, json!([]))]),
            Truth::Yes,
        ),
        (json!([layer(0, shift(ME)), open(1)]), Truth::Unknown),
        (json!([layer(0, shift(1)), open(0)]), Truth::Unknown),
        (json!([layer(0, shift(1)), open(1)]), Truth::Unknown),
        // An override replaces all rotations.
        (json!([layer(1, shift(ME)), open(0)]), Truth::Yes),
        (json!([layer(1, shift(1)), open(0)]), Truth::No),
        (json!([layer(1, shift(1)), open(1)]), Truth::Unknown),
        (json!([open(0)]), Truth::Unknown),
    ] {
        assert_eq!(by_layers(&layers), wanted, "{layers}");
    }
}

#[test]
fn a_priority_that_is_left_out_may_be_the_first() {
    let other = json!([{"target": {"person_ids": [1], "by": {"critical": ["sms"]}}}]);
    let rule = |priority: Value, layers: &Value| json!({"rule_id": "r", "status": "enabled", "priority": priority, "layers": layers});
    let mine = json!([me()]);
    for (list, wanted) in [
        (
            json!([rule(Value::Null, &other), rule(json!(1), &mine)]),
            Truth::Unknown,
        ),
        (
            json!([rule(Value::Null, &mine), rule(json!(1), &other)]),
            Truth::Unknown,
        ),
        (
            json!([rule(Value::Null, &mine), rule(json!(1), &mine)]),
            Truth::Yes,
        ),
        (
            json!([rule(json!(1), &mine), rule(Value::Null, &other)]),
            Truth::Unknown,
        ),
        (
            json!([rule(json!(0), &mine), rule(Value::Null, &other)]),
            Truth::Yes,
        ),
        (
            json!([rule(Value::Null, &other), rule(Value::Null, &mine)]),
            Truth::No,
        ),
        (
            json!([rule(json!(5), &other), rule(json!(1), &mine)]),
            Truth::Yes,
        ),
    ] {
        let found = judge(
            &rules(list.clone()),
            &person(),
            &Incident::of(Severity::Critical),
        );
        assert_eq!(found.reached(), wanted, "{list}");
        if wanted == Truth::Unknown {
            assert!(found.maybes[0].depends_on.contains(&Doubt::Order));
        }
    }
}

#[test]
fn a_team_that_is_listed_twice_must_agree_with_itself() {
    let target = json!({"team_ids": [12], "by": {"critical": ["sms"]}});
    let team = |who: Value| json!({"team_id": 12, "person_ids": who});
    for (one, two, wanted) in [
        (json!([ME]), json!([ME]), Truth::Yes),
        (json!([ME]), json!([1]), Truth::Unknown),
        (json!([1]), json!([ME]), Truth::Unknown),
        (json!([1]), json!([2]), Truth::No),
        (json!([1]), json!([null]), Truth::Unknown),
    ] {
        let teams = json!([team(one.clone()), team(two.clone())]);
        let person = Person {
            teams: crate::lenient::read(teams).expect("teams"),
            ..person()
        };
        assert_eq!(reached(&person, &target), wanted, "{one} {two}");
    }
}

#[test]
fn a_condition_without_its_values_matches_perhaps() {
    for oper in ["IN", "NOTIN"] {
        for vals in [Value::Null, json!([null]), json!(["Critical", null])] {
            let rule = json!({"rule_id": "r", "status": "enabled", "layers": [me()],
                "filters": [[{"key": "severity", "oper": oper, "vals": vals}]]});
            let found = judge(
                &rules(json!([rule])),
                &person(),
                &Incident::of(Severity::Critical),
            );
            assert_eq!(found.reached(), Truth::Unknown, "{oper} {vals}");
        }
    }
}
