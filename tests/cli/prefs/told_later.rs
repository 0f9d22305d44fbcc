//! Changes, where one read of a command tells a list that another one leaves out.

use serde_json::{Value, json};

use super::ask::{SIZE, on_terminal};
use super::edit::editor;
use super::partly_told::{SHIFT, ran, shift, without};
use crate::harness::{Fault, FaultKind, World};
use crate::pty::Pty;

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

/// SHIFT is as meant at the first read; then somebody else sets it, and these reads do not tell it.
fn crossed(shifts: &[&str], theirs: &[(&str, Value)], reads: &[u32]) -> World {
    let world = leaving_out(reads);
    let lists = json!({"shift": shifts, "warning": ["sms"]});
    super::put(&world, lists);
    meanwhile(&world, ("preference_info", 1), theirs);
    world
}

const OPEN: &str = "Accepted; whether it is in force is not known: the server does not tell the channels for schedule shifts.";

/// What a command names is sent and proved, also where it was so already when it was told.
#[test]
fn a_list_that_is_named_is_as_meant_or_not_known() {
    for (words, shifts, theirs, meant) in [
        (
            "prefs set warning,shift --email",
            ["email"].as_slice(),
            ["voice"].as_slice(),
            json!(["email"]),
        ),
        (
            "prefs apply -f file.toml",
            &["email"],
            &["voice"],
            json!(["email"]),
        ),
        (
            "prefs copy info warning,shift",
            &["email"],
            &["voice"],
            json!(["email"]),
        ),
        (
            "prefs add warning,shift --email",
            &["email"],
            &["voice"],
            json!(["email"]),
        ),
        (
            "prefs remove warning,shift --sms",
            &["email"],
            &["sms", "voice"],
            json!(["email"]),
        ),
        (
            "prefs clear warning,shift --yes",
            &[],
            &["voice"],
            json!([]),
        ),
    ] {
        for (reads, status) in [(&[2][..], 0), (&[2, 3], 11)] {
            let world = crossed(shifts, &[(SHIFT, json!(theirs))], reads);
            let text = "warning = [\"email\"]\nshift = [\"email\"]\n";
            let file = world.home.path().join("file.toml");
            std::fs::write(&file, text).unwrap();
            let words = words.replace("file.toml", file.to_str().unwrap());
            let (told, _, writes) = ran(&world, &format!("{words} --retry-conflict 3"), status);
            assert_eq!(told.contains(OPEN), status == 11, "{words}: {told}");
            world.server.clear_faults();
            assert_eq!(
                (writes, shift(&world)),
                (1, meant.clone()),
                "{words}: {told}"
            );
        }
    }
}

/// The same where all else was made so by others meanwhile: what was not told then may be theirs.
#[test]
fn a_list_that_is_not_told_is_sent_though_nothing_else_is_to_be_done() {
    let theirs = [(SHIFT, json!(["voice"])), ("warning", json!(["email"]))];
    let world = crossed(&["email"], &theirs, &[2, 3]);
    let words = "prefs set warning,shift --email --retry-conflict 3";
    let (told, _, writes) = ran(&world, words, 11);
    assert!(told.contains(OPEN), "{told}");
    world.server.clear_faults();
    assert_eq!((writes, shift(&world)), (1, json!(["email"])));
    // As far as it is known it changed nothing.
    let (_, json, _) = ran(&world, "prefs undo --list -o json", 0);
    assert_eq!(json["items"], json!([]), "{json}");
}

/// No option is needed where a question was answered.
#[test]
fn a_list_that_is_named_is_sent_after_a_question() {
    let world = crossed(&[], &[(SHIFT, json!(["voice"]))], &[2]);
    let duty = Pty::start(&world.duty("prefs clear warning,shift"), SIZE);
    let (code, screen) = on_terminal(duty, &[("Clear?", "y\r")]);
    assert_eq!((code, shift(&world)), (0, json!([])), "{screen}");
    assert!(screen.contains("Changed, and read back."), "{screen}");
}

/// What a change did not touch is not taken back with it, whatever was told when.
#[test]
fn undo_leaves_alone_what_was_as_meant_before() {
    for words in [
        "prefs set warning,shift --email",
        "prefs add warning,shift --email",
    ] {
        for reads in [&[2][..], &[2, 3]] {
            let world = leaving_out(&[]);
            super::put(&world, json!({"shift": ["email"], "warning": ["sms"]}));
            leave_out(&world, reads);
            let status = if reads.len() == 1 { 0 } else { 11 };
            ran(&world, &format!("{words} --retry-conflict 3"), status);
            world.server.clear_faults();
            super::put(&world, json!({"shift": ["voice"]}));
            let (told, _, writes) = ran(&world, "prefs undo", 7);
            assert!(told.contains("omebody else changed"), "{words}: {told}");
            assert_eq!((writes, shift(&world)), (0, json!(["voice"])), "{words}");
            ran(&world, "prefs undo --yes", 0);
            assert_eq!(of(&world, "warning"), json!(["sms"]), "{words}");
            assert_eq!(shift(&world), json!(["voice"]), "{words}");
        }
    }
}

/// Somebody else made the very same change while the editor was open, or a question.
#[test]
fn what_somebody_else_made_as_meant_is_no_conflict() {
    let world = leaving_out(&[]);
    let mut meant = of(&world, "warning").as_array().unwrap().clone();
    meant.insert(0, json!("sms"));
    let info = r#"; sed -i 's/^info = .*/info = [ "voice",/' "$1""#;
    let sms = |list: &Value| list.as_array().unwrap().contains(&json!("sms"));
    for (script, said) in [
        (WARNING.to_owned(), "Nothing to change: it is so already."),
        // Of two lists the other one is still to be changed.
        (format!("{WARNING}{info}"), "Changed, and read back."),
    ] {
        let world = leaving_out(&[]);
        let theirs = [("warning", json!(meant))];
        meanwhile(&world, ("preference_info", 1), &theirs);
        let told = edited(&world, "prefs edit", &script, 0);
        assert!(told.contains(said), "{told}");
        assert!(sms(&of(&world, "warning")), "{told}");
    }
    // What is not quite as meant is one still.
    let world = leaving_out(&[]);
    let theirs = [("warning", json!(["sms", "voice"]))];
    meanwhile(&world, ("preference_info", 1), &theirs);
    let told = edited(&world, "prefs edit", WARNING, 7);
    assert!(told.contains("SMS"), "{told}");
    let world = leaving_out(&[]);
    meanwhile(&world, ("preference_info", 1), &[("info", json!([]))]);
    let duty = Pty::start(&world.duty("prefs clear info"), SIZE);
    let (code, screen) = on_terminal(duty, &[("Clear?", "y\r")]);
    assert_eq!((code, of(&world, "info")), (0, json!([])), "{screen}");
}

/// The same of an undo that asks.
#[test]
fn what_somebody_else_put_back_is_no_conflict() {
    let world = leaving_out(&[]);
    let before = of(&world, "info");
    ran(&world, "prefs set info --sms", 0);
    super::put(&world, json!({"info": ["voice"]}));
    meanwhile(&world, ("preference_info", 1), &[("info", before.clone())]);
    let duty = Pty::start(&world.duty("prefs undo"), SIZE);
    let (code, screen) = on_terminal(duty, &[("all the same?", "y\r")]);
    assert_eq!((code, of(&world, "info")), (0, before), "{screen}");
}

/// What is written of a read of minutes ago somebody may have replaced since: the log tells.
#[test]
fn whoever_is_overwritten_since_an_earlier_read_is_named() {
    let world = leaving_out(&[2]);
    super::put(&world, json!({"shift": ["email"]}));
    let theirs = FaultKind::write_after(|state| {
        let mine = &mut state["preferences"]["80011"];
        mine["schedule_shift_notify"][LIST] = json!(["voice"]);
        let lists = mine["trigger_notify"].clone();
        super::logged(state, jiff::Timestamp::now().as_millisecond());
        let body = json!({"person_id": super::PERSON, "trigger_notify": lists, "schedule_shift_notify": {LIST: ["voice"]}});
        state["audit"][0]["body"] = json!(body.to_string());
    });
    let fault = Fault::on("preference_info", theirs).nth(1);
    world.server.fault(fault);
    // The log's clock is known to a second.
    let script = r#"sleep 3; sed -i 's/^shift = .*/shift = [ "sms",/' "$1""#;
    let told = edited(&world, "prefs edit", script, 0);
    assert_eq!(shift(&world), json!(["sms", "email"]), "{told}");
    assert!(told.contains("shift (voice) may be gone"), "{told}");
}
