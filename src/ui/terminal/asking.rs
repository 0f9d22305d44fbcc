//! Asking the terminal itself what it is, by an escape sequence that it answers as if somebody typed.

use crate::ui::picture::Answers;

/// What the terminal says of pictures; nothing where it does not answer soon.
#[cfg(unix)]
pub fn asked_for_pictures() -> Answers {
    answers().map_or_else(Answers::default, |bytes| Answers::read(&bytes))
}

/// What the terminal says of pictures; here it is not asked.
#[cfg(not(unix))]
pub fn asked_for_pictures() -> Answers {
    Answers::default()
}

#[cfg(unix)]
fn answers() -> Option<Vec<u8>> {
    use std::io::{Read, Write};
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

    use crate::ui::picture::QUESTION;
    use crate::ui::terminal::modes::{Unquittable, remember};

    /// A terminal behind a slow network is given up; one that is none at all does not hold the command up.
    const LIMIT: Duration = Duration::from_millis(700);

    remember();
    let _no_quit = Unquittable::begin();
    let mut terminal = std::fs::File::options()
        .read(true)
        .write(true)
        .open("/dev/tty")
        .ok()?;
    let before = tcgetattr(&terminal).ok()?;
    let mut modes = before.clone();
    modes.local_modes &= !(LocalModes::ECHO | LocalModes::ICANON);
    tcsetattr(&terminal, OptionalActions::Now, &modes).ok()?;
    let mut bytes = Vec::new();
    let written = terminal.write_all(QUESTION.as_bytes());
    let end = Instant::now() + LIMIT;
    while written.is_ok() && !Answers::are_complete(&bytes) {
        let left = end.saturating_duration_since(Instant::now());
        let limit = Timespec::try_from(left).ok();
        let mut watched = [PollFd::new(&terminal, PollFlags::IN)];
        if left.is_zero() || !matches!(poll(&mut watched, limit.as_ref()), Ok(1..)) {
            break;
        }
        let mut some = [0; 256];
        match terminal.read(&mut some) {
            Ok(read @ 1..) => bytes.extend(&some[..read]),
            _ => break,
        }
    }
    // What does not know the question may have printed it.
    let _ = terminal.write_all(b"\r\x1b[2K");
    let _ = tcsetattr(&terminal, OptionalActions::Flush, &before);
    Some(bytes)
}
