//! `--timeout` is one limit for the whole command, with one second more to find out what became of a write; and
//! advice takes little of it.

use std::time::{Duration, Instant};

use super::{Ended, Running};
use crate::harness::{Fault, FaultKind, World};

const LONG: Duration = Duration::from_secs(60);

/// Starting, and a busy machine.
const SLACK: Duration = Duration::from_secs(2);

#[track_caller]
fn timed(world: &World, words: &str, seconds: u64) -> Ended {
    let began = Instant::now();
    let run = world.duty(&format!("{words} --timeout {seconds}"));
    let ended = Running::start(&run.env("DUTY_RETRY_BASE_MS", "1000")).end(began);
    let limit = Duration::from_secs(seconds + 1) + SLACK;
    assert!(ended.took < limit, "{words}: {ended:?}");
    ended
}

#[test]
fn a_write_that_fails_again_and_again_has_one_limit() {
    std::thread::scope(|scope| {
        for (fault, status) in [
            (FaultKind::too_frequent(Some(5)), 9),
            (FaultKind::too_frequent(None), 9),
            (FaultKind::Delay(LONG), 10),
            (FaultKind::CloseBefore, 10),
            (FaultKind::error(503, "ServiceUnavailable"), 10),
        ] {
            scope.spawn(move || {
                let world = World::new();
                world
                    .server
                    .fault(Fault::on("preference_update", fault.clone()));
                let ended = timed(&world, "prefs set critical --voice --email", 2);
                assert_eq!(ended.status, Some(status), "{fault:?}: {ended:?}");
            });
        }
    });
}

#[test]
fn a_rotation_has_one_limit_wherever_it_stalls() {
    std::thread::scope(|scope| {
        for operation in [
            "app_key_list",
            "app_key_create",
            "member_info",
            "app_key_rename",
            "app_key_disable",
        ] {
            scope.spawn(move || {
                let world = World::new();
                world
                    .server
                    .fault(Fault::on(operation, FaultKind::Delay(LONG)));
                let words = "app-key rotate laptop --self --exec cat --verify-code 123456";
                let ended = timed(&world, words, 3);
                assert_ne!(ended.status, Some(0), "{operation}: {ended:?}");
            });
        }
    });
}

/// Another duty that holds the lock takes its time from the same budget.
#[test]
fn a_lock_is_waited_for_within_the_limit() {
    let world = World::new();
    world
        .duty("prefs add info --app")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let folder = world.home.path().join(".local/state/duty/prefs");
    let lock = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "lock"))
        .unwrap();
    let held = std::fs::File::options().write(true).open(lock).unwrap();
    held.lock().unwrap();
    let ended = timed(&world, "prefs set critical --voice --email", 2);
    assert_eq!(ended.status, Some(7), "{ended:?}");
    assert!(
        ended.stderr.contains("another duty is changing"),
        "{ended:?}"
    );
}

/// What only advises hangs: the command does its work all the same, and says what it does not know.
#[test]
fn advice_that_hangs_fails_no_command() {
    std::thread::scope(|scope| {
        for operation in ["device_list", "integration_list", "member_info"] {
            for words in [
                "prefs set critical --voice --email --allow-silent",
                "prefs add info --app",
                "prefs show",
                "prefs channels",
                "prefs export",
            ] {
                scope.spawn(move || {
                    let world = World::new();
                    world
                        .server
                        .fault(Fault::on(operation, FaultKind::Delay(LONG)));
                    let ended = timed(&world, words, 4);
                    assert_eq!(ended.status, Some(0), "{operation}, {words}: {ended:?}");
                });
            }
        }
    });
}

#[test]
fn advice_that_hangs_is_named() {
    for (operation, said) in [
        ("device_list", "app may not reach you: no answer"),
        ("integration_list", "IM apps cannot be listed"),
        (
            "member_info",
            "voice, SMS, email may not reach you: no answer",
        ),
    ] {
        let world = World::new();
        world
            .server
            .fault(Fault::on(operation, FaultKind::Delay(LONG)));
        let ended = timed(&world, "prefs channels", 2);
        let all = format!("{}{}", ended.stdout, ended.stderr);
        assert!(
            all.contains(said) && all.contains("did not answer"),
            "{operation}: {all}"
        );
    }
}

#[test]
fn help_says_what_the_limit_is() {
    let world = World::new();
    let ran = world.duty("prefs set --help").any_stdout().run();
    let help = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        help.contains("what became of a change may take one more"),
        "{help}"
    );
}
