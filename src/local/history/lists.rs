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
    /// Those of a state.
    pub fn of(preference: &Preference) -> Lists {
        Lists(
            Target::ALL
                .into_iter()
                .map(|target| (target.word().into(), preference.channels(target).to_vec()))
                .collect(),
        )
    }

    /// One of them.
    pub fn channels(&self, target: Target) -> &[Channel] {
        self.0.get(target.word()).map_or(&[], Vec::as_slice)
    }

    /// The targets whose lists differ.
    pub fn changed(&self, other: &Lists) -> Vec<Target> {
        Target::ALL
            .into_iter()
            .filter(|target| !same_channels(self.channels(*target), other.channels(*target)))
            .collect()
    }
}
