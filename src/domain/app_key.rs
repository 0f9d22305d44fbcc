//! App keys as the server lists them: everything but the secret.

use serde::Deserialize;

use crate::lenient::{Id, Timestamp};

/// A person has at most this many (contract: `app_key_create`).
pub const MOST: usize = 5;

/// One key (contract: `AppKey`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct KeyInfo {
    /// Its id.
    pub key_id: Id,
    /// Its name; several keys may have the same.
    #[serde(default)]
    pub key_name: String,
    /// `enabled` or `disabled`.
    #[serde(default)]
    pub status: String,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    pub updated_at: Option<Timestamp>,
}

impl KeyInfo {
    /// Whether it opens anything. A status that is new to duty counts as enabled: that is the one
    /// that has to be handled with care.
    pub fn is_enabled(&self) -> bool {
        self.status != "disabled"
    }

    /// Name and id, for people.
    pub fn label(&self) -> String {
        format!("{} ({})", self.key_name, self.key_id)
    }
}
