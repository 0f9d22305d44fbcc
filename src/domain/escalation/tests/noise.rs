//! What is said of a rule that holds an incident back: its name, whose it is, and what becomes of the alert.

use serde_json::json;

use crate::domain::escalation::tests::{ME, at, clock, judge, person, rules};
use crate::domain::escalation::{
    Cause, Incident, Noise, NoiseRule, Suppression, SuppressionKind, Truth, Verdict,
};
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

#[test]
fn in_a_space_that_is_switched_off_nothing_happens() {
    let me = json!([{"target": {"person_ids": [ME], "by": {"follow_preference": true}}}]);
    let night = json!([{"start": "22:00", "end": "06:00"}]);
    let list = json!([
        {"rule_id": "night", "status": "enabled", "layers": me, "time_filters": night},
        {"rule_id": "perhaps", "status": "enabled", "layers": me,
         "filters": [[{"key": "title", "oper": "IN", "vals": ["x"]}]]},
        {"rule_id": "all", "status": "enabled", "layers": me},
    ]);
    let mut outcome = judge(&rules(list), &person(), &Incident::of(Severity::Critical));
    assert_eq!((outcome.reached(), outcome.maybes.len()), (Truth::Yes, 1));
    outcome
        .held
        .push(Suppression::unread(SuppressionKind::Silence));
    outcome.passed_over = judge(
        &rules(
            json!([{"rule_id": "night", "status": "enabled", "layers": me, "time_filters": night}]),
        ),
        &person(),
        &Incident::of(Severity::Critical),
    )
    .passed_over;
    assert_eq!(outcome.passed_over.len(), 1);
    let trace = outcome.trace.clone();
    let off = outcome.in_disabled_space();
    assert_eq!(off.reached(), Truth::No);
    assert_eq!(off.ending, Verdict::nobody(Cause::SpaceDisabled));
    assert!(off.held.is_empty() && off.maybes.is_empty() && off.passed_over.is_empty());
    assert_eq!(off.trace, trace);
}

/// The vendor requires both fields of a rule: where one is not used, it has no times in it.
#[test]
fn a_window_without_times_is_none() {
    let noon = json!([{"start": "12:00", "end": "13:00", "repeat": []}]);
    let held_at = |time: &str, once: serde_json::Value, windows: &serde_json::Value| {
        let rule = json!([{"rule_id": "s", "status": "enabled", "filters": all(), "time_filter": once, "time_filters": windows}]);
        let noise = Noise {
            silences: Some(crate::lenient::read(rule).expect("rules")),
            drops: Some(Vec::new()),
            inhibitions: Some(Vec::new()),
        };
        let incident = Incident::of(Severity::Critical);
        let found = noise.holding_back(&incident, at(time), false, &clock("UTC"));
        found.first().map(|one| (one.held, one.until))
    };
    let (early, lunch) = ("2026-11-24T10:00:00Z", "2026-11-24T12:30:00Z");
    let zeros = json!({"start_time": 0, "end_time": 0});
    for none in [json!(null), json!({}), zeros.clone()] {
        assert_eq!(held_at(early, none.clone(), &noon), None, "{none}");
        let until = Some(at("2026-11-24T13:00:00Z"));
        assert_eq!(held_at(lunch, none, &noon), Some((Truth::Yes, until)));
    }
    // What a rule without any window is, or a window that has no end or no beginning, is in no reference.
    let perhaps = Some((Truth::Unknown, None));
    assert_eq!(held_at(early, zeros, &json!([])), perhaps);
    let open = json!({"start_time": 1_700_000_000, "end_time": 0});
    assert_eq!(held_at(early, open, &json!([])), perhaps);
    let since = json!({"start_time": 0, "end_time": 1_900_000_000});
    assert_eq!(held_at(early, since, &json!([])), perhaps);
    let later = json!({"start_time": 1_900_000_000, "end_time": 0});
    assert_eq!(held_at(early, later, &json!([])), None);
    let over = json!({"start_time": 0, "end_time": 1_700_000_000});
    assert_eq!(held_at(early, over, &json!([])), None);
}
