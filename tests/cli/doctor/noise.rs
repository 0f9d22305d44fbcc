//! What holds an incident back before anybody is told: silence, inhibit and drop rules.

use duty_sandbox::made;
use serde_json::{Value, json};

use crate::harness::{Edit, Fault, FaultKind, World};

/// A working day at noon, and in Unix seconds.
const NOON: &str = "2026-11-24T12:00:00+08:00";
const NOON_SECONDS: u64 = 1_795_492_800;
const HOUR: u64 = 3600;
const SPACE: u64 = 30101;

type Condition<'a> = (&'a str, &'a str, &'a [&'a str]);
const WARNINGS: &[Condition<'_>] = &[("severity", "IN", &["Warning"])];

#[track_caller]
fn explain(world: &World, more: &[&str], status: i32) -> Value {
    let run = world.duty("doctor explain 30101 warning -o json");
    let run = more.iter().fold(run, |run, word| run.arg(*word));
    let run = run.any_stdout().any_requests().status(status);
    run.run().json()["result"].clone()
}

fn with(made: made::Made) -> World {
    let world = World::new();
    world.server.apply(&Edit::put(made)).unwrap();
    world
}

#[test]
fn a_silence_rule_in_effect_is_a_no_by_name() {
    let rule = made::silence(SPACE, "Release night").when(&[WARNINGS]);
    let world = with(rule.during(NOON_SECONDS - HOUR, NOON_SECONDS + HOUR));
    let result = explain(&world, &["--at", NOON], 3);
    assert_eq!(result["reached"], "no");
    assert_eq!(result["reason"], "silenced");
    let held = &result["held"][0];
    assert_eq!(held["held"], "yes");
    assert_eq!(held["rule"]["name"], "Release night");
    assert_eq!(held["until"], "2026-11-24T05:00:00Z");
    assert_eq!(held["by"], json!({"id": "80012", "name": "李四"}));
    // Before it, after it, and of another severity it holds nothing back.
    for (at, severity) in [
        ("2026-11-24T10:59:59+08:00", "warning"),
        ("2026-11-24T13:00:00+08:00", "warning"),
        (NOON, "critical"),
    ] {
        let run = world.duty("doctor explain 30101 -o json --at").arg(at);
        let run = run.arg(severity).any_stdout().any_requests();
        assert_eq!(
            run.run().json()["result"]["held"],
            json!([]),
            "{at} {severity}"
        );
    }
    let ran = world
        .duty("doctor --space 30101 --severity warning --strict --at")
        .arg(NOON)
        .any_stdout()
        .any_requests()
        .status(3)
        .run();
    for said in [
        "nothing: silenced",
        "In 支付核心 warning incidents are held back by silence rule 'Release night' until Tue 2026-11-24 13:00, by 李四: nothing reaches you.",
    ] {
        assert!(ran.stdout.contains(said), "{}", ran.stdout);
    }
}

#[test]
fn a_weekly_silence_ends_where_its_window_does() {
    let rule = made::silence(SPACE, "Lunch").when(&[WARNINGS]);
    let world = with(rule.weekly("11:30", "14:00", &[2]));
    let held = explain(&world, &["--at", NOON], 3)["held"][0].clone();
    assert_eq!(held["until"], "2026-11-24T06:00:00Z");
    let wednesday = "2026-11-25T12:00:00+08:00";
    assert_eq!(explain(&world, &["--at", wednesday], 0)["held"], json!([]));
}

/// The vendor has both fields in every rule, and zeros are no window of all time.
#[test]
fn a_weekly_silence_with_an_empty_window_beside_it_is_weekly() {
    let rule = made::silence(SPACE, "Nightly").when(&[WARNINGS]);
    let rule = rule.weekly("22:00", "23:00", &[]);
    let world = with(rule.with("time_filter", json!({"start_time": 0, "end_time": 0})));
    assert_eq!(explain(&world, &["--at", NOON], 0)["held"], json!([]));
}

#[test]
fn what_holds_nothing_back() {
    for rule in [
        made::silence(SPACE, "No conditions"),
        made::silence(SPACE, "Off")
            .when(&[WARNINGS])
            .with("status", "disabled"),
        made::silence(SPACE, "Another label").when(&[&[
            ("severity", "IN", &["Warning"]),
            ("labels.env", "IN", &["staging"]),
        ]]),
        made::silence(30102, "Another space").when(&[WARNINGS]),
        made::inhibit(
            SPACE,
            "Other targets",
            &[WARNINGS],
            &[&[("severity", "IN", &["Info"])]],
            &[],
        ),
        made::drop_rule(SPACE, "Off")
            .when(&[WARNINGS])
            .with("status", "disabled"),
    ] {
        let name = rule.value()["rule_name"].clone();
        let world = with(rule);
        let result = explain(&world, &["--at", NOON, "--label", "env=prod"], 0);
        assert_eq!(result["reached"], "yes", "{name}");
        assert_eq!(result["held"], json!([]), "{name}");
    }
}

#[test]
fn what_hangs_on_something_is_a_maybe_that_names_it() {
    let silence = made::silence(SPACE, "Staging").when(&[&[("labels.env", "IN", &["staging"])]]);
    let result = explain(&with(silence), &["--at", NOON], 11);
    assert_eq!(result["reached"], "maybe");
    assert_eq!(
        result["held"][0]["depends_on"],
        json!([{"kind": "label", "value": "env"}])
    );
    let source: &[Condition<'_>] = &[("labels.check", "IN", &["switch down"])];
    let inhibit = made::inhibit(
        SPACE,
        "Core switch",
        &[source],
        &[WARNINGS],
        &["labels.site"],
    );
    let world = with(inhibit);
    let result = explain(&world, &["--at", NOON], 11);
    assert_eq!(result["reached"], "maybe");
    assert_eq!(
        result["held"][0]["source"],
        "labels.check IN switch down (= labels.site)"
    );
    let ran = world
        .duty("doctor --space 30101 --severity warning --at")
        .arg(NOON);
    let text = ran.any_stdout().any_requests().run().stdout;
    let said = "It may be held back by inhibit rule 'Core switch', by 李四, while there is an alert with labels.check IN switch down (= labels.site).";
    assert!(text.contains(said), "{text}");
}

#[test]
fn dropped_is_no_incident_at_all() {
    let drop = made::drop_rule(SPACE, "Noise").when(&[WARNINGS]);
    let result = explain(&with(drop), &["--at", NOON], 3);
    assert_eq!(result["reason"], "dropped");
    let silence = made::silence(SPACE, "Gone")
        .when(&[WARNINGS])
        .during(NOON_SECONDS - HOUR, NOON_SECONDS + HOUR)
        .with("is_directly_discard", true);
    let result = explain(&with(silence), &["--at", NOON], 3);
    assert_eq!(result["reason"], "dropped");
    assert_eq!(result["held"][0]["drops"], true);
}

#[test]
fn what_is_in_effect_now_says_nothing_of_another_time() {
    // The server says that it is in effect, which is of now: the window is over at noon of that day.
    let rule = made::silence(SPACE, "Now")
        .when(&[WARNINGS])
        .during(NOON_SECONDS - 2 * HOUR, NOON_SECONDS - HOUR)
        .with("is_effective", true);
    let world = with(rule);
    assert_eq!(explain(&world, &["--at", NOON], 0)["held"], json!([]));
    // By the calendar of its window nobody here can tell; of now the server can.
    let window = json!([{"start": "00:00", "end": "24:00", "repeat": [], "cal_id": "cal.gone", "is_off": false}]);
    let rule = made::silence(SPACE, "By calendar").when(&[WARNINGS]);
    let rule = rule.with("time_filters", window);
    let world = with(rule.clone().with("is_effective", true));
    let result = explain(&world, &[], 3);
    assert_eq!(result["held"][0]["held"], "yes");
    assert_eq!(
        explain(&world, &["--at", NOON], 11)["held"][0]["held"],
        "maybe"
    );
    let world = with(rule.with("is_effective", false));
    assert_eq!(explain(&world, &[], 0)["held"], json!([]));
}

#[test]
fn rules_that_may_not_be_read_are_named_and_nothing_is_certain() {
    for operation in ["silence_rule_list", "inhibit_rule_list", "drop_rule_list"] {
        let world = World::new();
        let denied = FaultKind::error(403, "AccessDenied");
        world.server.fault(Fault::on(operation, denied).from(1));
        let result = explain(&world, &["--at", NOON], 11);
        assert_eq!(result["reached"], "maybe", "{operation}");
        let run = world.duty("doctor --space 30101 --severity warning -o json --at");
        let run = run.arg(NOON).any_stdout().any_requests().status(11);
        let report = run.run().json();
        assert_eq!(report["complete"], false);
        let unread = &report["unread_noise_rules"][0];
        assert_eq!(unread["space"]["name"], "支付核心");
        assert_eq!(
            format!("{}_rule_list", unread["kind"].as_str().unwrap()),
            operation
        );
        let run = world
            .duty("doctor --space 30101 --severity warning --at")
            .arg(NOON);
        let text = run.any_stdout().any_requests().status(11).run().stdout;
        assert!(text.contains("Not looked at: "), "{text}");
        assert!(text.contains("rules of 支付核心 (AccessDenied)"), "{text}");
    }
}

#[test]
fn flapping_is_said_and_takes_nothing_back() {
    let world = World::new();
    let flapping = Edit::space(SPACE, |space| {
        space["flapping"] =
            json!({"is_disabled": false, "max_changes": 5, "in_mins": 60, "mute_mins": 120});
    });
    world.server.apply(&flapping).unwrap();
    assert_eq!(explain(&world, &["--at", NOON], 0)["reached"], "yes");
    let run = world.duty("doctor explain 30101 warning --at").arg(NOON);
    let text = run.any_stdout().any_requests().run().stdout;
    assert!(
        text.contains("Flapping: an alert that changes 5 times in 60 min is muted for 120 min"),
        "{text}"
    );
}

#[test]
fn the_survey_has_flapping_from_the_list_of_spaces() {
    let world = World::new();
    let setting = |space: &mut Value| {
        space["flapping"] =
            json!({"is_disabled": false, "max_changes": 5, "in_mins": 60, "mute_mins": 120});
    };
    let off = |space: &mut Value| {
        space["flapping"] =
            json!({"is_disabled": true, "max_changes": 5, "in_mins": 60, "mute_mins": 120});
    };
    let edits = vec![
        Edit::space(SPACE, setting),
        Edit::space(30102, setting),
        Edit::space(30104, off),
    ];
    world.server.apply(&Edit::all(edits)).unwrap();
    let run = world.duty("doctor --severity warning --at").arg(NOON);
    let ran = run.any_stdout().any_requests().run();
    let said = "Maybe: in Checkout EU and 支付核心: an alert that changes 5 times in 60 min is muted for 120 min after its first notification (console: Channels > Checkout EU and 支付核心 > Noise Reduction > Flapping)";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    // It costs no request.
    assert!(!ran.operations().contains(&"channel_info".to_owned()));
    let run = world
        .duty("doctor --severity warning -o json --at")
        .arg(NOON);
    let report = run.any_stdout().any_requests().run().json();
    for space in report["spaces"].as_array().unwrap() {
        let mutes = [SPACE.to_string(), "30102".to_owned()]
            .iter()
            .any(|id| space["id"] == id.as_str());
        let expected = if mutes { json!(7200) } else { Value::Null };
        assert_eq!(space["flapping"]["mute_seconds"], expected, "{space}");
    }
}

#[test]
fn flapping_that_may_not_be_read_is_said() {
    let world = World::new();
    let denied = FaultKind::error(403, "AccessDenied");
    world
        .server
        .fault(Fault::on("channel_info", denied).from(1));
    let run = world.duty("doctor explain 30101 warning --at").arg(NOON);
    let text = run.any_stdout().any_requests().run().stdout;
    let said = "The server did not say when the space takes an alert for flapping (AccessDenied).";
    assert!(text.contains(said), "{text}");
}
