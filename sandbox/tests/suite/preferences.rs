//! Preferences: reading them, and replacing them.

use duty_sandbox::{Edit, Scenes};
use serde_json::{Value, json};

use crate::support::{sandbox, sandbox_with};

fn severities(critical: &Value, warning: &Value, info: &Value) -> Value {
    json!({"critical": critical, "warning": warning, "info": info})
}

#[test]
fn as_they_are_at_first() {
    let sandbox = sandbox();
    assert_eq!(
        sandbox.ok("preference_info", json!({})),
        json!({
            "person_id": 80011,
            "trigger_notify": {
                "critical": ["email", "push"],
                "warning": ["email", "feishu_app:4401"],
                "info": ["email"],
            },
            "shedule_shift_notify": {"personal_channels": ["email"]},
            "status_page_notify": {"im_integrations": ["feishu_app:4401"]},
        })
    );
    let data = sandbox.ok_as(
        sandbox.server.primary_key(),
        "preference_info",
        json!({}),
        &[],
    );
    assert_eq!(data["person_id"], 2_451_002_751_u64);
}

#[test]
fn an_update_replaces_the_severities_and_leaves_the_rest() {
    let sandbox = sandbox();
    let trigger = severities(
        &json!(["voice", "sms"]),
        &json!([]),
        &json!(["slack_app:4404", "slack_app:4405"]),
    );
    sandbox.ok("preference_update", json!({"trigger_notify": trigger}));
    let data = sandbox.ok("preference_info", json!({}));
    assert_eq!(data["trigger_notify"], trigger);
    assert_eq!(
        data["shedule_shift_notify"]["personal_channels"],
        json!(["email"])
    );
    assert_eq!(
        data["status_page_notify"]["im_integrations"],
        json!(["feishu_app:4401"])
    );
    sandbox.ok(
        "preference_update",
        json!({
            "trigger_notify": trigger,
            "schedule_shift_notify": {"personal_channels": ["sms"]},
            "status_change_notify": {"im_integrations": []},
        }),
    );
    let data = sandbox.ok("preference_info", json!({}));
    assert_eq!(
        data["shedule_shift_notify"]["personal_channels"],
        json!(["sms"])
    );
    assert_eq!(data["status_page_notify"]["im_integrations"], json!([]));
    // Nobody else's.
    let other = sandbox.ok_as(
        sandbox.server.member_key(),
        "preference_info",
        json!({}),
        &[],
    );
    assert_eq!(
        other["trigger_notify"]["critical"],
        json!(["voice", "sms", "push"])
    );
}

#[test]
fn what_is_refused() {
    let sandbox = sandbox();
    let update =
        |critical: Value| json!({"trigger_notify": severities(&critical, &json!([]), &json!([]))});
    for critical in [
        json!(["fax"]),
        json!(["Voice"]),
        json!(["teams:1"]),
        json!(["feishu_app"]),
        json!(["feishu_app:"]),
        json!(["feishu_app:x"]),
        json!([1]),
        json!("voice"),
        json!(null),
    ] {
        sandbox.invalid("preference_update", update(critical));
    }
    // Well formed, and no such instance: neither the id, nor the id under this type.
    for channel in [
        "feishu_app:9999",
        "dingtalk_app:4401",
        "teams_app:1",
        "feishu_app:04401",
    ] {
        let reply = sandbox.senseless("preference_update", update(json!([channel])));
        assert!(reply.message().contains(channel));
    }
    let trigger = severities(&json!([]), &json!([]), &json!([]));
    sandbox.invalid("preference_update", json!({}));
    sandbox.invalid(
        "preference_update",
        json!({"trigger_notify": {"critical": [], "warning": []}}),
    );
    sandbox.invalid(
        "preference_update",
        json!({"trigger_notify": trigger, "schedule_shift_notify": {}}),
    );
    sandbox.invalid(
        "preference_update",
        json!({"trigger_notify": trigger, "status_change_notify": {"im_integrations": ["email"]}}),
    );
    let data = sandbox.ok("preference_info", json!({}));
    assert_eq!(
        data["trigger_notify"]["critical"],
        json!(["email", "push"]),
        "a refused update changed something"
    );
}

#[test]
fn a_disabled_instance_can_be_chosen() {
    let sandbox = sandbox();
    let trigger = severities(
        &json!(["feishu_app:4402"]),
        &json!(["wecom_app:4406"]),
        &json!([]),
    );
    sandbox.ok("preference_update", json!({"trigger_notify": trigger}));
}

/// What the server gave out it takes back, though the contract knows no such channel. So requests and
/// responses with it do not fit the contract, and are not held against it here.
#[test]
fn a_channel_of_the_future_is_taken_back() {
    let sandbox = sandbox();
    sandbox
        .server
        .edit(|state| {
            state["preferences"]["80011"]["trigger_notify"]["info"] = json!(["future_app:9"]);
            state["preferences"]["80011"]["trigger_notify"]["ok"] = json!(["email"]);
        })
        .unwrap();
    let call = |path: &str, body: &Value| {
        let at = format!("{path}?app_key={}", sandbox.server.app_key());
        let headers = [("Content-Type", "application/json")];
        sandbox
            .raw(ureq::http::Method::POST, &at, &headers, body.to_string())
            .unwrap()
    };
    let mut trigger = call("/preference/info", &json!({})).data()["trigger_notify"].clone();
    assert_eq!(trigger["info"], json!(["future_app:9"]));
    trigger["critical"] = json!(["voice", "future_app:9"]);
    let reply = call("/preference/update", &json!({"trigger_notify": trigger}));
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(
        call("/preference/info", &json!({})).data()["trigger_notify"],
        trigger
    );
    trigger["critical"] = json!(["future_app:10"]);
    let reply = call("/preference/update", &json!({"trigger_notify": trigger}));
    assert_eq!(reply.code(), "InvalidParameter");
}

/// The instance was deleted after it was chosen.
#[test]
fn a_stored_channel_whose_instance_is_gone_is_taken_back() {
    let sandbox = sandbox();
    sandbox
        .server
        .edit(|state| state["integrations"][0]["status"] = "deleted".into())
        .unwrap();
    let data = sandbox.ok("preference_info", json!({}));
    sandbox.ok(
        "preference_update",
        json!({"trigger_notify": data["trigger_notify"]}),
    );
}

/// The scenes that the guides have and no reference names. An update that is a patch leaves them alone.
#[test]
fn a_scene_that_the_contract_does_not_name() {
    let mention = json!({"personal_channels": ["email"]});
    let edits = vec![
        Edit::scene(80011, "mention_notify", mention.clone()),
        Edit::scene(80011, "future", json!(1)),
    ];
    let trigger = severities(&json!(["sms"]), &json!([]), &json!([]));
    let update = json!({"trigger_notify": trigger});
    let sandbox = sandbox_with(|o| o.edits = edits.clone());
    let shift = json!({"personal_channels": ["email"]});
    sandbox.ok("preference_update", update.clone());
    let data = sandbox.ok("preference_info", json!({}));
    assert_eq!(
        (&data["mention_notify"], &data["shedule_shift_notify"]),
        (&mention, &shift)
    );
    let mut more = update.clone();
    more["mention_notify"] = json!({"personal_channels": ["sms"]});
    sandbox.ok("preference_update", more.clone());
    let data = sandbox.ok("preference_info", json!({}));
    assert_eq!(data["mention_notify"], more["mention_notify"]);
    // One that nobody has is not made.
    more["other_notify"] = json!({"personal_channels": ["sms"]});
    sandbox.ok("preference_update", more);
    let data = sandbox.ok("preference_info", json!({}));
    assert_eq!(data.get("other_notify"), None);
}

/// An update that replaces loses what it was not sent.
#[test]
fn an_update_that_replaces() {
    let mention = json!({"personal_channels": ["email"]});
    let sandbox = sandbox_with(|o| {
        o.edits = vec![
            Edit::scene(80011, "mention_notify", mention.clone()),
            Edit::scene(80011, "work_item_notify", mention.clone()),
            Edit::scene(80011, "future", json!(1)),
            Edit::behave(|b| b.scenes = Scenes::Replaced),
        ];
    });
    let trigger = severities(&json!(["sms"]), &json!([]), &json!([]));
    sandbox.ok(
        "preference_update",
        json!({"trigger_notify": trigger, "mention_notify": mention}),
    );
    assert_eq!(
        sandbox.ok("preference_info", json!({})),
        json!({
            "person_id": 80011,
            "trigger_notify": trigger,
            "shedule_shift_notify": {"personal_channels": []},
            "status_page_notify": {"im_integrations": []},
            "mention_notify": mention,
            "future": 1,
        })
    );
}
