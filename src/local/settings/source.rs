//! Where a value came from, said wherever it matters to the user.

use tr::tr;

use crate::local::key_store::KeyStore;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A command line option, by its name.
    Flag(&'static str),
    /// An environment variable, by its name.
    Variable(&'static str),
    /// A context of `config.toml`, by its name.
    Context(String),
    /// `config.toml`, beside its contexts.
    File,
    /// Where the key of a context is kept, and the name of the context.
    Stored(KeyStore, String),
    Sandbox,
    /// Nobody said anything.
    Default,
}

impl Source {
    /// What a key that the server does not accept is told with: where it came from, and what it goes before.
    pub fn of_key(&self, stored: Option<Source>) -> Option<String> {
        match (self, stored) {
            (Source::Sandbox, _) => None,
            (Source::Variable(name), Some(stored)) => Some(tr!(
                "the key came from {name}, which goes before {stored}",
                name,
                stored
            )),
            (source, _) => Some(tr!("the key came from {source}", source)),
        }
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Source::Flag(name) | Source::Variable(name) => f.write_str(name),
            Source::Context(name) => f.write_str(&tr!("context {name}", name)),
            Source::File => f.write_str("config.toml"),
            Source::Stored(KeyStore::Keyring, name) => {
                f.write_str(&tr!("the keyring, context {name}", name))
            }
            Source::Stored(KeyStore::InsecureFile, name) => {
                f.write_str(&tr!("the INSECURE file of context {name}", name))
            }
            Source::Sandbox => f.write_str("--sandbox"),
            Source::Default => f.write_str(&tr!("the default")),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    pub value: T,
    pub source: Source,
}

impl<T> Setting<T> {
    pub fn new(value: T, source: Source) -> Setting<T> {
        Setting { value, source }
    }
}
