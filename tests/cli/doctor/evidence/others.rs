//! Incidents that others have now, in spaces that have nothing to do with the person: the list does not tell whom they
//! were taken away from, nor what a rule said that is another one since.

use serde_json::{Value, json};

use super::survey::{began, missed, now, nums, unknown};
use super::*;
use crate::harness::{Fault, FaultKind};

/// A rule of others.
fn theirs() -> Made {
    let levels = json!([level(0, &[YOU], &follow())]);
    made::escalation(SPACE, "P1", 1, levels).with("updated_at", START - 86_400)
}

/// An incident that somebody else has, by the list, in a space of none of my teams.
fn of_others(assigned_to: Value, rule: Made, lines: impl Fn(u64) -> Vec<Value>) -> World {
    let more = [
        ("assigned_to", assigned_to),
        ("responders", json!([{"person_id": YOU}])),
    ];
    let world = began(now() - 7200, rule, lines, &more);
    let other_team = Edit::new(|state| {
        let spaces = state["spaces"].as_array_mut().unwrap().iter_mut();
        for space in spaces.filter(|space| space["channel_id"] == SPACE) {
            space["team_id"] = json!(7009);
        }
    });
    world.server.apply(&other_team).unwrap();
    world
}

fn reassigned() -> Value {
    json!({"type": "reassign", "person_ids": [YOU], "escalate_rule_id": "000000000000000000000000"})
}

fn by_rule(id: &str) -> Value {
    json!({"type": "assign", "escalate_rule_id": id, "layer_idx": 0})
}

/// It was mine, all that was sent to me failed, and then it was taken away.
fn taken_away(ms: u64) -> Vec<Value> {
    let hand = |kind: &str, to: u64| json!({"type": kind, "to": [to], "person_ids": [to]});
    vec![
        made::line_by(YOU, ms + 1_000, "i_assign", hand("assign", ME)),
        made::notice(ms + 2_000, "", 0, "sms", &[(ME, Some("invalid phone"))]),
        made::line_by(YOU, ms + 600_000, "i_assign", hand("reassign", YOU)),
    ]
}

fn by(id: &str) -> impl Fn(u64) -> Vec<Value> {
    move |ms| vec![made::assigned(ms + 1_000, id, "P1", 0, &[YOU])]
}

#[test]
fn what_was_taken_away_from_me_was_missed() {
    let world = of_others(reassigned(), theirs(), taken_away);
    let ran = missed(&world, "-o json", 3);
    assert_eq!(nums(&ran), ["0E83EE"]);
    assert_eq!(ran.json()["items"][0]["reason"]["code"], "sending_failed");
}

#[test]
fn what_was_never_mine_is_not_listed_nor_opened() {
    // Handed on among others: it is opened, and nothing is said of it.
    let handed_on = |ms| {
        let to = json!({"type": "reassign", "to": [YOU], "person_ids": [YOU]});
        vec![made::line_by(THIRD, ms + 600_000, "i_assign", to)]
    };
    let world = of_others(reassigned(), theirs(), handed_on);
    let ran = missed(&world, "--all -o json", 0);
    assert_eq!(
        (
            nums(&ran),
            &ran.json()["complete"],
            ran.bodies("incident_feed").len()
        ),
        (vec![], &json!(true), 1)
    );
    // A rule that has not changed took it, and the list says that nobody had it before.
    let world = of_others(by_rule(&rule_id()), theirs(), by(&rule_id()));
    let ran = missed(&world, "--all -o json", 0);
    assert_eq!((nums(&ran), ran.bodies("incident_feed").len()), (vec![], 0));
}

#[test]
fn a_rule_that_was_another_one_may_have_named_me() {
    let gone = "6650a1f0c0de0000000000ff";
    let (changed, untold) = ("which does not name you", "is no longer there");
    for (id, rule, why) in [
        (gone.to_owned(), theirs(), untold),
        (rule_id(), theirs().with("status", "deleted"), untold),
        (rule_id(), theirs().with("updated_at", now() - 60), changed),
        (rule_id(), theirs().with("updated_at", 0), changed),
    ] {
        let world = of_others(by_rule(&id), rule, by(&id));
        let ran = missed(&world, "-o json", 11);
        assert_eq!(ran.json()["complete"], false);
        let told = unknown(&ran).join("\n");
        assert!(
            told.contains("whether incident 0E83EE was missed (") && told.contains(why),
            "{told}"
        );
    }
    let no_time = theirs().with("updated_at", 0);
    let world = of_others(by_rule(&rule_id()), no_time, by(&rule_id()));
    let run = world.duty("doctor incident").arg(id());
    let told = run.any_stdout().any_requests().status(3).run().stdout;
    assert!(
        told.contains("when it was last changed is not known"),
        "{told}"
    );
}

#[test]
fn a_team_whose_members_are_not_told_may_be_mine() {
    let world = of_others(by_rule(&rule_id()), theirs(), by(&rule_id()));
    let team = json!({"team_id": 7009, "team_name": "SRE", "person_ids": null});
    let body = json!({"request_id": "r", "data": {"items": [team], "total": 1}});
    for operation in ["team_list", "team_infos"] {
        let raw = FaultKind::raw(200, "application/json", body.to_string());
        world.server.fault(Fault::on(operation, raw));
    }
    let ran = missed(&world, "--all -o json", 11);
    assert_eq!(nums(&ran), ["0E83EE"]);
    assert_eq!(unknown(&ran), ["which teams you are in"]);
}

#[test]
fn alerts_of_another_incident_hold_nothing_back() {
    let start = now() - 7200;
    let held = made::line(start * 1000, "a_m_silence", json!({"rule_name": "Night"}));
    let mut alert = made::alert(SPACE, "disk full", start, &[held]);
    alert["incident"] = json!({"incident_id": made::incident_id(SPACE, "another")});
    let world = began(start, rule(), |_| Vec::new(), &[]);
    let body = json!({"request_id": "r", "data": {"items": [alert], "total": 1}});
    let raw = FaultKind::raw(200, "application/json", body.to_string());
    world.server.fault(Fault::on("incident_alert_list", raw));
    let report = asked(&world).json();
    assert_eq!(
        (&report["reasons"][0]["code"], &report["complete"]),
        (&json!("unknown"), &json!(false)),
        "{report}"
    );
}

/// Where nobody is listed, or a level after the first has it, only the record tells whose it was.
#[test]
fn an_incident_without_its_responders_is_opened() {
    let mine = |ms: u64| vec![made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[ME])];
    let by_hand = json!({"type": "assign", "person_ids": null, "escalate_rule_id": "000000000000000000000000"});
    let empty =
        json!({"id": "", "type": "", "person_ids": null, "escalate_rule_id": "", "layer_idx": 0});
    let at_level =
        |level: u64| json!({"type": "assign", "escalate_rule_id": rule_id(), "layer_idx": level});
    for (assigned_to, responders) in [
        (Value::Null, Value::Null),
        (at_level(0), Value::Null),
        (at_level(1), json!([{"person_id": YOU}])),
        (by_hand, Value::Null),
        (empty, json!([{"person_id": YOU}])),
    ] {
        let told = format!("{assigned_to} {responders}");
        let world = of_others(assigned_to, theirs(), mine);
        let edit = Edit::new(move |state| {
            let incidents = state["incidents"].as_array_mut().unwrap().iter_mut();
            for incident in incidents.filter(|one| one["num"] == "0E83EE") {
                incident["responders"] = responders.clone();
            }
        });
        world.server.apply(&edit).unwrap();
        let ran = missed(&world, "-o json", 3);
        assert_eq!(nums(&ran), ["0E83EE"], "{told}");
    }
    let world = of_others(at_level(0), theirs(), mine);
    assert!(
        nums(&missed(&world, "-o json", 0)).is_empty(),
        "the list says whose it is"
    );
}

/// In no space there are no rules to say that it was nobody's: it may have been assigned by hand.
#[test]
fn an_incident_of_no_space_that_nobody_is_listed_for_is_opened() {
    let nobodys = |lines: &dyn Fn(u64) -> Vec<Value>| {
        let more = [
            ("channel_id", json!(0)),
            ("channel_name", json!("")),
            ("assigned_to", Value::Null),
            ("responders", json!([])),
        ];
        let world = began(now() - 7200, theirs(), lines, &more);
        let run = world.duty("doctor missed --all -o json");
        let ran = run.any_stdout().any_requests().any_status().run();
        let num = |one: &String| one == "0E83EE";
        (nums(&ran).iter().any(num), ran.status)
    };
    let hand = |to: u64| json!({"type": "assign", "to": [to], "person_ids": [to]});
    let by_hand =
        |to: u64| move |ms: u64| vec![made::line_by(YOU, ms + 1_000, "i_assign", hand(to))];
    let (_, rest) = nobodys(&|_| Vec::new());
    assert_eq!(nobodys(&by_hand(ME)), (true, Some(3)));
    // What the record says was of others, or nobody's, is not listed.
    assert_eq!(nobodys(&by_hand(YOU)), (false, rest));
    assert_eq!(nobodys(&|_| Vec::new()), (false, rest));
}

/// Who has an address the list does not say, and the record need not either.
#[test]
fn an_incident_that_was_assigned_by_an_address_may_be_mine() {
    let emails = json!(["zhangsan@example.com"]);
    let by_address = json!({"type": "assign", "person_ids": [YOU], "emails": emails});
    let detail =
        json!({"type": "assign", "escalate_rule_id": "", "person_ids": [YOU], "emails": emails});
    let lines = move |ms: u64| vec![made::line_by(YOU, ms + 1_000, "i_assign", detail.clone())];
    let world = of_others(by_address, theirs(), lines);
    let ran = missed(&world, "-o json", 11);
    assert_eq!(ran.json()["complete"], false);
}

/// Whose an address is that a rule names: the server may not tell the person's, or the list of members alone does.
#[test]
fn a_rule_that_names_an_address_may_name_whoever_has_none_that_is_told() {
    let start = now() - 7200;
    let untold = |ms: u64| {
        let detail = json!({"type": "assign", "escalate_rule_id": rule_id(), "layer_idx": 0});
        vec![made::line(ms + 1_000, "i_assign", detail)]
    };
    let by_address = |address: &str| {
        let target = json!({"emails": [address], "by": follow()});
        let levels = json!([{"escalate_window": 0, "target": target}]);
        let rule = made::escalation(SPACE, "P1", 1, levels).with("updated_at", START - 86_400);
        began(start, rule, untold, &[])
    };
    let asked = |world: &World, words: &str| {
        let run = world.duty("doctor incident -o json").arg(id());
        let run = words
            .split_whitespace()
            .fold(run, |run, word| run.arg(word));
        let ran = run.any_stdout().any_requests().status(3).run();
        let message = &ran.json()["reasons"][0]["message"];
        message.as_str().unwrap().to_owned()
    };
    let standing = "whether level 1 of rule 'P1' names";
    let (own, other) = ("zhangsan@example.com", "somebody@example.com");
    for (address, told, status) in [(own, true, 11), (other, true, 0), (other, false, 11)] {
        let world = by_address(address);
        if !told {
            let mut me = world.ask("/member/info", &json!({}));
            me.as_object_mut().unwrap().remove("email").unwrap();
            let body = json!({"request_id": "r", "data": me}).to_string();
            let raw = FaultKind::raw(200, "application/json", body);
            world.server.fault(Fault::on("member_info", raw).from(1));
        }
        let doubt = unknown(&missed(&world, "--all -o json", status)).join("\n");
        assert_eq!(doubt.contains(standing), status == 11, "{doubt}");
        assert_eq!(asked(&world, "").contains(standing), status == 11);
    }
    let world = by_address("lisi@example.com");
    assert!(asked(&world, "--person 李四").contains(standing));
    assert!(!asked(&world, "--person 80013").contains(standing));
    // Nothing tells it.
    let none = json!({"request_id": "r", "data": {"items": [], "total": 0}}).to_string();
    let raw = FaultKind::raw(200, "application/json", none);
    world.server.fault(Fault::on("member_list", raw).from(1));
    assert!(asked(&world, "--person 80013").contains(standing));
}

/// A rule that only may name the person neither does nor does not: it is listed with what is missing.
#[test]
fn a_rule_that_may_name_me_is_none_that_does() {
    let start = now() - 7200;
    let target = json!({"team_ids": [7009], "by": follow()});
    let may = json!([{"escalate_window": 0, "target": target}]);
    let mine = json!([level(0, &[ME], &follow())]);
    for (levels, end) in [
        (
            json!([level(0, &[THIRD], &follow())]),
            "; no rule of the space does",
        ),
        (
            may,
            "which does not name you; whether these do is not known: P2 (who is in team '7009')",
        ),
        (
            json!([{"escalate_window": 0, "target": {"schedule_to_role_ids": {"9009": [0]}, "by": follow()}}]),
            "; whether these do is not known: P2 (who is on call in schedule '9009')",
        ),
        (
            Value::Null,
            "; whether these do is not known: P2 (whom it tells)",
        ),
        (mine, "; these do: P2"),
    ] {
        let mut world = began(start, theirs(), by(&rule_id()), &[]);
        // It has no levels of null.
        world.contract = false;
        let other = made::escalation(SPACE, "P2", 2, levels).with("updated_at", START - 86_400);
        world.server.apply(&Edit::put(other)).unwrap();
        let run = world.duty("doctor incident -o json").arg(id());
        let ran = run.any_stdout().any_requests().status(3).run();
        let report = ran.json();
        let message = report["reasons"][0]["message"].as_str().unwrap();
        assert!(message.ends_with(end), "{message}");
    }
}

/// An address of nobody in the account: it was written to, and nobody of the account was to be told.
#[test]
fn what_went_to_a_foreign_address_alone_was_not_for_me() {
    let start = now() - 7200;
    let (own, foreign) = ("zhangsan@example.com", "oncall@example.org");
    let rule_of = |target: Value| {
        let levels = json!([{"escalate_window": 0, "target": target}]);
        made::escalation(SPACE, "P1", 1, levels).with("updated_at", START - 86_400)
    };
    let room = json!([{"type": "feishu", "settings": {}}]);
    let by_address = |address: &str| json!({"emails": [address], "by": follow(), "webhooks": room});
    let to_me_too = json!({"person_ids": [ME], "emails": [foreign], "by": follow()});
    for (target, address, code, status) in [
        (by_address(foreign), foreign, "other_rule", 0),
        (by_address(own), own, "unknown", 11),
        // The rule names me as well, and the record nobody.
        (to_me_too, foreign, "unknown", 11),
    ] {
        for to in [json!([]), Value::Null] {
            let detail = json!({"type": "assign", "escalate_rule_id": rule_id(), "layer_idx": 0,
                "to": to, "person_ids": [], "emails": [address]});
            let lines = |ms: u64| vec![made::line(ms + 1_000, "i_assign", detail.clone())];
            let world = began(start, rule_of(target.clone()), lines, &[]);
            let ran = missed(&world, "--all -o json", status);
            assert_eq!(ran.json()["complete"], status == 0, "{target} {to}");
            assert_eq!(said(&world).0[0], code, "{target} {to}");
            if status == 0 {
                assert_eq!(said(&world).1, 3, "{target} {to}");
                let run = world.duty("doctor incident").arg(id()).any_stdout();
                let text = run.any_requests().status(3).run().stdout;
                assert!(text.contains("level 1: oncall@example.org"), "{text}");
            }
        }
    }
    // By hand.
    let detail = json!({"type": "assign", "to": [], "person_ids": [], "emails": [foreign]});
    let lines = |ms: u64| vec![made::line_by(YOU, ms + 1_000, "i_assign", detail.clone())];
    let world = began(start, theirs(), lines, &[]);
    missed(&world, "", 0);
    let message = asked(&world).json()["reasons"][0]["message"].clone();
    let told = "it was assigned by hand, by 李四 to oncall@example.org, and rules tell nobody then";
    assert_eq!(message, told);
}
