//! What is known of the incident that is looked at: the options of it, and the line that says it.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use serde_json::{Map, Value, json};
use tr::tr;

use crate::domain::escalation::Incident;
use crate::domain::severity::Severity;
use crate::error::Error;
use crate::text::{CommandLine, pasted};

const INCIDENT: &str = "What is known of the incident";

/// What is known of the incident beside its severity.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct IncidentOptions {
    /// When it begins: RFC 3339, or by the account's clock a date and time, or a time alone: the last such
    #[arg(long, value_name = "TIME", global = true, help_heading = INCIDENT)]
    pub at: Option<At>,
    /// Its title
    #[arg(long, value_name = "TEXT", global = true, help_heading = INCIDENT)]
    pub title: Option<String>,
    /// Its description
    #[arg(long, value_name = "TEXT", global = true, help_heading = INCIDENT)]
    pub description: Option<String>,
    /// A label of it; repeated for several
    #[arg(long, value_name = "KEY=VALUE", global = true, help_heading = INCIDENT)]
    pub label: Vec<Label>,
    /// It has no labels but those of --label
    #[arg(long, global = true, help_heading = INCIDENT)]
    pub all_labels: bool,
    /// The integration that it comes from
    #[arg(long, value_name = "ID", global = true, help_heading = INCIDENT)]
    pub integration: Option<u64>,
}

impl IncidentOptions {
    /// What is typed must be one incident.
    pub fn check(&self) -> Result<(), Error> {
        let mut known = Vec::new();
        for Label { key, .. } in &self.label {
            if let Some(name) = key.strip_prefix("labels.") {
                return Err(Error::usage(tr!(
                    "--label: '{key}' is how a rule names the label '{name}'",
                    key,
                    name
                ))
                .hint(tr!("write --label {name}=VALUE", name)));
            }
            if known.contains(&key) {
                return Err(
                    Error::usage(tr!("--label: '{key}' is given twice", key)).hint(tr!(
                        "an incident has one value of a label; ask once for each value"
                    )),
                );
            }
            known.push(key);
        }
        Ok(())
    }

    /// Whether nothing of it was typed.
    pub fn is_empty(&self) -> bool {
        let texts = [&self.title, &self.description];
        self.at.is_none()
            && texts.iter().all(|text| text.is_none())
            && self.label.is_empty()
            && !self.all_labels
            && self.integration.is_none()
    }

    /// The incident, at this severity.
    pub fn incident(&self, severity: Severity) -> Incident {
        let pair = |label: &Label| (label.key.clone(), label.value.clone());
        Incident {
            title: self.title.clone(),
            description: self.description.clone(),
            labels: self.label.iter().map(pair).collect(),
            labels_complete: self.all_labels,
            integration_id: self.integration,
            ..Incident::of(severity)
        }
    }

    /// ", title '…', label a=b, no other labels"
    pub fn describe(&self) -> String {
        let mut text = String::new();
        if let Some(title) = &self.title {
            text += &tr!(", title '{title}'", title);
        }
        if let Some(description) = &self.description {
            text += &tr!(", description '{description}'", description);
        }
        for label in &self.label {
            let label = format!("{}={}", label.key, label.value);
            text += &tr!(", label {label}", label);
        }
        if self.all_labels {
            text += &if self.label.is_empty() {
                tr!(", no labels")
            } else {
                tr!(", no other labels")
            };
        }
        if let Some(id) = self.integration {
            text += &tr!(", integration {id}", id);
        }
        text
    }

    /// This command about the same incident, but for its time.
    pub fn typed_after(&self, mut command: CommandLine) -> CommandLine {
        let texts = [
            ("--title", &self.title),
            ("--description", &self.description),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                command = command.option(name, text);
            }
        }
        for Label { key, value } in &self.label {
            command = command.option("--label", &format!("{key}={value}"));
        }
        if self.all_labels {
            command = command.arg("--all-labels");
        }
        match self.integration {
            Some(id) => command.option("--integration", &id.to_string()),
            None => command,
        }
    }

    pub fn json(&self) -> Value {
        let pair = |label: &Label| (label.key.clone(), json!(label.value));
        let labels: Map<String, Value> = self.label.iter().map(pair).collect();
        json!({
            "title": self.title,
            "description": self.description,
            "labels": labels,
            "labels_complete": self.all_labels,
            "integration_id": self.integration,
        })
    }
}

/// A moment as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The same everywhere.
    Moment(Timestamp),
    /// By the account's clock.
    Local(DateTime),
    /// The last time that the account's clock showed this.
    Clock(Time),
}

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> Result<At, String> {
        let text = pasted(text);
        let text = text.as_ref();
        if let Ok(moment) = text.parse() {
            return Ok(At::Moment(moment));
        }
        if let Ok(time) = Time::strptime("%H:%M", text) {
            return Ok(At::Clock(time));
        }
        // Hours of one digit are only read so.
        let short = || DateTime::strptime("%Y-%m-%d %H:%M", text);
        text.parse()
            .or_else(|_| short())
            .map(At::Local)
            .map_err(|_| {
                "expected 2026-11-24T03:00:00+08:00, '2026-11-24 03:00' or 03:00".to_owned()
            })
    }
}

impl At {
    /// The moment that is meant, by the account's clock. A time that the clock does not show on that
    /// day, or shows twice, is none.
    pub fn resolve(self, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Error> {
        let local = match self {
            At::Moment(moment) => return Ok(moment),
            At::Local(local) => local,
            At::Clock(time) => {
                let here = now.to_zoned_datetime(zone.clone()).datetime();
                let day = if here.time() < time {
                    here.date().yesterday().unwrap_or(here.date())
                } else {
                    here.date()
                };
                day.to_datetime(time)
            }
        };
        let ambiguous = zone.to_ambiguous_timestamp(local);
        let name = zone.iana_name().unwrap_or("UTC");
        let (day, time) = (local.date(), local.time().strftime("%H:%M").to_string());
        let with_offset = |offset: Offset| {
            let numeric = offset.to_timestamp(local).map(|moment| {
                let zoned = moment.to_zoned_datetime(offset.to_time_zone());
                zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
            });
            numeric.unwrap_or_default()
        };
        let (error, before, after) = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => {
                return ambiguous.unambiguous().map_err(|_| {
                    Error::usage(tr!("--at: {day} {time} is out of range", day, time))
                });
            }
            AmbiguousOffset::Gap { before, after } => (
                tr!(
                    "--at: there is no {time} on {day} in {name}, where the clocks go forward",
                    time,
                    day,
                    name
                ),
                before,
                after,
            ),
            AmbiguousOffset::Fold { before, after } => (
                tr!(
                    "--at: {time} comes twice on {day} in {name}, where the clocks go back",
                    time,
                    day,
                    name
                ),
                before,
                after,
            ),
        };
        let (first, second) = (with_offset(before), with_offset(after));
        Err(Error::usage(error).hint(tr!(
            "write it with an offset: {first} or {second}",
            first,
            second
        )))
    }

    /// A time alone, of which the day was taken.
    pub fn is_clock(self) -> bool {
        matches!(self, At::Clock(_))
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
            "2026-11-24 3:00",
        ] {
            assert_eq!(at(text), Ok(At::Local(local)), "{text}");
        }
        assert_eq!(at("03:00"), Ok(At::Clock(jiff::civil::time(3, 0, 0, 0))));
        assert_eq!(at("3:00"), at("03:00"));
        for text in ["", "soon", "25:00", "2026-13-01 03:00", "2026-11-24 25:00"] {
            assert!(at(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_alone_is_the_last_one() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let now: Timestamp = "2026-11-23T13:30:00Z".parse().unwrap();
        for (text, expected) in [
            ("21:30", "2026-11-23T13:30:00Z"),
            ("21:31", "2026-11-22T13:31:00Z"),
            ("03:00", "2026-11-22T19:00:00Z"),
            ("2026-11-24 03:00", "2026-11-23T19:00:00Z"),
            ("2026-11-24T03:00:00Z", "2026-11-24T03:00:00Z"),
        ] {
            let at: At = text.parse().unwrap();
            let at = at.resolve(now, &zone).unwrap();
            assert_eq!(at, expected.parse().unwrap(), "{text}");
        }
    }

    #[test]
    fn a_time_that_is_not_one_moment_is_refused() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now: Timestamp = "2026-10-25T12:00:00Z".parse().unwrap();
        let resolve = |text: &str| text.parse::<At>().unwrap().resolve(now, &zone);
        for (text, hint) in [
            (
                "2026-03-29 02:30",
                "write it with an offset: 2026-03-29T02:30:00+01:00 or 2026-03-29T02:30:00+02:00",
            ),
            (
                "2026-10-25 02:30",
                "write it with an offset: 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00",
            ),
            (
                "02:30",
                "write it with an offset: 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00",
            ),
        ] {
            let error = resolve(text).unwrap_err();
            assert_eq!(error.kind, crate::error::Kind::Usage, "{text}");
            assert!(format!("{error:?}").contains(hint), "{text}: {error:?}");
        }
        assert!(resolve("2026-03-29 03:00").is_ok());
        assert!(resolve("2026-10-25T02:30:00+01:00").is_ok());
    }

    #[test]
    fn a_label_has_one_value_and_its_own_name() {
        let check = |labels: &[&str]| {
            let label = labels.iter().map(|text| text.parse().unwrap()).collect();
            let options = IncidentOptions {
                label,
                ..IncidentOptions::default()
            };
            options.check()
        };
        assert!(check(&["env=a", "service=a"]).is_ok());
        assert!(check(&["env=a", "env=b"]).is_err());
        assert!(check(&["env=a", "env=a"]).is_err());
        assert!(check(&["labels.env=a"]).is_err());
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
