//! A record that lacks what the incident tells, or that says two things, is not all of it.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::made::*;
use crate::domain::escalation::Person;
use crate::domain::evidence::wire::IncidentInfo;
use crate::domain::evidence::{Event, Gap, Notified, Why, lacks};
use crate::lenient;

fn lacking(told: &[(&str, Value)], happens: impl Fn(&mut World)) -> bool {
    let mut world = World::new(Shape::May);
    happens(&mut world);
    for (name, value) in told {
        world.incident[*name] = value.clone();
    }
    let incident: IncidentInfo = lenient::read(world.incident).unwrap();
    let person = Person {
        id: ME,
        emails: vec!["me@example.com".into()],
        ..Person::default()
    };
    lacks(&incident, &Event::all(&world.feed), &person)
}

fn responder(person: u64, assigned: i64, acknowledged: i64) -> (&'static str, Value) {
    let one =
        json!({"person_id": person, "assigned_at": assigned, "acknowledged_at": acknowledged});
    ("responders", json!([one]))
}

fn latest(person: u64, at: i64) -> (&'static str, Value) {
    let told = json!({"type": "reassign", "person_ids": [person], "assigned_at": at});
    ("assigned_to", told)
}

#[test]
fn an_assignment_that_only_the_incident_tells_is_lacking() {
    let you = |world: &mut World| {
        world.assign(1, RULE, 0, &[YOU]);
    };
    let me = |world: &mut World| {
        you(world);
        world.by_hand(5, YOU, &[ME]);
    };
    let added = |world: &mut World| {
        world.add(5, "i_a_rspd", YOU, json!({"to": [ME]}));
    };
    for told in [
        latest(ME, START + 5),
        latest(ME, 0),
        responder(ME, START + 5, 0),
    ] {
        let told = [told];
        assert!(lacking(&told, you), "{told:?}");
        assert!(!lacking(&told, me), "{told:?}");
        assert!(!lacking(&told, added), "{told:?}");
        for (person, lacks) in [(ME, false), (YOU, true)] {
            let sent = |world: &mut World| {
                world.notify(6, RULE, 0, "sms", &json!([{"person_id": person}]));
            };
            assert_eq!(lacking(&told, sent), lacks, "{told:?}");
        }
    }
    let by_address = |address: &str| {
        let told = json!({"type": "assign", "person_ids": [YOU], "emails": [address]});
        [("assigned_to", told)]
    };
    assert!(lacking(&by_address("Me@example.com"), you));
    assert!(!lacking(&by_address("Me@example.com"), me));
    assert!(!lacking(&by_address("you@example.com"), you));
    // Once more, long after that.
    assert!(lacking(&[latest(ME, START + 600)], me));
    // Of others, or of somebody who is only listed.
    assert!(!lacking(&[latest(YOU, START + 600)], you));
    assert!(!lacking(&[responder(ME, 0, 0)], you));
}

#[test]
fn an_acknowledgement_that_only_the_incident_tells_is_lacking() {
    let taken = |by: u64, kind: &'static str| {
        move |world: &mut World| {
            world.assign(1, RULE, 0, &[YOU]);
            world.add(60, kind, by, json!({"minutes": 5, "from": "console"}));
        }
    };
    let mine = || [responder(ME, 0, START + 60)];
    let anybodys = || [("ack_time", json!(START + 60))];
    assert!(lacking(&mine(), taken(YOU, "i_comm")));
    assert!(lacking(&mine(), taken(YOU, "i_ack")));
    assert!(lacking(&anybodys(), taken(ME, "i_comm")));
    for kind in ["i_ack", "i_snooze", "i_rslv"] {
        assert!(!lacking(&mine(), taken(ME, kind)), "{kind}");
        assert!(!lacking(&anybodys(), taken(YOU, kind)), "{kind}");
    }
}

#[test]
fn an_entry_that_names_the_person_and_leaves_them_out_tells_neither() {
    let judged = |detail: Value| {
        let mut world = World::new(Shape::May);
        world.rules = Some(vec![rule(RULE, &[level(0, &[YOU], &follow())])]);
        world.person.emails = vec!["me@example.com".into()];
        world.add(1, "i_assign", YOU, detail);
        let finding = world.judge();
        assert!(Timestamp::UNIX_EPOCH < finding.reasons[0].at.unwrap());
        finding.notified
    };
    let by_rule = |to: Value, named: Value| json!({"to": to, "person_ids": named, "escalate_rule_id": RULE, "layer_idx": 0});
    let by_hand = |to: Value, named: Value| json!({"to": to, "person_ids": named});
    for detail in [
        by_hand(json!([YOU]), json!([ME])),
        by_rule(json!([]), json!([ME])),
        by_rule(json!([YOU]), json!([YOU, ME])),
        json!({"to": [YOU], "emails": ["me@example.com"]}),
    ] {
        assert_eq!(judged(detail.clone()), Notified::Unknown, "{detail}");
    }
    for detail in [
        by_hand(json!([YOU]), json!([YOU])),
        by_hand(json!([]), json!([ME])),
        by_hand(json!([ME]), json!([ME])),
        by_rule(json!([YOU]), json!([])),
        json!({"to": [YOU], "emails": ["you@example.com"]}),
        // Whoever is no member any more.
        by_rule(json!([YOU]), json!([YOU, 80_013])),
    ] {
        assert_eq!(judged(detail.clone()), Notified::No, "{detail}");
    }
}

/// Whoever takes what is assigned to others becomes a responder, at a moment that no reference tells.
#[test]
fn whoever_takes_it_from_others_is_a_responder_without_an_assignment() {
    let taken = |world: &mut World| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_ack", ME, json!({}));
    };
    for at in [0, START + 1, START + 60] {
        let told = [responder(ME, at, START + 60)];
        assert!(!lacking(&told, taken), "{at}");
        let told = [responder(ME, at, START + 60), latest(ME, START + 60)];
        assert!(lacking(&told, taken), "{at}: it was assigned to me as well");
    }
}

/// So many seconds after the beginning what these had was merged into it.
fn merged(world: &mut World, after: i64, by: u64, responders: &Value) {
    let (into, from) = (json!({"incident_id": ID}), json!([{"incident_id": "1"}]));
    let detail =
        json!({"source_incidents": from, "target_incident": into, "source_responders": responders});
    world.add(after, "i_merge", by, detail);
}

#[test]
fn whoever_had_what_was_merged_into_it_is_a_responder_without_an_assignment() {
    let happens = |responders: Value| {
        move |world: &mut World| {
            world.assign(1, RULE, 0, &[YOU]);
            merged(world, 60, YOU, &responders);
        }
    };
    for at in [0, START + 1, START + 60] {
        let told = [responder(ME, at, 0)];
        assert!(!lacking(&told, happens(json!([ME]))), "{at}");
        let others = lacking(&told, happens(json!([YOU])));
        assert_eq!(others, at > 0, "{at}");
        assert_eq!(lacking(&told, happens(json!("x"))), at > 0, "{at}");
        let told = [responder(ME, at, 0), latest(ME, START + 60)];
        assert!(lacking(&told, happens(json!([ME]))), "assigned as well");
    }
    let told = [responder(ME, START + 600, 0)];
    assert!(lacking(&told, happens(json!([ME]))), "long after that");
    // What is merged elsewhere brings nobody.
    let elsewhere = |world: &mut World| {
        happens(json!([ME]))(world);
        world.feed.last_mut().unwrap().detail["target_incident"]["incident_id"] = json!("2");
    };
    assert!(lacking(&[responder(ME, START + 60, 0)], elsewhere));
}

#[test]
fn whether_those_are_told_whose_incident_was_merged_into_it_nobody_says() {
    let judged = |by: u64, more: &dyn Fn(&mut World)| {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        world.notify(2, RULE, 0, "sms", &json!([{"person_id": YOU}]));
        more(&mut world);
        merged(&mut world, 400, by, &json!([ME]));
        world.judge()
    };
    let found = judged(YOU, &|_| {});
    assert_eq!(found.notified, Notified::Unknown);
    assert_eq!(found.reasons[0].why, Why::Unknown(Gap::MergedIn));
    // Somebody had taken it, or it was over: it went on as before.
    for kind in ["i_ack", "i_rslv"] {
        let found = judged(YOU, &|world| {
            world.add(60, kind, YOU, json!({}));
        });
        assert!(!found.is_missed() && !found.is_doubtful(), "{kind}");
        assert_eq!(found.notified, Notified::No, "{kind}");
    }
    // One's own deed.
    let found = judged(ME, &|_| {});
    assert_ne!(found.reasons[0].why, Why::Unknown(Gap::MergedIn));
    // Given to others, and then back by a merge.
    for (given, notified) in [(true, Notified::Unknown), (false, Notified::Yes)] {
        let found = judged(YOU, &|world| {
            world.assign(100, RULE, 1, &[ME]);
            world.notify(101, RULE, 1, "sms", &json!([{"person_id": ME}]));
            if given {
                world.by_hand(200, YOU, &[YOU]);
            }
        });
        assert_eq!(found.notified, notified);
    }
    // Opened again, it is theirs.
    let mut world = World::new(Shape::May);
    world.assign(1, RULE, 0, &[ME]);
    world.notify(2, RULE, 0, "sms", &json!([{"person_id": ME}]));
    world.by_hand(200, YOU, &[YOU]);
    merged(&mut world, 400, YOU, &json!([ME]));
    world.add(500, "i_rslv", YOU, json!({}));
    world.add(900, "i_reopen", YOU, json!({}));
    let found = world.judge();
    assert_eq!(found.reasons[0].why, Why::Unknown(Gap::NothingSince));
    // It went on again later.
    for (stops, begins) in [("i_ack", "i_unack"), ("i_rslv", "i_reopen")] {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, stops, YOU, json!({}));
        merged(&mut world, 400, YOU, &json!([ME]));
        world.add(900, begins, YOU, json!({}));
        let found = world.judge();
        assert_eq!(found.notified, Notified::Unknown, "{begins} {found:#?}");
    }
}
