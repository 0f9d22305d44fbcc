//! A sandbox with a client whose every request and response is held against the contract.

use std::fmt::Write as _;
use std::time::Duration;

use duty_sandbox::{Options, Server, TestClock};
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{HeaderMap, Method, Request};

use crate::contract::Contract;

/// When tests begin: a Thursday in October 2025.
pub const START: u64 = 1_760_000_000;

pub struct Sandbox {
    pub server: Server,
    pub clock: TestClock,
    agent: Agent,
}

pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Reply {
    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or("")
    }

    pub fn message(&self) -> &str {
        self.body["error"]["message"].as_str().unwrap_or("")
    }

    pub fn data(&self) -> &Value {
        &self.body["data"]
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("")
    }
}

pub fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(Duration::from_secs(20)))
        .build()
        .into()
}

/// In memory, with a clock that stands still, and with no rate limit, as all requests of a test come
/// in the same second.
pub fn sandbox() -> Sandbox {
    sandbox_with(|_| {})
}

pub fn sandbox_with(change: impl FnOnce(&mut Options)) -> Sandbox {
    let clock = TestClock::at(START);
    let mut options = Options {
        clock: clock.clone().into(),
        rate_limit: None,
        ..Options::default()
    };
    change(&mut options);
    Sandbox {
        server: Server::start(options).unwrap(),
        clock,
        agent: agent(),
    }
}

impl Sandbox {
    /// Any request at all, held against nothing.
    pub fn raw(
        &self,
        method: Method,
        path_and_query: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Result<Reply, ureq::Error> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path_and_query}", self.server.base_url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = self.agent.run(request.body(body.into()).unwrap())?;
        let text = response
            .body_mut()
            .with_config()
            .limit(64 * 1024 * 1024)
            .read_to_string()?;
        Ok(Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
        })
    }

    /// A well-formed request to an operation. Its response must fit the contract whatever it is.
    pub fn send(&self, operation: &str, key: &str, body: &Value, more: &[(&str, &str)]) -> Reply {
        let contract = Contract::load();
        let path = &contract.operation(operation).path;
        let mut headers = vec![
            ("Content-Type", "application/json"),
            ("Accept", "application/json"),
        ];
        headers.extend(more);
        let reply = self
            .raw(
                Method::POST,
                &format!("{path}?app_key={key}"),
                &headers,
                body.to_string(),
            )
            .unwrap();
        if let Err(wrong) = contract.check_response(operation, reply.status, &reply.body) {
            panic!("{operation} answered {}: {wrong:#?}", reply.text);
        }
        assert_eq!(
            reply.header("flashcat-request-id"),
            reply.body["request_id"]
        );
        assert!(!reply.header("date").is_empty());
        reply
    }

    fn valid(operation: &str, body: &Value) {
        if let Err(wrong) = Contract::load().check_request(operation, body) {
            panic!("{operation} {body}: {wrong:#?}");
        }
    }

    /// Sends a valid request of 张三 and returns the data of its success.
    pub fn ok(&self, operation: &str, body: Value) -> Value {
        self.ok_as(self.server.app_key(), operation, body, &[])
    }

    pub fn ok_as(&self, key: &str, operation: &str, body: Value, more: &[(&str, &str)]) -> Value {
        Self::valid(operation, &body);
        let reply = self.send(operation, key, &body, more);
        assert_eq!(reply.status, 200, "{operation} {body}: {}", reply.text);
        reply.data().clone()
    }

    /// Sends a valid request of 张三 that is refused.
    pub fn refused(&self, operation: &str, body: Value, status: u16, code: &str) -> Reply {
        self.refused_as(self.server.app_key(), operation, body, &[], status, code)
    }

    pub fn refused_as(
        &self,
        key: &str,
        operation: &str,
        body: Value,
        more: &[(&str, &str)],
        status: u16,
        code: &str,
    ) -> Reply {
        Self::valid(operation, &body);
        let reply = self.send(operation, key, &body, more);
        assert_eq!(
            (reply.status, reply.code()),
            (status, code),
            "{operation} {body}: {}",
            reply.text
        );
        assert!(!reply.message().is_empty());
        reply
    }

    /// Sends a request that the contract forbids.
    pub fn invalid(&self, operation: &str, body: Value) -> Reply {
        assert!(
            Contract::load().check_request(operation, &body).is_err(),
            "the contract allows {operation} {body}"
        );
        let reply = self.send(operation, self.server.app_key(), &body, &[]);
        assert_eq!(
            (reply.status, reply.code()),
            (400, "InvalidParameter"),
            "{operation} {body}: {}",
            reply.text
        );
        reply
    }

    /// Sends a request that the contract's schema allows, and whose values still make no sense.
    pub fn senseless(&self, operation: &str, body: Value) -> Reply {
        self.refused(operation, body, 400, "InvalidParameter")
    }

    /// Asks for a code and reads it from the outbox.
    pub fn code(&self, device: &str, to: Option<&str>) -> String {
        self.code_as(self.server.app_key(), device, to)
    }

    pub fn code_as(&self, key: &str, device: &str, to: Option<&str>) -> String {
        let mut body = json!({"device": device});
        if let Some(to) = to {
            body["to"] = to.into();
        }
        self.ok_as(key, "verification_send", body, &[]);
        let mails = self.server.outbox().unwrap();
        mails
            .into_iter()
            .rfind(|m| m.device == device)
            .unwrap()
            .code
    }

    pub fn totp(&self) -> String {
        let mails = self.server.outbox().unwrap();
        mails.into_iter().find(|m| m.device == "totp").unwrap().code
    }
}

/// The two verification headers.
pub fn verified<'a>(device: &'a str, code: &'a str) -> [(&'a str, &'a str); 2] {
    [("Flashcat-Mfa-Device", device), ("Flashcat-Mfa-Code", code)]
}

/// The values of one field of a list.
pub fn column<'a>(data: &'a Value, field: &str) -> Vec<&'a Value> {
    let rows = data
        .as_array()
        .or_else(|| data["items"].as_array())
        .unwrap();
    rows.iter().map(|row| &row[field]).collect()
}

/// A body of about so many bytes that is valid JSON.
pub fn long_body(bytes: usize) -> String {
    let mut text = String::from("{\"filler\":\"");
    for _ in 0..bytes / 8 {
        let _ = write!(text, "xxxxxxxx");
    }
    text.push_str("\"}");
    text
}
