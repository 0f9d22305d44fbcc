//! The rate limit of the account: two sliding windows over the times of the requests let through.
//! In memory, as two processes on one state file have a server each.

use std::collections::VecDeque;

use crate::options::RateLimit;

#[derive(Debug, Default)]
pub(crate) struct Limiter {
    /// Milliseconds, oldest first, no older than a minute.
    passed: VecDeque<u64>,
}

impl Limiter {
    /// Lets a request through, or says after how many seconds it would be.
    pub(crate) fn admit(&mut self, limit: RateLimit, now_ms: u64) -> Result<(), u64> {
        while self
            .passed
            .front()
            .is_some_and(|at| at.saturating_add(60_000) <= now_ms)
        {
            self.passed.pop_front();
        }
        let wait = [(limit.per_minute, 60_000), (limit.per_second, 1000)]
            .into_iter()
            .filter_map(|(most, window)| self.wait_ms(most, window, now_ms))
            .max();
        match wait {
            // Whole seconds, rounded up: the header has no smaller unit.
            Some(ms) => Err(ms.div_ceil(1000).max(1)),
            None => {
                self.passed.push_back(now_ms);
                Ok(())
            }
        }
    }

    fn wait_ms(&self, most: u32, window: u64, now_ms: u64) -> Option<u64> {
        let most = most as usize;
        let inside = self
            .passed
            .iter()
            .rev()
            .take_while(|at| at.saturating_add(window) > now_ms)
            .count();
        if inside < most {
            return None;
        }
        // The request that must leave the window before there is room again.
        let leaves = self
            .passed
            .get(self.passed.len().checked_sub(most.max(1))?)?;
        Some(leaves.saturating_add(window).saturating_sub(now_ms))
    }
}
