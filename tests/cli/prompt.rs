//! What is asked on a terminal, on a real one: a pseudo-terminal with an emulator behind it.

use crate::harness::World;
use crate::pty::{Pty, SIZE};

/// duty on a terminal, until this is on it.
#[track_caller]
fn ask(world: &World, words: &str, what: &str) -> Pty {
    let mut duty = Pty::start(&world.duty(words), SIZE);
    duty.until_text(what);
    duty
}

fn all(duty: &Pty) -> String {
    String::from_utf8_lossy(&duty.bytes).into_owned()
}

/// A world in which nothing gives the key but what is typed.
fn world() -> World {
    let mut world = World::new();
    world.env_remove("DUTY_APP_KEY");
    world
}

const LOGIN: &str = "auth login --insecure-storage";

#[test]
fn the_key_is_typed_and_never_shown() {
    let world = world();
    let key = world.server.app_key().to_string();
    let mut duty = ask(&world, LOGIN, "APP key");
    duty.until_hidden();
    duty.send(&format!("{key}\r"));
    assert_eq!(duty.end(), 0);
    assert!(duty.text().contains("INSECURE"), "{}", duty.text());
    assert!(duty.text().contains("张三 (80011)"), "{}", duty.text());
    assert!(!all(&duty).contains(&key), "{}", all(&duty));
    world.duty("auth token").stdout(&format!("{key}\n")).run();
}

#[test]
fn ctrl_c_restores_the_terminal_and_is_130() {
    let world = world();
    for words in [LOGIN, "profile show --app-key-stdin"] {
        let mut duty = ask(&world, words, "not shown");
        duty.until_hidden();
        duty.send("half a ke\u{3}");
        assert_eq!(duty.end(), 130);
        assert!(!duty.text().contains("half"), "{}", duty.text());
    }
    assert_eq!(world.files().len(), 0);
}

#[test]
fn ctrl_c_in_a_list_brings_the_cursor_back() {
    let world = world();
    for name in ["work", "home"] {
        let line = format!(
            "config set contexts.{name}.base_url {}",
            world.server.base_url()
        );
        world.duty(&line).any_stdout().run();
    }
    let mut duty = ask(&world, "auth switch", "work");
    duty.send("\u{3}");
    assert_eq!(duty.end(), 130);
    let mut duty = ask(&world, "auth switch", "work");
    duty.send("\u{1b}[B\r");
    assert_eq!(duty.end(), 0);
    world.duty("config get context").stdout("work\n").run();
}

#[test]
fn the_key_from_stdin_that_is_a_terminal() {
    let world = world();
    let key = world.server.app_key().to_string();
    let mut duty = ask(
        &world,
        "profile show --app-key-stdin",
        "Paste the key, then Enter",
    );
    duty.until_hidden();
    duty.send(&format!("{key}\r"));
    assert_eq!(duty.end(), 0);
    assert!(duty.text().contains("张三"), "{}", duty.text());
    assert!(!all(&duty).contains(&key), "{}", all(&duty));
}

#[test]
fn what_may_not_be_asked_is_not_asked() {
    let world = world();
    for more in ["--no-input", "--no-input --yes"] {
        let mut duty = ask(&world, &format!("{LOGIN} {more}"), "--app-key-stdin");
        assert_eq!(duty.end(), 2);
        assert!(duty.text().contains("--app-key-stdin"), "{}", duty.text());
    }
    let mut ci = world;
    ci.env("CI", "true");
    let mut duty = ask(&ci, LOGIN, "--app-key-stdin");
    assert_eq!(duty.end(), 2);
}

#[test]
fn an_import_is_asked_for_and_no_is_no() {
    let world = world();
    let folder = world.home.path().join(".flashduty");
    std::fs::create_dir(&folder).unwrap();
    let text = format!(
        "app_key: {}\nbase_url: {}\n",
        world.server.app_key(),
        world.server.base_url()
    );
    std::fs::write(folder.join("config.yaml"), text).unwrap();
    let mut duty = ask(&world, LOGIN, "not shown");
    assert!(
        duty.text().contains("--import takes it over"),
        "{}",
        duty.text()
    );
    duty.send("\u{3}");
    assert_eq!(duty.end(), 130);
    let mut duty = ask(&world, &format!("{LOGIN} --import"), "Import the key …cdef");
    duty.send("n\r");
    assert_eq!(duty.end(), 2);
    assert!(
        duty.text().contains("nothing was changed"),
        "{}",
        duty.text()
    );
    let mut duty = ask(&world, &format!("{LOGIN} --import"), "Import the key");
    duty.send("y\r");
    assert_eq!(duty.end(), 0);
    assert!(
        duty.text().contains("still holds the key"),
        "{}",
        duty.text()
    );
}

#[test]
fn text_of_the_server_cannot_drive_the_terminal_from_a_question() {
    let world = World::new();
    world
        .server
        .edit(|state| {
            let text = state
                .to_string()
                .replace("Slack EU", "evil\\u001b]0;title\\u0007\\u001b[2J\\u202eend");
            *state = serde_json::from_str(&text).unwrap();
        })
        .unwrap();
    let mut duty = ask(&world, "prefs set critical --im slack", "Slack US");
    duty.send("\x03");
    assert_eq!(duty.end(), 130);
    let all = all(&duty);
    assert!(all.contains("evil\\u{1b}]0;title\\u{7}"), "{all:?}");
    for sign in ["\x1b]0;", "\x1b[2J", "\u{202e}"] {
        assert!(!all.contains(sign), "{all:?}");
    }
}
