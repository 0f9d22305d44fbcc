//! Two duty on two machines change the same preferences at the same time. Whatever one of them loses
//! to the other, it is told: at once by exit 7, or the next time it looks. That holds in every moment,
//! also in the one between a read and a write in which nothing can be seen from the other side.

use duty::domain::changes;
use duty::error::{Error, Exit, Kind};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

use super::inside::{Machine, any_lists, any_verb, fast_world, preference};
use super::interleave::{WHENS, fault_at, holds};
use super::{lists, put};
use crate::harness::{Act, FaultKind, World};

type Outcome = Result<Exit, Error>;

/// What a machine wrote last: the lists before and after.
fn written(machine: &Machine) -> Option<(Value, Value)> {
    let mut files = std::fs::read_dir(machine.state.join("prefs")).ok()?;
    let book = files.find_map(|file| {
        let path = file.unwrap().path();
        (path.extension()? == "json").then(|| std::fs::read(path).unwrap())
    })?;
    let book: Value = serde_json::from_slice(&book).unwrap();
    let entry = book["entries"].as_array().unwrap().last()?.clone();
    Some((entry["before"].clone(), entry["after"].clone()))
}

/// The lists that `show` on this machine says were changed elsewhere.
fn told(machine: &Machine) -> Vec<String> {
    let shown = machine.json("prefs show");
    match &shown["changed_since"] {
        Value::Null => Vec::new(),
        since => since["targets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|list| list["target"].as_str().unwrap().to_owned())
            .collect(),
    }
}

/// What became of the change that one side made.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// Nothing was to be changed, or it was refused.
    None,
    /// It is in force.
    Holds,
    /// It is not, and that was told at once.
    Told,
    /// It is not, and the command knew nothing of it. It is told when that side looks again.
    ToldLater,
}

fn fate(world: &World, machine: &Machine, outcome: &Outcome) -> Fate {
    if let Err(error) = outcome {
        assert!(
            matches!(error.kind, Kind::Conflict | Kind::Usage),
            "{error:?}"
        );
    }
    let Some((before, after)) = written(machine) else {
        return Fate::None;
    };
    let deltas = changes::difference(&preference(&before), &preference(&after));
    let now = preference(&lists(world));
    let lost: Vec<_> = deltas
        .iter()
        .filter(|delta| !holds(std::slice::from_ref(delta), &now, &[]))
        .map(|delta| delta.target.word())
        .collect();
    if lost.is_empty() {
        return Fate::Holds;
    }
    // Also where it was told before: who looks later sees it still.
    let told = told(machine);
    for target in &lost {
        assert!(told.iter().any(|word| word == target), "{told:?}");
    }
    if outcome.is_err() {
        Fate::Told
    } else {
        Fate::ToldLater
    }
}

#[test]
fn what_one_side_loses_it_is_told() {
    let mut runner = TestRunner::new_with_rng(
        ProptestConfig::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &[13; 32]),
    );
    let world = fast_world();
    let rounds = (
        any_lists(),
        any_verb(),
        any_verb(),
        0..WHENS.len(),
        any::<bool>(),
        any::<bool>(),
    );
    let (mut ours_later, mut theirs_later, mut at_once, mut hold) = (0, 0, 0, 0);
    for _ in 0..1000 {
        let (before, ours, theirs, when, retry, they_retry) =
            rounds.new_tree(&mut runner).unwrap().current();
        let homes = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let [here, there] = [0, 1].map(|side| Machine::new(&world, homes[side].path()));
        let line = |words: &str, retry: bool| {
            let option = if retry { "--retry-conflict 3" } else { "" };
            format!("prefs {words} {option} -q")
        };
        put(&world, before);
        // All of their command happens while one request of ours waits.
        let their_outcome: Arc<Mutex<Option<Outcome>>> = Arc::default();
        let (their_line, machine) = (line(&theirs.words, they_retry), there.clone());
        let into = Arc::clone(&their_outcome);
        let act = Act::new(move || {
            let outcome = machine.run(&their_line);
            *into.lock().unwrap() = Some(outcome);
        });
        world.server.fault(fault_at(WHENS[when], retry, |moment| {
            FaultKind::Meanwhile {
                moment,
                act: act.clone(),
            }
        }));
        let our_outcome = here.run(&line(&ours.words, retry));
        world.server.clear_faults();
        let fates = [
            fate(&world, &here, &our_outcome),
            match their_outcome.lock().unwrap().take() {
                Some(outcome) => fate(&world, &there, &outcome),
                None => Fate::None,
            },
        ];
        ours_later += u32::from(fates[0] == Fate::ToldLater);
        theirs_later += u32::from(fates[1] == Fate::ToldLater);
        for fate in &fates {
            at_once += u32::from(*fate == Fate::Told);
            hold += u32::from(*fate == Fate::Holds);
        }
        world.server.clear_requests();
    }
    // Each of these happened often enough for the test to mean something.
    let counts = (hold, at_once, ours_later, theirs_later);
    assert!(hold > 800 && at_once > 20, "{counts:?}");
    assert!(ours_later > 15 && theirs_later > 100, "{counts:?}");
}

/// The moment in which nothing can be seen from here, through the real binary on both sides.
#[test]
fn a_change_that_was_overwritten_unseen_is_told_where_it_was_made() {
    let world = World::new();
    let there = tempfile::tempdir().unwrap();
    put(&world, json!({"critical": ["email"], "info": ["email"]}));
    let mut theirs = world
        .duty("prefs add info --sms -q")
        .env("DUTY_STATE_DIR", there.path())
        .command();
    let theirs = Mutex::new(move || assert!(theirs.status().unwrap().success()));
    world.server.fault(
        crate::harness::Fault::on(
            "preference_update",
            FaultKind::Meanwhile {
                moment: crate::harness::Moment::Before,
                act: Act::new(move || theirs.lock().unwrap()()),
            },
        )
        .nth(1),
    );
    world
        .duty("prefs add critical --app -q")
        .any_requests()
        .run();
    assert_eq!(world.pref("critical"), ["email", "push"]);
    assert_eq!(world.pref("info"), ["email"], "theirs is overwritten");
    let shown = world
        .duty("prefs show")
        .env("DUTY_STATE_DIR", there.path())
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let told: Vec<&str> = shown.stderr.lines().collect();
    assert!(
        told[0].starts_with("warning: the preferences are no longer as 'add info --sms' of 20"),
        "{}",
        shown.stderr
    );
    // Of the two writes the log has the later one, which is the one that overwrote.
    assert!(
        told[1].starts_with("the audit log has a change by 张三 of 20"),
        "{}",
        shown.stderr
    );
    assert_eq!(
        told[2..],
        [
            "TARGET    LEFT BY THAT CHANGE  NOW",
            "critical  email                email, app",
            "info      SMS, email           email",
        ]
    );
}
