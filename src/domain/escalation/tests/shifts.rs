//! Shifts of which the server leaves something out, or says two things.

use serde_json::{Value, json};

use crate::domain::escalation::agree;
use crate::domain::escalation::tests::on_call::{computed, standing, word};
use crate::domain::escalation::tests::{ME, at};

#[test]
fn who_is_not_told_of_a_shift_may_be_anybody() {
    let noon = at("2026-11-12T04:00:00Z").as_second();
    let shift = |rest: Value| {
        let mut shift = json!({"start": noon - 60, "end": noon + 60});
        shift
            .as_object_mut()
            .unwrap()
            .extend(rest.as_object().unwrap().clone());
        shift
    };
    let group = |members: Value| json!({"group": {"members": members}});
    let persons = |ids: Value| group(json!([{"role_id": 0, "person_ids": ids}]));
    let beside = json!([{"role_id": 0, "person_ids": [1]}, {"role_id": 1, "person_ids": [null]}]);
    for (shift, roles, wanted) in [
        (shift(persons(json!([null]))), &[][..], "NotTold"),
        (shift(persons(json!([null, 1]))), &[], "NotTold"),
        (shift(persons(json!([null, ME]))), &[], "yes 0"),
        (shift(persons(json!([null, ME]))), &[1], "other 0"),
        (shift(persons(json!([1]))), &[], "off"),
        // What is null is empty, what is left out is not told.
        (shift(persons(json!([]))), &[], "off"),
        (shift(persons(Value::Null)), &[], "off"),
        (shift(group(json!([{"role_id": 0}]))), &[], "NotTold"),
        (shift(group(json!([null]))), &[], "NotTold"),
        (shift(group(json!([]))), &[], "off"),
        (shift(group(Value::Null)), &[], "off"),
        (shift(json!({"group": {}})), &[], "NotTold"),
        (shift(json!({"group": null})), &[], "off"),
        (shift(json!({})), &[], "NotTold"),
        (shift(group(beside.clone())), &[0], "off"),
        (shift(group(beside.clone())), &[1], "NotTold"),
        (shift(group(json!([{"person_ids": [ME]}]))), &[], "yes"),
        (shift(group(json!([{"person_ids": [ME]}]))), &[0], "NotTold"),
        (
            shift(group(json!([{"role_id": null, "person_ids": [ME]}]))),
            &[1],
            "NotTold",
        ),
        (shift(group(json!([{"person_ids": [1]}]))), &[1], "off"),
        (Value::Null, &[], "NotTold"),
    ] {
        for schedule in [
            json!({"final_schedule": {"schedules": [shift]}}),
            json!({"layer_schedules": [{"mode": 1, "schedules": [shift]}]}),
            json!({"cur_oncall": shift}),
        ] {
            // An override with nobody in it is none.
            if wanted == "off" && schedule["layer_schedules"] != Value::Null {
                continue;
            }
            let found = word(&standing(schedule.clone(), roles));
            assert_eq!(found, wanted, "{schedule} {roles:?}");
        }
    }
    let mine = shift(persons(json!([ME])));
    let rotation = json!({"mode": 0, "schedules": [mine]});
    let of = |who: Value| json!({"mode": 1, "schedules": [shift(persons(who))]});
    for (whose, wanted) in [(json!([null]), "NotTold"), (json!([1]), "off")] {
        let schedule = json!({"layer_schedules": [rotation, of(whose)]});
        assert_eq!(word(&standing(schedule, &[])), wanted);
    }
    // Of a list with one that is null nobody knows whose that is, and when.
    let schedule = json!({"final_schedule": {"schedules": [shift(persons(json!([1]))), null]}});
    assert_eq!(word(&standing(schedule, &[])), "NotTold");
}

#[test]
fn two_answers_agree_where_they_say_the_same_of_a_moment() {
    let noon = at("2026-11-12T04:00:00Z");
    let read = |schedule: &Value| -> crate::domain::escalation::wire::Schedule {
        crate::lenient::read(schedule.clone()).expect("a schedule")
    };
    let current = |who| json!({"cur_oncall": computed(&[(-60, 60, Some((0, who)))])[0]});
    let whole = |who| json!({"final_schedule": {"schedules": computed(&[(-60, 60, who)])}});
    for (one, other, wanted) in [
        (current(ME), current(ME), true),
        (current(ME), current(1), false),
        (current(1), current(2), true),
        (current(ME), whole(Some((0, ME))), true),
        (current(ME), whole(Some((1, ME))), false),
        (current(ME), whole(Some((0, 2))), false),
        (current(ME), whole(None), false),
        (current(1), whole(None), true),
        (current(ME), json!({}), true),
        (json!({}), json!({}), true),
    ] {
        let found = agree([&read(&one), &read(&other)], ME, noon, Some(noon));
        assert_eq!(found, wanted, "{one} {other}");
    }
}
