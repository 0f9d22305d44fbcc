//! The terminal while a line is typed key by key.

#[cfg(unix)]
use crate::ui::terminal::modes::DISABLED;

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

    /// The answer, unless Ctrl-C or Ctrl-\ came right behind it: while a key is read, the terminal makes no signal of
    /// them. What else was typed ahead answers nothing.
    pub(crate) fn end<T>(self, answer: std::io::Result<T>) -> std::io::Result<T> {
        #[cfg(unix)]
        if answer.is_ok()
            && let Some(signal) = self.left_behind()
        {
            let _ = rustix::process::kill_process(rustix::process::getpid(), signal);
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        answer
    }

    /// The signal that the terminal would have sent for what was typed and not read.
    #[cfg(unix)]
    fn left_behind(&self) -> Option<rustix::process::Signal> {
        use rustix::process::Signal;
        use rustix::termios::{LocalModes, SpecialCodeIndex};
        let before = self.before.as_ref()?;
        let sends = before.local_modes.contains(LocalModes::ISIG);
        let key = |index| Some(before.special_codes[index]).filter(|key| sends && *key != DISABLED);
        let (interrupt, quit) = (key(SpecialCodeIndex::VINTR), key(SpecialCodeIndex::VQUIT));
        let stdin = std::io::stdin();
        let mut some = zeroize::Zeroizing::new([0; 256]);
        let mut first = None;
        loop {
            if !matches!(rustix::io::ioctl_fionread(&stdin), Ok(1..)) {
                return first;
            }
            let Ok(read @ 1..) = rustix::io::read(&stdin, &mut some[..]) else {
                return first;
            };
            let mut typed = some[..read].iter().map(|byte| Some(*byte));
            first = first.or_else(|| {
                typed.find_map(|key| match key {
                    _ if key == interrupt => Some(Signal::INT),
                    _ if key == quit => Some(Signal::QUIT),
                    _ => None,
                })
            });
        }
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
