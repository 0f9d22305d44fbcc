//! The entries of a target, and whether one person is behind them: by name, as a member of a
//! team, as on call in a schedule, or by a mail address.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::wire::{Schedule, Shift, Target};
use crate::domain::escalation::{Person, Truth};

/// An entry of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Way {
    /// Which.
    pub via: Via,
    /// Whether the person is behind it.
    pub truth: Truth,
}

/// What an entry names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Via {
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
        /// Where the person stands in it at that time.
        standing: Standing,
    },
    /// One of the person's mail addresses. Other addresses are left out.
    Email(String),
}

/// Where a person stands in a schedule at some moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Standing {
    /// On call.
    OnCall {
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

impl Standing {
    fn truth(&self) -> Truth {
        match self {
            Self::OnCall { .. } => Truth::Yes,
            Self::OffDuty { .. } | Self::NotInIt => Truth::No,
            Self::NotTold | Self::Unknown => Truth::Unknown,
        }
    }
}

/// The entries that can concern the person.
pub(crate) fn find(target: &Target, person: &Person, at: Timestamp) -> Vec<Way> {
    let mut ways = Vec::new();
    if target.person_ids.contains(&person.id) {
        ways.push(Way {
            via: Via::Name,
            truth: Truth::Yes,
        });
    }
    ways.extend(target.team_ids.iter().map(|id| team(*id, person)));
    for (id, roles) in &target.schedule_to_role_ids {
        ways.push(schedule(*id, roles, person, at));
    }
    // That the address is the person's is certain; how the server writes to a bare address is
    // not in the contract, so it is no more than a maybe.
    let own = |address: &&String| {
        person
            .emails
            .iter()
            .any(|own| own.trim().eq_ignore_ascii_case(address.trim()))
    };
    let addresses = target.emails.iter().filter(own);
    ways.extend(addresses.map(|address| Way {
        via: Via::Email(address.clone()),
        truth: Truth::Unknown,
    }));
    ways
}

fn team(id: u64, person: &Person) -> Way {
    let team = person.teams.iter().find(|team| team.team_id == id);
    let truth = match team {
        Some(team) => team.person_ids.contains(&person.id).into(),
        None if person.teams_complete => Truth::No,
        None => Truth::Unknown,
    };
    let name = team.map(|team| team.team_name.clone()).unwrap_or_default();
    Way {
        via: Via::Team { id, name },
        truth,
    }
}

fn schedule(id: u64, roles: &[u64], person: &Person, at: Timestamp) -> Way {
    let schedule = person
        .schedules
        .iter()
        .find(|schedule| schedule.schedule_id == id);
    let standing = match schedule {
        Some(schedule) => stand(schedule, roles, person, at),
        None if person.schedules_complete => Standing::NotInIt,
        None => Standing::Unknown,
    };
    let name = schedule
        .map(|schedule| schedule.schedule_name.clone())
        .unwrap_or_default();
    let truth = standing.truth();
    Way {
        via: Via::Schedule { id, name, standing },
        truth,
    }
}

/// The server tells of two shifts, the current one and the next. A moment in one of them is
/// decided by it, and between the two nobody is on call; before and after it is not told.
fn stand(schedule: &Schedule, roles: &[u64], person: &Person, at: Timestamp) -> Standing {
    let second = at.as_second();
    let current = schedule.cur_oncall.as_ref();
    let next = schedule.next_oncall.as_ref();
    let covers = |shift: &&Shift| shift.start <= second && second < shift.end;
    let coming = |shift: Option<&Shift>| {
        let later = shift.filter(|shift| second < shift.start);
        let mine = later.filter(|shift| role_in(shift, roles, person.id).is_some());
        mine.and_then(|shift| Timestamp::from_second(shift.start).ok())
    };
    let off_duty = || Standing::OffDuty {
        next: coming(current).or_else(|| coming(next)),
    };
    let both = [(WhichShift::Current, current), (WhichShift::Next, next)];
    let covering = both
        .into_iter()
        .find_map(|(which, shift)| shift.filter(covers).map(|shift| (which, shift)));
    if let Some((which, shift)) = covering {
        return match role_in(shift, roles, person.id) {
            Some(role_id) => {
                let until = Timestamp::from_second(shift.end).ok();
                Standing::OnCall {
                    shift: which,
                    role_id,
                    until,
                }
            }
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
        _ => Standing::NotTold,
    }
}

/// The role of the person in a shift, if it is one of those asked for; none asked for is any.
fn role_in(shift: &Shift, roles: &[u64], person: u64) -> Option<u64> {
    let asked = |role: u64| roles.is_empty() || roles.contains(&role);
    let mut members = shift.group.members.iter();
    let mine = members.find(|each| asked(each.role_id) && each.person_ids.contains(&person));
    mine.map(|each| each.role_id)
}
