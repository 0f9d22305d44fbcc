//! A line that is not shown while it is typed: from before the question is there, and also after Ctrl-Z and `fg`. A
//! shell shows what is typed to it, and does not hide it again for the program that it continues.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};

use rustix::termios::{InputModes, LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::SIGCONT;
use signal_hook::iterator::{Handle, Signals};
use tr::tr;
use zeroize::Zeroizing;

use crate::ui::terminal::modes::in_foreground;

/// The longest line that a terminal gives; twice as much.
const ROOM: usize = 8192;

/// Ask, and read a line that is not shown. What is typed as soon as the question is there is part of the answer.
pub(crate) fn read(term: &console::Term, question: &str) -> io::Result<String> {
    let keyboard = keyboard().ok_or(io::ErrorKind::NotConnected)?;
    let hidden = Hidden::begin(term, question);
    if hidden.before.is_none() && in_foreground(&keyboard) {
        return Err(io::Error::other(tr!("what is typed could not be hidden")));
    }
    term.write_str(question)?;
    let mut line = Zeroizing::new(Vec::with_capacity(ROOM));
    let mut some = Zeroizing::new([0; ROOM / 2]);
    while !line.contains(&b'\n') {
        match rustix::io::read(&keyboard, &mut some[..]) {
            Ok(0) => break,
            Ok(read) => line.extend_from_slice(&some[..read]),
            Err(rustix::io::Errno::INTR) => (),
            Err(error) => return Err(error.into()),
        }
    }
    drop(hidden);
    term.write_line("")?;
    let end = line.iter().position(|byte| *byte == b'\n');
    let line = &line[..end.unwrap_or(line.len())];
    let text = std::str::from_utf8(line).map_err(|_| {
        let why = tr!("what was typed is no text (UTF-8)");
        io::Error::new(io::ErrorKind::InvalidData, why)
    })?;
    Ok(text.to_owned())
}

/// While this lives, what is typed is hidden, again each time that duty is continued.
struct Hidden {
    signals: Option<Handle>,
    /// The terminal, where it is duty's, and how it was.
    before: Option<(OwnedFd, Termios)>,
}

impl Hidden {
    /// From here on. The question is written once more where it was left behind by Ctrl-Z.
    fn begin(term: &console::Term, question: &str) -> Hidden {
        let before = keyboard().and_then(|terminal| {
            let modes = hide(&terminal)?;
            Some((terminal, modes))
        });
        let mut signals = Signals::new([SIGCONT]).ok();
        let handle = signals.as_ref().map(Signals::handle);
        if let Some(mut signals) = signals.take() {
            let (term, question) = (term.clone(), format!("\r{question}"));
            let hide_again = move || {
                for _ in signals.forever() {
                    let hidden = keyboard().and_then(|terminal| hide(&terminal));
                    if hidden.is_some() {
                        let _ = term.write_str(&question);
                    }
                }
            };
            let _ = std::thread::Builder::new()
                .name("hidden".into())
                .spawn(hide_again);
        }
        Hidden {
            signals: handle,
            before,
        }
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(signals) = &self.signals {
            signals.close();
        }
        if let Some((terminal, before)) = &self.before
            && in_foreground(terminal)
            && let Ok(mut modes) = tcgetattr(terminal)
        {
            modes.local_modes.set(LINE, false);
            modes.local_modes |= before.local_modes & LINE;
            modes.input_modes.set(InputModes::ICRNL, false);
            modes.input_modes |= before.input_modes & InputModes::ICRNL;
            // What was pasted after the line is part of a secret, and must not be a command to the shell.
            let _ = tcsetattr(terminal, OptionalActions::Flush, &modes);
        }
    }
}

/// What is changed while a line is read.
const LINE: LocalModes = LocalModes::ECHO
    .union(LocalModes::ICANON)
    .union(LocalModes::ISIG);

/// Where the line is typed.
fn keyboard() -> Option<OwnedFd> {
    let stdin = io::stdin();
    match stdin.is_terminal() {
        true => stdin.as_fd().try_clone_to_owned().ok(),
        false => File::open("/dev/tty").ok().map(OwnedFd::from),
    }
}

/// Hide what is typed there from now on, line by line, whatever it was set to; how it was. `None` where the terminal is
/// not duty's.
fn hide(terminal: &OwnedFd) -> Option<Termios> {
    if !in_foreground(terminal) {
        return None;
    }
    let before = tcgetattr(terminal).ok()?;
    let mut modes = before.clone();
    modes.local_modes.insert(LINE);
    modes.local_modes.remove(LocalModes::ECHO);
    modes.input_modes.insert(InputModes::ICRNL);
    tcsetattr(terminal, OptionalActions::Now, &modes).ok()?;
    Some(before)
}
