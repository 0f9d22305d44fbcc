//! `duty doctor`: the made-up account, and following the commands that it prints.

mod evidence;
mod intake;
mod known;
mod large;
mod newest;
mod noise;
mod nulls;
mod odd;
mod perhaps;
mod reached;
mod screen;
mod shadow;
mod untold;
mod verdict;
mod whole;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{Fault, FaultKind, World};

/// Who it is, then what concerns them, then the spaces.
const READS: [&[&str]; 3] = [
    &["member_info"],
    &[
        "preference_info",
        "device_list",
        "integration_list",
        "schedule_self",
        "team_list",
    ],
    &["channel_list"],
];

/// Noon of a working day: the nightly rule of 支付核心 is out of its window.
const NOON: &str = "2026-11-24T12:00:00+08:00";

/// What a space that concerns the person is asked for.
const OF_SPACE: [&str; 4] = [
    "escalation_rule_list",
    "silence_rule_list",
    "inhibit_rule_list",
    "drop_rule_list",
];

/// The requests where so many spaces are read that all concern the person, which is done at the same time.
fn reads(of_spaces: &'static [[&'static str; 4]]) -> Vec<&'static [&'static str]> {
    READS
        .into_iter()
        .chain([of_spaces.as_flattened()])
        .collect()
}

#[test]
fn one_screen_answers_why() {
    let world = World::new();
    // Who made the silence rule is asked for at the end.
    let mut steps = reads(&[OF_SPACE; 7]);
    steps.push(&["person_infos"]);
    world
        .duty("doctor --proof=0 --at")
        .arg(NOON)
        .requests_in_steps(&steps)
        .status(3)
        .stdout(
            "
            Verdict: critical incidents reach you from 1 of 7 spaces; problems: 6, urgent: 4
            1. urgent: In 移动端 App all incidents are held back by silence rule '封版期间', by 李四: nothing reaches you.
               fix: if that is not meant, disable the rule or narrow its conditions, in the console: Channels > 移动端 App > Noise Reduction

            An incident at Tue 2026-11-24 12:00 Asia/Shanghai, would reach you like this:
            SPACE                    CRITICAL                                      WARNING                          INFO
            Checkout EU              nothing: Feishu disabled or phone unverified  the same                         nothing: Feishu disabled
            Edge & CDN               nothing: no rules                             the same                         the same
            移动端 App               nothing: silenced                             the same                         the same
            订单与物流               nothing: rules off                            the same                         the same
            数据仓库 Data Warehouse  nothing: a rule before yours                  the same                         the same
            搜索 Search              nothing: another role                         the same                         the same
            支付核心                 email, app now                                email now, Feishu now if linked  email now

            Person    张三, member of 星环电商 Starloop; the key works
            Contacts  email zhangsan@example.com, verified; phone +86 138****0001, not verified; app bound to Pixel 9
            Chosen    critical: email, app; warning: email, Feishu 飞书-运维值班; info: email (also when an incident is assigned to you by hand, unless whoever assigns it chooses the channels)

            The other problems:
            2. urgent: There is no escalation rule in Edge & CDN: nobody is told of an incident there.
               fix: add a rule that names you (console: Channels > Edge & CDN > Escalation rules)
            3. urgent: In Checkout EU all incidents go out by Feishu (old tenant), whatever your preferences, and none of it reaches you: the IM app is disabled.
               fix: let the level follow preferences, or choose channels that reach you (console: Channels > Checkout EU > Escalation rules)
            4. urgent: All escalation rules of 订单与物流 are disabled: nobody is told of an incident there.
               fix: enable a rule that names you (console: Channels > 订单与物流 > Escalation rules)
            5. important: voice and SMS cannot reach you: the phone number is not verified. Used by rules of 支付核心 and Checkout EU.
               fix: 'duty profile set --phone NUMBER' verifies it, the number on file too; or in the console: Personal center > Personal Information > Phone
            6. important: In 数据仓库 Data Warehouse you miss all incidents: rule '支付组也要知道' names you, but rule '其余' stands before it and takes every incident.
               fix: move rule '支付组也要知道' before rule '其余' (console: Channels > 数据仓库 Data Warehouse > Escalation rules)
            Not known: Feishu 飞书-运维值班 reaches you only if your Feishu account is linked: the server does not tell, the console does (Integration center > IM > 飞书-运维值班 > Linked Users)
            Never looked at: how much of the plan's quota of SMS, voice and email is left; whether an IM message that fails comes by SMS or email instead; whether an incident closes within the delay of a rule; alert pipelines and routes, which can drop an alert or send it to another space; labels that the URL of an integration adds; whether SMS is served in your country
            ",
        )
        .run();
}

#[test]
fn the_night_and_what_is_told_of_the_incident_change_the_answer() {
    let world = World::new();
    let cell = |extra: &str| -> Value {
        let ran = world
            .duty("doctor --space 支付核心 --severity critical -o json")
            .any_stdout()
            .any_requests();
        let ran = extra
            .split_whitespace()
            .fold(ran, |ran, word| ran.arg(word));
        ran.run().json()["spaces"][0]["severities"]["critical"].clone()
    };
    let night = cell("--at 2026-11-24T23:30");
    assert_eq!(night["rule"]["name"], "夜间：攒五分钟再说");
    assert_eq!(night["first"][0]["after_seconds"], 300);
    assert_eq!(night["first"][0]["at"], "2026-11-24T15:35:00Z");
    assert_eq!(night["maybe"][0]["rule"]["name"], "P1 立即通知");
    assert_eq!(
        night["maybe"][0]["depends_on"],
        json!([{"kind": "label", "value": "service"}, {"kind": "title", "value": null}])
    );
    let told = cell("--at 2026-11-24T23:30 --label service=pay-api");
    assert_eq!(told["rule"]["name"], "P1 立即通知");
    assert_eq!(told["maybe"], json!([]));
    assert_eq!(told["first"][0]["after_seconds"], 0);
    let other = cell("--at 2026-11-24T23:30 --label service=web --title slow");
    assert_eq!(other["rule"]["name"], "夜间：攒五分钟再说");
    assert_eq!(other["maybe"], json!([]));
}

#[test]
fn severity_space_and_problems_narrow_it_down() {
    let world = World::new();
    world
        .duty("doctor --proof=0 --problems --severity warning --space 30104")
        .requests_in_steps(&reads(&[OF_SPACE]))
        .stdout(
            "
            Problems, worst first:
            1. important: There is no escalation rule in Edge & CDN: nobody is told of an incident there.
               fix: add a rule that names you (console: Channels > Edge & CDN > Escalation rules)
            2. note: voice and SMS would not reach you: the phone number is not verified.
               fix: 'duty profile set --phone NUMBER' verifies it, the number on file too; or in the console: Personal center > Personal Information > Phone
            Not known: Feishu 飞书-运维值班 reaches you only if your Feishu account is linked: the server does not tell, the console does (Integration center > IM > 飞书-运维值班 > Linked Users)
            ",
        )
        .run();
    let strict = world.duty("doctor --problems --severity warning --space 30104 --strict -o json");
    let ran = strict.any_stdout().any_requests().status(3).run();
    assert_eq!(ran.json().get("spaces"), None);
    for (words, status) in [
        ("doctor --space nowhere", 6),
        ("doctor --severity loud", 2),
        ("doctor --at soon", 2),
        ("doctor --strict explain 30104 critical", 2),
        ("doctor explain 30104", 2),
    ] {
        let run = world.duty(words).any_stderr().any_requests();
        run.status(status).run();
    }
}

#[test]
fn explain_walks_one_case() {
    let world = World::new();
    let case = world.duty("doctor explain").arg("Checkout EU");
    case.arg("critical")
        .arg("--at")
        .arg(NOON)
        .arg("--title")
        .arg("cart down")
        .any_requests()
        .status(3)
        .stdout(
            "
            Checkout EU (30102)
            An incident at Tue 2026-11-24 12:00 Asia/Shanghai, title 'cart down'; critical incidents

            1. Rule 'EU pages' does not take the incident.
               if severity is not Info: yes, it is 'Critical'
               if title is /^\\[EU\\]/: no, it is 'cart down'
            2. Rule 'Everything else' takes the incident.
               It has no conditions and counts at all times.
               level 1, now, by the rule's own list, whatever anyone's preferences:
                  you by name
                  Feishu (old tenant): fails, the IM app is disabled
                  nothing reaches you here: none of these channels gets through
            3. Rule 'Trial of the new rota' is disabled, so not tried.
            So: nothing: Feishu disabled
            That is a problem (urgent); 'duty doctor --space 30102 --problems --at 2026-11-24T12:00:00+08:00 --title 'cart down'' says what fixes it
            Never looked at: how much of the plan's quota of SMS, voice and email is left; whether an IM message that fails comes by SMS or email instead; whether an incident closes within the delay of a rule; alert pipelines and routes, which can drop an alert or send it to another space; labels that the URL of an integration adds; whether SMS is served in your country
            ",
        )
        .run();
}

/// The same keys everywhere, and the same kinds of values where both have one.
#[track_caller]
pub fn same_shape(one: &Value, other: &Value, path: &str) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let keys = |map: &serde_json::Map<String, Value>| -> BTreeSet<String> {
                map.keys().cloned().collect()
            };
            assert_eq!(keys(one), keys(other), "{path}");
            for (key, value) in one {
                same_shape(value, &other[key], &format!("{path}.{key}"));
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            if let (Some(one), Some(other)) = (one.first(), other.first()) {
                same_shape(one, other, &format!("{path}[]"));
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (one, other) => assert_eq!(
            std::mem::discriminant(one),
            std::mem::discriminant(other),
            "{path}: {one} {other}"
        ),
    }
}

#[test]
fn the_documented_json_is_what_is_printed() {
    let world = World::new();
    for (path, line) in [
        (
            "doctor",
            "doctor --space 30101 --severity critical --at 2026-11-24T23:30 -o json",
        ),
        (
            "doctor explain",
            "doctor explain 30102 info --at 2026-11-24T23:30 -o json",
        ),
    ] {
        let examples = duty::cli::examples::of(path).unwrap();
        let Some(text) = duty::cli::examples::text(examples.json) else {
            panic!("{path} has no example of its JSON");
        };
        let documented: Value = serde_json::from_str(text).unwrap();
        let run = world.duty(line).any_stdout().any_requests();
        let status = if path == "doctor" { 0 } else { 3 };
        let printed = run.status(status).run().json();
        same_shape(&documented, &printed, path);
        // All of it but what says who is on call until when is the same at that moment.
        assert_eq!(documented["problems"], printed["problems"]);
        assert_eq!(documented["rules"], printed["rules"]);
        assert_eq!(documented["problem"], printed["problem"]);
    }
}

#[test]
fn spaces_that_may_not_be_read_are_named() {
    let world = World::new();
    world.server.fault(
        Fault::on(
            "escalation_rule_list",
            FaultKind::error(403, "AccessDenied"),
        )
        .from(1),
    );
    let ran = world
        .duty("doctor --at")
        .arg(NOON)
        .any_stdout()
        .any_requests()
        .status(11)
        .run();
    let all = "the key may not read 7 of the spaces: ";
    assert!(ran.stdout.contains(all), "{}", ran.stdout);
    let permission = "and 3 more (it needs the permission Channels Read: the account owner gives it to your role";
    assert!(ran.stdout.contains(permission), "{}", ran.stdout);
    let unknown = "It is not known whether any collaboration space concerns you.";
    assert!(ran.stdout.contains(unknown), "{}", ran.stdout);
    let run = world.duty("doctor -o json").any_stdout().any_requests();
    let report = run.status(11).run().json();
    let unread = report["unread"].as_array().unwrap();
    assert!(
        unread.iter().any(|one| one["name"] == "订单与物流"),
        "{unread:?}"
    );
}

#[test]
fn what_the_server_will_not_say_is_not_an_alarm() {
    let mut world = World::new();
    world.contract = false;
    for operation in ["device_list", "team_list", "schedule_self"] {
        let missing = FaultKind::error(404, "RouteNotFound");
        world.server.fault(Fault::on(operation, missing));
    }
    let run = world.duty("doctor --proof=0 --space 支付核心 --strict -o json --at");
    let ran = run.arg(NOON).any_stdout().any_requests().status(3).run();
    let report = ran.json();
    let codes = |list: &str| -> Vec<String> {
        let all = report[list].as_array().unwrap().iter();
        all.map(|one| one["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        codes("warnings"),
        [
            "teams_unread",
            "schedules_unread",
            "devices_unread",
            "im_link_unknown"
        ]
    );
    assert_eq!(codes("problems"), ["phone_unverified"]);
    assert_eq!(report["devices"], Value::Null);
    assert_eq!(report["complete"], false);
}

/// A problem, apart from its words. What is held back is the more the more would come otherwise.
fn identity(problem: &Value) -> String {
    if problem["code"] == "silenced" {
        return json!([problem["code"], problem["spaces"]]).to_string();
    }
    json!([problem["code"], problem["targets"], problem["channels"]]).to_string()
}

#[test]
fn following_the_printed_commands_leaves_what_the_console_must_mend() {
    let world = World::new();
    world
        .server
        .edit(|state| {
            let own = &mut state["preferences"]["80011"]["trigger_notify"];
            own["critical"] = json!([]);
            own["warning"] = json!(["voice", "push"]);
            own["info"] = json!(["email", "feishu_app:4402", "feishu_app:9999"]);
            state["devices"] = json!([]);
        })
        .unwrap();
    let problems = || -> Vec<Value> {
        let run = world.duty("doctor -o json --at").arg(NOON);
        let report = run.any_stdout().any_requests().status(3).run().json();
        report["problems"].as_array().unwrap().clone()
    };
    let mut before = problems();
    let mut mended = Vec::new();
    while let Some(problem) = before.iter().find(|one| !one["commands"][0].is_null()) {
        let words = problem["commands"][0]["text"].as_str().unwrap();
        let run = world.duty(words.strip_prefix("duty ").unwrap());
        run.any_stdout().any_stderr().any_requests().run();
        if words == "duty device bind" {
            world.server.scan(None, "Pixel 10", "Android 16").unwrap();
        }
        let after = problems();
        let left: BTreeSet<String> = after.iter().map(identity).collect();
        let mut expected: BTreeSet<String> = before.iter().map(identity).collect();
        expected.remove(&identity(problem));
        assert_eq!(left, expected, "after {words}");
        mended.push(problem["code"].as_str().unwrap().to_owned());
        before = after;
    }
    assert_eq!(
        mended,
        [
            "no_channel",
            "no_channel_delivers",
            "no_phone_bound",
            "im_disabled",
            "im_gone"
        ]
    );
    for problem in &before {
        let advice = problem["hint"].as_str().unwrap();
        assert!(advice.contains("console"), "{problem}");
    }
    assert_eq!(before.len(), 6);
}
