//! What is missing to know whether a rule names the person.

use crate::domain::escalation::{Recipient, RecipientKind};

/// What the server does not tell, or was not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Who is on call in this schedule.
    Schedule(String),
    /// Who is in this team.
    Team(String),
    /// Who was on call in this schedule, whose shifts are others now.
    ScheduleThen(String),
    /// Who was in this team, which is another one now.
    TeamThen(String),
    /// Whom it tells, or whose an address is.
    Whom,
}

impl Missing {
    /// What is missing of an entry of which it is not known whether the person is behind it, or was where it is another
    /// one now.
    pub(super) fn of(recipient: &Recipient, is_another_now: bool) -> Missing {
        let named = |name: &String, id: &u64| match name.is_empty() {
            true => id.to_string(),
            false => name.clone(),
        };
        match &recipient.kind {
            RecipientKind::Team { id, name } if is_another_now => {
                Missing::TeamThen(named(name, id))
            }
            RecipientKind::Schedule { id, name, .. } if is_another_now => {
                Missing::ScheduleThen(named(name, id))
            }
            RecipientKind::Team { id, name } => Missing::Team(named(name, id)),
            RecipientKind::Schedule { id, name, .. } => Missing::Schedule(named(name, id)),
            _ => Missing::Whom,
        }
    }
}
