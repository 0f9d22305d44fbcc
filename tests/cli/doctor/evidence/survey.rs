//! `duty doctor missed`: what it looks at, and what it does not take for fine.

use serde_json::{Value, json};

use super::*;
use crate::harness::{Fault, FaultKind};

/// This moment, in seconds.
pub fn now() -> u64 {
    jiff::Timestamp::now().as_second().unsigned_abs()
}

/// A world with this rule and an incident that began then, with these lines after its opening.
pub fn began(
    start: u64,
    rule: Made,
    lines: impl Fn(u64) -> Vec<Value>,
    more: &[(&str, Value)],
) -> World {
    let world = World::new();
    let mut all = vec![made::opened(start * 1000, "Critical", TITLE)];
    all.extend(lines(start * 1000));
    let mut incident = made::incident(SPACE, TITLE, start).with("num", "0E83EE");
    for (name, value) in more {
        incident = incident.with(name, value.clone());
    }
    let edits = vec![Edit::put(rule), Edit::put(incident.told(&all))];
    world.server.apply(&Edit::all(edits)).unwrap();
    world
}

/// What is said of a span of that space.
pub fn missed(world: &World, words: &str, status: i32) -> Ran {
    let run = world.duty("doctor missed --space 30104");
    let run = words
        .split_whitespace()
        .fold(run, |run, word| run.arg(word));
    run.any_stdout().any_requests().status(status).run()
}

/// The numbers of the incidents.
pub fn nums(ran: &Ran) -> Vec<String> {
    let json = ran.json();
    let items = json["items"].as_array().unwrap().iter();
    let num = |item: &Value| item["incident"]["num"].as_str().unwrap().to_owned();
    items.map(num).collect()
}

/// My level failed.
fn failed(ms: u64) -> Vec<Value> {
    vec![
        made::assigned(ms + 1_000, &rule_id(), "P1", 1, &[ME]),
        made::notice(ms + 2_000, &rule_id(), 1, "push", &[(ME, Some("blocked"))]),
    ]
}

#[test]
fn what_was_open_when_it_began_counts_although_it_was_closed_since() {
    let (hour, now) = (3600, now());
    let closed = |at: u64| [("progress", json!("Closed")), ("close_time", json!(at))];
    // Open for ten hours until an hour ago.
    let start = now - 11 * hour;
    let world = began(start, rule(), failed, &closed(now - hour));
    for words in ["--since 24h", "--since 5h", "--since 2h"] {
        let ran = missed(&world, &format!("{words} -o json"), 3);
        assert_eq!(nums(&ran), ["0E83EE"], "{words}");
    }
    let ran = missed(&world, "--since 5h", 3);
    assert!(
        ran.stdout.contains("1 of them began earlier"),
        "{}",
        ran.stdout
    );
    // Over by then.
    let ran = missed(&world, "--since 30m -o json", 0);
    assert_eq!(
        (nums(&ran), &ran.json()["complete"]),
        (vec![], &json!(true))
    );
    // A server that does not say when it was closed: it may have been open.
    let world = began(start, rule(), failed, &closed(0));
    let ran = missed(&world, "--since 30m -o json", 3);
    assert_eq!(nums(&ran), ["0E83EE"]);
}

/// Level 1 told you, and mine never came.
fn not_escalated(ms: u64) -> Vec<Value> {
    vec![
        made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
        made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
    ]
}

fn nothing(_: u64) -> Vec<Value> {
    Vec::new()
}

/// What is not known, in a sentence each.
pub fn unknown(ran: &Ran) -> Vec<String> {
    let json = ran.json();
    let warnings = json["warnings"].as_array().unwrap().iter();
    let warnings = warnings.filter(|one| one["code"] != "note");
    let text = |one: &Value| one["message"].as_str().unwrap().to_owned();
    warnings.map(text).collect()
}

#[test]
fn what_may_have_been_missed_is_not_fine() {
    let start = now() - 7200;
    let whether = "whether incident 0E83EE was missed (";
    for (lines, why) in [
        (
            not_escalated as fn(u64) -> Vec<Value>,
            "level 2 of rule 'P1' names you and was due; why it did not come the record does not tell",
        ),
        (
            nothing,
            "no rule took it; as the rules are now, 'P1' would or may",
        ),
    ] {
        let world = began(start, rule(), lines, &[]);
        for words in ["", "--strict"] {
            let ran = missed(&world, words, 11);
            assert!(!ran.stdout.contains("Nothing was missed"), "{}", ran.stdout);
            assert!(
                ran.stdout
                    .contains("It is not known whether anything was missed")
                    && !ran.stdout.contains("nothing failed there"),
                "{}",
                ran.stdout
            );
            assert!(ran.stdout.contains("Not known: whether"), "{}", ran.stdout);
        }
        let ran = missed(&world, "--all -o json", 11);
        assert_eq!(unknown(&ran), [format!("{whether}{why})")]);
        let report = ran.json();
        let item = &report["items"][0];
        assert_eq!(
            (&report["complete"], &item["missed"], &item["notified"]),
            (&json!(false), &json!(false), &json!("no"))
        );
    }
    // Who was on call cannot be found out.
    let target = json!([{"escalate_window": 0, "target": {"schedule_to_role_ids": {"9100": [0]}, "by": follow()}}]);
    let world = began(start, rule().with("layers", target), not_escalated, &[]);
    world
        .server
        .fault(Fault::on("schedule_self", FaultKind::denied()));
    let ran = missed(&world, "-o json", 11);
    let told = unknown(&ran).join("\n");
    assert!(
        told.contains(&format!("{whether}not known: who was on call")),
        "{told}"
    );
    // Somebody was faster, and one whose level is still to come: both are known.
    let taken = |ms: u64| {
        let mut lines = not_escalated(ms);
        lines.push(made::line_by(YOU, ms + 60_000, "i_ack", json!({})));
        lines
    };
    missed(&began(start, rule(), taken, &[]), "", 0);
    missed(&began(now() - 120, rule(), not_escalated, &[]), "", 0);
}

#[test]
fn the_alerts_are_read_where_no_rule_took_it() {
    let start = now() - 7200;
    let held = made::line(start * 1000, "a_m_silence", json!({"rule_name": "Night"}));
    let alert = |start, lines: &[Value]| made::alert(SPACE, "disk full", start, lines);
    let silenced = json!([alert(start, std::slice::from_ref(&held))]);
    // Also where a person ran one, and what became of that decides.
    let run_by_hand = |ms: u64| {
        let mut run = made::assigned(ms + 600_000, &rule_id(), "P1", 0, &[YOU]);
        run["creator_id"] = json!(YOU);
        vec![run, made::line_by(YOU, ms + 900_000, "i_ack", json!({}))]
    };
    let alerts = [("alerts", silenced.clone())];
    missed(&began(start, rule(), run_by_hand, &alerts), "--all", 0);
    let world = began(start, rule(), nothing, &[("alerts", silenced)]);
    let ran = missed(&world, "--all -o json", 0);
    assert_eq!(ran.json()["items"][0]["reason"]["code"], "silenced");
    assert_eq!(ran.bodies("incident_alert_list").len(), 1);
    for operation in ["incident_alert_list", "alert_feed"] {
        world
            .server
            .fault(Fault::on(operation, FaultKind::denied()));
        let ran = missed(&world, "--all -o json", 11);
        let told = unknown(&ran).join("\n");
        assert!(told.contains("whether its alerts were held back"), "{told}");
        world
            .server
            .fault(Fault::on(operation, FaultKind::denied()));
        let ran = asked(&world);
        assert_eq!(ran.json()["reasons"][0]["code"], "unknown");
        assert_eq!(ran.json()["complete"], false);
        world.server.clear_faults();
    }
}

#[test]
fn it_is_as_severe_as_it_was_and_not_as_it_is() {
    let start = now() - 7200;
    let lowered = |ms: u64| {
        let mut lines = failed(ms);
        let change = json!({"from": "Critical", "to": "Info"});
        lines.push(made::line_by(YOU, ms + 3_600_000, "i_r_severity", change));
        lines
    };
    let is_now = |word: &str| [("incident_severity", json!(word))];
    let world = began(start, rule(), lowered, &is_now("Info"));
    for words in ["", "--severity critical", "--severity info"] {
        let ran = missed(&world, &format!("{words} -o json"), 3);
        assert_eq!(nums(&ran), ["0E83EE"], "{words}");
        assert_eq!(ran.json()["items"][0]["worst_severity"], "critical");
    }
    let ran = missed(&world, "--severity critical", 3);
    assert!(ran.stdout.contains("1 missed"), "{}", ran.stdout);
    assert!(ran.stdout.contains("critical"), "{}", ran.stdout);
    let ran = missed(&world, "--severity warning -o json", 0);
    assert_eq!(
        (nums(&ran), &ran.json()["complete"]),
        (vec![], &json!(true))
    );
    // It recovered.
    let world = began(start, rule(), failed, &is_now("Ok"));
    missed(&world, "", 3);
    // A word that nobody knows may be worse than critical.
    let unheard = |ms: u64| {
        let mut lines = failed(ms);
        lines.push(made::line_by(
            YOU,
            ms + 500,
            "i_r_severity",
            json!({"to": "P0"}),
        ));
        lines
    };
    let world = began(start, rule(), unheard, &is_now("Info"));
    for words in ["", "--severity critical"] {
        let ran = missed(&world, &format!("{words} -o json"), 11);
        assert_eq!(nums(&ran), ["0E83EE"]);
        assert_eq!(ran.json()["items"][0]["worst_severity"], Value::Null);
        let told = unknown(&ran).join("\n");
        assert!(told.contains("how severe incident 0E83EE was"), "{told}");
    }
    missed(&world, "--strict", 3);
}

#[test]
fn what_was_chosen_then_is_a_guess_without_the_log() {
    let start = now() - 7200;
    let mine = |ms: u64| vec![made::assigned(ms + 1_000, &rule_id(), "P1", 1, &[ME])];
    let world = began(start, rule(), mine, &[]);
    let nothing =
        Edit::new(|state| state["preferences"]["80011"]["trigger_notify"]["critical"] = json!([]));
    world.server.apply(&nothing).unwrap();
    let log = |docs: Value| {
        let body = json!({"request_id": "r", "data": {"docs": docs, "search_after_ctx": ""}});
        FaultKind::raw(200, "application/json", body.to_string())
    };
    let more = |docs: Value| {
        let body = json!({"request_id": "r", "data": {"docs": docs, "total": 3}});
        FaultKind::raw(200, "application/json", body.to_string())
    };
    let read = |at: u64| json!({"member_id": ME, "operation": "login", "created_at": at * 1000});
    let seconds = |at: u64| json!({"member_id": ME, "operation": "login", "created_at": at});
    let cut = |at: u64| {
        json!({"member_id": ME, "operation": "preference:write:update", "created_at": at * 1000,
        "body": "{\"trigger_notify\":{\"critical\":[\"voi"})
    };
    for (log, certain) in [
        (FaultKind::denied(), false),
        // Silently empty, or of later than that.
        (log(json!([])), false),
        (log(json!([read(start + 60)])), false),
        (log(json!([read(start + 60), read(start - 60)])), true),
        // In seconds, which is not 1970.
        (log(json!([seconds(start + 60)])), false),
        (log(json!([seconds(start + 60), seconds(start - 60)])), true),
        // It leaves some of them out.
        (more(json!([read(start + 60), read(start - 60)])), false),
        // A body that is cut off: something was set, and not what.
        (log(json!([cut(start + 60), read(start - 60)])), false),
        (log(json!([cut(start - 60), read(start - 90)])), false),
        (log(json!([cut(0), read(start - 90)])), false),
    ] {
        world.server.fault(Fault::on("audit_search", log.clone()));
        let report = asked(&world).json();
        let reason = &report["reasons"][0];
        assert_eq!(reason["code"], "no_channel_preference");
        let message = reason["message"].as_str().unwrap();
        assert_eq!(!message.contains("then is not known"), certain, "{message}");
        assert_eq!(report["complete"], certain, "{log:?}");
        let codes: Vec<&Value> = report["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["code"])
            .collect();
        assert_eq!(
            codes.contains(&&json!("audit_unread")),
            !certain,
            "{codes:?}"
        );
        world.server.clear_faults();
        world.server.fault(Fault::on("audit_search", log));
        let report = missed(&world, "-o json", 3).json();
        assert_eq!(report["complete"], certain);
        world.server.clear_faults();
    }
}

#[test]
fn an_answer_about_something_else_is_none() {
    let start = now() - 7200;
    // The record of its alert is that of another one.
    let held = json!({"ref_id": "6b0f00005a0db0c0de1a2b98", "type": "a_m_silence", "creator_id": 0,
        "detail": {"rule_name": "Night"}, "created_at": start * 1000});
    let alert = made::alert(SPACE, "disk full", start, &[]);
    let world = began(start, rule(), nothing, &[("alerts", json!([alert]))]);
    let body = json!({"request_id": "r", "data": {"items": [held], "has_next_page": false}});
    let raw = FaultKind::raw(200, "application/json", body.to_string());
    world.server.fault(Fault::on("alert_feed", raw));
    let ran = asked(&world);
    assert_eq!(
        ran.json()["reasons"][0]["code"],
        "unknown",
        "{}",
        ran.stdout
    );
    // What changed too often is one of the causes.
    world.server.clear_faults();
    let flaps = json!({"ref_id": "", "type": "a_m_flapping", "creator_id": 0, "created_at": start * 1000,
        "detail": {"in_secs": 600, "max_changes": 4, "mute_secs": 600}});
    let body = json!({"request_id": "r", "data": {"items": [flaps], "has_next_page": false}});
    let raw = FaultKind::raw(200, "application/json", body.to_string());
    world.server.fault(Fault::on("alert_feed", raw));
    let reason = asked(&world).json()["reasons"][0].clone();
    assert_eq!(
        (&reason["code"], &reason["message"]),
        (
            &json!("flapping"),
            &json!("its alert 'disk full' changed too often, and was muted")
        )
    );
    // The incident is another one.
    world.server.clear_faults();
    let other = world.ask(
        "/incident/list",
        &json!({"start_time": start - 86_400 * 6, "end_time": start - 3600}),
    );
    let other = other["items"][0].clone();
    let body = json!({"request_id": "r", "data": other});
    let raw = FaultKind::raw(200, "application/json", body.to_string());
    world.server.fault(Fault::on("incident_info", raw));
    let run = world.duty("doctor incident -o json").arg(id());
    let ran = run.any_stderr().any_requests().any_status().run();
    let message = ran.error()["message"].to_string();
    assert!(
        message.contains(other["incident_id"].as_str().unwrap()),
        "{message}"
    );
}

#[test]
fn a_time_of_another_year_is_told_with_it() {
    let snoozed = line_by(YOU, 300, "i_snooze", json!({"minutes": 525_600}));
    let world = world(rule(), &[assigned(1, 0, &[YOU]), snoozed]);
    let run = world.duty("doctor incident").arg(id());
    let told = run.any_stdout().any_requests().status(3).run().stdout;
    assert!(told.contains("until 2027-04-11 03:03:00"), "{told}");
}

#[test]
fn a_rule_that_is_gone_may_have_named_me() {
    let gone = |ms: u64| {
        let id = "6650a1f0c0de0000000000ff";
        vec![made::assigned(ms + 1_000, id, "Old rule", 0, &[YOU])]
    };
    let ran = missed(&began(now() - 7200, rule(), gone, &[]), "-o json", 11);
    let told = unknown(&ran).join("\n");
    assert!(
        told.contains("'Old rule', which took it, is no longer there"),
        "{told}"
    );
}

#[test]
fn how_far_back_it_looked_is_said_once() {
    let ran = missed(
        &World::new(),
        "--from 2026-03-04T00:00Z --to 2026-03-05T00:00Z -o json",
        0,
    );
    let report = ran.json();
    let warnings = report["warnings"].as_array().unwrap();
    let told: Vec<&Value> = warnings
        .iter()
        .filter(|one| one["code"] == "note")
        .collect();
    assert_eq!(
        (told.len(), &report["complete"]),
        (1, &json!(true)),
        "{report}"
    );
    let text = told[0]["message"].as_str().unwrap();
    assert!(text.contains("what began before 2026-02-01"), "{text}");
}

#[test]
fn all_pages_of_alerts_are_read() {
    let start = now() - 7200;
    let alert = |at: u64| made::alert(SPACE, "disk full", at, &[]);
    let alerts: Vec<Value> = (0..150).map(|one| alert(start + one)).collect();
    let more = [("alerts", json!(alerts)), ("alert_cnt", json!(150))];
    let ran = asked(&began(start, rule(), nothing, &more));
    assert_eq!(ran.bodies("incident_alert_list").len(), 2);
}
