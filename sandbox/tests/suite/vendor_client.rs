//! The requests that the vendor's own client sends, byte for byte as it sends them, and the fields
//! that it reads from the answers with the types that it reads them as.

use serde_json::Value;
use ureq::http::Method;

use crate::contract::Contract;
use crate::support::{Reply, START, Sandbox, sandbox};

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
    // It then asks for the names of the schedules.
    let data = ask(
        &sandbox,
        "/schedule/infos",
        r#"{"schedule_ids":[9001,9003]}"#,
    );
    typed(&data, &["schedule_id", "id"], &["schedule_name", "name"]);
    assert_eq!(data["items"][0]["schedule_name"], "支付值班");
}

/// `oncall who` and `oncall schedule list`, `get`.
#[test]
fn who_is_on_call() {
    let sandbox = sandbox();
    let body = format!(
        r#"{{"end":{},"limit":20,"p":1,"start":{START}}}"#,
        START + 86_400
    );
    let data = ask(&sandbox, "/schedule/list", &body);
    typed(&data, &["schedule_id", "disabled"], &["schedule_name"]);
    assert_eq!(data["total"], 4);
    let current = &data["items"][0]["cur_oncall"];
    assert!(current["end"].is_u64());
    assert_eq!(
        current["group"]["members"][0]["person_ids"],
        serde_json::json!([80011])
    );
    assert!(data["items"][0]["layers"].is_array());
    // Without a window there are no shifts.
    let data = ask(&sandbox, "/schedule/list", r#"{"query":"checkout"}"#);
    assert_eq!(data["total"], 1);
    assert_eq!(data["items"][0]["cur_oncall"], Value::Null);
    let body = format!(
        r#"{{"schedule_id":9001,"start":{START},"end":{}}}"#,
        START + 86_400
    );
    let data = ask(&sandbox, "/schedule/info", &body);
    assert_eq!(data["schedule_name"], "支付值班");
    for day in [45, 60] {
        let body = format!(r#"{{"end":{},"start":{START}}}"#, START + day * 86_400);
        let reply = send(&sandbox, sandbox.server.app_key(), "/schedule/list", &body);
        assert_eq!((reply.status, reply.code()), (400, "InvalidParameter"));
    }
}

#[test]
fn team_get() {
    let sandbox = sandbox();
    for body in [
        r#"{"team_id":7001}"#,
        r#"{"team_name":"支付平台 SRE"}"#,
        r#"{"team_id":7001,"team_name":""}"#,
    ] {
        let data = ask(&sandbox, "/team/info", body);
        assert_eq!(data["team_id"], 7001, "{body}");
        assert_eq!(data["person_ids"], serde_json::json!([80011, 80012, 80013]));
        assert!(data["created_at"].is_u64() && data["updated_by_name"].is_string());
    }
    for (body, code) in [
        ("{}", "InvalidParameter"),
        (r#"{"team_id":1}"#, "ResourceNotFound"),
    ] {
        let reply = send(&sandbox, sandbox.server.app_key(), "/team/info", body);
        assert_eq!((reply.status, reply.code()), (400, code));
    }
}

/// `incident list`, `get` by its number and by its id, `detail`, `feed`, `timeline`, `alerts`, `ack` and `close`.
#[test]
fn incidents() {
    let sandbox = sandbox();
    let window = format!(r#""end_time":{START},"start_time":{}"#, START - 86_400 * 7);
    let body = format!(r#"{{{window},"limit":20,"p":1,"progress":"Closed"}}"#);
    let data = ask(&sandbox, "/incident/list", &body);
    typed(
        &data,
        &["channel_id", "start_time", "created_at"],
        &[
            "incident_id",
            "num",
            "title",
            "incident_severity",
            "progress",
        ],
    );
    let body = format!(r#"{{{window},"nums":["1A2B06"]}}"#);
    let data = ask(&sandbox, "/incident/list", &body);
    let id = data["items"][0]["incident_id"].as_str().unwrap().to_owned();
    let body = format!(r#"{{"incident_ids":["{id}"]}}"#);
    let data = ask(&sandbox, "/incident/list", &body);
    assert_eq!(data["items"][0]["incident_id"], id.as_str());
    assert_eq!(data["total"], 1);
    let reply = send(&sandbox, sandbox.server.app_key(), "/incident/list", "{}");
    assert_eq!((reply.status, reply.code()), (400, "InvalidParameter"));
    let info = ask(
        &sandbox,
        "/incident/info",
        &format!(r#"{{"incident_id":"{id}"}}"#),
    );
    assert_eq!(info["title"], "支付回调延迟升高");
    ask(&sandbox, "/incident/info", r#"{"num":"1A2B06"}"#);
    let body = format!(r#"{{"incident_id":"{id}","limit":100,"p":1}}"#);
    let feed = ask(&sandbox, "/incident/feed", &body);
    typed(
        &feed,
        &["created_at", "creator_id", "updated_at", "account_id"],
        &["ref_id", "type"],
    );
    let body = format!(r#"{{"incident_id":"{id}"}}"#);
    let timeline = ask(&sandbox, "/incident/feed", &body);
    assert_eq!(timeline["items"], feed["items"]);
    typed(
        &ask(&sandbox, "/incident/alert/list", &body),
        &["start_time", "event_cnt"],
        &["alert_id", "title", "alert_severity"],
    );
    let body = format!(r#"{{"incident_ids":["{id}"]}}"#);
    ask(&sandbox, "/incident/list-by-ids", &body);
    ask(&sandbox, "/incident/ack", &body);
    ask(&sandbox, "/incident/resolve", &body);
    let body =
        r#"{"assigned_to":{"person_ids":[80012]},"incident_severity":"Warning","title":"t"}"#;
    ask(&sandbox, "/incident/create", body);
    let body = format!(
        r#"{{"end_time":{START},"limit":20,"start_time":{}}}"#,
        START - 86_400 * 30
    );
    let log = ask(&sandbox, "/audit/search", &body);
    assert!(log["docs"].is_array() && log["search_after_ctx"].is_string());
}
