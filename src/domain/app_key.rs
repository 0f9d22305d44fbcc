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

/// Whether a list is of the same keys as the one before, so that what it lacks is gone: one that has none of the
/// others that were there proves nothing. This is not about the key `besides`.
pub fn is_of_same(before: &[KeyInfo], now: &[KeyInfo], besides: Option<Id>) -> bool {
    let mut others = before.iter().filter(|key| Some(key.key_id) != besides);
    let is_there = |key: &KeyInfo| now.iter().any(|one| one.key_id == key.key_id);
    others.clone().next().is_none() || others.any(is_there)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(ids: &[u64]) -> Vec<KeyInfo> {
        let key = |id: &u64| serde_json::from_value(serde_json::json!({"key_id": id})).unwrap();
        ids.iter().map(key).collect()
    }

    #[test]
    fn a_list_without_the_others_proves_nothing() {
        for (before, now, besides, expected) in [
            (&[1, 2, 3][..], &[2, 3][..], Some(Id(1)), true),
            // Somebody else may have deleted one of them meanwhile.
            (&[1, 2, 3], &[3], Some(Id(1)), true),
            (&[1, 2, 3], &[], Some(Id(1)), false),
            (&[1, 2, 3], &[1, 4], Some(Id(1)), false),
            (&[1], &[], Some(Id(1)), true),
            (&[1], &[], None, false),
            (&[], &[], None, true),
        ] {
            let seen = is_of_same(&keys(before), &keys(now), besides);
            assert_eq!(seen, expected, "{before:?} {now:?}");
        }
    }
}
