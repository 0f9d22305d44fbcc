//! Having a verification code sent. Assumed: no public reference describes the operation.

use serde_json::json;

use crate::api::Client;
use crate::api::operations::VERIFICATION_SEND;
use crate::domain::verification::Device;
use crate::error::Error;

impl Client {
    /// Send a code to the address on file, or to a new one that it is to prove (`verification_send`,
    /// assumed).
    ///
    /// # Errors
    /// Any; `NotFound` with `RouteNotFound` where the server has no such operation.
    pub fn verification_send(&self, device: Device, to: Option<&str>) -> Result<(), Error> {
        let mut body = json!({"device": device.word()});
        if let Some(to) = to {
            body["to"] = json!(to);
        }
        self.call::<_, ()>(&VERIFICATION_SEND, &body)
    }
}
