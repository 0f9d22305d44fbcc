//! Examples of every command, once: help and man pages show them, a test runs those that it can.

use crate::cli::schemas;
use crate::commands::examples::{Examples, Json};
use crate::commands::{api, app_key, auth, config, device, doctor, open, prefs, profile};

/// The commands that belong to no noun.
const OTHER: &[Examples] = &[
    Examples {
        path: "completion",
        lines: &[
            (
                "duty completion zsh > ~/.zfunc/_duty",
                "For a zsh whose fpath has ~/.zfunc",
            ),
            (
                "echo 'source <(COMPLETE=bash duty)' >> ~/.bashrc",
                "Names of contexts, keys, phones and spaces as well, in bash",
            ),
        ],
        json: Json::None,
    },
    Examples {
        path: "version",
        lines: &[
            ("duty version", "What to tell when reporting a defect"),
            ("duty version -o json", "The same for an inventory"),
        ],
        json: Json::Text(
            r#"{"schema_version": 1, "version": "0.1.0", "commit": "5f1d7a84c1e0b7d3f2a96e8b4c7d1e0f3a5b6c7d", "target": "x86_64-unknown-linux-gnu", "features": ["sandbox"], "rustc": "rustc 1.95.0 (59807616e 2026-04-14)", "contract_version": "1", "warnings": []}"#,
        ),
    },
    Examples {
        path: "help",
        lines: &[
            ("duty help prefs set", "The same as 'duty prefs set --help'"),
            (
                "duty help exit-codes",
                "What a script can tell from the exit code",
            ),
            (
                "duty help man ~/.local/share/man",
                "The man pages, where 'man duty' finds them",
            ),
            (
                "duty help json prefs show",
                "What a command prints with -o json",
            ),
            (
                "duty help --json",
                "All commands, for a program or an agent",
            ),
        ],
        json: Json::None,
    },
];

/// The examples of every command: every leaf of the command tree that is not hidden has its entry.
pub fn all() -> impl Iterator<Item = &'static Examples> {
    [
        auth::EXAMPLES,
        profile::EXAMPLES,
        prefs::EXAMPLES,
        app_key::EXAMPLES,
        api::EXAMPLES,
        doctor::EXAMPLES,
        device::EXAMPLES,
        open::EXAMPLES,
        config::EXAMPLES,
        #[cfg(feature = "sandbox")]
        crate::commands::sandbox::EXAMPLES,
        OTHER,
    ]
    .into_iter()
    .flatten()
}

/// The example of JSON that is written down, where it is.
pub fn text(json: Json) -> Option<&'static str> {
    match json {
        Json::Text(text) => Some(text),
        Json::File(name) => Some(schemas::text(name)),
        Json::Run(_) | Json::None => None,
    }
}

/// The examples of a command by its words after `duty`.
pub fn of(path: &str) -> Option<&'static Examples> {
    all().find(|examples| examples.path == path)
}
