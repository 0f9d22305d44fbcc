//! Phones bound to the account (contract: `Device`).

use serde::Deserialize;

use super::wire::{Timestamp, or_default};

/// A phone that receives the app's pushes.
#[derive(Clone, Debug, Deserialize)]
pub struct Device {
    /// Its id; a string on the wire.
    pub device_id: String,
    /// What the phone calls itself.
    #[serde(default, deserialize_with = "or_default")]
    pub device_name: String,
    /// Its system, such as `iOS 18.1`.
    #[serde(default, deserialize_with = "or_default")]
    pub os_version: String,
    /// When it was bound.
    #[serde(default)]
    pub bound_at: Option<Timestamp>,
}
