//! What is said of a rule that holds an incident back: its name, whose it is, and what becomes of the alert.

use serde_json::json;

use crate::domain::escalation::tests::{at, clock};
use crate::domain::escalation::{Incident, Noise, NoiseRule, Suppression, Truth};
use crate::domain::severity::Severity;

fn held(noise: &Noise) -> Vec<Suppression> {
    let incident = Incident::of(Severity::Critical);
    let now = at("2026-11-24T10:00:00Z");
    noise.holding_back(&incident, now, false, &clock("UTC"))
}

fn all() -> serde_json::Value {
    json!([[{"key": "severity", "oper": "IN", "vals": ["Critical"]}]])
}

#[test]
fn a_silence_rule() {
    let silences = json!([
        {"rule_id": "s1", "rule_name": "Release night", "status": "enabled", "filters": all(),
         "is_directly_discard": true, "updated_by": 7, "from_incident_id": "000000000000000000000000"},
        {"rule_id": "s2", "status": "enabled", "filters": all(), "updated_by": 0,
         "from_incident_id": "65a0f00000000000000000a1"},
    ]);
    let noise = Noise {
        silences: Some(crate::lenient::read(silences).expect("rules")),
        drops: Some(Vec::new()),
        inhibitions: Some(Vec::new()),
    };
    let rules: Vec<_> = held(&noise).into_iter().map(|one| one.rule).collect();
    let first = NoiseRule {
        id: "s1".into(),
        name: "Release night".into(),
        updated_by: Some(7),
        discards: true,
        is_quick: false,
        source: None,
    };
    let second = NoiseRule {
        id: "s2".into(),
        name: String::new(),
        updated_by: None,
        discards: false,
        is_quick: true,
        source: None,
    };
    assert_eq!(rules, [Some(first), Some(second)]);
}

#[test]
fn a_drop_rule_discards_and_an_inhibit_rule_names_its_source() {
    let drops = json!([{"rule_id": "d", "status": "enabled", "filters": all()}]);
    let source = json!([
        [{"key": "severity", "oper": "IN", "vals": ["Critical", "Warning"]},
         {"key": "labels.host", "oper": "NOTIN", "vals": ["db-*"]}],
        [{"key": "title", "oper": "LIKE", "vals": ["disk"]}],
    ]);
    let inhibitions = json!([
        {"rule_id": "i", "status": "enabled", "source_filters": source, "target_filters": all(),
         "equals": ["labels.cluster", "check"], "is_directly_discard": true},
        {"rule_id": "j", "status": "enabled", "source_filters": [], "target_filters": all()},
    ]);
    let noise = Noise {
        silences: Some(Vec::new()),
        drops: Some(crate::lenient::read(drops).expect("rules")),
        inhibitions: Some(crate::lenient::read(inhibitions).expect("rules")),
    };
    let held = held(&noise);
    let truths: Vec<Truth> = held.iter().map(|one| one.held).collect();
    assert_eq!(truths, [Truth::Yes, Truth::Unknown, Truth::Unknown]);
    let rules: Vec<NoiseRule> = held.into_iter().filter_map(|one| one.rule).collect();
    let discards: Vec<bool> = rules.iter().map(|rule| rule.discards).collect();
    assert_eq!(discards, [true, true, false]);
    let sources: Vec<_> = rules.iter().map(|rule| rule.source.as_deref()).collect();
    let read = "severity IN Critical | Warning & labels.host NOTIN db-*; title LIKE disk (= labels.cluster, check)";
    assert_eq!(sources, [None, Some(read), Some("")]);
}
