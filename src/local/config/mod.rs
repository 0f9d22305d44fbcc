//! `config.toml`: contexts (an account on a server, and where its key is kept) and what the user
//! prefers. Never a key. `read.rs` reads it, `edit.rs` changes
//! it.

mod edit;
mod read;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use tr::tr;

pub use edit::{Draft, edit};

use crate::domain::base_url::{BaseUrl, VENDOR_URL};
use crate::domain::channel::Personal;
use crate::error::{Error, Kind};
use crate::local::options::{Format, Lang, When};
use crate::local::paths::Paths;

/// The name of the context that is used where nobody named one.
pub const DEFAULT_CONTEXT: &str = "default";
/// The name under which the sandbox's own things are kept; no context may have it.
pub const SANDBOX_CONTEXT: &str = "sandbox";

/// Where the key of a context is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The operating system's keyring.
    Keyring,
    /// A file that only its owner may read, in clear text.
    InsecureFile,
}

impl Place {
    /// Both.
    pub const ALL: [Place; 2] = [Place::Keyring, Place::InsecureFile];

    /// The word in `config.toml` and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Place::Keyring => "keyring",
            Place::InsecureFile => "insecure-file",
        }
    }
}

/// What `config.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The context to use where nobody names one.
    pub context: Option<String>,
    /// Table or JSON.
    pub output: Option<Format>,
    /// The language.
    pub lang: Option<Lang>,
    /// When to color.
    pub color: Option<When>,
    /// Paths in place of the contract's, by operationId.
    pub endpoints: BTreeMap<String, String>,
    /// The contexts by name.
    pub contexts: BTreeMap<String, Context>,
    /// Entries that mean nothing to duty: their line and name. They are kept, and pointed out.
    pub unknown: Vec<String>,
}

/// One context: an account on a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The server; the vendor's own where there is none.
    pub base_url: Option<String>,
    /// Where the key is kept; `None` where none was stored.
    pub key_store: Option<Place>,
    /// The id that the server has for the stored key, where duty knows it.
    pub key_id: Option<u64>,
    /// Table or JSON, in this context.
    pub output: Option<Format>,
    /// The language, in this context.
    pub lang: Option<Lang>,
    /// Personal channels that this private deployment has switched off.
    pub channels_off: Vec<Personal>,
}

impl Context {
    /// The server, as it is written.
    pub fn server(&self) -> &str {
        self.base_url.as_deref().unwrap_or(VENDOR_URL)
    }

    /// Whether it belongs to this server.
    pub fn is_for(&self, base_url: &BaseUrl) -> bool {
        BaseUrl::parse(self.server()).is_ok_and(|own| own == *base_url)
    }
}

/// Where the file is.
pub fn file(paths: &Paths) -> Result<PathBuf, Error> {
    Ok(paths.config()?.join("config.toml"))
}

impl Config {
    /// What the file says; nothing where there is none.
    ///
    /// # Errors
    /// `Usage`, with line and column, where it makes no sense.
    pub fn load(paths: &Paths) -> Result<Config, Error> {
        let Ok(file) = file(paths) else {
            return Ok(Config::default());
        };
        match read_text(&file)? {
            Some(text) => Config::parse(&text, &file),
            None => Ok(Config::default()),
        }
    }

    /// The names of the contexts, in one line, for a hint.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.contexts.keys().map(String::as_str).collect();
        if names.is_empty() {
            tr!("there is none yet")
        } else {
            names.join(", ")
        }
    }
}

/// A file of more than this is no `config.toml`.
const LONGEST: u64 = 1024 * 1024;

/// Only a file is read, and only so much: a pipe or a device would never end.
fn read_text(file: &Path) -> Result<Option<String>, Error> {
    let read = || -> std::io::Result<String> {
        if !std::fs::metadata(file)?.is_file() {
            return Err(std::io::Error::other(tr!("it is not a file")));
        }
        let mut text = String::new();
        let mut limited = std::fs::File::open(file)?.take(LONGEST + 1);
        limited.read_to_string(&mut text)?;
        if limited.limit() == 0 {
            return Err(std::io::Error::other(tr!("it is larger than 1 MiB")));
        }
        Ok(text)
    };
    match read() {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::new(
            Kind::Failed,
            tr!("cannot read {0}: {1}", file.display(), error),
        )),
    }
}

/// Whether a context may have this name: it is part of file names and of the keyring's labels.
///
/// # Errors
/// `Usage` where it may not.
pub fn check_name(name: &str) -> Result<(), Error> {
    let fits = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !fits {
        return Err(Error::usage(tr!(
            "'{0}' cannot be the name of a context: it has up to 64 letters, digits, '-' and '_', a letter or digit first",
            name_shown(name)
        )));
    }
    if name == SANDBOX_CONTEXT {
        return Err(Error::usage(tr!(
            "'sandbox' cannot be the name of a context: the made-up account has it"
        )));
    }
    Ok(())
}

/// Whether this is the path of an operation.
///
/// # Errors
/// `Usage` where it is not.
pub fn check_endpoint(path: &str) -> Result<(), Error> {
    let fits = path.starts_with('/')
        && path.len() > 1
        && path
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '%' | '\\'));
    if fits {
        Ok(())
    } else {
        Err(Error::usage(tr!(
            "the path of an operation begins with '/' and has no query in it"
        )))
    }
}

/// Whether a text in the place of a name looks like a key: then it is not repeated.
pub fn looks_like_key(text: &str) -> bool {
    text.split('.').any(|part| {
        part.len() >= 20
            && part.chars().any(|c| c.is_ascii_digit())
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    })
}

/// A name as it may be repeated.
pub fn name_shown(text: &str) -> &str {
    if looks_like_key(text) { "…" } else { text }
}

/// Whether an entry of this name is meant to be a key, or another secret.
pub fn is_secret_name(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    matches!(
        name.as_str(),
        "key" | "apikey" | "token" | "secret" | "password"
    ) || name.ends_with("appkey")
        || name.ends_with("apptoken")
}

/// What to do in place of writing a key into the file.
pub fn key_refused() -> Error {
    Error::usage(tr!("a key does not belong into config.toml"))
        .hint(tr!("duty auth login keeps it in the keyring"))
}

/// The words of a choice, in one line.
pub fn words<T: clap::ValueEnum>() -> String {
    let words: Vec<String> = T::value_variants()
        .iter()
        .filter_map(|variant| variant.to_possible_value())
        .map(|value| value.get_name().to_owned())
        .collect();
    words.join(", ")
}
