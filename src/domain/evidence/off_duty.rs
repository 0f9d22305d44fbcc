//! A schedule that a level told, in which the person stands without having been told: who was on call, that nobody was,
//! or that the person had another role.

use jiff::Timestamp;

use crate::domain::escalation::wire::{Schedule, Shift};
use crate::domain::escalation::{Recipient, RecipientKind, is_anybody_on_call, on_call_at};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::reason::{Gap, RuleRef, Why};

/// A level that told a schedule.
pub(super) struct Told<'a> {
    pub rule: &'a RuleRef,
    /// From 0.
    pub level: usize,
    pub at: Timestamp,
    /// The persons that the record has for the level.
    pub who: &'a [u64],
    /// Nobody, which need not mean that there was nobody.
    pub untold: bool,
}

/// A schedule in which the person stands and was not on call, or in another role.
pub(super) struct OffDuty<'a> {
    pub schedule: &'a Schedule,
    pub name: String,
    /// Those that the level tells; none are any.
    pub roles: &'a [u64],
    /// The person is on call in a role that the level does not tell.
    pub other_role: bool,
    /// The level tells nobody else.
    pub alone: bool,
}

impl OffDuty<'_> {
    /// Why the level did not tell the person.
    pub(super) fn why(self, case: &Case<'_>, told: &Told<'_>) -> Why {
        let (schedule, at) = (self.schedule, told.at);
        let anybody = is_anybody_on_call(schedule, at);
        let as_then = is_as_then(case, schedule, at);
        let other_role = self.other_role && as_then;
        let (rule, level) = (told.rule.clone(), told.level);
        if told.who.is_empty() {
            return if told.untold && (anybody || !as_then) {
                Why::Unknown(Gap::Untold(rule, level))
            } else if other_role {
                self.not_on_call(told, Vec::new(), true)
            } else if self.was_manned(case, at) {
                // The record has nobody, and the schedule did not change since.
                Why::Unknown(Gap::ScheduleUnread(self.name))
            } else if anybody && as_then {
                // Those who were on call had other roles.
                self.not_on_call(told, Vec::new(), false)
            } else {
                self.nobody(told)
            };
        }
        if self.alone {
            return self.not_on_call(told, told.who.to_vec(), other_role);
        }
        // Others were told for other reasons: who of them was on call only the schedule tells.
        if as_then && !anybody {
            return self.nobody(told);
        }
        let on_call = on_call_at(schedule, self.roles, at);
        let is_of_it = |person: &&u64| as_then && on_call.contains(person);
        let who = told.who.iter().filter(is_of_it).copied().collect();
        self.not_on_call(told, who, other_role)
    }

    /// Whether somebody was on call, in a role that the level tells, by a shift that was there when the incident began.
    fn was_manned(&self, case: &Case<'_>, at: Timestamp) -> bool {
        let then = shifts_at(self.schedule, at).filter(|shift| case.is_unchanged(shift.update_at));
        let mut members = then.flat_map(|shift| &shift.group.members);
        let is_told = |role: u64| self.roles.is_empty() || self.roles.contains(&role);
        is_anybody_on_call(self.schedule, at)
            && members.any(|each| !each.person_ids.is_empty() && each.role_id.is_none_or(is_told))
    }

    fn not_on_call(self, told: &Told<'_>, who: Vec<u64>, other_role: bool) -> Why {
        Why::NotOnCall {
            schedule: self.name,
            rule: told.rule.clone(),
            level: told.level,
            who,
            other_role,
        }
    }

    fn nobody(self, told: &Told<'_>) -> Why {
        Why::NobodyOnCall {
            schedule: self.name,
            rule: told.rule.clone(),
            level: told.level,
        }
    }
}

/// How a recipient that is a schedule is called.
pub(super) fn schedule_name(recipient: &Recipient) -> Option<String> {
    match &recipient.kind {
        RecipientKind::Schedule { id, name, .. } if name.is_empty() => Some(id.to_string()),
        RecipientKind::Schedule { name, .. } => Some(name.clone()),
        _ => None,
    }
}

/// Whether the person is in any of its shifts, or takes turns in a layer that there is at that moment: a turn comes round
/// in weeks, and the shifts are told of a month.
pub(super) fn stands_in(schedule: &Schedule, person: u64, at: Timestamp) -> bool {
    let second = at.as_second();
    let mut now = schedule
        .rotations
        .iter()
        .filter(|one| (one.start..one.end).contains(&second));
    now.any(|one| one.person_ids.contains(&person))
        || shifts(schedule).any(|shift| is_in(shift, person))
}

/// All that the server tells of.
fn shifts(schedule: &Schedule) -> impl Iterator<Item = &Shift> {
    let final_shifts = schedule.final_schedule.iter().flat_map(|all| all.shifts());
    let layers = schedule.layer_schedules.iter().flat_map(|all| all.shifts());
    let current = schedule.cur_oncall.iter().chain(&schedule.next_oncall);
    final_shifts.chain(layers).chain(current)
}

fn is_in(shift: &Shift, person: u64) -> bool {
    let mut members = shift.group.members.iter();
    members.any(|each| each.person_ids.contains(&person))
}

/// Whether there are shifts of that moment, and all of them were there when the incident began.
fn is_as_then(case: &Case<'_>, schedule: &Schedule, at: Timestamp) -> bool {
    let mut then = shifts_at(schedule, at).peekable();
    then.peek().is_some() && then.all(|shift| case.is_unchanged(shift.update_at))
}

/// Whether every shift of that moment with the person in it was there when the incident began.
pub(super) fn was_on_call(case: &Case<'_>, schedule: &Schedule, at: Timestamp) -> bool {
    let mut mine = shifts_at(schedule, at).filter(|shift| is_in(shift, case.person.id));
    mine.all(|shift| case.is_unchanged(shift.update_at))
}

/// Whether a shift of that moment was written after the incident began.
pub(super) fn has_changed_at(case: &Case<'_>, schedule: &Schedule, at: Timestamp) -> bool {
    shifts_at(schedule, at).any(|shift| case.has_changed(shift.update_at))
}

/// The shifts that a moment is in.
fn shifts_at(schedule: &Schedule, at: Timestamp) -> impl Iterator<Item = &Shift> {
    let second = at.as_second();
    shifts(schedule).filter(move |shift| (shift.start..shift.end).contains(&second))
}
