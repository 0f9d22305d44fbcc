//! The doctor's JSON in the words of every other answer: channels as on the command line, seconds that say so.

use serde_json::{Map, Value};

use crate::domain::channel::Channel;

/// What the model serializes, in those words.
pub fn told(mut value: Value) -> Value {
    rename(&mut value);
    value
}

fn rename(value: &mut Value) {
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
                rename(value);
            }
            if members.contains_key("after") {
                let named = |(name, value)| match name {
                    name if name == "after" => ("after_seconds".to_owned(), value),
                    name => (name, value),
                };
                *members = std::mem::take(members)
                    .into_iter()
                    .map(named)
                    .collect::<Map<_, _>>();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(rename),
        _ => {}
    }
}

/// What is in those words already stays.
fn word(wire: &str) -> String {
    let channel = Channel::wire_string(wire);
    if channel.is_known() {
        channel.told()
    } else {
        wire.to_owned()
    }
}
