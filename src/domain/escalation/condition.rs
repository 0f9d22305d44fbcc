//! Whether a condition holds of an incident of which only some fields are known.
//! The values of a condition are read in `value`; here is which field they are compared with, and
//! what the operators make of it.

use serde::Serialize;

use crate::domain::escalation::incident::Incident;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::value;
use crate::domain::escalation::value::Unclear;
use crate::domain::escalation::wire::{Condition, Oper};

/// One condition and what it says of the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionTrace {
    /// As the server has it.
    pub condition: Condition,
    /// Whether it holds.
    pub truth: Truth,
    /// What the incident has in that field.
    pub field: Field,
    /// Value by value, whether it matches the field. Both operators are made of these.
    pub values: Vec<ValueTrace>,
}

/// One value of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueTrace {
    /// As the server has it.
    pub value: String,
    /// Whether it matches the field.
    pub truth: Truth,
    /// Where the value itself is what cannot be decided: what is the matter with it.
    pub unclear: Option<Unclear>,
}

/// A group of conditions, all of which must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupTrace {
    /// Whether they do; yes for a group without conditions.
    pub truth: Truth,
    /// One by one.
    pub conditions: Vec<ConditionTrace>,
}

/// What an incident has in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Field {
    /// This.
    Known(String),
    /// Nothing: the incident has no such label.
    Missing,
    /// Something that nobody told.
    NotTold,
    /// The key is none that the contract knows.
    UnknownKey,
}

/// What all groups together say: any of them, and yes where there are none.
pub(crate) fn any(groups: &[GroupTrace]) -> Truth {
    if groups.is_empty() {
        return Truth::Yes;
    }
    Truth::any(groups.iter().map(|group| group.truth))
}

/// What one group says of an incident.
pub(crate) fn group(conditions: &[Condition], incident: &Incident) -> GroupTrace {
    let conditions: Vec<_> = conditions
        .iter()
        .map(|each| decide(each, incident))
        .collect();
    let truth = Truth::all(conditions.iter().map(|each| each.truth));
    GroupTrace { truth, conditions }
}

/// What one condition says of an incident.
///
/// `IN` holds if any value matches, so with no values it does not; `NOTIN` holds if none does, so
/// with no values it does. A field that the incident does not have is matched by no value, not
/// even by `*`: `IN` fails and `NOTIN` holds.
pub(crate) fn decide(condition: &Condition, incident: &Incident) -> ConditionTrace {
    let field = field(&condition.key, incident);
    let values: Vec<_> = condition
        .vals
        .iter()
        .map(|value| compare(value, &field))
        .collect();
    let any = Truth::any(values.iter().map(|value| value.truth));
    let truth = match condition.oper {
        Oper::In => any,
        Oper::NotIn => !any,
        Oper::Other(_) => Truth::Unknown,
    };
    ConditionTrace {
        condition: condition.clone(),
        truth,
        field,
        values,
    }
}

fn compare(value: &str, field: &Field) -> ValueTrace {
    let (truth, unclear) = match field {
        Field::Known(text) => match value::matches(value, text) {
            Ok(matches) => (matches.into(), None),
            Err(unclear) => (Truth::Unknown, Some(unclear)),
        },
        Field::Missing => (Truth::No, None),
        Field::NotTold | Field::UnknownKey => (Truth::Unknown, None),
    };
    ValueTrace {
        value: value.to_owned(),
        truth,
        unclear,
    }
}

/// The field that a key names. Keys are compared exactly.
///
/// `alert_severity` and `incident_severity` are older names of `severity`. `integration_id` is
/// what the contract also calls `data_source_id`.
fn field(key: &str, incident: &Incident) -> Field {
    let told = |text: &Option<String>| text.clone().map_or(Field::NotTold, Field::Known);
    match key {
        "severity" | "alert_severity" | "incident_severity" => {
            Field::Known(incident.severity.wire().to_owned())
        }
        "title" => told(&incident.title),
        "description" => told(&incident.description),
        "data_source_id" | "integration_id" => {
            told(&incident.integration_id.map(|id| id.to_string()))
        }
        _ => match key.strip_prefix("labels.") {
            None | Some("") => Field::UnknownKey,
            Some(name) => match incident.labels.get(name) {
                Some(text) => Field::Known(text.clone()),
                None if incident.labels_complete => Field::Missing,
                None => Field::NotTold,
            },
        },
    }
}
