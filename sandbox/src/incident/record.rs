//! Incidents with their record: what was told to whom and when, and what is still to come, as the made-up
//! account keeps it. The state is made of these, so nothing here knows the state.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// An incident. What a test leaves out is filled in where it is served.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Incident {
    pub(crate) incident_id: String,
    /// In the order of time, each with milliseconds.
    #[serde(default)]
    pub(crate) feed: Vec<Value>,
    #[serde(default)]
    pub(crate) alerts: Vec<Alert>,
    /// What happens next by itself; a test's own incident has nothing before it.
    #[serde(default)]
    pub(crate) plan: Plan,
    #[serde(flatten)]
    pub(crate) info: Map<String, Value>,
}

/// An alert of an incident.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Alert {
    pub(crate) alert_id: String,
    #[serde(default)]
    pub(crate) feed: Vec<Value>,
    #[serde(flatten)]
    pub(crate) info: Map<String, Value>,
}

/// What an incident has before it. Milliseconds, `None` for never.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Plan {
    /// The rule that took it; empty where persons were assigned by hand.
    pub(crate) rule: String,
    /// The level it is at.
    pub(crate) layer: u64,
    /// Whom that level told.
    pub(crate) to: Vec<u64>,
    /// The channels that whoever assigned it chose.
    pub(crate) channels: Option<Vec<String>>,
    /// When the next level is told, and which one that is.
    pub(crate) assign_at: Option<u64>,
    pub(crate) next: u64,
    /// When the level is told again, and how often after that.
    pub(crate) fire_at: Option<u64>,
    pub(crate) repeat: bool,
    pub(crate) left: u64,
    /// Until when flapping keeps it silent.
    pub(crate) quiet_until: u64,
}

impl Plan {
    /// Nothing happens by itself any more.
    pub(crate) fn stop(&mut self) {
        self.assign_at = None;
        self.fire_at = None;
        self.left = 0;
    }

    /// When it goes on.
    fn due(&self) -> Option<u64> {
        [self.assign_at, self.fire_at].into_iter().flatten().min()
    }
}

impl Incident {
    pub(crate) fn text(&self, field: &str) -> &str {
        self.info.get(field).and_then(Value::as_str).unwrap_or("")
    }

    /// A number; 0 where there is none.
    pub(crate) fn number(&self, field: &str) -> u64 {
        self.info.get(field).and_then(Value::as_u64).unwrap_or(0)
    }

    pub(crate) fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.info.insert(field.to_owned(), value.into());
    }

    /// What the console shows of it: the end of the id.
    pub(crate) fn num(&self) -> String {
        match self.info.get("num").and_then(Value::as_str) {
            Some(num) => num.to_owned(),
            None => self
                .incident_id
                .get(18..)
                .unwrap_or_default()
                .to_ascii_uppercase(),
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.text("progress") == "Closed"
    }

    /// The persons in one of the lists that a request filters by.
    pub(crate) fn responders(&self) -> Vec<(u64, u64)> {
        let list = self.info.get("responders").and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(|r| {
                Some((
                    r.get("person_id")?.as_u64()?,
                    r.get("acknowledged_at")
                        .and_then(Value::as_u64)
                        .unwrap_or_default(),
                ))
            })
            .collect()
    }

    /// One more line of its record, at these milliseconds, by a person or (0) by the system.
    pub(crate) fn record(&mut self, at: u64, by: u64, kind: &str, detail: Value) {
        let entry = line(&self.incident_id, at, by, kind, detail);
        self.feed.push(entry);
        self.set("updated_at", at / 1000);
    }

    /// When the next thing happens to it.
    pub(crate) fn due(&self) -> Option<u64> {
        let snoozed = self.number("snoozed_before") * 1000;
        let wakes = (snoozed > 0 && !self.is_closed()).then_some(snoozed);
        [self.plan.due(), wakes].into_iter().flatten().min()
    }
}

impl Alert {
    pub(crate) fn text(&self, field: &str) -> &str {
        self.info.get(field).and_then(Value::as_str).unwrap_or("")
    }

    pub(crate) fn record(&mut self, at: u64, by: u64, kind: &str, detail: Value) {
        let entry = line(&self.alert_id, at, by, kind, detail);
        self.feed.push(entry);
        self.info
            .insert("updated_at".to_owned(), (at / 1000).into());
    }

    pub(crate) fn number(&self, field: &str) -> u64 {
        self.info.get(field).and_then(Value::as_u64).unwrap_or(0)
    }

    pub(crate) fn is_active(&self) -> bool {
        self.number("end_time") == 0
    }
}

/// One line of a record.
fn line(of: &str, at: u64, by: u64, kind: &str, detail: Value) -> Value {
    json!({
        "ref_id": of,
        "type": kind,
        "detail": detail,
        "creator_id": by,
        "created_at": at,
        "updated_at": at,
    })
}
