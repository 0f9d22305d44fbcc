//! Which rule decides: order, status, groups, maybes, and what explain can show of it.

use serde_json::{Value, json};

use crate::domain::delivery::{Delivery, Reason};
use crate::domain::escalation::tests::{at, clock, judge, me, person, rules};
use crate::domain::escalation::wire::RuleStatus;
use crate::domain::escalation::{
    Clock, Doubt, Field, Incident, Outcome, RuleState, Truth, WindowReason, evaluate,
};
use crate::domain::severity::Severity;

/// An enabled rule by name that reaches the person, and what differs from that.
fn rule(name: &str, differs: Value) -> Value {
    let mut rule =
        json!({"rule_id": name, "rule_name": name, "status": "enabled", "layers": [me()]});
    if let (Value::Object(rule), Value::Object(differs)) = (&mut rule, differs) {
        rule.extend(differs);
    }
    rule
}

fn only(key: &str, oper: &str, value: &str) -> Value {
    json!([[{"key": key, "oper": oper, "vals": [value]}]])
}

fn critical() -> Value {
    only("severity", "IN", "Critical")
}

fn warning() -> Value {
    only("severity", "IN", "Warning")
}

fn titled() -> Value {
    only("title", "IN", "/disk/")
}

/// The maybes by name, a `>`, and the ending by name or reason.
fn short(outcome: &Outcome) -> String {
    let maybes: Vec<_> = outcome
        .maybes
        .iter()
        .map(|each| each.rule.as_ref().expect("a rule").name.as_str())
        .collect();
    let ending = match (&outcome.ending.rule, outcome.ending.cause) {
        (Some(rule), _) => rule.name.clone(),
        (None, cause) => format!("{:?}", cause.expect("a reason")),
    };
    format!("{}>{ending}", maybes.join(","))
}

#[test]
fn which_rule_decides() {
    let day = json!([{"start": "09:00", "end": "18:00"}]);
    let night = json!([{"start": "22:00", "end": "06:00"}]);
    let calendar = json!([{"cal_id": "cal.x"}]);
    // At a Thursday's noon, of a critical incident of which nothing else is known.
    #[rustfmt::skip]
    let cases = [
        ("no rules", json!([]), ">NoRules"),
        ("one for everything", json!([rule("a", json!({}))]), ">a"),
        ("null filters and windows", json!([rule("a", json!({"filters": null, "time_filters": null}))]), ">a"),
        ("empty filters and windows", json!([rule("a", json!({"filters": [], "time_filters": []}))]), ">a"),
        ("first of two", json!([rule("a", json!({})), rule("b", json!({}))]), ">a"),
        ("lower priority first", json!([rule("a", json!({"priority": 2})), rule("b", json!({"priority": 1}))]), ">b"),
        ("priority may be negative", json!([rule("a", json!({"priority": 0})), rule("b", json!({"priority": -1}))]), ">b"),
        ("priority by number", json!([rule("a", json!({"priority": 10})), rule("b", json!({"priority": 9}))]), ">b"),
        ("same priority: as listed", json!([rule("a", json!({"priority": 1})), rule("b", json!({"priority": 1}))]), ">a"),
        ("no priority comes last, or is 0", json!([rule("a", json!({})), rule("b", json!({"priority": 9}))]), "a>b"),
        ("no priority after a 0", json!([rule("a", json!({"priority": 0})), rule("b", json!({}))]), ">a"),
        ("no priorities: as listed", json!([rule("b", json!({})), rule("a", json!({}))]), ">b"),
        ("disabled is skipped", json!([rule("a", json!({"status": "disabled"})), rule("b", json!({}))]), ">b"),
        ("deleted is skipped", json!([rule("a", json!({"status": "deleted"})), rule("b", json!({}))]), ">b"),
        ("a new word may be enabled", json!([rule("a", json!({"status": "paused"})), rule("b", json!({}))]), "a>b"),
        ("a new word, and not for it", json!([rule("a", json!({"status": "paused", "filters": warning()}))]), ">NoMatch"),
        ("capitals are a new word", json!([rule("a", json!({"status": "Enabled"}))]), "a>NoMatch"),
        ("no status is not known", json!([rule("a", json!({"status": null}))]), "a>NoMatch"),
        ("none enabled", json!([rule("a", json!({"status": "disabled"})), rule("b", json!({"status": "deleted"}))]), ">NoEnabledRule"),
        ("severity matches", json!([rule("a", json!({"filters": critical()}))]), ">a"),
        ("severity does not", json!([rule("a", json!({"filters": warning()}))]), ">NoMatch"),
        ("the second matches", json!([rule("a", json!({"filters": warning()})), rule("b", json!({"filters": critical()}))]), ">b"),
        ("a maybe and nothing else", json!([rule("a", json!({"filters": titled()}))]), "a>NoMatch"),
        ("a maybe, else the next", json!([rule("a", json!({"filters": titled()})), rule("b", json!({}))]), "a>b"),
        ("two maybes, else the third", json!([rule("a", json!({"filters": titled()})), rule("b", json!({"time_filters": calendar})), rule("c", json!({}))]), "a,b>c"),
        ("maybes in order of priority", json!([rule("a", json!({"filters": titled(), "priority": 2})), rule("b", json!({"filters": titled(), "priority": 1}))]), "b,a>NoMatch"),
        ("no maybe after the decision", json!([rule("a", json!({})), rule("b", json!({"filters": titled()}))]), ">a"),
        ("a disabled maybe is none", json!([rule("a", json!({"filters": titled(), "status": "disabled"})), rule("b", json!({}))]), ">b"),
        ("in the window", json!([rule("a", json!({"time_filters": day}))]), ">a"),
        ("out of the window", json!([rule("a", json!({"time_filters": night})), rule("b", json!({}))]), ">b"),
        ("one of the windows", json!([rule("a", json!({"time_filters": [night[0], day[0]]}))]), ">a"),
        ("a window beats a calendar", json!([rule("a", json!({"time_filters": [calendar[0], day[0]]}))]), ">a"),
        ("unknown and no: out of time", json!([rule("a", json!({"filters": titled(), "time_filters": night}))]), ">NoMatch"),
        ("unknown and no: wrong severity", json!([rule("a", json!({"filters": warning(), "time_filters": calendar}))]), ">NoMatch"),
        ("unknown and yes", json!([rule("a", json!({"filters": critical(), "time_filters": calendar}))]), "a>NoMatch"),
        ("unknown twice", json!([rule("a", json!({"filters": titled(), "time_filters": calendar}))]), "a>NoMatch"),
        ("any group: the second", json!([rule("a", json!({"filters": [warning()[0], critical()[0]]}))]), ">a"),
        ("any group: unknown or yes", json!([rule("a", json!({"filters": [titled()[0], critical()[0]]}))]), ">a"),
        ("any group: unknown or no", json!([rule("a", json!({"filters": [titled()[0], warning()[0]]}))]), "a>NoMatch"),
        ("any group: none", json!([rule("a", json!({"filters": [warning()[0], warning()[0]]}))]), ">NoMatch"),
        ("all of a group: yes and no", json!([rule("a", json!({"filters": [[critical()[0][0], warning()[0][0]]]}))]), ">NoMatch"),
        ("all of a group: unknown and no", json!([rule("a", json!({"filters": [[titled()[0][0], warning()[0][0]]]}))]), ">NoMatch"),
        ("all of a group: unknown and yes", json!([rule("a", json!({"filters": [[titled()[0][0], critical()[0][0]]]}))]), "a>NoMatch"),
        ("an empty group holds", json!([rule("a", json!({"filters": [[]]}))]), ">a"),
        ("a null group says nothing", json!([rule("a", json!({"filters": [null]}))]), "a>NoMatch"),
        ("a null condition says nothing", json!([rule("a", json!({"filters": [[null]]}))]), "a>NoMatch"),
        ("a null window says nothing", json!([rule("a", json!({"time_filters": [null]}))]), "a>NoMatch"),
        ("old severity key", json!([rule("a", json!({"filters": only("alert_severity", "NOTIN", "Critical")}))]), ">NoMatch"),
        ("a rule without layers still decides", json!([rule("a", json!({"layers": []})), rule("b", json!({}))]), ">a"),
    ];
    for (name, list, wanted) in cases {
        let outcome = judge(&rules(list), &person(), &Incident::of(Severity::Critical));
        assert_eq!(short(&outcome), wanted, "{name}");
    }
}

#[test]
fn telling_more_turns_a_maybe_into_an_answer() {
    let list = rules(json!([
        rule("disks", json!({"filters": titled()})),
        rule(
            "payment",
            json!({"filters": only("labels.service", "IN", "payment")})
        ),
        rule(
            "seven",
            json!({"filters": only("data_source_id", "IN", "7")})
        ),
        rule("rest", json!({})),
    ]));
    let mut incident = Incident::of(Severity::Critical);
    assert_eq!(
        short(&judge(&list, &person(), &incident)),
        "disks,payment,seven>rest"
    );
    incident.title = Some("cpu".to_owned());
    assert_eq!(
        short(&judge(&list, &person(), &incident)),
        "payment,seven>rest"
    );
    incident.labels_complete = true;
    assert_eq!(short(&judge(&list, &person(), &incident)), "seven>rest");
    incident.integration_id = Some(7);
    assert_eq!(short(&judge(&list, &person(), &incident)), ">seven");
    incident
        .labels
        .insert("service".to_owned(), "payment".to_owned());
    assert_eq!(short(&judge(&list, &person(), &incident)), ">payment");
    incident.title = Some("disk".to_owned());
    assert_eq!(short(&judge(&list, &person(), &incident)), ">disks");
}

#[test]
fn the_moment_decides_by_the_clock_of_the_account() {
    let list = rules(json!([
        rule(
            "night",
            json!({"time_filters": [{"start": "22:00", "end": "06:00"}]})
        ),
        rule("day", json!({})),
    ]));
    let incident = Incident::of(Severity::Info);
    let moment = at("2026-11-12T04:00:00Z");
    for (name, wanted) in [
        ("Asia/Shanghai", ">day"),
        ("Europe/Berlin", ">night"),
        ("UTC", ">night"),
    ] {
        assert_eq!(
            short(&evaluate(&list, &person(), &incident, moment, &clock(name))),
            wanted,
            "{name}"
        );
    }
}

#[test]
fn reached_is_what_all_ways_agree_on() {
    let deaf = json!([{"target": {"person_ids": [1], "by": {"follow_preference": true}}}]);
    let maybe = |layers: &Value| rule("a", json!({"filters": titled(), "layers": layers}));
    #[rustfmt::skip]
    let cases = [
        (json!([rule("a", json!({}))]), Truth::Yes),
        (json!([rule("a", json!({"layers": deaf}))]), Truth::No),
        (json!([]), Truth::No),
        (json!([maybe(&json!([me()])), rule("b", json!({}))]), Truth::Yes),
        (json!([maybe(&deaf), rule("b", json!({}))]), Truth::Unknown),
        (json!([maybe(&json!([me()]))]), Truth::Unknown),
        (json!([maybe(&deaf)]), Truth::No),
    ];
    for (list, wanted) in cases {
        let outcome = judge(
            &rules(list.clone()),
            &person(),
            &Incident::of(Severity::Critical),
        );
        assert_eq!(outcome.reached(), wanted, "{list}");
        let names = outcome.verdicts().filter(|one| one.rule.is_some()).count();
        assert!(names <= 2, "{list}");
    }
}

#[test]
fn the_trace_says_what_became_of_every_rule() {
    let list = rules(json!([
        rule("last", json!({"priority": 9})),
        rule("off", json!({"priority": 1, "status": "disabled"})),
        rule(
            "maybe",
            json!({"priority": 2, "time_filters": [{"cal_id": "cal.x"}], "filters": [
                [{"key": "severity", "oper": "IN", "vals": ["Warning", "Crit*"]},
                 {"key": "labels.env", "oper": "NOTIN", "vals": ["test"]}],
            ]})
        ),
        rule("sure", json!({"priority": 3})),
    ]));
    let outcome = judge(&list, &person(), &Incident::of(Severity::Critical));
    assert_eq!(short(&outcome), "maybe>sure");
    let order: Vec<_> = outcome
        .trace
        .iter()
        .map(|rule| (rule.index, rule.priority))
        .collect();
    assert_eq!(
        order,
        [(1, Some(1)), (2, Some(2)), (3, Some(3)), (0, Some(9))]
    );
    assert_eq!(
        outcome.trace[0].state,
        RuleState::NotEnabled(RuleStatus::Disabled)
    );
    assert_eq!(outcome.trace[3].state, RuleState::NotTried);
    assert_eq!(outcome.trace[2].state.matched(), Truth::Yes);
    let RuleState::Tried {
        matched,
        in_time,
        windows,
        fits,
        groups,
        ..
    } = &outcome.trace[1].state
    else {
        panic!("{:?}", outcome.trace[1]);
    };
    assert_eq!(
        (*matched, *in_time, *fits),
        (Truth::Unknown, Truth::Unknown, Truth::Unknown)
    );
    assert_eq!(windows[0].why, WindowReason::Calendar("cal.x".to_owned()));
    let [severity, label] = groups[0].conditions.as_slice() else {
        panic!("{groups:?}")
    };
    assert_eq!(
        (severity.truth, &severity.field),
        (Truth::Yes, &Field::Known("Critical".to_owned()))
    );
    let values: Vec<_> = severity.values.iter().map(|value| value.truth).collect();
    assert_eq!(values, [Truth::No, Truth::Yes]);
    assert_eq!(
        (label.truth, &label.field),
        (Truth::Unknown, &Field::NotTold)
    );
    assert!(
        serde_json::to_value(&outcome).is_ok(),
        "an outcome can be shown as JSON"
    );
}

#[test]
fn three_values() {
    use Truth::{No, Unknown, Yes};
    for (a, b, both, either) in [
        (Yes, Yes, Yes, Yes),
        (Yes, No, No, Yes),
        (Yes, Unknown, Unknown, Yes),
        (No, No, No, No),
        (No, Unknown, No, Unknown),
        (Unknown, Unknown, Unknown, Unknown),
    ] {
        assert_eq!(
            (a.and(b), b.and(a), a.or(b), b.or(a)),
            (both, both, either, either)
        );
        assert_eq!(!(a.and(b)), (!a).or(!b));
    }
    assert_eq!((Truth::all([]), Truth::any([])), (Yes, No));
}

#[test]
fn the_doubts_are_what_a_maybe_hangs_on() {
    let doubts = |differs: Value| {
        let list = rules(json!([rule("a", differs)]));
        let outcome = judge(&list, &person(), &Incident::of(Severity::Critical));
        outcome.trace[0].state.doubts()
    };
    let label = |name: &str| Doubt::Label(name.to_owned());
    let severity = critical()[0][0].clone();
    let wrong = warning()[0][0].clone();
    let on = |key: &str| json!({"key": key, "oper": "IN", "vals": ["x", "y"]});
    #[rustfmt::skip]
    let cases = [
        (json!({}), vec![]),
        (json!({"status": "disabled", "filters": [[on("title")]]}), vec![]),
        (json!({"filters": [[on("title"), severity]]}), vec![Doubt::Title]),
        (json!({"filters": [[on("title"), on("labels.a")], [on("labels.b"), on("title")]]}), vec![Doubt::Title, label("a"), label("b")]),
        (json!({"filters": [[on("title"), wrong], [on("description")]]}), vec![Doubt::Description]),
        (json!({"filters": [[on("title")], [severity]]}), vec![]),
        (json!({"filters": [[on("title")]], "time_filters": [{"start": "13:00", "end": "14:00"}]}), vec![]),
        (json!({"filters": [[on("integration_id")]], "time_filters": [{"cal_id": "c"}, {"start": "x", "end": "y"}]}),
            vec![Doubt::Calendar("c".to_owned()), Doubt::Window, Doubt::Integration]),
        (json!({"filters": [[on("dedup_key")]]}), vec![Doubt::Field("dedup_key".to_owned())]),
        (json!({"filters": [[on("env")]]}), vec![Doubt::Key("env".to_owned())]),
        (json!({"filters": [[on("check")]]}), vec![label("check")]),
        (json!({"filters": [[{"key": "severity", "oper": "LIKE", "vals": ["x"]}]]}), vec![Doubt::Operator("LIKE".to_owned())]),
        (json!({"filters": [[{"key": "severity", "oper": "IN", "vals": ["/(/", "x"]}]]}), vec![Doubt::Value("/(/".to_owned())]),
    ];
    for (differs, wanted) in cases {
        assert_eq!(doubts(differs.clone()), wanted, "{differs}");
    }
}

#[test]
fn the_doubts_of_a_guessed_clock_and_of_a_plain_key() {
    let judged = |list: Value, incident: &Incident| {
        let clock = Clock {
            guessed: true,
            ..clock("Asia/Shanghai")
        };
        let moment = at("2026-11-12T04:00:00Z");
        let outcome = evaluate(&rules(list), &person(), incident, moment, &clock);
        let doubts = outcome.trace[0].state.doubts();
        assert_eq!(outcome.maybes[0].depends_on, doubts);
        let on_time_zone = doubts.contains(&Doubt::TimeZone);
        assert_eq!(outcome.hangs_on_time_zone(), on_time_zone);
        doubts
    };
    let day = json!({"time_filters": [{"start": "08:00", "end": "20:00"}]});
    let critical = Incident::of(Severity::Critical);
    assert_eq!(
        judged(json!([rule("a", day)]), &critical),
        [Doubt::TimeZone]
    );
    // Whether a plain key is that label is asked only where the value itself is clear.
    let check = |value: &str| {
        let list = json!([rule(
            "a",
            json!({"filters": [[{"key": "check", "oper": "IN", "vals": [value]}]]})
        )]);
        let told = Incident {
            labels: [("check".to_owned(), "cpu".to_owned())].into(),
            ..critical.clone()
        };
        judged(list, &told)
    };
    assert_eq!(check("cpu"), [Doubt::PlainKey("check".to_owned())]);
    assert_eq!(check("/(/"), [Doubt::Value("/(/".to_owned())]);
}

#[test]
fn the_channels_of_a_rule_that_fail_are_named_once_each() {
    let mut person = person();
    let fails = Delivery::No(Reason::PhoneUnverified);
    for channel in ["voice", "sms"] {
        person.deliveries.insert(channel.to_owned(), fails.clone());
    }
    let by = |by: Value| json!({"target": {"person_ids": [person.id], "by": by}});
    let failing = |layers: Value| {
        let list = rules(json!([rule("a", json!({"layers": layers}))]));
        let outcome = judge(&list, &person, &Incident::of(Severity::Critical));
        let failing = outcome.ending.failing().into_iter();
        failing.map(str::to_owned).collect::<Vec<_>>()
    };
    let unified = by(json!({"critical": ["voice", "email", "voice"]}));
    let second = by(json!({"critical": ["sms", "voice"]}));
    assert_eq!(failing(json!([unified, second])), ["voice", "sms"]);
    // What the person chose is the person's own affair.
    assert_eq!(
        failing(json!([by(json!({"follow_preference": true}))])),
        [""; 0]
    );
}
