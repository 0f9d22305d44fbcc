//! `-h`: a page that fits a terminal of 80 columns and 24 rows. What it is, examples, a line for each option; the
//! options that every command has are folded away. `--help` is the long form (`help_page.rs`).

use clap::{Arg, Command};
use console::measure_text_width as width;

use crate::cli::{examples, help_page};
use crate::ui::wrap;

/// Wider lines are not read well, and a narrower window has pages of its own.
pub const COLUMNS: usize = 80;
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

/// The commands as somebody looks for them; the READMEs have them so too.
pub const GROUPS: [(&str, &[&str]); 3] = [
    (NOTIFIED, &["doctor", "prefs", "device", "profile"]),
    (KEYS, &["auth", "app-key", "api"]),
    (
        MACHINE,
        &["open", "config", "sandbox", "completion", "version", "help"],
    ),
];

type Say<'a> = &'a dyn Fn(&str) -> String;

/// Headings with what stands below: names, and what they are.
type Sections = Vec<(String, Vec<(String, String)>)>;

/// How a page is told.
#[derive(Clone, Copy)]
struct Style<'a> {
    say: Say<'a>,
    /// Of the terminal, but no more than are read well.
    columns: usize,
    /// What is too long for its line is cut, so that the page fits the window.
    cut: bool,
}

/// Every command of the tree shows its page where help is asked for, in so many columns. `declared` is the same tree,
/// built, with its texts in English.
pub fn fold(command: &mut Command, declared: &Command, path: &str, columns: usize, say: Say) {
    for sub in command.get_subcommands_mut() {
        let name = sub.get_name().to_owned();
        if let Some(declared) = declared.find_subcommand(&name) {
            fold(sub, declared, format!("{path} {name}").trim(), columns, say);
        }
    }
    let whole = Style {
        say,
        columns: columns.min(COLUMNS),
        cut: false,
    };
    *command = std::mem::take(command).override_help(fitted(declared, path, whole));
}

/// The page with every text whole where that fits the window, or where the window is too narrow for it to fit anyhow.
fn fitted(command: &Command, path: &str, whole: Style) -> String {
    let told = |style| match path {
        "" => first(command, style),
        _ => page(command, path, style),
    };
    let cut = told(Style { cut: true, ..whole });
    let text = told(whole);
    let fits = text.lines().count() <= ROWS.max(cut.lines().count());
    match fits || whole.columns < COLUMNS {
        true => text,
        false => cut,
    }
}

/// What `duty` alone says.
fn first(duty: &Command, style: Style) -> String {
    let say = style.say;
    let mut lines = vec![style.prose(&say(WHAT)), String::new(), say(START)];
    let mut start = Vec::new();
    if duty.find_subcommand("sandbox").is_some() {
        start.push(("duty --sandbox doctor".to_owned(), say(TRY)));
    }
    start.push(("duty auth login".to_owned(), say(LOG_IN)));
    lines.extend(style.in_columns(&start).concat());
    let mut groups = Vec::new();
    for (heading, names) in GROUPS {
        let subs = names.iter().filter_map(|name| duty.find_subcommand(name));
        groups.push((
            heading,
            subs.map(|sub| of_command(sub, say)).collect::<Vec<_>>(),
        ));
    }
    let all: Vec<_> = groups.iter().flat_map(|(_, rows)| rows.clone()).collect();
    let mut all = style.in_columns(&all).into_iter();
    for (heading, rows) in groups {
        lines.push(say(heading));
        lines.extend(all.by_ref().take(rows.len()).flatten());
    }
    lines.push(String::new());
    lines.push(style.prose(&say(MORE)));
    lines.push(style.prose(&format!("  {TOPICS}")));
    lines.join("\n") + "\n"
}

fn page(command: &Command, path: &str, style: Style) -> String {
    let say = style.say;
    let about = command.get_about().map(ToString::to_string);
    let about = style.prose(&say(&about.unwrap_or_default()));
    let mut head: Vec<String> = about.lines().map(str::to_owned).collect();
    if style.cut {
        head.truncate(2);
    }
    head.push(String::new());
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    let usage = style.prose(&format!("{}{usage}", usage_word(say)));
    let mut body: Vec<String> = usage.lines().map(str::to_owned).collect();
    let sections = sections(command, style);
    let rows: usize = sections.iter().map(|(_, rows)| rows.len() + 1).sum();
    let foot = style.prose(&say(REST).replace("{0}", path));
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
    body.extend(style.listed(sections, if style.cut { over } else { 0 }));
    body.push(String::new());
    body.push(foot);
    (head.join("\n") + "\n" + &body.join("\n")) + "\n"
}

impl Style<'_> {
    /// In lines of this width.
    fn prose(&self, text: &str) -> String {
        wrap::columns(text, self.columns)
    }

    /// The sections; where that is `over` rows too many, the last options are named and not explained.
    fn listed(&self, mut sections: Sections, mut over: usize) -> Vec<String> {
        let mut named: Vec<Vec<String>> = vec![Vec::new(); sections.len()];
        for (at, (_, rows)) in sections.iter_mut().enumerate().rev() {
            if over == 0 || rows.len() < 2 {
                continue;
            }
            let keep = rows.len().saturating_sub(over + 1);
            let names: Vec<String> = rows.drain(keep..).map(|(name, _)| name).collect();
            named[at] = self.in_a_row(&names);
            over = over.saturating_sub(names.len().saturating_sub(named[at].len()));
        }
        let all: Vec<_> = sections.iter().flat_map(|(_, rows)| rows.clone()).collect();
        let mut all = self.in_columns(&all).into_iter();
        let mut lines = Vec::new();
        for ((heading, rows), named) in sections.into_iter().zip(named) {
            lines.push(heading);
            lines.extend(all.by_ref().take(rows.len()).flatten());
            lines.extend(named);
        }
        lines
    }

    /// Names alone, as many to a line as there is room for.
    fn in_a_row(&self, names: &[String]) -> Vec<String> {
        // Without what their values are called.
        let names: Vec<&str> = names
            .iter()
            .map(|name| name.split(" <").next().unwrap_or(name))
            .collect();
        let names = names.join(", ");
        let options = textwrap::Options::new(self.columns)
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

    /// Names beside what they are, in a line each where they are cut; a name that is too long has a line of its own.
    fn in_columns(&self, rows: &[(String, String)]) -> Vec<Vec<String>> {
        let widest = rows.iter().map(|(name, _)| width(name)).max();
        // Where the window is narrow, so many columns are left for what they are.
        let most = self.columns.saturating_sub(LEAST + 4).min(26);
        let names = widest.unwrap_or(0).min(most);
        let row = |(name, what): &(String, String)| {
            let gap = " ".repeat(names.saturating_sub(width(name)) + 2);
            let first = format!("  {name}{gap}");
            if self.cut {
                let what = clause(what, self.columns.saturating_sub(width(&first)));
                return vec![format!("{first}{what}").trim_end().to_owned()];
            }
            let text = if width(name) <= most {
                self.prose(format!("{first}{}", unvaried(what)).trim_end())
            } else {
                let below = format!("{}{}", " ".repeat(names + 4), unvaried(what));
                format!("  {name}\n{}", self.prose(below.trim_end()))
            };
            // A command in quotes is not broken: it may need more than its column.
            let text = match text.lines().all(|line| width(line) <= self.columns) {
                true => text,
                false => {
                    let below = format!("      {}", unvaried(what));
                    format!("  {name}\n{}", self.prose(below.trim_end()))
                }
            };
            text.lines().map(str::to_owned).collect()
        };
        rows.iter().map(row).collect()
    }
}

/// Columns that what a name is has at least.
const LEAST: usize = 22;

/// The sections of a page.
fn sections(command: &Command, style: Style) -> Sections {
    let say = style.say;
    let mut sections: Sections = Vec::new();
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
        add(&colon(&say("Arguments")), of_argument(arg, style));
    }
    for arg in headed {
        let heading = say(arg.get_help_heading().unwrap_or_default());
        add(&colon(&heading), of_argument(arg, style));
    }
    for arg in plain {
        add(&colon(&say("Options")), of_argument(arg, style));
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

fn of_argument(arg: &Arg, style: Style) -> (String, String) {
    let say = style.say;
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
        if !style.cut {
            return (name, format!("{} [{words}]", unvaried(&help)));
        }
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

/// Without the variable that says the same.
fn unvaried(text: &str) -> &str {
    let text = text.split(" [env").next().unwrap_or(text);
    text.split("[env").next().unwrap_or(text).trim_end()
}

/// As much of a text as fits, up to where a clause ends; where none does, up to a word.
fn clause(text: &str, room: usize) -> String {
    let text = unvaried(text);
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
