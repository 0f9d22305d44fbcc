//! Tolerant readers for what the contract says is not uniform: ids and timestamps as number or
//! string, lists bare or in `items`, null where a list or a text is meant.

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
        match Value::deserialize(from)? {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
        .map(Id)
        .ok_or_else(|| D::Error::custom("expected an id: an unsigned number"))
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

    /// RFC 3339 in this time zone, as JSON output has it.
    pub fn rfc3339(self, zone: &jiff::tz::TimeZone) -> String {
        self.0
            .to_zoned_datetime(zone.clone())
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let seconds = match Value::deserialize(from)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        seconds
            .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
            .map(Timestamp)
            .ok_or_else(|| D::Error::custom("expected a time: seconds since 1970"))
    }
}

/// A list that may come bare, in `items`, or as null.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// The entries, in the server's order.
    pub items: Vec<T>,
    /// Whether the server says that there are more; `None` where it does not say.
    pub has_next_page: Option<bool>,
    /// How many there are in all (the server stops counting at 1000); `None` where it does not say.
    pub total: Option<u64>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<List<T>, D::Error> {
        #[derive(Deserialize)]
        #[serde(bound = "T: Deserialize<'de>")]
        struct Wrapped<T> {
            #[serde(default = "none")]
            items: Option<Vec<T>>,
            #[serde(default)]
            has_next_page: Option<bool>,
            #[serde(default)]
            total: Option<u64>,
        }
        fn none<T>() -> Option<Vec<T>> {
            None
        }
        struct Either<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Either<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list, bare or in `items`")
            }
            fn visit_unit<E: serde::de::Error>(self) -> Result<List<T>, E> {
                Ok(List {
                    items: Vec::new(),
                    has_next_page: None,
                    total: None,
                })
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, seq: A) -> Result<List<T>, A::Error> {
                let items = Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(seq))?;
                Ok(List {
                    items,
                    has_next_page: None,
                    total: None,
                })
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<List<T>, A::Error> {
                let wrapped =
                    Wrapped::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(List {
                    items: wrapped.items.unwrap_or_default(),
                    has_next_page: wrapped.has_next_page,
                    total: wrapped.total,
                })
            }
        }
        from.deserialize_any(Either(std::marker::PhantomData))
    }
}

/// For `#[serde(default, deserialize_with = "or_default")]`: null counts as absent.
pub fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// An answer of which nothing is needed: anything is accepted.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Nothing, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Nothing)
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
        assert!(serde_json::from_value::<Id>(json!(-1)).is_err());
        let time: Timestamp = serde_json::from_value(json!("1700000000")).unwrap();
        assert_eq!(time, serde_json::from_value(json!(1700000000)).unwrap());
        assert_eq!(
            time.rfc3339(&jiff::tz::TimeZone::get("Asia/Shanghai").unwrap()),
            "2023-11-15T06:13:20+08:00"
        );
    }

    #[test]
    fn lists_come_bare_or_wrapped_or_null() {
        for (value, items) in [
            (json!([1, "2"]), vec![Id(1), Id(2)]),
            (
                json!({"items": [1, "2"], "total": 2, "more": {}}),
                vec![Id(1), Id(2)],
            ),
            (json!({"items": null}), vec![]),
            (json!({}), vec![]),
            (json!(null), vec![]),
        ] {
            assert_eq!(
                serde_json::from_value::<List<Id>>(value).unwrap().items,
                items
            );
        }
        assert!(serde_json::from_value::<List<Id>>(json!("x")).is_err());
    }
}
