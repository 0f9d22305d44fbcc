//! Levels whose time counts anew, and what was due in a later turn.

use serde_json::json;

use super::made::*;
use super::turns::{by_rule, none};
use crate::domain::evidence::Notified;

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
