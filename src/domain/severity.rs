//! How bad an incident is: one type for the wire, the command line and the preferences.

use clap::ValueEnum;
use serde::Serialize;

/// How bad an incident is.
// The texts are the help of an option that takes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Wakes people
    Critical,
    /// Wants attention
    Warning,
    /// Good to know
    Info,
}

impl Severity {
    /// The three, worst first.
    pub const ALL: [Severity; 3] = [Severity::Critical, Severity::Warning, Severity::Info];

    /// The word in commands, files and JSON, and the key of its list in the wire's preferences.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }

    /// As an incident has it on the wire; a condition of a rule compares with this.
    pub const fn wire(self) -> &'static str {
        match self {
            Severity::Critical => "Critical",
            Severity::Warning => "Warning",
            Severity::Info => "Info",
        }
    }
}
