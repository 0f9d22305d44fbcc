//! Threads where this machine has room for them, and the same work without them where it has not: a limit of
//! processes or of memory is no reason to end in a panic.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, Scope, ScopedJoinHandle};

use tr::tr;

use crate::error::Error;

/// Work that was begun.
pub enum Running<'scope, T> {
    /// In a thread of its own.
    Apart(ScopedJoinHandle<'scope, Option<T>>),
    /// It is done: there was no room for a thread.
    Done(Option<T>),
}

impl<T> Running<'_, T> {
    /// What came of it.
    ///
    /// # Errors
    /// Where it panicked.
    pub fn join(self) -> Result<T, Error> {
        let done = match self {
            Running::Apart(thread) => thread.join().ok().flatten(),
            Running::Done(done) => done,
        };
        done.ok_or_else(|| Error::failed(tr!("a request ended in a panic")))
    }
}

/// Do this at the same time as what follows, or before it.
pub fn start<'scope, T, F>(scope: &'scope Scope<'scope, '_>, work: F) -> Running<'scope, T>
where
    F: FnOnce() -> T + Send + 'scope,
    T: Send + 'scope,
{
    start_by(Builder::new(), scope, work)
}

fn take<F>(work: &Mutex<Option<F>>) -> Option<F> {
    work.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn start_by<'scope, T, F>(
    builder: Builder,
    scope: &'scope Scope<'scope, '_>,
    work: F,
) -> Running<'scope, T>
where
    F: FnOnce() -> T + Send + 'scope,
    T: Send + 'scope,
{
    let work = Arc::new(Mutex::new(Some(work)));
    let given = Arc::clone(&work);
    let thread = builder.spawn_scoped(scope, move || {
        let work = take(&given);
        work.map(|work| work())
    });
    match thread {
        Ok(thread) => Running::Apart(thread),
        Err(_) => Running::Done(take(&work).map(|work| work())),
    }
}

/// Do this beside the one who goes on, or before they do.
pub fn beside(work: impl FnOnce() + Send + 'static) {
    let work = Arc::new(Mutex::new(Some(work)));
    let given = Arc::clone(&work);
    let run = move || {
        if let Some(work) = take(&given) {
            work();
        }
    };
    if Builder::new().spawn(run).is_err()
        && let Some(work) = take(&work)
    {
        work();
    }
}

/// That a thread cannot be made, where nothing can be done without it.
pub fn no_room(error: &io::Error) -> Error {
    Error::failed(tr!("this machine has no room for a request: {0}", error)).hint(tr!(
        "end other programs, or raise the limits of processes and memory (see 'ulimit -a')"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_thread_is_done_all_the_same() {
        let here = std::thread::current().id();
        std::thread::scope(|scope| {
            let work = || std::thread::current().id();
            let apart = start(scope, work);
            assert_ne!(apart.join().unwrap(), here);
            // No machine has room for a stack of this size.
            let huge = || Builder::new().stack_size(1 << 60);
            assert_eq!(start_by(huge(), scope, work).join().unwrap(), here);
            let apart = start(scope, || -> u8 { panic!("for the test") });
            assert!(apart.join().is_err());
        });
    }
}
