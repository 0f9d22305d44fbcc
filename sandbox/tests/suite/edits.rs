//! Changes that a test makes beside the requests: when a server starts, while it runs, in a fault.

use duty_sandbox::{Behavior, Edit, Fault, FaultKind, Moment, Options, Server, StateFile, made};
use serde_json::json;

use crate::support::{column, sandbox, sandbox_with};

#[test]
fn they_are_made_before_the_first_request() {
    let silence = || Edit::put(made::silence(30101, "Release"));
    let sandbox = sandbox_with(|o| o.edits = vec![silence()]);
    let data = sandbox.ok("silence_rule_list", json!({"channel_id": 30101}));
    assert_eq!(column(&data, "rule_name"), ["Release"]);
    // In a state file they stay, and made again they change nothing.
    let dir = tempfile::tempdir().unwrap();
    let file = StateFile::Path(dir.path().join("sandbox.json"));
    for edits in [vec![silence()], vec![silence()], Vec::new()] {
        let sandbox = sandbox_with(|o| {
            o.state = file.clone();
            o.edits = edits;
        });
        let data = sandbox.ok("silence_rule_list", json!({"channel_id": 30101}));
        assert_eq!(column(&data, "rule_name"), ["Release"]);
    }
}

#[test]
fn one_that_finds_nothing_says_so() {
    let sandbox = sandbox();
    let before = sandbox.server.state();
    for (edit, why) in [
        (
            Edit::space(1, |_| {}),
            "nothing in spaces has the channel_id 1",
        ),
        (Edit::member(1, |_| {}), "nothing in members"),
        (Edit::schedule(1, |_| {}), "nothing in schedules"),
        (Edit::integration(1, |_| {}), "nothing in integrations"),
        (
            Edit::rule("x", |_| {}),
            "nothing in rules has the rule_id \"x\"",
        ),
        (Edit::limit_key("x", &[]), "nothing in app_keys"),
        (
            Edit::scene(1, "x", json!({})),
            "person 1 has no preferences",
        ),
        (
            Edit::all(vec![
                Edit::put(made::silence(30101, "x")),
                Edit::space(1, |_| {}),
            ]),
            "nothing in spaces",
        ),
    ] {
        let error = sandbox.server.apply(&edit).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        let options = Options {
            edits: vec![edit],
            ..Options::default()
        };
        assert!(Server::start(options).is_err(), "{why}");
    }
    assert_eq!(sandbox.server.state(), before);
}

#[test]
fn a_fault_makes_one_too() {
    let sandbox = sandbox();
    let edit = Edit::put(made::drop_rule(30101, "Tests"));
    let moment = Moment::Before;
    sandbox.server.fault(Fault::on(
        "drop_rule_list",
        FaultKind::ConcurrentWrite { moment, edit },
    ));
    let data = sandbox.ok("drop_rule_list", json!({"channel_id": 30101}));
    assert_eq!(column(&data, "rule_name"), ["Tests"]);
    let edit = Edit::space(1, |_| {});
    sandbox.server.fault(Fault::on(
        "member_info",
        FaultKind::ConcurrentWrite { moment, edit },
    ));
    sandbox.refused("member_info", json!({}), 500, "InternalError");
}

/// A deployment that does not have an operation answers like one that never heard of it, whatever the key.
#[test]
fn deployments_of_one_reference_only() {
    let deployed = |behavior: Behavior| {
        sandbox_with(move |o| o.edits = vec![Edit::behave(move |b| *b = behavior.clone())])
    };
    let newest = deployed(Behavior::newest());
    let reply = newest.refused("preference_info", json!({}), 404, "RouteNotFound");
    assert!(reply.message().contains("/preference/info"));
    newest.refused_as(
        "nonsense",
        "preference_info",
        json!({}),
        &[],
        404,
        "RouteNotFound",
    );
    newest.refused("integration_list", json!({}), 404, "RouteNotFound");
    newest.ok("member_info", json!({}));
    let older = deployed(Behavior::older());
    older.ok("preference_info", json!({}));
    older.ok("integration_list", json!({}));
}

/// A file of the version before, which knew none of this.
#[test]
fn a_state_without_them_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sandbox.json");
    let file = || StateFile::Path(path.clone());
    drop(sandbox_with(|o| o.state = file()));
    let mut state: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let known = state.as_object_mut().unwrap();
    for field in [
        "silence_rules",
        "inhibit_rules",
        "drop_rules",
        "calendars",
        "calendar_events",
        "routes",
        "pipelines",
        "behavior",
    ] {
        assert!(known.shift_remove(field).is_some(), "{field}");
    }
    std::fs::write(&path, state.to_string()).unwrap();
    let sandbox = sandbox_with(|o| o.state = file());
    sandbox.ok("member_info", json!({}));
    sandbox
        .server
        .apply(&Edit::put(made::silence(30101, "x")))
        .unwrap();
}
