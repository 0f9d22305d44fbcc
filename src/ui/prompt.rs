//! Questions: what can be asked of a person, and how it is asked on a terminal.

use tr::tr;

use crate::error::Error;
use crate::ui::terminal::{interrupt, modes};

/// Somebody who can be asked. Only what no option says is asked, and only where
/// [`Terminal::may_ask`](crate::ui::terminal::Terminal::may_ask).
pub trait Prompter: Send {
    /// A yes or no, no by default.
    fn confirm(&self, question: &str) -> Result<bool, Error>;
    /// One of several; `None` where the person left without an answer.
    fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error>;
    /// A line of text, which may be empty.
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
        // A question that wraps would be drawn anew below itself: all but its end is told before.
        let term = console::Term::stderr();
        let room = usize::from(term.size().1)
            .saturating_sub(ANSWER)
            .max(ANSWER);
        let mut lines = textwrap::wrap(question, room);
        let last = lines.pop().unwrap_or_default();
        ask(|| {
            // What is typed from here on is an answer.
            for line in &lines {
                term.write_line(line)?;
            }
            let answer = dialoguer::Input::<String>::new()
                .with_prompt(format!("{last} [y/N]"))
                .allow_empty(true)
                .report(!self.accessible)
                // A word that has a y in it is no yes.
                .validate_with(|answer: &String| match yes_or_no(answer) {
                    Some(_) => Ok(()),
                    None => Err(tr!("answer y or n")),
                })
                .interact_text()?;
            Ok(yes_or_no(&answer).unwrap_or(false))
        })
    }

    fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        if self.accessible {
            return select_by_number(question, items);
        }
        ask(|| {
            dialoguer::Select::new()
                .with_prompt(question)
                .items(items)
                .default(0)
                .interact_opt()
        })
    }

    fn line(&self, question: &str) -> Result<String, Error> {
        ask(|| {
            dialoguer::Input::<String>::new()
                .with_prompt(question)
                .allow_empty(true)
                .interact_text()
        })
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
                return Err(std::io::Error::from(std::io::ErrorKind::NotConnected).into());
            }
            #[cfg(unix)]
            let _hidden = crate::ui::terminal::hidden::Hidden::begin();
            term.write_str(question)?;
            Ok(term.read_secure_line()?)
        })
    }
}

fn select_by_number(question: &str, items: &[String]) -> Result<Option<usize>, Error> {
    let term = console::Term::stderr();
    let count = items.len();
    let chosen = |answer: &str| {
        let number = answer.trim().parse::<usize>().ok()?.checked_sub(1)?;
        (number < count).then_some(number)
    };
    ask(|| {
        for (index, item) in items.iter().enumerate() {
            term.write_line(&format!("{}. {item}", index + 1))?;
        }
        let answer = dialoguer::Input::<String>::new()
            .with_prompt(tr!("{question}, by its number", question))
            .allow_empty(true)
            .report(false)
            .validate_with(|answer: &String| {
                if answer.trim().is_empty() || chosen(answer).is_some() {
                    Ok(())
                } else {
                    Err(tr!("answer a number from 1 to {count}", count))
                }
            })
            .interact_text()?;
        Ok(chosen(&answer))
    })
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

fn ask<T>(ask: impl FnOnce() -> dialoguer::Result<T>) -> Result<T, Error> {
    modes::remember();
    interrupt::asking(ask).map_err(|error| {
        let dialoguer::Error::IO(io) = error;
        if io.kind() == std::io::ErrorKind::Interrupted {
            modes::restore();
            Error::interrupted()
        } else {
            Error::usage(tr!("the question could not be asked: {0}", io))
                .hint(tr!("answer it with options, and give --no-input"))
        }
    })
}
