//! What may be a newer turn, and what of another turn says nothing.

use serde_json::json;

use super::made::*;
use super::turns::{by_rule, none, told};
use crate::domain::evidence::{Gap, Notified, Why};

#[test]
fn what_nobody_can_read_may_be_a_newer_turn() {
    let unreadable: [fn(&mut World); 8] = [
        |world| {
            world.add(4000, "i_assign", YOU, none());
        },
        |world| {
            world.add(4000, "i_a_rspd", YOU, json!({"to": "x"}));
        },
        |world| {
            world.add(4000, "i_given", YOU, json!({"person_ids": [ME]}));
        },
        |world| {
            world
                .by_hand(4000, YOU, &[YOU])
                .feed
                .last_mut()
                .unwrap()
                .detail["person_ids"] = json!([ME]);
        },
        |world| {
            world
                .add(300, "i_ack", YOU, none())
                .feed
                .last_mut()
                .unwrap()
                .created_at = 0;
        },
        |world| {
            world
                .add(300, "i_reopen", YOU, none())
                .feed
                .last_mut()
                .unwrap()
                .is_deleted = true;
        },
        |world| {
            world
                .add(300, "i_rslv", YOU, none())
                .notify(4000, RULE, 0, "voice", &json!([]));
        },
        |world| {
            world.complete = false;
        },
    ];
    for (number, happens) in unreadable.iter().enumerate() {
        let mut world = told();
        happens(&mut world);
        let found = world.judge();
        assert_eq!(found.notified, Notified::Unknown, "{number} {found:#?}");
        assert_eq!(
            found.reasons[0].why,
            Why::Unknown(Gap::RecordCut),
            "{number}"
        );
        assert_eq!(world.codes(), ["unknown", "notified"], "{number}");
        // What is handed over later answers it.
        world.notify(5000, RULE, 0, "sms", &json!([{"person_id": ME}]));
        world.lost = Some(4000);
        assert_eq!(world.judge().notified, Notified::Yes, "{number}");
    }
    // What begins none.
    let readable: [fn(&mut World); 4] = [
        |world| {
            world.notify(60, RULE, 0, "sms", &json!([]));
        },
        |world| {
            world
                .add(60, "i_comm", YOU, json!({"comment": "x"}))
                .feed
                .last_mut()
                .unwrap()
                .is_deleted = true;
        },
        |world| {
            world.add(60, "i_viewed", ME, json!({"viewer_id": ME}));
        },
        |world| {
            world.add(4000, "i_assign", ME, none());
        },
    ];
    for (number, happens) in readable.iter().enumerate() {
        let mut world = told();
        happens(&mut world);
        assert_eq!(world.judge().notified, Notified::Yes, "{number}");
    }
}

#[test]
fn notices_that_began_again_may_be_still_to_come() {
    let mut world = told();
    world.rules = Some(vec![rule(
        RULE,
        &[level(90, &[ME], &follow()), level(0, &[ME], &follow())],
    )]);
    world.add(300, "i_ack", YOU, none());
    world.add(4000, "i_unack", YOU, none());
    for (now, gap) in [(4060, false), (5000, false), (9000, true)] {
        world.now = now;
        let found = world.judge();
        assert_eq!(found.notified, Notified::Unknown);
        let nothing = found.reasons[0].why == Why::Unknown(Gap::NothingSince);
        assert!(!nothing || gap, "{found:#?}");
    }
    // Somebody took it at once: nothing was to be sent.
    world.add(4010, "i_ack", YOU, none());
    assert_eq!(world.judge().notified, Notified::Yes);
}

#[test]
fn the_time_that_is_asked_about_is_judged_by_its_turns() {
    for night_fails in [true, false] {
        let mut world = World::new(Shape::Newest);
        let to = |fails: bool| match fails {
            true => json!([{"person_id": ME, "failed_reason": "busy"}]),
            false => json!([{"person_id": ME}]),
        };
        world.assign(1, RULE, 0, &[ME]);
        world.notify(2, RULE, 0, "voice", &to(night_fails));
        world.add(3600, "i_rslv", 0, json!({"from": "event"}));
        world.add(60_000, "i_reopen", 0, none());
        by_rule(&mut world, 60_001, 0, "reopen", 0, &[ME]);
        world.notify(60_002, RULE, 0, "voice", &to(!night_fails));
        let at = |(from, to)| {
            let found = world.judge_within(from, to)?;
            let later = found.later.map(|at| at.as_second() - START);
            Some((found.is_missed(), later))
        };
        assert_eq!(at((-3600, 30_000)), Some((night_fails, Some(60_000))));
        assert_eq!(at((50_000, 70_000)), Some((!night_fails, None)));
        // One of both was missed.
        assert_eq!(at((-3600, 70_000)), Some((true, None)));
        // It was closed.
        assert_eq!(at((20_000, 30_000)), None);
        assert_eq!(world.judge().is_missed(), !night_fails);
    }
}

#[test]
fn a_deed_of_the_time_before_explains_nothing() {
    let again = |more: &dyn Fn(&mut World), now: i64| {
        let mut world = World::new(Shape::Newest);
        world
            .assign(1, RULE, 0, &[YOU])
            .add(300, "i_ack", YOU, none());
        world
            .add(3000, "i_rslv", YOU, none())
            .add(4000, "i_reopen", 0, none());
        world.now = now;
        more(&mut world);
        let found = world.judge();
        assert_eq!(found.since.map(|at| at.as_second()), Some(START + 4000));
        found.reasons[0].why.clone()
    };
    let assigned = |world: &mut World| by_rule(world, 4001, 0, "reopen", 0, &[YOU]);
    assert!(matches!(
        again(&assigned, 20_000),
        Why::Unknown(Gap::NotEscalated(..))
    ));
    assert!(matches!(
        again(&assigned, 4200),
        Why::Unknown(Gap::NotYet(Some(_)))
    ));
    let silenced = |world: &mut World| {
        world.add(
            4001,
            "i_m_silence",
            0,
            json!({"silence_rule_name": "Quiet"}),
        );
    };
    assert!(matches!(again(&silenced, 20_000), Why::Silenced { .. }));
}

/// A word of its own for somebody's taking it, and a message of which the record has no assignment.
#[test]
fn what_the_record_lacks_may_be_a_newer_turn() {
    let mut world = told();
    world.add(300, "i_taken", YOU, none());
    assert_eq!(world.judge().notified, Notified::Yes);
    world.by_hand(4000, YOU, &[ME]);
    assert_eq!(world.codes(), ["unknown", "notified"]);
    let mut world = told();
    let by_hand = "000000000000000000000000";
    let failed = json!([{"person_id": ME, "failed_reason": "busy"}]);
    world.notify(4000, by_hand, 0, "voice", &failed);
    assert_eq!(world.codes()[..2], ["unknown", "notified"]);
    world.notify(4001, by_hand, 0, "sms", &json!([{"person_id": ME}]));
    assert_eq!(world.judge().notified, Notified::Yes);
}

/// It went to whom it was assigned to before, although the rule names me.
#[test]
fn what_was_opened_again_for_another_is_none_of_mine() {
    let mut world = told();
    world.add(300, "i_rslv", YOU, none());
    world.add(4000, "i_reopen", 0, none());
    by_rule(&mut world, 4001, 0, "reopen", 0, &[YOU]);
    let found = world.judge();
    assert_eq!((found.notified, found.since), (Notified::Yes, None));
}
