//! A member of a body as it is typed: `key=value`, `a[b]=value`, `list[]=value`.

use std::path::Path;

use std::str::FromStr;

use serde_json::{Map, Value};
use tr::tr;

use crate::error::Error;
use crate::local::config::name_shown;
use crate::local::files;

/// Where a value goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    /// One more entry of a list.
    Next,
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    steps: Vec<Step>,
    /// As typed.
    pub value: String,
}

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Field, String> {
        let expected = || tr!("expected KEY=VALUE, such as query=lisi or labels[env]=prod");
        let (key, value) = text.split_once('=').ok_or_else(expected)?;
        let (first, rest) = key.split_at(key.find('[').unwrap_or(key.len()));
        if first.is_empty() {
            return Err(expected());
        }
        let mut steps = vec![Step::Member(first.to_owned())];
        let mut rest = rest;
        while !rest.is_empty() {
            let inside = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let (name, after) = inside.ok_or_else(expected)?;
            steps.push(match name {
                "" => Step::Next,
                name => Step::Member(name.to_owned()),
            });
            rest = after;
        }
        Ok(Field {
            steps,
            value: value.to_owned(),
        })
    }
}

impl Field {
    /// The value of `-F`.
    pub fn typed(&self) -> Result<Value, Error> {
        if let Some(file) = self.value.strip_prefix('@') {
            return files::read_named(Path::new(file), name_shown(file)).map(Value::from);
        }
        Ok(match self.value.as_str() {
            "true" => true.into(),
            "false" => false.into(),
            "null" => Value::Null,
            text => {
                let number = text.parse::<serde_json::Number>().ok();
                number.map_or_else(|| Value::from(text), Value::Number)
            }
        })
    }

    /// Put a value where it goes.
    pub fn put(&self, body: &mut Value, value: Value) -> Result<(), Error> {
        let mut at = body;
        for step in &self.steps {
            at = match step {
                Step::Member(name) => {
                    if at.is_null() {
                        *at = Value::Object(Map::new());
                    }
                    let members = at.as_object_mut().ok_or_else(crossed)?;
                    members.entry(name.clone()).or_insert(Value::Null)
                }
                Step::Next => {
                    if at.is_null() {
                        *at = Value::Array(Vec::new());
                    }
                    let list = at.as_array_mut().ok_or_else(crossed)?;
                    list.push(Value::Null);
                    let last = list.len() - 1;
                    &mut list[last]
                }
            };
        }
        *at = value;
        Ok(())
    }
}

fn crossed() -> Error {
    Error::usage(tr!(
        "the fields contradict each other: one is a value, a list and an object at once"
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn made(fields: &[&str]) -> Result<Value, String> {
        let mut body = json!({});
        for text in fields {
            let field: Field = text.parse()?;
            let value = field.typed().map_err(|error| error.message)?;
            field.put(&mut body, value).map_err(|error| error.message)?;
        }
        Ok(body)
    }

    #[test]
    fn a_body_is_made_of_members() {
        assert_eq!(
            made(&[
                "a=1",
                "b=x=y",
                "c[d]=true",
                "c[e][]=2",
                "c[e][]=null",
                "n=18446744073709551615",
                "t=007"
            ]),
            Ok(
                json!({"a": 1, "b": "x=y", "c": {"d": true, "e": [2, null]}, "n": u64::MAX, "t": "007"})
            )
        );
        for wrong in [
            &["a"][..],
            &["=1"],
            &["a[b=1"],
            &["a[b]c=1"],
            &["a=1", "a[b]=2"],
        ] {
            assert!(made(wrong).is_err(), "{wrong:?}");
        }
    }
}
