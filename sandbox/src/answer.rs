//! What an operation answers when nothing goes wrong: the rules that hold for every one of them, the
//! envelope, and the error in the language of who asked.

use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, Uri};
use serde_json::{Map, Value, json};

use crate::audit;
use crate::error::ApiError;
use crate::fault::Faults;
use crate::incident::history;
use crate::limiter::Limiter;
use crate::options::Options;
use crate::record::Log;
use crate::routes::{Call, Caller, Operation};
use crate::state::{AppKey, State as Account};
use crate::store::Store;

/// What all requests share.
pub(crate) struct App {
    pub(crate) options: Options,
    pub(crate) store: Store,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    pub(crate) limiter: Mutex<Limiter>,
}

/// A request as the operations see it.
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    /// `None` where it is longer than allowed.
    pub(crate) body: Option<Bytes>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) request_id: String,
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Value,
}

/// What the operation answers when nothing goes wrong.
pub(crate) fn answer(app: &App, operation: Option<&'static Operation>, asked: &Asked) -> Answer {
    match act(app, operation, asked) {
        Ok(data) => {
            let request_id = request_id();
            Answer {
                status: 200,
                body: json!({"request_id": request_id, "data": data}),
                request_id,
                retry_after: None,
            }
        }
        Err(error) => refuse(asked, &error),
    }
}

fn act(app: &App, operation: Option<&'static Operation>, asked: &Asked) -> Result<Value, ApiError> {
    let Some(operation) = operation else {
        return Err(ApiError::route(asked.uri.path()));
    };
    if asked.method != Method::POST {
        return Err(ApiError::method());
    }
    if !is_json(&asked.headers) {
        return Err(ApiError::content_type());
    }
    let Some(bytes) = &asked.body else {
        return Err(ApiError::too_large(app.options.body_limit));
    };
    let now_ms = app.options.clock.now_ms();
    // One lock for the key, the checks and the change: a key that is deleted meanwhile is not used.
    app.store
        .update(|state| {
            if !state.behavior.has(operation.id) {
                return Err(ApiError::route(operation.path));
            }
            let (caller, key) = authenticate(state, asked.uri.query())?;
            if let Some(limit) = app.options.rate_limit {
                let mut limiter = app.limiter.lock().unwrap_or_else(PoisonError::into_inner);
                limiter
                    .admit(limit, now_ms)
                    .map_err(ApiError::too_frequent)?;
            }
            if !key.may(operation.permissions) {
                return Err(ApiError::access_denied());
            }
            let body = object(bytes)?;
            if operation.is_about_the_past() {
                history::go_on(state, now_ms);
            }
            let done = (operation.handler)(&mut Call {
                state: &mut *state,
                caller,
                body: &body,
                headers: &asked.headers,
                now: now_ms / 1000,
                now_ms,
                options: &app.options,
            });
            let data = done?;
            audit::record(state, operation.id, caller.person, bytes, now_ms);
            Ok(if state.behavior.null_lists {
                without_empty_list(data)
            } else {
                data
            })
        })
        .map_err(|e| ApiError::internal(e.to_string()))?
}

fn authenticate<'a>(
    state: &'a Account,
    query: Option<&str>,
) -> Result<(Caller, &'a AppKey), ApiError> {
    let key = query
        .unwrap_or("")
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| *name == "app_key")
        .map(|(_, value)| percent_decoded(value))
        .unwrap_or_default();
    if key.is_empty() {
        return Err(ApiError::unauthorized(
            "the query parameter app_key is missing",
            "缺少查询参数 app_key",
        ));
    }
    let refused = || ApiError::unauthorized("the app_key is not valid", "app_key 无效");
    let found = state
        .app_keys
        .iter()
        .find(|k| k.key == key)
        .ok_or_else(refused)?;
    if found.status != "enabled" {
        return Err(ApiError::unauthorized(
            "the app_key is disabled",
            "app_key 已停用",
        ));
    }
    if !state.has_person(found.person_id) {
        return Err(refused());
    }
    let caller = Caller {
        person: found.person_id,
        owner: state.is_owner(found.person_id),
    };
    Ok((caller, found))
}

/// With `items` null where it is empty.
fn without_empty_list(mut data: Value) -> Value {
    if data["items"].as_array().is_some_and(Vec::is_empty) {
        data["items"] = Value::Null;
    }
    data
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail
            .get(..2)
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = tail;
            }
            (other, _) => {
                bytes.push(*other);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split(';').next())
        .is_some_and(|v| v.trim().eq_ignore_ascii_case("application/json"))
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, ApiError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| {
        ApiError::bad_request(
            format!("the body is not JSON: {e}"),
            format!("请求体不是有效的 JSON：{e}"),
        )
    })?;
    match value {
        Value::Object(map) => Ok(map),
        _ => Err(ApiError::invalid(
            "the body must be a JSON object",
            "请求体必须是 JSON 对象",
        )),
    }
}

pub(crate) fn refuse(asked: &Asked, error: &ApiError) -> Answer {
    let chinese = asked
        .headers
        .get("accept-language")
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.trim_start().to_ascii_lowercase().starts_with("zh"));
    let message = if chinese { &error.zh } else { &error.en };
    let request_id = request_id();
    Answer {
        status: error.status,
        body: json!({
            "request_id": request_id,
            "error": {"code": error.code, "message": message},
        }),
        request_id,
        retry_after: error.retry_after,
    }
}

pub(crate) fn request_id() -> String {
    format!("{:032x}", fastrand::u128(..))
}
