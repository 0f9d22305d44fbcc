//! Tolerant readers for what the contract says is not uniform: ids and times as number or string,
//! lists bare or in `items`, null where a list or a text is meant. What is left is an error that
//! names the field, never a panic and never a silent default.
//!
//! `reader.rs` reads whole answers into plain types, `list.rs` the lists that they are, `number.rs` the
//! numbers in them.

mod list;
mod number;
mod reader;

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use list::List;
pub use number::{ids, span, whole_ids};
pub use reader::{Unfit, read};

/// An unsigned 64-bit id; read from a number or from a string of digits, written as a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Id(pub u64);

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Id, D::Error> {
        let id = number::unsigned(&Value::deserialize(from)?);
        id.map(Id).map_err(D::Error::custom)
    }
}

/// Unix seconds; read from a number or from a string, written as RFC 3339 with offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub jiff::Timestamp);

impl Timestamp {
    /// Unix seconds.
    pub fn seconds(self) -> i64 {
        self.0.as_second()
    }

    /// RFC 3339 in UTC, as JSON has every time.
    pub fn utc(self) -> String {
        self.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let seconds = number::integer(&Value::deserialize(from)?).map_err(D::Error::custom)?;
        jiff::Timestamp::from_second(seconds)
            .map(Timestamp)
            .map_err(|_| D::Error::custom("expected a time, found a number out of range"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_and_times_come_as_number_or_string() {
        assert_eq!(serde_json::from_value::<Id>(json!("17")).unwrap(), Id(17));
        assert_eq!(
            serde_json::from_value::<Id>(json!(u64::MAX)).unwrap(),
            Id(u64::MAX)
        );
        assert_eq!(serde_json::from_value::<Id>(json!(17.0)).unwrap(), Id(17));
        for bad in [json!(-1), json!(1.5), json!(1e300), json!("x"), json!(null)] {
            assert!(serde_json::from_value::<Id>(bad.clone()).is_err(), "{bad}");
        }
        let time: Timestamp = serde_json::from_value(json!("1700000000")).unwrap();
        assert_eq!(time, serde_json::from_value(json!(1700000000)).unwrap());
        assert!(serde_json::from_value::<Timestamp>(json!(i64::MAX)).is_err());
        assert_eq!(time.utc(), "2023-11-14T22:13:20Z");
    }
}
