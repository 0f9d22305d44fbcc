//! What an answer means: the one function that turns status, headers and body into data or an error.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tr::tr;
use zeroize::Zeroizing;

use crate::api::operations::Operation;
use crate::error::{Error, Kind, ServerError};
use crate::text::duty;

/// An answer as it came.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Flashcat-Request-Id`.
    pub request_id: Option<String>,
    /// Body, whole; wiped, because it may have a secret in it.
    pub body: Zeroizing<Vec<u8>>,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    request_id: Option<Value>,
    #[serde(default)]
    error: Option<Value>,
    #[serde(default)]
    data: Option<Value>,
}

impl Envelope {
    fn request_id(&self) -> Option<String> {
        match self.request_id.as_ref()? {
            Value::String(id) if !id.is_empty() => Some(id.clone()),
            _ => None,
        }
    }

    /// `error.code` and `error.message`; `None` where the answer reports no failure. A code of `OK`,
    /// `0` or the empty string is no failure.
    fn failure(&self) -> Option<ServerError> {
        let (code, message) = match self.error.as_ref()? {
            Value::Object(error) => (error.get("code"), error.get("message")),
            Value::String(text) if !text.is_empty() => (None, self.error.as_ref()),
            _ => return None,
        };
        let code = match code {
            Some(Value::String(code)) => Some(code.clone()),
            Some(Value::Number(code)) => Some(code.to_string()),
            _ => None,
        };
        let message = message.and_then(Value::as_str).map(str::to_owned);
        if matches!(code.as_deref(), Some("OK" | "0" | "")) || (code.is_none() && message.is_none())
        {
            return None;
        }
        Some(ServerError {
            status: 0,
            code,
            message,
        })
    }
}

/// The data of a successful answer, or the error that it reports.
pub fn decode<T: DeserializeOwned>(operation: &Operation, answer: Answer) -> Result<T, Error> {
    if operation.secret && (200..300).contains(&answer.status) {
        return decode_secret(operation, answer);
    }
    decode_plain(operation, answer)
}

/// The same for an answer with a secret in it: read straight into its type, with no copy in between,
/// and with nothing of the body in an error.
fn decode_secret<T: DeserializeOwned>(operation: &Operation, answer: Answer) -> Result<T, Error> {
    #[derive(Deserialize)]
    struct Whole<T> {
        data: T,
    }
    #[derive(Deserialize)]
    struct Head {
        #[serde(default)]
        request_id: Option<Value>,
        #[serde(default)]
        error: Option<Value>,
    }
    let Ok(head) = serde_json::from_slice::<Head>(&answer.body) else {
        return Err(nonsense(answer.status, answer.request_id));
    };
    let envelope = Envelope {
        request_id: head.request_id,
        error: head.error,
        data: None,
    };
    let request_id = envelope.request_id().or(answer.request_id);
    if let Some(word) = envelope.failure() {
        let mut error = refused(operation, answer.status, Some(word));
        error.request_id = request_id;
        return Err(error);
    }
    serde_json::from_slice::<Whole<T>>(&answer.body)
        .map(|whole| whole.data)
        .map_err(|_| nonsense(answer.status, request_id))
}

fn decode_plain<T: DeserializeOwned>(operation: &Operation, answer: Answer) -> Result<T, Error> {
    let envelope = serde_json::from_slice::<Envelope>(&answer.body);
    let request_id = envelope
        .as_ref()
        .ok()
        .and_then(Envelope::request_id)
        .or(answer.request_id);
    let success = (200..300).contains(&answer.status);
    let mut error = match &envelope {
        Ok(envelope) => match (success, envelope.failure()) {
            (true, None) => {
                let data = envelope.data.clone().unwrap_or(Value::Null);
                return serde_path_to_error::deserialize(data).map_err(|error| {
                    let mut nonsense = nonsense(answer.status, request_id);
                    let path = error.path().to_string();
                    let at = if path == "." {
                        "data".into()
                    } else {
                        format!("data.{path}")
                    };
                    nonsense = nonsense.detail(format!("{at}: {}", error.into_inner()));
                    nonsense
                });
            }
            (_, word) => refused(operation, answer.status, word),
        },
        Err(_) if success => nonsense(answer.status, None)
            .detail(tr!("the body is not JSON: {0}", beginning(&answer.body))),
        Err(_) => {
            let mut error = refused(operation, answer.status, None);
            // A refused answer may still have the secret in it.
            if !answer.body.is_empty() && !operation.secret {
                error = error.detail(tr!("the body is not JSON: {0}", beginning(&answer.body)));
            }
            error
        }
    };
    error.request_id = request_id;
    Err(error)
}

/// The server answered, but not as the contract says.
fn nonsense(status: u16, request_id: Option<String>) -> Error {
    let mut error = Error::new(
        Kind::Unreachable,
        tr!("the server's answer (HTTP {status}) is not what the API promises", status),
    )
    .hint(tr!(
        "check that the base URL is that of the Flashduty API, and that no proxy or login page answers in its place"
    ));
    error.request_id = request_id;
    error
}

fn refused(operation: &Operation, status: u16, word: Option<ServerError>) -> Error {
    let code = word.as_ref().and_then(|word| word.code.clone());
    let kind = code
        .as_deref()
        .and_then(Kind::of_code)
        .unwrap_or_else(|| match status {
            200..300 => Kind::Failed,
            404 if word.is_some() => Kind::NotFound,
            _ => match Kind::of_status(status) {
                // An error object with a code that is new to duty: the server did answer sense.
                Kind::Unreachable if status >= 400 && word.is_some() => Kind::Failed,
                kind => kind,
            },
        });
    let message = match kind {
        Kind::Key => tr!("the server does not accept the key"),
        Kind::NotAllowed => tr!("the server does not allow it"),
        Kind::NotFound if code.as_deref() == Some("RouteNotFound") => {
            tr!("this server has no {0} operation", operation.path)
        }
        Kind::NotFound => tr!("the server knows no such thing"),
        Kind::Conflict => tr!("the server reports a conflict"),
        Kind::Verification => tr!("the server wants a verification code"),
        Kind::RateLimited => tr!("too many requests"),
        Kind::Unreachable if (300..400).contains(&status) => {
            tr!("the server answered with a redirect, which duty does not follow")
        }
        Kind::Unreachable => tr!("the server could not answer"),
        Kind::Failed if status >= 500 => tr!("the server failed"),
        Kind::Failed | Kind::Usage | Kind::Interrupted => tr!("the server refused"),
    };
    let mut error = Error::new(kind, message);
    error.hint = hint(operation, kind, code.as_deref(), status);
    error.server = Some(Box::new(ServerError {
        status,
        ..word.unwrap_or_default()
    }));
    error
}

fn hint(operation: &Operation, kind: Kind, code: Option<&str>, status: u16) -> Option<String> {
    Some(match (kind, code) {
        (Kind::Key, _) => tr!(
            "check the key (console: Personal center > APP keys: is it enabled?) and that it belongs to this server"
        ),
        (Kind::NotAllowed, Some("NoLicense" | "BalanceNotEnough")) => {
            tr!("ask the account owner: the plan or the balance does not cover this")
        }
        (Kind::NotAllowed, _) => tr!("ask the account owner, or use the key of a person who may"),
        (Kind::NotFound, Some("RouteNotFound")) if !operation.documented => tr!(
            "the path is this project's assumption (no public reference has it; see '{command}'); use the console instead",
            command = duty!("help contract")
        ),
        (Kind::NotFound, Some("RouteNotFound")) => {
            tr!("check the base URL: is it that of the Flashduty API?")
        }
        (Kind::RateLimited, _) => {
            tr!("wait a minute and run it again; a longer --timeout waits by itself")
        }
        (Kind::Verification, Some("RequestLocked")) => {
            tr!("too many wrong codes: wait for the lock to end")
        }
        (Kind::Unreachable, _) if status < 500 => {
            tr!("check the base URL: is it that of the Flashduty API?")
        }
        (Kind::Unreachable, _) => tr!("run it again later; with -v every request is shown"),
        (Kind::Failed, _) if status >= 500 => {
            tr!("run it again later; the vendor's support can look the request id up")
        }
        (Kind::Failed, Some("InvalidParameter")) => {
            tr!("the message above names what the server did not like; -v shows the request")
        }
        (Kind::NotFound, _) => tr!("list what there is, and check the id or the name"),
        (Kind::Conflict, _) => tr!("look at what is there now, then run it again"),
        (Kind::Verification, _) => {
            tr!(
                "get a code from the console or your authenticator app; this command cannot pass one"
            )
        }
        _ => tr!("the server's words above say why; -v shows the request"),
    })
}

/// The first words of a body that is not JSON, for the eye.
fn beginning(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(400)]);
    let mut words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(80) {
        words.truncate(at);
        words.push('…');
    }
    if words.is_empty() {
        tr!("it is empty")
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::operations::{APP_KEY_CREATE, DEVICE_LIST, MEMBER_INFO};

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status,
            request_id: Some("from-header".into()),
            body: Zeroizing::new(body.into()),
        }
    }

    fn error(status: u16, body: &str) -> Error {
        decode::<u32>(&MEMBER_INFO, answer(status, body)).unwrap_err()
    }

    #[test]
    fn success_is_2xx_without_a_failing_code() {
        for body in [
            r#"{"request_id":"r","data":7}"#,
            r#"{"data":7,"error":{"code":"OK"}}"#,
            r#"{"data":7,"error":{"code":"0","message":"fine"}}"#,
            r#"{"data":7,"error":{"code":0}}"#,
            r#"{"data":7,"error":{"code":""}}"#,
            r#"{"data":7,"error":null,"more":[]}"#,
            r#"{"data":7,"error":{}}"#,
        ] {
            assert_eq!(
                decode::<u32>(&MEMBER_INFO, answer(200, body)).unwrap(),
                7,
                "{body}"
            );
        }
        let refused = error(
            200,
            r#"{"request_id":"r","data":7,"error":{"code":"AccessDenied","message":"no"}}"#,
        );
        assert_eq!(
            (refused.kind, refused.request_id.as_deref()),
            (Kind::NotAllowed, Some("r"))
        );
    }

    #[test]
    fn failures_are_told_by_code_then_by_status() {
        for (status, body, kind) in [
            (
                400,
                r#"{"error":{"code":"ResourceNotFound"}}"#,
                Kind::NotFound,
            ),
            (
                400,
                r#"{"error":{"code":"InvalidParameter"}}"#,
                Kind::Failed,
            ),
            (401, r#"{"error":{"code":"Unauthorized"}}"#, Kind::Key),
            (403, "<html>", Kind::NotAllowed),
            (401, "", Kind::Key),
            (404, "<html>", Kind::Unreachable),
            (404, r#"{"error":{"code":"Odd"}}"#, Kind::NotFound),
            (
                418,
                r#"{"error":{"code":"RequestLocked"}}"#,
                Kind::Verification,
            ),
            (500, r#"{"error":{"code":"InternalError"}}"#, Kind::Failed),
            (500, r#"{"error":{"code":"Brandnew"}}"#, Kind::Failed),
            (502, "<html>Bad gateway", Kind::Unreachable),
            (200, "<html>login", Kind::Unreachable),
            (200, "", Kind::Unreachable),
            (200, "[]", Kind::Unreachable),
            (302, "", Kind::Unreachable),
            (200, r#"{"data":"seven"}"#, Kind::Unreachable),
        ] {
            let error = error(status, body);
            assert_eq!(error.kind, kind, "{status} {body}");
            assert_eq!(
                error.request_id.as_deref(),
                Some("from-header"),
                "{status} {body}"
            );
        }
    }

    #[test]
    fn an_assumed_operation_explains_itself() {
        let missing = r#"{"error":{"code":"RouteNotFound","message":"x"}}"#;
        let error = decode::<u32>(&DEVICE_LIST, answer(404, missing)).unwrap_err();
        assert!(error.hint.unwrap().contains("assumption"));
        let error = decode::<u32>(&MEMBER_INFO, answer(404, missing)).unwrap_err();
        assert!(error.hint.unwrap().contains("base URL"));
    }

    #[test]
    fn nothing_of_an_answer_with_a_secret_is_in_an_error() {
        for body in [
            r#"{"request_id":"r","data":{"key_id":1,"key_name":"a","key":["CANARY"]}}"#,
            r#"{"request_id":"r","data":"CANARY"}"#,
            r#"{"request_id":"r","data":{"key":"CANARY"#,
            "CANARY",
        ] {
            let error = decode::<u32>(&APP_KEY_CREATE, answer(200, body)).unwrap_err();
            assert_eq!(error.kind, Kind::Unreachable, "{body}");
            assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
        }
        let refused = decode::<u32>(
            &APP_KEY_CREATE,
            answer(200, r#"{"error":{"code":"AccessDenied"},"data":null}"#),
        )
        .unwrap_err();
        assert_eq!(refused.kind, Kind::NotAllowed);
    }

    #[test]
    fn a_wrong_type_is_named_by_its_path() {
        let error = decode::<std::collections::BTreeMap<String, Vec<u32>>>(
            &MEMBER_INFO,
            answer(200, r#"{"data":{"a":[1,"x"]}}"#),
        )
        .unwrap_err();
        assert!(
            error.details[0].starts_with("data.a[1]:"),
            "{:?}",
            error.details
        );
    }
}
