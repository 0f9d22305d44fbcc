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

/// What stood before a level, of which it is asked long after, and whether a doubt is left: nothing stood any more, and the
/// level did not come either. It is due after ten minutes.
#[test]
fn what_no_longer_stood_long_since_leaves_a_doubt() {
    let snooze = |minutes: i64| json!({"minutes": minutes});
    type Stood<'a> = (&'static str, &'a dyn Fn(&mut World), bool);
    let before: [Stood<'_>; 9] = [
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
        let codes = world.codes();
        assert!(
            !codes.contains(&Code::OtherRule.word()),
            "{after} {by} {codes:?}"
        );
        world.judge().is_doubtful()
    };
    assert!(gone_on(1_201, 0));
    assert!(!gone_on(300, YOU));
    assert!(gone_on(5_000, YOU));
}
