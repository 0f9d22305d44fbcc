//! Levels whose time counts anew, and what was due in a later turn.

use serde_json::json;

use super::made::*;
use super::turns::{by_rule, none, told};
use crate::domain::evidence::{Code, Notified};

/// A level that names the person was due after it was opened again, and why it did not come nobody says.
#[test]
fn a_level_that_was_due_again_is_no_answer_of_before() {
    let mut world = World::new(Shape::May);
    world.assign(1, RULE, 0, &[YOU]);
    world.assign(601, RULE, 1, &[ME]);
    world.notify(602, RULE, 1, "voice", &json!([{"person_id": ME}]));
    world.add(900, "i_rslv", 0, none());
    world.add(1_600, "i_reopen", 0, none());
    by_rule(&mut world, 1_601, 0, "reopen", 0, &[YOU]);
    // Due at 2201.
    world.now = 2_000;
    assert_eq!(world.judge().notified, Notified::Yes);
    world.now = 9_000;
    let found = world.judge();
    assert!(found.is_doubtful(), "{found:#?}");
    assert_eq!(found.notified, Notified::No);
}

/// It may count anew from when notices began again, and is to come until then.
#[test]
fn a_level_whose_time_counts_anew_is_still_to_come() {
    let asked = |now: i64| {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        world.add(200, "i_ack", YOU, none());
        world.add(400, "i_unack", YOU, none());
        world.now = now;
        world.judge().is_doubtful()
    };
    // Due at 601, or at 1000.
    assert!(!asked(800));
    assert!(asked(2_000));
}

/// I was told, it recovered, and was opened again for whoever had it; nothing came of that.
fn reopened() -> World {
    let mut world = told();
    world.add(300, "i_rslv", 0, none());
    world.add(600, "i_reopen", 0, none());
    world
}

/// Whoever is added, or has it long after, takes nothing from what was due to the person when it was opened again.
#[test]
fn what_others_do_later_is_no_answer_to_a_reopening() {
    type Later = (&'static str, fn(&mut World));
    let later: [Later; 4] = [
        ("nothing", |_| ()),
        ("another is added", |world| {
            world.add(700, "i_a_rspd", YOU, json!({"to": [YOU]}));
        }),
        ("another is added, and it is put off for a while", |world| {
            world.add(700, "i_a_rspd", YOU, json!({"to": [YOU]})).add(
                900,
                "i_snooze",
                YOU,
                json!({"minutes": 10}),
            );
        }),
        ("it is given away", |world| {
            world.by_hand(2_700, YOU, &[YOU]);
        }),
    ];
    for (what, happens) in later {
        let mut world = reopened();
        happens(&mut world);
        assert_eq!(world.judge().notified, Notified::Unknown, "{what}");
        // What stopped it at once is why.
        let mut stopped = reopened();
        stopped.add(610, "i_ack", YOU, none());
        happens(&mut stopped);
        let code = Code::AcknowledgedBefore.word();
        if !what.contains("put off") {
            assert_eq!(stopped.codes()[0], code, "{what}");
        }
    }
}

/// A rule took it before, and does not take it again for others: it is theirs who have it.
#[test]
fn an_incident_that_a_rule_took_is_not_one_that_no_rule_took() {
    for later in [60, 100, 300, 5_000] {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        world.add(100, "i_ack", YOU, none());
        world.add(600, "i_rslv", 0, none());
        world.add(3_000, "i_reopen", 0, none());
        world.by_hand(3_000 + later, YOU, &[YOU]);
        let found = world.judge();
        let codes = world.codes();
        assert!(!codes.contains(&Code::NoRule.word()), "{later} {codes:?}");
        // The level that names the person is due ten minutes after the reopening.
        assert_eq!(found.is_doubtful(), later > 600, "{later} {codes:?}");
    }
}

/// A mute that lasts until it recovers for good is why nothing came, whenever that is asked.
#[test]
fn a_mute_that_outlasts_the_incident_is_why() {
    let muted = |minutes: i64, assigned: bool| {
        let mut world = told();
        world.add(200, "i_m_flapping", 0, json!({"mute_mins": minutes}));
        world.add(300, "i_rslv", 0, none());
        world.add(450, "i_reopen", 0, none());
        if assigned {
            by_rule(&mut world, 451, 0, "reopen", 0, &[ME]);
        }
        world.add(900, "i_rslv", 0, none());
        world.codes()[0]
    };
    for assigned in [false, true] {
        assert_eq!(muted(60, assigned), Code::Flapping.word(), "{assigned}");
        assert_eq!(muted(5, assigned), Code::Unknown.word(), "{assigned}");
    }
}

/// It was over long before, and nothing came then either: whether anything was to, nobody says.
#[test]
fn a_mute_that_is_over_leaves_a_doubt() {
    let doubtful = |minutes: i64, closed: Option<i64>| {
        let mut world = World::new(Shape::May);
        world.add(1, "i_m_flapping", 0, json!({"mute_mins": minutes}));
        if let Some(after) = closed {
            world.add(after, "i_rslv", 0, none());
        }
        world.decided_by(Code::Flapping);
        world.judge().is_doubtful()
    };
    assert!(doubtful(10, None));
    assert!(doubtful(10, Some(5_000)));
    assert!(!doubtful(10, Some(300)));
    assert!(!doubtful(10_000, None));
}

/// A snooze goes over a hand-over: whoever is on call when the level is due again is whom it means.
#[test]
fn a_level_that_is_due_again_means_whoever_is_on_call_then() {
    let asked = |on: Option<(i64, &str, u64)>, minutes: i64| {
        let mut world = World::new(Shape::May);
        world.rules = Some(vec![rule(
            RULE,
            &[level(10, &[YOU], &follow()), on_call(0, 9001)],
        )]);
        // The hand-over to me is at 82,800.
        world.person.schedules = vec![schedule(9001, &[YOU])];
        world.assign(82_000, RULE, 0, &[YOU]);
        world.add(82_100, "i_snooze", YOU, json!({"minutes": minutes}));
        if let Some((at, kind, by)) = on {
            world.add(at, kind, by, none());
        }
        world.now = 100_000;
        world.judge()
    };
    // Over at 83,300, and due again at 83,900.
    let found = asked(None, 20);
    assert!(found.is_doubtful(), "{found:#?}");
    let taken = asked(Some((83_500, "i_ack", YOU)), 20);
    assert_eq!(
        taken.decisive().map(|one| one.code()),
        Some(Code::AcknowledgedBefore)
    );
    assert!(!taken.is_doubtful(), "{taken:#?}");
    // Over before the hand-over, and due before it.
    let before = asked(None, 1);
    assert!(!before.is_doubtful(), "{before:#?}");
}
