//! A server of the newest reference, which has dropped the older list of IM apps: the newer one is asked, and
//! the credentials in its answer go nowhere.

use duty_sandbox::CREDENTIAL;
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
        "prefs channels -o json",
        "prefs show -o json",
        "prefs set info --im slack:4405 --email -v",
        "doctor -v",
        "doctor -o json",
        "doctor explain 30101 warning -v",
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
