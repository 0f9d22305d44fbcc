//! `duty device bind` where standard output is no terminal, and `duty sandbox scan`.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::harness::{Fault, FaultKind, Options, World, exit_code};
use crate::raster::{Theme, rasterize, zbar};

fn content(world: &World) -> String {
    let state = world.server.state();
    let codes = state["bind_codes"].as_array().unwrap();
    codes.last().unwrap()["content"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// What an attempt found, once it found something.
#[track_caller]
fn eventually<T>(what: &str, mut find: impl FnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(found) = find() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("no {what} in time");
}

#[test]
fn a_log_gets_one_code_in_ascii() {
    let world = World::new();
    let ran = world
        .duty("device bind")
        .requests(&["device_bind_code"])
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.starts_with(
            "In the Flashduty app, tap \"Scan to Login\" and scan this; it works for "
        ),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stdout
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'@' | b'\n'))
    );
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let mut parser = vt100::Parser::new(lines.len() as u16 + 1, lines[0].len() as u16, 0);
    parser.process(lines.join("\r\n").as_bytes());
    let soft = rasterize(parser.screen(), Theme::Light)
        .blurred(6)
        .blurred(6);
    assert_eq!(soft.zbar(), [content(&world)]);
}

#[test]
fn text_and_json_are_the_content() {
    let world = World::new();
    let ran = world
        .duty("device bind --text -q")
        .requests(&["device_bind_code"])
        .any_stdout()
        .run();
    assert_eq!(ran.stdout, content(&world) + "\n");
    let ran = world
        .duty("device bind -o json")
        .requests(&["device_bind_code"])
        .any_stdout()
        .run();
    assert_eq!(ran.json()["content"], content(&world));
    let expires: jiff::Timestamp = ran.json()["expires_at"].as_str().unwrap().parse().unwrap();
    let state = world.server.state();
    assert_eq!(state["bind_codes"][1]["expires_at"], expires.as_second());
}

#[test]
fn files_are_images_for_the_owners_eyes() {
    let world = World::new();
    for form in ["png", "svg"] {
        world
            .duty(&format!("device bind --{form} code.{form}"))
            .requests(&["device_bind_code"])
            .any_stderr()
            .run();
        let file = world.home.path().join(format!("code.{form}"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        if form == "png" {
            assert_eq!(
                zbar(&std::fs::read(&file).unwrap(), ".png"),
                [content(&world)]
            );
        }
        // A file that is there is somebody's.
        world
            .duty(&format!("device bind --{form} code.{form}"))
            .status(2)
            .stderr(&format!(
                "
                error: code.{form} exists already
                  try: name a file that does not, or remove it
                "
            ))
            .run();
    }
}

#[test]
fn a_file_is_renewed_and_removed() {
    let world = World::with(Options {
        bind_code_ttl: Duration::from_secs(3),
        ..Options::default()
    });
    let file = world.home.path().join("code.png");
    let mut child = world
        .duty("device bind --png code.png --wait 1m")
        .command()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let read = || {
        let image = std::fs::read(&file).ok()?;
        zbar(&image, ".png").pop()
    };
    let first = eventually("first code", read);
    let second = eventually("second code", || read().filter(|code| *code != first));
    assert_eq!(second, content(&world));
    world.server.scan(None, "My phone", "iOS 26.1").unwrap();
    assert!(child.wait().unwrap().success());
    assert!(!file.exists(), "a dead code is left");
    let mut told = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut told)
        .unwrap();
    assert_eq!(told, "Bound: My phone (iOS 26.1)\nPushed to it: critical\n");
}

/// Ctrl-C, and the end of a session: the file does not outlive the command.
#[cfg(unix)]
#[test]
fn an_interrupt_removes_the_file() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let world = World::new();
        let file = world.home.path().join("code.svg");
        let mut child = world
            .duty("device bind --svg code.svg --wait 1m")
            .command()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        eventually("file", || file.exists().then_some(()));
        let sent = std::process::Command::new("kill")
            .args([&format!("-{signal}"), &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        assert_eq!(exit_code(child.wait().unwrap()), Some(code), "{signal}");
        assert!(!file.exists(), "{signal}");
    }
}

/// A crash must not write the key and the code to a file.
#[cfg(target_os = "linux")]
#[test]
fn no_core_is_left() {
    let world = World::new();
    let file = world.home.path().join("code.svg");
    let run = world.duty("device bind --svg code.svg --wait 1m");
    let plain = run.command();
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", r#"ulimit -S -c "$(ulimit -H -c)"; exec "$0" "$@""#])
        .arg(plain.get_program())
        .args(plain.get_args())
        .current_dir(plain.get_current_dir().unwrap())
        .env_clear();
    for (name, value) in plain.get_envs() {
        shell.env(name, value.unwrap());
    }
    let mut child = shell
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    eventually("file", || file.exists().then_some(()));
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max core"));
    let soft = line.unwrap().split_whitespace().nth(4);
    assert_eq!(soft, Some("0"), "{limits}");
}

#[test]
fn waiting_for_a_program_ends_with_the_phone() {
    let world = World::new();
    world
        .server
        .edit(|state| {
            for preference in state["preferences"].as_object_mut().unwrap().values_mut() {
                preference["trigger_notify"]["critical"] = serde_json::json!(["voice"]);
            }
        })
        .unwrap();
    let mut child = world
        .duty("device bind -o json --wait 1m")
        .command()
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut answers =
        serde_json::Deserializer::from_reader(child.stdout.take().unwrap()).into_iter::<Value>();
    let code = answers.next().unwrap().unwrap();
    assert_eq!(code["content"], content(&world));
    assert_eq!(code["type"], "code");
    world.server.scan(None, "My phone", "iOS 26.1").unwrap();
    let end = answers.next().unwrap().unwrap();
    assert_eq!(end["devices"][0]["name"], "My phone");
    assert_eq!(end["type"], "result");
    assert_eq!(end["app_severities"], serde_json::json!([]));
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn without_the_app_among_the_channels_the_command_to_add_it_is_told() {
    let world = World::new();
    world
        .server
        .edit(|state| {
            for preference in state["preferences"].as_object_mut().unwrap().values_mut() {
                preference["trigger_notify"]["critical"] = serde_json::json!(["voice"]);
            }
        })
        .unwrap();
    let mut child = world
        .duty("device bind --text --wait 1m")
        .command()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), content(&world));
    world.server.scan(None, "My phone", "iOS 26.1").unwrap();
    let told: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!(
        told,
        [
            "Bound: My phone (iOS 26.1)",
            "No severity lists the app yet: no incident is pushed to it. To change that:",
            "  duty prefs add critical --app",
        ]
    );
    assert!(child.wait().unwrap().success());
}

/// One failure more than the state machine forgives would be one too many for a script.
#[test]
fn one_code_is_asked_for_again() {
    let world = World::new();
    world
        .server
        .fault(Fault::on("device_bind_code", FaultKind::Error500Before).first(2));
    world
        .duty("device bind --text -q")
        .requests(&["device_bind_code"; 3])
        .any_stdout()
        .run();
    assert_eq!(
        world.server.state()["bind_codes"].as_array().unwrap().len(),
        1
    );
}

/// Where the list does not come, nobody knows whether a phone is in it.
#[test]
fn a_wait_that_is_over_without_a_list_knows_of_no_phone_and_of_no_none() {
    let minute = Duration::from_secs(60);
    for (fault, failure) in [
        (
            FaultKind::error(500, "InternalError"),
            "  the last request that failed: the server failed\n",
        ),
        (FaultKind::Delay(minute), ""),
    ] {
        let world = World::new();
        world.server.fault(Fault::on("device_list", fault).from(2));
        let ran = world
            .duty("device bind --text --wait 3s -q")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .status(10)
            .run();
        let unknown = "error: it is not known whether a phone was bound: the server did not say which phones there are\n";
        let tells = "  try: duty device list\n";
        assert_eq!(ran.stderr, format!("{unknown}{failure}{tells}"));
    }
}

#[test]
fn wrong_choices_are_told_before_any_request() {
    let world = World::new();
    for options in [
        "--wait 5",
        "--wait -1s",
        "--png a --svg b",
        "--text -o json",
        "--qr tiny",
    ] {
        world
            .duty(&format!("device bind {options}"))
            .status(2)
            .any_stderr()
            .run();
    }
}

/// One process waits, another plays the phone.
#[test]
fn scan_plays_the_phone_of_another_process() {
    let world = World::new();
    let sandbox = |words: &str| {
        world
            .duty(words)
            .env_remove("DUTY_BASE_URL")
            .env_remove("DUTY_APP_KEY")
    };
    sandbox("sandbox scan")
        .status(6)
        .stderr(
            "
            error: there is no such code, or it was used
              try: 'duty device bind --sandbox' shows a code; scan it from another terminal
            ",
        )
        .run();
    let mut child = sandbox("device bind --sandbox --text --wait 1m")
        .command()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let code = lines.next().unwrap().unwrap();
    let ran = sandbox("sandbox scan --os iOS --name 张三的手机")
        .arg("--code")
        .arg(&code)
        .any_stdout()
        .run();
    assert!(
        ran.stdout.starts_with("Scanned: 张三的手机 (dev_"),
        "{}",
        ran.stdout
    );
    let told: Vec<String> = lines.map(Result::unwrap).collect();
    assert_eq!(told[0], "Bound: 张三的手机 (iOS)");
    assert!(child.wait().unwrap().success());
}
