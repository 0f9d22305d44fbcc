//! What the records of incidents tell of the channels: the doctor reads some of them by itself, once a day.

use duty_sandbox::made;
use serde_json::{Value, json};

use crate::harness::{Edit, Fault, FaultKind, Ran, World};
use crate::prefs::proof::{message, world};

const NOON: &str = "2026-11-24T12:00:00+08:00";

#[track_caller]
fn doctor(world: &World, words: &str) -> Ran {
    let run = world
        .duty(&format!("doctor --space 30101 {words} --at"))
        .arg(NOON);
    run.any_stdout().any_requests().any_status().run()
}

fn feeds(ran: &Ran) -> usize {
    ran.bodies("incident_feed").len()
}

fn some() -> World {
    world(vec![
        message(50, "feishu_app", None),
        message(7, "push", Some("device token expired")),
        message(6, "email", None),
    ])
}

#[test]
fn what_reached_the_person_decides_and_is_read_once_a_day() {
    let world = some();
    let ran = doctor(&world, "-o json");
    assert_eq!((ran.bodies("incident_list").len(), feeds(&ran)), (1, 3));
    let report = ran.json();
    assert!(report["reached"]["read_at"].is_string());
    let channels = report["reached"]["channels"].as_array().unwrap();
    let of = |channel: &str| {
        channels
            .iter()
            .find(|one| one["channel"] == channel)
            .unwrap()
    };
    assert_eq!(of("app")["failed_reason"], "device token expired");
    assert!(of("feishu:4401")["handed_over_at"].is_string());
    // The account is linked, for a message was handed over; what failed last is not certain.
    let own = |severity: &str, at: usize| report["preferences"][severity][at].clone();
    assert_eq!(own("warning", 1)["delivers"], true);
    assert_eq!(own("critical", 1)["delivers"], Value::Null);
    assert_eq!(own("critical", 1)["reason"], "last_message_failed");
    let first = &report["spaces"][0]["severities"]["critical"]["first"];
    let certain: Vec<(&Value, &Value)> = first
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["channel"], &one["certain"]))
        .collect();
    assert_eq!(
        certain,
        [
            (&json!("email"), &json!(true)),
            (&json!("app"), &json!(false))
        ]
    );
    let codes: Vec<&Value> = report["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["code"])
        .collect();
    assert_eq!(codes, ["last_message_failed"]);
    assert_eq!(report["complete"], true);
    // That is kept, and shown with its age.
    let ran = doctor(&world, "");
    assert_eq!((ran.bodies("incident_list").len(), feeds(&ran)), (0, 0));
    for told in [
        "email now, maybe app now",
        "Messages  email: last handed over 20",
        "          app: failed once, last 20",
        "          Feishu 飞书-运维值班: last handed over 20",
        "          as the records of 30 days tell, read 20",
        "Not known: app may not reach you: the last message by it failed, \"device token expired\"",
    ] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    // Whoever asks for it gets it anew.
    assert_eq!(feeds(&doctor(&world, "--proof")), 3);
}

/// A push that a phone does not take any more is fixed by a phone, not by the preferences.
#[test]
fn a_push_that_failed_is_fixed_by_binding_a_phone() {
    let world = world(vec![message(7, "push", Some("device token expired"))]);
    let words = "doctor missed --since 1d --all -o json";
    let run = world.duty(words).any_requests().any_stdout().any_status();
    let reason = run.run().json()["items"][0]["reason"].clone();
    assert_eq!(reason["code"], "sending_failed");
    assert_eq!(
        reason["commands"][1]["argv"],
        json!(["duty", "device", "bind"])
    );
}

/// Asked first on a new machine, `explain` does not say yes where the doctor would say maybe.
#[test]
fn one_case_reads_them_as_the_doctor_does() {
    let world = world(vec![
        message(5, "push", Some("device token expired")),
        message(6, "email", Some("mailbox full")),
    ]);
    let explain = || {
        let run = world.duty("doctor explain 30101 critical -o json --at");
        run.arg(NOON).any_requests().any_stdout().any_status().run()
    };
    let ran = explain();
    assert_eq!((ran.bodies("incident_list").len(), feeds(&ran)), (1, 2));
    assert_eq!(ran.status, Some(11), "{}", ran.stdout);
    assert_eq!(ran.json()["result"]["reached"], "maybe");
    // Once a day.
    let ran = explain();
    assert_eq!(ran.bodies("incident_list").len(), 0);
    assert_eq!(ran.status, Some(11));
}

#[test]
fn it_is_bounded_and_says_what_it_left_out() {
    let many = || {
        world(
            (1..=20)
                .map(|hours| message(hours, "email", None))
                .collect(),
        )
    };
    for (words, read, left) in [("", 9, 11), ("--proof=4", 3, 17), ("--proof", 20, 0)] {
        let ran = doctor(&many(), words);
        assert_eq!(feeds(&ran), read, "{words}");
        let told = format!("; {left} of them were left out, '--proof=N' reads more");
        assert_eq!(ran.stdout.contains(&told), left > 0, "{}", ran.stdout);
    }
    let ran = doctor(&many(), "--proof=0");
    assert_eq!((ran.bodies("incident_list").len(), feeds(&ran)), (0, 0));
    assert!(!ran.stdout.contains("Messages"), "{}", ran.stdout);
    let ran = doctor(&world(vec![]), "");
    let told = "Messages  no message to you in the records of 30 days, read 20";
    assert!(ran.stdout.contains(told), "{}", ran.stdout);
}

#[test]
fn records_that_may_not_be_read_are_no_alarm() {
    let world = some();
    let denied = Fault::on("incident_list", FaultKind::denied());
    world.server.fault(denied);
    let ran = doctor(&world, "--severity warning -o json");
    let report = ran.json();
    let warning = &report["warnings"][0];
    assert_eq!(warning["code"], "records_unread");
    let message = warning["message"].as_str().unwrap();
    let told = "The server did not say when a channel last reached you (AccessDenied). To have it read: it needs the permission Incidents Read";
    assert!(message.starts_with(told), "{message}");
    assert_eq!((ran.status, &report["complete"]), (Some(0), &json!(true)));
    assert_eq!(report["reached"], json!({"read_at": null, "channels": []}));
}

/// By the server's clock it is yet to come; what a clock is off by counts for nothing.
#[test]
fn a_message_of_the_future_proves_nothing() {
    const ME: u64 = 80011;
    let now = jiff::Timestamp::now().as_second().unsigned_abs();
    let (opened, hour) = (now - 3600, 3600);
    for (at, proves) in [(now + 2 * hour, false), (now + 60, true), (opened, true)] {
        let sent =
            |by: &str, failed: Option<&str>| made::notice(at * 1000, "", 0, by, &[(ME, failed)]);
        let lines = [
            made::opened(opened * 1000, "Critical", "x"),
            sent("feishu_app", None),
            sent("push", Some("device token expired")),
        ];
        let mine = json!([{"person_id": ME, "assigned_at": opened, "acknowledged_at": 0}]);
        let incident = made::incident(0, "x", opened).told(&lines);
        let world = world(vec![Edit::put(incident.with("responders", mine))]);
        // Also not from what is kept.
        for feeds_read in [1, 0] {
            let ran = doctor(&world, "-o json");
            assert_eq!(feeds(&ran), feeds_read);
            let report = ran.json();
            let known = report["reached"]["channels"].as_array().unwrap().len();
            let linked = &report["preferences"]["warning"][1]["delivers"];
            let app = &report["preferences"]["critical"][1]["delivers"];
            let wanted = match proves {
                true => (2, &json!(true), &json!(null)),
                false => (0, &json!(null), &json!(true)),
            };
            assert_eq!((known, linked, app), wanted, "{at}: {report}");
        }
    }
}
