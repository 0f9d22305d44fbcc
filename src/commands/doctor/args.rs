//! `duty doctor`: what can be typed.

use std::str::FromStr;

use clap::Subcommand;
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};

use crate::domain::severity::Severity;

const INCIDENT: &str = "What is known of the incident";

/// `duty doctor`.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    /// One case in detail.
    #[command(subcommand)]
    pub case: Option<Case>,
    /// Which cases.
    #[command(flatten)]
    pub check: Check,
    /// What is known of the incident.
    #[command(flatten)]
    pub told: Told,
}

/// `duty doctor` and a word.
#[derive(Debug, Subcommand)]
pub enum Case {
    /// Walk one case, rule by rule and condition by condition
    Explain(Explain),
}

/// `duty doctor explain`.
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The collaboration space, by name or id
    pub space: String,
    /// How bad the incident is
    #[arg(value_enum)]
    pub severity: Severity,
}

/// What is examined and what is shown.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Check {
    /// Only this collaboration space, by name or id; repeated for several
    #[arg(long, value_name = "NAME|ID")]
    pub space: Vec<String>,
    /// Only incidents of this severity; repeated or comma-separated
    #[arg(long, value_enum, value_delimiter = ',')]
    pub severity: Vec<Severity>,
    /// Show the spaces that do not concern you as well
    #[arg(long)]
    pub all: bool,
    /// Show nothing but the problems
    #[arg(long)]
    pub problems: bool,
    /// Exit 1 on any problem, not only on a critical one
    #[arg(long)]
    pub strict: bool,
}

impl Check {
    /// Whether nothing of it was typed.
    pub fn is_empty(&self) -> bool {
        self.space.is_empty()
            && self.severity.is_empty()
            && !(self.all || self.problems || self.strict)
    }

    /// The severities to look at, worst first.
    pub fn severities(&self) -> Vec<Severity> {
        let wanted =
            |severity: &Severity| self.severity.is_empty() || self.severity.contains(severity);
        Severity::ALL.into_iter().filter(wanted).collect()
    }
}

/// What is known of the incident beside its severity.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Told {
    /// When it begins: RFC 3339, or date and time or just a time by the account's clock
    #[arg(long, value_name = "TIME", global = true, help_heading = INCIDENT)]
    pub at: Option<At>,
    /// Its title
    #[arg(long, value_name = "TEXT", global = true, help_heading = INCIDENT)]
    pub title: Option<String>,
    /// A label of it; repeated for several
    #[arg(long, value_name = "KEY=VALUE", global = true, help_heading = INCIDENT)]
    pub label: Vec<Label>,
    /// The integration that it comes from
    #[arg(long, value_name = "ID", global = true, help_heading = INCIDENT)]
    pub integration: Option<u64>,
}

/// A moment as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The same everywhere.
    Moment(Timestamp),
    /// By the account's clock.
    Local(DateTime),
    /// The next time that the account's clock shows this.
    Clock(Time),
}

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> Result<At, String> {
        let text = text.trim();
        if let Ok(moment) = text.parse() {
            return Ok(At::Moment(moment));
        }
        if let Ok(time) = Time::strptime("%H:%M", text) {
            return Ok(At::Clock(time));
        }
        text.parse().map(At::Local).map_err(|_| {
            "expected 2026-11-24T03:00:00+08:00, '2026-11-24 03:00' or 03:00".to_owned()
        })
    }
}

/// A label as typed: `KEY=VALUE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its name.
    pub key: String,
    /// Its value; may be empty.
    pub value: String,
}

impl FromStr for Label {
    type Err = String;

    fn from_str(text: &str) -> Result<Label, String> {
        match text.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => Ok(Label {
                key: key.trim().to_owned(),
                value: value.to_owned(),
            }),
            _ => Err("expected KEY=VALUE".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        let at = |text: &str| text.parse::<At>();
        let moment = "2026-11-23T19:00:00Z".parse().unwrap();
        assert_eq!(at("2026-11-24T03:00:00+08:00"), Ok(At::Moment(moment)));
        assert_eq!(at("2026-11-23T19:00Z"), Ok(At::Moment(moment)));
        let local = jiff::civil::date(2026, 11, 24).at(3, 0, 0, 0);
        for text in [
            "2026-11-24 03:00",
            "2026-11-24T03:00",
            "2026-11-24T03:00:00",
        ] {
            assert_eq!(at(text), Ok(At::Local(local)), "{text}");
        }
        assert_eq!(at("03:00"), Ok(At::Clock(jiff::civil::time(3, 0, 0, 0))));
        for text in ["", "soon", "25:00", "2026-13-01 03:00"] {
            assert!(at(text).is_err(), "{text}");
        }
    }

    #[test]
    fn labels() {
        let label = |text: &str| text.parse::<Label>().map(|label| (label.key, label.value));
        assert_eq!(label("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert_eq!(label("a="), Ok(("a".into(), String::new())));
        assert!(label("a").is_err());
        assert!(label("=b").is_err());
    }
}
