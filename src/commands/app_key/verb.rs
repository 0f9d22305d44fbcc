//! What `delete`, `enable` and `disable` are called, and when each is done.

use tr::tr;

use crate::commands::app_key::partly::labels;
use crate::domain::app_key::KeyInfo;
use crate::lenient::Id;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Delete,
    Enable,
    Disable,
}

/// What a verb is called, for one key.
pub(super) struct Words {
    pub(super) cannot: String,
    pub(super) done: String,
}

impl Verb {
    pub(super) fn action(self) -> &'static str {
        match self {
            Verb::Delete => "delete",
            Verb::Enable => "enable",
            Verb::Disable => "disable",
        }
    }

    pub(super) fn words(self, key: &KeyInfo) -> Words {
        let key = key.label();
        match self {
            Verb::Delete => Words {
                cannot: tr!("cannot delete the key {key}", key),
                done: tr!("Deleted the key {key}.", key),
            },
            Verb::Enable => Words {
                cannot: tr!("cannot enable the key {key}", key),
                done: tr!("Enabled the key {key}.", key),
            },
            Verb::Disable => Words {
                cannot: tr!("cannot disable the key {key}", key),
                done: tr!("Disabled the key {key}.", key),
            },
        }
    }

    pub(super) fn question(self, keys: &[&KeyInfo]) -> String {
        match (self, keys) {
            (Verb::Delete, [key]) => tr!(
                "Delete the key {0}? What uses it stops working at once.",
                key.label()
            ),
            (Verb::Delete, keys) => tr!(
                "Delete the keys {0}? What uses them stops working at once.",
                labels(keys)
            ),
            (_, [key]) => tr!(
                "Disable the key {0}? What uses it stops working at once.",
                key.label()
            ),
            (_, keys) => tr!(
                "Disable the keys {0}? What uses them stops working at once.",
                labels(keys)
            ),
        }
    }

    /// Whether the list shows that it took effect; `None` where it has the key twice and says both.
    pub(super) fn took_effect(self, list: &[KeyInfo], id: Id) -> Option<bool> {
        let is_so = |key: &KeyInfo| match self {
            Verb::Delete => false,
            Verb::Enable => key.is_enabled(),
            Verb::Disable => !key.is_enabled(),
        };
        let mut copies = list.iter().filter(|key| key.key_id == id).map(is_so);
        match copies.next() {
            None => Some(self == Verb::Delete),
            Some(first) => copies.all(|so| so == first).then_some(first),
        }
    }
}
