//! HTTP: one POST, and what came back. `retry.rs` decides whether it is sent again, `rate_limiter.rs`
//! when it may go out.
//!
//! The key leaves this file in one place, the query of the request; every error of the HTTP library
//! is stripped of its URL before anything else sees it.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use reqwest::blocking::Response;
use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, DATE, HeaderMap, HeaderValue, RETRY_AFTER, USER_AGENT,
};
use serde_json::Value;
use tr::tr;
use zeroize::Zeroizing;

use crate::api::envelope::Answer;
use crate::api::failure;
use crate::api::failure::Failure;
use crate::api::operation::Operation;
use crate::api::proof::Proof;
use crate::api::rate_limiter::Gate;
use crate::api::scrub::Scrub;
use crate::api::server_date::ServerDate;
use crate::domain::base_url::BaseUrl;
use crate::error::Error;
use crate::local::keys::AppKey;
use crate::local::options::Lang;

/// A body past this is refused.
const BODY_LIMIT: u64 = 10 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
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
pub type Observer = Arc<dyn Fn(&Exchange) + Send + Sync>;

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
    pub(super) connection: Arc<Connection>,
    key: AppKey,
    scrub: Scrub,
    /// Each request is sent once, in a time of its own.
    pub(super) once: bool,
}

/// What clients of one server share. The rate limit is the account's, the deadline the command's.
pub(super) struct Connection {
    http: reqwest::blocking::Client,
    base_url: BaseUrl,
    endpoints: BTreeMap<String, String>,
    observer: Option<Observer>,
    pub(super) timeout: Duration,
    pub(super) retry_base: Duration,
    pub(super) deadline: Mutex<Instant>,
    pub(super) reading_back: AtomicBool,
    pub(super) gate: Gate,
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
        let http = builder
            .build()
            .map_err(|error| Failure::no_tls(&error.without_url()))?;
        Ok(Client {
            scrub: Scrub::key(options.key.expose()),
            key: options.key,
            once: false,
            connection: Arc::new(Connection {
                http,
                base_url: options.base_url,
                endpoints: options.endpoints,
                observer: options.observer,
                timeout: options.timeout,
                retry_base: options.retry_base,
                deadline: Mutex::new(Instant::now() + options.timeout),
                reading_back: AtomicBool::new(false),
                gate: Gate::default(),
                server_date: Mutex::default(),
                latest: Mutex::default(),
            }),
        })
    }

    /// The same server with another key.
    #[must_use]
    pub fn with_key(&self, key: AppKey) -> Client {
        Client {
            connection: Arc::clone(&self.connection),
            scrub: Scrub::key(key.expose()),
            key,
            once: self.once,
        }
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

    fn latest_date(&self) -> MutexGuard<'_, Option<ServerDate>> {
        let date = self.connection.server_date.lock();
        date.unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn url(&self, operation: &Operation) -> reqwest::Url {
        let path = self.connection.endpoints.get(operation.id);
        let path = path.map_or(operation.path, String::as_str);
        self.base_url().join(path)
    }

    /// The secrets that a request has in it.
    pub(super) fn secrets(&self, proof: Option<&Proof>) -> Scrub {
        match proof {
            Some(proof) => self.scrub.and_code(proof.code.expose()),
            None => self.scrub.clone(),
        }
    }

    pub(super) fn observe(&self, exchange: &Exchange) {
        if let Some(observer) = &self.connection.observer {
            observer(exchange);
        }
    }

    /// One attempt, in at most this time; with the wait that the server asks for.
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
        let sent = jiff::Timestamp::now();
        let response = request
            .send()
            .map_err(|error| Failure::no_answer(self.base_url(), error, limit))?;
        let retry_after = header(&response, RETRY_AFTER.as_str())
            .and_then(|text| failure::retry_after(&text, SystemTime::now()));
        let status = response.status().as_u16();
        let request_id = header(&response, REQUEST_ID).map(|id| self.scrub.text(&id));
        if let Some(date) = header(&response, DATE.as_str())
            && let Some(date) = ServerDate::of(sent, &date)
        {
            *self.latest_date() = Some(date);
        }
        if let Ok(mut latest) = self.connection.latest.lock() {
            *latest = self.scrub.text(&head(&response));
        }
        let answer = Answer {
            status,
            request_id,
            body: self.read(response)?,
        };
        Ok((answer, retry_after))
    }

    fn read(&self, response: Response) -> Result<Zeroizing<Vec<u8>>, Failure> {
        // Room for any answer with a secret in it: growing would leave an unwiped copy behind.
        let mut body = Zeroizing::new(Vec::with_capacity(16 * 1024));
        let read = response.take(BODY_LIMIT + 1).read_to_end(&mut body);
        if body.len() as u64 > BODY_LIMIT {
            return Err(Failure::lasting(
                tr!("the answer of {0} is larger than 10 MiB", self.base_url()),
                tr!("check that the base URL is that of the Flashduty API"),
            ));
        }
        read.map(|_| body).map_err(|_| {
            Failure::passing(
                tr!(
                    "the connection to {0} broke off in the middle of the answer",
                    self.base_url()
                ),
                tr!("run it again; with -v every request is shown"),
            )
        })
    }
}

fn head(response: &Response) -> String {
    let mut lines = format!("HTTP {}\n", response.status().as_u16());
    for (name, value) in response.headers() {
        lines += &format!("{name}: {}\n", String::from_utf8_lossy(value.as_bytes()));
    }
    lines
}

fn header(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    (!value.is_empty()).then(|| value.to_owned())
}
