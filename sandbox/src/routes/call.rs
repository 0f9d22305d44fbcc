//! What an operation is given, and what several of them need.

use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::options::Options;
use crate::store::Tracked;

/// One request to one operation, with the state under its lock.
pub(crate) struct Call<'a> {
    pub(crate) state: &'a mut Tracked,
    pub(crate) caller: Caller,
    pub(crate) body: &'a Map<String, Value>,
    pub(crate) headers: &'a HeaderMap,
    /// Unix seconds.
    pub(crate) now: u64,
    pub(crate) now_ms: u64,
    pub(crate) options: &'a Options,
}

/// Whose key it was.
#[derive(Clone, Copy)]
pub(crate) struct Caller {
    pub(crate) person: u64,
    pub(crate) owner: bool,
}

/// What an operation answers that has nothing to say.
pub(super) fn done() -> Value {
    json!({})
}

/// Whether a name contains what was asked for, whatever the case. The vendor's own client escapes its
/// text for a regular expression first, so a backslash before punctuation is dropped.
pub(super) fn matches(name: &str, query: &str) -> bool {
    let mut plain = String::with_capacity(query.len());
    let mut chars = query.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation) {
            continue;
        }
        plain.push(c);
    }
    name.to_lowercase().contains(&plain.to_lowercase())
}

pub(super) fn no_member() -> ApiError {
    ApiError::not_found(
        "this key belongs to the primary account, which is no member",
        "该 APP Key 属于主账号，没有对应的成员",
    )
}

/// fastrand is no source of real secrets, and this is none: it opens nothing but a sandbox.
pub(super) fn random(length: usize) -> String {
    std::iter::repeat_with(fastrand::alphanumeric)
        .take(length)
        .collect()
}
