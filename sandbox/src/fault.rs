//! Misbehaviour on demand: which request it hits, when, and what goes wrong.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::edit::Edit;

/// Something that goes wrong. A request that several faults fit suffers the one added first of those
/// whose turn it is.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Which requests.
    pub on: On,
    /// Which of those, by their order since the fault was added.
    pub when: When,
    /// What happens.
    pub kind: FaultKind,
}

impl Fault {
    /// At every request to an operation (`preference_update`) or a path (`/preference/update`); `*`
    /// is any request.
    #[must_use]
    pub fn on(what: &str, kind: FaultKind) -> Self {
        let on = match what {
            "*" => On::Any,
            path if path.starts_with('/') => On::Path(path.to_owned()),
            operation => On::Operation(operation.to_owned()),
        };
        Self {
            on,
            when: When::Every,
            kind,
        }
    }

    /// At any request.
    #[must_use]
    pub fn any(kind: FaultKind) -> Self {
        Self::on("*", kind)
    }

    /// Only at the first `n` of them.
    #[must_use]
    pub fn first(mut self, n: u32) -> Self {
        self.when = When::First(n);
        self
    }

    /// Only at the `n`th of them, counted from 1.
    #[must_use]
    pub fn nth(mut self, n: u32) -> Self {
        self.when = When::Nth(n);
        self
    }

    /// Only from the `n`th of them on, counted from 1.
    #[must_use]
    pub fn from(mut self, n: u32) -> Self {
        self.when = When::From(n);
        self
    }
}

/// Which requests a fault fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    /// All of them.
    Any,
    /// Those to an operation of the contract.
    Operation(String),
    /// Those to a path, also one that no operation has.
    Path(String),
}

/// Which of the requests that fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// All.
    Every,
    /// The first so many.
    First(u32),
    /// One, counted from 1.
    Nth(u32),
    /// That one and all after it, counted from 1.
    From(u32),
}

/// Before or after the operation acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The operation sees the change.
    Before,
    /// The change undoes or follows what the operation did.
    After,
}

/// Something that is done while a request waits for it.
#[derive(Clone)]
pub struct Act(Arc<dyn Fn() + Send + Sync>);

impl Act {
    /// From a function that may take its time, and may ask this very server.
    pub fn new(act: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(act))
    }

    pub(crate) async fn done(&self) {
        let (done, waits) = tokio::sync::oneshot::channel();
        let act = Arc::clone(&self.0);
        std::thread::spawn(move || {
            act();
            // Whoever waited may have gone.
            let _ = done.send(());
        });
        // An act that panics is done too.
        let _ = waits.await;
    }
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Act")
    }
}

/// Something between the server and the client that makes another answer of the one that comes.
#[derive(Clone)]
pub struct Rewrite(Arc<Rewriting>);

type Rewriting = dyn Fn(&Value) -> (u16, String) + Send + Sync;

impl Rewrite {
    pub(crate) fn of(&self, answer: &Value) -> (u16, String) {
        (self.0)(answer)
    }
}

impl fmt::Debug for Rewrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rewrite")
    }
}

/// What goes wrong.
#[derive(Clone, Debug)]
pub enum FaultKind {
    /// The request waits, then acts. A client that gives up meanwhile has changed nothing.
    Delay(Duration),
    /// The operation acts, and its answer waits.
    DelayAfter(Duration),
    /// An error in the server's own form, in place of the operation.
    Status {
        /// The HTTP status.
        status: u16,
        /// `error.code`.
        code: String,
        /// `error.message`.
        message: String,
        /// Seconds for `Retry-After`.
        retry_after: Option<u64>,
    },
    /// Any answer at all, in place of the operation: a proxy's page, a login form.
    StatusRaw {
        /// The HTTP status.
        status: u16,
        /// `Content-Type`.
        content_type: String,
        /// The body.
        body: Vec<u8>,
        /// More headers.
        headers: Vec<(String, String)>,
    },
    /// The operation acts; half of its answer arrives, then the connection ends.
    CutBody,
    /// The connection ends before the operation acts.
    CloseBefore,
    /// The operation acts, then the connection ends without an answer.
    CloseAfter,
    /// Status 200 and a body that is neither JSON nor UTF-8, in place of the operation.
    Garbage,
    /// Status 200 and a valid but endless-looking body of this many bytes, streamed, in place of the
    /// operation.
    Oversize(u64),
    /// 307 to this location, in place of the operation.
    Redirect(String),
    /// 500 InternalError, and nothing was done.
    Error500Before,
    /// 500 InternalError, and yet it was done.
    Error500After,
    /// The operation acts, and another answer arrives than it gave.
    Rewritten(Rewrite),
    /// Somebody else changes the state at that very moment.
    ConcurrentWrite {
        /// Before or after the operation acts.
        moment: Moment,
        /// What they change.
        edit: Edit,
    },
    /// Somebody else does something, by requests of their own perhaps, while this one waits.
    Meanwhile {
        /// Before or after the operation acts.
        moment: Moment,
        /// What they do.
        act: Act,
    },
}

impl FaultKind {
    /// An error in the server's own form.
    #[must_use]
    pub fn error(status: u16, code: &str) -> Self {
        Self::Status {
            status,
            code: code.to_owned(),
            message: "injected fault".to_owned(),
            retry_after: None,
        }
    }

    /// 403 `AccessDenied`: the key lacks a permission that the operation needs.
    #[must_use]
    pub fn denied() -> Self {
        Self::error(403, "AccessDenied")
    }

    /// 404 `RouteNotFound`: the deployment does not have the operation.
    #[must_use]
    pub fn absent() -> Self {
        Self::error(404, "RouteNotFound")
    }

    /// 429 `RequestTooFrequently`, with the seconds of its `Retry-After` if any.
    #[must_use]
    pub fn too_frequent(retry_after: Option<u64>) -> Self {
        Self::Status {
            status: 429,
            code: "RequestTooFrequently".to_owned(),
            message: "injected fault".to_owned(),
            retry_after,
        }
    }

    /// The operation acts; status and body are made from the answer that it gave.
    pub fn rewritten(rewrite: impl Fn(&Value) -> (u16, String) + Send + Sync + 'static) -> Self {
        Self::Rewritten(Rewrite(Arc::new(rewrite)))
    }

    /// The operation acts, and the answer is this error all the same.
    #[must_use]
    pub fn error_after(status: u16, code: &str) -> Self {
        let error = serde_json::json!({"code": code, "message": "injected fault"});
        let body = serde_json::json!({"request_id": "0", "error": error}).to_string();
        Self::rewritten(move |_| (status, body.clone()))
    }

    /// Any body with any status and no further header.
    #[must_use]
    pub fn raw(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::StatusRaw {
            status,
            content_type: content_type.to_owned(),
            body: body.into(),
            headers: Vec::new(),
        }
    }

    /// Somebody else changes the state right before the operation acts.
    pub fn write_before(edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::ConcurrentWrite {
            moment: Moment::Before,
            edit: Edit::new(edit),
        }
    }

    /// Somebody else changes the state right after the operation acted.
    pub fn write_after(edit: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::ConcurrentWrite {
            moment: Moment::After,
            edit: Edit::new(edit),
        }
    }
}

/// The faults that are set, with how many requests each has seen.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<(Fault, u32)>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.lock().push((fault, 0));
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// What this request suffers. Every fault that fits counts it.
    pub(crate) fn pick(&self, operation: Option<&str>, path: &str) -> Option<FaultKind> {
        let mut picked = None;
        for (fault, seen) in self.lock().iter_mut() {
            let fits = match &fault.on {
                On::Any => true,
                On::Operation(id) => operation == Some(id),
                On::Path(other) => other == path,
            };
            if !fits {
                continue;
            }
            *seen += 1;
            let due = match fault.when {
                When::Every => true,
                When::First(n) => *seen <= n,
                When::Nth(n) => *seen == n,
                When::From(n) => *seen >= n,
            };
            if due && picked.is_none() {
                picked = Some(fault.kind.clone());
            }
        }
        picked
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(Fault, u32)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
