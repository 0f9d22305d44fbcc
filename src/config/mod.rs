//! `config.toml`: contexts (an account on a server, and where its key is kept) and what the user
//! prefers. Never a key. `edit.rs` changes it; this file reads it.

mod edit;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, TableLike};
use tr::tr;

pub use edit::{Draft, edit};

use crate::args::global::{Format, Lang, When};
use crate::error::{Error, Kind};
use crate::model::channel::Personal;
use crate::paths::Paths;

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

    /// What this text says; `file` is for the errors.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: &str, file: &Path) -> Result<Config, Error> {
        let reader = Reader { text, file };
        let document = Document::parse(text)
            .map_err(|error| reader.wrong(error.span(), &error.message().replace('\n', ", ")))?;
        let root = document.as_table();
        reader.refuse_keys(root)?;
        let mut config = Config {
            context: reader.text(root, "context")?,
            output: reader.word(root, "output")?,
            lang: reader.word(root, "lang")?,
            color: reader.word(root, "color")?,
            ..Config::default()
        };
        if let Some(endpoints) = reader.table(root, "endpoints")? {
            for (name, _) in endpoints.iter() {
                if let Some(path) = reader.text(endpoints, name)? {
                    check_endpoint(&path)
                        .map_err(|why| reader.wrong(span(endpoints, name), &why.message))?;
                    config.endpoints.insert(name.to_owned(), path);
                }
            }
        }
        if let Some(contexts) = reader.table(root, "contexts")? {
            for (name, item) in contexts.iter() {
                check_name(name).map_err(|why| reader.wrong(span(contexts, name), &why.message))?;
                let Some(table) = item.as_table_like() else {
                    return Err(reader.wrong(item.span(), &tr!("a context is a table")));
                };
                reader.refuse_keys(table)?;
                config
                    .contexts
                    .insert(name.to_owned(), reader.context(table)?);
            }
        }
        Ok(config)
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

fn read_text(file: &Path) -> Result<Option<String>, Error> {
    match std::fs::read_to_string(file) {
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
            "'{name}' cannot be the name of a context: it has up to 64 letters, digits, '-' and '_', a letter or digit first",
            name
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

fn span(table: &dyn TableLike, name: &str) -> Option<Range<usize>> {
    table.get(name).and_then(Item::span)
}

struct Reader<'a> {
    text: &'a str,
    file: &'a Path,
}

impl Reader<'_> {
    /// Neither the line nor the value is repeated: it might be a key in the wrong place.
    fn wrong(&self, at: Option<Range<usize>>, why: &str) -> Error {
        let before = self.text.get(..at.map_or(0, |span| span.start));
        let before = before.unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |text| text.chars().count())
            + 1;
        let file = self.file.display();
        Error::usage(tr!(
            "{file}, line {line}, column {column}: {why}",
            file,
            line,
            column,
            why
        ))
        .hint(tr!("mend the file by hand; duty does not overwrite it"))
    }

    fn refuse_keys(&self, table: &dyn TableLike) -> Result<(), Error> {
        match table.iter().find(|(name, _)| is_secret_name(name)) {
            None => Ok(()),
            Some((_, item)) => {
                let refused = key_refused();
                Err(self.wrong(item.span(), &refused.message).hint(tr!(
                    "take it out, and give it to 'duty auth login', which keeps it in the keyring"
                )))
            }
        }
    }

    fn context(&self, table: &dyn TableLike) -> Result<Context, Error> {
        let key_store = match self.text(table, "key_store")? {
            None => None,
            Some(word) => Some(
                Place::ALL
                    .into_iter()
                    .find(|place| place.word() == word)
                    .ok_or_else(|| {
                        self.wrong(
                            span(table, "key_store"),
                            &tr!("expected one of: keyring, insecure-file"),
                        )
                    })?,
            ),
        };
        let key_id = match table.get("key_id") {
            None => None,
            Some(item) => Some(
                item.as_integer()
                    .and_then(|id| u64::try_from(id).ok())
                    .ok_or_else(|| self.wrong(item.span(), &tr!("expected a number")))?,
            ),
        };
        Ok(Context {
            base_url: self.text(table, "base_url")?,
            key_store,
            key_id,
            output: self.word(table, "output")?,
            lang: self.word(table, "lang")?,
            channels_off: self.channels(table, "channels_off")?,
        })
    }

    fn text(&self, table: &dyn TableLike, name: &str) -> Result<Option<String>, Error> {
        match table.get(name) {
            None => Ok(None),
            Some(item) => match item.as_str() {
                Some(text) => Ok(Some(text.to_owned())),
                None => Err(self.wrong(item.span(), &tr!("expected text in quotes"))),
            },
        }
    }

    fn word<T: clap::ValueEnum>(
        &self,
        table: &dyn TableLike,
        name: &str,
    ) -> Result<Option<T>, Error> {
        let Some(text) = self.text(table, name)? else {
            return Ok(None);
        };
        T::from_str(&text, false).map(Some).map_err(|_| {
            let words = words::<T>();
            self.wrong(span(table, name), &tr!("expected one of: {words}", words))
        })
    }

    fn channels(&self, table: &dyn TableLike, name: &str) -> Result<Vec<Personal>, Error> {
        let Some(item) = table.get(name) else {
            return Ok(Vec::new());
        };
        let wrong = || {
            self.wrong(
                item.span(),
                &tr!("expected a list of: voice, sms, email, app"),
            )
        };
        let list = item.as_array().ok_or_else(wrong)?;
        list.iter()
            .map(|value| value.as_str().and_then(Personal::of_word).ok_or_else(wrong))
            .collect()
    }

    fn table<'t>(
        &self,
        table: &'t dyn TableLike,
        name: &str,
    ) -> Result<Option<&'t dyn TableLike>, Error> {
        match table.get(name) {
            None => Ok(None),
            Some(item) => match item.as_table_like() {
                Some(table) => Ok(Some(table)),
                None => Err(self.wrong(item.span(), &tr!("expected a table"))),
            },
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, Error> {
        Config::parse(text, Path::new("config.toml"))
    }

    #[test]
    fn everything_is_read() {
        let config = parse(
            r#"
            context = "work"
            output = "json"
            lang = "zh"
            color = "never"
            strange = { a = 1 }
            [endpoints]
            device_list = "/my/devices"
            [contexts.work]
            base_url = "https://duty.example"
            key_store = "keyring"
            key_id = 5001
            channels_off = ["voice", "app"]
            "#,
        )
        .unwrap();
        assert_eq!(config.context.as_deref(), Some("work"));
        assert_eq!(config.output, Some(Format::Json));
        assert_eq!(config.endpoints["device_list"], "/my/devices");
        let work = &config.contexts["work"];
        assert_eq!(work.key_store, Some(Place::Keyring));
        assert_eq!(work.key_id, Some(5001));
        assert_eq!(work.channels_off, [Personal::Voice, Personal::App]);
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_column_and_never_repeated() {
        for (text, place) in [
            ("output = 'CANARY'", "line 1, column 10"),
            ("\n\nlang = CANARY", "line 3, column 8"),
            ("[contexts.a]\napp_key = 'CANARY'", "line 2, column 11"),
            ("App-Key = 'CANARY'", "line 1, column 11"),
            ("[contexts.a]\nkey_id = -1", "line 2, column 10"),
            ("[contexts.'a b']\noutput = 'json'", "line 1"),
            ("[contexts.sandbox]", "line 1"),
            ("endpoints = 1", "line 1, column 13"),
            ("[endpoints]\nx = 'no/CANARY'", "line 2, column 5"),
            (
                "[contexts.a]\nchannels_off = ['CANARY']",
                "line 2, column 16",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.kind, Kind::Usage);
            assert!(error.message.contains(place), "{text}: {}", error.message);
            assert!(!error.message.contains("CANARY"), "{}", error.message);
        }
    }
}
