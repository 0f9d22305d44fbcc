//! The server's clock, as far as the `Date` header of its latest answer tells.

use std::sync::PoisonError;

use jiff::Timestamp;

use crate::api::transport::Client;

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

impl Client {
    /// The date of the latest answer that had one.
    pub fn server_date(&self) -> Option<ServerDate> {
        let date = self.connection.server_date.lock();
        *date.unwrap_or_else(PoisonError::into_inner)
    }

    /// The `Date` header of an answer that came in now.
    pub(super) fn keep_date(&self, sent: Timestamp, header: &str) {
        let date = httpdate::parse_http_date(header)
            .ok()
            .and_then(|date| Timestamp::try_from(date).ok());
        if let Some(date) = date {
            let kept = self.connection.server_date.lock();
            *kept.unwrap_or_else(PoisonError::into_inner) = Some(ServerDate {
                sent,
                received: Timestamp::now(),
                date,
            });
        }
    }
}
