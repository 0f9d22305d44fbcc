//! What of the audit log came, and whether it is all of it.

use duty_sandbox::FaultKind;
use serde_json::{Value, json};

use crate::harness::{Fault, World};

const ME: u64 = 80011;

/// A page that is short of its total is not all there is, whatever it says of a next one.
#[test]
fn a_log_that_is_shorter_than_its_total_is_cut_off() {
    let world = World::new();
    let now = jiff::Timestamp::now().as_second().unsigned_abs();
    let entry = |number: u64| {
        json!({"member_id": ME, "member_name": "x", "operation": "preference:write:update",
            "created_at": (now - number) * 1000})
    };
    let page = |docs: Value, total: Value, cursor: &str| {
        let mut data = json!({"docs": docs, "search_after_ctx": cursor});
        if !total.is_null() {
            data["total"] = total;
        }
        let body = json!({"request_id": "r", "data": data}).to_string();
        Fault::on(
            "audit_search",
            FaultKind::raw(200, "application/json", body),
        )
    };
    for (pages, complete) in [
        (vec![page(json!([]), json!(5), "")], false),
        (vec![page(json!([entry(1)]), json!(2), "")], false),
        (
            vec![
                page(json!([entry(1)]), json!(3), "c"),
                page(json!([entry(2)]), json!(3), ""),
            ],
            false,
        ),
        (
            vec![
                page(json!([entry(1)]), json!(2), "c"),
                page(json!([entry(2)]), json!(2), ""),
            ],
            true,
        ),
        (vec![page(json!([entry(1)]), json!(1), "")], true),
        // A server that does not count.
        (vec![page(json!([entry(1)]), json!(null), "")], true),
        (vec![page(json!([]), json!(0), "")], true),
    ] {
        let told = format!("{pages:?}");
        for (number, page) in (1..).zip(pages) {
            world.server.fault(page.nth(number));
        }
        let run = world.duty("prefs log -o json").any_stdout();
        let status = if complete { 0 } else { 11 };
        let ran = run.any_requests().status(status).run();
        let log = ran.json();
        assert_eq!(log["complete"], complete, "{told}: {log}");
        let cut = log["warnings"].to_string().contains("log_cut_off");
        assert_eq!(cut, !complete, "{told}: {log}");
        world.server.clear_faults();
    }
}

/// What was not read may have been a change.
#[test]
fn nothing_in_what_was_read_is_not_that_there_is_nothing() {
    let world = World::new();
    let data = json!({"docs": [], "search_after_ctx": "", "total": 5});
    let body = json!({"request_id": "r", "data": data}).to_string();
    let raw = FaultKind::raw(200, "application/json", body);
    world.server.fault(Fault::on("audit_search", raw).from(1));
    let run = world.duty("prefs log").any_stdout().any_stderr();
    let told = run.any_requests().status(11).run().stdout;
    assert_eq!(
        told.trim(),
        "What was read of the audit log shows no change of yours."
    );
}

/// That nothing is told is no proof that nothing was: the log ends where the plan ends.
#[test]
fn how_far_back_it_goes_is_said_not_to_be_known() {
    let world = World::new();
    let run = world.duty("prefs log --since 90d").any_requests();
    let told = run.any_stdout().any_stderr().run().stderr;
    assert!(told.contains("depends on the account's plan"), "{told}");
}
