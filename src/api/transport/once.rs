//! One request, not repeated: for a command that has a rhythm of its own, such as looking for a new
//! phone. And the server's clock, which such a command goes by.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ATTEMPT_TIMEOUT, Client, Exchange, with_wait};
use crate::api::envelope;
use crate::api::operations::Operation;
use crate::error::Error;

/// What came of one request.
#[derive(Debug)]
pub struct Once<T> {
    /// The data, or why there is none.
    pub result: Result<T, Error>,
    /// How long the server asks to wait before the next request.
    pub retry_after: Option<Duration>,
}

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
    pub fn call_once<B: Serialize, T: DeserializeOwned>(
        &self,
        operation: &Operation,
        body: &B,
    ) -> Once<T> {
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
        let once = match answer {
            Ok((answer, retry_after)) => {
                exchange.outcome = Ok(answer.status);
                exchange.request_id.clone_from(&answer.request_id);
                Once {
                    result: envelope::decode(operation, answer),
                    retry_after,
                }
            }
            Err(failure) => {
                exchange.outcome = Err(failure.error.message.clone());
                Once {
                    retry_after: failure.retry_after,
                    result: Err(with_wait(failure, 1)),
                }
            }
        };
        self.observe(&exchange);
        once
    }

    /// What the latest answer told of the server's clock.
    pub fn heard(&self) -> Option<Heard> {
        self.heard.lock().ok().and_then(|heard| *heard)
    }

    /// A `Date` header, of an answer that came in now.
    pub(super) fn hear(&self, sent: Timestamp, date: &str) {
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
