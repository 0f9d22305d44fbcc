//! The command line itself: wrong arguments, help, the key's sources, closed pipes.

use std::io::Read;
use std::process::Stdio;

use crate::harness::World;

#[test]
fn no_key_is_exit_4_with_the_ways_to_one() {
    let mut world = World::new();
    world.env_remove("DUTY_APP_KEY");
    let ran = world.duty("profile show").any_stderr().status(4).run();
    assert!(ran.stderr.contains("DUTY_APP_KEY"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--sandbox"), "{}", ran.stderr);
    let ran = world
        .duty("profile show -o json")
        .any_stderr()
        .status(4)
        .run();
    assert_eq!(ran.error()["kind"], "key");
}

#[test]
fn the_key_comes_from_stdin_then_from_either_variable() {
    let mut world = World::new();
    let key = world.server.app_key().to_string();
    world.env("DUTY_APP_KEY", "wrong");
    world
        .duty("profile show --app-key-stdin")
        .stdin(format!("{key}\n"))
        .requests(&["member_info"])
        .any_stdout()
        .run();
    world.env("FLASHDUTY_APP_KEY", key.clone());
    world
        .duty("profile show")
        .requests(&["member_info"])
        .any_stderr()
        .status(4)
        .run();
    world.env_remove("DUTY_APP_KEY");
    world
        .duty("profile show")
        .requests(&["member_info"])
        .any_stdout()
        .run();
    for bad in ["", "\n", "two words", "tab\tinside"] {
        let ran = world
            .duty("profile show --app-key-stdin")
            .stdin(bad)
            .any_stderr()
            .status(4)
            .run();
        assert!(ran.stderr.contains("standard input"), "{}", ran.stderr);
    }
}

#[test]
fn the_vendors_variables_work_and_flags_win() {
    let mut world = World::new();
    let base = world.server.base_url();
    world.env_remove("DUTY_BASE_URL");
    world.env("FLASHDUTY_BASE_URL", base.clone());
    world
        .duty("profile show")
        .requests(&["member_info"])
        .any_stdout()
        .run();
    world.env("DUTY_BASE_URL", "http://127.0.0.1:9");
    world
        .duty(&format!("profile show --base-url {base}"))
        .requests(&["member_info"])
        .any_stdout()
        .run();
}

#[test]
fn http_goes_to_this_machine_only() {
    let world = World::new();
    let ran = world
        .duty("profile show --base-url http://duty.example")
        .any_stderr()
        .status(2)
        .run();
    assert!(ran.stderr.contains("https"), "{}", ran.stderr);
}

#[test]
fn wrong_arguments_are_exit_2_in_the_format_that_was_asked_for() {
    let world = World::new();
    let ran = world.duty("prefs set loud").any_stderr().status(2).run();
    assert!(ran.stderr.contains("critical"), "{}", ran.stderr);
    for words in ["prefs set loud -o json", "prefs set loud --output=json"] {
        let ran = world.duty(words).any_stderr().status(2).run();
        assert_eq!(ran.error()["kind"], "usage");
    }
    let ran = world
        .duty("prefs nosuch")
        .env("DUTY_OUTPUT", "json")
        .any_stderr()
        .status(2)
        .run();
    assert_eq!(ran.error()["kind"], "usage");
    let ran = world
        .duty("profile show")
        .env("DUTY_TIMEOUT", "soon")
        .any_stderr()
        .status(2)
        .run();
    assert!(ran.stderr.contains("DUTY_TIMEOUT"), "{}", ran.stderr);
}

#[test]
fn help_is_a_result_and_never_shows_a_key() {
    let mut world = World::new();
    world.env("DUTY_APP_KEY", "CANARY");
    for words in [
        "--help",
        "-h",
        "prefs set --help",
        "help",
        "help prefs set",
        "help environment",
        "help contract",
    ] {
        let ran = world.duty(words).any_stdout().run();
        assert!(!ran.stdout.contains("CANARY"), "{words}");
        assert!(ran.stdout.len() > 200, "{words}");
    }
    let same = |words: &str| world.duty(words).any_stdout().run().stdout;
    assert_eq!(same("help prefs set"), same("prefs set --help"));
    world.duty("help nosuch").any_stderr().status(2).run();
}

#[test]
fn exit_codes_are_the_documented_table() {
    World::new()
        .duty("help exit-codes")
        .stdout(
            r#"
               0  done
               1  failed: anything not below
               2  usage: wrong arguments, a choice that a script must make
               3  a difference (--check); doctor found something urgent (--strict: anything); explain says no;
                  incident: not notified; missed: a critical one
               4  no key, or the server does not accept it
               5  not allowed
               6  not found
               7  conflict: somebody else changed it, a limit is reached
               8  a verification code is needed, wrong, or locked
               9  rate limited, after retries
              10  the server could not be reached, or answered nonsense
              11  doctor found nothing as in 3, but could not read all that it needs; explain says maybe;
                  incident: not known; prefs log: not all was read; prefs diff and apply: the server does not
                  tell a list
             130  interrupted

            With -o json an error is one JSON object on stderr:
              {"schema_version":1,"error":{"kind","code","message","request_id","hint","commands",
                "retry_after_seconds","location","details","undelivered_key","warnings"}}
            Where the place of a new key failed, undelivered_key.path is the file that has its secret.
            "#,
        )
        .run();
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let world = World::new();
    let mut child = world
        .duty("completion bash")
        .command()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!((said.as_str(), child.wait().unwrap().code()), ("", Some(0)));
}

#[test]
fn a_full_disk_is_an_error() {
    let world = World::new();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = world
        .duty("profile show")
        .command()
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("cannot write to standard output: No space left"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn quiet_leaves_only_the_result() {
    let mut world = World::new();
    world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
    world
        .duty("--sandbox profile show")
        .any_stdout()
        .stderr("Sandbox: a made-up account on this machine. Nothing here pages anyone.\n")
        .run();
    world.duty("--sandbox profile show -q").any_stdout().run();
}

#[test]
fn the_server_is_asked_in_the_users_language() {
    let world = World::new();
    for (locale, flag, expected) in [
        ("en_US.UTF-8", "", "en-US"),
        ("zh_CN.UTF-8", "", "zh-CN"),
        ("zh_CN.UTF-8", " --lang en", "en-US"),
    ] {
        let ran = world
            .duty(&format!("profile show{flag}"))
            .env("LANG", locale)
            .requests(&["member_info"])
            .any_stdout()
            .run();
        let request = &ran.requests[0];
        assert_eq!(request.header("accept-language"), Some(expected));
        assert_eq!(
            request.header("user-agent"),
            Some(concat!("duty/", env!("CARGO_PKG_VERSION")))
        );
        assert_eq!(
            (request.method.as_str(), request.body.as_slice()),
            ("POST", b"{}".as_slice())
        );
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_is_refused_and_not_passed_over() {
    use std::os::unix::ffi::OsStringExt;
    let odd = || std::ffi::OsString::from_vec(b"CANARY\xff".to_vec());
    let world = World::new();
    for name in [
        "DUTY_APP_KEY",
        "FLASHDUTY_APP_KEY",
        "DUTY_CONTEXT",
        "DUTY_BASE_URL",
    ] {
        let ran = world
            .duty("profile show")
            .env(name, odd())
            .any_stderr()
            .status(2)
            .run();
        assert!(ran.stderr.contains(name), "{}", ran.stderr);
        assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    }
    // A directory may be called anything.
    world
        .duty("profile show")
        .env("DUTY_CONFIG_DIR", odd())
        .requests(&["member_info"])
        .any_stdout()
        .run();
}

#[test]
fn a_key_in_the_wrong_place_is_not_repeated() {
    let world = World::new();
    let key = "CANARY0123456789abcdef";
    for words in [
        "auth login KEY",
        "auth login CANARY",
        "auth KEY",
        "auth CANARY",
        "auth CANARY -o json",
        "auth login KEY -o json",
        "KEY",
        "profile show KEY",
        "config set KEY x",
        "config set contexts.KEY.nonsense x",
        "config set endpoints.KEY /x",
        "profile show --output KEY",
        "profile show --timeout KEY",
        "help KEY",
        "prefs --KEY",
    ] {
        for lang in ["en", "zh"] {
            let ran = world
                .duty(&words.replace("KEY", key))
                .env("DUTY_LANG", lang)
                .any_stderr()
                .status(2)
                .run();
            assert!(!ran.stderr.contains("CANARY"), "{words}: {}", ran.stderr);
            if words.starts_with("auth") {
                assert!(ran.stderr.contains("--app-key-stdin"), "{}", ran.stderr);
            }
        }
    }
    let ran = world
        .duty(&format!("profile show --context {key}"))
        .any_stderr()
        .status(6)
        .run();
    assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    let ran = world
        .duty(&format!("prefs apply -f {key}"))
        .any_stderr()
        .status(6)
        .run();
    assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    for name in ["DUTY_OUTPUT", "DUTY_TIMEOUT", "DUTY_RETRY_BASE_MS"] {
        let ran = world
            .duty("profile show")
            .env(name, "CANARY")
            .any_stderr()
            .status(2)
            .run();
        assert!(ran.stderr.contains(name), "{}", ran.stderr);
        assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    }
    // What is misspelt is.
    let ran = world
        .duty("auth login --insecure-storag")
        .any_stderr()
        .status(2)
        .run();
    assert!(ran.stderr.contains("'--insecure-storag'"), "{}", ran.stderr);
}

#[test]
fn every_spelling_of_json_is_known_in_wrong_arguments() {
    let world = World::new();
    for words in [
        "-ojson",
        "-o=json",
        "-qojson",
        "-qo json",
        "-vo json",
        "--output json",
    ] {
        let ran = world
            .duty(&format!("prefs set loud {words}"))
            .any_stderr()
            .status(2)
            .run();
        assert_eq!(ran.error()["kind"], "usage", "{words}");
    }
    // Also behind the mistake.
    for words in ["prefs show --nosuch -o json", "nosuch --no=5 x -qvojson"] {
        let ran = world.duty(words).any_stderr().status(2).run();
        assert_eq!(ran.error()["kind"], "usage", "{words}");
    }
    let ran = world
        .duty("prefs set loud")
        .env("DUTY_OUTPUT", "JSON")
        .any_stderr()
        .status(2)
        .run();
    assert_eq!(ran.error()["kind"], "usage");
    let ran = world
        .duty("prefs set loud -qotable")
        .env("DUTY_OUTPUT", "json")
        .any_stderr()
        .status(2)
        .run();
    assert!(!ran.stderr.starts_with('{'), "{}", ran.stderr);
}

/// clap strips only colors from what was typed.
#[test]
fn what_was_typed_cannot_drive_the_terminal() {
    let world = World::new();
    let ran = world
        .duty("prefs")
        .arg("a\rb\u{202e}c\u{9b}d")
        .any_stderr()
        .status(2)
        .run();
    assert!(
        ran.stderr.contains("a\\u{d}b\\u{202e}c\\u{9b}d"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.chars().all(|c| c == '\n' || !c.is_control()));
}

#[test]
fn the_sandbox_and_a_server_do_not_go_together_wherever_they_stand() {
    let world = World::new();
    for words in [
        "prefs --base-url http://127.0.0.1:1 show --sandbox",
        "--sandbox prefs show --context x",
        "--sandbox --base-url http://127.0.0.1:1 prefs show",
    ] {
        world.duty(words).any_stderr().status(2).run();
    }
}
