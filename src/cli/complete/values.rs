//! What each argument can be completed with, in one table; a test holds that no argument is missing.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::sync::Arc;

use clap::{Arg, Command, ValueHint};
use clap_complete::CompletionCandidate;
use clap_complete::engine::{ArgValueCompleter, PathCompleter, ValueCompleter};

use crate::api::operations::{self, Status};
use crate::cli::{help, schemas, tree};
use crate::commands::config as entries;
use crate::local::config::Config;
use crate::local::seen::{Sort, Thing, Things};
use crate::text::visible;

/// What is known where a command is completed.
#[derive(Debug)]
pub struct Known {
    /// The words before the one that is typed, without duty.
    pub words: Vec<String>,
    /// `config.toml`.
    pub config: Config,
    /// What the last commands saw.
    pub things: Things,
}

/// What the values of an argument are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Values {
    /// Nobody knows before it is typed.
    Free,
    /// What the last commands saw.
    Seen(Sort),
    Contexts,
    Servers,
    File,
    Zones,
    Entries,
    EntryValue,
    Operations,
    Columns,
    Topics,
}

/// The values of an argument, by its command and its id.
fn of(path: &str, id: &str) -> Option<Values> {
    Some(match (path, id) {
        (_, "context" | "save") | ("auth switch" | "auth remove", "name") => Values::Contexts,
        (_, "base_url") => Values::Servers,
        (_, "file" | "input" | "output_file" | "png" | "svg" | "log_file" | "state") => {
            Values::File
        }
        (_, "key" | "keys") => Values::Seen(Sort::Key),
        (_, "phones") => Values::Seen(Sort::Phone),
        (_, "im") => Values::Seen(Sort::Im),
        (_, "space") => Values::Seen(Sort::Space),
        (_, "incident") => Values::Seen(Sort::Incident),
        (_, "person") => Values::Seen(Sort::Person),
        (_, "time_zone") => Values::Zones,
        ("config get" | "config set" | "config unset", "name") => Values::Entries,
        ("config set", "value") => Values::EntryValue,
        ("api", "path") => Values::Operations,
        (_, "columns") => Values::Columns,
        ("help", "about") => Values::Topics,
        _ if FREE.contains(&id) => Values::Free,
        _ => return None,
    })
}

/// Ids of arguments whose values nobody knows before they are typed.
const FREE: &[&str] = &[
    "at",
    "code",
    "country_code",
    "description",
    "email",
    "exec",
    "field",
    "from",
    "integration",
    "jq",
    "keep_old",
    "label",
    "listen",
    "name",
    "nickname",
    "number",
    "os",
    "phone",
    "port",
    "proof",
    "raw_field",
    "retry_conflict",
    "since",
    "spaces",
    "timeout",
    "title",
    "to",
    "verify_code",
    "wait",
];

/// The tree with what completes its values.
pub fn attach(command: Command, path: &str, known: &Arc<Known>) -> Command {
    command
        .mut_subcommands(|sub| {
            let path = format!("{path} {}", sub.get_name());
            attach(sub, path.trim(), known)
        })
        .mut_args(|arg| match values_of(&arg, path) {
            None => arg,
            Some(Values::Free) => arg.value_hint(ValueHint::Other),
            Some(Values::File) => arg.value_hint(ValueHint::FilePath),
            Some(values) => {
                let known = Arc::clone(known);
                arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
                    let typed = typed.to_string_lossy();
                    candidates(values, &known, &typed)
                }))
            }
        })
}

/// `None` where there are none, or clap knows them.
fn values_of(arg: &Arg, path: &str) -> Option<Values> {
    let takes = arg.get_action().takes_values();
    (takes && arg.get_possible_values().is_empty())
        .then(|| of(path, arg.get_id().as_str()))
        .flatten()
}

fn candidates(values: Values, known: &Known, typed: &str) -> Vec<CompletionCandidate> {
    let plain = |words: Vec<String>| {
        words
            .into_iter()
            .map(|word| (word, String::new()))
            .collect()
    };
    let config = &known.config;
    let offers: Vec<(String, String)> = match values {
        Values::Free | Values::File => Vec::new(),
        Values::Seen(sort) => {
            let things = known.things.get(&sort);
            return seen(things.map_or(&[], Vec::as_slice), typed);
        }
        Values::Contexts => {
            let contexts = config.contexts.iter();
            contexts
                .map(|(name, own)| (name.clone(), own.server().to_owned()))
                .collect()
        }
        Values::Servers => {
            let mut servers: Vec<String> = config
                .contexts
                .values()
                .map(|own| own.server().to_owned())
                .collect();
            servers.sort();
            servers.dedup();
            plain(servers)
        }
        Values::Zones => {
            let zones = jiff::tz::db().available();
            plain(zones.map(|zone| zone.to_string()).collect())
        }
        Values::Entries => plain(entries::names(config, &assumed())),
        Values::EntryValue => {
            let name = known.words.iter().skip_while(|word| *word != "set").nth(1);
            plain(name.map_or_else(Vec::new, |name| entries::choices(name, config)))
        }
        Values::Operations => plain(crate::api::described_paths().map(str::to_owned).collect()),
        Values::Columns => plain(schemas::columns(&command_of(&known.words)).unwrap_or_default()),
        Values::Topics => return topics(&known.words, typed),
    };
    offers
        .into_iter()
        .filter(|(value, _)| value.starts_with(typed))
        .map(|(value, about)| candidate(value, about))
        .collect()
}

fn candidate(value: String, about: String) -> CompletionCandidate {
    CompletionCandidate::new(value).help((!about.is_empty()).then(|| about.into()))
}

/// By name where that means one, and can be typed; by id where not, and where an id was begun.
fn seen(things: &[Thing], typed: &str) -> Vec<CompletionCandidate> {
    let mut names: HashMap<&str, usize> = HashMap::new();
    for thing in things {
        *names.entry(&thing.name).or_default() += 1;
    }
    let mut offers = Vec::new();
    for thing in things {
        let Thing { id, name, about } = thing;
        let by_name = !name.is_empty()
            && names.get(name.as_str()) == Some(&1)
            && !name.starts_with('-')
            && !name.chars().all(|c| c.is_ascii_digit())
            && visible(name) == *name
            && name.trim() == name;
        let other = if about.is_empty() { id } else { about };
        if by_name && name.starts_with(typed) {
            offers.push(candidate(name.clone(), other.clone()));
        } else if id.starts_with(typed) && (!by_name || !typed.is_empty()) {
            let name = if name.is_empty() { about } else { name };
            offers.push(candidate(id.clone(), name.clone()));
        }
    }
    offers
}

/// The operations whose path an entry can name.
fn assumed() -> Vec<&'static str> {
    let all = operations::ALL.iter();
    all.filter(|operation| operation.status == Status::Assumed)
        .map(|operation| operation.id)
        .collect()
}

/// The words of the command among these.
fn command_of(words: &[String]) -> String {
    let tree = tree::whole();
    let mut command = &tree;
    let mut path = Vec::new();
    for word in words {
        if let Some(sub) = command.find_subcommand(word) {
            command = sub;
            path.push(sub.get_name());
        }
    }
    path.join(" ")
}

/// What help knows: commands below commands, topics, and below `json` what has JSON.
fn topics(words: &[String], typed: &str) -> Vec<CompletionCandidate> {
    let about: Vec<&str> = words
        .iter()
        .skip_while(|word| *word != "help")
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .map(String::as_str)
        .collect();
    let mut offers = Vec::new();
    match about.as_slice() {
        ["man", ..] => return PathCompleter::dir().complete(OsStr::new(typed)),
        ["json", path @ ..] => {
            for (answer, _) in schemas::ALL {
                let rest: Vec<&str> = answer.split(' ').collect();
                if let Some([next, ..]) = rest.strip_prefix(path) {
                    offers.push(((*next).to_owned(), String::new()));
                }
            }
            offers.dedup();
        }
        path => {
            let tree = tree::whole();
            let command = path
                .iter()
                .try_fold(&tree, |command, word| command.find_subcommand(word));
            let below = command.into_iter().flat_map(Command::get_subcommands);
            let below = below.filter(|sub| !sub.is_hide_set()).map(|sub| {
                let about = sub.get_about().map(ToString::to_string);
                (sub.get_name().to_owned(), about.unwrap_or_default())
            });
            offers.extend(below);
            if path.is_empty() {
                let topics = help::TOPICS.iter().chain(&["man"]);
                offers.extend(topics.map(|topic| ((*topic).to_owned(), String::new())));
            }
        }
    }
    offers
        .into_iter()
        .filter(|(word, _)| word.starts_with(typed) && !word.starts_with('-'))
        .map(|(word, about)| candidate(word, about))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(command: &Command, path: &str, found: &mut Vec<String>) {
        for arg in command.get_arguments() {
            let takes = arg.get_action().takes_values() && arg.get_possible_values().is_empty();
            if takes && of(path, arg.get_id().as_str()).is_none() {
                found.push(format!("{path}: {}", arg.get_id()));
            }
        }
        for sub in command.get_subcommands() {
            unknown(sub, format!("{path} {}", sub.get_name()).trim(), found);
        }
    }

    #[test]
    fn of_every_argument_it_is_known_what_completes_it() {
        let mut found = Vec::new();
        unknown(&tree::whole(), "", &mut found);
        assert!(found.is_empty(), "what completes {found:?}?");
    }

    fn values(things: &[Thing], typed: &str) -> Vec<String> {
        let offers = seen(things, typed).into_iter();
        offers
            .map(|offer| offer.get_value().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn a_name_is_offered_where_it_means_one_thing_and_else_the_id() {
        let thing = |id: &str, name: &str| Thing::new(id, name, "");
        let things = [
            thing("1", "laptop"),
            thing("2", "twice"),
            thing("3", "twice"),
            thing("4", "--yes"),
            thing("5", "a\nb"),
            thing("6", "12"),
            thing("7", ""),
        ];
        assert_eq!(
            values(&things, ""),
            ["laptop", "2", "3", "4", "5", "6", "7"]
        );
        assert_eq!(values(&things, "l"), ["laptop"]);
        assert_eq!(values(&things, "1"), ["1"]);
        assert_eq!(values(&things, "-"), [""; 0]);
    }
}
