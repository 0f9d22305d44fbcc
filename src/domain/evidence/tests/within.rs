//! The end of the time that is asked about: what was on its way then belongs to it, what began later does not.

use serde_json::{Value, json};

use super::made::*;
use super::turns::none;
use crate::domain::evidence::{Finding, Gap, Notified, Why};

fn to(person: u64, failed: &str) -> Value {
    json!([{"person_id": person, "failed_reason": failed}])
}

/// Level 1 is mine, and assigned.
fn mine() -> World {
    let mut world = World::new(Shape::Newest);
    world.rules = Some(vec![rule(RULE, &[level(10, &[ME], &follow())])]);
    world.assign(1, RULE, 0, &[ME]);
    world
}

fn until(world: &World, end: i64) -> Finding {
    world.judge_within(-3600, end).unwrap()
}

#[test]
fn what_is_on_its_way_at_the_end_belongs_to_it() {
    for (after, failed, notified) in [
        (30, "", Notified::Yes),
        (30, "busy", Notified::Failed),
        (110, "", Notified::Yes),
        // Two minutes after the end it was too late.
        (600, "", Notified::No),
    ] {
        let mut world = mine();
        world.notify(after, RULE, 0, "voice", &to(ME, failed));
        let found = until(&world, 10);
        assert_eq!(found.notified, notified, "{after}");
        assert_eq!(found.is_missed(), notified != Notified::Yes, "{after}");
        assert_eq!(found.later.is_some(), after == 600, "{after}");
    }
    // Assigned at the same time as it began, of which the end comes in between.
    let mut world = mine();
    world.notify(2, RULE, 0, "voice", &to(ME, "busy"));
    assert!(until(&world, 1).is_missed());
    // At the end of what is asked about it is too early to say only where that is now.
    let mut world = mine();
    world.now = 60;
    let found = until(&world, 60);
    assert_eq!(found.reasons[0].why, Why::Unknown(Gap::NotYet(None)));
    world.now = 600;
    assert!(until(&world, 60).is_missed());
}

#[test]
fn what_begins_a_moment_after_the_end_does_not() {
    let mut world = mine();
    world.notify(2, RULE, 0, "voice", &to(ME, "busy"));
    world.add(1000, "i_reopen", ME, none());
    world.assign(1001, RULE, 0, &[ME]);
    world.notify(1002, RULE, 0, "voice", &to(ME, ""));
    for end in [300, 999] {
        let found = until(&world, end);
        assert_eq!(found.notified, Notified::Failed, "{end}");
        assert_eq!(found.later.map(|at| at.as_second()), Some(START + 1001));
    }
    assert_eq!(until(&world, 1010).notified, Notified::Yes);
}

#[test]
fn a_level_that_was_still_to_come_was_not_missed() {
    let mut world = World::new(Shape::Newest);
    world.assign(1, RULE, 0, &[YOU]);
    world.notify(2, RULE, 0, "voice", &to(YOU, ""));
    // Not at its time either, of which the time before says nothing.
    let to_come = |world: &World, end: i64| {
        let found = until(world, end);
        let why = &found.reasons[0].why;
        assert!(!found.is_missed() && !found.is_doubtful(), "{found:#?}");
        matches!(why, Why::Unknown(Gap::NotYet(Some(_))))
    };
    assert!(to_come(&world, 300));
    assert!(until(&world, 900).is_doubtful());
    world.assign(601, RULE, 1, &[ME]);
    world.notify(602, RULE, 1, "voice", &to(ME, "busy"));
    assert!(to_come(&world, 300) && to_come(&world, 600));
    assert!(until(&world, 610).is_missed());
    // What stopped it then says more.
    world.feed.truncate(3);
    world.add(400, "i_ack", YOU, none());
    assert!(!to_come(&world, 200) && !to_come(&world, 500));
}

#[test]
fn what_the_incident_says_of_itself_now_it_did_not_say_then() {
    let mut world = World::new(Shape::Newest);
    world.feed[0].detail = none();
    world.assign(1, RULE, 0, &[YOU]);
    world.notify(2, RULE, 0, "voice", &to(YOU, ""));
    world.add(60, "i_storm", 0, json!({"threshold": 10}));
    world.add(300, "i_ack", YOU, none());
    world.add(
        9000,
        "i_r_severity",
        YOU,
        json!({"from": "Info", "to": "Critical"}),
    );
    world.by_hand(9001, YOU, &[ME]);
    world.incident["responders"] = json!([{"person_id": ME, "assigned_at": START + 9001}]);
    let found = until(&world, 4000);
    assert!(matches!(found.reasons[0].why, Why::AcknowledgedBefore(_)));
    assert_eq!((found.notified, found.worst), (Notified::No, None));
}
