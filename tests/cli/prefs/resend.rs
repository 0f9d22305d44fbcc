//! What is sent again, and what is not sent at all: a change after a wait, lists that the server did not tell, lists of
//! somebody else.

use serde_json::json;

use super::{put, put_in};
use crate::harness::{Edit, Fault, FaultKind, World};
use crate::stub::{Answer, Stub};

/// Three times: before the change, after the refusal, and after the wait, in which somebody else wrote.
#[test]
fn after_a_wait_a_change_is_made_to_what_is_there_then() {
    for (retry, status) in [("", 7), ("--retry-conflict 3", 0)] {
        let world = World::new();
        let late = FaultKind::too_frequent(Some(1));
        world
            .server
            .fault(Fault::on("preference_update", late).nth(1));
        let theirs =
            |state: &mut serde_json::Value| put_in(state, &json!({"critical": ["voice", "sms"]}));
        let nth = if retry.is_empty() { 3 } else { 4 };
        world
            .server
            .fault(Fault::on("preference_info", FaultKind::write_before(theirs)).nth(nth));
        let ran = world
            .duty(&format!("prefs add info --sms {retry}"))
            .status(status)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        let told = "omebody else changed the preferences at the same time";
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert_eq!(world.pref("critical"), ["voice", "sms"]);
        assert_eq!(
            world.pref("info").contains(&"sms".to_owned()),
            status == 0,
            "{}",
            ran.stderr
        );
    }
}

/// All three are sent with each change: what was not told would be emptied by it.
#[test]
fn a_list_that_the_server_did_not_tell_is_not_taken_for_an_empty_one() {
    let lists = json!({"person_id": 80011, "trigger_notify": {"warning": [], "info": []}});
    let stub = Stub::answering()
        .otherwise(move |request| match request.path.as_str() {
            "/preference/info" => Answer::data(lists.clone()),
            _ => Answer::error(403, "AccessDenied"),
        })
        .start();
    let world = stub.world();
    for words in ["prefs set info --sms", "prefs show"] {
        let ran = world
            .duty(words)
            .status(10)
            .any_requests()
            .any_stderr()
            .run();
        let asked = stub.take();
        assert!(asked.iter().all(|one| one.path != "/preference/update"));
        assert!(
            ran.stderr.contains("trigger_notify.critical"),
            "{words}: {}",
            ran.stderr
        );
    }
}

#[test]
fn what_somebody_else_chose_is_not_changed() {
    let world = World::new();
    let other = Edit::new(|state| state["preferences"]["80011"]["person_id"] = json!(80012));
    world.server.apply(&other).unwrap();
    let before = world.server.state();
    for words in [
        "prefs set info --sms",
        "prefs set info --sms --dry-run",
        "prefs copy critical warning",
    ] {
        let ran = world
            .duty(words)
            .status(1)
            .any_requests()
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("the preferences of person 80012"),
            "{words}: {}",
            ran.stderr
        );
        assert!(ran.stderr.contains("duty profile show"), "{}", ran.stderr);
    }
    assert_eq!(world.server.state()["preferences"], before["preferences"]);
}

/// The server answers with somebody else's, once: neither a base for a change nor a proof of one.
#[test]
fn what_is_read_again_is_of_the_same_person() {
    let theirs = |lists: serde_json::Value| {
        let answer =
            json!({"request_id": "r1", "data": {"person_id": 80012, "trigger_notify": lists}});
        FaultKind::raw(200, "application/json", answer.to_string())
    };
    let world = World::new();
    let lists = json!({"critical": ["voice"], "warning": [], "info": []});
    world
        .server
        .fault(Fault::on("preference_info", theirs(lists)).nth(2));
    let before = world.server.state();
    let ran = world
        .duty("prefs set info --email --sms --retry-conflict 1")
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("person 80012"), "{}", ran.stderr);
    assert_eq!(world.server.state()["preferences"], before["preferences"]);
    // As if it had been done.
    let world = World::new();
    world
        .server
        .fault(Fault::on("preference_update", FaultKind::CloseBefore));
    let lists =
        json!({"critical": ["email", "push"], "warning": ["email"], "info": ["email", "sms"]});
    world
        .server
        .fault(Fault::on("preference_info", theirs(lists)).nth(2));
    let ran = world
        .duty("prefs set info --email --sms")
        .status(10)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("not known"), "{}", ran.stderr);
}

/// The first one may arrive yet, whatever became of the second.
#[test]
fn a_refusal_says_nothing_of_the_request_before_it() {
    let world = World::new();
    for (operation, fault, nth) in [
        ("preference_update", FaultKind::CloseBefore, 1),
        (
            "preference_update",
            FaultKind::error(403, "AccessDenied"),
            2,
        ),
        (
            "preference_info",
            FaultKind::write_before(|state| put_in(state, &json!({"warning": ["voice"]}))),
            4,
        ),
    ] {
        world.server.fault(Fault::on(operation, fault).nth(nth));
    }
    let ran = world
        .duty("prefs set info --sms")
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    let sent = ran.operations();
    let updates = sent.iter().filter(|one| *one == "preference_update");
    assert_eq!(updates.count(), 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("not known"), "{}", ran.stderr);
    assert!(
        !ran.stderr.contains("nothing was changed"),
        "{}",
        ran.stderr
    );
}

/// The first request has no answer, somebody else writes, and the change is made again to what they left: whatever
/// becomes of that one, the first may still arrive, and would take back what they changed.
#[test]
fn a_request_that_is_under_way_stays_so_over_a_merge() {
    let page = || FaultKind::raw(504, "text/html", "<html>timeout");
    let theirs =
        || FaultKind::write_before(|state| put_in(state, &json!({"warning": ["email", "sms"]})));
    for (second, status, said) in [
        (
            Some(FaultKind::error(400, "InvalidParameter")),
            1,
            "cannot change the preferences",
        ),
        (
            None,
            10,
            "the change is in force, but it is not known whether it stays",
        ),
    ] {
        let world = World::new();
        world
            .server
            .fault(Fault::on("preference_update", page()).nth(1));
        // After the read before the write and the one right before it.
        world
            .server
            .fault(Fault::on("preference_info", theirs()).nth(3));
        if let Some(second) = second {
            world
                .server
                .fault(Fault::on("preference_update", second).nth(2));
        }
        let ran = world
            .duty("prefs set info --sms --retry-conflict 3")
            .status(status)
            .any_requests()
            .any_stderr()
            .run();
        let told = &ran.stderr;
        assert!(told.contains("is made again to what they left"), "{told}");
        assert!(told.contains(said) && told.contains("not known"), "{told}");
        assert!(told.contains("duty prefs show"), "{told}");
        assert!(!told.contains("nothing was changed"), "{told}");
        assert_eq!(ran.bodies("preference_update").len(), 2, "{told}");
        // The first arrives: the record of it can be undone.
        world.server.clear_faults();
        let first = ran.bodies("preference_update")[0]["trigger_notify"].clone();
        put(&world, first);
        let yes = if status == 10 { "--yes" } else { "" };
        world
            .duty(&format!("prefs undo -q {yes}"))
            .any_requests()
            .any_stderr()
            .run();
        assert_eq!(world.pref("info"), ["email"]);
    }
    // Not made again: the conflict does not say that the change came to nothing.
    let world = World::new();
    world
        .server
        .fault(Fault::on("preference_update", page()).nth(1));
    world
        .server
        .fault(Fault::on("preference_info", theirs()).nth(2));
    let ran = world
        .duty("prefs set info --sms")
        .status(7)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("not known"), "{}", ran.stderr);
}
