//! Telling programs: the answer of a command when it ends, a line an event, and what there is to warn of.

use serde::Serialize;
use serde_json::{Value, json};
use tr::tr;

use crate::error::Error;
use crate::local::options::Format;
use crate::local::settings::Settings;
use crate::text::{visible, visible_json};
use crate::ui::answer::{shaped, typed};
use crate::ui::out::Out;
use crate::ui::query::Query;
use crate::ui::rows::{Separated, rows};
use crate::ui::tone::Tone;
use crate::ui::warning::Warning;

impl Out {
    /// The answer of this command, an object; it is printed when the command ends.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.finish()?;
        self.answer.pending = Some(serde_json::to_value(value).map_err(anyhow::Error::new)?);
        Ok(())
    }

    /// What a server said, as it is: nothing is added, and nothing of it is read.
    pub fn passed_on(&mut self, value: &Value) -> Result<(), Error> {
        self.render(value, false)
    }

    /// The same where nobody would see the secret in it again: a filter counts where it leaves that in.
    pub fn passed_on_once(&mut self, value: &Value, secret: &str) -> Result<(), Error> {
        let leaves = |query: &Query| query.run(value).is_ok_and(|text| text.contains(secret));
        self.answer.query = self.answer.query.take().filter(leaves);
        self.render(value, false)
    }

    /// An answer that is JSON whatever the format.
    pub fn as_json(&mut self, value: &Value) -> Result<(), Error> {
        if !self.is_json() {
            self.format = Format::Json;
        }
        self.json(value)
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
        let line = typed(kind, &shaped(value.clone(), Vec::new(), &self.account));
        self.render(&line, true)
    }

    /// Print the answer, if there is one.
    pub fn finish(&mut self) -> Result<(), Error> {
        let Some(value) = self.answer.pending.take() else {
            return Ok(());
        };
        let value = shaped(value, self.answer.take(), &self.account);
        let printed = if self.answer.streams {
            self.render(&typed("result", &value), true)
        } else {
            self.render(&value, false)
        };
        let done = self.answer.done.lock();
        let mut done = done.map_or_else(|_| Vec::new(), |mut done| std::mem::take(&mut *done));
        // What was done is told in any case.
        if self.closed {
            done.iter()
                .for_each(|text| self.answer.remark(Warning::Note, text));
        }
        printed.map_err(|mut error| {
            error.details.append(&mut done);
            error
        })
    }

    /// The text of an answer with a secret, which goes out at once. A filter counts where it leaves the secret in: nobody
    /// would see it again.
    pub fn answer_text(&self, value: Value, secret: &str) -> String {
        let value = shaped(value, self.answer.take(), &self.account);
        if let Some(filtered) = self.filtered(&value, secret) {
            let filtered = filtered.trim_end_matches('\n');
            return match self.terminal.stdout {
                true => harmless(filtered),
                false => filtered.to_owned(),
            };
        }
        visible_json(&self.account.json(&format!("{value:#}")))
    }

    /// Whether an answer like this one would go out with its secret: told before there is one.
    pub fn keeps(&self, sample: Value, secret: &str) -> bool {
        let sample = shaped(sample, Vec::new(), &self.account);
        self.answer.query.is_none() || self.filtered(&sample, secret).is_some()
    }

    /// What a filter makes of it, where that leaves the secret in.
    fn filtered(&self, value: &Value, secret: &str) -> Option<String> {
        let query = self.answer.query.as_ref()?;
        let filtered = query.run(&self.written(value).ok()?).ok()?;
        filtered.contains(secret).then_some(filtered)
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
    pub(crate) fn kept(&self, code: Warning, text: &str) -> bool {
        if self.is_json() && !text.is_empty() {
            self.answer.remark(code, text);
        }
        self.is_json()
    }

    /// The word for how urgent a text without a code is.
    pub(crate) const fn code_of(tone: Tone) -> Warning {
        match tone {
            Tone::Caution | Tone::Bad => Warning::Caution,
            _ => Warning::Note,
        }
    }

    /// What is to be made of the answers of this command; `known` are the columns of the list that it prints,
    /// `command` its words where its JSON has a schema.
    ///
    /// # Errors
    /// `Usage` where a filter is none, or what is no list is to be printed as one.
    pub fn shape(
        &mut self,
        settings: &Settings,
        known: Option<Vec<String>>,
        command: Option<&str>,
    ) -> Result<(), Error> {
        if self.format.is_for_lists() && known.is_none() {
            return Err(
                Error::usage(tr!("csv and tsv are for lists, and this is none"))
                    .hint(tr!("-o json and -o yaml print everything")),
            );
        }
        let query = settings.jq.as_deref();
        let query = query.map(|text| Query::parse(text, command.map(str::to_owned)));
        let query = query.transpose()?;
        self.answer.query = query;
        self.answer.columns = (settings.columns.clone(), known.unwrap_or_default());
        Ok(())
    }

    fn render(&mut self, value: &Value, one_line: bool) -> Result<(), Error> {
        let json = |value: &Value| match one_line {
            true => value.to_string(),
            false => format!("{value:#}"),
        };
        let plain = if let Some(query) = &self.answer.query {
            // In strings the commands of a text are marks.
            query.run(&self.written(value)?)?
        } else {
            let items = value["items"].as_array();
            let separated = match self.format {
                Format::Csv => Some(Separated::Comma),
                Format::Tsv => Some(Separated::Tab),
                _ => None,
            };
            match (separated, items) {
                (Some(separated), Some(items)) => {
                    let (wanted, known) = &self.answer.columns;
                    rows(items, wanted, known, separated)?
                }
                (None, _) if self.format == Format::Yaml => yaml(&self.written(value)?)?,
                _ => {
                    let text = visible_json(&self.account.json(&json(value))) + "\n";
                    return self.result(&text);
                }
            }
        };
        let text = match self.terminal.stdout {
            true => harmless(&plain),
            false => plain,
        };
        self.result(&text)
    }

    /// With the commands of its texts written out.
    fn written(&self, value: &Value) -> Result<Value, Error> {
        let text = value.to_string();
        Ok(serde_json::from_str(&self.account.json(&text)).map_err(anyhow::Error::new)?)
    }
}

/// As a document of its own, so that those of a stream are told apart.
fn yaml(value: &Value) -> Result<String, Error> {
    let text = serde_saphyr::to_string(value).map_err(|why| Error::failed(why.to_string()))?;
    Ok(format!("---\n{text}"))
}

/// Nothing in it drives the terminal.
fn harmless(text: &str) -> String {
    let shown = text.split_inclusive(['\n', '\t']).map(|part| {
        let end = part.trim_end_matches(['\n', '\t']);
        visible(end) + &part[end.len()..]
    });
    shown.collect()
}
