//! Tables for people: no borders, aligned also for wide characters, cut to the width of a terminal
//! and left whole everywhere else; or wrapped, where the end of a cell matters.

use comfy_table::{Attribute, Cell, Color, ContentArrangement};

use crate::text::{Account, visible};
use crate::ui::Tone;

/// A table: columns and rows of text, each cell with its tone.
#[derive(Clone, Debug, Default)]
pub struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<(String, Tone)>>,
    wrap: bool,
}

impl Table {
    /// A table with these column headings.
    pub fn new<S: Into<String>>(headers: impl IntoIterator<Item = S>) -> Table {
        Table {
            headers: headers.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            wrap: false,
        }
    }

    /// What is too wide for the terminal goes on in the next line of its cell instead of being cut.
    #[must_use]
    pub fn wrapping(mut self) -> Table {
        self.wrap = true;
        self
    }

    /// A table of two columns without headings: names and values.
    pub fn of_fields() -> Table {
        Table::default()
    }

    /// One more row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = (String, Tone)>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// One more field.
    pub fn field(&mut self, name: String, value: impl Into<String>) {
        self.row([(name, Tone::Faint), (value.into(), Tone::Plain)]);
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The same with its commands written out.
    #[must_use]
    pub fn told_in(&self, account: &Account) -> Table {
        let mut table = self.clone();
        for (text, _) in table.rows.iter_mut().flatten() {
            *text = account.text(text).into_owned();
        }
        table
    }

    /// As text, cut to `width` columns where there is one.
    pub fn render(&self, width: Option<usize>, color: bool) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_content_arrangement(match width {
            Some(_) => ContentArrangement::Dynamic,
            None => ContentArrangement::Disabled,
        });
        if let Some(width) = width {
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        if color {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        if !self.headers.is_empty() {
            table.set_header(
                self.headers
                    .iter()
                    .map(|text| cell(text, Tone::Strong, color)),
            );
        }
        for row in &self.rows {
            let mut cells =
                comfy_table::Row::from(row.iter().map(|(text, tone)| cell(text, *tone, color)));
            if width.is_some() && !self.wrap {
                cells.max_height(1);
            }
            table.add_row(cells);
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        table.trim_fmt() + "\n"
    }
}

fn cell(text: &str, tone: Tone, color: bool) -> Cell {
    let cell = Cell::new(visible(text));
    if !color {
        return cell;
    }
    match tone {
        Tone::Plain => cell,
        Tone::Strong => cell.add_attribute(Attribute::Bold),
        Tone::Faint => cell.add_attribute(Attribute::Dim),
        Tone::Good => cell.fg(Color::Green),
        Tone::Caution => cell.fg(Color::Yellow),
        Tone::Bad => cell.fg(Color::Red),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new(["NAME", "STATE"]);
        table.row([
            ("飞书-运维值班".into(), Tone::Plain),
            ("on".into(), Tone::Good),
        ]);
        table.row([
            ("Slack".into(), Tone::Plain),
            ("off\u{1b}".into(), Tone::Bad),
        ]);
        table
    }

    #[test]
    fn wide_characters_align_and_nothing_escapes() {
        assert_eq!(
            sample().render(None, false),
            "NAME           STATE\n飞书-运维值班  on\nSlack          off\\u{1b}\n"
        );
    }

    #[test]
    fn a_terminal_cuts_and_never_wraps() {
        let text = sample().render(Some(14), false);
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(
            text.lines()
                .all(|line| console::measure_text_width(line) <= 14),
            "{text}"
        );
        assert!(text.contains('…'), "{text}");
    }
}
