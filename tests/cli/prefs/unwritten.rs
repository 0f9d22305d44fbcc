//! `duty prefs test` where nothing can be written: what was opened is closed, or it is said that it is not.

use std::fs::File;

use duty_sandbox::{Edit, Fault, FaultKind, Options};

use crate::harness::World;

/// Both ways of telling, on a disk that is full; what stderr says.
#[track_caller]
fn untold(faults: &[Fault]) -> Vec<(World, String)> {
    let run = |words: &str| {
        let world = World::with(Options {
            edits: vec![Edit::no_past()],
            rate_limit: None,
            ..Options::default()
        });
        for fault in faults {
            world.server.fault(fault.clone());
        }
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut command = world.duty(words).command();
        let ended = command.stdout(full).output().unwrap();
        assert!(!ended.status.success(), "{words}");
        (world, String::from_utf8(ended.stderr).unwrap())
    };
    let words = ["", " -o json"].map(|more| format!("prefs test critical --yes --wait 2s{more}"));
    words.iter().map(|words| run(words)).collect()
}

fn progress(world: &World) -> Vec<String> {
    let state = world.server.state();
    let all = state["incidents"].as_array().unwrap();
    let of = |one: &serde_json::Value| one["progress"].as_str().unwrap().to_owned();
    all.iter().map(of).collect()
}

#[test]
fn a_test_that_cannot_be_told_of_is_closed() {
    for (world, said) in untold(&[]) {
        assert_eq!(progress(&world), ["Closed"], "{said}");
        assert!(said.contains("cannot write to standard output"), "{said}");
    }
}

#[test]
fn one_that_cannot_be_told_of_and_not_be_closed_is_named() {
    let refused = FaultKind::error(400, "InvalidParameter");
    for (world, said) in untold(&[Fault::on("incident_resolve", refused)]) {
        assert_eq!(progress(&world).len(), 1);
        assert!(said.contains("is still open"), "{said}");
    }
}
