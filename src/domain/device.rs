//! Phones bound to the account (contract: `Device`).

use serde::Deserialize;

use crate::lenient::Timestamp;

/// A phone that receives the app's pushes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Device {
    /// Its id; a string on the wire.
    pub device_id: String,
    /// What the phone calls itself.
    #[serde(default)]
    pub device_name: String,
    /// Its system, such as `iOS 18.1`.
    #[serde(default)]
    pub os_version: String,
    /// When it was bound.
    pub bound_at: Option<Timestamp>,
}

/// What a phone is to scan (contract: `BindCode`). A credential while it lives: it is kept out of logs.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct BindCode {
    /// What the QR code holds.
    pub content: String,
    /// When it stops working, by the server's clock.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for BindCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BindCode(until {})", self.expires_at.0)
    }
}
