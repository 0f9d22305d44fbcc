//! The form of an example; each verb has its own beside its code. Help and man pages show them, a test
//! runs those that it can.

/// A command, what it is an example of, and the lines.
pub struct Examples {
    /// The command's words after `duty`.
    pub path: &'static str,
    /// Command line, and what it does.
    pub lines: &'static [(&'static str, &'static str)],
    /// What its JSON looks like, for the man page; a test holds it against the truth.
    pub json: Json,
}

impl Examples {
    /// The examples of a command that prints no JSON.
    pub const fn new(
        path: &'static str,
        lines: &'static [(&'static str, &'static str)],
    ) -> Examples {
        let json = Json::None;
        Examples { path, lines, json }
    }

    /// With what it prints for a program.
    #[must_use]
    pub const fn json(self, json: Json) -> Examples {
        Examples { json, ..self }
    }
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
