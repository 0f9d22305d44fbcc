//! The one answer with the secret of an APP key in it.

use serde::{Deserialize, Deserializer};

use crate::lenient::Id;
use crate::local::keys::AppKey;

/// A key that was just made, with its secret.
#[derive(Debug, Deserialize)]
pub struct Created {
    /// Its id.
    pub key_id: Id,
    /// The secret; wiped when dropped.
    #[serde(deserialize_with = "secret")]
    pub key: AppKey,
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<AppKey, D::Error> {
    struct Text;
    impl serde::de::Visitor<'_> for Text {
        type Value = AppKey;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a key")
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<AppKey, E> {
            // Whatever the server calls a key is kept; only nothing at all is none.
            if text.is_empty() {
                return Err(E::custom("the key is empty"));
            }
            Ok(AppKey::as_made(text))
        }
    }
    from.deserialize_str(Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_server_calls_a_key_is_kept_but_nothing() {
        let read = |key: &str| {
            let text = format!(r#"{{"key_id":1,"key":{key}}}"#);
            serde_json::from_str::<Created>(&text).map(|made| made.key.expose().to_owned())
        };
        assert_eq!(read(r#"" a b ""#).unwrap(), " a b ");
        assert!(read(r#""""#).unwrap_err().to_string().contains("empty"));
        let error = read("[]").unwrap_err().to_string();
        assert!(error.contains("expected a key"), "{error}");
    }
}
