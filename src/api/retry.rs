//! How long to wait before trying again, and when not to: the contract advises exponential backoff
//! from 1 s and three retries; `Retry-After` comes first, the deadline of the command before all.

use std::time::{Duration, Instant, SystemTime};

/// A request that may be repeated is sent this often at most.
pub const ATTEMPTS: u32 = 4;

/// The wait before attempt `attempt + 1`: base doubled each time, between half of it and all of it.
pub fn backoff(base: Duration, attempt: u32, random: f64) -> Duration {
    let whole = base * 2u32.saturating_pow(attempt.saturating_sub(1));
    whole.mul_f64(0.5 + 0.5 * random.clamp(0.0, 1.0))
}

/// `Retry-After`: seconds, or an HTTP date.
pub fn retry_after(header: &str, now: SystemTime) -> Option<Duration> {
    let header = header.trim();
    match header.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => httpdate::parse_http_date(header)
            .ok()
            .map(|at| at.duration_since(now).unwrap_or_default()),
    }
}

/// Whether there is time left to wait this long and then ask once more.
pub fn fits(wait: Duration, now: Instant, deadline: Instant) -> bool {
    now.checked_add(wait).is_some_and(|then| then < deadline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_jitter_stays_in_the_upper_half() {
        let second = Duration::from_secs(1);
        for (attempt, whole) in [(1, 1), (2, 2), (3, 4)] {
            let whole = Duration::from_secs(whole);
            assert_eq!(backoff(second, attempt, 1.0), whole);
            assert_eq!(backoff(second, attempt, 0.0), whole / 2);
        }
    }

    #[test]
    fn retry_after_in_both_forms() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(retry_after(" 7 ", now), Some(Duration::from_secs(7)));
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:49:47 GMT", now),
            Some(Duration::from_secs(10))
        );
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:49:17 GMT", now),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_after("soon", now), None);
    }

    #[test]
    fn the_deadline_decides() {
        let now = Instant::now();
        let deadline = now + Duration::from_secs(5);
        assert!(fits(Duration::from_secs(4), now, deadline));
        assert!(!fits(Duration::from_secs(5), now, deadline));
        assert!(!fits(Duration::MAX, now, deadline));
    }
}
