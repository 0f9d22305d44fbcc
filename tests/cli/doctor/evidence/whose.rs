//! Who the key belongs to, where the server does not say; and what there is no record of, where it does not say that.

use serde_json::{Value, json};

use super::survey::{began, now};
use super::*;
use crate::harness::{Fault, FaultKind};

/// It was for me alone, and I was told. Of whoever the key belongs to the server tells all but the id.
fn nameless() -> World {
    let told = |ms: u64| {
        vec![
            made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[ME]),
            made::notice(ms + 2_000, &rule_id(), 0, "email", &[(ME, None)]),
        ]
    };
    let mine = made::escalation(SPACE, "P1", 1, json!([level(0, &[ME], &follow())]));
    let world = began(
        now() - 7200,
        mine.with("updated_at", START - 86_400),
        told,
        &[],
    );
    let mut me = world.ask("/member/info", &json!({}));
    me.as_object_mut().unwrap().remove("member_id").unwrap();
    let body = json!({"request_id": "r", "data": me}).to_string();
    let raw = FaultKind::raw(200, "application/json", body);
    world.server.fault(Fault::on("member_info", raw).from(1));
    world
}

fn told_in(world: &World, words: &str, status: i32) -> Value {
    let run = world.duty(words).any_stdout().any_stderr().any_requests();
    run.status(status).run().json()
}

#[test]
fn the_preferences_say_whose_the_key_is() {
    let world = nameless();
    let report = told_in(&world, &format!("doctor incident {} -o json", id()), 0);
    assert_eq!(report["person"]["id"], ME.to_string());
    assert_eq!(report["notified"], "yes", "{report}");
    let report = told_in(&world, "doctor missed --space 30104 --all -o json", 0);
    assert_eq!(report["items"][0]["notified"], "yes", "{report}");
    let log = told_in(&world, "prefs log --since 30d -o json", 0);
    assert_eq!(log["items"].as_array().unwrap().len(), 4, "{log}");
}

#[test]
fn where_nobody_says_whose_the_key_is_nothing_is_certain() {
    let world = nameless();
    let denied = Fault::on("preference_info", FaultKind::denied());
    world.server.fault(denied.from(1));
    let report = told_in(&world, &format!("doctor incident {} -o json", id()), 11);
    assert_eq!(report["notified"], "unknown", "{report}");
    let message = report["reasons"][0]["message"].as_str().unwrap();
    assert!(message.contains("who the key belongs to"), "{message}");
    let report = told_in(&world, "doctor missed --space 30104 --all -o json", 11);
    assert_eq!(report["items"], json!([]), "{report}");
    let missing = report["warnings"].to_string();
    assert!(missing.contains("who the key belongs to"), "{missing}");
    let log = told_in(&world, "prefs log -o json", 11);
    assert!(log.to_string().contains("who the key belongs to"), "{log}");
    // A colleague is somebody all the same.
    let report = told_in(
        &world,
        &format!("doctor incident {} --person 80012 -o json", id()),
        3,
    );
    assert_eq!(report["notified"], "no", "{report}");
}

/// That a server has no such operation is not that it has no such incident.
#[test]
fn only_who_looked_for_it_knows_that_it_is_not_there() {
    for operation in ["incident_info", "member_info"] {
        let world = world(rule(), &[]);
        let absent = Fault::on(operation, FaultKind::absent());
        world.server.fault(absent.from(1));
        let run = world.duty("doctor incident").arg(id()).any_stderr();
        let said = run.any_requests().status(6).run().stderr;
        assert!(!said.contains("there is no incident"), "{said}");
        assert!(said.contains("this server has no"), "{said}");
    }
}

/// When it was last acknowledged is no answer where that was taken back.
#[test]
fn an_acknowledgement_that_was_taken_back_is_none() {
    let acked = line_by(YOU, 60, "i_ack", json!({}));
    let back = line_by(YOU, 120, "i_unack", json!({}));
    let again = line_by(YOU, 180, "i_ack", json!({}));
    for (lines, at) in [
        (vec![acked.clone()], json!("2026-04-10T18:59:00Z")),
        (vec![acked.clone(), back.clone()], Value::Null),
        (vec![acked, back, again], json!("2026-04-10T19:01:00Z")),
    ] {
        let report = asked(&world(rule(), &lines)).json();
        assert_eq!(report["incident"]["acknowledged_at"], at, "{lines:?}");
    }
}

/// Whether a rule was changed since is not known where nobody says when it was.
#[test]
fn a_rule_of_no_date_need_not_be_as_it_was() {
    for (dated, since) in [(true, json!(false)), (false, Value::Null)] {
        let acked = line_by(YOU, 60, "i_ack", json!({}));
        let world = world(rule(), &[assigned(1, 0, &[YOU]), acked]);
        if !dated {
            let of_space = json!({"channel_id": SPACE});
            let mut rules = world.ask("/channel/escalate/rule/list", &of_space);
            let first = rules["items"][0].as_object_mut().unwrap();
            first.remove("updated_at").unwrap();
            let body = json!({"request_id": "r", "data": rules}).to_string();
            let raw = FaultKind::raw(200, "application/json", body);
            world
                .server
                .fault(Fault::on("escalation_rule_list", raw).from(1));
        }
        let report = asked(&world).json();
        let rule = &report["reasons"][0]["evidence"]["rule"];
        assert_eq!(rule["changed_since"], since, "{report}");
    }
}

/// The command takes no channel that reaches nobody.
#[test]
fn what_is_offered_is_known_to_reach_the_person() {
    for (email, offered) in [
        (true, "duty prefs add critical --email"),
        (false, "duty prefs channels"),
    ] {
        let world = world(rule(), &[assigned(1, 1, &[ME])]);
        let edit = Edit::new(|state| {
            state["preferences"]["80011"]["trigger_notify"]["critical"] = json!([]);
        });
        world.server.apply(&edit).unwrap();
        if !email {
            let mut me = world.ask("/member/info", &json!({}));
            me["email_verified"] = json!(false);
            let body = json!({"request_id": "r", "data": me}).to_string();
            let raw = FaultKind::raw(200, "application/json", body);
            world.server.fault(Fault::on("member_info", raw).from(1));
        }
        let report = asked(&world).json();
        let first = &report["reasons"][0];
        assert_eq!(first["code"], "no_channel_preference");
        assert_eq!(first["commands"][0]["text"], offered, "{first}");
    }
}

/// A reason has the pronoun as a line of the record has it.
#[test]
fn in_chinese_the_pronoun_stands_close_in_a_reason_too() {
    let levels = json!([level(0, &[YOU], &follow()), level(600, &[ME], &follow())]);
    let late = made::escalation(SPACE, "P1", 1, levels).with("updated_at", START - 86_400);
    let acked = line_by(ME, 60, "i_ack", json!({}));
    let world = world(late, &[assigned(1, 0, &[YOU]), acked]);
    let run = world
        .duty("doctor incident --lang zh")
        .arg(id())
        .any_stdout();
    let told = run.any_requests().any_status().run().stdout;
    let why = told.lines().find(|line| line.contains("你"));
    assert!(why.is_some(), "{told}");
    assert!(!told.contains("你 ") && !told.contains(" 你"), "{told}");
}
