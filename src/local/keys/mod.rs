//! The APP key: a type that cannot be printed, and where it is looked for.
//!
//! `store.rs` keeps the key of a context, in the keyring (`keyring.rs`) or, where the user insists,
//! in a file (`file.rs`).

mod file;
mod keyring;
pub mod store;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tr::tr;

pub use crate::local::config::Place;

use crate::error::{Error, Kind};
use crate::local::config;
use crate::local::environment::Environment;
use crate::local::paths::Paths;
use crate::local::settings::{Settings, Source};
use crate::text::duty;

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

    /// What may be shown to tell one key from another: its last four characters, and nothing of a
    /// key so short that four would matter.
    pub fn masked(&self) -> String {
        let length = self.expose().chars().count();
        if length < 16 {
            return "…".to_owned();
        }
        let end: String = self.expose().chars().skip(length - 4).collect();
        format!("…{end}")
    }
}

/// In a time that does not depend on where two keys differ.
impl PartialEq for AppKey {
    fn eq(&self, other: &AppKey) -> bool {
        self.expose()
            .as_bytes()
            .ct_eq(other.expose().as_bytes())
            .into()
    }
}

impl Eq for AppKey {}

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

/// The key to use: `--app-key-stdin` (which `from_stdin` reads), then the variables, then the stored key of the context. The
/// store is not touched where something before it gave a key.
///
/// # Errors
/// `Key` where there is none or the store does not give it (see [`store::KeyringFailure`]), `NotFound`
/// where there is no such context, `Usage` where a variable stands in the way of the context that
/// was asked for.
pub fn find(
    settings: &Settings,
    env: &Environment,
    paths: &Paths,
    from_stdin: impl FnOnce() -> Result<AppKey, Error>,
) -> Result<Found, Error> {
    check_context(settings)?;
    if settings.app_key_stdin {
        return Ok(Found {
            key: from_stdin()?,
            source: Source::Flag("--app-key-stdin"),
        });
    }
    let context = &settings.context.value;
    let place = settings.own_context().and_then(|own| own.key_store);
    if let Some((name, text)) = env.first(&VARIABLES) {
        if settings.context_is_named() && place.is_some() {
            let asked = &settings.context.source;
            return Err(Error::usage(tr!(
                "{asked} asks for context {context}, but {name} holds another key, which would win",
                asked,
                context,
                name
            ))
            .hint(tr!(
                "unset {name} to use the key of the context, or leave the context out to use {name}",
                name
            )));
        }
        return Ok(Found {
            key: AppKey::parse(text, name)?,
            source: Source::Variable(name),
        });
    }
    match place {
        None => Err(missing(context)),
        Some(place) => Ok(Found {
            key: store::load(paths, context, place)?,
            source: Source::Stored(place, context.clone()),
        }),
    }
}

/// Whether the context that is asked for is there. Without a file there is still the default one.
///
/// # Errors
/// `NotFound` where it is not.
pub fn check_context(settings: &Settings) -> Result<(), Error> {
    let known = settings.own_context().is_some()
        || matches!(settings.context.source, Source::Default | Source::Sandbox);
    if known {
        return Ok(());
    }
    let name = config::name_shown(&settings.context.value);
    let asked = &settings.context.source;
    Err(Error::new(
        Kind::NotFound,
        tr!("there is no context '{name}' ({asked})", name, asked),
    )
    .detail(tr!("contexts: {0}", settings.config.names()))
    .hint(tr!(
        "'{command}' makes it",
        command = duty!("auth login --context", name)
    )))
}

fn missing(context: &str) -> Error {
    Error::new(
        Kind::Key,
        tr!("there is no APP key to work with in context {context}", context),
    )
    .reason(store::KeyringFailure::Missing)
    .hint(tr!("'{command}' keeps one in the keyring (make it in the console: Personal center > APP keys); DUTY_APP_KEY does for one run; --sandbox needs none", command = duty!("auth login")))
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

    #[test]
    fn little_of_a_key_is_shown_and_nothing_of_a_short_one() {
        let masked = |text: &str| AppKey::parse(text, "x").unwrap().masked();
        assert_eq!(masked("0123456789abcdef"), "…cdef");
        assert_eq!(masked("0123456789abcde"), "…");
    }

    #[test]
    fn keys_are_equal_when_they_are() {
        let key = |text: &str| AppKey::parse(text, "x").unwrap();
        assert_eq!(key("abc"), key("abc\n"));
        assert_ne!(key("abc"), key("abd"));
        assert_ne!(key("abc"), key("abcd"));
    }
}
