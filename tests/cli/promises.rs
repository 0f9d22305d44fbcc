//! The promise of `api/output`: schemas that are closed and can fail, and the forms that an answer is printed in.

mod lists;
mod told;
mod words;

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use duty::cli::{examples, schemas};
use duty::commands::examples::Json;

use crate::harness::World;
use crate::harness::promise::mistakes;
use crate::stub::{Answer, Stub};

/// Every command that has an example of its JSON, and that.
fn shown() -> Vec<(&'static str, Value)> {
    let all = examples::all().filter_map(|one| {
        let text = match one.json {
            Json::None => return None,
            Json::Text(_) | Json::File(_) => examples::text(one.json)?.to_owned(),
            Json::Run(line) => {
                // Each with a limit of requests of its own.
                let world = World::new();
                let run = world.duty(line.strip_prefix("duty ").unwrap_or(line));
                run.any_requests().any_stdout().any_stderr().run().stdout
            }
        };
        Some((one.path, serde_json::from_str(&text).unwrap()))
    });
    all.collect()
}

/// The schema that an example is of.
fn schema_of(path: &str, example: &Value) -> &'static str {
    let list = path == "prefs undo" && example.get("items").is_some();
    schemas::of(if list { "prefs undo --list" } else { path })
        .unwrap_or_else(|| panic!("{path} has an example and no schema"))
}

#[test]
fn every_example_is_what_its_schema_says() {
    for (path, example) in shown() {
        let wrong = mistakes(schema_of(path, &example), &example);
        assert!(wrong.is_empty(), "{path}: {wrong:#?}");
    }
    assert!(schemas::ALL.len() >= 25);
}

#[test]
fn every_schema_is_closed() {
    fn walk(at: &str, schema: &Value) {
        match schema {
            Value::Object(members) => {
                if members.contains_key("properties") {
                    let closed = &members["additionalProperties"];
                    assert_eq!(closed, &json!(false), "{at}");
                    assert!(members.contains_key("required"), "{at}");
                }
                members
                    .iter()
                    .for_each(|(name, one)| walk(&format!("{at}/{name}"), one));
            }
            Value::Array(list) => list.iter().for_each(|one| walk(at, one)),
            _ => {}
        }
    }
    let others = [("common", schemas::COMMON), ("error", schemas::ERROR)];
    for (name, schema) in schemas::ALL.iter().chain(&others) {
        let whole = schemas::whole(schema);
        assert!(whole.get("$schema").is_some(), "{name} has no file");
        jsonschema::meta::validate(&whole).unwrap_or_else(|why| panic!("{name}: {why}"));
        walk(name, &whole);
    }
}

/// Everything that is one mutation away from this value, with what was done to it.
fn mutants(value: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    match value {
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("zzz".into(), json!(1));
            all.push(("+zzz".into(), Value::Object(more)));
            for (name, inner) in members {
                let mut less = members.clone();
                less.remove(name);
                all.push((format!("-{name}"), Value::Object(less)));
                for (what, mutant) in mutants(inner) {
                    let mut changed = members.clone();
                    changed.insert(name.clone(), mutant);
                    all.push((format!("{name}/{what}"), Value::Object(changed)));
                }
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate().take(1) {
                for (what, mutant) in mutants(inner) {
                    let mut changed = list.clone();
                    changed[index] = mutant;
                    all.push((format!("{index}/{what}"), changed.into()));
                }
            }
            all.push(("list".into(), json!({"list": list})));
        }
        Value::Null => all.push(("null".into(), json!([[]]))),
        _ => all.push(("scalar".into(), json!([[]]))),
    }
    all
}

#[test]
fn every_schema_refuses_every_mutant_of_its_example() {
    // What is the user's or the server's own: labels, scenes, severities that were asked for.
    let open = [
        "labels/+zzz",
        "other_scenes",
        "preferences/-",
        "severities/-",
        "-spaces",
    ];
    for (path, example) in shown() {
        let schema = schema_of(path, &example);
        let validator = crate::harness::promise::validator(schema);
        let mut refused = 0;
        for (what, mutant) in mutants(&example) {
            if open.iter().any(|part| what.contains(part)) {
                continue;
            }
            assert!(!validator.is_valid(&mutant), "{path} accepts {what}");
            refused += 1;
        }
        assert!(refused > 3, "{path}");
    }
}

#[test]
fn an_error_that_lacks_something_is_none() {
    let ran = World::new()
        .duty("prefs set nosuch -o json")
        .status(2)
        .any_stderr()
        .run();
    let error: Value = serde_json::from_str(&ran.stderr).unwrap();
    assert!(mistakes(schemas::ERROR, &error).is_empty());
    for (what, mutant) in mutants(&error) {
        assert!(!mistakes(schemas::ERROR, &mutant).is_empty(), "{what}");
    }
}

#[test]
fn a_filter_of_jq_is_run_inside() {
    let world = World::new();
    let run = |filter: &str| world.duty("device list --jq").arg(filter);
    run(".items[0].name")
        .requests(&["device_list"])
        .stdout("Pixel 9\n")
        .run();
    run("{n: (.items | length)}")
        .requests(&["device_list"])
        .stdout("{\"n\":1}\n")
        .run();
    // What is no filter is said before anything is asked of the server, with how it is written and what it is for.
    let ran = run(".items[").status(2).any_stderr().run();
    let error = ran.error();
    assert_eq!(error["kind"], "usage");
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("--jq '.items[].id'"), "{hint}");
    assert_eq!(error["commands"][0]["text"], "duty help json device list");
    let ran = run(".items | .a")
        .requests(&["device_list"])
        .status(1)
        .any_stderr()
        .run();
    assert!(
        ran.error()["message"]
            .as_str()
            .unwrap()
            .contains("--jq failed")
    );
    world
        .duty("device list --jq . -o yaml")
        .status(2)
        .any_stderr()
        .run();
}

/// Ids beyond 2^53, which jq 1.6 and JavaScript round where they are numbers.
#[test]
fn an_id_survives_jq_and_node() {
    let ids = ["9007199254740993", "18446744073709551615"];
    let keys: Vec<Value> = ids
        .iter()
        .map(
            |id| json!({"key_id": id.parse::<u64>().unwrap(), "key_name": id, "status": "enabled"}),
        )
        .collect();
    let stub = Stub::answering()
        .once("/person/app-key/list", Answer::data(json!({"items": keys})))
        .start();
    let world = stub.world();
    let ran = world.duty("app-key list -o json").any_requests();
    let text = ran.any_stdout().run().stdout;
    let read = |program: &str, words: &[&str]| {
        let mut child = Command::new(program)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("this test needs {program} (Debian: jq, nodejs): {why}"));
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    let expected = format!("{}\n{}\n", ids[0], ids[1]);
    assert_eq!(read("jq", &["-r", ".items[].id"]), expected);
    let script = "JSON.parse(require('fs').readFileSync(0, 'utf8')).items.forEach(one => console.log(String(one.id)))";
    assert_eq!(read("node", &["-e", script]), expected);
    // That they round at all: what the server says itself does not survive.
    let number = "console.log(String(JSON.parse('9007199254740993')))";
    assert_ne!(read("node", &["-e", number]).trim(), ids[0]);
}

#[test]
fn a_list_is_for_a_spreadsheet_and_nothing_else_is() {
    let world = World::new();
    world
        .server
        .edit(|state| state["devices"][0]["device_name"] = json!("=cmd|'/c calc'!A1"))
        .unwrap();
    world
        .duty("device list -o csv --columns name,id")
        .requests(&["device_list"])
        .stdout("name,id\r\n'=cmd|'/c calc'!A1,dev_0000000000000a01\r\n")
        .run();
    world
        .duty("device list -o tsv")
        .requests(&["device_list"])
        .stdout("id\tname\tos_version\tbound_at\ndev_0000000000000a01\t'=cmd|'/c calc'!A1\tAndroid 16\t2025-04-17T02:00:00Z\n")
        .run();
    let ran = world
        .duty("device list -o csv --columns nosuch")
        .requests(&["device_list"])
        .status(2)
        .any_stderr()
        .run();
    assert!(ran.error()["hint"].as_str().unwrap().contains("os_version"));
    world
        .server
        .edit(|state| state["devices"] = json!([]))
        .unwrap();
    world
        .duty("device list -o csv")
        .requests(&["device_list"])
        .stdout("id,name,os_version,bound_at\r\n")
        .run();
    // Before anything is done.
    world
        .duty("prefs clear info --yes -o csv")
        .status(2)
        .any_stderr()
        .run();
    world
        .duty("device list --columns id")
        .status(2)
        .any_stderr()
        .run();
}

#[test]
fn yaml_says_what_json_says() {
    let world = World::new();
    let printed = |format: &str| {
        let run = world.duty(&format!("prefs show -o {format}"));
        run.any_requests().any_stdout().run().stdout
    };
    let of_yaml: Value = serde_saphyr::from_str(&printed("yaml")).unwrap();
    let of_json: Value = serde_json::from_str(&printed("json")).unwrap();
    assert_eq!(of_yaml, of_json);
}
