//! What is known of an incident's alerts: when each came, and what held it back.

use jiff::Timestamp;

use crate::domain::evidence::event::{Deed, Event, Held};
use crate::domain::evidence::wire::AlertInfo;

/// An alert of the incident.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertFact {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it came.
    pub at: Option<Timestamp>,
    /// What held it back, where its feed was read and says so.
    pub mute: Option<Mute>,
    /// Its feed was read, and has its beginning: without a `mute` nothing held it back.
    pub is_read: bool,
}

/// What held an alert back.
#[derive(Clone, Debug, PartialEq)]
pub struct Mute {
    /// When.
    pub at: Timestamp,
    /// By what.
    pub by: Muted,
}

/// By what an alert was held back.
#[derive(Clone, Debug, PartialEq)]
pub enum Muted {
    /// By a silence rule.
    Silenced(Held),
    /// By an active source.
    Inhibited(Held),
    /// It changed too often, and was muted for so many minutes.
    Flapping(i64),
}

impl AlertFact {
    /// Nothing held it back, for certain.
    pub fn is_free(&self) -> bool {
        self.is_read && self.mute.is_none()
    }

    /// An alert and what its feed says, if that was read.
    pub fn of(alert: &AlertInfo, feed: Option<&[Event]>) -> AlertFact {
        let events = feed.unwrap_or_default();
        // For how long it is muted, if it is, is not told.
        let unread = |event: &Event| event.kind == "a_m_flapping" && event.deed == Deed::Other;
        let mute = events.iter().find_map(|event| {
            let by = match &event.deed {
                Deed::Silenced(held) => Muted::Silenced(held.clone()),
                Deed::Inhibited(held) => Muted::Inhibited(held.clone()),
                Deed::Flapping { mute_mins } if *mute_mins > 0 => Muted::Flapping(*mute_mins),
                _ => return None,
            };
            Some(Mute { at: event.at, by })
        });
        // Some servers do not tell what held it back, and only that something did.
        let is_told = mute.is_some() || !(alert.ever_muted || events.iter().any(unread));
        let begins = |event: &Event| event.kind == "a_new";
        AlertFact {
            id: alert.alert_id.clone(),
            title: alert.title.clone(),
            at: alert.began(),
            mute,
            is_read: is_told && feed.is_some_and(|feed| feed.iter().any(begins)),
        }
    }
}
