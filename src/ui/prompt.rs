//! Questions: what can be asked of a person, and how it is asked on a terminal.

#[cfg(not(unix))]
use std::fmt;
use std::io;

use tr::tr;

use crate::error::Error;
use crate::ui::terminal::{Keys, interrupt, modes};
use crate::ui::{line, list};

/// Somebody who can be asked. Only what no option says is asked, and only where
/// [`Terminal::may_ask`](crate::ui::terminal::Terminal::may_ask).
pub trait Prompter: Send {
    /// A yes or no; no by default, and where the person left without an answer.
    fn confirm(&self, question: &str) -> Result<bool, Error>;
    /// One of several; `None` where the person left without an answer.
    fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error>;
    /// A line of text, which may be empty; `Interrupted` where the person left without an answer.
    fn line(&self, question: &str) -> Result<String, Error>;
    /// A line that is not shown while it is typed.
    fn hidden_line(&self, question: &str) -> Result<String, Error>;
}

/// The person at the terminal.
pub struct TerminalPrompter {
    /// Choices are numbered lines, and nothing is redrawn: for screen readers and plain terminals.
    pub accessible: bool,
}

impl Prompter for TerminalPrompter {
    fn confirm(&self, question: &str) -> Result<bool, Error> {
        let answer = self.valid(question, " [y/N]", |answer| {
            // A word that has a y in it is no yes.
            yes_or_no(answer).ok_or_else(|| tr!("answer y or n"))
        })?;
        // Who leaves a question has not said yes.
        Ok(answer.unwrap_or(false))
    }

    fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        if self.accessible {
            return self.select_by_number(question, items);
        }
        let term = console::Term::stderr();
        ask(|| {
            let keys = Keys::begin();
            let prompt = told_but_the_end(&term, question, list::CHOSEN);
            keys.end(prompt.and_then(|prompt| list::choose(&term, &prompt, items)))
        })
    }

    fn line(&self, question: &str) -> Result<String, Error> {
        let typed = self.valid(question, "", |answer| Ok(answer.to_owned()))?;
        // Enter alone may be an answer; leaving is none.
        typed.ok_or_else(Error::interrupted)
    }

    fn hidden_line(&self, question: &str) -> Result<String, Error> {
        let stderr = console::Term::stderr();
        let term = if stderr.is_term() {
            stderr
        } else {
            console::Term::stdout()
        };
        ask(|| {
            if !term.is_term() {
                return Err(io::Error::from(io::ErrorKind::NotConnected));
            }
            #[cfg(unix)]
            return crate::ui::terminal::hidden::read(&term, question);
            #[cfg(not(unix))]
            dialoguer::Password::with_theme(&AsGiven)
                .with_prompt(question)
                .allow_empty_password(true)
                .report(true)
                .interact_on(&term)
                .map_err(|dialoguer::Error::IO(error)| error)
        })
    }
}

/// A question as it is, before the answer and after it.
#[cfg(not(unix))]
struct AsGiven;

#[cfg(not(unix))]
impl dialoguer::theme::Theme for AsGiven {
    fn format_password_prompt(&self, f: &mut dyn fmt::Write, question: &str) -> fmt::Result {
        f.write_str(question)
    }

    fn format_password_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        question: &str,
    ) -> fmt::Result {
        f.write_str(question)
    }
}

impl TerminalPrompter {
    fn select_by_number(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        let count = items.len();
        let numbered = (1..).zip(items);
        let mut lines: Vec<String> = numbered.map(|(n, item)| format!("{n}. {item}")).collect();
        lines.push(tr!("{question}, by its number", question));
        let chosen = self.valid(&lines.join("\n"), "", |answer| {
            if answer.trim().is_empty() {
                return Ok(None);
            }
            let number = answer.trim().parse::<usize>().ok();
            let number = number.filter(|number| (1..=count).contains(number));
            let number = number.ok_or_else(|| tr!("answer a number from 1 to {count}", count))?;
            Ok(Some(number - 1))
        })?;
        Ok(chosen.flatten())
    }

    /// The first answer that `read` takes; none where the question was left.
    fn valid<T>(
        &self,
        question: &str,
        choices: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Error> {
        let term = console::Term::stderr();
        ask(|| {
            // What is typed from here on is an answer.
            let keys = Keys::begin();
            let typed = || {
                let last = told_but_the_end(&term, question, ANSWER)?;
                let prompt = format!("{last}{choices}{}", colon_after(&last, choices));
                loop {
                    let Some(answer) = line::read(&term, &prompt, self.accessible)? else {
                        return Ok(None);
                    };
                    match read(&answer) {
                        Ok(value) => return Ok(Some(value)),
                        Err(wrong) => term.write_line(&wrong)?,
                    }
                }
            };
            keys.end(typed())
        })
    }
}

/// Full-width behind a Chinese question.
fn colon_after(question: &str, choices: &str) -> &'static str {
    let last = question.chars().next_back();
    match choices.is_empty() && last.is_some_and(|last| last as u32 > 0x2e80) {
        true => "：",
        false => ": ",
    }
}

/// A question that wraps could not be drawn anew: all but its last line is told before, and that one is given.
fn told_but_the_end(term: &console::Term, question: &str, more: usize) -> io::Result<String> {
    let mut lines = broken(question, usize::from(term.size().1), more);
    let last = lines.pop().unwrap_or_default();
    for line in &lines {
        term.write_line(line)?;
    }
    Ok(last)
}

/// A question in lines of a window of so many columns, the last of them with room for `more`: broken between its
/// sentences where that is enough.
fn broken(question: &str, columns: usize, more: usize) -> Vec<String> {
    let width = console::measure_text_width;
    let room = columns.saturating_sub(more).max(more);
    let lines = |text: &str, columns: usize| -> Vec<String> {
        let options =
            textwrap::Options::new(columns).word_splitter(textwrap::WordSplitter::NoHyphenation);
        let lines = textwrap::wrap(text, options).into_iter();
        lines.map(std::borrow::Cow::into_owned).collect()
    };
    if question.contains('\n') || width(question) <= room {
        return lines(question, room);
    }
    let ends = ["? ", ". ", "？", "。", "；"].into_iter().flat_map(|end| {
        let found = question.match_indices(end);
        found.map(move |(at, _)| at + end.len())
    });
    let end = ends.filter(|end| *end < question.len() && width(&question[*end..]) <= room);
    let Some(end) = end.min() else {
        return lines(question, room);
    };
    let mut all = lines(
        question[..end].trim_end(),
        columns.saturating_sub(1).max(more),
    );
    all.push(question[end..].to_owned());
    all
}

/// Columns for ` [y/N]: ` and an answer.
const ANSWER: usize = 16;

/// What an answer says, if anything; Enter alone is no.
fn yes_or_no(answer: &str) -> Option<bool> {
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" => Some(true),
        "" | "n" | "no" | "否" => Some(false),
        _ => None,
    }
}

/// Ask; what was typed before is no answer.
fn ask<T>(ask: impl FnOnce() -> io::Result<T>) -> Result<T, Error> {
    modes::remember();
    let answer = interrupt::asking(ask).ok_or_else(Error::interrupted)?;
    answer.map_err(|error| {
        if error.kind() == io::ErrorKind::Interrupted {
            modes::restore();
            Error::interrupted()
        } else {
            Error::usage(tr!("the question could not be asked: {0}", error))
                .hint(tr!("answer it with options, and give --no-input"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_broken_between_its_sentences() {
        let phone = "Pixel 9 (Android 16), dev_0000000000000a01";
        for (question, first, last) in [
            (
                format!("Unbind {phone}? It gets no more pushes."),
                format!("Unbind {phone}?"),
                "It gets no more pushes.",
            ),
            (
                format!("解除关联 {phone}？它将不再收到推送。"),
                format!("解除关联 {phone}？"),
                "它将不再收到推送。",
            ),
        ] {
            for columns in [80, 60] {
                assert_eq!(broken(&question, columns, ANSWER), [first.as_str(), last]);
            }
            let narrow = broken(&question, 40, ANSWER);
            assert_eq!(narrow.len(), 3, "{narrow:?}");
            assert_eq!(narrow.last().unwrap(), last);
            assert_eq!(broken(&question, 120, ANSWER), [question]);
        }
        let one = "a question that is one sentence";
        let lines = broken(one, 40, ANSWER);
        assert!(lines.len() == 2 && lines.iter().all(|line| line.len() <= 24));
    }
}
