//! On-call schedules as the API says them, and their shifts.

use serde::{Deserialize, Serialize};

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
    pub cur_oncall: Option<Shift>,
    /// The shift after it, where that is known.
    pub next_oncall: Option<Shift>,
    /// All layers together: who is on call in the time that was asked for.
    pub final_schedule: Option<LayerSchedule>,
    /// Each layer by itself.
    pub layer_schedules: Vec<LayerSchedule>,
    /// How its shifts are told.
    pub notify: Option<ShiftNotice>,
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
    /// The shifts; one without a group is a gap. Nothing where none were computed, which is not the same as nobody.
    pub schedules: Option<Vec<Shift>>,
}

impl LayerSchedule {
    /// The shifts, as far as they were computed.
    pub fn shifts(&self) -> &[Shift] {
        self.schedules.as_deref().unwrap_or_default()
    }
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
    /// Who.
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
    /// Who is in it, by role.
    pub members: Vec<ShiftMembers>,
}

/// The persons of one role in a shift.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftMembers {
    /// The role; they are counted from 0, which is the primary one.
    pub role_id: u64,
    /// The persons.
    #[serde(deserialize_with = "lenient::ids")]
    pub person_ids: Vec<u64>,
}
