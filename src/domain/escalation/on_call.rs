//! Whether a person is on call in a schedule at some moment. The server tells in up to three ways: the
//! current shift and the next one, the shifts that it computed for the time asked for, and the same
//! layer by layer. None of them has to be there, and where one is null that is no evidence of anything.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::person::Person;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::{Schedule, Shift};

/// Whether a person is on call in a schedule at some moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OnCall {
    /// Yes.
    #[serde(rename = "on_call")]
    Yes {
        /// In which of the shifts that the server tells of.
        shift: WhichShift,
        /// In this role.
        role_id: u64,
        /// Until then.
        until: Option<Timestamp>,
    },
    /// On call, in a role that the rule does not tell.
    OtherRole {
        /// In this role.
        role_id: u64,
        /// Until then.
        until: Option<Timestamp>,
        /// The roles that the rule tells.
        told: Vec<u64>,
        /// The beginning of the next shift with the person in such a role, where the server says.
        next: Option<Timestamp>,
    },
    /// Not on call.
    OffDuty {
        /// The beginning of the next shift with the person in such a role, where the server says.
        next: Option<Timestamp>,
    },
    /// Never in it.
    NotInIt,
    /// The moment is outside of the shifts that the server told of.
    NotTold,
    /// On call, in a schedule that may be switched off.
    PerhapsOff,
    /// The server told different things.
    Contradictory,
    /// Whether the person is in it at all is not known.
    Unknown,
}

/// Which of the shifts that the server tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichShift {
    /// The current one, as the server sees it.
    Current,
    /// The one after it.
    Next,
    /// One that was computed for the time asked for.
    Computed,
}

impl OnCall {
    pub(crate) fn truth(&self) -> Truth {
        match self {
            Self::Yes { .. } => Truth::Yes,
            Self::OtherRole { .. } | Self::OffDuty { .. } | Self::NotInIt => Truth::No,
            Self::NotTold | Self::PerhapsOff | Self::Contradictory | Self::Unknown => {
                Truth::Unknown
            }
        }
    }
}

/// One account of who is on call at a moment: these shifts, or nobody.
type Account<'a> = (WhichShift, Vec<&'a Shift>);

/// Whether a schedule tells who is on call from one moment to another, both among them. Without that, it
/// can be asked for.
pub fn is_told(
    schedule: &Schedule,
    (from, until): (Timestamp, Timestamp),
    as_of: Option<Timestamp>,
) -> bool {
    let computed = schedule
        .final_schedule
        .iter()
        .chain(&schedule.layer_schedules);
    let computed = computed.flat_map(|layer| layer.shifts());
    let ends = computed
        .chain(&schedule.cur_oncall)
        .chain(&schedule.next_oncall)
        .filter_map(|shift| moment(shift.end))
        .filter(|end| from < *end && *end < until);
    ends.chain([from, until])
        .all(|at| !accounts(schedule, at, as_of).is_empty())
}

/// Whether somebody is on call at a moment, by any of the ways in which the server tells it.
pub fn is_anybody_on_call(schedule: &Schedule, at: Timestamp) -> bool {
    let has_persons = |shift: &&Shift| {
        let mut members = shift.group.members.iter();
        members.any(|each| !each.person_ids.is_empty())
    };
    let accounts = accounts(schedule, at, None);
    accounts
        .iter()
        .any(|(_, shifts)| shifts.iter().any(has_persons))
}

/// How the person stands in a schedule; nothing where the server did not list it as one of theirs.
/// No roles are any role.
pub(crate) fn standing(
    schedule: Option<&Schedule>,
    roles: &[u64],
    person: &Person,
    at: Timestamp,
) -> OnCall {
    let Some(schedule) = schedule else {
        let asked_for = person
            .schedules_window
            .is_none_or(|(from, until)| from <= at && at < until);
        return if person.schedules_complete && asked_for {
            OnCall::NotInIt
        } else {
            OnCall::Unknown
        };
    };
    let next = || next(schedule, roles, person.id, at);
    let accounts = accounts(schedule, at, person.schedules_as_of);
    let mut standings = accounts.iter().map(|(which, shifts)| {
        let in_role = |roles| {
            let mut found = shifts.iter();
            found.find_map(|shift| Some((role_in(shift, roles, person.id)?, moment(shift.end))))
        };
        if let Some((role_id, until)) = in_role(roles) {
            let shift = *which;
            OnCall::Yes {
                shift,
                role_id,
                until,
            }
        } else if let Some((role_id, until)) = in_role(&[]) {
            OnCall::OtherRole {
                role_id,
                until,
                told: roles.to_vec(),
                next: next(),
            }
        } else {
            OnCall::OffDuty { next: next() }
        }
    });
    let Some(first) = standings.next() else {
        return OnCall::NotTold;
    };
    if first.truth() == Truth::Yes && schedule.may_be_off() {
        OnCall::PerhapsOff
    } else if standings.all(|other| other.truth() == first.truth()) {
        first
    } else {
        OnCall::Contradictory
    }
}

/// What the server tells of a moment, in each of its ways that does.
fn accounts(schedule: &Schedule, at: Timestamp, as_of: Option<Timestamp>) -> Vec<Account<'_>> {
    let second = at.as_second();
    let covers = |shift: &&Shift| shift.start <= second && second < shift.end;
    let mut accounts: Vec<Account<'_>> = Vec::new();
    let computed = schedule.final_schedule.iter();
    let computed = computed.flat_map(|all| all.shifts());
    let computed: Vec<_> = computed.filter(covers).collect();
    if computed.is_empty() {
        // Of several shifts of one layer as well, each may count.
        let layers = schedule.layer_schedules.iter().flat_map(|layer| {
            let shifts = layer.shifts().iter().filter(covers);
            shifts.map(|shift| (layer.mode == 1 && !shift.group.members.is_empty(), shift))
        });
        let mut layers: Vec<_> = layers.collect();
        let overridden = layers.iter().any(|(counts, _)| *counts);
        // What was not computed may be an override, or another rotation: then the rest decides nothing.
        let mut open = schedule.layer_schedules.iter();
        if open.any(|layer| layer.schedules.is_none() && (layer.mode == 1 || !overridden)) {
            layers.clear();
        }
        // Which of several rotations counts is described nowhere: each may.
        let each = layers.iter().filter(|(counts, _)| *counts == overridden);
        accounts.extend(each.map(|(_, shift)| (WhichShift::Computed, vec![*shift])));
    } else {
        accounts.push((WhichShift::Computed, computed));
    }
    let current = schedule.cur_oncall.as_ref();
    let following = schedule.next_oncall.as_ref();
    let mut shifts = [
        (WhichShift::Current, current),
        (WhichShift::Next, following),
    ]
    .into_iter()
    .filter_map(|(which, shift)| Some((which, shift?)));
    if let Some((which, shift)) = shifts.find(|(_, shift)| covers(shift)) {
        accounts.push((which, vec![shift]));
    } else if let Some(following) = following {
        // Between the two nobody is on call. Where the next one is told and no current one, that is
        // so from the moment of the answer on. Where the current one has no end, it is so never, and at that
        // moment it lasts.
        let endless = current.filter(|shift| !has_end(shift));
        let since = match (current, endless) {
            (Some(shift), None) => Some(shift.end),
            (None, _) => as_of.map(Timestamp::as_second),
            (Some(_), Some(_)) => None,
        };
        if let Some(shift) = endless.filter(|_| as_of == Some(at)) {
            accounts.push((WhichShift::Current, vec![shift]));
        }
        if since.is_some_and(|since| since <= second && second < following.start) {
            accounts.push((WhichShift::Next, Vec::new()));
        }
    }
    accounts
}

/// The beginning of the next shift with the person in one of these roles.
fn next(schedule: &Schedule, roles: &[u64], person: u64, at: Timestamp) -> Option<Timestamp> {
    let computed = schedule.final_schedule.iter();
    let computed = computed.flat_map(|all| all.shifts());
    let shifts = computed
        .chain(&schedule.cur_oncall)
        .chain(&schedule.next_oncall);
    let mine = shifts
        .filter(|shift| at.as_second() < shift.start && role_in(shift, roles, person).is_some());
    moment(mine.map(|shift| shift.start).min()?)
}

/// 0 is no time.
fn moment(second: i64) -> Option<Timestamp> {
    Timestamp::from_second(second).ok().filter(|_| second != 0)
}

fn has_end(shift: &Shift) -> bool {
    shift.end > shift.start
}

/// The role of the person in a shift, if it is one of those asked for; none asked for is any.
fn role_in(shift: &Shift, roles: &[u64], person: u64) -> Option<u64> {
    let asked = |role: u64| roles.is_empty() || roles.contains(&role);
    let mut members = shift.group.members.iter();
    let mine = members.find(|each| asked(each.role_id) && each.person_ids.contains(&person));
    mine.map(|each| each.role_id)
}
