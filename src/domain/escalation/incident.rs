//! An incident, as far as it is told.

use std::collections::BTreeMap;

use crate::domain::severity::Severity;

/// What is known of an incident. What is not told makes maybes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// How bad it is.
    pub severity: Severity,
    /// That is known, and no guess.
    pub severity_told: bool,
    /// Its title, if told.
    pub title: Option<String>,
    /// Its description, if told.
    pub description: Option<String>,
    /// The labels that were told.
    pub labels: BTreeMap<String, String>,
    /// These are all the labels that the incident has: another one is missing, not unknown.
    pub labels_complete: bool,
    /// The integration that it came from, if told.
    pub integration_id: Option<u64>,
}

impl Incident {
    /// An incident of which nothing is known but how bad it is.
    pub fn of(severity: Severity) -> Self {
        Self {
            severity,
            severity_told: true,
            title: None,
            description: None,
            labels: BTreeMap::new(),
            labels_complete: false,
            integration_id: None,
        }
    }
}
