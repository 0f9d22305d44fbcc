//! A line that is typed on a terminal: what is typed is seen, wide characters take their two columns, and a line that
//! is too long for the window scrolls within it. Esc and Ctrl-D leave it.

use std::io;

use console::{Key, Term, measure_text_width};

/// A line that is typed after `prompt`; none where the person left it. Where the terminal is `plain` nothing is
/// redrawn that need not be, and no cursor moves.
pub(crate) fn read(term: &Term, prompt: &str, plain: bool) -> io::Result<Option<String>> {
    let mut line = Line::default();
    term.write_str(prompt)?;
    let room = || usize::from(term.size().1).saturating_sub(measure_text_width(prompt) + 1);
    loop {
        let before = line.clone();
        match term.read_key()? {
            Key::Enter => {
                // The end of it may be out of sight.
                term.write_line("")?;
                return Ok(Some(line.text()));
            }
            Key::Escape | Key::Char(CTRL_D) => {
                term.write_line("")?;
                return Ok(None);
            }
            Key::Char(CTRL_U) => line = Line::default(),
            Key::Char(CTRL_W) => line.erase_word(),
            Key::Char(typed) if !typed.is_control() => line.insert(typed),
            Key::Backspace => line.erase(),
            Key::Del if !plain => line.erase_next(),
            Key::ArrowLeft if !plain => line.at = line.at.saturating_sub(1),
            Key::ArrowRight if !plain => line.at = (line.at + 1).min(line.typed.len()),
            Key::Home if !plain => line.at = 0,
            Key::End if !plain => line.at = line.typed.len(),
            _ => {}
        }
        term.write_str(&line.shown_after(&before, prompt, room().max(2), plain))?;
    }
}

const CTRL_D: char = '\u{4}';
const CTRL_U: char = '\u{15}';
const CTRL_W: char = '\u{17}';

/// What was typed, and before which of its characters the cursor stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Line {
    typed: Vec<char>,
    at: usize,
}

impl Line {
    fn text(&self) -> String {
        self.typed.iter().collect()
    }

    fn insert(&mut self, typed: char) {
        self.typed.insert(self.at, typed);
        self.at += 1;
    }

    fn erase(&mut self) {
        if let Some(at) = self.at.checked_sub(1) {
            self.typed.remove(at);
            self.at = at;
        }
    }

    fn erase_next(&mut self) {
        if self.at < self.typed.len() {
            self.typed.remove(self.at);
        }
    }

    fn erase_word(&mut self) {
        let before = |at: usize| self.typed[..at].iter();
        let gap = before(self.at).rev().take_while(|c| c.is_whitespace());
        let end = self.at - gap.count();
        let word = before(end).rev().take_while(|c| !c.is_whitespace()).count();
        self.typed.drain(end - word..self.at);
        self.at = end - word;
    }

    /// What to write so that the terminal, which shows `before`, shows this.
    fn shown_after(&self, before: &Line, prompt: &str, room: usize, plain: bool) -> String {
        if self == before {
            return String::new();
        }
        let (old, new) = (before.text(), self.text());
        let at_ends = before.at == before.typed.len() && self.at == self.typed.len();
        // What a screen reader reads out is what is written.
        if at_ends && (plain || width(&old).max(width(&new)) <= room) {
            if let Some(more) = new.strip_prefix(&old) {
                return more.to_owned();
            }
            if let Some(gone) = old.strip_prefix(&new) {
                return "\u{8} \u{8}".repeat(width(gone));
            }
        }
        let (seen, after) = self.seen(room);
        let back = match after {
            0 => String::new(),
            columns => format!("\x1b[{columns}D"),
        };
        format!("\r\x1b[K{prompt}{seen}{back}")
    }

    /// The part of the line that the window shows, and how many of its columns are behind the cursor.
    fn seen(&self, room: usize) -> (String, usize) {
        let of = |c: char| width(c.encode_utf8(&mut [0; 4]));
        let (mut start, mut columns) = (self.at, 0);
        while start > 0 && columns + of(self.typed[start - 1]) <= room {
            start -= 1;
            columns += of(self.typed[start]);
        }
        let (mut end, mut after) = (self.at, 0);
        while end < self.typed.len() && columns + after + of(self.typed[end]) <= room {
            after += of(self.typed[end]);
            end += 1;
        }
        (self.typed[start..end].iter().collect(), after)
    }
}

fn width(text: &str) -> usize {
    measure_text_width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, at: usize) -> Line {
        Line {
            typed: text.chars().collect(),
            at,
        }
    }

    #[test]
    fn a_wide_character_is_erased_with_both_columns() {
        let mut after = line("a是", 2);
        after.erase();
        let written = after.shown_after(&line("a是", 2), "? ", 20, false);
        assert_eq!(written, "\u{8} \u{8}\u{8} \u{8}");
    }

    #[test]
    fn in_the_middle_the_line_is_drawn_anew() {
        let mut after = line("是否", 1);
        after.insert('x');
        assert_eq!(
            after.shown_after(&line("是否", 1), "? ", 20, false),
            "\r\x1b[K? 是x否\x1b[2D"
        );
    }

    #[test]
    fn a_long_line_scrolls() {
        assert_eq!(line("0123456789", 10).seen(4), ("6789".into(), 0));
        assert_eq!(line("0123456789", 2).seen(4), ("0123".into(), 2));
        assert_eq!(line("一二三四", 4).seen(5), ("三四".into(), 0));
    }

    #[test]
    fn words_are_erased() {
        let mut typed = line("one two  ", 9);
        typed.erase_word();
        assert_eq!((typed.text(), typed.at), ("one ".into(), 4));
        typed.erase_word();
        typed.erase_word();
        assert_eq!(typed, Line::default());
    }
}
