//! What the readers forgive, what they refuse, and that nothing makes them panic.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::domain::escalation::wire::{
    DirectMessages, EscalationRule, Oper, RuleStatus, Schedule, Team,
};
use crate::domain::severity::Severity;
use crate::lenient;

fn rule(value: Value) -> EscalationRule {
    lenient::read(value).expect("a rule")
}

#[test]
fn a_whole_rule() {
    let rule = rule(json!({
        "account_id": 1, "channel_id": 42, "rule_id": "6643abc1", "rule_name": "Nights", "status": "enabled",
        "priority": 3, "aggr_window": 60, "new_field": {"x": [1]},
        "filters": [[{"key": "severity", "oper": "IN", "vals": ["Critical"]}, {"key": "title", "oper": "NOTIN", "vals": ["/x/"]}]],
        "time_filters": [{"start": "22:00", "end": "06:00", "repeat": [0, 6], "cal_id": "cal.x", "is_off": true}],
        "layers": [{"max_times": 3, "notify_step": 0.5, "escalate_window": 10, "force_escalate": true, "target": {
            "person_ids": [1], "team_ids": [2], "schedule_to_role_ids": {"18446744073709551615": [4]},
            "emails": ["a@b.c"], "by": {"follow_preference": false, "critical": ["voice"], "warning": ["sms"], "info": ["email"]},
            "webhooks": [{"type": "feishu"}],
        }}],
    }));
    assert_eq!(
        (rule.rule_id.as_str(), rule.rule_name.as_str()),
        ("6643abc1", "Nights")
    );
    assert_eq!(
        (rule.status, rule.priority, rule.aggr_window),
        (RuleStatus::Enabled, Some(3), 60)
    );
    assert_eq!(rule.channel_id, Some(42));
    assert_eq!(rule.filters[0][0].oper, Oper::In);
    assert_eq!(
        (&rule.filters[0][1].oper, rule.filters[0][1].vals.as_slice()),
        (&Oper::NotIn, ["/x/".to_owned()].as_slice())
    );
    let window = &rule.time_filters[0];
    assert_eq!(
        (window.start.as_str(), window.end.as_str()),
        ("22:00", "06:00")
    );
    assert_eq!(
        (
            window.repeat.as_slice(),
            window.cal_id.as_str(),
            window.is_off
        ),
        ([Some(0), Some(6)].as_slice(), "cal.x", true)
    );
    let layer = &rule.layers[0];
    assert_eq!(
        (layer.max_times, layer.notify_step, layer.escalate_window),
        (Some(3), Some(0.5), 10)
    );
    assert!(layer.force_escalate);
    let target = layer.target.as_ref().expect("a target");
    assert_eq!(
        (target.person_ids.as_slice(), target.team_ids.as_slice()),
        ([1].as_slice(), [2].as_slice())
    );
    assert_eq!(target.schedule_to_role_ids, [(u64::MAX, vec![4])].into());
    assert_eq!((target.emails.len(), target.webhooks.len()), (1, 1));
    let by = target.by.as_ref().expect("direct messages");
    let lists = Severity::ALL.map(|severity| by.unified(severity)[0].as_str());
    assert_eq!(lists, ["voice", "sms", "email"]);
}

#[test]
fn what_is_forgiven_is_the_same_as_what_is_meant() {
    let empty = EscalationRule::default();
    let nulls = json!({"rule_id": null, "rule_name": null, "channel_id": null, "status": null, "priority": null,
        "aggr_window": null, "filters": null, "time_filters": null, "layers": []});
    assert_eq!(rule(json!({"layers": []})), empty);
    // Whom it tells is not known.
    assert_eq!(rule(json!({"layers": null})), rule(json!({})));
    assert_ne!(rule(json!({})), empty);
    assert_eq!(rule(nulls), empty);
    let layer = |target: Value| rule(json!({"layers": [{"target": target}]})).layers;
    let nulls = json!({"person_ids": null, "team_ids": null, "schedule_to_role_ids": null, "emails": null,
        "by": null, "webhooks": null});
    assert_eq!(layer(json!({})), layer(nulls));
    assert_ne!(layer(json!({})), layer(Value::Null));
    let target = |target: Value| layer(target).remove(0).target.expect("a target");
    let nameless = target(json!({"by": {"critical": [null, "sms"]}}));
    assert_eq!(nameless.by.expect("messages").critical, ["null", "sms"]);
    assert_eq!(
        target(json!({"person_ids": ["7", 8, 9.0, null]})).person_ids,
        [7, 8, 9]
    );
    assert_eq!(
        target(json!({"schedule_to_role_ids": {"5": null}})).schedule_to_role_ids,
        [(5, vec![])].into()
    );
    let by = target(json!({"by": {"critical": null}}))
        .by
        .expect("direct messages");
    assert!(!by.follow_preference && by.critical.is_empty());
    let odd = rule(
        json!({"rule_id": 12, "priority": "7", "aggr_window": -3, "status": "paused", "filters": [null, [null]],
        "layers": [null, {"escalate_window": "15"}]}),
    );
    assert_eq!(
        (odd.rule_id.as_str(), odd.priority, odd.aggr_window),
        ("12", Some(7), 0)
    );
    assert_eq!(odd.status, RuleStatus::Other("paused".to_owned()));
    assert_eq!(
        (
            odd.filters.len(),
            odd.filters[0].len(),
            odd.filters[1].len()
        ),
        (2, 1, 1)
    );
    assert_eq!((odd.layers.len(), odd.layers[1].escalate_window), (2, 15));
    let condition =
        rule(json!({"filters": [[{"key": "labels.x", "oper": "LIKE", "vals": [1, true, "a"]}]]}));
    assert_eq!(condition.filters[0][0].vals, ["1", "true", "a"]);
    assert_eq!(condition.filters[0][0].oper, Oper::Other("LIKE".to_owned()));
}

/// What the server does not tell of a list is not nothing, and nothing that is told goes with it.
#[test]
fn a_null_in_a_list_is_something_that_is_not_told() {
    let rule: EscalationRule = lenient::read(json!({
        "time_filters": [{"repeat": [1, null]}],
        "layers": [
            {"target": {"schedule_to_role_ids": {"1": [0, null], "2": [null], "3": null}}},
            {"target": {"emails": [null, "a@example.com"]}},
        ],
    }))
    .unwrap();
    assert_eq!(rule.time_filters[0].repeat, [Some(1), None]);
    let targets: Vec<_> = rule
        .layers
        .iter()
        .filter_map(|layer| layer.target.as_ref())
        .collect();
    assert!(targets.iter().all(|target| target.unclear));
    // One of the roles, and not any of them.
    assert_eq!(
        targets[0].schedule_to_role_ids,
        [(1, vec![0]), (3, vec![])].into()
    );
    assert_eq!(targets[1].emails, ["a@example.com"]);
}

#[test]
fn what_is_refused_is_an_error() {
    // None of these may become a rule that matches more, or reaches somebody else.
    for value in [
        json!({"filters": "severity"}),
        json!({"filters": [{"key": "severity"}]}),
        json!({"filters": [["severity"]]}),
        json!({"filters": [[{"vals": "Critical"}]]}),
        json!({"filters": [[{"vals": [["Critical"]]}]]}),
        json!({"time_filters": {"start": "09:00"}}),
        json!({"time_filters": [{"repeat": ["Monday"]}]}),
        json!({"time_filters": [{"is_off": "maybe"}]}),
        json!({"layers": {}}),
        json!({"layers": [{"target": "me"}]}),
        json!({"layers": [{"target": {"person_ids": [-1]}}]}),
        json!({"layers": [{"target": {"person_ids": [1.5]}}]}),
        json!({"layers": [{"target": {"person_ids": 1}}]}),
        json!({"layers": [{"target": {"schedule_to_role_ids": {"one": []}}}]}),
        json!({"priority": 1.5}),
        json!({"priority": 1e300}),
        json!({"aggr_window": "soon"}),
        json!({"status": {}}),
        json!("a rule"),
    ] {
        assert!(
            lenient::read::<EscalationRule>(value.clone()).is_err(),
            "{value}"
        );
    }
}

#[test]
fn an_error_names_the_field() {
    let from = json!([{"layers": [{"target": {"team_ids": ["x"]}}]}]);
    let error = lenient::read::<Vec<EscalationRule>>(from).expect_err("no id");
    assert_eq!(error.path, "[0].layers[0].target.team_ids[0]");
    let words = error.to_string();
    assert!(
        words.starts_with("expected an id, found other text"),
        "{words}"
    );
}

#[test]
fn teams_and_schedules() {
    let team: Team = lenient::read(json!({"team_id": "5", "team_name": "Ops", "person_ids": null}))
        .expect("a team");
    assert_eq!(
        (team.team_id, team.team_name.as_str(), team.person_ids.len()),
        (5, "Ops", 0)
    );
    let schedule: Schedule = lenient::read(json!({
        "schedule_id": 9, "schedule_name": null, "status": 1, "disabled": null, "cur_oncall": null,
        "next_oncall": {"start": "1700000000", "end": 1700003600, "group": {"group_name": "A", "members": [
            {"role_id": 0, "person_ids": ["7"]}, null,
        ]}},
    }))
    .expect("a schedule");
    assert_eq!(
        (
            schedule.schedule_id,
            schedule.may_be_off(),
            schedule.cur_oncall
        ),
        (9, false, None),
        "nothing explains its status"
    );
    for off in [
        json!({"disabled": 1}),
        json!({"disabled": "1"}),
        json!({"enabled": false}),
    ] {
        let schedule: Schedule = lenient::read(off).expect("a schedule");
        assert!(schedule.may_be_off());
    }
    let on: Schedule = lenient::read(json!({"disabled": 0, "enabled": true})).expect("a schedule");
    assert!(!on.may_be_off());
    let next = schedule.next_oncall.expect("a shift");
    assert_eq!((next.start, next.end), (1_700_000_000, 1_700_003_600));
    assert_eq!(next.group.members[0].person_ids, vec![7]);
    let bare: Schedule = lenient::read(json!({"cur_oncall": {"group": null}})).expect("a schedule");
    assert_eq!(
        bare.cur_oncall,
        Some(crate::domain::escalation::wire::Shift::default())
    );
}

/// Any JSON, with names and words of the wire in it, so that the readers get past the outside.
fn any_json() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "rule_id",
        "status",
        "priority",
        "aggr_window",
        "filters",
        "time_filters",
        "layers",
        "target",
        "by",
        "person_ids",
        "team_ids",
        "schedule_to_role_ids",
        "emails",
        "webhooks",
        "critical",
        "key",
        "oper",
        "vals",
        "start",
        "end",
        "repeat",
        "cal_id",
        "is_off",
        "cur_oncall",
        "next_oncall",
        "group",
        "members",
        "role_id",
        "enabled",
        "IN",
        "NOTIN",
        "severity",
        "labels.x",
        "/(/",
        "22:00",
        "1",
        "-1",
        "",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.clone().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 48, 6, move |inner| {
        let object = prop::collection::vec((words.clone(), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            object.prop_map(|fields| fields
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn no_json_makes_a_reader_panic(value in any_json()) {
        let _ = lenient::read::<Team>(value.clone());
        let _ = lenient::read::<Schedule>(value.clone());
        let _ = lenient::read::<EscalationRule>(value.clone());
        let rule = lenient::read::<EscalationRule>(json!({
            "filters": value.get("filters"), "time_filters": value.get("time_filters"),
            "layers": [{"target": value}],
        }));
        if let Ok(rule) = rule {
            prop_assert!(serde_json::to_value(&rule).is_ok());
        }
    }
}

#[test]
fn a_schedule_has_channels_of_its_own_where_it_does_not_follow_each_persons() {
    let own = |notify: serde_json::Value| {
        let schedule = json!({"schedule_id": 9, "notify": notify});
        let schedule: Schedule = lenient::read(schedule).expect("a schedule");
        schedule.own_channels().map(<[String]>::to_vec)
    };
    assert_eq!(own(json!(null)), None);
    assert_eq!(own(json!({"by": null})), None);
    let channels = ["sms", "email"];
    let follows = json!({"by": {"follow_preference": true, "personal_channels": channels}});
    assert_eq!(own(follows), None);
    let of_its_own = json!({"by": {"follow_preference": false, "personal_channels": channels}});
    assert_eq!(own(of_its_own), Some(channels.map(str::to_owned).to_vec()));
}

/// Lists of channels are compared with one another.
#[test]
fn more_channels_than_anybody_has_are_no_rule() {
    let by = |count: usize| {
        let list: Vec<String> = (0..count).map(|n| format!("channel{n}")).collect();
        serde_json::from_value::<DirectMessages>(json!({"critical": list}))
    };
    assert_eq!(by(2_000).unwrap().critical.len(), 2_000);
    let error = by(2_001).unwrap_err().to_string();
    assert!(
        error.contains("2000 channels at most, and not 2001"),
        "{error}"
    );
}
