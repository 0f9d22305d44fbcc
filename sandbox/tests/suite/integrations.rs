//! Integrations in both references, what becomes of their alerts, and what roles permit.

use duty_sandbox::{CREDENTIAL, Edit, made};
use serde_json::{Value, json};

use crate::support::{Sandbox, column, sandbox, sandbox_with};

#[test]
fn integrations() {
    let sandbox = sandbox();
    let data = sandbox.ok("integration_list", json!({"category": "im"}));
    assert_eq!(
        column(&data, "integration_id"),
        [4401, 4402, 4403, 4404, 4405, 4406]
    );
    assert_eq!(
        column(&data, "status"),
        [
            "enabled", "disabled", "enabled", "enabled", "enabled", "disabled"
        ]
    );
    let data = sandbox.ok(
        "integration_list",
        json!({"category": "im", "plugin_type": "slack_app", "name": "us", "status": "enabled"}),
    );
    assert_eq!(column(&data, "name"), ["Slack US"]);
    let data = sandbox.ok("integration_list", json!({"p": 2, "limit": 9}));
    assert_eq!(column(&data, "plugin_type"), ["webhook"]);
}

/// The older reference types times and the creator as strings, and the settings as a list.
#[test]
fn one_of_the_older_reference() {
    let data = sandbox().ok("integration_list", json!({"name": "Slack EU"}));
    let slack = &data[0];
    assert!(slack["created_at"].is_string() && slack["creator_id"].is_string());
    assert!(
        slack["settings"][0]["app_secret"]
            .as_str()
            .unwrap()
            .starts_with(CREDENTIAL)
    );
}

#[test]
fn those_of_the_account() {
    let sandbox = sandbox();
    let ids = |body: Value| {
        let data = sandbox.ok("account_integration_list", body);
        let ids = column(&data, "integration_id").into_iter().cloned();
        (ids.collect::<Vec<Value>>(), data["total"].as_u64().unwrap())
    };
    let all = |list: &[u64]| list.iter().map(|id| json!(id)).collect::<Vec<_>>();
    let im = json!({"category": "im", "asc": true});
    assert_eq!(ids(im), (all(&[4401, 4402, 4403, 4404, 4405, 4406]), 6));
    let several = json!({
        "category": "im,webhook", "plugin_type": "slack_app, webhook", "status": "enabled",
        "orderby": "name", "asc": true,
    });
    assert_eq!(ids(several), (all(&[4404, 4405, 4601]), 3));
    assert_eq!(ids(json!({"limit": 2, "p": 2, "asc": true})).1, 10);
    assert_eq!(
        ids(json!({"is_my_team": true, "category": "event.alert"})).1,
        3
    );
    assert_eq!(ids(json!({"team_ids": [7002]})).1, 0);
    assert_eq!(ids(json!({"name": "feishu"})), (all(&[4402]), 1));
    let data = sandbox.ok("account_integration_list", json!({"category": "im"}));
    assert_eq!((&data["p"], &data["limit"]), (&json!(1), &json!(20)));
    let last = &data["items"][5];
    assert_eq!(last["integration_id"], 4401);
    assert_eq!(
        (&last["data_source_id"], &last["ref_id"], &last["team_id"]),
        (&json!(4401), &json!("a_2451002751"), &json!(0))
    );
    assert!(last["created_at"].is_u64() && last["settings"].is_object());
    assert_eq!(last["integration_key"], format!("{CREDENTIAL}-key-4401"));
}

#[test]
fn those_of_a_space_and_deleted_ones_are_left_out() {
    let sandbox = sandbox_with(|o| {
        o.edits = vec![
            Edit::integration(4402, |i| i["status"] = "deleted".into()),
            Edit::put(made::im_app(4407, "teams_app", "Teams")),
            Edit::put(made::im_app(4408, "slack_app", "Of a space").with("ref_id", "c_30101")),
        ];
    });
    let data = sandbox.ok(
        "account_integration_list",
        json!({"category": "im", "asc": true}),
    );
    let ids = column(&data, "integration_id");
    assert_eq!(ids, [4401, 4403, 4404, 4405, 4406, 4407]);
    let data = sandbox.ok("integration_list", json!({"category": "im"}));
    assert_eq!(column(&data, "integration_id").len(), 8);
    // It can be chosen at once.
    let update = json!({
        "trigger_notify": {"critical": ["teams_app:4407"], "warning": [], "info": []},
    });
    sandbox.ok("preference_update", update);
}

#[test]
fn where_alerts_go() {
    let sandbox = sandbox();
    let of = |sandbox: &Sandbox| sandbox.ok("route_info", json!({"integration_id": 4501}));
    assert_eq!(of(&sandbox), Value::Null);
    let critical = made::case(&[("severity", "IN", &["Critical"])], &[30101]);
    let mut by_name = made::case(&[("labels.service", "IN", &["*"])], &[]);
    by_name["channel_ids"] = Value::Null;
    by_name["routing_mode"] = json!("name_mapping");
    by_name["name_mapping_label"] = json!("labels.service");
    let route = made::route(4501, &[critical, by_name], &[30105]);
    sandbox.server.apply(&Edit::put(route.clone())).unwrap();
    let data = of(&sandbox);
    assert_eq!(&data, route.value());
    assert_eq!(data["cases"][0]["if"][0]["vals"], json!(["Critical"]));
    assert_eq!(data["default"]["channel_ids"], json!([30105]));
    let gone = route.with("status", "deleted");
    sandbox.server.apply(&Edit::put(gone)).unwrap();
    assert_eq!(of(&sandbox), Value::Null);
}

#[test]
fn what_is_done_to_alerts() {
    let sandbox = sandbox();
    let body = || json!({"integration_id": 4502});
    assert_eq!(sandbox.ok("alert_pipeline_info", body()), Value::Null);
    let drop = made::processing(
        "alert_drop",
        &[&[("labels.env", "IN", &["test"])]],
        json!({}),
    );
    let mut reset = made::processing("severity_reset", &[], json!({"severity": "Warning"}));
    reset["if"] = Value::Null;
    let pipeline = made::pipeline(4502, &[drop, reset]);
    sandbox.server.apply(&Edit::put(pipeline)).unwrap();
    let data = sandbox.ok("alert_pipeline_info", body());
    let kinds: Vec<&Value> = data["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| &r["kind"])
        .collect();
    assert_eq!(kinds, ["alert_drop", "severity_reset"]);
}

#[test]
fn an_integration_that_is_not_there() {
    let sandbox = sandbox();
    for operation in ["route_info", "alert_pipeline_info"] {
        sandbox.refused(
            operation,
            json!({"integration_id": 1}),
            400,
            "ResourceNotFound",
        );
        sandbox.invalid(operation, json!({"integration_id": 0}));
        sandbox.invalid(operation, json!({}));
    }
    sandbox
        .server
        .apply(&Edit::limit_key(
            sandbox.server.app_key(),
            &["Integrations Manage"],
        ))
        .unwrap();
    sandbox.ok("route_info", json!({"integration_id": 4501}));
    for (operation, body) in [
        ("alert_pipeline_info", json!({"integration_id": 4501})),
        ("account_integration_list", json!({})),
    ] {
        sandbox.refused(operation, body, 403, "AccessDenied");
    }
}

#[test]
fn what_roles_permit() {
    let sandbox = sandbox();
    let names = |body: Value| {
        let data = sandbox.ok("role_permission_list", body);
        let granted = column(&data, "is_granted")
            .into_iter()
            .filter(|g| **g == true)
            .count();
        (column(&data, "permission_name").len(), granted)
    };
    assert_eq!(names(json!({})), (10, 0));
    assert_eq!(names(json!({"role_ids": [2]})), (10, 10));
    assert_eq!(names(json!({"role_ids": [8]})), (5, 5));
    assert_eq!(names(json!({"role_ids": [8, 6]})), (6, 6));
    assert_eq!(names(json!({"role_ids": [8], "with_all": true})), (10, 5));
    // Every permission that an operation needs is one of them.
    let data = sandbox.ok("role_permission_list", json!({}));
    let known = column(&data, "permission_name");
    for (operation, needed) in duty_sandbox::PERMISSIONS.iter() {
        for name in *needed {
            assert!(known.contains(&&json!(name)), "{operation}: {name}");
        }
    }
}
