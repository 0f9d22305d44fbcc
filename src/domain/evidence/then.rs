//! How the person stood to what a level names when the incident began: teams and shifts are told as they are now.

use jiff::Timestamp;

use crate::domain::escalation::{Level, Recipient, RecipientKind, Truth};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::off_duty::{has_changed_at, was_on_call};

/// Whether a level that names the person now did so when the incident began: whoever joined a team since, or took over a
/// shift, did not.
pub(super) fn was_named(case: &Case<'_>, level: &Level, at: Timestamp) -> bool {
    let mut all = level.recipients.iter();
    all.any(|one| one.truth == Truth::Yes && as_then(case, one, at) == Truth::Yes)
}

/// Whether a level that does not name the person now may have done so: whoever left a team since, or gave a shift away.
pub(super) fn may_have_been_named(case: &Case<'_>, level: &Level, at: Timestamp) -> bool {
    let mut all = level.recipients.iter();
    all.any(|one| as_then(case, one, at) != Truth::No)
}

/// Whether the person was behind an entry of a level when the incident began. That they were takes a proof; that they
/// were not is doubted where something is known to have changed.
pub(super) fn as_then(case: &Case<'_>, one: &Recipient, at: Timestamp) -> Truth {
    let is_proven = || match &one.kind {
        RecipientKind::Team { id, .. } => {
            let team = case.person.team(*id);
            team.is_some_and(|team| case.is_unchanged(team.updated_at))
        }
        RecipientKind::Schedule { id, .. } => {
            let schedule = case.person.schedule(*id);
            schedule.is_some_and(|one| was_on_call(case, one, at))
        }
        _ => true,
    };
    match one.truth {
        Truth::Yes if !is_proven() => Truth::Unknown,
        Truth::No if is_another_now(case, one, at) => Truth::Unknown,
        truth => truth,
    }
}

/// Whether a team, or a shift of a schedule, is known to have been changed after the incident began.
pub(super) fn is_another_now(case: &Case<'_>, one: &Recipient, at: Timestamp) -> bool {
    match &one.kind {
        RecipientKind::Team { id, .. } => {
            let team = case.person.team(*id);
            team.is_some_and(|team| case.has_changed(team.updated_at))
        }
        RecipientKind::Schedule { id, .. } => {
            let mut all = case.person.schedules_of(*id);
            all.any(|one| has_changed_at(case, one, at))
        }
        _ => false,
    }
}
