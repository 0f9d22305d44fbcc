//! The person whose phone should ring.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::delivery::{Delivery, Uncertainty};
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::{Schedule, Team};
use crate::domain::severity::Severity;

/// The person whose phone should ring, as far as it could be found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The member's id (or the account's).
    pub id: u64,
    /// The addresses whose mail the person reads. May be empty.
    pub emails: Vec<String>,
    /// What these addresses are could not be found out.
    pub emails_unread: bool,
    /// Teams with their members, whether or not the person is in them.
    pub teams: Vec<Team>,
    /// The person is in no team but these.
    pub teams_complete: bool,
    /// The on-call schedules that the person stands in.
    pub schedules: Vec<Schedule>,
    /// The person stands in no schedule but these.
    pub schedules_complete: bool,
    /// The time that the schedules were asked for, from and until: at another one the person may
    /// stand in others. Nothing is all time.
    pub schedules_window: Option<(Timestamp, Timestamp)>,
    /// When the server said who is on call. Where it named the next shift and no current one,
    /// nobody is on call from then until the next; without this, that is not known.
    pub schedules_as_of: Option<Timestamp>,
    /// The person's own channels by severity; nothing where they could not be read. A severity
    /// that is not in the map has no channels.
    pub preferences: Option<BTreeMap<Severity, Vec<String>>>,
    /// Whether a channel, by the wire's name for it, gets through to this person. One that is not
    /// in the map is not known to.
    pub deliveries: BTreeMap<String, Delivery>,
}

impl Person {
    /// Whether it is known who it is.
    pub fn is_known(&self) -> bool {
        self.id != 0
    }

    /// Whether the person is in a team.
    pub fn in_team(&self, id: u64) -> Truth {
        if !self.is_known() {
            return Truth::Unknown;
        }
        let mut listed = self.teams.iter().filter(|team| team.team_id == id);
        let is_in = |team: &Team| match (team.person_ids.told, team.is_on()) {
            (true, true) => Truth::from(team.person_ids.contains(&self.id)),
            // Whoever was in one that was deleted may be told still.
            (true, false) if !team.person_ids.contains(&self.id) => Truth::No,
            _ => Truth::Unknown,
        };
        match listed.next().map(is_in) {
            // One that is listed twice must agree with itself.
            Some(first) if listed.all(|other| is_in(other) == first) => first,
            None if self.teams_complete => Truth::No,
            Some(_) | None => Truth::Unknown,
        }
    }

    /// Whether the person is in a team of this name; several may have it.
    pub fn in_team_named(&self, name: &str) -> Truth {
        let named = self
            .teams
            .iter()
            .filter(|team| team.team_name.trim() == name);
        let known = named.clone().count() > 0 || self.teams_complete;
        let in_it = Truth::any(named.map(|team| self.in_team(team.team_id)));
        if known { in_it } else { Truth::Unknown }
    }

    /// Whether the server has no team with this id, or no longer: nobody is in it.
    pub fn is_no_team(&self, id: u64) -> bool {
        self.teams_complete && self.team(id).is_none()
    }

    /// The team with this id, where the server listed it.
    pub fn team(&self, id: u64) -> Option<&Team> {
        self.teams.iter().find(|team| team.team_id == id)
    }

    /// The schedule with this id, where the person stands in it.
    pub fn schedule(&self, id: u64) -> Option<&Schedule> {
        self.schedules_of(id).next()
    }

    /// All that the server listed by this id: it may list one twice, with different shifts.
    pub fn schedules_of(&self, id: u64) -> impl Iterator<Item = &Schedule> {
        let is_it = move |schedule: &&Schedule| schedule.schedule_id == id;
        self.schedules.iter().filter(is_it)
    }

    /// Whether mail to this address is the person's.
    pub fn reads(&self, address: &str) -> bool {
        let same = |own: &String| own.trim().eq_ignore_ascii_case(address.trim());
        self.emails.iter().any(same)
    }

    /// Whether mail to this address may be the person's, also because none of theirs is known.
    pub fn may_read(&self, address: &str) -> bool {
        let is_known = !self.emails_unread && !self.emails.is_empty();
        !is_known || address.trim().is_empty() || self.reads(address)
    }

    /// Whether a channel gets through.
    pub fn delivery(&self, channel: &str) -> Delivery {
        let known = self.deliveries.get(channel).cloned();
        known.unwrap_or_else(|| Delivery::Unknown(Uncertainty::NoAnswer(String::new())))
    }
}
