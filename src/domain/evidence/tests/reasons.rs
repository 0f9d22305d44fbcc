//! Each reason by itself, in every shape.

use serde_json::{Value, json};

use super::made::*;
use crate::domain::evidence::{Code, Gap, Notified, Why};
use crate::domain::severity::Severity;

/// In every shape: this happens, and this decides.
#[track_caller]
pub fn decides(code: Code, happens: impl Fn(&mut World)) {
    for shape in Shape::ALL {
        let mut world = World::new(shape);
        happens(&mut world);
        world.decided_by(code);
        let notified = world.judge().notified;
        let expected = match code {
            Code::Notified => Notified::Yes,
            Code::SendingFailed => Notified::Failed,
            _ => Notified::No,
        };
        assert_eq!(notified, expected);
    }
}

pub fn mine() -> Value {
    json!([{"person_id": ME}])
}

fn failed() -> Value {
    json!([{"person_id": YOU}, {"person_id": ME, "failed_reason": "number unreachable"}])
}

#[test]
fn notified_whatever_else_failed() {
    decides(Code::Notified, |world| {
        world.assign(1, RULE, 1, &[ME]);
        world.notify(2, RULE, 1, "sms", &failed());
        world.notify(3, RULE, 1, "feishu_app", &mine());
    });
    // An empty failure is none.
    decides(Code::Notified, |world| {
        world.assign(1, RULE, 1, &[ME]);
        world.notify(
            2,
            RULE,
            1,
            "sms",
            &json!([{"person_id": ME, "failed_reason": ""}]),
        );
    });
}

#[test]
fn sending_failed_and_perhaps_the_fallback_too() {
    decides(Code::SendingFailed, |world| {
        world.assign(1, RULE, 1, &[ME]);
        world.notify(2, RULE, 1, "sms", &failed());
    });
    let mut world = World::new(Shape::May);
    world.notify(2, RULE, 1, "push", &failed());
    world.notify(3, RULE, 1, "sms", &failed());
    let Why::SendingFailed {
        not_chosen,
        failures,
    } = &world.judge().reasons[0].why
    else {
        panic!();
    };
    assert_eq!(
        (failures.len(), not_chosen.as_slice()),
        (2, &["sms".to_owned()][..])
    );
}

#[test]
fn no_channel_was_chosen() {
    decides(Code::NoChannelPreference, |world| {
        world.prefer_nothing(Severity::Critical);
        world.assign(1, RULE, 1, &[ME, YOU]);
        world.notify(2, RULE, 1, "sms", &json!([{"person_id": YOU}]));
    });
    // Of the severity at that time.
    decides(Code::NoChannelPreference, |world| {
        world.prefer_nothing(Severity::Warning);
        world.add(
            5,
            "i_r_severity",
            0,
            json!({"from": "Critical", "to": "Warning"}),
        );
        world.by_hand(9, YOU, &[ME]);
        world.add(
            12,
            "i_r_severity",
            0,
            json!({"from": "Warning", "to": "Critical"}),
        );
    });
    // Added as a responder.
    decides(Code::NoChannelPreference, |world| {
        world.prefer_nothing(Severity::Critical);
        world.add(9, "i_a_rspd", YOU, json!({"to": [ME]}));
    });
    // As the log has it: what was chosen since proves nothing, whichever way.
    decides(Code::NoChannelPreference, |world| {
        world
            .chose(-90, &["sms"])
            .chose(-60, &[])
            .chose(60, &["email"]);
        world.by_hand(9, YOU, &[ME]);
    });
    decides(Code::Unknown, |world| {
        world.prefer_nothing(Severity::Critical);
        world.chose(-60, &["sms"]).chose(60, &[]);
        world.by_hand(9, YOU, &[ME]);
    });
    // Where it does not tell of then, now has to do.
    for log in [vec![], vec![(60, ["sms"])], vec![(-60, ["sms"])]] {
        decides(Code::NoChannelPreference, |world| {
            world.prefer_nothing(Severity::Critical);
            for (after, list) in &log {
                world.chose(*after, list);
            }
            world.by_hand(9, YOU, &[ME]);
        });
    }
}

#[test]
fn the_rule_has_no_channel() {
    decides(Code::NoChannelRule, |world| {
        world.rules = Some(vec![rule(RULE, &[level(0, &[ME], &unified(&[]))])]);
        world.assign(1, RULE, 0, &[ME]);
    });
    decides(Code::NoChannelRule, |world| {
        let detail = json!({"to": [ME], "type": "assign", "notify": {"follow_preference": false, "personal_channels": []}});
        world.add(1, "i_assign", YOU, detail);
    });
}

#[test]
fn channels_that_are_not_told_need_not_be_none() {
    for (named, known) in [(json!([]), true), (Value::Null, false)] {
        let mut world = World::new(Shape::May);
        let how = json!({"follow_preference": false, "personal_channels": named});
        world.add(1, "i_assign", YOU, json!({"to": [ME], "notify": how}));
        let found = world.judge();
        let why = &found.reasons[0].why;
        let untold = why == &Why::Unknown(Gap::ChannelsUntold);
        assert_eq!((untold, found.is_missed()), (!known, true), "{found:#?}");
    }
}

#[test]
fn the_case_of_an_id_says_nothing() {
    let mut world = World::new(Shape::May);
    let upper = RULE.to_uppercase();
    world.assign(1, &upper, 0, &[YOU]);
    world.notify(2, RULE, 0, "sms", &json!([{"person_id": YOU}]));
    world.add(60, "i_ack", YOU, json!({}));
    world.decided_by(Code::AcknowledgedBefore);
    world.rules.as_mut().unwrap()[0]["rule_id"] = json!(upper);
    world.decided_by(Code::AcknowledgedBefore);
    // None of its own rules is another one.
    let mine = [level(0, &[YOU], &follow())];
    world.rules = Some(vec![rule(&upper, &mine), rule(OTHER, &mine)]);
    let found = world.judge();
    assert!(
        matches!(&found.reasons[0].why, Why::OtherRule { mine, .. } if mine.is_empty()),
        "{found:#?}"
    );
}

#[test]
fn only_a_group_chat_was_told() {
    let chats = |world: &mut World| {
        world.assign(1, RULE, 0, &[ME]);
        world.add(2, "i_notify", 0, json!({"fire_type": "fire", "escalate_rule_id": RULE, "layer_idx": 0, "by": "feishu",
            "robots": [{"token": "secret", "alias": "支付值班群"}], "chats": [{"data_source_id": 1, "chat_id": "c", "chat_name": "war room"}]}));
    };
    decides(Code::GroupOnly, |world| {
        world.rules = Some(vec![rule(RULE, &[level(0, &[ME], &Value::Null)])]);
        chats(world);
        let finding = world.judge();
        let Why::GroupOnly { rooms, certain, .. } = &finding.reasons[0].why else {
            panic!();
        };
        assert_eq!(
            (rooms.join(" "), certain),
            ("war room 支付值班群".into(), &true)
        );
    });
    // The rule is gone.
    decides(Code::GroupOnly, |world| {
        world.rules = Some(Vec::new());
        chats(world);
    });
}

#[test]
fn acknowledged_before_my_level() {
    decides(Code::AcknowledgedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.notify(2, RULE, 0, "voice", &json!([{"person_id": YOU}]));
        world.add(488, "i_ack", YOU, json!({}));
    });
    // The deadline is only the earliest.
    decides(Code::AcknowledgedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(640, "i_ack", YOU, json!({"progress": "looking"}));
    });
    // Given up and taken again.
    decides(Code::AcknowledgedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(100, "i_ack", YOU, json!({}));
        world.add(200, "i_unack", YOU, json!({}));
        world.add(300, "i_ack", 80013, json!({}));
        assert!(
            matches!(&world.judge().reasons[0].why, Why::AcknowledgedBefore(before) if before.by == 80013)
        );
    });
}

#[test]
fn a_level_after_one_without_a_time_comes_at_once_or_never() {
    for shape in Shape::ALL {
        for after in [0, 1, 2000] {
            let mut world = World::new(shape);
            let two = [level(0, &[YOU], &follow()), level(10, &[ME], &follow())];
            world.rules = Some(vec![rule(RULE, &two)]);
            world.assign(1, RULE, 0, &[YOU]);
            world.notify(2, RULE, 0, "voice", &json!([{"person_id": YOU}]));
            if after > 0 {
                world.add(after, "i_ack", YOU, json!({}));
            }
            world.decided_by(Code::Unknown);
        }
    }
}

#[test]
fn an_acknowledgement_does_not_stop_a_level_that_is_forced() {
    decides(Code::ClosedBefore, |world| {
        let mut first = level(10, &[YOU], &follow());
        first["force_escalate"] = json!(true);
        world.rules = Some(vec![rule(RULE, &[first, level(0, &[ME], &follow())])]);
        world.assign(1, RULE, 0, &[YOU]);
        world.add(100, "i_ack", YOU, json!({}));
        world.add(300, "i_rslv", YOU, json!({"from": "console"}));
    });
}

#[test]
fn closed_before_my_level_and_in_the_delay() {
    decides(Code::ClosedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(300, "i_rslv", 0, json!({"from": "event"}));
        world.add(400, "i_ack", YOU, json!({}));
    });
    decides(Code::ClosedInDelay, |world| {
        let mut delayed = rule(RULE, &[level(0, &[ME], &follow())]);
        delayed["aggr_window"] = json!(300);
        world.rules = Some(vec![delayed]);
        world.add(299, "i_rslv", 0, json!({"from": "event"}));
    });
}

#[test]
fn snoozed_until_it_is_over() {
    decides(Code::Snoozed, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_snooze", YOU, json!({"minutes": 120}));
        world.add(3600, "i_rslv", YOU, json!({"from": "console"}));
    });
    // Over before the level was due, and closed after.
    decides(Code::ClosedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_snooze", YOU, json!({"minutes": 2}));
        world.add(500, "i_rslv", YOU, json!({"from": "console"}));
    });
    decides(Code::AcknowledgedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_snooze", YOU, json!({"minutes": 120}));
        world.add(90, "i_wake", YOU, json!({"snoozedBefore": START + 7200}));
        world.add(500, "i_ack", YOU, json!({}));
    });
}

#[test]
fn held_back_by_rules() {
    for (kind, code) in [
        ("i_m_silence", Code::Silenced),
        ("i_m_inhibit", Code::Inhibited),
        ("i_m_inhibat", Code::Inhibited),
    ] {
        decides(code, |world| {
            world.add(
                1,
                kind,
                0,
                json!({"silence_rule_id": "1", "silence_rule_name": "Release night"}),
            );
            world.add(300, "i_rslv", 0, json!({"from": "event"}));
        });
        // Assigned all the same, and nothing sent.
        decides(code, |world| {
            world.add(1, kind, 0, json!({}));
            world.assign(2, RULE, 1, &[ME]);
        });
    }
    for (inhibited, code) in [(false, Code::Silenced), (true, Code::Inhibited)] {
        decides(code, |world| {
            world.alerts = vec![alert(0, Some((inhibited, "Release night")))];
            world.add(300, "i_rslv", 0, json!({"from": "event"}));
        });
    }
}

#[test]
fn flapping_mutes_until_the_next_notice() {
    decides(Code::Flapping, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(
            300,
            "i_m_flapping",
            0,
            json!({"max_changes": 5, "in_mins": 60, "mute_mins": 120}),
        );
    });
    // An alert about it alone mutes nothing.
    decides(Code::AcknowledgedBefore, |world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(
            300,
            "i_m_flapping",
            0,
            json!({"max_changes": 5, "in_mins": 60, "mute_mins": 0}),
        );
        world.add(350, "i_ack", YOU, json!({}));
    });
}

#[test]
fn somebody_else_or_nobody_was_on_call() {
    let on_duty = |world: &mut World, now: &[u64]| {
        world.rules = Some(vec![rule(RULE, &[on_call(0, 9001)])]);
        world.person.schedules = vec![schedule(9001, now)];
        world.assign(1, RULE, 0, now);
    };
    decides(Code::NotOnCall, |world| on_duty(world, &[YOU]));
    decides(Code::NobodyOnCall, |world| on_duty(world, &[]));
    // Not my schedule at all.
    decides(Code::OtherRule, |world| {
        on_duty(world, &[YOU]);
        let mut foreign = schedule(9001, &[YOU]);
        foreign
            .final_schedule
            .as_mut()
            .unwrap()
            .schedules
            .as_mut()
            .unwrap()
            .truncate(1);
        world.person.schedules = vec![foreign];
    });
    // Nobody says who was.
    decides(Code::Unknown, |world| {
        on_duty(world, &[YOU]);
        world.person.schedules.clear();
        world.person.schedules_complete = false;
    });
}

/// Whoever took it themselves had it, message or not.
#[test]
fn what_the_person_took_themselves_was_not_missed() {
    for (kind, detail) in [
        ("i_ack", json!({})),
        ("i_snooze", json!({"minutes": 600})),
        ("i_rslv", json!({"from": "console"})),
    ] {
        for (by, after, had) in [(ME, 4, true), (YOU, 4, false), (ME, 3600, false)] {
            for by_rule in [true, false] {
                let mut world = World::new(Shape::May);
                if by_rule {
                    world.assign(1, RULE, 1, &[ME]);
                } else {
                    world.by_hand(1, YOU, &[ME]);
                }
                world.add(after, kind, by, detail.clone());
                let found = world.judge();
                assert_eq!(
                    (found.is_missed(), found.is_doubtful(), found.notified),
                    (!had, false, Notified::No),
                    "{kind} by {by} after {after}: {found:#?}"
                );
                assert!(!found.is_of_others());
            }
        }
    }
}
