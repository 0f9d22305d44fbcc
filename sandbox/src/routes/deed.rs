//! What is done to incidents: opened, acknowledged, snoozed, closed.

use serde_json::{Map, Value, json};

use super::call::{Call, done};
use super::incident::find;
use crate::error::{ApiError, Result};
use crate::incident::{Incident, NONE};
use crate::input;

/// How many incidents one request may name.
const MOST: usize = 100;

pub(super) fn create(call: &mut Call<'_>) -> Result<Value> {
    let severity = input::req_enum(
        call.body,
        "incident_severity",
        &["Critical", "Warning", "Info"],
    )?;
    let title = input::req_short(call.body, "title", 1, 512)?;
    let description = input::opt_short(call.body, "description", 0, 1024)?.unwrap_or("");
    let space = input::opt_id(call.body, "channel_id")?.unwrap_or(0);
    let assigned = input::opt_object(call.body, "assigned_to")?;
    let to = assigned.map(Assigned::read).transpose()?;
    if space != 0 && call.state.space(space).is_none() {
        return Err(ApiError::not_found(
            format!("there is no channel {space}"),
            format!("协作空间 {space} 不存在"),
        ));
    }
    let mut persons = Vec::new();
    if let Some(to) = &to {
        for person in &to.persons {
            persons.push(call.state.person_exists(*person)?);
        }
    }
    let id = new_id(call);
    let at = call.now_ms;
    let mut made = Incident {
        incident_id: id.clone(),
        feed: Vec::new(),
        alerts: Vec::new(),
        info: Map::new(),
    };
    for (field, value) in [
        ("title", json!(title)),
        ("description", json!(description)),
        ("incident_severity", json!(severity)),
        ("progress", json!("Triggered")),
        ("channel_id", json!(space)),
        ("start_time", json!(call.now)),
        ("creator_id", json!(call.caller.person)),
    ] {
        made.set(field, value);
    }
    made.record(
        at,
        call.caller.person,
        "i_new",
        json!({"severity": severity, "title": title}),
    );
    if !persons.is_empty() {
        let assignment = json!({
            "person_ids": persons, "escalate_rule_id": NONE, "escalate_rule_name": "",
            "layer_idx": 0, "type": "assign", "assigned_at": call.now,
        });
        let mut detail = assignment.clone();
        detail["to"] = json!(persons);
        made.set("assigned_to", assignment);
        made.record(at, call.caller.person, "i_assign", detail);
    }
    call.state.incidents.push(made);
    Ok(json!({"incident_id": id, "title": title}))
}

/// Whom `assigned_to` names.
struct Assigned {
    persons: Vec<u64>,
}

impl Assigned {
    fn read(body: &Map<String, Value>) -> Result<Self> {
        let persons = input::opt_ids(body, "person_ids")?;
        let emails = input::opt_strings(body, "emails")?;
        for (field, count) in [
            ("person_ids", persons.as_ref().map(Vec::len)),
            ("emails", emails.as_ref().map(Vec::len)),
        ] {
            if count.is_some_and(|n| n == 0 || n > MOST) {
                return Err(ApiError::invalid(
                    format!("`{field}` must have 1 to {MOST} entries"),
                    format!("`{field}` 须有 1 到 {MOST} 项"),
                ));
            }
        }
        input::opt_object_id(body, "escalate_rule_id")?;
        input::opt_within(body, "layer_idx", 0, u64::MAX)?;
        input::opt_str(body, "type")?;
        if let Some(notify) = input::opt_object(body, "notify")? {
            input::opt_bool(notify, "follow_preference")?;
            input::opt_strings(notify, "personal_channels")?;
            input::opt_object_id(notify, "template_id")?;
        }
        Ok(Self {
            persons: persons.unwrap_or_default(),
        })
    }
}

/// An id as the vendor's are: the time, then a number.
fn new_id(call: &mut Call<'_>) -> String {
    let number = call.state.new_id();
    format!("{:08x}{:010x}{number:06x}", call.now, 0x51_0b0e_u64)
}

pub(super) fn resolve(call: &mut Call<'_>) -> Result<Value> {
    input::opt_short(call.body, "root_cause", 0, 1024)?;
    input::opt_short(call.body, "resolution", 0, 1024)?;
    let (by, now) = (call.caller.person, call.now);
    each(call, |incident, at| {
        if !incident.is_closed() {
            incident.set("progress", "Closed");
            incident.set("close_time", now);
            incident.set("closer_id", by);
            incident.record(at, by, "i_rslv", json!({"from": "console"}));
        }
    })
}

pub(super) fn ack(call: &mut Call<'_>) -> Result<Value> {
    let (by, now) = (call.caller.person, call.now);
    each(call, |incident, at| {
        incident.set("progress", "Processing");
        incident.set("ack_time", now);
        incident.record(at, by, "i_ack", json!({"progress": ""}));
    })
}

pub(super) fn unack(call: &mut Call<'_>) -> Result<Value> {
    let by = call.caller.person;
    each(call, |incident, at| {
        incident.set("progress", "Triggered");
        incident.set("ack_time", 0);
        incident.record(at, by, "i_unack", json!({"progress": ""}));
    })
}

pub(super) fn snooze(call: &mut Call<'_>) -> Result<Value> {
    let minutes = input::opt_within(call.body, "minutes", 1, 1440)?
        .ok_or_else(|| ApiError::invalid("`minutes` is required", "缺少 `minutes`"))?;
    let (by, now) = (call.caller.person, call.now);
    each(call, |incident, at| {
        incident.set("snoozed_before", now + minutes * 60);
        incident.record(at, by, "i_snooze", json!({"minutes": minutes}));
    })
}

pub(super) fn wake(call: &mut Call<'_>) -> Result<Value> {
    let by = call.caller.person;
    each(call, |incident, at| {
        let before = incident.number("snoozed_before");
        incident.set("snoozed_before", 0);
        incident.record(at, by, "i_wake", json!({"snoozedBefore": before}));
    })
}

/// Does something to all incidents that the body names, or to none.
fn each(call: &mut Call<'_>, change: impl Fn(&mut Incident, u64)) -> Result<Value> {
    let ids = input::req_object_ids(call.body, "incident_ids", 1, MOST)?;
    for id in &ids {
        find(call, id)?;
    }
    let at = call.now_ms;
    for incident in &mut call.state.incidents {
        if ids
            .iter()
            .any(|id| incident.incident_id.eq_ignore_ascii_case(id))
        {
            change(incident, at);
        }
    }
    Ok(done())
}
