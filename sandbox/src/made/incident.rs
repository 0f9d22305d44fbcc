//! Incidents with records that a test writes itself, line by line.

use serde_json::{Value, json};

use super::{Made, object_id};

impl Made {
    /// An incident with these lines in its record, in the order of time.
    #[must_use]
    pub fn told(self, lines: &[Value]) -> Self {
        self.with("feed", json!(lines))
    }

    /// An incident that these alerts made.
    #[must_use]
    pub fn alerts(self, alerts: &[Value]) -> Self {
        self.with("alerts", json!(alerts))
    }
}

/// The id of the incident that [`incident`] makes.
#[must_use]
pub fn incident_id(space: u64, title: &str) -> String {
    object_id(5, space, title)
}

/// A critical incident of a space (0 for none) that began at these Unix seconds, is open, and has no
/// record. Its number is the end of its id, unless `num` says otherwise. What is not in it is served
/// as the vendor's example has it.
#[must_use]
pub fn incident(space: u64, title: &str, start: u64) -> Made {
    let value = json!({
        "incident_id": incident_id(space, title),
        "channel_id": space,
        "title": title,
        "incident_severity": "Critical",
        "progress": "Triggered",
        "start_time": start,
        "feed": [],
        "alerts": [],
    });
    Made {
        list: "incidents",
        keys: &["incident_id"],
        value,
    }
}

/// A line of a record, at these milliseconds, by the system.
#[must_use]
pub fn line(at_ms: u64, kind: &str, detail: Value) -> Value {
    line_by(0, at_ms, kind, detail)
}

/// A line of a record of what a person did.
#[must_use]
pub fn line_by(person: u64, at_ms: u64, kind: &str, detail: Value) -> Value {
    json!({"type": kind, "detail": detail, "creator_id": person, "created_at": at_ms})
}

/// The line of an opening.
#[must_use]
pub fn opened(at_ms: u64, severity: &str, title: &str) -> Value {
    line(
        at_ms,
        "i_new",
        json!({"severity": severity, "title": title}),
    )
}

/// The line of an assignment by a rule to one of its levels, 0 for the first.
#[must_use]
pub fn assigned(at_ms: u64, rule: &str, name: &str, layer: u64, persons: &[u64]) -> Value {
    let kind = if layer == 0 { "assign" } else { "escalate" };
    let detail = json!({
        "id": format!("as{at_ms}"),
        "type": kind,
        "escalate_rule_id": rule,
        "escalate_rule_name": name,
        "layer_idx": layer,
        "assigned_at": at_ms / 1000,
        "to": persons,
    });
    line(at_ms, "i_assign", detail)
}

/// The line of an assignment by a person, of one of the types `assign`, `reassign`, `reopen`.
#[must_use]
pub fn assigned_by(person: u64, at_ms: u64, kind: &str, persons: &[u64]) -> Value {
    let detail = json!({
        "id": format!("as{at_ms}"),
        "type": kind,
        "person_ids": persons,
        "escalate_rule_id": "000000000000000000000000",
        "escalate_rule_name": "",
        "layer_idx": 0,
        "assigned_at": at_ms / 1000,
        "to": persons,
    });
    line_by(person, at_ms, "i_assign", detail)
}

/// The line of a notice that went by a channel (`email`, `feishu_app`) to persons, each with why it
/// failed, if it did. `rule` is empty where persons were assigned.
#[must_use]
pub fn notice(at_ms: u64, rule: &str, layer: u64, by: &str, to: &[(u64, Option<&str>)]) -> Value {
    let persons: Vec<Value> = to
        .iter()
        .map(|(person, failed)| match failed {
            Some(why) => json!({"person_id": person, "failed_reason": why}),
            None => json!({"person_id": person}),
        })
        .collect();
    let rule = if rule.is_empty() {
        "000000000000000000000000"
    } else {
        rule
    };
    let detail = json!({
        "rid": format!("{at_ms:032x}"),
        "msg_id": format!("m{at_ms}"),
        "fire_type": "fire",
        "escalate_rule_id": rule,
        "layer_idx": layer,
        "by": by,
        "persons": persons,
    });
    line(at_ms, "i_notify", detail)
}

/// A critical alert of a space that began at these Unix seconds and goes on, with its own record. Its
/// id is always the same for the same name.
#[must_use]
pub fn alert(space: u64, name: &str, start: u64, lines: &[Value]) -> Value {
    json!({
        "alert_id": object_id(6, space, name),
        "title": name,
        "alert_severity": "Critical",
        "start_time": start,
        "feed": lines,
    })
}
