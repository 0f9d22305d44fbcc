//! HTTP: one POST per call, retried where the contract allows it, inside the time of the command.
//!
//! The key leaves this file in one place, the query of the request; every error of the HTTP library
//! is stripped of its URL before anything else sees it.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use reqwest::blocking::Response;
use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, DATE, HeaderMap, HeaderValue, RETRY_AFTER, USER_AGENT,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tr::tr;
use zeroize::Zeroizing;

use crate::api::envelope;
use crate::api::envelope::Answer;
use crate::api::operations::{Operation, Repeat, WRITES};
use crate::api::proof::Proof;
use crate::api::retry;
use crate::api::scrub::Scrub;
use crate::domain::base_url::BaseUrl;
use crate::error::{Error, Kind};
use crate::local::keys::AppKey;
use crate::local::options::Lang;

mod failure;
mod once;
mod turn;

use failure::{Failure, cause, with_wait};
pub use once::Heard;
use turn::Turn;

/// A body past this is refused.
const BODY_LIMIT: u64 = 10 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How much longer than the command the look at what became of a write may take.
const READ_BACK: Duration = Duration::from_secs(1);
/// One attempt of several gets at most this much of the command's time, or a third of it.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
const REQUEST_ID: &str = "Flashcat-Request-Id";

/// One request and what came of it, for `--verbose`: never a key, never a body.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Where it went, the key redacted.
    pub url: String,
    /// HTTP status, or why there was none.
    pub outcome: Result<u16, String>,
    /// The server's request id.
    pub request_id: Option<String>,
    /// How long it took.
    pub took: Duration,
    /// Which attempt it was, from 1.
    pub attempt: u32,
    /// How long duty waits before the next one; `None` where there is none.
    pub retry_in: Option<Duration>,
}

/// Is told of every request.
pub type Observer = std::sync::Arc<dyn Fn(&Exchange) + Send + Sync>;

/// What a client needs to know.
pub struct Options {
    /// The server.
    pub base_url: BaseUrl,
    /// The key.
    pub key: AppKey,
    /// The language for the server's messages.
    pub lang: Lang,
    /// Budget of the whole command.
    pub timeout: Duration,
    /// The first wait of the backoff.
    pub retry_base: Duration,
    /// Paths in place of the contract's, by operationId.
    pub endpoints: BTreeMap<String, String>,
    /// Is told of every request.
    pub observer: Option<Observer>,
}

/// The client of one server with one key; may be used by several threads at once.
pub struct Client {
    http: reqwest::blocking::Client,
    base_url: BaseUrl,
    key: AppKey,
    scrub: Scrub,
    timeout: Duration,
    retry_base: Duration,
    deadline: Mutex<Instant>,
    reading_back: AtomicBool,
    endpoints: BTreeMap<String, String>,
    observer: Option<Observer>,
    /// The limit is the account's: clients of one run share it.
    turn: Arc<Turn>,
    heard: Mutex<Option<Heard>>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({})", self.base_url)
    }
}

impl Client {
    /// A client; nothing is sent yet.
    pub fn new(options: Options) -> Result<Client, Error> {
        // A second installation is no harm: it is the same provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            ACCEPT_LANGUAGE,
            HeaderValue::from_static(match options.lang {
                Lang::En => "en-US",
                Lang::Zh => "zh-CN",
            }),
        );
        headers.insert(
            USER_AGENT,
            HeaderValue::from_static(concat!("duty/", env!("CARGO_PKG_VERSION"))),
        );
        let mut builder = reqwest::blocking::Client::builder()
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT.min(options.timeout));
        if options.base_url.is_loopback() {
            // No proxy stands between this machine and itself.
            builder = builder.no_proxy();
        }
        if !options.base_url.is_https() {
            // No certificate is looked at; loading the roots would take longer than the request.
            builder = builder.tls_certs_only([]);
        }
        let http = builder.build().map_err(|error| {
            Error::new(
                Kind::Unreachable,
                tr!("cannot set up a secure connection: {0}", cause(&error.without_url())),
            )
            .hint(tr!(
                "install the system's root certificates (package ca-certificates), or name a file of them in SSL_CERT_FILE"
            ))
        })?;
        Ok(Client {
            scrub: Scrub::key(options.key.expose()),
            http,
            base_url: options.base_url,
            key: options.key,
            timeout: options.timeout,
            retry_base: options.retry_base,
            deadline: Mutex::new(Instant::now() + options.timeout),
            reading_back: AtomicBool::new(false),
            endpoints: options.endpoints,
            observer: options.observer,
            turn: Arc::default(),
            heard: Mutex::new(None),
        })
    }

    /// The same server with another key; the time of the command goes on.
    #[must_use]
    pub fn with_key(&self, key: AppKey) -> Client {
        Client {
            scrub: Scrub::key(key.expose()),
            http: self.http.clone(),
            base_url: self.base_url.clone(),
            key,
            timeout: self.timeout,
            retry_base: self.retry_base,
            deadline: Mutex::new(self.deadline()),
            reading_back: AtomicBool::new(false),
            endpoints: self.endpoints.clone(),
            observer: self.observer.clone(),
            turn: Arc::clone(&self.turn),
            heard: Mutex::new(None),
        }
    }

    /// The server.
    pub fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }

    /// Time that the user took to answer a question does not count.
    pub fn extend_deadline(&self, by: Duration) {
        if let Ok(mut deadline) = self.deadline.lock() {
            *deadline += by;
        }
    }

    /// At least this much time from now on, whatever is used up: to find out what became of a
    /// request whose answer did not come in time.
    pub fn allow(&self, at_least: Duration) {
        if let Ok(mut deadline) = self.deadline.lock() {
            *deadline = (*deadline).max(Instant::now() + at_least);
        }
    }

    /// Read what became of a write: the time of the command may be used up, and ends a second later here, as often
    /// as this may be called.
    pub fn read_back<T>(&self, read: impl FnOnce() -> T) -> T {
        self.reading_back.store(true, Ordering::SeqCst);
        let found = read();
        self.reading_back.store(false, Ordering::SeqCst);
        found
    }

    fn deadline(&self) -> Instant {
        let deadline = self
            .deadline
            .lock()
            .map_or_else(|poisoned| *poisoned.into_inner(), |deadline| *deadline);
        if self.reading_back.load(Ordering::SeqCst) {
            deadline + READ_BACK
        } else {
            deadline
        }
    }

    /// Ask the server, and again where that does no harm and may help.
    ///
    /// # Errors
    /// As the answer's `error.code` says; `Unreachable` where there was no answer or no sense in it.
    pub fn call<B: Serialize, T: DeserializeOwned>(
        &self,
        operation: &Operation,
        body: &B,
    ) -> Result<T, Error> {
        debug_assert!(
            !WRITES.contains(operation),
            "{} is for session::write to send",
            operation.id
        );
        self.call_with(operation, body, None)
    }

    /// The same for a write, with a verification code where it is guarded by one.
    ///
    /// # Errors
    /// As [`Client::call`]; `Verification` where a code is missing, wrong or locked.
    pub(super) fn call_with<B: Serialize, T: DeserializeOwned>(
        &self,
        operation: &Operation,
        body: &B,
        proof: Option<&Proof>,
    ) -> Result<T, Error> {
        let attempts = match operation.repeat {
            Repeat::Safe => retry::ATTEMPTS,
            Repeat::Once | Repeat::Checked => 1,
        };
        let mut deadline = if self.turn.is_each_its_own() {
            Instant::now() + self.timeout
        } else {
            self.deadline()
        };
        let mut attempt = 1;
        loop {
            if self.turn.is_stopped() {
                return Err(Error::interrupted());
            }
            let mut began = Instant::now();
            let sent = self.in_turn(&mut deadline, |deadline| {
                began = Instant::now();
                let left = deadline.saturating_duration_since(began);
                let limit = if operation.repeat != Repeat::Once {
                    left.min(ATTEMPT_TIMEOUT.max(self.timeout / 3))
                } else {
                    left
                };
                if limit.is_zero() {
                    Err(Failure::too_late(self.timeout))
                } else {
                    self.send(operation, body, proof, limit)
                }
            });
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
                exchange.request_id.clone_from(&answer.request_id);
                let status = answer.status;
                envelope::decode(operation, answer).map_err(|error| Failure {
                    passing: status == 429 || status >= 500 || error.kind == Kind::RateLimited,
                    retry_after,
                    status: Some(status),
                    error: Box::new(error),
                })
            });
            exchange.took = began.elapsed();
            let failure = match result {
                Ok(data) => {
                    self.observe(&exchange);
                    return Ok(data);
                }
                Err(failure) => failure,
            };
            if failure.status.is_none() {
                exchange.outcome = Err(failure.error.message.clone());
            }
            let wait = failure
                .retry_after
                .unwrap_or_else(|| retry::backoff(self.retry_base, attempt, fastrand::f64()));
            let again = failure.passing
                && attempt < attempts
                && retry::fits(wait, Instant::now(), deadline);
            exchange.retry_in = again.then_some(wait);
            self.observe(&exchange);
            if !again {
                return Err(self.clean(with_wait(failure, attempt), proof));
            }
            self.pause(wait);
            attempt += 1;
        }
    }

    /// Wait before a failed request is made once more; false where there is no time for that.
    pub fn wait(&self, attempt: u32, failure: &Error) -> bool {
        let wait = failure
            .retry_after
            .map(|seconds| Duration::from_secs(seconds.get().into()))
            .unwrap_or_else(|| retry::backoff(self.retry_base, attempt, fastrand::f64()));
        let fits = retry::fits(wait, Instant::now(), self.deadline());
        if fits {
            std::thread::sleep(wait);
        }
        fits
    }

    fn url(&self, operation: &Operation) -> reqwest::Url {
        let path = self.endpoints.get(operation.id);
        self.base_url
            .join(path.map_or(operation.path, String::as_str))
    }

    /// The error without the key and without the code that was sent.
    fn clean(&self, error: Error, proof: Option<&Proof>) -> Error {
        let error = self.scrub.error(error);
        match proof {
            Some(proof) => Scrub::code(proof.code.expose()).error(error),
            None => error,
        }
    }

    fn observe(&self, exchange: &Exchange) {
        if let Some(observer) = &self.observer {
            observer(exchange);
        }
    }

    fn send<B: Serialize>(
        &self,
        operation: &Operation,
        body: &B,
        proof: Option<&Proof>,
        limit: Duration,
    ) -> Result<(Answer, Option<Duration>), Failure> {
        let mut url = self.url(operation);
        url.query_pairs_mut()
            .append_pair("app_key", self.key.expose());
        let mut request = self.http.post(url).timeout(limit).json(body);
        if let Some(proof) = proof {
            request = request.headers(proof.headers());
        }
        let sent = jiff::Timestamp::now();
        let response = request
            .send()
            .map_err(|error| Failure::no_answer(&self.base_url, error, limit))?;
        let retry_after = header(&response, RETRY_AFTER.as_str())
            .and_then(|text| retry::retry_after(&text, SystemTime::now()));
        let status = response.status().as_u16();
        let request_id = header(&response, REQUEST_ID).map(|id| self.scrub.text(&id));
        if let Some(date) = header(&response, DATE.as_str()) {
            self.hear(sent, &date);
        }
        let mut body = self.read(response)?;
        // What is not data is only ever quoted.
        if !(200..300).contains(&status) || body.trim_ascii_start().first() != Some(&b'{') {
            body = Zeroizing::new(self.scrub.body(&body));
        }
        Ok((
            Answer {
                status,
                request_id,
                body,
            },
            retry_after,
        ))
    }

    fn read(&self, response: Response) -> Result<Zeroizing<Vec<u8>>, Failure> {
        // Room for any answer with a secret in it: growing would leave an unwiped copy behind.
        let mut body = Zeroizing::new(Vec::with_capacity(16 * 1024));
        let read = response.take(BODY_LIMIT + 1).read_to_end(&mut body);
        if body.len() as u64 > BODY_LIMIT {
            return Err(Failure::lasting(
                tr!("the answer of {0} is larger than 10 MiB", self.base_url),
                tr!("check that the base URL is that of the Flashduty API"),
            ));
        }
        read.map(|_| body).map_err(|_| {
            Failure::passing(
                tr!(
                    "the connection to {0} broke off in the middle of the answer",
                    self.base_url
                ),
                tr!("run it again; with -v every request is shown"),
            )
        })
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    (!value.is_empty()).then(|| value.to_owned())
}
