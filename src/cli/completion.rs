//! `duty completion`: the script that makes a shell complete duty's commands.

use clap::{Arg, Command};
use clap_complete::Shell;

use crate::cli::tree;
use crate::cli::tree::Completion;
use crate::error::{Error, Exit};
use crate::session::app::App;

/// Print the script.
pub fn run(app: &mut App, command: &Completion) -> Result<Exit, Error> {
    let script = script(command.shell);
    app.out.result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// The script for a shell.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut tree::command(), "duty", &mut script);
    if shell == Shell::Fish {
        for noun in tree::command().get_subcommands() {
            let of_noun = format!("__fish_duty_using_subcommand {}", noun.get_name());
            script.extend(fish_words(noun, &of_noun).into_bytes());
            for verb in noun.get_subcommands() {
                let of_verb = format!(
                    "{of_noun}; and __fish_seen_subcommand_from {}",
                    verb.get_name()
                );
                script.extend(fish_words(verb, &of_verb).into_bytes());
            }
        }
    }
    script
}

/// What clap leaves out for fish: the words that an argument without an option can be.
fn fish_words(command: &Command, condition: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in command.get_positionals().flat_map(fish_values) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() {
        return String::new();
    }
    let words = words.join("\n");
    format!("complete -c duty -n \"{condition}\" -f -a \"{words}\"\n")
}

fn fish_values(argument: &Arg) -> Vec<String> {
    let values = argument.get_possible_values().into_iter();
    values
        .filter(|value| !value.is_hide_set())
        .map(|value| {
            let help = value
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            let help = help
                .replace('\\', "\\\\")
                .replace('\'', "\\'")
                .replace('"', "\\\"")
                .replace('$', "\\$");
            format!("{}\\t'{help}'", value.get_name())
        })
        .collect()
}
