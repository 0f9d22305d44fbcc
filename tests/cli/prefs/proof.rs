//! Proof that a channel works, from the records of incidents, and who changed what, from the audit log.

use duty_sandbox::{Edit, FaultKind, Options, made};
use serde_json::{Value, json};

use super::put;
use crate::harness::{Fault, Ran, World};

const ME: u64 = 80011;

fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap()
}

/// An incident so many hours ago of which one line of the record is a message to the caller.
pub fn message(hours: u64, by: &str, failed: Option<&str>) -> Edit {
    let at = now() - hours * 3600;
    let lines = [
        made::opened(at * 1000, "Critical", by),
        made::notice(at * 1000 + 900, "", 0, by, &[(80012, None), (ME, failed)]),
    ];
    let responders = json!([{"person_id": ME, "assigned_at": at, "acknowledged_at": 0}]);
    let title = format!("{by} {hours}");
    Edit::put(
        made::incident(0, &title, at)
            .told(&lines)
            .with("responders", responders),
    )
}

pub fn world(edits: Vec<Edit>) -> World {
    let mut all = vec![Edit::no_past()];
    all.extend(edits);
    World::with(Options {
        edits: all,
        ..Options::default()
    })
}

fn of<'a>(list: &'a Value, channel: &str) -> &'a Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|one| one["channel"] == channel).unwrap()
}

fn feeds(ran: &Ran) -> usize {
    ran.operations()
        .iter()
        .filter(|id| *id == "incident_feed")
        .count()
}

fn json_of(world: &World, words: &str) -> (Value, Ran) {
    let ran = world.duty(words).any_stdout().any_requests().run();
    (ran.json(), ran)
}

#[test]
fn the_records_tell_when_a_channel_last_reached_the_person() {
    let world = world(vec![
        message(50, "feishu_app", None),
        message(70, "sms", Some("number unreachable")),
        message(30, "sms", Some("number unreachable")),
        message(5, "email", None),
    ]);
    let (before, _) = json_of(&world, "prefs channels -o json");
    assert_eq!(of(&before, "feishu:4401")["delivers"], Value::Null);
    assert_eq!(of(&before, "email")["proof"], Value::Null);
    let (list, ran) = json_of(&world, "prefs channels --proof -o json");
    assert_eq!(feeds(&ran), 4);
    let sms = &of(&list, "sms")["proof"];
    assert_eq!(
        (&sms["failures"], &sms["failed_reason"]),
        (&json!(2), &json!("number unreachable"))
    );
    assert!(of(&list, "email")["proof"]["handed_over_at"].is_string());
    assert_eq!(of(&list, "voice")["proof"], Value::Null);
    // A message was handed over, so the account is linked: that is kept, and nothing is asked for it.
    let ran = world
        .duty("prefs channels")
        .any_stdout()
        .any_requests()
        .run();
    assert_eq!(feeds(&ran), 0);
    assert!(
        ran.stdout
            .contains("Feishu 飞书-运维值班: last handed over 20"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("SMS: failed 2 times, last 20"),
        "{}",
        ran.stdout
    );
    let (list, _) = json_of(&world, "prefs channels -o json");
    assert_eq!(of(&list, "feishu:4401")["delivers"], true);
    let (shown, _) = json_of(&world, "prefs show -o json");
    assert_eq!(shown["warning"][1]["delivers"], true);
    let ran = world
        .duty("doctor -o json")
        .any_stdout()
        .any_requests()
        .any_status()
        .run();
    assert!(!ran.stdout.contains("im_link_unknown"), "{}", ran.stdout);
    // Reading the same again counts nothing twice.
    let (list, _) = json_of(&world, "prefs channels --proof -o json");
    assert_eq!(of(&list, "sms")["proof"]["failures"], 2);
}

/// Whoever read that their account is not linked may have linked it since, which no operation tells.
#[test]
fn a_failure_that_says_so_is_no_certain_no_and_says_what_to_do() {
    let mut edits = vec![message(2, "feishu_app", Some("App not linked"))];
    edits.push(Edit::new(|state| {
        let chosen = &mut state["preferences"]["80011"]["trigger_notify"];
        chosen["critical"] = json!(["feishu_app:4401"]);
    }));
    let world = world(edits);
    let (list, _) = json_of(&world, "prefs channels --proof -o json");
    let feishu = of(&list, "feishu:4401");
    assert_eq!(
        (&feishu["delivers"], &feishu["reason"]),
        (&Value::Null, &json!("last_message_failed"))
    );
    let run = world
        .duty("doctor explain 支付核心 critical -o json")
        .any_stdout();
    let ran = run.any_requests().status(11).run();
    assert_eq!(ran.json()["result"]["reached"], "maybe", "{}", ran.stdout);
    let ran = world
        .duty("prefs channels")
        .any_stdout()
        .any_requests()
        .run();
    assert!(ran.stdout.contains("Linked Users; then"), "{}", ran.stdout);
}

/// A link, an address and a name are bound as well.
#[test]
fn a_failure_of_another_kind_is_no_certain_no() {
    for reason in [
        "outbound request timed out",
        "invalid hyperlink",
        "cannot bind local address",
    ] {
        let world = world(vec![message(2, "feishu_app:4401", Some(reason))]);
        let (list, _) = json_of(&world, "prefs channels --proof -o json");
        let feishu = of(&list, "feishu:4401");
        assert_eq!(
            (&feishu["delivers"], &feishu["reason"]),
            (&Value::Null, &json!("last_message_failed")),
            "{reason}"
        );
    }
}

/// A message by the app that was there before is no proof of the one that is there now.
#[test]
fn a_message_of_the_app_before_proves_nothing() {
    for by in ["feishu_app", "feishu_app:4401"] {
        let edit = Edit::new(|state| {
            let apps = state["integrations"].as_array_mut().unwrap();
            for app in apps {
                match app["integration_id"].as_u64() {
                    Some(4401) => app["created_at"] = json!(now() - 3600),
                    Some(4402) => app["updated_at"] = json!(now() - 3600),
                    _ => {}
                }
            }
        });
        let world = world(vec![message(48, by, None), edit]);
        let (list, _) = json_of(&world, "prefs channels --proof -o json");
        let feishu = of(&list, "feishu:4401");
        assert_eq!(
            (&feishu["delivers"], &feishu["reason"]),
            (&Value::Null, &json!("im_link_unknown")),
            "{by}"
        );
    }
}

/// What is kept counts as long as what is read: thirty days.
#[test]
fn a_message_of_last_year_proves_nothing() {
    let world = world(vec![message(50, "feishu_app", None)]);
    let (list, _) = json_of(&world, "prefs channels --proof -o json");
    assert_eq!(of(&list, "feishu:4401")["delivers"], true);
    let is_proof = |path: &std::path::Path| path.extension().is_some_and(|end| end == "proof");
    let files = world.files();
    let (file, text) = files.iter().find(|(path, _)| is_proof(path)).unwrap();
    let mut kept: Value = serde_json::from_slice(text).unwrap();
    kept["proof"]["channels"]["feishu:4401"]["handed_over_at"] = json!("2024-01-02T00:00:00Z");
    std::fs::write(file, kept.to_string()).unwrap();
    let (list, _) = json_of(&world, "prefs channels -o json");
    let feishu = of(&list, "feishu:4401");
    assert_eq!(
        (&feishu["delivers"], &feishu["proof"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn what_failed_last_is_no_yes() {
    let world = world(vec![
        message(40, "push", None),
        message(4, "push", Some("device token expired")),
        message(3, "email", Some("mailbox full")),
        message(2, "email", None),
        message(5, "feishu_app", Some("rate limited")),
    ]);
    let (before, _) = json_of(&world, "prefs channels -o json");
    assert_eq!(of(&before, "app")["delivers"], true);
    let (list, _) = json_of(&world, "prefs channels --proof -o json");
    for channel in ["app", "feishu:4401"] {
        let one = of(&list, channel);
        assert_eq!(
            (&one["delivers"], &one["reason"]),
            (&Value::Null, &json!("last_message_failed")),
            "{channel}"
        );
    }
    assert_eq!(of(&list, "email")["delivers"], true);
    let ran = world
        .duty("prefs channels")
        .any_stdout()
        .any_requests()
        .run();
    for told in [
        "--app               app                     -         maybe [2]",
        "app: failed once, last 20",
        "app may not reach you: the last message by it failed, \"device token expired\"; 'duty prefs test SEVERITY' tries it again",
    ] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    // A phone that was bound since is another one.
    let bound = now();
    let edit = Edit::new(move |state| state["devices"][0]["bound_at"] = json!(bound));
    world.server.apply(&edit).unwrap();
    let (list, _) = json_of(&world, "prefs channels -o json");
    assert_eq!(of(&list, "app")["delivers"], true);
}

#[test]
fn it_is_bounded_and_says_what_it_left_out() {
    let world = world((1..=6).map(|hours| message(hours, "email", None)).collect());
    let ran = world
        .duty("prefs channels --proof=3")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    assert_eq!(feeds(&ran), 2);
    assert!(ran.stderr.contains("4 records"), "{}", ran.stderr);
    world
        .server
        .fault(Fault::on("incident_list", FaultKind::denied()));
    let ran = world
        .duty("prefs channels --proof")
        .any_stderr()
        .any_requests()
        .status(5)
        .run();
    assert!(ran.stderr.contains("Incidents Read"), "{}", ran.stderr);
}

#[test]
fn a_test_is_proof_too() {
    let world = world(vec![]);
    world
        .duty("prefs test warning --yes -q")
        .any_stdout()
        .any_requests()
        .run();
    let (list, ran) = json_of(&world, "prefs channels -o json");
    assert_eq!(feeds(&ran), 0);
    assert_eq!(of(&list, "feishu:4401")["delivers"], true);
}

#[test]
fn the_log_tells_who_changed_what() {
    let world = World::new();
    let (log, ran) = json_of(&world, "prefs log --since 30d -o json");
    let about: Vec<&Value> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["about"])
        .collect();
    assert_eq!(about, ["app_keys", "preferences", "preferences", "contact"]);
    assert_eq!(log["complete"], true);
    let phone = &log["items"][3];
    assert_eq!(
        (&phone["by"]["name"], &phone["ip"]),
        (&json!("李四"), &json!("203.0.113.24"))
    );
    assert_eq!(ran.operations(), ["member_info", "audit_search"]);
    let ran = world
        .duty("prefs log --since 3d")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    assert!(
        ran.stdout.contains("停用 APP Key") && !ran.stdout.contains("李四"),
        "{}",
        ran.stdout
    );
    world
        .duty("prefs log --since 91d")
        .any_stderr()
        .status(2)
        .run();
    // Where it may not be read: a line and no error, and whether anything was changed is not known.
    world
        .server
        .fault(Fault::on("audit_search", FaultKind::denied()));
    let log = |words: &str| {
        let run = world.duty(words).any_stdout().any_requests();
        run.status(11).run()
    };
    let ran = log("prefs log");
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("Audit Read"), "{}", ran.stdout);
    let json = log("prefs log -o json").json();
    assert_eq!(
        (&json["items"], &json["complete"]),
        (&json!([]), &json!(false))
    );
    // A server that has no log gives no permission to read it.
    world.server.clear_faults();
    let absent = Fault::on("audit_search", FaultKind::absent());
    world.server.fault(absent.from(1));
    let ran = log("prefs log");
    assert!(!ran.stdout.contains("Audit Read"), "{}", ran.stdout);
}

#[test]
fn a_change_that_duty_did_not_make_has_its_author() {
    let world = World::new();
    put(&world, json!({"info": ["email"]}));
    world
        .duty("prefs add info --sms -q")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    // In the console, which the log knows.
    std::thread::sleep(std::time::Duration::from_millis(5));
    let lists = json!({"trigger_notify": {"critical": ["email"], "warning": [], "info": []}});
    world.ask("/preference/update", &lists);
    let ran = world
        .duty("prefs show")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    assert!(
        ran.stderr
            .contains("the audit log has a change by 张三 of 20")
            && ran.stderr.contains("from 127.0.0.1"),
        "{}",
        ran.stderr
    );
    let (shown, _) = json_of(&world, "prefs show -o json");
    assert_eq!(shown["changed_since"]["author"]["name"], "张三");
    // A change that only would be made names them too, and one that is made does not name itself.
    let by = &shown["changed_since"]["author"];
    for words in [
        "prefs add warning --sms --dry-run",
        "prefs add warning --sms",
    ] {
        let (told, _) = json_of(&world, &format!("{words} -o json"));
        assert_eq!(&told["changed_since"]["author"], by, "{words}");
    }
    world.ask("/preference/update", &lists);
    let ran = world
        .duty("prefs add warning --voice")
        .any_stdout()
        .any_stderr()
        .any_requests()
        .run();
    let told = "\nthe audit log has a change by 张三 of 20";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    world.ask("/preference/update", &lists);
    let ran = world
        .duty("doctor --space 30101")
        .any_stdout()
        .any_requests()
        .any_status()
        .run();
    let told = "          the audit log has a change by 张三 of 20";
    assert!(ran.stdout.contains(told), "{}", ran.stdout);
    let denied = Fault::on("audit_search", FaultKind::denied());
    world.server.fault(denied);
    let (shown, _) = json_of(&world, "prefs show -o json");
    assert_eq!(shown["changed_since"]["author"], Value::Null);
}
