//! What is asked: its logic with a script for a person, and the wiring on a real terminal.

use serde_json::json;

use super::{lists, put, putting};
use crate::harness::{Fault, FaultKind, Moment, World};
use crate::prompter::Answer::{Choose, Interrupt, Leave, No, Yes};
use crate::prompter::talk;
use crate::pty::Pty;

/// duty on a real terminal: what is waited for, then what is typed.
#[track_caller]
pub(super) fn on_terminal(mut duty: Pty, turns: &[(&str, &str)]) -> (u32, String) {
    for (expected, typed) in turns {
        duty.until(expected, |terminal| {
            terminal.screen().contents().contains(expected)
        });
        duty.send(typed);
    }
    (duty.end(), duty.text())
}

pub(super) const SIZE: (u16, u16) = (120, 40);

#[test]
fn several_instances_are_a_list_to_choose_from() {
    let world = World::new();
    let (code, screen) = talk(
        &world.duty("prefs add info --im slack"),
        &[("slack:4405  Slack US (enabled)", Choose("4405"))],
    );
    assert_eq!(code, 0, "{screen}");
    assert_eq!(world.pref("info"), ["email", "slack_app:4405"]);
    for (answer, code) in [(Leave, 130), (Interrupt, 130)] {
        let (exit, screen) = talk(
            &world.duty("prefs add critical --im slack"),
            &[("slack:4405  Slack US (enabled)", answer)],
        );
        assert_eq!(exit, code, "{screen}");
        assert_eq!(world.pref("critical"), ["email", "push"]);
    }
}

#[test]
fn clear_asks_whatever_the_output_format() {
    for (options, answer, code) in [("", No, 2), ("-o json", No, 2), ("-o json", Yes, 0)] {
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
    let (code, screen) = on_terminal(
        Pty::start(&world.duty("prefs clear info"), SIZE),
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
    let run = world
        .duty("prefs add info --im slack")
        .env("ACCESSIBLE", "1");
    let (code, screen) = on_terminal(
        Pty::start(&run, SIZE),
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
        &[("Do it all the same?", Yes)],
    );
    assert_eq!(code, 0, "{screen}");
    assert!(world.pref("critical").is_empty());
    let world = World::new();
    let (code, screen) = talk(
        &world.duty("prefs set critical --voice"),
        &[("the phone number is not verified", No)],
    );
    assert_eq!(code, 2, "{screen}");
    assert_eq!(world.pref("critical"), ["email", "push"]);
}

#[test]
fn undo_asks_where_somebody_else_wrote() {
    let world = World::new();
    world.duty("prefs add info --app -q").any_requests().run();
    put(&world, json!({"info": ["voice"]}));
    let (code, screen) = talk(&world.duty("prefs undo"), &[("Undo it all the same?", Yes)]);
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
        &[("you are not told of info incidents", Yes)],
    );
    assert_eq!(code, 7, "{screen}");
    assert_eq!(world.pref("info"), ["push"]);
}

/// Whoever agreed to be reached by nothing is not refused for what somebody else chose for another list meanwhile.
#[test]
fn a_silence_that_was_agreed_to_stays_agreed_to() {
    for retry in ["", "--retry-conflict 3"] {
        let world = World::new();
        let theirs = |state: &mut serde_json::Value| {
            super::put_in(state, &json!({"info": ["voice"]}));
        };
        let other = FaultKind::write_after(theirs);
        world
            .server
            .fault(Fault::on("preference_info", other).nth(1));
        let run = world.duty(&format!("prefs clear critical {retry}"));
        let duty = Pty::start(&run, SIZE);
        let (code, screen) = on_terminal(duty, &[("Do it all the same?", "y\r")]);
        assert_eq!(code, 0, "{screen}");
        assert!(world.pref("critical").is_empty());
        assert_eq!(world.pref("info"), ["voice"]);
    }
}
