//! What the server left out, or told twice, is not known: neither a yes nor a no comes of it.

use serde_json::{Value, json};

use crate::domain::escalation::noise::wire::SilenceRule;
use crate::domain::escalation::tests::{ME, at, judge, me, person, rules};
use crate::domain::escalation::{Doubt, Incident, Person, Truth};
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
