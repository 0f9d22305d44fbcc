//! `THIRD-PARTY.md` is of what `Cargo.lock` says now: every crate that is linked here is named, and none that the lock
//! file does not have. What other targets link, and the texts, `scripts/notices --check` holds where a release is
//! made: cargo does not know it without the crates of those targets, which a machine that tests need not have.

use std::collections::BTreeSet;
use std::process::Command;

use super::{repository, text};

fn read(name: &str) -> String {
    std::fs::read_to_string(repository().join(name)).unwrap()
}

/// `name version` of what is linked, or runs in a macro, on this system.
fn linked() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "duty", "--locked", "--offline"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| format!("{name} {}", rest.split(' ').next().unwrap()))
        .filter(|line| !line.starts_with("duty"))
        .collect()
}

/// `name version` of everything in the lock file.
fn locked() -> BTreeSet<String> {
    let lock: toml_edit::DocumentMut = read("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array_of_tables().unwrap();
    packages
        .iter()
        .map(|one| {
            format!(
                "{} {}",
                one["name"].as_str().unwrap(),
                one["version"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn the_notices_are_of_what_is_linked() {
    let notices = read("THIRD-PARTY.md");
    let listed: BTreeSet<String> = notices
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .map(|(name, rest)| format!("{name} {}", rest.split(' ').next().unwrap()))
        .filter(|row| !row.starts_with("crate ") && !row.starts_with("---"))
        .collect();
    let linked = linked();
    assert!(linked.len() > 100, "{linked:?}");
    let missing: Vec<_> = linked.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&locked()).cloned().collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "THIRD-PARTY.md (scripts/notices writes it) lacks {missing:?}, and {gone:?} are not in Cargo.lock"
    );
}

/// Each has the text of a licence that it is used under, and so has the C library that a crate brings.
#[test]
fn each_has_the_text_of_its_licence() {
    let notices = read("THIRD-PARTY.md");
    let (table, texts) = notices.split_once("\n## Licences\n").unwrap();
    let users: BTreeSet<&str> = texts
        .lines()
        .filter_map(|line| line.strip_prefix("Used by: "))
        .flat_map(|users| users.split(", "))
        .collect();
    assert!(users.contains("libdbus") && table.contains("**libdbus**"));
    // Its hash table is from Tcl, whose notice goes wherever it goes.
    assert!(texts.contains("The Regents of the University of California"));
    // What is linked of Rust is of the Rust that releases are built with.
    let rust = read("packaging/rust-version");
    assert!(texts.contains(&format!("The standard library of Rust {}", rust.trim())));
    // A form that nobody filled in names no holder.
    for blank in ["<year>", "<copyright holders>", "[year]", "[fullname]"] {
        assert!(!texts.contains(blank), "{blank}");
    }
    for row in table.lines().filter(|line| line.starts_with("| ")).skip(2) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let user = format!("{} {}", cells[1], cells[2]);
        assert!(users.contains(user.as_str()), "no text for {user}");
    }
}
