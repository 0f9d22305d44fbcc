//! What is shipped around the binary: the installer, the notices, the templates of packages, and the one place
//! that names whoever publishes.

mod dependencies;
mod install;
mod installing;
mod mutants;
mod notices;
mod tools;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::World;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A script of the repository, with these arguments.
fn script(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(repository().join("scripts").join(name));
    command.args(arguments);
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Make an archive as `scripts/release` does.
fn archive(folder: &Path, to: &Path) -> Output {
    let paths = [folder, to].map(|path| path.to_str().unwrap());
    script("archive", &paths)
        .env("SOURCE_DATE_EPOCH", "1764115200")
        .output()
        .expect("'python3' is needed for this test")
}

#[test]
fn an_archive_is_the_same_bytes_whoever_packs_it_and_when() {
    let home = tempfile::tempdir().unwrap();
    for end in ["tar.gz", "tar.xz", "zip"] {
        let packed = |place: &str, order: [&str; 2]| {
            let folder = home.path().join(place).join("duty-0");
            std::fs::create_dir_all(&folder).unwrap();
            for name in order {
                std::fs::write(folder.join(name), name).unwrap();
            }
            let to = home.path().join(format!("{place}.{end}"));
            let output = archive(&folder, &to);
            assert!(output.status.success(), "{}", text(&output.stderr));
            std::fs::read(to).unwrap()
        };
        let one = packed("one", ["a", "b"]);
        assert!(one == packed("two", ["b", "a"]), "{end}");
        assert!(one != packed("three", ["a", "c"]), "{end}");
    }
}

/// What a distribution does not take as source goes, and cargo does not miss it; all else stays as it was.
#[test]
fn the_binary_objects_of_a_crate_are_taken_out_of_its_list_too() {
    let vendor = tempfile::tempdir().unwrap();
    let crates = ["one-1.0.0", "two-1.0.0"].map(|name| vendor.path().join(name));
    for folder in &crates {
        std::fs::create_dir_all(folder.join("src")).unwrap();
        std::fs::write(folder.join("src/lib.rs"), "").unwrap();
        let list =
            r#"{"files":{"src/lib.rs":"e3b0","lib/x.a":"00","y.DLL.txt":"11"},"package":"abcd"}"#;
        std::fs::write(folder.join(".cargo-checksum.json"), list).unwrap();
    }
    std::fs::create_dir(crates[0].join("lib")).unwrap();
    std::fs::write(crates[0].join("lib/x.a"), "object").unwrap();
    let output = Command::new(repository().join("packaging/without-objects"))
        .arg(vendor.path())
        .output()
        .expect("'python3' is needed for this test");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "1 binary objects are gone\n");
    assert!(!crates[0].join("lib/x.a").exists() && crates[0].join("src/lib.rs").exists());
    let listed = |folder: &Path| -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(folder.join(".cargo-checksum.json")).unwrap())
            .unwrap()
    };
    let mut before = listed(&crates[1]);
    before["files"].as_object_mut().unwrap().remove("lib/x.a");
    assert_eq!(listed(&crates[0]), before);
    // Of a crate without one not even the list is written again.
    assert_eq!(listed(&crates[1])["files"]["lib/x.a"], "00");
}

/// Every template is filled from the checksums and from packaging/publisher, or says what it lacks.
#[test]
fn templates_are_filled_or_say_what_they_lack() {
    let folder = tempfile::tempdir().unwrap();
    let sum = "5".repeat(64);
    let mut sums = String::new();
    for target in [
        "aarch64-apple-darwin",
        "x86_64-apple-darwin",
        "aarch64-unknown-linux-musl",
        "x86_64-unknown-linux-musl",
    ] {
        sums += &format!("{sum}  duty-9.9.9-{target}.tar.gz\n");
    }
    std::fs::write(folder.path().join("SHA256SUMS"), &sums).unwrap();
    for name in ["duty.rb", "flake.nix"] {
        let template = format!("packaging/{name}.in");
        let run = |repository_address: &str| {
            script("fill", &[&template, folder.path().to_str().unwrap()])
                .current_dir(repository())
                .env("VERSION", "9.9.9")
                .env("REPOSITORY", repository_address)
                .env("HOMEPAGE", repository_address)
                .output()
                .unwrap()
        };
        let filled = run("https://forge.example/duty");
        assert!(filled.status.success(), "{}", text(&filled.stderr));
        let filled = text(&filled.stdout);
        assert_eq!(filled.matches(&sum).count(), 4, "{filled}");
        assert!(filled.contains("https://forge.example/duty/releases/download/v"));
        assert!(
            filled.contains("9.9.9") && !filled.contains("@SHA"),
            "{filled}"
        );
        let lacking = run("");
        assert_eq!(lacking.status.code(), Some(3));
        assert!(text(&lacking.stderr).contains("REPOSITORY in packaging/publisher"));
    }
    std::fs::write(folder.path().join("SHA256SUMS"), "").unwrap();
    let lacking = script(
        "fill",
        &["packaging/duty.rb.in", folder.path().to_str().unwrap()],
    )
    .current_dir(repository())
    .env("VERSION", "9.9.9")
    .output()
    .unwrap();
    assert!(text(&lacking.stderr).contains("duty-9.9.9-aarch64-apple-darwin.tar.gz"));
}

/// What is packed apart has its own copy of what belongs to both.
#[test]
fn both_crates_carry_the_licence() {
    let read = |name: &str| std::fs::read(repository().join(name)).unwrap();
    assert!(read("LICENSE") == read("sandbox/LICENSE"));
}

/// What travels in an archive is for whoever has nothing else: no link into a repository, files that are there, commands
/// that run, and the same in both languages.
#[test]
fn the_readme_of_an_archive_makes_sense_there() {
    let read = |name: &str| std::fs::read_to_string(repository().join(name)).unwrap();
    let release = read("scripts/release");
    assert!(
        release.contains("cp packaging/archive/README*.md CHANGELOG.md LICENSE THIRD-PARTY.md")
    );
    assert!(release.contains("cp -r man completions"));
    let commands = |text: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
        lines.map(str::to_owned).collect()
    };
    let both =
        ["README.md", "README.zh-CN.md"].map(|name| read(&format!("packaging/archive/{name}")));
    for text in &both {
        assert!(!text.contains("](") && !text.contains("cargo "));
        let named = text.split('`').skip(1).step_by(2);
        for name in named.filter(|name| name.starts_with("completions/")) {
            assert!(repository().join(name).exists(), "{name}");
        }
        assert!(text.contains("`man/*.1`") && text.contains("`man/zh_CN/*.1`"));
    }
    assert_eq!(commands(&both[0]), commands(&both[1]));
    let mut ran = 0;
    for line in commands(&both[0]) {
        let words = line.strip_prefix("./duty ").unwrap();
        if !words.starts_with("--sandbox") && words != "help" {
            continue;
        }
        let mut world = World::new();
        world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
        let run = world.duty(words).any_stdout().any_stderr();
        let status = if words.contains("incident") { 3 } else { 0 };
        run.status(status).run();
        ran += 1;
    }
    assert_eq!(ran, 3);
}

/// The file of the Debian package says what the licence says, in the form that it claims.
#[test]
fn the_copyright_of_the_debian_package_is_the_licence() {
    let read = |name: &str| std::fs::read_to_string(repository().join(name)).unwrap();
    let copyright = read("packaging/copyright");
    let (fields, text) = copyright.split_once("\nLicense: MIT\n ").unwrap();
    assert!(fields.starts_with(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
    ));
    assert!(fields.contains("\n\nFiles: *\nCopyright: "));
    let lines = text.lines().map(|line| match line.trim_start_matches(' ') {
        "." => "",
        line => line,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let licence = read("LICENSE");
    let (head, terms) = licence.split_once("\n\nPermission ").unwrap();
    assert_eq!(text.trim(), format!("Permission {terms}").trim());
    let holder = head.split_once("Copyright (c) ").unwrap().1;
    assert!(
        fields.contains(&format!("Copyright: {holder}\n")),
        "{fields}"
    );
}

/// Debian's own changelog, of this version, by whoever publishes.
#[test]
fn the_debian_changelog_is_of_this_version() {
    let written = |maintainer: &str| {
        let mut command = script("debian-changelog", &[]);
        let output = command
            .env("SOURCE_DATE_EPOCH", "1764115200")
            .env("MAINTAINER", maintainer)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let shown = written("A B <a@b.example>");
    let version = env!("CARGO_PKG_VERSION");
    let first = format!("duty ({version}-1) unstable; urgency=medium\n\n  * ");
    assert!(shown.starts_with(&first), "{shown}");
    let last = "\n\n -- A B <a@b.example>  Wed, 26 Nov 2025 00:00:00 +0000\n";
    assert!(shown.ends_with(last), "{shown}");
    assert!(written("").contains("\n -- the duty authors <>  Wed, "));
    let manifest = std::fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let manifest: toml_edit::DocumentMut = manifest.parse().unwrap();
    let packed = &manifest["package"]["metadata"]["deb"];
    assert_eq!(
        packed["changelog"].as_str(),
        Some("target/changelog.Debian")
    );
    let release = std::fs::read_to_string(repository().join("scripts/release")).unwrap();
    assert!(release.contains("scripts/debian-changelog >target/changelog.Debian"));
}

/// What the newest part of the changelog is of is the version of both crates, with its date or called unreleased.
#[test]
fn the_changelog_begins_with_this_version() {
    let read = |name: &str| std::fs::read_to_string(repository().join(name)).unwrap();
    let changelog = read("CHANGELOG.md");
    let heading = changelog.lines().find(|line| line.starts_with("## "));
    let (version, date) = heading.unwrap()[3..].split_once(' ').unwrap();
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    let date = date.trim_start_matches('(').trim_end_matches(')');
    let dated = jiff::civil::Date::strptime("%Y-%m-%d", date);
    assert!(date == "unreleased" || dated.is_ok(), "{date}");
    // Both crates are of one version, and the one needs exactly the other.
    let manifest: toml_edit::DocumentMut = read("Cargo.toml").parse().unwrap();
    assert_eq!(
        manifest["workspace"]["package"]["version"].as_str(),
        Some(version)
    );
    let sandbox = &manifest["dependencies"]["duty-sandbox"]["version"];
    assert_eq!(sandbox.as_str(), Some(format!("={version}").as_str()));
    for crate_name in ["Cargo.toml", "sandbox/Cargo.toml"] {
        let own: toml_edit::DocumentMut = read(crate_name).parse().unwrap();
        let inherited = own["package"]["version"]["workspace"].as_bool();
        assert_eq!(inherited, Some(true), "{crate_name}");
    }
    let done = script("release", &["--notes"]).output().unwrap();
    assert!(done.status.success(), "{}", text(&done.stderr));
    // A release page begins with what this is, where no page of the repository is beside it, and then has the list.
    let notes = text(&done.stdout);
    let (opening, list) = notes.split_once("\n- ").unwrap();
    let opening = opening.trim();
    assert!((100..1200).contains(&opening.len()), "{opening}");
    assert!(!opening.contains("](") && !list.is_empty(), "{opening}");
}

/// What only the day of a release would try is tried every night: each target, on the same machine.
#[test]
fn the_night_builds_every_target_of_a_release() {
    let targets = |workflow: &str| -> Vec<String> {
        let path = repository().join(".github/workflows").join(workflow);
        let text = std::fs::read_to_string(path).unwrap();
        let rows = text.lines().map(str::trim);
        let rows = rows.filter(|line| line.starts_with("- { os:"));
        rows.map(str::to_owned).collect()
    };
    let released = targets("release.yml");
    assert!(released.len() >= 7, "{released:?}");
    assert_eq!(targets("nightly.yml"), released);
}
