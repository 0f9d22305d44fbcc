//! What a maybe hangs on: the things that, once told, would make a yes or a no of it.

use std::collections::HashSet;

use serde::Serialize;

use crate::domain::escalation::condition::{ConditionTrace, Field, GroupTrace, PLAIN};
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::window::{WindowReason, WindowTrace};
use crate::domain::escalation::wire::Oper;

/// Something that is not known. The first four can be told of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Doubt {
    /// The incident's title.
    Title,
    /// The incident's description.
    Description,
    /// The integration that it came from.
    Integration,
    /// A label of it, by name.
    Label(String),
    /// Another field of it, which cannot be told.
    Field(String),
    /// Whether this key means the label of that name.
    PlainKey(String),
    /// Whether the day is one of a service calendar.
    Calendar(String),
    /// Whether the hours after midnight of a window count by their own day or by the one before.
    AfterMidnight,
    /// The account's time zone.
    TimeZone,
    /// Whether a rule with this status takes part.
    Status(String),
    /// What a time window means.
    Window,
    /// What a condition is about.
    Key(String),
    /// What an operator means.
    Operator(String),
    /// What a value of a condition matches.
    Value(String),
    /// Which of two rules comes first: one has no priority.
    Order,
}

impl Doubt {
    /// Whether the server leaves it out, or says what contradicts itself: not what the incident decides, and not what is
    /// described nowhere.
    pub(crate) fn is_untold(&self) -> bool {
        match self {
            Self::Status(_) | Self::Order | Self::TimeZone | Self::Calendar(_) => true,
            Self::Operator(word) => word.is_empty(),
            _ => false,
        }
    }
}

/// What a rule hangs on, each once, in the order of the rule. A condition that cannot change the
/// answer, for another one has decided it, is left out.
pub(crate) fn all(
    in_time: Truth,
    windows: &[WindowTrace],
    fits: Truth,
    groups: &[GroupTrace],
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |doubt: Doubt| {
        if seen.insert(doubt.clone()) {
            doubts.push(doubt);
        }
    };
    if in_time == Truth::Unknown {
        let open = windows.iter().filter(|one| one.truth == Truth::Unknown);
        for window in open {
            add(match &window.why {
                WindowReason::Calendar(calendar) => Doubt::Calendar(calendar.clone()),
                WindowReason::AfterMidnight => Doubt::AfterMidnight,
                WindowReason::TimeZone => Doubt::TimeZone,
                _ => Doubt::Window,
            });
        }
    }
    if fits == Truth::Unknown {
        let open = groups.iter().filter(|group| group.truth == Truth::Unknown);
        for condition in open.flat_map(|group| &group.conditions) {
            if condition.truth == Truth::Unknown {
                of_condition(condition).into_iter().for_each(&mut add);
            }
        }
    }
    doubts
}

fn of_condition(trace: &ConditionTrace) -> Vec<Doubt> {
    if let Oper::Other(word) = &trace.condition.oper {
        return vec![Doubt::Operator(word.clone())];
    }
    let key = trace.condition.key.as_str();
    match trace.field {
        Field::UnknownKey => vec![Doubt::Key(key.to_owned())],
        Field::NotTold => vec![match key {
            "title" => Doubt::Title,
            "description" => Doubt::Description,
            "data_source_id" | "integration_id" => Doubt::Integration,
            _ => match key.strip_prefix("labels.") {
                Some(name) => Doubt::Label(name.to_owned()),
                None if PLAIN.contains(&key) => Doubt::Label(key.to_owned()),
                None => Doubt::Field(key.to_owned()),
            },
        }],
        Field::Perhaps(_) if trace.values.iter().all(|value| value.unclear.is_none()) => {
            vec![Doubt::PlainKey(key.to_owned())]
        }
        Field::Known(_) | Field::Perhaps(_) | Field::Missing => {
            let unclear = trace.values.iter().filter(|value| value.unclear.is_some());
            unclear
                .map(|value| Doubt::Value(value.value.clone()))
                .collect()
        }
    }
}
