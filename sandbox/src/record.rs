//! What the server was asked and what it answered, for tests to look at.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde_json::Value;

/// One request, and its answer once there is one.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The operation of the contract; `None` where the path has none.
    pub operation_id: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query as it was sent, the key included.
    pub query: String,
    /// The headers in the order they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it was sent.
    pub body: Vec<u8>,
    /// When it had arrived in full.
    pub at: Instant,
    /// `None` while there is no answer, and for good where the connection was dropped.
    pub status: Option<u16>,
    /// The body of the answer; empty where it was dropped or streamed.
    pub response: Vec<u8>,
}

impl Recorded {
    /// The body as JSON; `Null` where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The answer as JSON; `Null` where it is none.
    #[must_use]
    pub fn response_json(&self) -> Value {
        serde_json::from_slice(&self.response).unwrap_or_default()
    }

    /// A request header by its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// The requests so far, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Log {
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    kept: VecDeque<(u64, Recorded)>,
    next: u64,
}

impl Log {
    /// Notes a request and says under which number its answer is to be noted.
    pub(crate) fn begin(&self, request: Recorded, most: usize) -> u64 {
        let mut entries = self.lock();
        let number = entries.next;
        entries.next += 1;
        entries.kept.push_back((number, request));
        while entries.kept.len() > most {
            entries.kept.pop_front();
        }
        number
    }

    pub(crate) fn finish(&self, number: u64, status: u16, response: &[u8]) {
        let mut entries = self.lock();
        // Answers come soon after their requests, so look from the end.
        if let Some((_, entry)) = entries.kept.iter_mut().rev().find(|(n, _)| *n == number) {
            entry.status = Some(status);
            entry.response = response.to_vec();
        }
    }

    pub(crate) fn all(&self) -> Vec<Recorded> {
        self.lock().kept.iter().map(|(_, r)| r.clone()).collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().kept.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
