//! A command line that is not finished: its words as the program would get them, and of the last one how it is
//! quoted and what of it stands already.

/// In what a word ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// No quote is open.
    None,
    /// `'`
    Single,
    /// `"`
    Double,
}

/// A word as the program gets it, and whether a quote is open at its end.
pub fn unquoted(raw: &str) -> (String, Quote) {
    let mut word = String::with_capacity(raw.len());
    let mut quote = Quote::None;
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Quote::None, '\'') => quote = Quote::Single,
            (Quote::None, '"') => quote = Quote::Double,
            (Quote::Single, '\'') | (Quote::Double, '"') => quote = Quote::None,
            (Quote::None, '\\') => word.extend(rest.next()),
            (Quote::Double, '\\') => match rest.next() {
                Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                other => word.extend(['\\'].into_iter().chain(other)),
            },
            (_, c) => word.push(c),
        }
    }
    (word, quote)
}

/// The words of a line of bash, raw; the last one is what is being typed, and may be empty.
pub fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut begin = None;
    let mut quote = Quote::None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        let blank = c.is_ascii_whitespace() && quote == Quote::None && !escaped;
        match begin {
            Some(from) if blank => {
                words.push(&line[from..at]);
                begin = None;
            }
            None if !blank => begin = Some(at),
            _ => {}
        }
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quote, c) {
            (Quote::None | Quote::Double, '\\') => escaped = true,
            (Quote::None, '\'') => quote = Quote::Single,
            (Quote::None, '"') => quote = Quote::Double,
            (Quote::Single, '\'') | (Quote::Double, '"') => quote = Quote::None,
            _ => {}
        }
    }
    words.push(begin.map_or("", |from| &line[from..]));
    words
}

/// A text as it is typed where such a quote is open.
pub fn typed(text: &str, quote: Quote) -> String {
    let mut typed = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        match quote {
            Quote::None if !(c.is_alphanumeric() || "@%+=:,./_-".contains(c)) => {
                typed.extend(['\\', c]);
            }
            Quote::Double if matches!(c, '"' | '\\' | '$' | '`') => typed.extend(['\\', c]),
            // bash puts a line of its history there, whatever it says; a backslash before it would stay.
            Quote::Double if c == '!' => typed += "\"'!'\"",
            Quote::Single if c == '\'' => typed += r"'\''",
            _ => typed.push(c),
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_falls_into_the_words_that_a_program_gets() {
        for (line, expected) in [
            ("duty ", vec!["duty", ""]),
            ("duty prefs  set cr", vec!["duty", "prefs", "set", "cr"]),
            (r"duty -f my\ pr", vec!["duty", "-f", r"my\ pr"]),
            (r#"duty -f "my pr"#, vec!["duty", "-f", r#""my pr"#]),
            (
                "duty -f 'a b' --im=x",
                vec!["duty", "-f", "'a b'", "--im=x"],
            ),
            (r#"duty "a\" b" c"#, vec!["duty", r#""a\" b""#, "c"]),
        ] {
            assert_eq!(words(line), expected, "{line}");
        }
        for (raw, word, quote) in [
            (r"my\ pr", "my pr", Quote::None),
            (r#""my pr"#, "my pr", Quote::Double),
            (r#""a\"\b"#, r#"a"\b"#, Quote::Double),
            (r"'a\'b", r"a\b", Quote::None),
            ("'a b", "a b", Quote::Single),
        ] {
            assert_eq!(unquoted(raw), (word.to_owned(), quote), "{raw}");
        }
    }

    #[test]
    fn no_line_of_the_history_takes_a_words_place() {
        assert_eq!(typed("a!b", Quote::Double), "a\"'!'\"b");
        assert_eq!(typed("a!b", Quote::None), r"a\!b");
        assert_eq!(typed("a!b", Quote::Single), "a!b");
    }

    proptest::proptest! {
        #[test]
        fn what_is_typed_is_what_is_meant(text in "[ -~运]{0,12}") {
            for (quote, open) in [(Quote::None, ""), (Quote::Single, "'"), (Quote::Double, "\"")] {
                let raw = format!("{open}{}", typed(&text, quote));
                let line = format!("duty {raw}");
                proptest::prop_assert_eq!(words(&line), vec!["duty", raw.as_str()]);
                proptest::prop_assert_eq!(unquoted(&raw), (text.clone(), quote));
            }
        }
    }
}
