//! The man pages of the command tree, as roff. Only a test and `scripts/generate` need them, so the binary does
//! without what writes them.

use std::fmt::Write as _;
use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use duty::cli::{examples, help, reasons};
use duty::commands::examples::{Examples, Json};
use serde_json::Value;

use super::File;

/// The date of the man pages; that of the release, so that they only change when it does.
const DATE: &str = "2026-11-23";

/// Add the page of this command and those of what is below it. `json` gives what a command line prints in a
/// fresh sandbox.
pub fn pages(
    command: &Command,
    parents: &[&str],
    json: &dyn Fn(&str) -> String,
    files: &mut Vec<File>,
) -> io::Result<()> {
    if command.is_hide_set() {
        return Ok(());
    }
    let mut words = parents.to_vec();
    words.push(command.get_name());
    let name = words.join("-");
    files.push(File {
        path: format!("man/{name}.1"),
        content: page(command, &words, json)?,
    });
    for sub in command.get_subcommands() {
        pages(sub, &words, json, files)?;
    }
    Ok(())
}

fn page(command: &Command, words: &[&str], json: &dyn Fn(&str) -> String) -> io::Result<Vec<u8>> {
    let name = words.join("-");
    // clap writes the short name of a subcommand; a man page is found by the long one.
    let named = command
        .clone()
        .name(name.clone())
        .bin_name(words.join(" "))
        .display_name(name.clone());
    let man = Man::new(named)
        .title(name.to_uppercase())
        .date(DATE)
        .source(concat!("duty ", env!("CARGO_PKG_VERSION")))
        .manual("Duty Manual");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    page.extend(synopsis(command, words).into_bytes());
    man.render_description_section(&mut page)?;
    if command.has_subcommands() {
        page.extend(subcommands(command, words).into_bytes());
    }
    man.render_options_section(&mut page)?;
    let examples = examples::of(&words[1..].join(" "));
    page.extend(own_sections(words, examples, json).into_bytes());
    Ok(tidy(page))
}

/// As help shows it: options in brackets are many, their values stand below.
fn synopsis(command: &Command, words: &[&str]) -> String {
    let usage = command
        .clone()
        .bin_name(words.join(" "))
        .render_usage()
        .to_string();
    let mut roff = Roff::default();
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([bold(usage.trim_start_matches("Usage: ").trim())]);
    roff.to_roff()
}

fn subcommands(command: &Command, words: &[&str]) -> String {
    let mut roff = Roff::default();
    roff.control("SH", ["COMMANDS"]);
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        roff.control("TP", []);
        roff.text([bold(format!("{}-{}(1)", words.join("-"), sub.get_name()))]);
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        roff.text([roman(about)]);
    }
    roff.to_roff()
}

/// EXAMPLES, OUTPUT, EXIT STATUS, ENVIRONMENT, FILES, SEE ALSO.
fn own_sections(
    words: &[&str],
    examples: Option<&Examples>,
    json: &dyn Fn(&str) -> String,
) -> String {
    let mut roff = Roff::default();
    roff.control("SH", ["EXAMPLES"]);
    match examples {
        Some(examples) => {
            for (line, what) in examples.lines {
                roff.control("PP", []);
                roff.text([roman(*what)]);
                verbatim(&mut roff, &format!("$ {line}"));
            }
        }
        None => {
            roff.text([roman("Each command has examples on its own page.")]);
        }
    }
    let shape = match examples.map(|examples| examples.json) {
        Some(Json::Run(line)) => Some(json(line)),
        Some(Json::Text(text)) => Some(
            serde_json::from_str(text)
                .map_or_else(|_| text.to_owned(), |value: Value| format!("{value:#}")),
        ),
        Some(Json::None) | None => None,
    };
    if let Some(shape) = shape {
        roff.control("SH", ["JSON OUTPUT"]);
        roff.text([roman("With --output json it prints, for instance:")]);
        verbatim(&mut roff, shape.trim_end());
    }
    if matches!(words, [_, "doctor", "incident" | "missed"]) {
        roff.control("SH", ["REASONS"]);
        for (code, meaning) in reasons::meanings() {
            entry(&mut roff, code, &meaning);
        }
    }
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in help::exit_code_meanings() {
        entry(&mut roff, &code.to_string(), &meaning);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    for (name, what) in help::variables() {
        entry(&mut roff, name, &what);
    }
    roff.control("SH", ["FILES"]);
    for (path, what) in help::files() {
        entry(&mut roff, path, &what);
    }
    roff.control("SH", ["SEE ALSO"]);
    let mut pages = Vec::new();
    for length in 1..words.len() {
        pages.push(format!("{}(1)", words[..length].join("-")));
    }
    let mut text = pages.join(", ");
    if !text.is_empty() {
        text += ". ";
    }
    let _ = write!(
        text,
        "'duty help contract' lists what of the server's API is documented by its vendor and what is this project's assumption."
    );
    roff.text([roman(text)]);
    roff.to_roff()
}

fn entry(roff: &mut Roff, term: &str, text: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(text)]);
}

fn verbatim(roff: &mut Roff, text: &str) {
    roff.control("PP", []);
    roff.control("RS", ["4"]);
    roff.control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff.control("RE", []);
}

/// No white space at the end of a line: it renders the same, and review tools complain about it.
fn tidy(page: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8_lossy(&page);
    let mut tidy = String::with_capacity(text.len());
    for line in text.lines() {
        tidy.push_str(line.trim_end());
        tidy.push('\n');
    }
    tidy.into_bytes()
}
