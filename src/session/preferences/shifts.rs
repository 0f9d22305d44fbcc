//! How the person's schedules tell of their shifts: by each one's preferences, or by channels of their own,
//! which the preferences do not change.

use jiff::ToSpan;
use serde_json::{Value, json};
use tr::tr;

use crate::api::Client;
use crate::domain::channel::Channel;
use crate::domain::escalation::wire::Schedule;
use crate::error::Error;
use crate::local::now;

/// A schedule that tells of its shifts by channels of its own.
pub struct OwnChannels {
    id: u64,
    name: String,
    channels: Vec<Channel>,
}

/// Those of these schedules.
pub fn of(schedules: &[Schedule]) -> Vec<OwnChannels> {
    let own = schedules.iter().filter_map(|schedule| {
        let channels = schedule.own_channels()?.iter();
        Some(OwnChannels {
            id: schedule.schedule_id,
            name: schedule.schedule_name.clone(),
            channels: channels.map(|wire| Channel::wire_string(wire)).collect(),
        })
    });
    own.collect()
}

/// Those of all schedules that the person stands in.
pub fn read(api: &Client) -> Result<Vec<OwnChannels>, Error> {
    let now = now::now();
    let day = now.saturating_add(24.hours()).unwrap_or(now);
    let schedules = api.schedule_self(now.as_second(), day.as_second())?;
    Ok(of(&schedules))
}

impl OwnChannels {
    /// "schedule '支付值班' tells of its shifts by SMS, whatever your preferences".
    pub fn text(&self) -> String {
        let schedule = &self.name;
        let names = self.channels.iter();
        let names: Vec<String> = names.map(Channel::kind_label).collect();
        if names.is_empty() {
            return tr!(
                "schedule '{schedule}' tells of its shifts by no channel, whatever your preferences",
                schedule
            );
        }
        let names = names.join(&tr!(", "));
        tr!(
            "schedule '{schedule}' tells of its shifts by {names}, whatever your preferences",
            schedule,
            names
        )
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        let word = |channel: &Channel| channel.word().unwrap_or_else(|| channel.wire());
        let channels = self.channels.iter().map(word);
        json!({
            "schedule": {"id": self.id.to_string(), "name": self.name},
            "channels": channels.collect::<Vec<_>>(),
        })
    }
}

/// In a sentence: they could not be read, so that what the preferences say of shifts is not certain.
pub fn unread(error: &Error) -> String {
    let why = error.code().unwrap_or(&error.message);
    tr!(
        "a schedule may tell of its shifts by channels of its own; the server did not say ({why})",
        why
    )
}
