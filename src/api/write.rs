//! A request that changes something. The api's methods only make it; `session::write` sends it, because
//! whoever sends one also has to find out what became of it where its answer is lost.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::operation::Operation;
use crate::api::{Client, Proof};
use crate::error::Error;

/// A request that is not sent yet, with an answer of type `T`.
#[must_use]
pub struct Write<T> {
    operation: &'static Operation,
    body: Value,
    undoes: bool,
    answer: PhantomData<fn() -> T>,
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
        client.send_with_retries(self.operation, self.body.clone(), proof)
    }
}

impl Client {
    pub(super) fn change<T>(&self, operation: &'static Operation, body: Value) -> Write<T> {
        Write {
            operation,
            body,
            undoes: false,
            answer: PhantomData,
        }
    }
}
