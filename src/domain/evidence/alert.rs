//! What is known of an incident's alerts: when each came, and what held it back.

use jiff::Timestamp;

use crate::domain::evidence::event::{Deed, Event, Held};
use crate::domain::evidence::wire::{AlertInfo, moment};

/// An alert of the incident.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertFact {
    /// Its title.
    pub title: String,
    /// When it came.
    pub at: Option<Timestamp>,
    /// What held it back, where its feed was read and says so.
    pub mute: Option<Mute>,
}

/// What held an alert back.
#[derive(Clone, Debug, PartialEq)]
pub struct Mute {
    /// When.
    pub at: Timestamp,
    /// By an active source rather than by a silence rule.
    pub inhibited: bool,
    /// By which rule.
    pub held: Held,
}

impl AlertFact {
    /// An alert and what its feed says, if that was read.
    pub fn of(alert: &AlertInfo, feed: &[Event]) -> AlertFact {
        let mute = feed.iter().find_map(|event| {
            let (inhibited, held) = match &event.deed {
                Deed::Silenced(held) => (false, held),
                Deed::Inhibited(held) => (true, held),
                _ => return None,
            };
            Some(Mute {
                at: event.at,
                inhibited,
                held: held.clone(),
            })
        });
        AlertFact {
            title: alert.title.clone(),
            at: moment(alert.start_time).or_else(|| moment(alert.created_at)),
            mute,
        }
    }
}
