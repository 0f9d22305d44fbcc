//! What is known of the incident that is looked at: the options of it, and the line that says it.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use tr::tr;

use crate::domain::escalation::Incident;
use crate::domain::severity::Severity;
use crate::error::Error;

const INCIDENT: &str = "What is known of the incident";

/// What is known of the incident beside its severity.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct IncidentOptions {
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

impl IncidentOptions {
    /// The incident, at this severity.
    pub fn incident(&self, severity: Severity) -> Incident {
        let pair = |label: &Label| (label.key.clone(), label.value.clone());
        Incident {
            title: self.title.clone(),
            labels: self.label.iter().map(pair).collect(),
            integration_id: self.integration,
            ..Incident::of(severity)
        }
    }

    /// ", title '…', label a=b"
    pub fn describe(&self) -> String {
        let mut text = String::new();
        if let Some(title) = &self.title {
            text += &tr!(", title '{title}'", title);
        }
        for label in &self.label {
            let label = format!("{}={}", label.key, label.value);
            text += &tr!(", label {label}", label);
        }
        if let Some(id) = self.integration {
            text += &tr!(", integration {id}", id);
        }
        text
    }

    pub fn json(&self) -> Value {
        let pair = |label: &Label| (label.key.clone(), json!(label.value));
        let labels: Map<String, Value> = self.label.iter().map(pair).collect();
        json!({"title": self.title, "labels": labels, "integration_id": self.integration})
    }
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

impl At {
    /// The moment that is meant, by the account's clock.
    pub fn resolve(self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Error> {
        let local = match self {
            At::Moment(moment) => return Ok(moment),
            At::Local(local) => Ok(local),
            At::Clock(time) => {
                let here = now.to_zoned_datetime(zone.clone()).datetime();
                let day = if time < here.time() {
                    here.date().tomorrow()
                } else {
                    Ok(here.date())
                };
                day.map(|day| day.to_datetime(time))
            }
        };
        local
            .and_then(|local| local.to_zoned_datetime(zone.clone()))
            .map(|zoned| zoned.timestamp())
            .map_err(|_| {
                Error::usage(tr!(
                    "--at: {0} is no moment of the account's clock",
                    format!("{self:?}")
                ))
                .hint(tr!("write it with an offset: 2026-11-24T03:00:00+08:00"))
            })
    }
}

/// A label as typed: `KEY=VALUE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub key: String,
    /// May be empty.
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
    fn a_time_alone_is_the_next_one() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let now: Timestamp = "2026-11-23T13:30:00Z".parse().unwrap();
        for (text, expected) in [
            ("21:30", "2026-11-23T13:30:00Z"),
            ("21:31", "2026-11-23T13:31:00Z"),
            ("03:00", "2026-11-23T19:00:00Z"),
            ("2026-11-24 03:00", "2026-11-23T19:00:00Z"),
            ("2026-11-24T03:00:00Z", "2026-11-24T03:00:00Z"),
        ] {
            let at: At = text.parse().unwrap();
            let at = at.resolve(now, &zone).unwrap();
            assert_eq!(at, expected.parse().unwrap(), "{text}");
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
