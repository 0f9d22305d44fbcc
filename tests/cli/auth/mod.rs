//! `duty auth` where the keys are in files: what is in the keyring is tested in `keyring.rs`, what is
//! asked on a terminal in `prompt.rs`.

mod contexts;
mod import;
mod logout;

use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::{Fault, FaultKind, Ran, World};

const PRIMARY: &str = duty_sandbox::PRIMARY_KEY;

/// A world in which nothing gives the key but what is stored.
fn world() -> World {
    let mut world = World::new();
    world.env_remove("DUTY_APP_KEY").env_remove("DUTY_BASE_URL");
    world
}

#[track_caller]
fn log_in(world: &World, key: &str, more: &str) -> Ran {
    let url = world.server.base_url();
    world
        .duty(&format!(
            "auth login --app-key-stdin --insecure-storage --base-url {url} {more}"
        ))
        .stdin(key.to_owned())
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run()
}

fn key(world: &World) -> String {
    world.server.app_key().to_string()
}

#[track_caller]
fn config(world: &World) -> String {
    let path = world.duty("config path").any_stdout().run().stdout;
    std::fs::read_to_string(path.trim()).unwrap_or_default()
}

#[track_caller]
fn row(ran: &Ran) -> Value {
    ran.json()["items"][0].clone()
}

#[test]
fn login_says_whose_it_is_and_keeps_server_and_key() {
    let world = world();
    let ran = log_in(&world, &format!("{}\r\n", key(&world)), "-o json");
    let told = ran.json();
    assert_eq!(told["person"], json!({"id": "80011", "name": "张三"}));
    assert_eq!(told["account"]["name"], "星环电商 Starloop");
    assert_eq!(told["masked_key"], "…cdef");
    assert_eq!(told["key_store"], "insecure-file");
    assert_eq!(told["insecure"], true);
    assert!(ran.warnings().contains("not encrypted"), "{}", ran.stdout);
    world
        .duty("profile show")
        .requests(&["member_info"])
        .any_stdout()
        .run();
    world
        .duty("auth token")
        .stdout(&format!("{}\n", key(&world)))
        .run();
    let files = world.files();
    let with_key: Vec<_> = files
        .iter()
        .filter(|(_, content)| String::from_utf8_lossy(content).contains(&key(&world)))
        .collect();
    let [(file, _)] = with_key.as_slice() else {
        panic!("the key is in {with_key:?}");
    };
    assert!(file.ends_with("insecure-keys/default"), "{file:?}");
    #[cfg(unix)]
    for (file, _) in &files {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", file.display());
    }
    let list = world.duty("auth list").any_stdout().run();
    assert!(list.stdout.contains("INSECURE"), "{}", list.stdout);
}

#[test]
fn a_key_of_the_primary_account_is_a_key() {
    let world = world();
    let told = log_in(&world, PRIMARY, "-o json").json();
    assert_eq!(told["person"]["name"], "星环电商 Starloop");
}

#[test]
fn nothing_is_stored_unless_it_works() {
    let world = world();
    let url = world.server.base_url();
    let login = format!("auth login --app-key-stdin --insecure-storage --base-url {url} -o json");
    let wrong = "wrong-key-0123456789";
    let ran = world
        .duty(&login)
        .stdin(wrong)
        .requests(&["member_info"])
        .any_stderr()
        .status(4)
        .run();
    assert!(!ran.stderr.contains(wrong), "{}", ran.stderr);
    for odd in ["", "two words", "a\nb"] {
        world.duty(&login).stdin(odd).any_stderr().status(4).run();
    }
    let ran = world
        .duty("auth login --app-key-stdin --base-url http://127.0.0.1:1 -o json")
        .stdin(key(&world))
        .any_stderr()
        .status(10)
        .run();
    assert!(!ran.stderr.contains(&key(&world)), "{}", ran.stderr);
    // A script that forgot how to pass the key does not hang.
    let ran = world.duty("auth login").any_stderr().status(2).run();
    assert!(ran.stderr.contains("--app-key-stdin"), "{}", ran.stderr);
    let ran = world
        .duty(&format!("{login} --dry-run"))
        .stdin(key(&world))
        .requests(&["member_info"])
        .any_stdout()
        .run();
    assert_eq!(ran.json()["dry_run"], true);
    assert_eq!(config(&world), "");
    assert_eq!(world.files().len(), 0);
}

#[test]
fn status_tells_its_states_apart() {
    let world = world();
    let status = |world: &World, more: &str, code| {
        let run = world.duty(&format!("auth status -o json {more}"));
        let ran = run.any_requests().any_stdout().status(code).run();
        assert!(!ran.stdout.contains(&key(world)), "{}", ran.stdout);
        row(&ran)
    };
    let missing = status(&world, "", 4);
    assert_eq!(missing["state"], "missing");
    assert!(
        missing["error"]["hint"]
            .as_str()
            .unwrap()
            .contains("auth login")
    );
    log_in(&world, &key(&world), "");
    let valid = status(&world, "", 0);
    assert_eq!(valid["state"], "valid");
    assert_eq!(valid["source"], "insecure-file");
    assert_eq!(valid["insecure"], true);
    assert_eq!(valid["person"]["id"], "80011");

    world
        .duty("auth status --offline -o json")
        .any_stdout()
        .run();
    assert_eq!(status(&world, "--offline", 0)["state"], "not_checked");

    let refuse = |status| FaultKind::Status {
        status,
        code: if status == 401 {
            "Unauthorized"
        } else {
            "InternalError"
        }
        .into(),
        message: "no".into(),
        retry_after: None,
    };
    world.server.fault(Fault::any(refuse(401)));
    assert_eq!(status(&world, "", 4)["state"], "invalid");
    for fault in [FaultKind::CloseBefore, FaultKind::Garbage, refuse(500)] {
        world.server.clear_faults();
        world.server.fault(Fault::any(fault));
        let row = status(&world, "--timeout 5", 10);
        assert_eq!(row["state"], "unreachable");
        assert!(row["error"]["message"].is_string());
    }
    world.server.clear_faults();

    // The worst of several; a dead server is not as bad as a dead key.
    std::fs::write(
        world.duty("config path").any_stdout().run().stdout.trim(),
        config(&world)
            + "[contexts.dead]\nbase_url = 'http://127.0.0.1:1'\nkey_store = 'insecure-file'\n",
    )
    .unwrap();
    let stored = world.files();
    let (file, _) = stored
        .iter()
        .find(|(path, _)| path.ends_with("insecure-keys/default"))
        .unwrap();
    std::fs::copy(file, file.with_file_name("dead")).unwrap();
    let ran = world
        .duty("auth status --all")
        .requests(&["member_info"])
        .any_stdout()
        .any_stderr()
        .status(10)
        .run();
    assert!(ran.stdout.contains("unreachable"), "{}", ran.stdout);
    assert!(ran.stdout.contains("valid"), "{}", ran.stdout);
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let world = world();
    log_in(&world, &key(&world), "");
    let files = world.files();
    let (file, _) = files
        .iter()
        .find(|(path, _)| path.ends_with("insecure-keys/default"))
        .unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let ran = world.duty("profile show").any_stderr().status(4).run();
    assert!(ran.stderr.contains("chmod 600"), "{}", ran.stderr);
}

/// Neither a pipe, which would be waited for, nor a device that never ends.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_no_stored_key() {
    let world = world();
    log_in(&world, &key(&world), "");
    let files = world.files();
    let (file, _) = files
        .iter()
        .find(|(path, _)| path.ends_with("insecure-keys/default"))
        .unwrap();
    std::fs::remove_file(file).unwrap();
    let made = std::process::Command::new("mkfifo").arg(file).status();
    assert!(made.expect("this test needs mkfifo").success());
    let refused = || {
        let ran = world.duty("profile show").any_stderr().status(4).run();
        assert!(ran.stderr.contains("it is not a file"), "{}", ran.stderr);
    };
    refused();
    std::fs::remove_file(file).unwrap();
    std::os::unix::fs::symlink("/dev/zero", file).unwrap();
    refused();
}

#[test]
fn what_the_vendors_cli_has_is_taken_over() {
    let world = world();
    let folder = world.home.path().join(".flashduty");
    world
        .duty("auth login --import")
        .any_stderr()
        .status(4)
        .run();
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(
        folder.join("config.yaml"),
        format!(
            "app_key: {}\nbase_url: {}\n",
            key(&world),
            world.server.base_url()
        ),
    )
    .unwrap();
    // Whoever else can change the file decides where the key goes.
    use std::os::unix::fs::PermissionsExt;
    let others_may = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.join("config.yaml"), permissions).unwrap();
    };
    others_may(0o666);
    let ran = world
        .duty("auth login --import --insecure-storage --context work")
        .status(2)
        .any_stderr()
        .run();
    for part in ["others can write to", "chmod go-w"] {
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    }
    others_may(0o644);
    let ran = world
        .duty("auth login --import --insecure-storage --context work")
        // The server of the file goes with the key of the file.
        .env("DUTY_BASE_URL", "http://127.0.0.1:1")
        .requests(&["member_info"])
        .any_stdout()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("still holds the key"), "{}", ran.stderr);
    // Else the variable would win.
    let next = format!("doctor --base-url {}'", world.server.base_url());
    assert!(ran.stderr.contains(&next), "{}", ran.stderr);
    assert!(!ran.stderr.contains(&key(&world)) && !ran.stdout.contains(&key(&world)));
    world
        .duty("profile show")
        .requests(&["member_info"])
        .any_stdout()
        .run();
}

#[test]
fn the_sandbox_needs_no_login() {
    let world = world();
    for words in ["auth login", "auth token", "auth logout", "auth remove x"] {
        let ran = world
            .duty(&format!("--sandbox {words}"))
            .any_stderr()
            .status(2)
            .run();
        assert!(ran.stderr.contains("needs no login"), "{}", ran.stderr);
    }
}

#[test]
fn no_help_shows_a_key() {
    let world = world();
    let canary = "CANARY-0123456789abcdef";
    for words in [
        "--help",
        "auth --help",
        "auth login --help",
        "help environment",
        "profile show --help",
    ] {
        let ran = world
            .duty(words)
            .env("DUTY_APP_KEY", canary)
            .env("FLASHDUTY_APP_KEY", canary)
            .any_stdout()
            .run();
        assert!(!ran.stdout.contains(canary), "{}", ran.stdout);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_argument_list_has_the_key() {
    let world = world();
    let url = world.server.base_url();
    let run = world.duty(&format!(
        "auth login --app-key-stdin --insecure-storage --base-url {url}"
    ));
    let mut child = run
        .command()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(key(&world).as_bytes()).unwrap();
    // It has the key and waits for the end of it.
    for file in ["cmdline", "environ"] {
        let seen = std::fs::read(format!("/proc/{}/{file}", child.id())).unwrap();
        assert!(
            !String::from_utf8_lossy(&seen).contains(&key(&world)),
            "{file}"
        );
    }
    drop(stdin);
    assert!(child.wait_with_output().unwrap().status.success());
}

/// The context keeps the server, and a variable of another one would win over that.
#[test]
fn what_comes_next_needs_no_server_that_the_context_has() {
    let mut world = World::new();
    world.env_remove("DUTY_APP_KEY").env_remove("DUTY_BASE_URL");
    let url = world.server.base_url();
    let log_in = |other: Option<&str>| {
        let run = world.duty(&format!(
            "auth login --app-key-stdin --insecure-storage --base-url {url}"
        ));
        let run = match other {
            Some(other) => run.env("DUTY_BASE_URL", other),
            None => run,
        };
        let run = run.stdin(world.server.app_key()).any_requests();
        run.any_stdout().any_stderr().run().stderr
    };
    let told = log_in(None);
    assert!(told.contains("Next: 'duty doctor' says"), "{told}");
    let told = log_in(Some("https://other.example.com"));
    assert!(
        told.contains(&format!("'duty --base-url {url} doctor'")),
        "{told}"
    );
}
