//! How bad a problem is.

use serde::Serialize;

use crate::domain::severity::Severity;

/// How bad a problem is, worst first. These are no severities: an incident has one of those.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// A critical incident does not reach the person.
    Urgent,
    /// A warning does not, or something that critical incidents count on fails.
    Important,
    /// The rest.
    Note,
}

impl Grade {
    /// Of a problem that keeps incidents of this severity from the person.
    pub const fn of(severity: Severity) -> Grade {
        match severity {
            Severity::Critical => Grade::Urgent,
            Severity::Warning => Grade::Important,
            Severity::Info => Grade::Note,
        }
    }
}
