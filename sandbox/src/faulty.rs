//! The answer to a request with whatever goes wrong on the way, and the bodies that go wrong while
//! they are sent. Which fault hits which request is in `fault`.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::HeaderName;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::response::Response;
use hyper::body::Frame;
use serde_json::json;

use crate::answer::{Answer, App, Asked, answer, refuse, request_id};
use crate::error::ApiError;
use crate::fault::{FaultKind, Moment};
use crate::response::{hang_up, put, set_status, to_response};
use crate::routes::Operation;

/// The answer with whatever goes wrong on the way.
pub(crate) async fn suffer(
    app: &App,
    operation: Option<&'static Operation>,
    asked: &Asked,
    fault: Option<FaultKind>,
    number: u64,
) -> Response {
    let act = || answer(app, operation, asked);
    let note = |response: &Response, body: &[u8]| {
        app.log.finish(number, response.status().as_u16(), body);
    };
    let send = |answer: Answer| {
        let body = answer.body.to_string().into_bytes();
        let response = to_response(&answer, Body::from(body.clone()));
        note(&response, &body);
        response
    };
    let raw = |status: u16, content_type: &str, body: Vec<u8>, more: &[(String, String)]| {
        let mut response = Response::new(Body::from(body.clone()));
        set_status(&mut response, status);
        put(response.headers_mut(), CONTENT_TYPE, content_type);
        for (name, value) in more {
            if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
                put(response.headers_mut(), name, value);
            }
        }
        note(&response, &body);
        response
    };
    match fault {
        None => send(act()),
        Some(FaultKind::Delay(time)) => {
            tokio::time::sleep(time).await;
            send(act())
        }
        Some(FaultKind::DelayAfter(time)) => {
            let answer = act();
            tokio::time::sleep(time).await;
            send(answer)
        }
        Some(FaultKind::Status {
            status,
            code,
            message,
            retry_after,
        }) => {
            let request_id = request_id();
            let body = json!({
                "request_id": request_id,
                "error": {"code": code, "message": message},
            });
            send(Answer {
                status,
                request_id,
                retry_after,
                body,
            })
        }
        Some(FaultKind::StatusRaw {
            status,
            content_type,
            body,
            headers,
        }) => raw(status, &content_type, body, &headers),
        Some(FaultKind::CutBody) => {
            let answer = act();
            let body = answer.body.to_string().into_bytes();
            let half = Bytes::copy_from_slice(&body[..body.len() / 2]);
            let mut response = to_response(&answer, Body::new(Cut::after(half)));
            put(
                response.headers_mut(),
                CONTENT_LENGTH,
                &body.len().to_string(),
            );
            note(&response, &[]);
            response
        }
        Some(FaultKind::CloseBefore) => hang_up(),
        Some(FaultKind::CloseAfter) => {
            act();
            hang_up()
        }
        Some(FaultKind::Garbage) => raw(
            200,
            "application/json",
            b"{\"request_id\": \"\xff\xfe\", \"data\": <html>".to_vec(),
            &[],
        ),
        Some(FaultKind::Oversize(bytes)) => {
            let mut response = Response::new(Body::new(Filler::new(bytes)));
            put(response.headers_mut(), CONTENT_TYPE, "application/json");
            note(&response, &[]);
            response
        }
        Some(FaultKind::Redirect(location)) => raw(
            307,
            "text/plain",
            Vec::new(),
            &[(LOCATION.to_string(), location)],
        ),
        Some(FaultKind::Error500Before) => {
            send(refuse(asked, &ApiError::internal("injected fault")))
        }
        Some(FaultKind::Error500After) => {
            act();
            send(refuse(asked, &ApiError::internal("injected fault")))
        }
        Some(FaultKind::Rewritten(rewrite)) => {
            let (status, body) = rewrite.of(&act().body);
            raw(status, "application/json", body.into_bytes(), &[])
        }
        Some(FaultKind::Meanwhile { moment, act: other }) => {
            if moment == Moment::Before {
                other.done().await;
            }
            let answer = act();
            if moment == Moment::After {
                other.done().await;
            }
            send(answer)
        }
        Some(FaultKind::ConcurrentWrite { moment, edit }) => {
            let write = || app.store.edit(|state| edit.apply(state));
            let (answer, written) = match moment {
                Moment::Before => {
                    let written = write();
                    (act(), written)
                }
                Moment::After => (act(), write()),
            };
            send(match written {
                Ok(()) => answer,
                Err(e) => refuse(asked, &ApiError::internal(e.to_string())),
            })
        }
    }
}

/// A body that sends something and then fails.
struct Cut {
    first: Option<Bytes>,
    pause: Pin<Box<tokio::time::Sleep>>,
}

impl Cut {
    fn after(first: Bytes) -> Self {
        Self {
            first: Some(first),
            // What was sent has to leave before the failure throws the connection away.
            pause: Box::pin(tokio::time::sleep(Duration::from_millis(20))),
        }
    }
}

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        self.pause
            .as_mut()
            .poll(cx)
            .map(|()| Some(Err(std::io::Error::other("injected fault"))))
    }
}

/// A JSON string that goes on and on.
struct Filler {
    next: Part,
    left: u64,
}

enum Part {
    Head,
    Middle,
    Tail,
    Nothing,
}

impl Filler {
    const HEAD: &[u8] = br#"{"request_id":"0","data":""#;
    const TAIL: &[u8] = br#""}"#;
    const CHUNK: u64 = 64 * 1024;

    fn new(bytes: u64) -> Self {
        Self {
            next: Part::Head,
            left: bytes.saturating_sub((Self::HEAD.len() + Self::TAIL.len()) as u64),
        }
    }
}

impl HttpBody for Filler {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let data = match self.next {
            Part::Head => {
                self.next = if self.left > 0 {
                    Part::Middle
                } else {
                    Part::Tail
                };
                Bytes::from_static(Self::HEAD)
            }
            Part::Middle => {
                let now = self.left.min(Self::CHUNK);
                self.left -= now;
                if self.left == 0 {
                    self.next = Part::Tail;
                }
                Bytes::from(vec![b'x'; usize::try_from(now).unwrap_or(0)])
            }
            Part::Tail => {
                self.next = Part::Nothing;
                Bytes::from_static(Self::TAIL)
            }
            Part::Nothing => return Poll::Ready(None),
        };
        Poll::Ready(Some(Ok(Frame::data(data))))
    }
}
