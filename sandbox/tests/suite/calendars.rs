//! Service calendars: what they are, and their days.

use duty_sandbox::{Edit, made};
use serde_json::{Value, json};

use crate::support::{Sandbox, column, sandbox};

const WORK: &str = "cal.QiNvtdKs4Wj52kZhT3LafM";
const HOLIDAYS: &str = "zh-cn.china.official";

fn with_calendars() -> Sandbox {
    let sandbox = sandbox();
    let work = made::calendar(WORK, "工作日", "Asia/Shanghai", &[1, 2, 3, 4, 5])
        .with("extra_cal_ids", json!([HOLIDAYS]));
    let inherited = made::event(HOLIDAYS, "调休", "2026-05-09", "2026-05-10", false)
        .without("account_id")
        .without("creator_id");
    for made in [
        work,
        made::holidays(HOLIDAYS, "中国大陆法定节假日", "Asia/Shanghai"),
        made::event(WORK, "Test Holiday", "2026-05-01", "2026-05-02", true),
        inherited,
    ] {
        sandbox.server.apply(&Edit::put(made)).unwrap();
    }
    sandbox
}

fn days(sandbox: &Sandbox, body: Value) -> Vec<String> {
    let data = sandbox.ok("calendar_event_list", body);
    assert_eq!(data["total"], data["items"].as_array().unwrap().len());
    column(&data, "start_at")
        .into_iter()
        .map(|day| day.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_calendar() {
    let sandbox = with_calendars();
    let data = sandbox.ok("calendar_info", json!({"cal_id": WORK}));
    assert_eq!(
        (&data["timezone"], &data["workdays"], &data["kind"]),
        (
            &json!("Asia/Shanghai"),
            &json!([1, 2, 3, 4, 5]),
            &json!("personal")
        )
    );
    let data = sandbox.ok("calendar_info", json!({"cal_id": HOLIDAYS}));
    assert_eq!(
        (data.get("workdays"), data.get("extra_cal_ids")),
        (None, None)
    );
}

/// The vendor's example: the first of May and the ten days of five weekends are 11 events.
#[test]
fn the_days_of_a_month() {
    let sandbox = with_calendars();
    let body = json!({"cal_id": WORK, "year": 2026, "month": 5});
    assert_eq!(
        days(&sandbox, body.clone()),
        [
            "2026-05-01",
            "2026-05-02",
            "2026-05-03",
            "2026-05-09",
            "2026-05-10",
            "2026-05-16",
            "2026-05-17",
            "2026-05-23",
            "2026-05-24",
            "2026-05-30",
            "2026-05-31",
        ]
    );
    let data = sandbox.ok("calendar_event_list", body);
    assert_eq!(data["total"], 11);
    // A day off by the week, and a Saturday on which the holidays have everybody work.
    assert_eq!(
        data["items"][1],
        json!({
            "account_id": 2_451_002_751_u64, "creator_id": 2_451_002_751_u64, "cal_id": WORK,
            "event_id": "non_work.20260502", "summary": "non-working day (Saturday)",
            "description": "", "start_at": "2026-05-02", "end_at": "2026-05-03", "is_off": true,
            "created_at": 0, "updated_at": 0,
        })
    );
    let worked = &data["items"][3];
    assert_eq!(
        (&worked["cal_id"], &worked["is_off"]),
        (&json!(HOLIDAYS), &json!(false))
    );
    assert!(worked.get("account_id").is_none());
}

#[test]
fn a_day_a_year_and_a_long_holiday() {
    let sandbox = with_calendars();
    let golden = made::event(WORK, "Golden week", "2026-09-30", "2026-10-08", true);
    sandbox.server.apply(&Edit::put(golden)).unwrap();
    let of = |month: u64, day: u64| {
        days(
            &sandbox,
            json!({"cal_id": WORK, "year": 2026, "month": month, "day": day}),
        )
    };
    assert_eq!(of(5, 1), ["2026-05-01"]);
    assert_eq!(of(5, 4), [""; 0]);
    assert_eq!(of(4, 31), [""; 0]);
    // An event is there for each of its days, and none of them is a day off by the week besides.
    assert_eq!(of(10, 3), ["2026-09-30"]);
    assert_eq!(of(10, 0)[..2], ["2026-09-30", "2026-10-10"]);
    let all = days(
        &sandbox,
        json!({"cal_id": WORK, "year": 2026, "month": 0, "day": 0}),
    );
    assert_eq!(
        (all.first().unwrap().as_str(), all.len()),
        ("2026-01-03", 104)
    );
    // The year that it is by the server's clock: 2025.
    let this_year = days(&sandbox, json!({"cal_id": WORK}));
    assert_eq!(this_year.len(), 104);
    assert!(this_year.iter().all(|day| day.starts_with("2025-")));
    let public = days(&sandbox, json!({"cal_id": HOLIDAYS, "year": 2026}));
    assert_eq!(public, ["2026-05-09"]);
}

#[test]
fn what_is_refused() {
    let sandbox = with_calendars();
    for operation in ["calendar_info", "calendar_event_list"] {
        sandbox.refused(
            operation,
            json!({"cal_id": "cal.none"}),
            400,
            "ResourceNotFound",
        );
        sandbox.invalid(operation, json!({}));
    }
    for body in [
        json!({"cal_id": WORK, "year": 2022}),
        json!({"cal_id": WORK, "month": 13}),
        json!({"cal_id": WORK, "month": 1, "day": 32}),
    ] {
        sandbox.invalid("calendar_event_list", body);
    }
    sandbox.senseless("calendar_event_list", json!({"cal_id": WORK, "day": 1}));
    sandbox
        .server
        .apply(&Edit::put(
            made::calendar(WORK, "", "UTC", &[]).with("status", "deleted"),
        ))
        .unwrap();
    sandbox.refused(
        "calendar_info",
        json!({"cal_id": WORK}),
        400,
        "ResourceNotFound",
    );
}
