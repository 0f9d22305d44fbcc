//! A record that duty does not understand, that lacks its beginning or that is another incident's is no proof that
//! nothing was sent: it is not known.

use serde_json::{Value, json};

use super::survey::{began, missed, now, unknown};
use super::*;
use crate::harness::{Fault, FaultKind};

/// An incident whose record has these lines and no others.
fn only(lines: &[Value]) -> World {
    let world = World::new();
    let incident = made::incident(SPACE, TITLE, START).with("num", "0E83EE");
    let edits = vec![Edit::put(rule()), Edit::put(incident.told(lines))];
    world.server.apply(&Edit::all(edits)).unwrap();
    world
}

/// Nothing is certain of it, and the reason is this one.
#[track_caller]
fn not_known(world: &World, why: &str) {
    let ran = asked(world);
    let report = ran.json();
    assert_eq!(
        (ran.status, &report["notified"], &report["complete"]),
        (Some(11), &json!("unknown"), &json!(false)),
        "{report}"
    );
    let warnings = report["warnings"].to_string();
    assert!(warnings.contains(why), "{warnings}");
}

#[test]
fn an_entry_of_an_unknown_kind_that_is_like_a_notice_may_be_one() {
    for kind in ["i_notify_v2", "i_notify_call", "i_voice"] {
        let mut sent = notice(2, 1, "voice", &[(ME, None)]);
        sent["type"] = json!(kind);
        not_known(&world(rule(), &[assigned(1, 1, &[ME]), sent.clone()]), "");
        sent["created_at"] = json!(0);
        not_known(&world(rule(), &[assigned(1, 1, &[ME]), sent]), "");
    }
    for (kind, detail) in [
        ("i_notify_v2", Value::Null),
        ("i_assign_v2", json!({"to": [ME]})),
        ("i_called", json!({"person_ids": [ME]})),
        ("i_called", json!({"fire_type": "fire"})),
        ("i_called", json!({"callees": [ME]})),
        ("i_called", json!({"to": {"id": ME}})),
    ] {
        not_known(&world(rule(), &[line(2, kind, detail)]), "");
    }
    // What is like none leaves no doubt.
    let room = json!({"chat_id": "oc_1", "chat_name": "war room"});
    let lines = [
        line(2, "i_wr_create", room),
        line(3, "i_wi_made", json!({"title": "x"})),
    ];
    assert_eq!(said(&world(rule(), &lines)).1, 3);
}

#[test]
fn a_record_without_its_beginning_is_not_all_of_it() {
    let missing = "its beginning is missing";
    let comment = line_by(YOU, 60, "i_comm", json!({"comment": "x"}));
    not_known(&only(&[]), missing);
    not_known(&only(std::slice::from_ref(&comment)), missing);
    let world = only(&[assigned(1, 0, &[YOU]), comment]);
    not_known(&world, missing);
    let run = world.duty("doctor incident").arg(id());
    let ran = run.any_stdout().any_requests().status(11).run();
    assert!(
        ran.stdout
            .contains("It is not known whether you were notified."),
        "{}",
        ran.stdout
    );
    // What was handed over was.
    let ran = asked(&only(&[notice(2, 1, "voice", &[(ME, None)])]));
    assert_eq!(
        (ran.status, &ran.json()["complete"]),
        (Some(0), &json!(false))
    );
}

#[test]
fn an_entry_of_another_incident_is_not_of_this_one() {
    let foreign = |mut line: Value| {
        line["ref_id"] = json!(made::incident_id(SPACE, "another"));
        line
    };
    let others = "it has entries of another incident";
    let sent = notice(2, 1, "voice", &[(ME, None)]);
    not_known(&world(rule(), &[foreign(sent.clone())]), others);
    not_known(&only(&[foreign(opened()), foreign(sent.clone())]), others);
    not_known(
        &world(rule(), &[foreign(line_by(YOU, 60, "i_ack", json!({})))]),
        others,
    );
    let ran = asked(&world(
        rule(),
        &[foreign(assigned(1, 0, &[YOU])), sent.clone()],
    ));
    assert_eq!(
        (ran.status, &ran.json()["complete"]),
        (Some(0), &json!(false))
    );
    // An alert has an id of its own, and so has an incident that was merged into it.
    let lines = [
        foreign(line(30, "a_merge", json!({}))),
        foreign(line_by(YOU, 40, "i_merge", json!({}))),
        sent,
    ];
    assert_eq!(asked(&world(rule(), &lines)).json()["complete"], true);
}

#[test]
fn what_could_not_be_read_was_not_missed_and_did_not_arrive() {
    let world = World::new();
    let refused = FaultKind::error(403, "AccessDenied");
    world
        .server
        .fault(Fault::on("incident_feed", refused).from(1));
    let run = world.duty("doctor missed").any_stdout().any_requests();
    let ran = run.status(11).run();
    for told in ["Nothing was missed", "nothing failed there"] {
        assert!(!ran.stdout.contains(told), "{}", ran.stdout);
    }
    assert!(
        ran.stdout
            .starts_with("It is not known what reached you of "),
        "{}",
        ran.stdout
    );
    // One that cannot be read is not one of those that were.
    world.server.clear_faults();
    let refused = FaultKind::error(403, "AccessDenied");
    world
        .server
        .fault(Fault::on("incident_feed", refused).from(3));
    let run = world.duty("doctor missed --since 8d --severity warning");
    let ran = run.any_stdout().any_requests().any_status().run();
    assert!(
        !ran.stdout.contains("Nothing was missed, of"),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_unreadable_notice_is_not_counted_as_missed() {
    let mut sent = notice(2, 1, "voice", &[(ME, None)]);
    sent["type"] = json!("i_notify_v2");
    let world = world(rule(), &[assigned(1, 1, &[ME]), sent]);
    let day = |words: &str| {
        let run = world.duty(words).arg("--from").arg("2026-04-11 02:00");
        let run = run.arg("--to").arg("2026-04-11 04:00").any_stdout();
        run.any_requests().status(11).run()
    };
    let report = day("doctor missed --all --space 30104 -o json").json();
    let item = &report["items"][0];
    assert_eq!(
        (&item["notified"], &item["missed"], &report["complete"]),
        (&json!("unknown"), &json!(false), &json!(false)),
        "{report}"
    );
    let ran = day("doctor missed --space 30104");
    let told = "It is not known what reached you of 1 incident that could concern you";
    assert!(ran.stdout.starts_with(told), "{}", ran.stdout);
}

/// The feed comes after the incident, or has lost an entry.
#[test]
fn a_record_that_lacks_what_the_incident_tells_is_not_all_of_it() {
    let start = now() - 7200;
    let told_you = |ms: u64| vec![made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU])];
    let by_hand = json!({"type": "reassign", "person_ids": [ME], "assigned_at": start + 5});
    let mine = |assigned: u64, acknowledged: u64| json!([{"person_id": ME, "assigned_at": assigned, "acknowledged_at": acknowledged}]);
    for more in [
        vec![("assigned_to", by_hand), ("responders", mine(start + 5, 0))],
        vec![
            ("ack_time", json!(start + 60)),
            ("responders", mine(0, start + 60)),
        ],
    ] {
        for persons in [&[YOU][..], &[YOU, ME]] {
            let levels = json!([level(0, persons, &follow())]);
            let rule = rule().with("layers", levels);
            let world = began(start, rule, told_you, &more);
            not_known(&world, "it lacks what the incident itself tells");
            let ran = missed(&world, "--all -o json", 11);
            let report = ran.json();
            assert_eq!(report["items"][0]["notified"], "unknown", "{report}");
            assert_eq!(
                unknown(&ran),
                ["the record of incident 0E83EE (it lacks what the incident itself tells)"]
            );
        }
    }
}

#[test]
fn an_entry_that_names_me_and_leaves_me_out_tells_neither() {
    let start = now() - 7200;
    let levels = json!([level(0, &[YOU], &follow())]);
    let by_rule =
        json!({"to": [], "person_ids": [ME], "escalate_rule_id": rule_id(), "layer_idx": 0});
    for detail in [json!({"to": [YOU], "person_ids": [ME]}), by_rule] {
        let lines = |ms: u64| vec![made::line_by(YOU, ms + 1_000, "i_assign", detail.clone())];
        let rule = rule().with("layers", levels.clone());
        let world = began(start, rule, lines, &[("assigned_to", Value::Null)]);
        not_known(&world, "");
        missed(&world, "", 11);
    }
}

/// Whoever had what was merged into it is listed, and the record says so.
#[test]
fn a_record_that_tells_of_a_merge_lacks_nobody_whom_that_brought() {
    let start = now() - 7200;
    let mine = json!([{"person_id": ME, "assigned_at": start + 400, "acknowledged_at": 0}]);
    let merged = |ms: u64| {
        let named = |id: &str| json!({"incident_id": id, "title": TITLE});
        let detail = json!({
            "source_incidents": [named("05007598b472ee71ff740001")],
            "target_incident": named(&id()),
            "source_responders": [ME],
        });
        made::line_by(YOU, ms + 400_000, "i_merge", detail)
    };
    for (taken, notified, code, status) in [
        (true, "no", "acknowledged_before", 3),
        (false, "unknown", "unknown", 11),
    ] {
        let lines = |ms: u64| {
            let mut lines = vec![made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU])];
            lines.extend(taken.then(|| made::line_by(YOU, ms + 60_000, "i_ack", json!({}))));
            lines.push(merged(ms));
            lines
        };
        let world = began(start, rule(), lines, &[("responders", mine.clone())]);
        let ran = asked(&world);
        let report = ran.json();
        assert_eq!(
            (ran.status, &report["notified"], &report["complete"]),
            (Some(status), &json!(notified), &json!(taken)),
            "{report}"
        );
        assert_eq!(report["reasons"][0]["code"], code, "{report}");
        assert_eq!(report["warnings"], json!([]), "{report}");
        let ran = missed(&world, "--all -o json", if taken { 0 } else { 11 });
        let told = unknown(&ran).join("\n");
        assert_eq!(
            told.contains("an incident that you had was merged into it"),
            !taken,
            "{told}"
        );
        assert!(!told.contains("it lacks"), "{told}");
    }
}
