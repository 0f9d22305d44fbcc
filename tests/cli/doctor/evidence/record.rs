//! The record: many pages, one that ends in the middle, older forms, words that nobody knows.

use serde_json::json;

use super::survey::{began, now};
use super::*;
use crate::harness::{Fault, FaultKind};
use duty_sandbox::Behavior;

/// A record of so many comments, and at its end a message to me.
fn long(comments: u64) -> Vec<Value> {
    let comment = |at| line_by(YOU, at, "i_comm", json!({"comment": format!("{at}")}));
    let mut lines: Vec<Value> = (1..=comments).map(comment).collect();
    lines.push(notice(comments + 1, 1, "push", &[(ME, None)]));
    lines
}

#[test]
fn many_pages_are_read_to_the_end_in_either_form() {
    for behavior in [Behavior::default(), Behavior::older()] {
        let world = world(rule(), &long(250));
        let edit = Edit::behave(move |now| *now = behavior.clone());
        world.server.apply(&edit).unwrap();
        let ran = asked(&world);
        assert_eq!(ran.json()["notified"], "yes");
        assert_eq!(ran.bodies("incident_feed").len(), 3);
        assert!(
            ran.bodies("incident_feed")
                .iter()
                .all(|body| body["asc"] == true)
        );
        assert_eq!(ran.json()["timeline"].as_array().unwrap().len(), 252);
    }
}

#[test]
fn a_record_that_ends_in_the_middle_is_said() {
    let world = world(rule(), &long(150));
    let broken = FaultKind::error(400, "InternalError");
    world
        .server
        .fault(Fault::on("incident_feed", broken).from(2));
    let run = world.duty("doctor incident").arg(id());
    let ran = run.any_stdout().any_requests().status(11).run();
    for told in [
        "It is not known whether you were notified.",
        "Why: not known: not all of the record of the incident could be read",
        "Not known: the record ends in the middle (InternalError)",
    ] {
        assert!(ran.stdout.contains(told), "{}", ran.stdout);
    }
    world.server.clear_faults();
    assert_eq!(asked(&world).status, Some(0));
}

#[test]
fn what_is_handed_over_before_the_end_need_not_be_the_last() {
    let mut lines = long(150);
    lines.insert(0, notice(1, 1, "voice", &[(ME, None)]));
    let world = world(rule(), &lines);
    let broken = FaultKind::error(400, "InternalError");
    world
        .server
        .fault(Fault::on("incident_feed", broken).from(2));
    let ran = asked(&world);
    assert_eq!(
        (ran.status, &ran.json()["complete"]),
        (Some(11), &json!(false))
    );
    let codes: Vec<Value> = ran.json()["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].clone())
        .collect();
    assert_eq!(codes, ["unknown", "notified"]);
}

#[test]
fn unknown_types_are_shown_as_they_are() {
    let world = world(
        rule(),
        &[
            line_by(YOU, 5, "i_wi_created", json!({"title": "x"})),
            line(6, "i_ack", Value::Null),
        ],
    );
    let run = world.duty("doctor incident").arg(id());
    let ran = run.any_stdout().any_requests().status(3).run();
    assert!(
        ran.stdout.contains("02:58:05  i_wi_created, by 李四"),
        "{}",
        ran.stdout
    );
}

#[test]
fn without_the_permission_it_says_which() {
    let world = world(rule(), &[]);
    world.server.fault(Fault::on(
        "incident_info",
        FaultKind::error(403, "AccessDenied"),
    ));
    world.server.fault(Fault::on(
        "incident_feed",
        FaultKind::error(403, "AccessDenied"),
    ));
    let run = world.duty("doctor incident").arg(id());
    let ran = run.any_stderr().any_requests().status(5).run();
    assert!(ran.stderr.contains("Incidents Read"), "{}", ran.stderr);
}

#[test]
fn rules_that_cannot_be_read_are_no_certainty() {
    let world = world(rule(), &[assigned(1, 0, &[YOU])]);
    world.server.fault(Fault::on(
        "escalation_rule_list",
        FaultKind::error(403, "AccessDenied"),
    ));
    let ran = asked(&world);
    let report = ran.json();
    assert_eq!(
        (&report["notified"], &report["reasons"][0]["code"]),
        (&json!("no"), &json!("unknown"))
    );
    assert_eq!(report["warnings"][0]["code"], "rules_unread");
    assert_eq!((ran.status, &report["complete"]), (Some(3), &json!(false)));
}

/// Finding it by its number leaves no less to ask for.
#[test]
fn the_records_of_both_first_alerts_are_read_by_number_too() {
    let start = now() - 7200;
    let alerts: Vec<Value> = ["disk full", "disk slow"]
        .iter()
        .map(|name| made::alert(SPACE, name, start, &[]))
        .collect();
    let taken = |ms: u64| vec![made::line_by(YOU, ms + 60_000, "i_ack", json!({}))];
    let world = began(
        start,
        rule(),
        taken,
        &[("alerts", json!(alerts)), ("num", json!("7E57ED"))],
    );
    let by_id = asked(&world);
    let run = world.duty("doctor incident 7E57ED -o json");
    let by_number = run.any_requests().any_stdout().any_status().run();
    assert_eq!(by_number.bodies("alert_feed").len(), 2);
    assert_eq!(by_number.json()["reasons"], by_id.json()["reasons"]);
}
