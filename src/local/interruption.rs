//! Whether an interrupt came that duty does not end by at once, and waits that end with it. The terminal's
//! room notes it; everything that waits, or that would begin something new, looks here.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a request that changes something may still wait for its answer.
pub const TO_BE_ANSWERED: Duration = Duration::from_millis(700);
/// How long it may take to find out what became of it.
pub const TO_FIND_OUT: Duration = Duration::from_millis(1500);
/// How long it may take to undo it, at the end.
pub const TO_UNDO: Duration = Duration::from_millis(1900);
/// Between two looks after an interrupt.
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);
/// How often a wait looks.
const GLANCE: Duration = Duration::from_millis(25);

static SINCE: Mutex<Option<Instant>> = Mutex::new(None);
static CUT_OFF: AtomicBool = AtomicBool::new(false);
static SEEN_TO: AtomicBool = AtomicBool::new(false);
/// Files that are not complete, and are to be gone when the process ends.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn state() -> MutexGuard<'static, Option<Instant>> {
    SINCE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One came.
pub fn note() {
    state().get_or_insert_with(Instant::now);
}

/// It was what the command waited for.
pub fn forget() {
    *state() = None;
}

/// When the first one came.
pub fn since() -> Option<Instant> {
    *state()
}

/// Whether one came.
pub fn came() -> bool {
    since().is_some()
}

/// A request was given up because of it.
pub fn cut_off() {
    CUT_OFF.store(true, Ordering::SeqCst);
}

/// A program that has the terminal beside duty got it as well, and did its work all the same: as for a shell that runs
/// one, that is no reason to end by it.
pub fn seen_to() {
    SEEN_TO.store(true, Ordering::SeqCst);
}

/// Whether such a program saw to it, and nothing was given up.
pub fn was_seen_to() -> bool {
    SEEN_TO.load(Ordering::SeqCst) && !CUT_OFF.load(Ordering::SeqCst)
}

/// Make a file that is not complete yet; where the process is ended before [`finished`], it is removed.
pub fn unfinished<T>(make: impl FnOnce() -> T, path: impl FnOnce(&T) -> Option<PathBuf>) -> T {
    // Whoever removes them waits until this one is in the list.
    let mut all = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    let made = make();
    all.extend(path(&made));
    made
}

/// That file is complete, or gone.
pub fn finished(path: &Path) {
    let mut all = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|other| other != path);
}

/// The process ends: what is not complete goes, and nothing more is begun.
pub fn remove_unfinished() {
    let all = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for path in all.iter() {
        let _ = std::fs::remove_file(path);
    }
    std::mem::forget(all);
}

/// Wait so long, but not longer than until one comes.
pub fn pause(wait: Duration) {
    let began = Instant::now();
    while !came() {
        let left = wait.saturating_sub(began.elapsed());
        if left.is_zero() {
            break;
        }
        std::thread::sleep(left.min(GLANCE));
    }
}

/// Wait so long before another look at what became of a change; `false` where an interrupt has left no time for one.
pub fn wait_to_look(wait: Duration) -> bool {
    pause(wait);
    let Some(since) = since() else {
        return true;
    };
    let left = TO_FIND_OUT.saturating_sub(since.elapsed());
    std::thread::sleep(left.min(BETWEEN_LOOKS));
    left > BETWEEN_LOOKS
}

/// What arrives before `until`, which is asked again and again: an interrupt may bring it nearer.
pub fn receive<T>(from: &Receiver<T>, until: impl Fn() -> Instant) -> Result<T, RecvTimeoutError> {
    loop {
        let left = until().saturating_duration_since(Instant::now());
        match from.recv_timeout(left.min(GLANCE)) {
            Err(RecvTimeoutError::Timeout) if left > GLANCE => {}
            answer => return answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_arrives_is_received_and_what_does_not_is_given_up() {
        let (tell, told) = std::sync::mpsc::channel();
        tell.send(7).unwrap();
        let long = Instant::now() + Duration::from_secs(3600);
        assert_eq!(receive(&told, || long), Ok(7));
        let past = Instant::now();
        assert_eq!(receive(&told, || past), Err(RecvTimeoutError::Timeout));
        drop(tell);
        assert_eq!(receive(&told, || long), Err(RecvTimeoutError::Disconnected));
    }
}
