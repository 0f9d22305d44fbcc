//! `duty doctor` against a server whose lists have entries that say nothing, or two that say different things.

use serde_json::{Value, json};

use super::odd::{common, ok, serve};

/// One entry of a list that is null is something that the server does not tell; the rest of the rule is read.
#[test]
fn a_null_in_a_list_of_a_rule_makes_it_a_maybe() {
    let always = json!([{"start": "", "end": "", "repeat": [null]}]);
    let silence = json!({"rule_id": "s", "rule_name": "Night", "channel_id": 1, "status": "enabled",
        "filters": [[{"key": "severity", "oper": "IN", "vals": ["Critical"]}]], "time_filters": always});
    let rule = |windows: &Value, target: Value| {
        let layer = json!({"escalate_window": 0, "target": target});
        json!({"rule_id": "r", "rule_name": "P1", "status": "enabled", "priority": 0, "channel_id": 1,
            "time_filters": windows, "layers": [layer]})
    };
    let by = json!({"follow_preference": true});
    let me = json!({"person_ids": [7], "by": by});
    let roles = json!({"schedule_to_role_ids": {"9": [null]}, "by": by});
    let address = json!({"emails": [null], "by": by});
    for (rule, silences) in [
        (rule(&always, me.clone()), json!([])),
        (rule(&json!([]), me), json!([silence])),
        (rule(&json!([]), roles), json!([])),
        (rule(&json!([]), address), json!([])),
    ] {
        let told = format!("{rule} {silences}");
        let (_stub, world) = serve(move |path, _| match path {
            "/channel/list" => ok(json!({"items": [{"channel_id": 1, "channel_name": "one"}]})),
            "/channel/info" => ok(json!({"channel_id": 1, "channel_name": "one"})),
            "/channel/escalate/rule/list" => ok(json!({"items": [rule]})),
            "/channel/silence/rule/list" => ok(json!({"items": silences})),
            _ => common(path),
        });
        let run = world.duty("doctor explain 1 critical -o json");
        let ran = run.any_stdout().any_stderr().status(11).run();
        assert_eq!(ran.json()["result"]["reached"], "maybe", "{told}");
        let run = world.duty("doctor explain 1 critical");
        let text = run.any_stdout().any_stderr().status(11).run().stdout;
        if told.contains("repeat") && !told.contains("Night") {
            assert!(
                text.contains("all day, ?: not known, a day of it is not told"),
                "{text}"
            );
        }
    }
}
