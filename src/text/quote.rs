//! A word as a shell reads it.

use std::borrow::Cow;

use crate::text::visible::is_unsafe;

/// The word, quoted where a shell would see more in it than the word itself. A control character is written as
/// an escape (`$'…'`, of POSIX since 2024), so that no text drives the terminal that it is shown on.
pub fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "@%+=:,./_-".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return Cow::Borrowed(word);
    }
    if !word.contains(is_unsafe) {
        return Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")));
    }
    let mut escaped = String::from("$'");
    for c in word.chars() {
        match c {
            // Byte by byte: three octal digits are the one escape that ends where it should. A shell that does not know
            // `$'…'` sees a quoted word as well, in which nothing ends the quotes.
            c if is_unsafe(c) || matches!(c, '\'' | '\\') => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    escaped += &format!("\\{byte:03o}");
                }
            }
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped + "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shell that does not know `$'…'` reads it as a `$` and a word in quotes.
    #[test]
    fn nothing_ends_the_quotes_but_their_end() {
        let word = quoted("zh\u{202e}'; touch x #\\");
        assert_eq!(word, r"$'zh\342\200\256\047; touch x #\134'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
