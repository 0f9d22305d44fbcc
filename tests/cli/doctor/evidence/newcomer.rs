//! The week of the made-up account as a newcomer reads it: every reason, each told so that it can be understood.

use std::collections::BTreeSet;

use duty::domain::evidence::Code;
use serde_json::json;

use super::ME;
use super::week::decisive;
use crate::harness::{Fault, FaultKind, World};

/// A newcomer sees every reason in one list, but that one: before he was a member there was nobody in the account.
#[test]
fn the_week_has_every_reason_of_the_table() {
    let world = World::new();
    let run = world.duty("doctor missed --since 7d --all -o json");
    let report = run.any_stdout().any_requests().status(3).run().json();
    let items = report["items"].as_array().unwrap();
    let seen: BTreeSet<&str> = items
        .iter()
        .map(|item| item["reason"]["code"].as_str().unwrap())
        .collect();
    let table = Code::ALL.into_iter();
    let table = table.filter(|code| *code != Code::BeforeMembership);
    let table: BTreeSet<&str> = table.map(Code::word).collect();
    assert_eq!(seen, table);
}

/// The record may say no more than that one came; its alert says which.
#[test]
fn an_alert_that_joined_is_named_and_told_once() {
    let world = World::new();
    let run = world.duty("doctor incident 1A2B22").any_stdout();
    let told = run.any_requests().status(3).run().stdout;
    let name = "Search suggestions: stale in cn-2";
    assert!(
        told.contains(&format!("\nWhy: alert '{name}' joined")),
        "{told}"
    );
    assert_eq!(told.matches(" joined").count(), 2, "{told}");
    assert!(!told.contains("put into it"), "{told}");
}

#[test]
fn a_row_is_short_and_the_note_names_one_by_its_number() {
    let world = World::new();
    let run = world.duty("doctor missed --since 8d").any_stdout();
    let told = run.any_requests().status(3).run().stdout;
    let row = told.lines().find(|line| line.contains("1A2B12")).unwrap();
    let at: Vec<&str> = row.split_whitespace().take(2).collect();
    assert_eq!((at[0].len(), at[1]), (5, "18:40"), "{row}");
    assert!(told.contains(" in 8 days)."), "{told}");
    assert!(
        told.contains("'duty doctor incident 1A2B10' tells"),
        "{told}"
    );
    let run = world.duty("doctor missed --since 90m").any_stdout();
    let told = run.any_requests().status(3).run().stdout;
    assert!(told.contains(" in 90 min)."), "{told}");
}

#[test]
fn in_chinese_the_pronoun_stands_close() {
    let world = World::new();
    let run = world.duty("doctor incident 1A2B12 --lang zh").any_stdout();
    let told = run.any_requests().status(3).run().stdout;
    assert!(told.contains("语音发给你：失败"), "{told}");
    assert!(told.contains("语音发给 John Roe：已交付"), "{told}");
    assert!(
        told.contains("由分派策略“EU pages”第 1 环节分派：你、John Roe"),
        "{told}"
    );
}

/// What he chose since proves nothing of then; the log does, where it may be read.
#[test]
fn what_was_chosen_then_counts() {
    let world = World::new();
    let ran = world
        .duty("doctor incident 1A2B1E")
        .requests_in_steps(&[
            &["member_info", "incident_list"],
            &["incident_feed", "escalation_rule_list"],
            &["preference_info", "person_infos"],
            &["audit_search"],
        ])
        .any_stdout()
        .status(3)
        .run();
    let told = "and no channel was chosen for info incidents then, as the audit log has it; that was changed at 20";
    let why = ran.stdout.lines().find(|line| line.starts_with("Why: "));
    assert!(why.unwrap().contains(told), "{}", ran.stdout);
    assert!(
        !ran.stdout.contains("fix: 'duty prefs add"),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.bodies("audit_search")[0]["person_id"], ME);
    for kind in [FaultKind::denied(), FaultKind::error(404, "RouteNotFound")] {
        world.server.fault(Fault::on("audit_search", kind));
        let run = world.duty("doctor incident 1A2B1E -o json").any_stdout();
        let report = run.any_requests().status(3).run().json();
        assert_eq!(decisive(&report), "unknown");
        assert_eq!(report["warnings"], json!([]));
    }
}
