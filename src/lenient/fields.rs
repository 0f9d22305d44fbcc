//! Readers of one field each, for `#[serde(deserialize_with = "lenient::…")]`: null for empty, a
//! number in a string, a string where a number was meant.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

/// Null is the default.
pub fn nullable<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}

/// A list, or null for none. A null in it stands for an entry that says nothing: it is kept, so
/// that a filter does not get wider by a hole in it.
pub fn list<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    let list: Vec<Option<T>> = nullable(from)?;
    Ok(list.into_iter().map(Option::unwrap_or_default).collect())
}

/// Lists in a list; a null list is an empty one.
pub fn groups<'de, D, T>(from: D) -> Result<Vec<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    let groups: Vec<Option<Vec<Option<T>>>> = nullable(from)?;
    let group = |group: Vec<Option<T>>| group.into_iter().map(Option::unwrap_or_default);
    Ok(groups
        .into_iter()
        .map(|entries| group(entries.unwrap_or_default()).collect())
        .collect())
}

/// Anything in a list, or null for none.
pub fn values<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Value>, D::Error> {
    nullable(from)
}

/// Text; a number is its digits, null is empty.
pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    scalar(Value::deserialize(from)?).map_err(D::Error::custom)
}

/// A word that stands for something; null is the empty word.
pub fn word<'de, D: Deserializer<'de>, T: From<String>>(from: D) -> Result<T, D::Error> {
    text(from).map(T::from)
}

/// Texts, or null for none.
pub fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let list: Vec<Value> = nullable(from)?;
    let list: Result<_, _> = list.into_iter().map(scalar).collect();
    list.map_err(D::Error::custom)
}

/// True or false; null is false, and 0 and 1 stand for them.
pub fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(false),
        Value::Bool(flag) => Ok(flag),
        Value::Number(number) if number.as_u64() == Some(0) => Ok(false),
        Value::Number(number) if number.as_u64() == Some(1) => Ok(true),
        other => Err(D::Error::custom(unfit("true or false", &other))),
    }
}

/// An id; null is 0, which is nobody's.
pub fn id<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    Ok(maybe_id(from)?.unwrap_or_default())
}

/// An id, if there is one.
pub fn maybe_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    absent(Value::deserialize(from)?, to_id).map_err(D::Error::custom)
}

/// Ids, or null for none.
pub fn ids<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u64>, D::Error> {
    let list: Vec<Value> = nullable(from)?;
    to_ids(list).map_err(D::Error::custom)
}

/// Ids by id, which JSON can only write as a string.
pub fn ids_by_id<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<u64, Vec<u64>>, D::Error> {
    let map: BTreeMap<String, Option<Vec<Value>>> = nullable(from)?;
    let entry = |(key, ids): (String, Option<Vec<Value>>)| {
        Ok((
            to_id(&Value::String(key))?,
            to_ids(ids.unwrap_or_default())?,
        ))
    };
    let map: Result<_, String> = map.into_iter().map(entry).collect();
    map.map_err(D::Error::custom)
}

/// A whole number; null is 0.
pub fn integer<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    Ok(maybe_integer(from)?.unwrap_or_default())
}

/// A whole number, if there is one.
pub fn maybe_integer<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    absent(Value::deserialize(from)?, to_integer).map_err(D::Error::custom)
}

/// Whole numbers, or null for none.
pub fn integers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i64>, D::Error> {
    let list: Vec<Value> = nullable(from)?;
    let list: Result<_, _> = list.iter().map(to_integer).collect();
    list.map_err(D::Error::custom)
}

/// A span of time: a whole number of which a negative one is none.
pub fn count<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    Ok(u64::try_from(integer(from)?).unwrap_or(0))
}

/// A number, if there is one.
pub fn maybe_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
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

pub(super) fn to_id(value: &Value) -> Result<u64, String> {
    let id = match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number)?.try_into().ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    id.ok_or_else(|| unfit("an id", value))
}

pub(super) fn to_integer(value: &Value) -> Result<i64, String> {
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
