//! Whether an entry of a feed says who was told or assigned, also one of a kind that duty does not know.

use serde_json::Value;

/// Kinds that the contract has and that tell nobody: what they call `to` or a person is something else.
const NOT_TELLING: [&str; 8] = [
    "i_r_",
    "i_wr_",
    "i_wi_",
    "i_comm",
    "i_custom",
    "i_auto_refresh",
    "i_m_reply",
    "a_",
];

/// Whether an entry says who was told or assigned, or may: by its kind or a later form of it, or, in a kind that
/// duty does not know, by persons in it under whatever name.
pub(super) fn is_telling(kind: &str, value: &Value) -> bool {
    const KINDS: [&str; 3] = ["i_assign", "i_a_rspd", "i_notify"];
    const FIELDS: [&str; 6] = [
        "persons",
        "chats",
        "robots",
        "person_ids",
        "fire_type",
        "msg_id",
    ];
    let told = |field: &str| value.get(field).is_some_and(says_something);
    KINDS.iter().any(|one| kind.starts_with(one))
        || (!is_known(kind) && (FIELDS.into_iter().any(told) || names_somebody(value)))
}

/// Whether the contract has such kinds, which tell nobody.
pub(super) fn is_known(kind: &str) -> bool {
    NOT_TELLING.iter().any(|one| kind.starts_with(one))
}

/// Whether anything in an entry may mean this person, under whatever name: by their number or an address that they read.
pub(super) fn may_mean(value: &Value, person: u64, reads: &dyn Fn(&str) -> bool) -> bool {
    let is_theirs = |text: &str| {
        let number = text.trim().trim_end_matches(".0").parse::<u64>();
        number.is_ok_and(|id| id != 0 && id == person) || reads(text)
    };
    match value {
        Value::Number(number) => is_theirs(&number.to_string()),
        Value::String(text) => is_theirs(text),
        Value::Array(list) => list.iter().any(|one| may_mean(one, person, reads)),
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| is_theirs(name) || may_mean(value, person, reads)),
        Value::Null | Value::Bool(_) => false,
    }
}

/// Null, and what is empty, says nothing: the server may send every field in every entry.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => fields.values().any(says_something),
        Value::Bool(true) => true,
    }
}

/// Whether anything in it is called as persons are.
fn names_somebody(value: &Value) -> bool {
    const WORDS: [&str; 7] = [
        "person",
        "member",
        "responder",
        "receiver",
        "recipient",
        "assign",
        "user",
    ];
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| {
            let is_word = WORDS.iter().any(|word| name.contains(word)) && says_something(value);
            is_word
                || (name == "to" && value.is_array() && says_something(value))
                || names_somebody(value)
        }),
        Value::Array(list) => list.iter().any(names_somebody),
        _ => false,
    }
}
