//! The rotation of a key as a state machine: which step comes next, given what is written down and what
//! the server lists. Whoever carries the steps out may be cut off anywhere and begin again here.

use serde::{Deserialize, Serialize};

use crate::domain::app_key::KeyInfo;
use crate::lenient::Id;

/// How far it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// A key is being made; whether there is one, and where its secret is, has to be found out.
    Making,
    /// The new key exists and somebody holds it: the slot, or whoever it was given to.
    Kept,
    /// It works.
    Proven,
    /// It is the key of the context.
    Stored,
    /// It has the name of the old one.
    Named,
}

/// That the old key works on beside the new one for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Until when, in Unix seconds; `None` until somebody says so.
    pub until: Option<i64>,
}

/// What is written down of a rotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// The old key.
    pub old: Id,
    /// Its name, which the new key gets.
    pub old_name: String,
    /// The name of the new key until then.
    pub temporary_name: String,
    /// The keys that were there before.
    pub before: Vec<Id>,
    /// When those were made, in Unix seconds, where that was told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<(Id, i64)>,
    /// Delete the old key, not only disable it.
    pub delete: bool,
    /// Not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Kept>,
    /// The new key, once it is known.
    pub new: Option<Id>,
    /// How far it came.
    pub phase: Phase,
    /// Whether a list without the new key shows that it was deleted, and is not merely behind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
}

/// Where the secret of the new key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// At hand.
    Held,
    /// At hand, and the server does not accept it.
    Refused,
    /// The user was given it, or was about to be.
    GivenOut,
    /// Not where it is kept until it is proven.
    Missing,
}

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Read the list.
    Look,
    /// Write down that this is the new key, and that it is kept.
    Adopt(Id),
    /// Try the new key.
    Prove,
    /// Ask the user, who has the new key, whether it works.
    AskForProof(&'a KeyInfo),
    /// Make it the key of the context.
    Store,
    /// Give these their names, where they do not have them.
    Name {
        /// The old key, which is about to be disabled.
        old: Option<&'a KeyInfo>,
        /// The new key.
        new: Option<&'a KeyInfo>,
    },
    /// Disable the old key, or delete it.
    Stop(&'a KeyInfo),
    /// Nothing for now: the old key works on.
    Keep,
    /// The new key is disabled: without the old one there would be none that works.
    Disabled(&'a KeyInfo),
    /// Nothing is left to do.
    Finish,
    /// Delete the new key, which nobody can use.
    Undo(&'a KeyInfo),
    /// There is no new key: forget that there was to be one.
    Forget {
        /// Whether the old key opens anything.
        old_works: bool,
    },
    /// The new key was in use, and somebody deleted it.
    Deleted,
    /// The new key exists, and nobody knows its secret for certain; the old one still works.
    Unheld(&'a KeyInfo),
}

impl Step<'_> {
    /// Whether a key is stopped or deleted on the way from here to the end; `keeps`: not the old one.
    pub fn needs_code(&self, keeps: bool) -> bool {
        match self {
            Step::Undo(_) | Step::Stop(_) => true,
            Step::Finish
            | Step::Keep
            | Step::Forget { .. }
            | Step::Deleted
            | Step::Disabled(_)
            | Step::Unheld(_) => false,
            Step::Look
            | Step::Adopt(_)
            | Step::Prove
            | Step::AskForProof(_)
            | Step::Store
            | Step::Name { .. } => !keeps,
        }
    }

    /// Whether no key is left to stop.
    pub fn is_over(&self) -> bool {
        matches!(self, Step::Finish | Step::Forget { old_works: false })
    }
}

impl Rotation {
    /// The beginning of one. The mark tells its new key from that of another rotation of the same key, elsewhere.
    pub fn begin(
        old: &KeyInfo,
        before: &[KeyInfo],
        delete: bool,
        keep: Option<Kept>,
        mark: u16,
    ) -> Rotation {
        Rotation {
            old: old.key_id,
            old_name: old.key_name.clone(),
            temporary_name: format!("{} (new {mark:04x})", old.key_name),
            before: before.iter().map(|key| key.key_id).collect(),
            made: before
                .iter()
                .filter_map(|key| Some((key.key_id, key.created_at?.seconds())))
                .collect(),
            delete,
            keep,
            new: None,
            phase: Phase::Making,
            gone: false,
        }
    }

    /// The step that comes next. Without a list nothing is known but what this very process has done.
    pub fn next<'a>(&self, list: Option<&'a [KeyInfo]>, secret: Secret) -> Step<'a> {
        let Some(list) = list else {
            return match (self.phase, secret) {
                (Phase::Kept, Secret::Held) => Step::Prove,
                (Phase::Proven, Secret::Held) => Step::Store,
                _ => Step::Look,
            };
        };
        let old = list.iter().find(|key| key.key_id == self.old);
        let old_works = old.is_some_and(KeyInfo::is_enabled);
        let Some(new) = self.new_key(list) else {
            // Where the old key was kept, or is in no context that has lost it, nobody is locked out by that.
            let is_free = self.keep.is_some() || (secret == Secret::GivenOut && self.gone);
            return if self.phase < Phase::Stored || (is_free && old_works) {
                Step::Forget { old_works }
            } else {
                Step::Deleted
            };
        };
        match (self.phase, secret) {
            (Phase::Making | Phase::Kept, Secret::Refused) => Step::Undo(new),
            (Phase::Making, Secret::GivenOut | Secret::Missing) => Step::Undo(new),
            (Phase::Making, Secret::Held) => Step::Adopt(new.key_id),
            _ if self.new.is_none() => Step::Adopt(new.key_id),
            (Phase::Kept, Secret::Held) => Step::Prove,
            (Phase::Kept, Secret::GivenOut) => Step::AskForProof(new),
            (Phase::Kept | Phase::Proven, Secret::Missing) if old_works => Step::Unheld(new),
            (Phase::Kept | Phase::Proven, _) => Step::Store,
            (Phase::Stored, _) if new.key_name != self.old_name || self.old_has_name(old) => {
                Step::Name {
                    old: old.filter(|_| self.old_has_name(old)),
                    new: Some(new).filter(|new| new.key_name != self.old_name),
                }
            }
            (Phase::Stored | Phase::Named, _) => match old {
                Some(old) if !self.delete && !old.is_enabled() => Step::Finish,
                Some(_) if self.keep.is_some() => Step::Keep,
                Some(_) if !new.is_enabled() => Step::Disabled(new),
                Some(old) => Step::Stop(old),
                None => Step::Finish,
            },
        }
    }

    /// Whether a key of the list only has the number of one that was there before: each server counts from the beginning,
    /// and another one may answer under the same address.
    pub fn is_of_others(&self, list: &[KeyInfo]) -> bool {
        self.any_made(list, |told, made| told != made)
    }

    /// Whether a key of the list is one that was there before, for certain.
    pub fn is_of(&self, list: &[KeyInfo]) -> bool {
        self.any_made(list, |told, made| told == made)
    }

    fn any_made(&self, list: &[KeyInfo], is_it: impl Fn(i64, i64) -> bool) -> bool {
        list.iter().any(|key| {
            let made = self.made.iter().find(|(id, _)| *id == key.key_id);
            let told = key.created_at.map(|at| at.seconds());
            made.zip(told)
                .is_some_and(|((_, made), told)| is_it(told, *made))
        })
    }

    /// Whether this key has neither of the names that the new one has.
    pub fn is_otherwise_named(&self, key: &KeyInfo) -> bool {
        key.key_name != self.temporary_name && key.key_name != self.old_name
    }

    /// Whether nothing is left to do but to stop the old key, later.
    pub fn is_resting(&self) -> bool {
        self.keep.is_some() && self.phase == Phase::Named
    }

    /// Whether the time of the old key is over.
    pub fn is_due(&self, now: i64) -> bool {
        let until = self.keep.and_then(|kept| kept.until);
        self.is_resting() && until.is_some_and(|until| until <= now)
    }

    /// Whether the old key has to be told from the new one by a name: not if it is deleted at once.
    fn old_has_name(&self, old: Option<&KeyInfo>) -> bool {
        (!self.delete || self.keep.is_some())
            && old.is_some_and(|old| old.key_name == self.old_name)
    }

    /// The new key in the list: by its id, or by the mark of its own name. The name that it gets others may give as well.
    pub fn new_key<'a>(&self, list: &'a [KeyInfo]) -> Option<&'a KeyInfo> {
        list.iter().find(|key| match self.new {
            Some(id) => key.key_id == id,
            None => key.key_name == self.temporary_name && !self.before.contains(&key.key_id),
        })
    }
}

#[cfg(test)]
mod tests;
