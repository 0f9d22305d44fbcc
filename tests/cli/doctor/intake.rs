//! `--integration`: its pipeline and its route are asked for where the key may, and named where it may not.

use duty_sandbox::made;
use serde_json::{Value, json};

use crate::harness::{Edit, Fault, FaultKind, Ran, World};

const NOON: &str = "2026-11-24T12:00:00+08:00";
const SPACE: u64 = 30101;
const OTHER: u64 = 30105;
const INTEGRATION: u64 = 4501;

fn world(edits: Vec<Edit>) -> World {
    let world = World::new();
    world.server.apply(&Edit::all(edits)).unwrap();
    world
}

#[track_caller]
fn explain(world: &World, status: i32) -> Ran {
    let run = world.duty("doctor explain 30101 warning --integration 4501 -o json --at");
    let run = run.arg(NOON).any_stdout().any_requests();
    run.status(status).run()
}

fn unseen(report: &Value) -> bool {
    let list = report["not_looked_at"].as_array().unwrap();
    list.contains(&json!("pipelines_and_routes"))
}

#[test]
fn what_an_integration_does_is_asked_and_counts() {
    let none = world(vec![]);
    let ran = explain(&none, 0);
    let asked = [json!({"integration_id": INTEGRATION})];
    assert_eq!(ran.bodies("route_info"), asked);
    assert_eq!(ran.bodies("alert_pipeline_info"), asked);
    assert_eq!(ran.json()["result"]["reached"], "yes");
    assert!(!unseen(&ran.json()));

    let elsewhere = world(vec![Edit::put(made::route(INTEGRATION, &[], &[OTHER]))]);
    let result = explain(&elsewhere, 3).json()["result"].clone();
    assert_eq!(
        (&result["reached"], &result["reason"]),
        (&json!("no"), &json!("routed_elsewhere"))
    );
    assert_eq!(result["held"][0]["kind"], "route");
    let run = elsewhere
        .duty("doctor explain 30101 warning --integration 4501 --at")
        .arg(NOON);
    let text = run.any_stdout().any_requests().status(3).run().stdout;
    let said = "It does not come to this space: the route of integration 4501 sends it elsewhere.";
    assert!(text.contains(said), "{text}");
    assert!(text.contains("So: nothing: routed elsewhere"), "{text}");
    // That is no problem of the space.
    let run =
        elsewhere.duty("doctor --space 30101 --severity warning --integration 4501 -o json --at");
    let report = run.arg(NOON).any_stdout().any_requests().run().json();
    assert_eq!(
        report["spaces"][0]["severities"]["warning"]["reached"],
        "no"
    );
    let codes = report["problems"].as_array().unwrap().iter();
    let codes: Vec<&Value> = codes.map(|one| &one["code"]).collect();
    assert_eq!(codes, ["phone_unverified"]);
    assert!(!unseen(&report));

    let warnings: &[made::Condition<'_>] = &[("severity", "IN", &["Warning"])];
    let drop = made::processing("alert_drop", &[warnings], json!({}));
    let dropped = world(vec![Edit::put(made::pipeline(INTEGRATION, &[drop]))]);
    let result = explain(&dropped, 3).json()["result"].clone();
    assert_eq!(
        (&result["reached"], &result["reason"]),
        (&json!("no"), &json!("dropped"))
    );
    assert_eq!(result["held"][0]["kind"], "pipeline");
    let prod: &[made::Condition<'_>] = &[("labels.env", "IN", &["prod"])];
    let maybe = made::route(INTEGRATION, &[made::case(prod, &[OTHER])], &[SPACE]);
    let result = explain(&world(vec![Edit::put(maybe)]), 11).json()["result"].clone();
    assert_eq!(
        result["held"][0]["depends_on"],
        json!([{"kind": "label", "value": "env"}])
    );
}

#[test]
fn what_may_not_be_read_of_an_integration_is_named_with_its_permission() {
    for operation in ["route_info", "alert_pipeline_info"] {
        let world = World::new();
        let denied = FaultKind::error(403, "AccessDenied");
        world.server.fault(Fault::on(operation, denied).from(1));
        let ran = explain(&world, 11);
        assert!(unseen(&ran.json()), "{operation}");
        // Whether it holds the incident back nobody knows, and the warnings say why.
        let report = ran.json();
        assert_eq!(report["result"]["reached"], "maybe", "{operation}");
        assert_eq!(report["result"]["held"][0]["rule"], Value::Null);
        assert_eq!(report["warnings"][0]["code"], "integration_unread");
        let run =
            world.duty("doctor --space 30101 --severity warning --integration 4501 -o json --at");
        let report = run
            .arg(NOON)
            .any_stdout()
            .any_requests()
            .status(11)
            .run()
            .json();
        assert_eq!(report["complete"], false, "{operation}");
        let run = world
            .duty("doctor explain 30101 warning --integration 4501 --at")
            .arg(NOON);
        let text = run.any_stdout().any_requests().status(11).run().stdout;
        let said = "(AccessDenied). To have it read: it needs the permission Integrations Read";
        assert!(text.contains(said), "{text}");
        assert!(text.contains("alert pipelines and routes, which"), "{text}");
    }
    // Without an integration nobody is asked.
    let run = World::new();
    let ran = run
        .duty("doctor explain 30101 warning -o json")
        .any_stdout();
    let ran = ran.any_requests().run();
    assert!(ran.bodies("route_info").is_empty());
    assert!(unseen(&ran.json()));
}

/// The contract knows a null for all alerts, and does not say what a rule without conditions is.
#[test]
fn a_rule_of_a_pipeline_that_leaves_its_conditions_out_may_drop_it() {
    let drop = |conditions: Option<Value>| {
        let mut rule = json!({"kind": "alert_drop", "settings": null});
        if let Some(conditions) = conditions {
            rule["if"] = conditions;
        }
        let mut world = World::new();
        world.contract = false;
        let pipeline = Edit::put(made::pipeline(INTEGRATION, &[rule]));
        world.server.apply(&pipeline).unwrap();
        world
    };
    for (conditions, reached, status) in [
        (Some(Value::Null), "no", 3),
        (Some(json!([])), "no", 3),
        (None, "maybe", 11),
    ] {
        let world = drop(conditions.clone());
        let result = explain(&world, status).json()["result"].clone();
        assert_eq!(result["reached"], reached, "{conditions:?}");
        assert_eq!(result["held"][0]["kind"], "pipeline");
    }
}
