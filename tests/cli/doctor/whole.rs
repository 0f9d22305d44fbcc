//! A survey with a maybe that the server could have answered is not complete, and exits 11; one that only the incident
//! decides, or that no reference explains, is.

use serde_json::{Value, json};

use crate::doctor::untold::{ME, NOON, RULES, Server, rule, rules, server, space};

#[track_caller]
fn survey(server: &Server, name: &str, complete: bool) {
    let run = server.world.duty("doctor --severity critical -o json --at");
    let run = run.arg(NOON).any_stdout().any_stderr().any_status();
    let ran = run.any_requests().run();
    let report = ran.json();
    let critical = &report["spaces"][0]["severities"]["critical"];
    assert_eq!(critical["reached"], "maybe", "{name}: {report}");
    assert_eq!(report["complete"], complete, "{name}: {report}");
    assert_eq!(ran.status, Some(if complete { 0 } else { 11 }), "{name}");
}

fn mine() -> Value {
    rule(&json!({"person_ids": [ME]}))
}

fn without(field: &str) -> Value {
    let mut rule = mine();
    rule.as_object_mut().unwrap().remove(field);
    rule
}

#[test]
fn what_the_server_leaves_out_of_a_rule() {
    let server = server();
    let with = |field: &str, value: Value| {
        let mut rule = mine();
        rule[field] = value;
        rule
    };
    let filters = |key: &str| json!([[{"key": key, "oper": "IN", "vals": ["x"]}]]);
    let window = |start: &str| json!([{"start": start, "end": "06:00", "repeat": [5]}]);
    for (name, rule, complete) in [
        ("status", without("status"), false),
        ("layers", without("layers"), false),
        ("persons", rule(&json!({"person_ids": [null]})), false),
        ("filters", with("filters", json!([null])), false),
        ("a title", with("filters", filters("title")), true),
        ("a label", with("filters", filters("labels.a")), true),
        (
            "an address",
            rule(&json!({"emails": ["jane@example.com"]})),
            true,
        ),
        (
            "after midnight",
            with("time_filters", window("13:00")),
            true,
        ),
    ] {
        // Friday at noon is after the midnight of Thursday's window, and before that of Friday's.
        if name == "after midnight" {
            let mut late = rule.clone();
            late["time_filters"][0]["end"] = json!("12:30");
            server.tell(RULES, rules(&[late]));
        } else {
            server.tell(RULES, rules(&[rule]));
        }
        survey(&server, name, complete);
    }
}

#[test]
fn what_it_leaves_out_of_the_rest() {
    let server = server();
    let mut odd = space();
    odd["status"] = json!("archived");
    server.tell("/channel/list", json!({"items": [odd]}));
    survey(&server, "the state of a space", false);
    server.tell("/channel/list", json!({"items": [space()]}));

    let silence = json!({"rule_id": "s", "rule_name": "S", "channel_id": 1, "status": "enabled", "deleted_at": 5,
        "filters": [[{"key": "severity", "oper": "IN", "vals": ["Critical"]}]],
        "time_filters": [{"start": "00:00", "end": "24:00"}]});
    server.tell("/channel/silence/rule/list", json!({"items": [silence]}));
    survey(&server, "whether a silence rule was deleted", false);
    server.tell("/channel/silence/rule/list", json!({"items": []}));

    let me = json!({"member_id": ME, "member_name": "Jane Doe", "account_name": "Odd", "account_id": 1,
        "email": "jane@example.com", "email_verified": true, "phone": "+44 7***",
        "account_time_zone": "Europe/London", "status": "enabled"});
    server.tell("/member/info", me);
    survey(&server, "whether the phone is verified", false);
}

/// A label that was told makes a space the person's, and what holds back there is read.
#[test]
fn a_space_that_a_label_makes_ones_own_is_looked_at_whole() {
    let server = server();
    server.tell(RULES, rules(&[rule(&json!({"person_ids": [8]}))]));
    let silence = json!({"rule_id": "s", "rule_name": "Release", "status": "enabled", "priority": 0,
        "filters": [[{"key": "severity", "oper": "IN", "vals": ["Critical"]}]],
        "time_filter": {"start_time": 1, "end_time": 9_999_999_999_u64}, "is_directly_discard": false});
    server.tell("/channel/silence/rule/list", json!({"items": [silence]}));
    let survey = |label: &str, status: i32| {
        let run = server
            .world
            .duty("doctor --severity critical --strict -o json --label");
        let run = run.arg(label).arg("--at").arg(NOON).any_stdout();
        run.any_stderr().any_requests().status(status).run().json()
    };
    let report = survey("layer_person_reset_0_emails=jane@example.com", 3);
    let critical = &report["spaces"][0]["severities"]["critical"];
    assert_eq!(critical["reached"], "no", "{report}");
    assert_eq!(critical["reason"], "silenced", "{report}");
    // Of others, and of a level that there is not, it is none of the person's.
    for label in ["0_emails=lisi@example.com", "1_emails=jane@example.com"] {
        let report = survey(&format!("layer_person_reset_{label}"), 0);
        assert_eq!(report["counts"]["of_no_concern"], 1, "{report}");
    }
}
