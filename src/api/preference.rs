//! How the person is notified.

use serde_json::json;

use super::Client;
use super::operations::{PREFERENCE_INFO, PREFERENCE_UPDATE};
use crate::error::Error;
use crate::model::preference::Preference;
use crate::model::wire::Nothing;

impl Client {
    /// The preferences as they are now (`preference_info`).
    ///
    /// # Errors
    /// Any.
    pub fn preference_info(&self) -> Result<Preference, Error> {
        self.call(&PREFERENCE_INFO, &json!({}))
    }

    /// Make `before` into `after` (`preference_update`). There is no version to compare: read right
    /// before, read back after.
    ///
    /// # Errors
    /// Any; after `Unreachable` it may have taken effect.
    pub fn preference_update(&self, before: &Preference, after: &Preference) -> Result<(), Error> {
        self.call::<_, Nothing>(&PREFERENCE_UPDATE, &after.update_body(before))
            .map(|_| ())
    }
}
