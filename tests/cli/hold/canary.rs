//! Secrets that nobody should read: every form in which one could show, every place in which it could, and the few
//! places that are the purpose.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use serde_json::Value;

use super::faults::raw;
use super::rows;
use crate::harness::{FaultKind, Ran, World};

/// Something that is kept secret, and where it may be all the same.
#[derive(Clone, Debug)]
pub struct Canary {
    what: &'static str,
    secret: String,
    /// On stdout: it is what was asked for.
    on_stdout: bool,
    /// In a file whose path has this in it.
    in_files: Option<&'static str>,
}

impl Canary {
    /// One that may be nowhere.
    pub fn new(what: &'static str, secret: impl Into<String>) -> Canary {
        Canary {
            what,
            secret: secret.into(),
            on_stdout: false,
            in_files: None,
        }
    }

    /// One that stdout is there for.
    pub fn on_stdout(self) -> Canary {
        Canary {
            on_stdout: true,
            ..self
        }
    }

    /// It is found in this text: as it is, in capitals or not, percent-encoded, as JSON escapes it, in base64 wherever
    /// it begins there, and by a half of it where it is long enough for that to be no accident.
    pub fn is_in(&self, text: &str) -> bool {
        let secret = self.secret.as_str();
        // A code would be found in any number that is long enough.
        if secret.bytes().all(|byte| byte.is_ascii_digit()) {
            return alone(text, secret) || alone(text, &percent(secret)) || self.base64_in(text);
        }
        let text = plain(text).to_lowercase();
        let half = secret.len() / 2;
        let parts = match half >= 8 && secret.is_ascii() {
            true => vec![&secret[..half], &secret[half..]],
            false => vec![secret],
        };
        parts.iter().any(|part| text.contains(&part.to_lowercase())) || self.base64_in(&text)
    }

    fn base64_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        [STANDARD_NO_PAD, URL_SAFE_NO_PAD].iter().any(|engine| {
            (0..3).any(|before| {
                let bytes = [&[0, 0][..before], self.secret.as_bytes()].concat();
                let encoded = engine.encode(&bytes);
                // What is at its ends hangs on what stands beside it.
                let inside = &encoded[(before * 8).div_ceil(6)..bytes.len() * 8 / 6];
                inside.len() >= 7 && text.contains(&inside.to_lowercase())
            })
        })
    }

    /// Where it is and may not be.
    pub fn leaks(&self, world: &World, ran: &Ran) -> Vec<String> {
        let mut found = Vec::new();
        let mut check = |place: &str, allowed: bool, text: &str| {
            if !allowed && self.is_in(text) {
                found.push(format!("{} is in {place}", self.what));
            }
        };
        check("stdout", self.on_stdout, &ran.stdout);
        check("stderr", false, &ran.stderr);
        for (path, content) in world.files() {
            let path = path.to_string_lossy();
            let allowed = self.in_files.is_some_and(|part| path.contains(part));
            check(&path, allowed, &String::from_utf8_lossy(&content));
        }
        found
    }
}

/// Not as a part of a longer number.
fn alone(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(at, _)| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        !digit(text[..at].chars().next_back()) && !digit(text[at + number.len()..].chars().next())
    })
}

/// Every byte escaped.
pub fn percent(secret: &str) -> String {
    secret.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// The text without escapes: `%2f`, `%252f`, `\u002f`, `\/`.
fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..3 {
        let before = text.clone();
        text = text.replace("\\/", "/").replace("\\u00", "%");
        let bytes = text.as_bytes();
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let hex = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
            let hex = hex.and_then(|two| std::str::from_utf8(two).ok());
            match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    at += 3;
                }
                None => {
                    out.push(bytes[at]);
                    at += 1;
                }
            }
        }
        text = String::from_utf8_lossy(&out).into_owned();
        if text == before {
            break;
        }
    }
    text
}

/// What a server may say of a secret that it was sent, or has just made: in every form.
pub fn quotes(secrets: &[&str]) -> String {
    let mut said = String::from("you sent");
    for secret in secrets {
        let basic = STANDARD_NO_PAD.encode(format!("me:{secret}"));
        said += &format!(" [{secret}] [{}] [{basic}]", percent(secret));
    }
    said
}

/// The key of every world here, and the password of its proxy.
pub const CANARY: &str = "CANARY-7f3a9c41d2+/~";
pub const PASSWORD: &str = "CANARY-p4ssw0rd-of-a-proxy";
/// What a refused answer brings, and quotes at once.
const REFUSED: &str = "CANARY-r3fused+/~0123456789";

/// A world with secrets that are known again.
pub fn canary_world() -> World {
    let mut world = rows::world();
    let known = world.server.app_key();
    world
        .server
        .edit(|state| {
            let text = state.to_string().replace(known, CANARY);
            *state = serde_json::from_str(&text).unwrap();
        })
        .unwrap();
    let temporary = world.home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    // Nothing on this machine goes through a proxy.
    world
        .env("DUTY_APP_KEY", CANARY)
        .env("HTTPS_PROXY", format!("http://me:{PASSWORD}@127.0.0.1:9"))
        .env("TMPDIR", temporary);
    world
}

fn code_in(words: &str) -> Option<&str> {
    let (_, rest) = words.split_once("--verify-code ")?;
    rest.split(' ').next()
}

/// What nobody should read after this run: the key, the proxy's password, a code that was typed, and what answers
/// brought, where it is not what was asked for.
pub fn canaries(row: &str, words: &str, ran: &Ran) -> Vec<Canary> {
    let mut all = vec![
        Canary {
            in_files: Some("insecure-keys"),
            ..Canary::new("the key", CANARY)
        },
        Canary::new("the proxy's password", PASSWORD),
        Canary::new("the secret of a refused answer", REFUSED),
    ];
    if let Some(code) = code_in(words) {
        all.push(Canary::new("the verification code", code));
    }
    for (operation, field, what, asked_for) in [
        ("app_key_create", "/data/key", "a new secret", "app-key "),
        (
            "device_bind_code",
            "/data/content",
            "what is to be scanned",
            "device bind",
        ),
    ] {
        for one in &ran.requests {
            let answer = serde_json::from_slice::<Value>(&one.response).unwrap_or_default();
            let secret = answer.pointer(field).and_then(Value::as_str);
            let own = |secret: &&str| {
                secret.len() >= 16
                    && *secret != REFUSED
                    && secret.bytes().all(|b| b.is_ascii_graphic())
            };
            if one.operation_id.as_deref() == Some(operation)
                && let Some(secret) = secret.filter(own)
            {
                all.push(Canary {
                    on_stdout: row.starts_with(asked_for),
                    in_files: Some("undelivered-keys"),
                    ..Canary::new(what, secret)
                });
            }
        }
    }
    all
}

/// An answer that quotes what it was sent, and what it brings.
pub fn quoting(status: u16, operation: &str, words: &str) -> FaultKind {
    let code = code_in(words);
    let brings = ["app_key_create", "device_bind_code"].contains(&operation);
    let mut secrets = vec![CANARY];
    secrets.extend(code);
    secrets.extend(brings.then_some(REFUSED));
    let said = quotes(&secrets);
    if status == 502 {
        return FaultKind::raw(502, "text/html", format!("<html>{}", quotes(&[CANARY])));
    }
    let data = brings.then(
        || serde_json::json!({"key_id": 9, "key": REFUSED, "content": REFUSED, "expires_at": 1}),
    );
    let body = serde_json::json!({
        "request_id": said,
        "error": {"code": "InternalError", "message": said},
        "data": data,
    });
    raw(status, body.to_string(), &[("Flashcat-Request-Id", &said)])
}

#[test]
fn a_canary_is_found_in_every_form() {
    let key = Canary::new("key", "CANARY+1/2~=3");
    for text in [
        "x CANARY+1/2~=3 y",
        "canary%2b1%2F2~=3",
        "CANARY%252B1%252f2%257e%253D3",
        r"CANARY\u002b1\/2~\u003d3",
        "Basic dTpDQU5BUlkrMS8yfj0z",
        &percent("CANARY+1/2~=3"),
    ] {
        assert!(key.is_in(text), "{text}");
    }
    assert!(!key.is_in("CANARY+1/2~="));
    let code = Canary::new("code", "271828");
    for text in ["is 271828.", "x271828", &percent("271828"), "MjcxODI4"] {
        assert!(code.is_in(text), "{text}");
    }
    assert!(!code.is_in("1271828") && !code.is_in("2718281") && !code.is_in("27182"));
    // Half of a long one is found as well.
    let long = Canary::new("secret", "sandbox-0123456789-abcdef");
    assert!(long.is_in("sandbox-0123") && long.is_in("456789-abcdef"));
    assert!(!long.is_in("sandbox-012"));
}
