//! Incidents and their records as a test writes them: how they are found, paged and shown, and what is
//! done to them.

use duty_sandbox::{Behavior, Edit, made};
use serde_json::{Value, json};

use crate::support::{START, Sandbox, column, sandbox, sandbox_with};

const SPACE: u64 = 30101;
const RULE: &str = "6650a1f0c0de000000000003";

/// An incident with a record of 45 lines, and an older one of the same number.
fn two() -> Sandbox {
    let begun = START - 7200;
    let mut lines = vec![
        made::opened(begun * 1000 + 661, "Warning", "支付回调延迟"),
        made::assigned(begun * 1000 + 900, RULE, "兜底", 0, &[80012, 80011]),
        made::notice(
            begun * 1000 + 1700,
            RULE,
            0,
            "feishu_app",
            &[(80012, None), (80011, Some("App not linked"))],
        ),
    ];
    lines.extend((0..42).map(|n| {
        made::line_by(
            80012,
            (begun + 60 * (n + 1)) * 1000,
            "i_comm",
            json!({"comment": format!("{n}")}),
        )
    }));
    let muted = made::line(
        begun * 1000 + 500,
        "a_m_silence",
        json!({"rule_name": "发布"}),
    );
    let first = made::incident(SPACE, "支付回调延迟", begun)
        .with("num", "0E83EE")
        .with("incident_severity", "Warning")
        .with(
            "responders",
            json!([{"person_id": 80012, "acknowledged_at": START}]),
        )
        .told(&lines)
        .alerts(&[made::alert(SPACE, "a", begun, &[muted])]);
    let second = made::incident(30102, "[EU] Cart", START - 86_400 * 3).with("num", "0E83EE");
    sandbox_with(|o| o.edits = vec![Edit::no_past(), Edit::put(first), Edit::put(second)])
}

fn window() -> Value {
    json!({"start_time": START - 86_400 * 7, "end_time": START})
}

fn with(mut body: Value, more: Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

#[test]
fn they_are_found_by_window_number_and_words() {
    let sandbox = two();
    let titles = |more: Value| -> Vec<String> {
        let data = sandbox.ok("incident_list", with(window(), more));
        let titles = column(&data, "title");
        titles
            .iter()
            .map(|t| t.as_str().unwrap().to_owned())
            .collect()
    };
    let both = ["支付回调延迟", "[EU] Cart"];
    assert_eq!(titles(json!({})), both);
    assert_eq!(titles(json!({"asc": true})), [both[1], both[0]]);
    assert_eq!(titles(json!({"nums": ["0e83ee"]})), both);
    assert_eq!(titles(json!({"channel_ids": [30102]})), [both[1]]);
    assert_eq!(
        titles(json!({"incident_severity": "Warning,Info"})),
        [both[0]]
    );
    assert_eq!(titles(json!({"responder_ids": [80012]})), [both[0]]);
    assert_eq!(titles(json!({"acker_ids": [80011]})), Vec::<String>::new());
    assert_eq!(titles(json!({"query": "cart"})), [both[1]]);
    assert_eq!(titles(json!({"progress": "Closed"})), Vec::<String>::new());
    // By when they began, whatever happened since.
    assert_eq!(
        titles(json!({"start_time": START - 7199})),
        Vec::<String>::new()
    );
    sandbox.senseless(
        "incident_list",
        json!({"start_time": START, "end_time": START}),
    );
    sandbox.senseless(
        "incident_list",
        json!({"start_time": START - 86_400 * 31 - 1, "end_time": START}),
    );
}

#[test]
fn a_cursor_goes_on_where_a_page_ended() {
    let sandbox = two();
    let first = sandbox.ok("incident_list", with(window(), json!({"limit": 1})));
    assert_eq!(
        (&first["total"], &first["has_next_page"]),
        (&json!(2), &json!(true))
    );
    let next = first["search_after_ctx"].clone();
    let more = json!({"limit": 1, "search_after_ctx": next});
    let second = sandbox.ok("incident_list", with(window(), more));
    assert_eq!(second["items"][0]["title"], "[EU] Cart");
    assert_eq!(
        (&second["has_next_page"], &second["search_after_ctx"]),
        (&json!(false), &json!(""))
    );
}

#[test]
fn a_number_means_the_latest() {
    let sandbox = two();
    let data = sandbox.ok("incident_info", json!({"num": "0E83EE"}));
    assert_eq!(data["title"], "支付回调延迟");
    assert_eq!(data["channel_name"], "支付核心");
    sandbox.refused(
        "incident_info",
        json!({"num": "NONE00"}),
        400,
        "ResourceNotFound",
    );
    sandbox.senseless("incident_info", json!({}));
    sandbox
        .server
        .apply(&Edit::behave(|b| *b = Behavior::older()))
        .unwrap();
    sandbox.senseless("incident_info", json!({"num": "0E83EE"}));
}

#[test]
fn a_record_comes_in_pages() {
    let sandbox = two();
    let id = made::incident_id(SPACE, "支付回调延迟");
    let ask = |more: Value| sandbox.ok("incident_feed", with(json!({"incident_id": id}), more));
    let data = ask(json!({"asc": true}));
    assert_eq!(data["items"].as_array().unwrap().len(), 20);
    assert_eq!(data["has_next_page"], true);
    assert_eq!(data["items"][0]["type"], "i_new");
    assert_eq!(data["items"][0]["created_at"], (START - 7200) * 1000 + 661);
    assert_eq!(
        ask(json!({"asc": true, "p": 3}))["items"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
    let data = ask(json!({"types": ["i_notify"]}));
    let detail = &data["items"][0]["detail"];
    assert_eq!(
        detail["persons"],
        json!([{"person_id": 80012}, {"person_id": 80011, "failed_reason": "App not linked"}])
    );
    assert_eq!(
        (&detail["layer_idx"], &detail["by"]),
        (&json!(0), &json!("feishu_app"))
    );
    assert_eq!(data["has_next_page"], false);
    // The older form.
    sandbox
        .server
        .apply(&Edit::behave(|b| *b = Behavior::older()))
        .unwrap();
    let data = ask(json!({"types": ["i_notify"]}));
    assert_eq!(data.get("has_next_page"), None);
    assert_eq!(data["items"][0]["detail"]["layer_idx"], "0");
}

#[test]
fn an_alert_has_a_record_of_its_own() {
    let sandbox = two();
    let id = made::incident_id(SPACE, "支付回调延迟");
    let data = sandbox.ok("incident_alert_list", json!({"incident_id": id}));
    let alert = data["items"][0]["alert_id"].clone();
    assert_eq!(data["items"][0]["incident"]["title"], "支付回调延迟");
    let at = |sandbox: &Sandbox| {
        let data = sandbox.ok("alert_feed", json!({"alert_id": alert}));
        assert_eq!(data["items"][0]["type"], "a_m_silence");
        data["items"][0]["created_at"].as_u64().unwrap()
    };
    assert_eq!(at(&sandbox), (START - 7200) * 1000 + 500);
    sandbox
        .server
        .apply(&Edit::behave(|b| b.alert_feed_in_seconds = true))
        .unwrap();
    assert_eq!(at(&sandbox), START - 7200);
    let data = sandbox.ok("alert_list", with(window(), json!({"is_active": true})));
    assert_eq!(column(&data, "title"), ["a"]);
}

#[test]
fn what_is_done_to_one_is_recorded() {
    let sandbox = two();
    let id = made::incident_id(30102, "[EU] Cart");
    let refs = json!({"incident_ids": [id]});
    let state = || {
        let data = sandbox.ok("incident_info", json!({"incident_id": id}));
        let feed = sandbox.ok("incident_feed", json!({"incident_id": id, "limit": 1}));
        let last = feed["items"][0]["type"].as_str().unwrap_or("").to_owned();
        (
            data["progress"].as_str().unwrap().to_owned(),
            data["ack_time"].as_u64().unwrap(),
            last,
        )
    };
    sandbox.ok("incident_ack", refs.clone());
    assert_eq!(state(), ("Processing".into(), START, "i_ack".into()));
    sandbox.ok("incident_unack", refs.clone());
    assert_eq!(state(), ("Triggered".into(), 0, "i_unack".into()));
    sandbox.ok(
        "incident_snooze",
        json!({"incident_ids": [id], "minutes": 5}),
    );
    let data = sandbox.ok("incident_info", json!({"incident_id": id}));
    assert_eq!(data["snoozed_before"], START + 300);
    sandbox.ok("incident_wake", refs.clone());
    assert_eq!(state(), ("Triggered".into(), 0, "i_wake".into()));
    sandbox.ok("incident_resolve", refs);
    assert_eq!(state(), ("Closed".into(), 0, "i_rslv".into()));
    // One of two is unknown: nothing is done to the other.
    let both = json!({"incident_ids": [id, "0".repeat(24)]});
    sandbox.refused("incident_ack", both, 400, "ResourceNotFound");
    assert_eq!(state().0, "Closed");
}

#[test]
fn one_is_opened_by_hand() {
    let sandbox = sandbox();
    let made = sandbox.ok(
        "incident_create",
        json!({"incident_severity": "Info", "title": "试一下", "assigned_to": {"person_ids": [80011]}}),
    );
    assert_eq!(made["title"], "试一下");
    let id = made["incident_id"].clone();
    let feed = sandbox.ok("incident_feed", json!({"incident_id": id, "asc": true}));
    assert_eq!(column(&feed, "type")[..2], ["i_new", "i_assign"]);
    assert_eq!(feed["items"][1]["detail"]["to"], json!([80011]));
    assert_eq!(feed["items"][1]["creator_id"], 80011);
    sandbox.refused(
        "incident_create",
        json!({"incident_severity": "Info", "title": "t", "assigned_to": {"person_ids": [1]}}),
        400,
        "ResourceNotFound",
    );
}

#[test]
fn a_mail_goes_to_the_caller_unless_others_are_named() {
    let sandbox = sandbox();
    let data = sandbox.ok("member_notify", json!({"subject": "s", "html": "<p>h</p>"}));
    assert_eq!(
        data["recipients"],
        json!([{"person_id": 80011, "status": "accepted"}])
    );
    let body = json!({"subject": "s", "html": "h", "person_ids": [80012, 80012, 1, 80013]});
    let data = sandbox.ok("member_notify", body);
    let reasons: Vec<&Value> = column(&data["recipients"], "reason");
    assert_eq!(
        reasons,
        [
            &Value::Null,
            &json!("duplicate"),
            &json!("not_member"),
            &json!("no_email")
        ]
    );
}
