//! The table of dependencies in CONTRIBUTING.md names every crate that a `Cargo.toml` of this repository asks for,
//! with a reason, and no other.

use std::collections::BTreeSet;

use toml_edit::{DocumentMut, TableLike};

use super::repository;

/// What this manifest asks for, on any target, to build or to test.
fn asked_for(manifest: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(repository().join(manifest)).unwrap();
    let document: DocumentMut = text.parse().unwrap();
    let mut names = BTreeSet::new();
    let mut take = |table: &dyn TableLike| {
        for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
            let Some(asked) = table.get(kind).and_then(|item| item.as_table_like()) else {
                continue;
            };
            for (name, item) in asked.iter() {
                let renamed = item.get("package").and_then(|package| package.as_str());
                names.insert(renamed.unwrap_or(name).to_owned());
            }
        }
    };
    take(document.as_table());
    if let Some(targets) = document.get("target").and_then(|item| item.as_table_like()) {
        for (_, target) in targets.iter() {
            take(target.as_table_like().unwrap());
        }
    }
    names.remove("duty");
    names.remove("duty-sandbox");
    names
}

/// A binary carries the list of its crates (`cargo auditable`), which is made of the lock file: a library that no target
/// links stands there, with its weaknesses, where a feature could have brought it.
#[test]
fn what_no_target_links_is_not_in_the_lock_file() {
    for lock in ["Cargo.lock", "fuzz/Cargo.lock"] {
        let text = std::fs::read_to_string(repository().join(lock)).unwrap();
        let document: DocumentMut = text.parse().unwrap();
        let packages = document["package"].as_array_of_tables().unwrap();
        let names: BTreeSet<&str> = packages
            .iter()
            .filter_map(|package| package["name"].as_str())
            .collect();
        // That of the keyring is there, by itself.
        assert!(names.contains("libdbus-sys"), "{lock}");
        for name in ["openssl", "openssl-sys", "openssl-src", "native-tls"] {
            assert!(!names.contains(name), "{lock} has {name}");
        }
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let contributing = std::fs::read_to_string(repository().join("CONTRIBUTING.md")).unwrap();
    let section = contributing.split_once("\n## Dependencies\n").unwrap().1;
    let mut named = BTreeSet::new();
    for row in section
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(2)
    {
        let cells: Vec<&str> = row
            .trim_matches('|')
            .splitn(2, '|')
            .map(str::trim)
            .collect();
        assert!(cells.len() == 2 && cells[1].len() > 5, "no reason: {row}");
        for name in cells[0].split(", ") {
            assert!(named.insert(name.to_owned()), "{name} is there twice");
        }
    }
    let mut asked = BTreeSet::new();
    for manifest in ["Cargo.toml", "sandbox/Cargo.toml", "fuzz/Cargo.toml"] {
        let found = asked_for(manifest);
        assert!(!found.is_empty(), "{manifest}");
        asked.extend(found);
    }
    assert!(asked.len() > 50, "{asked:?}");
    let missing: Vec<_> = asked.difference(&named).collect();
    let too_many: Vec<_> = named.difference(&asked).collect();
    assert!(
        missing.is_empty() && too_many.is_empty(),
        "the table of dependencies lacks {missing:?} and should not have {too_many:?}"
    );
}
