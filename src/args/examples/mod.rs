//! Examples of every command, once: help and man pages show them, a test runs those that it can.

mod app_key;
mod auth;
mod config;
mod device;
mod doctor;
mod prefs;
mod profile;
mod sandbox;

/// A command, what it is an example of, and the lines.
pub struct Examples {
    /// The command's words after `duty`.
    pub path: &'static str,
    /// Command line, and what it does.
    pub lines: &'static [(&'static str, &'static str)],
    /// What its JSON looks like, for the man page; a test holds it against the truth.
    pub json: Json,
}

/// Where the example of a command's JSON comes from.
#[derive(Clone, Copy, Debug)]
pub enum Json {
    /// The command prints none.
    None,
    /// What this command line prints in a sandbox that nobody has touched.
    Run(&'static str),
    /// This text, because what it prints is different each time.
    Text(&'static str),
}

/// The commands that belong to no noun.
const OTHER: &[Examples] = &[
    Examples {
        path: "completion",
        lines: &[(
            "duty completion zsh > ~/.zfunc/_duty",
            "For a zsh whose fpath has ~/.zfunc",
        )],
        json: Json::None,
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
        doctor::EXAMPLES,
        device::EXAMPLES,
        config::EXAMPLES,
        sandbox::EXAMPLES,
        OTHER,
    ]
    .into_iter()
    .flatten()
    .filter(|examples| cfg!(feature = "sandbox") || !examples.path.starts_with("sandbox"))
}

/// The examples of a command by its words after `duty`.
pub fn of(path: &str) -> Option<&'static Examples> {
    all().find(|examples| examples.path == path)
}
