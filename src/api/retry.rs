//! Retries: [`Client::send_with_retries`] sends a request again after a 429, a 5xx or no answer, where the table
//! of operations lets it be repeated: four attempts, 1, 2 and 4 s apart (half to all of it, at random), as the contract
//! advises. `Retry-After` comes first, the deadline of the command before all. A write of preferences is repeated by
//! `session/preferences/write.rs`, which reads in between; `prefs test` waits by `session/trial.rs`.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::envelope::{self, Answer, Decode};
use crate::api::failure::{Failure, with_wait};
use crate::api::operation::{Operation, Repeat};
use crate::api::proof::Proof;
use crate::api::rate_limiter::Refusal;
use crate::api::scrub::{Scrub, without_new_keys};
use crate::api::transport::{Client, Exchange, Wait};
use crate::error::{Error, Kind};
use crate::local::interruption;

/// A request that may be repeated is sent this often at most.
const ATTEMPTS: u32 = 4;
/// One attempt of several gets at most this much of the command's time, or a third of it.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
/// How much longer than the command the look at what became of a write may take.
const READ_BACK: Duration = Duration::from_secs(1);
/// What advises may take this much of a command in all, and not more than half of its time.
const ADVICE: Duration = Duration::from_secs(5);

impl Client {
    /// Ask the server, and again where that does no harm and may help.
    pub(super) fn value<T: DeserializeOwned>(
        &self,
        operation: &Operation,
        body: Value,
    ) -> Result<T, Error> {
        debug_assert!(
            !operation.traits.writes || operation.traits.repeat == Repeat::Safe,
            "{} is for session::write to send",
            operation.id
        );
        self.send_with_retries(operation, &body, None, envelope::decode)
    }

    /// The same where the answer has a secret in it.
    pub(super) fn secret<T: DeserializeOwned>(
        &self,
        operation: &Operation,
        body: Value,
    ) -> Result<T, Error> {
        self.send_with_retries(operation, &body, None, envelope::decode_secret)
    }

    /// The same for what is passed on, with a secret in it perhaps.
    pub(super) fn as_it_is(&self, operation: &Operation, body: &Value) -> Result<Value, Error> {
        self.send_with_retries(operation, body, None, envelope::decode_as_it_is)
    }

    /// The same for a [`super::Write`], which alone calls this from outside; `proof` is the verification code for
    /// an operation that is guarded by one.
    pub(super) fn send_with_retries<T>(
        &self,
        operation: &Operation,
        body: &Value,
        proof: Option<&Proof>,
        decode: Decode<T>,
    ) -> Result<T, Error> {
        let mut read = None;
        self.attempts(operation, body, proof, &mut |answer, secrets| {
            read = Some(decode(operation, answer, secrets)?);
            Ok(())
        })?;
        // Attempts end well with what was read, and else not.
        read.ok_or_else(Error::interrupted)
    }

    /// One function for all types of answers, because it is large: `read` takes the answer.
    fn attempts(
        &self,
        operation: &Operation,
        body: &Value,
        proof: Option<&Proof>,
        read: &mut dyn FnMut(Answer, &Scrub) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let repeat = operation.traits.repeat;
        let attempts = if self.once || repeat != Repeat::Safe {
            1
        } else {
            ATTEMPTS
        };
        let own_time = self.once || self.connection.gate.times_each_request();
        let timeout = self.connection.timeout;
        let mut deadline = self.limited(if own_time {
            Instant::now() + timeout
        } else {
            self.deadline()
        });
        let mut secrets = self.secrets(proof);
        let mut attempt = 1;
        loop {
            let reads = !operation.traits.writes && !self.is_reading_back();
            if self.connection.gate.is_closed() || (reads && interruption::came()) {
                return Err(Error::interrupted());
            }
            let turn = self.wait_for(Wait::Turn);
            let slot = self.connection.gate.enter((!own_time).then_some(deadline));
            drop(turn);
            let mut began = Instant::now();
            let sent = match slot {
                Err(Refusal::Closed) => Err(Failure::interrupted()),
                Err(Refusal::TooLate) => Err(Failure::too_late(timeout)),
                Ok(slot) => {
                    if own_time {
                        deadline += slot.waited;
                    }
                    began = Instant::now();
                    let left = deadline.saturating_duration_since(began);
                    let left = share(left, timeout, repeat, self.once);
                    if left.is_zero() {
                        Err(Failure::too_late(timeout))
                    } else {
                        self.send(operation, body, proof, left)
                    }
                }
            };
            let mut exchange = Exchange {
                url: format!("{}?app_key=***", self.url(operation)),
                outcome: Ok(0),
                request_id: None,
                took: Duration::ZERO,
                attempt,
                retry_in: None,
            };
            let result = sent.and_then(|(answer, retry_after)| {
                exchange.outcome = Ok(answer.status);
                let secret = operation.traits.secret;
                if secret {
                    secrets = self.secrets_with(&answer.body, proof, operation);
                }
                let id = answer.request_id.as_deref();
                exchange.request_id = id.map(|id| secrets.text(id));
                let status = answer.status;
                self.note(operation, body, &answer);
                let said = secret.then(|| format!("{body} {}", id.unwrap_or_default()));
                read(answer, &secrets).map_err(|error| {
                    let error = match &said {
                        Some(said) => without_new_keys(error, said),
                        None => error,
                    };
                    Failure::answered(status, retry_after, error)
                })
            });
            exchange.took = began.elapsed();
            let status = exchange.outcome.as_ref().ok().copied();
            let failure = match result {
                Ok(()) => {
                    self.observe(&exchange);
                    return Ok(());
                }
                Err(failure) => failure,
            };
            if failure.status.is_none() {
                exchange.outcome = Err(secrets.text(&failure.error.message));
            }
            let wait = failure
                .retry_after
                .unwrap_or_else(|| backoff(self.connection.retry_base, attempt, fastrand::f64()));
            let again = failure.passing
                && attempt < attempts
                && !interruption::came()
                && fits(wait, Instant::now(), deadline);
            exchange.retry_in = again.then_some(wait);
            self.observe(&exchange);
            if !again {
                return Err(secrets.error(with_wait(failure, attempt)));
            }
            self.pause(wait, status == Some(429));
            attempt += 1;
        }
    }

    fn pause(&self, wait: Duration, too_many: bool) {
        let _told = self.wait_for(match too_many {
            true => Wait::RateLimit(wait),
            false => Wait::Again(wait),
        });
        self.connection.gate.pause(wait);
    }

    /// Wait before a failed request is made once more; false where there is no time for that, or where an
    /// interrupt came.
    pub fn wait(&self, attempt: u32, failure: &Error) -> bool {
        let wait = failure
            .retry_after
            .map(|seconds| Duration::from_secs(seconds.get().into()))
            .unwrap_or_else(|| backoff(self.connection.retry_base, attempt, fastrand::f64()));
        let fits = fits(wait, Instant::now(), self.deadline());
        if fits && !interruption::came() {
            self.pause(wait, failure.kind == Kind::RateLimited);
        }
        fits && !interruption::came()
    }

    /// How much of the command's time is left.
    pub fn time_left(&self) -> Duration {
        self.deadline().saturating_duration_since(Instant::now())
    }

    pub(super) fn is_reading_back(&self) -> bool {
        self.connection.reading_back.load(Ordering::SeqCst)
    }

    /// From now on the time is that of each request and not of the whole command, which asks as
    /// often as the account is large.
    pub fn time_each_request(&self) {
        self.connection.gate.time_each_request();
    }

    /// Ask nothing more: what waits ends with `Interrupted`, what is under way gets its answer.
    pub fn stop(&self) {
        self.connection.gate.close();
    }

    fn deadline(&self) -> Instant {
        let deadline = self.connection.deadline.lock();
        let deadline = *deadline.unwrap_or_else(PoisonError::into_inner);
        if self.is_reading_back() {
            return deadline + READ_BACK;
        }
        deadline
    }

    /// The same, or when the time for advice is over.
    fn limited(&self, deadline: Instant) -> Instant {
        if !self.advice {
            return deadline;
        }
        let until = self.connection.advice_until.lock();
        let mut until = until.unwrap_or_else(PoisonError::into_inner);
        let until =
            until.get_or_insert_with(|| Instant::now() + ADVICE.min(self.connection.timeout / 2));
        deadline.min(*until)
    }

    /// Read what became of a write: the time of the command may be used up, and ends a second later
    /// here, as often as this may be called.
    pub fn read_back<T>(&self, read: impl FnOnce() -> T) -> T {
        self.connection.reading_back.store(true, Ordering::SeqCst);
        let found = read();
        self.connection.reading_back.store(false, Ordering::SeqCst);
        found
    }

    /// Time that the user took to answer a question does not count.
    pub fn extend_deadline(&self, by: Duration) {
        let deadline = self.connection.deadline.lock();
        *deadline.unwrap_or_else(PoisonError::into_inner) += by;
        let until = self.connection.advice_until.lock();
        if let Some(until) = until.unwrap_or_else(PoisonError::into_inner).as_mut() {
            *until += by;
        }
    }
}

/// The wait before attempt `attempt + 1`: base doubled each time, between half of it and all of it.
fn backoff(base: Duration, attempt: u32, random: f64) -> Duration {
    let whole = base * 2u32.saturating_pow(attempt.saturating_sub(1));
    whole.mul_f64(0.5 + 0.5 * random.clamp(0.0, 1.0))
}

/// How long one attempt may take of what is left of the command's time: all of it only where nothing comes after
/// it.
fn share(left: Duration, timeout: Duration, repeat: Repeat, once: bool) -> Duration {
    if repeat != Repeat::Once || once {
        left.min(ATTEMPT_TIMEOUT.max(timeout / 3))
    } else {
        left
    }
}

/// Whether there is time left to wait this long and then ask once more.
pub(super) fn fits(wait: Duration, now: Instant, deadline: Instant) -> bool {
    now.checked_add(wait).is_some_and(|then| then < deadline)
}

#[cfg(test)]
mod tests;
