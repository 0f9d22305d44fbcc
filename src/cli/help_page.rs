//! How `--help` looks: examples first, then the options, and last what the long description says beyond its first
//! line; every text passes through a translator. `-h` is `short_help.rs`.

use clap::Command;

use crate::cli::examples;

/// The headings that clap gives by itself, which a translator has to know.
pub const HEADINGS: [&str; 7] = [
    "Usage:",
    "Commands",
    "Arguments",
    "Options",
    "Examples:",
    POSSIBLE,
    DEFAULT,
];

const POSSIBLE: &str = "possible values:";
const DEFAULT: &str = "default:";

/// The tree below a command, whose words after `duty` are `path`, with each text as `say` puts it.
pub fn present(command: Command, path: &str, say: &dyn Fn(&str) -> String) -> Command {
    let [
        usage,
        commands,
        arguments,
        options,
        examples,
        possible,
        default,
    ] = HEADINGS.map(say);
    let usage = before_text(&usage);
    let mut nth = 0;
    let mut command = command
        .mut_subcommands(|sub| {
            let path = format!("{path} {}", sub.get_name());
            present(sub, path.trim(), say)
        })
        .subcommand_help_heading(commands)
        .help_template(format!(
            "{{about-with-newline}}\n{{before-help}}{usage}{{usage}}\n\n{{all-args}}{{after-help}}\n"
        ))
        .mut_args(|argument| {
            let heading = match argument.get_help_heading() {
                Some(heading) => say(heading),
                None if argument.is_positional() => arguments.clone(),
                None => options.clone(),
            };
            let help = argument.get_help().map(|help| say(&help.to_string()));
            let argument = argument.help_heading(heading);
            // As they are typed: below a heading of our own clap goes by the names.
            let argument = match argument.is_positional() {
                true => {
                    nth += 1;
                    argument.display_order(nth)
                }
                false => argument,
            };
            let (argument, help) = match help {
                Some(help) if default != DEFAULT && shows_default(&argument) => {
                    let words = argument.get_default_values().iter();
                    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
                    let help = format!("{help} [{}{}]", before_text(&default), words.join(" "));
                    (argument.hide_default_value(true), Some(help))
                }
                help => (argument, help),
            };
            match help {
                Some(help) if possible != POSSIBLE && lists_values(&argument) => {
                    let words: Vec<String> = argument
                        .get_possible_values()
                        .iter()
                        .filter(|value| !value.is_hide_set())
                        .map(|value| value.get_name().to_owned())
                        .collect();
                    let words = words.join(", ");
                    argument
                        .help(format!("{help} [{}{words}]", before_text(&possible)))
                        .hide_possible_values(true)
                }
                Some(help) => argument.help(help),
                None => argument,
            }
        });
    let after: Vec<String> = paragraphs(&command).iter().map(|text| say(text)).collect();
    if let Some(about) = command.get_about() {
        let about = say(&about.to_string());
        command = command.about(about);
    }
    if let Some(of_command) = examples::of(path) {
        let mut text = examples;
        for (line, what) in of_command.lines {
            text += &format!("\n  # {}\n  $ {line}", say(what));
        }
        command = command.before_help(text);
    }
    if !after.is_empty() {
        command = command.after_help(after.join("\n\n"));
    }
    command
}

/// A word that ends with a colon, and the space that is due behind it: none behind a full-width one.
pub fn before_text(word: &str) -> String {
    match word.ends_with(':') {
        true => format!("{word} "),
        false => word.to_owned(),
    }
}

/// The help as clap renders it, with full-width colons behind Chinese headings: clap adds its own.
pub fn with_wide_colons(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let heading = line.strip_suffix(":\n").filter(|word| {
            !word.starts_with(' ')
                && word
                    .chars()
                    .next_back()
                    .is_some_and(|last| !last.is_ascii())
        });
        heading.map_or_else(|| line.to_owned(), |word| format!("{word}：\n"))
    });
    lines.collect()
}

/// Whether clap would show the default of this argument, in English.
fn shows_default(argument: &clap::Arg) -> bool {
    argument.get_action().takes_values()
        && !argument.is_hide_default_value_set()
        && !argument.get_default_values().is_empty()
}

/// Whether clap would list the values of this argument, in English.
pub(super) fn lists_values(argument: &clap::Arg) -> bool {
    let flag = !argument.get_action().takes_values();
    !flag && !argument.is_hide_possible_values_set() && !argument.get_possible_values().is_empty()
}

/// What the long description says beyond its first line.
pub fn paragraphs(command: &Command) -> Vec<String> {
    command
        .get_long_about()
        .map(ToString::to_string)
        .unwrap_or_default()
        .split("\n\n")
        .skip(1)
        .map(str::to_owned)
        .collect()
}
