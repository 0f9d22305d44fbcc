//! What the oldest Rust that `Cargo.toml` promises cannot read, and clippy (`incompatible_msrv`) does not look for:
//! syntax. Of what came since 1.89 that is `if let` in the guard of an arm (1.95). It is no more than that: that the
//! oldest Rust compiles all is seen by compiling with it, which `scripts/test` does where rustup has it, and the
//! workflow always.

use syn::visit::Visit;

use super::{hold, repository, rust_files};

#[derive(Default)]
struct Guards(usize);

impl<'ast> Visit<'ast> for Guards {
    fn visit_pat_guard(&mut self, guarded: &'ast syn::PatGuard) {
        // The condition itself, and not an `if let` in a block of it.
        let mut parts = vec![&*guarded.guard];
        while let Some(part) = parts.pop() {
            match part {
                syn::Expr::Let(_) => self.0 += 1,
                syn::Expr::Binary(both) => parts.extend([&*both.left, &*both.right]),
                _ => {}
            }
        }
        syn::visit::visit_pat_guard(self, guarded);
    }
}

fn bindings_in_guards(source: &str) -> usize {
    let mut guards = Guards::default();
    guards.visit_file(&syn::parse_file(source).unwrap());
    guards.0
}

#[test]
fn the_oldest_rust_can_read_it() {
    let mut wrong = Vec::new();
    let mut read = 0;
    let mut look = |path: &std::path::Path| {
        read += 1;
        if bindings_in_guards(&std::fs::read_to_string(path).unwrap()) > 0 {
            wrong.push(path.display().to_string());
        }
    };
    for folder in ["src", "sandbox", "tests", "fuzz/fuzz_targets", "fuzz/src"] {
        let folder = repository().join(folder);
        if folder.exists() {
            rust_files(&folder, &mut look);
        }
    }
    look(&repository().join("build.rs"));
    assert!(read > 300, "{read}");
    hold(
        &wrong,
        "an 'if let' in the guard of an arm, for which Rust has to be 1.95",
    );
}

#[test]
fn a_binding_in_a_guard_is_seen() {
    let arm = |guard: &str| format!("fn f() {{ match x {{ None if {guard} => 1, _ => 2 }} }}");
    for (guard, seen) in [
        ("let Some(y) = near(x)", 1),
        ("x > 1 && let Some(y) = near(x) && y", 1),
        ("x > 1", 0),
        ("{ if let Some(y) = near(x) { y } else { z } }", 0),
    ] {
        assert_eq!(bindings_in_guards(&arm(guard)), seen, "{guard}");
    }
}
