//! What is asked on a terminal: a real one, with an emulator behind it.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::json;

use super::{lists, put, putting};
use crate::harness::{Fault, FaultKind, Moment, Run, World};

/// A conversation: what is waited for, then what is typed; the exit code and the last screen.
#[track_caller]
fn talk(run: &Run<'_>, turns: &[(&str, &str)]) -> (u32, String) {
    let size = PtySize {
        rows: 40,
        cols: 120,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let plain = run.command();
    let mut command = CommandBuilder::new(plain.get_program());
    command.args(plain.get_args());
    command.env_clear();
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap());
    }
    command.env("TERM", "xterm-256color");
    command.cwd(plain.get_current_dir().unwrap());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let screen = Arc::new(Mutex::new(vt100::Parser::new(40, 120, 0)));
    let mut reader = pair.master.try_clone_reader().unwrap();
    let shared = Arc::clone(&screen);
    let reading = thread::spawn(move || {
        let mut buffer = [0; 4096];
        // The end of a terminal is an error on Linux.
        while let Ok(read @ 1..) = reader.read(&mut buffer) {
            shared.lock().unwrap().process(&buffer[..read]);
        }
    });
    let mut writer = pair.master.take_writer().unwrap();
    for (expected, typed) in turns {
        let began = Instant::now();
        loop {
            let now = screen.lock().unwrap().screen().contents();
            if now.contains(expected) {
                break;
            }
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "'{expected}' never came:\n{now}"
            );
            thread::sleep(Duration::from_millis(5));
        }
        writer.write_all(typed.as_bytes()).unwrap();
        writer.flush().unwrap();
    }
    let status = child.wait().unwrap();
    drop(pair.master);
    reading.join().unwrap();
    let contents = screen.lock().unwrap().screen().contents();
    (status.exit_code(), contents)
}

#[test]
fn several_instances_are_a_list_to_choose_from() {
    let world = World::new();
    let (code, screen) = talk(
        &world.duty("prefs add info --im slack"),
        &[("slack:4405  Slack US (enabled)", "\x1b[B\r")],
    );
    assert_eq!(code, 0, "{screen}");
    assert_eq!(world.pref("info"), ["email", "slack_app:4405"]);
}

#[test]
fn clear_asks_whatever_the_output_format() {
    for (options, answer, code) in [("", "n\r", 2), ("-o json", "n\r", 2), ("-o json", "y\r", 0)] {
        let world = World::new();
        let (exit, screen) = talk(
            &world.duty(&format!("prefs clear info {options}")),
            &[("you are not told of info incidents", answer)],
        );
        assert_eq!(exit, code, "{screen}");
        assert_eq!(world.pref("info").is_empty(), code == 0);
    }
}

/// A word that has a y in it is no yes.
#[test]
fn only_a_clear_answer_is_one() {
    let world = World::new();
    let (code, screen) = talk(
        &world.duty("prefs clear info"),
        &[
            ("you are not told of info incidents", "maybe\r"),
            ("answer y or n", "no\r"),
        ],
    );
    assert_eq!(code, 2, "{screen}");
    assert_eq!(world.pref("info"), ["email"]);
}

/// Nothing is redrawn for a screen reader: a choice is a number.
#[test]
fn a_choice_by_its_number() {
    let world = World::new();
    let (code, screen) = talk(
        &world
            .duty("prefs add info --im slack")
            .env("ACCESSIBLE", "1"),
        &[
            ("2. slack:4405  Slack US (enabled)", "3\r"),
            ("answer a number from 1 to 2", "2\r"),
        ],
    );
    assert_eq!(code, 0, "{screen}");
    assert_eq!(world.pref("info"), ["email", "slack_app:4405"]);
}

#[test]
fn silence_is_asked_about_once() {
    let world = World::new();
    let (code, screen) = talk(
        &world.duty("prefs clear critical"),
        &[("Do it all the same?", "y\r")],
    );
    assert_eq!(code, 0, "{screen}");
    assert!(world.pref("critical").is_empty());
    let world = World::new();
    let (code, screen) = talk(
        &world.duty("prefs set critical --voice"),
        &[("the phone number is not verified", "n\r")],
    );
    assert_eq!(code, 2, "{screen}");
    assert_eq!(world.pref("critical"), ["email", "push"]);
}

#[test]
fn undo_asks_where_somebody_else_wrote() {
    let world = World::new();
    world.duty("prefs add info --app -q").any_requests().run();
    put(&world, json!({"info": ["voice"]}));
    let (code, screen) = talk(
        &world.duty("prefs undo"),
        &[("Undo it all the same?", "y\r")],
    );
    assert_eq!(code, 0, "{screen}");
    assert_eq!(lists(&world)["info"], json!(["email"]));
}

#[test]
fn what_was_agreed_to_is_what_is_written() {
    let world = World::new();
    put(&world, json!({"info": ["email", "sms"]}));
    // While the question stands, somebody else writes: the answer was to another question.
    world.server.fault(
        Fault::on(
            "preference_info",
            FaultKind::ConcurrentWrite {
                moment: Moment::After,
                edit: putting(json!({"info": ["push"]})),
            },
        )
        .nth(1),
    );
    let (code, screen) = talk(
        &world.duty("prefs clear info"),
        &[("you are not told of info incidents", "y\r")],
    );
    assert_eq!(code, 7, "{screen}");
    assert_eq!(world.pref("info"), ["push"]);
}
