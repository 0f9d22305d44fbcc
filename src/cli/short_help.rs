//! `-h`: a page that fits a terminal of 80 columns and 24 rows. What it is, examples, a line for each option; the
//! options that every command has are folded away. `--help` is the long form (`help_page.rs`).

use clap::{Arg, Command};
use console::measure_text_width as width;

use crate::cli::{examples, help_page};

const COLUMNS: usize = 80;
/// One row is left for the prompt of the shell.
const ROWS: usize = 23;

/// The texts that are only here, which a translator has to know.
pub const TEXTS: [&str; 9] = [
    START, TRY, LOG_IN, NOTIFIED, KEYS, MACHINE, MORE, REST, WHAT,
];

const WHAT: &str = "Decide how you are paged: Flashduty's personal center on the command line";
const START: &str = "Start here:";
const TRY: &str = "try it on a made-up account, on this machine";
const LOG_IN: &str = "log in with an APP key, which is then in the keyring";
const NOTIFIED: &str = "How you are notified:";
const KEYS: &str = "Keys and accounts:";
const MACHINE: &str = "This machine:";
const MORE: &str = "More: duty COMMAND -h, in full with --help. Topics: duty help TOPIC";
const TOPICS: &str = "options, exit-codes, environment, contract, reasons, json";
const REST: &str = "Global options: duty help options. In full: duty {0} --help";

/// The commands as somebody looks for them.
const GROUPS: [(&str, &[&str]); 3] = [
    (NOTIFIED, &["doctor", "prefs", "device", "profile"]),
    (KEYS, &["auth", "app-key", "api"]),
    (
        MACHINE,
        &["open", "config", "sandbox", "completion", "version", "help"],
    ),
];

type Say<'a> = &'a dyn Fn(&str) -> String;

/// Every command of the tree shows its page where help is asked for. `declared` is the same tree, built, with its
/// texts in English.
pub fn fold(command: &mut Command, declared: &Command, path: &str, say: Say) {
    for sub in command.get_subcommands_mut() {
        let name = sub.get_name().to_owned();
        if let Some(declared) = declared.find_subcommand(&name) {
            fold(sub, declared, format!("{path} {name}").trim(), say);
        }
    }
    let page = match path {
        "" => first(declared, say),
        _ => page(declared, path, say),
    };
    *command = std::mem::take(command).override_help(page);
}

/// What `duty` alone says.
fn first(duty: &Command, say: Say) -> String {
    let mut lines = vec![say(WHAT), String::new(), say(START)];
    let mut start = Vec::new();
    if duty.find_subcommand("sandbox").is_some() {
        start.push(("duty --sandbox doctor".to_owned(), say(TRY)));
    }
    start.push(("duty auth login".to_owned(), say(LOG_IN)));
    lines.extend(in_columns(&start));
    let mut groups = Vec::new();
    for (heading, names) in GROUPS {
        let subs = names.iter().filter_map(|name| duty.find_subcommand(name));
        groups.push((
            heading,
            subs.map(|sub| of_command(sub, say)).collect::<Vec<_>>(),
        ));
    }
    let all: Vec<_> = groups.iter().flat_map(|(_, rows)| rows.clone()).collect();
    let mut all = in_columns(&all).into_iter();
    for (heading, rows) in groups {
        lines.push(say(heading));
        lines.extend(all.by_ref().take(rows.len()));
    }
    lines.push(String::new());
    lines.push(say(MORE));
    lines.push(format!("  {TOPICS}"));
    lines.join("\n") + "\n"
}

fn page(command: &Command, path: &str, say: Say) -> String {
    let about = command.get_about().map(ToString::to_string);
    let mut head = textwrap::wrap(&say(&about.unwrap_or_default()), COLUMNS)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect::<Vec<_>>();
    head.truncate(2);
    head.push(String::new());
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    let mut body = Vec::new();
    body.extend(
        textwrap::wrap(&format!("{}{usage}", usage_word(say)), COLUMNS)
            .into_iter()
            .map(|line| line.into_owned()),
    );
    let sections = sections(command, say);
    let rows: usize = sections.iter().map(|(_, rows)| rows.len() + 1).sum();
    let foot = say(REST).replace("{0}", path);
    let lines = examples::of(path).map_or(&[][..], |examples| examples.lines);
    // The examples' heading and one of them, two empty lines, and what is last.
    let taken = head.len() + body.len() + rows + 3 + usize::from(!lines.is_empty());
    let room = ROWS.saturating_sub(taken).clamp(1, 3);
    if !lines.is_empty() {
        head.push(say("Examples:"));
        head.extend(lines.iter().take(room).map(|(line, _)| format!("  {line}")));
        head.push(String::new());
    }
    let over = (head.len() + body.len() + rows + 2).saturating_sub(ROWS);
    body.extend(listed(sections, over));
    body.push(String::new());
    body.push(foot);
    (head.join("\n") + "\n" + &body.join("\n")) + "\n"
}

/// The sections; where that is `over` rows too many, the last options are named and not explained.
fn listed(mut sections: Vec<(String, Vec<(String, String)>)>, mut over: usize) -> Vec<String> {
    let mut named: Vec<Vec<String>> = vec![Vec::new(); sections.len()];
    for (at, (_, rows)) in sections.iter_mut().enumerate().rev() {
        if over == 0 || rows.len() < 2 {
            continue;
        }
        let keep = rows.len().saturating_sub(over + 1);
        let names: Vec<String> = rows.drain(keep..).map(|(name, _)| name).collect();
        named[at] = in_a_row(&names);
        over = over.saturating_sub(names.len().saturating_sub(named[at].len()));
    }
    let all: Vec<_> = sections.iter().flat_map(|(_, rows)| rows.clone()).collect();
    let mut all = in_columns(&all).into_iter();
    let mut lines = Vec::new();
    for ((heading, rows), named) in sections.into_iter().zip(named) {
        lines.push(heading);
        lines.extend(all.by_ref().take(rows.len()));
        lines.extend(named);
    }
    lines
}

/// Names alone, as many to a line as there is room for.
fn in_a_row(names: &[String]) -> Vec<String> {
    // Without what their values are called.
    let names: Vec<&str> = names
        .iter()
        .map(|name| name.split(" <").next().unwrap_or(name))
        .collect();
    let names = names.join(", ");
    let options = textwrap::Options::new(COLUMNS)
        .initial_indent("  ")
        .subsequent_indent("  ")
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(&names, options)
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .map(std::borrow::Cow::into_owned)
        .collect()
}

/// Headings with what stands below: names, and what they are.
fn sections(command: &Command, say: Say) -> Vec<(String, Vec<(String, String)>)> {
    let mut sections: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut add = |heading: &str, row| match sections.iter_mut().find(|(known, _)| known == heading)
    {
        Some((_, rows)) => rows.push(row),
        None => sections.push((heading.to_owned(), vec![row])),
    };
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        add(&colon(&say("Commands")), of_command(sub, say));
    }
    let (positional, options): (Vec<&Arg>, Vec<&Arg>) = command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && !arg.is_global_set())
        .partition(|arg| arg.is_positional());
    // Those without a heading of their own come last: the rest is what the command is about.
    let (headed, plain): (Vec<&Arg>, Vec<&Arg>) = options
        .into_iter()
        .filter(|arg| arg.get_help_heading() != Some("Global options"))
        .partition(|arg| arg.get_help_heading().is_some());
    for arg in positional {
        add(&colon(&say("Arguments")), of_argument(arg, say));
    }
    for arg in headed {
        let heading = say(arg.get_help_heading().unwrap_or_default());
        add(&colon(&heading), of_argument(arg, say));
    }
    for arg in plain {
        add(&colon(&say("Options")), of_argument(arg, say));
    }
    // Codes are options of many commands, and not what this one is about.
    let codes = colon(&say("Verification"));
    sections.sort_by_key(|(heading, _)| *heading == codes);
    sections
}

fn usage_word(say: Say) -> String {
    help_page::before_text(&say("Usage:"))
}

fn colon(heading: &str) -> String {
    let wide = heading.chars().any(|c| c as u32 > 0x2e80);
    format!(
        "{}{}",
        heading.trim_end_matches([':', '：']),
        if wide { "：" } else { ":" }
    )
}

fn of_command(sub: &Command, say: Say) -> (String, String) {
    let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
    (sub.get_name().to_owned(), say(&about))
}

fn of_argument(arg: &Arg, say: Say) -> (String, String) {
    let help = say(&arg.get_help().map(ToString::to_string).unwrap_or_default());
    let short = arg
        .get_short()
        .map_or(String::new(), |short| format!("-{short}, "));
    if help_page::lists_values(arg) {
        let values = arg.get_possible_values();
        let words: Vec<&str> = values
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| value.get_name())
            .collect();
        let words = words.join(", ");
        let name = format!("{short}{arg}");
        let both = format!("{} [{words}]", clause(&help, 60));
        // What can be given says more than what it is.
        let room = COLUMNS - 28;
        return match (width(&both) <= room, arg.is_positional()) {
            (true, _) => (name, both),
            (false, true) => (name, words),
            (false, false) => (name, help),
        };
    }
    (format!("{short}{arg}"), help)
}

/// Names beside what they are, a line each.
fn in_columns(rows: &[(String, String)]) -> Vec<String> {
    let names = rows
        .iter()
        .map(|(name, _)| width(name))
        .max()
        .unwrap_or(0)
        .min(26);
    rows.iter()
        .map(|(name, what)| {
            let gap = " ".repeat(names.saturating_sub(width(name)) + 2);
            let first = format!("  {name}{gap}");
            let what = clause(what, COLUMNS.saturating_sub(width(&first)));
            format!("{first}{what}").trim_end().to_owned()
        })
        .collect()
}

/// As much of a text as fits, up to where a clause ends; where none does, up to a word.
fn clause(text: &str, room: usize) -> String {
    let text = text.split(" [env").next().unwrap_or(text);
    let text = text.split("[env").next().unwrap_or(text).trim_end();
    if width(text) <= room {
        return text.to_owned();
    }
    let fitting = |end: &usize| width(&text[..*end]) <= room;
    let ends = |signs: &[&str]| {
        signs
            .iter()
            .flat_map(|sign| text.match_indices(*sign).map(|(at, _)| at))
            .filter(fitting)
            .max()
    };
    let clause = ends(&["; ", ". ", " (", "；", "。", "（"]);
    if let Some(end) = clause.filter(|end| width(&text[..*end]) * 3 > room) {
        return text[..end].to_owned();
    }
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let wide = text
        .char_indices()
        .filter(|(_, c)| *c as u32 > 0x2e80)
        .map(|(at, _)| at);
    let end = spaces
        .chain(wide)
        .filter(|end| width(&text[..*end]) < room)
        .max();
    format!("{}…", &text[..end.unwrap_or(0)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{help, tree};

    #[test]
    fn every_command_and_every_topic_is_on_the_first_page() {
        let mut shown: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let tree = tree::whole();
        let mut all: Vec<&str> = tree.get_subcommands().map(Command::get_name).collect();
        if !cfg!(feature = "sandbox") {
            all.push("sandbox");
        }
        shown.sort_unstable();
        all.sort_unstable();
        assert_eq!(shown, all);
        assert_eq!(TOPICS, help::TOPICS.join(", "));
    }

    #[test]
    fn a_text_ends_where_a_clause_does() {
        assert_eq!(clause("Only this; nothing else", 12), "Only this");
        assert_eq!(clause("Only this and nothing else", 12), "Only this…");
        assert_eq!(clause("Only [env: X]", 12), "Only");
        assert_eq!(clause("只显示问题；不显示其他内容", 12), "只显示问题");
        assert_eq!(clause("只显示会影响到您的问题", 9), "只显示会…");
    }
}
