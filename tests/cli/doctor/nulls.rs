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

/// Which of the two holds nobody knows: it is one answer that says two things.
#[test]
fn a_space_that_is_listed_twice_and_not_alike_is_no_answer() {
    let space = |status: &str| json!({"channel_id": 1, "channel_name": "one", "status": status});
    let (on, off) = (space("enabled"), space("disabled"));
    let rule = json!({"rule_id": "r", "rule_name": "P1", "status": "enabled", "channel_id": 1,
        "layers": [{"target": {"person_ids": [7], "by": {"follow_preference": true}}}]});
    for (pages, status) in [
        (vec![vec![on.clone(), off.clone()]], 10),
        (vec![vec![off.clone()], vec![on.clone()]], 10),
        // The same again says nothing new.
        (vec![vec![on.clone(), on.clone()]], 0),
        (vec![vec![on.clone()], vec![on]], 0),
    ] {
        let rule = rule.clone();
        let asked = pages.clone();
        let (_stub, world) = serve(move |path, body| match path {
            "/channel/list" => {
                let page = body["p"].as_u64().unwrap() as usize;
                ok(json!({"items": asked[page - 1], "has_next_page": page < asked.len()}))
            }
            "/channel/info" => ok(asked[0][0].clone()),
            "/channel/escalate/rule/list" => ok(json!({"items": [rule]})),
            _ => common(path),
        });
        for words in ["doctor --severity warning", "doctor explain 1 warning"] {
            // Whoever asks for the one space asks for no second page.
            if pages.len() > 1 && words.contains("explain") {
                continue;
            }
            let run = world.duty(words).any_stdout().any_stderr().any_status();
            let ran = run.run();
            assert_eq!(
                ran.status,
                Some(status),
                "{words} {pages:?}: {}",
                ran.stdout
            );
            let told = ran
                .stderr
                .contains("data.items: two of 1 that are not alike");
            assert_eq!(told, status == 10, "{words}: {}", ran.stderr);
        }
    }
}

/// Whether it works is not known then, whichever comes first.
#[test]
fn an_app_that_is_listed_twice_and_not_alike_may_work() {
    let app = |status: &str| json!({"integration_id": 5, "name": "chat", "plugin_type": "feishu_app", "status": status});
    let (on, off) = (app("enabled"), app("disabled"));
    for (apps, reason) in [
        ([on.clone(), off.clone()], "no_answer"),
        ([off.clone(), on.clone()], "no_answer"),
        ([off.clone(), off], "im_disabled"),
        ([on.clone(), on], "im_link_unknown"),
    ] {
        let listed = apps.clone();
        let (_stub, world) = serve(move |path, _| match path {
            "/datasource/list" => ok(json!(listed)),
            "/preference/info" => ok(json!({"person_id": 7,
                "trigger_notify": {"critical": ["feishu_app:5"], "warning": null, "info": null}})),
            "/channel/list" => ok(json!({"items": []})),
            _ => common(path),
        });
        let run = world.duty("doctor -o json").any_stdout().any_stderr();
        let report = run.any_status().run().json();
        let channel = &report["preferences"]["critical"][0];
        assert_eq!(channel["reason"], reason, "{apps:?}: {report}");
    }
}
