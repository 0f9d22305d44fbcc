//! Rules that name the person and are passed over: which, why, and when they count again.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::domain::escalation::tests::made::{case, moment_of};
use crate::domain::escalation::tests::{at, clock, judge, me, person, rules};
use crate::domain::escalation::window;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Incident, Person, Truth, Why, evaluate, in_time};
use crate::domain::severity::Severity;

/// A level that tells somebody else.
fn other() -> Value {
    json!({"target": {"person_ids": [999], "by": {"follow_preference": true}}})
}

fn rule(name: &str, layer: Value, differs: Value) -> Value {
    let mut rule = json!({"rule_id": name, "rule_name": name, "status": "enabled", "priority": null,
        "layers": [layer]});
    for (key, value) in differs.as_object().expect("an object") {
        rule[key] = value.clone();
    }
    rule
}

fn window(start: &str, end: &str, repeat: &[u8]) -> Value {
    json!({"time_filters": [{"start": start, "end": end, "repeat": repeat}]})
}

fn only(severity: &str) -> Value {
    json!({"filters": [[{"key": "severity", "oper": "IN", "vals": [severity]}]]})
}

/// "mine: why, before (everything)" of a critical incident on a Thursday at noon.
fn short(list: Value) -> Vec<String> {
    let incident = Incident::of(Severity::Critical);
    let outcome = judge(&rules(list), &person(), &incident);
    let found = outcome.passed_over.iter().map(|one| {
        let when = match one.why {
            Why::OtherTime(Some(next)) => format!(" {next}"),
            _ => String::new(),
        };
        let all = if one.takes_everything { "all of " } else { "" };
        let before = one.before.as_ref();
        let before = before.map_or(String::new(), |rule| format!(", after {all}{}", rule.name));
        format!("{}: {}{when}{before}", one.rule.name, one.why.code())
    });
    found.collect()
}

#[test]
fn why_a_rule_that_names_the_person_does_not_count() {
    let all = || rule("all", other(), json!({}));
    let mine = |differs| rule("mine", me(), differs);
    let off = json!({"status": "disabled"});
    let cases: [(&str, Value, &[&str]); 14] = [
        (
            "one that takes everything",
            json!([all(), mine(json!({}))]),
            &["mine: rule_before, after all of all"],
        ),
        (
            "one that takes this",
            json!([rule("some", other(), only("Critical")), mine(json!({}))]),
            &["mine: rule_before, after some"],
        ),
        (
            "one that takes everything at this hour",
            json!([
                rule("day", other(), window("08:00", "20:00", &[])),
                mine(json!({}))
            ]),
            &["mine: rule_before, after day"],
        ),
        (
            "its whole day is all times",
            json!([
                rule("day", other(), window("00:00", "23:59", &[])),
                mine(json!({}))
            ]),
            &["mine: rule_before, after all of day"],
        ),
        (
            "by priority",
            json!([
                rule("mine", me(), json!({"priority": 2})),
                rule("all", other(), json!({"priority": 1}))
            ]),
            &["mine: rule_before, after all of all"],
        ),
        (
            "at night",
            json!([mine(window("22:00", "06:00", &[])), all()]),
            &["mine: other_time 2026-11-12T14:00:00Z"],
        ),
        (
            "at night, and no other rule",
            json!([mine(window("22:00", "06:00", &[]))]),
            &["mine: other_time 2026-11-12T14:00:00Z"],
        ),
        (
            "on Mondays, all day",
            json!([mine(window("", "", &[1]))]),
            &["mine: other_time 2026-11-15T16:00:00Z"],
        ),
        (
            "switched off",
            json!([mine(off.clone()), all()]),
            &["mine: rule_disabled"],
        ),
        (
            "switched off, and behind",
            json!([all(), mine(off.clone())]),
            &["mine: rule_disabled, after all of all"],
        ),
        (
            "for others",
            json!([mine(only("Info")), all()]),
            &["mine: other_incidents"],
        ),
        (
            "behind, and for others anyway",
            json!([all(), mine(only("Info"))]),
            &["mine: other_incidents, after all of all"],
        ),
        (
            "gone",
            json!([mine(json!({"status": "deleted"})), all()]),
            &[],
        ),
        ("it counts", json!([mine(json!({})), all()]), &[]),
    ];
    for (name, list, wanted) in cases {
        assert_eq!(short(list), wanted, "{name}");
    }
}

#[test]
fn the_most_telling_comes_first_and_strangers_are_left_out() {
    let list = json!([
        rule("info", me(), only("Info")),
        rule("night", me(), window("22:00", "06:00", &[])),
        rule("off", me(), json!({"status": "disabled"})),
        rule("all", other(), json!({})),
        rule("late", me(), json!({})),
        rule("strange", other(), json!({})),
    ]);
    let found = short(list);
    let names = found
        .iter()
        .map(|text| text.split(':').next().unwrap_or_default());
    assert_eq!(names.collect::<Vec<_>>(), ["late", "off", "night", "info"]);
}

#[test]
fn on_call_is_asked_at_the_hour_of_the_rule() {
    let mut person = person();
    // On call from 22:00 on that Thursday.
    person.schedules = crate::lenient::read(json!([{"schedule_id": 5, "final_schedule": {"schedules": [
        {"start": 1_794_492_000, "end": 1_794_578_400, "group": {"members": [{"role_id": 0, "person_ids": [person.id]}]}},
    ]}}])).expect("schedules");
    let on_call =
        json!({"target": {"schedule_to_role_ids": {"5": [0]}, "by": {"follow_preference": true}}});
    let list = rules(json!([rule(
        "night",
        on_call.clone(),
        window("22:00", "06:00", &[])
    )]));
    let (moment, clock) = (at("2026-11-12T04:00:00Z"), clock("Asia/Shanghai"));
    let outcome = evaluate(
        &list,
        &person,
        &Incident::of(Severity::Critical),
        moment,
        &clock,
    );
    assert_eq!(outcome.passed_over.len(), 1);
    // One that takes the incident now, with somebody else on call, is not passed over for its next day.
    let now = rules(json!([rule("day", on_call, window("08:00", "20:00", &[]))]));
    let critical = Incident::of(Severity::Critical);
    let outcome = evaluate(&now, &person, &critical, moment, &clock);
    assert_eq!(outcome.passed_over, []);
    // Of a schedule whose shifts are not told nobody knows whom it names.
    let outcome = |list: &[EscalationRule], person: &Person| {
        evaluate(list, person, &critical, moment, &clock).passed_over
    };
    assert!(outcome(&list, &person)[0].certain);
    let mut untold = person.clone();
    untold.schedules[0].final_schedule = None;
    untold.schedules[0].cur_oncall = None;
    assert!(!outcome(&list, &untold)[0].certain);
    person.schedules[0].final_schedule = None;
    person.schedules[0].cur_oncall = None;
    person.schedules_complete = true;
    person.schedules.clear();
    let outcome = evaluate(
        &list,
        &person,
        &Incident::of(Severity::Critical),
        moment,
        &clock,
    );
    assert_eq!(outcome.passed_over, []);
}

#[test]
fn a_window_that_the_clocks_jump_into_opens_there() {
    let list = rules(json!([rule("mine", me(), window("02:30", "04:00", &[]))]));
    let next = |moment: &str| {
        let yes = |truth| truth == Truth::Yes;
        window::next(
            &list[0].time_filters,
            at(moment),
            &clock("Europe/Berlin"),
            yes,
        )
    };
    // 02:00 to 03:00 is left out on that day.
    assert_eq!(
        next("2026-03-28T22:00:00Z"),
        Some(at("2026-03-29T01:00:00Z"))
    );
    assert_eq!(
        next("2026-03-29T22:00:00Z"),
        Some(at("2026-03-30T00:30:00Z"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn nothing_changes_before_the_next_change_of_the_windows((list, _person, _full, _hide, second, clock) in case()) {
        let at = moment_of(second);
        for rule in list.iter().filter(|rule| !rule.time_filters.is_empty()).take(2) {
            let yes = |moment: Timestamp| in_time(&rule.time_filters, moment, &clock).0 == Truth::Yes;
            let open = yes(at);
            let next = window::next(&rule.time_filters, at, &clock, |truth| (truth == Truth::Yes) != open);
            if let Some(next) = next {
                prop_assert_eq!(yes(next), !open);
            }
            let last = next.unwrap_or(at + SignedDuration::from_hours(14 * 24));
            let mut moment = at - SignedDuration::from_secs(second.rem_euclid(60)) + SignedDuration::from_mins(1);
            while moment < last {
                prop_assert_eq!(yes(moment), open, "{} before {}", moment, last);
                moment += SignedDuration::from_mins(1);
            }
        }
    }

    #[test]
    fn only_where_nothing_reaches_and_never_a_rule_that_counts((list, person, full, _hide, second, clock) in case()) {
        let outcome = evaluate(&list, &person, &full, moment_of(second), &clock);
        let counts = |index| outcome.verdicts().any(|one| one.rule.as_ref().is_some_and(|rule| rule.index == index));
        for one in &outcome.passed_over {
            prop_assert!(!counts(one.rule.index));
            prop_assert!(!outcome.verdicts().any(|one| one.names(&person) != Truth::No));
            let waits = one.why == Why::RuleBefore;
            prop_assert!(!waits || one.before.is_some());
        }
    }
}
