//! Escalation rules: who is told of an incident in a collaboration space.

use serde_json::json;

use crate::api::Client;
use crate::api::operations::ESCALATION_RULE_LIST;
use crate::domain::escalation::wire::EscalationRule;
use crate::error::Error;
use crate::lenient::{Id, List};

impl Client {
    /// The rules of one space, in the server's order (`escalation_rule_list`).
    ///
    /// # Errors
    /// Any.
    pub fn escalation_rules(&self, space: Id) -> Result<Vec<EscalationRule>, Error> {
        self.call::<_, List<EscalationRule>>(&ESCALATION_RULE_LIST, &json!({"channel_id": space}))
            .map(|list| list.items)
    }
}
