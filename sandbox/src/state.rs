//! Everything the made-up account is made of, as it is kept in the state file. What a test may want
//! to bend (timestamps as strings, fields nobody knows) is kept as JSON and served as it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::behavior::Behavior;
use crate::error::{ApiError, Result};
use crate::incident::record::Incident;
use crate::input;

/// Raised when the shape changes: an older file is refused with a way out, not misread.
pub(crate) const VERSION: u64 = 1;

/// The role that makes a member the owner.
pub(crate) const OWNER_ROLE: u64 = 1;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) version: u64,
    pub(crate) account: Account,
    pub(crate) members: Vec<Member>,
    /// By person.
    pub(crate) preferences: BTreeMap<u64, Preference>,
    pub(crate) app_keys: Vec<AppKey>,
    pub(crate) devices: Vec<BoundDevice>,
    pub(crate) bind_codes: Vec<BindCode>,
    pub(crate) integrations: Vec<Value>,
    pub(crate) teams: Vec<Value>,
    pub(crate) schedules: Vec<Value>,
    pub(crate) spaces: Vec<Value>,
    pub(crate) rules: Vec<Value>,
    /// What holds alerts back, by kind; each rule names its space.
    #[serde(default)]
    pub(crate) silence_rules: Vec<Value>,
    #[serde(default)]
    pub(crate) inhibit_rules: Vec<Value>,
    #[serde(default)]
    pub(crate) drop_rules: Vec<Value>,
    #[serde(default)]
    pub(crate) calendars: Vec<Value>,
    #[serde(default)]
    pub(crate) calendar_events: Vec<Value>,
    /// By integration, each at most once.
    #[serde(default)]
    pub(crate) routes: Vec<Value>,
    #[serde(default)]
    pub(crate) pipelines: Vec<Value>,
    /// Who has no account in an IM app: the integration and the person. Everybody else has one.
    #[serde(default)]
    pub(crate) unlinked: Vec<(u64, u64)>,
    /// The Unix second that the week before was made up at; 0 before anybody asked for it.
    #[serde(default)]
    pub(crate) past_made_at: u64,
    #[serde(default)]
    pub(crate) incidents: Vec<Incident>,
    /// What was done, in the order of time.
    #[serde(default)]
    pub(crate) audit: Vec<Value>,
    #[serde(default)]
    pub(crate) behavior: Behavior,
    pub(crate) outbox: Vec<SentCode>,
    /// By person.
    pub(crate) verification: BTreeMap<u64, Attempts>,
    pub(crate) next_id: u64,
}

/// The organization. Its own person is the primary account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) account_id: u64,
    pub(crate) account_name: String,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) country_code: String,
    pub(crate) domain: String,
    pub(crate) avatar: String,
    pub(crate) locale: String,
    pub(crate) time_zone: String,
    pub(crate) created_at: Value,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) member_id: u64,
    pub(crate) member_name: String,
    pub(crate) status: String,
    pub(crate) account_role_ids: Vec<u64>,
    pub(crate) email: String,
    pub(crate) email_verified: bool,
    /// E.164; what is served is masked.
    pub(crate) phone: String,
    pub(crate) phone_verified: bool,
    pub(crate) country_code: String,
    pub(crate) avatar: String,
    pub(crate) locale: String,
    pub(crate) time_zone: String,
    pub(crate) is_external: bool,
    pub(crate) ref_id: String,
    pub(crate) created_at: Value,
    pub(crate) updated_at: Value,
    /// Served with `member_info` and `member_list` as it is.
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Preference {
    pub(crate) trigger_notify: Value,
    pub(crate) schedule_shift_notify: Value,
    pub(crate) status_change_notify: Value,
    /// Served with `preference_info` as it is.
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AppKey {
    pub(crate) key_id: u64,
    pub(crate) person_id: u64,
    pub(crate) key_name: String,
    pub(crate) key: String,
    pub(crate) status: String,
    pub(crate) created_at: Value,
    pub(crate) updated_at: Value,
    /// The names of the permissions that the key was limited to; by itself it has all of its person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) permissions: Option<Vec<String>>,
}

impl AppKey {
    /// Whether the key may call what needs one of these permissions.
    pub(crate) fn may(&self, needed: &[&str]) -> bool {
        match &self.permissions {
            Some(has) if !needed.is_empty() => needed.iter().any(|n| has.iter().any(|h| h == n)),
            _ => true,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BoundDevice {
    pub(crate) person_id: u64,
    pub(crate) device_id: String,
    pub(crate) device_name: String,
    pub(crate) os_version: String,
    pub(crate) bound_at: Value,
    /// The app was taken off the phone: nothing that is pushed to it arrives.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) stale: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BindCode {
    pub(crate) person_id: u64,
    pub(crate) content: String,
    pub(crate) created_at: u64,
    pub(crate) expires_at: u64,
}

/// A verification code that was "sent".
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SentCode {
    pub(crate) at: u64,
    pub(crate) person_id: u64,
    /// `email` or `phone`.
    pub(crate) device: String,
    pub(crate) to: String,
    pub(crate) to_masked: String,
    pub(crate) code: String,
    pub(crate) expires_at: u64,
    pub(crate) used: bool,
}

/// What a person did wrong with codes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Attempts {
    /// When a wrong code came in.
    pub(crate) wrong_at: Vec<u64>,
    pub(crate) locked_until: u64,
    /// The 30-second step of the last one-time password that was accepted; it is not accepted again.
    pub(crate) totp_step: u64,
}

impl State {
    pub(crate) fn member(&self, id: u64) -> Option<&Member> {
        self.members.iter().find(|m| m.member_id == id)
    }

    pub(crate) fn member_mut(&mut self, id: u64) -> Option<&mut Member> {
        self.members.iter_mut().find(|m| m.member_id == id)
    }

    /// Whether the id is a person of the account: a member who is not deleted, or the account's own.
    pub(crate) fn has_person(&self, id: u64) -> bool {
        id == self.account.account_id || self.member(id).is_some_and(|m| m.status != "deleted")
    }

    pub(crate) fn person_exists(&self, id: u64) -> Result<u64> {
        if self.has_person(id) {
            Ok(id)
        } else {
            Err(ApiError::not_found(
                format!("there is no person {id}"),
                format!("人员 {id} 不存在"),
            ))
        }
    }

    pub(crate) fn is_owner(&self, id: u64) -> bool {
        id == self.account.account_id
            || self
                .member(id)
                .is_some_and(|m| m.account_role_ids.contains(&OWNER_ROLE))
    }

    /// A space by its id.
    pub(crate) fn space(&self, wanted: u64) -> Option<&Value> {
        self.spaces
            .iter()
            .find(|s| id(s, "channel_id") == Some(wanted))
    }

    /// The teams that the person is in.
    pub(crate) fn teams_of(&self, person: u64) -> Vec<u64> {
        self.teams
            .iter()
            .filter(|t| ids(t, "person_ids").contains(&person))
            .filter_map(|t| id(t, "team_id"))
            .collect()
    }

    pub(crate) fn new_id(&mut self) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }
}

/// An id inside an object that is kept as JSON.
pub(crate) fn id(value: &Value, field: &str) -> Option<u64> {
    value.get(field)?.as_u64()
}

pub(crate) fn ids(value: &Value, field: &str) -> Vec<u64> {
    value
        .get(field)
        .and_then(Value::as_array)
        .map(|items| items.iter().filter_map(Value::as_u64).collect())
        .unwrap_or_default()
}

pub(crate) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or("")
}

/// A timestamp, which a test may have made a string.
pub(crate) fn seconds(value: &Value) -> i128 {
    match value {
        Value::String(text) => text.parse().unwrap_or(0),
        other => input::integer(other).unwrap_or(0),
    }
}
