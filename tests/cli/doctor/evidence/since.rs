//! What was changed after the incident began proves nothing of then: neither that it was missed, nor that it was not.

use serde_json::{Value, json};

use super::survey::{began, missed, now, unknown};
use super::*;

fn told_you(ms: u64) -> Vec<Value> {
    vec![
        made::assigned(ms + 1_000, &rule_id(), "P1", 0, &[YOU]),
        made::notice(ms + 2_000, &rule_id(), 0, "voice", &[(YOU, None)]),
    ]
}

#[test]
fn a_rule_that_names_me_since_did_not_miss_me() {
    let start = now() - 7200;
    for (changed, status) in [(start - 60, 3), (start + 3600, 11), (0, 11)] {
        let levels = json!([level(0, &[YOU, ME], &follow())]);
        let rule = made::escalation(SPACE, "P1", 1, levels).with("updated_at", changed);
        let world = began(start, rule, told_you, &[]);
        let ran = missed(&world, "--all -o json", status);
        let report = ran.json();
        let item = &report["items"][0];
        assert_eq!(
            (&item["missed"], &report["complete"], &item["notified"]),
            (&json!(status == 3), &json!(status == 3), &json!("no")),
            "{changed}: {report}"
        );
        let told = unknown(&ran).join("\n");
        let doubt = "whether incident 0E83EE was missed (it was never assigned to you, although level 1 of rule 'P1' names you as it is now)";
        assert_eq!(told.contains(doubt), status == 11, "{told}");
    }
}
