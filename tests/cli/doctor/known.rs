//! What `duty doctor` is sure of and what it is not: shifts, calendars, conditions and clocks, in the
//! shapes of both references.

use duty_sandbox::{Behavior, Options, Told, made};
use serde_json::{Value, json};

use crate::harness::{Edit, Ran, World};

/// The person of the default key, and a colleague.
const ME: u64 = 80011;
const YOU: u64 = 80012;
/// A space that has no rules by itself.
const SPACE: u64 = 30104;
/// A schedule that the account does not have by itself.
const ROTA: u64 = 9100;
/// 2026-11-02 00:00 in Shanghai, a Monday.
const MONDAY: u64 = 1_793_548_800;
const DAY: u64 = 86_400;

fn follow() -> Value {
    json!({"follow_preference": true, "critical": null, "warning": null, "info": null})
}

/// One level that tells me by name.
fn me() -> Value {
    json!([{"escalate_window": 0, "target": {"person_ids": [ME], "by": follow()}}])
}

/// One level that tells these roles of the rota.
fn on_call(roles: &[u64]) -> Value {
    let schedules = json!({ROTA.to_string(): roles});
    json!([{"escalate_window": 0, "target": {"schedule_to_role_ids": schedules, "by": follow()}}])
}

/// A world with these changes to the account.
fn world(edits: Vec<Edit>) -> World {
    // Many commands in a row, each request once.
    let world = World::with(Options {
        rate_limit: None,
        ..Options::default()
    });
    world.server.apply(&Edit::all(edits)).unwrap();
    world
}

/// A rota of these groups, a day each.
fn rota(groups: &[Value]) -> Edit {
    let layer = made::rotation("Days", MONDAY, DAY, groups);
    Edit::put(made::schedule(ROTA, "Rota", &[layer]))
}

fn explain(world: &World, extra: &[&str]) -> Ran {
    let run = world.duty("doctor explain 30104 critical -o json");
    let run = extra.iter().fold(run, |run, word| run.arg(word));
    run.any_stdout().any_requests().any_status().run()
}

fn result(world: &World, extra: &[&str]) -> Value {
    explain(world, extra).json()["result"].clone()
}

#[test]
fn on_call_is_known_in_every_shape_of_a_schedule() {
    let mine = made::group("A", &[(0, &[ME]), (1, &[YOU])]);
    let behaviors: [(&str, Behavior, &str, usize); 6] = [
        ("newer", Behavior::default(), "yes", 0),
        ("older", Behavior::older(), "yes", 0),
        (
            "the vendor's example",
            Behavior {
                current: Told::InInfo,
                shifts: Told::InInfo,
                ..Behavior::default()
            },
            "yes",
            1,
        ),
        (
            "no current shift",
            Behavior {
                current: Told::Nowhere,
                ..Behavior::default()
            },
            "yes",
            0,
        ),
        (
            "no computed shifts",
            Behavior {
                shifts: Told::Nowhere,
                ..Behavior::default()
            },
            "yes",
            0,
        ),
        (
            "neither",
            Behavior {
                current: Told::Nowhere,
                shifts: Told::Nowhere,
                ..Behavior::default()
            },
            "maybe",
            1,
        ),
    ];
    for (name, behavior, wanted, asked) in behaviors {
        let world = world(vec![
            rota(std::slice::from_ref(&mine)),
            Edit::put(made::escalation(SPACE, "On call", 1, on_call(&[0]))),
            Edit::behave(move |now| *now = behavior.clone()),
        ]);
        let ran = explain(&world, &[]);
        assert_eq!(ran.json()["result"]["reached"], wanted, "{name}");
        let bodies = ran.bodies("schedule_info");
        let bodies = bodies.iter().filter(|body| body["schedule_id"] == ROTA);
        assert_eq!(bodies.count(), asked, "{name}");
    }
}

#[test]
fn on_call_in_another_role_is_said_as_such() {
    let backup = made::group("A", &[(0, &[YOU]), (1, &[ME])]);
    let world = world(vec![
        rota(&[backup]),
        Edit::put(made::escalation(SPACE, "On call", 1, on_call(&[0]))),
    ]);
    let told = result(&world, &[]);
    assert_eq!(told["reached"], "no");
    assert_eq!(told["reason"], "on_call_in_other_role");
    let run = world.duty("doctor explain 30104 critical").any_stdout();
    let text = run.any_requests().any_status().run().stdout;
    assert!(
        text.contains(
            "schedule 'Rota': you are on call as backup (role 1) then, and the rule tells primary (role 0)"
        ),
        "{text}"
    );
    assert!(text.contains("So: nothing: another role"), "{text}");
}

#[test]
fn the_window_that_is_asked_for_holds_the_moment() {
    let group = |name, who| made::group(name, &[(0, &[who])]);
    let world = world(vec![
        // Even days are mine, from a Monday on.
        rota(&[group("A", ME), group("B", YOU)]),
        Edit::put(made::escalation(SPACE, "On call", 1, on_call(&[]))),
    ]);
    for (at, wanted) in [
        ("2026-11-02T12:00:00+08:00", "yes"),
        ("2026-11-03T12:00:00+08:00", "no"),
        ("2027-03-02T12:00:00+08:00", "yes"),
        ("2027-03-03T12:00:00+08:00", "no"),
    ] {
        let ran = explain(&world, &["--at", at]);
        assert_eq!(ran.json()["result"]["reached"], wanted, "{at}");
        let moment = at.parse::<jiff::Timestamp>().unwrap().as_second();
        let body = &ran.bodies("schedule_self")[0];
        let (start, end) = (
            body["start"].as_i64().unwrap(),
            body["end"].as_i64().unwrap(),
        );
        assert!(start <= moment && moment < end, "{at}: {body}");
        assert!(end - start <= 30 * 86_400, "{at}: {body}");
    }
}

#[test]
fn an_override_and_a_gap() {
    let mine = [made::group("A", &[(0, &[ME])])];
    let layers = [
        made::rotation("Days", MONDAY, DAY, &mine),
        made::replacement("Swap", MONDAY + DAY, MONDAY + 2 * DAY, &[YOU]),
    ];
    let with_gap = [mine[0].clone(), Value::Null];
    let gaps = made::rotation("Gaps", MONDAY, DAY, &with_gap);
    for behavior in [Behavior::default(), Behavior::older()] {
        let rule = made::escalation(SPACE, "On call", 1, on_call(&[]));
        let world = world(vec![
            Edit::put(made::schedule(ROTA, "Rota", &layers)),
            Edit::put(rule),
            Edit::behave(move |now| *now = behavior.clone()),
        ]);
        let reached = |at: &str| result(&world, &["--at", at])["reached"].clone();
        assert_eq!(reached("2026-11-02T12:00:00+08:00"), "yes");
        assert_eq!(reached("2026-11-03T12:00:00+08:00"), "no");
        assert_eq!(reached("2026-11-04T12:00:00+08:00"), "yes");
        let edit = Edit::put(made::schedule(ROTA, "Rota", std::slice::from_ref(&gaps)));
        world.server.apply(&edit).unwrap();
        assert_eq!(reached("2026-11-04T12:00:00+08:00"), "yes");
        assert_eq!(reached("2026-11-05T12:00:00+08:00"), "no");
    }
}

#[test]
fn a_calendar_settles_a_window_and_one_unread_is_named() {
    let window = |off: bool| json!([{"start": "", "end": "", "repeat": [], "cal_id": "cal.a", "is_off": off}]);
    let rule = |off| {
        Edit::put(made::escalation(SPACE, "Work days", 1, me()).with("time_filters", window(off)))
    };
    let world = world(vec![
        Edit::put(made::calendar(
            "cal.a",
            "Office",
            "Asia/Shanghai",
            &[1, 2, 3, 4, 5],
        )),
        Edit::put(made::event(
            "cal.a",
            "Moving",
            "2026-11-03",
            "2026-11-04",
            true,
        )),
        Edit::put(made::event(
            "cal.a",
            "Make-up",
            "2026-11-07",
            "2026-11-08",
            false,
        )),
        rule(false),
    ]);
    let days = [("02", "yes"), ("03", "no"), ("07", "yes"), ("08", "no")];
    let opposite = |wanted: &str| if wanted == "yes" { "no" } else { "yes" };
    for off in [false, true] {
        world.server.apply(&rule(off)).unwrap();
        for (day, wanted) in days {
            let ran = explain(&world, &["--at", &format!("2026-11-{day}T12:00:00+08:00")]);
            let wanted = if off { opposite(wanted) } else { wanted };
            assert_eq!(ran.json()["result"]["reached"], wanted, "{day}, {off}");
            assert_eq!(ran.bodies("calendar_info"), [json!({"cal_id": "cal.a"})]);
            let year = json!({"cal_id": "cal.a", "year": 2026});
            assert_eq!(ran.bodies("calendar_event_list"), [year]);
        }
    }
    // Not in the survey either, where the space does not concern the person.
    let run = world.duty("doctor --space 30103 -o json").any_stdout();
    let ran = run.any_requests().any_status().run();
    assert!(ran.bodies("calendar_info").is_empty());
    let absent = Edit::behave(|now| now.absent = vec!["calendar_event_list".to_owned()]);
    world.server.apply(&absent).unwrap();
    let ran = explain(&world, &[]);
    let told = &ran.json()["result"];
    assert_eq!(told["reached"], "maybe");
    let doubt = json!([{"kind": "calendar", "value": "cal.a"}]);
    assert_eq!(told["maybe"][0]["depends_on"], doubt);
    assert_eq!(ran.json()["warnings"][0]["code"], "calendar_unread");
    let run = world.duty("doctor explain 30104 critical").any_stdout();
    let text = run.any_requests().any_status().run().stdout;
    assert!(
        text.contains("which days are work days of service calendar cal.a"),
        "{text}"
    );
}

#[test]
fn a_guessed_time_zone_is_no_basis_for_nobody_is_told() {
    let night =
        json!([{"start": "22:00", "end": "06:00", "repeat": [], "cal_id": "", "is_off": false}]);
    let world = world(vec![
        Edit::put(made::escalation(SPACE, "Nights", 1, me()).with("time_filters", night)),
        Edit::new(|state| {
            state["account"]["time_zone"] = json!("Mars/Olympus");
        }),
    ]);
    let told = result(&world, &["--at", "2026-11-02T12:00:00Z"]);
    assert_eq!(told["reached"], "maybe");
    assert_eq!(
        told["maybe"][0]["depends_on"],
        json!([{"kind": "time_zone", "value": null}])
    );
}

/// The account's zone is left out where it is unset: the person's own is not the account's.
#[test]
fn the_time_zone_of_the_person_is_not_the_accounts() {
    let night =
        json!([{"start": "22:00", "end": "08:00", "repeat": [], "cal_id": "", "is_off": false}]);
    let world = world(vec![
        Edit::put(made::escalation(SPACE, "Nights", 1, me()).with("time_filters", night)),
        Edit::new(|state| {
            state["account"]["time_zone"] = json!("");
            state["members"][0]["time_zone"] = json!("America/New_York");
        }),
    ]);
    let ran = explain(&world, &["--at", "2026-11-27T02:00:00+08:00"]);
    assert_eq!(ran.status, Some(11));
    let report = ran.json();
    assert_eq!(report["result"]["reached"], "maybe");
    assert_eq!(report["time_zone"], "America/New_York");
    assert_eq!(report["warnings"][0]["code"], "time_zone_unknown");
    let message = report["warnings"][0]["message"].as_str().unwrap();
    assert!(message.contains("yours (America/New_York)"), "{message}");
}

#[test]
fn what_is_told_of_the_incident_settles_conditions() {
    let rule = |groups: &[&[made::Condition<'_>]]| {
        Edit::put(made::escalation(SPACE, "Some", 1, me()).when(groups))
    };
    let world = world(vec![]);
    #[rustfmt::skip]
    let cases: [(made::Condition<'_>, &[&str], &str); 13] = [
        (("event_severity", "IN", &["Critical"]), &[], "yes"),
        (("incident_status", "IN", &["Critical"]), &[], "yes"),
        (("status", "NOTIN", &["Critical"]), &[], "no"),
        (("description", "IN", &["/disk/"]), &[], "maybe"),
        (("description", "IN", &["/disk/"]), &["--description", "disk full"], "yes"),
        (("data_source_id", "IN", &["7"]), &["--integration", "7"], "yes"),
        (("integration_id", "IN", &["7"]), &["--integration", "8"], "no"),
        (("labels.env", "IN", &["prod"]), &["--label", "a=b"], "maybe"),
        (("labels.env", "IN", &["prod"]), &["--label", "a=b", "--all-labels"], "no"),
        (("labels.env", "NOTIN", &["prod"]), &["--all-labels"], "yes"),
        (("check", "IN", &["cpu"]), &["--label", "check=cpu"], "maybe"),
        (("check", "IN", &["cpu"]), &["--label", "check=disk"], "no"),
        (("dedup_key", "IN", &["x"]), &["--all-labels"], "maybe"),
    ];
    for (condition, told, wanted) in cases {
        world.server.apply(&rule(&[&[condition]])).unwrap();
        assert_eq!(
            result(&world, told)["reached"],
            wanted,
            "{condition:?} {told:?}"
        );
    }
    let run = world.duty("doctor explain 30104 critical --at 03:00");
    let text = run.any_stdout().any_requests().any_status().run().stdout;
    assert!(
        text.contains(" 03:00 Asia/Shanghai, the last 03:00; critical incidents"),
        "{text}"
    );
    for (words, error) in [
        (
            ["--label", "env=a", "--label", "env=b"],
            "'env' is given twice",
        ),
        (
            ["--label", "labels.env=a", "--title", "x"],
            "write --label env=VALUE",
        ),
        (
            ["--at", "2026-02-30 03:00", "--title", "x"],
            "expected 2026-11-24T03:00:00+08:00",
        ),
    ] {
        let run = world.duty("doctor explain 30104 critical");
        let run = words.iter().fold(run, |run, word| run.arg(word));
        let ran = run.any_stderr().status(2).run();
        assert!(ran.stderr.contains(error), "{}", ran.stderr);
    }
}

#[test]
fn a_label_tells_somebody_else_than_the_rule() {
    let world = world(vec![Edit::put(made::escalation(SPACE, "All", 1, me()))]);
    let label = |value: &str| format!("layer_person_reset_0_{value}");
    #[rustfmt::skip]
    let cases = [
        ("emails=zhangsan@example.com", "yes", "label layer_person_reset_0_emails in place of the rule's targets: you"),
        ("emails=lisi@example.com", "no", "label layer_person_reset_0_emails in place of the rule's targets: not you"),
        ("team_names=No such team", "maybe", "you by name, unless a label replaces it"),
    ];
    for (value, wanted, text) in cases {
        let told = ["--label", &label(value)];
        assert_eq!(result(&world, &told)["reached"], wanted, "{value}");
        let run = world.duty("doctor explain 30104 critical");
        let run = told.iter().fold(run, |run, word| run.arg(word));
        let ran = run.any_stdout().any_requests().any_status().run();
        assert!(ran.stdout.contains(text), "{}", ran.stdout);
    }
}

/// The list tells of the current shift and the next; what comes after them is asked for, because a rule may
/// tell its second level then.
#[test]
fn who_is_on_call_at_the_second_level_is_asked_for() {
    let now = u64::try_from(jiff::Timestamp::now().as_second()).unwrap();
    let hours = |count: u64| now + count * 3600;
    let mine = made::group("A", &[(0, &[ME])]);
    let layers = [
        made::rotation("Days", MONDAY, 90 * DAY, &[mine]),
        made::replacement("Swap", hours(6), hours(8), &[YOU]),
    ];
    let by = follow();
    let second = on_call(&[0])[0].clone();
    let first = json!({"escalate_window": 600, "target": {"person_ids": [YOU], "by": by}});
    for (asked, wanted) in [(true, "yes"), (false, "maybe")] {
        let world = world(vec![
            Edit::put(made::schedule(ROTA, "Rota", &layers)),
            Edit::put(made::escalation(
                SPACE,
                "On call",
                1,
                json!([first, second]),
            )),
            Edit::behave(move |behavior| {
                behavior.shifts = Told::InInfo;
                if !asked {
                    behavior.absent = vec!["schedule_info".to_owned()];
                }
            }),
        ]);
        assert_eq!(result(&world, &[])["reached"], wanted);
        // What the list tells is enough for a rule of one level.
        let one = made::escalation(SPACE, "On call", 1, json!([second]));
        world.server.apply(&Edit::put(one)).unwrap();
        let ran = explain(&world, &[]);
        assert_eq!(ran.json()["result"]["reached"], "yes");
    }
}
