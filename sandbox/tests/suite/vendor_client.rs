//! The requests that the vendor's own client sends, byte for byte as it sends them, and the fields
//! that it reads from the answers with the types that it reads them as.

use serde_json::Value;
use ureq::http::Method;

use crate::contract::Contract;
use crate::support::{Reply, Sandbox, sandbox};

fn send(sandbox: &Sandbox, key: &str, path: &str, body: &str) -> Reply {
    let headers = [
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
        ("User-Agent", "Go-http-client/1.1"),
    ];
    let at = format!("{path}?app_key={key}");
    let reply = sandbox.raw(Method::POST, &at, &headers, body).unwrap();
    let contract = Contract::load();
    let operation = &contract.at_path(path).unwrap().id;
    contract
        .check_response(operation, reply.status, &reply.body)
        .unwrap();
    reply
}

fn ask(sandbox: &Sandbox, path: &str, body: &str) -> Value {
    let reply = send(sandbox, sandbox.server.app_key(), path, body);
    assert_eq!(reply.status, 200, "{path} {body}: {}", reply.text);
    reply.data().clone()
}

/// Every item has the field, and it is an integer or a string as the client's struct wants it.
fn typed(data: &Value, integers: &[&str], strings: &[&str]) {
    let items = data["items"].as_array().unwrap();
    assert!(!items.is_empty());
    for item in items {
        for field in integers {
            assert!(
                item[field].is_i64() || item[field].is_u64(),
                "{field} of {item}"
            );
        }
        for field in strings {
            assert!(item[field].is_string(), "{field} of {item}");
        }
    }
}

#[test]
fn whoami() {
    let sandbox = sandbox();
    let data = ask(&sandbox, "/member/info", "{}");
    assert_eq!(data["account_name"], "星环电商 Starloop");
    assert_eq!(
        (&data["member_name"], &data["email"]),
        (&"张三".into(), &"zhangsan@example.com".into())
    );
    // With the key of the primary account the first request fails, and the second tells.
    let key = sandbox.server.primary_key();
    let reply = send(&sandbox, key, "/member/info", "{}");
    assert_eq!((reply.status, reply.code()), (400, "ResourceNotFound"));
    assert_eq!(
        reply.header("Flashcat-Request-Id"),
        reply.body["request_id"]
    );
    let reply = send(&sandbox, key, "/account/info", "{}");
    assert_eq!(
        (reply.status, &reply.data()["account_name"]),
        (200, &data["account_name"])
    );
}

#[test]
fn member_list() {
    let sandbox = sandbox();
    let data = ask(&sandbox, "/member/list", r#"{"limit":20,"p":1}"#);
    typed(
        &data,
        &["member_id", "created_at", "updated_at"],
        &["member_name", "email", "status", "time_zone"],
    );
    assert_eq!(data["total"], 5);
    let data = ask(
        &sandbox,
        "/member/list",
        r#"{"limit":20,"p":1,"query":"李四"}"#,
    );
    assert_eq!(data["total"], 1);
}

#[test]
fn channel_list() {
    let sandbox = sandbox();
    let data = ask(&sandbox, "/channel/list", "{}");
    typed(
        &data,
        &["channel_id", "team_id", "creator_id"],
        &["channel_name"],
    );
    ask(&sandbox, "/team/infos", r#"{"team_ids":[7001,7002,7003]}"#);
    ask(
        &sandbox,
        "/person/infos",
        r#"{"person_ids":[80011,80013,80015]}"#,
    );
    ask(
        &sandbox,
        "/channel/infos",
        r#"{"channel_ids":[30101,30102]}"#,
    );
}

#[test]
fn team_list() {
    let sandbox = sandbox();
    let data = ask(&sandbox, "/team/list", r#"{"limit":20,"p":1}"#);
    typed(&data, &["team_id"], &["team_name"]);
    assert_eq!(data["total"], 4);
    // It may order them, which the contract does not know.
    ask(
        &sandbox,
        "/team/list",
        r#"{"asc":true,"limit":20,"orderby":"team_name","p":1}"#,
    );
}

#[test]
fn escalation_rule_list() {
    let sandbox = sandbox();
    for space in [30101, 30102, 30103, 30105] {
        let body = format!("{{\"channel_id\":{space}}}");
        let data = ask(&sandbox, "/channel/escalate/rule/list", &body);
        typed(
            &data,
            &["channel_id", "priority", "aggr_window", "updated_at"],
            &["rule_id", "rule_name", "status"],
        );
        for rule in data["items"].as_array().unwrap() {
            for layer in rule["layers"].as_array().unwrap() {
                assert!(layer["max_times"].is_u64() && layer["escalate_window"].is_u64());
            }
        }
    }
    // It then asks for names at a path that the personal center does not need, and lives without.
    let at = format!("/schedule/infos?app_key={}", sandbox.server.app_key());
    let headers = [("Content-Type", "application/json")];
    let reply = sandbox
        .raw(Method::POST, &at, &headers, r#"{"schedule_ids":[9001]}"#)
        .unwrap();
    assert_eq!((reply.status, reply.code()), (404, "RouteNotFound"));
}
