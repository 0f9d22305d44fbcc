//! What is longer than the screen goes through a pager. A command whose answer may be is held back until it has
//! ended, so that no question comes in between; what fits the screen is printed as ever.

use std::io::Write;
use std::process::{Command, Stdio};

use console::measure_text_width;

use crate::error::Error;
use crate::local::child::{alone, child};
use crate::local::interruption;
use crate::ui::links;
use crate::ui::out::Out;
use crate::ui::terminal::Uninterrupted;
use crate::ui::terminal::beside::{BY_ITSELF, wait};

/// What a shell says of a program that it cannot find, or not run.
const NOT_RUN: [i32; 2] = [126, 127];

impl Out {
    /// Where the settings are not known, longer results go through this.
    pub fn page_by(&mut self, pager: Option<String>) {
        self.pager = pager.filter(|_| self.terminal.stdout);
    }

    /// From here to [`Out::end_page`] the result is one text, which may be long.
    pub fn begin_page(&mut self) {
        if self.pager.is_some() && self.width.is_some() {
            self.held = Some(String::new());
        }
    }

    /// Show it.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end_page(&mut self) -> Result<(), Error> {
        let Some(text) = self.held.take().filter(|text| !text.is_empty()) else {
            return Ok(());
        };
        if let Some(pager) = self.pager.clone()
            && self.is_too_long(&text)
            && !interruption::came()
            // An older pager shows what it does not know of a link.
            && shown(&pager, &links::without(&text))
        {
            return Ok(());
        }
        self.result(&text)
    }

    /// Whether it would scroll its own beginning away.
    fn is_too_long(&self, text: &str) -> bool {
        let (columns, rows) = self.terminal.size();
        let taken = |line: &str| {
            let width = measure_text_width(&links::without(line));
            width.div_ceil(columns.max(1)).max(1)
        };
        // One row is the prompt's.
        text.lines().map(taken).sum::<usize>() >= rows
    }
}

/// Whether the pager took it. One that is left before its end has shown enough.
fn shown(pager: &str, text: &str) -> bool {
    let mut command = command(pager);
    for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
        if std::env::var_os(name).is_none() {
            command.env(name, value);
        }
    }
    // Ctrl-C is the pager's while it has the terminal.
    Uninterrupted::meant_for_another(|| {
        let Ok(mut pager) = command.stdin(Stdio::piped()).spawn() else {
            return false;
        };
        if let Some(mut stdin) = pager.stdin.take() {
            let text = text.to_owned();
            // It may be read no further than somebody looks.
            std::thread::spawn(move || stdin.write_all(text.as_bytes()));
        }
        let status = wait(&mut pager, BY_ITSELF).ok().flatten();
        let code = status.and_then(|status| status.code());
        !code.is_some_and(|code| NOT_RUN.contains(&code))
    })
}

/// It may have words of its own, which the shell splits.
fn command(pager: &str) -> Command {
    if cfg!(windows) {
        let mut words = pager.split_whitespace();
        let mut command = child(words.next().unwrap_or("more"));
        command.args(words);
        return command;
    }
    let mut command = child("sh");
    command.args(["-c", &alone(pager)]);
    command
}
