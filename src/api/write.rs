//! A request that changes something. The api's methods only make it; `session::write` sends it, because
//! whoever sends one also has to find out what became of it where its answer is lost.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::envelope::{self, Decode};
use crate::api::operation::Operation;
use crate::api::{Client, Proof};
use crate::error::Error;

/// A request that is not sent yet, with an answer of type `T`.
#[must_use]
pub struct Write<T> {
    operation: &'static Operation,
    body: Value,
    undoes: bool,
    decode: Decode<T>,
}

impl<T: DeserializeOwned> Write<T> {
    /// It takes back what this very run did, and is sent after an interrupt too.
    pub fn undoing(mut self) -> Write<T> {
        self.undoes = true;
        self
    }

    /// Whether it takes back what this run did.
    pub(crate) fn undoes(&self) -> bool {
        self.undoes
    }

    /// Send it. For `session::write` and for nobody else: a test holds that.
    ///
    /// # Errors
    /// Any; where [`Error::outcome_unknown`], it may have taken effect.
    pub(crate) fn transmit(&self, client: &Client, proof: Option<&Proof>) -> Result<T, Error> {
        let undoing = self.undoes.then(|| client.undoing());
        let client = undoing.as_ref().unwrap_or(client);
        client.send_with_retries(self.operation, &self.body, proof, self.decode)
    }
}

impl Client {
    pub(super) fn change<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        body: Value,
    ) -> Write<T> {
        Write {
            operation,
            body,
            undoes: false,
            decode: envelope::decode,
        }
    }

    /// The same where the answer is passed on, with a secret in it perhaps.
    pub(super) fn change_as_it_is(
        &self,
        operation: &'static Operation,
        body: Value,
    ) -> Write<Value> {
        Write {
            decode: envelope::decode_as_it_is,
            ..self.change(operation, body)
        }
    }

    /// The same where the answer has a secret in it.
    pub(super) fn secret_change<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        body: Value,
    ) -> Write<T> {
        Write {
            decode: envelope::decode_secret,
            ..self.change(operation, body)
        }
    }
}
