//! Changes, where the server leaves lists out of what is read back: nobody else made them, and nothing proves them.

use serde_json::{Value, json};

use crate::harness::{Fault, FaultKind, World};

pub(super) const SHIFT: &str = "shedule_shift_notify";
const STATUS_PAGE: &str = "status_page_notify";

pub(super) fn without(member: &'static str) -> FaultKind {
    FaultKind::rewritten(move |answer| {
        let mut answer = answer.clone();
        answer["data"].as_object_mut().unwrap().remove(member);
        (200, answer.to_string())
    })
}

/// A server that leaves a member out of the preferences, from this read on.
fn leaving_out(member: &'static str, from: u32) -> World {
    let mut world = World::new();
    // The contract requires none of them; this server has them.
    world.contract = false;
    let fault = Fault::on("preference_info", without(member)).from(from);
    world.server.fault(fault);
    world
}

#[track_caller]
pub(super) fn ran(world: &World, words: &str, status: i32) -> (String, Value, usize) {
    world.server.clear_requests();
    let run = world.duty(words).any_requests().any_stdout().any_stderr();
    let ran = run.status(status).run();
    let operations = ran.operations();
    let writes = operations.iter().filter(|one| *one == "preference_update");
    let count = writes.count();
    (
        ran.stderr.clone(),
        serde_json::from_str(&ran.stdout).unwrap_or_default(),
        count,
    )
}

pub(super) fn shift(world: &World) -> Value {
    let info = world.ask("/preference/info", &json!({}));
    info[SHIFT]["personal_channels"].clone()
}

#[test]
fn a_list_that_is_not_read_back_was_changed_by_nobody_else() {
    let world = leaving_out(SHIFT, 1);
    let (told, _, writes) = ran(&world, "prefs set shift --sms --retry-conflict 3", 11);
    assert!(!told.contains("omebody else"), "{told}");
    let open = "Accepted; whether it is in force is not known: the server does not tell the channels for schedule shifts.";
    assert!(told.contains(open), "{told}");
    assert_eq!(writes, 1);
    let (_, json, _) = ran(&world, "prefs set shift --voice -o json", 11);
    assert_eq!(json["changed"], true, "{json}");
    let list = &json["targets"][0];
    assert_eq!(
        (&list["before"], &list["after"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(list["removed"], json!([]));
    // Of another list nothing is said against it, neither now nor later.
    let (told, _, writes) = ran(&world, "prefs set warning --voice", 0);
    assert!(!told.contains("no longer as"), "{told}");
    assert_eq!(writes, 1);
    world.server.clear_faults();
    assert_eq!(shift(&world), json!(["voice"]));
}

#[test]
fn a_list_that_is_left_out_of_the_read_back_alone_is_not_another_change() {
    let world = leaving_out(STATUS_PAGE, 2);
    let (told, _, writes) = ran(&world, "prefs set warning --voice", 0);
    assert!(told.contains("Changed, and read back."), "{told}");
    assert_eq!(writes, 1);
}

/// The list of a first change that was told is put back, also where an earlier one did not know it.
#[test]
fn what_a_later_change_found_is_put_back() {
    let world = leaving_out(SHIFT, 1);
    ran(&world, "prefs set warning --voice", 0);
    world.server.clear_faults();
    let before = shift(&world);
    ran(&world, "prefs set shift --sms", 0);
    ran(&world, "prefs undo 2", 0);
    assert_eq!(shift(&world), before);
}

/// What is added would take the place of all that is there.
#[test]
fn nothing_is_added_to_a_list_that_is_not_told() {
    let world = leaving_out(SHIFT, 1);
    let before = shift(&world);
    for words in ["prefs add shift --sms", "prefs add shift --sms --dry-run"] {
        let (_, _, writes) = ran(&world, words, 11);
        assert_eq!(writes, 0, "{words}");
    }
    // Of two lists one is changed, and the other is said to be left alone.
    for verb in ["add", "remove", "clear"] {
        let channel = if verb == "clear" { "--yes" } else { "--email" };
        let (told, _, writes) = ran(&world, &format!("prefs {verb} info,shift {channel}"), 11);
        let kept = "For schedule shifts nothing was sent";
        let nothing = "does not tell the channels for schedule shifts";
        let said = if writes == 1 { kept } else { nothing };
        assert!(told.contains(said), "{verb}: {told}");
        assert!(!told.contains("Accepted"), "{verb}: {told}");
    }
    assert_eq!(shift(&world), before);
}

/// Made again to what somebody else left, a list that is not told then is as it was.
#[test]
fn a_change_that_is_made_again_takes_nothing_from_a_list_that_is_not_told() {
    let mut world = World::new();
    world.contract = false;
    let before = shift(&world);
    world
        .server
        .fault(Fault::on("preference_info", without(SHIFT)).nth(3));
    let other = FaultKind::write_after(|state| {
        state["preferences"]["80011"]["trigger_notify"]["warning"] = json!(["voice"]);
    });
    world
        .server
        .fault(Fault::on("preference_update", other).first(1));
    ran(&world, "prefs add shift --sms --retry-conflict 3", 0);
    let mut all = before.as_array().unwrap().clone();
    all.push(json!("sms"));
    assert_eq!(shift(&world), json!(all));
}

/// SET sets, also where somebody else was faster.
#[test]
fn a_change_that_is_made_again_ends_as_it_was_meant() {
    for (words, meant) in [
        ("prefs set info --email --sms", json!(["email", "sms"])),
        ("prefs clear info --yes", json!([])),
    ] {
        let world = World::new();
        let other = FaultKind::write_after(|state| {
            state["preferences"]["80011"]["trigger_notify"]["info"] = json!(["voice"]);
        });
        world
            .server
            .fault(Fault::on("preference_update", other).first(1));
        let (_, _, writes) = ran(&world, &format!("{words} --retry-conflict 3"), 0);
        assert_eq!(writes, 2, "{words}");
        let info = world.ask("/preference/info", &json!({}));
        let mut left = info["trigger_notify"]["info"].as_array().unwrap().clone();
        left.sort_by_key(Value::to_string);
        assert_eq!(json!(left), meant, "{words}");
    }
}

/// What was there before is no empty list.
#[test]
fn what_was_not_told_before_is_not_put_back() {
    let world = leaving_out(SHIFT, 1);
    ran(&world, "prefs set shift --sms", 11);
    world.server.clear_faults();
    let (_, json, _) = ran(&world, "prefs undo --list -o json", 0);
    assert_eq!(json["items"][0]["before"]["shift"], Value::Null, "{json}");
    assert_eq!(json["items"][0]["targets"], json!(["shift"]), "{json}");
    let (told, _, writes) = ran(&world, "prefs undo", 11);
    let kept = "What was chosen for schedule shifts before is not known";
    assert!(told.contains(kept), "{told}");
    assert_eq!((writes, shift(&world)), (0, json!(["sms"])));
}

/// The same where it was emptied.
#[test]
fn what_was_not_told_before_it_was_emptied_is_not_put_back() {
    let world = leaving_out(SHIFT, 1);
    world.server.clear_faults();
    super::put(&world, json!({"shift": []}));
    ran(&world, "prefs set shift --sms", 0);
    ran(&world, "prefs set warning --voice", 0);
    let left_out = || Fault::on("preference_info", without(SHIFT));
    world.server.fault(left_out().from(1));
    ran(&world, "prefs undo 2", 11);
    world.server.clear_faults();
    assert_eq!(shift(&world), json!([]));
    let (_, json, _) = ran(&world, "prefs undo --list -o json", 0);
    let targets = &json["items"][0]["targets"];
    assert_eq!(*targets, json!(["warning", "shift"]), "{json}");
    let (told, _, _) = ran(&world, "prefs undo", 11);
    let kept = "What was chosen for schedule shifts before is not known";
    assert!(told.contains(kept), "{told}");
    assert_eq!(shift(&world), json!([]));
}

/// Whether the write arrived shows in no list that is told.
#[test]
fn a_lost_answer_to_what_is_not_read_back_is_not_known_and_not_repeated() {
    let world = leaving_out(SHIFT, 1);
    world
        .server
        .fault(Fault::on("preference_update", FaultKind::CloseAfter));
    let (told, _, writes) = ran(&world, "prefs set shift --sms --timeout 5", 10);
    assert!(
        told.contains("it is not known whether the change took effect"),
        "{told}"
    );
    assert!(!told.contains("the change is in force"), "{told}");
    assert_eq!(writes, 1);
}

#[test]
fn of_a_list_that_is_not_told_nothing_is_said() {
    let world = leaving_out(SHIFT, 1);
    let open = "does not tell the channels for schedule shifts";
    for words in [
        "prefs copy shift info",
        "prefs remove shift --voice",
        "prefs clear shift --dry-run",
    ] {
        let (told, _, writes) = ran(&world, words, 11);
        assert!(told.contains(open), "{words}: {told}");
        assert!(!told.contains("shift does not list"), "{words}: {told}");
        assert!(!told.contains("lists no channel"), "{words}: {told}");
        assert_eq!(writes, 0, "{words}");
    }
}

/// An object without the list in it tells no list.
#[test]
fn a_scene_without_its_list_is_not_an_empty_list() {
    let mut world = World::new();
    world.contract = false;
    let bare = FaultKind::rewritten(|answer| {
        let mut answer = answer.clone();
        answer["data"][SHIFT] = json!({});
        (200, answer.to_string())
    });
    world
        .server
        .fault(Fault::on("preference_info", bare).from(1));
    let (_, json, _) = ran(&world, "prefs show -o json", 0);
    assert_eq!(json["shift"], Value::Null, "{json}");
    let (_, json, _) = ran(&world, "prefs export -o json", 0);
    assert!(json["shift"].is_null(), "{json}");
}

/// A wait is advised only where duty waits.
#[test]
fn a_longer_timeout_is_not_advised_where_nothing_is_repeated() {
    let world = World::new();
    let slow = FaultKind::too_frequent(Some(1));
    world
        .server
        .fault(Fault::on("app_key_create", slow).first(1));
    let (told, _, _) = ran(&world, "app-key create x -q", 9);
    assert!(told.contains("wait a minute and run it again"), "{told}");
    assert!(!told.contains("--timeout waits"), "{told}");
}
