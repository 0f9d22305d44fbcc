//! What the sandbox refuses and what the contract forbids are the same, field by field: the examples of the
//! contract, which have every field, are bent in every way, and the two must judge alike.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::contract::Contract;
use crate::support::{Sandbox, sandbox};

/// Where the sandbox refuses what the schema allows, and why. The value is one that `bend` puts there.
const STRICTER: &[(&str, &str, &str)] = &[
    ("", "/p", "p * limit is at most 10000"),
    (
        "member_info_reset",
        "/member_id",
        "none named, or two at once",
    ),
    ("member_info_reset", "/member_name", "a second selector"),
    ("member_info_reset", "/email", "a second selector"),
    ("member_info_reset", "/phone", "a second selector"),
    ("member_info_reset", "/ref_id", "a second selector"),
    ("member_info_reset", "/updates/phone", "must be a number"),
    (
        "member_info_reset",
        "/updates/country_code",
        "must be known, for a national number",
    ),
    (
        "member_info_reset",
        "/updates/time_zone",
        "must be an IANA name",
    ),
    ("app_key_create", "/key_name", "must not be empty"),
    ("app_key_rename", "/key_name", "must not be empty"),
    ("verification_send", "/to", "must be an address"),
    ("calendar_event_list", "/month", "a day needs a month"),
    (
        "schedule_self",
        "/start",
        "the window is from 1 s to 30 days",
    ),
    ("schedule_self", "/end", "the window is from 1 s to 30 days"),
    (
        "schedule_info",
        "/start",
        "the window is from 1 s to 45 days",
    ),
    ("schedule_info", "/end", "the window is from 1 s to 45 days"),
    (
        "schedule_list",
        "/start",
        "the window is from 1 s to 45 days",
    ),
    ("schedule_list", "/end", "the window is from 1 s to 45 days"),
    ("incident_list", "/start_time", "at most 31 days"),
    ("incident_list", "/end_time", "at most 31 days"),
    (
        "incident_list",
        "/search_after_ctx",
        "must be one given out",
    ),
    ("alert_list", "/start_time", "at most 31 days"),
    ("alert_list", "/end_time", "at most 31 days"),
    ("alert_list", "/search_after_ctx", "must be one given out"),
    ("audit_search", "/start_time", "at most 90 days"),
    ("audit_search", "/end_time", "at most 90 days"),
    ("audit_search", "/search_after_ctx", "must be one given out"),
];

fn excused(operation: &str, pointer: &str) -> bool {
    STRICTER
        .iter()
        .any(|(id, at, _)| (id.is_empty() || *id == operation) && *at == pointer)
}

/// Every place of a value, as JSON pointers, its own left out.
fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    let mut down = |key: String, value: &Value| {
        let at = format!("{at}/{key}");
        into.push(at.clone());
        places(value, &at, into);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| down(k.clone(), v)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, v)| down(i.to_string(), v)),
        _ => {}
    }
}

fn bent(body: &Value) -> Vec<(String, Value)> {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1.0),
        json!(1.5),
        json!(100),
        json!(101),
        json!(20_000),
        json!("x"),
        json!(""),
        json!("1"),
        json!([]),
        json!({}),
        json!(["x"]),
        json!([null]),
        json!([-1]),
        json!([1, 2.5]),
        json!(["email"]),
        json!(["voice", 1]),
        json!(["slack_app:x"]),
        json!(["teams:1"]),
        json!({"x": 1}),
        json!("x".repeat(40)),
        json!("x".repeat(500)),
    ];
    let mut pointers = Vec::new();
    places(body, "", &mut pointers);
    let mut all = Vec::new();
    for pointer in pointers {
        for value in &odd {
            let mut body = body.clone();
            *body.pointer_mut(&pointer).unwrap() = value.clone();
            all.push((pointer.clone(), body));
        }
        // And left out.
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let mut body = body.clone();
        if let Some(map) = body.pointer_mut(parent).unwrap().as_object_mut() {
            map.remove(key);
            all.push((pointer.clone(), body));
        }
    }
    all
}

#[test]
fn the_sandbox_and_the_contract_judge_alike() {
    let contract = Contract::load();
    let mut excuses = BTreeSet::new();
    let mut judged = 0;
    for operation in contract.operations() {
        let Some(body) = contract.example(&operation.id) else {
            assert!(
                contract.request_schema(&operation.id).is_none(),
                "{}",
                operation.id
            );
            continue;
        };
        let judged_so = contract.check_request(&operation.id, body);
        assert!(judged_so.is_ok(), "{}: {judged_so:?}", operation.id);
        // It has every field, so that no field is forgotten here.
        let schema = contract.request_schema(&operation.id).unwrap();
        for field in schema["properties"].as_object().unwrap().keys() {
            let selector = operation.id == "member_info_reset" && field != "updates";
            assert!(
                selector || body.get(field).is_some(),
                "{}: {field}",
                operation.id
            );
        }
        let sandbox = sandbox();
        let before = sandbox.server.state();
        judge(&sandbox, &before, &operation.id, ("", body), &mut excuses);
        let mut cases = bent(body);
        if operation.id == "member_info_reset" {
            cases.extend(selectors());
            cases.extend(bent(&json!({
                "member_id": 80011,
                "updates": {"phone": "13800000009", "country_code": "CN"},
            })));
        }
        for (pointer, body) in cases {
            judge(
                &sandbox,
                &before,
                &operation.id,
                (&pointer, &body),
                &mut excuses,
            );
            judged += 1;
        }
    }
    assert!(judged > 1000, "{judged}");
    let unused: Vec<_> = STRICTER
        .iter()
        .filter(|(id, at, _)| !id.is_empty() && !excuses.contains(&format!("{id}{at}")))
        .collect();
    assert!(unused.is_empty(), "no case needs {unused:?}");
}

fn selectors() -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for field in ["member_name", "email", "phone", "ref_id"] {
        for value in [json!("x"), json!(1), json!(null)] {
            let mut body = json!({"member_id": 80011, "updates": {"locale": "zh-CN"}});
            body[field] = value;
            all.push((format!("/{field}"), body));
        }
    }
    all
}

fn judge(
    sandbox: &Sandbox,
    before: &Value,
    operation: &str,
    (pointer, body): (&str, &Value),
    excuses: &mut BTreeSet<String>,
) {
    let allowed = Contract::load().check_request(operation, body);
    let reply = sandbox.send(operation, sandbox.server.app_key(), body, &[]);
    if reply.status == 200 {
        // What one case changed must not excuse the next.
        sandbox
            .server
            .edit(|state| *state = before.clone())
            .unwrap();
    }
    let accepted = reply.code() != "InvalidParameter";
    match (allowed, accepted) {
        (Ok(()), true) | (Err(_), false) => {}
        (Ok(()), false) => {
            assert!(
                excused(operation, pointer),
                "the contract allows {operation} {pointer} {body}, and: {}",
                reply.text
            );
            excuses.insert(format!("{operation}{pointer}"));
        }
        (Err(wrong), true) => {
            panic!(
                "the contract forbids {operation} {body} ({wrong:?}), and: {}",
                reply.text
            )
        }
    }
}
