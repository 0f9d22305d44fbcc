//! What an interrupt does: end with 130 and a terminal as it was, wait for what is under way, or be seen
//! to by the command itself.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::Error;
use crate::ui::terminal::modes::restore;
#[cfg(unix)]
use crate::ui::terminal::modes::{DISABLED, in_foreground, remember};

static BUSY: AtomicUsize = AtomicUsize::new(0);
static PENDING: AtomicUsize = AtomicUsize::new(0);
/// While not 0, the command sees to an interrupt by itself, and soon.
static ATTENTIVE: AtomicUsize = AtomicUsize::new(0);
/// When the first interrupt came.
static INTERRUPTED: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
/// An attentive command that has not ended by then is stuck.
const ATTENTION: std::time::Duration = std::time::Duration::from_secs(2);

/// Questions that are open, or were left by Ctrl-C.
static ASKING: AtomicUsize = AtomicUsize::new(0);
const TO_LEAVE_A_QUESTION: std::time::Duration = std::time::Duration::from_millis(300);

/// Ask; a question that is left by Ctrl-C counts as open from then on.
pub(crate) fn asking<T>(ask: impl FnOnce() -> dialoguer::Result<T>) -> dialoguer::Result<T> {
    ASKING.fetch_add(1, Ordering::SeqCst);
    let answer = ask();
    let left = matches!(&answer, Err(dialoguer::Error::IO(io)) if io.kind() == std::io::ErrorKind::Interrupted);
    if !left {
        ASKING.fetch_sub(1, Ordering::SeqCst);
    }
    answer
}

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

/// A crash, or Ctrl-\, leaves no file with the memory, which holds app keys and codes. The programs that are started
/// from here, such as an editor, may raise the limit again.
pub fn leave_no_core() {
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
        if ASKING.load(Ordering::SeqCst) > 0 && before == 0 {
            // The question ends with an error by itself, and what asked it may have more to say. Not
            // every question does: then it ends here.
            std::thread::sleep(TO_LEAVE_A_QUESTION);
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
