//! The modes of the terminal: as they were found, and without the key that ends a program on the spot.

#[cfg(unix)]
use std::io::IsTerminal;
use std::io::Write;

#[cfg(unix)]
static MODES: std::sync::OnceLock<(std::os::fd::OwnedFd, rustix::termios::Termios)> =
    std::sync::OnceLock::new();

/// Remember how the terminal was before the first prompt changed it: that of stdin, else the one that this process has.
pub(crate) fn remember() {
    #[cfg(unix)]
    {
        use rustix::termios::{QueueSelector, tcflush, tcgetattr};
        use std::os::fd::AsFd;
        let stdin = std::io::stdin();
        if let Ok(modes) = tcgetattr(&stdin)
            && let Ok(terminal) = stdin.as_fd().try_clone_to_owned()
        {
            let _ = MODES.set((terminal, modes));
            // What was typed before the question was there is no answer to it.
            let _ = tcflush(&stdin, QueueSelector::IFlush);
        } else if let Ok(terminal) = std::fs::File::open("/dev/tty")
            && let Ok(modes) = tcgetattr(&terminal)
        {
            let _ = MODES.set((terminal.into(), modes));
        }
    }
}

/// While this lives, Ctrl-\ does nothing on the terminal.
#[cfg(unix)]
pub(crate) struct Unquittable {
    terminal: std::os::fd::OwnedFd,
    before: u8,
}

#[cfg(unix)]
impl Unquittable {
    /// From here on, where there is a terminal whose keys come here.
    pub(crate) fn begin() -> Option<Unquittable> {
        use std::os::fd::AsFd;
        let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
        let terminal = [stdin.as_fd(), stdout.as_fd(), stderr.as_fd()]
            .into_iter()
            .find(std::io::IsTerminal::is_terminal)?;
        remember();
        let terminal = terminal.try_clone_to_owned().ok()?;
        let before = quit_key(&terminal, DISABLED)?;
        Some(Unquittable { terminal, before })
    }
}

#[cfg(unix)]
impl Drop for Unquittable {
    fn drop(&mut self) {
        let _ = quit_key(&self.terminal, self.before);
    }
}

/// Have another key end a program on the spot; the key that did.
#[cfg(unix)]
fn quit_key(terminal: &std::os::fd::OwnedFd, key: u8) -> Option<u8> {
    use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
    if !in_foreground(terminal) {
        return None;
    }
    let mut modes = tcgetattr(terminal).ok()?;
    let before = std::mem::replace(&mut modes.special_codes[SpecialCodeIndex::VQUIT], key);
    tcsetattr(terminal, OptionalActions::Now, &modes).ok()?;
    Some(before)
}

/// What a special character is set to where there is to be none.
#[cfg(all(unix, any(target_os = "linux", target_os = "android")))]
pub(crate) const DISABLED: u8 = 0;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
pub(crate) const DISABLED: u8 = 0xff;

/// Put the terminal back as it was: echo, line mode, a visible cursor.
pub fn restore() {
    #[cfg(unix)]
    if let Some((terminal, modes)) = MODES.get() {
        if in_foreground(terminal) {
            let now = rustix::termios::OptionalActions::Now;
            let _ = rustix::termios::tcsetattr(terminal, now, modes);
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
    match rustix::termios::tcgetpgrp(terminal) {
        Ok(group) => group == rustix::process::getpgrp(),
        // It controls no job of this session, and stops none.
        Err(error) => error == rustix::io::Errno::NOTTY,
    }
}
