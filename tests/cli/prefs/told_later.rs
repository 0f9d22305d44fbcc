//! Changes, where one read of a command tells a list that another one leaves out.

use serde_json::{Value, json};

use super::edit::editor;
use super::partly_told::{SHIFT, ran, shift, without};
use crate::harness::{Fault, FaultKind, World};

const LIST: &str = "personal_channels";

/// A server that leaves SHIFT out of these reads.
fn leaving_out(reads: &[u32]) -> World {
    let mut world = super::edit::world();
    // The contract requires it of none; this server has it.
    world.contract = false;
    leave_out(&world, reads);
    world
}

fn leave_out(world: &World, reads: &[u32]) {
    for nth in reads {
        let fault = Fault::on("preference_info", without(SHIFT));
        world.server.fault(fault.nth(*nth));
    }
}

/// Somebody else writes after the `nth` request of an operation.
fn meanwhile(world: &World, (operation, nth): (&'static str, u32), lists: &[(&str, Value)]) {
    let lists: Vec<(String, Value)> = lists
        .iter()
        .map(|(name, list)| ((*name).to_owned(), list.clone()))
        .collect();
    let other = FaultKind::write_after(move |state| {
        let mine = &mut state["preferences"]["80011"];
        for (name, list) in &lists {
            match name.as_str() {
                SHIFT => mine["schedule_shift_notify"][LIST] = list.clone(),
                severity => mine["trigger_notify"][severity] = list.clone(),
            }
        }
    });
    world.server.fault(Fault::on(operation, other).nth(nth));
}

fn of(world: &World, severity: &str) -> Value {
    let info = world.ask("/preference/info", &json!({}));
    info["trigger_notify"][severity].clone()
}

/// What a first read left out and a second one tells nobody has changed.
#[test]
fn a_list_that_is_told_later_is_put_back() {
    for retries in ["", "--retry-conflict 3"] {
        let world = leaving_out(&[]);
        let before = shift(&world);
        ran(&world, "prefs set shift --sms", 0);
        leave_out(&world, &[1]);
        let (told, _, writes) = ran(&world, &format!("prefs undo --yes {retries}"), 0);
        assert!(!told.contains("omebody else"), "{told}");
        assert_eq!((writes, shift(&world)), (1, before), "{retries}");
    }
}

/// What was told a moment ago is what is copied.
#[test]
fn what_was_told_first_is_copied() {
    let world = leaving_out(&[]);
    ran(&world, "prefs set info --voice", 0);
    let source = shift(&world);
    leave_out(&world, &[2]);
    meanwhile(
        &world,
        ("preference_info", 1),
        &[("warning", json!(["voice"]))],
    );
    ran(&world, "prefs copy shift info --retry-conflict 3", 0);
    assert_eq!(of(&world, "info"), source);
    assert_eq!(shift(&world), source);
}

/// Of a list that no step names and that is not told now, somebody else may have written it.
#[test]
fn a_list_that_was_not_named_is_not_written_from_an_earlier_read() {
    let theirs = [(SHIFT, json!(["voice"])), ("critical", json!(["voice"]))];
    let world = leaving_out(&[3]);
    meanwhile(&world, ("preference_update", 1), &theirs);
    let (told, _, _) = ran(&world, "prefs set warning --voice --retry-conflict 3", 0);
    assert!(told.contains("omebody else"), "{told}");
    assert_eq!(shift(&world), json!(["voice"]));
    assert_eq!(of(&world, "warning"), json!(["voice"]));
}

fn edited(world: &World, words: &str, script: &str, status: i32) -> String {
    editor(world, script);
    let run = world.duty(words).env("EDITOR", "'./my editor'");
    let run = run.any_requests().any_stdout().any_stderr();
    run.status(status).run().stderr
}

const WARNING: &str = r#"sed -i 's/^warning = .*/warning = [ "sms",/' "$1""#;

#[test]
fn an_edit_writes_no_list_that_is_not_told_after_it() {
    let world = leaving_out(&[2]);
    meanwhile(&world, ("preference_info", 1), &[(SHIFT, json!(["voice"]))]);
    edited(&world, "prefs edit", WARNING, 0);
    assert_eq!(shift(&world), json!(["voice"]));
}

/// Whoever edits a list changes what was shown: what somebody else put into it meanwhile stays.
#[test]
fn an_edit_is_made_again_to_what_somebody_else_left() {
    let world = leaving_out(&[]);
    let mut theirs = of(&world, "warning").as_array().unwrap().clone();
    assert!(!theirs.contains(&json!("sms")) && !theirs.contains(&json!("voice")));
    theirs.push(json!("voice"));
    meanwhile(
        &world,
        ("preference_info", 1),
        &[("warning", json!(theirs))],
    );
    edited(&world, "prefs edit --retry-conflict 3", WARNING, 0);
    theirs.push(json!("sms"));
    assert_eq!(of(&world, "warning"), json!(theirs));
}

/// An empty list in the text is no list that is empty.
#[test]
fn a_list_that_is_not_told_is_not_taken_for_empty_by_an_edit() {
    let empty = r#"printf 'shift = []\n' | cat - "$1" > both; cat both > "$1""#;
    for (reads, script, status) in [
        (&[1, 2, 3][..], empty.to_owned(), 11),
        (&[1, 2, 3], format!("{empty}; {WARNING}"), 11),
        (&[1], format!("{empty}; {WARNING}"), 0),
    ] {
        let world = leaving_out(&[]);
        let before = shift(&world);
        leave_out(&world, reads);
        assert_ne!(before, json!([]));
        let told = edited(&world, "prefs edit", &script, status);
        assert!(!told.contains("it is so already"), "{told}");
        let expected = if status == 0 { json!([]) } else { before };
        world.server.clear_faults();
        assert_eq!(shift(&world), expected, "{reads:?}");
    }
}
