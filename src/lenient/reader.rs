//! A whole answer, read as its type says, and more tolerantly than serde does:
//!
//! - null in an object counts as absent; null in a list is an entry that says nothing;
//! - a number may come as text, a text as a number, true and false as 1 and 0;
//! - but an array is no object. (serde fills a struct from an array field by field, so that `[]` would
//!   be a profile that is empty.)

use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Value;

use crate::lenient::number::{integer, number, unfit, unsigned};

/// A type from what the server sent.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Unfit> {
    T::deserialize(Reader::new(value))
}

/// Why a value is not of the type that is asked for.
#[derive(Debug)]
pub struct Unfit {
    /// Where: `.items[1].name`; empty for the whole answer.
    pub path: String,
    message: String,
}

/// Stands between the place and the message where both go through another error.
const PLACE: char = '\0';

impl Unfit {
    /// The same, of a value that was read within another: its place is kept.
    pub fn nested<E: serde::de::Error>(self) -> E {
        E::custom(format_args!("{}{PLACE}{}", self.path, self.message))
    }

    /// The same, seen from the object or the list that the value is in.
    fn within(mut self, segment: &dyn fmt::Display) -> Unfit {
        self.path.insert_str(0, &segment.to_string());
        self
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unfit {}

impl serde::de::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Unfit {
        let message = message.to_string();
        match message.split_once(PLACE) {
            Some((path, message)) => Unfit {
                path: path.to_owned(),
                message: message.to_owned(),
            },
            None => Unfit {
                path: String::new(),
                message,
            },
        }
    }
}

impl From<serde_json::Error> for Unfit {
    fn from(error: serde_json::Error) -> Unfit {
        Unfit::custom(error)
    }
}

/// What the server sent.
struct Reader {
    value: Value,
    /// It is an entry of a list.
    listed: bool,
}

impl Reader {
    /// A whole answer.
    fn new(value: Value) -> Reader {
        Reader {
            value,
            listed: false,
        }
    }
}

/// The entries of an object. One type for all, so that each model is compiled for one.
struct Object {
    rest: serde_json::map::IntoIter,
    /// Whether null counts as absent.
    dense: bool,
    next: Option<(String, Value)>,
}

impl Object {
    fn visit<'de, V: Visitor<'de>>(
        map: serde_json::Map<String, Value>,
        dense: bool,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_map(Object {
            rest: map.into_iter(),
            dense,
            next: None,
        })
    }

    fn advance(&mut self) -> Option<String> {
        let dense = self.dense;
        self.next = self.rest.find(|(_, value)| !(dense && value.is_null()));
        self.next.as_ref().map(|(key, _)| key.clone())
    }
}

impl<'de> MapAccess<'de> for Object {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unfit> {
        let Some(key) = self.advance() else {
            return Ok(None);
        };
        let name = key.clone();
        let read = seed.deserialize(Reader::new(Value::String(key)));
        read.map(Some)
            .map_err(|error| error.within(&format_args!(".{name}")))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unfit> {
        let (key, value) = self.next.take().unwrap_or_default();
        let read = seed.deserialize(Reader::new(value));
        read.map_err(|error| error.within(&format_args!(".{key}")))
    }
}

/// The entries of a list.
struct Entries {
    rest: std::vec::IntoIter<Value>,
    index: usize,
}

impl Entries {
    fn of(list: Vec<Value>) -> Entries {
        Entries {
            rest: list.into_iter(),
            index: 0,
        }
    }
}

impl<'de> SeqAccess<'de> for Entries {
    type Error = Unfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unfit> {
        let Some(value) = self.rest.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        let entry = Reader {
            value,
            listed: true,
        };
        let read = seed.deserialize(entry).map(Some);
        read.map_err(|error| error.within(&format_args!("[{index}]")))
    }
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.value {
            Value::Array(list) => visitor.visit_seq(Entries::of(list)),
            Value::Object(map) => Object::visit(map, false, visitor),
            scalar => Ok(scalar.deserialize_any(visitor)?),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        match self.value {
            Value::Array(_) => Err(Unfit::invalid_type(Unexpected::Seq, &visitor)),
            Value::Object(map) => Object::visit(map, true, visitor),
            Value::Null if self.listed => Object::visit(serde_json::Map::new(), true, visitor),
            scalar => Ok(scalar.deserialize_any(visitor)?),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.value {
            Value::Null => visitor.visit_seq(Entries::of(Vec::new())),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.value {
            Value::String(text) => visitor.visit_string(text),
            Value::Number(number) => visitor.visit_string(number.to_string()),
            Value::Bool(flag) => visitor.visit_string(flag.to_string()),
            Value::Null => visitor.visit_string(String::new()),
            other => Err(Unfit::custom(unfit("text", &other))),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_u64(unsigned(&self.value).map_err(Unfit::custom)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_i64(integer(&self.value).map_err(Unfit::custom)?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_f64(number(&self.value).map_err(Unfit::custom)?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match (&self.value, self.value.as_u64()) {
            (Value::Bool(flag), _) => visitor.visit_bool(*flag),
            (_, Some(digit @ (0 | 1))) => visitor.visit_bool(digit == 1),
            _ => Err(Unfit::custom(unfit("true or false", &self.value))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        Ok(self.value.deserialize_enum(name, variants, visitor)?)
    }

    /// Of an answer that has nothing to say, anything is accepted.
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u128 f32 char str bytes byte_buf
        unit_struct tuple tuple_struct map identifier ignored_any
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
    fn what_does_not_fit_is_named_by_its_place() {
        for (value, path) in [
            (json!(7), ""),
            (json!({"inner": [null, {"count": "x"}]}), ".inner[1].count"),
            (json!({"by_id": {"x": []}}), ".by_id.x"),
            (json!({"by_id": {"1": [2, -1]}}), ".by_id.1[1]"),
            (json!({"texts": ["a", {}], "flag": 2}), ".texts[1]"),
        ] {
            let unfit = read::<Loose>(value.clone()).expect_err("it does not fit");
            assert_eq!(unfit.path, path, "{value}");
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
