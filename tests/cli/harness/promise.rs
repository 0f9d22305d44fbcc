//! What duty promises of its JSON, held against every run: stdout by the schema of the command, stderr of a
//! failure as one object and nothing else.

use std::collections::BTreeMap;
use std::ffi::OsString;

use duty::cli::{schemas, tree};
use jsonschema::{Draft, Validator};
use serde_json::Value;

use super::Ran;

/// A validator of this schema; formats count.
pub fn validator(schema: &str) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schemas::whole(schema))
        .unwrap()
}

/// What is wrong with this value.
pub fn mistakes(schema: &str, value: &Value) -> Vec<String> {
    let validator = validator(schema);
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// The command lines in a value that cannot be run: each is complete, and has no word that stands for another.
pub fn not_to_run(value: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                let argv = inner.as_array().filter(|_| name == "argv");
                if let Some(argv) = argv {
                    let words: Vec<OsString> = argv
                        .iter()
                        .map(|word| word.as_str().unwrap().into())
                        .collect();
                    let gap = [
                        "ID", "NAME", "KEY", "URL", "FILE", "SPACE", "SEVERITY", "NUMBER",
                    ];
                    let has_gap = argv
                        .iter()
                        .any(|word| gap.contains(&word.as_str().unwrap()));
                    if has_gap || tree::parse(&words).is_err_and(|error| error.use_stderr()) {
                        wrong.push(inner.to_string());
                    }
                }
                let told = inner.as_array().filter(|_| name == "commands");
                for (nth, one) in told.into_iter().flatten().enumerate() {
                    let twice = told.is_some_and(|all| all[..nth].contains(one));
                    wrong.extend(twice.then(|| format!("{one} twice")));
                }
                wrong.extend(not_to_run(inner));
            }
        }
        Value::Array(list) => wrong.extend(list.iter().flat_map(not_to_run)),
        _ => {}
    }
    wrong
}

/// Hold what a run printed against the schemas, where it was to print JSON.
#[track_caller]
pub fn hold(args: &[OsString], env: &BTreeMap<OsString, OsString>, ran: &Ran) {
    let words = std::iter::once(OsString::from("duty")).chain(args.iter().cloned());
    let words: Vec<OsString> = words.collect();
    let Ok(cli) = tree::parse(&words) else {
        return;
    };
    let of_env = env
        .get(&OsString::from("DUTY_OUTPUT"))
        .is_some_and(|word| word.eq_ignore_ascii_case("json"));
    let format = cli.global.output.map(|format| format!("{format:?}"));
    let json = format.as_deref() == Some("Json") || (format.is_none() && of_env);
    if !json || cli.global.jq.is_some() {
        return;
    }
    // A secret may go alone, help is text.
    if let Some(schema) = schemas::of(&cli.answer()) {
        for value in serde_json::Deserializer::from_str(&ran.stdout).into_iter::<Value>() {
            let value = value.unwrap_or_else(|why| panic!("{why} in\n{}", ran.stdout));
            let wrong = mistakes(schema, &value);
            assert!(wrong.is_empty(), "{args:?}: {wrong:#?}\n{value:#}");
            assert_eq!(not_to_run(&value), [""; 0], "{args:?} tells these");
        }
    }
    if ran.stderr.is_empty() {
        return;
    }
    let told: Value = serde_json::from_str(&ran.stderr).unwrap_or_else(|why| {
        panic!(
            "stderr of {args:?} is not one object: {why}\n{}",
            ran.stderr
        )
    });
    let schema = match told.get("error") {
        Some(_) => schemas::ERROR,
        None => schemas::WARNINGS,
    };
    let wrong = mistakes(schema, &told);
    assert!(wrong.is_empty(), "{args:?}: {wrong:#?}\n{told:#}");
    assert_eq!(not_to_run(&told), [""; 0], "{args:?} tells these");
}
