//! Several periods: each is judged by itself, and what came nearest decided.

use serde_json::json;

use super::made::*;
use crate::domain::evidence::Notified;
use crate::domain::severity::Severity;

#[test]
fn a_reopened_incident_is_judged_again() {
    let mut world = World::new(Shape::Newest);
    world.assign(1, RULE, 0, &[YOU]);
    world.add(60, "i_ack", YOU, json!({}));
    world.add(300, "i_rslv", YOU, json!({"from": "console"}));
    world.add(4000, "i_reopen", 0, json!({"reason": "again"}));
    let detail = json!({"to": [YOU], "type": "reopen", "escalate_rule_id": RULE, "layer_idx": 0});
    world.add(4001, "i_assign", 0, detail);
    world.add(4100, "i_rslv", 0, json!({"from": "event"}));
    // Of the time before nothing explains it.
    assert_eq!(world.codes(), ["closed_before"]);
    assert_eq!(world.judge().due.len(), 1);
}

#[test]
fn being_assigned_once_is_nearer_than_any_level() {
    let mut world = World::new(Shape::May);
    world.rules = Some(vec![rule(
        RULE,
        &[level(10, &[YOU], &follow()), level(0, &[ME], &unified(&[]))],
    )]);
    world.assign(1, RULE, 0, &[YOU]);
    world.add(60, "i_ack", YOU, json!({}));
    world.add(90, "i_unack", YOU, json!({}));
    world.assign(700, RULE, 1, &[ME]);
    assert_eq!(world.codes(), ["no_channel_rule"]);
}

#[test]
fn a_level_not_reached_is_nearer_than_a_shift_of_somebody_else() {
    let mut world = World::new(Shape::May);
    world.rules = Some(vec![rule(
        RULE,
        &[on_call(10, 9001), level(0, &[ME], &follow())],
    )]);
    world.person.schedules = vec![schedule(9001, &[YOU])];
    world.assign(1, RULE, 0, &[YOU]);
    world.add(60, "i_ack", YOU, json!({}));
    assert_eq!(world.codes(), ["acknowledged_before", "not_on_call"]);
    let due = &world.judge().due[0];
    assert_eq!((due.at.as_second(), due.level.index), (START + 601, 1));
}

#[test]
fn messages_tell_level_rule_and_repetition() {
    let mut world = World::new(Shape::Legacy);
    world.assign(1, RULE, 1, &[ME]);
    world.notify(2, RULE, 1, "push", &json!([{"person_id": ME}]));
    let mut again = world.feed.last().unwrap().clone();
    again.detail["fire_type"] = json!("refire");
    again.created_at += 300_000;
    world.feed.push(again);
    let messages = world.judge().messages;
    let told: Vec<_> = messages.iter().map(|one| (one.level, one.refire)).collect();
    assert_eq!(told, [(Some(1), false), (Some(1), true)]);
    assert_eq!(messages[0].rule, "P1");
}

#[test]
fn who_is_on_call_is_asked_of_the_moment_of_the_level() {
    let mut world = World::new(Shape::May);
    let levels = [level(10, &[YOU], &follow()), on_call(0, 9001)];
    world.rules = Some(vec![rule(RULE, &levels)]);
    let mut rota = schedule(9001, &[YOU]);
    // My shift begins between the two levels.
    let shifts = rota
        .final_schedule
        .as_mut()
        .unwrap()
        .schedules
        .as_mut()
        .unwrap();
    shifts[0].end = START + 300;
    shifts[1].start = START + 300;
    world.person.schedules = vec![rota];
    world.assign(1, RULE, 0, &[YOU]);
    world.add(60, "i_ack", YOU, json!({}));
    assert_eq!(world.codes(), ["acknowledged_before"]);
}

#[test]
fn what_came_long_after_an_assignment_did_not_keep_its_messages_back() {
    for (after, code) in [(30, "closed_before"), (3600, "unknown")] {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 1, &[ME]);
        world.add(after, "i_rslv", 0, json!({"from": "event"}));
        assert_eq!(world.codes(), [code]);
    }
}

/// The person was told, somebody closed it, and it came to them again.
fn told_and_reopened() -> World {
    let mut world = World::new(Shape::Newest);
    world.assign(1, RULE, 0, &[ME]);
    world.notify(2, RULE, 0, "voice", &json!([{"person_id": ME}]));
    world.add(600, "i_rslv", YOU, json!({"from": "console"}));
    world.add(4000, "i_reopen", 0, json!({"reason": "again"}));
    let detail = json!({"to": [ME], "type": "reopen", "escalate_rule_id": RULE, "layer_idx": 0});
    world.add(4001, "i_assign", 0, detail);
    world.now = 9000;
    world
}

#[test]
fn that_the_person_was_told_before_is_no_answer_once_it_is_opened_again() {
    let mut world = told_and_reopened();
    let found = world.judge();
    assert_eq!(found.notified, Notified::No);
    assert!(found.is_missed());
    assert_eq!(found.since.map(|at| at.as_second()), Some(START + 4000));
    // All that was sent is told.
    assert_eq!(found.messages.len(), 1);
    let failed = json!([{"person_id": ME, "failed_reason": "busy"}]);
    world.notify(4002, RULE, 0, "voice", &failed);
    assert_eq!(world.judge().notified, Notified::Failed);
    world.notify(4003, RULE, 0, "sms", &json!([{"person_id": ME}]));
    assert_eq!(world.judge().notified, Notified::Yes);
}

#[test]
fn whoever_closed_it_before_has_not_had_what_came_again() {
    let mut world = World::new(Shape::Newest);
    world.prefer_nothing(Severity::Critical);
    world.assign(1, RULE, 0, &[ME]);
    world.add(30, "i_rslv", ME, json!({"from": "console"}));
    assert!(!world.judge().is_missed());
    world.add(4000, "i_reopen", 0, json!({"reason": "again"}));
    let detail = json!({"to": [ME], "type": "reopen", "escalate_rule_id": RULE, "layer_idx": 0});
    world.add(4001, "i_assign", 0, detail);
    world.now = 9000;
    assert!(world.judge().is_missed());
}

#[test]
fn what_somebody_had_taken_and_gives_back_is_told_anew() {
    let mut world = World::new(Shape::Newest);
    world.assign(1, RULE, 0, &[ME]);
    world.notify(2, RULE, 0, "voice", &json!([{"person_id": ME}]));
    world.add(600, "i_ack", YOU, json!({}));
    world.now = 9000;
    let before = world.feed.len();
    let detail = json!({"to": [ME], "type": "reassign"});
    world.add(4001, "i_assign", YOU, detail.clone());
    assert!(world.judge().is_missed());
    // Their own deed is none that they have to be told of.
    world.feed.truncate(before);
    world.add(4001, "i_assign", ME, detail);
    assert_eq!(world.judge().notified, Notified::Yes);
}

/// What came of a turn that was not for the person does not hide what was.
#[test]
fn a_turn_of_others_changes_nothing() {
    let mut world = told_and_reopened();
    world.feed.truncate(world.feed.len() - 1);
    world.assign(4001, RULE, 0, &[YOU]);
    // The level that names the person is not due yet.
    world.now = 4_300;
    let found = world.judge();
    assert_eq!((found.notified, found.since), (Notified::Yes, None));
}
