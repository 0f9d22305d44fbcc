//! The man pages of the command tree, as roff, in English and in Chinese. Only a test and `scripts/generate`
//! write them; the binary carries what they wrote.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use duty::cli::{examples, help, help_page, reasons};
use duty::commands::examples::{Examples, Json};
use duty::local::options::Lang;
use duty::ui::language::translate;
use serde_json::Value;

use super::File;

/// The date of the man pages: that of the release, so that they only change when it does, as the changelog has it.
fn date() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/CHANGELOG.md");
    let changelog = std::fs::read_to_string(path).unwrap();
    let heading = changelog.lines().find(|line| line.starts_with("## "));
    let date = heading.and_then(|line| line.split_once('('));
    date.unwrap().1.trim_end_matches(')').to_owned()
}

/// What only man pages say: catalogs have what duty says.
const CHINESE: &[(&str, &str)] = &[
    (".SH NAME", ".SH 名称"),
    (".SH SYNOPSIS", ".SH 概要"),
    (".SH COMMANDS", ".SH 命令"),
    (".SH DESCRIPTION", ".SH 描述"),
    (".SH OPTIONS", ".SH 选项"),
    (".SH EXAMPLES", ".SH 示例"),
    (".SH \"JSON OUTPUT\"", ".SH \"JSON 输出\""),
    (".SH \"EXIT STATUS\"", ".SH 退出码"),
    (".SH ENVIRONMENT", ".SH 环境变量"),
    (".SH FILES", ".SH 文件"),
    (" [default: ", " [默认值："),
    (".SH \"SEE ALSO\"", ".SH 另见"),
    (
        "Each command has examples on its own page.",
        "每条命令的示例在它自己的手册页里。",
    ),
    (
        "With --output json it prints, for instance:",
        "加上 --output json 时，输出例如：",
    ),
    (
        CONTRACT,
        "'duty help contract' 列出服务器接口中哪些有厂商文档，哪些是本项目的假设。",
    ),
];

/// The last words of every page.
const CONTRACT: &str = "'duty help contract' lists what of the server's API is documented by its vendor and what is this project's assumption.";

/// The same tree with its texts in another language. Possible values stand in the text of their option: what
/// each is for is not translated.
pub fn translated(command: Command, path: &str, lang: Lang) -> Command {
    let say = |text: &str| translate(text, lang);
    let possible = help_page::before_text(&say("possible values:"));
    let command = command
        .mut_subcommands(|sub| {
            let path = format!("{path} {}", sub.get_name());
            translated(sub, path.trim(), lang)
        })
        .mut_args(|argument| {
            let heading = argument.get_help_heading().map(say);
            let help = argument.get_help().map(|help| say(&help.to_string()));
            let values: Vec<String> = argument
                .get_possible_values()
                .iter()
                .filter(|value| !value.is_hide_set())
                .map(|value| value.get_name().to_owned())
                .collect();
            let takes = argument.get_action().takes_values();
            let help = help.map(|help| match values.as_slice() {
                values if takes && !values.is_empty() => {
                    format!("{help} [{possible}{}]", values.join(", "))
                }
                _ => help,
            });
            let argument = match heading {
                Some(heading) => argument.help_heading(heading),
                None => argument,
            };
            match help {
                Some(help) if takes => argument.help(help).hide_possible_values(true),
                Some(help) => argument.help(help),
                None => argument,
            }
        });
    let about = command.get_about().map(|about| say(&about.to_string()));
    let long: Vec<String> = help_page::paragraphs(&command)
        .iter()
        .map(|text| say(text))
        .collect();
    match about {
        None => command,
        Some(about) if long.is_empty() => command.about(about),
        Some(about) => {
            let long = format!("{about}\n\n{}", long.join("\n\n"));
            command.about(about).long_about(long)
        }
    }
}

/// Add the page of this command and those of what is below it. `json` gives what a command line prints in a
/// fresh sandbox.
pub fn pages(
    command: &Command,
    parents: &[&str],
    lang: Lang,
    json: &dyn Fn(&str) -> String,
    files: &mut Vec<File>,
) -> io::Result<()> {
    if command.is_hide_set() {
        return Ok(());
    }
    let mut words = parents.to_vec();
    words.push(command.get_name());
    let name = words.join("-");
    let folder = match lang {
        Lang::En => "man",
        Lang::Zh => "man/zh_CN",
    };
    files.push(File {
        path: format!("{folder}/{name}.1"),
        content: page(command, &words, lang, json)?,
    });
    for sub in command.get_subcommands() {
        pages(sub, &words, lang, json, files)?;
    }
    Ok(())
}

fn page(
    command: &Command,
    words: &[&str],
    lang: Lang,
    json: &dyn Fn(&str) -> String,
) -> io::Result<Vec<u8>> {
    let name = words.join("-");
    // clap writes the short name of a subcommand; a man page is found by the long one.
    let named = command
        .clone()
        .name(name.clone())
        .bin_name(words.join(" "))
        .display_name(name.clone());
    let man = Man::new(named)
        .title(name.to_uppercase())
        .date(date())
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
    page.extend(own_sections(words, examples, lang, json).into_bytes());
    Ok(tidy(&page, lang))
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
    lang: Lang,
    json: &dyn Fn(&str) -> String,
) -> String {
    let say = |text: &str| translate(text, lang);
    let mut roff = Roff::default();
    roff.control("SH", ["EXAMPLES"]);
    match examples {
        Some(examples) => {
            for (line, what) in examples.lines {
                roff.control("PP", []);
                roff.text([roman(say(what))]);
                verbatim(&mut roff, &format!("$ {line}"));
            }
        }
        None => {
            roff.text([roman(only(
                "Each command has examples on its own page.",
                lang,
            ))]);
        }
    }
    let shape = match examples.map(|examples| examples.json) {
        Some(Json::Run(line)) => Some(json(line)),
        other => other.and_then(duty::cli::examples::text).map(|text| {
            serde_json::from_str(text)
                .map_or_else(|_| text.to_owned(), |value: Value| format!("{value:#}"))
        }),
    };
    if let Some(shape) = shape {
        roff.control("SH", ["JSON OUTPUT"]);
        roff.text([roman(only(
            "With --output json it prints, for instance:",
            lang,
        ))]);
        verbatim(&mut roff, shape.trim_end());
    }
    if matches!(words, [_, "doctor", "incident" | "missed"]) {
        roff.control("SH", ["REASONS"]);
        for (code, meaning) in reasons::meanings() {
            entry(&mut roff, code, &say(&meaning));
        }
    }
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in help::exit_code_meanings() {
        entry(&mut roff, &code.to_string(), &say(&meaning));
    }
    roff.control("SH", ["ENVIRONMENT"]);
    for (name, what) in help::variables() {
        entry(&mut roff, name, &say(&what));
    }
    roff.control("SH", ["FILES"]);
    for (path, what) in help::files() {
        entry(&mut roff, path, &say(&what));
    }
    roff.control("SH", ["SEE ALSO"]);
    let mut pages = Vec::new();
    for length in 1..words.len() {
        pages.push(format!("{}(1)", words[..length].join("-")));
    }
    let text = pages.join(", ");
    if !text.is_empty() {
        roff.text([roman(text)]);
        roff.control("PP", []);
    }
    roff.text([roman(only(CONTRACT, lang))]);
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

/// What only man pages say, in the language.
fn only(english: &str, lang: Lang) -> &str {
    let known = CHINESE.iter().find(|(text, _)| *text == english);
    match (lang, known) {
        (Lang::Zh, Some((_, chinese))) => chinese,
        _ => english,
    }
}

/// No white space at the end of a line: it renders the same, and review tools complain about it. Chinese has
/// few spaces, which are not to be stretched, and a line may break behind a sign.
fn tidy(page: &[u8], lang: Lang) -> Vec<u8> {
    let text = String::from_utf8_lossy(page);
    let mut tidy = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_end();
        let line = only(line, lang);
        for letter in line.chars() {
            tidy.push(letter);
            if !line.starts_with('.') && "，；。、：）".contains(letter) {
                tidy.push_str("\\:");
            }
        }
        tidy.push('\n');
        if lang == Lang::Zh && line.starts_with(".TH ") {
            tidy.push_str(".ad l\n");
        }
    }
    tidy.into_bytes()
}
