//! What happens by itself, held against records that were written by hand: delays, levels, repeats, and
//! what stops them and starts them again.

use std::time::Duration;

use duty_sandbox::{Alarm, Edit, Options, Server, StateFile, made};
use serde_json::{Value, json};

use crate::support::{START, Sandbox, sandbox_with};

const SPACE: u64 = 30104;

/// A minute of delay; the first level repeats twice and has five minutes; then 李四, once.
fn rule(force: bool) -> made::Made {
    let first = json!({
        "max_times": 2, "notify_step": 1.5, "escalate_window": 5, "force_escalate": force,
        "target": {
            "person_ids": [80011], "by": {"follow_preference": true},
            "webhooks": [{"type": "feishu", "settings": {"alias": "群", "token": "t", "severities": ["Critical"]}}],
        },
    });
    let second = json!({
        "max_times": 0, "notify_step": 1.0, "escalate_window": 0, "force_escalate": false,
        "target": {
            "person_ids": [80012],
            "by": {"follow_preference": false, "critical": ["voice"], "warning": [], "info": null},
        },
    });
    made::escalation(SPACE, "Two levels", 0, json!([first, second])).with("aggr_window", 60)
}

fn world(rule: made::Made) -> Sandbox {
    sandbox_with(|o| o.edits = vec![Edit::no_past(), Edit::put(rule)])
}

fn alarm(severity: &str) -> Alarm {
    Alarm {
        space: Some("edge".to_owned()),
        labels: Some(vec![]),
        title: Some("Origin".to_owned()),
        ..Alarm::new(severity)
    }
}

fn page(sandbox: &Sandbox, severity: &str) -> String {
    sandbox
        .server
        .page(&alarm(severity))
        .unwrap()
        .unwrap()
        .incident_id
}

fn wait(sandbox: &Sandbox, seconds: u64) {
    sandbox.clock.advance(Duration::from_secs(seconds));
}

/// A line for each line of the record: seconds, type, and what there is to say.
fn told(sandbox: &Sandbox, id: &str) -> Vec<String> {
    let body = json!({"incident_id": id, "asc": true, "limit": 100});
    let data = sandbox.ok("incident_feed", body);
    let lines = data["items"].as_array().unwrap().iter();
    lines.map(line).collect()
}

fn line(line: &Value) -> String {
    let detail = &line["detail"];
    let seconds = line["created_at"].as_u64().unwrap() / 1000 - START;
    let mut text = format!("{seconds} {}", line["type"].as_str().unwrap());
    for field in ["type", "fire_type", "by"] {
        if let Some(word) = detail[field].as_str() {
            text += &format!(" {word}");
        }
    }
    if let Some(level) = detail["layer_idx"].as_u64() {
        text += &format!(" at {level}");
    }
    if let Some(to) = detail.get("to") {
        text += &format!(" to {to}");
    }
    let persons = detail["persons"].as_array();
    for person in persons.into_iter().flatten() {
        text += &format!(" {}", person["person_id"]);
        if let Some(why) = person["failed_reason"].as_str() {
            text += &format!(" ({why})");
        }
    }
    text
}

/// What the first level of a critical incident sends at once.
fn first(at: u64, how: &str) -> [String; 3] {
    [
        format!("{at} i_notify {how} email at 0 80011"),
        format!("{at} i_notify {how} push at 0 80011 (device token expired)"),
        format!("{at} i_notify {how} feishu at 0"),
    ]
}

#[test]
fn a_delay_then_levels_with_their_repeats() {
    let sandbox = world(rule(false));
    let id = page(&sandbox, "Critical");
    wait(&sandbox, 59);
    assert_eq!(told(&sandbox, &id), ["0 i_new"]);
    // Nobody looks for an hour: everything has happened at its time.
    wait(&sandbox, 3600);
    let mut expected = vec![
        "0 i_new".to_owned(),
        "60 i_assign assign at 0 to [80011]".to_owned(),
    ];
    expected.extend(first(61, "fire"));
    expected.extend(first(151, "refire"));
    expected.extend(first(241, "refire"));
    expected.push("360 i_assign escalate at 1 to [80012]".to_owned());
    expected.push("361 i_notify fire voice at 1 80012".to_owned());
    assert_eq!(told(&sandbox, &id), expected);
}

#[test]
fn the_vendors_shapes() {
    let sandbox = world(rule(false));
    let id = page(&sandbox, "Warning");
    wait(&sandbox, 62);
    let data = sandbox.ok("incident_feed", json!({"incident_id": id, "asc": true}));
    let items = data["items"].as_array().unwrap();
    assert_eq!(
        items[0],
        json!({
            "ref_id": id, "type": "i_new",
            "detail": {"severity": "Warning", "title": "Origin"},
            "account_id": 2_451_002_751_u64, "creator_id": 0,
            "created_at": START * 1000, "updated_at": START * 1000,
        })
    );
    let assigned = &items[1]["detail"];
    assert_eq!(
        (&assigned["assigned_at"], &assigned["escalate_rule_name"]),
        (&json!(START + 60), &json!("Two levels"))
    );
    let notice = &items[2]["detail"];
    let fields: Vec<&str> = notice
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        fields,
        [
            "rid",
            "msg_id",
            "fire_type",
            "escalate_rule_id",
            "escalate_rule_name",
            "layer_idx",
            "by",
            "persons"
        ]
    );
    assert_eq!(notice["persons"], json!([{"person_id": 80011}]));
    // Of the instance of an app nothing is said, and the chat was for critical ones.
    let by: Vec<&Value> = items[2..].iter().map(|i| &i["detail"]["by"]).collect();
    assert_eq!(by, ["email", "feishu_app"]);
    let info = sandbox.ok("incident_info", json!({"incident_id": id}));
    assert_eq!(info["assigned_to"]["layer_idx"], 0);
    assert_eq!(
        info["responders"],
        json!([{"person_id": 80011, "assigned_at": START + 60, "acknowledged_at": 0}])
    );
}

#[test]
fn an_acknowledgement_stops_it_and_its_end_starts_it_again() {
    let sandbox = world(rule(false));
    let id = page(&sandbox, "Warning");
    wait(&sandbox, 100);
    sandbox.ok_as(
        sandbox.server.member_key(),
        "incident_ack",
        json!({"incident_ids": [id]}),
        &[],
    );
    wait(&sandbox, 1000);
    let lines = told(&sandbox, &id);
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert_eq!(lines[4], "100 i_ack");
    let info = sandbox.ok("incident_info", json!({"incident_id": id}));
    assert_eq!(info["progress"], "Processing");
    assert_eq!(info["responders"][1]["person_id"], 80012);
    assert_eq!(info["responders"][1]["acknowledged_at"], START + 100);
    sandbox.ok("incident_unack", json!({"incident_ids": [id]}));
    wait(&sandbox, 301);
    assert_eq!(
        told(&sandbox, &id)[5..],
        [
            "1100 i_unack",
            "1100 i_notify fire email at 0 80011",
            "1100 i_notify fire feishu_app at 0 80011",
            "1190 i_notify refire email at 0 80011",
            "1190 i_notify refire feishu_app at 0 80011",
            "1280 i_notify refire email at 0 80011",
            "1280 i_notify refire feishu_app at 0 80011",
            "1400 i_assign escalate at 1 to [80012]",
            // Nothing is chosen for warnings there, so nothing is sent.
        ]
    );
}

#[test]
fn a_level_may_escalate_all_the_same() {
    let sandbox = world(rule(true));
    let id = page(&sandbox, "Critical");
    wait(&sandbox, 100);
    sandbox.ok("incident_ack", json!({"incident_ids": [id]}));
    wait(&sandbox, 1000);
    let lines = told(&sandbox, &id);
    assert_eq!(
        lines[5..],
        [
            "100 i_ack",
            "360 i_assign escalate at 1 to [80012]",
            "361 i_notify fire voice at 1 80012"
        ]
    );
}

#[test]
fn a_snooze_ends_by_itself_or_by_hand() {
    let sandbox = world(rule(false));
    let id = page(&sandbox, "Warning");
    wait(&sandbox, 70);
    sandbox.ok(
        "incident_snooze",
        json!({"incident_ids": [id], "minutes": 10}),
    );
    wait(&sandbox, 599);
    assert_eq!(told(&sandbox, &id).last().unwrap(), "70 i_snooze");
    wait(&sandbox, 3);
    let info = sandbox.ok("incident_info", json!({"incident_id": id}));
    assert_eq!(info["snoozed_before"], 0);
    assert_eq!(
        told(&sandbox, &id)[5..],
        [
            "670 i_notify fire email at 0 80011",
            "670 i_notify fire feishu_app at 0 80011"
        ]
    );
    sandbox.ok(
        "incident_snooze",
        json!({"incident_ids": [id], "minutes": 10}),
    );
    wait(&sandbox, 60);
    sandbox.ok("incident_wake", json!({"incident_ids": [id]}));
    wait(&sandbox, 2);
    let lines = told(&sandbox, &id);
    assert_eq!(lines[lines.len() - 3], "732 i_wake");
    assert!(lines[lines.len() - 1].ends_with("fire feishu_app at 0 80011"));
}

#[test]
fn what_is_closed_in_the_delay_tells_nobody() {
    let sandbox = world(rule(false));
    let id = page(&sandbox, "Critical");
    wait(&sandbox, 30);
    sandbox.ok("incident_resolve", json!({"incident_ids": [id]}));
    wait(&sandbox, 3600);
    assert_eq!(told(&sandbox, &id), ["0 i_new", "30 i_rslv"]);
    // The alert of it is over, too.
    let alerts = sandbox.ok(
        "incident_alert_list",
        json!({"incident_id": id, "is_active": true}),
    );
    assert_eq!(alerts["total"], 0);
}

#[test]
fn rules_that_hold_back() {
    let matching: &[&[made::Condition<'_>]] = &[&[("title", "IN", &["Orig*"])]];
    let silence = made::silence(SPACE, "Quiet")
        .when(matching)
        .during(START, START + 60);
    let sandbox = world(rule(false));
    sandbox.server.apply(&Edit::put(silence)).unwrap();
    let id = page(&sandbox, "Critical");
    assert_eq!(told(&sandbox, &id), ["0 i_new", "0 i_m_silence"]);
    let alerts = sandbox.ok("incident_alert_list", json!({"incident_id": id}));
    let alert = &alerts["items"][0];
    assert_eq!(alert["ever_muted"], true);
    let feed = sandbox.ok(
        "alert_feed",
        json!({"alert_id": alert["alert_id"], "asc": true}),
    );
    assert_eq!(feed["items"][1]["type"], "a_m_silence");
    assert_eq!(feed["items"][1]["detail"]["rule_name"], "Quiet");
    // Past its window it holds nothing back.
    wait(&sandbox, 60);
    let id = page(&sandbox, "Critical");
    wait(&sandbox, 62);
    assert_eq!(told(&sandbox, &id).len(), 5);
    // An inhibit rule, because of that one.
    let inhibit = made::inhibit(SPACE, "Cause first", matching, matching, &["title"]);
    sandbox.server.apply(&Edit::put(inhibit)).unwrap();
    let next = page(&sandbox, "Critical");
    let data = sandbox.ok(
        "incident_feed",
        json!({"incident_id": next, "types": ["i_m_inhibit"]}),
    );
    assert_eq!(
        data["items"][0]["detail"]["source_incident_title"],
        "Origin"
    );
    // A drop rule leaves nothing at all.
    sandbox
        .server
        .apply(&Edit::put(made::drop_rule(SPACE, "Never").when(matching)))
        .unwrap();
    assert_eq!(sandbox.server.page(&alarm("Critical")).unwrap(), None);
}

#[test]
fn an_assignment_by_hand_asks_preferences_or_the_channels_that_were_chosen() {
    let sandbox = world(rule(false));
    let create = |more: Value| {
        let mut to = json!({"person_ids": [80011]});
        to.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let body = json!({"incident_severity": "Info", "title": "t", "assigned_to": to});
        let made = sandbox.ok("incident_create", body);
        let id = made["incident_id"].as_str().unwrap().to_owned();
        sandbox.clock.advance(Duration::from_secs(2));
        let lines = told(&sandbox, &id);
        lines[1..]
            .iter()
            .map(|l| l.split_once(' ').unwrap().1.to_owned())
            .collect::<Vec<_>>()
    };
    let assigned = "i_assign assign at 0 to [80011]";
    assert_eq!(
        create(json!({"notify": {"follow_preference": true}})),
        [assigned, "i_notify fire email at 0 80011"]
    );
    assert_eq!(
        create(json!({"notify": {"follow_preference": false, "personal_channels": ["voice"]}})),
        [
            assigned,
            "i_notify fire voice at 0 80011 (phone number not verified)"
        ]
    );
    // Addresses name members, and whoever is none is passed over.
    assert_eq!(
        create(json!({"emails": ["lisi@example.com", "nobody@example.com"]}))[0],
        "i_assign assign at 0 to [80011,80012]"
    );
    // With a rule beside them everybody is told, as the rule says.
    let rules = sandbox.ok("escalation_rule_list", json!({"channel_id": SPACE}));
    let both =
        create(json!({"person_ids": [80012], "escalate_rule_id": rules["items"][0]["rule_id"]}));
    assert_eq!(
        both,
        [
            "i_assign assign at 0 to [80011,80012]",
            "i_notify fire email at 0 80011"
        ]
    );
}

#[test]
fn it_goes_on_in_a_file_while_nobody_serves_it() {
    let dir = tempfile::tempdir().unwrap();
    let clock = duty_sandbox::TestClock::at(START);
    let serve = || {
        Server::start(Options {
            clock: clock.clone().into(),
            state: StateFile::Path(dir.path().join("sandbox.json")),
            edits: vec![Edit::put(rule(false))],
            ..Options::default()
        })
        .unwrap()
    };
    let server = serve();
    let id = server
        .page(&alarm("Critical"))
        .unwrap()
        .unwrap()
        .incident_id;
    drop(server);
    clock.advance(Duration::from_secs(400));
    let server = serve();
    // Anything that has to do with incidents will do.
    server.page(&alarm("Info")).unwrap();
    let state = server.state();
    let all = state["incidents"].as_array().unwrap();
    let found = all
        .iter()
        .find(|i| i["incident_id"] == id.as_str())
        .unwrap();
    assert_eq!(found["feed"].as_array().unwrap().len(), 13);
}
