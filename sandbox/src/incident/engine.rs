//! What happens by itself: the delay of a rule, its levels, their repeats, the end of a snooze. It goes
//! from one moment at which something is due to the next.

use serde_json::{Map, Value, json};

use super::NONE;
use super::notice::{self, How};
use super::record::Incident;
use super::target::{self, Time};
use crate::state::{State, id, text};

/// When the next thing happens.
pub(crate) fn due(state: &State) -> Option<u64> {
    state.incidents.iter().filter_map(Incident::due).min()
}

/// Lets everything happen that is due by now, in its order.
pub(crate) fn go_on(state: &mut State, until: u64, now: u64) {
    // A clock that jumped by years must not keep a request waiting.
    for _ in 0..10_000 {
        let next = state
            .incidents
            .iter()
            .enumerate()
            .filter_map(|(n, i)| Some((i.due()?, n)))
            .min()
            .filter(|(at, _)| *at <= until);
        let Some((at, number)) = next else { return };
        step(state, number, Time { at, now });
    }
}

fn step(state: &mut State, number: usize, time: Time) {
    let incident = &mut state.incidents[number];
    let snoozed = incident.number("snoozed_before") * 1000;
    if snoozed > 0 && snoozed <= time.at {
        incident.set("snoozed_before", 0);
        restart(state, number, time);
    } else if incident.plan.assign_at.is_some_and(|at| at <= time.at) {
        escalate(state, number, time);
    } else {
        tell(state, number, time);
    }
}

/// Tells the level again from its start: after a snooze, or when an acknowledgement was taken back.
pub(crate) fn restart(state: &mut State, number: usize, time: Time) {
    let plan = &state.incidents[number].plan;
    if plan.rule.is_empty() && plan.to.is_empty() {
        return;
    }
    let timers = target::rule(state, &plan.rule).map(|rule| timers(rule, plan.layer));
    let plan = &mut state.incidents[number].plan;
    plan.fire_at = Some(time.at + 600);
    plan.repeat = false;
    if let Some((left, window)) = timers {
        plan.left = left;
        plan.next = plan.layer + 1;
        plan.assign_at = window.map(|w| time.at + w);
    }
}

/// How often a level repeats, and after how many milliseconds the next is told, if there is one.
fn timers(rule: &Value, number: u64) -> (u64, Option<u64>) {
    let Some(layer) = target::layer(rule, number) else {
        return (0, None);
    };
    let window = id(layer, "escalate_window").unwrap_or(0) * 60_000;
    let more = target::layer(rule, number + 1).is_some();
    (
        id(layer, "max_times").unwrap_or(0),
        more.then_some(window.max(60_000)),
    )
}

/// The next level of the rule.
fn escalate(state: &mut State, number: usize, time: Time) {
    let incident = &state.incidents[number];
    let (rule_id, next) = (incident.plan.rule.clone(), incident.plan.next);
    let Some(rule) = target::rule(state, &rule_id) else {
        state.incidents[number].plan.stop();
        return;
    };
    let Some(layer) = target::layer(rule, next) else {
        state.incidents[number].plan.assign_at = None;
        return;
    };
    let labels = incident.labels();
    let mut to = target::persons(state, layer, next, &labels, time);
    if incident.feed.iter().all(|line| line["type"] != "i_assign") {
        // Whoever opened it named persons beside the rule.
        let named = incident.plan.to.iter().copied();
        let more: Vec<u64> = named.filter(|person| !to.contains(person)).collect();
        to.extend(more);
    }
    let name = text(rule, "rule_name").to_owned();
    let (left, window) = timers(rule, next);
    let kind = if next == 0 { "assign" } else { "escalate" };
    let incident = &mut state.incidents[number];
    let assignment = json!({
        "escalate_rule_id": rule_id,
        "escalate_rule_name": name,
        "layer_idx": next,
        "type": kind,
        "assigned_at": time.seconds(),
        "id": assignment_id(incident, time),
    });
    incident.assign(time, 0, assignment, &to);
    let plan = &mut incident.plan;
    plan.layer = next;
    plan.next = next + 1;
    plan.to = to;
    plan.channels = None;
    plan.left = left;
    plan.repeat = false;
    plan.fire_at = Some(time.at + 870);
    plan.assign_at = window.map(|w| time.at + w);
}

/// An id as the vendor's are: letters and digits.
pub(crate) fn assignment_id(incident: &Incident, time: Time) -> String {
    let end = incident.incident_id.get(16..).unwrap_or_default();
    format!("as{end}{:x}", time.at)
}

impl Incident {
    pub(crate) fn labels(&self) -> Map<String, Value> {
        let labels = self.info.get("labels").and_then(Value::as_object);
        labels.cloned().unwrap_or_default()
    }

    /// Writes an assignment down: as the latest one, in the record, and among the responders.
    pub(crate) fn assign(&mut self, time: Time, by: u64, assignment: Value, to: &[u64]) {
        let mut detail = assignment.clone();
        detail["to"] = json!(to);
        self.set("assigned_to", assignment);
        self.record(time.at, by, "i_assign", detail);
        for person in to {
            self.respond(*person, time.seconds());
        }
    }

    pub(crate) fn respond(&mut self, person: u64, at: u64) {
        if self.responders().iter().any(|(known, _)| *known == person) {
            return;
        }
        let mut all = self.info.get("responders").cloned().unwrap_or_default();
        if !all.is_array() {
            all = json!([]);
        }
        if let Some(list) = all.as_array_mut() {
            list.push(json!({"person_id": person, "assigned_at": at, "acknowledged_at": 0}));
        }
        self.set("responders", all);
    }
}

/// Sends what the level sends.
fn tell(state: &mut State, number: usize, time: Time) {
    let plan = state.incidents[number].plan.clone();
    let layer = target::rule(state, &plan.rule).and_then(|rule| target::layer(rule, plan.layer));
    let step = layer.and_then(|l| l["notify_step"].as_f64()).unwrap_or(0.0);
    send(state, number, &plan.to.clone(), plan.repeat, time);
    let plan = &mut state.incidents[number].plan;
    // Minutes with half ones; what is below a second is nothing that a rule can ask for.
    let step = (step.clamp(0.0, 120.0) * 60_000.0) as u64;
    plan.fire_at = (plan.left > 0 && step > 0).then_some(time.at + step);
    plan.left = plan.left.saturating_sub(1);
    plan.repeat = true;
}

/// Sends to these persons by what the assignment says, and to the chats of the level.
pub(crate) fn send(state: &mut State, number: usize, to: &[u64], repeat: bool, time: Time) {
    let incident = &state.incidents[number];
    if time.at < incident.plan.quiet_until {
        return;
    }
    let severity = incident.text("incident_severity").to_owned();
    let plan = &incident.plan;
    let rule = target::rule(state, &plan.rule);
    let layer = rule.and_then(|rule| target::layer(rule, plan.layer));
    let (messages, chats) = match layer {
        None => {
            let how = plan.channels.as_deref().map_or(How::Own, How::Same);
            (notice::messages(state, to, how, &severity), Vec::new())
        }
        Some(layer) => {
            let messages = match notice::channels_of(layer, &severity) {
                None => Vec::new(),
                Some(None) => notice::messages(state, to, How::Own, &severity),
                Some(Some(channels)) => {
                    notice::messages(state, to, How::Same(&channels), &severity)
                }
            };
            (messages, notice::chats(layer, &severity))
        }
    };
    let name = rule.map_or("", |r| text(r, "rule_name")).to_owned();
    let rule_id = if plan.rule.is_empty() {
        NONE
    } else {
        &plan.rule
    };
    let head = json!({
        "fire_type": if repeat { "refire" } else { "fire" },
        "escalate_rule_id": rule_id,
        "escalate_rule_name": name,
        "layer_idx": plan.layer,
    });
    let people = messages.into_iter().map(|message| {
        let persons: Vec<Value> = message
            .persons
            .iter()
            .map(|(person, failed)| match failed {
                Some(why) => json!({"person_id": person, "failed_reason": why}),
                None => json!({"person_id": person}),
            })
            .collect();
        (message.by, json!({"persons": persons}))
    });
    let all: Vec<(String, Value)> = people.chain(chats).collect();
    let incident = &mut state.incidents[number];
    for (place, (by, more)) in (0_u64..).zip(all) {
        let at = time.at + place * 130;
        let mut detail = Map::new();
        detail.insert(
            "rid".to_owned(),
            format!("{:016x}{at:016x}", number + 1).into(),
        );
        detail.insert("msg_id".to_owned(), format!("m{number:x}{at:x}").into());
        detail.extend(head.as_object().cloned().unwrap_or_default());
        detail.insert("by".to_owned(), by.into());
        detail.extend(more.as_object().cloned().unwrap_or_default());
        incident.record(at, 0, "i_notify", Value::Object(detail));
    }
}
