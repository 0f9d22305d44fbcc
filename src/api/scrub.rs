//! What a server says may have the key in it: a gateway quotes the URL, a careless message the
//! parameter. Nobody is to read it in an error, so it is taken out of everything that becomes one.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

/// Fewer characters than this are no key of the server's, and would be found in any text.
const SHORTEST_KEY: usize = 8;
const INSTEAD: &str = "***";

/// The forms in which a secret may be quoted.
#[derive(Clone)]
pub struct Scrub(Vec<SecretString>);

impl Scrub {
    /// An APP key: as it is, and as it stands in a URL.
    pub fn key(key: &str) -> Scrub {
        if key.len() < SHORTEST_KEY {
            return Scrub(Vec::new());
        }
        let mut encoded = String::new();
        if let Ok(mut url) = reqwest::Url::parse("http://localhost/") {
            url.query_pairs_mut().append_key_only(key);
            url.query().unwrap_or_default().clone_into(&mut encoded);
        }
        let mut forms = vec![SecretString::from(key)];
        if encoded != key && !encoded.is_empty() {
            forms.push(SecretString::from(encoded));
        }
        Scrub(forms)
    }

    /// A verification code.
    pub fn code(code: &str) -> Scrub {
        Scrub(vec![SecretString::from(code)])
    }

    /// The text without it.
    pub fn text(&self, text: &str) -> String {
        self.0
            .iter()
            .fold(Cow::Borrowed(text), |text, secret| {
                if text.contains(secret.expose_secret()) {
                    Cow::Owned(text.replace(secret.expose_secret(), INSTEAD))
                } else {
                    text
                }
            })
            .into_owned()
    }

    /// A body that is not going to be data, without it.
    pub fn body(&self, body: &[u8]) -> Vec<u8> {
        self.text(&String::from_utf8_lossy(body)).into_bytes()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Kind, ServerError};

    #[test]
    fn a_quoted_key_is_taken_out_in_every_form() {
        let scrub = Scrub::key("CANARY+1/2=");
        let text = "GET /x?app_key=CANARY%2B1%2F2%3D and CANARY+1/2= again";
        assert_eq!(scrub.text(text), "GET /x?app_key=*** and *** again");
        assert_eq!(Scrub::key("k").text("kkk"), "kkk");
        let error = Error {
            server: Some(Box::new(ServerError {
                status: 400,
                code: Some("CANARY+1/2=".into()),
                message: Some("bad CANARY+1/2=".into()),
            })),
            request_id: Some("CANARY+1/2=".into()),
            ..Error::new(Kind::Failed, "CANARY+1/2=")
                .detail("CANARY+1/2=")
                .hint("CANARY+1/2=")
        };
        assert!(!format!("{:?}", scrub.error(error)).contains("CANARY"));
    }
}
