//! Whether what a rule wants is so: conditions on the fields of an incident or an alert.

use regex::Regex;
use serde_json::{Map, Value};

use super::record::Alert;
use crate::state::{State, id, ids, text};

/// What conditions look at.
pub(crate) struct Fields<'a> {
    pub(crate) severity: &'a str,
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) integration: u64,
    pub(crate) labels: &'a Map<String, Value>,
}

impl Fields<'_> {
    pub(crate) fn get(&self, key: &str) -> Option<String> {
        let label = |name: &str| {
            self.labels
                .get(name)
                .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
        };
        match key {
            "severity" | "event_severity" | "alert_severity" | "incident_severity" | "status"
            | "alert_status" | "incident_status" => Some(self.severity.to_owned()),
            "title" => Some(self.title.to_owned()),
            "description" => Some(self.description.to_owned()),
            "data_source_id" | "integration_id" => Some(self.integration.to_string()),
            other => label(other.strip_prefix("labels.").unwrap_or(other)),
        }
    }
}

impl Alert {
    /// What conditions look at.
    pub(crate) fn fields(&self) -> Fields<'_> {
        static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        let labels = self.info.get("labels").and_then(Value::as_object);
        Fields {
            severity: self.text("alert_severity"),
            title: self.text("title"),
            description: self.text("description"),
            integration: self.number("integration_id"),
            labels: labels.unwrap_or(&NONE),
        }
    }
}

/// Any of the groups, all of a group.
pub(crate) fn any_group(groups: &Value, fields: &Fields<'_>) -> bool {
    let groups = groups.as_array().into_iter().flatten();
    groups
        .filter_map(Value::as_array)
        .any(|group| group.iter().all(|one| holds(one, fields)))
}

/// The same, and where there is no condition at all it is so.
pub(crate) fn any_group_or_none(groups: &Value, fields: &Fields<'_>) -> bool {
    groups.as_array().is_none_or(Vec::is_empty) || any_group(groups, fields)
}

fn holds(condition: &Value, fields: &Fields<'_>) -> bool {
    let value = fields.get(text(condition, "key"));
    let wanted = condition.get("vals").and_then(Value::as_array);
    let mut wanted = wanted.into_iter().flatten().filter_map(Value::as_str);
    let found = value.is_some_and(|value| wanted.any(|one| fits(one, &value)));
    found == (text(condition, "oper") != "NOTIN")
}

fn fits(wanted: &str, value: &str) -> bool {
    let expression = |pattern: &str| Regex::new(pattern).is_ok_and(|re| re.is_match(value));
    if let Some(pattern) = wanted.strip_prefix('/').and_then(|w| w.strip_suffix('/')) {
        return expression(pattern);
    }
    if let Some(bound) = wanted.strip_prefix("num:") {
        return compares(bound, value);
    }
    if wanted.contains(['*', '?']) {
        let plain = regex::escape(wanted)
            .replace("\\*", ".*")
            .replace("\\?", ".");
        return expression(&format!("(?s)^{plain}$"));
    }
    wanted == value
}

fn compares(bound: &str, value: &str) -> bool {
    let Some((how, bound)) = bound.split_once(':') else {
        return false;
    };
    let (Ok(bound), Ok(value)) = (bound.parse::<f64>(), value.parse::<f64>()) else {
        return false;
    };
    match how {
        "gt" => value > bound,
        "ge" => value >= bound,
        "lt" => value < bound,
        "le" => value <= bound,
        _ => false,
    }
}

/// Which persons an email address is of.
pub(crate) fn by_email(state: &State, address: &str) -> Option<u64> {
    let found = state.members.iter();
    let mut found = found.filter(|m| m.status != "deleted");
    found
        .find(|m| m.email.eq_ignore_ascii_case(address.trim()))
        .map(|m| m.member_id)
}

/// The members of a team by its name.
pub(crate) fn by_team_name(state: &State, name: &str) -> Vec<u64> {
    let found = state.teams.iter();
    let mut found = found.filter(|t| text(t, "team_name") == name.trim());
    found.next().map_or_else(Vec::new, |t| {
        id(t, "team_id").map_or_else(Vec::new, |_| ids(t, "person_ids"))
    })
}
