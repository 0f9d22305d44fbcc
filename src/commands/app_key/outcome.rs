//! How a rotation ended, and what became of the old key.

use crate::commands::app_key::lookup::Keys;
use crate::lenient::Id;

/// How a rotation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Finished(Old),
    Undone,
    /// The old key works on, until its time is over or somebody says so.
    Kept,
    /// The same, and it could not be written down: no later run knows of it.
    Forgotten,
}

/// What became of the old key, whoever did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    Disabled,
    Deleted,
}

impl Old {
    /// As programs read it.
    pub fn word(self) -> &'static str {
        match self {
            Old::Disabled => "disabled",
            Old::Deleted => "deleted",
        }
    }

    pub(super) fn of(keys: &Keys, id: Id) -> Old {
        match keys.by_id(id) {
            Some(_) => Old::Disabled,
            None => Old::Deleted,
        }
    }
}
