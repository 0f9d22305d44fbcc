//! App keys. The secret is in the answer of `app_key_create` and in no other.

use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::api::operations::{
    APP_KEY_CREATE, APP_KEY_DELETE, APP_KEY_DISABLE, APP_KEY_ENABLE, APP_KEY_LIST, APP_KEY_RENAME,
    Operation,
};
use crate::api::{Client, Proof};
use crate::domain::app_key::KeyInfo;
use crate::error::Error;
use crate::lenient::{Id, List, Nothing};
use crate::local::keys::AppKey;

const PAGE: usize = 20;
/// `p * limit` is at most 10000; nobody has that many keys.
const LAST_PAGE: usize = 10;

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

/// The body that every operation on one key has.
fn about(key: Id, person: Option<Id>) -> Value {
    let mut body = json!({"key_id": key});
    if let Some(person) = person {
        body["person_id"] = json!(person);
    }
    body
}

impl Client {
    /// The keys of a person, oldest first (`app_key_list`); `None` is the caller.
    ///
    /// # Errors
    /// Any; `NotAllowed` where the caller is not the account owner.
    pub fn app_key_list(&self, person: Option<Id>) -> Result<Vec<KeyInfo>, Error> {
        let mut all: Vec<KeyInfo> = Vec::new();
        for page in 1..=LAST_PAGE {
            let mut body = json!({"p": page, "limit": PAGE, "orderby": "created_at", "asc": true});
            if let Some(person) = person {
                body["person_id"] = json!(person);
            }
            let list: List<KeyInfo> = self.call(&APP_KEY_LIST, &body)?;
            let full = list.items.len() >= PAGE;
            let before = all.len();
            for one in list.items {
                if !all.iter().any(|known| known.key_id == one.key_id) {
                    all.push(one);
                }
            }
            if !list.has_next_page.unwrap_or(full) || all.len() == before {
                break;
            }
        }
        Ok(all)
    }

    /// Make a key (`app_key_create`). Sent once.
    ///
    /// # Errors
    /// Any; where [`Error::outcome_unknown`], a key may have been made.
    pub fn app_key_create(&self, name: &str, person: Option<Id>) -> Result<Created, Error> {
        let mut body = json!({"key_name": name, "is_enabled": true});
        if let Some(person) = person {
            body["person_id"] = json!(person);
        }
        self.call_with(&APP_KEY_CREATE, &body, None)
    }

    /// Delete a key (`app_key_delete`). Guarded, sent once.
    ///
    /// # Errors
    /// Any.
    pub fn app_key_delete(
        &self,
        key: Id,
        person: Option<Id>,
        proof: Option<&Proof>,
    ) -> Result<(), Error> {
        self.on_key(&APP_KEY_DELETE, &about(key, person), proof)
    }

    /// Let a key work again (`app_key_enable`). Guarded, sent once.
    ///
    /// # Errors
    /// Any.
    pub fn app_key_enable(
        &self,
        key: Id,
        person: Option<Id>,
        proof: Option<&Proof>,
    ) -> Result<(), Error> {
        self.on_key(&APP_KEY_ENABLE, &about(key, person), proof)
    }

    /// Stop a key (`app_key_disable`). Guarded, sent once.
    ///
    /// # Errors
    /// Any.
    pub fn app_key_disable(
        &self,
        key: Id,
        person: Option<Id>,
        proof: Option<&Proof>,
    ) -> Result<(), Error> {
        self.on_key(&APP_KEY_DISABLE, &about(key, person), proof)
    }

    /// Name a key (`app_key_rename`). Sent once.
    ///
    /// # Errors
    /// Any.
    pub fn app_key_rename(&self, key: Id, person: Option<Id>, name: &str) -> Result<(), Error> {
        let mut body = about(key, person);
        body["key_name"] = json!(name);
        self.on_key(&APP_KEY_RENAME, &body, None)
    }

    fn on_key(
        &self,
        operation: &Operation,
        body: &Value,
        proof: Option<&Proof>,
    ) -> Result<(), Error> {
        self.call_with::<_, Nothing>(operation, body, proof)
            .map(|_| ())
    }
}
