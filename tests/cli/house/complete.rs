//! Every command, operation and example is complete.

use std::collections::{BTreeMap, BTreeSet};

use duty::api::operations;
use duty::cli::{examples, tree};

use crate::contract::Contract;

fn leaves(command: &clap::Command, path: &str, found: &mut BTreeMap<String, clap::Command>) {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let path = format!("{path} {}", sub.get_name());
        if sub.has_subcommands() {
            leaves(sub, &path, found);
        }
        // A command that may stand alone is one, whatever can follow it.
        if !sub.is_subcommand_required_set() {
            found.insert(path.trim().to_owned(), sub.clone());
        }
    }
}

#[test]
fn every_command_has_help_and_examples_that_parse() {
    let mut found = BTreeMap::new();
    leaves(&tree::command(), "", &mut found);
    let with_examples: BTreeSet<String> = examples::all()
        .map(|examples| examples.path.to_owned())
        .collect();
    assert_eq!(
        found.keys().cloned().collect::<BTreeSet<_>>(),
        with_examples
    );
    for (path, command) in &found {
        assert!(command.get_about().is_some(), "{path} has no help");
        for argument in command.get_arguments() {
            assert!(
                argument.get_help().is_some(),
                "{path}: {} has no help",
                argument.get_id()
            );
        }
        let examples = examples::of(path).unwrap();
        let mut own = false;
        for (line, what) in examples.lines {
            assert!(!what.is_empty(), "{path}: {line}");
            for words in commands_of(line) {
                let parsed = tree::command().try_get_matches_from(&words);
                assert!(
                    parsed.is_ok(),
                    "{path}: {words:?} {:?}",
                    parsed.err().map(|e| e.to_string())
                );
                let words = words.join(" ");
                own |=
                    words.contains(&format!("duty {path}")) || words.contains(&format!(" {path} "));
                own |= words.contains(&format!("--sandbox {path}"));
            }
        }
        assert!(own, "no example of {path} runs it");
    }
}

/// The words of each `duty` in a line of shell: pipes, redirections and `;` end one.
fn commands_of(line: &str) -> Vec<Vec<String>> {
    let mut commands = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find("duty ") {
        // The vendor's CLI has duty's name in its own.
        if rest[..at].ends_with(char::is_alphanumeric) {
            rest = &rest[at + "duty ".len()..];
            continue;
        }
        let tail = &rest[at..];
        let end = tail
            .find(['|', ';', '>', '<', ')', '&'])
            .unwrap_or(tail.len());
        let mut words = Vec::new();
        let mut word = String::new();
        let mut quote = None;
        for c in tail[..end].chars() {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if c == open => quote = None,
                (None, ' ') => {
                    if !word.is_empty() {
                        words.push(std::mem::take(&mut word));
                    }
                }
                (_, c) => word.push(c),
            }
        }
        if !word.is_empty() {
            words.push(word);
        }
        commands.push(words);
        rest = &tail[end..];
    }
    commands
}

#[test]
fn operations_are_those_of_the_contract() {
    let contract = Contract::load();
    for operation in operations::ALL {
        let stated = contract.operation(operation.id);
        assert_eq!(stated.path, operation.path, "{}", operation.id);
        assert_eq!(stated.status, operation.status.word(), "{}", operation.id);
        let needs = stated.permissions.clone().unwrap_or_default();
        assert_eq!(needs, operation.traits.needs, "{}", operation.id);
    }
    let ids: BTreeSet<&str> = operations::ALL.iter().map(|one| one.id).collect();
    assert_eq!(ids.len(), operations::ALL.len(), "one stands there twice");
}

#[test]
fn the_sandbox_serves_every_operation() {
    for operation in operations::ALL {
        let route = (operation.id, operation.path);
        assert!(duty_sandbox::OPERATIONS.contains(&route), "{route:?}");
    }
}
