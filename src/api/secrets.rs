//! The secrets that an answer may quote, of this request and of those before it.

use std::sync::{MutexGuard, PoisonError};

use crate::api::envelope;
use crate::api::operation::{Operation, PASSED_ON};
use crate::api::proof::Proof;
use crate::api::scrub::Scrub;
use crate::api::transport::Client;
use crate::domain::verification::Code;

impl Client {
    pub(super) fn seen(&self) -> MutexGuard<'_, Scrub> {
        let seen = self.connection.seen.lock();
        seen.unwrap_or_else(PoisonError::into_inner)
    }

    /// No error shows this code from now on, and no line of the log.
    pub fn hide(&self, code: &Code) {
        self.seen().learn_code(code.expose());
    }

    /// The secrets that an answer may quote: those of the request, and those of requests before it.
    pub(super) fn secrets(&self, proof: Option<&Proof>) -> Scrub {
        if let Some(proof) = proof {
            self.hide(&proof.code);
        }
        self.seen().clone()
    }

    /// The same, and those that this answer brought; what is passed on as it is keeps its own.
    pub(super) fn secrets_with(
        &self,
        body: &[u8],
        proof: Option<&Proof>,
        operation: &Operation,
    ) -> Scrub {
        let brought = envelope::secrets_of(body);
        if operation.id != PASSED_ON {
            let mut seen = self.seen();
            brought.iter().for_each(|secret| seen.learn(secret));
        }
        let mut secrets = self.secrets(proof);
        brought.iter().for_each(|secret| secrets.learn(secret));
        secrets
    }
}
