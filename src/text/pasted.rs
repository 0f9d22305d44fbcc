//! What a person pastes, read as it is meant: without what came along from a page, a chat or a file.

use std::borrow::Cow;

/// The text without white space, quotes and invisible characters around it, without invisible ones in it, and with
/// letters and digits of full width as plain ones.
pub fn pasted(text: &str) -> Cow<'_, str> {
    let trimmed = unquoted(unmarked(text.trim_matches(is_around)));
    if trimmed.chars().all(|c| !is_invisible(c) && plain(c) == c) {
        return Cow::Borrowed(trimmed);
    }
    let cleaned: String = trimmed
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(plain)
        .collect();
    // A quote or a space may have been of full width.
    Cow::Owned(unquoted(cleaned.trim_matches(is_around)).to_owned())
}

/// A name that somebody gives: as it is, quotes and wide letters too, but for what came along and nobody sees. What
/// joins the signs of one picture stays.
pub fn pasted_name(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(is_around);
    let came_along = |c: char| is_invisible(c) && !matches!(c, '\u{200c}' | '\u{200d}');
    match trimmed.contains(came_along) {
        true => Cow::Owned(trimmed.replace(came_along, "")),
        false => Cow::Borrowed(trimmed),
    }
}

/// Without the marks of a terminal around what is pasted.
fn unmarked(text: &str) -> &str {
    let marked = text.strip_prefix("\u{1b}[200~");
    match marked.and_then(|text| text.strip_suffix("\u{1b}[201~")) {
        Some(between) => between.trim_matches(is_around),
        None => text,
    }
}

fn unquoted(text: &str) -> &str {
    const PAIRS: [(char, char); 6] = [
        ('"', '"'),
        ('\'', '\''),
        ('`', '`'),
        ('“', '”'),
        ('‘', '’'),
        ('<', '>'),
    ];
    let mut chars = text.chars();
    let ends = chars.next().zip(chars.next_back());
    let closing = ends.is_some_and(|ends| PAIRS.contains(&ends));
    match closing {
        true => chars.as_str().trim_matches(is_around),
        false => text,
    }
}

fn is_around(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Zero width, soft hyphen, direction marks, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_read_as_it_is_meant() {
        for text in [
            " 123456\n",
            "\u{feff}123456\r\n",
            "１２３４５６",
            "\"123456\"",
            "'123456' ",
            "“１２３456”",
            "123\u{200b}456",
            "\u{202a}123456\u{202c}",
            "\u{3000}123456\u{a0}",
            "＂123456＂",
        ] {
            assert_eq!(pasted(text), "123456", "{text:?}");
        }
        assert_eq!(pasted_name("\u{feff} 王\u{200b}五 \u{200b}"), "王五");
        assert_eq!(pasted_name("“Ａ”"), "“Ａ”");
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(pasted_name(family), family);
        assert_eq!(pasted("two words"), "two words");
        assert_eq!(pasted("a\nb"), "a\nb");
        assert_eq!(pasted("it's"), "it's");
        assert_eq!(pasted("\""), "\"");
        assert_eq!(pasted(" 张三 "), "张三");
    }
}
