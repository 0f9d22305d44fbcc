//! What holds alerts back: silence, inhibit and drop rules, and the flapping settings of a space.

use std::time::Duration;

use duty_sandbox::{Edit, Fault, FaultKind, made};
use serde_json::{Value, json};

use crate::support::{START, Sandbox, column, sandbox, sandbox_with};

/// The space that everything here happens in.
const SPACE: u64 = 30101;
const HOUR: u64 = 3600;

fn put(sandbox: &Sandbox, made: made::Made) {
    sandbox.server.apply(&Edit::put(made)).unwrap();
}

fn list(sandbox: &Sandbox, operation: &str) -> Value {
    sandbox.ok(operation, json!({"channel_id": SPACE}))
}

fn effective(sandbox: &Sandbox, rule: made::Made) -> bool {
    put(sandbox, rule);
    list(sandbox, "silence_rule_list")["items"][0]["is_effective"] == true
}

#[test]
fn a_new_account_has_none() {
    let sandbox = sandbox();
    for operation in ["silence_rule_list", "inhibit_rule_list", "drop_rule_list"] {
        assert_eq!(list(&sandbox, operation)["items"], json!([]), "{operation}");
    }
    let sandbox = sandbox_with(|o| o.edits = vec![Edit::behave(|b| b.null_lists = true)]);
    for operation in ["silence_rule_list", "inhibit_rule_list", "drop_rule_list"] {
        assert_eq!(
            list(&sandbox, operation)["items"],
            Value::Null,
            "{operation}"
        );
    }
}

#[test]
fn a_silence_of_one_window() {
    let sandbox = sandbox();
    let release = made::silence(SPACE, "Release")
        .when(&[&[("severity", "IN", &["Info", "Warning"])]])
        .during(START, START + HOUR);
    put(&sandbox, release);
    let data = list(&sandbox, "silence_rule_list");
    let rule = &data["items"][0];
    assert_eq!(
        rule["filters"],
        json!([[{"key": "severity", "oper": "IN", "vals": ["Info", "Warning"]}]])
    );
    assert_eq!(
        rule["time_filter"],
        json!({"start_time": START, "end_time": START + HOUR})
    );
    assert_eq!(
        (
            &rule["from_incident_id"],
            &rule["is_directly_discard"],
            &rule["is_effective"]
        ),
        (&json!("0".repeat(24)), &json!(false), &json!(true))
    );
    // It is over, and still there.
    sandbox.clock.advance(Duration::from_secs(HOUR));
    let data = list(&sandbox, "silence_rule_list");
    assert_eq!(column(&data, "is_effective"), [false]);
    // Another space has none of it.
    let other = sandbox.ok("silence_rule_list", json!({"channel_id": 30102}));
    assert_eq!(other["items"], json!([]));
}

#[test]
fn a_quick_silence_deletes_itself() {
    let sandbox = sandbox();
    let quick = made::silence(SPACE, "Quick")
        .during(START, START + HOUR)
        .with("from_incident_id", "6650a1f0c0de00000000abcd");
    let told = made::silence(SPACE, "Told")
        .during(START, START + HOUR)
        .with("is_auto_delete", true);
    put(&sandbox, quick);
    put(&sandbox, told);
    put(
        &sandbox,
        made::silence(SPACE, "Stays").during(START, START + HOUR),
    );
    assert_eq!(
        column(&list(&sandbox, "silence_rule_list"), "rule_name").len(),
        3
    );
    sandbox.clock.advance(Duration::from_secs(HOUR));
    assert_eq!(
        column(&list(&sandbox, "silence_rule_list"), "rule_name"),
        ["Stays"]
    );
}

/// The test begins on a Thursday at 16:53 in Shanghai.
#[test]
fn a_silence_of_every_week() {
    let sandbox = sandbox();
    let rule = || made::silence(SPACE, "Weekly");
    for (start, end, days, open) in [
        ("16:00", "17:00", &[][..], true),
        ("16:00", "17:00", &[4], true),
        ("16:00", "17:00", &[0, 1, 2, 3, 5, 6], false),
        ("16:54", "17:00", &[], false),
        ("16:00", "16:53", &[], false),
        ("00:00", "23:59", &[4], true),
        ("22:00", "17:00", &[3], true),
        ("22:00", "17:00", &[4], false),
        ("16:00", "15:00", &[4], true),
    ] {
        let weekly = rule().weekly(start, end, days);
        assert_eq!(
            effective(&sandbox, weekly),
            open,
            "{start} to {end} on {days:?}"
        );
    }
    // A minute before midnight is still the day.
    sandbox
        .clock
        .advance(Duration::from_secs(7 * HOUR + 6 * 60 + 30));
    assert!(effective(&sandbox, rule().weekly("00:00", "23:59", &[4])));
    assert!(!effective(&sandbox, rule().weekly("00:00", "23:58", &[4])));
    assert!(!effective(
        &sandbox,
        rule()
            .weekly("00:00", "23:59", &[4])
            .with("status", "disabled")
    ));
    // What a test says itself is not computed.
    assert!(effective(
        &sandbox,
        rule()
            .weekly("00:00", "00:01", &[])
            .with("is_effective", true)
    ));
}

#[test]
fn a_silence_on_the_days_of_a_calendar() {
    let sandbox = sandbox();
    put(
        &sandbox,
        made::calendar("cal.work", "Work days", "Asia/Shanghai", &[1, 2, 3, 4, 5]),
    );
    let on = |off: bool| {
        let window = json!({"start": "00:00", "end": "23:59", "cal_id": "cal.work", "is_off": off});
        made::silence(SPACE, "Calendar").with("time_filters", json!([window]))
    };
    assert!(effective(&sandbox, on(false)));
    assert!(!effective(&sandbox, on(true)));
    put(
        &sandbox,
        made::event("cal.work", "Holiday", "2025-10-09", "2025-10-10", true),
    );
    assert!(effective(&sandbox, on(true)));
    assert!(!effective(&sandbox, on(false)));
}

#[test]
fn inhibit_and_drop_rules() {
    let sandbox = sandbox();
    put(
        &sandbox,
        made::inhibit(
            SPACE,
            "Downstream",
            &[&[("severity", "IN", &["Critical"])]],
            &[&[("severity", "NOTIN", &["Critical"])]],
            &["data_source_id", "labels.cluster"],
        ),
    );
    put(
        &sandbox,
        made::drop_rule(SPACE, "Tests").when(&[&[("labels.env", "IN", &["test"])]]),
    );
    let data = list(&sandbox, "inhibit_rule_list");
    let rule = &data["items"][0];
    assert_eq!(rule["equals"], json!(["data_source_id", "labels.cluster"]));
    assert_eq!(rule["target_filters"][0][0]["oper"], "NOTIN");
    let data = list(&sandbox, "drop_rule_list");
    assert_eq!(column(&data, "rule_name"), ["Tests"]);
}

#[test]
fn the_oldest_comes_first_and_deleted_ones_do_not_come() {
    let sandbox = sandbox();
    for (name, at, status) in [
        ("b", 3, "enabled"),
        ("a", 2, "disabled"),
        ("c", 1, "deleted"),
    ] {
        let rule = made::drop_rule(SPACE, name)
            .with("created_at", at)
            .with("status", status);
        put(&sandbox, rule);
    }
    assert_eq!(
        column(&list(&sandbox, "drop_rule_list"), "rule_name"),
        ["a", "b"]
    );
    // The same name again is the same rule.
    put(&sandbox, made::drop_rule(SPACE, "a").with("created_at", 9));
    assert_eq!(
        column(&list(&sandbox, "drop_rule_list"), "rule_name"),
        ["b", "a"]
    );
}

#[test]
fn flapping() {
    let sandbox = sandbox();
    let data = list(&sandbox, "channel_info");
    assert_eq!(
        (&data["channel_name"], data.get("flapping")),
        (&json!("支付核心"), None)
    );
    let flapping = json!({"is_disabled": false, "max_changes": 4, "in_mins": 60, "mute_mins": 120});
    let set = flapping.clone();
    sandbox
        .server
        .apply(&Edit::space(SPACE, move |space| {
            space["flapping"] = set.clone()
        }))
        .unwrap();
    assert_eq!(list(&sandbox, "channel_info")["flapping"], flapping);
    let data = sandbox.ok("channel_infos", json!({"channel_ids": [SPACE]}));
    assert_eq!(data["items"][0]["flapping"], flapping);
}

const OF_A_SPACE: [&str; 5] = [
    "escalation_rule_list",
    "channel_info",
    "silence_rule_list",
    "inhibit_rule_list",
    "drop_rule_list",
];

#[test]
fn a_space_that_is_not_there() {
    let sandbox = sandbox();
    for operation in OF_A_SPACE {
        sandbox.refused(operation, json!({"channel_id": 1}), 400, "ResourceNotFound");
        sandbox.invalid(operation, json!({}));
    }
}

#[test]
fn a_space_that_may_not_be_read() {
    let sandbox = sandbox_with(|o| {
        o.edits = vec![Edit::behave(|b| b.closed_spaces = vec![SPACE])];
    });
    for operation in OF_A_SPACE {
        sandbox.refused(operation, json!({"channel_id": SPACE}), 403, "AccessDenied");
        sandbox.ok(operation, json!({"channel_id": 30102}));
    }
}

#[test]
fn an_operation_that_is_denied_or_absent() {
    let sandbox = sandbox();
    let body = || json!({"channel_id": SPACE});
    sandbox
        .server
        .fault(Fault::on("silence_rule_list", FaultKind::denied()));
    sandbox
        .server
        .fault(Fault::on("inhibit_rule_list", FaultKind::absent()));
    sandbox.refused("silence_rule_list", body(), 403, "AccessDenied");
    sandbox.refused("inhibit_rule_list", body(), 404, "RouteNotFound");
    sandbox.server.clear_faults();
    sandbox
        .server
        .apply(&Edit::all(vec![
            Edit::limit_key(sandbox.server.app_key(), &["Schedules Read"]),
            Edit::behave(|b| b.absent = vec!["drop_rule_list".to_owned()]),
        ]))
        .unwrap();
    sandbox.refused("silence_rule_list", body(), 403, "AccessDenied");
    sandbox.refused("drop_rule_list", body(), 404, "RouteNotFound");
    sandbox.ok("channel_info", body());
}
