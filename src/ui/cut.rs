//! Text in fewer columns than it has: cut in the middle, so that both of its ends tell it from others.

use console::measure_text_width;

/// What stands for what was cut out.
const CUT: char = '…';

/// The text in at most `columns`; with no room for more than a sign it is that sign.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if measure_text_width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else {
        return String::new();
    };
    let head = within(text.chars(), room.div_ceil(2));
    let mut tail = within(text.chars().rev(), room / 2);
    tail.reverse();
    head.into_iter().chain([CUT]).chain(tail).collect()
}

/// As many of these characters as have room.
fn within(characters: impl Iterator<Item = char>, columns: usize) -> Vec<char> {
    let mut used = 0;
    let fits = |c: &char| {
        used += measure_text_width(c.encode_utf8(&mut [0; 4]));
        used <= columns
    };
    characters.take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_stay() {
        assert_eq!(cut("billing-api-prod-1", 18), "billing-api-prod-1");
        assert_eq!(cut("billing-api-prod-1", 9), "bill…od-1");
        assert_eq!(cut("飞书-运维值班-北京", 10), "飞书-…北京");
        assert_eq!(cut("飞书-运维值班-北京", 9), "飞书…北京");
        assert_eq!(cut("abc", 1), "…");
        assert_eq!(cut("abc", 0), "");
    }
}
