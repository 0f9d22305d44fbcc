//! What time it is for the server: the system's clock, or one that a test sets and advances, so that
//! expiry, rate limit and lockout are tested without waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where the server reads the time.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that only its owner moves.
    Test(TestClock),
}

impl Clock {
    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> u64 {
        match self {
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX)),
            Self::Test(clock) => clock.0.load(Ordering::SeqCst),
        }
    }

    /// Unix seconds.
    pub(crate) fn now(&self) -> u64 {
        self.now_ms() / 1000
    }

    /// The same as the `Date` header wants it.
    pub(crate) fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.now_ms())
    }
}

/// A clock that stands still until it is advanced. Clones share the time.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<AtomicU64>);

impl TestClock {
    /// A clock that shows these Unix seconds.
    #[must_use]
    pub fn at(unix_seconds: u64) -> Self {
        Self(Arc::new(AtomicU64::new(unix_seconds.saturating_mul(1000))))
    }

    /// Moves the time forward.
    pub fn advance(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.0.fetch_add(by, Ordering::SeqCst);
    }

    /// The Unix seconds it shows.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst) / 1000
    }
}

impl From<TestClock> for Clock {
    fn from(clock: TestClock) -> Self {
        Self::Test(clock)
    }
}
