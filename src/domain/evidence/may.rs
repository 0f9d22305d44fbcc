//! A rule of which it is not known whether it names the person: what is missing to know it.

use jiff::Timestamp;

use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Recipient, RecipientKind, Truth, level_at};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::off_duty::schedule_name;

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

/// What is missing of the first entry of a rule that may name the person.
pub(super) fn missing(case: &Case<'_>, rule: &EscalationRule, at: Timestamp) -> Missing {
    let incident = case.as_opened();
    let targets = rule.layers.iter().map(|layer| layer.target.as_ref());
    let mut open = targets.enumerate().flat_map(|(index, target)| {
        let level = level_at(index, 0, target, case.person, &incident, at);
        let recipients = level.recipients.into_iter();
        recipients.filter(|one| one.truth == Truth::Unknown)
    });
    open.next().map_or(Missing::Whom, |one| of(&one))
}

fn of(recipient: &Recipient) -> Missing {
    match &recipient.kind {
        RecipientKind::Team { id, name } if name.is_empty() => Missing::Team(id.to_string()),
        RecipientKind::Team { name, .. } => Missing::Team(name.clone()),
        _ => schedule_name(recipient).map_or(Missing::Whom, Missing::Schedule),
    }
}
