//! Each word of each schema is one of a closed set: an answer is made for every place that has one, and the same
//! answer with another word is refused. And the words that warnings have are those of the source.

use std::collections::BTreeSet;
use std::path::Path;

use duty::cli::schemas;
use duty::ui::Warning;
use regex::Regex;
use serde_json::{Map, Value, json};

use crate::harness::promise::validator;
use crate::house::rust_files;

/// No schema has it.
const OTHER: &str = "zzz";
/// Schemas do not go deeper; one that contains itself would.
const DEPTH: usize = 24;

/// An answer, the same with one other word, and where that is.
struct Pair {
    good: Value,
    bad: Value,
    place: String,
}

impl Pair {
    fn within(self, name: &str, around: impl Fn(Value) -> Value) -> Pair {
        Pair {
            good: around(self.good),
            bad: around(self.bad),
            place: format!("/{name}{}", self.place),
        }
    }
}

/// What is made from a schema.
struct Maker<'s> {
    whole: &'s Value,
}

impl<'s> Maker<'s> {
    fn resolved(&self, node: &'s Value) -> &'s Value {
        match node["$ref"].as_str() {
            Some(name) => {
                let place = name.trim_start_matches('#');
                self.resolved(self.whole.pointer(place).expect(name))
            }
            None => node,
        }
    }

    /// The least that this schema accepts.
    fn least(&self, node: &'s Value) -> Value {
        let node = self.resolved(node);
        if let Some(one) = node.get("const") {
            return one.clone();
        }
        if let Some(words) = node["enum"].as_array() {
            return words[0].clone();
        }
        if let Some(one) = node["anyOf"].as_array() {
            return self.least(&one[0]);
        }
        let kinds: Vec<&str> = match &node["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            one => Vec::from_iter(one.as_str()),
        };
        if kinds.contains(&"null") {
            return Value::Null;
        }
        match kinds.first() {
            Some(&"object") => self.object(node),
            Some(&"array") => match node["minItems"].as_u64() {
                Some(1..) => json!([self.least(&node["items"])]),
                _ => json!([]),
            },
            Some(&"string") => self.text(node),
            Some(&"integer" | &"number") => node.get("minimum").cloned().unwrap_or(json!(0)),
            Some(&"boolean") => json!(false),
            _ => Value::Null,
        }
    }

    fn object(&self, node: &'s Value) -> Value {
        let required = node["required"].as_array().into_iter().flatten();
        let named = required.filter_map(Value::as_str);
        let members: Map<String, Value> = named
            .map(|name| (name.to_owned(), self.least(&node["properties"][name])))
            .collect();
        members.into()
    }

    fn text(&self, node: &'s Value) -> Value {
        let accepts = jsonschema::options()
            .should_validate_formats(true)
            .build(node)
            .unwrap();
        let samples = [
            "x",
            "1",
            "2026-11-26T00:00:00Z",
            "https://console.example/x",
            "69da451ef77b1b51f40e83ee",
        ];
        let mut samples = samples.iter().map(|one| json!(one));
        let fits = samples.find(|one| accepts.is_valid(one));
        fits.unwrap_or_else(|| panic!("no sample fits {node}"))
    }

    /// A pair for each place below that has a closed set of words.
    fn pairs(&self, node: &'s Value, depth: usize) -> Vec<Pair> {
        let node = self.resolved(node);
        if depth > DEPTH {
            return Vec::new();
        }
        let word = node["enum"]
            .as_array()
            .and_then(|words| words.iter().find(|word| word.is_string()))
            .or_else(|| node.get("const").filter(|one| one.is_string()));
        if let Some(word) = word {
            return vec![Pair {
                good: word.clone(),
                bad: json!(OTHER),
                place: String::new(),
            }];
        }
        let mut pairs = Vec::new();
        for branch in node["anyOf"].as_array().into_iter().flatten() {
            pairs.extend(self.pairs(branch, depth + 1));
        }
        if node["items"].is_object() {
            let items = self.pairs(&node["items"], depth + 1).into_iter();
            pairs.extend(items.map(|pair| pair.within("0", |one| json!([one]))));
        }
        let around = |name: &str| {
            let (base, name) = (self.object(node), name.to_owned());
            move |one: Value| {
                let mut all = base.clone();
                all[&name] = one;
                all
            }
        };
        for (name, property) in node["properties"].as_object().into_iter().flatten() {
            let below = self.pairs(property, depth + 1).into_iter();
            pairs.extend(below.map(|pair| pair.within(name, around(name))));
        }
        let more = &node["additionalProperties"];
        if more.is_object() {
            let names = &node["propertyNames"];
            let name = match names.is_object() {
                true => self.least(names),
                false => json!("x"),
            };
            let name = name.as_str().unwrap();
            let below = self.pairs(more, depth + 1).into_iter();
            pairs.extend(below.map(|pair| pair.within(name, around(name))));
            if names.is_object() {
                pairs.push(Pair {
                    good: around(name)(self.least(more)),
                    bad: around(OTHER)(self.least(more)),
                    place: "/<name>".into(),
                });
            }
        }
        pairs
    }
}

#[test]
fn every_word_of_every_schema_is_one_of_a_closed_set() {
    let others = [("error", schemas::ERROR), ("warnings", schemas::WARNINGS)];
    let mut places = 0;
    for (name, schema) in schemas::ALL.iter().chain(&others) {
        let whole = schemas::whole(schema);
        let validator = validator(schema);
        let pairs = Maker { whole: &whole }.pairs(&whole, 0);
        assert!(!pairs.is_empty(), "{name} has no warnings");
        for Pair { good, bad, place } in pairs {
            let wrong: Vec<String> = validator
                .iter_errors(&good)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{name}{place}: {wrong:#?}\n{good:#}");
            assert!(
                !validator.is_valid(&bad),
                "{name}{place} takes '{OTHER}': {bad:#}"
            );
            places += 1;
        }
    }
    assert!(places > 300, "{places}");
}

/// Every file below `src`, by its path.
pub fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    rust_files(&src, &mut |path| {
        let text = std::fs::read_to_string(path).unwrap();
        found.push((path.display().to_string(), text));
    });
    found
}

#[test]
fn the_codes_of_warnings_are_those_that_the_schemas_have() {
    let common = schemas::whole(schemas::ERROR);
    let words = |place: &str| -> BTreeSet<String> {
        let list = common.pointer(place).unwrap().as_array().unwrap();
        let words = list.iter().map(|word| word.as_str().unwrap().to_owned());
        words.collect()
    };
    let known = Warning::ALL.iter().map(|one| one.word().to_owned());
    assert_eq!(words("/$defs/warning_code/anyOf/0/enum"), known.collect());
    let sources = sources();
    // Why a channel does not deliver, or may not: a warning of that has the code of the reason.
    let code = Regex::new(r#"(?:Reason|Uncertainty)::\w+(?:\(_\))? => "([a-z_]+)""#).unwrap();
    let files = ["domain/delivery.rs", "domain/delivery/uncertainty.rs"];
    let delivery = sources
        .iter()
        .filter(|(path, _)| files.iter().any(|file| path.ends_with(file)));
    let reasons = delivery
        .flat_map(|(_, text)| code.captures_iter(text))
        .map(|found| found[1].to_owned());
    assert_eq!(words("/$defs/reason/enum"), reasons.collect());
    // What no command says is not promised.
    for one in Warning::ALL {
        let name = format!("Warning::{one:?}");
        let used = Regex::new(&format!(r"{name}\b")).unwrap();
        assert!(
            sources.iter().any(|(_, text)| used.is_match(text)),
            "nothing has {name}"
        );
    }
}
