//! What is done to an incident: it is opened, acknowledged, snoozed, closed, given to somebody else.

use serde_json::{Map, Value, json};

use super::NONE;
use super::condition::Fields;
use super::engine::{self, assignment_id, restart, send};
use super::record::{Alert, Incident, Plan};
use super::target::{self, Held, Time};
use crate::state::{State, text};

/// An incident that begins.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opening {
    pub(crate) space: u64,
    pub(crate) severity: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) labels: Map<String, Value>,
    pub(crate) integration: u64,
    /// Who opens it by hand; 0 where an alert does.
    pub(crate) by: u64,
    /// Who is told, whatever the rules say: the persons, the channels that all are told by, and a rule
    /// that is asked as well, from this level on.
    pub(crate) to: Option<(Vec<u64>, Option<Vec<String>>)>,
    pub(crate) rule: Option<(String, u64)>,
}

impl Opening {
    fn fields(&self) -> Fields<'_> {
        Fields {
            severity: &self.severity,
            title: &self.title,
            description: &self.description,
            integration: self.integration,
            labels: &self.labels,
        }
    }
}

/// What somebody, or what watches the system, does.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Ack,
    Unack,
    Snooze(u64),
    Wake,
    /// From the console, or because the alerts are over (`event`).
    Close(&'static str),
    Reopen(&'static str),
    Reassign(Vec<u64>),
    Respond(Vec<u64>),
    Severity(&'static str),
    /// Keeps it silent for so many minutes.
    Flap(u64),
    Storm(u64),
    /// One more alert.
    Join(&'static str),
    Comment(&'static str),
    /// What there is of it goes into another incident, by its id.
    MergeInto(String),
}

/// Begins an incident under this id. `None`: a rule drops the alert, and there is nothing.
pub(crate) fn open(state: &mut State, id: &str, opening: &Opening, time: Time) -> Option<usize> {
    let fields = opening.fields();
    let by_alert = opening.by == 0;
    let held = if by_alert {
        target::held(state, opening.space, &fields, time)
    } else {
        None
    };
    if matches!(held, Some(Held::Dropped)) {
        return None;
    }
    let rule = match (&opening.rule, &opening.to) {
        (Some(rule), _) => Some(rule.clone()),
        (None, Some(_)) => None,
        (None, None) => target::rule_for(state, opening.space, &fields, time)
            .map(|rule| (text(rule, "rule_id").to_owned(), 0)),
    };
    let delay = rule
        .as_ref()
        .filter(|_| by_alert || opening.rule.is_none())
        .and_then(|(rule, _)| target::rule(state, rule)?.get("aggr_window")?.as_u64())
        .unwrap_or(0);
    let mut made = Incident {
        incident_id: id.to_owned(),
        feed: Vec::new(),
        alerts: Vec::new(),
        plan: Plan::default(),
        info: Map::new(),
    };
    for (field, value) in [
        ("title", json!(opening.title)),
        ("description", json!(opening.description)),
        ("incident_severity", json!(opening.severity)),
        ("progress", json!("Triggered")),
        ("channel_id", json!(opening.space)),
        ("start_time", json!(time.seconds())),
        ("creator_id", json!(opening.by)),
        ("labels", json!(opening.labels)),
    ] {
        made.set(field, value);
    }
    let new = json!({"severity": opening.severity, "title": opening.title});
    made.record(time.at, opening.by, "i_new", new);
    if by_alert {
        made.alerts.push(alert(id, 0, opening, time));
    }
    match held {
        Some(Held::Silenced(rule)) => silence(&mut made, rule, time),
        Some(Held::Inhibited(rule, source)) => inhibit(&mut made, rule, &source, time),
        _ => {
            match (&opening.to, &rule) {
                (Some((persons, _)), Some(_)) => made.plan.to.clone_from(persons),
                (Some((persons, channels)), None) => {
                    by_hand(&mut made, opening.by, "assign", persons, time);
                    made.plan.channels.clone_from(channels);
                }
                (None, _) => {}
            }
            if let Some((rule, layer)) = rule {
                made.plan.rule = rule;
                made.plan.next = layer;
                made.plan.assign_at = Some(time.at + 240 + delay * 1000);
            }
        }
    }
    state.incidents.push(made);
    Some(state.incidents.len() - 1)
}

fn alert(incident: &str, number: usize, opening: &Opening, time: Time) -> Alert {
    let info = json!({
        "title": opening.title,
        "alert_severity": opening.severity,
        "integration_id": opening.integration,
        "labels": opening.labels,
        "start_time": time.seconds(),
    });
    let mut made = Alert {
        // The incident's own with another kind in the middle.
        alert_id: format!("{}a1{number:04x}{}", &incident[..12], &incident[18..]),
        feed: Vec::new(),
        info: info.as_object().cloned().unwrap_or_default(),
    };
    let new = json!({"severity": opening.severity, "status": opening.severity});
    made.record(time.at, 0, "a_new", new);
    made
}

fn silence(made: &mut Incident, rule: &Value, time: Time) {
    let (id, name) = (text(rule, "rule_id"), text(rule, "rule_name"));
    let detail = json!({"silence_rule_id": id, "silence_rule_name": name});
    made.record(time.at + 12, 0, "i_m_silence", detail);
    mute(
        made,
        "a_m_silence",
        json!({"rule_id": id, "rule_name": name}),
        time,
    );
}

fn inhibit(made: &mut Incident, rule: &Value, source: &[String; 4], time: Time) {
    let (id, name) = (text(rule, "rule_id"), text(rule, "rule_name"));
    let [alert, alert_title, incident, title] = source;
    let detail = json!({
        "inhibit_rule_id": id, "inhibit_rule_name": name,
        "source_incident_id": incident, "source_incident_title": title,
    });
    made.record(time.at + 12, 0, "i_m_inhibit", detail);
    let detail = json!({
        "rule_id": id, "rule_name": name,
        "source_alert_id": alert, "source_alert_title": alert_title,
    });
    mute(made, "a_m_inhibit", detail, time);
}

fn mute(made: &mut Incident, kind: &str, detail: Value, time: Time) {
    made.set("ever_muted", true);
    if let Some(alert) = made.alerts.first_mut() {
        alert.info.insert("ever_muted".to_owned(), true.into());
        alert.record(time.at + 8, 0, kind, detail);
    }
}

fn by_hand(incident: &mut Incident, by: u64, kind: &str, persons: &[u64], time: Time) {
    let assignment = json!({
        "person_ids": persons,
        "escalate_rule_id": NONE,
        "escalate_rule_name": "",
        "layer_idx": 0,
        "type": kind,
        "assigned_at": time.seconds(),
        "id": assignment_id(incident, time),
    });
    incident.assign(time, by, assignment, persons);
    incident.plan = Plan {
        to: persons.to_vec(),
        fire_at: Some(time.at + 900),
        quiet_until: incident.plan.quiet_until,
        ..Plan::default()
    };
}

/// Does something to an incident. What was due before it has happened.
pub(crate) fn act(state: &mut State, number: usize, by: u64, deed: &Deed, time: Time) {
    engine::go_on(state, time.at, time.now);
    let forces = {
        let plan = &state.incidents[number].plan;
        target::rule(state, &plan.rule)
            .and_then(|rule| target::layer(rule, plan.layer))
            .is_some_and(|layer| layer.get("force_escalate") == Some(&Value::Bool(true)))
    };
    let incident = &mut state.incidents[number];
    match deed {
        Deed::Ack => {
            incident.set("progress", "Processing");
            incident.set("ack_time", time.seconds());
            incident.acknowledged(by, time.seconds());
            incident.record(time.at, by, "i_ack", json!({"progress": ""}));
            incident.plan.fire_at = None;
            if !forces {
                incident.plan.assign_at = None;
            }
        }
        Deed::Unack => {
            incident.set("progress", "Triggered");
            incident.set("ack_time", 0);
            incident.record(time.at, by, "i_unack", json!({"progress": ""}));
            restart(state, number, time);
        }
        Deed::Snooze(minutes) => {
            incident.set("snoozed_before", time.seconds() + minutes * 60);
            incident.record(time.at, by, "i_snooze", json!({"minutes": minutes}));
            incident.plan.stop();
        }
        Deed::Wake => {
            let before = incident.number("snoozed_before");
            incident.set("snoozed_before", 0);
            incident.record(time.at, by, "i_wake", json!({"snoozedBefore": before}));
            restart(state, number, time);
        }
        Deed::Close(from) => incident.close(by, from, time),
        Deed::Reopen(reason) => {
            incident.set("progress", "Triggered");
            incident.set("close_time", 0);
            incident.record(time.at, by, "i_reopen", json!({"reason": reason}));
            let to = incident.plan.to.clone();
            let mut again = incident
                .info
                .get("assigned_to")
                .cloned()
                .unwrap_or_default();
            if again.is_object() {
                again["type"] = "reopen".into();
                again["assigned_at"] = time.seconds().into();
                incident.assign(time, by, again, &to);
            }
            restart(state, number, time);
        }
        Deed::Reassign(persons) => {
            // Whoever has it then has it no more.
            incident.set("responders", json!([]));
            by_hand(incident, by, "reassign", persons, time);
        }
        Deed::Respond(persons) => {
            incident.record(time.at, by, "i_a_rspd", json!({"to": persons}));
            for person in persons {
                incident.respond(*person, time.seconds());
            }
            let persons = persons.clone();
            send(
                state,
                number,
                &persons,
                false,
                Time {
                    at: time.at + 800,
                    ..time
                },
            );
        }
        Deed::Severity(to) => {
            let from = incident.text("incident_severity").to_owned();
            incident.set("incident_severity", *to);
            incident.record(time.at, by, "i_r_severity", json!({"from": from, "to": to}));
        }
        Deed::Flap(minutes) => {
            let detail = json!({"max_changes": 4, "in_mins": 60, "mute_mins": minutes});
            incident.record(time.at, 0, "i_m_flapping", detail);
            incident.set("ever_muted", true);
            incident.plan.quiet_until = time.at + minutes * 60_000;
        }
        Deed::Storm(threshold) => {
            incident.record(time.at, 0, "i_storm", json!({"threshold": threshold}));
            let to = incident.plan.to.clone();
            send(
                state,
                number,
                &to,
                false,
                Time {
                    at: time.at + 700,
                    ..time
                },
            );
        }
        Deed::Join(title) => {
            let opening = Opening {
                severity: incident.text("incident_severity").to_owned(),
                title: (*title).to_owned(),
                labels: incident.labels(),
                ..Opening::default()
            };
            let made = alert(&incident.incident_id, incident.alerts.len(), &opening, time);
            incident.record(time.at, 0, "a_merge", json!({}));
            incident.set("last_time", time.seconds());
            incident.alerts.push(made);
        }
        Deed::Comment(text) => {
            incident.record(time.at, by, "i_comm", json!({"comment": text}));
        }
        Deed::MergeInto(target) => merge(state, number, by, target, time),
    }
}

fn merge(state: &mut State, number: usize, by: u64, target: &str, time: Time) {
    let known = |i: &Incident| i.incident_id == target;
    let Some(other) = state.incidents.iter().position(known) else {
        return;
    };
    let detail = json!({
        "comment": "",
        "owner_id": by,
        "title": state.incidents[other].text("title"),
        "remove_source_incidents": false,
        "source_incidents": [state.incidents[number].named()],
        "target_incident": state.incidents[other].named(),
    });
    state.incidents[other].record(time.at, by, "i_merge", detail.clone());
    let incident = &mut state.incidents[number];
    incident.record(time.at, by, "i_merge", detail);
    incident.close(
        by,
        "console",
        Time {
            at: time.at + 20,
            ..time
        },
    );
}

impl Incident {
    fn close(&mut self, by: u64, from: &str, time: Time) {
        self.set("progress", "Closed");
        self.set("close_time", time.seconds());
        self.set("closer_id", by);
        self.set("snoozed_before", 0);
        self.plan.stop();
        for alert in self.alerts.iter_mut().filter(|a| a.is_active()) {
            let at = time.seconds().into();
            alert.info.insert("end_time".to_owned(), at);
            alert.record(time.at, 0, "a_close", json!({}));
        }
        self.record(time.at, by, "i_rslv", json!({"from": from}));
    }

    /// Whoever acknowledges becomes a responder.
    fn acknowledged(&mut self, by: u64, at: u64) {
        self.respond(by, at);
        let list = self
            .info
            .get_mut("responders")
            .and_then(Value::as_array_mut);
        for responder in list.into_iter().flatten() {
            if responder["person_id"] == by {
                responder["acknowledged_at"] = at.into();
            }
        }
    }
}
