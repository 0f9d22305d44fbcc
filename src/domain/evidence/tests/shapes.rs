//! What servers vary: times, levels, words that nobody has heard of.

use serde_json::{Value, json};

use super::made::*;
use crate::domain::evidence::wire::FeedItem;
use crate::domain::evidence::{Deed, Event, Notified, channel_of};
use crate::lenient;

fn event(item: Value) -> Option<Event> {
    Event::read(&lenient::read::<FeedItem>(item).unwrap())
}

#[test]
fn the_examples_of_the_reference_are_read() {
    let notify = event(
        json!({"ref_id": "69da451ef77b1b51f40e83ee", "type": "i_notify", "detail": {"rid": "5e9ccfabcd154b41a0005fd0f52b674b",
        "msg_id": "naFudJYCawBWsChdV6ErPH", "fire_type": "fire", "escalate_rule_id": "000000000000000000000000", "layer_idx": 0,
        "by": "email", "persons": [{"person_id": 2476444212131u64}]}, "account_id": 2451002751131u64, "creator_id": 0,
        "created_at": 1775972130174i64, "updated_at": 1775972130174i64}),
    );
    let notify = notify.unwrap();
    assert_eq!(notify.at.as_millisecond(), 1_775_972_130_174);
    let Deed::Notified(notice) = notify.deed else {
        panic!()
    };
    assert_eq!((notice.rule(), notice.level()), (None, None));
    assert_eq!(notice.persons[0].person_id, 2_476_444_212_131);
    // Seconds, and a word that only an example has.
    let comment = event(
        json!({"ref_id": "663a1b2c3d4e5f6789abcdef", "type": "alert_comment", "detail": {"comment": "x"}, "creator_id": 80011, "created_at": 1712651000}),
    );
    let comment = comment.unwrap();
    assert_eq!(
        (comment.at.as_second(), comment.deed),
        (1_712_651_000, Deed::Other)
    );
}

#[test]
fn what_is_not_known_is_kept_and_nothing_is_read_into_it() {
    for (kind, detail) in [
        ("i_wi_created", json!({"title": "x"})),
        ("i_snooze", json!({"minutes": "soon"})),
        ("", Value::Null),
    ] {
        let read =
            event(json!({"type": kind, "detail": detail, "created_at": 1775972130174i64})).unwrap();
        assert_eq!((read.kind.as_str(), read.deed), (kind, Deed::Other));
    }
    for (kind, deed) in [("i_ack", Deed::Acknowledged), ("i_reopen", Deed::Reopened)] {
        for detail in [Value::Null, json!({}), json!({"reason": null}), json!("x")] {
            let read =
                event(json!({"type": kind, "detail": detail, "created_at": "1775972130174"}));
            assert_eq!(read.unwrap().deed, deed);
        }
    }
    assert!(event(json!({"type": "i_ack", "created_at": 0})).is_none());
    assert!(lenient::read::<FeedItem>(json!({"type": "i_ack"})).is_err());
}

#[test]
fn a_notice_that_cannot_be_read_is_no_proof_that_there_was_none() {
    for (kind, detail) in [
        ("i_notify", json!([1])),
        ("i_notify", json!({"persons": "all"})),
        (
            "i_notify",
            json!({"persons": [{"person_id": ME, "failed_reason": {"code": 1}}]}),
        ),
        (
            "i_notify",
            json!({"by": "sms", "persons": [{"person_id": null}]}),
        ),
        (
            "i_notify",
            json!({"by": "sms", "persons": [{}, {"person_id": YOU}]}),
        ),
        ("i_notify", json!({"by": "sms", "persons": [null]})),
        (
            "i_notify",
            json!({"by": "sms", "persons": [{"person_id": 0}]}),
        ),
        ("i_assign", json!({"to": "everybody"})),
        ("i_assign", json!({"to": [null]})),
        ("i_assign", json!({"to": [YOU, null]})),
        ("i_assign", json!({"to": [], "emails": ["me@example.com"]})),
        ("i_a_rspd", json!({"to": 1})),
        ("i_a_rspd", json!({"to": [null]})),
        ("i_page", json!({"to": [ME], "by": "voice"})),
        ("i_call", json!({"person_id": ME, "by": "voice"})),
        ("i_call", json!({"responders": [{"person_id": ME}]})),
        ("i_call", json!({"receiver": ME})),
        ("i_escalate", json!({"assigned_to": {"person_ids": [ME]}})),
        ("i_m_notify", json!({"to": [ME]})),
        ("i_a_rspd", json!({"to": [YOU], "person_ids": [ME]})),
        (
            "i_a_rspd",
            json!({"to": [YOU], "emails": ["me@example.com"]}),
        ),
        (
            "i_assign",
            json!({"person_ids": [YOU], "emails": ["me@example.com"]}),
        ),
    ] {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        world.add(2, kind, 0, detail.clone());
        assert_eq!(world.judge().notified, Notified::Unknown, "{kind} {detail}");
        world.notify(3, RULE, 1, "sms", &json!([{"person_id": ME}]));
        assert_eq!(world.judge().notified, Notified::Yes, "{kind} {detail}");
    }
}

#[test]
fn entries_of_one_moment_are_told_apart() {
    let one = entry(Shape::May, 1, "i_notify", 0, json!({"by": "sms"}));
    let other = entry(Shape::May, 1, "i_notify", 0, json!({"by": "voice"}));
    assert_ne!(one.identity(), other.identity());
    let again = entry(Shape::May, 1, "i_notify", 0, json!({"by": "sms"}));
    assert_eq!(one.identity(), again.identity());
}

#[test]
fn channels_have_the_words_of_the_command_line() {
    for (by, word) in [
        ("voice", Some("voice")),
        ("push", Some("app")),
        ("flashduty_app", Some("app")),
        ("feishu_app", Some("feishu")),
        ("feishu_app:4401", Some("feishu:4401")),
        ("dingtalk", Some("dingtalk")),
        ("slack_app", Some("slack")),
        ("pigeon", None),
        ("", None),
    ] {
        assert_eq!(
            channel_of(by).map(|(_, word)| word).as_deref(),
            word,
            "{by}"
        );
    }
}

#[test]
fn a_robot_with_my_number_is_not_me() {
    let mut world = World::new(Shape::Legacy);
    world.assign(1, RULE, 0, &[YOU]);
    world.add(2, "i_notify", 0, json!({"by": "feishu", "layer_idx": "0", "robots": [{"token": "80011", "alias": "80011"}], "chats": [{"chat_id": "80011", "chat_name": "80011"}]}));
    assert!(world.judge().messages.is_empty());
}

/// Fields of other entries that are called alike.
#[test]
fn what_a_changed_field_is_now_tells_nobody() {
    for (kind, detail) in [
        ("i_r_labels", json!({"to": ["a", "b"]})),
        ("i_comm", json!({"person_id": YOU, "comment": "looking"})),
        ("i_wr_create", json!({"to": [1]})),
        (
            "i_comm",
            json!({"comment": "x", "persons": [], "msg_id": "", "person_ids": [], "to": [], "emails": null}),
        ),
        (
            "i_later",
            json!({"person_ids": [], "member": "", "user": {"person_id": 0}}),
        ),
        ("i_m_reply", json!({"msg_id": "m"})),
        (
            "i_a_rspd",
            json!({"to": [YOU], "person_ids": [YOU], "emails": []}),
        ),
        (
            "i_assign",
            json!({"to": [YOU], "emails": ["you@example.com"]}),
        ),
    ] {
        let mut world = World::new(Shape::May);
        world.assign(1, RULE, 0, &[YOU]);
        world.add(2, kind, YOU, detail.clone());
        assert_eq!(world.judge().notified, Notified::No, "{kind} {detail}");
    }
}

/// Under whatever name: by whose number or address, not by that of somebody else.
#[test]
fn an_entry_of_an_unknown_kind_that_names_the_person_may_be_a_message() {
    let judged = |kind: &str, detail: &Value, timed: bool| {
        let mut world = World::new(Shape::May);
        world.person.emails = vec!["me@example.com".into()];
        world.assign(1, RULE, 1, &[ME]);
        world.add(2, kind, YOU, detail.clone());
        if !timed {
            world.feed.last_mut().unwrap().created_at = 0;
        }
        world.judge().notified
    };
    let details = |id: Value| {
        [
            json!({"targets": [id]}),
            json!({"callees": [id], "channel": "voice"}),
            json!({"to": id, "by": "voice"}),
            json!({"to": {"id": id}}),
            json!({"calls": {id.to_string().trim_matches('"'): {"ok": true}}}),
            json!([[id]]),
            id,
        ]
    };
    for mine in [
        json!(ME),
        json!(80_011.0),
        json!("80011"),
        json!("Me@example.com"),
    ] {
        for detail in details(mine) {
            for timed in [true, false] {
                let notified = judged("i_call", &detail, timed);
                assert_eq!(notified, Notified::Unknown, "{detail} {timed}");
            }
            // These kinds are known, and tell nobody.
            assert_eq!(judged("i_comm", &detail, true), Notified::No, "{detail}");
        }
    }
    for other in [
        json!(YOU),
        json!(800_110),
        json!(true),
        json!("you@example.com"),
    ] {
        for detail in details(other) {
            assert_eq!(judged("i_call", &detail, true), Notified::No, "{detail}");
        }
    }
}

#[test]
fn an_entry_that_was_taken_back_is_no_reason() {
    for (kind, detail) in [
        ("i_ack", json!({})),
        ("i_rslv", json!({"from": "console"})),
        ("i_snooze", json!({"minutes": 600})),
        ("i_m_silence", json!({"silence_rule_name": "Night"})),
        (
            "i_notify",
            json!({"by": "sms", "persons": [{"person_id": YOU}]}),
        ),
    ] {
        let item = json!({"type": kind, "created_at": 1_760_000_000_000_i64, "deleted_at": 1_760_000_001_000_i64, "detail": detail});
        assert_eq!(event(item).unwrap().deed, Deed::Unreadable, "{kind}");
    }
    let comment = json!({"type": "i_comm", "created_at": 1_760_000_000_000_i64, "deleted_at": 1, "detail": {"comment": "x"}});
    assert_eq!(event(comment).unwrap().deed, Deed::Other);
}
