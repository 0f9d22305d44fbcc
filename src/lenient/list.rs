//! A list of an answer. In a wrapper that nobody foresaw it is an error: it must not read as "none".

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A list that may come bare, in `items`, or as null.
#[derive(Clone, Debug, Deserialize)]
#[serde(remote = "Self", bound = "T: Deserialize<'de>")]
pub struct List<T> {
    /// The entries, in the server's order.
    #[serde(deserialize_with = "entries")]
    pub items: Vec<T>,
    /// Whether the server says that there are more; `None` where it does not say.
    #[serde(default)]
    pub has_next_page: Option<bool>,
    /// How many there are in all (the server stops counting at 1000); `None` where it does not say.
    #[serde(default)]
    pub total: Option<u64>,
    /// With what the rest is asked for where page numbers end; `None` where the server does not say.
    #[serde(default)]
    pub search_after_ctx: Option<String>,
}

/// Null is no entries; where the field is missing, there is no list.
fn entries<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

impl<T> List<T> {
    fn bare(items: Vec<T>) -> List<T> {
        List {
            items,
            has_next_page: None,
            total: None,
            search_after_ctx: None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<List<T>, D::Error> {
        struct Form<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Form<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list, bare or in `items`")
            }
            fn visit_unit<E: Error>(self) -> Result<List<T>, E> {
                Ok(List::bare(Vec::new()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<List<T>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(List::bare)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<List<T>, A::Error> {
                List::deserialize(MapAccessDeserializer::new(map))
            }
        }
        from.deserialize_any(Form(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lenient::{Id, List, read};

    #[test]
    fn lists_come_bare_or_wrapped_or_null() {
        for (value, items) in [
            (json!([1, "2"]), vec![Id(1), Id(2)]),
            (
                json!({"items": [1, "2"], "total": "2", "more": {}}),
                vec![Id(1), Id(2)],
            ),
            (json!({"items": []}), vec![]),
            (json!({"items": null, "has_next_page": null}), vec![]),
            (json!([]), vec![]),
            (json!(null), vec![]),
        ] {
            let list = read::<List<Id>>(value.clone());
            assert_eq!(list.unwrap().items, items, "{value}");
        }
    }

    #[test]
    fn a_list_elsewhere_is_no_empty_list() {
        for value in [
            json!({}),
            json!({"list": [1]}),
            json!({"keys": [], "total": 0}),
            json!({"items": {"1": 1}}),
            json!({"data": {"items": [1]}}),
            json!("x"),
            json!(0),
            json!(false),
        ] {
            let list = read::<List<Id>>(value.clone());
            assert!(list.is_err(), "{value}");
        }
    }
}
