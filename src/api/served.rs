//! A server for the unit tests: it answers as it was told, one request after the other, and keeps what it was asked.
//! Afterwards nobody is there any more. How often something is asked, and what in between, is what is looked at;
//! no test waits for a time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::api::{Client, Options};
use crate::domain::base_url::BaseUrl;
use crate::local::keys::AppKey;
use crate::local::options::Lang;

/// The key that is sent.
pub const KEY: &str = "CANARY-0123456789";

/// What is answered.
#[derive(Clone)]
pub enum Reply {
    /// This status, these headers, this body.
    With(u16, String, Vec<u8>),
    /// The same, with a body that is shorter than its length says.
    Cut(Vec<u8>),
    /// Nothing: the connection is closed.
    Nothing,
}

impl Reply {
    /// With one more header.
    pub fn header(self, line: &str) -> Reply {
        match self {
            Reply::With(status, headers, body) => {
                Reply::With(status, headers + line + "\r\n", body)
            }
            other => other,
        }
    }
}

/// A success with this data.
pub fn data(data: Value) -> Reply {
    let body = json!({"request_id": "r", "data": data});
    Reply::With(200, String::new(), body.to_string().into_bytes())
}

/// A refusal with this code.
pub fn refusal(status: u16, code: &str) -> Reply {
    let body = json!({"request_id": "r", "error": {"code": code, "message": "as told"}});
    Reply::With(status, String::new(), body.to_string().into_bytes())
}

/// A status without anything.
pub fn bare(status: u16) -> Reply {
    Reply::With(status, String::new(), Vec::new())
}

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Path and query.
    pub target: String,
    /// In lower case.
    pub headers: Vec<String>,
    /// What it says.
    pub body: Value,
}

/// The server.
pub struct Served {
    /// Where it is.
    pub base_url: BaseUrl,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Served {
    /// What it was asked.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How often it was asked.
    pub fn times(&self) -> usize {
        self.asked().len()
    }

    /// The bodies of what it was asked.
    pub fn bodies(&self) -> Vec<Value> {
        self.asked().into_iter().map(|one| one.body).collect()
    }

    /// Of a client: waits between attempts are short, its time is long.
    pub fn options(&self) -> Options {
        Options {
            base_url: self.base_url.clone(),
            key: AppKey::as_made(KEY),
            roots: "none".into(),
            lang: Lang::En,
            timeout: Duration::from_secs(60),
            retry_base: Duration::from_millis(1),
            endpoints: Default::default(),
            observer: None,
            waiting: None,
            noted: None,
        }
    }

    /// A client of it.
    pub fn client(&self) -> Client {
        Client::new(self.options()).unwrap()
    }
}

/// A server that answers this, in this order.
pub fn serve(replies: impl IntoIterator<Item = Reply>) -> Served {
    let replies: Vec<Reply> = replies.into_iter().collect();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    thread::spawn(move || {
        for reply in replies {
            let (stream, _) = listener.accept().unwrap();
            let request = read(&stream);
            heard.lock().unwrap().push(request);
            answer(stream, reply);
        }
    });
    Served {
        base_url: BaseUrl::parse(&format!("http://127.0.0.1:{port}")).unwrap(),
        asked,
    }
}

fn read(stream: &TcpStream) -> Asked {
    let mut from = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        from.read_line(&mut line).unwrap();
        if line.trim_end().is_empty() {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let target = lines.remove(0).split(' ').nth(1).unwrap().to_owned();
    let headers: Vec<String> = lines.iter().map(|line| line.to_lowercase()).collect();
    let length = headers
        .iter()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    from.read_exact(&mut body).unwrap();
    Asked {
        target,
        headers,
        body: serde_json::from_slice(&body).unwrap(),
    }
}

fn answer(mut stream: TcpStream, reply: Reply) {
    let (status, headers, body, missing) = match reply {
        Reply::With(status, headers, body) => (status, headers, body, 0),
        Reply::Cut(body) => (200, String::new(), body, 1),
        Reply::Nothing => return,
    };
    let length = body.len() + missing;
    let head = format!(
        "HTTP/1.1 {status} X\r\n{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    // A client may have gone, or may have heard enough.
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
}
