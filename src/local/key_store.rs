//! Where the key of a context is kept.

use serde::{Deserialize, Serialize};

use crate::text::{CommandLine, duty};

/// Where the key of a context is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyStore {
    /// The operating system's keyring.
    Keyring,
    /// A file that only its owner may read, in clear text.
    InsecureFile,
}

impl KeyStore {
    /// Both.
    pub const ALL: [KeyStore; 2] = [KeyStore::Keyring, KeyStore::InsecureFile];

    /// The word in `config.toml` and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            KeyStore::Keyring => "keyring",
            KeyStore::InsecureFile => "insecure-file",
        }
    }

    /// The command that gives a context whose key is kept like this another one: without a keyring, too.
    pub fn login(self, context: &str) -> CommandLine {
        self.log_in(duty!("auth login --context", context))
    }

    /// `auth login` of any context, to keep a key like this.
    pub fn log_in(self, login: CommandLine) -> CommandLine {
        match self {
            KeyStore::Keyring => login,
            KeyStore::InsecureFile => login.arg("--insecure-storage"),
        }
    }
}
