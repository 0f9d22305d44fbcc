//! Reading `config.toml`: what is wrong is told by line and column, and never repeated.

use std::ops::Range;
use std::path::Path;

use toml_edit::{Document, Item, TableLike};
use tr::tr;

use crate::domain::channel::Personal;
use crate::error::Error;
use crate::local::config::{
    Config, Context, Place, check_endpoint, check_name, is_secret_name, key_refused,
    looks_like_key, words,
};
use crate::text::duty;

impl Config {
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
        let mut unknown = reader.unknown(root, "", &ENTRIES);
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
                unknown.extend(reader.unknown(table, &format!("contexts.{name}."), &OF_CONTEXT));
                config
                    .contexts
                    .insert(name.to_owned(), reader.context(table)?);
            }
        }
        config.unknown = unknown;
        Ok(config)
    }
}

/// What the file may say, beside and in its contexts.
const ENTRIES: [&str; 6] = [
    "context",
    "output",
    "lang",
    "color",
    "endpoints",
    "contexts",
];
const OF_CONTEXT: [&str; 6] = [
    "base_url",
    "key_store",
    "key_id",
    "output",
    "lang",
    "channels_off",
];

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
        .at(file.to_string(), line, column)
        .hint(tr!("mend the file by hand; duty does not overwrite it"))
    }

    /// The entries of a table that are none of these: a misspelt one would be missed silently.
    fn unknown(&self, table: &dyn TableLike, prefix: &str, known: &[&str]) -> Vec<String> {
        table
            .iter()
            .filter(|(name, _)| !known.contains(name))
            .map(|(name, item)| {
                let start = item.span().map_or(0, |span| span.start);
                let line = self.text[..start].matches('\n').count() + 1;
                // Its name might be a key in the wrong place.
                let name = if looks_like_key(name) { "…" } else { name };
                tr!("line {line}: {prefix}{name}", line, prefix, name)
            })
            .collect()
    }

    fn refuse_keys(&self, table: &dyn TableLike) -> Result<(), Error> {
        match table.iter().find(|(name, _)| is_secret_name(name)) {
            None => Ok(()),
            Some((_, item)) => {
                let refused = key_refused();
                Err(self.wrong(item.span(), &refused.message).hint(tr!(
                    "take it out, and give it to '{command}', which keeps it in the keyring",
                    command = duty!("auth login")
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
            let at = error.location.unwrap();
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
}
