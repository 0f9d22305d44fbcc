//! Who is on call when, computed from the layers of a schedule for the window that is asked for.

use duty_sandbox::{Edit, made};
use serde_json::{Value, json};

use crate::rota::{DAY, HOUR, ROTA, expect, info, own, pair, with_layers};
use crate::support::{START, Sandbox};

#[test]
fn a_rotation_that_changes_soon() {
    let sandbox = with_layers(&[made::rotation("Days", START - 23 * HOUR, DAY, &pair())]);
    let schedule = own(&sandbox, ROTA);
    let wanted = [(0, 1, "A"), (1, 25, "B"), (25, 49, "A"), (49, 72, "B")];
    expect(&schedule["final_schedule"], &wanted);
    for layers in ["schedule_layers", "layer_schedules"] {
        expect(&schedule[layers][0], &wanted);
    }
    // The shift as it is, not as the window cuts it.
    assert_eq!(
        schedule["cur_oncall"],
        json!({
            "start": START - 23 * HOUR,
            "end": START + HOUR,
            "group": {
                "group_name": "A",
                "name": "A",
                "members": [
                    {"role_id": 0, "person_ids": [80011]}, {"role_id": 1, "person_ids": [80012]},
                ],
                "start": START - 23 * HOUR,
                "end": START + HOUR,
            },
            "index": 0,
            "update_at": 0,
            "weight": 0,
        })
    );
    assert_eq!(schedule["next_oncall"]["group"]["group_name"], "B");
    assert_eq!(info(&sandbox, ROTA), schedule);
    assert_eq!(schedule["notify"]["advance_in_time"], 300);
    let layer = &schedule["layers"][0];
    assert_eq!(
        (
            &layer["layer_start"],
            &layer["rotation_duration"],
            &layer["layer_end"]
        ),
        (&json!(START - 23 * HOUR), &json!(DAY), &Value::Null)
    );
    assert_eq!(layer["rotation_value"], 24);
}

#[test]
fn an_override_replaces_every_layer_and_gaps_are_null() {
    let late = {
        let mut layer = made::rotation("Late", START + 50 * HOUR, DAY, &pair());
        layer["layer_end"] = json!(START + 60 * HOUR);
        layer
    };
    let sandbox = with_layers(&[
        made::replacement("Leave", START + 10 * HOUR, START + 12 * HOUR, &[80013]),
        made::rotation("Base", START - DAY, DAY, &pair()[..1]),
        late,
    ]);
    sandbox
        .server
        .apply(&Edit::schedule(ROTA, |s| {
            s["layers"][1]["layer_end"] = json!(START + 40 * HOUR);
        }))
        .unwrap();
    let schedule = own(&sandbox, ROTA);
    expect(
        &schedule["final_schedule"],
        &[
            (0, 10, "A"),
            (10, 12, "Leave"),
            (12, 24, "A"),
            (24, 40, "A"),
            (40, 50, "-"),
            (50, 60, "A"),
            (60, 72, "-"),
        ],
    );
    expect(&schedule["layer_schedules"][0], &[(10, 12, "Leave")]);
    assert_eq!(schedule["layer_schedules"][0]["mode"], 1);
    assert_eq!(schedule["layers"][0]["mode"], 1);
    let shift = &schedule["final_schedule"]["schedules"][1];
    assert_eq!(
        shift["group"]["members"],
        json!([{"role_id": 0, "person_ids": [80013]}])
    );
    let gap = &schedule["final_schedule"]["schedules"][4];
    assert_eq!(gap["group"], Value::Null);
}

#[test]
fn two_rotations_at_once() {
    let [a, b] = pair();
    let sandbox = with_layers(&[
        made::rotation("Lower", START - DAY, 30 * DAY, &[a]),
        made::rotation("Upper", START + 5 * HOUR, 30 * DAY, &[b]),
    ]);
    expect(
        &own(&sandbox, ROTA)["final_schedule"],
        &[(0, 5, "A"), (5, 72, "B")],
    );
    sandbox
        .server
        .apply(&Edit::schedule(ROTA, |s| {
            s["layers"][0]["weight"] = json!(1)
        }))
        .unwrap();
    expect(&own(&sandbox, ROTA)["final_schedule"], &[(0, 72, "A")]);
}

/// 16:53 on a Thursday, so the hours below end in minutes; midnight is 7 h 6 min 40 s away.
#[test]
fn days_of_the_week_and_hours_of_the_day() {
    let midnight = START + 7 * HOUR + 400;
    let group = &pair()[..1];
    let rota = |change: &dyn Fn(&mut Value)| {
        let mut layer = made::rotation("Days", midnight - 10 * DAY, DAY, group);
        change(&mut layer);
        with_layers(&[layer])
    };
    let of = |sandbox: &Sandbox| -> Vec<(u64, u64)> {
        let data = own(sandbox, ROTA);
        let shifts = data["layer_schedules"][0]["schedules"]
            .as_array()
            .unwrap()
            .clone();
        let hour = |time: &Value| (time.as_u64().unwrap() - (midnight - DAY)) / 60;
        shifts
            .iter()
            .map(|s| (hour(&s["start"]), hour(&s["end"])))
            .collect()
    };
    let minute = (START - (midnight - DAY)) / 60;
    // Thursday and Saturday; Friday is a gap.
    let sandbox = rota(&|l| l["day_mask"] = json!({"repeat": [4, 6]}));
    assert_eq!(of(&sandbox), [(minute, 1440), (2880, 4320)]);
    // From 09:00 to 18:00 and from 22:00 to 02:00.
    let sandbox = rota(&|l| {
        l["restrict_mode"] = json!(1);
        l["restrict_periods"] = json!([
            {"restrict_start": 9 * HOUR, "restrict_end": 18 * HOUR},
            {"restrict_start": 22 * HOUR, "restrict_end": 2 * HOUR},
        ]);
    });
    let found = of(&sandbox);
    assert_eq!(
        found[..3],
        [(minute, 18 * 60), (22 * 60, 1440), (1440, 26 * 60)]
    );
    // From Friday 18:00 to Monday 09:00.
    let sandbox = rota(&|l| {
        l["restrict_mode"] = json!(2);
        l["restrict_periods"] = json!([
            {"restrict_start": 4 * DAY + 18 * HOUR, "restrict_end": 9 * HOUR},
        ]);
    });
    assert_eq!(of(&sandbox)[0], (1440 + 18 * 60, 2880));
    assert_eq!(own(&sandbox, ROTA)["cur_oncall"], Value::Null);
}

#[test]
fn weeks_that_change_on_monday_and_months() {
    let [a, b] = pair();
    let groups = [a, b];
    let mut week = made::rotation("Weeks", START - 20 * DAY, 0, &groups);
    week["rotation_unit"] = json!("week");
    week["rotation_value"] = json!(1);
    week["handoff_time"] = json!(10 * HOUR);
    let mut month = made::rotation("Months", 1_756_656_000, 0, &groups);
    month["rotation_unit"] = json!("month");
    month["rotation_value"] = json!(1);
    let sandbox = with_layers(&[week]);
    let current = own(&sandbox, ROTA)["cur_oncall"].clone();
    // From Monday 2025-10-06 10:00 in Shanghai to the next.
    assert_eq!(
        (&current["start"], &current["end"]),
        (&json!(1_759_716_000), &json!(1_760_320_800))
    );
    let sandbox = with_layers(&[month]);
    let current = own(&sandbox, ROTA)["cur_oncall"].clone();
    // From 1 October 00:00 in Shanghai, a month after 1 September, to 1 November.
    assert_eq!(
        (&current["start"], &current["end"]),
        (&json!(1_759_248_000), &json!(1_761_926_400))
    );
    assert_eq!(current["group"]["group_name"], "B");
}
