//! What is told to programs: one answer a run, or a line an event. Every answer passes through here, so that
//! all of them have `schema_version` and `warnings`, and every id is a string: jq 1.6 and JavaScript round
//! what goes beyond 2^53. An answer is kept until the command ends, because what there is to warn of may come
//! after it.

use std::sync::Mutex;

use serde_json::{Map, Value, json};

use crate::text::{Account, CommandLine};
use crate::ui::query::Query;
use crate::ui::warning::Warning;

/// The version of the shapes; it goes up where one changes in a way that a reader notices.
pub const SCHEMA_VERSION: u64 = 1;

/// What is known of the answer so far.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) pending: Option<Value>,
    /// Lines were printed, so that the answer is the last of them.
    pub(crate) streams: bool,
    told: Mutex<Vec<Value>>,
    /// What is made of it.
    pub(crate) query: Option<Query>,
    /// The columns of a list: as chosen, and those that there are.
    pub(crate) columns: (Vec<String>, Vec<String>),
    /// What became of it in words, for when the answer cannot be written.
    pub(crate) done: Mutex<Vec<String>>,
}

impl Answer {
    /// Keep this for the answer or the error that comes.
    pub(crate) fn remark(&self, code: Warning, message: &str) {
        if let Ok(mut told) = self.told.lock() {
            told.push(json!({"code": code.word(), "message": message}));
        }
    }

    /// What was kept.
    pub(crate) fn take(&self) -> Vec<Value> {
        self.told
            .lock()
            .map_or_else(|_| Vec::new(), |mut told| std::mem::take(&mut *told))
    }
}

/// `value` with `type` first.
pub fn typed(kind: &str, value: &Value) -> Value {
    let mut line = Map::new();
    line.insert("type".into(), kind.into());
    if let Value::Object(members) = value {
        line.extend(members.clone());
    }
    Value::Object(line)
}

/// The answer as it is promised: `schema_version` first, `warnings` last.
pub fn shaped(value: Value, told: Vec<Value>, account: &Account) -> Value {
    let mut members = match value {
        Value::Object(members) => members,
        other => Map::from_iter([("value".to_owned(), other)]),
    };
    let mut warnings = match members.shift_remove("warnings") {
        Some(Value::Array(own)) => own,
        _ => Vec::new(),
    };
    warnings.extend(told);
    let mut answer = Map::from_iter([("schema_version".to_owned(), SCHEMA_VERSION.into())]);
    answer.extend(members);
    answer.insert("warnings".into(), warnings.into());
    let mut answer = Value::Object(answer);
    tidy(&mut answer, account);
    answer
}

/// Ids as strings, and commands as what runs them and what people read.
pub fn tidy(value: &mut Value, account: &Account) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if name == "id" || name.ends_with("_id") || name.ends_with("_ids") {
                    stringify(value);
                } else if name == "commands" {
                    commands(value, account);
                }
                tidy(value, account);
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| tidy(entry, account)),
        _ => {}
    }
}

fn stringify(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::String(number.to_string()),
        Value::Array(entries) => entries.iter_mut().for_each(stringify),
        _ => {}
    }
}

fn commands(value: &mut Value, account: &Account) {
    for command in value.as_array_mut().into_iter().flatten() {
        if let Some(line) = command.as_str().and_then(CommandLine::of_text) {
            *command = json!({"argv": account.argv(&line), "text": account.line(&line)});
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::duty;

    #[test]
    fn an_answer_has_its_version_its_warnings_and_its_ids_as_text() {
        let value = json!({"id": u64::MAX, "role_ids": [1, 2], "used": 3, "warnings": [1],
            "items": [{"key_id": 7, "name": "x", "id": null}]});
        let seen = shaped(value, vec![json!(2)], &Account::default());
        assert_eq!(
            seen.to_string(),
            r#"{"schema_version":1,"id":"18446744073709551615","role_ids":["1","2"],"used":3,"items":[{"key_id":"7","name":"x","id":null}],"warnings":[1,2]}"#
        );
    }

    #[test]
    fn a_command_is_what_runs_and_what_is_read() {
        let value = json!({"commands": [duty!("profile set --nickname", "a b")]});
        let seen = shaped(value, Vec::new(), &Account(vec![vec!["--sandbox".into()]]));
        assert_eq!(
            seen["commands"],
            json!([{
                "argv": ["duty", "--sandbox", "profile", "set", "--nickname", "a b"],
                "text": "duty --sandbox profile set --nickname 'a b'",
            }])
        );
    }
}
