//! The contract itself: it is whole, and it is what the sandbox serves.

use std::collections::BTreeSet;

use duty_sandbox::{OPERATIONS, PERMISSIONS};
use serde_json::Value;

use crate::contract::{Contract, Operation};

fn walk<'a>(value: &'a Value, visit: &mut impl FnMut(&'a str, &'a Value)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                visit(key, value);
                walk(value, visit);
            }
        }
        Value::Array(items) => items.iter().for_each(|v| walk(v, visit)),
        _ => {}
    }
}

#[test]
fn every_reference_resolves() {
    let contract = Contract::load();
    let mut seen = 0;
    walk(&contract.document, &mut |key, value| {
        if key == "$ref" {
            let target = value.as_str().unwrap().strip_prefix('#').unwrap();
            assert!(contract.document.pointer(target).is_some(), "{value}");
            seen += 1;
        }
    });
    assert!(seen > 50);
}

#[test]
fn every_component_is_used() {
    let contract = Contract::load();
    let mut used = BTreeSet::new();
    walk(&contract.document, &mut |key, value| {
        if key == "$ref" {
            used.insert(value.as_str().unwrap().to_owned());
        }
    });
    for kind in ["schemas", "responses", "parameters"] {
        for name in contract.document["components"][kind]
            .as_object()
            .unwrap()
            .keys()
        {
            let target = format!("#/components/{kind}/{name}");
            assert!(used.contains(&target), "nothing uses {target}");
        }
    }
}

#[test]
fn every_operation_says_what_it_is_founded_on() {
    for operation in Contract::load().operations() {
        assert!(
            ["documented", "formerly-documented", "assumed"].contains(&operation.status.as_str()),
            "{} has x-status {:?}",
            operation.id,
            operation.status
        );
    }
}

#[test]
fn every_operation_says_where_and_when_it_was_read() {
    let contract = Contract::load();
    let known = contract.document["info"]["x-sources"].as_object().unwrap();
    let mut named = BTreeSet::new();
    for operation in contract.operations() {
        let Operation { id, sources, .. } = operation;
        assert!(!sources.is_empty(), "{id} has no x-source");
        for source in sources {
            assert!(known.contains_key(source), "{id}: nobody knows {source:?}");
            named.insert(source.as_str());
        }
        let day: Vec<&str> = operation.read.split('-').collect();
        assert!(
            matches!(day[..], [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2),
            "{id} has x-read {:?}",
            operation.read
        );
    }
    let known: BTreeSet<&str> = known.keys().map(String::as_str).collect();
    assert_eq!(named, known, "a source that nothing was read in");
}

#[test]
fn permissions_are_those_of_the_contract() {
    let contract = Contract::load();
    for (id, served) in PERMISSIONS.iter() {
        let stated = contract.operation(id).permissions.clone();
        assert_eq!(stated.unwrap_or_default(), *served, "{id}");
    }
    assert_eq!(PERMISSIONS.len(), OPERATIONS.len());
}

/// That operation ids are unique is checked where they are read.
#[test]
fn the_sandbox_serves_the_contract_and_nothing_else() {
    let contract = Contract::load();
    let promised: BTreeSet<(&str, &str)> = contract
        .operations()
        .map(|o| (o.id.as_str(), o.path.as_str()))
        .collect();
    let served: BTreeSet<(&str, &str)> = OPERATIONS.iter().copied().collect();
    assert_eq!(promised, served);
    assert_eq!(OPERATIONS.len(), served.len());
}
