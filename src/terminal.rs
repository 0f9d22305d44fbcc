//! The terminal: whether it may be asked, and what happens on Ctrl-C.
//!
//! A question may be asked where stdin and stderr are both terminals, `CI` is not set and
//! `--no-input` is not given. Ctrl-C restores the terminal and ends with 130.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use tr::tr;

use crate::error::Error;
use crate::settings::Settings;

/// What the standard streams are, and whether the user may be asked.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// stdout is a terminal.
    pub stdout: bool,
    /// stderr is a terminal.
    pub stderr: bool,
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
        prompt(|| {
            dialoguer::Confirm::new()
                .with_prompt(question)
                .default(false)
                // A key that was meant for something else is no answer.
                .wait_for_newline(true)
                .interact()
        })
    }

    /// One of several; `None` where the user left with Esc. Only where [`Terminal::may_ask`].
    pub fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        prompt(|| {
            dialoguer::Select::new()
                .with_prompt(question)
                .items(items)
                .default(0)
                .interact_opt()
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
    ask().map_err(|error| {
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

/// The name of this machine, as far as it says.
pub fn host_name() -> Option<String> {
    #[cfg(unix)]
    let name = rustix::system::uname()
        .nodename()
        .to_string_lossy()
        .into_owned();
    #[cfg(not(unix))]
    let name = String::new();
    let name: String = name
        .split('.')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    (!name.is_empty()).then_some(name)
}

static BUSY: AtomicUsize = AtomicUsize::new(0);
static PENDING: AtomicUsize = AtomicUsize::new(0);
/// While not 0, the command sees to an interrupt by itself, and soon.
static ATTENTIVE: AtomicUsize = AtomicUsize::new(0);
/// When the first interrupt came.
static INTERRUPTED: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
/// An attentive command that has not ended by then is stuck.
const ATTENTION: std::time::Duration = std::time::Duration::from_secs(2);

/// While one of these lives, Ctrl-C waits: what is under way must be told to its end.
#[must_use]
pub struct Uninterrupted(());

impl Uninterrupted {
    /// From here on.
    pub fn begin() -> Uninterrupted {
        BUSY.fetch_add(1, Ordering::SeqCst);
        Uninterrupted(())
    }

    /// Whether Ctrl-C was pressed meanwhile.
    pub fn was_interrupted() -> bool {
        PENDING.load(Ordering::SeqCst) > 0
    }
}

impl Drop for Uninterrupted {
    fn drop(&mut self) {
        BUSY.fetch_sub(1, Ordering::SeqCst);
    }
}

/// While one of these lives, the command looks at [`Uninterrupted::was_interrupted`] all the time and
/// ends by itself: also a second Ctrl-C must not keep it from leaving the screen clean. It gets 2 s.
/// Ctrl-\ does nothing: it would end the command on the spot.
#[must_use]
pub struct Attentive {
    _busy: Uninterrupted,
    #[cfg(unix)]
    _quits: Option<Unquittable>,
}

impl Attentive {
    /// From here on.
    ///
    /// # Errors
    /// Where Ctrl-C was pressed before: the process may be ending right now, and nothing may be put on
    /// the terminal that nobody would take off again.
    pub fn begin() -> Result<Attentive, Error> {
        ATTENTIVE.fetch_add(1, Ordering::SeqCst);
        let attentive = Attentive {
            _busy: Uninterrupted::begin(),
            #[cfg(unix)]
            _quits: Unquittable::begin(),
        };
        // The handler counts first and looks at ATTENTIVE then; here it is the other way round, so that
        // one of the two sees the other.
        if Uninterrupted::was_interrupted() {
            return Err(Error::interrupted());
        }
        Ok(attentive)
    }
}

impl Drop for Attentive {
    fn drop(&mut self) {
        ATTENTIVE.fetch_sub(1, Ordering::SeqCst);
    }
}

/// While this lives, Ctrl-\ does nothing on the terminal.
#[cfg(unix)]
struct Unquittable {
    terminal: std::os::fd::OwnedFd,
    before: u8,
}

#[cfg(unix)]
impl Unquittable {
    /// From here on, where there is a terminal whose keys come here.
    fn begin() -> Option<Unquittable> {
        use std::os::fd::AsFd;
        let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
        let terminal = [stdin.as_fd(), stdout.as_fd(), stderr.as_fd()]
            .into_iter()
            .find(|stream| stream.is_terminal())?;
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

/// A job in the background that changes the terminal is stopped.
#[cfg(unix)]
fn in_foreground(terminal: impl std::os::fd::AsFd) -> bool {
    rustix::termios::tcgetpgrp(terminal).is_ok_and(|group| group == rustix::process::getpgrp())
}

/// A crash leaves no file with the memory, which holds app keys and codes. The programs that are started
/// from here, such as an editor, may raise the limit again.
fn leave_no_core() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = Rlimit {
            current: Some(0),
            ..getrlimit(Resource::Core)
        };
        let _ = setrlimit(Resource::Core, limit);
    }
}

/// Make Ctrl-C (and the ends of a session: SIGTERM, SIGHUP) restore the terminal and exit 130.
/// Under [`Uninterrupted`] the first one is only noted, a second one is not waited for.
pub fn handle_interrupts() {
    // SIGQUIT cannot be handled here; at least it must not write a core.
    leave_no_core();
    // Without a handler Ctrl-C still ends the process; only the cursor might stay hidden.
    let _ = ctrlc::set_handler(|| {
        let before = PENDING.fetch_add(1, Ordering::SeqCst);
        let first = INTERRUPTED.get_or_init(std::time::Instant::now);
        if ATTENTIVE.load(Ordering::SeqCst) > 0 && first.elapsed() < ATTENTION {
            return;
        }
        if BUSY.load(Ordering::SeqCst) > 0 && before == 0 {
            return;
        }
        restore();
        std::process::exit(i32::from(crate::error::Kind::Interrupted.exit_code()));
    });
}

/// End as Ctrl-C does, once what was to be told is told.
pub fn quit_interrupted() -> ! {
    restore();
    std::process::exit(i32::from(crate::error::Kind::Interrupted.exit_code()))
}

/// Wait until Ctrl-C, which then ends nothing by itself.
pub fn wait_for_interrupt() {
    let _busy = Uninterrupted::begin();
    while !Uninterrupted::was_interrupted() {
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
}

#[cfg(unix)]
static MODES: std::sync::OnceLock<rustix::termios::Termios> = std::sync::OnceLock::new();

/// Remember how the terminal was before the first prompt changed it.
fn remember() {
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
const DISABLED: u8 = 0;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const DISABLED: u8 = 0xff;

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
