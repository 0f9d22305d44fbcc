//! Something between duty and its server that lets everything through but the answers to one path.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// What becomes of an answer on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// So many quarters of it arrive.
    Cut(usize),
    /// A byte a second.
    Drip,
    /// It has no end.
    Endless,
    /// A thousand interim answers come first.
    Interim,
    /// A header of a mebibyte.
    HugeHeader,
    /// Each header twice, the second one of another value.
    Doubled,
    /// A chunk that is shorter than it says.
    BrokenChunk,
    /// Bytes that are no HTTP.
    Noise,
}

pub const WAYS: [Way; 11] = [
    Way::Cut(0),
    Way::Cut(1),
    Way::Cut(2),
    Way::Cut(3),
    Way::Drip,
    Way::Endless,
    Way::Interim,
    Way::HugeHeader,
    Way::Doubled,
    Way::BrokenChunk,
    Way::Noise,
];

/// Starts it before this server; its URL. It ends with the test.
pub fn start(server: SocketAddr, path: &str, way: Way) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let path: Arc<str> = format!("POST {path}?").into();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let path = Arc::clone(&path);
            thread::spawn(move || pass(stream.ok()?, server, &path, way));
        }
    });
    url
}

fn pass(mut client: TcpStream, server: SocketAddr, path: &str, way: Way) -> Option<()> {
    let request = request(&mut client)?;
    let text = String::from_utf8_lossy(&request).into_owned();
    let mut to = TcpStream::connect(server).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    to.write_all(format!("{head}\r\nConnection: close\r\n\r\n{body}").as_bytes())
        .ok()?;
    let mut answer = Vec::new();
    to.read_to_end(&mut answer).ok()?;
    if text.starts_with(path) {
        spoil(&mut client, &answer, way)
    } else {
        client.write_all(&answer).ok()
    }
}

fn request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    loop {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut head = httparse::Request::new(&mut headers);
        if let Ok(httparse::Status::Complete(length)) = head.parse(&bytes) {
            let body = head
                .headers
                .iter()
                .find(|header| header.name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |header| {
                    std::str::from_utf8(header.value).unwrap().parse().unwrap()
                });
            if bytes.len() >= length + body {
                return Some(bytes);
            }
        }
        match client.read(&mut buffer) {
            Ok(read @ 1..) => bytes.extend_from_slice(&buffer[..read]),
            _ => return None,
        }
    }
}

fn spoil(client: &mut TcpStream, answer: &[u8], way: Way) -> Option<()> {
    let ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
    match way {
        Way::Cut(quarters) => client
            .write_all(&answer[..answer.len() * quarters / 4])
            .ok(),
        Way::Drip => answer.iter().try_for_each(|byte| {
            client.write_all(&[*byte]).ok()?;
            thread::sleep(Duration::from_secs(1));
            Some(())
        }),
        Way::Endless => {
            let head = format!("{ok}Transfer-Encoding: chunked\r\n\r\n1\r\n\"\r\n");
            client.write_all(head.as_bytes()).ok()?;
            let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
            loop {
                client.write_all(chunk.as_bytes()).ok()?;
            }
        }
        Way::Interim => {
            for _ in 0..1000 {
                client.write_all(b"HTTP/1.1 102 Processing\r\n\r\n").ok()?;
            }
            client.write_all(answer).ok()
        }
        Way::HugeHeader => {
            let head = format!("{ok}X: {}\r\n", "x".repeat(1 << 20));
            client.write_all(head.as_bytes()).ok()?;
            client.write_all(b"Content-Length: 2\r\n\r\n{}").ok()
        }
        Way::Doubled => {
            let head = format!("{ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}");
            client.write_all(head.as_bytes()).ok()
        }
        Way::BrokenChunk => {
            let head = format!("{ok}Transfer-Encoding: chunked\r\n\r\nffff\r\n{{}}\r\n0\r\n\r\n");
            client.write_all(head.as_bytes()).ok()
        }
        Way::Noise => client.write_all(&[0xff; 512]).ok(),
    }
}
