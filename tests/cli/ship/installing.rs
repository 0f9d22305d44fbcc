//! `scripts/install.sh` where it is cut off, and what it says of the machine that it installs on.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::install::{Release, TARGET, files};
use super::{repository, text};

/// A machine for the installer: a home, folders for programs and for what is temporary, and a release.
struct Machine {
    home: TempDir,
    release: Release,
}

impl Machine {
    fn new() -> Machine {
        let home = tempfile::tempdir().unwrap();
        for folder in ["bin", "tmp"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        let release = Release::new();
        release.version("1.0.0", &["duty.1", "duty-old.1"]);
        Machine { home, release }
    }

    fn prefix(&self) -> PathBuf {
        self.home.path().join("prefix")
    }

    /// A program that is found before the system's, which does its work for it.
    fn program(&self, name: &str, before: &str) {
        let path = self.home.path().join("bin").join(name);
        let body = format!("#!/bin/sh\n{before}\nexec /bin/{name} \"$@\"\n");
        std::fs::write(&path, body).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    }

    /// Send this signal to the installer at this call of that program.
    fn cut(&self, name: &str, call: usize, signal: &str) {
        let calls = self.home.path().join("calls");
        let calls = calls.display();
        let count = format!("echo >>'{calls}'; [ $(wc -l <'{calls}') != {call} ]");
        self.program(name, &format!("{count} || kill -{signal} $PPID"));
    }

    fn whole(&self, name: &str) {
        std::fs::remove_file(self.home.path().join("bin").join(name)).unwrap();
        std::fs::remove_file(self.home.path().join("calls")).unwrap();
    }

    fn run(&self, shell: &str, arguments: &[&str]) -> Output {
        let home = self.home.path();
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new(shell);
        command
            .arg(repository().join("scripts/install.sh"))
            .args(arguments)
            .current_dir(home)
            .env("HOME", home)
            .env_remove("ZDOTDIR")
            .env("TMPDIR", home.join("tmp"))
            .env("PATH", format!("{}:{path}", home.join("bin").display()));
        command.output().unwrap()
    }

    fn install(&self, shell: &str) -> Output {
        let from = self.release.folder.path().to_str().unwrap();
        let arguments = ["--from", from, "--target", TARGET, "--prefix", "prefix"];
        self.run(shell, &arguments)
    }

    fn remove(&self) -> Output {
        self.run("sh", &["--remove", "--prefix", "prefix"])
    }

    fn temporary(&self) -> usize {
        std::fs::read_dir(self.home.path().join("tmp"))
            .unwrap()
            .count()
    }
}

/// Every file with its content: what there was before is there again.
fn contents(prefix: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = files(prefix).into_keys();
    names
        .map(|name| {
            let content = std::fs::read(prefix.join(&name)).unwrap();
            (name, content)
        })
        .collect()
}

#[test]
fn an_interrupted_run_leaves_nothing_and_says_so_by_its_status() {
    for (signal, status, shell) in [
        ("HUP", 129, "sh"),
        ("INT", 130, "sh"),
        ("PIPE", 141, "sh"),
        ("TERM", 143, "sh"),
        ("HUP", 129, "bash"),
    ] {
        let machine = Machine::new();
        // Within the archive's files, all of which are copied before the first is moved into place.
        machine.cut("chmod", 4, signal);
        let ran = machine.install(shell);
        assert_eq!(ran.status.code(), Some(status), "{signal} {shell}");
        assert!(!machine.prefix().exists(), "{signal} {shell}");
        assert_eq!(machine.temporary(), 0, "{signal} {shell}");

        // Over an older one, which stays as it was.
        machine.whole("chmod");
        assert!(machine.install(shell).status.success());
        let before = contents(&machine.prefix());
        machine.release.version("1.1.0", &["duty.1"]);
        machine.cut("chmod", 4, signal);
        let ran = machine.install(shell);
        assert_eq!(ran.status.code(), Some(status), "{signal} {shell}");
        assert!(contents(&machine.prefix()) == before, "{signal} {shell}");
        assert_eq!(machine.temporary(), 0, "{signal} {shell}");
    }
}

/// Also where nothing could be tidied up, and whether it was cut off while files were copied or while they were moved.
#[test]
fn what_an_interrupted_run_left_can_be_taken_away() {
    for (name, call) in [("chmod", 1), ("chmod", 5), ("mv", 3), ("mv", 6)] {
        for signal in ["KILL", "TERM"] {
            let machine = Machine::new();
            machine.cut(name, call, signal);
            let ran = machine.install("sh");
            let killed = ran.status.signal() == Some(9);
            assert!(killed || ran.status.code() == Some(143), "{name} {call}");
            machine.whole(name);
            if !machine.prefix().exists() {
                assert!(signal == "TERM" && name == "chmod");
                continue;
            }
            let ran = machine.remove();
            assert!(ran.status.success(), "{}", text(&ran.stderr));
            assert_eq!(files(&machine.prefix()), BTreeMap::new());
            assert!(!machine.prefix().exists(), "{name} {call}");
        }
    }
}

/// A folder for completions that zsh does not look through is said, with the line that makes it; the line works.
#[test]
fn zsh_is_told_where_the_completions_are() {
    let machine = Machine::new();
    let ran = machine.install("sh");
    let said = text(&ran.stdout);
    let line = said.lines().find(|line| line.contains("fpath=("));
    let line = line.unwrap_or_else(|| panic!("{said}")).trim();
    let settings = machine.home.path().join(".zshrc");
    assert!(said.contains(&settings.display().to_string()), "{said}");
    std::fs::copy(
        repository().join("completions/_duty"),
        machine.prefix().join("share/zsh/site-functions/_duty"),
    )
    .unwrap();
    let found = |before: &str| {
        let rest = "autoload -Uz compinit\ncompinit -u -D\n";
        std::fs::write(&settings, format!("{before}\n{rest}")).unwrap();
        let ran = Command::new("zsh")
            .args(["-ic", "print -r -- found: $_comps[duty]"])
            .env("HOME", machine.home.path())
            .env_remove("ZDOTDIR")
            .output()
            .expect("'zsh' is needed for this test");
        text(&ran.stdout).contains("found: _")
    };
    assert!(!found(""));
    assert!(found(line), "{line}");
    // Whoever has the line already is not told again.
    machine.remove();
    std::fs::remove_file(machine.prefix().join("share/zsh/site-functions/_duty")).unwrap();
    let said = text(&machine.install("sh").stdout);
    assert!(
        said.contains("is installed") && !said.contains("fpath"),
        "{said}"
    );
}

/// Where programs may not be started from the folder for what is temporary, what to do is said.
#[test]
fn a_folder_that_starts_no_programs_is_named_with_the_way_out() {
    let machine = Machine::new();
    // What a shell gets of a file system that is mounted noexec: 126.
    machine.program(
        "tar",
        "/bin/tar \"$@\"; chmod a-x \"$TMPDIR\"/*/duty-*/duty; exit",
    );
    let ran = machine.install("sh");
    assert_eq!(ran.status.code(), Some(1));
    let said = text(&ran.stderr);
    assert!(
        said.contains("noexec")
            && said.contains("TMPDIR")
            && said.contains("Nothing was installed"),
        "{said}"
    );
    assert!(!machine.prefix().exists());
}

#[test]
fn its_commands_can_be_copied_and_its_help_comes_out_of_a_pipe_too() {
    let machine = Machine::new();
    let from = machine.release.folder.path().to_str().unwrap();
    let odd = machine.home.path().join("it's here/");
    let prefix = odd.to_str().unwrap();
    let known = ["--from", from, "--target", TARGET, "--prefix", prefix];
    let said = text(&machine.run("sh", &known).stdout);
    assert!(!said.contains("//"), "{said}");
    let last = said.lines().last().unwrap();
    let command = last.split_once("install.sh ").unwrap().1;
    let script = repository().join("scripts/install.sh");
    let line = format!("sh '{}' {command}", script.display());
    let ran = Command::new("sh").args(["-c", &line]).output().unwrap();
    assert!(ran.status.success(), "{line}: {}", text(&ran.stderr));
    assert!(!odd.exists());

    let line = format!("cat '{}' | sh -s -- --help", script.display());
    let ran = Command::new("sh").args(["-c", &line]).output().unwrap();
    assert!(ran.status.success());
    let help = text(&ran.stdout);
    assert!(
        help.starts_with("Installs duty") && help.contains("--remove   "),
        "{help}"
    );
}

/// What root installs is for everybody, whatever root's umask is; what a person installs is as the person says.
#[test]
fn what_root_installs_can_be_read_by_everybody() {
    let machine = Machine::new();
    let from = machine.release.folder.path().to_str().unwrap();
    let script = repository().join("scripts/install.sh");
    let line = format!(
        "umask 077; sh '{}' --from '{from}' --target {TARGET} --prefix '{}'; id -u",
        script.display(),
        machine.prefix().display()
    );
    let ran = Command::new("sh").args(["-c", &line]).output().unwrap();
    let said = text(&ran.stdout);
    assert!(said.contains("is installed"), "{}", text(&ran.stderr));
    let expected = if said.ends_with("\n0\n") {
        0o755
    } else {
        0o700
    };
    for folder in ["", "bin", "share/man/zh_CN/man1", "share/duty"] {
        let path = machine.prefix().join(folder);
        let mode = path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, expected, "{folder}");
    }
}
