//! Where a turn begins, and that the last one is judged.

use serde_json::{Value, json};

use super::made::*;
use crate::domain::evidence::turn::{Begin, turns};
use crate::domain::evidence::{Event, Notified};

const THIRD: u64 = 80013;

pub(super) fn none() -> Value {
    json!({})
}

/// Level 1 told me.
pub(super) fn told() -> World {
    let mut world = World::new(Shape::Newest);
    world.rules = Some(vec![rule(
        RULE,
        &[level(30, &[ME], &follow()), level(0, &[YOU], &follow())],
    )]);
    world.assign(1, RULE, 0, &[ME]);
    world.notify(2, RULE, 0, "voice", &json!([{"person_id": ME}]));
    world.now = 20_000;
    world
}

fn failed(world: &mut World, after: i64) {
    let failed = json!([{"person_id": ME, "failed_reason": "busy"}]);
    world.notify(after, RULE, 0, "voice", &failed);
}

/// Where the turns of a record begin, seconds after the beginning.
fn begun(world: &World) -> Vec<(i64, Begin)> {
    let second = |after: i64| jiff::Timestamp::from_second(START + after).unwrap();
    let found = turns(&Event::all(&world.feed), ME, second(world.now));
    let after = |at: jiff::Timestamp| at.as_second() - START;
    let found = found.iter().skip(1);
    found
        .map(|one| (one.at.map_or(0, after), one.begin))
        .collect()
}

/// What happens after I was told, where a turn begins by it, and how.
type Happens = (&'static str, fn(&mut World), Option<(i64, Begin)>);

/// A rule by a person's hand.
pub(super) fn by_rule(world: &mut World, after: i64, by: u64, kind: &str, index: i64, to: &[u64]) {
    let detail = json!({"to": to, "type": kind, "escalate_rule_id": RULE, "layer_idx": index});
    world.add(after, "i_assign", by, detail);
}

const HAPPENS: &[Happens] = &[
    (
        "reassigned away and back",
        |world| {
            world.by_hand(3000, ME, &[YOU]).by_hand(4000, YOU, &[ME]);
        },
        Some((4000, Begin::Given)),
    ),
    (
        "through three",
        |world| {
            world
                .add(300, "i_ack", YOU, none())
                .by_hand(3000, YOU, &[THIRD])
                .by_hand(4000, THIRD, &[ME]);
        },
        Some((4000, Begin::Given)),
    ),
    (
        "escalated to another, who gives it back",
        |world| {
            world
                .assign(1801, RULE, 1, &[YOU])
                .by_hand(4000, YOU, &[ME]);
        },
        Some((4000, Begin::Given)),
    ),
    (
        "given back by a level of the rule",
        |world| {
            world.by_hand(3000, ME, &[YOU]).assign(4000, RULE, 1, &[ME]);
        },
        Some((4000, Begin::Given)),
    ),
    (
        "the rule run again by hand",
        |world| {
            world.add(300, "i_ack", YOU, none());
            by_rule(world, 4000, YOU, "assign", 0, &[ME]);
        },
        Some((4000, Begin::Given)),
    ),
    (
        "the rule run again by hand of what I have",
        |world| {
            world.add(300, "i_ack", ME, none());
            by_rule(world, 4000, YOU, "assign", 0, &[ME]);
        },
        Some((4000, Begin::Given)),
    ),
    (
        "added to what another had taken",
        |world| {
            world
                .add(300, "i_ack", YOU, none())
                .add(4000, "i_a_rspd", YOU, json!({"to": [ME]}));
        },
        Some((4000, Begin::Given)),
    ),
    (
        "given up, and given back",
        |world| {
            world
                .add(300, "i_ack", ME, none())
                .add(3000, "i_unack", ME, none())
                .by_hand(4000, YOU, &[ME]);
        },
        Some((4000, Begin::Given)),
    ),
    (
        "the acknowledgement taken back",
        |world| {
            world
                .add(300, "i_ack", YOU, none())
                .add(4000, "i_unack", YOU, none());
        },
        Some((4000, Begin::Resumed)),
    ),
    (
        "woken",
        |world| {
            world
                .add(300, "i_snooze", YOU, json!({"minutes": 600}))
                .add(4000, "i_wake", YOU, none());
        },
        Some((4000, Begin::Resumed)),
    ),
    (
        "a snooze that is over",
        |world| {
            world.add(400, "i_snooze", YOU, json!({"minutes": 60}));
        },
        Some((4000, Begin::Resumed)),
    ),
    (
        "taken, then a snooze that is over",
        |world| {
            world
                .add(300, "i_ack", YOU, none())
                .add(400, "i_snooze", YOU, json!({"minutes": 60}));
        },
        Some((4000, Begin::Resumed)),
    ),
    (
        "a message after a snooze in which it was taken",
        |world| {
            world.add(400, "i_snooze", YOU, json!({"minutes": 60})).add(
                500,
                "i_ack",
                THIRD,
                none(),
            );
            failed(world, 4000);
        },
        Some((4000, Begin::Resumed)),
    ),
    (
        "a message after a snooze of no length",
        |world| {
            world.add(400, "i_snooze", YOU, none());
            failed(world, 4000);
        },
        Some((4000, Begin::Resumed)),
    ),
    (
        "opened again",
        |world| {
            world
                .add(300, "i_rslv", YOU, none())
                .add(4000, "i_reopen", 0, none());
        },
        Some((4000, Begin::Reopened)),
    ),
    (
        "opened again by an assignment",
        |world| {
            world.add(300, "i_rslv", YOU, none());
            by_rule(world, 4000, 0, "reopen", 0, &[ME]);
            world.add(4000, "i_reopen", 0, none());
        },
        Some((4000, Begin::Reopened)),
    ),
    (
        "assigned after it was closed",
        |world| {
            world.add(300, "i_rslv", YOU, none());
            by_rule(world, 4000, 0, "assign", 0, &[ME]);
        },
        Some((4000, Begin::Reopened)),
    ),
    (
        "escalated when it was being closed",
        |world| {
            world.add(300, "i_rslv", YOU, none());
            by_rule(world, 360, 0, "escalate", 1, &[YOU]);
        },
        None,
    ),
    (
        "a word of its own for it",
        |world| {
            world
                .add(300, "i_rslv", YOU, none())
                .add(3999, "i_reopened", 0, none());
            failed(world, 4000);
        },
        Some((4000, Begin::Reopened)),
    ),
    (
        "opened again by me, for another first",
        |world| {
            world
                .add(300, "i_rslv", YOU, none())
                .add(2000, "i_reopen", ME, none());
            world
                .assign(2001, RULE, 0, &[YOU])
                .assign(4000, RULE, 1, &[ME]);
        },
        Some((4000, Begin::Given)),
    ),
    // What is none.
    (
        "the next level of the rule",
        |world| {
            world.assign(1801, RULE, 1, &[ME, YOU]);
        },
        None,
    ),
    (
        "a later level of the rule",
        |world| {
            world
                .assign(1801, RULE, 1, &[YOU])
                .assign(3601, RULE, 2, &[ME]);
        },
        None,
    ),
    (
        "one's own deed",
        |world| {
            world
                .add(300, "i_ack", YOU, none())
                .by_hand(4000, ME, &[ME]);
        },
        None,
    ),
    (
        "one's own snooze",
        |world| {
            world.add(400, "i_snooze", ME, json!({"minutes": 60}));
        },
        None,
    ),
    (
        "opened again by me",
        |world| {
            world
                .add(300, "i_rslv", YOU, none())
                .add(4000, "i_reopen", ME, none());
            by_rule(world, 4001, 0, "reopen", 0, &[ME]);
        },
        None,
    ),
    (
        "another is brought in",
        |world| {
            world
                .add(300, "i_ack", ME, none())
                .by_hand(4000, THIRD, &[ME, YOU]);
        },
        None,
    ),
    (
        "a snooze of what is closed",
        |world| {
            world
                .add(300, "i_snooze", YOU, json!({"minutes": 60}))
                .add(400, "i_rslv", YOU, none());
        },
        None,
    ),
    (
        "a snooze of what is acknowledged",
        |world| {
            world
                .add(300, "i_snooze", YOU, json!({"minutes": 60}))
                .add(400, "i_ack", YOU, none());
        },
        None,
    ),
];

#[test]
fn a_turn_begins_where_it_comes_to_the_person_again() {
    for (what, happens, begins) in HAPPENS {
        let mut world = told();
        happens(&mut world);
        let found = begun(&world);
        assert_eq!(found, begins.iter().copied().collect::<Vec<_>>(), "{what}");
    }
}

#[test]
fn the_last_turn_is_judged() {
    for (what, happens, begins) in HAPPENS {
        let mut world = told();
        happens(&mut world);
        let found = world.judge();
        let since = found.since.map(|at| at.as_second() - START);
        assert_eq!(since, begins.map(|(at, _)| at), "{what} {found:#?}");
        // Of what goes on with what it was nobody says that anything is sent anew.
        let last = &world.feed.last().unwrap().kind;
        let carried = last == "i_ack" || !last.starts_with("i_a");
        let open = matches!(begins, Some((_, Begin::Resumed | Begin::Reopened))) && carried;
        if !what.contains("message") && !what.contains("word") {
            let wanted = match begins {
                None => Notified::Yes,
                Some((_, Begin::Reopened)) if what.contains("by an") => Notified::No,
                Some(_) if open => Notified::Unknown,
                Some(_) => Notified::No,
            };
            assert_eq!(found.notified, wanted, "{what} {found:#?}");
            failed(&mut world, 4002);
        }
        let found = world.judge();
        // A message long after a closing shows that it was opened again, and one after a snooze that nobody has it.
        let is_closed = [
            "a snooze of what is closed",
            "a snooze of what is acknowledged",
            "escalated when it was being closed",
        ];
        let is_new = begins.is_some() || is_closed.contains(what);
        let wanted = if is_new {
            Notified::Failed
        } else {
            Notified::Yes
        };
        assert_eq!(found.notified, wanted, "{what} {found:#?}");
        world.notify(4003, RULE, 0, "sms", &json!([{"person_id": ME}]));
        assert_eq!(world.judge().notified, Notified::Yes, "{what}");
    }
}

/// A warning of a storm goes out by no rule: nothing that made it the person's is missing.
#[test]
fn a_warning_that_fails_lacks_no_deed() {
    let mut world = World::new(Shape::May);
    let told = |failed: Option<&str>| match failed {
        None => json!([{"person_id": ME}]),
        Some(why) => json!([{"person_id": ME, "failed_reason": why}]),
    };
    world.assign(1, RULE, 0, &[ME]);
    world.notify(3, RULE, 0, "voice", &told(None));
    world.add(600, "i_storm", 0, json!({"threshold": 50}));
    world.notify(601, "", 0, "voice", &told(Some("busy")));
    assert_eq!(world.judge().notified, Notified::Yes);
}

/// What somebody did themselves, or was told, before notices began again is no answer to what came of those.
#[test]
fn what_was_before_a_reopening_is_no_answer() {
    let notified = |world: &World| world.judge().notified;
    // Taken by hand, closed, and opened again.
    let mut own = World::new(Shape::May);
    own.by_hand(60, ME, &[ME]);
    own.add(300, "i_rslv", ME, none());
    own.add(2_000, "i_reopen", 0, none());
    assert_eq!(notified(&own), Notified::Unknown);
    // Told, opened again, and acknowledged for a while.
    let mut again = told();
    again.add(300, "i_rslv", 0, none());
    again.add(600, "i_reopen", 0, none());
    assert_eq!(notified(&again), Notified::Unknown);
    again.add(700, "i_ack", YOU, none());
    again.add(900, "i_unack", YOU, none());
    assert_eq!(notified(&again), Notified::Unknown);
}

/// A rule that was run by them is no taking of theirs: what is given back is to be told.
#[test]
fn whoever_runs_a_rule_has_not_taken_it() {
    let mut world = World::new(Shape::May);
    let detail = json!({"to": [ME], "type": "assign", "escalate_rule_id": RULE, "escalate_rule_name": "P1", "layer_idx": 0});
    world.add(1, "i_assign", ME, detail);
    let to_me = |failed: &str| json!([{"person_id": ME, "failed_reason": failed}]);
    world.notify(3, RULE, 0, "voice", &to_me(""));
    world.by_hand(600, YOU, &[YOU]);
    world.by_hand(1_200, YOU, &[ME]);
    world.notify(1_203, "", 0, "voice", &to_me("busy"));
    assert_eq!(world.judge().notified, Notified::Failed);
}

/// The push of a storm's warning is handed over before its call fails.
#[test]
fn a_warning_of_which_a_part_fails_lacks_no_deed() {
    let mut world = told();
    world.add(600, "i_storm", 0, json!({"threshold": 50}));
    world.notify(601, "", 0, "push", &json!([{"person_id": ME}]));
    let failed = json!([{"person_id": ME, "failed_reason": "busy"}]);
    world.notify(603, "", 0, "voice", &failed);
    assert_eq!(world.judge().notified, Notified::Yes);
}
