//! `duty doctor` against a server written apart from the sandbox: as tolerant as the contract
//! allows, and failing half-way.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::harness::{Options, World};
use crate::pty::Pty;
use crate::stub::{Answer, Stub};

/// The server, and a world that asks it with a key of its own.
#[track_caller]
pub fn serve(mut answer: impl FnMut(&str, &Value) -> Answer + Send + 'static) -> (Stub, World) {
    let stub = Stub::answering()
        .otherwise(move |request| answer(&request.path, &request.json()))
        .start();
    let mut world = stub.world();
    world.env("DUTY_APP_KEY", "odd");
    (stub, world)
}

pub fn ok(data: Value) -> Answer {
    Answer::json(
        200,
        &json!({"request_id": "r", "data": data, "newer": {"x": 1}}),
    )
}

/// What the server says of everything but the spaces.
pub fn common(path: &str) -> Answer {
    match path {
        "/member/info" => ok(json!({
            "member_id": "7", "member_name": "Jane Doe", "account_name": "Odd", "account_id": 1,
            "email": "jane@example.com", "email_verified": true, "phone": "+44 7***", "phone_verified": true,
            "account_time_zone": "Europe/London", "later": [],
        })),
        // The newest reference has the status of a membership here alone.
        "/member/list" => ok(json!({"items": [
            {"member_id": 7, "member_name": "Jane Doe", "status": "enabled"},
        ]})),
        "/preference/info" => ok(json!({
            "person_id": 7,
            "trigger_notify": {"critical": ["sms", "pager:1"], "warning": ["email"], "info": null},
        })),
        "/push/device/list" => Answer::error(404, "RouteNotFound"),
        "/datasource/list" => ok(json!([])),
        "/schedule/self" => ok(json!({"items": null})),
        "/team/list" => ok(json!({"items": [
            {"team_id": 1, "team_name": "A", "person_ids": ["7", 8]},
            {"team_id": 2, "team_name": "B", "person_ids": null},
        ]})),
        "/team/infos" => {
            ok(json!({"items": [{"team_id": "2", "team_name": "B", "person_ids": [7]}]}))
        }
        "/channel/silence/rule/list" | "/channel/inhibit/rule/list" => ok(json!({"items": null})),
        "/channel/unsubscribe/rule/list" => ok(json!([])),
        _ => Answer::error(404, "RouteNotFound"),
    }
}

fn odd(path: &str, body: &Value) -> Answer {
    let follow = json!({"follow_preference": true, "critical": null});
    match path {
        "/channel/list" => {
            // Two pages with a space on both, and a total that is too small.
            let space = |id: u64, name: &str, status: Value| json!({"channel_id": id.to_string(), "channel_name": name, "status": status, "shape": "round"});
            match body["p"].as_u64() {
                Some(1) => ok(json!({"has_next_page": true, "total": 1, "items": [
                    space(1, "null lists", Value::Null), space(2, "off", json!("disabled")),
                    space(3, "broken", json!("enabled")),
                ]})),
                _ => ok(json!({"has_next_page": false, "items": [
                    space(3, "broken", json!("enabled")), space(4, "denied", json!("enabled")),
                    space(5, "second team", json!("paused")),
                    space(6, "rooms\u{1b}[31m", json!("enabled")), space(7, "others", json!("enabled")),
                ]})),
            }
        }
        "/channel/escalate/rule/list" => match body["channel_id"].as_u64() {
            Some(1) => ok(json!({"items": [{
                "rule_id": 11, "rule_name": null, "status": "enabled", "priority": "0",
                "filters": null, "time_filters": null, "color": "red",
                "layers": [{"target": {"person_ids": ["7"], "team_ids": null, "emails": null,
                    "schedule_to_role_ids": null, "webhooks": null, "by": follow, "robots": [1]}}],
            }]})),
            Some(3) => Answer::error(500, "InternalError"),
            Some(4) => Answer::error(403, "AccessDenied"),
            Some(5) => ok(json!([{
                "rule_id": "r5", "rule_name": "five", "status": "enabled", "filters": [],
                "layers": [{"target": {"team_ids": [2], "by": follow}}],
            }])),
            Some(6) => ok(json!({"items": [{
                "rule_id": "r6", "rule_name": "six", "status": "enabled",
                "layers": [{"target": {"person_ids": [7], "by": null, "webhooks": [{"type": "x"}, "y"]}}],
            }]})),
            _ => ok(json!({"items": null})),
        },
        _ => common(path),
    }
}

#[test]
fn what_can_be_read_is_right_and_the_rest_is_named() {
    let (_stub, world) = serve(odd);
    let ran = world.duty("doctor -o json").any_stdout().status(3).run();
    let report = ran.json();
    assert_eq!(
        report["counts"],
        json!({"examined": 4, "total": 7, "of_no_concern": 1, "disabled": 1, "denied": 1, "failed": 1})
    );
    assert_eq!(report["complete"], false);
    let names: Vec<&str> = report["unread"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"broken") && names.contains(&"denied"));
    let spaces = report["spaces"].as_array().unwrap();
    let cell = |id: u64, severity: &str| {
        let id = id.to_string();
        let space = spaces.iter().find(|space| space["id"] == id).unwrap();
        space["severities"][severity].clone()
    };
    assert_eq!(cell(1, "critical")["first"][0]["channel"], "sms");
    assert_eq!(cell(1, "critical")["reached"], "yes");
    assert_eq!(cell(1, "info")["reason"], "no_channel");
    assert_eq!(cell(5, "warning")["first"][0]["channel"], "email");
    // Nobody knows whether incidents happen in a space that is "paused".
    assert_eq!(cell(5, "warning")["reached"], "maybe");
    assert_eq!(cell(5, "warning")["held"][0]["kind"], "space");
    assert_eq!(cell(6, "critical")["reason"], "group_chats_only");
    let codes: Vec<&str> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["group_chats_only", "spaces_unread", "no_channel"]);
    let text = world.duty("doctor").any_stdout().status(3).run().stdout;
    assert!(
        text.contains("Spaces that do not concern you: 1; --all shows them."),
        "{text}"
    );
    assert!(
        text.contains("Disabled spaces, where no incident happens: 1."),
        "{text}"
    );
    assert!(
        text.contains("the key may not read 1 of the spaces: denied"),
        "{text}"
    );
    assert!(
        text.contains("could not be read, so what happens there is not known: broken"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn a_key_that_stops_working_half_way_ends_the_asking() {
    let asked = AtomicUsize::new(0);
    let (_stub, world) = serve(move |path, body| match path {
        "/channel/list" => {
            let items: Vec<Value> = (1..=90)
                .map(|id| json!({"channel_id": id, "channel_name": format!("space {id}")}))
                .collect();
            ok(json!({"has_next_page": false, "items": items}))
        }
        "/channel/escalate/rule/list" if asked.fetch_add(1, Ordering::SeqCst) >= 20 => {
            Answer::error(401, "Unauthorized")
        }
        "/channel/escalate/rule/list" => ok(json!({"items": [{
            "rule_id": "r", "rule_name": "all", "status": "enabled",
            "layers": [{"target": {"person_ids": [body["channel_id"].as_u64().map(|_| 7)],
                "by": {"follow_preference": true}}}],
        }]})),
        _ => common(path),
    });
    let ran = world
        .duty("doctor -o json")
        .any_stdout()
        .any_stderr()
        .status(4)
        .run();
    let report = ran.json();
    assert_eq!(report["complete"], false);
    let known = report["spaces"].as_array().unwrap().len();
    assert!((13..=20).contains(&known), "{known}");
    assert_eq!(report["counts"]["examined"], known);
    assert_eq!(report["counts"]["total"], 90);
    assert_eq!(ran.error()["kind"], "key");
}

#[test]
fn a_server_that_goes_away_is_not_asked_ninety_times() {
    let (_stub, world) = serve(|path, _| match path {
        "/channel/list" => {
            let items: Vec<Value> = (1..=90).map(|id| json!({"channel_id": id})).collect();
            ok(json!({"has_next_page": false, "items": items}))
        }
        "/channel/escalate/rule/list" => Answer::error(503, "ServiceUnavailable"),
        _ => common(path),
    });
    let ran = world
        .duty("doctor -o json")
        .any_stdout()
        .any_stderr()
        .status(10)
        .run();
    assert_eq!(ran.json()["counts"]["failed"], 16);
    assert_eq!(ran.error()["kind"], "unreachable");
}

/// Who the key belongs to is not told, and the preferences do not say it either: nobody is "not a target".
#[test]
fn a_person_that_nobody_knows_may_be_any() {
    let rule = |target: Value| json!({"rule_id": "r", "rule_name": "all", "status": "enabled", "layers": [{"target": target}]});
    let by = json!({"follow_preference": true});
    for target in [
        json!({"person_ids": [7], "by": by}),
        json!({"team_ids": [1], "by": by}),
        json!({"schedule_to_role_ids": {"3": []}, "by": by}),
        json!({"emails": ["jane@example.com"], "by": by}),
    ] {
        let rules = json!({"items": [rule(target.clone())]});
        let (_stub, world) = serve(move |path, _| match path {
            "/member/info" | "/account/info" => Answer::error(403, "AccessDenied"),
            "/preference/info" => ok(json!({"trigger_notify": {"critical": ["email"]}})),
            "/channel/list" => ok(json!({"items": [{"channel_id": 1, "channel_name": "one"}]})),
            "/channel/info" => ok(json!({"channel_id": 1, "channel_name": "one"})),
            "/channel/escalate/rule/list" => ok(rules.clone()),
            _ => common(path),
        });
        let run = world.duty("doctor explain 1 critical -o json");
        let ran = run.any_stdout().any_stderr().status(11).run();
        assert_eq!(ran.json()["result"]["reached"], "maybe", "{target}");
    }
}

/// Rules of another space say nothing of this one, and the answer with them tells no rules of this one.
#[test]
fn rules_of_another_space_are_no_answer() {
    let everything = json!([[{"key": "severity", "oper": "IN", "vals": ["Critical"]}]]);
    let (_stub, world) = serve(move |path, _| match path {
        "/channel/silence/rule/list" => ok(json!({"items": [{"rule_id": "s", "channel_id": 2,
            "status": "enabled", "filters": everything.clone()}]})),
        "/channel/list" => ok(json!({"items": [{"channel_id": 1, "channel_name": "one"}]})),
        "/channel/info" => ok(json!({"channel_id": 1, "channel_name": "one"})),
        "/channel/escalate/rule/list" => ok(json!({"items": [{"rule_id": "r", "status": "enabled",
            "layers": [{"target": {"person_ids": [7], "by": {"follow_preference": true}}}]}]})),
        _ => common(path),
    });
    let run = world.duty("doctor explain 1 critical -o json");
    let result = run.any_stdout().any_stderr().status(11).run().json()["result"].clone();
    assert_eq!(result["reached"], "maybe");
    assert_eq!(result["held"][0]["rule"], Value::Null);
    assert_eq!(result["held"][0]["kind"], "silence");
    let run = world.duty("doctor --space 1 --severity critical -o json");
    let report = run.any_stdout().any_stderr().any_status().run().json();
    let error = &report["unread_noise_rules"][0]["error"]["message"];
    assert_eq!(error, "the answer has rules of another space");
}

#[test]
fn escalation_rules_of_another_space_are_none_of_this_one() {
    let (_stub, world) = serve(move |path, body| match path {
        // It does not know the filter either.
        "/channel/list" if body["p"] == 1 => {
            ok(json!({"items": [{"channel_id": 2}], "has_next_page": true}))
        }
        "/channel/list" => ok(json!({"items": [{"channel_id": 1, "channel_name": "one"}]})),
        "/channel/info" => ok(json!({"channel_id": 1, "channel_name": "one"})),
        "/channel/escalate/rule/list" => ok(
            json!({"items": [{"rule_id": "r", "channel_id": 2, "status": "enabled",
            "layers": [{"target": {"person_ids": [8], "by": {"follow_preference": true}}}]}]}),
        ),
        _ => common(path),
    });
    let run = world.duty("doctor explain 1 critical -o json");
    let ran = run.any_stdout().any_stderr().status(11).run();
    let told = format!("{}{}", ran.stdout, ran.stderr);
    assert!(
        told.contains("the answer has rules of another space"),
        "{told}"
    );
    let run = world.duty("doctor --space 1 --severity critical -o json");
    let report = run.any_stdout().any_stderr().status(11).run().json();
    assert_eq!(report["complete"], false, "{report}");
}

/// What began after the span, and preferences of somebody else, are no answer; and the clock is told.
#[test]
fn missed_goes_by_the_span_the_person_and_the_servers_clock() {
    const ID: &str = "6650a1f0c0de0000000000aa";
    let incident = |start: u64| {
        json!({"incident_id": ID, "num": "0E83EE", "incident_severity": "Critical", "progress": "Triggered",
            "channel_id": 1, "start_time": start, "responders": [{"person_id": 7}]})
    };
    let feed = |start: u64| {
        let line = |after: u64, kind: &str, detail: Value| json!({"ref_id": ID, "type": kind, "creator_id": 0, "created_at": (start + after) * 1000, "detail": detail});
        let assigned = json!({"to": [7], "person_ids": [7], "type": "assign"});
        json!({"items": [line(0, "i_new", json!({"severity": "Critical"})), line(9, "i_assign", assigned)],
            "has_next_page": false})
    };
    // 2026-03-04, and the day after.
    for (start, seen) in [(1_772_600_000, 1), (1_772_700_000, 0)] {
        let (_stub, world) = serve(move |path, _| {
            let answer = match path {
                "/incident/list" => ok(json!({"items": [incident(start)], "has_next_page": false})),
                "/incident/feed" => ok(feed(start)),
                "/channel/escalate/rule/list" => ok(json!({"items": []})),
                "/preference/info" => ok(json!({"person_id": 8,
                    "trigger_notify": {"critical": null, "warning": null, "info": null}})),
                _ => common(path),
            };
            answer.dated(3 * 3600)
        });
        let run = world
            .duty("doctor missed --from 2026-03-04T00:00Z --to 2026-03-05T00:00Z --all -o json");
        let report = run.any_stdout().any_stderr().any_status().run().json();
        assert_eq!(report["items"].as_array().unwrap().len(), seen, "{report}");
        let warned = report["warnings"].as_array().unwrap().iter();
        let clocks = warned.filter(|one| one["code"] == "clocks_differ").count();
        assert_eq!(clocks, 1, "{report}");
        if seen == 1 {
            assert_eq!(report["items"][0]["reason"]["code"], "unknown", "{report}");
        }
    }
}

/// Windows, shifts and records go by the server's clock: where this machine's is quite another, "now" is the server's.
#[test]
fn now_is_the_servers_where_the_clocks_differ() {
    for (ahead, differs) in [(3 * 3600, true), (-8 * 3600, true), (10, false)] {
        let (_stub, world) = serve(move |path, _| {
            let answer = match path {
                "/channel/list" => ok(json!({"items": [{"channel_id": 1, "channel_name": "one"}]})),
                "/channel/info" => ok(json!({"channel_id": 1, "channel_name": "one"})),
                "/channel/escalate/rule/list" => ok(json!({"items": null})),
                _ => common(path),
            };
            answer.dated(ahead)
        });
        let run = world.duty("doctor explain 1 critical -o json");
        let report = run.any_stdout().any_stderr().any_status().run().json();
        let at: jiff::Timestamp = report["at"].as_str().unwrap().parse().unwrap();
        let off = at.as_second() - jiff::Timestamp::now().as_second();
        let wanted = if differs { ahead } else { 0 };
        assert!((off - wanted).abs() < 600, "{ahead}: {off}");
        let warned = report["warnings"].as_array().unwrap().iter();
        let warned = warned.filter(|one| one["code"] == "clocks_differ").count();
        assert_eq!(warned, usize::from(differs), "{report}");
    }
}

/// The bar says how far it is, on one line, and is gone when the result comes; Ctrl-C shows what is known.
#[cfg(unix)]
#[test]
fn a_bar_for_much_and_nothing_of_it_is_left() {
    for interrupted in [false, true] {
        let world = World::with(Options {
            spaces: Some(90),
            ..Options::default()
        });
        let run = world.duty("doctor --problems");
        let mut pty = Pty::start(&run, (80, 80));
        pty.until("bar", |parser| {
            let text = parser.screen().contents();
            text.contains(" of 90 spaces, ") && text.contains('#')
        });
        let rows = pty.text();
        let bars = rows.lines().filter(|row| row.contains(" of 90 ")).count();
        assert_eq!(bars, 1, "{rows}");
        if interrupted {
            pty.send("\u{3}");
        }
        let code = pty.end();
        assert_eq!(code, if interrupted { 130 } else { 3 });
        let text = pty.text();
        assert!(text.contains("Problems, worst first"), "{text}");
        assert!(!text.contains("----"), "{text}");
        assert!(!text.contains(" left; "), "{text}");
    }
}
