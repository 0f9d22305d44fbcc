//! `prefs test --mail`: what the server says of its recipients.

use serde_json::{Value, json};

use crate::harness::{Fault, FaultKind, World};

/// What is told, and the outcome for programs.
fn told(recipients: &Value, status: i32) -> (String, Value) {
    let mut world = World::new();
    // Of a status that is new the contract does not know.
    world.contract = false;
    let recipients = recipients.clone();
    let answer = FaultKind::rewritten(move |answer| {
        let mut answer = answer.clone();
        answer["data"]["recipients"] = recipients.clone();
        (200, answer.to_string())
    });
    world.server.fault(Fault::on("member_notify", answer));
    let mail = |more: &str| {
        let run = world.duty(&format!("prefs test --mail --yes {more}"));
        run.any_stdout().any_requests().status(status).run()
    };
    (mail("").stdout, mail("-o json").json())
}

#[test]
fn nothing_is_said_of_a_mail_of_which_the_server_says_nothing() {
    let me = |status: &str| json!([{"person_id": 80011, "status": status}]);
    for recipients in [json!(null), json!([]), me("queued"), me("")] {
        let (text, json) = told(&recipients, 11);
        assert!(
            text.contains("does not say what became of the mail"),
            "{text}"
        );
        assert_eq!(json["outcome"], "unknown", "{json}");
        assert_eq!(json["reason"], Value::Null);
    }
    let (text, json) = told(&me("skipped"), 3);
    assert!(
        text.contains("sent no mail, and does not say why"),
        "{text}"
    );
    assert_eq!(
        (&json["outcome"], &json["reason"]),
        (&json!("skipped"), &Value::Null)
    );
    let both = json!([
        {"person_id": 80011, "status": "accepted"},
        {"person_id": 80011, "status": "skipped", "reason": "no_email"},
    ]);
    let (text, json) = told(&both, 3);
    assert!(text.contains("sent no mail: no_email"), "{text}");
    assert_eq!(json["reason"], "no_email");
}
