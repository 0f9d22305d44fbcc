//! HTTP: one POST, and what came back. `retry.rs` decides whether it is sent again, `rate_limiter.rs`
//! when it may go out.
//!
//! The key leaves this file in one place, the query of the request; every error of the HTTP library
//! is stripped of its URL before anything else sees it.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap, HeaderValue, USER_AGENT};
use serde_json::Value;
use tr::tr;

use crate::api::envelope::Answer;
use crate::api::exchange::exchange;
use crate::api::failure::Failure;
use crate::api::operation::Operation;
use crate::api::proof::Proof;
use crate::api::rate_limiter::Gate;
use crate::api::scrub::Scrub;
use crate::api::server_date::ServerDate;
use crate::domain::base_url::BaseUrl;
use crate::domain::server_clock::ServerClock;
use crate::error::Error;
use crate::local::interruption;
use crate::local::keys::AppKey;
use crate::local::now::now;
use crate::local::options::Lang;
use crate::local::threads::no_room;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The HTTP library ends by itself what takes too long, and says best why.
const SLACK: Duration = Duration::from_millis(200);

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
pub type Observer = Arc<dyn Fn(&Exchange) + Send + Sync>;

/// What a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The server's answer.
    Answer,
    /// Room below the rate limit, which duty keeps by itself.
    Turn,
    /// The time that the server asked for.
    RateLimit(Duration),
    /// To ask again after a failure.
    Again(Duration),
}

/// Is told of every wait, which lasts as long as what it gives lives.
pub type Waiting = Arc<dyn Fn(Wait) -> Box<dyn std::any::Any> + Send + Sync>;

/// Is told of what was read: the operation, what was asked, and the answer as it came.
pub type Noted = Arc<dyn Fn(&str, &Value, &[u8]) + Send + Sync>;

/// What a client needs to know.
pub struct Options {
    /// The server.
    pub base_url: BaseUrl,
    /// The key.
    pub key: AppKey,
    /// Which certificates are trusted, in words.
    pub roots: String,
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
    /// Is told of every wait.
    pub waiting: Option<Waiting>,
    /// Is told of what was read.
    pub noted: Option<Noted>,
}

/// The client of one server with one key; may be used by several threads at once.
pub struct Client {
    pub(super) connection: Arc<Connection>,
    key: AppKey,
    /// Each request is sent once, in a time of its own.
    pub(super) once: bool,
    /// What it asks for could be done without.
    pub(super) advice: bool,
    /// It takes back what this run did.
    undoes: bool,
}

/// What clients of one server share. The rate limit is the account's, the deadline the command's.
pub(super) struct Connection {
    http: reqwest::blocking::Client,
    base_url: BaseUrl,
    roots: String,
    endpoints: BTreeMap<String, String>,
    observer: Option<Observer>,
    pub(super) timeout: Duration,
    pub(super) retry_base: Duration,
    pub(super) deadline: Mutex<Instant>,
    /// When advice is waited for no longer; from the first time that it is asked for.
    pub(super) advice_until: Mutex<Option<Instant>>,
    pub(super) reading_back: AtomicBool,
    pub(super) waiting: Option<Waiting>,
    noted: Option<Noted>,
    pub(super) gate: Gate,
    /// Every secret that this run has seen.
    pub(super) seen: Mutex<Scrub>,
    pub(super) server_date: Mutex<Option<ServerDate>>,
    /// Status and headers of the latest answer, a line each.
    latest: Mutex<String>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Client({})", self.connection.base_url)
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
        let mut seen = Scrub::default();
        seen.learn(options.key.expose());
        let http = builder
            .build()
            .map_err(|error| Failure::no_tls(&error.without_url()))?;
        Ok(Client {
            key: options.key,
            once: false,
            advice: false,
            undoes: false,
            connection: Arc::new(Connection {
                http,
                base_url: options.base_url,
                roots: options.roots,
                endpoints: options.endpoints,
                observer: options.observer,
                timeout: options.timeout,
                retry_base: options.retry_base,
                deadline: Mutex::new(Instant::now() + options.timeout),
                advice_until: Mutex::default(),
                reading_back: AtomicBool::new(false),
                waiting: options.waiting,
                noted: options.noted,
                gate: Gate::default(),
                seen: Mutex::new(seen),
                server_date: Mutex::default(),
                latest: Mutex::default(),
            }),
        })
    }

    /// The key, for what tells one from another on this machine.
    pub fn key(&self) -> &AppKey {
        &self.key
    }

    /// The same server with another key.
    #[must_use]
    pub fn with_key(&self, key: AppKey) -> Client {
        self.seen().learn(key.expose());
        Client {
            connection: Arc::clone(&self.connection),
            key,
            once: self.once,
            advice: self.advice,
            undoes: self.undoes,
        }
    }

    /// Whether this is the key that it works with.
    pub fn works_with(&self, key: &AppKey) -> bool {
        self.key.expose() == key.expose()
    }

    /// The same for a command that has a rhythm of its own, such as looking for a new phone: each
    /// request is sent once, whatever comes of it, outside the time of the command.
    #[must_use]
    pub fn once(&self) -> Client {
        Client {
            once: true,
            ..self.with_key(self.key.clone())
        }
    }

    /// The same for what only advises: it takes little of the command's time, however often it is asked.
    #[must_use]
    pub fn advice(&self) -> Client {
        Client {
            advice: true,
            ..self.with_key(self.key.clone())
        }
    }

    /// The same for what takes back what this run did: after an interrupt it has the most time.
    #[must_use]
    pub(super) fn undoing(&self) -> Client {
        Client {
            undoes: true,
            ..self.with_key(self.key.clone())
        }
    }

    /// The server.
    pub fn base_url(&self) -> &BaseUrl {
        &self.connection.base_url
    }

    /// Status and headers of the latest answer, a line each.
    pub fn latest_answer(&self) -> String {
        let latest = self.connection.latest.lock();
        latest.map_or_else(|_| String::new(), |latest| latest.clone())
    }

    /// The date of the latest answer that had one.
    pub fn server_date(&self) -> Option<ServerDate> {
        *self.latest_date()
    }

    /// What the server's clock shows, as far as that tells.
    pub fn server_clock(&self) -> ServerClock {
        let mut clock = ServerClock::default();
        if let Some(latest) = self.server_date() {
            clock.learn(latest.sent, latest.received, latest.date);
        }
        clock
    }

    /// Now: by the server's clock where that shows quite another time than this machine's.
    pub fn now(&self) -> Timestamp {
        let local = now();
        self.server_clock().corrected(local).unwrap_or(local)
    }

    fn latest_date(&self) -> MutexGuard<'_, Option<ServerDate>> {
        let date = self.connection.server_date.lock();
        date.unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn url(&self, operation: &Operation) -> reqwest::Url {
        let path = self.connection.endpoints.get(operation.id);
        let path = path.map_or(operation.path, String::as_str);
        self.base_url().join(path)
    }

    pub(super) fn note(&self, operation: &Operation, asked: &Value, answer: &Answer) {
        let read = (200..300).contains(&answer.status) && !operation.traits.writes;
        if let Some(noted) = self.connection.noted.as_ref().filter(|_| read) {
            noted(operation.id, asked, &answer.body);
        }
    }

    pub(super) fn observe(&self, exchange: &Exchange) {
        if let Some(observer) = &self.connection.observer {
            observer(exchange);
        }
    }

    /// One attempt, in at most this time; with the wait that the server asks for. It is made on a thread of its
    /// own: nothing else can be waited for beside it, and an interrupt does not wait for a server.
    pub(super) fn send(
        &self,
        operation: &Operation,
        body: &Value,
        proof: Option<&Proof>,
        limit: Duration,
    ) -> Result<(Answer, Option<Duration>), Failure> {
        let mut url = self.url(operation);
        url.query_pairs_mut()
            .append_pair("app_key", self.key.expose());
        let mut request = self.connection.http.post(url).timeout(limit).json(body);
        if let Some(proof) = proof {
            request = request.headers(proof.headers());
        }
        let _told = self.wait_for(Wait::Answer);
        let until = Instant::now() + limit + SLACK;
        let (tell, answer) = mpsc::channel();
        let connection = Arc::clone(&self.connection);
        let asked = thread::Builder::new()
            .name("request".into())
            .spawn(move || {
                // Nobody listens any more where it was given up.
                let _ = tell.send(exchange(
                    request,
                    limit,
                    &connection.base_url,
                    &connection.roots,
                ));
            });
        if let Err(error) = asked {
            return Err(Failure::of(no_room(&error)));
        }
        let patience = self.patience(operation.traits.writes);
        let given_up = || match interruption::since() {
            _ if self.connection.gate.is_closed() => Instant::now(),
            Some(since) => until.min(since + patience),
            None => until,
        };
        let raw = match interruption::receive(&answer, given_up) {
            Ok(raw) => raw?,
            Err(why) => return Err(self.unanswered(why, limit, interruption::came())),
        };
        if let Some(date) = raw.date {
            *self.latest_date() = Some(date);
        }
        if let Ok(mut latest) = self.connection.latest.lock() {
            *latest = self.secrets(proof).text(&raw.head);
        }
        let answer = Answer {
            request_id: raw.request_id,
            ..raw.answer
        };
        Ok((answer, raw.retry_after))
    }

    /// Why nothing came of a request that was waited for.
    fn unanswered(&self, why: RecvTimeoutError, limit: Duration, interrupted: bool) -> Failure {
        match why {
            _ if interrupted => Failure::cut_off(self.base_url()),
            _ if self.connection.gate.is_closed() => Failure::interrupted(),
            RecvTimeoutError::Timeout => Failure::late(self.base_url(), limit),
            RecvTimeoutError::Disconnected => {
                Failure::of(Error::failed(tr!("a request ended in a panic")))
            }
        }
    }

    /// How long after an interrupt an answer is still waited for.
    fn patience(&self, writes: bool) -> Duration {
        if self.undoes {
            interruption::TO_UNDO
        } else if self.is_reading_back() {
            interruption::TO_FIND_OUT
        } else if writes {
            interruption::TO_BE_ANSWERED
        } else {
            Duration::ZERO
        }
    }

    /// While this lives, somebody may see what is waited for.
    pub(super) fn wait_for(&self, what: Wait) -> Option<Box<dyn std::any::Any>> {
        self.connection
            .waiting
            .as_ref()
            .map(|waiting| waiting(what))
    }
}

#[cfg(test)]
mod tests;
