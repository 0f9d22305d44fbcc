//! What becomes of an answer, without a connection: the way that `retry.rs` sends each of them, for whoever has the
//! bytes and no server. `fuzz/` does.

use std::time::{Duration, Instant, SystemTime};

use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::api::envelope::{Answer, decode, decode_secret, secrets_of};
use crate::api::failure::{Failure, retry_after, with_wait};
use crate::api::operation::Operation;
use crate::api::retry::fits;
use crate::api::scrub::Scrub;
use crate::error::Error;
use crate::local::keys::AppKey;

/// An answer to a request.
pub struct Received {
    /// HTTP status.
    pub status: u16,
    /// `Flashcat-Request-Id`.
    pub request_id: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// Body, whole.
    pub body: Vec<u8>,
}

/// What this answer says to whoever asked with this key: data, or an error as it is told.
pub fn read<T: DeserializeOwned>(
    operation: &Operation,
    key: &AppKey,
    received: Received,
) -> Result<T, Error> {
    let mut secrets = Scrub::default();
    secrets.learn(key.expose());
    let decode = if operation.traits.secret {
        for secret in secrets_of(&received.body) {
            secrets.learn(&secret);
        }
        decode_secret
    } else {
        decode
    };
    let answer = Answer {
        status: received.status,
        request_id: received.request_id,
        body: Zeroizing::new(received.body),
    };
    let asked = received.retry_after;
    let asked = asked.and_then(|header| retry_after(&header, SystemTime::now()));
    decode(operation, answer, &secrets).map_err(|error| {
        let failure = Failure::answered(received.status, asked, error);
        secrets.error(with_wait(failure, 1))
    })
}

/// How long a request waits before it is sent again because of this `Retry-After`, where the command has so much
/// time left; nothing where the header says nothing, or more than there is time for.
pub fn wait(header: &str, now: SystemTime, left: Duration) -> Option<Duration> {
    let wait = retry_after(header, now)?;
    let now = Instant::now();
    fits(wait, now, now.checked_add(left)?).then_some(wait)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::api::operations;

    const KEY: &str = "CANARY+1/2~=3";
    const SECRET: &str = "A-NEW-CANARY";

    fn told(operation: &str, status: u16, body: &str) -> Result<Value, Error> {
        let received = Received {
            status,
            request_id: Some(format!("of {KEY}")),
            retry_after: Some("7".into()),
            body: body.into(),
        };
        let operation = operations::of(operation).unwrap();
        read(operation, &AppKey::as_made(KEY), received)
    }

    #[test]
    fn an_answer_is_data_or_an_error_that_repeats_no_secret() {
        assert_eq!(
            told("member_info", 200, r#"{"data": [1]}"#).unwrap(),
            json!([1])
        );
        let refused = format!(
            r#"{{"error": {{"code": "{KEY}", "message": "{SECRET}"}}, "data": {{"key": "{SECRET}"}}}}"#
        );
        for (operation, status) in [("member_info", 429), ("app_key_create", 200)] {
            let error = told(operation, status, &refused).unwrap_err();
            assert_eq!(error.retry_after.map(u16::from), Some(7));
            let text = format!("{error:?}");
            assert!(!text.contains(KEY), "{text}");
            assert_eq!(text.contains(SECRET), operation == "member_info", "{text}");
        }
    }

    #[test]
    fn nothing_waits_longer_than_there_is_time_for() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let wait = |header| wait(header, now, Duration::from_secs(10));
        assert_eq!(wait("9"), Some(Duration::from_secs(9)));
        assert_eq!(
            wait("Sun, 06 Nov 1994 08:49:40 GMT"),
            Some(Duration::from_secs(3))
        );
        for none in [
            "10",
            "18446744073709551615",
            "-1",
            "soon",
            "",
            "Sun, 06 Nov 1994 08:49:47 GMT",
        ] {
            assert_eq!(wait(none), None, "{none}");
        }
    }
}
