//! Who is meant: the rule that takes an incident, and the persons of one of its levels.

use serde_json::{Map, Value};

use super::condition::{Fields, any_group, any_group_or_none, by_email, by_team_name};
use super::record::Alert;
use crate::calendar;
use crate::oncall::View;
use crate::state::{State, id, ids, seconds, text};

/// When something happens, and what time it really is: shifts are worked out from the latter, as the
/// operations on schedules do, so that the two agree.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    /// Milliseconds.
    pub(crate) at: u64,
    /// Milliseconds.
    pub(crate) now: u64,
}

impl Time {
    pub(crate) fn seconds(self) -> u64 {
        self.at / 1000
    }
}

/// The first enabled rule of a space that wants the incident at that time.
pub(crate) fn rule_for<'a>(
    state: &'a State,
    space: u64,
    fields: &Fields<'_>,
    time: Time,
) -> Option<&'a Value> {
    let mut rules: Vec<&Value> = state
        .rules
        .iter()
        .filter(|r| id(r, "channel_id") == Some(space) && text(r, "status") == "enabled")
        .collect();
    rules.sort_by_key(|r| id(r, "priority").unwrap_or(0));
    rules.into_iter().find(|rule| {
        let windows = rule.get("time_filters").and_then(Value::as_array);
        let open = windows.is_none_or(|w| w.is_empty() || calendar::open(state, w, time.seconds()));
        open && any_group_or_none(&rule["filters"], fields)
    })
}

/// A rule by its id, whatever its status.
pub(crate) fn rule<'a>(state: &'a State, wanted: &str) -> Option<&'a Value> {
    state.rules.iter().find(|r| text(r, "rule_id") == wanted)
}

pub(crate) fn layer(rule: &Value, number: u64) -> Option<&Value> {
    rule["layers"].get(usize::try_from(number).ok()?)
}

/// The persons of a level, each once: by name, by team, by schedule, by address. Labels of the alert
/// can put others in their place.
pub(crate) fn persons(
    state: &State,
    layer: &Value,
    number: u64,
    labels: &Map<String, Value>,
    time: Time,
) -> Vec<u64> {
    let target = &layer["target"];
    let mut found = Vec::new();
    let reset = |what: &str| {
        let value = labels.get(&format!("layer_person_reset_{number}_{what}"))?;
        value.as_str().map(str::to_owned)
    };
    let (emails, teams) = (reset("emails"), reset("team_names"));
    if emails.is_some() || teams.is_some() {
        let split = |list: Option<String>| {
            let list = list.unwrap_or_default();
            list.split(',').map(str::to_owned).collect::<Vec<_>>()
        };
        found.extend(split(emails).iter().filter_map(|e| by_email(state, e)));
        for team in split(teams) {
            found.extend(by_team_name(state, &team));
        }
    } else {
        found.extend(ids(target, "person_ids"));
        for team in ids(target, "team_ids") {
            let team = state.teams.iter().find(|t| id(t, "team_id") == Some(team));
            found.extend(team.map(|t| ids(t, "person_ids")).unwrap_or_default());
        }
        let schedules = target
            .get("schedule_to_role_ids")
            .and_then(Value::as_object);
        for (schedule, roles) in schedules.into_iter().flatten() {
            found.extend(on_call(state, schedule, roles, time));
        }
        let emails = target.get("emails").and_then(Value::as_array);
        let emails = emails.into_iter().flatten().filter_map(Value::as_str);
        found.extend(emails.filter_map(|e| by_email(state, e)));
    }
    let mut seen = Vec::new();
    found.retain(|person| {
        let fresh = state.has_person(*person) && !seen.contains(person);
        seen.push(*person);
        fresh
    });
    found
}

fn on_call(state: &State, schedule: &str, roles: &Value, time: Time) -> Vec<u64> {
    let known =
        |s: &&Value| id(s, "schedule_id").map(|n| n.to_string()).as_deref() == Some(schedule);
    let Some(schedule) = state.schedules.iter().find(known) else {
        return Vec::new();
    };
    if id(schedule, "disabled") == Some(1) {
        return Vec::new();
    }
    let roles: Vec<u64> = roles
        .as_array()
        .map(|roles| roles.iter().filter_map(Value::as_u64).collect())
        .unwrap_or_default();
    let at = i64::try_from(time.seconds()).unwrap_or(i64::MAX);
    let shifts = View::new(state, schedule, time.now / 1000).around();
    let shift = shifts
        .into_iter()
        .find(|(start, end, _)| *start <= at && at < *end);
    let Some((_, _, group)) = shift else {
        return Vec::new();
    };
    let members = group.get("members").and_then(Value::as_array);
    let members = members.into_iter().flatten();
    members
        .filter(|m| id(m, "role_id").is_some_and(|role| roles.is_empty() || roles.contains(&role)))
        .flat_map(|m| ids(m, "person_ids"))
        .collect()
}

/// What holds an alert back.
pub(crate) enum Held<'a> {
    /// There is no alert at all.
    Dropped,
    /// By a silence rule.
    Silenced(&'a Value),
    /// By an inhibit rule, because of this alert: its id and title, the incident's id and title.
    Inhibited(&'a Value, [String; 4]),
}

pub(crate) fn held<'a>(
    state: &'a State,
    space: u64,
    fields: &Fields<'_>,
    time: Time,
) -> Option<Held<'a>> {
    let of = |rules: &'a [Value]| {
        rules
            .iter()
            .filter(move |r| id(r, "channel_id") == Some(space) && text(r, "status") == "enabled")
    };
    if of(&state.drop_rules).any(|r| any_group(&r["filters"], fields)) {
        return Some(Held::Dropped);
    }
    let discards = |r: &Value| r.get("is_directly_discard") == Some(&Value::Bool(true));
    for rule in of(&state.silence_rules) {
        if any_group(&rule["filters"], fields) && in_window(state, rule, time) {
            return Some(if discards(rule) {
                Held::Dropped
            } else {
                Held::Silenced(rule)
            });
        }
    }
    for rule in of(&state.inhibit_rules) {
        if any_group(&rule["target_filters"], fields)
            && let Some(source) = source(state, space, rule, fields, time)
        {
            return Some(if discards(rule) {
                Held::Dropped
            } else {
                Held::Inhibited(rule, source)
            });
        }
    }
    None
}

fn in_window(state: &State, rule: &Value, time: Time) -> bool {
    if let Some(window) = rule.get("time_filter").filter(|w| w.is_object()) {
        let at = i128::from(time.seconds());
        return seconds(&window["start_time"]) <= at && at < seconds(&window["end_time"]);
    }
    let weekly = rule.get("time_filters").and_then(Value::as_array);
    weekly.is_none_or(|w| w.is_empty() || calendar::open(state, w, time.seconds()))
}

/// An alert of the last ten minutes that goes on, matches the source and has the same values.
fn source(
    state: &State,
    space: u64,
    rule: &Value,
    fields: &Fields<'_>,
    time: Time,
) -> Option<[String; 4]> {
    let equals = rule.get("equals").and_then(Value::as_array);
    let equals: Vec<&str> = equals
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let of_space = state
        .incidents
        .iter()
        .filter(|i| i.number("channel_id") == space);
    for incident in of_space {
        let active = |a: &&Alert| a.is_active() || a.number("end_time") > time.seconds();
        for alert in incident.alerts.iter().filter(active) {
            let fresh = time.seconds().saturating_sub(alert.number("start_time")) <= 600;
            let other = alert.fields();
            let same = equals.iter().all(|key| other.get(key) == fields.get(key));
            if fresh && same && any_group(&rule["source_filters"], &other) {
                return Some([
                    alert.alert_id.clone(),
                    alert.text("title").to_owned(),
                    incident.incident_id.clone(),
                    incident.text("title").to_owned(),
                ]);
            }
        }
    }
    None
}
