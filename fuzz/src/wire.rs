//! What a server answers: what makes data of it and what an error, when it is asked again, and that no error repeats
//! the key that was sent or the secret that came.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use duty::api::offline::{self, Received};
use duty::api::operations::{ALL, Operation};
use duty::domain::device::BindCode;
use duty::domain::member::{Account, Member};
use duty::domain::preference::Preference;
use duty::domain::space::Space;
use duty::error::Error;
use duty::local::keys::AppKey;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

const KEY: &str = "fuzz+KEY/of~7=Q-that_is.sent";
/// What an answer with a secret in it brings.
const SECRET: &str = "fuzz+secret/of~8=R-that_came";

const STATUS: [u16; 18] = [
    200, 200, 200, 201, 204, 299, 100, 302, 400, 401, 403, 404, 409, 428, 429, 500, 503, 599,
];

/// An answer is data, an error, or no answer: as the slow reading below says; an array is never an object, every error
/// has a next step, and none has the key in it, nor a secret, in any form.
pub fn envelope(data: &[u8]) {
    let Some((&[operation, status, how], rest)) = data.split_first_chunk() else {
        return;
    };
    let operation = &ALL[usize::from(operation) % ALL.len()];
    let status = STATUS[usize::from(status) % STATUS.len()];
    let text = with_secrets(rest);
    let body = match how & 1 {
        0 => text,
        _ => made(how, &text).to_string().into_bytes(),
    };
    let asked = Asked {
        operation,
        status,
        request_id: (how & 2 != 0).then(|| KEY.to_owned()),
        body: &body,
    };
    let said = said(operation, status, &body);
    if operation.traits.secret {
        let is_object = said.as_ref().is_some_and(Value::is_object);
        assert!(is_object || asked.read::<BindCode>().is_none());
        // The type of a new key is for the client alone.
        assert!(is_object || asked.read::<Map<String, Value>>().is_none());
        return;
    }
    let is_object = said.as_ref().is_some_and(Value::is_object);
    assert!(is_object || asked.read::<Member>().is_none());
    assert!(is_object || asked.read::<Account>().is_none());
    assert!(is_object || asked.read::<Space>().is_none());
    assert!(is_object || asked.read::<Preference>().is_none());
    assert_eq!(asked.read::<Value>(), said);
}

/// The data that an answer has; nothing where it is an error, or no answer.
fn said(operation: &Operation, status: u16, body: &[u8]) -> Option<Value> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let body = body.as_object()?;
    let fields = ["request_id", "error", "data"];
    if !fields.iter().any(|field| body.contains_key(*field)) || !(200..300).contains(&status) {
        return None;
    }
    let fails = match body.get("error") {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Object(error)) => match (&error.get("code"), &error.get("message")) {
            (Some(Value::String(code)), _) => !["", "0", "OK"].contains(&code.as_str()),
            (Some(Value::Number(code)), _) => code.to_string() != "0",
            (_, message) => message.is_some_and(Value::is_string),
        },
        _ => false,
    };
    match (fails, body.get("data")) {
        (true, _) => None,
        (false, None) if !operation.traits.writes => None,
        (false, data) => Some(data.cloned().unwrap_or_default()),
    }
}

/// One answer, read as several types.
struct Asked<'a> {
    operation: &'static Operation,
    status: u16,
    request_id: Option<String>,
    body: &'a [u8],
}

impl Asked<'_> {
    /// As this type, where it is one; and what an error must be otherwise.
    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let received = Received {
            status: self.status,
            request_id: self.request_id.clone(),
            retry_after: None,
            body: self.body.to_vec(),
        };
        match offline::read(self.operation, &key(), received) {
            Ok(data) => Some(data),
            Err(error) => {
                assert!(
                    !error.message.is_empty() && error.hint.is_some(),
                    "{error:?}"
                );
                let told = told(&error);
                assert!(!quotes(&told, KEY), "{told}");
                assert!(!self.has_secret() || !quotes(&told, SECRET), "{told}");
                None
            }
        }
    }

    /// Whether the secret stands where a new one does.
    fn has_secret(&self) -> bool {
        let body = serde_json::from_slice::<Value>(self.body).unwrap_or_default();
        let stands = |at: &str| body.pointer(at).and_then(Value::as_str) == Some(SECRET);
        self.operation.traits.secret && (stands("/data/key") || stands("/data/content"))
    }
}

fn key() -> AppKey {
    AppKey::parse(KEY, "fuzz").expect("it is a key")
}

/// Everything of an error that somebody may read.
fn told(error: &Error) -> String {
    let server = error.server.as_deref();
    let mut parts = vec![error.message.clone()];
    parts.extend(error.details.clone());
    parts.extend(error.hint.clone());
    parts.extend(error.request_id.clone());
    parts.extend(server.and_then(|server| server.code.clone()));
    parts.extend(server.and_then(|server| server.message.clone()));
    parts.join("\n")
}

/// The bytes, of which some stand for the key or for the secret in one of its forms.
fn with_secrets(data: &[u8]) -> Vec<u8> {
    let percent = |text: &str| -> String {
        let escaped = text.bytes().map(|byte| match byte {
            b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        });
        escaped.collect()
    };
    let json = |text: &str| -> String {
        let units = text.bytes().map(|byte| format!("\\u{byte:04x}"));
        units.collect()
    };
    let base64 = |text: String| engine(true).encode(text);
    let mut all = Vec::new();
    for byte in data {
        match byte {
            1 => all.extend(KEY.bytes()),
            2 => all.extend(percent(KEY).bytes()),
            3 => all.extend(percent(&percent(KEY)).to_lowercase().bytes()),
            4 => all.extend(KEY.to_uppercase().bytes()),
            5 => all.extend(json(KEY).bytes()),
            6 => all.extend(base64(format!("u:{KEY}.")).bytes()),
            7 => all.extend(base64(format!("app_key={KEY}")).bytes()),
            14 => all.extend(SECRET.bytes()),
            15 => all.extend(json(SECRET).bytes()),
            16 => all.extend(base64(SECRET.to_owned()).bytes()),
            byte => all.push(*byte),
        }
    }
    all
}

/// An answer with this text in it, so that some of what is made up is more than no JSON.
fn made(how: u8, text: &[u8]) -> Value {
    let text = String::from_utf8_lossy(text);
    let middle = (0..=text.len() / 2)
        .rev()
        .find(|at| text.is_char_boundary(*at));
    let (first, second) = text.split_at(middle.unwrap_or_default());
    let pick = |n: u8| usize::from(how.rotate_right(u32::from(n)));
    let mut body = Map::new();
    let errors = [
        None,
        None,
        Some(Value::Null),
        Some(json!({})),
        Some(json!({"code": "OK", "message": first})),
        Some(json!({"code": first, "message": second})),
        Some(json!(second)),
        Some(json!([first])),
    ];
    let datas = [
        None,
        Some(json!([])),
        Some(json!({})),
        Some(json!(first)),
        Some(json!({first: {second: first}, "person_id": second, "status": [second]})),
        Some(json!({"key_id": "7", "key": SECRET, "content": first})),
        Some(json!({"content": SECRET, "key": [], "expires_at": second})),
        Some(json!([second, {"member_id": first}])),
    ];
    for (field, value) in [
        ("error", &errors[pick(2) % errors.len()]),
        ("data", &datas[pick(5) % datas.len()]),
        ("request_id", &(how & 2 == 0).then(|| json!(first))),
    ] {
        body.extend(value.clone().map(|value| (field.to_owned(), value)));
    }
    Value::Object(body)
}

/// Whether a reader of the text would find the secret in it: as it is or escaped, in capitals or not, or encoded.
fn quotes(text: &str, secret: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(&secret.to_lowercase());
    let mut plain = text.to_owned();
    // Escaped once, twice, three times.
    for _ in 0..3 {
        if has(&plain) || encodes(&plain, secret) {
            return true;
        }
        plain = unescaped(&plain, "%", 2);
    }
    has(&unescaped(text, "\\u", 4))
}

/// The text with what stands after each mark, in so many hexadecimal digits, as the character that it is.
fn unescaped(text: &str, mark: &str, digits: usize) -> String {
    let mut parts = text.split(mark);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..digits)
            .and_then(|code| u32::from_str_radix(code, 16).ok());
        match code.and_then(char::from_u32).filter(char::is_ascii) {
            Some(c) => {
                plain.push(c);
                plain += &part[digits..];
            }
            None => {
                plain += mark;
                plain += part;
            }
        }
    }
    plain
}

/// Whether the secret is in something that is base64 here, wherever that begins.
fn encodes(text: &str, secret: &str) -> bool {
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_".contains(c);
    let words = text
        .split(|c| !is_base64(c))
        .filter(|word| word.len() >= 20);
    let mut decoded = words.flat_map(|word| {
        let begins = (0..4).flat_map(move |begin| [(begin, true), (begin, false)]);
        begins.filter_map(move |(begin, standard)| {
            let rest = &word[begin..];
            engine(standard).decode(&rest[..rest.len() / 4 * 4]).ok()
        })
    });
    decoded.any(|bytes| {
        let mut windows = bytes.windows(secret.len());
        windows.any(|window| window == secret.as_bytes())
    })
}

fn engine(standard: bool) -> GeneralPurpose {
    let lax = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(if standard { &STANDARD } else { &URL_SAFE }, lax)
}

/// Whatever the header says, nothing waits as long as the command has time; a number and a date are waited for as
/// they say, and an answer that is told says so.
pub fn retry_after(data: &[u8]) {
    let Some((&[how, left], rest)) = data.split_first_chunk() else {
        return;
    };
    let left = Duration::from_secs(u64::from(left)) * u32::from(how >> 4).pow(4);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_760_000_000);
    let text = String::from_utf8_lossy(rest);
    let wait = offline::wait(&text, now, left);
    assert!(wait.is_none_or(|wait| wait < left), "{text:?} {left:?}");
    let digits = text.trim();
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = digits.trim_start_matches('0');
        let fits = seconds.len() < 12;
        let seconds = fits.then(|| format!("0{seconds}").parse().expect("it is a number"));
        let seconds = seconds.map(Duration::from_secs);
        assert_eq!(wait, seconds.filter(|wait| *wait < left), "{text:?}");
    } else if !text.contains(|c: char| c.is_ascii_digit()) {
        assert_eq!(wait, None, "{text:?}");
    }

    // A date so many seconds from now, or ago, in each form that HTTP has.
    let mut bytes = [0; 4];
    let some = rest.len().min(4);
    bytes[..some].copy_from_slice(&rest[..some]);
    // Two digits of a year are of this century until 2069.
    let seconds = i64::from(i32::from_le_bytes(bytes) >> (1 + (how & 15)));
    let at = Timestamp::from_second(1_760_000_000 + seconds).expect("it is in range");
    let forms = [
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    ];
    for form in forms {
        let header = at.strftime(form).to_string();
        let wait = offline::wait(&header, now, left);
        let meant = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        assert_eq!(wait, Some(meant).filter(|wait| *wait < left), "{header}");
    }

    let received = Received {
        status: 429,
        request_id: None,
        retry_after: Some(text.into_owned()),
        body: b"{}".to_vec(),
    };
    let read = offline::read::<Value>(&ALL[0], &key(), received);
    let error = read.expect_err("too many requests");
    assert!(error.hint.is_some());
}
