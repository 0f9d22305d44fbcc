//! Whether a condition holds of an incident, or of an alert, of which only some fields are known.
//! The values of a condition are read in `value`; here is which field they are compared with, and
//! what the operators make of it. Escalation rules are asked of the incident; rules that silence,
//! inhibit and drop are asked of each alert.

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

/// What conditions are asked of. A new incident has one alert, and what is told of the incident is
/// told of the alert as well: severity, title, description, labels and integration.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// The incident.
    Incident(&'a Incident),
    /// Its alert.
    Alert(&'a Incident),
}

/// What a rule without any conditions is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// Everything, as an escalation rule.
    Matches,
    /// Nothing, as a silence rule.
    Never,
}

/// What an incident has in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Field {
    /// This.
    Known(String),
    /// This, if the key means the label of that name: the references contradict one another.
    Perhaps(String),
    /// Nothing: the incident has no such label, or incidents have no such field.
    Missing,
    /// Something that nobody told.
    NotTold,
    /// The key is none that the contract knows.
    UnknownKey,
}

/// What the groups of conditions say together, and one by one: any of them is enough.
pub fn matches(
    groups: &[Vec<Condition>],
    subject: Subject<'_>,
    empty: Empty,
) -> (Truth, Vec<GroupTrace>) {
    let mut patterns = Patterns::default();
    let traces: Vec<_> = groups
        .iter()
        .map(|each| {
            let mut trace = group(each, subject, &mut patterns);
            // Where no conditions at all match nothing, a group without any need not match everything.
            if each.is_empty() && empty == Empty::Never {
                trace.truth = Truth::Unknown;
            }
            trace
        })
        .collect();
    let truth = if traces.is_empty() {
        (empty == Empty::Matches).into()
    } else {
        Truth::any(traces.iter().map(|trace| trace.truth))
    };
    (truth, traces)
}

/// How many regular expressions of a rule are tried. Each takes as long as a thousand texts, and no rule that
/// somebody wrote has so many; one that somebody else made up is not to keep a command busy for minutes.
const MOST_PATTERNS: usize = 500;

/// The regular expressions of a rule, counted in its order, whatever is told of the incident.
#[derive(Debug, Default)]
pub(crate) struct Patterns(usize);

impl Patterns {
    /// Whether this value is tried.
    fn take(&mut self, value: &str) -> bool {
        let is_pattern = value::pattern(value).is_some();
        self.0 += usize::from(is_pattern);
        !is_pattern || self.0 <= MOST_PATTERNS
    }
}

fn group(conditions: &[Condition], subject: Subject<'_>, patterns: &mut Patterns) -> GroupTrace {
    let conditions: Vec<_> = conditions
        .iter()
        .map(|each| decide(each, subject, patterns))
        .collect();
    let truth = Truth::all(conditions.iter().map(|each| each.truth));
    GroupTrace { truth, conditions }
}

/// What one condition says of an incident.
///
/// `IN` holds if any value matches, so with no values it does not; `NOTIN` holds if none does, so
/// with no values it does. A field that the incident does not have is matched by no value, not
/// even by `*`: `IN` fails and `NOTIN` holds.
pub(crate) fn decide(
    condition: &Condition,
    subject: Subject<'_>,
    patterns: &mut Patterns,
) -> ConditionTrace {
    let field = field(&condition.key, subject);
    let values: Vec<_> = condition
        .vals
        .iter()
        .map(|value| {
            let is_tried = patterns.take(value);
            compare(value, &field, is_tried)
        })
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

fn compare(value: &str, field: &Field, is_tried: bool) -> ValueTrace {
    let matches = |text: &str| match is_tried {
        true => value::matches(value, text),
        false => Err(Unclear::TooMany),
    };
    let (truth, unclear) = match field {
        Field::Known(text) => match matches(text) {
            Ok(matches) => (matches.into(), None),
            Err(unclear) => (Truth::Unknown, Some(unclear)),
        },
        // What does not match the label does not match if there is no such field either.
        Field::Perhaps(text) => match matches(text) {
            Ok(false) => (Truth::No, None),
            Ok(true) => (Truth::Unknown, None),
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

/// Plain words that one reference has for fields of an alert, and that are labels in the vendor's
/// examples of alerts. Another reference has no such keys, so that a condition on one never matches.
pub(crate) const PLAIN: [&str; 4] = ["check", "cluster", "resource", "service"];

/// The field that a key names. Keys are compared exactly.
///
/// The longer names of severity and status are the same as the short ones, and `data_source_id` is
/// the same as `integration_id`. The status of a new incident is its severity.
fn field(key: &str, subject: Subject<'_>) -> Field {
    let (Subject::Incident(incident) | Subject::Alert(incident)) = subject;
    let told = |text: &Option<String>| text.clone().map_or(Field::NotTold, Field::Known);
    let is_alert = matches!(subject, Subject::Alert(_));
    match key {
        "severity" | "event_severity" | "alert_severity" | "incident_severity" | "status"
        | "alert_status" | "incident_status"
            if !incident.severity_told =>
        {
            Field::NotTold
        }
        "severity" | "event_severity" | "alert_severity" | "incident_severity" | "status"
        | "alert_status" | "incident_status" => Field::Known(incident.severity.wire().to_owned()),
        "title" => told(&incident.title),
        "description" => told(&incident.description),
        "data_source_id" | "integration_id" => {
            told(&incident.integration_id.map(|id| id.to_string()))
        }
        "alert_key" | "title_rule" if is_alert => Field::NotTold,
        "dedup_key" if !is_alert => Field::NotTold,
        // Each is a field of the other kind only.
        "alert_key" | "title_rule" | "dedup_key" => Field::Missing,
        plain if PLAIN.contains(&plain) => match label(incident, plain) {
            Field::Known(text) => Field::Perhaps(text),
            // It may be a field of the alert all the same.
            Field::Missing => Field::NotTold,
            other => other,
        },
        _ => match key.strip_prefix("labels.") {
            None | Some("") => Field::UnknownKey,
            Some(name) => label(incident, name),
        },
    }
}

fn label(incident: &Incident, name: &str) -> Field {
    match incident.labels.get(name) {
        Some(text) => Field::Known(text.clone()),
        None if incident.labels_complete => Field::Missing,
        None => Field::NotTold,
    }
}
