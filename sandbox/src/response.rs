//! An answer as the bytes of HTTP, and the response that must not be sent.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use crate::answer::Answer;

/// The name of the header that repeats `request_id`.
const REQUEST_ID: HeaderName = HeaderName::from_static("flashcat-request-id");

/// Put on a response that must not be sent: the connection ends instead.
#[derive(Clone, Copy)]
pub(crate) struct HangUp;

pub(crate) fn to_response(answer: &Answer, body: Body) -> Response {
    let mut response = Response::new(body);
    set_status(&mut response, answer.status);
    let headers = response.headers_mut();
    put(headers, CONTENT_TYPE, "application/json; charset=utf-8");
    put(headers, REQUEST_ID, &answer.request_id);
    if let Some(seconds) = answer.retry_after {
        put(headers, RETRY_AFTER, &seconds.to_string());
    }
    response
}

pub(crate) fn set_status(response: &mut Response, status: u16) {
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
}

pub(crate) fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

pub(crate) fn hang_up() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}
