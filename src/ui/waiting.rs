//! The line that says what is waited for: on stderr, only where that is a terminal, after half a second, and
//! gone before anything else is written.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ui::charset::Charset;
use crate::ui::narrow::Narrow;

/// What takes less is over before it is read.
const LONG: Duration = Duration::from_millis(500);
/// Requests follow each other: so short a gap between two is a part of the wait.
const GAP: Duration = Duration::from_millis(200);
const TICK: Duration = Duration::from_millis(100);

/// Whether the line stands on the terminal of this process.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// What to say after so long.
type Text = Box<dyn Fn(Duration) -> String + Send>;

/// What is waited for at this moment.
#[derive(Clone, Default)]
pub struct Waits(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    waits: Vec<(u64, Instant, Text)>,
    next: u64,
    /// Since when something is waited for, and when nothing was for the last time.
    busy: Option<Instant>,
    idle: Option<Instant>,
    bar: Option<ProgressBar>,
    watched: bool,
    /// Something else is drawn there.
    silent: bool,
    /// In ASCII.
    narrow: bool,
}

/// Something that is waited for, while this lives.
#[must_use]
#[derive(Default)]
pub struct Waited {
    waits: Option<(Weak<Mutex<State>>, u64)>,
}

impl Drop for Waited {
    fn drop(&mut self) {
        let Some((state, id)) = self.waits.take() else {
            return;
        };
        if let Some(state) = state.upgrade() {
            let mut state = lock(&state);
            state.waits.retain(|(other, ..)| *other != id);
            if state.waits.is_empty() {
                state.idle = Some(Instant::now());
                state.wipe();
            }
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn wipe(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
            SHOWN.store(false, Ordering::SeqCst);
        }
    }

    /// Draw it, where it is time for that.
    fn draw(&mut self) {
        let now = Instant::now();
        let long = self
            .busy
            .is_some_and(|since| now.duration_since(since) >= LONG);
        let Some((_, since, text)) = self.waits.last().filter(|_| long && !self.silent) else {
            return;
        };
        let text = text(now.duration_since(*since));
        let bar = self.bar.get_or_insert_with(|| {
            let target = ProgressDrawTarget::term_like(Box::new(Narrow(Term::stderr())));
            let style = ProgressStyle::with_template("{spinner} {wide_msg}");
            SHOWN.store(true, Ordering::SeqCst);
            let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
            let style = match self.narrow {
                true => style.tick_chars("|/-\\ "),
                false => style,
            };
            ProgressBar::with_draw_target(None, target).with_style(style)
        });
        bar.set_message(text);
        bar.tick();
    }
}

impl Waits {
    /// In these characters.
    pub(crate) fn showing(charset: Charset) -> Waits {
        let waits = Waits::default();
        lock(&waits.0).narrow = charset.is_narrow();
        waits
    }

    /// Wipe the line: something else is about to be written. It comes back by itself.
    pub(crate) fn wipe(&self) {
        lock(&self.0).wipe();
    }

    /// From now on something else is drawn there.
    pub(crate) fn be_silent(&self) {
        let mut state = lock(&self.0);
        state.silent = true;
        state.wipe();
    }

    /// From now on this is waited for.
    pub(crate) fn begin(&self, text: Text) -> Waited {
        let mut state = lock(&self.0);
        let now = Instant::now();
        let gap = state.idle.is_none_or(|idle| now.duration_since(idle) > GAP);
        if state.waits.is_empty() && (gap || state.busy.is_none()) {
            state.busy = Some(now);
        }
        state.next += 1;
        let id = state.next;
        state.waits.push((id, now, text));
        if !std::mem::replace(&mut state.watched, true) {
            watch(Arc::downgrade(&self.0));
        }
        let state = Arc::downgrade(&self.0);
        Waited {
            waits: Some((state, id)),
        }
    }
}

/// Look now and then, until there is nobody to draw for.
fn watch(state: Weak<Mutex<State>>) {
    let look = move || {
        while let Some(state) = state.upgrade() {
            lock(&state).draw();
            drop(state);
            thread::sleep(TICK);
        }
    };
    // Without a thread nothing is said, and nothing else changes.
    let _ = thread::Builder::new().name("waiting".into()).spawn(look);
}

/// Take the line off the terminal: the process ends.
pub(crate) fn wipe_at_the_end() {
    if SHOWN.swap(false, Ordering::SeqCst) {
        use std::io::Write;
        let mut stderr = std::io::stderr();
        let _ = stderr.write_all(b"\r\x1b[2K");
        let _ = stderr.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wait_after_the_other_is_one_wait() {
        let waits = Waits::default();
        let first = waits.begin(Box::new(|_| String::new()));
        let since = lock(&waits.0).busy;
        drop(first);
        let second = waits.begin(Box::new(|_| String::new()));
        assert_eq!(lock(&waits.0).busy, since);
        drop(second);
        lock(&waits.0).idle = Instant::now().checked_sub(GAP * 2);
        drop(waits.begin(Box::new(|_| String::new())));
        assert_ne!(lock(&waits.0).busy, since);
        assert!(lock(&waits.0).waits.is_empty());
    }
}
