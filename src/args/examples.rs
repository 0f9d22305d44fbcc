//! Examples of every command, once: help and man pages show them, a test runs those that it can.

use clap::Command;

/// A command, what it is an example of, and the lines.
pub struct Examples {
    /// The command's words after `duty`.
    pub path: &'static str,
    /// Command line, and what it does.
    pub lines: &'static [(&'static str, &'static str)],
}

/// Every leaf of the command tree that is not hidden has its entry.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "profile show",
        lines: &[
            ("duty profile show", "Who the key belongs to"),
            (
                "duty --sandbox profile show -o json",
                "The same of the made-up account, for a program",
            ),
        ],
    },
    Examples {
        path: "prefs show",
        lines: &[
            ("duty prefs show", "Channel by severity"),
            (
                "duty prefs show -o json",
                "With ids, and whether each channel would reach you",
            ),
        ],
    },
    Examples {
        path: "prefs channels",
        lines: &[("duty prefs channels", "What 'prefs set' can choose from")],
    },
    Examples {
        path: "prefs set",
        lines: &[
            (
                "duty prefs set critical --voice --im feishu",
                "Critical incidents: a call, and the one Feishu app",
            ),
            (
                "duty prefs set all --app --email --dry-run",
                "What would change if all severities used push and email",
            ),
            (
                "duty prefs set status-page --im slack:4404",
                "Status page changes: one of several Slack apps, by id",
            ),
        ],
    },
    Examples {
        path: "sandbox serve",
        lines: &[(
            "duty sandbox serve --listen 127.0.0.1:8723",
            "For another terminal, or a program under test",
        )],
    },
    Examples {
        path: "sandbox reset",
        lines: &[("duty sandbox reset", "Back to the account as it was")],
    },
    Examples {
        path: "completion",
        lines: &[(
            "duty completion zsh > ~/.zfunc/_duty",
            "For a zsh whose fpath has ~/.zfunc",
        )],
    },
    Examples {
        path: "help",
        lines: &[
            ("duty help prefs set", "The same as 'duty prefs set --help'"),
            (
                "duty help exit-codes",
                "What a script can tell from the exit code",
            ),
        ],
    },
];

/// The examples of a command by its words after `duty`.
pub fn of(path: &str) -> Option<&'static Examples> {
    EXAMPLES.iter().find(|examples| examples.path == path)
}

/// The command tree with its examples after each command's help.
pub fn attach(command: Command) -> Command {
    attach_below(command, "")
}

fn attach_below(command: Command, path: &str) -> Command {
    let mut command = command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        attach_below(sub, path.trim())
    });
    if let Some(examples) = of(path) {
        let mut text = String::from("Examples:\n");
        for (line, what) in examples.lines {
            text += &format!("  # {what}\n  $ {line}\n");
        }
        command = command.after_help(text.trim_end().to_owned());
    }
    command
}
