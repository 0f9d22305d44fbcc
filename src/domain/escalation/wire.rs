//! Who is told of an incident, as the API says it: the escalation rules of one collaboration
//! space, and the teams and on-call schedules that they name.
//! The readers forgive what the contract lets vary (null lists, missing and unknown fields,
//! numbers in strings, new words) and refuse the rest: a rule whose filters cannot be read must
//! not turn into a rule that matches everything.

mod schedule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::escalation::members::Members;
pub use crate::domain::escalation::wire::schedule::{
    LayerSchedule, Schedule, Shift, ShiftGroup, ShiftMembers, ShiftMessages, ShiftNotice,
};
use crate::domain::preference::MOST_CHANNELS;
use crate::domain::severity::Severity;
use crate::lenient;

/// Whether a rule takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", from = "String")]
pub enum RuleStatus {
    /// It does.
    Enabled,
    /// Switched off.
    Disabled,
    /// Gone.
    Deleted,
    /// A word that the contract does not know, or none: whether it takes part is not known.
    Other(String),
}

impl RuleStatus {
    /// Whether it takes part, or may.
    pub fn may_be_on(&self) -> bool {
        match self {
            Self::Enabled | Self::Other(_) => true,
            Self::Disabled | Self::Deleted => false,
        }
    }
}

impl Default for RuleStatus {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl From<String> for RuleStatus {
    fn from(word: String) -> Self {
        match word.as_str() {
            "enabled" => Self::Enabled,
            "disabled" => Self::Disabled,
            "deleted" => Self::Deleted,
            _ => Self::Other(word),
        }
    }
}

/// One escalation rule of a collaboration space.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EscalationRule {
    /// The server's id, a string.
    pub rule_id: String,
    /// What people call it.
    pub rule_name: String,
    /// The space that it belongs to.
    pub channel_id: Option<u64>,
    /// Only an enabled rule counts.
    pub status: RuleStatus,
    /// Lower is tried first.
    pub priority: Option<i64>,
    /// Seconds of delay before the first notification.
    #[serde(deserialize_with = "lenient::span")]
    pub aggr_window: u64,
    /// Conditions on the incident: any of the groups, all of a group; empty matches all.
    #[serde(deserialize_with = "groups")]
    pub filters: Vec<Vec<Condition>>,
    /// Windows in which the rule counts; empty is always.
    #[serde(deserialize_with = "windows")]
    pub time_filters: Vec<TimeFilter>,
    /// Who is told, one layer after the other. Where the server does not say, one that may tell anybody.
    #[serde(default = "untold")]
    pub layers: Vec<EscalationLayer>,
    /// When it was last changed, Unix seconds.
    pub updated_at: Option<i64>,
}

/// Groups of conditions. One that is null says nothing, and must not match everything: it has one condition, which
/// says nothing.
pub(crate) fn groups<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Vec<Vec<Condition>>, D::Error> {
    let groups = Vec::<Option<Vec<Condition>>>::deserialize(from)?.into_iter();
    let nothing = || vec![Condition::default()];
    Ok(groups.map(|group| group.unwrap_or_else(nothing)).collect())
}

/// Windows. One that is null is not the whole day.
pub(crate) fn windows<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Vec<TimeFilter>, D::Error> {
    let windows = Vec::<Option<TimeFilter>>::deserialize(from)?.into_iter();
    let nothing = || TimeFilter {
        start: "null".to_owned(),
        end: "null".to_owned(),
        ..TimeFilter::default()
    };
    Ok(windows
        .map(|window| window.unwrap_or_else(nothing))
        .collect())
}

/// A window of the week in which a rule counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimeFilter {
    /// `HH:MM`; empty together with `end`: the whole day.
    pub start: String,
    /// `HH:MM`.
    pub end: String,
    /// Days of the week, 0 is Sunday; empty is every day. One that is null is not told.
    pub repeat: Vec<Option<i64>>,
    /// A service calendar whose days limit the window further; empty is none.
    pub cal_id: String,
    /// The calendar's days off rather than its working days.
    pub is_off: bool,
}

/// One condition on an incident. Without its values it has no operator that duty knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WireCondition")]
pub struct Condition {
    /// The field: `severity`, `title`, `description`, `data_source_id`, `labels.NAME`.
    pub key: String,
    /// How the values are put together.
    pub oper: Oper,
    /// The values, each of a form that its text shows.
    pub vals: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireCondition {
    key: String,
    oper: Oper,
    vals: Option<Vec<Option<String>>>,
}

impl From<WireCondition> for Condition {
    fn from(wire: WireCondition) -> Self {
        let told: Option<Vec<String>> = wire.vals.and_then(|all| all.into_iter().collect());
        Self {
            key: wire.key,
            oper: if told.is_some() {
                wire.oper
            } else {
                Oper::default()
            },
            vals: told.unwrap_or_default(),
        }
    }
}

/// The operator of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", from = "String")]
pub enum Oper {
    /// Holds if any value matches.
    In,
    /// Holds if none does.
    NotIn,
    /// A word that the contract does not know: what it means is not known either.
    Other(String),
}

impl Default for Oper {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl From<String> for Oper {
    fn from(word: String) -> Self {
        match word.as_str() {
            "IN" => Self::In,
            "NOTIN" => Self::NotIn,
            _ => Self::Other(word),
        }
    }
}

/// One level of a rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EscalationLayer {
    /// How often this level is told at most.
    pub max_times: Option<i64>,
    /// Minutes between repeats.
    pub notify_step: Option<f64>,
    /// Minutes before the next level.
    #[serde(deserialize_with = "lenient::span")]
    pub escalate_window: u64,
    /// Go on to the next level even if somebody took the incident.
    pub force_escalate: bool,
    /// Who is told, and how.
    #[serde(default = "untold_target", deserialize_with = "target")]
    pub target: Option<Target>,
}

fn untold() -> Vec<EscalationLayer> {
    let target = untold_target();
    vec![EscalationLayer {
        target,
        ..EscalationLayer::default()
    }]
}

/// One that may be anybody: the server does not say.
fn untold_target() -> Option<Target> {
    Some(Target {
        unclear: true,
        ..Target::default()
    })
}

/// A target, and whether it has entries of a kind that duty does not know.
fn target<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Target>, D::Error> {
    const KINDS: [&str; 6] = [
        "person_ids",
        "team_ids",
        "schedule_to_role_ids",
        "emails",
        "by",
        "webhooks",
    ];
    let Some(mut told) = Option::<Map<String, Value>>::deserialize(from)? else {
        return Ok(None);
    };
    // A number or a text is a setting; `true` may mean everybody.
    let has_any = |value: &Value| match value {
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
        other => *other == Value::Bool(true),
    };
    let mut others = told
        .iter()
        .filter(|(key, _)| !KINDS.contains(&key.as_str()));
    let has_others = others.any(|(_, value)| has_any(value));
    let unclear = without_nulls(&mut told) || has_others;
    let known: Target = lenient::read(Value::Object(told)).map_err(lenient::Unfit::nested)?;
    Ok(Some(Target { unclear, ..known }))
}

/// A null among the entries of a target is somebody, a team, a role or an address that the server does not tell; whether
/// there was one. A schedule of which no role is told is not one of any role.
fn without_nulls(target: &mut Map<String, Value>) -> bool {
    fn take(list: Option<&mut Value>) -> bool {
        let list = list.and_then(Value::as_array_mut);
        list.is_some_and(|list| {
            let before = list.len();
            list.retain(|entry| !entry.is_null());
            list.len() < before
        })
    }
    let mut had = false;
    for key in ["person_ids", "team_ids", "emails"] {
        had |= take(target.get_mut(key));
    }
    let schedules = target.get_mut("schedule_to_role_ids");
    if let Some(Value::Object(schedules)) = schedules {
        schedules.retain(|_, roles| {
            let untold = take(Some(roles));
            had |= untold;
            !untold || roles.as_array().is_none_or(|left| !left.is_empty())
        });
    }
    had
}

/// Who is told at one level, and how.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// Persons by id.
    #[serde(deserialize_with = "lenient::ids")]
    pub person_ids: Vec<u64>,
    /// Everybody of these teams.
    #[serde(deserialize_with = "lenient::ids")]
    pub team_ids: Vec<u64>,
    /// Who is on call in a schedule, in one of the roles; no role is any role.
    pub schedule_to_role_ids: BTreeMap<u64, Vec<u64>>,
    /// Mail addresses, of members or not.
    pub emails: Vec<String>,
    /// Direct messages; none where absent.
    pub by: Option<DirectMessages>,
    /// Group chats. Opaque but for their severities: they reach rooms, and all that counts is
    /// whether there are any.
    pub webhooks: Vec<serde_json::Value>,
    /// It has recipients of a kind that duty does not know, or the server does not tell it.
    #[serde(skip)]
    pub unclear: bool,
}

impl Target {
    /// Whether it has no recipient at all.
    pub fn names_nobody(&self) -> bool {
        self.person_ids.is_empty()
            && self.team_ids.is_empty()
            && self.schedule_to_role_ids.is_empty()
            && self.emails.is_empty()
    }

    /// The group chats that are written to at this severity: one that lists severities is for those.
    pub fn group_chats(&self, severity: Severity) -> impl Iterator<Item = &serde_json::Value> {
        self.webhooks.iter().filter(move |chat| {
            // The second is a slip of the vendor's.
            let names = ["severities", "serverities"];
            let listed = names.iter().find_map(|name| {
                let list = chat.get("settings")?.get(name)?.as_array()?;
                (!list.is_empty()).then_some(list)
            });
            listed.is_none_or(|list| list.iter().any(|one| one == severity.wire()))
        })
    }
}

/// A list of channels, which is compared with others: nobody has very many, and a rule with more is not worked at for
/// minutes. One that is null is none that duty knows.
fn channels<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let list = Vec::<Option<String>>::deserialize(from)?;
    let named = |one: Option<String>| one.unwrap_or_else(|| "null".to_owned());
    match list.len() {
        0..=MOST_CHANNELS => Ok(list.into_iter().map(named).collect()),
        more => Err(serde::de::Error::custom(format!(
            "expected {MOST_CHANNELS} channels at most, and not {more}"
        ))),
    }
}

/// By which channels the persons of a target get direct messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DirectMessages {
    /// Each person's own preferences; otherwise the three lists, the same for everyone.
    pub follow_preference: bool,
    /// For critical incidents.
    #[serde(deserialize_with = "channels")]
    pub critical: Vec<String>,
    /// For warnings.
    #[serde(deserialize_with = "channels")]
    pub warning: Vec<String>,
    /// For the rest.
    #[serde(deserialize_with = "channels")]
    pub info: Vec<String>,
}

impl DirectMessages {
    /// The unified list of one severity.
    pub fn unified(&self, severity: Severity) -> &[String] {
        match severity {
            Severity::Critical => &self.critical,
            Severity::Warning => &self.warning,
            Severity::Info => &self.info,
        }
    }
}

/// A team and who is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Team {
    /// The server's id.
    pub team_id: u64,
    /// What people call it.
    pub team_name: String,
    /// Its members.
    pub person_ids: Members,
    /// Empty where it is not told.
    pub status: String,
    /// When it was last changed, Unix seconds.
    pub updated_at: Option<i64>,
}

impl Team {
    /// Whether it is in use for all that is told. No reference says whether the members of another one are still told.
    pub fn is_on(&self) -> bool {
        self.status.is_empty() || self.status.eq_ignore_ascii_case("enabled")
    }
}
