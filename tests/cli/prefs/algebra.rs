//! What holds for any state and any sequence of commands: first of the algebra alone, then of the
//! commands against a server.

use std::collections::BTreeSet;

use duty::domain::changes::{self, Step};
use duty::domain::channel::{Channel, same_channels};
use duty::domain::preference::Target;
use duty::error::{Exit, Kind};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::inside::{Machine, Verb, any_lists, any_verb, fast_world, lists_of, preference, run};
use super::{lists, put};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        // A seed file beside the sources would change them; the failure prints the case.
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

fn set_of(list: &[Channel]) -> BTreeSet<String> {
    list.iter().map(Channel::wire).collect()
}

fn known(list: &[Channel]) -> BTreeSet<String> {
    list.iter()
        .filter(|channel| channel.is_known())
        .map(Channel::wire)
        .collect()
}

fn unknown(list: &[Channel]) -> Vec<&Channel> {
    list.iter().filter(|channel| !channel.is_known()).collect()
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn every_verb_obeys_its_law(state in any_lists(), verb in any_verb()) {
        let before = preference(&state);
        let after = changes::perform(&before, &verb.steps);
        for target in Target::ALL {
            let (old, new) = (before.channels(target), after.channels(target));
            let Some((_, step)) = verb.steps.iter().find(|(named, _)| *named == target) else {
                prop_assert_eq!(old, new, "what was not named is unchanged");
                continue;
            };
            if same_channels(old, new) {
                prop_assert_eq!(old, new, "the same in another order is no change");
            }
            for channel in unknown(old) {
                prop_assert!(new.contains(channel), "unknown channels are kept");
            }
            match step {
                Step::Set(wanted) => {
                    prop_assert_eq!(known(new), set_of(wanted));
                    prop_assert_eq!(unknown(new).len().min(1), unknown(old).len().min(1));
                }
                Step::Add(wanted) => {
                    let expected: BTreeSet<String> = set_of(old).union(&set_of(wanted)).cloned().collect();
                    prop_assert_eq!(set_of(new), expected);
                    prop_assert_eq!(&new[..old.len()], old, "what was there stays where it was");
                }
                Step::Remove(unwanted) => {
                    let expected: BTreeSet<String> = set_of(old).difference(&set_of(unwanted)).cloned().collect();
                    prop_assert_eq!(set_of(new), expected);
                }
                Step::Clear => prop_assert_eq!(unknown(new), unknown(old)),
                Step::Copy(source) => {
                    let source: Vec<Channel> = changes::copied(before.channels(*source), target).cloned().collect();
                    prop_assert_eq!(known(new), known(&source));
                    prop_assert!(unknown(&source).iter().all(|channel| new.contains(channel)));
                }
                Step::Exactly(_) => unreachable!(),
            }
        }
        prop_assert_eq!(&changes::perform(&after, &verb.steps), &after, "twice is once");
    }

    #[test]
    fn a_difference_applied_again_leads_to_the_same(one in any_lists(), other in any_lists(), third in any_lists()) {
        let (one, other, third) = (preference(&one), preference(&other), preference(&third));
        let deltas = changes::difference(&one, &other);
        prop_assert!(changes::reapply(&deltas, &one).changed(&other).is_empty());
        let merged = changes::reapply(&deltas, &third);
        prop_assert_eq!(&changes::reapply(&deltas, &merged), &merged);
        for target in Target::ALL {
            match deltas.iter().find(|delta| delta.target == target) {
                None => prop_assert_eq!(merged.channels(target), third.channels(target)),
                Some(delta) => {
                    let now = merged.channels(target);
                    prop_assert!(delta.added.iter().all(|channel| now.contains(channel)));
                    prop_assert!(!delta.removed.iter().any(|channel| now.contains(channel)));
                }
            }
        }
    }
}

/// A copy that would empty a list is refused.
fn refused(state: &serde_json::Value, verb: &Verb) -> bool {
    let before = preference(state);
    verb.steps.iter().any(|(target, step)| match step {
        Step::Copy(source) => changes::copied(before.channels(*source), *target)
            .next()
            .is_none(),
        _ => false,
    })
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn the_commands_do_what_the_algebra_says(
        state in any_lists(),
        verbs in prop::collection::vec(any_verb(), 1..6),
    ) {
        let world = fast_world();
        put(&world, state.clone());
        // The states that were left, newest last.
        let mut states = vec![state];
        for verb in &verbs {
            let before = states.last().unwrap().clone();
            let outcome = run(&world, &format!("prefs {} -q", verb.words));
            if refused(&before, verb) {
                prop_assert_eq!(outcome.unwrap_err().kind, Kind::Usage);
                prop_assert_eq!(lists(&world), before);
                continue;
            }
            prop_assert_eq!(outcome.unwrap(), Exit::Done, "{}", verb.words);
            let meant = lists_of(&changes::perform(&preference(&before), &verb.steps));
            prop_assert_eq!(&lists(&world), &meant, "{}", verb.words);
            if meant != before {
                states.push(meant);
            }
        }
        // What is exported is what is there: applying it changes nothing, twice as little.
        let text = world.duty("prefs export").any_stdout().any_requests().run().stdout;
        let file = world.home.path().join("prefs.toml");
        std::fs::write(&file, &text).unwrap();
        let apply = format!("prefs apply -f {} -q --allow-silent", file.display());
        world.server.clear_requests();
        run(&world, &apply).unwrap();
        prop_assert_eq!(&lists(&world), states.last().unwrap());
        prop_assert!(!wrote(&world), "export, then apply, writes nothing");
        // Apply is idempotent, from wherever it starts.
        put(&world, states[0].clone());
        run(&world, &apply).unwrap();
        let once = lists(&world);
        world.server.clear_requests();
        run(&world, &apply).unwrap();
        prop_assert!(!wrote(&world));
        prop_assert_eq!(lists(&world), once);
    }

    #[test]
    fn undo_restores_the_exact_earlier_state(
        state in any_lists(),
        verbs in prop::collection::vec(any_verb(), 1..6),
        back in 1..6usize,
    ) {
        let world = fast_world();
        put(&world, state.clone());
        let mut states = vec![state];
        for verb in &verbs {
            // Whether it was refused is the other test's business.
            let _ = run(&world, &format!("prefs {} -q", verb.words));
            let now = lists(&world);
            if now != *states.last().unwrap() {
                states.push(now);
            }
        }
        let newest = states.len() - 1;
        let outcome = run(&world, &format!("prefs undo {back} -q --allow-silent"));
        if back > newest {
            prop_assert_eq!(outcome.unwrap_err().kind, Kind::NotFound);
            return Ok(());
        }
        outcome.unwrap();
        let target = &states[newest - back];
        prop_assert_eq!(&lists(&world), target, "order and repetition too");
        if lists(&world) != states[newest] {
            // An undo is a change like any other: undone, it is as before it.
            run(&world, "prefs undo -q --allow-silent").unwrap();
            prop_assert_eq!(&lists(&world), &states[newest]);
        }
    }
}

fn wrote(world: &crate::harness::World) -> bool {
    world
        .server
        .requests()
        .iter()
        .any(|one| one.operation_id.as_deref() == Some("preference_update"))
}

/// One command of any kind, in a random sequence.
#[derive(Clone, Debug)]
enum Move {
    Verb(Verb),
    Undo(usize),
    /// The text of an earlier state, by these words and the file.
    Text(&'static str, usize),
    /// The same in an editor.
    Edit(usize),
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => any_verb().prop_map(Move::Verb),
        2 => (1..4usize).prop_map(Move::Undo),
        2 => (prop::sample::select(vec!["apply", "apply --check", "apply --dry-run", "diff"]), 0..8usize)
            .prop_map(|(words, state)| Move::Text(words, state)),
        1 => (0..8usize).prop_map(Move::Edit),
    ]
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn any_sequence_of_all_verbs(
        state in any_lists(),
        moves in prop::collection::vec(any_move(), 1..12),
    ) {
        let world = fast_world();
        put(&world, state.clone());
        let mut machine = Machine::new(&world, &world.home.path().join("state"));
        let file = world.home.path().join("prefs.toml");
        // The states that were left, newest last, each by one write.
        let mut states = vec![state];
        let mut texts = vec![machine.printed("prefs export")];
        for one in moves {
            let before = states.last().unwrap().clone();
            let as_text = |index: usize| {
                let index = index % states.len();
                let (now, then) = (preference(&before), preference(&states[index]));
                std::fs::write(&file, &texts[index]).unwrap();
                (now, then)
            };
            match one {
                Move::Verb(verb) => {
                    let outcome = machine.run(&format!("prefs {} -q", verb.words));
                    let meant = if refused(&before, &verb) {
                        prop_assert_eq!(outcome.unwrap_err().kind, Kind::Usage);
                        before.clone()
                    } else {
                        outcome.unwrap();
                        lists_of(&changes::perform(&preference(&before), &verb.steps))
                    };
                    prop_assert_eq!(&lists(&world), &meant, "{}", verb.words);
                }
                Move::Undo(back) => {
                    let outcome = machine.run(&format!("prefs undo {back} -q --allow-silent"));
                    if back >= states.len() {
                        prop_assert_eq!(outcome.unwrap_err().kind, Kind::NotFound);
                        prop_assert_eq!(&lists(&world), &before);
                    } else {
                        outcome.unwrap();
                        prop_assert_eq!(&lists(&world), &states[states.len() - 1 - back]);
                    }
                }
                Move::Text(words, index) => {
                    let (now, then) = as_text(index);
                    let silent = if words == "diff" { "" } else { "--allow-silent" };
                    let words = format!("prefs {words} -f {} -q {silent}", file.display());
                    let outcome = machine.run(&words).unwrap();
                    let differs = leads_to(&now, &then, &now).is_err();
                    if words.starts_with("prefs apply -f") {
                        prop_assert_eq!(outcome, Exit::Done);
                        leads_to(&now, &then, &preference(&lists(&world)))?;
                    } else {
                        prop_assert_eq!(&lists(&world), &before, "only looked at");
                        if !words.contains("--dry-run") {
                            prop_assert_eq!(outcome == Exit::Difference, differs);
                        }
                    }
                }
                Move::Edit(index) => {
                    let (now, then) = as_text(index);
                    machine.editor = format!("cp '{}'", file.display());
                    machine.run("prefs edit -q --allow-silent").unwrap();
                    let left = preference(&lists(&world));
                    // A text that says nothing ends with nothing done.
                    leads_to(&now, &then, &left)?;
                }
            }
            let now = lists(&world);
            if now != before {
                states.push(now);
                texts.push(machine.printed("prefs export"));
            }
        }
    }
}

/// Whether a state is what the text of another one makes of this one: its known channels, and of the
/// unknown ones those of both.
fn leads_to(
    now: &duty::domain::preference::Preference,
    text: &duty::domain::preference::Preference,
    left: &duty::domain::preference::Preference,
) -> Result<(), TestCaseError> {
    for target in Target::ALL {
        let (old, wanted, new) = (
            now.channels(target),
            text.channels(target),
            left.channels(target),
        );
        prop_assert_eq!(known(new), known(wanted));
        let both: BTreeSet<String> = unknown(old)
            .into_iter()
            .chain(unknown(wanted))
            .map(Channel::wire)
            .collect();
        let has: BTreeSet<String> = unknown(new).into_iter().map(Channel::wire).collect();
        prop_assert_eq!(has, both);
        if same_channels(old, new) {
            prop_assert_eq!(old, new);
        }
    }
    Ok(())
}
