//! The operating system's keyring, in earnest: a D-Bus session of its own with gnome-keyring in it,
//! no display; and every way in which there is none.

mod folders;
pub mod session;

use std::time::{Duration, Instant};

use self::session::{Service, Session};
use crate::harness::{Ran, World};
use crate::pty::{Pty, SIZE};

/// duty waits for 3 s; a busy machine may take its time, an endless wait is something else.
const AT_LAST: Duration = Duration::from_secs(10);

/// A world in which nothing gives the key but what is stored.
fn world() -> World {
    let mut world = World::new();
    world.env_remove("DUTY_APP_KEY").env_remove("DUTY_BASE_URL");
    world
}

#[track_caller]
fn log_in(world: &World, more: &str) -> Ran {
    let url = world.server.base_url();
    world
        .duty(&format!(
            "auth login --app-key-stdin --base-url {url} {more}"
        ))
        .stdin(format!("{}\n", world.server.app_key()))
        .requests(&["member_info"])
        .any_stdout()
        .any_stderr()
        .run()
}

fn holds(text: &[u8], key: &str) -> bool {
    text.windows(key.len()).any(|part| part == key.as_bytes())
}

#[test]
fn in_and_out_with_another_program_as_the_witness() {
    let mut world = world();
    let session = Session::begin(&world, Service::Unlocked);
    session.enter(&mut world);
    let key = world.server.app_key().to_string();

    let ran = log_in(&world, "--context work -v");
    assert!(ran.stdout.contains("the keyring"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(&key) && !ran.stderr.contains(&key));
    let lookup = ["lookup", "service", "duty", "username", "work"];
    assert_eq!(session.secret_tool(&world, &lookup), (key.clone(), true));
    let (found, _) = session.secret_tool(&world, &["search", "--all", "service", "duty"]);
    assert!(
        found.contains("label = duty: APP key of context work"),
        "{found}"
    );

    // Neither the key nor the server is named any more.
    let ran = world
        .duty("profile show -v")
        .requests(&["member_info"])
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("key from the keyring, context work"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains(&key), "{}", ran.stderr);
    world.duty("auth token").stdout(&format!("{key}\n")).run();
    let ran = world
        .duty("auth status -o json")
        .requests(&["member_info"])
        .any_stdout()
        .run();
    let row = &ran.json()["items"][0];
    assert_eq!(row["state"], "valid");
    assert_eq!(row["source"], "keyring");
    assert_eq!(row["masked_key"], "…cdef");

    let files = world.files();
    assert!(files.iter().any(|(path, _)| path.ends_with("config.toml")));
    for (path, content) in files {
        assert!(!holds(&content, &key), "the key is in {}", path.display());
    }

    world
        .duty("auth logout")
        .stdout("The key of context work is deleted from the keyring.\n")
        .any_stderr()
        .run();
    assert!(!session.secret_tool(&world, &lookup).1);
    let ran = world
        .duty("profile show -o json")
        .any_stderr()
        .status(4)
        .run();
    assert_eq!(ran.error()["code"], "key_missing");
}

#[test]
fn one_entry_a_context_and_a_second_login_replaces_it() {
    let mut world = world();
    let session = Session::begin(&world, Service::Unlocked);
    session.enter(&mut world);
    log_in(&world, "--context work");
    log_in(&world, "--context work");
    log_in(&world, "--context home");
    let (found, _) = session.secret_tool(&world, &["search", "--all", "service", "duty"]);
    assert_eq!(found.matches("label = ").count(), 2, "{found}");
    // Into the file: the keyring does not keep a second copy.
    log_in(&world, "--context work --insecure-storage");
    let (found, _) = session.secret_tool(&world, &["search", "--all", "service", "duty"]);
    assert_eq!(found.matches("label = ").count(), 1, "{found}");
    world
        .duty("auth logout --all --yes")
        .any_stdout()
        .any_stderr()
        .run();
    let (found, _) = session.secret_tool(&world, &["search", "--all", "service", "duty"]);
    assert_eq!(found, "");
    assert!(
        !world
            .files()
            .iter()
            .any(|(_, content)| holds(content, world.server.app_key()))
    );
}

#[test]
fn somebody_took_the_entry_away_or_made_a_second_one() {
    let mut world = world();
    let session = Session::begin(&world, Service::Unlocked);
    session.enter(&mut world);
    log_in(&world, "");
    session.secret_tool(&world, &["clear", "service", "duty", "username", "default"]);
    let ran = world
        .duty("auth status -o json")
        .any_stdout()
        .status(4)
        .run();
    assert_eq!(ran.json()["items"][0]["state"], "missing");

    log_in(&world, "");
    session.store(&world, &["username", "default", "x", "y"], "another-key");
    let ran = world
        .duty("profile show -o json")
        .any_stderr()
        .status(4)
        .run();
    assert_eq!(ran.error()["code"], "key_unreadable");
    log_in(&world, "");
    let (found, _) = session.secret_tool(&world, &["search", "--all", "service", "duty"]);
    assert_eq!(found.matches("label = ").count(), 1, "{found}");
}

/// The keyring cannot be had: every command says so in time, with the ways on; and where a variable
/// gives the key nothing of it is noticed.
#[track_caller]
fn without(world: &mut World, code: &str, word: &str) {
    let url = world.server.base_url();
    let key = world.server.app_key().to_string();
    let config = world.home.path().join("config");
    std::fs::create_dir_all(&config).unwrap();
    let text = format!("[contexts.default]\nbase_url = '{url}'\nkey_store = 'keyring'\n");
    std::fs::write(config.join("config.toml"), &text).unwrap();
    world.env("DUTY_CONFIG_DIR", config.as_os_str());

    let began = Instant::now();
    let ran = world
        .duty("profile show -o json")
        .any_stderr()
        .status(4)
        .run();
    assert!(began.elapsed() < AT_LAST, "{:?}", began.elapsed());
    let error = ran.error();
    assert_eq!(error["code"], code, "{error}");
    assert!(error["message"].as_str().unwrap().contains(word), "{error}");
    for way in ["DUTY_APP_KEY", "--insecure-storage", "unlock"] {
        assert!(error["hint"].as_str().unwrap().contains(way), "{error}");
    }

    let began = Instant::now();
    let ran = world
        .duty("auth status -o json")
        .any_stdout()
        .status(4)
        .run();
    assert!(began.elapsed() < AT_LAST, "{:?}", began.elapsed());
    assert_eq!(ran.json()["items"][0]["state"], "keyring_unavailable");

    let began = Instant::now();
    let ran = world
        .duty(&format!(
            "auth login --app-key-stdin --context new --base-url {url}"
        ))
        .stdin(key.clone())
        .requests(&["member_info"])
        .any_stderr()
        .status(4)
        .run();
    assert!(began.elapsed() < AT_LAST, "{:?}", began.elapsed());
    assert!(ran.stderr.contains("--insecure-storage"), "{}", ran.stderr);
    assert!(!ran.stderr.contains(&key), "{}", ran.stderr);
    // Not chosen by itself, and no context was made of it.
    assert_eq!(
        std::fs::read_to_string(config.join("config.toml")).unwrap(),
        text
    );
    assert!(
        !world
            .files()
            .iter()
            .any(|(_, content)| holds(content, &key))
    );

    // What is not known to be gone is not said to be gone.
    let began = Instant::now();
    world.duty("auth logout").any_stderr().status(4).run();
    assert!(began.elapsed() < AT_LAST, "{:?}", began.elapsed());

    world
        .duty("profile show")
        .env("DUTY_APP_KEY", key.clone())
        .requests(&["member_info"])
        .any_stdout()
        .run();
    // The way out works.
    let ran = world
        .duty(&format!(
            "auth login --app-key-stdin --insecure-storage --context new --base-url {url}"
        ))
        .stdin(key)
        .requests(&["member_info"])
        .any_stdout()
        .any_stderr()
        .run();
    assert!(ran.stdout.contains("INSECURE"), "{}", ran.stdout);
    world
        .duty("profile show --context new")
        .requests(&["member_info"])
        .any_stdout()
        .run();
}

#[test]
fn no_bus_at_all_and_none_is_started() {
    let mut world = world();
    let folder = world.home.path().join("bin");
    std::fs::create_dir_all(&folder).unwrap();
    let mark = world.home.path().join("started");
    for name in ["dbus-launch", "dbus-daemon", "dbus-run-session"] {
        let file = folder.join(name);
        std::fs::write(&file, format!("#!/bin/sh\ntouch {}\n", mark.display())).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&file, mode).unwrap();
    }
    world.env("PATH", folder.as_os_str());
    world.env("DISPLAY", ":99");
    without(&mut world, "keyring_unavailable", "no D-Bus");
    assert!(!mark.exists(), "a D-Bus daemon was started");
    let ran = world
        .duty("profile show -o json")
        .env("DBUS_SESSION_BUS_ADDRESS", "autolaunch:")
        .any_stderr()
        .status(4)
        .run();
    assert_eq!(ran.error()["code"], "keyring_unavailable");
    assert!(!mark.exists(), "a D-Bus daemon was started");
}

#[test]
fn a_bus_that_is_gone() {
    let mut world = world();
    let socket = world.home.path().join("gone");
    world.env(
        "DBUS_SESSION_BUS_ADDRESS",
        format!("unix:path={}", socket.display()),
    );
    without(&mut world, "keyring_unavailable", "Secret Service");
}

#[test]
fn a_bus_without_a_service() {
    let mut world = world();
    let session = Session::begin(&world, Service::Nothing);
    session.enter(&mut world);
    without(&mut world, "keyring_unavailable", "org.freedesktop.secrets");
}

/// A key was stored in a keyring that could be asked; now it is one like this.
fn logged_in_before(world: &mut World, now: Service) -> Session {
    let session = Session::begin(world, Service::Unlocked);
    session.enter(world);
    log_in(world, "");
    drop(session);
    let session = Session::begin(world, now);
    session.enter(world);
    session
}

#[test]
fn a_keyring_that_is_locked() {
    let mut world = world();
    let _session = logged_in_before(&mut world, Service::Locked);
    without(&mut world, "keyring_locked", "locked");
}

#[test]
fn a_keyring_that_never_answers() {
    let mut world = world();
    let session = Session::begin(&world, Service::Frozen);
    session.enter(&mut world);
    without(&mut world, "keyring_timeout", "no answer");
}

/// Whoever has a password to type is told so while it is waited for.
#[test]
fn a_person_is_told_what_the_keyring_waits_for() {
    let mut world = world();
    let _session = logged_in_before(&mut world, Service::Frozen);
    let mut pty = Pty::start(&world.duty("profile show"), SIZE);
    assert_eq!(pty.end(), 4);
    let all = String::from_utf8_lossy(&pty.bytes);
    let told = "waiting for the keyring; a window may be waiting for your password";
    assert!(all.contains(told), "{all}");
    let text = pty.text();
    assert!(!text.contains(told), "{text}");
    assert!(text.contains("try: unlock the keyring"), "{text}");
}

/// It is not waited for at each of the contexts that have nothing in it.
#[test]
fn a_keyring_that_does_not_answer_is_waited_for_once_by_a_logout() {
    let mut world = world();
    for context in ["a", "b", "c", "d", "e"] {
        log_in(&world, &format!("--context {context} --insecure-storage"));
    }
    let session = Session::begin(&world, Service::Frozen);
    session.enter(&mut world);
    let began = Instant::now();
    let logout = world.duty("auth logout --all --yes").any_stdout();
    logout.any_stderr().run();
    assert!(began.elapsed() < AT_LAST, "{:?}", began.elapsed());
    let key = world.server.app_key().to_owned();
    assert!(!world.files().iter().any(|(_, text)| holds(text, &key)));
}

/// Over a connection without the keyring: what is in files goes all the same, and the keyring is asked once.
#[test]
fn a_closed_keyring_does_not_keep_the_keys_that_are_in_files() {
    let mut world = world();
    let session = Session::begin(&world, Service::Unlocked);
    session.enter(&mut world);
    for context in ["a", "b", "d"] {
        log_in(&world, &format!("--context {context}"));
    }
    drop(session);
    for context in ["c", "e"] {
        log_in(&world, &format!("--context {context} --insecure-storage"));
    }
    let ran = world
        .duty("auth logout --all --yes")
        .status(4)
        .any_stdout()
        .any_stderr()
        .run();
    for part in [
        "cannot log out of context a",
        "  done: c, e",
        "  not done: a, b, d",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    let key = world.server.app_key().to_owned();
    assert!(!world.files().iter().any(|(_, text)| holds(text, &key)));
}
