//! The reasons that rest on less: what joined later, what was done by hand, and what is not known.

use serde_json::{Value, json};

use super::made::*;
use super::reasons::{decides, mine};
use crate::domain::evidence::{Code, Gap, Notified, Why};

#[test]
fn an_alert_that_joins_tells_nobody_anew() {
    // I am on call a day later, when the alert comes.
    decides(Code::AlertMerged, |world| {
        world.rules = Some(vec![rule(RULE, &[on_call(0, 9001)])]);
        world.person.schedules = vec![schedule(9001, &[YOU])];
        world.now = 200_000;
        world.assign(1, RULE, 0, &[YOU]);
        world.alerts = vec![alert(0, None), alert(90_000, None)];
    });
    let mut world = World::new(Shape::May);
    world
        .assign(1, RULE, 0, &[YOU])
        .add(60, "i_ack", YOU, json!({}));
    world.add(
        3600,
        "a_merge",
        YOU,
        json!({"source_alerts": [{"alert_id": "1", "title": "disk full"}]}),
    );
    assert_eq!(world.codes(), ["acknowledged_before", "alert_merged"]);
    // Alerts of the same moment opened it, and a new first message is told.
    world.feed.pop();
    world.alerts = vec![alert(20, None)];
    assert_eq!(world.codes(), ["acknowledged_before"]);
    world.alerts = vec![alert(3600, None)];
    world.notify(3700, RULE, 0, "sms", &json!([{"person_id": YOU}]));
    assert_eq!(world.codes(), ["acknowledged_before"]);
}

#[test]
fn merged_into_another_and_another_into_it() {
    let short = |id: &str| json!({"incident_id": id, "title": "the other"});
    decides(Code::Merged, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_merge", YOU, json!({"source_incidents": [short(ID)], "target_incident": short("69da451ef77b1b51f40e0000")}));
    });
    // The close that comes with it, in either order.
    decides(Code::Merged, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_rslv", YOU, json!({"from": "console"}));
        world.add(
            61,
            "i_merge",
            YOU,
            json!({"target_incident": short("69da451ef77b1b51f40e0000")}),
        );
    });
    // It is not told into which.
    decides(Code::AcknowledgedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_merge", YOU, json!({"comment": "x"}));
        world.add(70, "i_ack", YOU, json!({}));
    });
    decides(Code::AcknowledgedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(
            60,
            "i_merge",
            YOU,
            json!({"source_incidents": [short("1")], "target_incident": short(ID)}),
        );
        world.add(70, "i_ack", YOU, json!({}));
    });
}

#[test]
fn assigned_by_hand_to_others() {
    decides(Code::AssignedByHand, |world| {
        world.by_hand(1, YOU, &[YOU]);
    });
    // Taken away before my level.
    decides(Code::AssignedByHand, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.by_hand(300, YOU, &[80013]);
    });
}

#[test]
fn no_rule_or_another_one() {
    decides(Code::NoRule, |world| world.rules = Some(Vec::new()));
    decides(Code::OtherRule, |world| {
        world.rules = Some(vec![
            rule(RULE, &[level(0, &[ME], &follow())]),
            rule(OTHER, &[level(0, &[YOU], &follow())]),
        ]);
        world.assign(1, OTHER, 0, &[YOU]);
        let finding = world.judge();
        assert!(
            matches!(&finding.reasons[0].why, Why::OtherRule { mine, .. } if mine[0].id == RULE)
        );
    });
}

#[test]
fn the_fallbacks() {
    // The rule is gone; the rule names me now.
    decides(Code::NotAssigned, |world| {
        world.rules = Some(Vec::new());
        world.assign(1, RULE, 0, &[YOU]);
    });
    decides(Code::NotAssigned, |world| {
        let mut changed = rule(RULE, &[level(0, &[ME], &follow())]);
        changed["updated_at"] = json!(START + 60);
        world.rules = Some(vec![changed]);
        world.assign(1, RULE, 0, &[YOU]);
        assert!(world.judge().reasons[0].rule().unwrap().changed_since);
    });
    decides(Code::BeforeMembership, |world| {
        world.member_since = Some(3600);
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_ack", YOU, json!({}));
    });
    for shape in Shape::ALL {
        let mut world = World::new(shape);
        world.rules = None;
        world.assign(1, RULE, 0, &[YOU]);
        assert_eq!(world.judge().reasons[0].why, Why::Unknown(Gap::RulesUnread));
    }
}

#[test]
fn what_cannot_be_told_yet_or_at_all() {
    let gap = |happens: &dyn Fn(&mut World)| {
        let mut world = World::new(Shape::May);
        happens(&mut world);
        match world.judge().reasons.remove(0).why {
            Why::Unknown(gap) => gap,
            other => panic!("{other:?}"),
        }
    };
    let early = gap(&|world| {
        world.now = 300;
        world.assign(1, RULE, 0, &[YOU]);
    });
    assert!(matches!(early, Gap::NotYet(Some(_))));
    assert!(matches!(
        gap(&|world| {
            world.assign(1, RULE, 0, &[YOU]);
        }),
        Gap::NotEscalated(_, 1)
    ));
    assert_eq!(
        gap(&|world| {
            world.assign(1, RULE, 1, &[ME]);
        }),
        Gap::NoRecord
    );
    assert_eq!(
        gap(&|world| {
            world.now = 30;
            world.assign(1, RULE, 1, &[ME]);
        }),
        Gap::NotYet(None)
    );
    assert_eq!(
        gap(&|world| {
            world.person.preferences = None;
            world.assign(1, RULE, 1, &[ME]);
        }),
        Gap::PreferencesUnread
    );
    let mut cut = World::new(Shape::May);
    cut.complete = false;
    cut.assign(1, RULE, 0, &[YOU])
        .add(60, "i_ack", YOU, json!({}));
    assert_eq!(cut.judge().notified, Notified::Unknown);
    assert_eq!(cut.codes(), ["unknown", "acknowledged_before"]);
    cut.notify(2, RULE, 0, "sms", &mine());
    assert_eq!(cut.judge().notified, Notified::Yes);
}

#[test]
fn a_rule_that_need_not_have_been_so_then_leaves_a_doubt() {
    let other = |updated_at: serde_json::Value| {
        let mut world = World::new(Shape::May);
        let mut taker = rule(OTHER, &[level(0, &[YOU], &follow())]);
        taker["updated_at"] = updated_at;
        world.rules = Some(vec![taker]);
        world.assign(1, OTHER, 0, &[YOU]);
        world
    };
    for (updated_at, doubtful) in [
        (json!(START - 86_400), false),
        (json!(START + 60), true),
        (json!((START + 60) * 1000), true),
        (json!(null), true),
    ] {
        let mut world = other(updated_at.clone());
        world.decided_by(Code::OtherRule);
        assert_eq!(world.judge().is_doubtful(), doubtful, "{updated_at}");
        // Whoever took it later does not make it certain.
        world.by_hand(7200, YOU, &[YOU]);
        world.decided_by(Code::AssignedByHand);
        assert_eq!(world.judge().is_doubtful(), doubtful, "{updated_at}");
        world.member_since = Some(86_400);
        assert!(!world.judge().is_doubtful());
    }
    // What is deleted is gone, although it is listed.
    let mut world = other(json!(START - 86_400));
    world.rules.as_mut().unwrap()[0]["status"] = json!("deleted");
    world.decided_by(Code::NotAssigned);
    assert!(world.judge().is_doubtful());
}

#[test]
fn levels_that_are_not_told_prove_nothing() {
    let mut world = World::new(Shape::May);
    let mut untold = rule(RULE, &[]);
    untold.as_object_mut().unwrap().remove("layers");
    world.rules = Some(vec![untold]);
    let mine = |level: i64| {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, level, &[ME]);
        world
    };
    for level in [0, 1] {
        let mut assigned = mine(level);
        assigned.rules.clone_from(&world.rules);
        assert_eq!(assigned.judge().reasons[0].why, Why::Unknown(Gap::NoRecord));
    }
    world.assign(1, RULE, 1, &[YOU]);
    let finding = world.judge();
    assert!(
        matches!(&finding.reasons[0].why, Why::Unknown(Gap::Standing(_, 1))),
        "{finding:?}"
    );
    assert!(finding.is_doubtful());
}

#[test]
fn what_was_assigned_a_moment_ago_was_not_missed_yet() {
    let mut world = World::new(Shape::May);
    world.assign(1, RULE, 1, &[ME]);
    world.now = 30;
    let found = world.judge();
    assert_eq!(
        (found.notified, found.is_missed()),
        (Notified::Unknown, false)
    );
    world.now = 300;
    let found = world.judge();
    assert_eq!((found.notified, found.is_missed()), (Notified::No, true));
}

#[test]
fn a_moment_after_an_assignment_nothing_of_it_is_certain() {
    let told = |after: i64, persons: Value| {
        move |world: &mut World| {
            world.notify(after, RULE, 1, "sms", &persons);
        }
    };
    let happens: [&dyn Fn(&mut World); 7] = [
        &told(3, json!([{"person_id": YOU}])),
        &told(3, json!([{"person_id": ME, "failed_reason": "gone"}])),
        &|world| {
            world.add(10, "i_ack", YOU, json!({}));
        },
        &|world| {
            world.add(10, "i_rslv", YOU, json!({"from": "console"}));
        },
        &|world| {
            world.add(10, "i_snooze", YOU, json!({"minutes": 60}));
        },
        &|world| {
            world.add(10, "i_m_silence", 0, json!({"silence_rule_name": "Night"}));
        },
        &|world| {
            world.by_hand(10, YOU, &[YOU]);
        },
    ];
    for (number, happens) in happens.iter().enumerate() {
        for (now, open) in [(30, true), (300, false)] {
            let mut world = World::new(Shape::May);
            world.now = now;
            world.assign(1, RULE, 1, &[ME, YOU]);
            happens(&mut world);
            let found = world.judge();
            assert_eq!(
                found.notified == Notified::Unknown,
                open,
                "{number} at {now}"
            );
            assert_eq!(found.is_missed(), !open, "{number} at {now}");
        }
    }
    let mut world = World::new(Shape::May);
    world.now = 30;
    world.assign(1, RULE, 1, &[ME, YOU]);
    world.notify(3, RULE, 1, "sms", &json!([{"person_id": ME}]));
    assert_eq!(world.judge().notified, Notified::Yes);
}

#[test]
fn a_moment_after_notices_began_again_nothing_is_certain() {
    for (stop, again) in [
        (("i_ack", json!({})), Some(("i_unack", json!({})))),
        (
            ("i_snooze", json!({"minutes": 600})),
            Some(("i_wake", json!({}))),
        ),
        (
            ("i_rslv", json!({"from": "console"})),
            Some(("i_reopen", json!({}))),
        ),
        // The end of it is in no entry.
        (("i_snooze", json!({"minutes": 15})), None),
        (("i_m_flapping", json!({"mute_mins": 15})), None),
    ] {
        for (later, open) in [(5, true), (119, true), (300, false)] {
            let mut world = World::new(Shape::May);
            world.assign(1, RULE, 1, &[ME, YOU]);
            world.add(100, stop.0, YOU, stop.1.clone());
            if let Some((kind, detail)) = &again {
                world.add(1000, kind, YOU, detail.clone());
            }
            world.now = 1000 + later;
            let found = world.judge();
            assert_eq!(
                found.notified == Notified::Unknown,
                open,
                "{stop:?} {later}"
            );
            assert_eq!(found.is_missed(), !open, "{stop:?} {later}");
        }
    }
}

/// What stops notices now, or what was over before, starts none.
#[test]
fn what_is_stopped_all_the_same_did_not_begin_again() {
    let ack = || ("i_ack", json!({}));
    let unack = || ("i_unack", json!({}));
    let close = || ("i_rslv", json!({"from": "console"}));
    let snooze = |minutes: i64| ("i_snooze", json!({"minutes": minutes}));
    let mute = |minutes: i64| ("i_m_flapping", json!({"mute_mins": minutes}));
    for entries in [
        vec![(100, snooze(15)), (400, close())],
        vec![(100, snooze(15)), (400, snooze(600))],
        vec![(100, snooze(15)), (400, ("i_wake", json!({})))],
        vec![(100, ack()), (990, unack()), (995, ack())],
        vec![(100, ack()), (990, unack()), (995, close())],
        vec![(1000, mute(0))],
        vec![(100, mute(15)), (400, mute(600))],
    ] {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 1, &[ME, YOU]);
        for (at, (kind, detail)) in &entries {
            world.add(*at, kind, YOU, detail.clone());
        }
        world.now = 1005;
        assert_eq!(world.judge().notified, Notified::No, "{entries:?}");
    }
    // Nor is it anything to somebody whom nothing names.
    let mut world = World::new(Shape::May);
    world.rules = Some(vec![rule(
        RULE,
        &[level(10, &[YOU], &follow()), level(10, &[YOU], &follow())],
    )]);
    world.assign(1, RULE, 0, &[YOU]);
    world.add(100, "i_ack", YOU, json!({}));
    world.add(1000, "i_unack", YOU, json!({}));
    world.now = 1005;
    assert_eq!(world.judge().notified, Notified::No);
}

#[test]
fn a_moment_after_it_was_opened_a_rule_may_take_it_still() {
    for shape in Shape::ALL {
        for (now, wanted) in [
            (1, Notified::Unknown),
            (59, Notified::Unknown),
            (300, Notified::No),
        ] {
            let mut world = World::new(shape);
            world.now = now;
            assert_eq!(world.judge().notified, wanted, "{now}");
        }
    }
}

#[test]
fn whom_an_alert_storm_is_told_nobody_says() {
    let notified = |happens: &dyn Fn(&mut World)| {
        let mut world = World::new(Shape::May);
        happens(&mut world);
        world.judge().notified
    };
    let storm = json!({"threshold": 50});
    let stormed = notified(&|world| {
        world.assign(1, RULE, 1, &[ME]);
        world.add(60, "i_storm", 0, storm.clone());
    });
    assert_eq!(stormed, Notified::Unknown);
    // The message that is recorded after it tells to whom.
    let recorded = notified(&|world| {
        world.assign(1, RULE, 1, &[ME]);
        world.add(60, "i_storm", 0, storm.clone());
        world.notify(61, RULE, 1, "sms", &json!([{"person_id": YOU}]));
    });
    assert_eq!(recorded, Notified::No);
    // A repetition, or a message long after it, is not that of the storm.
    let later = notified(&|world| {
        world.assign(1, RULE, 1, &[ME]);
        world.add(60, "i_storm", 0, storm.clone());
        world.notify(1060, RULE, 1, "sms", &json!([{"person_id": YOU}]));
    });
    assert_eq!(later, Notified::Unknown);
    let taken = notified(&|world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(30, "i_ack", ME, json!({}));
        world.add(60, "i_storm", 0, storm.clone());
    });
    assert_eq!(taken, Notified::Unknown);
    let before = notified(&|world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(2, "i_storm", 0, storm.clone());
        world.assign(600, RULE, 1, &[ME]);
    });
    assert_eq!(before, Notified::No);
}
