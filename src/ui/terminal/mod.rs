//! The terminal: whether it may be asked, and what happens on Ctrl-C.
//!
//! A question may be asked where stdin and stderr are both terminals, `CI` is not set and
//! `--no-input` is not given. Ctrl-C restores the terminal and ends with 130.

mod interrupt;
mod modes;

use std::io::IsTerminal;

use tr::tr;

use crate::error::Error;
use crate::local::settings::Settings;
use modes::remember;

pub use interrupt::{
    Attentive, Uninterrupted, handle_interrupts, leave_no_core, quit_interrupted,
    wait_for_interrupt,
};
pub use modes::{Unechoed, restore};

/// What the standard streams are, and whether the user may be asked; by default nothing and nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// stdout is a terminal.
    pub stdout: bool,
    /// stderr is a terminal.
    pub stderr: bool,
    /// Nothing is redrawn, and choices are numbered lines: for screen readers and plain terminals.
    pub accessible: bool,
    may_ask: bool,
    yes: bool,
}

impl Terminal {
    /// The process's own streams under these settings.
    pub fn of_process(settings: &Settings) -> Terminal {
        let stderr = std::io::stderr().is_terminal();
        Terminal {
            stdout: std::io::stdout().is_terminal(),
            stderr,
            accessible: false,
            may_ask: std::io::stdin().is_terminal()
                && stderr
                && !settings.no_input
                && !settings.app_key_stdin,
            yes: settings.yes,
        }
    }

    /// Whether a question may be asked.
    pub fn may_ask(&self) -> bool {
        self.may_ask
    }

    /// Columns and rows of the terminal that stdout is; what a terminal has by old custom where it does
    /// not say.
    pub fn size(&self) -> (usize, usize) {
        console::Term::stdout()
            .size_checked()
            .map_or((80, 24), |(rows, columns)| {
                (usize::from(columns), usize::from(rows))
            })
    }

    /// A yes or no, no by default. Where nobody can be asked: yes with `--yes`, else a usage error
    /// made of `refusal`.
    pub fn confirm(&self, question: &str, refusal: impl FnOnce() -> Error) -> Result<bool, Error> {
        if self.yes {
            return Ok(true);
        }
        if !self.may_ask {
            return Err(refusal());
        }
        // A question that wraps would be drawn anew below itself: all but its end is told before.
        let term = console::Term::stderr();
        let room = usize::from(term.size().1)
            .saturating_sub(ANSWER)
            .max(ANSWER);
        let mut lines = textwrap::wrap(question, room);
        let last = lines.pop().unwrap_or_default();
        prompt(|| {
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

    /// A yes, or an end that changes nothing; see [`Terminal::confirm`].
    pub fn agree(&self, question: &str, refusal: impl FnOnce() -> Error) -> Result<(), Error> {
        if self.confirm(question, refusal)? {
            Ok(())
        } else {
            Err(Error::usage(tr!("nothing was changed")))
        }
    }

    /// One of several; `None` where the user left with Esc. Only where [`Terminal::may_ask`].
    pub fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        if self.accessible {
            return self.select_by_number(question, items);
        }
        prompt(|| {
            dialoguer::Select::new()
                .with_prompt(question)
                .items(items)
                .default(0)
                .interact_opt()
        })
    }

    fn select_by_number(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        let term = console::Term::stderr();
        let count = items.len();
        let chosen = |answer: &str| {
            let number = answer.trim().parse::<usize>().ok()?.checked_sub(1)?;
            (number < count).then_some(number)
        };
        prompt(|| {
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

    /// A line of text, which may be empty. Only where [`Terminal::may_ask`].
    pub fn line(&self, question: &str) -> Result<String, Error> {
        prompt(|| {
            dialoguer::Input::<String>::new()
                .with_prompt(question)
                .allow_empty(true)
                .interact_text()
        })
    }
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

/// Whether stdin is a terminal, whoever else may be there to answer.
pub fn stdin_is_terminal() -> bool {
    std::io::stdin().is_terminal()
}

/// A line from the terminal that is not shown while it is typed.
///
/// # Errors
/// `Usage` where there is no terminal to ask on, or nobody types; Ctrl-C.
pub fn hidden_line(question: &str) -> Result<String, Error> {
    let term = if std::io::stderr().is_terminal() {
        console::Term::stderr()
    } else {
        console::Term::stdout()
    };
    prompt(|| {
        if !term.is_term() {
            return Err(std::io::Error::from(std::io::ErrorKind::NotConnected).into());
        }
        term.write_str(question)?;
        Ok(term.read_secure_line()?)
    })
}

fn prompt<T>(ask: impl FnOnce() -> dialoguer::Result<T>) -> Result<T, Error> {
    remember();
    interrupt::asking(ask).map_err(|error| {
        let dialoguer::Error::IO(io) = error;
        if io.kind() == std::io::ErrorKind::Interrupted {
            restore();
            Error::interrupted()
        } else {
            Error::usage(tr!("the question could not be asked: {0}", io))
                .hint(tr!("answer it with options, and give --no-input"))
        }
    })
}

/// A stream that a secret may be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Why what is written to a stream would be lost: it is closed (Rust puts /dev/null in its place), it
/// is /dev/null, or its reader is gone. `None` where nothing speaks against it.
#[cfg(unix)]
pub fn is_lost(stream: Stream) -> Option<String> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::os::unix::fs::{FileTypeExt, MetadataExt};
    let (file, name) = match stream {
        Stream::Stdout => (stdout_as_file(), tr!("standard output")),
        Stream::Stderr => (stderr_as_file(), tr!("standard error")),
    };
    let Ok(file) = file else {
        return Some(tr!("{name} is closed", name));
    };
    if let (Ok(own), Ok(null)) = (file.metadata(), std::fs::metadata("/dev/null"))
        && own.file_type().is_char_device()
        && own.rdev() == null.rdev()
    {
        return Some(tr!("{name} is closed, or leads to /dev/null", name));
    }
    let mut watched = [PollFd::new(&file, PollFlags::OUT)];
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    match poll(&mut watched, Some(&at_once)) {
        Ok(_) if watched[0].revents().contains(PollFlags::ERR) => {
            Some(tr!("whoever read {name} is gone", name))
        }
        _ => None,
    }
}

/// Why what is written to a stream would be lost; here nothing can be told before.
#[cfg(not(unix))]
pub fn is_lost(_: Stream) -> Option<String> {
    None
}

/// Standard output without the buffer in front of it.
///
/// # Errors
/// Where there is none.
#[cfg(unix)]
pub fn stdout_as_file() -> std::io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(std::io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(unix)]
fn stderr_as_file() -> std::io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(std::io::stderr().as_fd().try_clone_to_owned()?.into())
}

/// Standard output without the buffer in front of it.
///
/// # Errors
/// Where there is none.
#[cfg(windows)]
pub fn stdout_as_file() -> std::io::Result<std::fs::File> {
    use std::os::windows::io::AsHandle;
    Ok(std::io::stdout().as_handle().try_clone_to_owned()?.into())
}
