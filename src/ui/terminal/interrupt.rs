//! What an interrupt does (Ctrl-C, Ctrl-\, SIGTERM, SIGHUP): end duty by that very signal and a terminal as it was,
//! wait for what is under way, or be seen to by the command itself. One state says which.

use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{Error, Kind};
use crate::local::interruption;
#[cfg(unix)]
use crate::ui::terminal::modes::Unquittable;
use crate::ui::terminal::modes::restore;
use crate::ui::waiting;

/// An attentive command that has not ended by then is stuck.
const ATTENTION: Duration = Duration::from_secs(2);
const TO_LEAVE_A_QUESTION: Duration = Duration::from_millis(300);
/// How long a question is given to be left before it is woken up (again), and nobody presses Ctrl-C twice.
const A_WHILE: Duration = Duration::from_millis(100);
const SIGINT: i32 = 2;
const SIGQUIT: i32 = 3;

/// What keeps an interrupt from ending duty; of several at once the last one here counts, of none the
/// interrupt does.
#[derive(Clone, Copy)]
enum Mode {
    /// A question is open, or was left by Ctrl-C: it ends by itself, and what asked it may have more to say.
    Ask,
    /// Something must be told to its end: the first interrupt is noted, the second one is not waited for.
    Wait,
    /// The command sees to an interrupt by itself, and soon.
    Attend,
}

/// What is to be done about an interrupt.
#[derive(Debug, PartialEq, Eq)]
enum Then {
    Note,
    End,
    /// Not every question ends by itself.
    EndAfter(Duration),
    /// The question is to be left, and what asked it goes on to its end.
    Leave,
}

struct State {
    /// How many there are of each [`Mode`].
    held: [usize; 3],
    /// How many programs have the terminal in place of duty: its keys are theirs.
    lent: usize,
    /// The first interrupt, and when it came.
    first: Option<(i32, Instant)>,
    /// How many questions wait for an answer: one that was left is still held.
    open: usize,
    /// A question was left by a signal or by Ctrl-C.
    left: bool,
    /// The prompt library raises SIGINT where a question is woken up: until then one is no second Ctrl-C.
    woken: Option<Instant>,
}

impl State {
    const fn new() -> State {
        State {
            held: [0; 3],
            lent: 0,
            first: None,
            open: 0,
            left: false,
            woken: None,
        }
    }

    fn holds(&self, mode: Mode) -> bool {
        self.held[mode as usize] > 0
    }

    /// A signal came, `of_key` from the terminal or sent by a process.
    fn note(&mut self, signal: i32, of_key: bool, now: Instant) -> Then {
        if self.lent > 0 && of_key && matches!(signal, SIGINT | SIGQUIT) {
            return Then::Note;
        }
        let woken = self.woken.take();
        if woken.is_some_and(|until| now <= until) && signal == SIGINT {
            return Then::Note;
        }
        let again = self.first.is_some();
        let (_, first) = *self.first.get_or_insert((signal, now));
        if !again && (self.open > 0 || self.left) {
            // It wakes the question up by itself.
            self.woken = Some(now + A_WHILE);
        }
        if self.holds(Mode::Attend) && now.duration_since(first) < ATTENTION {
            Then::Note
        } else if again {
            Then::End
        } else if self.holds(Mode::Wait) {
            match self.open {
                0 => Then::Note,
                _ => Then::Leave,
            }
        } else if self.holds(Mode::Ask) {
            Then::EndAfter(TO_LEAVE_A_QUESTION)
        } else {
            Then::End
        }
    }
}

static STATE: Mutex<State> = Mutex::new(State::new());
/// A signal was noted.
static NOTED: Condvar = Condvar::new();

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A mode, while this lives.
struct Held(Mode);

impl Held {
    fn begin(mode: Mode) -> Held {
        state().held[mode as usize] += 1;
        Held(mode)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        state().held[self.0 as usize] -= 1;
    }
}

/// Ask; a question that is left by Ctrl-C counts as open from then on. After an interrupt none opens: nobody would wake
/// it up again, and what asks goes on as where it was left. `None` of those.
pub(crate) fn asking<T>(ask: impl FnOnce() -> io::Result<T>) -> Option<io::Result<T>> {
    let open = Held::begin(Mode::Ask);
    {
        let mut state = state();
        if state.first.is_some() {
            return None;
        }
        state.open += 1;
    }
    let answer = ask();
    let left = matches!(&answer, Err(error) if error.kind() == io::ErrorKind::Interrupted);
    {
        let mut state = state();
        state.open -= 1;
        state.left |= left;
    }
    if left {
        std::mem::forget(open);
        // The question may be left before the signal that did it was noted, and duty is to end by that one.
        drop(NOTED.wait_timeout_while(state(), TO_LEAVE_A_QUESTION, |state| state.first.is_none()));
    }
    Some(answer)
}

/// While one of these lives, Ctrl-C waits: what is under way must be told to its end.
#[must_use]
pub struct Uninterrupted {
    _held: Held,
}

impl Uninterrupted {
    /// From here on.
    pub fn begin() -> Uninterrupted {
        Uninterrupted {
            _held: Held::begin(Mode::Wait),
        }
    }

    /// From here on, and for the first 2 s a second one waits as well: for what sees to an interrupt by itself, and
    /// soon, but has more to lose than the screen.
    pub fn attentive() -> Uninterrupted {
        Uninterrupted {
            _held: Held::begin(Mode::Attend),
        }
    }

    /// From here to the end of `work` somebody else has the terminal, such as an editor: what Ctrl-C and Ctrl-\ send
    /// is theirs. Everything else that comes is duty's, and waits until then.
    pub fn meant_for_another<T>(work: impl FnOnce() -> T) -> T {
        let _held = Uninterrupted::begin();
        state().lent += 1;
        let done = work();
        state().lent -= 1;
        done
    }

    /// The signal that came first.
    #[cfg(unix)]
    pub fn signal() -> Option<i32> {
        state().first.map(|(signal, _)| signal)
    }

    /// Whether Ctrl-C was pressed meanwhile.
    pub fn was_interrupted() -> bool {
        state().first.is_some()
    }
}

/// While one of these lives, the command looks at [`Uninterrupted::was_interrupted`] all the time and
/// ends by itself: also a second Ctrl-C must not keep it from leaving the screen clean. It gets 2 s.
/// Ctrl-\ does nothing: it would end the command on the spot.
#[must_use]
pub struct Attentive {
    _attend: Held,
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
        let attentive = Attentive {
            _attend: Held::begin(Mode::Attend),
            #[cfg(unix)]
            _quits: Unquittable::begin(),
        };
        if Uninterrupted::was_interrupted() {
            return Err(Error::interrupted());
        }
        Ok(attentive)
    }
}

/// A crash, or Ctrl-\, leaves no file with the memory, which holds app keys and codes. On Linux the limit is not enough:
/// where a program collects the memory of what crashed, the kernel hands it over whatever the limit is. Programs that are
/// started from here, such as an editor, may raise the limit again, and what they run is theirs to write.
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
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Have Ctrl-C, Ctrl-\ and the ends of a session (SIGTERM, SIGHUP) seen to from here on.
pub fn handle_interrupts() {
    // Without a handler Ctrl-C still ends the process; only the cursor might stay hidden.
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGALRM, SIGHUP, SIGPROF, SIGQUIT, SIGTERM, SIGURG, SIGUSR1};
        use signal_hook::consts::{SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ};
        use signal_hook::iterator::{SignalsInfo, exfiltrator::WithRawSiginfo};
        use std::collections::BTreeMap;
        // A file that may not grow is an error of the write.
        let _ = signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default());
        let mut signals = vec![
            SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF,
            SIGXCPU,
        ];
        // What whoever started duty has ignored (nohup) stays so.
        let ignored = ignored();
        signals.retain(|signal| ignored >> (signal - 1) & 1 == 0);
        signals.push(SIGURG);
        if let Ok(mut signals) = SignalsInfo::<WithRawSiginfo>::new(signals) {
            let signals = move || {
                loop {
                    // Several of one number are one.
                    let mut came: BTreeMap<i32, bool> = BTreeMap::new();
                    for info in signals.wait() {
                        *came.entry(info.si_signo).or_insert(true) &= is_of_kernel(info.si_code);
                    }
                    came.remove(&SIGURG);
                    // The one that woke up a question came before the SIGINT that this raised.
                    let raised = came.remove_entry(&SIGINT);
                    let interrupts = came.into_iter().chain(raised);
                    interrupts.for_each(|(signal, of_key)| interrupted_by(signal, of_key));
                }
            };
            let _ = std::thread::Builder::new()
                .name("signals".into())
                .spawn(signals);
        }
    }
    #[cfg(windows)]
    let _ = ctrlc::set_handler(|| interrupted_by(SIGINT, true));
}

/// Whether no process sent it; elsewhere than on Linux nobody says so of a key.
#[cfg(unix)]
fn is_of_kernel(code: i32) -> bool {
    !cfg!(target_os = "linux") || code > 0
}

/// The signals that this process was started to ignore, a bit each; where the system does not say, none.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or(0)
}

fn interrupted_by(signal: i32, of_key: bool) {
    let then = {
        let mut state = state();
        let then = state.note(signal, of_key, Instant::now());
        if state.first.is_some() {
            interruption::note();
        }
        then
    };
    NOTED.notify_all();
    match then {
        Then::Note => return,
        Then::Leave => return leave_the_question(),
        Then::End => {}
        Then::EndAfter(time) => std::thread::sleep(time),
    }
    waiting::wipe_at_the_end();
    restore();
    let first = state().first;
    end_by(first.map_or(signal, |(first, _)| first))
}

/// A key pressed before the prompt library waits for keys is a signal that its wait never sees: wake the wait up
/// until the question is left. SIGURG means nothing to duty, but no wait for a terminal goes on behind it.
fn leave_the_question() {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, getpid, kill_process};
        let still_open = || {
            std::thread::sleep(A_WHILE);
            let mut state = state();
            let is_open = state.open > 0;
            state.woken = is_open.then(|| Instant::now() + ATTENTION);
            is_open
        };
        let wake = move || {
            while still_open() {
                let _ = kill_process(getpid(), Signal::URG);
            }
        };
        let _ = std::thread::Builder::new().name("leave".into()).spawn(wake);
    }
}

/// End by a signal, with what it does to a program that never heard of it: only so does the shell know that
/// not just this command is to end, but also the loop that it stands in.
fn end_by(signal: i32) -> ! {
    interruption::remove_unfinished();
    #[cfg(unix)]
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    #[cfg(not(unix))]
    let _ = signal;
    std::process::exit(i32::from(Kind::Interrupted.exit_code()))
}

/// End as Ctrl-C does, once what was to be told is told.
pub fn quit_interrupted() -> ! {
    waiting::wipe_at_the_end();
    restore();
    end_if_interrupted();
    std::process::exit(i32::from(Kind::Interrupted.exit_code()))
}

/// End by the signal that came, if one did: of a command that is over, whatever it got done.
pub fn end_if_interrupted() {
    let first = state().first;
    if let Some((signal, _)) = first {
        use std::io::Write;
        let _ = std::io::stdout().flush();
        let _ = std::io::stderr().flush();
        end_by(signal);
    }
}

/// Wait until Ctrl-C, which is how the command ends, and no interrupt of it.
pub fn wait_for_interrupt() {
    let _wait = Held::begin(Mode::Wait);
    drop(NOTED.wait_while(state(), |state| state.first.is_none()));
    state().first = None;
    interruption::forget();
}

#[cfg(test)]
mod tests;
