//! The commands that texts tell: each one is one of duty's, complete or with a word in capitals for what is to be put
//! there; and `commands` of errors and findings has those alone that can be run.

use std::ffi::OsString;

use clap::error::ErrorKind;
use duty::cli::tree;

use serde_json::Value;

use super::words::sources;
use crate::harness::World;

/// A command of the source: its words with a stand-in for each argument, and whether more of them follow.
struct Told {
    place: String,
    words: Vec<String>,
    goes_on: bool,
}

/// Each `duty!("…", …)` of a text.
fn told_in(path: &str, text: &str) -> Vec<Told> {
    let mut found = Vec::new();
    for (at, begin) in text.match_indices("duty!(") {
        let rest = &text[at + begin.len()..];
        let Some(rest) = rest.trim_start().strip_prefix('"') else {
            continue;
        };
        let (words, mut rest) = rest.split_once('"').unwrap();
        let (mut depth, mut end, mut arguments) = (1, 0, vec![String::new()]);
        for (index, c) in rest.char_indices() {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 1 => arguments.push(String::new()),
                _ => {}
            }
            if depth == 0 {
                end = index;
                break;
            }
            if let Some(last) = arguments.last_mut() {
                last.push(c);
            }
        }
        rest = rest[end + 1..].trim_start();
        let mut words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        let given = arguments
            .iter()
            .map(|one| one.trim_matches([',', ' ', '\n']));
        let given = given.filter(|one| !one.is_empty());
        words.extend(given.map(|one| match one.strip_prefix('"') {
            Some(literal) => literal.trim_end_matches('"').to_owned(),
            None => "1".to_owned(),
        }));
        let line = text[..at].lines().count();
        found.push(Told {
            place: format!("{path}:{line}"),
            words,
            goes_on: rest.starts_with(".arg") || rest.starts_with(".option"),
        });
    }
    found
}

#[test]
fn every_command_that_the_source_tells_is_one() {
    let mut found = Vec::new();
    for (path, text) in sources() {
        let own = text.split("#[cfg(test)]").next().unwrap();
        found.extend(told_in(&path, own));
    }
    assert!(found.len() > 80, "{}", found.len());
    let mut wrong = Vec::new();
    for Told {
        place,
        words,
        goes_on,
    } in found
    {
        let argv = std::iter::once("duty".to_owned()).chain(words.iter().cloned());
        let argv: Vec<OsString> = argv.map(OsString::from).collect();
        let Err(error) = tree::parse(&argv) else {
            continue;
        };
        let fine = match error.kind() {
            // A stand-in is no value, a noun alone or -h shows help.
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => true,
            ErrorKind::DisplayHelp
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
            | ErrorKind::MissingSubcommand => words.len() == 1,
            ErrorKind::MissingRequiredArgument => goes_on,
            _ => words == ["-h"],
        };
        if !fine {
            wrong.push(format!("{place}: duty {}: {error}", words.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_command_with_a_gap_is_in_the_hint_alone() {
    let world = World::new();
    let error = |words: &str, status: i32| -> Value {
        let run = world.duty(words).any_requests().any_stderr();
        run.status(status).run().error()
    };
    // duty does not know which of two keys is meant.
    world
        .server
        .edit(|state| {
            for key in state["app_keys"].as_array_mut().unwrap() {
                key["status"] = "enabled".into();
            }
        })
        .unwrap();
    let told = error("app-key rotate --keep-old 1h -o json", 2);
    let hint = told["hint"].as_str().unwrap();
    assert!(hint.contains("'duty app-key rotate KEY'"), "{hint}");
    assert_eq!(told["commands"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told["commands"][0]["text"], "duty app-key list");
    let told = error("open -o json", 2);
    assert!(told["hint"].as_str().unwrap().contains("console_url URL"));
    assert_eq!(told["commands"], serde_json::json!([]));
    // One that has no gap is complete.
    world
        .server
        .edit(|state| state["app_keys"][1]["status"] = "disabled".into())
        .unwrap();
    let told = error("app-key rotate 5002 --keep-old 1h -o json", 2);
    let text = |at: usize| told["commands"][at]["text"].clone();
    assert_eq!(text(0), "duty app-key delete 5002");
    assert_eq!(text(1), "duty app-key enable 5002");
}
