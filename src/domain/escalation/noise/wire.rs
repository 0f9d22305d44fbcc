//! The rules of a collaboration space that hold alerts back, as the API says them: silence, inhibit
//! and drop rules, and the flapping settings of the space. The readers are as tolerant as those of
//! escalation rules, and refuse the same things.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::domain::escalation::wire;
use crate::domain::escalation::wire::{Condition, RuleStatus, TimeFilter};
use crate::lenient;

/// The one window of a silence rule (contract: `SilenceRule.time_filter`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Once {
    /// Unix seconds, the first of the window; 0 is none.
    pub start_time: i64,
    /// Unix seconds, the first after it; 0 is none.
    pub end_time: i64,
}

/// A silence rule (contract: `SilenceRule`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SilenceRule {
    /// The server's id.
    pub rule_id: String,
    /// What people call it.
    pub rule_name: String,
    /// The space that it belongs to.
    pub channel_id: Option<u64>,
    /// Only an enabled rule counts.
    pub status: RuleStatus,
    /// When it was deleted, Unix seconds; 0 is never.
    #[serde(deserialize_with = "lenient::span")]
    pub deleted_at: u64,
    /// Conditions on the alert; empty matches nothing.
    #[serde(deserialize_with = "wire::groups")]
    pub filters: Vec<Vec<Condition>>,
    /// Its one window.
    pub time_filter: Option<Once>,
    /// Windows of every week.
    #[serde(deserialize_with = "wire::windows")]
    pub time_filters: Vec<TimeFilter>,
    /// The alerts are dropped rather than muted.
    pub is_directly_discard: bool,
    /// Whether it is in effect at the moment of the answer.
    pub is_effective: Option<bool>,
    /// The incident that it was made from; zeros for none.
    pub from_incident_id: String,
    /// Who changed it last, or made it.
    pub updated_by: Option<u64>,
}

/// An inhibit rule (contract: `InhibitRule`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct InhibitRule {
    /// The server's id.
    pub rule_id: String,
    /// What people call it.
    pub rule_name: String,
    /// The space that it belongs to.
    pub channel_id: Option<u64>,
    /// Only an enabled rule counts.
    pub status: RuleStatus,
    /// When it was deleted, Unix seconds; 0 is never.
    #[serde(deserialize_with = "lenient::span")]
    pub deleted_at: u64,
    /// Conditions on the alert that must be there.
    #[serde(deserialize_with = "wire::groups")]
    pub source_filters: Vec<Vec<Condition>>,
    /// Conditions on the alert that is held back.
    #[serde(deserialize_with = "wire::groups")]
    pub target_filters: Vec<Vec<Condition>>,
    /// Fields that both have with the same value.
    pub equals: Vec<String>,
    /// The alerts are dropped rather than muted.
    pub is_directly_discard: bool,
    /// Who changed it last, or made it.
    pub updated_by: Option<u64>,
}

/// A rule that drops alerts (contract: `DropRule`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DropRule {
    /// The server's id.
    pub rule_id: String,
    /// What people call it.
    pub rule_name: String,
    /// The space that it belongs to.
    pub channel_id: Option<u64>,
    /// Only an enabled rule counts.
    pub status: RuleStatus,
    /// When it was deleted, Unix seconds; 0 is never.
    #[serde(deserialize_with = "lenient::span")]
    pub deleted_at: u64,
    /// Conditions on the alert.
    #[serde(deserialize_with = "wire::groups")]
    pub filters: Vec<Vec<Condition>>,
    /// Who changed it last, or made it.
    pub updated_by: Option<u64>,
}

/// When a space takes an alert for flapping (contract: `ChannelSpace.flapping`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flapping {
    /// It takes none for that.
    pub is_disabled: bool,
    /// So many changes,
    #[serde(deserialize_with = "lenient::span")]
    pub max_changes: u64,
    /// in so many minutes,
    #[serde(deserialize_with = "lenient::span")]
    pub in_mins: u64,
    /// and for so many nothing more is notified; 0 mutes nothing.
    #[serde(deserialize_with = "lenient::span")]
    pub mute_mins: u64,
}

impl Flapping {
    /// Whether it ever mutes anything.
    pub fn mutes(&self) -> bool {
        !self.is_disabled && self.mute_mins > 0
    }
}

/// What is done to the alerts of an integration before they are routed (contract: `AlertPipeline`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Pipeline {
    /// Whose it is.
    pub integration_id: u64,
    /// One after the other.
    #[serde(deserialize_with = "with_conditions")]
    pub rules: Vec<Processing>,
    /// Only an enabled one counts.
    pub status: RuleStatus,
}

/// One rule of a pipeline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Processing {
    /// `alert_drop`, `alert_inhibit`, `title_reset`, `description_reset`, `severity_reset`.
    pub kind: String,
    /// Conditions on the alert; empty is every alert. Where the server leaves them out, one that says nothing.
    #[serde(
        rename = "if",
        default = "untold_groups",
        deserialize_with = "wire::groups"
    )]
    pub filters: Vec<Vec<Condition>>,
}

fn untold_groups() -> Vec<Vec<Condition>> {
    vec![untold()]
}

/// Where the alerts of an integration go (contract: `Route`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Route {
    /// Whose it is.
    pub integration_id: u64,
    /// In their order.
    #[serde(deserialize_with = "with_conditions")]
    pub cases: Vec<RouteCase>,
    /// For what no case takes.
    #[serde(rename = "default")]
    pub otherwise: RouteDefault,
    /// `deleted` where there is none any more.
    pub status: RuleStatus,
    /// When it was deleted, Unix seconds; 0 is never.
    #[serde(deserialize_with = "lenient::span")]
    pub deleted_at: u64,
}

/// Some of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RouteCase {
    /// Conditions on the alert, all of them; none is every alert. Where the server leaves them out, one that says
    /// nothing.
    #[serde(rename = "if", default = "untold")]
    pub conditions: Vec<Condition>,
    /// The spaces; nothing where they, or one of them, are not told.
    #[serde(deserialize_with = "all_told")]
    pub channel_ids: Option<Vec<u64>>,
    /// The next case is tried too; nothing where the server does not say.
    pub fallthrough: Option<bool>,
    /// `name_mapping`: to the space that a label names.
    pub routing_mode: String,
    /// That label, with or without `labels.` before it.
    pub name_mapping_label: String,
}

fn untold() -> Vec<Condition> {
    vec![Condition::default()]
}

/// Entries with conditions. Those that are null are none, and those that are left out not known; the reader does not tell
/// the two apart.
fn with_conditions<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    let told = Vec::<Option<Map<String, Value>>>::deserialize(from)?;
    let told = told.into_iter().map(|entry| {
        let mut entry = entry.unwrap_or_default();
        if let Some(conditions) = entry.get_mut("if").filter(|value| value.is_null()) {
            *conditions = Value::Array(Vec::new());
        }
        Value::Object(entry)
    });
    lenient::read(told.collect()).map_err(lenient::Unfit::nested)
}

/// The rest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RouteDefault {
    /// The spaces; nothing where one of them is not told.
    #[serde(deserialize_with = "all_told")]
    pub channel_ids: Option<Vec<u64>>,
}

impl Default for RouteDefault {
    fn default() -> Self {
        let channel_ids = Some(Vec::new());
        Self { channel_ids }
    }
}

fn all_told<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u64>>, D::Error> {
    let ids: Vec<Option<u64>> = Vec::deserialize(from)?;
    Ok(ids.into_iter().collect())
}
