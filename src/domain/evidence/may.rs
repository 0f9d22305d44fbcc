//! What is missing to know whether a rule names the person.

use crate::domain::escalation::{Recipient, RecipientKind};

/// What the server does not tell, or was not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Who is on call in this schedule.
    Schedule(String),
    /// Who is in this team.
    Team(String),
    /// Whom it tells, or whose an address is.
    Whom,
}

impl Missing {
    /// What is missing of an entry of which it is not known whether the person is behind it.
    pub(super) fn of(recipient: &Recipient) -> Missing {
        let named = |name: &String, id: &u64| match name.is_empty() {
            true => id.to_string(),
            false => name.clone(),
        };
        match &recipient.kind {
            RecipientKind::Team { id, name } => Missing::Team(named(name, id)),
            RecipientKind::Schedule { id, name, .. } => Missing::Schedule(named(name, id)),
            _ => Missing::Whom,
        }
    }
}
