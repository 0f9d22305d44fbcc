//! Durations for people.

use std::time::Duration;

use tr::tr;

/// "40 s", "5 min", "1 min 30 s".
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, seconds) => tr!("{seconds} s", seconds),
        (minutes, 0) => tr!("{minutes} min", minutes),
        (minutes, seconds) => tr!("{minutes} min {seconds} s", minutes, seconds),
    }
}
