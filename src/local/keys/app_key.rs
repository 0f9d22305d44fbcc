//! The APP key: a type that cannot be printed.

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use tr::tr;

use crate::error::{Error, Kind};
use crate::text::pasted;

/// An APP key. It has no `Display`, its `Debug` says nothing, and it is wiped when dropped.
#[derive(Clone)]
pub struct AppKey(SecretString);

impl std::fmt::Debug for AppKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppKey(…)")
    }
}

impl AppKey {
    /// A key from text: what a paste brings along is cut, anything else that is not a key is refused. `from` is
    /// where it came from, for the error; the text itself is never in one.
    pub fn parse(text: &str, from: &str) -> Result<AppKey, Error> {
        let key = pasted(text);
        let refused = |why: String| {
            Err(Error::new(Kind::Key, tr!("{from}: {why}", from, why))
                .hint(tr!("make a key in the console: Personal center > APP keys")))
        };
        if key.is_empty() {
            return refused(tr!("there is no key in it"));
        }
        // What is wrong is named; where it is not seen, it would be looked for in vain.
        if key.contains(['\n', '\r']) {
            return refused(tr!("there is a line break in the middle of the key"));
        }
        if key.chars().any(char::is_whitespace) {
            return refused(tr!("there is white space in the middle of the key"));
        }
        if key.chars().any(char::is_control) {
            return refused(tr!("there is a control character in the key"));
        }
        Ok(AppKey(SecretString::from(key.into_owned())))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_cut_at_the_line_end_and_never_shown() {
        let key = AppKey::parse("CANARY-123\r\n", "x").unwrap();
        assert_eq!(key.expose(), "CANARY-123");
        assert_eq!(format!("{key:?}"), "AppKey(…)");
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
