//! `duty app-key`; what goes wrong on the way is in `app_key_faults.rs`.

use duty_sandbox::{Fault, FaultKind, MEMBER_KEY, OWNER_KEY};
use serde_json::json;

use crate::app_key_holders::{Keyring, Running, codes, fill, keys, nobody_is_locked_out, shown};
use crate::harness::World;
use crate::screen::Screen;

#[test]
fn list_says_how_many_and_what_is_known_of_the_one_in_use() {
    let world = World::new();
    let ran = world
        .duty("app-key list")
        .requests(&["app_key_list"])
        .any_stdout()
        .stderr(
            "
            2/5 used
            A key does not say which of these it is: duty knows it only for a key that it made and stored itself.
            ",
        )
        .run();
    let lines: Vec<Vec<&str>> = ran
        .stdout
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[1][..3], ["5002", "ci-2024", "disabled"]);
    assert_eq!(lines[2][..3], ["5001", "laptop", "enabled"]);
    assert_eq!(lines[2].last(), Some(&"maybe"));
    let shown = world
        .duty("app-key list -o json")
        .requests(&["app_key_list"])
        .any_stdout()
        .any_stderr()
        .run()
        .json();
    assert_eq!((&shown["used"], &shown["limit"]), (&json!(2), &json!(5)));
    assert_eq!(shown["keys"][0]["in_use"], json!(false));
    assert_eq!(shown["keys"][1]["in_use"], json!(null));
}

#[test]
fn a_script_gets_the_secret_and_nothing_else() {
    let world = World::new();
    let ran = world
        .duty("app-key create ci -q")
        .requests(&["app_key_list", "app_key_create"])
        .any_stdout()
        .run();
    let made = keys(&world).pop().unwrap();
    assert_eq!((made.name.as_str(), made.enabled), ("ci", true));
    assert_eq!(ran.stdout, format!("{}\n", made.secret));
    let ran = world
        .duty("app-key create json -o json -v")
        .requests(&["app_key_list", "app_key_create"])
        .any_stdout()
        .any_stderr()
        .run();
    let made = keys(&world).pop().unwrap();
    assert_eq!(
        ran.json(),
        json!({"key_id": made.id, "key_name": "json", "secret_to": "stdout", "key": made.secret})
    );
    assert!(
        ran.stderr.contains("/person/app-key/create"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains(&made.secret), "{}", ran.stderr);
    for (path, content) in world.files() {
        let content = String::from_utf8_lossy(&content);
        assert!(!content.contains(&made.secret), "{}", path.display());
    }
}

#[test]
fn a_script_has_to_say_where_the_secret_goes() {
    let world = World::new();
    let ran = world.duty("app-key create ci").status(2).any_stderr().run();
    assert!(ran.stderr.contains("--output-file"), "{}", ran.stderr);
    // Closed, or /dev/null: refused before any request.
    for redirect in [">&-", ">/dev/null"] {
        let duty = crate::harness::binary();
        let mut command = std::process::Command::new("sh");
        let run = world.duty("");
        for (name, value) in run.command().get_envs() {
            command.env(name, value.unwrap());
        }
        let output = command
            .arg("-c")
            .arg(format!(
                "{} app-key create ci -q {redirect}",
                duty.display()
            ))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("would be lost"));
    }
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}

#[test]
fn a_name_is_made_of_the_machine_and_the_day() {
    let world = World::new();
    world
        .duty("app-key create -q")
        .any_stdout()
        .any_requests()
        .run();
    let name = keys(&world).pop().unwrap().name;
    let date = jiff::ZonedDateTime::now().strftime("%Y-%m-%d").to_string();
    assert!(name.starts_with("duty-") && name.ends_with(&date), "{name}");
}

#[test]
fn a_new_file_takes_the_secret_and_an_old_one_does_not() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let ran = world
        .duty("app-key create ci --output-file ci.key")
        .any_requests()
        .any_stderr()
        .run();
    let secret = keys(&world).pop().unwrap().secret;
    let file = world.home.path().join("ci.key");
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        format!("{secret}\n")
    );
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(!ran.stderr.contains(&secret));
    let ran = world
        .duty("app-key create ci --output-file ci.key")
        .status(2)
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("new file only"), "{}", ran.stderr);
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        format!("{secret}\n")
    );
    // What was opened for nothing is taken back.
    world
        .server
        .fault(Fault::on("app_key_create", FaultKind::Error500Before));
    world
        .duty("app-key create ci --output-file other.key")
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    assert!(!world.home.path().join("other.key").exists());
}

#[test]
fn a_command_takes_the_secret_on_its_standard_input() {
    let world = World::new();
    world
        .duty("app-key create ci --exec")
        .arg("cat > taken")
        .any_requests()
        .any_stderr()
        .run();
    let secret = keys(&world).pop().unwrap().secret;
    let taken = std::fs::read_to_string(world.home.path().join("taken")).unwrap();
    assert_eq!(taken, format!("{secret}\n"));
    // One that fails has not taken it: the last resort is stderr.
    let ran = world
        .duty("app-key create ci2 --exec")
        .arg("cat >/dev/null; exit 3")
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    let made = keys(&world).pop().unwrap();
    assert!(ran.stderr.contains("NEW APP KEY ci2"), "{}", ran.stderr);
    assert!(ran.stderr.contains(&made.secret), "{}", ran.stderr);
    let ran = world
        .duty("app-key create ci3 --exec")
        .arg("if")
        .status(2)
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("no key was made"), "{}", ran.stderr);
}

#[test]
fn without_any_place_left_the_key_is_deleted_again_or_named_later() {
    let world = World::new();
    let late = || FaultKind::DelayAfter(std::time::Duration::from_millis(300));
    world.server.fault(Fault::on("app_key_create", late()));
    let mut running = Running::start(&world.duty("app-key create ci -q"));
    running.at(&world, "app_key_create");
    running.close_stdout();
    running.close_stderr();
    // The deletion wants a code, which a script has not: the key stays, and the next list names it.
    assert_eq!(running.end().status, Some(1));
    assert_eq!(shown(&world), "laptop+, ci-2024-, ci+");
    let list = Running::start(&world.duty("app-key list")).end().printed();
    nobody_is_locked_out(&world, &list, &[OWNER_KEY]);
    assert!(list.contains("duty app-key delete 60001"), "{list}");
    // A rotation has its code with it: the key that nobody can be told is deleted again.
    let world = World::new();
    world.server.fault(Fault::on("app_key_create", late()));
    let run = world
        .duty("app-key rotate laptop --self -q")
        .env("DUTY_VERIFY_CODE", codes(&world, 1));
    let mut running = Running::start(&run);
    running.at(&world, "app_key_create");
    running.close_stdout();
    running.close_stderr();
    assert_eq!(running.end().status, Some(1));
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}

#[test]
fn five_are_said_before_the_server_is_asked_for_a_sixth() {
    let world = World::new();
    fill(&world, 3, "enabled");
    let ran = world
        .duty("app-key create ci -q")
        .status(7)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("5 of 5 app keys are in use"),
        "{}",
        ran.stderr
    );
    let oldest = ran.stderr.find("ci-2024 (5002)").unwrap();
    assert!(
        oldest < ran.stderr.find("laptop (5001)").unwrap(),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_key_in_use_is_not_ended_by_accident() {
    let world = World::new();
    for words in ["app-key disable laptop", "app-key delete 5001 --yes"] {
        let ran = world
            .duty(words)
            .status(2)
            .requests(&["app_key_list"])
            .any_stderr()
            .run();
        assert!(ran.stderr.contains("--self"), "{}", ran.stderr);
        assert!(
            ran.stderr
                .contains("may be the key that duty itself is using")
        );
    }
    let code = codes(&world, 1);
    world
        .duty("app-key disable laptop --self")
        .env("DUTY_VERIFY_CODE", code)
        .requests(&["app_key_list", "app_key_disable"])
        .stderr("Disabled the key laptop (5001).\n")
        .run();
    assert_eq!(shown(&world), "laptop-, ci-2024-");
}

#[test]
fn a_disabled_key_of_its_own_is_noticed_when_the_answer_is_lost() {
    let world = World::new();
    let code = codes(&world, 1);
    world
        .server
        .fault(Fault::on("app_key_disable", FaultKind::CloseAfter));
    let ran = world
        .duty("app-key disable laptop --self")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("it was this one"), "{}", ran.stderr);
}

#[test]
fn keys_are_named_by_id_or_name_and_two_of_a_name_are_refused() {
    let world = World::new();
    world
        .duty("app-key rename 5002 laptop")
        .requests(&["app_key_list", "app_key_rename"])
        .stderr("The key ci-2024 (5002) is called laptop now.\n")
        .run();
    let ran = world
        .duty("app-key rename laptop x")
        .status(2)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("laptop (5001)") && ran.stderr.contains("laptop (5002)"));
    world
        .duty("app-key rename nobody x")
        .status(6)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    let code = codes(&world, 1);
    world
        .duty("app-key enable 5002")
        .env("DUTY_VERIFY_CODE", code)
        .requests(&["app_key_list", "app_key_enable"])
        .any_stderr()
        .run();
    assert_eq!(shown(&world), "laptop+, laptop+");
}

#[test]
fn the_owner_acts_for_a_member_and_nobody_else_does() {
    let world = World::new();
    let ran = world
        .duty("app-key list --person lisi@example.com -o json")
        .requests(&["member_list", "member_info", "app_key_list"])
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(ran.json()["keys"][0]["key_name"], "lisi-laptop");
    assert_eq!(ran.json()["keys"][0]["in_use"], json!(false));
    world
        .duty("app-key list --person nobody@example.com")
        .status(6)
        .requests(&["member_list"])
        .any_stderr()
        .run();
    world
        .server
        .edit(|state| state["members"][2]["member_name"] = json!("李四"))
        .unwrap();
    let ran = world
        .duty("app-key list --person 李四")
        .status(2)
        .requests(&["member_list"])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("fits 2 members"), "{}", ran.stderr);
    let ran = world
        .duty("app-key create ci -q")
        .env("DUTY_APP_KEY", MEMBER_KEY)
        .status(5)
        .requests(&["app_key_list"])
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("only the account owner"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("Personal center > APP keys"));
}

#[test]
fn a_saved_key_is_a_context_that_knows_its_id_and_rotates() {
    let mut world = World::new();
    let url = world.server.base_url();
    let ran = world
        .duty("app-key create work --save=work --insecure-storage")
        .any_requests()
        .any_stderr()
        .run();
    let made = keys(&world).pop().unwrap();
    assert!(!ran.stderr.contains(&made.secret));
    let ran = world
        .duty("app-key create work --save=work --insecure-storage")
        .status(2)
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("is not overwritten"), "{}", ran.stderr);
    let code = codes(&world, 1);
    world
        .env_remove("DUTY_APP_KEY")
        .env_remove("DUTY_BASE_URL")
        .env("DUTY_CONTEXT", "work");
    let list = |world: &World| {
        let ran = world
            .duty("app-key list -o json")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        let keys = ran.json()["keys"].clone();
        let used = keys
            .as_array()
            .unwrap()
            .iter()
            .find(|key| key["in_use"] == true);
        used.map(|key| key["key_id"].as_u64().unwrap())
    };
    assert_eq!(list(&world), Some(made.id));
    // Known to be in use: no name is needed, only the word that it is meant.
    let ran = world
        .duty("app-key rotate --self --delete -o json -v")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let new = keys(&world).pop().unwrap();
    assert_eq!(ran.json()["key_id"], new.id);
    assert!(!ran.stdout.contains(&new.secret) && !ran.stderr.contains(&new.secret));
    assert_eq!(shown(&world), "laptop+, ci-2024-, work+");
    assert_eq!(list(&world), Some(new.id));
    world
        .duty("auth token")
        .stdout(&format!("{}\n", new.secret))
        .run();
    assert_ne!(new.id, made.id);
    let config = std::fs::read_to_string(world.home.path().join(".config/duty/config.toml"));
    assert!(config.unwrap().contains(&url));
}

#[test]
fn a_terminal_shows_the_secret_once_and_asks_for_the_code() {
    let world = World::new();
    let screen = Screen::of(&world.duty("app-key create ci"));
    let (status, text) = screen.end();
    assert_eq!(status, 0, "{text}");
    let made = keys(&world).pop().unwrap();
    assert!(
        text.contains("The secret of ci (60001), which you will not see again:"),
        "{text}"
    );
    assert_eq!(text.matches(&made.secret).count(), 1, "{text}");

    let mut screen = Screen::of(&world.duty("app-key delete ci"));
    screen.wait_for("may be the key that duty itself is using");
    screen.wait_for("Delete the key ci (60001)?");
    screen.keys("y\r");
    screen.wait_for("Where should it come from?");
    // The phone is not verified: only what can receive a code is offered.
    let text = screen.wait_for("authenticator app");
    assert!(
        text.contains("email: z***@example.com") && !text.contains("138"),
        "{text}"
    );
    screen.keys("\r");
    screen.wait_for("A verification code went to z***@example.com.");
    screen.wait_for("Code (email");
    let outbox = world.server.outbox().unwrap();
    let mail = outbox
        .iter()
        .rev()
        .find(|mail| mail.device == "email")
        .unwrap();
    screen.keys(&format!("{}\r", mail.code));
    let (status, text) = screen.end();
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("Deleted the key ci (60001)."), "{text}");
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}

#[test]
fn a_key_that_was_shown_may_be_kept_in_the_keyring_too() {
    let mut world = World::new();
    let _keyring = Keyring::begin(&mut world);
    let mut screen = Screen::of(&world.duty("app-key create ci"));
    let text = screen.wait_for("Keep it in the keyring too, as context default?");
    let made = keys(&world).pop().unwrap();
    assert!(text.contains(&made.secret), "{text}");
    screen.keys("y\r");
    let (status, text) = screen.end();
    assert_eq!(status, 0, "{text}");
    world.env_remove("DUTY_APP_KEY").env_remove("DUTY_BASE_URL");
    world
        .duty("auth token --context default")
        .stdout(&format!("{}\n", made.secret))
        .run();
    // The keyring is not written to where nobody asked for it, nor printed to where it was.
    let ran = world
        .duty("app-key create more --save=more -v")
        .any_requests()
        .any_stderr()
        .run();
    let more = keys(&world).pop().unwrap();
    assert!(!ran.stderr.contains(&more.secret), "{}", ran.stderr);
    world
        .duty("auth token --context more")
        .stdout(&format!("{}\n", more.secret))
        .run();
}
