//! A whole answer, read with two rules that serde has otherwise: null in an object counts as absent,
//! and an array is no object. (serde fills a struct from an array field by field, so that `[]` would
//! be a profile that is empty.)

use serde::Deserializer;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// A type from what the server sent.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Reader(value))
}

/// What the server sent.
pub struct Reader(pub Value);

fn visit_map<'de, V: Visitor<'de>>(
    entries: impl Iterator<Item = (String, Value)>,
    visitor: V,
) -> Result<V::Value, Error> {
    let mut map = MapDeserializer::new(entries.map(|(key, value)| (key, Reader(value))));
    let read = visitor.visit_map(&mut map)?;
    map.end().map(|()| read)
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(list) => {
                let mut seq = SeqDeserializer::new(list.into_iter().map(Reader));
                let read = visitor.visit_seq(&mut seq)?;
                seq.end().map(|()| read)
            }
            Value::Object(map) => visit_map(map.into_iter(), visitor),
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(_) => Err(Error::invalid_type(Unexpected::Seq, &visitor)),
            Value::Object(map) => visit_map(
                map.into_iter().filter(|(_, value)| !value.is_null()),
                visitor,
            ),
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    /// Of an answer that has nothing to say, anything is accepted.
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Reader {
    type Deserializer = Reader;

    fn into_deserializer(self) -> Reader {
        self
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::read;
    use crate::lenient::{Id, List};

    #[derive(Debug, PartialEq, Deserialize)]
    struct Thing {
        id: Id,
        #[serde(default)]
        name: String,
        inner: Option<Box<Thing>>,
        #[serde(default)]
        more: Value,
    }

    fn thing(id: u64, name: &str) -> Thing {
        Thing {
            id: Id(id),
            name: name.into(),
            inner: None,
            more: Value::Null,
        }
    }

    #[test]
    fn null_is_absent() {
        let full = json!({"id": "1", "name": null, "inner": {"id": 2, "name": null, "inner": null}, "other": null});
        let meant = Thing {
            inner: Some(Box::new(thing(2, ""))),
            ..thing(1, "")
        };
        assert_eq!(read::<Thing>(full).unwrap(), meant);
        // But what is only carried along stays as it is.
        let more = json!({"a": null, "b": [null, 1.5, "x", {"c": false}]});
        let read: Thing = read(json!({"id": 1, "more": more})).unwrap();
        assert_eq!(read.more, more);
    }

    #[test]
    fn an_array_is_no_object_however_deep() {
        for value in [
            json!([1, "x", null, null]),
            json!([]),
            json!(null),
            json!(7),
        ] {
            assert!(read::<Thing>(value.clone()).is_err(), "{value}");
            let list = json!({"items": [{"id": 1}, value]});
            assert!(read::<List<Thing>>(list).is_err(), "{value}");
            if !value.is_null() {
                let inner = json!({"id": 1, "inner": value});
                assert!(read::<Thing>(inner).is_err(), "{value}");
            }
        }
        let list = read::<List<Thing>>(json!([{"id": 1, "name": "a"}, {"id": 2}])).unwrap();
        assert_eq!(list.items, [thing(1, "a"), thing(2, "")]);
    }

    #[test]
    fn nothing_is_read_from_anything() {
        for value in [
            json!(null),
            json!({}),
            json!({"a": [1]}),
            json!([]),
            json!("x"),
        ] {
            assert!(read::<()>(value).is_ok());
        }
    }
}
