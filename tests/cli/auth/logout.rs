//! `duty auth logout --all`: every key that can go goes, and those that cannot are named.

use super::{config, key, log_in, world};
use crate::harness::World;

/// Contexts of these names; the key of `b` is in a place from where nothing can delete it.
#[track_caller]
fn with_one_that_stays() -> World {
    let world = world();
    for context in ["a", "b", "c"] {
        log_in(&world, &key(&world), &format!("--context {context}"));
    }
    let files = world.files().into_iter().map(|(path, _)| path);
    let mut of_b = files.filter(|path| {
        let path = path.to_string_lossy();
        path.contains("insecure-keys/b")
    });
    let file = of_b.next().unwrap();
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir_all(file.join("x")).unwrap();
    world
}

fn left(world: &World) -> usize {
    let files = world.files();
    let holds = |(path, _): &&(std::path::PathBuf, Vec<u8>)| {
        path.to_string_lossy().contains("insecure-keys")
    };
    files.iter().filter(holds).count()
}

#[test]
fn a_key_that_cannot_go_does_not_keep_the_others() {
    for more in ["", "-q", "-o json"] {
        let world = with_one_that_stays();
        let ran = world
            .duty(&format!("auth logout --all --yes {more}"))
            .status(1)
            .any_stdout()
            .any_stderr()
            .run();
        assert_eq!(left(&world), 0, "{more}: {}", ran.stderr);
        assert_eq!(config(&world).matches("key_store").count(), 1);
        let told = match more {
            "-o json" => ran.error()["message"].to_string().replace("\\n", "\n  "),
            _ => ran.stderr,
        };
        for part in [
            "cannot log out of context b: cannot delete",
            "  done: a, c",
            "  not done: b",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
}

#[test]
fn without_any_context_it_says_how_one_is_made() {
    let world = world();
    let ran = world.duty("auth logout --all --yes").any_stderr().run();
    let way = "There is no context yet; 'duty auth login' makes one.";
    assert!(ran.stderr.contains(way), "{}", ran.stderr);
}
