//! `scripts/install.sh` against a server on this machine: what it puts where, what it refuses, and that it replaces
//! and takes away what it put there and nothing else.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::{archive, repository, text};

pub const TARGET: &str = "x86_64-unknown-linux-gnu";

/// A release in a folder, with a program that only tells its version.
pub struct Release {
    pub folder: TempDir,
}

impl Release {
    pub fn new() -> Release {
        Release {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Put an archive of this version there, and nothing else.
    pub fn version(&self, version: &str, pages: &[&str]) {
        let work = tempfile::tempdir().unwrap();
        let name = format!("duty-{version}-{TARGET}");
        let top = work.path().join(&name);
        for folder in ["man/zh_CN", "completions"] {
            std::fs::create_dir_all(top.join(folder)).unwrap();
        }
        let program = format!("#!/bin/sh\necho \"duty {version}\"\n");
        std::fs::write(top.join("duty"), program).unwrap();
        std::fs::set_permissions(top.join("duty"), PermissionsExt::from_mode(0o755)).unwrap();
        for page in pages {
            std::fs::write(top.join("man").join(page), "page").unwrap();
            std::fs::write(top.join("man/zh_CN").join(page), "页").unwrap();
        }
        for file in [
            "completions/duty.bash",
            "completions/_duty",
            "completions/duty.fish",
        ] {
            std::fs::write(top.join(file), "complete").unwrap();
        }
        for file in ["LICENSE", "THIRD-PARTY.md"] {
            std::fs::write(top.join(file), "text").unwrap();
        }
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        let file = format!("{name}.tar.gz");
        let output = archive(&top, &self.folder.path().join(&file));
        assert!(output.status.success(), "{}", text(&output.stderr));
        let sums = Command::new("sha256sum")
            .arg(&file)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        std::fs::write(self.folder.path().join("SHA256SUMS"), sums.stdout).unwrap();
    }

    pub fn archive(&self) -> PathBuf {
        let mut files = std::fs::read_dir(self.folder.path()).unwrap();
        files
            .find_map(|entry| {
                let path = entry.unwrap().path();
                path.extension()
                    .is_some_and(|end| end == "gz")
                    .then_some(path)
            })
            .unwrap()
    }

    /// Serve the folder until the test ends; its address.
    fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let folder = self.folder.path().to_owned();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let first = lines.next().unwrap().unwrap();
                while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
                let name = first.split(' ').nth(1).unwrap().trim_start_matches('/');
                let (status, body) = match std::fs::read(folder.join(name)) {
                    Ok(body) => ("200 OK", body),
                    Err(_) => ("404 Not Found", Vec::new()),
                };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(&body).unwrap();
            }
        });
        address
    }
}

fn install(prefix: &Path, arguments: &[&str]) -> Output {
    Command::new("sh")
        .arg(repository().join("scripts/install.sh"))
        .arg("--prefix")
        .arg(prefix)
        .args(arguments)
        .env_remove("HTTP_PROXY")
        .env_remove("http_proxy")
        .output()
        .unwrap()
}

/// Every file below a folder, and whether it can be run.
pub fn files(folder: &Path) -> BTreeMap<String, bool> {
    fn walk(top: &Path, folder: &Path, found: &mut BTreeMap<String, bool>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(top, &path, found);
            } else {
                let mode = path.metadata().unwrap().permissions().mode();
                let name = path.strip_prefix(top).unwrap().display().to_string();
                found.insert(name, mode & 0o111 != 0);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

#[test]
fn it_installs_replaces_and_takes_away() {
    let release = Release::new();
    release.version("1.0.0", &["duty.1", "duty-old.1"]);
    let address = release.serve();
    let home = tempfile::tempdir().unwrap();
    let prefix = home.path().join("pre fix");
    // Somebody else's, which stays.
    std::fs::create_dir_all(prefix.join("share/man/man1")).unwrap();
    std::fs::write(prefix.join("share/man/man1/other.1"), "other").unwrap();

    let ran = install(&prefix, &["--from", &address, "--target", TARGET]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let said = text(&ran.stdout);
    assert!(
        said.starts_with(&format!("duty 1.0.0 ({TARGET}) is installed in ")),
        "{said}"
    );
    assert!(
        said.contains("4 pages") && said.contains("Your PATH does not have"),
        "{said}"
    );
    let expected = |page: &[&str]| {
        let mut files: BTreeMap<String, bool> = [
            "share/bash-completion/completions/duty",
            "share/zsh/site-functions/_duty",
            "share/fish/vendor_completions.d/duty.fish",
            "share/doc/duty/LICENSE",
            "share/doc/duty/THIRD-PARTY.md",
            "share/duty/installed-files",
            "share/man/man1/other.1",
        ]
        .into_iter()
        .map(|file| (file.to_owned(), false))
        .collect();
        files.insert("bin/duty".into(), true);
        for page in page {
            files.insert(format!("share/man/man1/{page}"), false);
            files.insert(format!("share/man/zh_CN/man1/{page}"), false);
        }
        files
    };
    assert_eq!(files(&prefix), expected(&["duty.1", "duty-old.1"]));

    release.version("1.1.0", &["duty.1"]);
    let ran = install(&prefix, &["--from", &address, "--target", TARGET]);
    let said = text(&ran.stdout);
    assert!(
        said.starts_with("duty 1.1.0") && said.contains("has replaced"),
        "{said}"
    );
    assert_eq!(files(&prefix), expected(&["duty.1"]));

    let ran = install(&prefix, &["--remove"]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let left: Vec<String> = files(&prefix).into_keys().collect();
    assert_eq!(left, ["share/man/man1/other.1"]);
    assert!(!prefix.join("bin").exists() && !prefix.join("share/doc").exists());
    let ran = install(&prefix, &["--remove"]);
    assert!(!ran.status.success());
}

#[test]
fn what_is_not_as_the_checksums_say_is_not_installed() {
    let release = Release::new();
    release.version("1.0.0", &["duty.1"]);
    let from = release.folder.path().to_str().unwrap();
    let home = tempfile::tempdir().unwrap();
    let refused = |arguments: &[&str], why: &str| {
        let ran = install(home.path(), arguments);
        assert!(!ran.status.success(), "{arguments:?}");
        assert!(text(&ran.stderr).contains(why), "{}", text(&ran.stderr));
        assert_eq!(files(home.path()), BTreeMap::new(), "{arguments:?}");
    };
    let sums = release.folder.path().join("SHA256SUMS");
    let right = std::fs::read_to_string(&sums).unwrap();
    let known = ["--from", from, "--target", TARGET];

    std::fs::write(release.archive(), "something else").unwrap();
    refused(&known, "is not what SHA256SUMS says");
    std::fs::remove_file(release.archive()).unwrap();
    refused(&known, "cannot get duty-1.0.0-");
    std::fs::write(&sums, format!("{right}{right}")).unwrap();
    refused(&known, "more than one archive");
    // A name is no path.
    std::fs::write(&sums, right.replace("duty-1.0.0", "duty-../../x")).unwrap();
    refused(&known, "names no archive");
    refused(
        &["--from", from, "--target", "riscv64"],
        "names no archive for riscv64",
    );
    std::fs::remove_file(&sums).unwrap();
    refused(&known, "cannot get SHA256SUMS");
    refused(&[], "--from");
    refused(&["--nonsense"], "there is no option");
    let address = release.serve();
    refused(
        &["--from", &address, "--target", TARGET],
        "cannot get SHA256SUMS",
    );
}

/// A list that was tampered with makes it delete nothing outside of the prefix.
#[test]
fn it_takes_away_nothing_outside_of_the_prefix() {
    let home = tempfile::tempdir().unwrap();
    let prefix = home.path().join("prefix");
    std::fs::create_dir_all(prefix.join("share/duty")).unwrap();
    let other = home.path().join("other");
    let sum = "0".repeat(64);
    for line in [
        "../other".to_owned(),
        other.display().to_string(),
        format!("{sum}  ../other"),
        format!("{sum}  bin/../../other"),
        format!("{sum}  {}", other.display()),
    ] {
        std::fs::write(&other, "").unwrap();
        std::fs::write(prefix.join("share/duty/installed-files"), line).unwrap();
        let ran = install(&prefix, &["--remove"]);
        assert!(!ran.status.success());
        assert!(other.exists());
    }
}

/// The program of somebody else, in the place of duty's.
fn foreign(prefix: &Path) -> PathBuf {
    let program = prefix.join("bin/duty");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    std::fs::write(&program, "somebody else's").unwrap();
    program
}

#[test]
fn what_it_has_not_put_there_it_neither_replaces_nor_takes_away() {
    let release = Release::new();
    release.version("1.0.0", &["duty.1"]);
    let from = release.folder.path().to_str().unwrap();
    let known = ["--from", from, "--target", TARGET];
    let home = tempfile::tempdir().unwrap();
    let program = foreign(home.path());
    let kept = || std::fs::read_to_string(&program).unwrap();
    let refused = || {
        let ran = install(home.path(), &known);
        assert!(!ran.status.success());
        let said = text(&ran.stderr);
        assert!(said.contains("bin/duty is there, and this"), "{said}");
        assert_eq!(kept(), "somebody else's");
    };
    refused();
    assert_eq!(files(home.path()).len(), 1);

    // It was duty's once, and somebody has put another one there since.
    std::fs::remove_file(&program).unwrap();
    assert!(install(home.path(), &known).status.success());
    foreign(home.path());
    release.version("1.1.0", &["duty.1"]);
    refused();
    let ran = install(home.path(), &["--remove"]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let said = text(&ran.stdout);
    assert!(said.contains("bin/duty stays"), "{said}");
    let left: Vec<String> = files(home.path()).into_keys().collect();
    assert_eq!(left, ["bin/duty"]);
    assert_eq!(kept(), "somebody else's");
}

/// Where a file of the new version has no place, the old one is there as it was, and nothing lies beside it.
#[test]
fn the_old_version_stays_until_the_new_one_is_in_place() {
    let release = Release::new();
    release.version("1.0.0", &["duty.1", "duty-old.1"]);
    let from = release.folder.path().to_str().unwrap();
    let known = ["--from", from, "--target", TARGET];
    let home = tempfile::tempdir().unwrap();
    assert!(install(home.path(), &known).status.success());
    let doc = home.path().join("share/doc");
    std::fs::remove_dir_all(&doc).unwrap();
    std::fs::write(&doc, "no folder").unwrap();
    let before = files(home.path());
    release.version("1.1.0", &["duty.1"]);
    let ran = install(home.path(), &known);
    assert!(!ran.status.success());
    assert_eq!(files(home.path()), before);
    let program = std::fs::read_to_string(home.path().join("bin/duty")).unwrap();
    assert!(program.contains("1.0.0"), "{program}");
    // With the reason gone it goes on from there.
    std::fs::remove_file(&doc).unwrap();
    let ran = install(home.path(), &known);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    assert!(!files(home.path()).contains_key("share/man/man1/duty-old.1"));
}

/// As it comes out of a pipe that broke off: behind any line, and within the last one.
#[test]
fn of_a_script_that_came_in_part_nothing_runs() {
    let release = Release::new();
    release.version("1.0.0", &["duty.1"]);
    let from = release.folder.path().to_str().unwrap();
    let home = tempfile::tempdir().unwrap();
    let prefix = home.path().to_str().unwrap();
    let whole = std::fs::read_to_string(repository().join("scripts/install.sh")).unwrap();
    let run = |script: &str| {
        let arguments = ["--from", from, "--target", TARGET, "--prefix", prefix];
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]).args(arguments);
        command.output().unwrap()
    };
    let last = whole.trim_end().rfind('\n').unwrap() + 1;
    let lines = whole.match_indices('\n').map(|(at, _)| at + 1);
    let mut cuts: Vec<usize> = lines.filter(|at| *at <= last).step_by(3).collect();
    cuts.extend(last..whole.trim_end().len());
    for cut in cuts {
        let ran = run(&whole[..cut]);
        assert_eq!(text(&ran.stdout), "", "{cut}");
        assert_eq!(files(home.path()), BTreeMap::new(), "{cut}");
    }
    let ran = run(&whole);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    assert!(home.path().join("bin/duty").exists());
}

/// What comes from elsewhere comes by https, also behind a redirect; what is on the way cannot be had by http.
#[test]
fn nothing_comes_from_elsewhere_but_by_https() {
    let home = tempfile::tempdir().unwrap();
    let curl = home.path().join("curl");
    let told = home.path().join("told");
    let body = format!("#!/bin/sh\necho \"$@\" >>'{}'\nexit 1\n", told.display());
    std::fs::write(&curl, body).unwrap();
    std::fs::set_permissions(&curl, PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!(
        "{}:{}",
        home.path().display(),
        std::env::var("PATH").unwrap()
    );
    let run = |from: &str| {
        let ran = Command::new("sh")
            .arg(repository().join("scripts/install.sh"))
            .args(["--target", TARGET, "--from", from, "--prefix"])
            .arg(home.path().join("prefix"))
            .env("PATH", &path)
            .output()
            .unwrap();
        assert!(!ran.status.success());
        text(&ran.stderr)
    };
    for from in [
        "http://forge.example/duty",
        "http://127.0.0.1.forge.example",
        "http://127.0.0.1:1@forge.example/",
        "http://localhost@forge.example/",
    ] {
        let said = run(from);
        assert!(said.contains("is not https"), "{said}");
    }
    assert!(!told.exists());
    let said = run("https://forge.example/duty");
    assert!(said.contains("cannot get SHA256SUMS"), "{said}");
    let told = std::fs::read_to_string(told).unwrap();
    assert!(
        told.contains("--proto =https --proto-redir =https"),
        "{told}"
    );
}
