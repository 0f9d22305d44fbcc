//! The week that the made-up account has behind it: its records come from an engine that knows nothing of the
//! client's, and each has one cause.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Value, json};

use crate::harness::{Edit, Fault, FaultKind, World};
use crate::hold::{Running, SOON};
use crate::prompter::Answer::Choose;
use crate::prompter::talk;
use duty_sandbox::made;

/// Number, what decided, and whether it was missed.
const CAUSES: [(&str, &str, bool); 37] = [
    ("0E83EE", "acknowledged_before", false),
    ("1A2B01", "closed_before", false),
    ("1A2B02", "snoozed", false),
    ("1A2B03", "merged", false),
    ("1A2B04", "closed_before", false),
    ("1A2B05", "notified", false),
    ("1A2B06", "notified", false),
    ("1A2B07", "sending_failed", true),
    ("1A2B08", "notified", false),
    ("1A2B09", "notified", false),
    ("1A2B0A", "notified", false),
    ("1A2B0B", "notified", false),
    ("1A2B0C", "notified", false),
    ("1A2B0D", "notified", false),
    ("1A2B0E", "notified", false),
    ("1A2B0F", "closed_in_delay", false),
    ("1A2B10", "sending_failed", true),
    ("1A2B11", "silenced", false),
    ("1A2B12", "sending_failed", true),
    // Only the record of its alert tells, which a survey does not read.
    ("1A2B13", "inhibited", false),
    ("1A2B14", "flapping", true),
    ("1A2B15", "no_rule", false),
    ("1A2B16", "no_rule", false),
    ("1A2B17", "other_rule", false),
    ("1A2B18", "not_assigned", true),
    ("1A2B19", "assigned_by_hand", false),
    ("1A2B1A", "not_assigned", false),
    ("1A2B1B", "unknown", true),
    ("1A2B1C", "no_channel_rule", true),
    ("1A2B1D", "group_only", true),
    // As the audit log has it: he has chosen something since.
    ("1A2B1E", "no_channel_preference", true),
    ("1A2B1F", "not_on_call", false),
    ("1A2B20", "nobody_on_call", false),
    ("1A2B21", "inhibited", false),
    ("1A2B22", "alert_merged", false),
    ("1A2B23", "assigned_by_hand", false),
    ("1A2B24", "self_assigned", false),
];

pub fn decisive(report: &Value) -> String {
    report["reasons"][0]["code"].as_str().unwrap().to_owned()
}

#[test]
fn every_cause_of_the_week_is_found_in_eight_requests() {
    let world = World::new();
    let mut wrong = Vec::new();
    for (num, code, _) in CAUSES {
        let run = world.duty("doctor incident -o json").arg(num);
        let ran = run.any_stdout().any_requests().any_status().run();
        let report = ran.json();
        // What the limit of so many a second refused is asked again.
        let taken = ran.requests.iter().filter(|one| one.status == Some(200));
        if decisive(&report) != code || taken.count() > 8 {
            wrong.push(format!(
                "{num}: {} and not {code}, {} requests",
                report["reasons"],
                ran.requests.len()
            ));
        }
        let expected = if code == "notified" { Some(0) } else { Some(3) };
        assert_eq!(ran.status, expected, "{num}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_documented_json_is_what_is_printed() {
    let world = World::new();
    for (path, line) in [
        ("doctor incident", "doctor incident 1A2B12 -o json"),
        ("doctor missed", "doctor missed --since 8d -o json"),
    ] {
        let documented = duty::cli::examples::of(path).unwrap().json;
        let Some(text) = duty::cli::examples::text(documented) else {
            panic!("{path} has no example of its JSON");
        };
        let documented: Value = serde_json::from_str(text).unwrap();
        let run = world.duty(line).any_stdout().any_requests().status(3);
        super::super::same_shape(&documented, &run.run().json(), path);
    }
}

#[test]
fn what_began_before_he_was_a_member_says_so() {
    let world = World::new();
    let founded = 1_740_967_200;
    let body = json!({"start_time": founded - 86_400 * 25, "end_time": founded + 86_400 * 5});
    let first = world.ask("/incident/list", &body)["items"][0].clone();
    let run = world
        .duty("doctor incident -o json")
        .arg(first["incident_id"].as_str().unwrap());
    let ran = run.any_stdout().any_requests().status(3).run();
    assert_eq!(decisive(&ran.json()), "before_membership");
}

#[test]
fn the_same_week_as_a_colleague_sees_it() {
    let mut world = World::new();
    world.env("DUTY_APP_KEY", duty_sandbox::MEMBER_KEY);
    // He chose nothing for what is only information.
    let run = world.duty("doctor incident 1A2B09 -o json").any_stdout();
    let ran = run.any_requests().status(3).run();
    assert_eq!(decisive(&ran.json()), "no_channel_preference");
    let run = world.duty("doctor incident 0E83EE -o json").any_stdout();
    let ran = run.any_requests().run();
    assert_eq!(ran.json()["notified"], "yes");
}

#[test]
fn a_day_is_surveyed_and_what_was_missed_comes_first() {
    let world = World::new();
    let run = world
        .duty("doctor missed --since 8d --all -o json")
        .any_stdout();
    let ran = run.any_requests().status(3).run();
    let report = ran.json();
    // The rule of one of them is gone, and whom it would have told went with it.
    let warnings = report["warnings"].as_array().unwrap().iter();
    let unread: Vec<String> = warnings
        .filter(|one| one["code"] == "unread")
        .map(|one| one["message"].to_string())
        .collect();
    assert_eq!((&report["complete"], unread.len()), (&json!(false), 1));
    assert!(unread[0].contains("1A2B1A"), "{unread:?}");
    let items = report["items"].as_array().unwrap();
    let expected: BTreeMap<&str, (&str, bool)> = CAUSES
        .iter()
        .map(|(num, code, missed)| (*num, (*code, *missed)))
        .collect();
    let mut last = true;
    for item in items {
        let num = item["incident"]["num"].as_str().unwrap();
        let (code, missed) = expected[num];
        let missed_now = item["missed"].as_bool().unwrap();
        assert!(last || !missed_now, "the missed come first: {num}");
        last = missed_now;
        assert_eq!(missed_now, missed, "{num}: {}", item["reason"]);
        if num != "1A2B13" {
            assert_eq!(item["reason"]["code"], code, "{num}");
        }
    }
    let listed: Vec<&str> = items
        .iter()
        .map(|item| item["incident"]["num"].as_str().unwrap())
        .collect();
    // Of spaces whose rules name others no record is read, unless they belong to a team of his.
    assert!(
        !listed.contains(&"1A2B19") && listed.contains(&"1A2B16") && listed.contains(&"1A2B12"),
        "{listed:?}"
    );
    assert_eq!(ran.bodies("incident_feed").len(), items.len());
    let only = world
        .duty("doctor missed --since 8d -o json --severity critical")
        .any_stdout();
    let only = only.any_requests().status(3).run().json();
    let nums: Vec<&Value> = only["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["incident"]["num"])
        .collect();
    assert_eq!(nums, ["1A2B10", "1A2B07", "1A2B12"]);
}

#[test]
fn what_is_open_since_before_and_what_is_not_critical() {
    let world = World::new();
    // The last minutes alone: what began four minutes ago is open, and so is asked for.
    let run = world
        .duty("doctor missed --since 1m")
        .any_stdout()
        .any_requests();
    let ran = run.status(3).run();
    assert!(ran.stdout.contains("1A2B10"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 missed"), "{}", ran.stdout);
    assert!(ran.stdout.contains(" in 1 min)"), "{}", ran.stdout);
    assert!(ran.stdout.contains("profile set --phone"), "{}", ran.stdout);
    // The rule of one of them is gone.
    for (extra, status) in [("", 11), ("--strict", 3)] {
        let run = world
            .duty("doctor missed --since 8d --severity warning")
            .any_stdout();
        let run = extra
            .split_whitespace()
            .fold(run, |run, word| run.arg(word));
        run.any_requests().status(status).run();
    }
    for words in [
        "doctor missed --since soon",
        "doctor missed --to 08:00",
        "doctor missed --from 2026-04-02 --to 2026-04-01T00:00Z",
        "doctor missed --since 24h --from 08:00",
        "doctor missed --title x",
    ] {
        world
            .duty(words)
            .any_stderr()
            .any_requests()
            .status(2)
            .run();
    }
    let run = world.duty("doctor missed --from").arg("2026-04-01 00:00");
    let run = run.arg("--to").arg("2026-04-02 00:00").any_stdout();
    let ran = run.any_requests().run();
    assert!(
        ran.stdout.starts_with("Nothing was missed, of 0 incidents"),
        "{}",
        ran.stdout
    );
}

#[test]
fn on_a_terminal_the_latest_are_a_choice() {
    let world = World::new();
    let (code, screen) = talk(
        &world.duty("doctor incident"),
        &[("1A2B06", Choose("1A2B10"))],
    );
    assert_eq!(code, 3, "{screen}");
    assert!(screen.contains("Incident 1A2B10"), "{screen}");
    // By its number first, at the person's hour.
    let row = screen.lines().find(|line| line.contains("1A2B06")).unwrap();
    assert!(
        row.contains("1A2B06  ") && row.contains(" 14:31  支付核心  "),
        "{row}"
    );
    // Those of the person's own spaces, and those that were assigned to them.
    assert!(!screen.contains("1A2B16"), "{screen}");
}

#[test]
fn a_day_of_a_hundred_incidents_takes_a_hundred_and_ten_requests() {
    let world = World::new();
    let now = jiff::Timestamp::now().as_second() as u64;
    let rule = super::rule();
    let mut edits = vec![Edit::put(rule)];
    for number in 0..100_u64 {
        let title = format!("number {number}");
        let start = now - 3600 - number * 60;
        let ms = start * 1000;
        let lines = [
            made::opened(ms, "Critical", &title),
            made::assigned(ms + 1000, &super::rule_id(), "P1", 1, &[super::ME]),
            made::notice(
                ms + 2000,
                &super::rule_id(),
                1,
                "push",
                &[(super::ME, None)],
            ),
        ];
        edits.push(Edit::put(
            made::incident(super::SPACE, &title, start).told(&lines),
        ));
    }
    world.server.apply(&Edit::all(edits)).unwrap();
    let run = world
        .duty("doctor missed --all --space 30104 -o json")
        .any_stdout();
    let ran = run.any_requests().run();
    assert_eq!(ran.json()["items"].as_array().unwrap().len(), 100);
    assert!(ran.requests.len() <= 110, "{}", ran.requests.len());
    assert!(ran.requests.iter().all(|one| one.status == Some(200)));
}

/// What was read by then is told, and that it is not all.
#[test]
fn ctrl_c_shows_what_is_known() {
    let world = World::new();
    let hang = || FaultKind::Delay(std::time::Duration::from_secs(60));
    // With three answered, eight more are under way.
    for (operation, from, asked) in [
        ("incident_feed", 4, 11),
        ("escalation_rule_list", 1, 1),
        ("incident_list", 1, 1),
    ] {
        world.server.clear_faults();
        world.server.clear_requests();
        world.server.fault(Fault::on(operation, hang()).from(from));
        let words = "doctor missed --since 8d --all -o json";
        let mut run = Running::start(&world.duty(words).env("DUTY_TIMEOUT", "60"));
        run.until_asked(&world, operation, asked);
        let sent = Instant::now();
        run.signal("INT");
        let ended = run.end(sent);
        assert_eq!(ended.status, Some(130), "{operation}: {ended:?}");
        assert!(ended.took < SOON, "{operation}: {ended:?}");
        let told: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(told["complete"], false, "{operation}");
        let items = told["items"].as_array().unwrap().len();
        assert_eq!(items, from as usize - 1, "{operation}: {told}");
        let warnings = told["warnings"].to_string();
        assert!(
            warnings.contains("interrupted: "),
            "{operation}: {warnings}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_said_and_no_clean_bill() {
    let world = World::new();
    let refused = FaultKind::error(403, "AccessDenied");
    world
        .server
        .fault(Fault::on("escalation_rule_list", refused.clone()).from(1));
    let run = world
        .duty("doctor missed --severity info --since 8d")
        .any_stdout();
    let ran = run.any_requests().status(11).run();
    assert!(
        ran.stdout
            .contains("Not known: the rules of space 30101 (AccessDenied)"),
        "{}",
        ran.stdout
    );
    world.server.clear_faults();
    world.server.fault(Fault::on("incident_list", refused));
    let run = world.duty("doctor missed").any_stderr().any_requests();
    let ran = run.status(5).run();
    assert!(ran.stderr.contains("Incidents Read"), "{}", ran.stderr);
}
