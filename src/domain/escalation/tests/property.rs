//! Made-up spaces, persons, incidents and moments: the model and its naive double must agree,
//! and what is certain must stay so whatever else is told.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::domain::delivery::{Delivery, Reason, Uncertainty};
use crate::domain::escalation::tests::{ME, naive, rules, zone};
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Incident, Person, Truth, Verdict, evaluate};
use crate::domain::severity::Severity;

const ZONES: [&str; 4] = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
];
const VALUES: &[&str] = &[
    "Critical",
    "Warning",
    "ab",
    "10",
    "",
    "/b/",
    "/^a/",
    "/^[0-9]+$/",
    r"/\d/",
    "/Crit|Warn/",
    "/(/",
    "*",
    "a*",
    "*b",
    "?",
    "a?",
    "*a*b*",
    "C*l",
    "cidr:10.0.0.0/8",
    "cidr:10.0.0.128/25",
    "cidr:fd00::/12",
    "cidr:10",
    "num:gt:10",
    "num:ge:10",
    "num:lt:10",
    "num:le:10",
    "num:gt:x",
];
const TEXTS: &[&str] = &[
    "ab",
    "a",
    "b",
    "cab",
    "",
    "10",
    "9.5",
    "11",
    "10.0.0.200",
    "10.0.0.5",
    "fd00::1",
    "数据b",
];

fn some<T: Clone + std::fmt::Debug + 'static>(
    from: &[T],
    most: usize,
) -> impl Strategy<Value = Vec<T>> + use<T> {
    subsequence(from.to_vec(), 0..=most.min(from.len()))
}

fn condition() -> impl Strategy<Value = Value> {
    let keys = select(vec![
        "severity",
        "alert_severity",
        "incident_severity",
        "title",
        "description",
        "data_source_id",
        "labels.x",
        "labels.y",
        "dedup_key",
    ]);
    let oper = prop_oneof![8 => Just("IN"), 8 => Just("NOTIN"), 1 => Just("LIKE")];
    (keys, oper, some(VALUES, 3))
        .prop_map(|(key, oper, vals)| json!({"key": key, "oper": oper, "vals": vals}))
}

fn window() -> impl Strategy<Value = Value> {
    let hours = prop_oneof![
        6 => (0..24u8, 0..60u8, 0..24u8, 0..60u8).prop_map(|(a, b, c, d)| (format!("{a:02}:{b:02}"), format!("{c:02}:{d:02}"))),
        1 => (0..24u8).prop_map(|hour| (format!("{hour:02}:00"), "24:00".to_owned())),
        1 => (0..24u8).prop_map(|hour| (format!("{hour:02}:30"), format!("{hour:02}:30"))),
        1 => Just((String::new(), String::new())),
    ];
    let calendar = prop_oneof![5 => Just(""), 1 => Just("cal.x")];
    (hours, some(&[0, 1, 2, 3, 4, 5, 6], 7), calendar, prop::bool::weighted(0.1)).prop_map(
        |((start, end), repeat, cal_id, is_off)| {
            json!({"start": start, "end": end, "repeat": repeat, "cal_id": cal_id, "is_off": is_off})
        },
    )
}

fn layer() -> impl Strategy<Value = Value> {
    let channels = || some(&["voice", "sms", "email", "pigeon"], 3);
    let by = prop_oneof![
        1 => Just(Value::Null),
        3 => Just(json!({"follow_preference": true})),
        3 => (channels(), channels(), channels()).prop_map(|(critical, warning, info)| {
            json!({"critical": critical, "warning": warning, "info": info})
        }),
    ];
    let schedules =
        prop::collection::btree_map(select(vec!["5", "6", "7"]), some(&[0, 1, 2], 2), 0..3);
    let target = (some(&[ME, 101], 1), some(&[10, 11, 12], 2), schedules, by, prop::bool::ANY).prop_map(
        |(person_ids, team_ids, schedules, by, chat)| {
            let webhooks = if chat { json!([{"type": "feishu"}]) } else { Value::Null };
            json!({"person_ids": person_ids, "team_ids": team_ids, "schedule_to_role_ids": schedules,
                "by": by, "webhooks": webhooks})
        },
    );
    let target = prop_oneof![1 => Just(Value::Null), 9 => target];
    (0..60u64, target).prop_map(|(wait, target)| json!({"escalate_window": wait, "target": target}))
}

fn space() -> impl Strategy<Value = Vec<EscalationRule>> {
    let status = prop_oneof![6 => Just("enabled"), 1 => Just("disabled"), 1 => Just("paused")];
    let priority = prop_oneof![4 => (-2..3i64).prop_map(Value::from), 1 => Just(Value::Null)];
    let filters = prop::collection::vec(prop::collection::vec(condition(), 0..3), 0..3);
    let rule = (status, priority, 0..7200u64, filters, prop::collection::vec(window(), 0..3), prop::collection::vec(layer(), 0..4))
        .prop_map(|(status, priority, aggr_window, filters, time_filters, layers)| {
            json!({"status": status, "priority": priority, "aggr_window": aggr_window, "filters": filters,
                "time_filters": time_filters, "layers": layers})
        });
    prop::collection::vec(rule, 0..6).prop_map(|list| rules(Value::from(list)))
}

/// Shifts around the given second.
fn schedules(around: i64) -> impl Strategy<Value = Value> {
    let shift = move || {
        let members = prop::collection::vec((0..3u64, select(vec![ME, 101])), 0..3);
        let shift = (-9000..9000i64, 1..9000i64, members).prop_map(move |(start, length, members)| {
            let members: Vec<_> =
                members.iter().map(|(role, who)| json!({"role_id": role, "person_ids": [who]})).collect();
            json!({"start": around + start, "end": around + start + length, "group": {"members": members}})
        });
        prop_oneof![1 => Just(Value::Null), 4 => shift]
    };
    prop::collection::vec((shift(), shift()), 0..3).prop_map(|list| {
        let schedule = |(id, (current, next)): (usize, &(Value, Value))| {
            json!({"schedule_id": id + 5, "cur_oncall": current, "next_oncall": next})
        };
        list.iter().enumerate().map(schedule).collect()
    })
}

fn somebody(around: i64) -> impl Strategy<Value = Person> {
    let channels = || some(&["voice", "sms", "email"], 3);
    let preferences = proptest::option::weighted(0.8, (channels(), channels(), channels()));
    let deliveries = prop::collection::btree_map(
        select(vec!["voice", "sms", "email"]),
        select(vec![
            Delivery::Yes,
            Delivery::No(Reason::SwitchedOff),
            Delivery::Unknown(Uncertainty::NoAnswer("denied".to_owned())),
        ]),
        0..4,
    );
    let known = some(&[10, 11], 2);
    (schedules(around), any::<bool>(), any::<bool>(), preferences, deliveries, known).prop_map(
        |(schedules, teams_complete, schedules_complete, preferences, deliveries, known)| {
            let team = |id: &i32| json!({"team_id": id, "person_ids": if *id == 10 { [ME] } else { [101] }});
            let teams: Value = known.iter().map(team).collect();
            let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
            Person {
                id: ME,
                teams: crate::lenient::read(teams).expect("teams"),
                teams_complete,
                schedules: crate::lenient::read(schedules).expect("schedules"),
                schedules_complete,
                preferences: preferences.map(|(critical, warning, info)| {
                    Severity::ALL.into_iter().zip([critical, warning, info].map(owned)).collect()
                }),
                deliveries: deliveries.into_iter().map(|(name, each)| (name.to_owned(), each)).collect(),
                ..Person::default()
            }
        },
    )
}

fn told() -> impl Strategy<Value = Incident> {
    let text = || select(TEXTS).prop_map(str::to_owned);
    let labels = prop::collection::btree_map(select(vec!["x", "y"]), text(), 0..3);
    (
        select(Severity::ALL.to_vec()),
        text(),
        text(),
        labels,
        9..12u64,
    )
        .prop_map(
            |(severity, title, description, labels, integration)| Incident {
                severity,
                title: Some(title),
                description: Some(description),
                labels: labels
                    .into_iter()
                    .map(|(name, text)| (name.to_owned(), text))
                    .collect(),
                labels_complete: true,
                integration_id: Some(integration),
            },
        )
}

/// The same incident with less told of it.
fn less(full: &Incident, hide: u8) -> Incident {
    let mut less = full.clone();
    let hidden = |bit: u8| hide & (1 << bit) != 0;
    if hidden(0) {
        less.title = None;
    }
    if hidden(1) {
        less.description = None;
    }
    if hidden(2) {
        less.integration_id = None;
    }
    less.labels_complete = !hidden(3);
    for (bit, name) in [(4, "x"), (5, "y")] {
        if hidden(3) && hidden(bit) {
            less.labels.remove(name);
        }
    }
    less
}

/// Any second of 2026, more often one around a change of daylight saving time or a midnight.
fn moment() -> impl Strategy<Value = i64> {
    let changes = [
        "2026-03-29T01:00Z",
        "2026-10-25T01:00Z",
        "2026-03-08T07:00Z",
        "2026-11-01T06:00Z",
        "2026-04-04T15:00Z",
        "2026-10-03T15:30Z",
        "2026-06-06T16:00Z",
    ];
    let changes: Vec<i64> = changes
        .iter()
        .map(|text| text.parse::<Timestamp>().expect("a timestamp").as_second())
        .collect();
    prop_oneof![
        1_767_225_600..1_798_761_600i64,
        (select(changes), -20_000..20_000i64).prop_map(|(change, off)| change + off),
    ]
}

type Case = (Vec<EscalationRule>, Person, Incident, u8, i64, &'static str);

fn case() -> impl Strategy<Value = Case> {
    moment().prop_flat_map(|second| {
        (
            space(),
            somebody(second),
            told(),
            any::<u8>(),
            Just(second),
            select(ZONES.to_vec()),
        )
    })
}

fn half(truth: Truth) -> naive::Half {
    match truth {
        Truth::No => 0,
        Truth::Unknown => 1,
        Truth::Yes => 2,
    }
}

fn plain(verdict: &Verdict) -> naive::Answer {
    let level = |layer: &crate::domain::escalation::Level| {
        let channels = layer
            .channels
            .iter()
            .map(|used| used.channel.clone())
            .collect();
        (layer.after, half(layer.reached), channels)
    };
    (
        verdict.rule.as_ref().expect("a rule").index,
        half(verdict.reached),
        verdict.levels.iter().map(level).collect(),
    )
}

fn read(second: i64, name: &str) -> (Timestamp, TimeZone) {
    (
        Timestamp::from_second(second).expect("in range"),
        zone(name),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn the_naive_double_agrees((list, person, full, hide, second, name) in case()) {
        let (at, zone) = read(second, name);
        let incident = less(&full, hide);
        let outcome = evaluate(&list, &person, &incident, at, &zone);
        let maybes: Vec<_> = outcome.maybes.iter().map(plain).collect();
        let certain = outcome.ending.rule.is_some().then(|| plain(&outcome.ending));
        prop_assert_eq!((maybes, certain), naive::walk(&list, &person, &incident, at, &zone));
        for verdict in outcome.verdicts() {
            prop_assert_eq!(verdict.cause.is_some(), verdict.reached == Truth::No);
            for level in &verdict.levels {
                prop_assert_eq!(level.cause.is_some(), level.reached == Truth::No);
            }
        }
        for seen in &outcome.trace {
            let maybe = seen.state.matched() == Truth::Unknown;
            prop_assert_eq!(seen.state.doubts().is_empty(), !maybe);
            let wanted = naive::matches(&list[seen.index], &incident, at, &zone);
            if let crate::domain::escalation::RuleState::Tried { matched, .. } = seen.state {
                prop_assert_eq!(half(matched), wanted);
            }
        }
    }

    #[test]
    fn telling_more_never_takes_back_what_was_certain((list, person, full, hide, second, name) in case()) {
        let (at, zone) = read(second, name);
        let before = evaluate(&list, &person, &less(&full, hide), at, &zone);
        let after = evaluate(&list, &person, &full, at, &zone);
        let places = |outcome: &crate::domain::escalation::Outcome| outcome.verdicts().filter_map(|each| each.rule.as_ref()).map(|rule| rule.index).collect::<Vec<_>>();
        let (before_places, after_places) = (places(&before), places(&after));
        prop_assert!(after_places.iter().all(|place| before_places.contains(place)), "{before_places:?} {after_places:?}");
        if before.maybes.is_empty() {
            prop_assert_eq!(&before.ending, &after.ending);
        }
        match before.reached() {
            Truth::Unknown => {}
            certain => prop_assert_eq!(after.reached(), certain),
        }
    }
}
