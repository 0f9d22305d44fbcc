//! What no longer stood, or had its time long before, does not say why nothing came.

use serde_json::json;

use super::made::*;
use super::turns::{by_rule, none, told};
use crate::domain::evidence::{Code, Notified};
use crate::domain::severity::Severity;

/// What stood before a level, of which it is asked long after, and whether a doubt is left: nothing stood any more, and the
/// level did not come either. It is due after ten minutes.
#[test]
fn what_no_longer_stood_long_since_leaves_a_doubt() {
    let snooze = |minutes: i64| json!({"minutes": minutes});
    type Stood<'a> = (&'static str, &'a dyn Fn(&mut World), bool);
    let before: [Stood<'_>; 12] = [
        (
            "a snooze that is over",
            &|world| {
                world.add(200, "i_snooze", YOU, snooze(20));
            },
            true,
        ),
        (
            "one that goes on",
            &|world| {
                world.add(200, "i_snooze", YOU, snooze(20_000));
            },
            false,
        ),
        (
            "one made longer, and over",
            &|world| {
                world
                    .add(200, "i_snooze", YOU, snooze(20))
                    .add(1_200, "i_snooze", YOU, snooze(20));
            },
            true,
        ),
        (
            "one made longer, which goes on",
            &|world| {
                world.add(200, "i_snooze", YOU, snooze(20)).add(
                    1_200,
                    "i_snooze",
                    YOU,
                    snooze(20_000),
                );
            },
            false,
        ),
        (
            "one made shorter, and over",
            &|world| {
                world.add(200, "i_snooze", YOU, snooze(20_000)).add(
                    1_200,
                    "i_snooze",
                    YOU,
                    snooze(20),
                );
            },
            true,
        ),
        (
            "a snooze, then an acknowledgement that stands",
            &|world| {
                world
                    .add(200, "i_snooze", YOU, snooze(20))
                    .add(1_200, "i_ack", YOU, none());
            },
            false,
        ),
        (
            "an acknowledgement before a snooze that is over",
            &|world| {
                world
                    .add(150, "i_ack", YOU, none())
                    .add(200, "i_snooze", YOU, snooze(20));
            },
            true,
        ),
        (
            "an acknowledgement before a snooze that goes on",
            &|world| {
                world
                    .add(150, "i_ack", YOU, none())
                    .add(200, "i_snooze", YOU, snooze(20_000));
            },
            false,
        ),
        (
            "an acknowledgement after a snooze, which stands",
            &|world| {
                world
                    .add(200, "i_snooze", YOU, snooze(20))
                    .add(1_500, "i_ack", YOU, none());
            },
            false,
        ),
        (
            "a snooze, then an acknowledgement taken back",
            &|world| {
                world
                    .add(200, "i_snooze", YOU, snooze(20))
                    .add(1_200, "i_ack", YOU, none())
                    .add(3_000, "i_unack", YOU, none());
            },
            true,
        ),
        (
            "an acknowledgement",
            &|world| {
                world.add(200, "i_ack", YOU, none());
            },
            false,
        ),
        (
            "an acknowledgement taken back",
            &|world| {
                world
                    .add(200, "i_ack", YOU, none())
                    .add(3_000, "i_unack", YOU, none());
            },
            true,
        ),
    ];
    for (what, happens, doubtful) in before {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        happens(&mut world);
        world.now = 20_000;
        let found = world.judge();
        assert_eq!(found.is_doubtful(), doubtful, "{what} {found:#?}");
        // Soon after, it may still come.
        world.now = 1_300;
        assert!(!world.judge().is_doubtful(), "{what}");
    }
}

/// Whoever picks it up long after a level was due does not tell why that did not come.
#[test]
fn a_late_hand_does_not_explain_a_level_that_did_not_come() {
    let taken = |after: i64| {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        world.by_hand(after, YOU, &[YOU]);
        (world.codes()[0], world.judge().is_doubtful())
    };
    assert_eq!(taken(300), (Code::AssignedByHand.word(), false));
    assert_eq!(taken(4_000), (Code::Unknown.word(), true));
}

/// Whether the rule holds it back again when it is opened again, nobody says.
#[test]
fn a_silence_before_a_reopening_is_named_and_leaves_a_doubt() {
    let silenced = |reopened: bool, by: u64, mine: bool| {
        let mut world = World::new(Shape::May);
        if !mine {
            world.rules = Some(vec![rule(RULE, &[level(10, &[YOU], &follow())])]);
        }
        let quiet = json!({"silence_rule_id": "1", "silence_rule_name": "Quiet"});
        world.incident["ever_muted"] = json!(true);
        world.add(1, "i_m_silence", 0, quiet);
        if reopened {
            world.add(300, "i_rslv", 0, none());
            world.add(600, "i_reopen", by, none());
            world.add(900, "i_rslv", 0, none());
        }
        (world.codes()[0], world.judge().is_doubtful())
    };
    let code = Code::Silenced.word();
    assert_eq!(silenced(false, 0, true), (code, false));
    assert_eq!(silenced(true, 0, true), (code, true));
    assert_eq!(silenced(true, 0, false), (code, false));
    assert_ne!(silenced(true, YOU, true).0, code);
    // It is held back again.
    let mut world = World::new(Shape::May);
    let quiet = json!({"silence_rule_id": "1", "silence_rule_name": "Quiet"});
    world.add(1, "i_m_silence", 0, quiet.clone());
    world.add(300, "i_rslv", 0, none());
    world.add(600, "i_reopen", 0, none());
    world.add(601, "i_m_silence", 0, quiet);
    assert_eq!(
        (world.codes()[0], world.judge().is_doubtful()),
        (code, false)
    );
}

/// A rule begins with its first level by itself: where the record begins with a later one, whom that told is not known.
#[test]
fn a_level_that_was_passed_over_is_no_proof_that_it_is_of_others() {
    let begun = |by: u64, first: bool| {
        let mut world = World::new(Shape::May);
        world.rules = Some(vec![rule(
            RULE,
            &[level(15, &[ME], &follow()), level(0, &[YOU], &follow())],
        )]);
        if first {
            world.assign(1, RULE, 0, &[YOU]);
        }
        by_rule(&mut world, 901, by, "escalate", 1, &[YOU]);
        (world.codes()[0], world.judge().is_doubtful())
    };
    assert_eq!(begun(0, false), (Code::Unknown.word(), true));
    // A person chooses with which one they begin.
    assert_eq!(begun(YOU, false), (Code::NoRule.word(), true));
    assert_ne!(begun(0, true).0, Code::OtherRule.word());
}

/// It was nobody's before: that a colleague runs another rule for it is no answer to why none took it.
#[test]
fn a_rule_run_by_hand_does_not_say_why_no_rule_took_it() {
    let taken = |after: i64, by_rule: bool, silenced: bool| {
        let mut world = World::new(Shape::May);
        let rules = [
            rule(RULE, &[level(10, &[ME], &follow())]),
            rule(OTHER, &[level(10, &[YOU], &follow())]),
        ];
        world.rules = Some(rules.into());
        if silenced {
            world.add(1, "i_m_silence", 0, json!({"silence_rule_name": "Quiet"}));
        }
        let rule = if by_rule { OTHER } else { "" };
        let detail = json!({"to": [YOU], "type": "assign", "escalate_rule_id": rule});
        world.add(after, "i_assign", YOU, detail);
        (world.codes()[0], world.judge().is_doubtful())
    };
    for by_rule in [false, true] {
        let held = Code::Silenced.word();
        assert_eq!(taken(600, by_rule, true), (held, false), "{by_rule}");
        let none = Code::NoRule.word();
        assert_eq!(taken(6_000, by_rule, false), (none, true), "{by_rule}");
        let by_hand = Code::AssignedByHand.word();
        assert_eq!(taken(20, by_rule, false), (by_hand, false), "{by_rule}");
    }
}

/// A level between two that were reached: a rule that went on without it leaves a doubt, and a person who passes it over
/// explains it only until it was due.
#[test]
fn a_level_between_two_others_is_not_of_others() {
    let gone_on = |after: i64, by: u64| {
        let mut world = World::new(Shape::May);
        let levels = [&[YOU][..], &[ME], &[YOU]].map(|to| level(10, to, &follow()));
        world.rules = Some(vec![rule(RULE, &levels)]);
        world.assign(1, RULE, 0, &[YOU]);
        by_rule(&mut world, after, by, "escalate", 2, &[YOU]);
        world.judge().is_doubtful()
    };
    assert!(gone_on(1_201, 0));
    assert!(!gone_on(300, YOU));
    assert!(gone_on(5_000, YOU));
}

/// What held it back was over, or ended by whoever opened it again: a later hand explains nothing.
#[test]
fn what_was_over_does_not_say_why_nobody_was_told_before_a_hand() {
    let quiet = || json!({"silence_rule_name": "Quiet"});
    let before: [&dyn Fn(&mut World); 4] = [
        &|world| {
            world.add(1, "i_m_flapping", 0, json!({"mute_mins": 10}));
        },
        &|world| {
            world.add(1, "i_snooze", YOU, json!({"minutes": 10}));
        },
        &|world| {
            world
                .add(1, "i_ack", YOU, none())
                .add(600, "i_unack", YOU, none());
        },
        &|world| {
            world.add(1, "i_m_silence", 0, quiet());
            world.add(300, "i_rslv", 0, none());
            world.add(600, "i_reopen", YOU, none());
        },
    ];
    for (index, happens) in before.into_iter().enumerate() {
        let mut world = World::new(Shape::May);
        world.rules = Some(vec![rule(RULE, &[level(10, &[ME], &follow())])]);
        happens(&mut world);
        assert!(world.judge().is_doubtful(), "{index} {:?}", world.codes());
        world.by_hand(6_000, YOU, &[YOU]);
        assert!(world.judge().is_doubtful(), "{index} {:?}", world.codes());
    }
}

/// I was told by the first level; it is opened again for whoever had it by the second one. That a rule was changed since,
/// or has a third level for me, which was stopped, does not make it mine again.
#[test]
fn a_reopening_for_the_next_level_takes_no_answer_away() {
    for (reopened, changed) in [(false, false), (true, false), (false, true), (true, true)] {
        let mut world = World::new(Shape::May);
        let levels = [&[ME][..], &[YOU], &[ME]].map(|to| level(10, to, &follow()));
        let mut own = rule(RULE, &levels);
        if changed {
            own["updated_at"] = json!(START + 50_000);
        }
        world.rules = Some(vec![own]);
        world.assign(1, RULE, 0, &[ME]);
        world.notify(2, RULE, 0, "voice", &json!([{"person_id": ME}]));
        world
            .assign(601, RULE, 1, &[YOU])
            .add(700, "i_ack", YOU, none());
        world.add(900, "i_rslv", 0, none());
        world.add(3_000, "i_reopen", 0, none());
        if reopened {
            by_rule(&mut world, 3_001, 0, "reopen", 1, &[YOU]);
        }
        world.add(3_100, "i_ack", YOU, none());
        let found = world.judge();
        assert_eq!(
            found.notified,
            Notified::Yes,
            "{reopened} {changed} {found:#?}"
        );
        // Nothing came to them after that either.
        let within = world.judge_within(-10, 2_000).unwrap();
        assert_eq!(within.later, None, "{reopened} {changed}");
    }
}

/// An alert that was held back before a reopening need not have been held back after it.
#[test]
fn an_alert_that_was_silenced_before_a_reopening_leaves_a_doubt() {
    let reopened = |by: Option<u64>| {
        let mut world = World::new(Shape::May);
        world.alerts = vec![alert(0, Some((false, "Quiet")))];
        world.alerts[0].is_read = true;
        if let Some(by) = by {
            world.add(300, "i_rslv", 0, none());
            world.add(4_000, "i_reopen", by, none());
        }
        (world.codes()[0], world.judge().is_doubtful())
    };
    assert_eq!(reopened(None), (Code::Silenced.word(), false));
    assert_eq!(reopened(Some(0)), (Code::Silenced.word(), true));
    assert!(reopened(Some(YOU)).1);
}

/// Whoever takes it themselves has it; why a level of theirs had not come long before that says, nobody tells.
#[test]
fn ones_own_late_deed_does_not_explain_a_level_that_did_not_come() {
    let taken = |after: i64| {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        let lower = json!({"from": "Critical", "to": "Warning"});
        world.add(after - 100, "i_r_severity", YOU, lower);
        world.by_hand(after, ME, &[ME]);
        world.judge()
    };
    // Due at 601.
    let soon = taken(400);
    assert!(!soon.is_doubtful() && soon.had, "{soon:#?}");
    let late = taken(2_400);
    assert!(late.is_doubtful() && !late.had, "{late:#?}");
    // It was due as what it was then.
    assert_eq!(late.worst, Some(Severity::Critical));
}

/// A rule that names the person should have told them: that they acknowledge it long after is no answer.
#[test]
fn ones_own_late_acknowledgement_is_no_answer_to_a_rule_that_told_nobody() {
    for kind in ["i_ack", "i_rslv", "i_snooze"] {
        let mut world = World::new(Shape::May);
        world.rules = Some(vec![rule(RULE, &[level(10, &[ME], &follow())])]);
        world.add(2_400, kind, ME, json!({"minutes": 6_000}));
        assert!(world.judge().is_doubtful(), "{kind} {:?}", world.codes());
    }
}

/// It may wait for the delay of its rule again.
#[test]
fn what_closes_in_the_delay_of_a_reopening_is_why() {
    let closed = |delay: i64, changed: i64| {
        let mut world = told();
        let own = &mut world.rules.as_mut().unwrap()[0];
        own["aggr_window"] = json!(delay);
        own["updated_at"] = json!(START + changed);
        world.add(600, "i_rslv", 0, none());
        world.add(800, "i_reopen", 0, none());
        world.add(900, "i_rslv", 0, none());
        world.codes()[0]
    };
    assert_eq!(closed(300, -86_400), Code::ClosedBefore.word());
    assert_eq!(closed(0, -86_400), Code::Unknown.word());
    // It need not have had that delay then.
    assert_eq!(closed(300, 50_000), Code::Unknown.word());
}

/// It is for changing that it was muted; once that is over it explains nothing.
#[test]
fn a_mute_that_is_over_does_not_say_why_nothing_came_after_it() {
    let reopened = |minutes: i64| {
        let mut world = told();
        world.add(120, "i_m_flapping", 0, json!({"mute_mins": minutes}));
        world.add(300, "i_rslv", 0, none());
        world.add(420, "i_reopen", 0, none());
        world.judge().notified
    };
    assert_eq!(reopened(10), Notified::Unknown);
    assert_eq!(reopened(10_000), Notified::No);
}

/// The last snooze says until when.
#[test]
fn a_snooze_may_be_made_shorter() {
    let mut world = told();
    world.add(120, "i_snooze", YOU, json!({"minutes": 600}));
    world.add(180, "i_snooze", YOU, json!({"minutes": 10}));
    assert_eq!(world.judge().notified, Notified::Unknown);
}
