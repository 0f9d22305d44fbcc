//! Incidents with their record as they are served. How they are kept is in `record`, below the state; what
//! becomes of them is in the files beside it.

use serde_json::{Map, Value, json};

use self::record::{Alert, Incident};
use crate::behavior::Generation;
use crate::state::{State, id, text};

pub(crate) mod condition;
pub(crate) mod deed;
mod engine;
mod examples;
pub(crate) mod history;
mod notice;
pub(crate) mod record;
pub(crate) mod target;

/// The id of nothing, as the vendor writes it.
pub(crate) const NONE: &str = "000000000000000000000000";

/// Where the console is, for the addresses of pages.
const CONSOLE: &str = "https://console.example.com";

impl Incident {
    /// As an operation shows it.
    pub(crate) fn shown(&self, state: &State) -> Value {
        let account = &state.account;
        let start = self.number("start_time");
        let space = self.number("channel_id");
        let active = self.alerts.iter().filter(|a| a.is_active()).count();
        let known = state
            .spaces
            .iter()
            .find(|s| id(s, "channel_id") == Some(space));
        let of_space = |field: &str| known.map_or("", |s| text(s, field));
        let mut whole = json!({
            "incident_id": self.incident_id,
            "num": self.num(),
            "account_id": account.account_id,
            "account_name": account.account_name,
            "account_locale": account.locale,
            "account_time_zone": account.time_zone,
            "channel_id": space,
            "channel_name": of_space("channel_name"),
            "channel_status": of_space("status"),
            "team_id": known.and_then(|s| id(s, "team_id")).unwrap_or(0),
            "integration_id": self.alerts.first().map_or(0, |a| a.number("integration_id")),
            "title": "",
            "description": "",
            "incident_severity": "Critical",
            "incident_status": if self.is_closed() { "Ok" } else { "Critical" },
            "progress": "Triggered",
            "start_time": start,
            "last_time": start,
            "end_time": self.number("close_time"),
            "close_time": 0,
            "created_at": start,
            "updated_at": start,
            // Where nobody was assigned the vendor's example has an assignment of nothing.
            "assigned_to": {
                "escalate_rule_id": NONE, "layer_idx": 0, "type": "", "assigned_at": 0, "id": "",
                "escalate_rule_name": "",
            },
            "alert_cnt": self.alerts.len(),
            "active_alert_cnt": active,
            "alert_event_cnt": self.alerts.len(),
            "detail_url": format!("{CONSOLE}/incident/detail/{}", self.incident_id),
            "silence_url": format!(
                "{CONSOLE}/channel/detail/{space}?tab=alertSuppression&fromIncidentId={}",
                self.incident_id
            ),
        });
        if let Value::Object(whole) = &mut whole {
            let severity = whole["incident_severity"].clone();
            whole.extend(empty());
            whole.extend(self.info.clone());
            if !self.is_closed() && !self.info.contains_key("incident_status") {
                let severity = self.info.get("incident_severity").unwrap_or(&severity);
                whole.insert("incident_status".to_owned(), severity.clone());
            }
        }
        whole
    }

    /// As others refer to it.
    pub(crate) fn named(&self) -> Value {
        json!({
            "incident_id": self.incident_id,
            "title": self.text("title"),
            "progress": if self.info.contains_key("progress") { self.text("progress") } else { "Triggered" },
        })
    }
}

impl Alert {
    pub(crate) fn shown(&self, state: &State, of: &Incident) -> Value {
        let start = self.number("start_time");
        let space = of.number("channel_id");
        let integration = self.number("integration_id");
        let find = |list: &[Value], field: &str, wanted: u64, name: &str| {
            let found = list.iter().find(|v| id(v, field) == Some(wanted));
            found.map_or_else(String::new, |v| text(v, name).to_owned())
        };
        let severity = self.info.get("alert_severity").cloned();
        let severity = severity.unwrap_or_else(|| "Critical".into());
        let mut whole = json!({
            "alert_id": self.alert_id,
            "account_id": state.account.account_id,
            "channel_id": space,
            "channel_name": find(&state.spaces, "channel_id", space, "channel_name"),
            "channel_status": find(&state.spaces, "channel_id", space, "status"),
            "integration_id": integration,
            "data_source_id": integration,
            "integration_name": find(&state.integrations, "integration_id", integration, "name"),
            "integration_type":
                find(&state.integrations, "integration_id", integration, "plugin_type"),
            "integration_ref_id": format!("a_{}", state.account.account_id),
            "title": of.text("title"),
            "title_rule": "",
            "description": "",
            "alert_key": format!("key:{}", self.alert_id),
            "alert_severity": severity,
            "alert_status": if self.is_active() { severity.clone() } else { "Ok".into() },
            "start_time": start,
            "last_time": start,
            "end_time": 0,
            "labels": {},
            "ever_muted": false,
            "created_at": start,
            "updated_at": start,
            "responder_name": "",
            "responder_email": "",
            "event_cnt": 1,
            "incident": of.named(),
            "images": null,
        });
        if let Value::Object(whole) = &mut whole {
            whole.extend(self.info.clone());
        }
        whole
    }
}

/// What is empty in an incident about which nothing else is known.
fn empty() -> Map<String, Value> {
    let fields = json!({
        "integration_ids": [],
        "integration_types": [],
        "dedup_key": "",
        "equals_md5": "",
        "ack_time": 0,
        "snoozed_before": 0,
        "creator_id": 0,
        "closer_id": 0,
        "owner_id": 0,
        "ever_muted": false,
        "labels": {},
        "fields": {},
        "group_method": "n",
        "responders": [],
        "ai_summary": "",
        "impact": "",
        "root_cause": "",
        "resolution": "",
        "frequency": "rare",
        "post_mortem_id": "",
        "images": null,
        "manual_overrides": null,
    });
    fields.as_object().cloned().unwrap_or_default()
}

/// An id as the vendor's are: the time, then numbers.
pub(crate) fn new_id(state: &mut State, now: u64) -> String {
    let number = state.new_id();
    format!("{now:08x}5a0db0c0de{:06x}", number & 0x00ff_ffff)
}

/// A line as an operation shows it.
pub(crate) fn shown_line(state: &State, of: &str, line: &Value) -> Value {
    let mut whole = json!({
        "ref_id": of,
        "type": "",
        "detail": null,
        "account_id": state.account.account_id,
        "creator_id": 0,
        "created_at": 0,
        "updated_at": line.get("created_at"),
    });
    if let (Value::Object(whole), Value::Object(own)) = (&mut whole, line) {
        whole.extend(own.clone());
    }
    if state.behavior.feeds == Generation::Older {
        older_line(&mut whole);
    }
    whole
}

/// What the older reference has otherwise: fewer fields, the level as a string, a word misspelt.
fn older_line(line: &mut Value) {
    if let Value::Object(map) = line {
        for field in ["ref_id", "account_id", "updated_at"] {
            map.shift_remove(field);
        }
    }
    if line["type"] == "i_m_inhibit" {
        line["type"] = "i_m_inhibat".into();
    }
    if line["type"] == "i_notify" {
        let level = line["detail"]["layer_idx"].to_string();
        line["detail"]["layer_idx"] = level.trim_matches('"').into();
        if let Value::Object(detail) = &mut line["detail"] {
            detail.shift_remove("rid");
            detail.shift_remove("msg_id");
            detail
                .entry("escalate_rule_name")
                .or_insert_with(|| "".into());
        }
    }
}
