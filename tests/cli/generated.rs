//! What is generated is checked in and current. `scripts/generate` rewrites it, by way of
//! `DUTY_GENERATE=1`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap_complete::Shell;
use duty::cli::{completion, examples, schemas, tree};
use duty::commands::examples::Json;
use duty::local::options::Lang;

use serde_json::Value;

use crate::harness::World;
use crate::harness::promise::mistakes;

mod man;
mod readme;
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
    files.push(File {
        path: "api/output/examples.json".into(),
        content: format!("{:#}\n", examples_of_runs()).into_bytes(),
    });
    for (path, lang) in [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)] {
        let text = std::fs::read_to_string(repository().join(path)).unwrap();
        files.push(File {
            path: path.into(),
            content: readme::with_tables(&text, lang).into_bytes(),
        });
    }
    let mut tree = tree::whole();
    tree.build();
    man::pages(&tree, &[], Lang::En, &json_of, &mut files).unwrap();
    let mut chinese = man::translated(tree::whole(), "", Lang::Zh);
    chinese.build();
    man::pages(&chinese, &[], Lang::Zh, &json_of, &mut files).unwrap();
    files
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What each command prints whose example is a run, by its words.
fn examples_of_runs() -> Value {
    let runs = examples::all().filter_map(|one| match one.json {
        Json::Run(line) => Some((one.path, json_of(line))),
        _ => None,
    });
    let parsed = runs.map(|(path, text)| {
        let value: Value = serde_json::from_str(&text).unwrap();
        (path.to_owned(), value)
    });
    let mut all: Vec<(String, Value)> = parsed.collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    Value::Object(all.into_iter().collect())
}

#[test]
fn help_shows_what_a_command_prints() {
    let world = World::new();
    let mut seen = 0;
    for one in examples::all() {
        if matches!(one.json, Json::None) || schemas::of(one.path).is_none() {
            continue;
        }
        let ran = world.duty(&format!("help json {}", one.path));
        let shown = ran.any_stdout().run().json();
        let wrong = mistakes(schemas::of(one.path).unwrap(), &shown["example"]);
        // A command whose answer is another one with an option has the example of that.
        let of_list = one.path == "prefs undo";
        assert!(of_list || wrong.is_empty(), "{}: {wrong:#?}", one.path);
        assert!(shown["example"].is_object(), "{}", one.path);
        seen += 1;
    }
    assert!(seen > 30, "{seen}");
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
    for folder in ["completions", "man", "man/zh_CN"] {
        for entry in std::fs::read_dir(repository().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if known.contains(&path) || path.is_dir() {
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

/// What an argument without an option can be, which clap leaves out for fish.
#[test]
fn fish_offers_the_words_of_an_argument() {
    let offered = |line: &str| {
        let script = repository().join("completions/duty.fish");
        let said = format!("source '{}'; complete -C '{line}'", script.display());
        let output = Command::new("fish")
            .args(["--no-config", "-c", &said])
            .output()
            .expect("'fish' is needed for this test");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let words = offered("duty prefs set ");
    for word in ["critical\t", "warning\t", "info\t", "all\t"] {
        assert!(words.lines().any(|line| line.starts_with(word)), "{words}");
    }
    assert!(offered("duty prefs test cr").starts_with("critical\tWakes people"));
    assert!(offered("duty open pr").contains("profile\t"));
    // Nothing of one verb is offered for another.
    assert!(!offered("duty profile show cr").contains("critical"));
}

/// A page as `man` shows it, when it warns of nothing.
fn rendered(path: &Path) -> String {
    let output = Command::new("man")
        .args(["--warnings", "-E", "UTF-8", "-l"])
        .arg(path)
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
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn man_pages_render_without_a_warning() {
    let sections = |folder: &str, names: &[&str]| {
        let mut pages = 0;
        for entry in std::fs::read_dir(repository().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                continue;
            }
            let text = rendered(&path);
            for section in names {
                assert!(
                    text.lines().any(|line| line == *section),
                    "{} has no section {section}",
                    path.display()
                );
            }
            pages += 1;
        }
        pages
    };
    let english = sections(
        "man",
        &[
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "EXAMPLES",
            "EXIT STATUS",
            "ENVIRONMENT",
            "FILES",
        ],
    );
    let chinese = sections(
        "man/zh_CN",
        &["名称", "概要", "描述", "示例", "退出码", "环境变量", "文件"],
    );
    assert_eq!(english, chinese);
}

/// What `duty help man` writes is what is checked in.
#[test]
fn the_man_pages_travel_in_the_binary() {
    let world = World::new();
    let ran = world
        .duty("help man pages -o json")
        .any_stdout()
        .run()
        .json();
    let mut pages = 0;
    for (kept, written) in [("man", "man1"), ("man/zh_CN", "zh_CN/man1")] {
        for entry in std::fs::read_dir(repository().join(kept)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                continue;
            }
            let place = world.home.path().join("pages").join(written);
            let there = std::fs::read(place.join(path.file_name().unwrap())).unwrap();
            assert!(there == std::fs::read(&path).unwrap(), "{}", path.display());
            pages += 1;
        }
    }
    assert_eq!(ran["pages"], pages);
    let shown = world.duty("help man pages").any_stderr().any_stdout().run();
    assert!(shown.stdout.starts_with(&format!("{pages} man pages")));
    // Where nothing can be written, and where nothing was said.
    std::fs::write(world.home.path().join("file"), "").unwrap();
    let ran = world.duty("help man file").any_stderr().status(1).run();
    assert!(ran.stderr.contains("cannot write file"), "{}", ran.stderr);
    let ran = world.duty("help man").any_stderr().status(2).run();
    assert!(ran.stderr.contains("help man ./man"), "{}", ran.stderr);
}
