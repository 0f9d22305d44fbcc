//! Why an attempt got no usable answer, in words that have no URL in them, and whether another attempt
//! may do better.

use std::error::Error as _;
use std::time::{Duration, SystemTime};

use tr::tr;

use crate::api::certificate;
use crate::domain::base_url::BaseUrl;
use crate::error::{Error, Kind};
use crate::local::interruption;
use crate::local::threads::no_room;

/// Why an attempt failed, and what that means for another one.
pub struct Failure {
    pub error: Box<Error>,
    /// Worth another attempt.
    pub passing: bool,
    /// The server's own word on when.
    pub retry_after: Option<Duration>,
    pub status: Option<u16>,
}

impl Failure {
    /// The HTTP library got no answer from this server within this time.
    pub fn no_answer(
        server: &BaseUrl,
        roots: &str,
        error: reqwest::Error,
        limit: Duration,
    ) -> Failure {
        let error = error.without_url();
        if let Some(failure) = Failure::that_lasts(server, roots, &error) {
            return failure;
        }
        if error.is_connect() {
            let mut failure = Failure::passing(
                tr!("cannot reach {0}: {1}", server, cause(&error)),
                tr!("check the network, the base URL and the proxy (HTTPS_PROXY, NO_PROXY)"),
            );
            failure.error.unsent = true;
            return failure;
        }
        if error.is_timeout() {
            return Failure::late(server, limit);
        }
        let message = tr!("the connection to {0} failed: {1}", server, cause(&error));
        Failure::passing(message, again())
    }

    /// What is the same when it is tried again: a certificate, a proxy that wants a password.
    fn that_lasts(server: &BaseUrl, roots: &str, error: &reqwest::Error) -> Option<Failure> {
        let mut failure = if let Some(trouble) = certificate::trouble(error) {
            let (why, hint) = certificate::words(trouble);
            let message = match trouble {
                rustls::Error::InvalidCertificate(_) => {
                    tr!(
                        "the certificate of {server} is not accepted: {why}",
                        server,
                        why
                    )
                }
                _ => tr!("no secure connection to {server}: {why}", server, why),
            };
            let mut failure = Failure::lasting(message, hint);
            failure.error.details = vec![tr!("trusted are: {roots}", roots)];
            failure
        } else if cause(error).contains("proxy authorization required") {
            Failure::lasting(
                tr!("the proxy wants a name and a password, or other ones"),
                tr!("write them into HTTPS_PROXY: http://NAME:PASSWORD@HOST:PORT"),
            )
        } else {
            return None;
        };
        failure.error.unsent = true;
        Some(failure)
    }

    /// The command has no time left, of so much.
    pub fn too_late(timeout: Duration) -> Failure {
        let mut failure = Failure::lasting(
            tr!(
                "the time of this command ({0} s) is used up",
                timeout.as_secs()
            ),
            tr!("give it longer with --timeout"),
        );
        failure.error.unsent = true;
        failure
    }

    /// Nothing more is to be asked.
    pub fn interrupted() -> Failure {
        Failure::of(Error::interrupted())
    }

    /// An interrupt came before the answer did, and nobody waits for that any more.
    pub fn cut_off(server: &BaseUrl) -> Failure {
        interruption::cut_off();
        let message = tr!("interrupted before {server} answered", server);
        Failure::of(Error::new(Kind::Interrupted, message))
    }

    /// The server did not answer within this time.
    pub fn late(server: &BaseUrl, limit: Duration) -> Failure {
        let message = tr!(
            "{0} did not answer within {1} s",
            server,
            limit.as_secs_f64().ceil()
        );
        Failure::passing(message, again())
    }

    /// There are no root certificates, or another reason why no connection can be secure. Of an error
    /// without its URL only.
    pub fn no_tls(error: &reqwest::Error) -> Error {
        let mut inner: Option<&dyn std::error::Error> = Some(error);
        while let Some(one) = inner {
            // The library has a thread of its own.
            if let Some(io) = one.downcast_ref::<std::io::Error>()
                && io.kind() == std::io::ErrorKind::WouldBlock
            {
                return no_room(io);
            }
            inner = one.source();
        }
        Error::new(
            Kind::Unreachable,
            tr!("cannot set up a secure connection: {0}", cause(error)),
        )
        .hint(tr!(
            "install the system's root certificates (package ca-certificates), or name a file of them in SSL_CERT_FILE"
        ))
    }

    /// No answer, and another attempt may get one.
    pub fn passing(message: String, hint: String) -> Failure {
        Failure {
            passing: true,
            ..Failure::lasting(message, hint)
        }
    }

    /// No answer, and another attempt will not get one.
    pub fn lasting(message: String, hint: String) -> Failure {
        Failure::of(Error::new(Kind::Unreachable, message).hint(hint))
    }

    /// An answer with this status said so.
    pub fn answered(status: u16, retry_after: Option<Duration>, error: Error) -> Failure {
        Failure {
            passing: status == 429 || status >= 500 || error.kind == Kind::RateLimited,
            retry_after,
            status: Some(status),
            error: Box::new(error),
        }
    }

    /// This, and another attempt will fare no better.
    pub fn of(error: Error) -> Failure {
        Failure {
            error: Box::new(error),
            passing: false,
            retry_after: None,
            status: None,
        }
    }
}

fn again() -> String {
    tr!("run it again; --timeout gives it longer, -v shows every request")
}

/// The innermost cause: "Connection refused (os error 111)". Only of an error without its URL.
fn cause(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = inner.to_string();
        source = inner.source();
    }
    text
}

/// What `--timeout` takes at most.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(3600);

/// The error, with what the user should know of the attempts before it.
pub fn with_wait(failure: Failure, attempts: u32) -> Error {
    let mut error = *failure.error;
    if attempts > 1 {
        error.unsent = false;
        error = error.detail(tr!("tried {attempts} times", attempts));
    }
    error.retry_after = failure
        .retry_after
        .and_then(|wait| u16::try_from(wait.as_secs()).ok())
        .and_then(std::num::NonZeroU16::new);
    if let Some(wait) = failure.retry_after {
        error = error.detail(tr!("the server asks to wait {0} s", wait.as_secs()));
        // That is more than a minute, and than --timeout may be.
        if error.kind == Kind::RateLimited && wait > LONGEST_TIMEOUT {
            error = error.hint(tr!("run it again when that time is over"));
        }
    }
    error
}

/// `Retry-After`: seconds, or an HTTP date.
pub(super) fn retry_after(header: &str, now: SystemTime) -> Option<Duration> {
    let header = header.trim();
    match header.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => httpdate::parse_http_date(header)
            .ok()
            .map(|at| at.duration_since(now).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_in_both_forms() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(retry_after(" 7 ", now), Some(Duration::from_secs(7)));
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:49:47 GMT", now),
            Some(Duration::from_secs(10))
        );
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:49:17 GMT", now),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_after("soon", now), None);
    }

    #[test]
    fn what_was_tried_before_and_what_the_server_asks_for_is_said() {
        let failure = |wait: Option<u64>| Failure {
            retry_after: wait.map(Duration::from_secs),
            ..Failure::too_late(Duration::from_secs(7))
        };
        let error = with_wait(failure(None), 1);
        assert_eq!(error.message, "the time of this command (7 s) is used up");
        assert!(error.unsent && error.details.is_empty() && error.retry_after.is_none());
        // What was sent before may have arrived.
        let error = with_wait(failure(None), 2);
        assert!(!error.unsent);
        assert_eq!(error.details, ["tried 2 times"]);
        for (wait, known) in [
            (0, None),
            (7, Some(7)),
            (65_535, Some(65_535)),
            (65_536, None),
        ] {
            let error = with_wait(failure(Some(wait)), 1);
            assert_eq!(error.retry_after.map(u16::from), known);
            assert_eq!(error.details, [format!("the server asks to wait {wait} s")]);
        }
    }

    #[test]
    fn a_wait_that_no_timeout_covers_is_no_minute() {
        for (wait, told) in [
            (3600, None),
            (100_000, Some("run it again when that time is over")),
        ] {
            let mut failure = Failure::of(Error::new(Kind::RateLimited, "too many"));
            failure.retry_after = Some(Duration::from_secs(wait));
            assert_eq!(with_wait(failure, 1).hint.as_deref(), told);
        }
    }

    #[test]
    fn only_some_failures_pass() {
        let server = BaseUrl::parse("https://duty.example").unwrap();
        let late = Failure::late(&server, Duration::from_millis(1200));
        assert!(late.passing && !late.error.unsent);
        let message = "https://duty.example did not answer within 2 s";
        assert_eq!(late.error.message, message);
        assert!(late.error.hint.unwrap().contains("--timeout"));
        let lasting = Failure::lasting("x".into(), "y".into());
        assert!(!lasting.passing && lasting.error.kind == Kind::Unreachable);
        let interrupted = Failure::interrupted();
        assert!(!interrupted.passing && interrupted.error.kind == Kind::Interrupted);
    }
}
