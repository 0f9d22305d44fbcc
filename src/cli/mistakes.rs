//! What clap has to say about wrong arguments, in duty's words and the user's language, with what is meant.

mod meant;

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use tr::tr;

use self::meant::Typo;
use crate::cli::tree;
use crate::error::Error;
use crate::local::config::looks_like_key;
use crate::text::{CommandLine, duty};

/// Whether what is wrong may be a key that was typed as an argument: anything that is too much below
/// `auth`, and what looks like one anywhere.
pub fn may_be_key(error: &clap::Error, arguments: &[OsString]) -> bool {
    let said = |kind| error.get(kind).map(words).unwrap_or_default();
    let below_auth = arguments.iter().any(|word| word == "auth");
    let bare = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand];
    let suspect = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => bare
            .into_iter()
            .map(said)
            .any(|word| below_auth && !word.is_empty() && !word.starts_with('-')),
        _ => false,
    };
    // No option has a name like that.
    let option = said(ContextKind::InvalidArg);
    let suspect = suspect
        || (error.kind() == ErrorKind::UnknownArgument
            && looks_like_key(option.trim_start_matches('-')));
    suspect
        || bare
            .into_iter()
            .chain([ContextKind::InvalidValue])
            .map(said)
            .any(|word| looks_like_key(&word) && !word.starts_with("--") && !word.contains('<'))
}

/// The error in duty's words. What is wrong is not repeated where it may be a key.
pub fn explained(error: &clap::Error, arguments: &[OsString], may_be_key: bool) -> Error {
    let said = |kind: ContextKind| {
        let wrong = matches!(
            kind,
            ContextKind::InvalidArg | ContextKind::InvalidSubcommand | ContextKind::InvalidValue
        );
        let words = error.get(kind).map(words)?;
        // An option's own name is clap's.
        let value = !words.starts_with("--") || looks_like_key(&words);
        let hidden = may_be_key && wrong && value;
        Some(if hidden && !words.is_empty() {
            "…".to_owned()
        } else {
            words
        })
    };
    let argument = said(ContextKind::InvalidArg).unwrap_or_default();
    let value = said(ContextKind::InvalidValue).unwrap_or_default();
    let command = said(ContextKind::InvalidSubcommand).unwrap_or_default();
    let mut known = Error::usage(message(error, &said, &argument, &value, &command));
    if may_be_key {
        return known.hint(never_an_argument());
    }
    let typed = Typed::new(arguments);
    let meant = typed.meant(error.kind(), &argument, &value, &command);
    let similar = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let wrong = [&argument, &value, &command];
    let similar = similar
        .into_iter()
        .find_map(said)
        .filter(|similar| meant.is_none() && !is_dangerous_guess(similar, &wrong));
    // The library takes what begins alike for nearer than what differs in a letter.
    let similar = match typed.typo(error.kind(), &argument) {
        Some(Typo::Own(nearest)) if meant.is_none() => Some(nearest),
        _ => similar,
    };
    if let Some(similar) = &similar {
        known = known.detail(tr!("similar: {similar}", similar));
    }
    if let Some(valid) = said(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        known = known.detail(tr!("expected one of: {0}", valid));
    }
    if let Some(usage) = said(ContextKind::Usage) {
        let usage = usage.trim().trim_start_matches("Usage:").trim();
        known = known.detail(tr!("usage: {usage}", usage));
    }
    known.hint(meant.unwrap_or_else(|| match typed.path.as_str() {
        "" => tr!("'{command}' lists the commands", command = duty!("-h")),
        path => tr!(
            "'{command}' says what can be given",
            command = CommandLine::new(path).arg("-h")
        ),
    }))
}

fn message(
    error: &clap::Error,
    said: &dyn Fn(ContextKind) -> Option<String>,
    argument: &str,
    value: &str,
    command: &str,
) -> String {
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            tr!("unknown option '{argument}'", argument)
        }
        ErrorKind::UnknownArgument => tr!("unexpected argument '{argument}'", argument),
        ErrorKind::InvalidSubcommand => tr!("unknown command '{command}'", command),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            tr!("a command is missing")
        }
        ErrorKind::MissingRequiredArgument => tr!("missing: {argument}", argument),
        ErrorKind::InvalidValue if value.is_empty() => tr!("'{argument}' needs a value", argument),
        ErrorKind::InvalidValue => tr!(
            "'{value}' is not a valid value for '{argument}'",
            value,
            argument
        ),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| reason(&why.to_string()));
            tr!(
                "'{value}' is not a valid value for '{argument}': {why}",
                value,
                argument,
                why = why.unwrap_or_default()
            )
        }
        ErrorKind::TooManyValues => tr!("unexpected argument '{value}'", value),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            tr!("'{argument}' needs a value", argument)
        }
        ErrorKind::NoEquals => tr!("'{argument}' needs a value", argument),
        ErrorKind::InvalidUtf8 => tr!("an argument is not UTF-8 text"),
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg).filter(|other| other != argument);
            match other {
                Some(other) => tr!(
                    "'{argument}' cannot be used with '{other}'",
                    argument,
                    other
                ),
                None => tr!("'{argument}' is given more than once", argument),
            }
        }
        _ => tr!("the arguments are not usable"),
    }
}

/// Why a value is refused, in duty's words: what libraries say is English and about their own matters.
fn reason(why: &str) -> String {
    if let Some((_, range)) = why.split_once(" is not in ") {
        let (least, most) = range.split_once("..").unwrap_or((range, ""));
        let most = most.trim_start_matches('=');
        return match (least, most) {
            ("", most) => tr!("expected a whole number up to {most}", most),
            (least, most) if most.is_empty() || most.len() > 9 => {
                tr!("expected a whole number from {least}", least)
            }
            (least, most) => tr!(
                "expected a whole number from {least} to {most}",
                least,
                most
            ),
        };
    }
    if why.contains("invalid digit")
        || why.contains("from empty string")
        || why.contains("number too")
    {
        return tr!("expected a whole number");
    }
    if why.contains("socket address") {
        return tr!("expected an address and a port, such as 127.0.0.1:8080");
    }
    why.to_owned()
}

fn never_an_argument() -> String {
    tr!(
        "a key is never an argument: '{command}' asks for it, --app-key-stdin reads it",
        command = duty!("auth login")
    )
}

/// What does harm where it was not meant is suggested only to who has mistyped it.
fn is_dangerous_guess(similar: &str, wrong: &[&String]) -> bool {
    const DANGEROUS: [&str; 6] = [
        "--allow-silent",
        "--yes",
        "--all",
        "--replace",
        "--insecure-storage",
        "--retry-conflict",
    ];
    let typo = wrong
        .iter()
        .any(|word| strsim::osa_distance(word, similar) <= 2);
    DANGEROUS.iter().any(|one| similar.contains(one)) && !typo
}

/// The command that the arguments lead to.
struct Typed {
    tree: clap::Command,
    /// Its words after `duty`.
    path: String,
    words: Vec<String>,
}

impl Typed {
    fn new(arguments: &[OsString]) -> Typed {
        let mut tree = tree::whole();
        tree.build();
        let words: Vec<String> = arguments
            .iter()
            .skip(1)
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        let mut command = &tree;
        let mut path = Vec::new();
        for word in &words {
            if let Some(sub) = command.find_subcommand(word) {
                path.push(sub.get_name().to_owned());
                command = sub;
            }
        }
        Typed {
            path: path.join(" "),
            words,
            tree,
        }
    }

    fn command(&self) -> &clap::Command {
        self.path.split(' ').fold(&self.tree, |command, word| {
            command.find_subcommand(word).unwrap_or(command)
        })
    }

    /// What is meant, as the hint of the error.
    fn meant(&self, kind: ErrorKind, argument: &str, value: &str, command: &str) -> Option<String> {
        let noun = self.path.split(' ').next().unwrap_or_default();
        match kind {
            ErrorKind::InvalidSubcommand => {
                let meant = meant::command(&self.tree, noun, command);
                let mut words = self.words.iter().filter(|_| ["", "doctor"].contains(&noun));
                let asks = |meant| ["doctor incident", "doctor explain"].contains(&meant);
                let command = match words.find(|word| meant::is_incident(word)) {
                    Some(number) if meant.is_none_or(asks) => duty!("doctor incident", number),
                    _ => CommandLine::new(meant?),
                };
                Some(tr!("'{command}' is what you mean", command))
            }
            ErrorKind::UnknownArgument if argument.starts_with('-') => self.option(argument),
            ErrorKind::UnknownArgument => self.too_much(noun, argument),
            ErrorKind::InvalidValue if argument.contains("TARGET") => {
                let meant = meant::target(self.command(), value)?;
                Some(tr!("{meant} is what you mean", meant))
            }
            ErrorKind::InvalidValue if argument.contains("SEVERITY") => {
                let meant = meant::severity(value)?;
                Some(tr!("{meant} is what you mean", meant))
            }
            _ => None,
        }
    }

    fn option(&self, argument: &str) -> Option<String> {
        let name = argument.split('=').next().unwrap_or(argument);
        if SECRETS.contains(&name) {
            return Some(never_an_argument());
        }
        if let Some(meant) = meant::option(self.command(), argument) {
            return Some(tr!("{meant} is what you mean", meant));
        }
        if let Some(other) = meant::elsewhere(&self.tree, argument) {
            let command = CommandLine::new(&other);
            return Some(tr!(
                "'{command}' has {name}, this command has not",
                command,
                name
            ));
        }
        match self.typo(ErrorKind::UnknownArgument, argument)? {
            Typo::Own(_) => None,
            Typo::Word(meant) => Some(tr!("{meant} is what you mean", meant)),
            Typo::Secret => Some(never_an_argument()),
        }
    }

    /// What a mistyped option was to be.
    fn typo(&self, kind: ErrorKind, argument: &str) -> Option<Typo> {
        let is_option = kind == ErrorKind::UnknownArgument && argument.starts_with("--");
        is_option
            .then(|| meant::typo(self.command(), argument, &SECRETS))
            .flatten()
    }

    /// A word where there is nothing to be given.
    fn too_much(&self, noun: &str, argument: &str) -> Option<String> {
        let file = self
            .command()
            .get_arguments()
            .find(|arg| arg.get_long() == Some("file"));
        if file.is_some() {
            return Some(tr!("a file is given with --file FILE"));
        }
        if noun == "auth" && self.path != "auth" {
            return Some(tr!("a context is named with --context NAME"));
        }
        if self
            .words
            .iter()
            .any(|word| word == "-o" || word == "--output")
            && argument == "table"
        {
            return None;
        }
        None
    }
}

/// Options of other programs whose value would be a key.
const SECRETS: [&str; 8] = [
    "--key",
    "--app-key",
    "--appkey",
    "--api-key",
    "--apikey",
    "--token",
    "--secret",
    "--password",
];

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(words) => words.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of every command that does something, and its own options.
    fn leaves(command: &clap::Command, path: &str, found: &mut Vec<(String, Vec<String>)>) {
        for sub in command.get_subcommands() {
            let path = format!("{path} {}", sub.get_name());
            leaves(sub, path.trim(), found);
            if !sub.has_subcommands() {
                let own = sub.get_arguments().filter(|arg| !arg.is_hide_set());
                let own = own.filter_map(clap::Arg::get_long).map(str::to_owned);
                found.push((path.trim().to_owned(), own.collect()));
            }
        }
    }

    #[test]
    fn two_letters_in_the_wrong_order_are_understood_in_options_of_every_command() {
        let mut tree = tree::whole();
        tree.build();
        let mut found = Vec::new();
        leaves(&tree, "", &mut found);
        let (mut wrong, mut count) = (Vec::new(), 0);
        for (path, own) in found {
            // Global options end each list, and are those of every command.
            let own_ones = own.iter().filter(|option| option.len() > 4);
            for option in own_ones.step_by(3) {
                let mut letters: Vec<char> = option.chars().collect();
                letters.swap(1, 2);
                let typed: String = letters.into_iter().collect();
                if own.contains(&typed) {
                    continue;
                }
                let words = format!("duty {path} --{typed}");
                let arguments: Vec<OsString> = words.split(' ').map(OsString::from).collect();
                let Err(error) = tree::parse(&arguments) else {
                    continue;
                };
                let told = explained(&error, &arguments, false);
                count += 1;
                if !told.details.contains(&format!("similar: --{option}")) {
                    wrong.push(format!("{words}: {:?} {:?}", told.details, told.hint));
                }
            }
        }
        assert!(count > 150, "{count}");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
