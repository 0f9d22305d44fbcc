//! What a server says may have the key in it: a gateway quotes the URL, a careless message the
//! parameter. Nobody is to read it in an error, so it is taken out of everything that becomes one, in
//! every form, and before anything is cut: a part of a key would not be found any more.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

/// Fewer characters than this are no key of the server's, and would be found in any text.
const SHORTEST: usize = 8;
/// Fewer characters than this in one word are not taken for a key that nobody has seen.
const LIKE_KEY: usize = 16;
const INSTEAD: &str = "***";

/// Secrets that are to be taken out.
#[derive(Clone, Default)]
pub struct Scrub {
    plain: Vec<SecretString>,
    /// What base64 makes of them, wherever they begin in what was encoded.
    base64: Vec<SecretString>,
}

impl Scrub {
    /// One more: an APP key, or what a phone is to scan.
    pub fn learn(&mut self, secret: &str) {
        let known = |one: &SecretString| one.expose_secret() == secret;
        if secret.len() >= SHORTEST && !self.plain.iter().any(known) {
            self.add(secret);
        }
    }

    /// A verification code, which may be short.
    pub fn learn_code(&mut self, code: &str) {
        let known = |one: &SecretString| one.expose_secret() == code;
        if !self.plain.iter().any(known) {
            self.add(code);
        }
    }

    fn add(&mut self, secret: &str) {
        self.plain.push(SecretString::from(secret));
        for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
            for before in 0..3 {
                let bytes = [&[0, 0][..before], secret.as_bytes()].concat();
                let encoded = engine.encode(&bytes);
                // The characters at its ends depend on the neighbours as well.
                let inside = &encoded[(before * 8).div_ceil(6)..bytes.len() * 8 / 6];
                let is_new = self.base64.iter().all(|one| one.expose_secret() != inside);
                if inside.len() >= SHORTEST && is_new {
                    self.base64.push(SecretString::from(inside));
                }
            }
        }
    }

    /// The text without them.
    pub fn text(&self, text: &str) -> String {
        let mut clean = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let find = |forms: &[SecretString], any_case: bool| {
                let mut forms = forms.iter().map(|one| one.expose_secret().as_bytes());
                forms.find_map(|form| length_of(form, rest.as_bytes(), any_case))
            };
            if let Some(length) = find(&self.plain, true) {
                clean.push_str(INSTEAD);
                rest = &rest[length..];
            } else if let Some(length) = find(&self.base64, false) {
                // What stands around it is a part of the same encoding.
                clean.truncate(clean.trim_end_matches(is_base64).len());
                clean.push_str(INSTEAD);
                rest = rest[length..].trim_start_matches(|c| is_base64(c) || c == '=');
            } else {
                clean.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        clean
    }

    /// An error that tells nobody.
    pub fn error(&self, mut error: Error) -> Error {
        let clean = |text: &mut String| *text = self.text(text);
        clean(&mut error.message);
        error.details.iter_mut().for_each(clean);
        error.hint.iter_mut().for_each(clean);
        error.request_id.iter_mut().for_each(clean);
        if let Some(word) = &mut error.server {
            word.code.iter_mut().for_each(clean);
            word.message.iter_mut().for_each(clean);
        }
        error
    }
}

/// What a server said when it refused to tell a secret, without anything that looks like one: a careless server
/// quotes what it made, in a form that nobody can know. What was `said` before is none.
pub fn without_new_keys(mut error: Error, said: &str) -> Error {
    let clean = |text: &mut String| *text = without_like(text, said);
    error.details.iter_mut().for_each(clean);
    error.request_id.iter_mut().for_each(clean);
    if let Some(word) = &mut error.server {
        word.code.iter_mut().for_each(clean);
        word.message.iter_mut().for_each(clean);
    }
    error
}

fn without_like(text: &str, said: &str) -> String {
    let ends = |c: char| !(is_base64(c) || "=.~\\".contains(c));
    let words = text.split_inclusive(ends).map(|part| {
        let word = part.trim_end_matches(ends);
        match is_like_key(word) && !said.contains(word) {
            true => INSTEAD.to_owned() + &part[word.len()..],
            false => part.to_owned(),
        }
    });
    words.collect()
}

/// The contract says nothing of what a key looks like: long, with letters and digits in it.
fn is_like_key(word: &str) -> bool {
    let has = |kind: fn(&char) -> bool| word.chars().any(|c| kind(&c));
    word.len() >= LIKE_KEY && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
}

/// Percent escapes of its characters among them.
fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+/-_%".contains(c)
}

/// How much of the beginning of this text is the secret, each byte of it as it is or escaped; in capitals or
/// not, where that is no other secret.
fn length_of(secret: &[u8], text: &[u8], any_case: bool) -> Option<usize> {
    let same = |one: u8, other: u8| match any_case {
        true => one.eq_ignore_ascii_case(&other),
        false => one == other,
    };
    let mut length = 0;
    for byte in secret {
        let rest = &text[length..];
        length += match unescape(rest) {
            Some((escaped, taken)) if same(escaped, *byte) => taken,
            _ if rest.first().is_some_and(|first| same(*first, *byte)) => 1,
            _ => return None,
        };
    }
    Some(length)
}

/// The byte that an escape stands for, and its length: `%2f`, that escaped again (`%252F`), and
/// JSON's `\u002f` and `\/`.
fn unescape(text: &[u8]) -> Option<(u8, usize)> {
    let hex = |at: usize, digits: usize| {
        let digits = std::str::from_utf8(text.get(at..at + digits)?).ok()?;
        u8::from_str_radix(digits, 16).ok()
    };
    match text {
        [b'%', ..] => {
            let mut at = 1;
            while text[at..].starts_with(b"25") && hex(at + 2, 2).is_some() {
                at += 2;
            }
            Some((hex(at, 2)?, at + 2))
        }
        [b'\\', b'u', ..] => Some((hex(2, 4)?, 6)),
        [b'\\', byte, ..] => Some((*byte, 2)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Kind, ServerError};

    const KEY: &str = "CANARY+1/2~=3";

    fn with(secrets: &[&str]) -> Scrub {
        let mut scrub = Scrub::default();
        secrets.iter().for_each(|secret| scrub.learn(secret));
        scrub
    }

    #[test]
    fn a_quoted_key_is_taken_out_in_every_form() {
        let scrub = with(&[KEY]);
        for form in [
            "canary+1/2~=3",
            "canary%2b1%2f2%7e%3D3",
            "CANARY+1/2~=3",
            "CANARY%2B1%2F2~%3D3",
            "CANARY%2b1%2f2%7e%3d3",
            "%43%41NARY%2B1/2%7E=3",
            "CANARY%252B1%252f2~%253D3",
            "CANARY%25252B1%25252F2%25257E%25253D3",
            r"CANARY\u002b1\/2~\u003D3",
        ] {
            let text = format!("GET /x?app_key={form}&y={form} ü");
            assert_eq!(scrub.text(&text), "GET /x?app_key=***&y=*** ü", "{form}");
        }
        for other in [
            "CANARY 1/2~=3",
            "CANARY+1/2~=",
            "CANARY%2",
            "%",
            r"\u00",
            "%25",
        ] {
            assert_eq!(scrub.text(other), other);
        }
        assert_eq!(with(&["k"]).text("kkk"), "kkk");
        let two = with(&[KEY, "ANOTHER-ONE"]);
        assert_eq!(two.text("CANARY+1/2~=3, another-one"), "***, ***");
        let error = Error {
            server: Some(Box::new(ServerError {
                status: 400,
                code: Some(KEY.into()),
                message: Some(format!("bad {KEY}")),
            })),
            request_id: Some(KEY.into()),
            ..Error::new(Kind::Failed, KEY).detail(KEY).hint(KEY)
        };
        assert!(!format!("{:?}", scrub.error(error)).contains("CANARY"));
    }

    #[test]
    fn what_looks_like_a_key_is_taken_out_but_for_what_was_said() {
        for (text, expected) in [
            ("cannot commit sandbox-abc-0123456789", "cannot commit ***"),
            (
                r#"{"key":"aB3/+x9_-aB3=~.00000","key_id":7}"#,
                r#"{"key":"***","key_id":7}"#,
            ),
            (r#"{\"key\":\"0123456789abcdef\"}"#, r#"{\"key\":\"***"}"#),
            ("X0123456789abcde", "***"),
            (
                "the name duty-ci-2026-11-26 is taken",
                "the name duty-ci-2026-11-26 is taken",
            ),
            (
                "RequestVerifyRequired, 1234567890123456, 2026-11-26",
                "RequestVerifyRequired, 1234567890123456, 2026-11-26",
            ),
        ] {
            assert_eq!(
                without_like(text, r#"{"key_name":"duty-ci-2026-11-26"}"#),
                expected
            );
        }
    }

    #[test]
    fn base64_of_it_is_taken_out_wherever_it_begins() {
        let mut scrub = with(&[KEY]);
        scrub.learn_code("271828");
        for around in ["", "u", "us", "use", "user:"] {
            for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
                let encoded = engine.encode(format!("{around}{KEY}?{around}"));
                for text in [
                    encoded.clone(),
                    format!("{encoded}=="),
                    encoded.replace('/', "%2f"),
                ] {
                    let text = format!("Basic {text}, please");
                    assert_eq!(scrub.text(&text), "Basic ***, please", "{around}");
                }
            }
            let code = STANDARD_NO_PAD.encode("is 271828, is");
            assert_eq!(scrub.text(&code), "***");
        }
        assert_eq!(scrub.text("code 271828"), "code ***");
    }
}
