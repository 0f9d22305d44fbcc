//! On-call schedules in the shapes of both references.

use duty_sandbox::{Behavior, Edit, Generation, Told, made};
use serde_json::{Value, json};

use crate::rota::{DAY, HOUR, ROTA, behave, expect, info, own, pair, window, with_layers};
use crate::support::{START, column, sandbox};

#[test]
fn those_of_the_made_up_account() {
    let sandbox = sandbox();
    let data = sandbox.ok("schedule_self", window(&sandbox, DAY));
    assert_eq!(column(&data, "schedule_id"), [9001, 9002, 9004]);
    let on = |n: usize, which: &str| {
        data["items"][n][which]["group"]["members"][0]["person_ids"][0].clone()
    };
    assert_eq!(
        (on(0, "cur_oncall"), on(0, "next_oncall")),
        (json!(80011), json!(80012))
    );
    assert_eq!(
        (on(1, "cur_oncall"), on(1, "next_oncall")),
        (json!(80015), json!(80011))
    );
    let shift = &data["items"][0]["cur_oncall"];
    let now = sandbox.clock.now();
    assert!(shift["start"].as_u64().unwrap() <= now && now < shift["end"].as_u64().unwrap());
    assert_eq!(shift["end"], data["items"][0]["next_oncall"]["start"]);
    let data = sandbox.ok_as(
        sandbox.server.primary_key(),
        "schedule_self",
        window(&sandbox, DAY),
        &[],
    );
    assert_eq!(data["items"], json!([]));
    // It looks the same whenever it is looked at, and what is computed agrees.
    for days in [0, 6, 8, 400] {
        sandbox
            .clock
            .advance(std::time::Duration::from_secs(days * DAY));
        let schedule = own(&sandbox, 9001);
        let computed = &schedule["final_schedule"]["schedules"];
        assert_eq!(computed[0]["group"]["group_name"], "第一组");
        assert_eq!(
            computed[0]["group"]["group_name"],
            schedule["cur_oncall"]["group"]["group_name"]
        );
        assert_eq!(schedule["layers"][0]["groups"].as_array().unwrap().len(), 2);
    }
    // A test can set the shifts; also that nobody is on call.
    sandbox
        .server
        .edit(|state| {
            state["schedules"][0]["cur_oncall"] = Value::Null;
            state["schedules"][1]["current"] = Value::Null;
        })
        .unwrap();
    assert_eq!(own(&sandbox, 9001)["cur_oncall"], Value::Null);
    let second = own(&sandbox, 9002);
    assert_eq!(second["cur_oncall"], Value::Null);
    assert_eq!(second["next_oncall"]["group"]["group_name"], "CN");
    assert_eq!(
        second["final_schedule"]["schedules"][0]["group"],
        Value::Null
    );
}

/// The example of the newer reference: nothing is told but the layers, and schedule_info tells.
#[test]
fn the_vendors_own_example() {
    let sandbox = with_layers(&[made::rotation("Days", START - DAY, 2 * DAY, &pair())]);
    behave(&sandbox, |b| *b = Behavior::newest());
    let schedule = own(&sandbox, ROTA);
    for field in [
        "cur_oncall",
        "next_oncall",
        "schedule_layers",
        "layer_schedules",
    ] {
        assert_eq!(schedule[field], Value::Null, "{field}");
    }
    assert_eq!(
        schedule["final_schedule"],
        json!({"layer_name": "", "name": "", "mode": 0, "schedules": null})
    );
    assert_eq!(schedule["layers"][0]["groups"][0]["group_name"], "A");
    let told = info(&sandbox, ROTA);
    assert_eq!(told["cur_oncall"]["group"]["group_name"], "A");
    expect(&told["final_schedule"], &[(0, 24, "A"), (24, 72, "B")]);
    // Null where there is no schedule.
    let data = sandbox.ok_as(
        sandbox.server.primary_key(),
        "schedule_self",
        window(&sandbox, DAY),
        &[],
    );
    assert_eq!(data["items"], Value::Null);
}

/// Each of the two that could tell who is on call, by itself.
#[test]
fn one_of_the_two_is_null() {
    let sandbox = with_layers(&[made::rotation("Days", START - DAY, 2 * DAY, &pair())]);
    behave(&sandbox, |b| b.current = Told::Nowhere);
    for schedule in [own(&sandbox, ROTA), info(&sandbox, ROTA)] {
        assert_eq!(
            (&schedule["cur_oncall"], &schedule["next_oncall"]),
            (&Value::Null, &Value::Null)
        );
        expect(&schedule["final_schedule"], &[(0, 24, "A"), (24, 72, "B")]);
    }
    behave(&sandbox, |b| {
        b.current = Told::Everywhere;
        b.shifts = Told::Nowhere;
    });
    for schedule in [own(&sandbox, ROTA), info(&sandbox, ROTA)] {
        assert_eq!(schedule["cur_oncall"]["group"]["group_name"], "A");
        assert_eq!(schedule["final_schedule"]["schedules"], Value::Null);
        assert_eq!(schedule["layer_schedules"], Value::Null);
    }
}

#[test]
fn the_older_reference() {
    let sandbox = with_layers(&[
        made::rotation("Days", START - DAY, 2 * DAY, &pair()),
        made::replacement("Leave", START + 10 * HOUR, START + 12 * HOUR, &[80013]),
    ]);
    behave(&sandbox, |b| b.schedules = Generation::Older);
    let schedule = own(&sandbox, ROTA);
    let fields: Vec<&String> = schedule.as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        [
            "schedule_id",
            "schedule_name",
            "description",
            "team_id",
            "layers",
            "layer_schedules",
            "final_schedule",
            "enabled",
        ]
    );
    let wanted = [
        (0, 10, "A"),
        (10, 12, "Leave"),
        (12, 24, "A"),
        (24, 72, "B"),
    ];
    expect(&schedule["final_schedule"], &wanted);
    let shift = &schedule["final_schedule"]["schedules"][0];
    let fields: Vec<&String> = shift.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["start", "end", "hash", "group"]);
    assert_eq!(
        shift["group"],
        json!({
            "group_name": "A",
            "members": [{"role_id": 0, "person_ids": [80011]}, {"role_id": 1, "person_ids": [80012]}],
        })
    );
    // Its schedule_info has who is on call, too.
    let told = info(&sandbox, ROTA);
    assert_eq!(told["cur_oncall"]["group"]["group_name"], "A");
    assert_eq!(told["final_schedule"], schedule["final_schedule"]);
    behave(&sandbox, |b| b.current = Told::Nowhere);
    assert_eq!(info(&sandbox, ROTA)["cur_oncall"], Value::Null);
    behave(&sandbox, |b| *b = Behavior::older());
    sandbox.refused(
        "schedule_by_person",
        json!({"person_id": 80011}),
        404,
        "RouteNotFound",
    );
}

#[test]
fn how_a_shift_is_told() {
    let sandbox = sandbox();
    assert_eq!(own(&sandbox, 9001)["notify"]["by"], Value::Null);
    let by = json!({"follow_preference": false, "personal_channels": ["email"]});
    let set = by.clone();
    sandbox
        .server
        .apply(&Edit::schedule(9001, move |s| {
            s["notify"] = json!({"fixed_time": null, "by": set, "webhooks": null});
        }))
        .unwrap();
    assert_eq!(own(&sandbox, 9001)["notify"]["by"], by);
    assert_eq!(info(&sandbox, 9001)["notify"]["by"], by);
}

#[test]
fn when_a_person_is_on_call() {
    let sandbox = with_layers(&[
        made::rotation("Days", START - HOUR, 2 * DAY, &pair()[..1]),
        made::replacement("Leave", START + HOUR, START + 2 * HOUR, &[80013]),
    ]);
    // Only the rota is looked at.
    sandbox
        .server
        .edit(|state| {
            for n in 0..4 {
                state["schedules"][n]["disabled"] = 1.into();
            }
        })
        .unwrap();
    let of = |person: u64| sandbox.ok("schedule_by_person", json!({"person_id": person}));
    let interval = |start: u64, end: u64| json!({"schedule_id": ROTA, "schedule_name": "Rota", "start_at": start, "end_at": end - 1});
    let rota = json!([{"schedule_id": ROTA, "schedule_name": "Rota"}]);
    assert_eq!(
        of(80011),
        json!({
            "current": interval(START - HOUR, START + HOUR),
            "schedules": rota,
            "next": interval(START + 2 * HOUR, START + 47 * HOUR),
        })
    );
    assert_eq!(
        of(80013),
        json!({"current": null, "schedules": rota, "next": interval(START + HOUR, START + 2 * HOUR)})
    );
    assert_eq!(of(80015), json!({"current": null, "schedules": []}));
    behave(&sandbox, |b| b.open_shift = true);
    assert_eq!(of(80011)["current"].get("end_at"), None);
    assert!(of(80011)["next"]["end_at"].is_u64());
    sandbox.refused(
        "schedule_by_person",
        json!({"person_id": 1}),
        400,
        "ResourceNotFound",
    );
    sandbox.invalid("schedule_by_person", json!({}));
}

/// A schedule whose shifts a test wrote down.
#[test]
fn shifts_that_were_written_down_count_for_a_person() {
    let sandbox = sandbox();
    let group = made::group("X", &[(0, &[80011])]);
    sandbox
        .server
        .edit(|state| {
            let schedule = &mut state["schedules"][0];
            schedule["cur_oncall"] =
                json!({"start": START - 60, "end": START + 60, "group": group});
            schedule["next_oncall"] = Value::Null;
            for n in [1, 3] {
                state["schedules"][n]["disabled"] = 1.into();
            }
        })
        .unwrap();
    let data = sandbox.ok("schedule_by_person", json!({"person_id": 80011}));
    assert_eq!(data["current"]["start_at"], START - 60);
    assert_eq!(data.get("next"), None);
    assert_eq!(
        info(&sandbox, 9001)["cur_oncall"]["group"]["group_name"],
        "X"
    );
}

#[test]
fn windows() {
    let sandbox = sandbox();
    let now = sandbox.clock.now();
    let of = |seconds: u64| json!({"schedule_id": 9001, "start": now, "end": now + seconds});
    sandbox.ok("schedule_self", window(&sandbox, 30 * DAY));
    sandbox.senseless("schedule_self", window(&sandbox, 30 * DAY + 1));
    sandbox.ok("schedule_info", of(45 * DAY - 1));
    sandbox.senseless("schedule_info", of(45 * DAY));
    for operation in ["schedule_self", "schedule_info"] {
        sandbox.senseless(
            operation,
            json!({"schedule_id": 9001, "start": now, "end": now}),
        );
        sandbox.senseless(
            operation,
            json!({"schedule_id": 9001, "start": now, "end": 0}),
        );
        sandbox.invalid(operation, json!({"schedule_id": 9001}));
        sandbox.invalid(operation, json!({"schedule_id": 9001, "start": now}));
    }
    let mut unknown = of(60);
    unknown["schedule_id"] = json!(1);
    sandbox.refused("schedule_info", unknown, 400, "ResourceNotFound");
    // Far from now there are shifts too; before the account was made there are none.
    let far = json!({"schedule_id": 9001, "start": 4_000_000_000_u64, "end": 4_000_086_400_u64});
    let data = sandbox.ok("schedule_info", far);
    assert!(data["final_schedule"]["schedules"][0]["group"].is_object());
    let past = json!({"schedule_id": 9001, "start": 0, "end": 60});
    let data = sandbox.ok("schedule_info", past);
    assert_eq!(data["final_schedule"]["schedules"][0]["group"], Value::Null);
    let late = json!({"schedule_id": 9001, "start": i64::MAX - 60, "end": i64::MAX});
    sandbox.ok("schedule_info", late);
}
