//! How the person is notified.

use serde_json::json;

use crate::api::operations::{PREFERENCE_INFO, PREFERENCE_UPDATE};
use crate::api::{Client, Write};
use crate::domain::preference::Preference;
use crate::error::Error;
use crate::lenient::Nothing;

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
    pub fn preference_update(&self, before: &Preference, after: &Preference) -> Write<Nothing> {
        Write::new(&PREFERENCE_UPDATE, after.update_body(before))
    }
}
