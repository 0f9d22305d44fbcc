//! What reaches the person by a rule, when, and why nothing does.

use serde_json::{Value, json};

use crate::domain::delivery::{Delivery, Reason, Uncertainty};
use crate::domain::escalation::tests::{ME, clock, judge, me, person, rules};
use crate::domain::escalation::{Cause, Incident, Person, RecipientKind, Truth, Verdict, evaluate};
use crate::domain::severity::Severity;

/// What the rule with these layers does for the person.
pub(super) fn verdict(layers: &Value, delay: u64, person: &Person, severity: Severity) -> Verdict {
    let list = rules(json!([{"status": "enabled", "aggr_window": delay, "layers": layers}]));
    let ending = judge(&list, person, &Incident::of(severity)).ending;
    assert!(ending.rule.is_some(), "{ending:?}");
    ending
}

/// `voice@0 sms@600? …`, or the reason why not.
pub(super) fn short(verdict: &Verdict) -> String {
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
        ("null layers", Value::Null, 0, Critical, ""),
        ("null target", json!([{"target": null}]), 0, Critical, ""),
        ("missing target", json!([{}]), 0, Critical, ""),
        ("a null layer", json!([null]), 0, Critical, ""),
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
        ("a null layer has its place", json!([null, me()]), 0, Warning, "email@0?"),
        ("no wait: at once or never", json!([other, me()]), 0, Warning, "email@0?"),
        ("a wait of nothing: at once or never", json!([wait(&other, 0), me()]), 0, Warning, "email@0?"),
        ("no wait: nor is what comes after that certain", json!([wait(&other, 10), other, wait(&other, 10), me()]), 0, Warning, "email@1200?"),
        ("no wait, and told before", json!([me(), other, me()]), 0, Warning, "email@0"),
        ("no wait, and nothing comes either way", json!([other, me()]), 0, Info, "OwnListEmpty"),
        ("a negative wait is none", json!([{"escalate_window": -5, "target": null}, me()]), 0, Warning, "email@0?"),
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
    let preferred =
        json!([{"target": {"emails": ["me@example.com"], "by": {"follow_preference": true}}}]);
    let mut person = Person {
        emails: vec!["me@example.com".to_owned()],
        ..person()
    };
    let found = verdict(&layers, 0, &person, Severity::Critical);
    assert_eq!(
        short(&found),
        "sms@0? email@0?",
        "the address may mean the member"
    );
    assert_eq!(
        short(&verdict(&preferred, 0, &person, Severity::Critical)),
        "voice@0? sms@0? email@0?"
    );
    assert_eq!(
        found.levels[0].recipients[0].kind,
        RecipientKind::Email("Me@Example.com".to_owned())
    );
    person
        .deliveries
        .insert("email".to_owned(), Delivery::No(Reason::PhoneUnverified));
    assert_eq!(
        short(&verdict(&layers, 0, &person, Severity::Critical)),
        "sms@0?"
    );
    assert_eq!(
        short(&verdict(&layers, 0, &person, Severity::Info)),
        "OwnChannelsFail"
    );
    let both = json!([{"target": {"person_ids": [ME], "emails": ["me@example.com"], "by": {"critical": ["sms"]}}}]);
    assert_eq!(
        short(&verdict(&both, 0, &person, Severity::Critical)),
        "sms@0"
    );
}

#[test]
fn a_group_chat_is_for_its_severities() {
    let chat = |settings: Value| json!({"type": "feishu", "settings": settings});
    #[rustfmt::skip]
    let cases = [
        (json!([chat(json!({}))]), 1, 1),
        (json!([chat(json!({"severities": []}))]), 1, 1),
        (json!([chat(json!({"severities": null}))]), 1, 1),
        (json!([chat(json!({"severities": ["Critical"]}))]), 1, 0),
        (json!([chat(json!({"severities": ["Warning", "Info"]}))]), 0, 1),
        (json!([chat(json!({"serverities": ["Critical"]})), chat(Value::Null), "odd"]), 3, 2),
    ];
    for (chats, critical, warning) in cases {
        let layers = json!([{"target": {"webhooks": chats}}]);
        let count = |severity| {
            let verdict = verdict(&layers, 0, &person(), severity);
            let (count, level) = (verdict.levels[0].group_chats, &verdict.levels[0]);
            assert_eq!(level.cause == Some(Cause::OnlyRooms), count > 0, "{chats}");
            count
        };
        assert_eq!(
            (count(Severity::Critical), count(Severity::Warning)),
            (critical, warning),
            "{chats}"
        );
    }
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
            evaluate(&list, &person(), &incident, moment, &clock(name));
        }
    }
}
