//! The characters that the terminal shows, as far as the locale tells.

use crate::local::environment::Environment;

/// The characters that the terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    Unicode,
    /// Those of another character set.
    Other,
    /// Nobody says.
    #[default]
    Unknown,
}

impl Charset {
    /// What the locale says of it.
    pub fn of(env: &Environment) -> Charset {
        if cfg!(windows) {
            return Charset::Unicode;
        }
        match env.first(&["LC_ALL", "LC_CTYPE", "LANG"]) {
            Some((_, locale)) => match locale.to_ascii_lowercase() {
                locale if locale.contains("utf-8") || locale.contains("utf8") => Charset::Unicode,
                locale if locale.contains('.') => Charset::Other,
                _ => Charset::Unknown,
            },
            None => Charset::Unknown,
        }
    }
}
