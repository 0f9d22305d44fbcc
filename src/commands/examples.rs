//! The form of an example; each verb has its own beside its code. Help and man pages show them, a test
//! runs those that it can.

/// A command, what it is an example of, and the lines. Written with [`examples!`].
pub struct Examples {
    /// The command's words after `duty`.
    pub path: &'static str,
    /// Command line, and what it does. The first is what the fault matrix runs of a command that has no row there.
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
    /// This text, because what it prints is different each time; the man page lays it out.
    Text(&'static str),
    /// The same in the file of this name, beside the command; `build.rs` packs it.
    File(&'static str),
}

/// `examples! { "noun verb": "command line" => "What it does", … }`, and where its JSON comes from last:
/// `Run "noun verb -o json"`, `Text "{…}"` or nothing.
macro_rules! examples {
    ($path:literal: $($line:literal => $what:literal,)+ $($json:ident $from:literal)?) => {{
        use $crate::commands::examples::Json;
        Examples {
            path: $path,
            lines: &[$(($line, $what)),+],
            // The first of them.
            json: [$(Json::$json($from),)? Json::None][0],
        }
    }};
}

pub(crate) use examples;
