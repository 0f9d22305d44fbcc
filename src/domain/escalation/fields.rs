//! Field readers that take what the contract lets vary: null for empty, a number in a string, a
//! string where a number was meant. What is left is an error that names the field, never a panic
//! and never a silent default.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

use crate::domain::escalation::wire::{Condition, Oper, RuleStatus};

/// Null is the default.
pub(crate) fn nullable<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}

/// A list, or null for none. A null in it stands for an entry that says nothing: it is kept, so
/// that a filter does not get wider by a hole in it.
pub(crate) fn list<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    let list: Vec<Option<T>> = nullable(from)?;
    Ok(list.into_iter().map(Option::unwrap_or_default).collect())
}

/// Groups of conditions; a null group is an empty one.
pub(crate) fn groups<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<Condition>>, D::Error> {
    let groups: Vec<Option<Vec<Option<Condition>>>> = nullable(from)?;
    let group = |group: Vec<Option<Condition>>| group.into_iter().map(Option::unwrap_or_default);
    Ok(groups
        .into_iter()
        .map(|conditions| group(conditions.unwrap_or_default()).collect())
        .collect())
}

/// Anything in a list, or null for none.
pub(crate) fn values<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Value>, D::Error> {
    nullable(from)
}

/// Text; a number is its digits, null is empty.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    scalar(Value::deserialize(from)?).map_err(D::Error::custom)
}

/// Texts, or null for none.
pub(crate) fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let list: Vec<Value> = nullable(from)?;
    let list: Result<_, _> = list.into_iter().map(scalar).collect();
    list.map_err(D::Error::custom)
}

/// True or false; null is false, and 0 and 1 stand for them.
pub(crate) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(false),
        Value::Bool(flag) => Ok(flag),
        Value::Number(number) if number.as_u64() == Some(0) => Ok(false),
        Value::Number(number) if number.as_u64() == Some(1) => Ok(true),
        other => Err(D::Error::custom(unfit("true or false", &other))),
    }
}

/// An id; null is 0, which is nobody's.
pub(crate) fn id<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    Ok(maybe_id(from)?.unwrap_or_default())
}

/// An id, if there is one.
pub(crate) fn maybe_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    absent(Value::deserialize(from)?, to_id).map_err(D::Error::custom)
}

/// Ids, or null for none.
pub(crate) fn ids<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u64>, D::Error> {
    let list: Vec<Value> = nullable(from)?;
    to_ids(list).map_err(D::Error::custom)
}

/// Schedule ids, which JSON can only write as strings, with their role ids.
pub(crate) fn schedule_roles<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<u64, Vec<u64>>, D::Error> {
    let map: BTreeMap<String, Option<Vec<Value>>> = nullable(from)?;
    map.into_iter()
        .map(|(key, roles)| {
            let schedule = to_id(&Value::String(key)).map_err(D::Error::custom)?;
            let roles = to_ids(roles.unwrap_or_default()).map_err(D::Error::custom)?;
            Ok((schedule, roles))
        })
        .collect()
}

/// A whole number; null is 0.
pub(crate) fn integer<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    Ok(maybe_integer(from)?.unwrap_or_default())
}

/// A whole number, if there is one.
pub(crate) fn maybe_integer<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    absent(Value::deserialize(from)?, to_integer).map_err(D::Error::custom)
}

/// Whole numbers, or null for none.
pub(crate) fn integers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i64>, D::Error> {
    let list: Vec<Value> = nullable(from)?;
    let list: Result<_, _> = list.iter().map(to_integer).collect();
    list.map_err(D::Error::custom)
}

/// A span of time: a whole number of which a negative one is none.
pub(crate) fn count<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    Ok(u64::try_from(integer(from)?).unwrap_or(0))
}

/// A number, if there is one.
pub(crate) fn maybe_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    absent(Value::deserialize(from)?, |value| {
        number(value).ok_or_else(|| unfit("a number", value))
    })
    .map_err(D::Error::custom)
}

/// The status of a rule; a new word is kept.
pub(crate) fn status<'de, D: Deserializer<'de>>(from: D) -> Result<RuleStatus, D::Error> {
    Ok(match text(from)?.as_str() {
        "enabled" => RuleStatus::Enabled,
        "disabled" => RuleStatus::Disabled,
        "deleted" => RuleStatus::Deleted,
        other => RuleStatus::Other(other.to_owned()),
    })
}

/// The operator of a condition; a new word is kept.
pub(crate) fn oper<'de, D: Deserializer<'de>>(from: D) -> Result<Oper, D::Error> {
    Ok(match text(from)?.as_str() {
        "IN" => Oper::In,
        "NOTIN" => Oper::NotIn,
        other => Oper::Other(other.to_owned()),
    })
}

/// Null and the empty string are nothing.
fn absent<T>(
    value: Value,
    read: impl Fn(&Value) -> Result<T, String>,
) -> Result<Option<T>, String> {
    match &value {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        value => read(value).map(Some),
    }
}

fn scalar(value: Value) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        other => Err(unfit("text", &other)),
    }
}

fn to_ids(list: Vec<Value>) -> Result<Vec<u64>, String> {
    let given = list.iter().filter(|value| !value.is_null());
    given.map(to_id).collect()
}

fn to_id(value: &Value) -> Result<u64, String> {
    let id = match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number)?.try_into().ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    id.ok_or_else(|| unfit("an id", value))
}

fn to_integer(value: &Value) -> Result<i64, String> {
    let integer = match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    integer.ok_or_else(|| unfit("a whole number", value))
}

/// `5.0`, which some servers write for 5. Past 2^53 such a number is not exact, so not taken.
fn whole(number: &Number) -> Option<i64> {
    let float = number.as_f64()?;
    let exact = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "just checked to be whole and in range"
    )]
    exact.then_some(float as i64)
}

/// Says what was found by its kind only: the value may be anything, of any size.
fn unfit(wanted: &str, found: &Value) -> String {
    let kind = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "another number",
        Value::String(_) => "other text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    format!("expected {wanted}, found {kind}")
}
