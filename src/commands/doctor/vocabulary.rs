//! The doctor's JSON in the words of every other answer: channels as on the command line, seconds that say so,
//! and null where there is nothing.

use serde_json::{Map, Value, json};

use crate::domain::channel::Channel;

/// What the model serializes, in those words.
pub fn told(mut value: Value) -> Value {
    rename(&mut value, "");
    value
}

fn rename(value: &mut Value, parent: &str) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match (name.as_str(), &mut *value) {
                    ("channel", Value::String(wire)) => *wire = word(wire),
                    ("channels", Value::Array(list)) => list.iter_mut().for_each(|one| {
                        if let Value::String(wire) = one {
                            *wire = word(wire);
                        }
                    }),
                    _ => {}
                }
                rename(value, name);
            }
            *members = std::mem::take(members).into_iter().map(named).collect();
            fill(members, parent);
            // A word of the server's that the contract does not have.
            if let (1, Some(other)) = (members.len(), members.get("other")) {
                *value = other.clone();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|one| rename(one, parent)),
        _ => {}
    }
}

fn named((name, value): (String, Value)) -> (String, Value) {
    let seconds = |minutes: &Value| json!(minutes.as_u64().unwrap_or(0) * 60);
    match name.as_str() {
        "after" if value.is_u64() => ("after_seconds".into(), value),
        "told" => ("role_ids".into(), value),
        "in_mins" => ("in_seconds".into(), seconds(&value)),
        "mute_mins" => ("mute_seconds".into(), seconds(&value)),
        _ => (name, value),
    }
}

/// What another kind would have is null in this one.
fn fill(members: &mut Map<String, Value>, parent: &str) {
    if !members.contains_key("kind") {
        return;
    }
    let of_kinds: &[&str] = match parent {
        "delivery" => &["reason"],
        "missed" => &["basis", "schedule_id", "next"],
        "standing" => &["shift", "role_id", "until", "role_ids", "next"],
        _ if members.len() == 1 => &["value"],
        _ => &[],
    };
    for name in of_kinds {
        members.entry(*name).or_insert(Value::Null);
    }
}

/// What is in those words already stays.
fn word(wire: &str) -> String {
    let channel = Channel::wire_string(wire);
    if channel.is_known() || wire.is_empty() {
        channel.told()
    } else {
        wire.to_owned()
    }
}
