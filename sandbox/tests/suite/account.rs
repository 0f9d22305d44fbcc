//! The made-up account: everything it serves fits the contract and hangs together, and it shows the
//! cases that it was made up for.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Sandbox, column, sandbox, sandbox_with};

fn rules(sandbox: &Sandbox) -> Vec<Value> {
    let spaces = sandbox.ok("channel_list", json!({"asc": true}));
    column(&spaces, "channel_id")
        .into_iter()
        .flat_map(|id| {
            let data = sandbox.ok("escalation_rule_list", json!({"channel_id": id}));
            let rules = data["items"].as_array().unwrap().clone();
            assert!(rules.is_sorted_by_key(|r| r["priority"].as_u64()));
            assert!(rules.iter().all(|r| r["channel_id"] == *id));
            rules
        })
        .collect()
}

fn ids(value: &Value, field: &str) -> BTreeSet<u64> {
    column(value, field)
        .into_iter()
        .filter_map(Value::as_u64)
        .collect()
}

#[test]
fn every_reference_leads_somewhere() {
    for sandbox in [sandbox(), sandbox_with(|o| o.spaces = Some(100))] {
        let members = ids(&sandbox.ok("member_list", json!({})), "member_id");
        let teams = sandbox.ok("team_list", json!({}));
        for team in teams["items"].as_array().unwrap() {
            for person in team["person_ids"].as_array().unwrap() {
                assert!(members.contains(&person.as_u64().unwrap()));
            }
        }
        let teams = ids(&teams, "team_id");
        let integrations = sandbox.ok("integration_list", json!({"category": "im"}));
        let channels: BTreeSet<String> = integrations
            .as_array()
            .unwrap()
            .iter()
            .map(|i| {
                format!(
                    "{}:{}",
                    i["plugin_type"].as_str().unwrap(),
                    i["integration_id"]
                )
            })
            .chain(["voice", "sms", "email", "push"].map(str::to_owned))
            .collect();
        let state = sandbox.server.state();
        let schedules: BTreeSet<String> = state["schedules"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["schedule_id"].to_string())
            .collect();
        let spaces = sandbox.ok("channel_list", json!({}));
        assert!(ids(&spaces, "team_id").is_subset(&teams));
        assert!(ids(&spaces, "creator_id").is_subset(&members));
        for rule in rules(&sandbox) {
            for layer in rule["layers"].as_array().unwrap() {
                let target = &layer["target"];
                for person in target["person_ids"].as_array().unwrap() {
                    assert!(members.contains(&person.as_u64().unwrap()));
                }
                for team in target["team_ids"].as_array().unwrap() {
                    assert!(teams.contains(&team.as_u64().unwrap()));
                }
                if let Some(map) = target["schedule_to_role_ids"].as_object() {
                    assert!(map.keys().all(|id| schedules.contains(id)));
                }
                for severity in ["critical", "warning", "info"] {
                    if let Some(list) = target["by"][severity].as_array() {
                        assert!(list.iter().all(|c| channels.contains(c.as_str().unwrap())));
                    }
                }
            }
        }
    }
}

#[test]
fn the_account_is_the_same_every_time() {
    assert_eq!(sandbox().server.state(), sandbox().server.state());
    let of = |n| sandbox_with(|o| o.spaces = Some(n)).server.state();
    assert_eq!(of(50), of(50));
    // More of them leaves the first as they were.
    assert_eq!(
        of(51)["spaces"].as_array().unwrap()[..50],
        of(50)["spaces"].as_array().unwrap()[..]
    );
}

#[test]
fn the_hard_cases_are_there() {
    let sandbox = sandbox();
    let rules = rules(&sandbox);
    let text = Value::from(rules.clone()).to_string();
    for shown in [
        "\"NOTIN\"",
        "\"/^\\\\[EU\\\\]/\"",
        "\"pay-*\"",
        "\"refund-??\"",
        "labels.service",
        "\"start\":\"22:00\",\"end\":\"08:00\"",
        "\"follow_preference\":true",
        "\"follow_preference\":false",
        "\"webhooks\":[{",
        "\"aggr_window\":300",
        "\"escalate_window\":10",
        "\"status\":\"disabled\"",
        "\"by\":null",
        "feishu_app:4402",
    ] {
        assert!(text.contains(shown), "{shown}");
    }
    let of = |space: u64| {
        rules
            .iter()
            .filter(|r| r["channel_id"] == space)
            .collect::<Vec<_>>()
    };
    assert!(of(30104).is_empty(), "one space has no rule");
    assert!(
        of(30103).iter().all(|r| r["status"] == "disabled"),
        "one has none that works"
    );
    for rule in of(30105) {
        let text = rule.to_string();
        assert!(
            rule["status"] == "enabled" && !text.contains("80011"),
            "one reaches only others"
        );
    }
    let state = sandbox.server.state();
    let silences = state["silence_rules"].as_array().unwrap();
    assert_eq!(silences[0]["channel_id"], 30106, "one is silenced");
    let backup = json!({"role_id": 1, "person_ids": [80011]});
    let schedule = &state["schedules"][3];
    assert_eq!(
        schedule["current"]["members"][1], backup,
        "of one he is the backup"
    );
    let told = &of(30107)[0]["layers"][0]["target"]["schedule_to_role_ids"];
    assert_eq!(told, &json!({"9004": [0]}));
}

#[test]
fn generated_spaces_have_one_to_three_rules() {
    let sandbox = sandbox_with(|o| o.spaces = Some(9));
    let spaces = sandbox.ok("channel_list", json!({"asc": true}));
    let mut counts = BTreeSet::new();
    for id in ids(&spaces, "channel_id") {
        let data = sandbox.ok("escalation_rule_list", json!({"channel_id": id}));
        counts.insert(data["items"].as_array().unwrap().len());
    }
    assert_eq!(counts, BTreeSet::from([1, 2, 3]));
    sandbox.refused(
        "escalation_rule_list",
        json!({"channel_id": 30101}),
        400,
        "ResourceNotFound",
    );
    assert_eq!(
        sandbox_with(|o| o.spaces = Some(0)).ok("channel_list", json!({}))["items"],
        json!([])
    );
}

/// Persons have names that are names of nobody, and addresses that lead nowhere.
#[test]
fn nobody_real_is_in_it() {
    let text = sandbox().server.state().to_string();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || "@.-_+".contains(c))) {
        if word.contains('@') {
            assert!(word.ends_with("@example.com"), "{word}");
        }
        if word.starts_with('+') {
            assert!(
                word.starts_with("+86138000000") || word == "+442079460018",
                "{word}"
            );
        }
    }
}
