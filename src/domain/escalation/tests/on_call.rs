//! On call or not: the shifts that the server tells of, in each of its ways.

use serde_json::{Value, json};

use crate::domain::escalation::tests::targets::{short, verdict};
use crate::domain::escalation::tests::{ME, at, person};
use crate::domain::escalation::{Cause, OnCall, Person, RecipientKind, WhichShift, is_told};
use crate::domain::severity::Severity;

/// Start and end in minutes from the noon of the tables, role, person.
type Shift = Option<(i64, i64, u64, u64)>;

#[test]
fn on_call() {
    let noon = at("2026-11-12T04:00:00Z");
    let moment = |minute: i64| {
        jiff::Timestamp::from_second(noon.as_second() + minute * 60).expect("in range")
    };
    let shift = |shift: Shift| match shift {
        None => Value::Null,
        Some((start, end, role, who)) => json!({
            "start": moment(start).as_second(), "end": moment(end).as_second().to_string(),
            "group": {"members": [{"role_id": 99, "person_ids": [1]}, {"role_id": role, "person_ids": [who]}]},
        }),
    };
    let on = |shift, role_id, until| OnCall::Yes {
        shift,
        role_id: Some(role_id),
        until: Some(moment(until)),
    };
    let off = |next: Option<i64>| OnCall::OffDuty {
        next: next.map(moment),
    };
    let other = |role_id, told: &[u64], next: Option<i64>| OnCall::OtherRole {
        role_id,
        until: Some(moment(60)),
        told: told.to_vec(),
        next: next.map(moment),
    };
    let now = Some((-60, 60, 3, ME));
    let next = Some((60, 120, 3, ME));
    // Name, current and next shift, roles asked for, when the server said so, standing.
    type Case = (
        &'static str,
        Shift,
        Shift,
        &'static [u64],
        Option<i64>,
        OnCall,
    );
    #[rustfmt::skip]
    let cases: [Case; 22] = [
        ("now", now, None, &[], None, on(WhichShift::Current, 3, 60)),
        ("in the role", now, None, &[2, 3], None, on(WhichShift::Current, 3, 60)),
        ("in another role", now, None, &[2], None, other(3, &[2], None)),
        ("in another role, later in the right one", now, Some((60, 120, 2, ME)), &[2], None, other(3, &[2], Some(60))),
        ("roles are counted from 0", Some((-60, 60, 0, ME)), None, &[0], None, on(WhichShift::Current, 0, 60)),
        ("somebody else, then me", Some((-60, 60, 3, 1)), next, &[], None, off(Some(60))),
        ("somebody else, then me in another role", Some((-60, 60, 3, 1)), next, &[4], None, off(None)),
        ("somebody else, and again", Some((-60, 60, 3, 1)), Some((60, 120, 3, 1)), &[], None, off(None)),
        ("the first second", Some((0, 60, 3, ME)), None, &[], None, on(WhichShift::Current, 3, 60)),
        ("the last is over", Some((-60, 0, 3, ME)), None, &[], None, OnCall::NotTold),
        ("over, the next has begun", Some((-60, 0, 3, 1)), Some((0, 60, 3, ME)), &[], None, on(WhichShift::Next, 3, 60)),
        ("over, somebody else has begun", Some((-60, 0, 3, ME)), Some((0, 60, 3, 1)), &[], None, off(None)),
        ("over, the next not yet", Some((-60, -10, 3, ME)), Some((10, 60, 3, ME)), &[], None, off(Some(10))),
        ("over, and the next too", Some((-60, -30, 3, ME)), Some((-30, -10, 3, ME)), &[], None, OnCall::NotTold),
        ("before the current one", Some((10, 60, 3, ME)), None, &[], None, OnCall::NotTold),
        ("none now, asked before", None, next, &[], Some(-1), off(Some(60))),
        ("none now, not known when asked", None, next, &[], None, OnCall::NotTold),
        ("none now, asked later", None, next, &[], Some(1), OnCall::NotTold),
        ("none at all, asked now", None, None, &[], Some(0), OnCall::NotTold),
        ("none at all, asked before", None, None, &[], Some(-1), OnCall::NotTold),
        ("none at all", None, None, &[], None, OnCall::NotTold),
        ("ended, none after, asked now", Some((-60, -10, 3, ME)), None, &[], Some(0), OnCall::NotTold),
    ];
    for (name, current, next, roles, as_of, wanted) in cases {
        let schedules =
            json!([{"schedule_id": "5", "cur_oncall": shift(current), "next_oncall": shift(next)}]);
        let person = Person {
            schedules: crate::lenient::read(schedules).expect("schedules"),
            schedules_as_of: as_of.map(moment),
            ..person()
        };
        let layers = json!([{"target": {"schedule_to_role_ids": {"5": roles}, "by": {"critical": ["sms"]}}}]);
        let verdict = verdict(&layers, 0, &person, Severity::Critical);
        let RecipientKind::Schedule { id: 5, on_call, .. } = &verdict.levels[0].recipients[0].kind
        else {
            panic!("{name}: {verdict:?}");
        };
        assert_eq!(*on_call, wanted, "{name}");
        let wanted = match wanted {
            OnCall::Yes { .. } => "sms@0",
            OnCall::OffDuty { .. } => "NotOnCall",
            OnCall::OtherRole { .. } => "OtherRole",
            _ => "sms@0?",
        };
        assert_eq!(short(&verdict), wanted, "{name}");
    }
}

/// Computed shifts, in minutes from noon: start, end, role and person; nobody for a gap.
pub type Computed<'a> = &'a [(i64, i64, Option<(u64, u64)>)];

pub fn computed(shifts: Computed<'_>) -> Value {
    let noon = at("2026-11-12T04:00:00Z").as_second();
    let shift = |(start, end, who): &(i64, i64, Option<(u64, u64)>)| {
        let group =
            who.map(|(role, who)| json!({"members": [{"role_id": role, "person_ids": [who]}]}));
        json!({"start": noon + start * 60, "end": noon + end * 60, "group": group, "index": 0})
    };
    shifts.iter().map(shift).collect()
}

/// How the person stands at noon, asked for these roles, in a schedule with these fields.
pub fn standing(schedule: Value, roles: &[u64]) -> OnCall {
    let mut schedule = schedule;
    schedule["schedule_id"] = json!(5);
    let person = Person {
        schedules: vec![crate::lenient::read(schedule).expect("a schedule")],
        schedules_as_of: Some(at("2026-11-12T04:00:00Z")),
        ..person()
    };
    let layers =
        json!([{"target": {"schedule_to_role_ids": {"5": roles}, "by": {"critical": ["sms"]}}}]);
    let verdict = verdict(&layers, 0, &person, Severity::Critical);
    match verdict.levels[0].recipients[0].kind.clone() {
        RecipientKind::Schedule { on_call, .. } => on_call,
        other => panic!("{other:?}"),
    }
}

/// One word, the role, and the next shift in minutes from noon.
pub fn word(on_call: &OnCall) -> String {
    let noon = at("2026-11-12T04:00:00Z").as_second();
    let minutes = |next: &Option<jiff::Timestamp>| {
        next.map_or(String::new(), |next| {
            format!(" {}", (next.as_second() - noon) / 60)
        })
    };
    match on_call {
        OnCall::Yes { role_id, .. } => match role_id {
            Some(role_id) => format!("yes {role_id}"),
            None => "yes".to_owned(),
        },
        OnCall::OtherRole { role_id, next, .. } => format!("other {role_id}{}", minutes(next)),
        OnCall::OffDuty { next } => format!("off{}", minutes(next)),
        other => format!("{other:?}"),
    }
}

#[test]
fn computed_shifts_tell_where_the_current_one_is_null() {
    let me = Some((0, ME));
    let you = Some((0, 1));
    let whole = |shifts| json!({"final_schedule": {"schedules": computed(shifts)}});
    let current = |who: u64| {
        let shifts = computed(&[(-60, 60, Some((0, who)))]);
        shifts[0].clone()
    };
    let with = |mut schedule: Value, field: &str, value: Value| {
        schedule[field] = value;
        schedule
    };
    let layers = |layers: &[(i64, Computed<'_>)]| {
        let layer = |(mode, shifts): &(i64, Computed<'_>)| json!({"mode": mode, "schedules": computed(shifts)});
        json!({"final_schedule": {"schedules": null}, "layer_schedules": layers.iter().map(layer).collect::<Value>()})
    };
    #[rustfmt::skip]
    let cases = [
        ("the vendor's example", json!({"cur_oncall": null, "next_oncall": null, "final_schedule": {"schedules": null}}), &[][..], "NotTold"),
        ("nothing at all", json!({}), &[], "NotTold"),
        ("the final schedule is null", json!({"final_schedule": null, "layer_schedules": null}), &[], "NotTold"),
        ("nothing computed", whole(&[]), &[], "NotTold"),
        ("me", whole(&[(-60, 60, me)]), &[], "yes 0"),
        ("me, with nulls", with(whole(&[(-60, 60, me)]), "cur_oncall", Value::Null), &[0], "yes 0"),
        ("me as backup", whole(&[(-60, 60, Some((1, ME)))]), &[0], "other 1"),
        ("me as backup, primary later", whole(&[(-60, 60, Some((1, ME))), (60, 120, me)]), &[0], "other 1 60"),
        ("backup is told", whole(&[(-60, 60, Some((1, ME)))]), &[0, 1], "yes 1"),
        ("somebody else", whole(&[(-60, 60, you), (60, 120, you), (120, 180, me)]), &[], "off 120"),
        ("a gap", whole(&[(-60, 60, None), (60, 120, me)]), &[], "off 60"),
        ("two at the same time", whole(&[(-60, 60, you), (-10, 10, me)]), &[], "Contradictory"),
        ("a gap at the same time", whole(&[(-60, 60, me), (-10, 10, None)]), &[], "Contradictory"),
        ("two at the same time, both mine", whole(&[(-60, 60, me), (-10, 10, me)]), &[], "yes 0"),
        ("the shift is over", whole(&[(-60, 0, me), (0, 60, you)]), &[], "off"),
        ("before all of them", whole(&[(10, 60, me)]), &[], "NotTold"),
        ("both agree", with(whole(&[(-60, 60, me)]), "cur_oncall", current(ME)), &[], "yes 0"),
        ("both agree on another", with(whole(&[(-60, 60, you)]), "cur_oncall", current(1)), &[], "off"),
        ("they do not agree", with(whole(&[(-60, 60, you)]), "cur_oncall", current(ME)), &[], "Contradictory"),
        ("one layer", layers(&[(0, &[(-60, 60, me)])]), &[], "yes 0"),
        ("an override", layers(&[(0, &[(-60, 60, me)]), (1, &[(-10, 10, you)])]), &[], "off"),
        ("an override is over", layers(&[(0, &[(-60, 60, me)]), (1, &[(-10, 0, you)])]), &[], "yes 0"),
        ("an override by me", layers(&[(1, &[(-10, 10, me)]), (0, &[(-60, 60, you)])]), &[], "yes 0"),
        ("two rotations", layers(&[(0, &[(-60, 60, me)]), (0, &[(-60, 60, you)])]), &[], "Contradictory"),
        ("two rotations, both mine", layers(&[(0, &[(-60, 60, me)]), (0, &[(-60, 60, me)])]), &[], "yes 0"),
        ("two shifts of one layer", layers(&[(0, &[(-60, 60, me), (-10, 10, you)])]), &[], "Contradictory"),
        ("two of one layer, an override", layers(&[(1, &[(-60, 60, you), (-10, 10, me)])]), &[], "Contradictory"),
        ("layers of another time", layers(&[(0, &[(60, 120, me)])]), &[], "NotTold"),
    ];
    for (name, schedule, roles, wanted) in cases {
        let told = crate::lenient::read(schedule.clone()).expect("a schedule");
        let noon = at("2026-11-12T04:00:00Z");
        assert_eq!(
            is_told(&told, (noon, noon), Some(noon)),
            wanted != "NotTold",
            "{name}"
        );
        assert_eq!(word(&standing(schedule, roles)), wanted, "{name}");
    }
}

#[test]
fn a_schedule_that_was_not_asked_for_is_not_known() {
    let noon = at("2026-11-12T04:00:00Z");
    let later = at("2026-11-12T04:30:00Z");
    let on_call = json!({"schedule_to_role_ids": {"5": []}, "by": {"critical": ["sms"]}});
    let layers = json!([{"escalate_window": 30, "target": on_call}, {"target": on_call}]);
    for (window, wanted) in [
        (None, "NotATarget"),
        (Some((noon, at("2026-12-01T00:00:00Z"))), "NotATarget"),
        (Some((noon, later)), "sms@1800?"),
        (Some((later, at("2026-12-01T00:00:00Z"))), "sms@0?"),
    ] {
        let person = Person {
            schedules_window: window,
            ..person()
        };
        let verdict = verdict(&layers, 0, &person, Severity::Critical);
        assert_eq!(short(&verdict), wanted, "{window:?}");
    }
}

#[test]
fn on_call_is_asked_when_the_layer_comes() {
    let noon = at("2026-11-12T04:00:00Z").as_second();
    let shift = |start: i64, who: u64| {
        json!({"start": noon + start, "end": noon + start + 1800,
        "group": {"members": [{"role_id": 0, "person_ids": [who]}]}})
    };
    let schedules =
        json!([{"schedule_id": 5, "cur_oncall": shift(0, ME), "next_oncall": shift(1800, 1)}]);
    let me_then_you = Person {
        schedules: crate::lenient::read(schedules).expect("schedules"),
        ..person()
    };
    let on_call = json!({"escalate_window": 30, "target": {"schedule_to_role_ids": {"5": null}, "by": {"critical": ["sms"]}}});
    let first = verdict(&json!([on_call]), 0, &me_then_you, Severity::Critical);
    assert_eq!(short(&first), "sms@0");
    let second = verdict(
        &json!([{"escalate_window": 1}, on_call, on_call]),
        1739,
        &me_then_you,
        Severity::Critical,
    );
    assert_eq!(short(&second), "sms@1799");
    assert_eq!(second.levels[2].cause, Some(Cause::NotOnCall));
    assert_eq!(second.levels[2].off_duty(), Some((5, None)));
    let late = verdict(&json!([on_call]), 1800, &me_then_you, Severity::Critical);
    assert_eq!(short(&late), "NotOnCall");
}

#[test]
fn a_shift_ends_during_a_delay_and_before_the_second_level() {
    let shifts = &[(-60, 5, Some((0, ME))), (5, 8, None), (8, 60, Some((0, 1)))];
    let schedule = json!({"schedule_id": 5, "final_schedule": {"schedules": computed(shifts)}});
    let person = Person {
        schedules: vec![crate::lenient::read(schedule).expect("a schedule")],
        ..person()
    };
    let on_call = json!({"escalate_window": 10, "target": {"schedule_to_role_ids": {"5": [0]}, "by": {"critical": ["sms"]}}});
    for (layers, delay, wanted) in [
        (json!([on_call]), 0, "sms@0"),
        (json!([on_call]), 299, "sms@299"),
        (json!([on_call]), 300, "NotOnCall"),
        (json!([on_call]), 600, "NotOnCall"),
        (json!([null, on_call]), 0, "sms@0?"),
        (json!([{"escalate_window": 4}, on_call]), 0, "sms@240"),
        (
            json!([{"escalate_window": 6, "target": {}}, on_call]),
            0,
            "NotOnCall",
        ),
        (json!([{"escalate_window": 60}, on_call]), 0, "sms@3600?"),
    ] {
        let found = verdict(&layers, delay, &person, Severity::Critical);
        assert_eq!(short(&found), wanted, "{layers} after {delay}");
    }
}

#[test]
fn who_is_on_call_is_told_from_one_moment_to_another() {
    let me = Some((0, ME));
    let noon = at("2026-11-12T04:00:00Z");
    let later = |minutes: i64| noon + jiff::SignedDuration::from_mins(minutes);
    let shift = |start, end| computed(&[(start, end, me)])[0].clone();
    let whole = |shifts| json!({"final_schedule": {"schedules": computed(shifts)}});
    #[rustfmt::skip]
    let cases = [
        ("one shift", whole(&[(-60, 120, me)]), 119, true),
        ("it ends before", whole(&[(-60, 60, me)]), 119, false),
        ("another follows", whole(&[(-60, 60, me), (60, 120, me)]), 119, true),
        ("a hole between two", whole(&[(-60, 60, me), (70, 120, me)]), 119, false),
        ("a gap is told", whole(&[(-60, 60, me), (60, 120, None)]), 119, true),
        ("current and next", json!({"cur_oncall": shift(-60, 60), "next_oncall": shift(60, 120)}), 119, true),
        ("nobody between the two", json!({"cur_oncall": shift(-60, 60), "next_oncall": shift(90, 120)}), 119, true),
        ("after the next", json!({"cur_oncall": shift(-60, 60), "next_oncall": shift(60, 120)}), 120, false),
        ("current alone", json!({"cur_oncall": shift(-60, 60)}), 60, false),
    ];
    for (name, schedule, until, wanted) in cases {
        let told = crate::lenient::read(schedule).expect("a schedule");
        let told = is_told(&told, (noon, later(until)), Some(noon));
        assert_eq!(told, wanted, "{name}");
    }
}

#[test]
fn a_schedule_that_may_be_disabled_is_no_yes() {
    let shifts =
        |who| json!({"final_schedule": {"schedules": computed(&[(-60, 60, Some((0, who)))])}});
    for (field, value, mine) in [
        ("disabled", json!(1), "PerhapsOff"),
        ("enabled", json!(false), "PerhapsOff"),
        ("disabled", json!(0), "yes 0"),
        ("enabled", json!(true), "yes 0"),
        // A number that nothing explains.
        ("status", json!(1), "yes 0"),
    ] {
        for (who, wanted) in [(ME, mine), (ME + 1, "off")] {
            let mut schedule = shifts(who);
            schedule[field] = value.clone();
            assert_eq!(word(&standing(schedule, &[])), wanted, "{field} {value}");
        }
    }
}
