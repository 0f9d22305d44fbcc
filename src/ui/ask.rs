//! What a command asks: only where it may, as text that drives no terminal, and of whoever there is to ask.

use tr::tr;

use crate::error::Error;
use crate::ui::Out;

impl Out {
    /// A yes or no. Where nobody can be asked: yes with `--yes`, else an error made of `refusal`.
    pub fn confirm(&self, question: &str, refusal: impl FnOnce() -> Error) -> Result<bool, Error> {
        if self.terminal.yes {
            Ok(true)
        } else if self.terminal.may_ask() {
            self.prompter.confirm(&self.plain(question))
        } else {
            Err(refusal())
        }
    }

    /// A yes, or an end that changes nothing; see [`Out::confirm`].
    pub fn agree(&self, question: &str, refusal: impl FnOnce() -> Error) -> Result<(), Error> {
        if self.confirm(question, refusal)? {
            Ok(())
        } else {
            Err(Error::usage(tr!("nothing was changed")))
        }
    }

    /// One of several; see `Prompter::select`.
    pub fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        let items: Vec<String> = items.iter().map(|item| self.plain(item)).collect();
        self.prompter.select(&self.plain(question), &items)
    }

    /// A line of text; see `Prompter::line`.
    pub fn answer(&self, question: &str) -> Result<String, Error> {
        self.prompter.line(&self.plain(question))
    }

    /// A secret; see `Prompter::hidden_line`.
    pub fn hidden_answer(&self, question: &str) -> Result<String, Error> {
        self.prompter.hidden_line(&self.plain(question))
    }
}
