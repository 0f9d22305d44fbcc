//! Words of the wire as people read them.

use tr::tr;

use crate::domain::severity::Severity;

/// A severity in a sentence; what is typed, and JSON, have [`Severity::word`].
pub fn severity(severity: Severity) -> String {
    match severity {
        Severity::Critical => tr!("critical"),
        Severity::Warning => tr!("warning"),
        Severity::Info => tr!("info"),
    }
}

/// A state of a key or an integration; a word that duty does not know stays as it is.
pub fn state(word: &str) -> String {
    match word {
        "enabled" => tr!("enabled"),
        "disabled" => tr!("disabled"),
        "deleted" => tr!("deleted"),
        other => other.to_owned(),
    }
}
