//! The graph on small made-up crates: it finds what it is for, and leaves out what is no need.

use super::Graph;

fn graph(files: &[(&str, &str)]) -> Graph {
    let owned = |(file, source): &(&str, &str)| ((*file).to_owned(), (*source).to_owned());
    let files: Vec<(String, String)> = files.iter().map(owned).collect();
    let graph = Graph::of("duty", &files);
    assert_eq!(graph.unresolved, Vec::<String>::new());
    graph
}

/// `a.rs>b.rs` for every need.
fn needs(files: &[(&str, &str)]) -> Vec<String> {
    let graph = graph(files);
    let mut needs: Vec<String> = graph
        .edges
        .iter()
        .filter(|edge| edge.from != edge.to)
        .map(|edge| format!("{}>{}", edge.from, edge.to))
        .collect();
    needs.dedup();
    needs
}

const LIB: (&str, &str) = ("lib.rs", "mod a; mod b; mod c;");

#[test]
fn a_circle_is_found_however_long_and_wherever_it_is_named() {
    let short = [
        LIB,
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        ("b.rs", "pub struct B; fn f(a: &super::a::A) {}"),
        ("c.rs", ""),
    ];
    assert_eq!(graph(&short).circles(), [["a.rs", "b.rs"]]);
    let long = |c| {
        graph(&[
            LIB,
            ("a.rs", "pub fn a() { crate::b::b() }"),
            ("b.rs", "use crate::c; pub fn b() { c::c() }"),
            ("c.rs", c),
        ])
    };
    assert!(long("pub fn c() {}").circles().is_empty());
    let round = long("pub fn c() { tr!(\"{0}\", super::a::a()) }");
    assert_eq!(round.circles(), [["a.rs", "b.rs", "c.rs"]]);
    assert_eq!(
        round.reasons(&round.circles()[0]),
        [
            "a.rs needs b.rs (crate::b::b)",
            "b.rs needs c.rs (c::c)",
            "c.rs needs a.rs (super::a::a)",
        ]
    );
}

#[test]
fn every_kind_of_path_is_a_need() {
    for source in [
        "use crate::b::B;",
        "use crate::b::{self, C as D}; fn f() { b::f() }",
        "use crate::*; fn f() { b::f() }",
        "use super::b::*; fn f(b: B) {}",
        "fn f() { crate::b::f() }",
        "fn f(b: super::b::B) {}",
        "fn f() { match 1 { crate::b::C => {} } }",
        "impl crate::b::T for u8 {}",
        "fn f<X: super::b::T>() {}",
        "fn f() { println!(\"{}\", crate::b::f()); }",
        "use crate::b; fn f() { tr!(\"{0}\", [b::f()]); }",
        "fn f() { assert!(matches!(x, super::b::B { .. })); }",
        "#[serde(with = \"crate::b::B\")] struct S;",
        "#[arg(value_parser = crate::b::f)] struct S;",
        "macro_rules! m { () => { $crate::b::f() } }",
        "mod inner { fn f() { super::super::b::f() } }",
        "fn f() { use super::b::f; f() }",
        "fn f() { duty::b::f() }",
    ] {
        let b = "pub struct B; pub struct C; pub trait T {} pub fn f() {}";
        let found = needs(&[LIB, ("a.rs", source), ("b.rs", b), ("c.rs", "")]);
        assert_eq!(found, ["a.rs>b.rs"], "{source}");
    }
}

#[test]
fn what_leads_out_of_the_crate_is_none() {
    for source in [
        "use std::b::B; fn f() { b::f() }",
        "use serde_json::json; use tr::tr; fn f() { json!({}) }",
        "fn f() { ::b::f(); Self::b(); x.b(); }",
        "/// See [`crate::b::B`].\nfn f() {}",
        "pub(in crate::b) fn f() {}",
        "use crate::b;",
    ] {
        let found = needs(&[
            LIB,
            ("a.rs", source),
            ("b.rs", "pub struct B;"),
            ("c.rs", ""),
        ]);
        assert_eq!(found, Vec::<String>::new(), "{source}");
    }
}

#[test]
fn tests_are_left_out() {
    for (file, source) in [
        ("a.rs", "#[cfg(test)] mod tests { use crate::b::B; }"),
        ("a.rs", "#[cfg(all(test, unix))] use crate::b::B;"),
        ("a.rs", "#[test] fn f() { crate::b::f() }"),
        (
            "a.rs",
            "struct S; impl S { #[cfg(test)] fn f() { crate::b::f() } }",
        ),
        ("a/tests.rs", "use crate::b::B;"),
        ("a/tests/deep.rs", "use crate::b::B;"),
    ] {
        let found = needs(&[LIB, (file, source), ("b.rs", "pub struct B;"), ("c.rs", "")]);
        assert_eq!(found, Vec::<String>::new(), "{file}: {source}");
    }
    let helper = [
        ("lib.rs", "mod b; #[cfg(test)] mod helper;"),
        ("helper.rs", "use crate::b::B;"),
        ("b.rs", "pub struct B;"),
    ];
    assert_eq!(needs(&helper), Vec::<String>::new());
    let unix = [
        LIB,
        ("a.rs", "#[cfg(not(test))] use crate::b::B;"),
        ("b.rs", "pub struct B;"),
        ("c.rs", ""),
    ];
    assert_eq!(needs(&unix), ["a.rs>b.rs"]);
}

#[test]
fn to_declare_and_to_pass_on_is_no_need_but_to_use_is() {
    let child = ("a/x.rs", "use super::Shared; pub struct X(Shared);");
    let declares = |source| {
        let files = [("lib.rs", "mod a;"), ("a/mod.rs", source), child];
        graph(&files).circles().len()
    };
    assert_eq!(declares("mod x; pub use x::X; pub struct Shared;"), 0);
    assert_eq!(declares("mod x; pub use x::*; pub struct Shared;"), 0);
    for uses in [
        "mod x; pub use x::X; pub struct Shared; fn f(x: X) {}",
        "mod x; pub struct Shared; fn f(x: x::X) {}",
        "mod x; use x::X; pub struct Shared;",
        "mod x; pub use x::X; pub struct Shared; fn f() { format!(\"{}\", X(1)) }",
    ] {
        assert_eq!(declares(uses), 1, "{uses}");
    }
}

#[test]
fn a_name_that_is_passed_on_leads_to_where_it_is_defined() {
    let graph = graph(&[
        LIB,
        ("a.rs", "use crate::b::C; fn f(c: C) {}"),
        ("b.rs", "pub use crate::c::C;"),
        ("c.rs", "pub struct C;"),
    ]);
    let found: Vec<_> = graph
        .edges
        .iter()
        .filter(|edge| edge.from != edge.to)
        .map(|edge| (edge.from.as_str(), edge.to.as_str()))
        .collect();
    assert_eq!(
        found,
        [("a.rs", "c.rs"), ("a.rs", "c.rs"), ("b.rs", "c.rs")]
    );
    assert_eq!(graph.edges[0].by_way_of, ["b.rs"]);
    assert_eq!(
        graph.edges[0].to_string(),
        "a.rs needs c.rs (C) by way of b.rs"
    );
}

#[test]
fn a_path_that_leads_nowhere_is_told() {
    let files = [("lib.rs".to_owned(), "use crate::gone::X;".to_owned())];
    assert_eq!(
        Graph::of("duty", &files).unresolved,
        ["lib.rs: crate::gone::X"]
    );
    // A macro may have made it.
    let needed = [
        LIB,
        ("a.rs", "use crate::b::Made;"),
        ("b.rs", "make!(Made);"),
        ("c.rs", ""),
    ];
    assert_eq!(needs(&needed), ["a.rs>b.rs"]);
}
