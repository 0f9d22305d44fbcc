//! The rules of the house, held by tests: what may import what, by the graph of all paths and not of
//! `use` lines alone, and how long a file may be.

mod complete;
mod graph;
mod oldest;
mod places;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use graph::{Edge, Graph, module_of};

/// A plan of the house.
struct Plan {
    /// The rooms (the first modules of a path) from the top, those of one line beside each other.
    layers: &'static [&'static [&'static str]],
    /// Rooms of one line may know each other.
    neighbours: bool,
    /// No file is longer.
    lines: usize,
}

/// The plan that holds: the one place that states it.
const PLAN: Plan = Plan {
    layers: &[
        &["main"],
        &["lib"],
        &["cli"],
        &["commands"],
        &["session"],
        &["api", "ui"],
        &["local"],
        &["domain"],
        &["lenient"],
        &["error"],
        &["text"],
    ],
    neighbours: false,
    lines: 420,
};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Every Rust file below a folder.
pub fn rust_files(folder: &Path, found: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found(&path);
        }
    }
}

fn duty() -> Graph {
    let graph = Graph::of_folder("duty", &repository().join("src"));
    // That it sees at all.
    assert!(graph.files.len() > 100 && graph.edges.len() > 500);
    graph
}

fn sandbox() -> Graph {
    Graph::of_folder("duty_sandbox", &repository().join("sandbox/src"))
}

#[test]
fn every_path_within_a_crate_is_understood() {
    assert_eq!(duty().unresolved, Vec::<String>::new());
    assert_eq!(sandbox().unresolved, Vec::<String>::new());
}

#[test]
fn no_files_need_each_other() {
    let mut wrong = Vec::new();
    for graph in [duty(), sandbox()] {
        for circle in graph.circles() {
            wrong.push(format!("a circle of {}:", circle.len()));
            wrong.extend(graph.reasons(&circle).iter().map(|why| format!("  {why}")));
        }
    }
    hold(&wrong, "files that need each other");
}

#[test]
fn a_room_needs_only_what_is_below_it() {
    let wrong = against_layers(&duty(), &PLAN);
    hold(&wrong, "imports against the layers");
}

#[test]
fn a_noun_needs_no_other_noun() {
    let wrong = between_nouns(&duty());
    hold(&wrong, "nouns that know each other");
}

#[test]
fn a_file_is_short_enough_to_be_read() {
    let mut wrong = Vec::new();
    for folder in ["src", "sandbox/src", "tests", "sandbox/tests"] {
        rust_files(&repository().join(folder), &mut |path| {
            let lines = std::fs::read_to_string(path).unwrap().lines().count();
            if lines > PLAN.lines {
                wrong.push(format!("{} has {lines} lines", path.display()));
            }
        });
    }
    hold(&wrong, "files to split");
}

#[track_caller]
fn hold(wrong: &[String], what: &str) {
    assert!(wrong.is_empty(), "{what}:\n{}", wrong.join("\n"));
}

/// The room of a file.
fn room(file: &str) -> String {
    module_of(file)
        .into_iter()
        .next()
        .unwrap_or_else(|| "lib".into())
}

/// What is needed from above or from beside, and rooms that are in no layer.
fn against_layers(graph: &Graph, plan: &Plan) -> Vec<String> {
    let layer = |file: &str| {
        let room = room(file);
        plan.layers
            .iter()
            .position(|layer| layer.contains(&room.as_str()))
    };
    let mut wrong: Vec<String> = graph
        .files
        .iter()
        .filter(|file| layer(file).is_none())
        .map(|file| format!("{file} is in no layer"))
        .collect();
    let upward = |edge: &&Edge| {
        needed(edge).any(|file| {
            let below = layer(file) > layer(&edge.from)
                || plan.neighbours && layer(file) == layer(&edge.from);
            room(file) != room(&edge.from) && !below
        })
    };
    wrong.extend(each_once(graph.edges.iter().filter(upward)));
    wrong
}

/// The file that defines what is needed, and those by way of which it is.
fn needed(edge: &Edge) -> impl Iterator<Item = &String> {
    edge.by_way_of.iter().chain([&edge.to])
}

/// One line for two files, however many paths there are.
fn each_once<'a>(edges: impl Iterator<Item = &'a Edge>) -> Vec<String> {
    let mut told = BTreeSet::new();
    edges
        .filter(|edge| told.insert((&edge.from, &edge.to)))
        .map(ToString::to_string)
        .collect()
}

/// What a folder or file of `commands` needs of another.
fn between_nouns(graph: &Graph) -> Vec<String> {
    let noun = |file: &str| match module_of(file).as_slice() {
        // The form of an example is everybody's.
        [room, noun, ..] if room == "commands" && noun != "examples" => Some(noun.clone()),
        _ => None,
    };
    let knows = |edge: &&Edge| {
        let own = noun(&edge.from);
        own.is_some()
            && needed(edge).any(|file| noun(file).is_some_and(|other| own.as_ref() != Some(&other)))
    };
    each_once(graph.edges.iter().filter(knows))
}

#[test]
fn the_rules_can_be_broken() {
    let made_up = |files: &[(&str, &str)]| {
        let owned = files
            .iter()
            .map(|(file, source)| ((*file).into(), (*source).into()));
        Graph::of("duty", &owned.collect::<Vec<_>>())
    };
    let plan = |neighbours| Plan {
        layers: &[&["lib"], &["commands"], &["api", "ui"], &["error"]],
        neighbours,
        ..PLAN
    };
    let graph = made_up(&[
        ("lib.rs", "fn f() { commands::a::f() }"),
        ("commands/mod.rs", ""),
        (
            "commands/a.rs",
            "pub fn f() -> crate::api::A { crate::ui::u() }",
        ),
        ("commands/b/mod.rs", "fn f() { super::a::f() }"),
        (
            "commands/b/c.rs",
            "use super::super::a; fn f() { tr!(\"{0}\", a::f()) }",
        ),
        ("api.rs", "pub struct A; fn f() { crate::ui::u() }"),
        ("ui.rs", "pub use crate::error::E; pub fn u() {}"),
        ("error.rs", "pub struct E; fn f(_: crate::ui::E) {}"),
        ("attic.rs", ""),
    ]);
    assert_eq!(
        between_nouns(&graph),
        [
            "commands/b/c.rs needs commands/a.rs (a::f)",
            "commands/b/mod.rs needs commands/a.rs (super::a::f)",
        ]
    );
    let [unknown, sideways, upward] = [
        "attic.rs is in no layer",
        "api.rs needs ui.rs (crate::ui::u)",
        "error.rs needs error.rs (crate::ui::E) by way of ui.rs",
    ];
    assert_eq!(
        against_layers(&graph, &plan(false)),
        [unknown, sideways, upward]
    );
    assert_eq!(against_layers(&graph, &plan(true)), [unknown, upward]);
    assert_eq!(graph.circles(), Vec::<Vec<String>>::new());
}
