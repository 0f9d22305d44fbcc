//! A list to choose from, by dialoguer. It counts the rows to draw anew from the bytes of its items, and a line that the
//! terminal wraps as one: so it is given the numbers of the items, and its theme draws each in one row of the window.

use std::{fmt, io};

use console::Term;
use dialoguer::theme::Theme;

use crate::ui::cut::cut;

/// Columns after a question for what dialoguer says of the pages of a long list.
pub(crate) const PAGES: usize = 16;

/// One of `items`, by the arrow keys; none where the person left with Esc.
pub(crate) fn choose(term: &Term, question: &str, items: &[String]) -> io::Result<Option<usize>> {
    let fitted = Fitted { term, items };
    let chosen = dialoguer::Select::with_theme(&fitted)
        .with_prompt(question)
        .items(0..items.len())
        .default(0)
        .interact_on_opt(term);
    chosen.map_err(|dialoguer::Error::IO(error)| error)
}

/// Items in one row each, whatever their names are.
struct Fitted<'a> {
    term: &'a Term,
    items: &'a [String],
}

impl Fitted<'_> {
    /// The item of this number, in what a row has behind so many columns.
    fn item(&self, number: &str, columns: usize) -> String {
        let room = usize::from(self.term.size().1).saturating_sub(columns + 1);
        let item = number.parse::<usize>().ok();
        let item = item.and_then(|index| self.items.get(index));
        cut(item.map_or(number, String::as_str), room)
    }
}

/// What is no question by its sign ends with a colon.
fn asked(question: &str) -> String {
    let sign = if question.ends_with(['?', '？']) {
        ""
    } else {
        ":"
    };
    format!("{question}{sign}")
}

impl Theme for Fitted<'_> {
    fn format_select_prompt(&self, f: &mut dyn fmt::Write, question: &str) -> fmt::Result {
        f.write_str(&asked(question))
    }

    fn format_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        number: &str,
        active: bool,
    ) -> fmt::Result {
        let sign = if active { '>' } else { ' ' };
        write!(f, "{sign} {}", self.item(number, 2))
    }

    fn format_select_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        question: &str,
        number: &str,
    ) -> fmt::Result {
        let question = asked(question);
        let columns = console::measure_text_width(&question) + 1;
        write!(f, "{question} {}", self.item(number, columns))
    }
}
