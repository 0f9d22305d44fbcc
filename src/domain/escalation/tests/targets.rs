//! What reaches the person by a rule, when, and why nothing does.

use serde_json::{Value, json};

use crate::domain::delivery::{Delivery, Reason, Uncertainty};
use crate::domain::escalation::tests::{ME, at, judge, me, person, rules, zone};
use crate::domain::escalation::{
    Cause, Incident, OnCall, Person, RecipientKind, Truth, Verdict, WhichShift, evaluate,
};
use crate::domain::severity::Severity;

/// What the rule with these layers does for the person.
fn verdict(layers: &Value, delay: u64, person: &Person, severity: Severity) -> Verdict {
    let list = rules(json!([{"status": "enabled", "aggr_window": delay, "layers": layers}]));
    let ending = judge(&list, person, &Incident::of(severity)).ending;
    assert!(ending.rule.is_some(), "{ending:?}");
    ending
}

/// `voice@0 sms@600? …`, or the reason why not.
fn short(verdict: &Verdict) -> String {
    let notices: Vec<_> = verdict
        .notices()
        .iter()
        .map(|notice| {
            let maybe = if notice.truth == Truth::Yes { "" } else { "?" };
            format!("{}@{}{maybe}", notice.channel, notice.after)
        })
        .collect();
    match verdict.cause {
        None => notices.join(" "),
        Some(cause) => {
            assert_eq!(verdict.reached, Truth::No);
            assert!(notices.is_empty(), "{notices:?}");
            format!("{cause:?}")
        }
    }
}

#[test]
fn what_reaches_the_person() {
    use Severity::{Critical, Info, Warning};
    let follow = json!({"follow_preference": true});
    let unified = json!({"critical": ["sms"], "warning": ["voice", "email"], "info": []});
    let target = |target: Value| json!({"target": target});
    let by_name = |by: &Value| target(json!({"person_ids": [ME], "by": by}));
    let other = target(json!({"person_ids": [101], "by": follow}));
    let group = target(json!({"person_ids": null, "by": null, "webhooks": [{"type": "feishu"}]}));
    let wait = |layer: &Value, minutes: u64| {
        let mut layer = layer.clone();
        layer["escalate_window"] = json!(minutes);
        layer
    };
    #[rustfmt::skip]
    let cases = [
        ("by name", json!([me()]), 0, Critical, "voice@0 sms@0"),
        ("the severity's list", json!([me()]), 0, Warning, "email@0"),
        ("the severity's list is empty", json!([me()]), 0, Info, "OwnListEmpty"),
        ("after the delay of the rule", json!([me()]), 90, Critical, "voice@90 sms@90"),
        ("among others", json!([target(json!({"person_ids": [1, ME, 2], "by": follow}))]), 0, Warning, "email@0"),
        ("the rule's list", json!([by_name(&unified)]), 0, Critical, "sms@0"),
        ("the rule's list of the severity", json!([by_name(&unified)]), 0, Warning, "voice@0 email@0"),
        ("the rule's list is empty", json!([by_name(&unified)]), 0, Info, "RuleListEmpty"),
        ("preferences go before lists", json!([by_name(&json!({"follow_preference": true, "critical": ["email"]}))]), 0, Critical, "voice@0 sms@0"),
        ("null lists", json!([by_name(&json!({"follow_preference": false, "critical": null}))]), 0, Critical, "RuleListEmpty"),
        ("an empty by", json!([by_name(&json!({}))]), 0, Critical, "RuleListEmpty"),
        ("a channel that nobody knows", json!([by_name(&json!({"critical": ["pigeon"]}))]), 0, Critical, "pigeon@0?"),
        ("by team", json!([target(json!({"team_ids": [10], "by": follow}))]), 0, Warning, "email@0"),
        ("by one of the teams", json!([target(json!({"team_ids": [11, 10], "by": follow}))]), 0, Warning, "email@0"),
        ("by another team", json!([target(json!({"team_ids": [11], "by": follow}))]), 0, Warning, "NotATarget"),
        ("by an unheard-of team", json!([target(json!({"team_ids": [12], "by": follow}))]), 0, Warning, "NotATarget"),
        ("somebody else", json!([other]), 0, Critical, "NotATarget"),
        ("no layers", json!([]), 0, Critical, "NoLevels"),
        ("null layers", Value::Null, 0, Critical, "NoLevels"),
        ("null target", json!([{"target": null}]), 0, Critical, "NoTarget"),
        ("missing target", json!([{}]), 0, Critical, "NoTarget"),
        ("a target without anybody", json!([target(json!({"by": follow}))]), 0, Critical, "NotATarget"),
        ("only a group chat", json!([group]), 0, Critical, "OnlyRooms"),
        ("by name, to a group chat", json!([target(json!({"person_ids": [ME], "webhooks": [{}]}))]), 0, Critical, "OnlyGroupChats"),
        ("somebody else, to a group chat", json!([target(json!({"person_ids": [1], "webhooks": [{}]}))]), 0, Critical, "NotATarget"),
        ("a group chat besides", json!([target(json!({"person_ids": [ME], "by": follow, "webhooks": [{}]}))]), 0, Warning, "email@0"),
        ("no message at all", json!([target(json!({"person_ids": [ME], "webhooks": null}))]), 0, Critical, "NoMessages"),
        ("the second layer", json!([wait(&other, 10), me()]), 0, Warning, "email@600"),
        ("the second layer after the delay", json!([wait(&other, 10), me()]), 30, Warning, "email@630"),
        ("the third layer", json!([wait(&other, 10), wait(&group, 5), me()]), 0, Warning, "email@900"),
        ("the own wait does not count", json!([wait(&me(), 10)]), 0, Warning, "email@0"),
        ("a null layer has its place", json!([null, me()]), 0, Warning, "email@0"),
        ("no wait is none", json!([other, me()]), 0, Warning, "email@0"),
        ("a negative wait is none", json!([{"escalate_window": -5, "target": null}, me()]), 0, Warning, "email@0"),
        ("twice, the first counts", json!([wait(&me(), 10), me()]), 0, Warning, "email@0"),
        ("each channel at its first time", json!([wait(&by_name(&unified), 10), me()]), 0, Critical, "sms@0 voice@600"),
        ("repeats change nothing", json!([{"max_times": 9, "notify_step": 0.5, "escalate_window": 10, "target": other["target"]}, me()]), 0, Warning, "email@600"),
        ("a wait past all time", json!([wait(&other, u64::MAX >> 1), me()]), 1, Warning, "email@18446744073709551615"),
        ("the nearest reason: empty list", json!([other, group, by_name(&unified)]), 0, Info, "RuleListEmpty"),
        ("the nearest reason: not a target", json!([group, other]), 0, Info, "NotATarget"),
        ("the nearest reason: no message", json!([group, target(json!({"person_ids": [ME]}))]), 0, Info, "NoMessages"),
    ];
    for (name, layers, delay, severity, wanted) in cases {
        let verdict = verdict(&layers, delay, &person(), severity);
        assert_eq!(short(&verdict), wanted, "{name}: {verdict:?}");
    }
}

#[test]
fn a_channel_that_does_not_get_through() {
    let mut person = person();
    person
        .deliveries
        .insert("voice".to_owned(), Delivery::No(Reason::PhoneUnverified));
    assert_eq!(
        short(&verdict(&json!([me()]), 0, &person, Severity::Critical)),
        "sms@0"
    );
    person
        .deliveries
        .insert("sms".to_owned(), Delivery::Unknown(Uncertainty::Kind));
    let unsure = verdict(&json!([me()]), 0, &person, Severity::Critical);
    assert_eq!(short(&unsure), "sms@0?", "what is not known is a maybe");
    assert_eq!(
        unsure.levels[0].channels.len(),
        2,
        "what fails is shown too"
    );
    person
        .deliveries
        .insert("sms".to_owned(), Delivery::No(Reason::SwitchedOff));
    let deaf = verdict(&json!([me()]), 0, &person, Severity::Critical);
    assert_eq!(deaf.cause, Some(Cause::OwnChannelsFail));
}

#[test]
fn what_is_not_known_of_the_person_is_a_maybe() {
    let by_team = json!([{"target": {"team_ids": [12], "by": {"follow_preference": true}}}]);
    let by_schedule =
        json!([{"target": {"schedule_to_role_ids": {"5": []}, "by": {"critical": ["sms"]}}}]);
    let some = Person {
        teams_complete: false,
        schedules_complete: false,
        ..person()
    };
    assert_eq!(
        short(&verdict(&by_team, 0, &some, Severity::Warning)),
        "email@0?"
    );
    assert_eq!(
        short(&verdict(&by_schedule, 0, &some, Severity::Critical)),
        "sms@0?"
    );
    assert_eq!(
        short(&verdict(&by_team, 0, &some, Severity::Info)),
        "OwnListEmpty"
    );
    let blank = Person {
        preferences: None,
        ..person()
    };
    let unread = verdict(&json!([me()]), 0, &blank, Severity::Info);
    assert_eq!((unread.reached, unread.cause), (Truth::Unknown, None));
    assert!(unread.notices().is_empty());
    // A maybe first, certain later: both are told.
    let later = json!([{"escalate_window": 1, "target": by_team[0]["target"]}, me(), me()]);
    assert_eq!(
        short(&verdict(&later, 0, &some, Severity::Warning)),
        "email@0? email@60"
    );
}

#[test]
fn a_mail_address_of_the_person_is_a_maybe() {
    let layers = json!([{"target": {"emails": ["Me@Example.com", "you@example.com"], "by": {"critical": ["sms"]}}}]);
    assert_eq!(
        short(&verdict(&layers, 0, &person(), Severity::Critical)),
        "NotATarget"
    );
    let mut person = Person {
        emails: vec!["me@example.com".to_owned()],
        ..person()
    };
    let found = verdict(&layers, 0, &person, Severity::Critical);
    assert_eq!(short(&found), "email@0?", "and no SMS goes to an address");
    assert_eq!(
        found.levels[0].recipients[0].kind,
        RecipientKind::Email("Me@Example.com".to_owned())
    );
    person
        .deliveries
        .insert("email".to_owned(), Delivery::No(Reason::PhoneUnverified));
    assert_eq!(
        short(&verdict(&layers, 0, &person, Severity::Critical)),
        "OwnChannelsFail"
    );
}

/// Start and end in minutes from the noon of the tables, role, person.
type Shift = Option<(i64, i64, u64, u64)>;

#[test]
fn on_call() {
    let noon = at("2026-11-12T04:00:00Z");
    let moment = |minute: i64| {
        jiff::Timestamp::from_second(noon.as_second() + minute * 60).expect("in range")
    };
    let shift = |shift: Shift| match shift {
        None => Value::Null,
        Some((start, end, role, who)) => json!({
            "start": moment(start).as_second(), "end": moment(end).as_second().to_string(),
            "group": {"members": [{"role_id": 99, "person_ids": [1]}, {"role_id": role, "person_ids": [who]}]},
        }),
    };
    let on = |shift, role_id, until| OnCall::Yes {
        shift,
        role_id,
        until: Some(moment(until)),
    };
    let off = |next: Option<i64>| OnCall::OffDuty {
        next: next.map(moment),
    };
    let now = Some((-60, 60, 3, ME));
    let next = Some((60, 120, 3, ME));
    // Name, current and next shift, roles asked for, when the server said so, standing.
    type Case = (
        &'static str,
        Shift,
        Shift,
        &'static [u64],
        Option<i64>,
        OnCall,
    );
    #[rustfmt::skip]
    let cases: [Case; 21] = [
        ("now", now, None, &[], None, on(WhichShift::Current, 3, 60)),
        ("in the role", now, None, &[2, 3], None, on(WhichShift::Current, 3, 60)),
        ("in another role", now, None, &[2], None, off(None)),
        ("in another role, later in the right one", now, Some((60, 120, 2, ME)), &[2], None, off(Some(60))),
        ("somebody else, then me", Some((-60, 60, 3, 1)), next, &[], None, off(Some(60))),
        ("somebody else, then me in another role", Some((-60, 60, 3, 1)), next, &[4], None, off(None)),
        ("somebody else, and again", Some((-60, 60, 3, 1)), Some((60, 120, 3, 1)), &[], None, off(None)),
        ("the first second", Some((0, 60, 3, ME)), None, &[], None, on(WhichShift::Current, 3, 60)),
        ("the last is over", Some((-60, 0, 3, ME)), None, &[], None, OnCall::NotTold),
        ("over, the next has begun", Some((-60, 0, 3, 1)), Some((0, 60, 3, ME)), &[], None, on(WhichShift::Next, 3, 60)),
        ("over, somebody else has begun", Some((-60, 0, 3, ME)), Some((0, 60, 3, 1)), &[], None, off(None)),
        ("over, the next not yet", Some((-60, -10, 3, ME)), Some((10, 60, 3, ME)), &[], None, off(Some(10))),
        ("over, and the next too", Some((-60, -30, 3, ME)), Some((-30, -10, 3, ME)), &[], None, OnCall::NotTold),
        ("before the current one", Some((10, 60, 3, ME)), None, &[], None, OnCall::NotTold),
        ("none now, asked before", None, next, &[], Some(-1), off(Some(60))),
        ("none now, not known when asked", None, next, &[], None, OnCall::NotTold),
        ("none now, asked later", None, next, &[], Some(1), OnCall::NotTold),
        ("none at all, asked now", None, None, &[], Some(0), off(None)),
        ("none at all, asked before", None, None, &[], Some(-1), OnCall::NotTold),
        ("none at all", None, None, &[], None, OnCall::NotTold),
        ("ended, none after, asked now", Some((-60, -10, 3, ME)), None, &[], Some(0), off(None)),
    ];
    for (name, current, next, roles, as_of, wanted) in cases {
        let schedules =
            json!([{"schedule_id": "5", "cur_oncall": shift(current), "next_oncall": shift(next)}]);
        let person = Person {
            schedules: crate::lenient::read(schedules).expect("schedules"),
            schedules_as_of: as_of.map(moment),
            ..person()
        };
        let layers = json!([{"target": {"schedule_to_role_ids": {"5": roles}, "by": {"critical": ["sms"]}}}]);
        let verdict = verdict(&layers, 0, &person, Severity::Critical);
        let RecipientKind::Schedule { id: 5, on_call, .. } = &verdict.levels[0].recipients[0].kind
        else {
            panic!("{name}: {verdict:?}");
        };
        assert_eq!(*on_call, wanted, "{name}");
        let wanted = match wanted {
            OnCall::Yes { .. } => "sms@0",
            OnCall::OffDuty { .. } => "NotOnCall",
            _ => "sms@0?",
        };
        assert_eq!(short(&verdict), wanted, "{name}");
    }
}

#[test]
fn with_no_next_shift_only_the_moment_of_the_answer_is_told_of() {
    let noon = at("2026-11-12T04:00:00Z");
    let schedule = json!([{"schedule_id": 5, "cur_oncall": null, "next_oncall": null}]);
    let layers =
        json!([{"target": {"schedule_to_role_ids": {"5": []}, "by": {"critical": ["sms"]}}}]);
    for (second, wanted) in [(-1, "sms@0?"), (0, "NotOnCall"), (1, "sms@0?")] {
        let person = Person {
            schedules: crate::lenient::read(schedule.clone()).expect("schedules"),
            schedules_as_of: jiff::Timestamp::from_second(noon.as_second() + second).ok(),
            ..person()
        };
        let verdict = verdict(&layers, 0, &person, Severity::Critical);
        assert_eq!(short(&verdict), wanted, "told {second} s after");
    }
}

#[test]
fn on_call_is_asked_when_the_layer_comes() {
    let noon = at("2026-11-12T04:00:00Z").as_second();
    let shift = |start: i64, who: u64| {
        json!({"start": noon + start, "end": noon + start + 1800,
        "group": {"members": [{"role_id": 0, "person_ids": [who]}]}})
    };
    let schedules =
        json!([{"schedule_id": 5, "cur_oncall": shift(0, ME), "next_oncall": shift(1800, 1)}]);
    let me_then_you = Person {
        schedules: crate::lenient::read(schedules).expect("schedules"),
        ..person()
    };
    let on_call = json!({"escalate_window": 30, "target": {"schedule_to_role_ids": {"5": null}, "by": {"critical": ["sms"]}}});
    let first = verdict(&json!([on_call]), 0, &me_then_you, Severity::Critical);
    assert_eq!(short(&first), "sms@0");
    let second = verdict(
        &json!([null, on_call, on_call]),
        1799,
        &me_then_you,
        Severity::Critical,
    );
    assert_eq!(short(&second), "sms@1799");
    assert_eq!(second.levels[2].cause, Some(Cause::NotOnCall));
    assert_eq!(second.levels[2].off_duty(), Some((5, None)));
    let late = verdict(&json!([on_call]), 1800, &me_then_you, Severity::Critical);
    assert_eq!(short(&late), "NotOnCall");
}

#[test]
fn the_end_of_time_is_no_panic() {
    let list = rules(
        json!([{"status": "enabled", "aggr_window": i64::MAX, "layers": [
        {"escalate_window": i64::MAX, "target": {"schedule_to_role_ids": {"5": []}, "by": {}}}, me(),
    ], "time_filters": [{"start": "22:00", "end": "06:00"}]}]),
    );
    let incident = Incident::of(Severity::Critical);
    for moment in [jiff::Timestamp::MIN, jiff::Timestamp::MAX] {
        for name in ["Asia/Shanghai", "America/New_York", "UTC"] {
            evaluate(&list, &person(), &incident, moment, &zone(name));
        }
    }
}
