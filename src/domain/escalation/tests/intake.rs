//! What an integration does with its alerts before they are in any space: its pipeline, and its route.

use serde_json::{Value, json};

use crate::domain::escalation::{Doubt, Incident, Intake, SuppressionKind, Truth};
use crate::domain::severity::Severity;

const HERE: u64 = 7;
const THERE: u64 = 8;

fn warning(labels: &[(&str, &str)], complete: bool) -> Incident {
    let pair = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    Incident {
        labels: labels.iter().map(pair).collect(),
        labels_complete: complete,
        ..Incident::of(Severity::Warning)
    }
}

fn is(key: &str, value: &str) -> Value {
    json!({"key": key, "oper": "IN", "vals": [value]})
}

/// Whether it is kept from the space, and what that hangs on.
fn kept(pipeline: Value, route: Value, incident: &Incident) -> (Truth, Vec<Doubt>) {
    let intake = Intake {
        integration: 4501,
        pipeline: crate::lenient::read(pipeline).expect("a pipeline"),
        route: crate::lenient::read(route).expect("a route"),
        unread: Vec::new(),
    };
    let found = intake.holding_back((HERE, "Here"), incident);
    let doubts = found.iter().flat_map(|one| one.depends_on.clone());
    (
        Truth::any(found.iter().map(|one| one.held)),
        doubts.collect(),
    )
}

#[test]
fn a_route_decides_where_it_goes() {
    let case = |conditions: Value, spaces: &[u64], on: bool| json!({"if": conditions, "channel_ids": spaces, "fallthrough": on, "routing_mode": "standard"});
    let named = json!({"if": null, "channel_ids": null, "fallthrough": false, "routing_mode": "name_mapping",
        "name_mapping_label": "labels.team"});
    let route = |cases: &[Value], spaces: &[u64]| json!({"cases": cases, "default": {"channel_ids": spaces}, "status": "enabled"});
    let env = |value: &str| json!([is("labels.env", value)]);
    let bare = || warning(&[], false);
    let prod = || warning(&[("env", "prod")], false);
    let (yes, no, maybe) = (Truth::No, Truth::Yes, Truth::Unknown);
    #[rustfmt::skip]
    let cases = [
        ("here by default", route(&[], &[HERE]), bare(), yes),
        ("there by default", route(&[], &[THERE]), bare(), no),
        ("nowhere", json!({"cases": null, "default": null, "status": "enabled"}), bare(), no),
        ("that says nothing", json!({}), bare(), maybe),
        ("switched off", json!({"cases": [], "default": {"channel_ids": [THERE]}, "status": "disabled"}), bare(), maybe),
        ("in a state that duty does not know", json!({"default": {"channel_ids": [THERE]}, "status": "new"}), bare(), maybe),
        ("here in any state", json!({"default": {"channel_ids": [HERE]}, "status": "new"}), bare(), yes),
        ("deleted", json!({"cases": [], "default": null, "status": "deleted"}), bare(), yes),
        ("here by a case", route(&[case(env("prod"), &[HERE], false)], &[THERE]), prod(), yes),
        ("there by a case", route(&[case(env("prod"), &[THERE], false)], &[HERE]), prod(), no),
        ("there by a case, and on to nothing", route(&[case(env("prod"), &[THERE], true)], &[HERE]), prod(), no),
        ("a case that may be there", route(&[case(env("prod"), &[THERE], false)], &[HERE]), bare(), maybe),
        ("a case that may be here", route(&[case(env("prod"), &[HERE], false)], &[THERE]), bare(), maybe),
        ("here in any case", route(&[case(env("prod"), &[HERE], false)], &[HERE]), bare(), yes),
        ("another case before", route(&[case(env("prod"), &[THERE], false), case(json!([]), &[HERE], false)], &[]), prod(), no),
        ("which goes on", route(&[case(env("prod"), &[THERE], true), case(json!([]), &[HERE], false)], &[]), prod(), yes),
        ("not this one", route(&[case(env("dev"), &[THERE], false)], &[HERE]), prod(), yes),
        ("by severity", route(&[case(json!([is("severity", "Warning")]), &[HERE], false)], &[THERE]), bare(), yes),
        ("by name", route(std::slice::from_ref(&named), &[THERE]), warning(&[("team", "Here")], true), yes),
        ("by another name, or the default", route(std::slice::from_ref(&named), &[HERE]), warning(&[("team", "There")], true), maybe),
        ("by another name, whatever there is", route(std::slice::from_ref(&named), &[THERE]), warning(&[("team", "There")], true), no),
        ("by a name that it has not", route(std::slice::from_ref(&named), &[HERE]), warning(&[], true), yes),
        ("by a name that is not told", route(std::slice::from_ref(&named), &[THERE]), bare(), maybe),
        ("by a way that duty does not know", route(&[json!({"routing_mode": "new", "channel_ids": [HERE]})], &[]), bare(), maybe),
    ];
    for (name, route, incident, wanted) in cases {
        assert_eq!(kept(Value::Null, route, &incident).0, wanted, "{name}");
    }
    // What is left out is not told; conditions that are null are none.
    let without = |field: &str, spaces: &[u64]| {
        let mut case = case(env("prod"), spaces, false);
        case.as_object_mut().expect("a case").remove(field);
        case
    };
    let null = |field: &str, spaces: &[u64]| {
        let mut case = case(env("prod"), spaces, false);
        case[field] = Value::Null;
        case
    };
    let next = || case(json!([]), &[HERE], false);
    let default = |spaces: Value| json!({"cases": [], "default": {"channel_ids": spaces}, "status": "enabled"});
    #[rustfmt::skip]
    let cases = [
        ("a default that is not told", default(json!([null])), maybe),
        ("a default that is not told beside another", default(json!([null, THERE])), maybe),
        ("a default of none", default(Value::Null), no),
        ("a default that is not asked", json!({"cases": [next()], "default": {"channel_ids": [null]}, "status": "enabled"}), yes),
        ("conditions are left out", route(&[without("if", &[THERE])], &[HERE]), maybe),
        ("conditions are left out, here in any case", route(&[without("if", &[HERE])], &[HERE]), yes),
        ("conditions are null", route(&[null("if", &[THERE])], &[HERE]), no),
        ("whether it goes on is left out", route(&[without("fallthrough", &[THERE]), next()], &[]), maybe),
        ("whether it goes on is null", route(&[null("fallthrough", &[THERE]), next()], &[]), maybe),
        ("whether it goes on makes no difference", route(&[without("fallthrough", &[HERE]), next()], &[]), yes),
        ("a space that is not told", route(&[json!({"if": env("prod"), "channel_ids": [null], "fallthrough": false})], &[HERE]), maybe),
        ("a case that is null", json!({"cases": [null], "default": {"channel_ids": [HERE]}, "status": "enabled"}), maybe),
    ];
    for (name, route, wanted) in cases {
        assert_eq!(kept(Value::Null, route, &prod()).0, wanted, "{name}");
    }
    let hangs = route(&[case(env("prod"), &[THERE], false)], &[HERE]);
    assert_eq!(
        kept(Value::Null, hangs, &bare()).1,
        [Doubt::Label("env".to_owned())]
    );
    // What comes after a case that ends it in any event is not asked, nor is what is certain.
    let dc = json!([is("labels.dc", "1")]);
    let ended = route(
        &[
            case(env("prod"), &[THERE], false),
            case(json!([is("severity", "Info")]), &[THERE], false),
            case(json!([]), &[HERE], false),
            case(dc, &[THERE], false),
        ],
        &[HERE],
    );
    assert_eq!(
        kept(Value::Null, ended, &bare()),
        (maybe, vec![Doubt::Label("env".to_owned())])
    );
}

#[test]
fn a_pipeline_may_drop_it() {
    let rule = |kind: &str, filters: Value| json!({"kind": kind, "if": filters, "settings": {}});
    let pipeline = |rules: &[Value]| json!({"rules": rules, "status": "enabled"});
    let on = |key: &str, value: &str| json!([[is(key, value)]]);
    let warnings = || on("severity", "Warning");
    let (reset, drop) = ("severity_reset", "alert_drop");
    let (yes, no, maybe) = (Truth::Yes, Truth::No, Truth::Unknown);
    #[rustfmt::skip]
    let cases = [
        ("nothing", pipeline(&[]), no),
        ("all of them", pipeline(&[rule(drop, Value::Null)]), yes),
        ("whom it is for is left out", pipeline(&[json!({"kind": drop})]), maybe),
        ("a rule that is null", pipeline(&[Value::Null]), maybe),
        ("these", pipeline(&[rule(drop, warnings())]), yes),
        ("others", pipeline(&[rule(drop, on("severity", "Info"))]), no),
        ("by what is not told", pipeline(&[rule(drop, on("title", "x"))]), maybe),
        ("switched off", json!({"rules": [rule(drop, warnings())], "status": "disabled"}), no),
        ("in a state that duty does not know", json!({"rules": [rule(drop, warnings())], "status": "new"}), maybe),
        ("by a severity that is written", pipeline(&[rule(reset, Value::Null), rule(drop, warnings())]), maybe),
        ("written afterwards", pipeline(&[rule(drop, on("alert_severity", "Info")), rule(reset, Value::Null)]), maybe),
        ("another field is written", pipeline(&[rule("title_reset", Value::Null), rule(drop, warnings())]), yes),
        ("only written", pipeline(&[rule("description_reset", Value::Null)]), no),
        ("inhibited", pipeline(&[rule("alert_inhibit", warnings())]), maybe),
        ("others are inhibited", pipeline(&[rule("alert_inhibit", on("severity", "Info"))]), no),
        ("a kind that duty does not know", pipeline(&[rule("alert_hide", warnings())]), maybe),
        ("both", pipeline(&[rule("alert_inhibit", warnings()), rule(drop, warnings())]), yes),
    ];
    for (name, pipeline, wanted) in cases {
        assert_eq!(
            kept(pipeline, Value::Null, &warning(&[], false)).0,
            wanted,
            "{name}"
        );
    }
}

#[test]
fn a_field_that_a_pipeline_writes_is_named() {
    let drop = json!({"kind": "alert_drop", "if": [[is("severity", "Warning")]]});
    let pipeline =
        json!({"rules": [{"kind": "severity_reset", "if": null}, drop], "status": "enabled"});
    let found = kept(pipeline, Value::Null, &warning(&[], false));
    let wanted = vec![Doubt::Field("severity".to_owned())];
    assert_eq!(found, (Truth::Unknown, wanted));
}

#[test]
fn each_is_named() {
    let intake = Intake {
        integration: 4501,
        pipeline: crate::lenient::read(
            json!({"rules": [{"kind": "alert_drop"}], "status": "enabled"}),
        )
        .expect("a pipeline"),
        route: crate::lenient::read(json!({"status": "enabled"})).expect("a route"),
        unread: Vec::new(),
    };
    let found = intake.holding_back((HERE, "Here"), &warning(&[], false));
    let kinds: Vec<_> = found
        .iter()
        .map(|one| (one.kind, one.rule.as_ref().expect("a rule").discards))
        .collect();
    assert_eq!(
        kinds,
        [
            (SuppressionKind::Pipeline, true),
            (SuppressionKind::Route, false)
        ]
    );
    assert!(
        found
            .iter()
            .all(|one| one.rule.as_ref().expect("a rule").id == "4501")
    );
    assert_eq!(
        Intake::default().holding_back((HERE, "Here"), &warning(&[], false)),
        []
    );
}
