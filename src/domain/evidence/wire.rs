//! Incidents, their feed and their alerts, as the references show them: numbers as text, milliseconds where
//! seconds are elsewhere, null where there is nothing. What a detail means is read in `event.rs`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::evidence::assignment::{lower, rule_id};
use crate::domain::severity::Severity;
use crate::lenient;

/// An incident (contract: `IncidentInfo`).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct IncidentInfo {
    /// 24 hexadecimal digits.
    pub incident_id: String,
    /// The short number that people see; not unique.
    #[serde(default)]
    pub num: String,
    /// Its title, as it is now.
    #[serde(default)]
    pub title: String,
    /// Its description.
    #[serde(default)]
    pub description: String,
    /// `Critical`, `Warning`, `Info` or `Ok`, as it is now.
    #[serde(default)]
    pub incident_severity: String,
    /// `Triggered`, `Processing` or `Closed`.
    #[serde(default)]
    pub progress: String,
    /// The space that it is in; 0 where it is in none.
    #[serde(default)]
    pub channel_id: u64,
    /// The name of that space.
    #[serde(default)]
    pub channel_name: String,
    /// The integration that it came from; 0 where none.
    #[serde(default)]
    pub integration_id: u64,
    /// Its labels.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// When it began, Unix seconds.
    #[serde(default)]
    pub start_time: i64,
    /// When it was made, Unix seconds.
    #[serde(default)]
    pub created_at: i64,
    /// When it was acknowledged; 0 where it is not, also where it no longer is.
    #[serde(default)]
    pub ack_time: i64,
    /// When it was closed; 0 while it is open.
    #[serde(default)]
    pub close_time: i64,
    /// How many alerts it has.
    #[serde(default)]
    pub alert_cnt: i64,
    /// A reason to look at its alerts, and evidence for nothing.
    #[serde(default)]
    pub ever_muted: bool,
    /// Who made it; 0 is the system.
    #[serde(default)]
    pub creator_id: u64,
    /// The latest assignment.
    #[serde(default)]
    pub assigned_to: Option<AssignedTo>,
    /// Whoever was assigned or acknowledged it; nothing where that is not told.
    #[serde(default)]
    pub responders: Option<Vec<Responder>>,
    /// Its page in the console.
    #[serde(default)]
    pub detail_url: String,
}

/// The latest assignment of an incident.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AssignedTo {
    /// Persons assigned directly, or by the rule.
    #[serde(deserialize_with = "lenient::ids")]
    pub person_ids: Vec<u64>,
    /// The rule.
    #[serde(deserialize_with = "lower")]
    pub escalate_rule_id: String,
    /// Persons by their address.
    pub emails: Vec<String>,
    /// The level of the rule, from 0.
    pub layer_idx: Option<i64>,
    /// `assign`, `reassign`, `escalate`, `reopen`.
    pub r#type: String,
    /// When, Unix seconds.
    assigned_at: i64,
}

/// A responder of an incident.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Responder {
    /// Who.
    pub person_id: u64,
    /// When they were assigned, Unix seconds; 0 where they were not.
    assigned_at: i64,
    /// When they acknowledged it, Unix seconds; 0 where they did not.
    acknowledged_at: i64,
}

/// What an incident says by itself of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Involved {
    /// The latest assignment names them: at that moment, where that is told.
    pub named: Option<Option<jiff::Timestamp>>,
    /// They became a responder otherwise than by taking it: at that moment, where that is told.
    pub responds: Option<Option<jiff::Timestamp>>,
    /// They acknowledged it.
    pub acknowledged: bool,
}

impl IncidentInfo {
    /// Its severity as it is now; nothing where the word is not one of the three.
    pub fn severity(&self) -> Option<Severity> {
        severity(&self.incident_severity)
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.close_time <= 0 && self.progress != "Closed"
    }

    /// Whether it was over at a moment, and nobody opened it again. Where it does not say when it was closed, it may
    /// have been open.
    pub fn was_over_at(&self, moment: jiff::Timestamp) -> bool {
        self.close_time > 0 && self.close_time <= moment.as_second()
    }

    /// Whether the person was ever one of those who deal with it, as far as the incident itself says.
    pub fn involves(&self, person: u64) -> bool {
        let assigned = self.assigned_to.iter().flat_map(|one| &one.person_ids);
        let responders = self.responders.iter().flatten().map(|one| &one.person_id);
        assigned.chain(responders).any(|id| *id == person)
    }

    /// What it says of a person.
    pub fn involved(&self, person: u64) -> Involved {
        let latest = self.assigned_to.iter();
        let latest = latest.filter(|one| one.person_ids.contains(&person));
        let responds = || {
            let all = self.responders.iter().flatten();
            all.filter(|one| one.person_id == person)
        };
        let assigned = responds().map(|one| one.assigned_at).filter(|at| *at > 0);
        Involved {
            named: latest.map(|one| one.assigned_at).max().map(moment),
            responds: assigned.max().map(moment),
            acknowledged: responds().any(|one| one.acknowledged_at > 0),
        }
    }

    /// The rule of the latest assignment.
    pub fn taken_by(&self) -> Option<&str> {
        rule_id(&self.assigned_to.as_ref()?.escalate_rule_id)
    }

    /// Whether others may have been assigned before: whoever it is taken away from is listed no more, and where
    /// nobody is listed anybody may have been.
    pub fn may_have_been_of_others(&self) -> bool {
        let Some(responders) = &self.responders else {
            return true;
        };
        // Empty strings and zeros are none.
        let is_any = |one: &&AssignedTo| {
            let is_named = !one.person_ids.is_empty() || !one.emails.is_empty();
            is_named || !one.r#type.is_empty() || self.taken_by().is_some()
        };
        let Some(latest) = self.assigned_to.as_ref().filter(is_any) else {
            // In no space there is no rule that left it alone: whoever had it, had it by hand, and is listed no more.
            return !responders.is_empty() || self.channel_id == 0;
        };
        let is_next = latest.layer_idx.is_some_and(|level| level > 0);
        latest.r#type != "assign" || is_next || !latest.emails.is_empty()
    }

    /// When it began.
    pub fn opened(&self) -> Option<jiff::Timestamp> {
        moment(self.start_time).or_else(|| moment(self.created_at))
    }
}

/// The severity that a word of the wire means.
pub(crate) fn severity(word: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|one| one.wire() == word)
}

/// An entry of a feed, of an incident or of an alert.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "WireItem")]
pub struct FeedItem {
    /// What happened: `i_new`, `i_notify`, or a word that duty does not know.
    pub kind: String,
    /// What else is told of it, depending on the kind.
    pub detail: Value,
    /// Whose deed it is; 0 is the system.
    pub creator_id: u64,
    /// As sent: milliseconds, or seconds.
    pub created_at: i64,
    /// It was taken back: nobody says what of it holds.
    pub is_deleted: bool,
    /// What tells it from others of the same moment: an entry has no id.
    key: String,
    /// Of which incident or alert it is; empty in the older reference.
    pub ref_id: String,
}

#[derive(Deserialize)]
struct WireItem {
    #[serde(default)]
    ref_id: String,
    r#type: String,
    #[serde(default)]
    detail: Value,
    #[serde(default)]
    creator_id: u64,
    created_at: i64,
    #[serde(default)]
    deleted_at: i64,
}

impl From<WireItem> for FeedItem {
    fn from(wire: WireItem) -> FeedItem {
        FeedItem {
            key: format!("{} {} {}", wire.r#type, wire.creator_id, wire.detail),
            kind: wire.r#type,
            detail: wire.detail,
            creator_id: wire.creator_id,
            created_at: wire.created_at,
            is_deleted: wire.deleted_at > 0,
            ref_id: wire.ref_id,
        }
    }
}

impl FeedItem {
    /// What tells it from every other entry of its feed.
    pub fn identity(&self) -> (u64, &str) {
        (self.created_at.unsigned_abs(), &self.key)
    }

    /// Whether it is of this incident. What was merged into it, an alert or another incident, has its own id.
    pub fn is_of(&self, incident: &str) -> bool {
        let merged = self.kind.starts_with("a_") || self.kind == "i_merge";
        merged || self.ref_id.is_empty() || self.ref_id.eq_ignore_ascii_case(incident)
    }

    /// Whether it is of this alert.
    pub fn is_of_alert(&self, alert: &str) -> bool {
        self.ref_id.is_empty() || self.ref_id.eq_ignore_ascii_case(alert)
    }

    /// Whether it is the beginning of an incident: every record has one, also of what was opened by hand.
    pub fn is_beginning(&self) -> bool {
        self.kind == "i_new"
    }

    /// When it happened; nothing where the server says nothing that is a time.
    pub fn at(&self) -> Option<jiff::Timestamp> {
        moment(self.created_at)
    }
}

/// Seconds of the year 5138, or milliseconds of 1973: nothing that this is about is on the other side.
const MILLISECONDS: i64 = 100_000_000_000;

/// The moment of a number that may be seconds or milliseconds; 0 is none.
pub(crate) fn moment(number: i64) -> Option<jiff::Timestamp> {
    match number {
        ..=0 => None,
        MILLISECONDS.. => jiff::Timestamp::from_millisecond(number).ok(),
        _ => jiff::Timestamp::from_second(number).ok(),
    }
}

/// An alert of an incident (contract: `AlertInfo`).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct AlertInfo {
    /// 24 hexadecimal digits.
    pub alert_id: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// When it fired first, Unix seconds.
    #[serde(default)]
    pub start_time: i64,
    /// When it was made, Unix seconds.
    #[serde(default)]
    pub created_at: i64,
    /// A reason to look at its feed.
    #[serde(default)]
    pub ever_muted: bool,
    /// The incident that it is in, where that is told.
    #[serde(default)]
    incident: InIncident,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct InIncident {
    incident_id: String,
}

impl AlertInfo {
    /// Whether it is in this incident.
    pub fn is_of(&self, incident: &str) -> bool {
        let id = &self.incident.incident_id;
        rule_id(id).is_none() || id.eq_ignore_ascii_case(incident)
    }

    /// When it came.
    pub fn began(&self) -> Option<jiff::Timestamp> {
        moment(self.start_time).or_else(|| moment(self.created_at))
    }
}

/// What incidents are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// They began at this second or later.
    pub start: i64,
    /// They began before this second.
    pub end: i64,
    /// They have one of these numbers.
    pub nums: Vec<String>,
    /// They are in one of these spaces.
    pub spaces: Vec<u64>,
    /// One of these persons opened them.
    pub creators: Vec<u64>,
}

impl Search {
    /// As the server wants it.
    pub fn body(&self) -> Value {
        json!({
            "start_time": self.start,
            "end_time": self.end,
            "nums": (!self.nums.is_empty()).then_some(&self.nums),
            "channel_ids": (!self.spaces.is_empty()).then_some(&self.spaces),
            "creator_ids": (!self.creators.is_empty()).then_some(&self.creators),
        })
    }
}
