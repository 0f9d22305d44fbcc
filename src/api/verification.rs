//! Having a verification code sent. Assumed: no public reference describes the operation.

use serde_json::json;

use crate::api::operations::VERIFICATION_SEND;
use crate::api::{Client, Write};
use crate::domain::verification::Device;
use crate::lenient::Nothing;

impl Client {
    /// Send a code to the address on file, or to a new one that it is to prove (`verification_send`,
    /// assumed).
    pub fn verification_send(&self, device: Device, to: Option<&str>) -> Write<Nothing> {
        let mut body = json!({"device": device.word()});
        if let Some(to) = to {
            body["to"] = json!(to);
        }
        Write::new(&VERIFICATION_SEND, body)
    }
}
