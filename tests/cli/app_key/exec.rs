//! A command of `--exec` that takes its time: it is none of the server's, a signal ends duty all the same, and the
//! secret is in somebody's hands then.

use std::time::{Duration, Instant};

use super::holders::{Running, codes, keys, stored};
use crate::harness::World;
use crate::pty::{Pty, SIZE};

/// A loaded machine is slow; the command takes far longer.
const SOON: Duration = Duration::from_secs(5);

#[track_caller]
fn wait_for(path: &std::path::Path) {
    let began = Instant::now();
    while std::fs::read(path).map_or(true, |there| there.is_empty()) {
        assert!(began.elapsed() < Duration::from_secs(20), "no {path:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_signal_ends_duty_while_a_command_has_the_secret() {
    for (signal, number) in [("TERM", 15), ("INT", 2), ("HUP", 1)] {
        for (command, ends) in [
            ("cat >got; exec sleep 20", true),
            ("trap '' TERM INT HUP; cat >got; sleep 20 >&- 2>&-", false),
        ] {
            let world = World::new();
            // What goes on keeps no stream of duty's.
            let command = match ends {
                true => command.to_owned(),
                false => format!("exec >/dev/null 2>&1; {command}"),
            };
            let create = world.duty("app-key create ci --exec").arg(&command);
            let running = Running::start(&create);
            wait_for(&world.home.path().join("got"));
            let sent = Instant::now();
            running.signal(signal);
            let ended = running.end();
            assert!(sent.elapsed() < SOON, "{:?}", sent.elapsed());
            assert_eq!(ended.signal, Some(number), "{}", ended.stderr);
            let made = keys(&world).pop().unwrap();
            assert!(!ended.stderr.contains(&made.secret));
            for part in ["undelivered-keys", &made.id.to_string()] {
                assert!(ended.stderr.contains(part), "{}", ended.stderr);
            }
            let why = match ends {
                true => format!("signal: {number}"),
                false => "the command goes on".to_owned(),
            };
            assert!(ended.stderr.contains(&why), "{}", ended.stderr);
            let kept = |(path, content): &(std::path::PathBuf, Vec<u8>)| {
                path.to_string_lossy().contains("undelivered-keys")
                    && content.starts_with(made.secret.as_bytes())
            };
            assert!(world.files().iter().any(kept));
        }
    }
}

/// A second one within the time that the command gets.
#[test]
fn two_signals_lose_no_secret() {
    let world = World::new();
    let create = world
        .duty("app-key create ci --exec")
        .arg("exec >/dev/null 2>&1; trap '' TERM; cat >got; sleep 20");
    let running = Running::start(&create);
    wait_for(&world.home.path().join("got"));
    running.signal("TERM");
    std::thread::sleep(Duration::from_millis(100));
    running.signal("TERM");
    let ended = running.end();
    assert_eq!(ended.signal, Some(15), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("undelivered-keys"),
        "{}",
        ended.stderr
    );
}

#[test]
fn on_a_terminal_the_secret_is_shown_and_duty_ends_by_the_signal() {
    let world = World::new();
    let create = world
        .duty("app-key create ci --exec")
        .arg("cat >got; exec sleep 20");
    let mut pty = Pty::start(&create, SIZE);
    wait_for(&world.home.path().join("got"));
    pty.send("\u{3}");
    let status = pty.end();
    let text = pty.text();
    assert!(text.contains(&keys(&world).pop().unwrap().secret), "{text}");
    assert_eq!(status, 130, "{text}");
}

#[test]
fn a_command_may_take_longer_than_the_server() {
    let world = stored();
    let code = codes(&world, 1);
    world
        .duty("app-key rotate laptop --self --context default --exec")
        .arg("cat >got; sleep 3")
        .env("DUTY_TIMEOUT", "2")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(!keys(&world).iter().any(|key| key.id == 5001 && key.enabled));
}

#[test]
fn a_command_that_failed_is_told_apart_by_whether_it_read_the_secret() {
    for (command, told) in [
        ("exit 7", "did not take the secret: exit status: 7"),
        (
            "cat >/dev/null; exit 7",
            "failed, and may have the secret: exit status: 7",
        ),
    ] {
        let world = World::new();
        let create = world.duty("app-key create ci --exec").arg(command);
        let ran = create.status(1).any_requests().any_stderr().run();
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
}
