//! What time it is on this machine, whatever its clock shows: one at the end of all times is no reason to
//! end in a panic.

use std::time::SystemTime;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

/// Now, or the nearest moment that has a date.
pub fn now() -> Timestamp {
    of(SystemTime::now())
}

/// Now, by the calendar of this place.
pub fn here() -> ZonedDateTime {
    now().to_zoned_datetime(TimeZone::system())
}

fn of(time: SystemTime) -> Timestamp {
    Timestamp::try_from(time).unwrap_or(match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(_) => Timestamp::MAX,
        Err(_) => Timestamp::MIN,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn every_clock_shows_a_time() {
        let far = Duration::from_secs(400_000_000_000);
        assert_eq!(of(SystemTime::UNIX_EPOCH + far), Timestamp::MAX);
        assert_eq!(of(SystemTime::UNIX_EPOCH - far), Timestamp::MIN);
        assert_eq!(of(SystemTime::UNIX_EPOCH), Timestamp::UNIX_EPOCH);
    }
}
