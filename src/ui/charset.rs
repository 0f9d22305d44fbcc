//! The characters that the terminal shows, as far as the locale tells, and duty's own signs in those.

use std::borrow::Cow;

use crate::local::environment::Environment;

/// The characters that the terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    Unicode,
    /// Those of another character set.
    Other,
    /// No others than those of ASCII: the locale is C, or POSIX. The terminal may show more; nobody says.
    Ascii,
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
                locale if locale == "c" || locale == "posix" => Charset::Ascii,
                _ => Charset::Unknown,
            },
            None => Charset::Unknown,
        }
    }

    /// Whether the locale says that more than ASCII is not shown.
    pub fn is_narrow(self) -> bool {
        matches!(self, Charset::Other | Charset::Ascii)
    }

    /// The text with its signs as this shows them. Names are left as the server has them.
    pub fn signs(self, text: &str) -> Cow<'_, str> {
        match self.is_narrow() && text.contains('…') {
            true => Cow::Owned(text.replace('…', "...")),
            false => Cow::Borrowed(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_says_what_is_shown() {
        let of = |name: &'static str, value| Charset::of(&Environment::of([(name, value)]));
        for (value, expected) in [
            ("C.UTF-8", Charset::Unicode),
            ("zh_CN.utf8", Charset::Unicode),
            ("zh_CN.GB18030", Charset::Other),
            ("C", Charset::Ascii),
            ("POSIX", Charset::Ascii),
            ("zh_CN", Charset::Unknown),
        ] {
            assert_eq!(of("LC_ALL", value), expected, "{value}");
        }
        assert_eq!(of("TERM", "C"), Charset::Unknown);
        assert_eq!(Charset::Ascii.signs("a … 飞书"), "a ... 飞书");
        assert_eq!(Charset::Unknown.signs("a …"), "a …");
    }
}
