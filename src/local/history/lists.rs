//! The lists of channels as the history keeps them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::channel::{Channel, same_channels};
use crate::domain::preference::{Preference, Target};

/// The lists of channels by target word.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lists(BTreeMap<String, Vec<Channel>>);

impl Lists {
    /// Those of a state; what the server did not tell is not there.
    pub fn of(preference: &Preference) -> Lists {
        let told = Target::ALL
            .into_iter()
            .filter(|target| preference.is_told(*target));
        Lists(
            told.map(|target| (target.word().into(), preference.channels(target).to_vec()))
                .collect(),
        )
    }

    /// One of them; none where it was not told.
    pub fn channels(&self, target: Target) -> &[Channel] {
        self.0.get(target.word()).map_or(&[], Vec::as_slice)
    }

    pub fn is_told(&self, target: Target) -> bool {
        self.0.contains_key(target.word())
    }

    /// The targets whose lists are no longer as they were before, which what was not told need not have been; what is not
    /// told now is no change.
    pub fn changed(&self, before: &Lists) -> Vec<Target> {
        let differs = |target: &Target| {
            let is_same = same_channels(self.channels(*target), before.channels(*target));
            self.is_told(*target) && !(before.is_told(*target) && is_same)
        };
        Target::ALL.into_iter().filter(differs).collect()
    }

    /// Whether this is what a write left where the other one was before it, and the write touched this list, if only its
    /// order. What it did not tell it did not send; what was not told before it is no empty list.
    pub fn touches(&self, before: &Lists, target: Target) -> bool {
        let word = target.word();
        (self.0.get(word)).is_some_and(|left| before.0.get(word) != Some(left))
    }

    /// The targets that both tell, and differently.
    pub fn contradicted(&self, other: &Lists) -> Vec<Target> {
        let mut changed = self.changed(other);
        changed.retain(|target| other.is_told(*target));
        changed
    }
}
