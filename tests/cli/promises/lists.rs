//! Every list in every form that it is printed in says the same: ids alone, JSON through a filter, YAML, rows.

use duty::cli::schemas;
use serde_json::Value;

use crate::harness::Run;
use crate::hold::rows;

/// The commands whose answer is a list, each with words that run it.
fn lists() -> Vec<(&'static str, String)> {
    let with_lists = schemas::ALL
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| schemas::columns(path).is_some());
    with_lists
        .map(|path| {
            let row = rows::ROWS.iter().find(|(name, _)| *name == path);
            let words = row.and_then(|(_, words)| *words).unwrap_or(path);
            (path, words.to_owned())
        })
        .collect()
}

#[test]
fn every_list_is_the_same_in_every_form() {
    let (mut seen, mut wrong) = (0, Vec::new());
    for (path, words) in lists() {
        // What changes something is another thing the second time.
        let fresh = || {
            let mut world = rows::world();
            world.env("DUTY_TIMEOUT", "60");
            if path.starts_with("sandbox ") {
                world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
            }
            world
        };
        let printed = |form: &str| {
            let world = fresh();
            let words = rows::words(&world, &words);
            let run: Run<'_> = world.duty(&format!("{words} {form}"));
            let ran = run
                .any_requests()
                .any_stderr()
                .any_stdout()
                .any_status()
                .run();
            assert!(
                matches!(ran.status, Some(0 | 3 | 11)),
                "{words} {form}: {:?} {}",
                ran.status,
                ran.stderr
            );
            ran.stdout
        };
        let json: Value = serde_json::from_str(&printed("-o json")).unwrap();
        let items = json["items"].as_array().unwrap();
        let length = printed("--jq .items|length");
        assert_eq!(length.trim(), items.len().to_string(), "{path}");
        let yaml: Value = serde_saphyr::from_str(&printed("-o yaml")).unwrap();
        assert_eq!(
            yaml["items"].as_array().map(Vec::len),
            Some(items.len()),
            "{path}"
        );
        let columns = schemas::columns(path).unwrap();
        for (form, between, newline) in [("csv", ",", "\r\n"), ("tsv", "\t", "\n")] {
            let rows = printed(&format!("-o {form}"));
            let header = rows.split(newline).next().unwrap();
            if header != columns.join(between) {
                wrong.push(format!("{path}: {header}"));
            }
            if form == "tsv" {
                assert_eq!(rows.lines().count(), items.len() + 1, "{path}: {rows}");
            }
        }
        let quiet = printed("-q");
        if json.get("changed").is_some() {
            if !quiet.is_empty() {
                wrong.push(format!("{path} -q: {quiet}"));
            }
        } else {
            if quiet.lines().count() != items.len() {
                wrong.push(format!("{path} -q: {quiet}"));
            }
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 10, "{seen}");
}

/// What changes something prints nothing with -q, whatever it is that changes; a dry run has its answer.
#[test]
fn nothing_is_printed_where_something_changes_quietly() {
    let world = rows::world();
    let login = |context: &str| {
        let words = format!("auth login --insecure-storage --app-key-stdin -q --context {context}");
        let run = world.duty(&words).stdin(world.server.app_key());
        run.any_requests().any_stderr().run();
    };
    login("one");
    login("two");
    for words in [
        "auth switch one",
        "auth logout --context two",
        "auth remove two --yes",
        "config set contexts.three.lang zh",
        "config unset contexts.three",
        "config set color never",
        "config unset color",
        "profile set --nickname 张三丰",
        "prefs set info --app",
        "prefs undo",
        "app-key rename ci-2024 ci",
        "device unbind dev_0000000000000a01 --yes --allow-silent",
    ] {
        let run = world.duty(&format!("{words} -q"));
        run.any_requests().any_stderr().run();
    }
    let dry = world.duty("config set color never -q --dry-run");
    let shown = dry.any_stdout().run().stdout;
    assert!(shown.contains("WOULD BE"), "{shown}");
}
