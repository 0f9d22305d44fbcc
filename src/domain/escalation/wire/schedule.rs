//! On-call schedules as the API says them, and their shifts.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};

use crate::domain::escalation::members::Members;
use crate::lenient;

/// An on-call schedule that the person stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// The server's id.
    pub schedule_id: u64,
    /// The same, where it is told by this name alone.
    pub id: Option<u64>,
    /// What people call it.
    pub schedule_name: String,
    /// 1 is disabled, by a field that is deprecated: what comes of it is not known.
    #[serde(deserialize_with = "lenient::span")]
    pub disabled: u64,
    /// The same in the older reference.
    pub enabled: Option<bool>,
    /// The shift of the moment, if somebody is on call. Nothing is no evidence that nobody is.
    #[serde(deserialize_with = "shift")]
    pub cur_oncall: Option<Shift>,
    /// The shift after it, where that is known.
    #[serde(deserialize_with = "shift")]
    pub next_oncall: Option<Shift>,
    /// All layers together: who is on call in the time that was asked for.
    pub final_schedule: Option<LayerSchedule>,
    /// Each layer by itself.
    pub layer_schedules: Vec<LayerSchedule>,
    /// How its layers are set up: who takes turns, also those whose turn is in none of the shifts.
    #[serde(rename = "layers", deserialize_with = "rotations", skip_serializing)]
    pub rotations: Vec<Rotation>,
    /// How its shifts are told.
    pub notify: Option<ShiftNotice>,
    /// The server said two things of who is on call.
    #[serde(skip)]
    pub contradicted: bool,
}

impl Schedule {
    /// Whether it may be switched off. `status` says nothing: no reference explains it.
    pub fn may_be_off(&self) -> bool {
        self.disabled != 0 || self.enabled == Some(false)
    }

    /// The channels by which it tells of its shifts, where these are its own and not each person's.
    pub fn own_channels(&self) -> Option<&[String]> {
        let by = self.notify.as_ref()?.by.as_ref()?;
        (!by.follow_preference).then_some(by.personal_channels.as_slice())
    }
}

/// The shifts that the server computed for the time that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LayerSchedule {
    /// 0 is a rotation, 1 an override, which replaces all rotations while it lasts.
    pub mode: i64,
    /// The shifts; one whose group is null is a gap. Nothing where none were computed, or one of them is not told,
    /// which is not the same as nobody.
    #[serde(deserialize_with = "shifts")]
    pub schedules: Option<Vec<Shift>>,
}

impl LayerSchedule {
    /// The shifts, as far as they were computed.
    pub fn shifts(&self) -> &[Shift] {
        self.schedules.as_deref().unwrap_or_default()
    }
}

/// Who takes turns in a layer, and from when until when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotation {
    /// Unix seconds; the least where it has no beginning.
    pub start: i64,
    /// Unix seconds, the first after it; the most where it has no end.
    pub end: i64,
    /// The persons, in whatever role.
    pub person_ids: Vec<u64>,
}

/// How a change of shift is told to those who are on call next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftNotice {
    /// By which channels; nothing where it is not told to persons.
    pub by: Option<ShiftMessages>,
}

/// By which channels the persons of a shift get their messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftMessages {
    /// Each person's own preferences; otherwise the list, the same for everyone.
    pub follow_preference: bool,
    /// The list.
    pub personal_channels: Vec<String>,
}

/// A stretch of time and who is on call in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shift {
    /// Unix seconds, the first of the shift.
    pub start: i64,
    /// Unix seconds, the first after the shift.
    pub end: i64,
    /// Who; where the server does not say, anybody may be.
    #[serde(default = "ShiftGroup::untold")]
    pub group: ShiftGroup,
    /// When it was last changed, Unix seconds.
    pub update_at: Option<i64>,
}

/// The group on call in a shift.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftGroup {
    /// What people call it.
    pub group_name: String,
    /// Who is in it, by role; where the server does not say, anybody may be.
    #[serde(default = "untold")]
    pub members: Vec<ShiftMembers>,
}

/// The persons of one role in a shift.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftMembers {
    /// The role; they are counted from 0, which is the primary one. Nothing where the server does not say.
    pub role_id: Option<u64>,
    /// The persons.
    pub person_ids: Members,
}

impl ShiftGroup {
    fn untold() -> Self {
        let members = untold();
        Self {
            members,
            ..Self::default()
        }
    }
}

/// Of one role that the server does not tell, persons whom it does not tell.
fn untold() -> Vec<ShiftMembers> {
    vec![ShiftMembers::default()]
}

/// Who takes turns; whoever is told in another shape than the contract's is left out.
fn rotations<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Rotation>, D::Error> {
    fn list<'a>(of: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
        of[name].as_array().into_iter().flatten()
    }
    let rotation = |layer: &Value| {
        let time = |name: &str| layer[name].as_i64().filter(|second| *second != 0);
        let starts = ["layer_start", "enable_time"].map(time);
        let ends = ["layer_end", "expire_time"].map(time);
        let members = list(layer, "groups").flat_map(|group| list(group, "members"));
        let persons = members.flat_map(|each| list(each, "person_ids"));
        Rotation {
            start: starts.into_iter().flatten().max().unwrap_or(i64::MIN),
            end: ends.into_iter().flatten().min().unwrap_or(i64::MAX),
            person_ids: persons.filter_map(Value::as_u64).collect(),
        }
    };
    let layers = Value::deserialize(from)?;
    Ok(layers
        .as_array()
        .into_iter()
        .flatten()
        .map(rotation)
        .collect())
}

/// A shift, where there is one.
fn shift<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Shift>, D::Error> {
    let told = Option::<Map<String, Value>>::deserialize(from)?;
    let shift = told.map(|shift| lenient::read(nobody_for_null(shift)));
    shift.transpose().map_err(lenient::Unfit::nested)
}

/// Shifts; nothing where one of them is null, for nobody knows when it is, and whose.
fn shifts<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<Shift>>, D::Error> {
    let told = Vec::<Option<Map<String, Value>>>::deserialize(from)?;
    let told: Option<Vec<Value>> = told
        .into_iter()
        .map(|shift| shift.map(nobody_for_null))
        .collect();
    let shifts = told.map(|all| lenient::read(Value::Array(all)));
    shifts.transpose().map_err(lenient::Unfit::nested)
}

/// A group, its members or their ids that are null are nobody. What is left out is not known; the reader does not tell
/// the two apart.
fn nobody_for_null(mut shift: Map<String, Value>) -> Value {
    fill(&mut shift, "group", || json!({"members": []}));
    if let Some(Value::Object(group)) = shift.get_mut("group") {
        fill(group, "members", || json!([]));
        let members = group.get_mut("members").and_then(Value::as_array_mut);
        for one in members.into_iter().flatten() {
            if let Value::Object(one) = one {
                fill(one, "person_ids", || json!([]));
            }
        }
    }
    Value::Object(shift)
}

fn fill(object: &mut Map<String, Value>, key: &str, meaning: impl Fn() -> Value) {
    if let Some(value) = object.get_mut(key).filter(|value| value.is_null()) {
        *value = meaning();
    }
}
