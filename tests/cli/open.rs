//! `duty open` and `--web`: an address on stdout, and the page itself where somebody sits in front of a browser.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::harness::World;
use crate::pty::{Pty, SIZE};

fn world() -> World {
    let mut world = World::new();
    world.env("DUTY_CONSOLE_URL", "https://console.example/");
    world
}

#[test]
fn pages_of_the_vendors_console_are_documented_or_assumed() {
    let mut world = World::new();
    world.env("DUTY_BASE_URL", "https://api.flashcat.cloud");
    world
        .duty("open")
        .stdout("https://console.flashcat.cloud\n")
        .run();
    world
        .duty("open profile")
        .stdout("https://console.flashcat.cloud/profile\n")
        .run();
    world
        .duty("open prefs")
        .stdout("https://console.flashcat.cloud/profile\n")
        .stderr(
            "No document of the vendor's shows this address; it is this project's assumption.\n",
        )
        .run();
    // An id says by itself where the page is: nothing is asked.
    let ran = world
        .duty("open incident 69DA451EF77B1B51F40E83EE -o json")
        .any_stdout()
        .run();
    assert_eq!(
        ran.json(),
        json!({
            "schema_version": 1, "page": "incident", "id": "69da451ef77b1b51f40e83ee",
            "url": "https://app.flashcat.cloud/incident/detail/69da451ef77b1b51f40e83ee",
            "assumed": false, "warnings": [],
        })
    );
    let ran = world.duty("open prefs --help").any_stdout().run();
    assert!(ran.stdout.contains("is assumed"), "{}", ran.stdout);
}

#[test]
fn a_name_is_looked_up_and_a_private_console_is_where_somebody_says() {
    let world = world();
    let ran = world
        .duty("open space 支付核心 -o json")
        .requests(&["channel_list"])
        .any_stdout()
        .run();
    assert_eq!(
        ran.json()["url"],
        "https://console.example/channel/detail/30101"
    );
    assert_eq!(ran.json()["assumed"], true);
    let ran = world
        .duty("open incident 0E83EE -q")
        .requests(&["incident_list"])
        .any_stdout()
        .run();
    assert_eq!(ran.stdout, format!("{}\n", of_incident(&ran.stdout)));
    for words in [
        "open space nosuch",
        "open incident FFFFFF",
        "doctor incident FFFFFF --web",
    ] {
        world
            .duty(words)
            .any_requests()
            .any_stderr()
            .status(6)
            .run();
    }
    for words in ["open prefs x", "open nosuch", "--sandbox open"] {
        world.duty(words).any_stderr().status(2).run();
    }
    let mut unknown = World::new();
    let ran = unknown.duty("open").any_stderr().status(2).run();
    assert!(
        ran.stderr.contains("config set console_url URL"),
        "{}",
        ran.stderr
    );
    unknown
        .duty("config set contexts.default.console_url")
        .arg("https://c.example/x")
        .any_stdout()
        .run();
    unknown
        .duty("open")
        .stdout("https://c.example/x\n")
        .any_stderr()
        .run();
    unknown.env("DUTY_CONSOLE_URL", "http://elsewhere.example");
    let ran = unknown.duty("open").any_stderr().status(2).run();
    assert!(ran.stderr.contains("DUTY_CONSOLE_URL"), "{}", ran.stderr);
}

/// The address, where it is that of an incident with this number.
#[track_caller]
fn of_incident(text: &str) -> &str {
    let url = text.trim();
    let id = url.strip_prefix("https://console.example/incident/detail/");
    let id = id.unwrap_or_else(|| panic!("{text}"));
    assert!(id.len() == 24 && id.ends_with("0e83ee"), "{text}");
    url
}

#[test]
fn web_shows_the_page_in_place_of_the_answer() {
    let world = world();
    for words in [
        "prefs show",
        "prefs channels",
        "profile show",
        "app-key list",
        "device list",
        "device app",
    ] {
        let ran = world
            .duty(&format!("{words} --web -o json"))
            .any_stdout()
            .run();
        assert_eq!(
            ran.json()["url"],
            "https://console.example/profile",
            "{words}"
        );
        let ran = world.duty(&format!("{words} --web -q"));
        ran.stdout("https://console.example/profile\n").run();
    }
    let ran = world
        .duty("doctor incident 0E83EE --web -o json")
        .requests(&["incident_list"])
        .any_stdout()
        .run();
    of_incident(ran.json()["url"].as_str().unwrap());
    world
        .duty("doctor explain 支付核心 critical --web -q")
        .requests(&["channel_list"])
        .stdout("https://console.example/channel/detail/30101\n")
        .run();
    world
        .duty("doctor missed --web -q")
        .stdout("https://console.example/incident\n")
        .run();
}

/// Every command that can show a page.
const PAGES: [&str; 10] = [
    "open",
    "open incident 69da451ef77b1b51f40e83ee",
    "prefs show --web",
    "prefs channels --web",
    "profile show --web",
    "app-key list --web",
    "device list --web",
    "doctor explain 30101 critical --web",
    "doctor incident 69da451ef77b1b51f40e83ee --web",
    "doctor missed --web",
];

#[test]
fn a_private_deployment_has_no_page_of_the_vendors() {
    let mut world = World::new();
    let no_page = |world: &World| {
        for words in PAGES {
            let ran = world.duty(words).status(2).any_stderr().run();
            let server = world.server.base_url();
            let told = format!("error: duty does not know where the console of {server} is\n");
            assert!(ran.stderr.starts_with(&told), "{words}: {}", ran.stderr);
            assert!(ran.stderr.contains("config set console_url URL"), "{words}");
            assert!(!ran.stderr.contains("flashcat"), "{words}: {}", ran.stderr);
        }
    };
    no_page(&world);
    // The console of a context is that of its own server, and no other's.
    for (name, url) in [
        ("contexts.work.base_url", "https://duty.example"),
        ("contexts.work.console_url", "https://console.example"),
    ] {
        let set = world.duty("config set").arg(name).arg(url);
        set.any_stdout().run();
    }
    world.env("DUTY_CONTEXT", "work");
    no_page(&world);
    world
        .duty("device list --web -q --base-url https://duty.example/")
        .stdout("https://console.example/profile\n")
        .run();
    world.env("DUTY_CONSOLE_URL", "https://here.example");
    world
        .duty("device list --web -q")
        .stdout("https://here.example/profile\n")
        .run();
}

/// A browser that writes down what it is to open, or fails.
fn with_browser(world: &mut World, code: i32) {
    let bin = world.home.path().join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let program = bin.join("xdg-open");
    let script =
        format!("#!/bin/sh\necho \"$@\" \"key:$DUTY_APP_KEY\" >> \"$HOME/opened\"\nexit {code}\n");
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    world.env("PATH", format!("{}:{path}", bin.display()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_browser_opens_it_where_somebody_sees_it() {
    let mut world = world();
    with_browser(&mut world, 0);
    let opened = |world: &World| {
        std::fs::read_to_string(world.home.path().join("opened")).unwrap_or_default()
    };
    let run = |world: &World, words: &str, pairs: &[(&str, &str)]| {
        let mut run = world.duty(words);
        for (name, value) in pairs {
            run = run.env(name, *value);
        }
        let mut pty = Pty::start(&run, SIZE);
        assert_eq!(pty.end(), 0);
        pty.text()
    };
    // No display, another machine, a pipe, somebody who wants the address only, or a program.
    let text = run(&world, "open profile", &[]);
    assert!(text.contains("no browser"), "{text}");
    for (words, pairs) in [
        (
            "open profile",
            &[
                ("DISPLAY", ":9"),
                ("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22"),
            ][..],
        ),
        ("open profile --print", &[("DISPLAY", ":9")]),
        ("open profile -o json", &[("DISPLAY", ":9")]),
    ] {
        run(&world, words, pairs);
    }
    world
        .duty("open profile -q")
        .env("DISPLAY", ":9")
        .any_stdout()
        .run();
    assert_eq!(opened(&world), "");
    let text = run(&world, "open profile", &[("DISPLAY", ":9")]);
    assert!(
        text.contains("https://console.example/profile") && text.contains("open in the browser"),
        "{text}"
    );
    // The key is not handed on.
    assert_eq!(opened(&world), "https://console.example/profile key:\n");
    with_browser(&mut world, 3);
    let text = run(&world, "open profile", &[("DISPLAY", ":9")]);
    assert!(text.contains("xdg-open did not open it"), "{text}");
}
