//! `duty doctor incident`: one incident with a record that the test writes, and what is said of it.

mod certain;
mod named;
mod newcomer;
mod others;
mod own;
mod picture;
mod reasons;
mod record;
mod since;
mod stands;
mod survey;
mod then;
mod told;
mod turns;
mod week;
mod whole;
mod whose;

use duty_sandbox::made::{self, Made};
use serde_json::{Value, json};

use crate::harness::{Edit, Ran, World};

/// The person of the default key, and colleagues.
const ME: u64 = 80011;
const YOU: u64 = 80012;
const THIRD: u64 = 80013;
/// A space that has no rules by itself.
const SPACE: u64 = 30104;
/// 2026-04-11 02:58:00 in Shanghai.
const START: u64 = 1_775_847_480;
const TITLE: &str = "CPU usage high";

/// So many seconds after the beginning, as a record has it.
fn ms(after: u64) -> u64 {
    (START + after) * 1000 + 250
}

fn follow() -> Value {
    json!({"follow_preference": true, "critical": null, "warning": null, "info": null})
}

fn level(minutes: u64, persons: &[u64], by: &Value) -> Value {
    json!({"escalate_window": minutes, "force_escalate": false, "max_times": 1, "notify_step": 5.0,
        "target": {"person_ids": persons, "by": by}})
}

/// A rule that tells you, and ten minutes later me.
fn rule() -> Made {
    let levels = json!([level(10, &[YOU], &follow()), level(0, &[ME], &follow())]);
    made::escalation(SPACE, "P1", 1, levels).with("updated_at", START - 86_400)
}

fn rule_id() -> String {
    rule().value()["rule_id"].as_str().unwrap().to_owned()
}

fn incident() -> Made {
    made::incident(SPACE, TITLE, START)
}

/// An incident in a space without a rule, or of which all rules are gone.
fn without_rules(incident: Made, lines: &[Value]) -> World {
    let world = World::new();
    let all: Vec<Value> = [opened()].iter().chain(lines).cloned().collect();
    let edit = Edit::put(incident.with("num", "0E83EE").told(&all));
    world.server.apply(&edit).unwrap();
    world
}

/// The id of the incident.
fn id() -> String {
    made::incident_id(SPACE, TITLE)
}

fn opened() -> Value {
    made::opened(ms(0), "Critical", TITLE)
}

/// The rule tells a level.
fn assigned(after: u64, level: u64, to: &[u64]) -> Value {
    made::assigned(ms(after), &rule_id(), "P1", level, to)
}

fn notice(after: u64, level: u64, by: &str, to: &[(u64, Option<&str>)]) -> Value {
    made::notice(ms(after), &rule_id(), level, by, to)
}

fn line(after: u64, kind: &str, detail: Value) -> Value {
    made::line(ms(after), kind, detail)
}

fn line_by(person: u64, after: u64, kind: &str, detail: Value) -> Value {
    made::line_by(person, ms(after), kind, detail)
}

/// A world with this rule and an incident with these lines after its opening.
fn world(rule: Made, lines: &[Value]) -> World {
    world_of(rule, made::incident(SPACE, TITLE, START), lines)
}

fn world_of(rule: Made, incident: Made, lines: &[Value]) -> World {
    let world = World::new();
    let all: Vec<Value> = std::iter::once(opened())
        .chain(lines.iter().cloned())
        .collect();
    let incident = incident.with("num", "0E83EE").told(&all);
    let edits = vec![Edit::put(rule), Edit::put(incident)];
    world.server.apply(&Edit::all(edits)).unwrap();
    world
}

/// What is said of it, in JSON.
fn asked(world: &World) -> Ran {
    let run = world.duty("doctor incident -o json").arg(id());
    run.any_stdout().any_requests().any_status().run()
}

/// The reasons and the exit code.
fn said(world: &World) -> (Vec<String>, i32) {
    let ran = asked(world);
    let codes = ran.json()["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap().to_owned())
        .collect();
    (codes, ran.status.unwrap())
}

#[test]
fn the_answer_comes_first_then_the_record_then_why() {
    let world = world(
        rule(),
        &[
            assigned(1, 0, &[YOU]),
            notice(2, 0, "voice", &[(YOU, None)]),
            notice(2, 0, "sms", &[(YOU, Some("number unreachable"))]),
            line_by(YOU, 490, "i_ack", json!({})),
            line_by(YOU, 900, "i_rslv", json!({"from": "console"})),
        ],
    );
    world
        .duty("doctor incident")
        .arg(id())
        .requests_in_steps(&[
            &["member_info", "incident_info", "incident_feed"],
            &["escalation_rule_list"],
            &["person_infos", "preference_info"],
        ])
        .status(3)
        .stdout(
            "
            Incident 0E83EE \"CPU usage high\", critical, in Edge & CDN, 2026-04-11 02:58 Asia/Shanghai
            You were not notified.

              02:58:00  opened
              02:58:01  assigned by rule 'P1', level 1: 李四
              02:58:02  voice to 李四: handed over; SMS to 李四: FAILED, \"number unreachable\"
              03:06:10  acknowledged by 李四
            > 03:08:01  (at the earliest, level 2 would have told you: by name, by email and app)
              03:13:00  closed by 李四

            Why: it was acknowledged by 李四 before level 2 of rule 'P1', which names you (03:06:10)
               note: by rule 'P1' as it is now, last changed 2026-04-10 02:58
            ",
        )
        .run();
}

#[test]
fn a_message_that_was_handed_over_is_enough() {
    let world = world(
        rule(),
        &[
            assigned(1, 1, &[ME]),
            notice(2, 1, "sms", &[(ME, Some("quota used up"))]),
            notice(2, 1, "push", &[(ME, None)]),
            notice(2, 1, "pigeon", &[(ME, None)]),
        ],
    );
    world
        .duty("doctor incident")
        .arg(id())
        .requests_in_steps(&[&["member_info", "incident_info", "incident_feed"]])
        .stdout(
            "
            Incident 0E83EE \"CPU usage high\", critical, in Edge & CDN, 2026-04-11 02:58 Asia/Shanghai
            You were notified.

              02:58:00  opened
            > 02:58:01  assigned by rule 'P1', level 2: you
            > 02:58:02  SMS to you: FAILED, \"quota used up\"; app to you: handed over; 'pigeon' to you: handed over

            Why: handed over to you by app and 'pigeon' (02:58:02)
            Also: SMS failed, \"quota used up\" (02:58:02)
               fix: 'duty profile set --phone NUMBER' verifies it, the number on file too; or in the console: Personal center > Personal Information > Phone
            ",
        )
        .run();
    let messages = asked(&world).json()["messages"].clone();
    assert_eq!(
        messages[1],
        json!({"at": "2026-04-10T18:58:02Z", "channel": "app", "wire": null, "level": 2, "rule": "P1", "refire": false, "outcome": "handed_over", "failed_reason": null})
    );
    assert_eq!(
        (&messages[2]["channel"], &messages[2]["wire"]),
        (&Value::Null, &json!("pigeon"))
    );
    assert_eq!(messages[0]["outcome"], "failed");
}

#[test]
fn it_is_found_by_number_address_and_not_at_all() {
    let now = jiff::Timestamp::now().as_second() as u64;
    let world = World::new();
    let incident = |title: &str| {
        let begun = now - 3600;
        let first = made::opened(begun * 1000, "Critical", title);
        let incident = made::incident(SPACE, title, begun).with("num", "ABC123");
        incident.told(&[first])
    };
    world.server.apply(&Edit::put(incident("one"))).unwrap();
    let page = format!(
        "https://app.flashcat.cloud/incident/detail/{}",
        made::incident_id(SPACE, "one")
    );
    for words in ["ABC123", "abc123", "#ABC123", &page] {
        let run = world.duty("doctor incident").arg(words);
        let ran = run.any_stdout().any_requests().status(3).run();
        assert!(
            ran.stdout.contains("Incident ABC123 \"one\""),
            "{}",
            ran.stdout
        );
    }
    let run = world.duty("doctor incident ABC123").any_stdout().status(3);
    run.requests_in_steps(&[
        &["member_info", "incident_list"],
        &["incident_feed", "escalation_rule_list"],
        &["incident_alert_list", "preference_info"],
    ])
    .run();
    // A number that two have.
    world.server.apply(&Edit::put(incident("two"))).unwrap();
    let run = world.duty("doctor incident ABC123 -o json");
    let ran = run.any_stderr().any_requests().status(2).run();
    let message = ran.error()["message"].as_str().unwrap().to_owned();
    for title in ["one", "two"] {
        assert!(
            message.contains(&made::incident_id(SPACE, title)),
            "{message}"
        );
    }
    for words in ["000000", "69da451ef77b1b51f40e0000"] {
        let run = world.duty("doctor incident").arg(words);
        let ran = run.any_stderr().any_requests().status(6).run();
        assert!(ran.stderr.contains("drop rule"), "{}", ran.stderr);
    }
}

#[test]
fn a_script_must_name_one_and_what_happened_has_no_forecast() {
    let world = World::new();
    let run = world.duty("doctor incident").any_stderr().status(2);
    let ran = run.any_requests().run();
    assert!(
        ran.stderr.contains("duty doctor missed --all"),
        "{}",
        ran.stderr
    );
    for words in [
        "doctor incident 0E83EE --at 03:00",
        "doctor incident 0E83EE --title x",
        "doctor --strict incident 0E83EE",
        "doctor incident 0E",
    ] {
        world.duty(words).any_stderr().status(2).run();
    }
}

#[test]
fn somebody_else_is_asked_about_by_name() {
    let world = world(
        rule(),
        &[
            assigned(1, 0, &[YOU]),
            notice(2, 0, "voice", &[(YOU, None)]),
            line_by(ME, 60, "i_ack", json!({})),
        ],
    );
    for person in ["李四", "80012", "lisi@example.com"] {
        let run = world.duty("doctor incident --person").arg(person).arg(id());
        let ran = run.any_stdout().any_requests().run();
        assert!(ran.stdout.contains("李四 was notified."), "{}", ran.stdout);
        assert!(
            ran.stdout
                .contains("> 02:58:02  voice to 李四: handed over"),
            "{}",
            ran.stdout
        );
        assert!(
            ran.stdout.contains("acknowledged by 张三"),
            "{}",
            ran.stdout
        );
    }
    let run = world.duty("doctor incident --person 80011").arg(id());
    let ran = run.any_stdout().any_requests().status(3).run();
    assert!(
        ran.stdout.contains("You were not notified."),
        "{}",
        ran.stdout
    );
    let run = world.duty("doctor incident --person nobody").arg(id());
    run.any_stderr().any_requests().status(6).run();
    let run = world.duty("doctor incident --person 80013").arg(id());
    let ran = run.any_stdout().any_requests().status(3).run();
    assert!(
        ran.stdout
            .contains("Not known: what another person has chosen"),
        "{}",
        ran.stdout
    );
    assert!(!ran.operations().contains(&"preference_info".to_owned()));
}
