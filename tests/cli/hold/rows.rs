//! Every command of the tree with a run that asks a server, or the word that it asks none. A new command whose first
//! example asks none fails until it has a row of its own, and so does a new operation that no row comes to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use duty::api::operations;
use duty::cli::{examples, tree};

use crate::harness::{Ran, World};

/// A command by its path and its words; none where it asks no server.
type Row = (&'static str, Option<&'static str>);

/// Every command, by its path. What has no row of its own runs as its first example does.
pub static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let by_example = examples::all().map(|one| (one.path, one.lines[0].0.strip_prefix("duty ")));
    let mut rows: BTreeMap<_, _> = by_example.collect();
    rows.extend(OWN.iter().copied());
    rows.into_iter().collect()
});

/// Those whose first example would not do.
const OWN: &[Row] = &[
    ("api", Some("api /member/info")),
    ("app-key create", Some("app-key create ci -q")),
    (
        "app-key delete",
        Some("app-key delete ci-2024 --yes --verify-device totp --verify-code CODE"),
    ),
    (
        "app-key disable",
        Some("app-key disable laptop --self --verify-device totp --verify-code CODE"),
    ),
    (
        "app-key enable",
        Some("app-key enable ci-2024 --verify-device totp --verify-code CODE"),
    ),
    (
        "app-key list",
        Some("app-key list --person lisi@example.com"),
    ),
    ("app-key rename", Some("app-key rename ci-2024 ci")),
    (
        "app-key rotate",
        Some("app-key rotate laptop --self --exec cat --verify-device totp --verify-code CODE"),
    ),
    ("auth list", None),
    (
        "auth login",
        Some("auth login --insecure-storage --app-key-stdin"),
    ),
    ("auth logout", None),
    ("auth remove", None),
    ("auth switch", None),
    ("auth token", None),
    ("completion", None),
    ("config get", None),
    ("config list", None),
    ("config path", None),
    ("config set", None),
    ("config unset", None),
    ("device app", Some("device app")),
    ("device bind", Some("device bind --text --wait 0")),
    (
        "device unbind",
        Some("device unbind dev_0000000000000a01 --yes --allow-silent"),
    ),
    ("doctor", Some("doctor")),
    ("doctor explain", Some("doctor explain 30101 critical")),
    ("doctor incident", Some("doctor incident INCIDENT")),
    ("help", None),
    ("open", Some("open space 支付核心")),
    ("prefs add", Some("prefs add info --app")),
    ("prefs apply", Some("prefs apply -f prefs.toml")),
    ("prefs clear", Some("prefs clear info --yes")),
    ("prefs copy", Some("prefs copy critical info")),
    ("prefs diff", Some("prefs diff -f prefs.toml")),
    ("prefs edit", Some("prefs edit")),
    ("prefs export", Some("prefs export")),
    ("prefs remove", Some("prefs remove warning --email")),
    (
        "prefs set",
        Some("prefs set critical --voice --email --im slack:4404"),
    ),
    ("prefs test", Some("prefs test critical --yes --wait 1s")),
    ("prefs undo", Some("prefs undo")),
    ("profile set", Some("profile set --nickname 张三丰")),
    ("sandbox outbox", None),
    ("sandbox page", None),
    ("sandbox reset", None),
    ("sandbox scan", None),
    ("sandbox serve", None),
    ("version", None),
];

/// Operations that are asked for in circumstances which no row has, and the test that has them.
const ELSEWHERE: &[&str] = &[
    // Where the key has no member: tests/cli/profile.rs.
    "account_info",
    // Names of whoever made a rule: tests/cli/doctor/noise.rs.
    "person_infos",
    // Teams that are listed without members: tests/cli/doctor/odd.rs.
    "team_infos",
    // --send-code: tests/cli/verification.rs.
    "verification_send",
    // tests/cli/doctor/known.rs.
    "schedule_info",
    "calendar_info",
    "calendar_event_list",
    // Where the list of IM apps is not to be had: tests/cli/prefs.
    "account_integration_list",
    // tests/cli/doctor.
    "route_info",
    "alert_pipeline_info",
    "alert_feed",
    "incident_alert_list",
    // tests/cli/prefs/test.rs.
    "member_notify",
];

/// A world in which every row can be run.
pub fn world() -> World {
    let mut world = World::new();
    world.contract = false;
    let home = world.home.path().to_owned();
    std::fs::write(home.join("prefs.toml"), "info = [\"sms\", \"app\"]\n").unwrap();
    world
        .env("EDITOR", r#"f() { printf 'info = ["sms"]\n' > "$1"; }; f"#)
        .env("DUTY_CONSOLE_URL", "https://console.example")
        .env("DUTY_TIMEOUT", "2");
    world
}

/// The words of a row, with a code that works now.
pub fn words(world: &World, row: &str) -> String {
    if row.contains("INCIDENT") {
        let ran = world
            .duty("doctor missed --all -o json")
            .env("DUTY_TIMEOUT", "60")
            .any_requests()
            .any_status()
            .any_stdout()
            .any_stderr()
            .run();
        world.server.clear_requests();
        let hex =
            |word: &str| word.len() == 24 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let id = ran.stdout.split('"').find(|word| hex(word)).unwrap_or("1");
        return row.replace("INCIDENT", id);
    }
    if !row.contains("CODE") {
        return row.to_owned();
    }
    world
        .duty("app-key delete ci-2024 --yes --send-code -q")
        .any_requests()
        .any_status()
        .any_stderr()
        .run();
    let outbox = world.server.outbox().unwrap();
    let mail = outbox.iter().rev().find(|mail| mail.device == "email");
    let code = mail.map_or("000000", |mail| mail.code.as_str());
    world.server.clear_requests();
    row.replace("totp", "email").replace("CODE", code)
}

fn leaves(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let path = format!("{path} {}", sub.get_name());
        leaves(sub, &path, found);
        if !sub.is_subcommand_required_set() {
            found.insert(path.trim().to_owned());
        }
    }
}

#[test]
fn every_command_has_a_row() {
    let mut found = BTreeSet::new();
    leaves(&tree::command(), "", &mut found);
    let rows: BTreeSet<String> = ROWS.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(rows, found);
}

/// A row as it goes where nothing fails.
fn ran(row: &str) -> Ran {
    let mut world = world();
    // What is asked for does not hang on how busy the machine is.
    world.env("DUTY_TIMEOUT", "60");
    prepare(&world, row);
    let words = words(&world, row);
    run(&world, &words)
        .any_requests()
        .any_status()
        .any_stdout()
        .any_stderr()
        .run()
}

/// What each row asks for, in order, with the answer.
pub fn asked(row: &str) -> Vec<(String, Vec<u8>)> {
    asked_in(&ran(row))
}

fn asked_in(ran: &Ran) -> Vec<(String, Vec<u8>)> {
    let mut seen = BTreeSet::new();
    let of = |one: &duty_sandbox::Recorded| Some((one.operation_id.clone()?, one.response.clone()));
    let asked: Vec<_> = ran.requests.iter().filter_map(of).collect();
    asked
        .into_iter()
        .filter(|(id, _)| seen.insert(id.clone()))
        .collect()
}

/// What has to be there before.
pub fn prepare(world: &World, row: &str) {
    // To make the week before takes a busy machine as long as the command has; one incident is enough.
    if ["doctor", "prefs test critical --yes --wait 1s"].contains(&row) {
        let told = duty_sandbox::Edit::all(vec![
            duty_sandbox::Edit::no_past(),
            crate::prefs::proof::message(2, "email", None),
        ]);
        world.server.apply(&told).unwrap();
    }
    if row == "prefs undo" {
        world
            .duty("prefs add info --app -q")
            .any_requests()
            .any_stderr()
            .run();
    }
}

pub fn run<'a>(world: &'a World, words: &str) -> crate::harness::Run<'a> {
    let run = world.duty(words);
    if words.contains("--app-key-stdin") {
        return run.stdin(world.server.app_key());
    }
    run
}

#[test]
fn every_operation_is_come_to() {
    let mut met: BTreeMap<String, &str> = BTreeMap::new();
    for (path, row) in ROWS.iter() {
        let of_example = OWN.iter().all(|(own, _)| own != path);
        let Some(row) = row else {
            assert!(
                !of_example,
                "{path}: its first example is more than one run"
            );
            continue;
        };
        let ran = ran(row);
        let asked = asked_in(&ran);
        let done = matches!(ran.status, Some(0 | 3 | 11)) && !asked.is_empty();
        assert!(done || !of_example, "{path} needs a row: {}", ran.stderr);
        met.extend(asked.into_iter().map(|(operation, _)| (operation, *row)));
    }
    let missing: Vec<&str> = operations::ALL
        .iter()
        .map(|operation| operation.id)
        .filter(|id| !met.contains_key(*id) && !ELSEWHERE.contains(id))
        .collect();
    assert!(missing.is_empty(), "no row asks for {missing:?}");
}
