//! What stands in the way goes on standing there: after what was on its way, after a message to somebody else, and as long
//! as anybody has it.

use serde_json::{Value, json};

use super::survey::{began, missed, now};
use super::turns::{failed, said, then};
use super::*;

/// What happens, by when the incident began.
type Lines<'a> = &'a dyn Fn(u64) -> Vec<Value>;

fn by_you(ms: u64, kind: &str, detail: Value) -> Value {
    made::line_by(YOU, ms, kind, detail)
}

fn snoozed(ms: u64, minutes: u64) -> Value {
    by_you(ms, "i_snooze", json!({"minutes": minutes}))
}

/// A message to whoever was added or warned, which no rule sends.
fn by_no_rule(ms: u64, to: &[(u64, Option<&str>)]) -> Value {
    made::notice(ms, "", 0, "voice", to)
}

fn added(ms: u64, person: u64) -> Value {
    by_you(ms, "i_a_rspd", json!({"to": [person]}))
}

#[test]
fn what_another_still_has_is_not_given_back() {
    let back = |progress: &'static str, mine: bool| {
        then(move |ms| {
            let taken = |by: u64, at: u64| {
                made::line_by(by, ms + at, "i_ack", json!({"progress": "Processing"}))
            };
            let own = mine.then(|| taken(ME, 60_000));
            let back = by_you(ms + 600_000, "i_unack", json!({"progress": progress}));
            own.into_iter().chain([taken(YOU, 70_000), back]).collect()
        })
    };
    said(&back("Processing", true), "yes", 0);
    // It is told that nobody has it, or not told at all; and nobody else is known to have it.
    for (progress, mine) in [("Triggered", true), ("", true), ("Processing", false)] {
        said(&back(progress, mine), "unknown", 11);
    }
}

/// Three levels: you, a third, and me; the first of them comes also when somebody has it, or not.
fn three(forced: [bool; 2], before: Value, at: u64) -> World {
    let mut levels = [
        level(15, &[YOU], &follow()),
        level(15, &[THIRD], &follow()),
        level(0, &[ME], &follow()),
    ];
    for (level, forced) in levels.iter_mut().zip(forced) {
        level["force_escalate"] = json!(forced);
    }
    let rule = made::escalation(SPACE, "P1", 1, json!(levels)).with("updated_at", START - 86_400);
    let lines = |ms: u64| {
        let mut before = before.clone();
        before["created_at"] = json!(ms + at * 1000);
        vec![
            made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
            made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
            before,
            made::assigned(ms + 901_000, &rule_id(), "P1", 1, &[THIRD]),
            made::notice(ms + 902_000, &rule_id(), 1, "voice", &[(THIRD, None)]),
        ]
    };
    began(now() - 7200, rule, lines, &[])
}

#[test]
fn what_came_before_a_level_that_was_on_its_way_stops_the_next() {
    let never = [false, false];
    let acked = || by_you(0, "i_ack", json!({"progress": "Processing"}));
    let merged =
        json!({"target_incident": {"incident_id": "69da451ef77b1b51f40e0000", "title": "big"}});
    for (before, code) in [
        (acked(), "acknowledged_before"),
        (
            by_you(0, "i_rslv", json!({"from": "console"})),
            "closed_before",
        ),
        (
            made::line(0, "i_rslv", json!({"from": "event"})),
            "closed_before",
        ),
        (snoozed(0, 1440), "snoozed"),
        (by_you(0, "i_merge", merged), "merged"),
        (
            made::line(0, "i_m_flapping", json!({"mute_mins": 600})),
            "flapping",
        ),
    ] {
        for at in [899, 841] {
            let world = three(never, before.clone(), at);
            let report = said_of(&world, "no", 0);
            assert_eq!(report["reasons"][0]["code"], code, "{at} {report}");
        }
        // Long before it need not be: the level came all the same.
        if !before["type"].as_str().unwrap().contains("ack") {
            let report = said_of(&three(never, before, 300), "no", 11);
            assert_eq!(report["reasons"][0]["code"], "unknown", "{report}");
        }
    }
    // Where the level comes whoever has it, the next one does not, unless that does too.
    for (forced, code, status) in [
        ([true, false], "acknowledged_before", 0),
        ([true, true], "unknown", 11),
        (never, "unknown", 11),
    ] {
        let report = said_of(&three(forced, acked(), 300), "no", status);
        assert_eq!(report["reasons"][0]["code"], code, "{forced:?} {report}");
    }
}

/// Nothing came, which is no miss of a level that was not reached: `missed` ends with this.
#[track_caller]
fn said_of(world: &World, notified: &str, status: i32) -> Value {
    let report = asked(world).json();
    assert_eq!(report["notified"], notified, "{report}");
    let all = missed(world, "--all -o json", status).json();
    assert_eq!(
        all["items"][0]["reason"]["code"], report["reasons"][0]["code"],
        "{all}"
    );
    report
}

/// The same of a level that names me, and of which therefore nothing was sent.
#[test]
fn what_came_before_my_level_that_was_on_its_way_stopped_the_message() {
    let deeds: [(&str, Value, &str); 4] = [
        (
            "i_ack",
            json!({"progress": "Processing"}),
            "acknowledged_before",
        ),
        ("i_rslv", json!({"from": "console"}), "closed_before"),
        ("i_snooze", json!({"minutes": 1440}), "snoozed"),
        (
            "i_merge",
            json!({"target_incident": {"incident_id": "69da451ef77b1b51f40e0000", "title": "big"}}),
            "merged",
        ),
    ];
    for (kind, detail, code) in deeds {
        for (forced, at) in [(false, 599), (false, 300), (true, 599)] {
            let mut levels = [level(10, &[YOU], &follow()), level(0, &[ME], &follow())];
            levels[0]["force_escalate"] = json!(forced);
            let rule =
                made::escalation(SPACE, "P1", 1, json!(levels)).with("updated_at", START - 86_400);
            let lines = |ms: u64| {
                vec![
                    made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
                    by_you(ms + at * 1000, kind, detail.clone()),
                    made::assigned(ms + 601_000, &rule_id(), "P1", 1, &[ME]),
                ]
            };
            let report = asked(&began(now() - 7200, rule, lines, &[])).json();
            assert_eq!(report["notified"], "no", "{report}");
            // One that comes whoever has it is not kept back by that.
            let stops = at == 599 && !(forced && kind == "i_ack");
            let code = if stops { code } else { "unknown" };
            assert_eq!(
                report["reasons"][0]["code"], code,
                "{kind} {forced} {at} {report}"
            );
        }
    }
}

/// Whoever is added during a snooze is told, and so is whoever it was on its way to: that ends none.
#[test]
fn a_message_to_somebody_else_ends_no_snooze() {
    let on_its_way = |ms: u64, to: &[u64]| {
        let to: Vec<(u64, Option<&str>)> = to.iter().map(|one| (*one, None)).collect();
        made::notice(ms, &rule_id(), 0, "push", &to)
    };
    let during: [Lines<'_>; 6] = [
        &|ms| {
            vec![
                snoozed(ms + 300_000, 60),
                added(ms + 1_200_000, THIRD),
                by_no_rule(ms + 1_201_000, &[(THIRD, None)]),
            ]
        },
        &|ms| {
            vec![
                snoozed(ms + 300_000, 60),
                added(ms + 1_200_000, THIRD),
                by_no_rule(ms + 1_201_000, &[(THIRD, Some("busy"))]),
            ]
        },
        // I was told of it myself.
        &|ms| {
            vec![
                snoozed(ms + 300_000, 60),
                added(ms + 1_200_000, ME),
                by_no_rule(ms + 1_201_000, &[(ME, None)]),
            ]
        },
        &|ms| {
            vec![
                snoozed(ms + 20_000, 60),
                on_its_way(ms + 21_000, &[ME, YOU]),
            ]
        },
        &|ms| vec![snoozed(ms + 20_000, 60), on_its_way(ms + 21_000, &[YOU])],
        // The warning of a storm comes whatever stands in the way.
        &|ms| {
            vec![
                snoozed(ms + 300_000, 60),
                made::line(ms + 900_000, "i_storm", json!({"threshold": 10})),
                by_no_rule(ms + 901_000, &[(ME, None)]),
            ]
        },
    ];
    for (index, lines) in during.iter().enumerate() {
        let world = then(|ms| {
            let mut lines = lines(ms);
            lines.push(failed(ms + 3_901_000));
            lines
        });
        said(&world, "failed", 3);
        let world = then(lines);
        assert_eq!(asked(&world).json()["notified"], "unknown", "{index}");
    }
}

/// Nor does it end what keeps a level of mine back.
#[test]
fn what_keeps_a_level_back_is_not_over_by_a_message_to_somebody_else() {
    let muted = |ms: u64| made::line(ms, "i_m_flapping", json!({"mute_mins": 600}));
    for (is_snoozed, code) in [(true, "snoozed"), (false, "flapping")] {
        let stop = |ms: u64| {
            if is_snoozed {
                snoozed(ms, 600)
            } else {
                muted(ms)
            }
        };
        let during: [Lines<'_>; 2] = [
            &|ms| {
                vec![
                    stop(ms + 300_000),
                    added(ms + 450_000, THIRD),
                    by_no_rule(ms + 451_000, &[(THIRD, None)]),
                ]
            },
            &|ms| {
                vec![
                    stop(ms + 20_000),
                    made::notice(ms + 21_000, &rule_id(), 0, "push", &[(YOU, None)]),
                ]
            },
        ];
        for during in during {
            let lines = |ms: u64| {
                let first = [
                    made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
                    made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
                ];
                first.into_iter().chain(during(ms)).collect()
            };
            let report = said_of(&began(now() - 7200, rule(), lines, &[]), "no", 0);
            assert_eq!(report["reasons"][0]["code"], code, "{report}");
        }
    }
}

/// It is for changing that it is muted: that it recovers and comes again ends that not.
#[test]
fn a_mute_outlives_the_changes_that_it_is_for() {
    let changes = |ms: u64, to: Option<u64>| {
        let mut lines = vec![
            made::line(ms + 200_000, "i_m_flapping", json!({"mute_mins": 600})),
            made::line(ms + 300_000, "i_rslv", json!({"from": "event"})),
            made::line(ms + 450_000, "i_reopen", json!({"reason": "again"})),
        ];
        let again = |to: u64| {
            let detail = json!({"to": [to], "type": "reopen", "escalate_rule_id": rule_id(), "layer_idx": 0});
            made::line(ms + 451_000, "i_assign", detail)
        };
        lines.extend(to.map(again));
        lines
    };
    for to in [None, Some(ME)] {
        let world = then(|ms| changes(ms, to));
        // Of nothing that was assigned nothing was missed.
        let report = said_of(&world, "no", if to.is_some() { 3 } else { 0 });
        assert_eq!(report["reasons"][0]["code"], "flapping", "{report}");
    }
    let first = |ms: u64| {
        vec![
            made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
            made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
        ]
    };
    for to in [None, Some(YOU)] {
        let lines = |ms: u64| [first(ms), changes(ms, to)].concat();
        let report = said_of(&began(now() - 7200, rule(), lines, &[]), "no", 0);
        assert_eq!(report["reasons"][0]["code"], "flapping", "{report}");
    }
    // A message long after shows that it is over, and whoever opens it again by hand wants it told.
    let world = then(|ms| {
        let mut lines = changes(ms, None);
        lines[2] = by_you(ms + 450_000, "i_reopen", json!({"reason": "again"}));
        lines
    });
    said(&world, "unknown", 11);
    let world = then(|ms| {
        let mut lines = changes(ms, None);
        lines.insert(
            1,
            made::notice(ms + 330_000, &rule_id(), 0, "push", &[(YOU, None)]),
        );
        lines[2] = made::line(ms + 340_000, "i_rslv", json!({"from": "event"}));
        lines
    });
    said(&world, "unknown", 11);
}

/// The time of a level counts anew when notices begin again: what comes before it is over then stops the level.
#[test]
fn what_stops_a_level_whose_time_counts_anew() {
    let cases: [(Lines<'_>, &str, i32); 6] = [
        (
            &|ms| {
                vec![
                    snoozed(ms + 180_000, 20),
                    by_you(ms + 1_480_000, "i_ack", json!({})),
                ]
            },
            "snoozed",
            0,
        ),
        (
            &|ms| {
                vec![
                    snoozed(ms + 180_000, 20),
                    made::line(ms + 1_600_000, "i_rslv", json!({"from": "event"})),
                ]
            },
            "snoozed",
            0,
        ),
        (&|ms| vec![snoozed(ms + 180_000, 20)], "snoozed", 11),
        (
            &|ms| {
                vec![
                    snoozed(ms + 200_000, 5),
                    by_you(ms + 700_000, "i_ack", json!({})),
                ]
            },
            "acknowledged_before",
            0,
        ),
        (
            &|ms| {
                vec![
                    by_you(ms + 100_000, "i_ack", json!({})),
                    by_you(ms + 500_000, "i_unack", json!({})),
                    by_you(ms + 700_000, "i_ack", json!({})),
                ]
            },
            "acknowledged_before",
            0,
        ),
        // Long after it was due anew.
        (
            &|ms| {
                vec![
                    snoozed(ms + 200_000, 5),
                    by_you(ms + 1_300_000, "i_ack", json!({})),
                ]
            },
            "unknown",
            11,
        ),
    ];
    for (index, (more, code, status)) in cases.iter().enumerate() {
        let lines = |ms: u64| {
            let first = [
                made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
                made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
            ];
            first.into_iter().chain(more(ms)).collect()
        };
        let report = said_of(&began(now() - 7200, rule(), lines, &[]), "no", *status);
        assert_eq!(report["reasons"][0]["code"], *code, "{index} {report}");
    }
}
