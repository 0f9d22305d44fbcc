//! A server whose answers the test writes itself, path by path. When it is dropped it fails the test
//! for a request that never came, and for one that nobody expected.

mod tests;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::World;

/// A client that sends half a request does not hold up the end of a test for longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is sent for one request, after which the connection is closed.
pub struct Answer {
    bytes: Vec<u8>,
    delay: Duration,
}

impl Answer {
    /// These bytes and no others; none closes the connection without an answer.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Answer {
        Answer {
            bytes: bytes.into(),
            delay: Duration::ZERO,
        }
    }

    /// A body of JSON, whatever it is.
    pub fn json(status: u16, body: &Value) -> Answer {
        let body = body.to_string();
        Answer::raw(format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    /// What an operation answers that went well.
    pub fn data(data: Value) -> Answer {
        Answer::json(200, &json!({"request_id": "r", "data": data}))
    }

    /// What an operation answers that did not.
    pub fn error(status: u16, code: &str) -> Answer {
        let error = json!({"code": code, "message": "stubbed"});
        Answer::json(status, &json!({"request_id": "r", "error": error}))
    }

    /// With a `Date` of so many seconds from now.
    pub fn dated(mut self, ahead: i64) -> Answer {
        let date = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(ahead);
        let line = date.strftime("\r\nDate: %a, %d %b %Y %H:%M:%S GMT\r\n");
        let end = self
            .bytes
            .windows(2)
            .position(|two| two == b"\r\n")
            .unwrap();
        self.bytes
            .splice(end..end + 2, line.to_string().into_bytes());
        self
    }

    /// Only after this time.
    pub fn after(mut self, delay: Duration) -> Answer {
        self.delay = delay;
        self
    }
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// Without the query.
    pub path: String,
    pub query: String,
    pub body: Vec<u8>,
    /// The whole of it, head and body.
    pub bytes: Vec<u8>,
}

impl Request {
    /// The body as JSON; `Null` where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

struct Rule {
    /// Of every path where there is none.
    path: Option<String>,
    /// How often it can still be used; any number of times where nothing is said.
    left: Option<usize>,
    answer: Box<dyn FnMut(&Request) -> Answer + Send>,
}

/// The answers of a server that is not started yet.
#[derive(Default)]
pub struct Builder {
    rules: Vec<Rule>,
}

impl Builder {
    /// One request to this path must come, and gets this answer. More of one path come in this order.
    pub fn once(self, path: &str, answer: Answer) -> Builder {
        let mut answer = Some(answer);
        let give = move |_: &Request| answer.take().unwrap();
        self.rule(Some(path), Some(1), give)
    }

    /// Any number of requests to this path may come, none too.
    pub fn on(
        self,
        path: &str,
        answer: impl FnMut(&Request) -> Answer + Send + 'static,
    ) -> Builder {
        self.rule(Some(path), None, answer)
    }

    /// The same for every path that has no answer of its own.
    pub fn otherwise(self, answer: impl FnMut(&Request) -> Answer + Send + 'static) -> Builder {
        self.rule(None, None, answer)
    }

    fn rule(
        mut self,
        path: Option<&str>,
        left: Option<usize>,
        answer: impl FnMut(&Request) -> Answer + Send + 'static,
    ) -> Builder {
        self.rules.push(Rule {
            path: path.map(str::to_owned),
            left,
            answer: Box::new(answer),
        });
        self
    }

    #[track_caller]
    pub fn start(self) -> Stub {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                rules: self.rules,
                ..State::default()
            }),
            farewell: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        Stub {
            url: format!("http://{address}"),
            accepts: Some(thread::spawn(move || accept(&listener, &serving))),
            shared,
            started: Location::caller(),
        }
    }
}

/// A server that runs until it is dropped.
pub struct Stub {
    url: String,
    shared: Arc<Shared>,
    accepts: Option<JoinHandle<()>>,
    started: &'static Location<'static>,
}

struct Shared {
    state: Mutex<State>,
    /// The connection that ends the server; locked until it is known.
    farewell: Mutex<Option<SocketAddr>>,
}

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    requests: Vec<Request>,
    unexpected: Vec<String>,
}

impl Shared {
    /// Also where an answer panicked: that is told at the end.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stub {
    pub fn answering() -> Builder {
        Builder::default()
    }

    /// A server that nobody may even connect to.
    #[track_caller]
    pub fn unvisited() -> Stub {
        Stub::answering().start()
    }

    /// The URL of a server that is gone.
    pub fn gone() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// A world that asks this server, and its own not at all.
    pub fn world(&self) -> World {
        let mut world = World::new();
        world.env("DUTY_BASE_URL", self.url());
        world
    }

    /// The requests since the last time this was asked.
    pub fn take(&self) -> Vec<Request> {
        std::mem::take(&mut self.shared.state().requests)
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        // Whoever connected before this one is served first.
        let mut farewell = self.shared.farewell.lock().unwrap();
        let last = TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        *farewell = Some(last.local_addr().unwrap());
        drop(farewell);
        let served = self.accepts.take().map(JoinHandle::join);
        if thread::panicking() {
            return;
        }
        let state = self.shared.state();
        let mut wrong = state.unexpected.clone();
        for rule in &state.rules {
            if let (Some(path), Some(1..)) = (&rule.path, rule.left) {
                wrong.push(format!("no request came to {path}"));
            }
        }
        if let Some(Err(_)) = served {
            wrong.push("an answer panicked".into());
        }
        assert!(
            wrong.is_empty(),
            "the server started at {}: {}",
            self.started,
            wrong.join("; ")
        );
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut served = Vec::new();
    while let Ok((stream, from)) = listener.accept() {
        if *shared.farewell.lock().unwrap() == Some(from) {
            break;
        }
        let shared = Arc::clone(shared);
        served.push(thread::spawn(move || serve(stream, &shared)));
    }
    for one in served {
        if let Err(panic) = one.join() {
            std::panic::resume_unwind(panic);
        }
    }
}

/// One request a connection.
fn serve(mut stream: TcpStream, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let answer = match read(&mut stream) {
        Ok(request) => shared.state().answer(request),
        Err(bytes) => {
            let what = String::from_utf8_lossy(&bytes);
            let wrong = format!("a connection came without a request: {what:?}");
            shared.state().unexpected.push(wrong);
            return;
        }
    };
    thread::sleep(answer.delay);
    // A client that has seen enough may be gone.
    let _ = stream.write_all(&answer.bytes);
}

impl State {
    fn answer(&mut self, request: Request) -> Answer {
        self.requests.push(request.clone());
        let of = |rule: &&mut Rule, path: Option<&str>| {
            rule.path.as_deref() == path && rule.left != Some(0)
        };
        let path = request.path.as_str();
        for wanted in [Some(path), None] {
            if let Some(rule) = self.rules.iter_mut().find(|rule| of(rule, wanted)) {
                rule.left = rule.left.map(|left| left - 1);
                return (rule.answer)(&request);
            }
        }
        let method = &request.method;
        self.unexpected.push(format!(
            "{method} {path} came, for which there is no answer"
        ));
        Answer::error(501, "NotStubbed")
    }
}

/// The request, or the bytes that are none.
fn read(stream: &mut TcpStream) -> Result<Request, Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        if let Some(request) = parsed(&bytes) {
            return Ok(request);
        }
        match stream.read(&mut buffer) {
            Ok(read @ 1..) => bytes.extend_from_slice(&buffer[..read]),
            _ => return Err(bytes),
        }
    }
}

/// Nothing where it is not complete.
fn parsed(bytes: &[u8]) -> Option<Request> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut head = httparse::Request::new(&mut headers);
    let Ok(httparse::Status::Complete(length)) = head.parse(bytes) else {
        return None;
    };
    let body_length = head
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |header| {
            std::str::from_utf8(header.value).unwrap().parse().unwrap()
        });
    let body = bytes.get(length..length + body_length)?.to_vec();
    let target = head.path?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Some(Request {
        method: head.method?.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        body,
        bytes: bytes.to_vec(),
    })
}
