//! Tables for people: no borders, aligned also for wide characters, cut to the width of a terminal
//! and left whole everywhere else; or wrapped, where the end of a cell matters.

use comfy_table::{Attribute, Cell, Color, ContentArrangement};

use crate::domain::console::{Console, Page};
use crate::text::{Account, visible};
use crate::ui::Tone;
use crate::ui::links::linked;

/// A table: columns and rows of text, each cell with its tone.
#[derive(Clone, Debug, Default)]
pub struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<(String, Tone)>>,
    /// What leads where, from the top.
    links: Vec<(String, Page)>,
    wrap: bool,
}

impl Table {
    /// A table with these column headings.
    pub fn new<S: Into<String>>(headers: impl IntoIterator<Item = S>) -> Table {
        Table {
            headers: headers.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            links: Vec::new(),
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

    /// In the last row this cell leads to this page.
    pub fn link(&mut self, cell: usize, page: Page) {
        let text = self.rows.last().and_then(|row| row.get(cell));
        if let Some((text, _)) = text {
            self.links.push((visible(text), page));
        }
    }

    /// The rendered text with its links, each in a line of its own below the one before. What was cut has none.
    pub(super) fn with_links(&self, rendered: &str, console: &Console) -> String {
        let mut lines: Vec<String> = rendered.split_inclusive('\n').map(str::to_owned).collect();
        let mut from = usize::from(!self.headers.is_empty());
        for (text, page) in &self.links {
            let url = page.address(console).url;
            let place = lines.iter().enumerate().skip(from);
            let found = place
                .filter_map(|(at, line)| Some((at, linked(line, text, &url)?)))
                .next();
            if let Some((at, line)) = found {
                lines[at] = line;
                from = at + 1;
            }
        }
        lines.concat()
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

    #[test]
    fn a_link_is_in_the_line_of_its_row_and_changes_no_width() {
        let page = |id: &str| Page::Incident(id.to_owned());
        let mut table = Table::new(["INCIDENT", "TITLE"]);
        for (num, title) in [("0E83EE", "a"), ("0E83EE", "b"), ("TITLE", "a long title")] {
            table.row([(num.into(), Tone::Plain), (title.into(), Tone::Plain)]);
            table.link(0, page(num));
        }
        let console = Console::Private("https://c.example".into());
        let plain = table.render(Some(30), false);
        let text = table.with_links(&plain, &console);
        assert_eq!(crate::ui::links::without(&text), plain);
        let lines: Vec<&str> = text.lines().collect();
        assert!(!lines[0].contains("c.example"), "{text}");
        for line in &lines[1..] {
            assert_eq!(
                line.matches("https://c.example/incident/detail/").count(),
                1,
                "{text}"
            );
        }
    }
}
