//! Standard error: everything that is not a result. Text from the server passes through [`visible`] on its way.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::text::{Account, visible};
use crate::ui::charset::Charset;
use crate::ui::tone::{Tone, columns, paint};
use crate::ui::waiting::{Waited, Waits};
use crate::ui::wrap;

/// A handle on stderr that can be given away.
#[derive(Clone)]
pub struct Teller {
    stream: Arc<Mutex<Stderr>>,
    color: bool,
    terminal: bool,
    pub(crate) account: Account,
    charset: Charset,
    /// What is waited for, where that can be seen.
    pub(crate) waits: Option<Waits>,
}

struct Stderr {
    stream: Box<dyn Write + Send>,
    /// What is told while something else has the terminal.
    held: Option<Vec<u8>>,
}

/// While this lives, what is told waits.
#[must_use]
pub struct Held(Arc<Mutex<Stderr>>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Ok(mut stderr) = self.0.lock()
            && let Some(held) = stderr.held.take()
        {
            // Where stderr is gone there is nowhere left to say so.
            let _ = stderr.stream.write_all(&held);
            let _ = stderr.stream.flush();
        }
    }
}

impl Teller {
    /// The process's own stderr, without color.
    pub fn of_process() -> Teller {
        let stderr = io::stderr();
        let terminal = stderr.is_terminal();
        Teller::new(Box::new(stderr), terminal, false, Account::default())
    }

    /// A file that is told in place of it.
    pub fn of_file(file: std::fs::File) -> Teller {
        Teller::new(Box::new(file), false, false, Account::default())
    }

    /// This stream, whether it is a terminal, whether tones are shown, and what commands are told with.
    pub fn new(
        stream: Box<dyn Write + Send>,
        terminal: bool,
        color: bool,
        account: Account,
    ) -> Teller {
        Teller {
            stream: Arc::new(Mutex::new(Stderr { stream, held: None })),
            color,
            terminal,
            account,
            charset: Charset::default(),
            waits: None,
        }
    }

    /// The same in these characters.
    #[must_use]
    pub fn showing(self, charset: Charset) -> Teller {
        Teller { charset, ..self }
    }

    /// The same, and it says what is waited for.
    #[must_use]
    pub fn telling_waits(self) -> Teller {
        Teller {
            waits: self.terminal.then(|| Waits::showing(self.charset)),
            ..self
        }
    }

    /// A line on stderr.
    pub fn tell(&self, text: &str, tone: Tone) {
        let width = self
            .terminal
            .then(|| columns(&console::Term::stderr()))
            .flatten();
        let text = visible(&self.account.unbroken(text));
        let text = wrap::wrap(&self.charset.signs(&text), width);
        self.raw(&(paint(&text, tone, self.color) + "\n"));
    }

    /// While what this gives lives, say what is waited for, where somebody can see it.
    pub fn waiting(&self, text: impl Fn(Duration) -> String + Send + 'static) -> Waited {
        let (waits, charset) = (self.waits.as_ref(), self.charset);
        let text = move |time| charset.signs(&text(time)).into_owned();
        waits.map_or_else(Waited::default, |waits| waits.begin(Box::new(text)))
    }

    /// Keep what is told, from now until the guard is gone.
    pub fn hold(&self) -> Held {
        self.waits.iter().for_each(Waits::be_silent);
        if let Ok(mut stderr) = self.stream.lock() {
            stderr.held.get_or_insert_default();
        }
        Held(Arc::clone(&self.stream))
    }

    /// Text that must arrive, past what is held: `false` where it does not.
    pub fn write(&self, text: &str) -> bool {
        self.waits.iter().for_each(Waits::wipe);
        self.stream.lock().is_ok_and(|mut stderr| {
            let written = stderr.stream.write_all(text.as_bytes());
            written.and_then(|()| stderr.stream.flush()).is_ok()
        })
    }

    /// Text that duty itself made, as it is.
    pub fn raw(&self, text: &str) {
        let text = self.account.text(text);
        let text = self.charset.signs(&text);
        self.waits.iter().for_each(Waits::wipe);
        if let Ok(mut stderr) = self.stream.lock() {
            if let Some(held) = &mut stderr.held {
                held.extend_from_slice(text.as_bytes());
                return;
            }
            // Where stderr is gone there is nowhere left to say so.
            let _ = stderr.stream.write_all(text.as_bytes());
            let _ = stderr.stream.flush();
        }
    }
}
