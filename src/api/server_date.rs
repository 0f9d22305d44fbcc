//! The server's clock, as far as the `Date` header of its latest answer tells.

use jiff::Timestamp;

use crate::local::now::now;

/// The `Date` of an answer, between two readings of this machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct ServerDate {
    /// When the request was sent.
    pub sent: Timestamp,
    /// When the answer was received.
    pub received: Timestamp,
    /// What the server's clock showed, in whole seconds.
    pub date: Timestamp,
}

impl ServerDate {
    /// Of an answer that came in now, by its `Date` header.
    pub(super) fn of(sent: Timestamp, header: &str) -> Option<ServerDate> {
        let date = httpdate::parse_http_date(header).ok()?;
        Some(ServerDate {
            sent,
            received: now(),
            date: Timestamp::try_from(date).ok()?,
        })
    }
}
