//! What became of a mail to members.

use serde::Deserialize;

/// The answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Notified {
    /// One for each member.
    pub recipients: Vec<Recipient>,
}

/// One member.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Recipient {
    /// `accepted` or `skipped`.
    pub status: String,
    /// Why it was skipped.
    pub reason: String,
}
