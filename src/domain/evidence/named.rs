//! How the person stands to a level of a rule at a moment, by the rule as it is now.

use jiff::Timestamp;

use crate::domain::escalation::wire::{EscalationRule, Schedule, Target};
use crate::domain::escalation::{Level, Recipient, Truth, level_at};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::off_duty::{OffDuty, schedule_name, stands_in};

/// How the person stands to a level at a moment.
pub(super) enum Named<'a> {
    Yes,
    Perhaps,
    /// The person stands in these schedules, and is not on call.
    OffDuty(Vec<OffDuty<'a>>),
    No,
}

/// What a level means for the person, and how they stand to it.
pub(super) fn named<'a>(
    case: &Case<'a>,
    rule: &'a EscalationRule,
    index: usize,
    at: Timestamp,
) -> (Level, Named<'a>) {
    let target = rule.layers.get(index).and_then(|one| one.target.as_ref());
    let level = level_at(index, 0, target, case.person, &case.as_opened(), at);
    let truth = Truth::any(level.recipients.iter().map(|one| one.truth));
    let named = match truth {
        Truth::Yes => Named::Yes,
        Truth::Unknown => Named::Perhaps,
        Truth::No => {
            let off_duty = level.recipients.iter().filter_map(|one| {
                let schedule = off_duty(case, one, at)?;
                let roles = target?.schedule_to_role_ids.get(&schedule.schedule_id)?;
                Some(OffDuty {
                    schedule,
                    name: schedule_name(one)?,
                    roles,
                    other_role: one.has_other_role(),
                    alone: target.is_some_and(is_one_schedule) && level.recipients.len() == 1,
                })
            });
            let off_duty: Vec<OffDuty<'a>> = off_duty.collect();
            match off_duty.is_empty() {
                true => Named::No,
                false => Named::OffDuty(off_duty),
            }
        }
    };
    (level, named)
}

/// The schedule in which the person stands and is off duty, or has another role.
pub(super) fn off_duty<'a>(
    case: &Case<'a>,
    one: &Recipient,
    at: Timestamp,
) -> Option<&'a Schedule> {
    let (id, _) = one.off_duty()?;
    let schedule = case.person.schedule(id)?;
    stands_in(schedule, case.person.id, at).then_some(schedule)
}

/// Whether a target names a schedule and nothing else.
fn is_one_schedule(target: &Target) -> bool {
    let others = [&target.person_ids[..], &target.team_ids[..]];
    let is_more = target.unclear || !target.emails.is_empty();
    target.schedule_to_role_ids.len() == 1 && !is_more && others.iter().all(|ids| ids.is_empty())
}
