//! Operations that are passed on for a user: any path, whatever its answer is. The contract knows some of them,
//! and what their bodies have.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::DeflateDecoder;
use serde::Deserialize;
use serde_json::Value;
use tr::tr;

use crate::api::operation::{Operation, PASSED_ON, READ, Status, WRITE};
use crate::api::operations::ALL as ALL_USED;
use crate::api::{Client, Write};
use crate::error::Error;

/// Of the contract, made by `scripts/generate`: an operation a path, as `build.rs` packs them.
const REQUESTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/requests.deflate"));

/// What the contract says of an operation and its body.
#[derive(Debug, Deserialize)]
pub struct Described {
    path: String,
    /// It changes something.
    pub writes: bool,
    required: Vec<String>,
    properties: Option<Vec<(String, Vec<String>)>>,
}

static ALL: LazyLock<Vec<Described>> = LazyLock::new(|| {
    let mut text = String::new();
    // What build.rs has packed can be unpacked.
    let _ = DeflateDecoder::new(REQUESTS).read_to_string(&mut text);
    serde_json::from_str(&text).unwrap_or_default()
});

/// The operation of this path, if the contract has it.
pub fn described(path: &str) -> Option<&'static Described> {
    ALL.iter().find(|one| one.path == path)
}

/// The paths of the contract.
pub fn described_paths() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|one| one.path.as_str())
}

impl Described {
    /// In what a body is not as the contract has it; a server may know better.
    pub fn mistakes(&self, body: &Value) -> Vec<String> {
        let path = &self.path;
        let mut wrong = Vec::new();
        for name in &self.required {
            if body.get(name).is_none() {
                wrong.push(tr!("{path}: the contract requires {name}", path, name));
            }
        }
        let (Some(known), Some(members)) = (&self.properties, body.as_object()) else {
            return wrong;
        };
        for (name, value) in members {
            let kind = kind(value);
            match known.iter().find(|(known, _)| known == name) {
                None => wrong.push(tr!("{path}: the contract does not know {name}", path, name)),
                Some((_, types)) if !fits(types, kind) => {
                    let types = types.join(", ");
                    wrong.push(tr!(
                        "{path}: {name} is of type {kind}, and the contract has {types}",
                        path,
                        name,
                        kind,
                        types
                    ));
                }
                Some(_) => {}
            }
        }
        wrong
    }
}

/// Whether a value of this type may stand there; where the contract names none, any may.
fn fits(types: &[String], kind: &str) -> bool {
    types.is_empty()
        || types
            .iter()
            .any(|one| one == kind || (one == "number" && kind == "integer"))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether the answer of this path has a secret in it that is told once.
pub fn tells_secret(path: &str) -> bool {
    let path = path.trim_matches('/').to_ascii_lowercase();
    let is_it = |one: &&Operation| one.path.trim_matches('/') == path;
    ALL_USED
        .iter()
        .find(is_it)
        .is_some_and(|one| one.traits.secret)
}

/// One a run, so that what is leaked is nothing.
fn operation(path: &str, writes: bool) -> &'static Operation {
    let traits = if writes { WRITE } else { READ };
    Box::leak(Box::new(Operation {
        id: PASSED_ON,
        path: Box::leak(path.to_owned().into_boxed_str()),
        status: Status::Documented,
        traits: match tells_secret(path) {
            true => traits.secret(),
            false => traits,
        },
    }))
}

impl Client {
    /// What the server says to this.
    ///
    /// # Errors
    /// As any operation.
    pub fn passed_on(&self, path: &str, body: Value) -> Result<Value, Error> {
        self.as_it_is(operation(path, false), &body)
    }

    /// The same for what may change something.
    pub fn passed_on_change(&self, path: &str, body: Value) -> Write<Value> {
        self.change_as_it_is(operation(path, true), body)
    }

    /// What is told of the server without the key of this client in it.
    pub fn without_key(&self, text: &str) -> String {
        self.secrets(None).text(text)
    }
}

#[cfg(test)]
mod tests;
