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

/// Whoever picks it up later is not why rules told nobody.
#[test]
fn picked_up_by_hand_after_the_rules_had_their_time() {
    let codes = |after: i64, silenced: bool, rules: Option<Vec<Value>>| {
        let mut world = World::new(Shape::May);
        if let Some(rules) = rules {
            world.rules = Some(rules);
        }
        if silenced {
            let held = json!({"rule_id": "1", "rule_name": "Quiet"});
            world.add(1, "i_m_silence", 0, held);
        }
        world.by_hand(after, YOU, &[YOU]);
        world.codes()
    };
    let late = |minutes: u64| {
        let mut rule = rule(RULE, &[level(0, &[YOU], &follow())]);
        rule["aggr_window"] = json!(minutes * 60);
        Some(vec![rule])
    };
    assert_eq!(codes(600, true, None), ["silenced", "assigned_by_hand"]);
    let nothing = || Some(Vec::new());
    assert_eq!(
        codes(6_000, false, nothing()),
        ["no_rule", "assigned_by_hand"]
    );
    // One that is gone now may have waited.
    assert_eq!(
        codes(600, false, nothing()),
        ["assigned_by_hand", "no_rule"]
    );
    // One that waits has not had its time. One that should have told somebody is no less a reason for that.
    assert_eq!(codes(600, false, late(15)), ["assigned_by_hand"]);
    assert_eq!(codes(600, false, late(0)), ["no_rule", "assigned_by_hand"]);
    // Whatever comes of it later.
    let mut world = World::new(Shape::May);
    world.rules = Some(Vec::new());
    world.by_hand(6_000, YOU, &[YOU]);
    world.add(6_600, "i_rslv", YOU, json!({}));
    assert_eq!(world.codes(), ["no_rule", "assigned_by_hand"]);
}

/// A rule that takes what the person opened chooses for itself whom it tells.
#[test]
fn an_incident_of_ones_own_that_a_rule_gives_back_is_no_deed_of_ones_own() {
    let missed = |rule: bool, kind: &str| {
        let mut world = World::new(Shape::May);
        let id = if rule {
            RULE
        } else {
            "000000000000000000000000"
        };
        let name = if rule { "P1" } else { "" };
        let detail = json!({"to": [ME], "type": kind, "escalate_rule_id": id, "escalate_rule_name": name, "layer_idx": 0});
        world.add(1, "i_assign", ME, detail);
        world.judge().is_missed()
    };
    assert!(missed(true, "assign"));
    for kind in ["assign", "reassign"] {
        assert!(!missed(false, kind), "{kind}");
    }
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
        // The log goes back that far, and has no change since.
        Gap::NoRecordThen
    );
    // It does not; the rule has a list of its own, as it was then or was not.
    let listed = |updated: i64| {
        move |world: &mut World| {
            let mut listed = rule(RULE, &[level(0, &[ME], &unified(&["voice"]))]);
            listed["updated_at"] = json!(START + updated);
            world.rules = Some(vec![listed]);
            world.assign(1, RULE, 0, &[ME]);
        }
    };
    let unlogged = |world: &mut World| {
        world.chosen.since = None;
        world.assign(1, RULE, 1, &[ME]);
    };
    assert_eq!(gap(&unlogged), Gap::NoRecord);
    assert_eq!(gap(&listed(-60)), Gap::NoRecordNamed);
    assert_eq!(gap(&listed(60)), Gap::NoRecord);
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
    // What is missing may be that it came to me again, and that nothing reached me then.
    cut.notify(62, RULE, 0, "sms", &mine());
    assert_eq!(cut.codes(), ["unknown", "notified"]);
    assert_eq!(cut.judge().notified, Notified::Unknown);
    cut.lost = Some(61);
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
    // One that is listed without an id may be it.
    let mut world = other(json!(START - 86_400));
    world.rules.as_mut().unwrap()[0]["rule_id"] = json!("");
    assert_eq!(world.judge().reasons[0].why, Why::Unknown(Gap::RulesUnread));
    assert!(world.judge().is_doubtful());
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
        let why = &assigned.judge().reasons[0].why;
        assert_eq!(*why, Why::Unknown(Gap::NoRecordThen));
        let why = assigned.judge().reasons.remove(0).why;
        assert_eq!(why, Why::Unknown(Gap::NoRecordThen));
    }
    world.assign(1, RULE, 1, &[YOU]);
    let finding = world.judge();
    assert!(
        matches!(&finding.reasons[0].why, Why::Unknown(Gap::Standing(_, 1))),
        "{finding:?}"
    );
    assert!(finding.is_doubtful());
}
