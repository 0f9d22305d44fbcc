//! `duty prefs`: one file a concern; here what they share.

mod algebra;
mod ask;
mod between;
mod conflict;
mod edit;
mod foreign;
mod inside;
mod interleave;
mod kill;
mod log;
mod mail;
mod opened;
mod partly_told;
pub mod proof;
mod rang;
mod resend;
mod scenes;
mod show;
mod silence;
mod since;
mod test;
mod text;
mod told_later;
mod two;
mod undo;
mod untold;
mod unwritten;
mod verbs;

use serde_json::{Value, json};

use crate::harness::{Edit, World};

/// What decides which channels deliver, asked for at the same time.
const FACTS: &[&str] = &["member_info", "device_list", "integration_list"];

/// The requests of what only shows.
pub const SHOWS: [&[&str]; 1] = [&[
    "preference_info",
    "member_info",
    "device_list",
    "integration_list",
]];

/// The requests of `prefs show`, which also asks how shifts are told.
pub const SHOWS_SHIFTS: [&[&str]; 1] = [&[
    "preference_info",
    "member_info",
    "device_list",
    "integration_list",
    "schedule_self",
]];

/// What a change reads: the preferences last.
pub const READS: [&[&str]; 2] = [FACTS, &["preference_info"]];

/// The requests of a change that writes and is quiet about it.
pub const WRITES: [&[&str]; 4] = [
    FACTS,
    &["preference_info"],
    &["preference_update"],
    &["preference_info"],
];

/// Where the last change made here does not stand any more, the log is asked who changed it.
pub const READS_AND_LOG: [&[&str]; 3] = [FACTS, &["preference_info"], &["audit_search"]];

/// A change that writes asks it too: somebody may have written between its read and its write.
pub const WRITES_AND_LOG: [&[&str]; 5] = [
    FACTS,
    &["preference_info"],
    &["preference_update"],
    &["preference_info"],
    &["audit_search"],
];

/// The person of the default key.
pub const PERSON: &str = "80011";

/// Put these lists in place of what the server has, behind everybody's back.
pub fn put(world: &World, lists: Value) {
    world.server.edit(|state| put_in(state, &lists)).unwrap();
}

/// The same as a fault's edit.
pub fn putting(lists: Value) -> Edit {
    Edit::new(move |state| put_in(state, &lists))
}

/// Into the JSON of the sandbox's state; a list that is not named stays.
#[track_caller]
pub fn put_in(state: &mut Value, lists: &Value) {
    let preference = &mut state["preferences"][PERSON];
    assert!(preference.is_object(), "the person of the default key");
    for (target, list) in lists.as_object().unwrap() {
        match target.as_str() {
            "shift" => preference["schedule_shift_notify"]["personal_channels"] = list.clone(),
            "status-page" => preference["status_change_notify"]["im_integrations"] = list.clone(),
            severity => preference["trigger_notify"][severity] = list.clone(),
        }
    }
}

/// The lists that the server has.
pub fn lists(world: &World) -> Value {
    lists_of(&world.server.state())
}

/// The lists in the JSON of the sandbox's state.
pub fn lists_of(state: &Value) -> Value {
    let preference = &state["preferences"][PERSON];
    json!({
        "critical": preference["trigger_notify"]["critical"],
        "warning": preference["trigger_notify"]["warning"],
        "info": preference["trigger_notify"]["info"],
        "shift": preference["schedule_shift_notify"]["personal_channels"],
        "status-page": preference["status_change_notify"]["im_integrations"],
    })
}

/// An entry of the audit log: 李四 set the lists that there are, then.
pub fn logged(state: &mut Value, millisecond: i64) {
    let lists = &state["preferences"][PERSON]["trigger_notify"];
    let entry = json!({
        "created_at": millisecond,
        "member_id": 80012, "member_name": "李四", "ip": "203.0.113.24",
        "operation": "preference:write:update", "operation_name": "修改通知偏好",
        "body": json!({"person_id": PERSON, "trigger_notify": lists}).to_string(),
        "is_write": true, "is_dangerous": false, "params": [], "request_id": "0", "account_id": 1,
    });
    state["audit"].as_array_mut().unwrap().insert(0, entry);
}
