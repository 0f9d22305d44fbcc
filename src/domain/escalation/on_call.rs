//! Whether a person is on call in a schedule at some moment. The server tells in up to three ways: the
//! current shift and the next one, the shifts that it computed for the time asked for, and the same
//! layer by layer. None of them has to be there, and where one is null that is no evidence of anything.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::person::Person;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::{Schedule, Shift, ShiftMembers};

/// Whether a person is on call in a schedule at some moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OnCall {
    /// Yes.
    #[serde(rename = "on_call")]
    Yes {
        /// In which of the shifts that the server tells of.
        shift: WhichShift,
        /// In this role, where the server says.
        role_id: Option<u64>,
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

/// One account of who is on call at a moment: this shift, or nobody.
type Account<'a> = (WhichShift, Option<&'a Shift>);

/// How a person stands in a shift.
#[derive(PartialEq, Eq)]
enum InShift {
    /// In one of the roles that are asked for: this one, where the server says.
    Yes(Option<u64>),
    /// In another one.
    OtherRole(u64),
    /// Whether they are in it, or in which role, is not told.
    NotTold,
    /// Not in it.
    No,
}

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

/// Whether somebody is on call at a moment, or may be, by any of the ways in which the server tells it.
pub fn is_anybody_on_call(schedule: &Schedule, at: Timestamp) -> bool {
    let accounts = accounts(schedule, at, None);
    let shifts = accounts.iter().filter_map(|(_, shift)| *shift);
    let mut members = shifts.flat_map(|shift| &shift.group.members);
    members.any(|each| !each.person_ids.is_empty() || !each.person_ids.told)
}

/// Who is on call at a moment in one of these roles, by any of the ways in which the server tells it; no roles are any.
pub fn on_call_at(schedule: &Schedule, roles: &[u64], at: Timestamp) -> Vec<u64> {
    let accounts = accounts(schedule, at, None);
    let shifts = accounts.iter().filter_map(|(_, shift)| *shift);
    let members = shifts.flat_map(|shift| &shift.group.members);
    let is_asked = |each: &&ShiftMembers| {
        roles.is_empty() || each.role_id.is_some_and(|role| roles.contains(&role))
    };
    let persons = members
        .filter(is_asked)
        .flat_map(|each| each.person_ids.iter());
    persons.copied().collect()
}

/// Whether two answers about one schedule say the same of the person at a moment, where both say something.
pub fn agree(
    [one, other]: [&Schedule; 2],
    person: u64,
    at: Timestamp,
    as_of: Option<Timestamp>,
) -> bool {
    let standing = |(_, told): &Account<'_>| match told {
        Some(shift) => in_shift(shift, &[], person),
        None => InShift::No,
    };
    let (one, other) = (accounts(one, at, as_of), accounts(other, at, as_of));
    let Some(first) = one.first().map(standing) else {
        return true;
    };
    let mut both = one.iter().chain(&other);
    other.is_empty() || both.all(|each| standing(each) == first)
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
    let standings = accounts.iter().map(|(shift, told)| {
        let in_shift = told.map_or(InShift::No, |told| in_shift(told, roles, person.id));
        let shift = *shift;
        let until = told.and_then(|told| moment(told.end));
        match in_shift {
            InShift::Yes(role_id) => OnCall::Yes {
                shift,
                role_id,
                until,
            },
            InShift::OtherRole(role_id) => OnCall::OtherRole {
                role_id,
                until,
                told: roles.to_vec(),
                next: next(),
            },
            InShift::NotTold => OnCall::NotTold,
            InShift::No => OnCall::OffDuty { next: next() },
        }
    });
    let standings: Vec<OnCall> = standings.collect();
    let mut truths = standings.iter().map(OnCall::truth);
    let first = truths.next();
    let differ = truths.any(|other| Some(other) != first);
    match standings.into_iter().next() {
        None => OnCall::NotTold,
        Some(_) if schedule.contradicted || differ => OnCall::Contradictory,
        Some(OnCall::Yes { .. }) if schedule.may_be_off() => OnCall::PerhapsOff,
        Some(standing) => standing,
    }
}

/// What the server tells of a moment, in each of its ways that does.
fn accounts(schedule: &Schedule, at: Timestamp, as_of: Option<Timestamp>) -> Vec<Account<'_>> {
    let second = at.as_second();
    let covers = |shift: &&Shift| shift.start <= second && second < shift.end;
    let mut accounts: Vec<Account<'_>> = Vec::new();
    let computed = schedule.final_schedule.iter();
    let computed = computed.flat_map(|all| all.shifts());
    // Of several that overlap each may count, as of those of a layer.
    let computed = computed.filter(covers);
    accounts.extend(computed.map(|shift| (WhichShift::Computed, Some(shift))));
    if accounts.is_empty() {
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
        accounts.extend(each.map(|(_, shift)| (WhichShift::Computed, Some(*shift))));
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
        accounts.push((which, Some(shift)));
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
            accounts.push((WhichShift::Current, Some(shift)));
        }
        if since.is_some_and(|since| since <= second && second < following.start) {
            accounts.push((WhichShift::Next, None));
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
    let is_in = |shift: &Shift| matches!(in_shift(shift, roles, person), InShift::Yes(_));
    let mine = shifts.filter(|shift| at.as_second() < shift.start && is_in(shift));
    moment(mine.map(|shift| shift.start).min()?)
}

/// 0 is no time.
fn moment(second: i64) -> Option<Timestamp> {
    Timestamp::from_second(second).ok().filter(|_| second != 0)
}

fn has_end(shift: &Shift) -> bool {
    shift.end > shift.start
}

/// How the person stands in a shift; none of the roles asked for is any.
fn in_shift(shift: &Shift, roles: &[u64], person: u64) -> InShift {
    let asked = |role: Option<u64>| match role {
        _ if roles.is_empty() => Truth::Yes,
        Some(role) => roles.contains(&role).into(),
        None => Truth::Unknown,
    };
    let named = |each: &ShiftMembers| match each.person_ids.contains(&person) {
        false if !each.person_ids.told => Truth::Unknown,
        is_in => is_in.into(),
    };
    let members = &shift.group.members;
    let is_mine = |each: &&ShiftMembers| asked(each.role_id).and(named(each)) == Truth::Yes;
    let may_be_mine = |each: &ShiftMembers| asked(each.role_id).and(named(each)) != Truth::No;
    if let Some(mine) = members.iter().find(is_mine) {
        return InShift::Yes(mine.role_id);
    }
    if members.iter().any(may_be_mine) {
        return InShift::NotTold;
    }
    let other = members.iter().find(|each| named(each) == Truth::Yes);
    let other = other.and_then(|each| each.role_id);
    other.map_or(InShift::No, InShift::OtherRole)
}
