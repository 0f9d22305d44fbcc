//! What is made before duty is compiled: `po/zh.po` as one text, packed, and an index, by the hash of the English,
//! so that nothing is parsed at start-up; the man pages, the schemas and what the contract has, packed; and what `duty version` says of the build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::DeflateEncoder;

#[path = "src/ui/language/hash.rs"]
mod hash;

const CATALOG: &str = "po/zh.po";
const CONTRACT: &str = "api/openapi.yaml";
/// `cargo package` and `scripts/release` leave the commit here, where no git does.
const VCS_INFO: &str = ".cargo_vcs_info.json";

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    catalog(&out)?;
    man_pages(&out)?;
    schemas(&out)?;
    println!("cargo::rerun-if-changed=api/requests.json");
    let requests = [("requests".to_owned(), "api/requests.json".into())];
    pack(&out, "requests", "NAMES", &requests)?;
    facts()
}

/// All Chinese texts of the catalog, and how long each is.
fn catalog(out: &Path) -> Outcome<()> {
    println!("cargo::rerun-if-changed={CATALOG}");
    println!("cargo::rerun-if-changed=src/ui/language/hash.rs");
    let mut texts = BTreeMap::new();
    for entry in rspolib::pofile(CATALOG)?.entries {
        let chinese = entry.msgstr.or(entry.msgstr_plural.into_iter().next());
        let Some(chinese) = chinese.filter(|text| !text.is_empty()) else {
            continue;
        };
        // One English word may be two in Chinese: gettext joins context and text like this.
        let english = match entry.msgctxt {
            None => entry.msgid,
            Some(context) => format!("{context}\u{4}{}", entry.msgid),
        };
        texts.insert(english, chinese);
    }
    // By the hash of the English, which is in the code already: two that are the same fail the build.
    let mut hashed = BTreeMap::new();
    for (english, chinese) in texts {
        if let Some((other, _)) = hashed.insert(hash::hash(&english), (english.clone(), chinese)) {
            return Err(format!("one hash for {english:?} and {other:?}").into());
        }
    }
    let (mut hashes, mut lengths, mut chinese) = (String::new(), String::new(), String::new());
    for (hash, (_, text)) in &hashed {
        chinese += text;
        write!(hashes, "{hash},")?;
        write!(lengths, "{},", text.len())?;
    }
    let count = hashed.len();
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(chinese.as_bytes())?;
    std::fs::write(out.join("zh.deflate"), packed.finish()?)?;
    std::fs::write(
        out.join("zh.rs"),
        format!(
            "/// The hashes of all English texts, in order.\n\
             static HASHES: [u32; {count}] = [{hashes}];\n\
             /// How long the Chinese of each is.\n\
             static LENGTHS: [u16; {count}] = [{lengths}];\n\
             /// All Chinese texts, in that order, deflated.\n\
             const PACKED: &[u8] = include_bytes!(\"zh.deflate\");\n"
        ),
    )?;
    Ok(())
}

/// Every page of `man/`: where it belongs below a folder of man pages.
fn man_pages(out: &Path) -> Outcome<()> {
    println!("cargo::rerun-if-changed=man");
    let mut pages = Vec::new();
    for (folder, place) in [("man", "man1"), ("man/zh_CN", "zh_CN/man1")] {
        for (name, path) in files(folder, ".1")? {
            pages.push((format!("{place}/{name}.1"), path));
        }
    }
    pack(out, "man", "PAGES", &pages)
}

/// Every schema of `api/output` by its name, the examples, and the commands: whose answer it is stands in its title.
fn schemas(out: &Path) -> Outcome<()> {
    println!("cargo::rerun-if-changed=api/output");
    let files = files("api/output", ".schema.json")?;
    let mut packed = files.clone();
    packed.push(("examples".to_owned(), "api/output/examples.json".into()));
    println!("cargo::rerun-if-changed=src/commands/doctor");
    for path in [
        "src/commands/doctor/doctor.json",
        "src/commands/doctor/doctor_explain.json",
        "src/commands/doctor/evidence/doctor_incident.json",
        "src/commands/doctor/evidence/doctor_missed.json",
    ] {
        let path = PathBuf::from(path);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        packed.push((name.into_owned(), path));
    }
    packed.sort();
    pack(out, "schemas", "NAMES", &packed)?;
    let mut commands = String::new();
    for (name, path) in &files {
        let text = std::fs::read_to_string(path)?;
        let title = text
            .lines()
            .find_map(|line| line.strip_prefix(r#" "title": ""#)?.strip_suffix("\","))
            .ok_or_else(|| format!("{} has no title", path.display()))?;
        if let Some(command) = title.strip_prefix("duty ") {
            write!(commands, "({command:?}, {name:?}),")?;
        }
    }
    std::fs::write(
        out.join("commands.rs"),
        format!(
            "/// The commands that print JSON, and the name of the schema of each.\n\
             pub const COMMANDS: &[(&str, &str)] = &[{commands}];\n"
        ),
    )?;
    Ok(())
}

/// The files of a folder whose names end like this, and their names without that.
fn files(folder: &str, end: &str) -> Outcome<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(name) = name.strip_suffix(end) {
            found.push((name.to_owned(), path.clone()));
        }
    }
    // The order of a folder is not the same everywhere, and the binary has to be.
    found.sort();
    Ok(found)
}

/// Files in one stream, which is compressed as a whole, because they have much in common; and a table of them.
fn pack(out: &Path, name: &str, table: &str, files: &[(String, PathBuf)]) -> Outcome<()> {
    let mut lengths = String::new();
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    for (name, path) in files {
        let text = std::fs::read(path)?;
        write!(lengths, "({name:?}, {}),", text.len())?;
        packed.write_all(&text)?;
    }
    std::fs::write(out.join(format!("{name}.deflate")), packed.finish()?)?;
    std::fs::write(
        out.join(format!("{name}.rs")),
        format!(
            "/// What each is called, and how long it is.\n\
             static {table}: [(&str, usize); {}] = [{lengths}];\n\
             /// All of them, one after the other, deflated.\n\
             const PACKED: &[u8] = include_bytes!(\"{name}.deflate\");\n",
            files.len()
        ),
    )?;
    Ok(())
}

/// What this binary is made from and with. Nothing of when or where, so that the same source gives the same bytes.
fn facts() -> Outcome<()> {
    let commit = commit().unwrap_or_default();
    let version = std::env::var("CARGO_PKG_VERSION")?;
    let line = match commit.as_str() {
        "" => version,
        commit => format!("{version} ({})", &commit[..commit.len().min(12)]),
    };
    let features: Vec<&str> = ["sandbox"]
        .into_iter()
        .filter(|name| {
            let variable = format!("CARGO_FEATURE_{}", name.to_uppercase());
            std::env::var_os(variable).is_some()
        })
        .collect();
    println!("cargo::rerun-if-changed={CONTRACT}");
    let contract = std::fs::read_to_string(CONTRACT)?;
    let contract = contract
        .lines()
        .find_map(|line| line.strip_prefix("  version: "))
        .ok_or("the contract has a version")?;
    let compiler = Command::new(std::env::var_os("RUSTC").ok_or("cargo sets RUSTC")?)
        .arg("--version")
        .output()?;
    let compiler = String::from_utf8(compiler.stdout)?;
    for (name, value) in [
        ("VERSION", line.as_str()),
        ("COMMIT", &commit),
        ("TARGET", &std::env::var("TARGET")?),
        ("FEATURES", &features.join(",")),
        ("RUSTC", compiler.trim()),
        ("CONTRACT", contract.trim_matches('"')),
    ] {
        println!("cargo::rustc-env=DUTY_BUILD_{name}={value}");
    }
    Ok(())
}

/// The commit, where it is told, noted, or to be had from git. A debug build does not ask git: it would be
/// linked anew after every commit.
fn commit() -> Option<String> {
    println!("cargo::rerun-if-env-changed=DUTY_COMMIT");
    if let Ok(told) = std::env::var("DUTY_COMMIT") {
        return Some(told).filter(|commit| is_commit(commit));
    }
    if let Ok(noted) = std::fs::read_to_string(VCS_INFO) {
        println!("cargo::rerun-if-changed={VCS_INFO}");
        let after = noted.split_once("\"sha1\"")?.1;
        return after
            .split('"')
            .nth(1)
            .filter(|commit| is_commit(commit))
            .map(str::to_owned);
    }
    if std::env::var("PROFILE").ok()? == "debug" {
        return None;
    }
    // Not that of another project in whose folder this one was unpacked.
    let top = git(&["rev-parse", "--show-toplevel"])?;
    let own = std::fs::canonicalize(std::env::var_os("CARGO_MANIFEST_DIR")?).ok()?;
    if std::fs::canonicalize(top).ok()? != own {
        return None;
    }
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    if Path::new(&log).exists() {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["rev-parse", "HEAD"]).filter(|commit| is_commit(commit))
}

fn is_commit(word: &str) -> bool {
    word.len() >= 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn git(words: &[&str]) -> Option<String> {
    let said = Command::new("git").args(words).output().ok()?;
    let text = String::from_utf8(said.stdout).ok()?;
    said.status.success().then(|| text.trim().to_owned())
}
