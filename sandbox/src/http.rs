//! From a request to its answer: the table of paths, the body up to its limit, the log.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::DATE;
use axum::response::Response;
use axum::routing::any;

use crate::answer::{App, Asked};
use crate::faulty::suffer;
use crate::record::Recorded;
use crate::response::hang_up;
use crate::routes::{self, Operation};

pub(crate) fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for operation in routes::all() {
        router = router.route(
            operation.path,
            any(move |State(app): State<Arc<App>>, request: Request| {
                serve(app, Some(operation), request)
            }),
        );
    }
    router
        .fallback(|State(app): State<Arc<App>>, request: Request| serve(app, None, request))
        .with_state(app)
}

async fn serve(app: Arc<App>, operation: Option<&'static Operation>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok((bytes, whole)) = collect(body, app.options.body_limit).await else {
        return hang_up();
    };
    let number = app.log.begin(
        Recorded {
            operation_id: operation.map(|o| o.id.to_owned()),
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or("").to_owned(),
            headers: parts
                .headers
                .iter()
                .map(|(n, v)| {
                    (
                        n.to_string(),
                        String::from_utf8_lossy(v.as_bytes()).into_owned(),
                    )
                })
                .collect(),
            body: bytes.to_vec(),
            at: Instant::now(),
            status: None,
            response: Vec::new(),
        },
        app.options.remember,
    );
    let asked = Asked {
        method: parts.method,
        uri: parts.uri,
        headers: parts.headers,
        body: whole.then_some(bytes),
    };
    let fault = app.faults.pick(operation.map(|o| o.id), asked.uri.path());
    let mut response = suffer(&app, operation, &asked, fault, number).await;
    if let Ok(date) =
        HeaderValue::from_str(&httpdate::fmt_http_date(app.options.clock.system_time()))
    {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// The body up to the limit, and whether that is all of it. The rest is read and thrown away, because
/// a client that is still sending when the connection closes sees a broken pipe and not the 413.
async fn collect(body: Body, limit: usize) -> Result<(Bytes, bool), axum::Error> {
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    let mut whole = true;
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        if let Ok(data) = frame?.into_data() {
            if bytes.len() + data.len() > limit {
                whole = false;
            } else if whole {
                bytes.extend_from_slice(&data);
            }
        }
    }
    Ok((bytes.into(), whole))
}
