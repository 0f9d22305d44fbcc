//! The modes of the terminal that a picture needs which is redrawn in place.

#[cfg(unix)]
use crate::ui::terminal::interrupt::Uninterrupted;
#[cfg(unix)]
use crate::ui::terminal::modes::{DISABLED, remember};

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
