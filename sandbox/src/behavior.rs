//! How the server answers where the vendor's references differ, or are silent: for a test to choose.
//! It is part of the state, so that every server of one state file answers alike.

use serde::{Deserialize, Serialize};

/// How the server answers where the vendor's references differ. By itself it answers everything, and in
/// the newer shapes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Behavior {
    /// The shape of a schedule.
    pub schedules: Generation,
    /// Where `cur_oncall` and `next_oncall` are filled; elsewhere they are null. The older
    /// `schedule_self` has no such fields.
    pub current: Told,
    /// Where `final_schedule` and the shifts of each layer are filled; elsewhere they are null.
    pub shifts: Told,
    /// `schedule_by_person` leaves `end_at` out of the shift that is going on. The reference says that
    /// it does, and its example has it.
    pub open_shift: bool,
    /// The shape of a record: the older has no `has_next_page`.
    pub feeds: Generation,
    /// `alert_feed` has seconds, as in the vendor's example, and not milliseconds.
    pub alert_feed_in_seconds: bool,
    /// A form of the account's own asks for more where an incident is opened, or closed.
    pub form_to_open: bool,
    pub form_to_close: bool,
    /// What `preference_update` does with the scenes that it was not sent.
    pub scenes: Scenes,
    /// `items` is null where there is none, as in the vendor's own answers.
    pub null_lists: bool,
    /// `member_info` leaves `status` out, as the newest reference does.
    pub hides_status: bool,
    /// The spaces (`channel_id`) whose rules and settings nobody may read: 403 `AccessDenied`.
    pub closed_spaces: Vec<u64>,
    /// The operations (`operationId`) that this deployment does not have: 404 `RouteNotFound`.
    pub absent: Vec<String>,
}

/// Which reference a schedule looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// That of 2026.
    #[default]
    Newer,
    /// The one before it.
    Older,
}

/// Which of the operations that could tell something do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// `schedule_self` and `schedule_info`.
    #[default]
    Everywhere,
    /// `schedule_info` only: the vendor's own examples.
    InInfo,
    /// Neither.
    Nowhere,
}

/// What happens to the scenes that an update leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scenes {
    /// They stay as they are.
    #[default]
    Patched,
    /// They are lost.
    Replaced,
}

/// What only the older reference has.
const OLDER_ONLY: [&str; 9] = [
    "preference_info",
    "preference_update",
    "integration_list",
    "app_key_list",
    "app_key_create",
    "app_key_delete",
    "app_key_enable",
    "app_key_disable",
    "app_key_rename",
];

/// What the older reference does not have.
const NEWER_ONLY: [&str; 5] = [
    "account_integration_list",
    "audit_search",
    "member_notify",
    "role_permission_list",
    "schedule_by_person",
];

impl Behavior {
    /// A deployment of the older reference.
    #[must_use]
    pub fn older() -> Self {
        Self {
            schedules: Generation::Older,
            feeds: Generation::Older,
            absent: owned(&NEWER_ONLY),
            ..Self::default()
        }
    }

    /// A deployment of the newest reference to the letter: without what it dropped, and with the nulls
    /// of its examples.
    #[must_use]
    pub fn newest() -> Self {
        Self {
            current: Told::InInfo,
            shifts: Told::InInfo,
            null_lists: true,
            hides_status: true,
            absent: owned(&OLDER_ONLY),
            ..Self::default()
        }
    }

    pub(crate) fn has(&self, operation: &str) -> bool {
        !self.absent.iter().any(|id| id == operation)
    }
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}
