//! What a test tries: the channels that were chosen, and the request.

use serde_json::Value;

use crate::domain::channel::Channel;
use crate::domain::severity::Severity;

/// What is tried.
pub struct Trial {
    pub severity: Severity,
    pub chosen: Vec<Channel>,
    pub person: u64,
    pub nonce: String,
    pub body: Value,
    /// The same for a server that wants it as the older reference has it.
    pub older: Value,
}
