//! Programs that are started from here: none of them gets a key or a code by its environment.

use std::ffi::OsStr;
use std::process::Command;

use crate::local::keys::VARIABLES;

/// The verification codes of a script.
const CODE: &str = "DUTY_VERIFY_CODE";

/// This program, without the secrets of this one. A test holds that there is no other way to start one.
pub fn child(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for name in VARIABLES.into_iter().chain([CODE]) {
        command.env_remove(name);
    }
    command
}

/// A line for a shell that is replaced by its only program, where it has but one: some shells stay beside it, and a
/// signal that is for the program ends them instead.
pub fn alone(line: &str) -> String {
    const OF_THE_SHELL: [&str; 54] = [
        "!", ".", ":", "[[", "alias", "bg", "builtin", "case", "cd", "command", "coproc",
        "declare", "do", "done", "elif", "else", "esac", "eval", "exec", "exit", "export", "fg",
        "fi", "for", "function", "getopts", "hash", "if", "jobs", "let", "local", "read",
        "readonly", "return", "select", "set", "shift", "source", "then", "time", "times", "trap",
        "type", "typeset", "ulimit", "umask", "unalias", "unset", "until", "wait", "while", "true",
        "false", "fc",
    ];
    let first = line.split_whitespace().next().unwrap_or_default();
    let is_single = !line.contains([';', '&', '|', '(', ')', '{', '}', '`', '\n', '\r']);
    let is_program = !first.is_empty() && !first.contains(['=', '<', '>', '#', '~']);
    match is_single && is_program && !OF_THE_SHELL.contains(&first) {
        true => format!("exec {line}"),
        false => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_is_replaced_by_a_single_program() {
        for line in [
            "less",
            " less -R",
            "'./my editor' --wait",
            "\"$EDITOR\" -w",
            "cat > vault",
        ] {
            assert_eq!(alone(line), format!("exec {line}"));
        }
        for line in [
            "",
            " ",
            "less | cat",
            "LESS=R less",
            "cd x && less",
            "cat > vault; exit 3",
            "if true",
            "source ./deliver.sh",
            "exit 3",
            "(less)",
            "> vault cat",
            "read -r key\ncat",
            "# nothing",
        ] {
            assert_eq!(alone(line), line);
        }
    }
}
