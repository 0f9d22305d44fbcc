//! What is generated is checked in and current. `scripts/generate` rewrites it, by way of
//! `DUTY_GENERATE=1`.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use clap_complete::Shell;
use duty::cli::{completion, tree};

use crate::harness::World;

mod man;
mod requests;

/// A generated file.
struct File {
    /// Path below the repository.
    path: String,
    content: Vec<u8>,
}

/// Every generated file.
fn files() -> Vec<File> {
    let mut files = Vec::new();
    for (shell, name) in [
        (Shell::Bash, "duty.bash"),
        (Shell::Zsh, "_duty"),
        (Shell::Fish, "duty.fish"),
        (Shell::PowerShell, "duty.ps1"),
        (Shell::Elvish, "duty.elv"),
    ] {
        files.push(File {
            path: format!("completions/{name}"),
            content: completion::script(shell),
        });
    }
    files.push(File {
        path: "api/requests.json".into(),
        content: requests::file().into_bytes(),
    });
    let mut tree = tree::whole();
    tree.build();
    man::pages(&tree, &[], &json_of, &mut files).unwrap();
    files
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn json_of(line: &str) -> String {
    World::new()
        .duty(line)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run()
        .stdout
}

#[test]
fn completions_and_man_pages_are_current() {
    let files = files();
    let rewrite = std::env::var_os("DUTY_GENERATE").is_some();
    let mut stale = Vec::new();
    let mut known = BTreeSet::new();
    for file in &files {
        let path = repository().join(&file.path);
        known.insert(path.clone());
        if std::fs::read(&path).ok().as_deref() == Some(file.content.as_slice()) {
            continue;
        }
        if rewrite {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &file.content).unwrap();
        } else {
            stale.push(file.path.clone());
        }
    }
    for folder in ["completions", "man"] {
        for entry in std::fs::read_dir(repository().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if known.contains(&path) {
                continue;
            }
            if rewrite {
                std::fs::remove_file(&path).unwrap();
            } else {
                stale.push(path.display().to_string());
            }
        }
    }
    assert!(
        stale.is_empty(),
        "not what the command tree says: {stale:?}; run scripts/generate"
    );
}

#[test]
fn man_pages_render_without_a_warning() {
    for entry in std::fs::read_dir(repository().join("man")).unwrap() {
        let path = entry.unwrap().path();
        let output = Command::new("man")
            .args(["--warnings", "-E", "UTF-8", "-l"])
            .arg(&path)
            .env("LC_ALL", "C.UTF-8")
            .env("MANWIDTH", "80")
            .output()
            .expect("'man' is needed for this test (Debian: man-db, groff-base)");
        let warnings = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && warnings.is_empty(),
            "{}: {warnings}",
            path.display()
        );
        let text = String::from_utf8_lossy(&output.stdout);
        for section in [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "EXAMPLES",
            "EXIT STATUS",
            "ENVIRONMENT",
            "FILES",
        ] {
            assert!(
                text.lines().any(|line| line == section),
                "{} has no section {section}",
                path.display()
            );
        }
    }
}
