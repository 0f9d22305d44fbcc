//! A whole answer, read as its type says, and more tolerantly than serde does:
//!
//! - null in an object counts as absent; null in a list is an entry that says nothing;
//! - a number may come as text, a text as a number, true and false as 1 and 0;
//! - but an array is no object. (serde fills a struct from an array field by field, so that `[]` would
//!   be a profile that is empty.)

use serde::Deserializer;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use crate::lenient::number::{integer, number, unfit, unsigned};

/// A type from what the server sent.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Reader::new(value))
}

/// What the server sent.
pub struct Reader {
    value: Value,
    /// It is an entry of a list.
    listed: bool,
}

impl Reader {
    /// A whole answer.
    pub fn new(value: Value) -> Reader {
        Reader {
            value,
            listed: false,
        }
    }
}

fn visit_map<'de, V: Visitor<'de>>(
    entries: impl Iterator<Item = (String, Value)>,
    visitor: V,
) -> Result<V::Value, Error> {
    let entry = |(key, value)| (Reader::new(Value::String(key)), Reader::new(value));
    let mut map = MapDeserializer::new(entries.map(entry));
    let read = visitor.visit_map(&mut map)?;
    map.end().map(|()| read)
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Array(list) => {
                let entry = |value| Reader {
                    value,
                    listed: true,
                };
                let mut seq = SeqDeserializer::new(list.into_iter().map(entry));
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
        match self.value {
            Value::Array(_) => Err(Error::invalid_type(Unexpected::Seq, &visitor)),
            Value::Object(map) => visit_map(
                map.into_iter().filter(|(_, value)| !value.is_null()),
                visitor,
            ),
            Value::Null if self.listed => visit_map(std::iter::empty(), visitor),
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_seq(SeqDeserializer::new(std::iter::empty::<Reader>())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::String(text) => visitor.visit_string(text),
            Value::Number(number) => visitor.visit_string(number.to_string()),
            Value::Bool(flag) => visitor.visit_string(flag.to_string()),
            Value::Null => visitor.visit_string(String::new()),
            other => Err(Error::custom(unfit("text", &other))),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(unsigned(&self.value).map_err(Error::custom)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(integer(&self.value).map_err(Error::custom)?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(number(&self.value).map_err(Error::custom)?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match (&self.value, self.value.as_u64()) {
            (Value::Bool(flag), _) => visitor.visit_bool(*flag),
            (_, Some(digit @ (0 | 1))) => visitor.visit_bool(digit == 1),
            _ => Err(Error::custom(unfit("true or false", &self.value))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
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
        self.value.deserialize_enum(name, variants, visitor)
    }

    /// Of an answer that has nothing to say, anything is accepted.
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u128 f32 char str bytes byte_buf
        unit_struct tuple tuple_struct map identifier ignored_any
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
    use std::collections::BTreeMap;

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

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Loose {
        text: String,
        texts: Vec<String>,
        flag: bool,
        count: i64,
        maybe: Option<f64>,
        by_id: BTreeMap<u64, Vec<u64>>,
        inner: Vec<Loose>,
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
    fn values_come_in_other_forms_but_not_in_any() {
        let loose = json!({"text": 12, "texts": ["a", 1, true, null], "flag": 1, "count": "-7", "maybe": "0.5",
            "by_id": {"5": null, "18446744073709551615": ["4", 5.0]}, "inner": [null, {"count": 3.0}]});
        let meant = Loose {
            text: "12".into(),
            texts: ["a", "1", "true", ""].map(str::to_owned).into(),
            flag: true,
            count: -7,
            maybe: Some(0.5),
            by_id: [(5, vec![]), (u64::MAX, vec![4, 5])].into(),
            inner: vec![
                Loose::default(),
                Loose {
                    count: 3,
                    ..Loose::default()
                },
            ],
        };
        assert_eq!(read::<Loose>(loose).unwrap(), meant);
        for bad in [
            json!(null),
            json!({"text": ["a"]}),
            json!({"texts": "a"}),
            json!({"texts": [{}]}),
            json!({"flag": 2}),
            json!({"flag": "true"}),
            json!({"count": 1.5}),
            json!({"count": true}),
            json!({"maybe": "soon"}),
            json!({"by_id": {"one": []}}),
            json!({"by_id": {"1": [-1]}}),
            json!({"by_id": {"1": [null]}}),
            json!({"inner": {}}),
            json!({"inner": [[]]}),
        ] {
            assert!(read::<Loose>(bad.clone()).is_err(), "{bad}");
        }
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
