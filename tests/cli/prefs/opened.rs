//! Which incident `duty prefs test` takes for its own: the one that has its word in the title, whatever the answer says.

use duty_sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::harness::World;

/// Somebody's incident would be closed while it burns.
#[test]
fn an_incident_of_somebody_else_is_not_closed() {
    let world = World::new();
    let missed = world.duty("doctor missed --all --since 7d -o json");
    let missed = missed.any_requests().any_stdout().any_status().run().json();
    let theirs = missed["items"][0]["incident"]["id"].as_str().unwrap();
    let state = world.server.state();
    let named = json!({"request_id": "r1", "data": {
        "incident_id": theirs, "title": "x",
    }});
    let answer = FaultKind::raw(200, "application/json", named.to_string());
    world
        .server
        .fault(Fault::on("incident_create", answer).first(1));
    let ran = world
        .duty("prefs test critical --yes")
        .status(10)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    for part in [
        "did not name the incident",
        "not known whether it was opened",
    ] {
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    }
    let closed = |one: &String| one == "incident_resolve";
    assert!(!ran.operations().iter().any(closed), "{}", ran.stderr);
    assert_eq!(world.server.state()["incidents"], state["incidents"]);
}
