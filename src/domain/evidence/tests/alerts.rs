//! Which alert was held back, and whether all that is known of the alerts is enough to say so.

use serde_json::{Value, json};

use super::made::*;
use crate::domain::evidence::wire::{AlertInfo, FeedItem};
use crate::domain::evidence::{AlertFact, Event, Finding, Gap, Why};
use crate::lenient;

/// An entry of the incident's record that is told of this alert.
fn of_alert(after: i64, alert: &str) -> FeedItem {
    let item = json!({"ref_id": alert, "type": "a_m_silence", "created_at": (START + after) * 1000,
        "detail": {"rule_id": "r9", "rule_name": "Night"}});
    lenient::read(item).unwrap()
}

/// An alert that nothing held back.
fn free(id: &str, after: i64) -> AlertFact {
    AlertFact {
        id: id.into(),
        is_read: true,
        ..alert(after, None)
    }
}

fn judged(happens: impl Fn(&mut World)) -> Finding {
    let mut world = World::new(Shape::May);
    world.rules = Some(vec![rule(RULE, &[level(0, &[ME], &follow())])]);
    world.incident["alert_cnt"] = json!(1);
    world.alerts = vec![free("a0", 0)];
    happens(&mut world);
    world.judge()
}

fn is_silenced(found: &Finding) -> bool {
    matches!(found.reasons[0].why, Why::Silenced { .. })
}

fn is_unread(found: &Finding) -> bool {
    found.reasons[0].why == Why::Unknown(Gap::AlertsUnread { for_person: true })
}

#[test]
fn an_entry_of_an_alert_holds_back_the_incident_that_it_opened() {
    let two = |alert: &'static str, known: bool| {
        judged(|world| {
            world.incident["alert_cnt"] = json!(2);
            world.alerts_known = known;
            world.alerts = vec![free("a0", 0), free("a1", 1)];
            world.alerts.retain(|_| known);
            world.feed.push(of_alert(1, alert));
        })
    };
    assert!(is_silenced(&two("A0", true)));
    for other in ["a1", "a9"] {
        let found = two(other, true);
        assert!(
            matches!(
                found.reasons[0].why,
                Why::NoRule {
                    for_person: true,
                    ..
                }
            ),
            "{other}: {found:#?}"
        );
        assert!(found.is_doubtful());
    }
    for any in ["a0", "a1", "a9"] {
        assert!(is_unread(&two(any, false)), "{any}");
    }
    // Both came at once, and one of them was free to tell.
    let found = judged(|world| {
        world.incident["alert_cnt"] = json!(2);
        world.alerts = vec![free("a0", 0), free("a1", 0)];
        world.feed.push(of_alert(1, "a1"));
    });
    assert!(!is_silenced(&found) && found.is_doubtful(), "{found:#?}");
}

#[test]
fn an_alert_that_the_incident_does_not_have_holds_nothing_back() {
    let of = |alert: &'static str, known: bool| {
        judged(|world| {
            world.alerts_known = known;
            world.alerts.retain(|_| known);
            world.feed.push(of_alert(1, alert));
        })
    };
    assert!(is_silenced(&of("a0", true)));
    // Told of the incident itself, or of nothing.
    assert!(is_silenced(&of(ID, true)) && is_silenced(&of("", true)));
    assert!(!is_silenced(&of("a9", true)));
    assert!(is_unread(&of("a9", false)) && is_unread(&of("a0", false)));
}

#[test]
fn a_mute_that_no_record_tells_of_may_have_held_it_back() {
    let muted = |value: bool| judged(|world| world.incident["ever_muted"] = json!(value));
    assert!(is_unread(&muted(true)) && !is_unread(&muted(false)));
    // That it changed too often, and was not muted for it, is no other reason.
    let flapped = judged(|world| {
        world.incident["ever_muted"] = json!(true);
        world.add(5, "i_m_flapping", 0, json!({"mute_mins": 0}));
    });
    assert!(is_unread(&flapped), "{flapped:#?}");
    let explained = judged(|world| {
        world.incident["ever_muted"] = json!(true);
        world.incident["alert_cnt"] = json!(2);
        world.alerts.push(alert(60, Some((false, "Night"))));
    });
    assert!(!is_unread(&explained), "{explained:#?}");
    // And so of the alert.
    let read = |ever_muted: bool, kinds: &[&str]| {
        let told = json!({"alert_id": "a0", "ever_muted": ever_muted});
        let told: AlertInfo = lenient::read(told).unwrap();
        let entry = |kind: &&str| -> Value { json!({"type": kind, "created_at": START}) };
        let items: Vec<FeedItem> = kinds
            .iter()
            .map(|kind| lenient::read(entry(kind)).unwrap())
            .collect();
        AlertFact::of(&told, Some(&Event::all(&items)))
    };
    assert!(read(false, &["a_new"]).is_free());
    assert!(!read(true, &["a_new"]).is_free());
    let held = read(true, &["a_new", "a_m_silence"]);
    assert!(held.is_read && !held.is_free());
    // Nor is a record without its beginning all of it.
    assert!(!read(false, &[]).is_free() && !read(false, &["a_comm"]).is_free());
}

/// Of three that came at once the records of two are read.
#[test]
fn an_alert_whose_record_was_not_read_may_have_told_somebody() {
    let of = |read: bool| {
        judged(|world| {
            world.incident["alert_cnt"] = json!(3);
            let held = |id: &str| AlertFact {
                id: id.into(),
                ..alert(0, Some((false, "Night")))
            };
            let third = AlertFact {
                is_read: read,
                ..free("a2", 0)
            };
            world.alerts = vec![held("a0"), held("a1"), third];
        })
    };
    assert!(is_unread(&of(false)));
    let known = of(true);
    assert!(!is_silenced(&known) && !is_unread(&known), "{known:#?}");
}

/// One that changed too often is not always muted for it.
#[test]
fn an_alert_that_changed_often_is_muted_only_where_that_is_told() {
    let told: AlertInfo = lenient::read(json!({"alert_id": "a0"})).unwrap();
    let read = |detail: Value| {
        let items = [
            json!({"type": "a_new", "created_at": START}),
            json!({"type": "a_m_flapping", "created_at": START, "detail": detail}),
        ];
        let items = items.map(|item| lenient::read::<FeedItem>(item).unwrap());
        let fact = AlertFact::of(&told, Some(&Event::all(&items)));
        (fact.mute.is_some(), fact.is_free())
    };
    assert_eq!(read(json!({"mute_secs": 600})), (true, false));
    assert_eq!(read(json!({"mute_mins": 10})), (true, false));
    assert_eq!(read(json!({"mute_secs": 0})), (false, true));
    // Then it is not known.
    assert_eq!(read(json!({"max_changes": 4})), (false, false));
    assert_eq!(read(Value::Null), (false, false));
}

#[test]
fn alerts_that_are_not_listed_may_have_been_held_back() {
    for (number, listed, known) in [(0, 0, true), (1, 1, true), (1, 0, false), (5, 1, false)] {
        let with = |alerts: &[AlertFact]| {
            judged(|world| {
                world.incident["alert_cnt"] = json!(number);
                world.alerts = alerts[..listed].to_vec();
            })
        };
        let found = with(&[free("a0", 0)]);
        assert_eq!(is_unread(&found), !known, "{number}: {found:#?}");
        if listed > 0 {
            let found = with(&[alert(0, Some((false, "Night")))]);
            assert_eq!(is_silenced(&found), known, "{number}: {found:#?}");
        }
    }
}
