//! Numbers in the forms in which servers write them, and readers of the fields that forgive more.

use serde::de::{Deserialize, Deserializer};
use serde_json::{Number, Value};

/// A span of time, for `#[serde(deserialize_with)]`: a negative one is none.
pub fn span<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    Ok(u64::try_from(i64::deserialize(from)?).unwrap_or(0))
}

/// Ids, for `#[serde(deserialize_with)]`: a null among them is nobody's.
pub fn ids<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u64>, D::Error> {
    let ids: Vec<Option<u64>> = Vec::deserialize(from)?;
    Ok(ids.into_iter().flatten().collect())
}

/// The same where it matters that none is left out: a null or a 0 among them is an error.
pub fn whole_ids<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u64>, D::Error> {
    let ids: Vec<Option<u64>> = Vec::deserialize(from)?;
    let known = ids.into_iter().map(|id| id.filter(|id| *id != 0));
    let known: Option<Vec<u64>> = known.collect();
    known.ok_or_else(|| serde::de::Error::custom("expected ids, and not null or 0"))
}

pub(super) fn unsigned(value: &Value) -> Result<u64, String> {
    let id = match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number)?.try_into().ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    id.ok_or_else(|| unfit("an id", value))
}

pub(super) fn integer(value: &Value) -> Result<i64, String> {
    let integer = match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    integer.ok_or_else(|| unfit("a whole number", value))
}

pub(super) fn number(value: &Value) -> Result<f64, String> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.ok_or_else(|| unfit("a number", value))
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
pub(super) fn unfit(wanted: &str, found: &Value) -> String {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_come_as_text_or_with_a_point() {
        for value in [json!(7), json!("7"), json!(" 7 "), json!(7.0)] {
            assert_eq!(unsigned(&value), Ok(7));
            assert_eq!(integer(&value), Ok(7));
            assert_eq!(number(&value), Ok(7.0));
        }
        assert_eq!(unsigned(&json!(u64::MAX)), Ok(u64::MAX));
        assert_eq!(integer(&json!("-7")), Ok(-7));
        for value in [
            json!(-1),
            json!(1.5),
            json!(1e300),
            json!("x"),
            json!(""),
            json!(null),
            json!([7]),
        ] {
            assert!(unsigned(&value).is_err(), "{value}");
        }
        assert_eq!(
            integer(&json!({"a": "CANARY"})),
            Err("expected a whole number, found an object".to_owned())
        );
    }
}
