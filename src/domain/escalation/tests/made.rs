//! Made-up spaces, persons, incidents, clocks and moments.

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::domain::calendar::Calendar;
use crate::domain::delivery::{Delivery, Reason, Uncertainty};
use crate::domain::escalation::tests::{ME, rules, zone};
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Clock, Incident, Person};
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
const ADDRESSES: [&str; 2] = ["me@x.org", "you@x.org"];
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

pub fn condition() -> impl Strategy<Value = Value> {
    let keys = select(vec![
        "severity",
        "alert_severity",
        "incident_severity",
        "title",
        "description",
        "data_source_id",
        "labels.x",
        "labels.y",
        "labels.check",
        "status",
        "check",
        "service",
        "alert_key",
        "dedup_key",
        "env",
    ]);
    let oper = prop_oneof![8 => Just("IN"), 8 => Just("NOTIN"), 1 => Just("LIKE")];
    (keys, oper, some(VALUES, 3))
        .prop_map(|(key, oper, vals)| json!({"key": key, "oper": oper, "vals": vals}))
}

pub fn window() -> impl Strategy<Value = Value> {
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
    let emails = prop_oneof![4 => Just(vec![]), 1 => some(&ADDRESSES, 2)];
    let target = (some(&[ME, 101], 1), some(&[10, 11, 12], 2), schedules, by, prop::bool::ANY, emails).prop_map(
        |(person_ids, team_ids, schedules, by, chat, emails)| {
            let webhooks = if chat { json!([{"type": "feishu"}]) } else { Value::Null };
            json!({"person_ids": person_ids, "team_ids": team_ids, "schedule_to_role_ids": schedules,
                "by": by, "webhooks": webhooks, "emails": emails})
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
        // A person who is null is not told, as a role is that is left out.
        let who =
            prop_oneof![1 => Just(json!([null])), 5 => Just(json!([ME])), 4 => Just(json!([101]))];
        let members = prop::collection::vec((0..3u64, who, prop::bool::weighted(0.1)), 0..3);
        let shift = (-9000..9000i64, 1..9000i64, members).prop_map(move |(start, length, members)| {
            let members: Vec<_> =
                members.iter().map(|(role, who, untold)| match untold {
                    true => json!({"person_ids": who}),
                    false => json!({"role_id": role, "person_ids": who}),
                }).collect();
            json!({"start": around + start, "end": around + start + length, "group": {"members": members}})
        });
        prop_oneof![1 => Just(Value::Null), 4 => shift]
    };
    let shifts = move || {
        prop::collection::vec(shift(), 0..3).prop_map(|mut list| {
            list.retain(|shift| !shift.is_null());
            json!({"schedules": list})
        })
    };
    let layers = prop::collection::vec((shifts(), 0..2i64), 0..3).prop_map(|list| {
        let layer = |(mut layer, mode): (Value, i64)| {
            layer["mode"] = json!(mode);
            layer
        };
        list.into_iter().map(layer).collect::<Value>()
    });
    let whole = prop_oneof![1 => Just(Value::Null), 1 => shifts()];
    let off = prop::bool::weighted(0.1);
    prop::collection::vec((shift(), shift(), whole, layers, off), 0..3).prop_map(|list| {
        let schedule = |(id, (current, next, whole, layers, off)): (
            usize,
            &(Value, Value, Value, Value, bool),
        )| {
            json!({"schedule_id": id + 5, "cur_oncall": current, "next_oncall": next,
                "final_schedule": whole, "layer_schedules": layers, "disabled": i32::from(*off)})
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
    let emails = some(&ADDRESSES[..1], 1);
    (schedules(around), any::<bool>(), any::<bool>(), preferences, deliveries, known, emails).prop_map(
        |(schedules, teams_complete, schedules_complete, preferences, deliveries, known, emails)| {
            let team = |id: &i32| json!({"team_id": id, "team_name": format!("T{id}"), "person_ids": if *id == 10 { [ME] } else { [101] }});
            let teams: Value = known.iter().map(team).collect();
            let owned = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
            Person {
                id: ME,
                emails: owned(emails),
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
    let labels = prop::collection::btree_map(select(vec!["x", "y", "check"]), text(), 0..3);
    let level = || select(vec![0, 1]);
    let emails = (
        level(),
        select(vec!["me@x.org", "you@x.org", "you@x.org, me@x.org"]),
    )
        .prop_map(|(level, text)| (format!("layer_person_reset_{level}_emails"), text));
    let teams = (level(), select(vec!["T10", "T11", "T12", "T12,T10"]))
        .prop_map(|(level, text)| (format!("layer_person_reset_{level}_team_names"), text));
    let maybe = || prop::bool::weighted(0.15);
    let redirects = (emails, teams, maybe(), maybe()).prop_map(|(emails, teams, first, second)| {
        let both = [(first, emails), (second, teams)];
        both.into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, label)| label)
            .collect::<Vec<_>>()
    });
    (
        select(Severity::ALL.to_vec()),
        text(),
        text(),
        labels,
        9..12u64,
        redirects,
    )
        .prop_map(
            |(severity, title, description, labels, integration, redirects)| Incident {
                severity_told: true,
                severity,
                title: Some(title),
                description: Some(description),
                labels: labels
                    .into_iter()
                    .map(|(name, text)| (name.to_owned(), text))
                    .chain(
                        redirects
                            .into_iter()
                            .map(|(name, text)| (name, text.to_owned())),
                    )
                    .collect(),
                labels_complete: true,
                integration_id: Some(integration),
            },
        )
}

/// The same incident with less told of it.
pub fn less(full: &Incident, hide: u8) -> Incident {
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
    for (bit, name) in [(4, "x"), (5, "y"), (6, "check")] {
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

pub type Case = (Vec<EscalationRule>, Person, Incident, u8, i64, Clock);

pub fn case() -> impl Strategy<Value = Case> {
    (moment(), select(ZONES.to_vec())).prop_flat_map(|(second, name)| {
        (
            space(),
            somebody(second),
            told(),
            any::<u8>(),
            Just(second),
            clock(second, name),
        )
    })
}

/// A clock, with or without a calendar that has events around the given second.
fn clock(second: i64, name: &'static str) -> impl Strategy<Value = Clock> {
    let day = move |off: i64| {
        let moment = Timestamp::from_second(second + off * 86_400).expect("in range");
        moment.strftime("%Y-%m-%d").to_string()
    };
    // One that ends no later than it begins has no days.
    let event = (-3..3i64, -1..3i64, any::<bool>()).prop_map(move |(start, days, is_off)| {
        json!({"start_at": day(start), "end_at": day(start + days), "is_off": is_off})
    });
    let events = prop::collection::vec(event, 0..4);
    let calendar = (
        events,
        some(&[0, 1, 2, 3, 4, 5, 6], 7),
        select(ZONES.to_vec()),
        prop::bool::weighted(0.9),
    )
        .prop_map(|(events, workdays, timezone, in_year)| {
            let info = json!({"timezone": timezone, "workdays": workdays});
            Calendar {
                info: crate::lenient::read(info).expect("a calendar"),
                events: crate::lenient::read(Value::from(events)).expect("events"),
                years: if in_year { vec![2026] } else { Vec::new() },
            }
        });
    (proptest::option::of(calendar), prop::bool::weighted(0.1)).prop_map(
        move |(calendar, guessed)| Clock {
            guessed,
            calendars: calendar
                .into_iter()
                .map(|one| ("cal.x".to_owned(), one))
                .collect(),
            ..Clock::of(zone(name))
        },
    )
}

pub fn moment_of(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("in range")
}
