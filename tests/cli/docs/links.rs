//! Every link of every document leads to a file that is there, and to a heading that it has.

use std::path::{Path, PathBuf};

use super::repository;

/// All documents, but those that a tool writes.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // A source archive has the crates with their documents.
        let others = ["target", ".git", "vendor"].contains(&name.as_str());
        if path.is_dir() && !others {
            documents(&path, found);
        } else if name.ends_with(".md") && name != "THIRD-PARTY.md" {
            found.push(path);
        }
    }
}

/// The addresses of the links in a text, outside of code.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    let mut code = false;
    for line in text.lines() {
        code ^= line.starts_with("```");
        if code || line.starts_with("    ") {
            continue;
        }
        // What is between single backquotes is code too.
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        for rest in prose.split("](").skip(1) {
            links.extend(rest.split_once(')').map(|(address, _)| address.to_owned()));
        }
    }
    links
}

/// The anchors of the headings, as forges make them.
fn anchors(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter))
                .map(|letter| if letter == ' ' { '-' } else { letter })
                .collect()
        })
        .collect()
}

/// What is wrong with the links of a document.
fn dead(document: &Path, text: &str) -> Vec<String> {
    let mut dead = Vec::new();
    for link in links(text) {
        if link.starts_with("https://") {
            continue;
        }
        let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
        let target = match file {
            "" => document.to_owned(),
            file => document.parent().unwrap().join(file),
        };
        let there = target.exists();
        let found = anchor.is_empty()
            || there
                && anchors(&std::fs::read_to_string(&target).unwrap_or_default())
                    .contains(&anchor.to_owned());
        if !there || !found {
            dead.push(format!("{}: {link}", document.display()));
        }
    }
    dead
}

#[test]
fn every_link_leads_somewhere() {
    let mut found = Vec::new();
    documents(&repository(), &mut found);
    assert!(found.len() > 15, "{found:?}");
    let mut wrong = Vec::new();
    for document in found {
        wrong.extend(dead(
            &document,
            &std::fs::read_to_string(&document).unwrap(),
        ));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_dead_link_is_found() {
    let readme = repository().join("README.md");
    let dead = |text: &str| dead(&readme, text).len();
    assert_eq!(
        dead("# A b\n[x](LICENSE) [y](https://z.example) `[c](code)`"),
        0
    );
    assert_eq!(dead("[x](CHANGELOG.md#changelog)"), 0);
    assert_eq!(
        dead("[x](NO-SUCH-FILE) [y](CHANGELOG.md#no-such-heading)"),
        2
    );
}
