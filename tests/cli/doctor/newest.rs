//! A server of the newest reference, which has dropped the older list of IM apps: the newer one is asked, and
//! the credentials in its answer go nowhere.

use duty_sandbox::{Behavior, CREDENTIAL};
use serde_json::json;

use crate::harness::{Edit, Fault, FaultKind, Ran, World};

fn world() -> World {
    let world = World::new();
    let gone = Edit::behave(|now| now.absent = vec!["integration_list".to_owned()]);
    world.server.apply(&gone).unwrap();
    world
}

#[track_caller]
fn run(world: &World, words: &str) -> Ran {
    let run = world.duty(words).any_stdout().any_stderr();
    run.any_requests().any_status().run()
}

#[test]
fn the_newer_list_is_asked_where_the_older_is_gone() {
    let world = world();
    let ran = run(&world, "prefs channels");
    assert_eq!(
        ran.bodies("account_integration_list"),
        [json!({"category": "im", "p": 1, "limit": 100})]
    );
    assert!(ran.stdout.contains("Slack EU"), "{}", ran.stdout);
    let ran = run(&world, "doctor --space 30101 --severity warning -o json");
    let report = ran.json();
    let feishu = &report["preferences"]["warning"][1];
    assert_eq!(feishu["name"], "飞书-运维值班");
    assert_eq!(report["complete"], true);
    // A change resolves names by it as well.
    let ran = run(&world, "prefs set info --im slack:4405 --dry-run");
    assert!(ran.stdout.contains("Slack US"), "{}", ran.stdout);
    // Where there is the older one, the newer is not asked.
    let ran = run(&World::new(), "prefs channels");
    assert!(ran.bodies("account_integration_list").is_empty());
}

#[test]
fn the_credentials_of_that_list_go_nowhere() {
    let world = world();
    for words in [
        "prefs channels -v",
        "prefs channels -v --log-file log -o json",
        "prefs show -v --log-file log -o json",
        "prefs set info --im slack:4405 --email -v",
        "doctor -v",
        "doctor -v --log-file log -o json",
        "doctor explain 30101 warning -v --log-file log -o json",
    ] {
        let ran = run(&world, words);
        let answered = !ran.bodies("account_integration_list").is_empty();
        assert!(answered, "{words}");
        assert!(!ran.stdout.contains(CREDENTIAL), "{words}");
        assert!(!ran.stderr.contains(CREDENTIAL), "{words}");
    }
    for (file, bytes) in world.files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(CREDENTIAL), "{}", file.display());
    }
}

#[test]
fn what_lets_a_key_read_it_is_said() {
    let world = world();
    let denied = FaultKind::error(403, "AccessDenied");
    world
        .server
        .fault(Fault::on("account_integration_list", denied).from(1));
    let ran = run(&world, "doctor --space 30101 --severity warning");
    let said = "The server did not say which IM apps there are (AccessDenied). To have it read: it needs the permission Integrations Read: the account owner gives it to your role, and a key that has permissions of its own gets it in the console (Personal center > APP keys > Permissions).";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    // Where neither list is there, the older one is what is missing.
    let gone = Edit::behave(|now| {
        now.absent = vec![
            "integration_list".to_owned(),
            "account_integration_list".to_owned(),
        ];
    });
    world.server.apply(&gone).unwrap();
    world.server.clear_faults();
    let ran = run(&world, "doctor --space 30101 --severity warning");
    assert!(
        ran.stdout
            .contains("which IM apps there are (RouteNotFound)"),
        "{}",
        ran.stdout
    );
}

/// A server of the newest reference to the letter: without the older operations, with the nulls of its
/// examples, and with who is on call in `schedule_info` only.
#[test]
fn what_a_server_of_the_newest_reference_tells_is_enough_where_it_is() {
    let explain = |behavior: &Behavior, words: &str, status: i32| {
        let world = World::new();
        let behavior = behavior.clone();
        world
            .server
            .apply(&Edit::behave(move |now| *now = behavior.clone()))
            .unwrap();
        let run = world.duty("doctor explain -o json --title x --label service=web --at");
        let run = run.arg("2026-11-24T12:00:00+08:00");
        let run = words.split(' ').fold(run, |run, word| run.arg(word));
        let run = run.any_stdout().any_stderr().any_requests().status(status);
        let result = run.run().json()["result"].clone();
        (result["reached"].clone(), result["reason"].clone())
    };
    // The preferences are not there to be read.
    let newest = Behavior::newest();
    assert_eq!(
        explain(&newest, "30101 info", 11),
        (json!("maybe"), json!(null))
    );
    // Nothing of these hangs on them.
    let failing = json!("rule_channels_do_not_deliver");
    assert_eq!(
        explain(&newest, "30102 critical", 3),
        (json!("no"), failing.clone())
    );
    let backup = json!("on_call_in_other_role");
    assert_eq!(
        explain(&newest, "30107 critical", 3),
        (json!("no"), backup.clone())
    );
    let world = World::new();
    world
        .server
        .apply(&Edit::behave(|now| *now = Behavior::newest()))
        .unwrap();
    let report = run(&world, "doctor -o json").json();
    assert_eq!(report["complete"], false);
    assert_eq!(report["preferences"], json!(null));
    let older = Behavior::older();
    assert_eq!(explain(&older, "30101 info", 0).0, "yes");
    assert_eq!(explain(&older, "30102 critical", 3), (json!("no"), failing));
    assert_eq!(explain(&older, "30107 critical", 3), (json!("no"), backup));
}

/// Whether a membership is in force the list of members tells where the newer answer leaves it out; where that does not
/// either, nothing arrives for certain.
#[test]
fn a_membership_that_is_not_told_is_asked_for_and_else_not_known() {
    let asked = |words: &str, hidden: bool, fault: Option<FaultKind>, status: i32| {
        let world = World::new();
        let edit = Edit::behave(move |now| now.hides_status = hidden);
        world.server.apply(&edit).unwrap();
        if let Some(fault) = fault {
            world.server.fault(Fault::on("member_list", fault).from(1));
        }
        let run = world
            .duty(words)
            .arg("--at")
            .arg("2026-11-24T12:00:00+08:00");
        let run = run.any_stdout().any_stderr();
        run.any_requests().status(status).run()
    };
    let none = json!({"request_id": "r", "data": {"items": [], "total": 0}}).to_string();
    let none = FaultKind::raw(200, "application/json", none);
    for (hidden, fault, reached, status) in [
        (false, None, "yes", 0),
        (true, None, "yes", 0),
        (
            true,
            Some(FaultKind::error(403, "AccessDenied")),
            "maybe",
            11,
        ),
        (true, Some(none), "maybe", 11),
    ] {
        let ran = asked(
            "doctor explain 30101 warning",
            hidden,
            fault.clone(),
            status,
        );
        let said = "the server does not tell whether your membership is in force";
        assert_eq!(ran.stdout.contains(said), status == 11, "{}", ran.stdout);
        let ran = asked(
            "doctor explain 30101 warning -o json",
            hidden,
            fault,
            status,
        );
        assert_eq!(ran.json()["result"]["reached"], reached);
        assert_eq!(!ran.bodies("member_list").is_empty(), hidden);
        let certain = &ran.json()["result"]["first"][0]["certain"];
        assert_eq!(certain, status == 0, "{}", ran.stdout);
    }
}
