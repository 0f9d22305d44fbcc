//! An assignment of an incident, by a rule or by a person, as its feed has it: to whom, and by what they are told.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::lenient;

/// An assignment.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Assignment {
    /// The persons that it came down to; nothing where that is not told.
    #[serde(deserialize_with = "told")]
    to: Option<Vec<u64>>,
    /// Persons that were named.
    #[serde(deserialize_with = "lenient::whole_ids")]
    person_ids: Vec<u64>,
    /// Persons that were named by their address.
    emails: Vec<String>,
    #[serde(deserialize_with = "lower")]
    escalate_rule_id: String,
    /// The rule's name at that time.
    #[serde(rename = "escalate_rule_name")]
    pub rule_name: String,
    layer_idx: Option<i64>,
    /// `assign`, `reassign`, `escalate`, `reopen`.
    pub r#type: String,
    notify: Option<How>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct How {
    follow_preference: Value,
    personal_channels: Option<Vec<String>>,
}

/// The channels that were named in place of everyone's preferences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Named<'a> {
    /// These.
    These(&'a [String]),
    /// Some, or none, which is not told.
    Untold,
}

impl Assignment {
    /// The rule that assigned; none where a person did.
    pub fn rule(&self) -> Option<&str> {
        rule_id(&self.escalate_rule_id)
    }

    /// The level, from 0; none where no rule assigned.
    pub fn level(&self) -> Option<usize> {
        self.rule()?;
        usize::try_from(self.layer_idx.unwrap_or(0)).ok()
    }

    /// Everybody who was assigned: the older reference may leave `to` out.
    pub fn persons(&self) -> &[u64] {
        match &self.to {
            Some(to) if !to.is_empty() || self.rule().is_some() => to,
            _ => &self.person_ids,
        }
    }

    /// The addresses of which it is not told whose they are: where it is, `to` has everybody.
    pub fn addresses(&self) -> &[String] {
        match &self.to {
            Some(to) if !to.is_empty() => &[],
            _ => &self.emails,
        }
    }

    /// It names somebody by an address that this person may read, and it is not told who that is.
    pub fn may_name_by_address(&self, may_read: impl Fn(&str) -> bool) -> bool {
        self.addresses().iter().any(|address| may_read(address))
    }

    /// It names this person, by their number or an address that they read, and not among those that it came down to.
    pub fn contradicts_itself_on(&self, person: u64, reads: impl Fn(&str) -> bool) -> bool {
        let by_address = || self.emails.iter().any(|address| reads(address));
        let named = self.person_ids.contains(&person) || by_address();
        let left_out = self.to.as_ref().is_some_and(|to| !to.contains(&person));
        named && left_out && !self.persons().contains(&person)
    }

    /// Nobody is named, or an address alone, which need not mean that there is nobody.
    pub fn is_untold(&self) -> bool {
        self.persons().is_empty() && (self.to.is_none() || !self.addresses().is_empty())
    }

    /// It says nothing at all: neither whom it names nor by what. Nobody assigns nobody.
    pub(super) fn is_empty(&self) -> bool {
        self.rule().is_none() && self.persons().is_empty() && self.emails.is_empty()
    }

    /// Whether a rule assigned it, or may have, that it does not name by its id: it has what only a rule has, or is no
    /// person's deed. `by` is whose it is; 0 is the system.
    pub fn has_lost_its_rule(&self, by: u64) -> bool {
        let is_level = self.layer_idx.is_some_and(|level| level > 0);
        // Opened again by itself, it goes to whom it was assigned to before.
        let is_systems = by == 0 && self.r#type != "reopen";
        let is_rules = !self.rule_name.is_empty() || is_level || self.r#type == "escalate";
        self.rule().is_none() && (is_rules || is_systems)
    }

    /// The channels that were named in place of everyone's preferences.
    pub fn channels(&self) -> Option<Named<'_>> {
        let how = self.notify.as_ref()?;
        let these = how.personal_channels.as_deref();
        let named = these.map_or(Named::Untold, Named::These);
        (how.follow_preference == Value::Bool(false)).then_some(named)
    }
}

/// The id of a rule: all zeros and nothing are none.
pub(super) fn rule_id(id: &str) -> Option<&str> {
    (!id.bytes().all(|byte| byte == b'0')).then_some(id)
}

/// An id, whose case says nothing.
pub(super) fn lower<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(String::deserialize(from)?.to_ascii_lowercase())
}

/// Persons, where they are told.
fn told<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u64>>, D::Error> {
    lenient::whole_ids(from).map(Some)
}
