//! The APP key: a type that cannot be printed, and where it is looked for.

use std::io::Read;

use secrecy::{ExposeSecret, SecretString};
use tr::tr;

use crate::error::{Error, Kind};
use crate::settings::{Environment, Settings, Source};

/// An APP key. It has no `Display`, its `Debug` says nothing, and it is wiped when dropped.
#[derive(Clone)]
pub struct AppKey(SecretString);

impl std::fmt::Debug for AppKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppKey(…)")
    }
}

impl AppKey {
    /// A key from text: line ends are cut, anything else that is not a key is refused. `from` is
    /// where it came from, for the error; the text itself is never in one.
    pub fn parse(text: &str, from: &str) -> Result<AppKey, Error> {
        let key = text.trim_end_matches(['\r', '\n']);
        let refused = |why: String| {
            Err(Error::new(Kind::Key, tr!("{from}: {why}", from, why))
                .hint(tr!("make a key in the console: Personal center > APP keys")))
        };
        if key.is_empty() {
            return refused(tr!("there is no key in it"));
        }
        if key.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return refused(tr!("a key has no white space in it"));
        }
        Ok(AppKey(SecretString::from(key.to_owned())))
    }

    /// A key as the server made it: whatever it is, it is not lost.
    pub fn as_made(text: &str) -> AppKey {
        AppKey(SecretString::from(text))
    }

    /// The key itself, for the request and for nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// A key and where it was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The key.
    pub key: AppKey,
    /// Where it was found.
    pub source: Source,
}

/// The variables that may hold a key, the first that is set wins.
pub const VARIABLES: [&str; 2] = ["DUTY_APP_KEY", "FLASHDUTY_APP_KEY"];

/// The key to use: `--app-key-stdin`, then the variables.
pub fn find(settings: &Settings, env: &Environment) -> Result<Found, Error> {
    if settings.app_key_stdin {
        let mut text = String::new();
        std::io::stdin()
            .take(64 * 1024)
            .read_to_string(&mut text)
            .map_err(|error| {
                Error::new(
                    Kind::Key,
                    tr!("cannot read the key from standard input: {0}", error),
                )
            })?;
        let key = AppKey::parse(&text, &tr!("standard input"));
        // The copy that was read is not the one that is kept.
        drop(SecretString::from(text));
        return Ok(Found {
            key: key?,
            source: Source::Flag("--app-key-stdin"),
        });
    }
    if let Some((name, text)) = env.first(&VARIABLES) {
        return Ok(Found {
            key: AppKey::parse(text, name)?,
            source: Source::Variable(name),
        });
    }
    Err(
        Error::new(Kind::Key, tr!("there is no APP key to work with")).hint(tr!(
            "make a key in the console (Personal center > APP keys) and set DUTY_APP_KEY to it; or try any command with --sandbox, which needs none"
        )),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_cut_at_the_line_end_and_never_shown() {
        let key = AppKey::parse("CANARY-123\r\n", "x").unwrap();
        assert_eq!(key.expose(), "CANARY-123");
        assert!(!format!("{key:?}").contains("CANARY"));
        for bad in ["", "\n", "two words", "tab\there", "esc\u{1b}"] {
            let error = AppKey::parse(bad, "DUTY_APP_KEY").unwrap_err();
            assert_eq!(error.kind, Kind::Key);
            assert!(bad.trim().is_empty() || !error.message.contains(bad));
        }
    }
}
