//! The stub server itself: that it answers as it was told, and that it can fail a test.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{Answer, Stub};

/// What a server says when it is dropped; nothing where all was as expected.
fn complaint(stub: Stub) -> Option<String> {
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(stub)));
    dropped
        .err()
        .map(|panic| panic.downcast_ref::<String>().unwrap().clone())
}

fn post(stub: &Stub, path: &str) -> String {
    let mut stream = TcpStream::connect(stub.url().trim_start_matches("http://")).unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{{}}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_stub_answers_in_order_and_records() {
    let stub = Stub::answering()
        .once("/a", Answer::data(json!(1)))
        .once("/a", Answer::error(503, "Later"))
        .on("/b", |request| Answer::raw(request.query.clone()))
        .start();
    assert!(post(&stub, "/a").ends_with(r#"{"request_id":"r","data":1}"#));
    assert!(post(&stub, "/a").starts_with("HTTP/1.1 503 "));
    assert_eq!(post(&stub, "/b?x=y"), "x=y");
    let asked: Vec<String> = stub.take().into_iter().map(|one| one.path).collect();
    assert_eq!(asked, ["/a", "/a", "/b"]);
    assert!(stub.take().is_empty());
    assert_eq!(complaint(stub), None);
}

#[test]
fn a_late_answer_does_not_hold_up_another() {
    let stub = Stub::answering()
        .once(
            "/late",
            Answer::raw("late").after(Duration::from_millis(300)),
        )
        .once("/soon", Answer::raw("soon"))
        .start();
    let order = Mutex::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            let answer = post(&stub, "/late");
            order.lock().unwrap().push(answer);
        });
        while stub.shared.state().requests.is_empty() {
            thread::yield_now();
        }
        let answer = post(&stub, "/soon");
        order.lock().unwrap().push(answer);
    });
    assert_eq!(order.into_inner().unwrap(), ["soon", "late"]);
}

#[test]
fn a_stub_fails_the_test_for_what_never_came_and_for_what_came_unexpected() {
    let stub = Stub::answering().once("/a", Answer::raw("")).start();
    let said = complaint(stub).unwrap();
    assert!(said.contains("no request came to /a"), "{said}");
    assert!(said.contains("stub/tests.rs:"), "{said}");
    let stub = Stub::answering().once("/a", Answer::raw("")).start();
    post(&stub, "/a");
    post(&stub, "/a");
    let said = complaint(stub).unwrap();
    assert!(said.contains("POST /a came, for which"), "{said}");
    let stub = Stub::unvisited();
    drop(TcpStream::connect(stub.url().trim_start_matches("http://")).unwrap());
    let said = complaint(stub).unwrap();
    assert!(said.contains("came without a request"), "{said}");
    let stub = Stub::answering().on("/a", |_| panic!("on purpose")).start();
    post(&stub, "/a");
    let said = complaint(stub).unwrap();
    assert!(said.contains("an answer panicked"), "{said}");
}
