//! The terminal while a line is typed key by key.

/// While this lives, the terminal itself shows nothing that is typed: what is pasted comes faster than it is read, and
/// would be shown twice.
pub(crate) struct Keys {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Keys {
    pub(crate) fn begin() -> Keys {
        #[cfg(unix)]
        {
            use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
            let before = tcgetattr(std::io::stdin()).ok();
            if let Some(before) = &before {
                let mut modes = before.clone();
                modes.local_modes &= !(LocalModes::ECHO | LocalModes::ICANON);
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Drain, &modes);
            }
            Keys { before }
        }
        #[cfg(not(unix))]
        Keys {}
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(modes) = &self.before {
            use rustix::termios::{OptionalActions, tcsetattr};
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Drain, modes);
        }
    }
}
