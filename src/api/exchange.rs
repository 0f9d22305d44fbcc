//! One request and the whole of its answer, within a limit: what the transport has its thread do.

use std::io::Read;
use std::time::{Duration, SystemTime};

use reqwest::blocking::{RequestBuilder, Response};
use reqwest::header::{DATE, RETRY_AFTER};
use tr::tr;
use zeroize::Zeroizing;

use crate::api::envelope::Answer;
use crate::api::failure::{self, Failure};
use crate::api::server_date::ServerDate;
use crate::domain::base_url::BaseUrl;
use crate::local::now::now;

/// A body past this is refused.
const BODY_LIMIT: u64 = 10 * 1024 * 1024;
const REQUEST_ID: &str = "Flashcat-Request-Id";

/// What came back, as it came.
pub(super) struct Raw {
    pub(super) answer: Answer,
    pub(super) date: Option<ServerDate>,
    pub(super) retry_after: Option<Duration>,
    pub(super) request_id: Option<String>,
    /// Status and headers, a line each, unscrubbed.
    pub(super) head: String,
}

/// Send a request and take in the whole answer.
pub(super) fn exchange(
    request: RequestBuilder,
    limit: Duration,
    server: &BaseUrl,
    roots: &str,
) -> Result<Raw, Failure> {
    let sent = now();
    let response = request
        .send()
        .map_err(|error| Failure::no_answer(server, roots, error, limit))?;
    Ok(Raw {
        retry_after: header(&response, RETRY_AFTER.as_str())
            .and_then(|text| failure::retry_after(&text, SystemTime::now())),
        date: header(&response, DATE.as_str()).and_then(|date| ServerDate::of(sent, &date)),
        request_id: header(&response, REQUEST_ID),
        head: head(&response),
        answer: Answer {
            status: response.status().as_u16(),
            request_id: None,
            body: read(server, response)?,
        },
    })
}

fn read(server: &BaseUrl, response: Response) -> Result<Zeroizing<Vec<u8>>, Failure> {
    // Room for any answer with a secret in it: growing would leave an unwiped copy behind.
    let mut body = Zeroizing::new(Vec::with_capacity(16 * 1024));
    let read = response.take(BODY_LIMIT + 1).read_to_end(&mut body);
    if body.len() as u64 > BODY_LIMIT {
        return Err(Failure::lasting(
            tr!("the answer of {0} is larger than 10 MiB", server),
            tr!("check that the base URL is that of the Flashduty API"),
        ));
    }
    read.map(|_| body).map_err(|_| {
        Failure::passing(
            tr!(
                "the connection to {0} broke off in the middle of the answer",
                server
            ),
            tr!("run it again; with -v every request is shown"),
        )
    })
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

#[cfg(test)]
mod tests;
