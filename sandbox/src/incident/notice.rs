//! What is sent: which channels a person is told by, and what becomes of each message.

use serde_json::{Value, json};

use crate::account::default_preference;
use crate::state::{State, id, text};

/// The messages of one channel word: to whom, each with why it failed.
pub(crate) struct Message {
    pub(crate) by: String,
    pub(crate) persons: Vec<(u64, Option<&'static str>)>,
}

/// How persons are told.
#[derive(Clone, Copy)]
pub(crate) enum How<'a> {
    /// By their own preferences.
    Own,
    /// All by the same channels.
    Same(&'a [String]),
}

/// The channels of a level for a severity; `None` where it tells nobody by themselves.
pub(crate) fn channels_of(layer: &Value, severity: &str) -> Option<Option<Vec<String>>> {
    let by = layer["target"].get("by").filter(|by| by.is_object())?;
    if by.get("follow_preference") == Some(&Value::Bool(true)) {
        return Some(None);
    }
    Some(Some(strings(&by[severity.to_lowercase()])))
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

/// Everything that is sent to these persons, in the order of the channels.
pub(crate) fn messages(
    state: &State,
    persons: &[u64],
    how: How<'_>,
    severity: &str,
) -> Vec<Message> {
    let mut all: Vec<Message> = Vec::new();
    let mut put = |by: String, person: u64, failed: Option<&'static str>| {
        match all.iter_mut().find(|m| m.by == by) {
            // One person is told by one word once, whatever it stands for twice.
            Some(message) if message.persons.iter().any(|(known, _)| *known == person) => {}
            Some(message) => message.persons.push((person, failed)),
            None => all.push(Message {
                by,
                persons: vec![(person, failed)],
            }),
        }
    };
    for person in persons {
        // Whoever was invited and has not come gets nothing, and nothing says so.
        if state.member(*person).is_some_and(|m| m.status != "enabled") {
            continue;
        }
        let channels = match how {
            How::Same(channels) => channels.to_vec(),
            How::Own => own(state, *person, severity),
        };
        let mut instead = None;
        for channel in &channels {
            let failed = failure(state, *person, channel);
            put(word(channel), *person, failed);
            if failed.is_some() && channel.contains(':') {
                instead = instead.or_else(|| fallback(state, *person, &channels));
            }
        }
        if let Some(by) = instead {
            put(by.to_owned(), *person, None);
        }
    }
    all
}

fn own(state: &State, person: u64, severity: &str) -> Vec<String> {
    let preference = state.preferences.get(&person).cloned();
    let preference = preference.unwrap_or_else(default_preference);
    strings(&preference.trigger_notify[severity.to_lowercase()])
}

/// The word of a channel in a record: an app's without its instance.
fn word(channel: &str) -> String {
    channel.split(':').next().unwrap_or_default().to_owned()
}

/// Why a message does not get through.
fn failure(state: &State, person: u64, channel: &str) -> Option<&'static str> {
    let member = state.member(person);
    match channel.split_once(':') {
        None => match channel {
            "voice" | "sms" => {
                let bad = member.is_some_and(|m| m.phone.is_empty() || !m.phone_verified);
                bad.then_some("phone number not verified")
            }
            "email" => {
                let bad = member.is_some_and(|m| !m.email_verified);
                bad.then_some("email address not verified")
            }
            "push" => {
                let mut phones = state.devices.iter().filter(|d| d.person_id == person);
                let mut reason = Some("no device");
                if phones.any(|d| {
                    reason = Some("device token expired");
                    !d.stale
                }) {
                    reason = None;
                }
                reason
            }
            _ => None,
        },
        Some((_, instance)) => {
            let instance = instance.parse::<u64>().unwrap_or(0);
            let app = state
                .integrations
                .iter()
                .find(|i| id(i, "integration_id") == Some(instance));
            match app {
                None => Some("integration not found"),
                Some(app) if text(app, "status") != "enabled" => Some("integration disabled"),
                Some(_) if state.unlinked.contains(&(instance, person)) => Some("App not linked"),
                Some(_) => None,
            }
        }
    }
}

/// What a message of an IM app that failed goes by instead, if the person did not choose it anyway.
fn fallback(state: &State, person: u64, chosen: &[String]) -> Option<&'static str> {
    ["sms", "email"]
        .into_iter()
        .find(|by| failure(state, person, by).is_none())
        .filter(|by| !chosen.iter().any(|c| c == by))
}

/// What a level tells group chats: a record each.
pub(crate) fn chats(layer: &Value, severity: &str) -> Vec<(String, Value)> {
    let hooks = layer["target"].get("webhooks").and_then(Value::as_array);
    let hooks = hooks.into_iter().flatten().filter(|hook| {
        let only = strings(&hook["settings"]["severities"]);
        only.is_empty() || only.iter().any(|s| s == severity)
    });
    hooks
        .map(|hook| {
            let kind = text(hook, "type").to_owned();
            let settings = &hook["settings"];
            let record = if kind.ends_with("_app") {
                let chats = settings.get("chat_ids").cloned().unwrap_or_default();
                let chats: Vec<Value> = strings(&chats)
                    .into_iter()
                    .map(|chat| {
                        json!({
                            "data_source_id": settings.get("data_source_id"),
                            "chat_id": chat,
                            "chat_name": chat,
                        })
                    })
                    .collect();
                json!({"chats": chats})
            } else {
                json!({"robots": [{
                    "token": text(settings, "token"),
                    "alias": text(settings, "alias"),
                }]})
            };
            (kind, record)
        })
        .collect()
}
