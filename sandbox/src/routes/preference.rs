//! How a person is notified.

use serde_json::{Map, Value, json};

use super::call::{Call, done};
use super::operation::operations;
use crate::account::default_preference;
use crate::behavior::Scenes;
use crate::error::{ApiError, Result};
use crate::input;
use crate::state::{self, Preference};

operations! {
    "preference_info", "/preference/info", [], info;
    "preference_update", "/preference/update", [], update;
}

const SEVERITIES: [&str; 3] = ["critical", "warning", "info"];
const PERSONAL: [&str; 4] = ["voice", "sms", "email", "push"];
const IM_TYPES: [&str; 5] = [
    "feishu_app",
    "dingtalk_app",
    "wecom_app",
    "slack_app",
    "teams_app",
];

fn info(call: &mut Call<'_>) -> Result<Value> {
    let person = call.caller.person;
    let preference = stored(call);
    // Two fields are spelled otherwise than in the update: so does the vendor's reference.
    let mut data = json!({
        "person_id": person,
        "trigger_notify": preference.trigger_notify,
        "shedule_shift_notify": preference.schedule_shift_notify,
        "status_page_notify": preference.status_change_notify,
    });
    if let Value::Object(map) = &mut data {
        map.extend(preference.extra);
    }
    Ok(data)
}

fn update(call: &mut Call<'_>) -> Result<Value> {
    let mut preference = stored(call);
    let known = strings(&preference);
    let trigger = input::req_object(call.body, "trigger_notify")?;
    for severity in SEVERITIES {
        check(call, trigger, severity, &known, Kind::Any)?;
    }
    let shift = input::opt_object(call.body, "schedule_shift_notify")?;
    if let Some(shift) = shift {
        check(call, shift, "personal_channels", &known, Kind::Any)?;
    }
    let page = input::opt_object(call.body, "status_change_notify")?;
    if let Some(page) = page {
        check(call, page, "im_integrations", &known, Kind::ImOnly)?;
    }
    if call.state.behavior.scenes == Scenes::Replaced {
        preference.schedule_shift_notify = json!({"personal_channels": []});
        preference.status_change_notify = json!({"im_integrations": []});
        // What is no scene is nothing that an update could have left out.
        preference
            .extra
            .retain(|name, value| !is_scene(value) || call.body.contains_key(name));
    }
    preference.trigger_notify = Value::Object(trigger.clone());
    if let Some(shift) = shift {
        preference.schedule_shift_notify = Value::Object(shift.clone());
    }
    if let Some(page) = page {
        preference.status_change_notify = Value::Object(page.clone());
    }
    for (name, value) in &mut preference.extra {
        if let Some(sent) = call.body.get(name)
            && is_scene(value)
        {
            value.clone_from(sent);
        }
    }
    call.state
        .preferences
        .insert(call.caller.person, preference);
    Ok(done())
}

/// A scene that the references do not name is known by its form.
fn is_scene(value: &Value) -> bool {
    value.is_object()
}

fn stored(call: &Call<'_>) -> Preference {
    call.state
        .preferences
        .get(&call.caller.person)
        .cloned()
        .unwrap_or_else(default_preference)
}

/// Every channel in any list of the person: what the server once gave out it takes back, also where
/// this program knows no such channel.
fn strings(preference: &Preference) -> Vec<String> {
    fn gather(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::String(text) => into.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|v| gather(v, into)),
            Value::Object(map) => map.values().for_each(|v| gather(v, into)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    for part in [
        &preference.trigger_notify,
        &preference.schedule_shift_notify,
        &preference.status_change_notify,
    ] {
        gather(part, &mut all);
    }
    all
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Any,
    ImOnly,
}

fn check(
    call: &Call<'_>,
    object: &Map<String, Value>,
    field: &str,
    known: &[String],
    kind: Kind,
) -> Result<()> {
    for item in input::req_array(object, field)? {
        let refused = |en: &str, zh: &str| {
            Err(ApiError::invalid(
                format!("`{field}`: {item} {en}"),
                format!("`{field}`：{item} {zh}"),
            ))
        };
        let Some(channel) = item.as_str() else {
            return refused("is not a channel", "不是通知渠道");
        };
        let personal = PERSONAL.contains(&channel);
        if (kind == Kind::Any && personal) || (!personal && known.iter().any(|k| k == channel)) {
            continue;
        }
        match im(channel) {
            Some((plugin, id)) if exists(call, plugin, id) => {}
            Some(_) => {
                return refused(
                    "names an IM integration that does not exist",
                    "指向的即时消息集成不存在",
                );
            }
            None if kind == Kind::ImOnly => {
                return refused(
                    "is not an IM integration such as feishu_app:4401",
                    "不是即时消息集成，应形如 feishu_app:4401",
                );
            }
            None => {
                return refused(
                    "is not one of voice, sms, email, push, or an IM integration such as feishu_app:4401",
                    "不是 voice、sms、email、push，也不是形如 feishu_app:4401 的即时消息集成",
                );
            }
        }
    }
    Ok(())
}

/// The two halves of an IM channel.
fn im(channel: &str) -> Option<(&str, &str)> {
    let (plugin, id) = channel.split_once(':')?;
    let digits = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    (IM_TYPES.contains(&plugin) && digits).then_some((plugin, id))
}

/// A disabled instance may be chosen: it is the person's business that nothing comes of it.
fn exists(call: &Call<'_>, plugin: &str, id: &str) -> bool {
    call.state.integrations.iter().any(|i| {
        state::text(i, "plugin_type") == plugin
            && state::text(i, "status") != "deleted"
            && state::id(i, "integration_id")
                .map(|n| n.to_string())
                .as_deref()
                == Some(id)
    })
}
