//! Who is in a team, as the server tells it: an answer without the list is not one of a team without members.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The members of a team: where the server leaves them out, nobody knows who they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    ids: Vec<u64>,
    /// The server told them.
    pub told: bool,
}

impl From<Vec<u64>> for Members {
    fn from(ids: Vec<u64>) -> Self {
        Self { ids, told: true }
    }
}

impl Deref for Members {
    type Target = Vec<u64>;
    fn deref(&self) -> &Vec<u64> {
        &self.ids
    }
}

impl DerefMut for Members {
    fn deref_mut(&mut self) -> &mut Vec<u64> {
        &mut self.ids
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let ids: Vec<Option<u64>> = Vec::deserialize(from)?;
        Ok(Self {
            told: ids.iter().all(Option::is_some),
            ids: ids.into_iter().flatten().collect(),
        })
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.ids.serialize(to)
    }
}

impl PartialEq<Vec<u64>> for Members {
    fn eq(&self, other: &Vec<u64>) -> bool {
        self.ids == *other
    }
}
