//! `duty app-key create`: where the secret goes, and what becomes of a key that has no place.

use duty_sandbox::{Fault, FaultKind, OWNER_KEY};
use serde_json::json;

use super::holders::{Running, codes, fill, keyring, keys, nobody_is_locked_out, shown};
use crate::harness::World;
use crate::pty::{Pty, SIZE};

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
        .duty("app-key create json -o json -v --log-file log")
        .requests(&["app_key_list", "app_key_create"])
        .any_stdout()
        .any_stderr()
        .run();
    let made = keys(&world).pop().unwrap();
    assert_eq!(
        ran.json(),
        json!({
            "schema_version": 1, "id": made.id.to_string(), "name": "json",
            "secret_to": {"kind": "stdout", "context": null, "path": null, "command": null},
            "key": made.secret, "changed": true, "dry_run": false, "warnings": []
        })
    );
    assert_eq!(ran.stderr, "");
    let log = std::fs::read_to_string(world.home.path().join("log")).unwrap();
    assert!(log.contains("/person/app-key/create"), "{log}");
    assert!(!log.contains(&made.secret), "{log}");
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
    // One that fails has not taken it: the last resort is a file.
    let ran = world
        .duty("app-key create ci2 --exec")
        .arg("cat >/dev/null; exit 3")
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    let made = keys(&world).pop().unwrap();
    assert!(
        ran.stderr.contains("the key ci2 (60002) was created"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains(&made.secret), "{}", ran.stderr);
    let ran = world
        .duty("app-key create ci3 --exec")
        .arg("if")
        .status(2)
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("no key was created"), "{}", ran.stderr);
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
        let keys = ran.json()["items"].clone();
        let used = keys
            .as_array()
            .unwrap()
            .iter()
            .find(|key| key["in_use"] == true);
        used.map(|key| key["id"].as_str().unwrap().parse().unwrap())
    };
    assert_eq!(list(&world), Some(made.id));
    // Known to be in use: no name is needed, only the word that it is meant.
    let ran = world
        .duty("app-key rotate --self --delete -o json -v --log-file log")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let new = keys(&world).pop().unwrap();
    assert_eq!(ran.json()["id"], new.id.to_string());
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
fn a_key_that_was_shown_may_be_kept_in_the_keyring_too() {
    let mut world = World::new();
    let _keyring = keyring(&mut world);
    let mut pty = Pty::start(&world.duty("app-key create ci"), SIZE);
    let text = pty.until_text("Store it in the keyring too, as context default?");
    let made = keys(&world).pop().unwrap();
    assert!(text.contains(&made.secret), "{text}");
    pty.send("y\r");
    let (status, text) = (pty.end(), pty.text());
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

/// A context that is of another server would take the key there.
#[test]
fn a_key_that_was_shown_is_not_offered_to_the_context_of_another_server() {
    let mut world = World::new();
    let _keyring = keyring(&mut world);
    let folder = world.home.path().join(".config/duty");
    std::fs::create_dir_all(&folder).unwrap();
    let other = "[contexts.default]\nbase_url = \"https://other.example\"\n";
    std::fs::write(folder.join("config.toml"), other).unwrap();
    let mut pty = Pty::start(&world.duty("app-key create ci"), SIZE);
    pty.until_text("Store it in the keyring too, as context ci?");
    pty.send("n\r");
    assert_eq!(pty.end(), 0, "{}", pty.text());
}

/// A list that cannot know of the key of a killed create is not the last word on it.
#[test]
fn a_killed_create_is_remembered_until_its_key_is_seen_or_a_day_is_over() {
    let world = World::new();
    let wait = std::time::Duration::from_secs(10);
    let late = Fault::on("app_key_create", FaultKind::DelayAfter(wait));
    world.server.fault(late.first(1));
    let mut running = Running::start(&world.duty("app-key create ci --output-file ci.key"));
    running.at(&world, "app_key_create");
    while !keys(&world).iter().any(|key| key.name == "ci") {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    running.signal("KILL");
    running.end();
    let notes = || {
        let is_note =
            |path: &std::path::PathBuf| path.to_string_lossy().contains("app-key-create/");
        let files = world.files().into_iter().map(|(path, _)| path);
        let mut notes: Vec<_> = files.filter(is_note).collect();
        notes.retain(|path| path.extension().is_some_and(|end| end == "json"));
        notes
    };
    let told = || {
        let ran = world
            .duty("app-key list")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        ran.stderr
            .contains("duty was interrupted while creating the key ci (60001)")
    };
    let one = |id: u64, name: &str| json!([{"key_id": id, "key_name": name, "status": "enabled", "created_at": 1_700_000_000, "updated_at": 1_700_000_000}]);
    let listed = |keys: serde_json::Value| {
        let body = json!({"request_id": "r", "data": {"items": keys, "total": 1}}).to_string();
        let list = FaultKind::raw(200, "application/json", body);
        world.server.fault(Fault::on("app_key_list", list).first(1));
    };
    // Another account's list has a key of that name too; one of one's own may be behind.
    for stranger in [one(60001, "ci"), one(5001, "laptop")] {
        listed(stranger);
        assert!(!told());
        assert_eq!(notes().len(), 1);
    }
    let note = notes().pop().unwrap();
    let kept = std::fs::read(&note).unwrap();
    assert!(told());
    assert!(!told());
    assert!(notes().is_empty());
    // One that this machine holds is nobody's orphan, whoever else made one of that name.
    world
        .server
        .edit(|state| {
            state["app_keys"]
                .as_array_mut()
                .unwrap()
                .retain(|key| key["key_name"] != "ci")
        })
        .unwrap();
    std::fs::write(&note, &kept).unwrap();
    world
        .duty("app-key create ci -q")
        .any_requests()
        .any_stdout()
        .run();
    assert_eq!(keys(&world).pop().unwrap().id, 60002);
    let list = || {
        let ran = world.duty("app-key list").any_requests().any_stdout();
        ran.any_stderr().run().stderr
    };
    assert!(!list().contains("while creating"), "{}", list());
    assert_eq!(notes().len(), 1);
    // A day later a list without it is the last word.
    let mut old: serde_json::Value = serde_json::from_slice(&kept).unwrap();
    old["began"] = json!(old["began"].as_i64().unwrap() - 86_401);
    std::fs::write(&note, old.to_string()).unwrap();
    assert!(!told());
    assert!(notes().is_empty());
}
