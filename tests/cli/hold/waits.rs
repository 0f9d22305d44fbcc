//! On a terminal, whatever takes longer than half a second says what it waits for, and leaves nothing behind.
//! Elsewhere nothing is said.

use std::time::{Duration, Instant};

use super::Running;
use crate::harness::{Fault, FaultKind, World};
use crate::pty::{Pty, SIZE};

const A_WHILE: FaultKind = FaultKind::Delay(Duration::from_millis(1500));

#[test]
fn a_slow_answer_a_rate_limit_and_a_retry_are_told() {
    for (fault, told) in [
        (A_WHILE, "waiting for http://127.0.0.1"),
        (
            FaultKind::too_frequent(Some(2)),
            "too many requests; http://127.0.0.1",
        ),
        (
            FaultKind::error(503, "ServiceUnavailable"),
            "that failed; http://127.0.0.1",
        ),
    ] {
        let world = World::new();
        world.server.fault(Fault::on("member_info", fault).first(1));
        let run = world.duty("profile show").env("DUTY_RETRY_BASE_MS", "3000");
        let mut pty = Pty::start(&run, SIZE);
        pty.until_text(told);
        assert_eq!(pty.end(), 0);
        assert!(!pty.text().contains(told), "{}", pty.text());
        assert!(pty.text().contains("张三"), "{}", pty.text());
    }
}

#[test]
fn a_lock_of_another_duty_is_told() {
    let world = World::new();
    world
        .duty("config set lang en")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let lock = world.home.path().join(".config/duty/config.lock");
    let held = std::fs::File::options().write(true).open(lock).unwrap();
    held.lock().unwrap();
    let mut pty = Pty::start(&world.duty("config set lang zh"), SIZE);
    pty.until_text("another duty is at work here");
    held.unlock().unwrap();
    assert_eq!(pty.end(), 0);
    assert!(!pty.text().contains("another duty"), "{}", pty.text());
}

#[test]
fn where_nobody_can_see_it_nothing_is_said() {
    let world = World::new();
    world.server.fault(Fault::on("member_info", A_WHILE));
    world.duty("profile show").any_requests().any_stdout().run();
    for options in ["-q", "-v"] {
        let mut pty = Pty::start(&world.duty(&format!("profile show {options}")), SIZE);
        assert_eq!(pty.end(), 0);
        assert!(
            !String::from_utf8_lossy(&pty.bytes).contains("waiting for"),
            "{options}"
        );
    }
    let mut pty = Pty::start(&world.duty("profile show").env("ACCESSIBLE", "1"), SIZE);
    assert_eq!(pty.end(), 0);
    assert!(!String::from_utf8_lossy(&pty.bytes).contains("waiting for"));
}

/// Ctrl-C while it waits: the line is gone, and it ends at once.
#[test]
fn ctrl_c_takes_the_line_away() {
    let world = World::new();
    let long = FaultKind::Delay(Duration::from_secs(60));
    world.server.fault(Fault::on("member_info", long.clone()));
    let mut pty = Pty::start(&world.duty("profile show"), SIZE);
    pty.until_text("waiting for http://");
    pty.send("\u{3}");
    assert_eq!(pty.end(), 130);
    assert!(!pty.text().contains("waiting for"), "{}", pty.text());
    // And where what is under way must be found out first.
    world.server.clear_faults();
    world.server.fault(Fault::on("preference_update", long));
    let mut pty = Pty::start(&world.duty("prefs set critical --voice --email"), SIZE);
    pty.until_text("waiting for http://");
    let pressed = Instant::now();
    pty.send("\u{3}");
    assert_eq!(pty.end(), 130);
    assert!(pressed.elapsed() < super::SOON);
    let text = pty.text();
    assert!(
        text.contains("not known") && !text.contains("waiting for"),
        "{text}"
    );
}

/// A signal that comes while a lock is waited for ends the wait.
#[test]
fn a_lock_is_left_by_a_signal() {
    let world = World::new();
    let key = world.server.app_key();
    world
        .duty("config set lang en")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let lock = world.home.path().join(".config/duty/config.lock");
    let held = std::fs::File::options().write(true).open(lock).unwrap();
    held.lock().unwrap();
    let mut command = world
        .duty("auth login --insecure-storage --app-key-stdin")
        .command();
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    use std::io::Write;
    child
        .stdin
        .take()
        .unwrap()
        .write_all(key.as_bytes())
        .unwrap();
    let began = Instant::now();
    while !world
        .server
        .requests()
        .iter()
        .any(|one| one.status.is_some())
    {
        assert!(began.elapsed() < super::PATIENCE);
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(300));
    let sent = Instant::now();
    super::signal(child.id(), "INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(crate::harness::exit_code(output.status), Some(130));
    assert!(sent.elapsed() < super::SOON);
    let _ = Running::start(&world.duty("config list"));
}

/// A log that is a pipe holds nobody up, whether somebody reads it or not.
#[test]
fn a_log_that_is_a_pipe_is_not_waited_for() {
    let world = World::new();
    let pipe = world.home.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let words = "profile show -v --log-file pipe";
    let began = Instant::now();
    let ran = world.duty(words).status(1).any_stderr().run();
    assert!(began.elapsed() < super::SOON, "{:?}", began.elapsed());
    for part in ["nobody reads the pipe", "start what reads it first"] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    // Opened for both, it has a reader.
    let mut options = std::fs::File::options();
    let mut reader = options.read(true).write(true).open(&pipe).unwrap();
    world.duty(words).any_requests().any_stdout().run();
    let mut read = [0; 8];
    std::io::Read::read_exact(&mut reader, &mut read).unwrap();
}
