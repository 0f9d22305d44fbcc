//! Tables for people: no borders, aligned also for wide characters. On a terminal what has no room in a line goes on in
//! the next one of its cell, by the rules of its language; where words would have to be broken for that, each row
//! becomes a block of its own. Everywhere else rows are left whole.

use comfy_table::{Attribute, Cell, Color, ContentArrangement};

use crate::domain::console::{Console, Page};
use crate::text::{Account, visible};
use crate::ui::Tone;
use crate::ui::fit::{Wish, keeps_words, widths};
use crate::ui::links::linked;
use crate::ui::wrap;

/// A table: columns and rows of text, each cell with its tone.
#[derive(Clone, Debug, Default)]
pub struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<(String, Tone)>>,
    /// What leads where, from the top.
    links: Vec<(String, Page)>,
}

impl Table {
    /// A table with these column headings.
    pub fn new<S: Into<String>>(headers: impl IntoIterator<Item = S>) -> Table {
        Table {
            headers: headers.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            links: Vec::new(),
        }
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
        // Headings lead nowhere; where each row is a block there are none at the top.
        let headings = lines.first().zip(self.headers.first());
        let headings = headings.is_some_and(|(line, heading)| line.contains(heading));
        let mut from = usize::from(headings);
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

    /// As text, in `width` columns where there is a width.
    pub fn render(&self, width: Option<usize>, color: bool) -> String {
        if let Some(width) = width.filter(|width| self.is_too_wide(*width)) {
            return self.blocks(width, color);
        }
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Disabled);
        if color {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        let headers = self.headers.iter().map(|text| (text.clone(), Tone::Strong));
        let mut rows: Vec<Vec<(String, Tone)>> = vec![headers.collect()];
        rows.extend(self.rows.iter().cloned());
        for (text, _) in rows.iter_mut().flatten() {
            *text = visible(text);
        }
        if let Some(width) = width {
            let wishes = wishes(&rows);
            let widths = widths(&wishes, width.saturating_sub(gaps(wishes.len())));
            for (text, width) in rows.iter_mut().flat_map(|row| row.iter_mut().zip(&widths)) {
                text.0 = wrap::cell(&text.0, *width);
            }
        }
        let mut rows = rows.iter().map(|row| {
            let cells = row.iter().map(|(text, tone)| cell(text, *tone, color));
            comfy_table::Row::from(cells)
        });
        let header = rows.next().filter(|_| !self.headers.is_empty());
        if let Some(header) = header {
            table.set_header(header);
        }
        table.add_rows(rows);
        let last = table.column_count().saturating_sub(1);
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, if index < last { GAP } else { 0 }));
        }
        table.trim_fmt() + "\n"
    }

    /// Whether more than two columns have no room without broken words.
    fn is_too_wide(&self, width: usize) -> bool {
        let headers = self.headers.iter().map(|text| (text.clone(), Tone::Strong));
        let mut rows = vec![headers.collect()];
        rows.extend(self.rows.iter().cloned());
        for (text, _) in rows.iter_mut().flatten() {
            *text = visible(text);
        }
        let wishes = wishes(&rows);
        self.headers.len() > 2 && !keeps_words(&wishes, width.saturating_sub(gaps(wishes.len())))
    }

    /// Each row as its first cell, and below it the others by their headings.
    fn blocks(&self, width: usize, color: bool) -> String {
        let indent = usize::from(GAP);
        let mut text = String::new();
        for row in &self.rows {
            let mut first = Table::default();
            first.rows.push(row.iter().take(1).cloned().collect());
            text += &first.render(Some(width), color);
            let mut rest = Table::of_fields();
            for (heading, (value, tone)) in self.headers.iter().zip(row).skip(1) {
                if !value.is_empty() {
                    rest.row([(heading.clone(), Tone::Faint), (value.clone(), *tone)]);
                }
            }
            if rest.is_empty() {
                continue;
            }
            for line in rest
                .render(Some(width.saturating_sub(indent)), color)
                .lines()
            {
                text += &format!("{:indent$}{line}\n", "");
            }
        }
        text
    }
}

/// Columns between columns.
const GAP: u16 = 2;

/// What is between so many columns.
fn gaps(columns: usize) -> usize {
    usize::from(GAP) * columns.saturating_sub(1)
}

/// What each column would take.
fn wishes(rows: &[Vec<(String, Tone)>]) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    for row in rows {
        wishes.resize(wishes.len().max(row.len()), Wish::default());
        for (wish, (text, _)) in wishes.iter_mut().zip(row) {
            *wish = wish.and(Wish::of(text));
        }
    }
    wishes
}

fn cell(text: &str, tone: Tone, color: bool) -> Cell {
    let cell = Cell::new(text);
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
    fn a_terminal_breaks_cells_by_the_rules_of_the_language() {
        let mut table = Table::new(["NAME", "ID", "WHY"]);
        table.row([
            ("飞书应用（甲），乙。".into(), Tone::Plain),
            ("dev_0000000000000a01".into(), Tone::Plain),
            ("yes".into(), Tone::Good),
        ]);
        let text = table.render(Some(40), false);
        assert_eq!(
            text,
            "NAME          ID                    WHY\n\
             飞书应用      dev_0000000000000a01  yes\n\
             （甲），乙。\n"
        );
        for width in 12..60 {
            let text = table.render(Some(width), false);
            let widest = text.lines().map(console::measure_text_width).max();
            assert!(widest <= Some(width), "{width}:\n{text}");
        }
    }

    #[test]
    fn where_words_would_be_broken_each_row_is_a_block() {
        let mut table = Table::new(["CHANNEL", "CRITICAL", "WARNING"]);
        table.row([
            ("email".into(), Tone::Plain),
            ("yes".into(), Tone::Good),
            ("perhaps, note 1".into(), Tone::Caution),
        ]);
        table.row([
            ("voice".into(), Tone::Plain),
            (String::new(), Tone::Plain),
            ("no".into(), Tone::Faint),
        ]);
        assert_eq!(
            table.render(Some(27), false),
            "CHANNEL  CRITICAL  WARNING\nemail    yes       perhaps,\n                   note 1\nvoice              no\n"
        );
        assert_eq!(
            table.render(Some(24), false),
            "email\n  CRITICAL  yes\n  WARNING   perhaps,\n            note 1\nvoice\n  WARNING  no\n"
        );
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
