//! An incident that came to the person again: the last time counts, or those of the time that is asked about.

use serde_json::{Value, json};

use super::survey::{began, missed, now, unknown};
use super::*;

/// Level 1 told me, and then this happened.
pub(super) fn then(more: impl Fn(u64) -> Vec<Value>) -> World {
    let lines = |ms: u64| {
        let mut lines = vec![
            made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[ME]),
            made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(ME, None)]),
        ];
        lines.extend(more(ms));
        lines
    };
    let levels = json!([level(30, &[ME], &follow()), level(0, &[YOU], &follow())]);
    let rule = made::escalation(SPACE, "P1", 1, levels).with("updated_at", START - 86_400);
    began(now() - 7200, rule, lines, &[])
}

pub(super) fn failed(ms: u64) -> Value {
    made::notice(ms, &rule_id(), 0, "voice", &[(ME, Some("busy"))])
}

fn hand(by: u64, ms: u64, to: &[u64]) -> Value {
    made::assigned_by(by, ms, "reassign", to)
}

/// Both say the same.
#[track_caller]
pub(super) fn said(world: &World, notified: &str, status: i32) -> Value {
    let ran = asked(world);
    let report = ran.json();
    assert_eq!(
        (ran.status, &report["notified"]),
        (Some(status), &json!(notified)),
        "{report}"
    );
    let all = missed(world, "--all -o json", status).json();
    let item = &all["items"][0];
    assert_eq!(
        (&item["notified"], &item["reason"]["code"]),
        (&report["notified"], &report["reasons"][0]["code"]),
        "{all}"
    );
    report
}

#[test]
fn what_came_again_and_failed_was_missed() {
    let happens: [fn(u64) -> Vec<Value>; 5] = [
        // Given away, and back, and nobody acknowledged it.
        |ms| {
            vec![
                hand(ME, ms + 3_000_000, &[YOU]),
                hand(YOU, ms + 4_000_000, &[ME]),
            ]
        },
        |ms| {
            vec![
                made::line_by(YOU, ms + 300_000, "i_ack", json!({})),
                made::line_by(YOU, ms + 4_000_000, "i_unack", json!({})),
            ]
        },
        |ms| {
            vec![
                made::line_by(YOU, ms + 300_000, "i_snooze", json!({"minutes": 600})),
                made::line_by(YOU, ms + 4_000_000, "i_wake", json!({})),
            ]
        },
        |ms| {
            vec![made::line_by(
                YOU,
                ms + 400_000,
                "i_snooze",
                json!({"minutes": 60}),
            )]
        },
        // Opened again by an assignment alone.
        |ms| {
            vec![
                made::line_by(YOU, ms + 300_000, "i_rslv", json!({"from": "console"})),
                made::assigned(ms + 4_000_000, &rule_id(), "P1", 0, &[ME]),
            ]
        },
    ];
    for happens in happens {
        let world = then(|ms| {
            let mut lines = happens(ms);
            lines.push(failed(ms + 4_001_000));
            lines
        });
        let report = said(&world, "failed", 3);
        assert!(report["since"].is_string(), "{report}");
        let ran = missed(&world, "", 3);
        assert!(ran.stdout.contains("1 missed"), "{}", ran.stdout);
    }
}

#[test]
fn notices_that_began_again_need_not_have_been_sent() {
    let world = then(|ms| {
        vec![
            made::line_by(YOU, ms + 300_000, "i_rslv", json!({"from": "console"})),
            made::line(ms + 4_000_000, "i_reopen", json!({"reason": "again"})),
        ]
    });
    let report = said(&world, "unknown", 11);
    let why = report["reasons"][0]["message"].as_str().unwrap();
    assert!(why.starts_with("notices of it began again"), "{why}");
}

#[test]
fn what_cannot_be_read_is_not_answered_by_the_message_before() {
    for detail in [json!(null), json!({}), json!({"to": "x"})] {
        let world = then(|ms| {
            vec![
                made::line_by(YOU, ms + 300_000, "i_ack", json!({})),
                made::line_by(YOU, ms + 4_000_000, "i_assign", detail.clone()),
                failed(ms + 4_001_000),
            ]
        });
        said(&world, "unknown", 11);
        let ran = missed(&world, "-o json", 11);
        let told = unknown(&ran).join("\n");
        assert!(told.contains("a shape that duty cannot read"), "{told}");
    }
}

#[test]
fn a_night_is_judged_by_what_came_that_night() {
    for night in [Some("busy"), None] {
        let noon = night.xor(Some("busy"));
        let start = now() - 20 * 3600;
        let lines = |ms: u64| {
            let again = ms + 18 * 3_600_000;
            vec![
                made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[ME]),
                made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(ME, night)]),
                made::line(ms + 3_600_000, "i_rslv", json!({"from": "event"})),
                made::line(again, "i_reopen", json!({"reason": "again"})),
                made::assigned(again + 1_000, &rule_id(), "P1", 0, &[ME]),
                made::notice(again + 2_000, &rule_id(), 0, "voice", &[(ME, noon)]),
            ]
        };
        let world = began(start, rule(), lines, &[]);
        let at = |hours: u64| {
            let at = jiff::Timestamp::from_second((now() - hours * 3600) as i64).unwrap();
            at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
        };
        let is_missed = |words: &str| {
            let run = world.duty("doctor missed --space 30104 --all -o json");
            let run = words
                .split_whitespace()
                .fold(run, |run, word| run.arg(word));
            run.any_stdout().any_requests().any_status().run().json()
        };
        let report = is_missed(&format!("--from {} --to {}", at(24), at(10)));
        assert_eq!(report["items"][0]["missed"], night.is_some(), "{report}");
        let notes = report["warnings"].as_array().unwrap();
        let later = |one: &Value| {
            one["message"]
                .as_str()
                .unwrap()
                .contains("came to you again")
        };
        assert!(notes.iter().any(later), "{report}");
        let report = is_missed(&format!("--from {}", at(5)));
        assert_eq!(report["items"][0]["missed"], night.is_none(), "{report}");
        // Then it was over.
        let report = is_missed(&format!("--from {} --to {}", at(15), at(10)));
        assert_eq!(report["items"], json!([]), "{report}");
    }
}

/// What is said of the night in which an incident began, eight hours after whose end `later` came.
fn of_the_night(night: &[Value], later: &[Value], status: i32) -> Value {
    let of = |lines: &[Value], ms: u64| {
        let moved = |line: &Value| {
            let mut line = line.clone();
            line["created_at"] = json!(line["created_at"].as_u64().unwrap() + ms);
            line
        };
        lines.iter().map(moved).collect::<Vec<_>>()
    };
    let lines = |ms: u64| [of(night, ms), of(later, ms + 18 * 3_600_000)].concat();
    let world = began(now() - 20 * 3600, rule(), lines, &[]);
    let at = |hours: u64| {
        let at = jiff::Timestamp::from_second((now() - hours * 3600) as i64).unwrap();
        at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    };
    let words = format!("--all -o json --from {} --to {}", at(24), at(10));
    missed(&world, &words, status).json()
}

#[track_caller]
fn came(report: &Value, notified: &str, when: Option<&str>) {
    assert_eq!(report["items"][0]["notified"], notified, "{report}");
    let notes = report["warnings"].as_array().unwrap().iter();
    let mut notes = notes.map(|one| one["message"].as_str().unwrap());
    let told = notes.find(|one| one.contains("after that time"));
    match when {
        Some(when) => assert!(told.is_some_and(|one| one.contains(when)), "{report}"),
        None => assert_eq!(told, None, "{report}"),
    }
}

#[test]
fn what_came_in_the_morning_makes_up_for_no_night() {
    let assigned = made::assigned(1_000, &rule_id(), "P1", 0, &[ME]);
    let sent = |ms: u64| made::notice(ms, &rule_id(), 0, "voice", &[(ME, None)]);
    let night = [assigned.clone(), failed(2_000)];
    let later = [
        // One's own deed, and what comes of it.
        vec![
            made::line_by(ME, 0, "i_reopen", json!({"reason": "again"})),
            assigned,
            sent(2_000),
        ],
        vec![
            made::line_by(ME, 0, "i_snooze", json!({"minutes": 30})),
            sent(1_801_000),
        ],
        // What is no other turn.
        vec![hand(YOU, 0, &[ME]), sent(1_000)],
        vec![
            made::line(0, "i_storm", json!({"threshold": 10})),
            sent(1_000),
        ],
        vec![sent(0)],
    ];
    for later in later {
        let report = of_the_night(&night, &later, 3);
        came(&report, "failed", Some("came to you again at"));
        // Nothing was sent at all.
        let report = of_the_night(&night[..1], &later, 3);
        came(&report, "no", Some("came to you again at"));
        // A moment later than it was assigned is no other time.
        let told = [&night[..], &[sent(90_000)]].concat();
        came(&of_the_night(&told, &later, 0), "yes", None);
    }
}

#[test]
fn what_came_in_the_morning_was_not_missed_at_night() {
    let night = [
        made::assigned(1_000, &rule_id(), "P1", 0, &[YOU]),
        made::notice(2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
        made::line_by(YOU, 100_000, "i_ack", json!({})),
    ];
    for later in [
        vec![hand(YOU, 0, &[ME]), failed(1_000)],
        vec![hand(YOU, 0, &[ME])],
        vec![
            hand(YOU, 0, &[ME]),
            made::notice(1_000, &rule_id(), 0, "sms", &[(ME, None)]),
        ],
        vec![
            made::line_by(YOU, 0, "i_assign", json!({"x": 1})),
            failed(1_000),
        ],
    ] {
        let report = of_the_night(&night, &later, 0);
        let code = &report["items"][0]["reason"]["code"];
        assert_eq!(code, "acknowledged_before", "{report}");
        came(&report, "no", Some("came to you only at"));
    }
}
