//! When a request may go out: below the rate limit of the account, and only while anything is still
//! to be asked.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::api::pace::{LIMITS, Pace};
use crate::api::transport::{Client, Failure};
use crate::error::Error;

/// How soon a wait notices that nothing more is to be asked.
const NOTICE: Duration = Duration::from_millis(50);

/// What decides when a request may go out.
pub(crate) struct Turn {
    began: Instant,
    pace: Mutex<Pace>,
    each_its_own: AtomicBool,
    stopped: AtomicBool,
}

impl Default for Turn {
    fn default() -> Turn {
        Turn {
            began: Instant::now(),
            pace: Mutex::default(),
            each_its_own: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
        }
    }
}

impl Turn {
    pub(crate) fn is_each_its_own(&self) -> bool {
        self.each_its_own.load(Ordering::SeqCst)
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn admit(&self) -> Result<(), Duration> {
        self.pace
            .lock()
            .map_or(Ok(()), |mut pace| pace.admit(&LIMITS, self.began.elapsed()))
    }

    fn answered(&self) {
        if let Ok(mut pace) = self.pace.lock() {
            pace.answered(self.began.elapsed());
        }
    }
}

impl Client {
    /// From now on the time is that of each request and not of the whole command, which asks as
    /// often as the account is large.
    pub fn time_each_request(&self) {
        self.turn.each_its_own.store(true, Ordering::SeqCst);
    }

    /// Ask nothing more: what waits ends with `Interrupted`, what is under way gets its answer.
    pub fn stop(&self) {
        self.turn.stopped.store(true, Ordering::SeqCst);
    }

    /// Wait, but not longer than until [`Client::stop`].
    pub(crate) fn pause(&self, wait: Duration) {
        let until = Instant::now() + wait;
        while !self.turn.is_stopped() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            std::thread::sleep(left.min(NOTICE));
        }
    }

    /// Wait until one more request keeps below the rate limit, then send it. Where each request
    /// has its own time, the wait is none of it.
    pub(crate) fn in_turn<T>(
        &self,
        deadline: &mut Instant,
        send: impl FnOnce(Instant) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let began = Instant::now();
        while let Err(wait) = self.turn.admit() {
            if !self.turn.is_each_its_own() && Instant::now() >= *deadline {
                return Err(Failure::too_late(self.timeout));
            }
            self.pause(wait);
            if self.turn.is_stopped() {
                return Err(Failure::stopped());
            }
        }
        if self.turn.is_each_its_own() {
            *deadline += began.elapsed();
        }
        let sent = send(*deadline);
        self.turn.answered();
        sent
    }
}

impl Failure {
    /// Nothing more is to be asked.
    fn stopped() -> Failure {
        Failure {
            error: Box::new(Error::interrupted()),
            ..Failure::lasting(String::new(), String::new())
        }
    }
}
