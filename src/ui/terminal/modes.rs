//! The modes of the terminal: as they were found, and as a picture that is redrawn in place needs them.

use std::io::{IsTerminal, Write};

use crate::ui::terminal::interrupt::Uninterrupted;

#[cfg(unix)]
static MODES: std::sync::OnceLock<rustix::termios::Termios> = std::sync::OnceLock::new();

/// Remember how the terminal was before the first prompt changed it.
pub(crate) fn remember() {
    #[cfg(unix)]
    if let Ok(modes) = rustix::termios::tcgetattr(std::io::stdin()) {
        let _ = MODES.set(modes);
        // What was typed before the question was there is no answer to it.
        let _ = rustix::termios::tcflush(std::io::stdin(), rustix::termios::QueueSelector::IFlush);
    }
}

/// While this lives, what is typed is not shown and Ctrl-Z does nothing, so that a picture that is redrawn
/// in place stays in place and is not left on the screen. What was typed meanwhile is thrown away.
#[must_use]
pub struct Unechoed {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Unechoed {
    /// From here on, on the terminal of standard output.
    pub fn begin() -> Unechoed {
        #[cfg(unix)]
        {
            use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex};
            remember();
            let before = rustix::termios::tcgetattr(std::io::stdout()).ok();
            if let Some(before) = &before {
                let mut modes = before.clone();
                modes.local_modes &= !(LocalModes::ECHO | LocalModes::ECHONL);
                // Ctrl-C throws away what the terminal has not read yet: half a frame, or its wiping.
                modes.local_modes |= LocalModes::NOFLSH;
                modes.special_codes[SpecialCodeIndex::VSUSP] = DISABLED;
                let _ = rustix::termios::tcsetattr(std::io::stdout(), OptionalActions::Now, &modes);
            }
            Unechoed { before }
        }
        #[cfg(not(unix))]
        Unechoed {}
    }
}

impl Drop for Unechoed {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(modes) = &self.before {
            if Uninterrupted::was_interrupted() {
                // Whoever presses Ctrl-C presses it again: the wiping must have been read by then.
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            let _ = rustix::termios::tcsetattr(
                std::io::stdout(),
                rustix::termios::OptionalActions::Flush,
                modes,
            );
        }
    }
}

/// What a special character is set to where there is to be none.
#[cfg(all(unix, any(target_os = "linux", target_os = "android")))]
pub(crate) const DISABLED: u8 = 0;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
pub(crate) const DISABLED: u8 = 0xff;

/// Put the terminal back as it was: echo, line mode, a visible cursor.
pub fn restore() {
    #[cfg(unix)]
    if let Some(modes) = MODES.get() {
        let stdin = std::io::stdin();
        if in_foreground(&stdin) {
            let _ = rustix::termios::tcsetattr(stdin, rustix::termios::OptionalActions::Now, modes);
        }
        let mut stderr = std::io::stderr();
        if stderr.is_terminal() {
            let _ = stderr.write_all(b"\x1b[?25h\n");
            let _ = stderr.flush();
        }
    }
    #[cfg(not(unix))]
    {
        let _ = console::Term::stderr().show_cursor();
        let _ = std::io::stderr().flush();
    }
}

/// A job in the background that changes the terminal is stopped.
#[cfg(unix)]
pub(crate) fn in_foreground(terminal: impl std::os::fd::AsFd) -> bool {
    rustix::termios::tcgetpgrp(terminal).is_ok_and(|group| group == rustix::process::getpgrp())
}
