//! A list to choose from, by the arrow keys: each item has one row of the window, whatever its name is, and what does
//! not fit the window is on pages. dialoguer's has English of its own on its pages, and no way out but Esc.

use std::io;

use console::{Key, Term, measure_text_width};
use tr::tr;

use crate::ui::cut::cut;

/// Columns after a question for what is chosen.
pub(crate) const CHOSEN: usize = 16;

const CTRL_D: char = '\u{4}';
/// Nothing is stopped in the middle of a list: whoever presses these does not want to choose.
const CTRL_Z: char = '\u{1a}';
const CTRL_BACKSLASH: char = '\u{1c}';

/// One of `items`; none where the person left with Esc, Ctrl-D or q.
pub(crate) fn choose(term: &Term, question: &str, items: &[String]) -> io::Result<Option<usize>> {
    let hidden = Hidden::begin(term)?;
    let question = asked(question);
    let mut at = 0;
    let chosen = loop {
        let (rows, columns) = term.size();
        let window = (usize::from(columns), usize::from(rows));
        let lines = drawn(&question, items, at, window);
        term.write_str(&(lines.join("\r\n") + "\r\n"))?;
        let key = term.read_key()?;
        term.clear_last_lines(lines.len())?;
        match moved(&key, at, items.len(), room(window.1, items.len())) {
            Then::To(next) => at = next,
            Then::Take => break Some(at),
            Then::Leave => break None,
        }
    };
    if let Some(item) = chosen.and_then(|at| items.get(at)) {
        let columns = usize::from(term.size().1);
        let left = columns.saturating_sub(measure_text_width(&question) + 2);
        term.write_line(&format!("{question} {}", cut(item, left)))?;
    }
    drop(hidden);
    Ok(chosen)
}

/// The cursor is gone while this lives.
struct Hidden<'a>(&'a Term);

impl Hidden<'_> {
    fn begin(term: &Term) -> io::Result<Hidden<'_>> {
        term.hide_cursor()?;
        Ok(Hidden(term))
    }
}

impl Drop for Hidden<'_> {
    fn drop(&mut self) {
        let _ = self.0.show_cursor();
    }
}

/// What is no question by its sign ends with a colon.
fn asked(question: &str) -> String {
    let sign = match question.chars().next_back() {
        Some('?' | '？') => "",
        Some(last) if last as u32 > 0x2e80 => "：",
        _ => ":",
    };
    format!("{question}{sign}")
}

/// How many items a window of so many rows shows at a time: it has the question too, the row of the cursor, and where
/// not all fit, which of them these are.
fn room(rows: usize, count: usize) -> usize {
    match count + 2 <= rows {
        true => count.max(1),
        false => rows.saturating_sub(3).max(1),
    }
}

/// The rows of the window.
fn drawn(
    question: &str,
    items: &[String],
    at: usize,
    (columns, rows): (usize, usize),
) -> Vec<String> {
    let room = room(rows, items.len());
    let first = at / room * room;
    let mut lines = vec![question.to_owned()];
    for (index, item) in items.iter().enumerate().skip(first).take(room) {
        let sign = if index == at { '>' } else { ' ' };
        lines.push(format!("{sign} {}", cut(item, columns.saturating_sub(3))));
    }
    if room < items.len() {
        let last = (first + room).min(items.len());
        let text = tr!("  {0} to {1} of {2}", first + 1, last, items.len());
        lines.push(cut(&text, columns.saturating_sub(1)));
    }
    lines
}

#[derive(Debug, PartialEq, Eq)]
enum Then {
    To(usize),
    Take,
    Leave,
}

/// What a key does to the choice `at` of `count`, of which `room` are on a page.
fn moved(key: &Key, at: usize, count: usize, room: usize) -> Then {
    let last = count.saturating_sub(1);
    Then::To(match key {
        Key::Enter | Key::Char(' ') => return Then::Take,
        Key::Escape | Key::Char('q' | CTRL_D | CTRL_Z | CTRL_BACKSLASH) => return Then::Leave,
        Key::ArrowDown | Key::Tab | Key::Char('j') => (at + 1) % count.max(1),
        Key::ArrowUp | Key::BackTab | Key::Char('k') => at.checked_sub(1).unwrap_or(last),
        Key::ArrowRight | Key::PageDown | Key::Char('l') => (at / room + 1)
            .checked_mul(room)
            .filter(|next| *next <= last)
            .unwrap_or(last),
        Key::ArrowLeft | Key::PageUp | Key::Char('h') => (at / room).saturating_sub(1) * room,
        Key::Home => 0,
        Key::End => last,
        _ => at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(count: usize) -> Vec<String> {
        (1..=count).map(|one| format!("item {one}")).collect()
    }

    #[test]
    fn what_does_not_fit_is_on_pages() {
        let all = items(20);
        for (at, seen) in [(0, "item 1"), (6, "item 7"), (7, "item 8"), (19, "item 20")] {
            let lines = drawn("Which?", &all, at, (30, 10));
            assert!(lines.len() < 10, "{lines:?}");
            assert!(lines.contains(&format!("> {seen}")), "{lines:?}");
        }
        assert_eq!(
            drawn("Which?", &all, 19, (30, 10)).last().unwrap(),
            "  15 to 20 of 20"
        );
        assert_eq!(drawn("Which?", &items(8), 0, (30, 10)).len(), 9);
        assert_eq!(drawn("Which?", &items(9), 0, (30, 10)).len(), 9);
        assert_eq!(drawn("Which?", &items(2), 1, (30, 1))[1], "> item 2");
    }

    #[test]
    fn keys_move_and_leave() {
        let to = |key, at| moved(&key, at, 20, 7);
        assert_eq!(to(Key::ArrowDown, 19), Then::To(0));
        assert_eq!(to(Key::ArrowUp, 0), Then::To(19));
        assert_eq!(to(Key::ArrowRight, 8), Then::To(14));
        assert_eq!(to(Key::PageDown, 15), Then::To(19));
        assert_eq!(to(Key::ArrowLeft, 8), Then::To(0));
        assert_eq!(to(Key::Char(CTRL_D), 3), Then::Leave);
        assert_eq!(to(Key::Escape, 3), Then::Leave);
        assert_eq!(to(Key::Char(CTRL_Z), 3), Then::Leave);
        assert_eq!(to(Key::Char(CTRL_BACKSLASH), 3), Then::Leave);
        assert_eq!(to(Key::Enter, 3), Then::Take);
        assert_eq!(to(Key::Char('x'), 3), Then::To(3));
    }
}
