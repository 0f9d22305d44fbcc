//! Color, which never says anything that the words do not say too, and the width of a terminal.

/// What color says, beside the words that say it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// A heading, or what matters.
    Strong,
    /// Of less interest.
    Faint,
    /// New, or well.
    Good,
    /// To be looked at.
    Caution,
    /// Gone, or wrong.
    Bad,
}

/// Columns of a terminal; `None` where it does not say.
pub fn columns(term: &console::Term) -> Option<usize> {
    term.size_checked().map(|(_, columns)| usize::from(columns))
}

/// The text in its tone, where there is color.
pub fn paint(text: &str, tone: Tone, color: bool) -> String {
    if !color {
        return text.to_owned();
    }
    let style = console::Style::new().force_styling(true);
    let style = match tone {
        Tone::Plain => return text.to_owned(),
        Tone::Strong => style.bold(),
        Tone::Faint => style.dim(),
        Tone::Good => style.green(),
        Tone::Caution => style.yellow(),
        Tone::Bad => style.red(),
    };
    style.apply_to(text).to_string()
}
