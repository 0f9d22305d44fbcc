//! Where no rule of a space tells the person and one names them: which rule stands before it, when it
//! would count, or that it is switched off. In the survey, in `explain` and in JSON.

use duty_sandbox::made;
use serde_json::{Value, json};

use crate::harness::{Edit, Fault, FaultKind, World};

/// A working day at noon.
const NOON: &str = "2026-11-24T12:00:00+08:00";
/// A space that has no rules by itself, and two persons.
const SPACE: u64 = 30104;
const ME: u64 = 80011;
const YOU: u64 = 80012;

fn tells(person: u64) -> Value {
    let by = json!({"follow_preference": true, "critical": null, "warning": null, "info": null});
    json!([{"escalate_window": 0, "target": {"person_ids": [person], "by": by}}])
}

fn nights(rule: made::Made) -> made::Made {
    rule.with(
        "time_filters",
        json!([{"start": "22:00", "end": "06:00", "repeat": [], "cal_id": "", "is_off": false}]),
    )
}

struct Case {
    name: &'static str,
    rules: Vec<made::Made>,
    /// In JSON.
    passed_over: Value,
    reason: &'static str,
    code: &'static str,
    grade: &'static str,
    cell: &'static str,
    said: &'static str,
    fix: &'static str,
}

fn cases() -> Vec<Case> {
    let mine = || made::escalation(SPACE, "Mine", 2, tells(ME));
    let all = || made::escalation(SPACE, "All", 1, tells(YOU));
    let critical: &[made::Condition<'_>] = &[("severity", "IN", &["Critical"])];
    let entry = |why: &str, before: Option<(&str, bool)>, next: Option<&str>| {
        json!([{"rule": "Mine", "why": why, "before": before.map(|one| one.0),
            "takes_everything": before.is_some_and(|one| one.1), "certain": true, "next": next}])
    };
    vec![
        Case {
            name: "everything is taken before it",
            rules: vec![all(), mine()],
            passed_over: entry("rule_before", Some(("All", true)), None),
            reason: "not_a_target",
            code: "rule_before",
            grade: "important",
            cell: "nothing: a rule before yours",
            said: "In Edge & CDN you miss critical incidents: rule 'Mine' names you, but rule 'All' stands before it and takes every incident.",
            fix: "move rule 'Mine' before rule 'All' (console: Channels > Edge & CDN > Escalation rules)",
        },
        Case {
            name: "this one is taken before it",
            rules: vec![all().when(&[critical]), mine()],
            passed_over: entry("rule_before", Some(("All", false)), None),
            reason: "not_a_target",
            code: "rule_before",
            grade: "important",
            cell: "nothing: a rule before yours",
            said: "rule 'Mine' names you, but rule 'All' stands before it and takes the incident first.",
            fix: "move rule 'Mine' before rule 'All' (console",
        },
        Case {
            name: "it is for the night, and another takes it",
            rules: vec![nights(mine()).with("priority", 0), all()],
            passed_over: entry("other_time", None, Some("2026-11-24T14:00:00Z")),
            reason: "not_a_target",
            code: "other_time",
            grade: "note",
            cell: "nothing: your rule has other hours",
            said: "rule 'Mine' names you, but counts at other times, next from Tue 2026-11-24 22:00.",
            fix: "if that is not meant, widen the hours of rule 'Mine' (console",
        },
        Case {
            name: "it is disabled",
            rules: vec![mine().with("status", "disabled"), all()],
            passed_over: entry("rule_disabled", Some(("All", true)), None),
            reason: "not_a_target",
            code: "rule_disabled",
            grade: "note",
            cell: "nothing: your rule is disabled",
            said: "rule 'Mine' names you, but is disabled.",
            fix: "enable rule 'Mine', and move it before rule 'All' (console",
        },
        Case {
            name: "it is for others",
            rules: vec![
                mine()
                    .with("priority", 0)
                    .when(&[&[("severity", "IN", &["Info"])]]),
                all(),
            ],
            passed_over: entry("other_incidents", None, None),
            reason: "not_a_target",
            code: "other_incidents",
            grade: "note",
            cell: "nothing: not a target",
            said: "rule 'Mine' names you, but is for other incidents.",
            fix: "if that is not meant, widen the conditions of rule 'Mine' (console",
        },
    ]
}

#[test]
fn what_stands_before_a_rule_that_names_the_person() {
    for case in cases() {
        let world = World::new();
        let rules = case.rules.into_iter().map(Edit::put);
        world.server.apply(&Edit::all(rules.collect())).unwrap();
        let name = case.name;
        let run = world.duty("doctor --space 30104 --severity critical -o json --at");
        let report = run.arg(NOON).any_stdout().any_requests().run().json();
        let cell = &report["spaces"][0]["severities"]["critical"];
        assert_eq!(
            (&cell["reached"], &cell["reason"]),
            (&json!("no"), &json!(case.reason)),
            "{name}"
        );
        let mut passed_over = cell["passed_over"].clone();
        for one in passed_over.as_array_mut().unwrap() {
            one["rule"] = one["rule"]["name"].clone();
            one["before"] = one["before"]["name"].clone();
        }
        assert_eq!(passed_over, case.passed_over, "{name}");
        let problem = report["problems"].as_array().unwrap().iter();
        let mut problem = problem.filter(|one| one["code"] == case.code);
        let problem = problem.next().unwrap_or_else(|| panic!("{name}: {report}"));
        assert_eq!(problem["grade"], case.grade, "{name}");
        assert!(
            problem["message"].as_str().unwrap().contains(case.said),
            "{name}: {problem}"
        );
        assert!(
            problem["hint"].as_str().unwrap().starts_with(case.fix),
            "{name}: {problem}"
        );
        let run = world
            .duty("doctor --space 30104 --severity critical --at")
            .arg(NOON);
        let text = run.any_stdout().any_requests().run().stdout;
        assert!(text.contains(case.cell), "{name}: {text}");
        let run = world.duty("doctor explain 30104 critical --at").arg(NOON);
        let text = run.any_stdout().any_requests().status(3).run().stdout;
        let clause = case.said.split(": ").last().unwrap();
        assert!(
            text.contains(&format!("Passed over: {clause}")),
            "{name}: {text}"
        );
        assert!(
            text.contains(&format!("So: {}", case.cell)),
            "{name}: {text}"
        );
        let run = world
            .duty("doctor explain 30104 critical -o json --at")
            .arg(NOON);
        let told = run.any_stdout().any_requests().status(3).run().json();
        assert_eq!(told["result"]["passed_over"], cell["passed_over"], "{name}");
    }
}

/// Of a team that was deleted nobody knows whether it still names anybody.
#[test]
fn a_rule_that_only_may_name_the_person_is_not_said_to_do_so() {
    let world = World::new();
    let by = json!({"follow_preference": true, "critical": null, "warning": null, "info": null});
    let mine = json!([{"escalate_window": 0, "target": {"team_ids": [7009], "by": by}}]);
    let rules = [
        made::escalation(SPACE, "All", 1, tells(YOU)),
        made::escalation(SPACE, "Mine", 2, mine),
    ];
    let rules = rules.into_iter().map(Edit::put).collect();
    world.server.apply(&Edit::all(rules)).unwrap();
    let team =
        json!({"team_id": 7009, "team_name": "Old", "person_ids": [ME], "status": "deleted"});
    let body = json!({"request_id": "r", "data": {"items": [team], "total": 1}});
    for operation in ["team_list", "team_infos"] {
        let raw = FaultKind::raw(200, "application/json", body.to_string());
        world.server.fault(Fault::on(operation, raw));
    }
    let ask = |words: &str| {
        let run = world.duty(words).arg(NOON).any_requests().any_stdout();
        run.any_stderr().any_status().run()
    };
    let survey = "doctor --space 30104 --severity critical";
    let report = ask(&format!("{survey} -o json --at")).json();
    let cell = &report["spaces"][0]["severities"]["critical"];
    assert_eq!(cell["passed_over"][0]["certain"], false, "{report}");
    let mut problems = report["problems"].as_array().unwrap().iter();
    let problem = problems.find(|one| one["code"] == "rule_before").unwrap();
    assert_eq!(problem["grade"], "note", "{problem}");
    let explain = "doctor explain 30104 critical --at";
    for text in [ask(&format!("{survey} --at")).stdout, ask(explain).stdout] {
        assert!(text.contains("nothing: not a target"), "{text}");
        assert!(!text.contains("'Mine' names you"), "{text}");
    }
    let text = ask(explain).stdout;
    assert!(text.contains("rule 'Mine' may name you, but"), "{text}");
}

#[test]
fn nobody_is_told_now_and_the_hour_of_the_rule_is_said_beside_it() {
    let world = World::new();
    let rule = nights(made::escalation(SPACE, "Mine", 1, tells(ME)));
    world.server.apply(&Edit::put(rule)).unwrap();
    let report = |at: &str, status| {
        let run = world.duty("doctor --space 30104 --severity critical -o json --at");
        run.arg(at)
            .any_stdout()
            .any_requests()
            .status(status)
            .run()
            .json()
    };
    let noon = report(NOON, 3);
    let cell = &noon["spaces"][0]["severities"]["critical"];
    assert_eq!(cell["reason"], "no_rule_matches");
    assert_eq!(cell["passed_over"][0]["next"], "2026-11-24T14:00:00Z");
    let codes: Vec<&Value> = noon["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["code"])
        .collect();
    assert_eq!(codes[0], "no_rule_matches");
    assert!(codes.contains(&&json!("other_time")), "{codes:?}");
    let night = report("2026-11-24T23:00:00+08:00", 0);
    let cell = &night["spaces"][0]["severities"]["critical"];
    assert_eq!(
        (&cell["reached"], &cell["passed_over"]),
        (&json!("yes"), &json!([]))
    );
}

#[test]
fn a_rule_that_names_nobody_of_mine_is_not_said_to() {
    let world = World::new();
    let rules = [("All", 1), ("Late", 2)];
    let rules =
        rules.map(|(name, place)| Edit::put(made::escalation(SPACE, name, place, tells(YOU))));
    world.server.apply(&Edit::all(rules.into())).unwrap();
    let run = world.duty("doctor --space 30104 -o json --at").arg(NOON);
    let report = run.any_stdout().any_requests().run().json();
    let cell = &report["spaces"][0]["severities"]["critical"];
    assert_eq!(
        (&cell["reason"], &cell["passed_over"]),
        (&json!("not_a_target"), &json!([]))
    );
    let said = "No rule of Edge & CDN tells you of any incident: neither by name, nor by a team or a schedule of yours.";
    let problems = report["problems"].as_array().unwrap();
    assert!(
        problems.iter().any(|one| one["message"] == said),
        "{problems:?}"
    );
}

#[test]
fn whether_a_rule_takes_part_whose_status_is_new_is_not_known() {
    for (status, on) in [
        (
            json!("paused"),
            "its status 'paused', which duty does not know",
        ),
        (
            json!(null),
            "whether it is enabled, which the server does not tell",
        ),
    ] {
        let mut world = World::new();
        world.contract = false;
        let mine = made::escalation(SPACE, "Mine", 2, tells(ME));
        let rule = Edit::put(mine.with("status", status.clone()));
        world.server.apply(&rule).unwrap();
        let run = world.duty("doctor --space 30104 --severity critical -o json --at");
        let ran = run.arg(NOON).any_stdout().any_requests().any_status().run();
        let cell = &ran.json()["spaces"][0]["severities"]["critical"];
        assert_eq!(cell["reached"], "maybe", "{status}");
        let doubts = &cell["maybe"][0]["depends_on"];
        assert_eq!(doubts[0]["kind"], "status", "{cell}");
        let run = world.duty("doctor explain 30104 critical --at").arg(NOON);
        let ran = run.any_stdout().any_requests().any_status().run();
        assert!(
            ran.stdout
                .contains("'Mine' may take the incident, depending on"),
            "{}",
            ran.stdout
        );
        let told = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(on), "{}", ran.stdout);
        assert!(!told.contains("No rule is enabled"), "{}", ran.stdout);
    }
}
