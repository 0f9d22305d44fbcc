//! The terminal: whether it may be asked, and what happens on Ctrl-C.
//!
//! A question may be asked where stdin and stderr are both terminals, `CI` is not set and
//! `--no-input` is not given. Ctrl-C restores the terminal and ends duty by SIGINT.

mod asking;
pub mod beside;
#[cfg(unix)]
pub(crate) mod hidden;
pub(crate) mod interrupt;
mod keys;
pub(crate) mod modes;
mod unechoed;

use std::io::IsTerminal;

#[cfg(unix)]
use tr::tr;

use crate::local::settings::Settings;
use crate::ui::charset::Charset;
use crate::ui::qr::Cell;

pub use asking::asked_for_pictures;
pub use interrupt::{
    Attentive, Uninterrupted, end_if_interrupted, handle_interrupts, leave_no_core,
    quit_interrupted, wait_for_interrupt,
};
pub(crate) use keys::Keys;
pub use modes::restore;
pub use unechoed::Unechoed;

/// Which of the standard streams are terminals, and whether the user may be asked; by default nothing and nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// stdin is a terminal.
    pub stdin: bool,
    /// stdout is a terminal.
    pub stdout: bool,
    /// stderr is a terminal.
    pub stderr: bool,
    /// Nothing is redrawn, and choices are numbered lines: for screen readers and plain terminals.
    pub accessible: bool,
    /// The characters that it shows.
    pub charset: Charset,
    /// It shows links.
    pub links: bool,
    may_ask: bool,
    /// Confirmations are answered with yes.
    pub(crate) yes: bool,
}

impl Terminal {
    /// The process's own streams.
    pub fn of_process(accessible: bool, charset: Charset, links: bool) -> Terminal {
        Terminal {
            stdin: std::io::stdin().is_terminal(),
            stdout: std::io::stdout().is_terminal(),
            stderr: std::io::stderr().is_terminal(),
            accessible,
            charset,
            links,
            ..Terminal::default()
        }
    }

    /// The same under these settings.
    #[must_use]
    pub fn under(self, settings: &Settings) -> Terminal {
        Terminal {
            may_ask: self.stdin && self.stderr && !settings.no_input && !settings.app_key_stdin,
            yes: settings.yes,
            ..self
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

    /// The shape of its cells, where it tells how many pixels it has; tmux and many others do not.
    pub fn cell(&self) -> Cell {
        let ratio = self.pixels().map(|(width, height)| height / width);
        // Some tell nonsense, among them the size of a screen that they are not on.
        match ratio {
            Some(ratio) if ratio.is_finite() && (0.5..5.0).contains(&ratio) => Cell { ratio },
            _ => Cell::default(),
        }
    }

    /// The width and the height of its cells in pixels, where it tells.
    #[cfg(unix)]
    pub fn pixels(&self) -> Option<(f32, f32)> {
        let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
        let of = |pixels: u16, cells: u16| f32::from(pixels) / f32::from(cells);
        let (width, height) = (
            of(size.ws_xpixel, size.ws_col),
            of(size.ws_ypixel, size.ws_row),
        );
        (width >= 1.0 && height >= 1.0 && width.is_finite() && height.is_finite())
            .then_some((width, height))
    }

    /// The width and the height of its cells in pixels; here nothing tells.
    #[cfg(not(unix))]
    pub fn pixels(&self) -> Option<(f32, f32)> {
        None
    }
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
