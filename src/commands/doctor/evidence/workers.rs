//! Requests beside the thread that waits for them, so that Ctrl-C is seen at once: nobody waits for one that hangs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use tr::tr;

use crate::api::Client;
use crate::error::Error;
use crate::local::threads;
use crate::ui::terminal::Uninterrupted;

/// Requests under way at the same time.
const WORKERS: usize = 8;
/// How often Ctrl-C is looked at.
const GLANCE: Duration = Duration::from_millis(50);

/// Do this beside the one who waits for it.
pub fn begin<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> Receiver<R> {
    let (send, result) = channel();
    // After Ctrl-C nobody listens.
    threads::beside(move || {
        let _ = send.send(work());
    });
    result
}

/// What comes of it, unless Ctrl-C comes first.
pub fn wait<R>(result: &Receiver<R>) -> Option<R> {
    while !Uninterrupted::was_interrupted() {
        match result.recv_timeout(GLANCE) {
            Ok(result) => return Some(result),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    None
}

/// Nothing came of it, and nobody pressed Ctrl-C.
pub fn panicked() -> Error {
    Error::failed(tr!("a request ended in a panic"))
}

/// Do this to each, a few at a time; the results come in the order of the things. After Ctrl-C those that had
/// come by then.
///
/// # Errors
/// Where a thread panicked.
pub fn fan_out<T: Send + Sync + 'static, R: Send + 'static>(
    api: &Arc<Client>,
    things: Vec<T>,
    mut done: impl FnMut(),
    work: impl Fn(&Client, &T) -> R + Send + Sync + 'static,
) -> Result<Vec<R>, Error> {
    let all = things.len();
    let workers = WORKERS.min(all);
    let shared = Arc::new((things, AtomicUsize::new(0), work));
    let (send, news) = channel();
    for _ in 0..workers {
        let (api, shared, send) = (Arc::clone(api), Arc::clone(&shared), send.clone());
        threads::beside(move || {
            let (things, next, work) = &*shared;
            loop {
                let index = next.fetch_add(1, Ordering::SeqCst);
                let Some(thing) = things.get(index) else {
                    return;
                };
                if send.send((index, work(&api, thing))).is_err() {
                    return;
                }
            }
        });
    }
    drop(send);
    let mut results = Vec::new();
    while let Some(result) = wait(&news) {
        done();
        results.push(result);
    }
    if Uninterrupted::was_interrupted() {
        // What has come counts, also what nobody has taken yet.
        results.extend(news.try_iter());
        api.stop();
    } else if results.len() < all {
        return Err(panicked());
    }
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
