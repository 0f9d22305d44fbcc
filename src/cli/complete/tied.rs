//! A line that is typed, with each option and its value in one word: the engine looks for a command in every word,
//! and would take `--context prefs` for the command.

use clap::{Arg, Command};

/// These words, of which the first is duty; the option that the next word is a value of stays as it is.
pub fn tied(tree: &Command, words: &[String]) -> Vec<String> {
    let mut command = tree;
    let mut tied = Vec::with_capacity(words.len());
    let mut rest = words.iter().skip(1);
    tied.extend(words.first().cloned());
    while let Some(word) = rest.next() {
        if word == "--" {
            tied.push(word.clone());
            break;
        }
        let option = option(tree, command, word);
        match (option.and_then(Arg::get_long), option) {
            (Some(long), Some(_)) => match rest.next() {
                Some(value) => tied.push(format!("--{long}={value}")),
                None => tied.push(word.clone()),
            },
            // It has no long name: what follows it is at least no command.
            (None, Some(_)) => {
                tied.push(word.clone());
                tied.extend(rest.next().cloned());
            }
            (_, None) => {
                command = command.find_subcommand(word).unwrap_or(command);
                tied.push(word.clone());
            }
        }
    }
    tied.extend(rest.cloned());
    tied
}

/// The option that this word is, where its value is the next word.
fn option<'t>(tree: &'t Command, command: &'t Command, word: &str) -> Option<&'t Arg> {
    let mut args = command.get_arguments().chain(tree.get_arguments());
    let takes = |arg: &Arg| arg.get_action().takes_values() && !arg.is_require_equals_set();
    match word.strip_prefix("--") {
        Some(long) => args.find(|arg| {
            let also = arg.get_all_aliases().unwrap_or_default();
            takes(arg) && (arg.get_long() == Some(long) || also.contains(&long))
        }),
        None => {
            let mut letters = word.strip_prefix('-')?.chars();
            let letter = letters.next()?;
            // What stands behind the letter is its value.
            args.find(|arg| takes(arg) && arg.get_short() == Some(letter))
                .filter(|_| letters.next().is_none())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tree;

    #[test]
    fn a_value_is_no_command() {
        let tree = tree::whole();
        let told = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            tied(&tree, &words).join(" ")
        };
        for (line, expected) in [
            ("duty --context prefs device", "duty --context=prefs device"),
            ("duty device list -o json", "duty device list --output=json"),
            ("duty device list -ojson", "duty device list -ojson"),
            ("duty -q --context=a prefs", "duty -q --context=a prefs"),
            (
                "duty prefs apply --file show",
                "duty prefs apply --file=show",
            ),
            (
                "duty prefs channels --proof 3",
                "duty prefs channels --proof 3",
            ),
            ("duty --context", "duty --context"),
            ("duty prefs -- --context a", "duty prefs -- --context a"),
            ("duty nosuch --nosuch x", "duty nosuch --nosuch x"),
        ] {
            assert_eq!(told(line), expected);
        }
    }
}
