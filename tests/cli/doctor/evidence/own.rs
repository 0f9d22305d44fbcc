//! What became the person's by their own deed: whether the server tells whoever does that no reference says, and they know.

use serde_json::{Value, json};

use super::survey::{began, missed, now};
use super::*;

/// The reasons, as words; and of the survey, in which nothing was missed.
fn reasons(more: impl Fn(u64) -> Vec<Value>) -> (Vec<String>, String) {
    let world = began(now() - 7200, rule(), more, &[]);
    let report = missed(&world, "--all -o json", 0).json();
    let item = &report["items"][0];
    assert_eq!(
        (&report["complete"], &item["missed"]),
        (&json!(true), &json!(false)),
        "{report}"
    );
    let (codes, status) = said(&world);
    assert_eq!(
        (item["reason"]["code"].as_str().unwrap(), status),
        (codes[0].as_str(), 3)
    );
    let message = item["reason"]["message"].as_str().unwrap();
    (codes, message.to_owned())
}

#[test]
fn whoever_assigned_it_to_themselves_did() {
    let told = |ms: u64| {
        vec![
            made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
            made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
            made::line_by(
                YOU,
                ms + 100_000,
                "i_ack",
                json!({"progress": "Processing"}),
            ),
        ]
    };
    let hand = |ms: u64, kind: &str| made::assigned_by(ME, ms + 400_000, kind, &[ME]);
    let after =
        |line: fn(u64) -> Value| reasons(|ms| told(ms).into_iter().chain([line(ms)]).collect());
    // Taken from a colleague, opened for oneself, and joined.
    let own = "you assigned it to yourself";
    assert_eq!(
        after(|ms| made::assigned_by(ME, ms + 400_000, "reassign", &[ME])).1,
        own
    );
    let (codes, message) = reasons(|ms| vec![hand(ms, "assign")]);
    assert_eq!(
        (codes, message.as_str()),
        (vec!["self_assigned".to_owned()], own)
    );
    let added = |ms| made::line_by(ME, ms + 400_000, "i_a_rspd", json!({"to": [ME]}));
    let (codes, message) = after(added);
    assert_eq!(message, "you added yourself to its responders");
    assert_eq!(codes[0], "self_assigned");
}

/// Whom a rule named was no choice of theirs, whoever ran it, or opened what it took.
#[test]
fn what_a_rule_gave_is_no_own_deed() {
    let lines = |ms: u64, sent: &[Option<&str>]| {
        let detail =
            json!({"to": [ME], "type": "assign", "escalate_rule_id": rule_id(), "layer_idx": 1});
        let mut lines = vec![made::line_by(ME, ms + 1_000, "i_assign", detail)];
        let notice =
            |why: &Option<&str>| made::notice(ms + 2_000, &rule_id(), 1, "voice", &[(ME, *why)]);
        lines.extend(sent.iter().map(notice));
        lines
    };
    for (sent, code) in [(&[Some("busy")][..], "sending_failed"), (&[], "unknown")] {
        let world = began(now() - 7200, rule(), |ms| lines(ms, sent), &[]);
        assert_eq!(said(&world), (vec![code.to_owned()], 3));
        let item = &missed(&world, "-o json", 3).json()["items"][0];
        assert_eq!(item["missed"], true, "{item}");
    }
}

/// That there was no channel is why nothing could come; a colleague's deed is no own one.
#[test]
fn an_own_deed_stands_before_an_empty_list_of_channels() {
    let info = |ms: u64, by: u64| {
        let detail = json!({"to": [ME], "type": "reassign", "notify": {"follow_preference": false, "personal_channels": []}});
        vec![made::line_by(by, ms + 400_000, "i_assign", detail)]
    };
    let (codes, _) = reasons(|ms| info(ms, ME));
    assert_eq!(codes, ["self_assigned", "no_channel_rule"]);
    let world = began(now() - 7200, rule(), |ms| info(ms, YOU), &[]);
    assert_eq!(said(&world), (vec!["no_channel_rule".to_owned()], 3));
    // A colleague's is told of by name.
    let world = began(
        now() - 7200,
        rule(),
        |ms| vec![made::assigned_by(YOU, ms + 1_000, "assign", &[YOU])],
        &[],
    );
    let run = world.duty("doctor incident --person 李四").arg(id());
    let told = run.any_stdout().any_requests().status(3).run().stdout;
    assert!(
        told.contains("Why: 李四 assigned it to themselves"),
        "{told}"
    );
}
