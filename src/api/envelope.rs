//! What an answer means: the one function that turns status, headers and body into data or an error.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use tr::tr;
use zeroize::Zeroizing;

use crate::api::operation::{Operation, Repeat, Status};
use crate::api::scrub::Scrub;
use crate::error::{Error, Kind, ServerError};
use crate::lenient::{self, Unfit};
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

/// What an answer is beside its data: an object with at least one of these.
struct Envelope {
    request_id: Option<Value>,
    error: Option<Value>,
    data: Option<Value>,
}

impl Envelope {
    /// `None` for an object that is something else.
    fn of(mut object: Map<String, Value>) -> Option<Envelope> {
        let envelope = Envelope {
            request_id: object.remove("request_id"),
            error: object.remove("error"),
            data: object.remove("data"),
        };
        let is_one =
            envelope.request_id.is_some() || envelope.error.is_some() || envelope.data.is_some();
        is_one.then_some(envelope)
    }

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

/// One of the two ways to read an answer.
pub type Decode<T> = fn(&Operation, Answer, &Scrub) -> Result<T, Error>;

/// The data of a successful answer, or the error that it reports; what is cut from the body for that
/// has none of `secrets` in it, the rest may.
pub fn decode<T: DeserializeOwned>(
    operation: &Operation,
    answer: Answer,
    secrets: &Scrub,
) -> Result<T, Error> {
    debug_assert!(!operation.traits.secret, "{}", operation.id);
    let status = answer.status;
    let (data, request_id) = open(operation, answer, secrets)?;
    lenient::read(data).map_err(|error| unfit(status, request_id, &error))
}

/// The data of a successful answer, whatever it is; of one with a secret in it nothing is cut for an error.
pub fn decode_as_it_is(
    operation: &Operation,
    answer: Answer,
    secrets: &Scrub,
) -> Result<Value, Error> {
    open(operation, answer, secrets).map(|(data, _)| data)
}

/// The data is not of the type that the contract says.
fn unfit(status: u16, request_id: Option<String>, error: &Unfit) -> Error {
    let mut unfit = nonsense(status).detail(format!("data{}: {error}", error.path));
    unfit.request_id = request_id;
    unfit
}

/// What is the same for every type: the data of a successful answer, and the id of its request.
fn open(
    operation: &Operation,
    answer: Answer,
    secrets: &Scrub,
) -> Result<(Value, Option<String>), Error> {
    let success = (200..300).contains(&answer.status);
    let body = serde_json::from_slice::<Value>(&answer.body);
    let is_json = body.is_ok();
    let envelope = match body {
        Ok(Value::Object(object)) => Envelope::of(object),
        _ => None,
    };
    let request_id = envelope.as_ref().and_then(Envelope::request_id);
    let request_id = request_id.or(answer.request_id);
    let word = envelope.as_ref().and_then(Envelope::failure);
    let mut error = match envelope {
        Some(Envelope { data: None, .. })
            if success && word.is_none() && !operation.traits.writes =>
        {
            nonsense(answer.status).detail("data: missing")
        }
        Some(envelope) if success && word.is_none() => {
            return Ok((envelope.data.unwrap_or(Value::Null), request_id));
        }
        None if success && is_json => {
            nonsense(answer.status).detail(tr!("the body is JSON, but no answer of the API"))
        }
        None if success => nonsense(answer.status),
        _ => refused(operation, answer.status, word),
    };
    // A refused answer may still have the secret in it.
    if !is_json && (success || !answer.body.is_empty()) && !operation.traits.secret {
        error = error.detail(tr!(
            "the body is not JSON: {0}",
            beginning(&answer.body, secrets)
        ));
    }
    error.request_id = request_id;
    Err(error)
}

/// The same for an answer with a secret in it: read straight into its type, with no copy in between,
/// and with nothing of the body in an error.
pub fn decode_secret<T: DeserializeOwned>(
    operation: &Operation,
    answer: Answer,
    secrets: &Scrub,
) -> Result<T, Error> {
    debug_assert!(operation.traits.secret, "{}", operation.id);
    if !(200..300).contains(&answer.status) {
        let status = answer.status;
        return Err(
            open(operation, answer, secrets).map_or_else(|error| error, |_| nonsense(status))
        );
    }
    #[derive(Deserialize)]
    struct Raw<'a> {
        request_id: Option<Value>,
        error: Option<Value>,
        #[serde(borrow)]
        data: Option<&'a RawValue>,
    }
    // serde would fill a struct from an array as well.
    let is_object = |text: &[u8]| text.trim_ascii_start().starts_with(b"{");
    let raw = match serde_json::from_slice::<Raw>(&answer.body) {
        Ok(raw) if is_object(&answer.body) => raw,
        _ => {
            return Err(Error {
                request_id: answer.request_id,
                ..nonsense(answer.status)
            });
        }
    };
    let data = raw.data.map(RawValue::get).unwrap_or_default();
    let envelope = Envelope {
        request_id: raw.request_id,
        error: raw.error,
        data: None,
    };
    let request_id = envelope.request_id().or(answer.request_id);
    let mut error = match envelope.failure() {
        Some(word) => refused(operation, answer.status, Some(word)),
        None if !is_object(data.as_bytes()) => nonsense(answer.status),
        None => match serde_json::from_str(data) {
            Ok(data) => return Ok(data),
            Err(_) => nonsense(answer.status),
        },
    };
    error.request_id = request_id;
    Err(error)
}

/// The secrets that an answer brings, whatever else it is; they are wiped when dropped.
pub fn secrets_of(body: &[u8]) -> Vec<Zeroizing<String>> {
    #[derive(Deserialize)]
    struct Raw<'a> {
        #[serde(borrow, default)]
        data: Option<&'a RawValue>,
    }
    #[derive(Deserialize)]
    struct Secrets<'a> {
        #[serde(borrow, default)]
        key: Option<Cow<'a, str>>,
        #[serde(borrow, default)]
        content: Option<Cow<'a, str>>,
    }
    let raw = serde_json::from_slice::<Raw>(body).ok();
    let data = raw.and_then(|raw| raw.data).map(RawValue::get);
    let found = data.and_then(|data| serde_json::from_str::<Secrets>(data).ok());
    let found = found.map_or([None, None], |found| [found.key, found.content]);
    let found = found.into_iter().flatten();
    found
        .map(|secret| Zeroizing::new(secret.into_owned()))
        .collect()
}

/// The server answered, but not as the contract says.
pub(super) fn nonsense(status: u16) -> Error {
    Error::new(
        Kind::Unreachable,
        tr!("the server's answer (HTTP {status}) is not what the API promises", status),
    )
    .hint(tr!(
        "check that the base URL is that of the Flashduty API, and that no proxy or login page answers in its place"
    ))
}

fn refused(operation: &Operation, status: u16, word: Option<ServerError>) -> Error {
    let code = word.as_ref().and_then(|word| word.code.clone());
    let failed = status >= 500 || word.as_ref().is_some_and(ServerError::is_of_server);
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
        Kind::Failed if failed => tr!("the server failed"),
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
        (Kind::NotAllowed, _) if !operation.traits.needs.is_empty() => {
            let permission = operation.traits.needs.join(" / ");
            tr!(
                "it needs the permission {permission}: the account owner gives it to your role, and a key that has permissions of its own gets it in the console (Personal center > APP keys > Permissions)",
                permission
            )
        }
        (Kind::NotAllowed, _) => tr!("ask the account owner, or use the key of a person who may"),
        (Kind::NotFound, Some("RouteNotFound")) if operation.status == Status::Assumed => tr!(
            "the path is this project's assumption (no public reference has it; see '{command}'); use the console instead",
            command = duty!("help contract")
        ),
        (Kind::NotFound, Some("RouteNotFound"))
            if operation.status == Status::FormerlyDocumented =>
        {
            tr!(
                "check the base URL; if it is that of the Flashduty API, this server may have dropped the operation: it is documented in the vendor's older reference only (see '{command}'); use the console instead",
                command = duty!("help contract")
            )
        }
        (Kind::NotFound, Some("RouteNotFound")) => {
            tr!("check the base URL: is it that of the Flashduty API?")
        }
        // It is sent once, whatever time there is.
        (Kind::RateLimited, _) if operation.traits.repeat == Repeat::Once => {
            tr!("wait a minute and run it again")
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
        (Kind::Failed, code) if status >= 500 || code == Some("InternalError") => {
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
fn beginning(body: &[u8], secrets: &Scrub) -> String {
    // What is cut in two here is not found, and so is left out: no secret is as long as the rest.
    let (looked_at, shown) = (64 * 1024, 48 * 1024);
    let text = String::from_utf8_lossy(&body[..body.len().min(looked_at)]);
    let mut text = secrets.text(&text);
    if body.len() > looked_at {
        let whole = (0..=shown.min(text.len())).rev();
        let at = whole.into_iter().find(|at| text.is_char_boundary(*at));
        text.truncate(at.unwrap_or_default());
    }
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if let Some((at, _)) = words.char_indices().nth(80) {
            words.truncate(at);
            words.push('…');
            break;
        }
    }
    if words.is_empty() {
        tr!("it is empty")
    } else {
        words
    }
}

#[cfg(test)]
mod tests;
