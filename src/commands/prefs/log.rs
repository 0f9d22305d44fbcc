//! `duty prefs log`: who changed how the person is notified, their keys, phones or contact, when and from where.

use std::str::FromStr;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::domain::audit::Entry;
use crate::error::{Error, Exit};
use crate::lenient;
use crate::local::now;
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::log::{Read, changes};
use crate::ui::table::Table;
use crate::ui::{Tone, Warning};

#[derive(Debug, clap::Args)]
pub struct Log {
    /// So far back, at most 90 days: 24h, 7d
    #[arg(long, value_name = "DURATION", default_value = "7d")]
    pub since: Since,
}

/// A stretch of time as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since(SignedDuration);

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Since, String> {
        let hours = match text.split_at_checked(text.len().saturating_sub(1)) {
            Some((number, "h")) => number.parse::<u16>().ok(),
            Some((number, "d")) => number
                .parse::<u16>()
                .ok()
                .and_then(|days| days.checked_mul(24)),
            _ => None,
        };
        hours
            .filter(|hours| (1..=90 * 24).contains(hours))
            .map(|hours| Since(SignedDuration::from_hours(hours.into())))
            .ok_or_else(|| tr!("expected a time such as 24h or 7d, of at most 90 days"))
    }
}

pub const EXAMPLES: Examples = examples! { "prefs log":
    "duty prefs log" => "Who changed something of mine in the last week?",
    "duty prefs log --since 30d -o json" => "For a script",
    Text r#"{
  "schema_version": 1,
  "items": [{
    "at": "2026-11-20T07:12:03Z", "about": "preferences", "operation": "preference:write:update", "name": "修改通知偏好",
    "by": {"id": "80011", "name": "张三"}, "ip": "203.0.113.7"
  }],
  "complete": true, "warnings": []
}"#
};

pub fn run(session: &mut Session<'_>, command: &Log) -> Result<Exit, Error> {
    let caller = session.api.identified()?;
    let (person, times) = (caller.person_id().0, Times::of(Some(&caller)));
    let now = now::now();
    let from = now.saturating_sub(command.since.0).unwrap_or(now);
    let (entries, complete) = match changes(session, person, from, now)? {
        Read::All(entries) => (entries, true),
        Read::Some(entries) => (entries, false),
        Read::Denied(why) => {
            if session.out.is_json() {
                session.out.json(&json!({"items": [], "complete": false}))?;
                session.out.warn_of(Warning::AuditUnread, &why);
            } else {
                session.out.line(&why)?;
            }
            return Ok(Exit::NotKnown);
        }
    };
    if session.out.is_json() {
        let items: Vec<Value> = entries
            .iter()
            .map(|one| {
                json!({
                    "at": one.at().map(|at| lenient::Timestamp(at).utc()),
                    "about": one.about().map(|about| about.word()),
                    "operation": one.operation,
                    "name": one.operation_name,
                    "by": {"id": one.member_id, "name": one.member_name},
                    "ip": one.ip,
                })
            })
            .collect();
        session
            .out
            .json(&json!({"items": items, "complete": complete}))?;
    } else if session.out.quiet {
        // An entry has no id; its time is what tells it from the others.
        let times = entries.iter().filter_map(Entry::at);
        let times = times.map(|at| lenient::Timestamp(at).utc());
        session.out.ids(times)?;
    } else if entries.is_empty() {
        session.out.line(&match complete {
            true => tr!("The audit log shows no change of yours in that time."),
            false => tr!("What was read of the audit log shows no change of yours."),
        })?;
    } else {
        let mut table = Table::new([
            tr!("WHEN"),
            tr!("WHO"),
            tr!("ABOUT"),
            tr!("WHAT"),
            tr!("FROM"),
        ]);
        for one in &entries {
            let about = one.about().map_or_else(String::new, |about| about.label());
            table.row([
                (
                    one.at().map(|at| times.minute(at)).unwrap_or_default(),
                    Tone::Plain,
                ),
                (one.member_name.clone(), Tone::Plain),
                (about, Tone::Plain),
                (one.operation_name.clone(), Tone::Plain),
                (one.ip.clone(), Tone::Plain),
            ]);
        }
        session.out.table(&table)?;
    }
    if !complete {
        let text = tr!("There is more in that time than was read.");
        session.out.warn_of(Warning::LogCutOff, &text);
    }
    session.out.note(&tr!(
        "How far back the log goes depends on the account's plan; past that it is silently empty."
    ));
    session.out.note(&tr!(
        "What the log's entries look like for preferences is assumed: the vendor documents the operation alone."
    ));
    Ok(match complete {
        true => Exit::Done,
        false => Exit::NotKnown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_of_time() {
        let hours = |text: &str| text.parse::<Since>().map(|since| since.0.as_hours());
        assert_eq!(hours("24h"), Ok(24));
        assert_eq!(hours("90d"), Ok(2160));
        for text in ["", "d", "7", "0h", "91d", "-1h", "7w", "9999d", "七d"] {
            assert!(hours(text).is_err(), "{text}");
        }
    }
}
