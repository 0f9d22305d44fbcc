//! Who is told at one level of a rule, and whether one person is behind it: by name, as a member of
//! a team, as on call in a schedule, or by a mail address.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::person::Person;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::{Schedule, Shift, Target};

/// An entry of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// What it names.
    #[serde(rename = "via")]
    pub kind: RecipientKind,
    /// Whether the person is behind it.
    pub truth: Truth,
}

/// What an entry names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum RecipientKind {
    /// This person. Other persons are left out.
    Name,
    /// A team.
    Team {
        /// The server's id.
        id: u64,
        /// Its name; empty where it is not known.
        name: String,
    },
    /// A schedule.
    Schedule {
        /// The server's id.
        id: u64,
        /// Its name; empty where it is not known.
        name: String,
        /// Whether the person is on call in it at that time.
        #[serde(rename = "standing")]
        on_call: OnCall,
    },
    /// One of the person's mail addresses. Other addresses are left out.
    Email(String),
}

/// Whether a person is on call in a schedule at some moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum OnCall {
    /// Yes.
    #[serde(rename = "on_call")]
    Yes {
        /// In the shift of the moment, or the one after it.
        shift: WhichShift,
        /// In this role.
        role_id: u64,
        /// Until then.
        until: Option<Timestamp>,
    },
    /// Not on call, or in another role than the target's.
    OffDuty {
        /// The beginning of the next shift with the person in such a role, where the server says.
        next: Option<Timestamp>,
    },
    /// Never in it.
    NotInIt,
    /// The moment is outside of the shifts that the server told of.
    NotTold,
    /// Whether the person is in it at all is not known.
    Unknown,
}

/// Which of the two shifts that the server tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichShift {
    /// The current one, as the server sees it.
    Current,
    /// The one after it.
    Next,
}

impl OnCall {
    fn truth(&self) -> Truth {
        match self {
            Self::Yes { .. } => Truth::Yes,
            Self::OffDuty { .. } | Self::NotInIt => Truth::No,
            Self::NotTold | Self::Unknown => Truth::Unknown,
        }
    }
}

impl Recipient {
    /// Whether it is a mail address, which may be written to as such.
    pub fn is_address(&self) -> bool {
        matches!(self.kind, RecipientKind::Email(_))
    }

    /// The schedule, where the person is off duty in it, and when their next shift begins.
    pub fn off_duty(&self) -> Option<(u64, Option<Timestamp>)> {
        match &self.kind {
            RecipientKind::Schedule {
                id,
                on_call: OnCall::OffDuty { next },
                ..
            } => Some((*id, *next)),
            _ => None,
        }
    }
}

/// The entries that can concern the person.
pub(crate) fn find(target: &Target, person: &Person, at: Timestamp) -> Vec<Recipient> {
    let mut found = Vec::new();
    let mut add = |kind, truth| found.push(Recipient { kind, truth });
    if target.person_ids.contains(&person.id) {
        add(RecipientKind::Name, Truth::Yes);
    }
    for id in &target.team_ids {
        let name = person.team(*id).map(|team| team.team_name.clone());
        let name = name.unwrap_or_default();
        add(RecipientKind::Team { id: *id, name }, person.in_team(*id));
    }
    for (id, roles) in &target.schedule_to_role_ids {
        let (name, on_call) = match person.schedule(*id) {
            Some(schedule) => (
                schedule.schedule_name.clone(),
                on_call(schedule, roles, person, at),
            ),
            None if person.schedules_complete => (String::new(), OnCall::NotInIt),
            None => (String::new(), OnCall::Unknown),
        };
        let truth = on_call.truth();
        let id = *id;
        add(RecipientKind::Schedule { id, name, on_call }, truth);
    }
    // That the address is the person's is certain. Whether the server writes to it as such, or
    // tells the member who has it like anyone else, the references do not agree: a maybe.
    for address in target.emails.iter().filter(|one| person.reads(one)) {
        add(RecipientKind::Email(address.clone()), Truth::Unknown);
    }
    found
}

/// Whether a target names the person, a team or a schedule of theirs, or may do so.
pub fn may_mean(target: &Target, person: &Person, at: Timestamp) -> bool {
    find(target, person, at)
        .iter()
        .any(|one| one.truth != Truth::No || one.off_duty().is_some())
}

/// The server tells of two shifts, the current one and the next. A moment in one of them is
/// decided by it, and between the two nobody is on call; before and after it is not told.
fn on_call(schedule: &Schedule, roles: &[u64], person: &Person, at: Timestamp) -> OnCall {
    let second = at.as_second();
    let current = schedule.cur_oncall.as_ref();
    let next = schedule.next_oncall.as_ref();
    let both = [(WhichShift::Current, current), (WhichShift::Next, next)]
        .into_iter()
        .filter_map(|(which, shift)| Some((which, shift?)));
    let off_duty = || {
        let coming = both
            .clone()
            .find(|(_, shift)| second < shift.start && role_in(shift, roles, person.id).is_some());
        OnCall::OffDuty {
            next: coming.and_then(|(_, shift)| Timestamp::from_second(shift.start).ok()),
        }
    };
    let covers = |shift: &Shift| shift.start <= second && second < shift.end;
    if let Some((which, shift)) = both.clone().find(|(_, shift)| covers(shift)) {
        return match role_in(shift, roles, person.id) {
            Some(role_id) => OnCall::Yes {
                shift: which,
                role_id,
                until: Timestamp::from_second(shift.end).ok(),
            },
            None => off_duty(),
        };
    }
    let as_of = person.schedules_as_of.map(Timestamp::as_second);
    let idle_since = current.map_or(as_of, |shift| Some(shift.end));
    // With no next shift only the very moment of the answer is told of.
    let idle_until = next.map_or(as_of.map(|second| second.saturating_add(1)), |shift| {
        Some(shift.start)
    });
    match (idle_since, idle_until) {
        (Some(since), Some(until)) if since <= second && second < until => off_duty(),
        _ => OnCall::NotTold,
    }
}

/// The role of the person in a shift, if it is one of those asked for; none asked for is any.
fn role_in(shift: &Shift, roles: &[u64], person: u64) -> Option<u64> {
    let asked = |role: u64| roles.is_empty() || roles.contains(&role);
    let mut members = shift.group.members.iter();
    let mine = members.find(|each| asked(each.role_id) && each.person_ids.contains(&person));
    mine.map(|each| each.role_id)
}
