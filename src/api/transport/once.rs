//! One request, not repeated: for a command that has a rhythm of its own, such as looking for a new
//! phone. And the server's clock, which such a command goes by.

use std::time::Instant;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::envelope;
use crate::api::operations::Operation;
use crate::api::transport::{ATTEMPT_TIMEOUT, Client, Exchange, Failure, with_wait};
use crate::error::Error;

/// The server's time in an answer, between two readings of this machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    /// When the request was sent.
    pub sent: Timestamp,
    /// When the answer was received.
    pub received: Timestamp,
    /// What the server's clock showed, in whole seconds.
    pub date: Timestamp,
}

impl Client {
    /// Ask the server once, whatever comes of it, outside the time of the command: that limits this
    /// one request instead, to the share of it that one attempt of several gets.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub fn call_once<B: Serialize, T: DeserializeOwned>(
        &self,
        operation: &Operation,
        body: &B,
    ) -> Result<T, Error> {
        let began = Instant::now();
        let limit = self.timeout.min(ATTEMPT_TIMEOUT.max(self.timeout / 3));
        let answer = self.send(operation, body, None, limit);
        let mut exchange = Exchange {
            url: format!("{}?app_key=***", self.url(operation)),
            outcome: Ok(0),
            request_id: None,
            took: began.elapsed(),
            attempt: 1,
            retry_in: None,
        };
        let result = answer.and_then(|(answer, retry_after)| {
            let status = answer.status;
            exchange.outcome = Ok(status);
            exchange.request_id.clone_from(&answer.request_id);
            envelope::decode(operation, answer).map_err(|error| Failure {
                passing: false,
                retry_after,
                status: Some(status),
                error: Box::new(error),
            })
        });
        if let Err(Failure {
            status: None,
            error,
            ..
        }) = &result
        {
            exchange.outcome = Err(error.message.clone());
        }
        self.observe(&exchange);
        result.map_err(|failure| self.clean(with_wait(failure, 1), None))
    }

    /// What the latest answer told of the server's clock.
    pub fn heard(&self) -> Option<Heard> {
        self.heard.lock().ok().and_then(|heard| *heard)
    }

    /// A `Date` header, of an answer that came in now.
    pub(crate) fn hear(&self, sent: Timestamp, date: &str) {
        let date = httpdate::parse_http_date(date)
            .ok()
            .and_then(|date| Timestamp::try_from(date).ok());
        if let (Some(date), Ok(mut heard)) = (date, self.heard.lock()) {
            *heard = Some(Heard {
                sent,
                received: Timestamp::now(),
                date,
            });
        }
    }
}
