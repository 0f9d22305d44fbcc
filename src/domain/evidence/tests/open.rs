//! What nobody can say yet, or at all: what is on its way, and to whom the warning of a storm went.

use serde_json::{Value, json};

use super::made::*;
use crate::domain::evidence::Notified;

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
