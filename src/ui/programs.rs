//! Telling programs: the answer of a command when it ends, a line an event, and what there is to warn of.

use serde::Serialize;
use serde_json::{Value, json};

use crate::error::Error;
use crate::text::visible_json;
use crate::ui::answer::{one_line, shaped};
use crate::ui::out::Out;
use crate::ui::tone::Tone;

impl Out {
    /// The answer of this command, an object; it is printed when the command ends.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.finish()?;
        self.answer.pending = Some(serde_json::to_value(value).map_err(anyhow::Error::new)?);
        Ok(())
    }

    /// An answer that is a list.
    pub fn list(&mut self, items: Vec<Value>) -> Result<(), Error> {
        self.json(&json!({"items": items}))
    }

    /// The ids of a list, for `-q`: one a line.
    pub fn ids<S: AsRef<str>>(&mut self, ids: impl IntoIterator<Item = S>) -> Result<(), Error> {
        ids.into_iter().try_for_each(|id| self.line(id.as_ref()))
    }

    /// Something that happens while the command goes on, as a line of its own; the answer is then the last line.
    pub fn event(&mut self, kind: &str, value: &Value) -> Result<(), Error> {
        self.answer.streams = true;
        let line = one_line(kind, &shaped(value.clone(), Vec::new(), &self.account));
        self.print(&line)
    }

    /// Print the answer, if there is one.
    pub fn finish(&mut self) -> Result<(), Error> {
        let Some(value) = self.answer.pending.take() else {
            return Ok(());
        };
        let value = shaped(value, self.answer.take(), &self.account);
        let text = match self.answer.streams {
            true => one_line("result", &value),
            false => format!("{value:#}"),
        };
        let printed = self.print(&text);
        let done = self.answer.done.lock();
        let mut done = done.map_or_else(|_| Vec::new(), |mut done| std::mem::take(&mut *done));
        // What was done is told in any case.
        if self.closed {
            done.iter()
                .for_each(|text| self.answer.remark("note", text));
        }
        printed.map_err(|mut error| {
            error.details.append(&mut done);
            error
        })
    }

    /// The text of an answer that goes another way than to the end of the command.
    pub fn answer_text(&self, value: Value) -> String {
        let value = shaped(value, self.answer.take(), &self.account);
        visible_json(&self.account.json(&format!("{value:#}")))
    }

    /// What was told of beside an answer or an error, for the one of them that comes.
    pub(crate) fn remarks(&self) -> Vec<Value> {
        self.answer.take()
    }

    /// At the end of a command: what no answer has told, as an object on stderr.
    pub fn leave(&self) {
        let told = self.remarks();
        if !told.is_empty() {
            let value = shaped(json!({}), told, &self.account).to_string();
            let text = visible_json(&self.account.json(&value));
            self.stderr.raw(&(text + "\n"));
        }
    }

    /// Whether a text for stderr was kept for the answer instead.
    pub(crate) fn kept(&self, code: &str, text: &str) -> bool {
        if self.is_json() && !text.is_empty() {
            self.answer.remark(code, text);
        }
        self.is_json()
    }

    /// The word for how urgent a text without a code is.
    pub(crate) const fn code_of(tone: Tone) -> &'static str {
        match tone {
            Tone::Caution | Tone::Bad => "warning",
            _ => "note",
        }
    }

    fn print(&mut self, json: &str) -> Result<(), Error> {
        let text = visible_json(&self.account.json(json)) + "\n";
        self.result(&text)
    }
}
