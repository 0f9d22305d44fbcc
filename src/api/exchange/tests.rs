//! What is taken of an answer, and which answers are none.

use serde_json::{Value, json};

use crate::api::served::{KEY, Reply, bare, data, serve};
use crate::error::Kind;

#[test]
fn a_body_is_taken_up_to_ten_mebibytes() {
    let empty = json!({"data": ""}).to_string().len();
    for (more, taken) in [(0, true), (1, false)] {
        let length = 10 * 1024 * 1024 - empty + more;
        let body = json!({"data": "x".repeat(length)}).to_string().into_bytes();
        let served = serve([Reply::With(200, String::new(), body), data(json!("again"))]);
        let answer = served.client().passed_on("/large", json!({}));
        // It is as large when it is asked again.
        assert_eq!(served.times(), 1);
        match answer {
            Ok(Value::String(text)) => assert_eq!((text.len(), taken), (length, true)),
            Ok(other) => panic!("{other}"),
            Err(error) => {
                assert!(
                    !taken && error.message.ends_with("is larger than 10 MiB"),
                    "{error}"
                );
            }
        }
    }
}

#[test]
fn an_answer_that_breaks_off_is_none() {
    let served = serve([Reply::Cut(br#"{"data":7}"#.to_vec())]);
    let error = served
        .client()
        .once()
        .passed_on("/x", json!({}))
        .unwrap_err();
    assert!(error.message.contains("broke off in the middle"), "{error}");
    assert!(error.outcome_unknown());
}

#[test]
fn the_head_is_kept_without_the_key_and_the_clock_of_the_server_is_read() {
    let answer = data(json!(7))
        .header("Date: Sun, 06 Nov 1994 08:49:37 GMT")
        .header(&format!("X-Quoted: {KEY}"));
    let served = serve([answer, bare(400).header("Flashcat-Request-Id: of-header")]);
    let client = served.client();
    assert_eq!(client.latest_answer(), "");
    assert!(client.server_date().is_none());
    client.passed_on("/x", json!({})).unwrap();
    let head = client.latest_answer();
    assert!(head.starts_with("HTTP 200\n"), "{head}");
    assert!(head.contains("x-quoted: ***\n"), "{head}");
    let date = client.server_date().unwrap();
    assert_eq!(date.date.to_string(), "1994-11-06T08:49:37Z");
    assert!(date.sent <= date.received);
    // An answer without a date does not take back what another said.
    let error = client.passed_on("/x", json!({})).unwrap_err();
    assert_eq!(error.request_id.as_deref(), Some("of-header"));
    assert!(client.latest_answer().starts_with("HTTP 400\n"));
    assert!(client.server_date().is_some());
}

#[test]
fn a_header_without_a_value_says_nothing() {
    let served = serve([bare(400).header("Flashcat-Request-Id: ")]);
    let error = served.client().passed_on("/x", json!({})).unwrap_err();
    assert_eq!((error.kind, error.request_id), (Kind::Failed, None));
}
