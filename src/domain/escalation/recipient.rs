//! Who is told at one level of a rule, and whether one person is behind it: by name, as a member of
//! a team, as on call in a schedule, or by a mail address.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::on_call;
use crate::domain::escalation::on_call::OnCall;
use crate::domain::escalation::person::Person;
use crate::domain::escalation::redirect::Redirect;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::Target;

/// An entry of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// What it names.
    #[serde(rename = "via")]
    pub kind: RecipientKind,
    /// Whether the person is behind it.
    pub truth: Truth,
    /// A label of the incident may have replaced it.
    #[serde(skip)]
    pub perhaps_replaced: bool,
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
    /// A label of the incident, which names persons or teams in place of the rule's.
    Label(String),
    /// Something of a kind that duty does not know, or that the server does not tell.
    Other,
}

impl Recipient {
    /// Whether it is a mail address, which may be written to as such.
    pub fn is_address(&self) -> bool {
        matches!(self.kind, RecipientKind::Email(_))
    }

    /// Whether it is a maybe for something that the server does not tell, or tells in two ways.
    pub(crate) fn is_untold(&self) -> bool {
        match &self.kind {
            _ if self.perhaps_replaced || self.truth != Truth::Unknown => false,
            RecipientKind::Other | RecipientKind::Team { .. } => true,
            RecipientKind::Schedule { on_call, .. } => {
                matches!(on_call, OnCall::NotTold | OnCall::Contradictory)
            }
            RecipientKind::Name | RecipientKind::Email(_) | RecipientKind::Label(_) => false,
        }
    }

    /// The schedule, where the person is off duty in it or has another role, and when their next
    /// shift in one of the rule's roles begins.
    pub fn off_duty(&self) -> Option<(u64, Option<Timestamp>)> {
        match &self.kind {
            RecipientKind::Schedule {
                id,
                on_call: OnCall::OffDuty { next } | OnCall::OtherRole { next, .. },
                ..
            } => Some((*id, *next)),
            _ => None,
        }
    }

    /// Whether it is a schedule in which the person is on call in a role that the rule does not tell.
    pub fn has_other_role(&self) -> bool {
        let RecipientKind::Schedule { on_call, .. } = &self.kind else {
            return false;
        };
        matches!(on_call, OnCall::OtherRole { .. })
    }
}

/// The entries that can concern the person.
///
/// A label that names persons replaces the rule's persons, and one that names teams its teams.
/// Whether it replaces the rest of the level's targets as well is not documented: whatever of them
/// is a yes becomes a maybe.
pub(crate) fn find(
    target: &Target,
    person: &Person,
    at: Timestamp,
    redirect: Redirect<'_>,
) -> Vec<Recipient> {
    let (persons, teams) = (redirect.persons(person), redirect.teams(person));
    let perhaps_replaced = persons.is_some() || teams.is_some();
    // A list without entries, or of nobody that is known, replaces nothing for certain.
    let stays = |named: &Option<(String, Truth)>| {
        named
            .as_ref()
            .is_none_or(|(_, truth)| *truth == Truth::Unknown)
    };
    let mut found = Vec::new();
    let mut add = |kind, truth: Truth| {
        let perhaps_replaced = perhaps_replaced && !matches!(kind, RecipientKind::Label(_));
        let truth = if perhaps_replaced {
            truth.and(Truth::Unknown)
        } else {
            truth
        };
        found.push(Recipient {
            kind,
            truth,
            perhaps_replaced,
        });
    };
    // Nobody knows of somebody who is not known whether it is them.
    let somebody = |truth: Truth| match person.is_known() {
        true => truth,
        false => Truth::Unknown,
    };
    let named = target.person_ids.contains(&person.id);
    let perhaps = !person.is_known() && !target.person_ids.is_empty();
    if (named || perhaps) && stays(&persons) {
        add(RecipientKind::Name, somebody(Truth::Yes));
    }
    for id in target.team_ids.iter().filter(|_| stays(&teams)) {
        let name = person.team(*id).map(|team| team.team_name.clone());
        let name = name.unwrap_or_default();
        let kind = RecipientKind::Team { id: *id, name };
        add(kind, person.in_team(*id));
    }
    for (id, roles) in &target.schedule_to_role_ids {
        let schedule = person.schedule(*id);
        let name = schedule.map(|one| one.schedule_name.clone());
        let name = name.unwrap_or_default();
        let mut on_call = on_call::standing(schedule, roles, person, at);
        let others = person.schedules_of(*id).skip(1);
        let mut others = others.map(|one| on_call::standing(Some(one), roles, person, at).truth());
        if others.any(|other| other != on_call.truth()) {
            on_call = OnCall::Contradictory;
        }
        if !person.is_known() {
            on_call = OnCall::Unknown;
        }
        let truth = somebody(on_call.truth());
        let id = *id;
        add(RecipientKind::Schedule { id, name, on_call }, truth);
    }
    // That the address is the person's is certain. Whether the server writes to it as such, or
    // tells the member who has it like anyone else, the references do not agree: a maybe.
    let reads = |one: &&String| person.emails_unread || person.reads(one);
    for address in target.emails.iter().filter(reads) {
        add(RecipientKind::Email(address.clone()), Truth::Unknown);
    }
    if target.unclear {
        add(RecipientKind::Other, Truth::Unknown);
    }
    for (label, truth) in persons.into_iter().chain(teams) {
        add(RecipientKind::Label(label), truth);
    }
    found
}

/// Whether labels redirect a level of a rule to the person, or may.
pub fn may_redirect(labels: &BTreeMap<String, String>, level: usize, person: &Person) -> bool {
    Redirect::of(labels, level).may_mean(person)
}

/// Whether a target names the person, a team or a schedule of theirs, or may do so.
pub fn may_mean(target: &Target, person: &Person, at: Timestamp) -> bool {
    let labels = BTreeMap::new();
    find(target, person, at, Redirect::of(&labels, 0))
        .iter()
        .any(|one| one.truth != Truth::No || one.off_duty().is_some())
}
