//! The contract as a judge of requests and responses: `api/openapi.yaml`, compiled into validators.
//!
//! Two test suites use it, this crate's and that of `duty`, each by `#[path]`. A suite that includes
//! it needs the crates `jsonschema`, `serde-saphyr` and `serde_json`.
#![allow(dead_code, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

const URI: &str = "urn:openapi";

/// One operation of the contract.
pub struct Operation {
    /// `operationId`.
    pub id: String,
    /// The path that it is served at.
    pub path: String,
    /// `documented`, `formerly-documented` or `assumed`.
    pub status: String,
    /// Where it was read, by the names that `x-sources` explains.
    pub sources: Vec<String>,
    /// The day it was read.
    pub read: String,
    /// Any of these permissions lets a key call it; `None` where no source tells.
    pub permissions: Option<Vec<String>>,
    /// `None` where the contract says nothing about the body.
    request: Option<Validator>,
    ok: Validator,
    error: Validator,
}

/// The contract, read and compiled.
pub struct Contract {
    /// The document as JSON.
    pub document: Value,
    operations: BTreeMap<String, Operation>,
}

impl Contract {
    /// The contract of this repository. It is read once in a process.
    pub fn load() -> Arc<Self> {
        static LOADED: OnceLock<Arc<Contract>> = OnceLock::new();
        Arc::clone(LOADED.get_or_init(|| Arc::new(Self::read(&file()))))
    }

    fn read(path: &Path) -> Self {
        let yaml = std::fs::read_to_string(path).unwrap();
        // YAML 1.1 would read `no` as false.
        let options = serde_saphyr::options! { strict_booleans: true };
        let document: Value = serde_saphyr::from_str_with_options(&yaml, options).unwrap();
        let resource = Draft::Draft202012.create_resource(document.clone());
        let registry = Registry::new()
            .add(URI, resource)
            .unwrap()
            .prepare()
            .unwrap();
        let mut operations = BTreeMap::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                assert_eq!(method, "post", "{path}: every operation is POST");
                let at = format!("/paths/{}/post", escape(path));
                let request = operation
                    .get("requestBody")
                    .map(|_| compile(&registry, &format!("{at}/requestBody{SCHEMA}")));
                let id = operation["operationId"].as_str().unwrap().to_owned();
                let made = Operation {
                    id: id.clone(),
                    path: path.clone(),
                    status: operation["x-status"].as_str().unwrap_or("").to_owned(),
                    sources: words(&operation["x-source"]).unwrap_or_default(),
                    read: operation["x-read"].as_str().unwrap_or("").to_owned(),
                    permissions: words(&operation["x-permission"]),
                    request,
                    ok: response(&document, &registry, &at, "200"),
                    error: response(&document, &registry, &at, "default"),
                };
                assert!(
                    operations.insert(id, made).is_none(),
                    "{path}: operationId is used twice"
                );
            }
        }
        Self {
            document,
            operations,
        }
    }

    /// Every operation, by `operationId`.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.values()
    }

    /// The operation of this id.
    pub fn operation(&self, id: &str) -> &Operation {
        self.operations
            .get(id)
            .unwrap_or_else(|| panic!("the contract has no operation {id}"))
    }

    /// The operation at this path.
    pub fn at_path(&self, path: &str) -> Option<&Operation> {
        self.operations().find(|o| o.path == path)
    }

    /// What is wrong with a request body.
    pub fn check_request(&self, operation: &str, body: &Value) -> Result<(), Vec<String>> {
        if !body.is_object() {
            return Err(vec!["every body is a JSON object".to_owned()]);
        }
        match &self.operation(operation).request {
            Some(validator) => check(validator, body),
            None => Ok(()),
        }
    }

    /// What is wrong with a response: that of the operation for 200, else an error.
    pub fn check_response(
        &self,
        operation: &str,
        status: u16,
        body: &Value,
    ) -> Result<(), Vec<String>> {
        let operation = self.operation(operation);
        if status == 200 {
            // The schema of the envelope cannot say so: `data` may be anything.
            if body.get("data").is_none() {
                return Err(vec!["a success has `data`".to_owned()]);
            }
            check(&operation.ok, body)
        } else {
            check(&operation.error, body)
        }
    }

    /// The schema of a request body; `None` where the contract says nothing about it.
    pub fn request_schema(&self, operation: &str) -> Option<&Value> {
        let path = escape(&self.operation(operation).path);
        let at = format!("/paths/{path}/post/requestBody{SCHEMA}");
        self.document.pointer(&at).map(|s| self.resolve(s))
    }

    /// A request body with every field; `None` where the contract says nothing about it.
    pub fn example(&self, operation: &str) -> Option<&Value> {
        let path = escape(&self.operation(operation).path);
        let at = format!("/paths/{path}/post/requestBody/content/application~1json/example");
        self.document.pointer(&at)
    }

    /// The schema behind a `$ref`, or the schema itself.
    pub fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(target) => self
                .document
                .pointer(target.strip_prefix('#').unwrap())
                .unwrap(),
            None => schema,
        }
    }
}

const SCHEMA: &str = "/content/application~1json/schema";

/// From the crate that includes this file: its own directory is the repository's, or one below.
fn file() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["api/openapi.yaml", "../api/openapi.yaml"]
        .iter()
        .map(|p| here.join(p))
        .find(|p| p.exists())
        .expect("api/openapi.yaml is not where it was")
}

fn words(list: &Value) -> Option<Vec<String>> {
    let words = list.as_array()?.iter();
    Some(words.map(|w| w.as_str().unwrap().to_owned()).collect())
}

fn escape(path: &str) -> String {
    path.replace('~', "~0").replace('/', "~1")
}

fn compile(registry: &Registry<'_>, pointer: &str) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_registry(registry)
        .build(&json!({"$ref": format!("{URI}#{pointer}")}))
        .unwrap_or_else(|e| panic!("{pointer}: {e}"))
}

fn response(document: &Value, registry: &Registry<'_>, at: &str, status: &str) -> Validator {
    let named = document
        .pointer(&format!("{at}/responses/{status}/$ref"))
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{at}: responses are named, and {status} is not"));
    compile(registry, &format!("{}{SCHEMA}", &named[1..]))
}

fn check(validator: &Validator, body: &Value) -> Result<(), Vec<String>> {
    let wrong: Vec<String> = validator
        .iter_errors(body)
        .map(|e| format!("{} at {}", e, e.instance_path()))
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}
