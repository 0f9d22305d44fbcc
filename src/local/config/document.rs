//! What `config.toml` says, and where it is wrong: told by line and column, and never repeated, because it
//! might be a key in the wrong place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml_edit::Document;
use tr::tr;

use crate::domain::base_url::{BaseUrl, VENDOR_URL};
use crate::domain::channel::Personal;
use crate::error::Error;
use crate::local::config::names::{
    check_endpoint, check_name, is_secret_name, key_refused, name_shown,
};
use crate::local::config::owner;
use crate::local::files;
use crate::local::key_store::KeyStore;
use crate::local::options::{Format, Lang, When, words};
use crate::local::paths::Paths;
use crate::text::duty;

/// What `config.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The context to use where nobody names one.
    pub context: Option<String>,
    /// Table or JSON.
    pub output: Option<Format>,
    /// The language.
    pub lang: Option<Lang>,
    /// When to color.
    pub color: Option<When>,
    /// Words that stand for the words of a command.
    pub alias: BTreeMap<String, String>,
    /// Paths in place of the contract's, by operationId.
    pub endpoints: BTreeMap<String, String>,
    /// The contexts by name.
    pub contexts: BTreeMap<String, Context>,
    /// Entries that mean nothing to duty: their line and name. They are kept, and pointed out.
    #[serde(skip)]
    pub unknown: Vec<String>,
    /// That others can change the file, as a sentence.
    #[serde(skip)]
    pub shared: Option<String>,
}

/// One context: an account on a server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The server; the vendor's own where there is none.
    pub base_url: Option<String>,
    /// Where its console is; the vendor's own has its place.
    pub console_url: Option<String>,
    /// Where the key is kept; `None` where none was stored.
    pub key_store: Option<KeyStore>,
    /// The id that the server has for the stored key, where duty knows it.
    pub key_id: Option<u64>,
    /// Salted hashes of the keys that may be in the store for this context and its server
    /// ([`crate::local::fingerprints::is_marked`]); empty where duty stored none.
    pub key_marks: Vec<String>,
    /// Table or JSON, in this context.
    pub output: Option<Format>,
    /// The language, in this context.
    pub lang: Option<Lang>,
    /// Personal channels that this private deployment has switched off.
    #[serde(deserialize_with = "channels")]
    pub channels_off: Vec<Personal>,
}

impl Context {
    /// The server, as it is written.
    pub fn server(&self) -> &str {
        self.base_url.as_deref().unwrap_or(VENDOR_URL)
    }

    /// The id of its key, where that is certain: while one key takes the place of another there are two marks.
    pub fn certain_key_id(&self) -> Option<u64> {
        self.key_id.filter(|_| self.key_marks.len() < 2)
    }

    /// Whether it belongs to this server.
    pub fn is_for(&self, base_url: &BaseUrl) -> bool {
        BaseUrl::parse(self.server()).is_ok_and(|own| own == *base_url)
    }
}

fn channels<'de, D: Deserializer<'de>>(list: D) -> Result<Vec<Personal>, D::Error> {
    let words = Vec::<String>::deserialize(list)?.into_iter();
    words
        .map(|word| Personal::of_word(&word).ok_or_else(|| D::Error::custom("no such channel")))
        .collect()
}

/// Where the file is.
pub fn file(paths: &Paths) -> Result<PathBuf, Error> {
    Ok(paths.config()?.join("config.toml"))
}

impl Config {
    /// What the file says; nothing where there is none.
    pub fn load(paths: &Paths) -> Result<Config, Error> {
        let Ok(file) = file(paths) else {
            return Ok(Config::default());
        };
        let Some(text) = files::read_text(&file, files::MIB)? else {
            return Ok(Config::default());
        };
        let mut config = Config::parse(&text, &file)?;
        config.shared = owner::check(&file, config.redirects())?;
        Ok(config)
    }

    /// What this text says; `file` is for the errors.
    pub fn parse(text: &str, file: &Path) -> Result<Config, Error> {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let source = Source { text, file };
        let mut unknown = Vec::new();
        let mut track = serde_path_to_error::Track::new();
        let document = toml_edit::de::Deserializer::from(source.parse()?);
        let document = serde_path_to_error::Deserializer::new(document, &mut track);
        let read = serde_ignored::deserialize(document, |path| unknown.push(keys_to(&path)));
        let mut config: Config = read.map_err(|_| {
            let path = track.path();
            let keys: Vec<&str> = path.iter().filter_map(key_of).collect();
            source.wrong_at(&keys, &expected(&keys))
        })?;
        for name in config.contexts.keys() {
            check_name(name).map_err(|why| source.wrong_at(&["contexts", name], &why.message))?;
        }
        for (name, path) in &config.endpoints {
            check_endpoint(path)
                .map_err(|why| source.wrong_at(&["endpoints", name], &why.message))?;
        }
        if !unknown.is_empty() {
            config.unknown = source.unknown(&unknown)?;
        }
        Ok(config)
    }

    /// Whether it says where a key is sent, or where one is kept, or can: an alias may have any option.
    fn redirects(&self) -> bool {
        let says = |own: &Context| own.base_url.is_some() || own.key_store.is_some();
        !self.endpoints.is_empty() || !self.alias.is_empty() || self.contexts.values().any(says)
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

/// What some editors put before the text, and want to see there again.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// What is to stand at the end of this path.
fn expected(path: &[&str]) -> String {
    let words = match path {
        ["endpoints" | "contexts"] => return tr!("expected a table"),
        ["contexts", _] => return tr!("a context is a table"),
        ["endpoints", _] => return tr!("expected text in quotes"),
        [.., "key_id"] => return tr!("expected a number"),
        [.., "key_marks"] => return tr!("expected a list of texts in quotes"),
        [.., "channels_off"] => return tr!("expected a list of: voice, sms, email, app"),
        [.., "output"] => words::<Format>(),
        [.., "lang"] => words::<Lang>(),
        [.., "color"] => words::<When>(),
        [.., "key_store"] => words::<KeyStore>(),
        _ => return tr!("expected text in quotes"),
    };
    tr!("expected one of: {words}", words)
}

fn key_of(segment: &serde_path_to_error::Segment) -> Option<&str> {
    match segment {
        serde_path_to_error::Segment::Map { key } => Some(key),
        _ => None,
    }
}

fn keys_to(path: &serde_ignored::Path) -> Vec<String> {
    use serde_ignored::Path;
    match path {
        Path::Map { parent, key } => {
            let mut keys = keys_to(parent);
            keys.push(key.clone());
            keys
        }
        // Nothing but tables is on the way to an entry.
        _ => Vec::new(),
    }
}

/// Where the value at the end of this path is.
fn span<K: AsRef<str>>(document: &Document<&str>, path: &[K]) -> Option<Range<usize>> {
    let mut item = document.as_item();
    for key in path {
        item = item.get(key.as_ref())?;
    }
    item.span()
}

struct Source<'a> {
    text: &'a str,
    file: &'a Path,
}

impl<'a> Source<'a> {
    fn parse(&self) -> Result<Document<&'a str>, Error> {
        Document::parse(self.text)
            .map_err(|error| self.wrong(error.span(), &error.message().replace('\n', ", ")))
    }

    fn wrong_at(&self, path: &[&str], why: &str) -> Error {
        let document = self.parse().ok();
        self.wrong(document.and_then(|document| span(&document, path)), why)
    }

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
        .at(file.to_string(), line, column)
        .hint(tr!("fix the file by hand; duty does not overwrite it"))
    }

    /// The entries that mean nothing: a misspelt one would be missed silently, and a key is refused.
    fn unknown(&self, paths: &[Vec<String>]) -> Result<Vec<String>, Error> {
        let document = self.parse()?;
        let ends: Vec<usize> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        let mut unknown = Vec::new();
        for path in paths {
            let at = span(&document, path);
            let Some((name, above)) = path.split_last() else {
                continue;
            };
            if is_secret_name(name) {
                return Err(self.wrong(at, &key_refused().message).hint(tr!(
                    "take it out, and give it to '{command}', which keeps it in the keyring",
                    command = duty!("auth login")
                )));
            }
            let start = at.map_or(0, |span| span.start);
            let line = ends.partition_point(|end| *end < start) + 1;
            let prefix: String = above.iter().map(|key| format!("{key}.")).collect();
            let name = name_shown(name);
            unknown.push(tr!("line {line}: {prefix}{name}", line, prefix, name));
        }
        Ok(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use crate::local::options::Format;

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
        assert_eq!(config.unknown, ["line 6: strange"]);
        assert_eq!(config.endpoints["device_list"], "/my/devices");
        let work = &config.contexts["work"];
        assert_eq!(work.key_store, Some(KeyStore::Keyring));
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
            let at = error.data.unwrap().location.unwrap();
            let place = format!("line {}, column {}:", at.line, at.column);
            assert!(error.message.contains(&place), "{}", error.message);
        }
    }

    #[test]
    fn a_misspelt_entry_is_pointed_out_and_a_key_is_not_shown() {
        let text = "[contexts.a]\nbase_ur = 'x'\nsbx-0123456789abcdefgh = 1\n";
        assert_eq!(
            parse(text).unwrap().unknown,
            ["line 2: contexts.a.base_ur", "line 3: contexts.a.…"]
        );
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let error = parse("\u{feff}output = 1").unwrap_err();
        assert!(
            error.message.contains("line 1, column 10"),
            "{}",
            error.message
        );
    }

    #[test]
    fn what_says_where_a_key_goes_redirects_and_nothing_else() {
        for (text, redirects) in [
            ("lang = 'zh'\n[contexts.a]\noutput = 'json'", false),
            ("[endpoints]\nx = '/x'", true),
            ("[alias]\nx = 'y'", true),
            ("[contexts.a]\nbase_url = 'https://a.example'", true),
            ("[contexts.a]\nkey_store = 'keyring'", true),
        ] {
            assert_eq!(parse(text).unwrap().redirects(), redirects, "{text}");
        }
    }

    #[test]
    fn what_is_to_stand_there_is_told() {
        for (text, expected) in [
            ("endpoints = 1", "expected a table"),
            ("contexts.a = 1", "a context is a table"),
            ("[contexts.a]\nkey_id = 'x'", "expected a number"),
            (
                "[contexts.a]\nchannels_off = 1",
                "expected a list of: voice, sms, email, app",
            ),
            ("lang = 'x'", "expected one of: en, zh"),
            ("context = 1", "expected text in quotes"),
        ] {
            let said = parse(text).unwrap_err().message;
            assert!(said.ends_with(expected), "{text}: {said}");
        }
    }
}
