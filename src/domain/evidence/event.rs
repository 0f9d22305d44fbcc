//! The entries of an incident's feed, understood: what happened, when, and by whom. What duty does not
//! know stays, as a deed without a meaning.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::channel::{Channel, ChannelKind, ImType, Personal};
use crate::domain::evidence::assignment::{Assignment, lower, rule_id};
use crate::domain::evidence::telling::{is_known, is_telling};
use crate::domain::evidence::wire::{FeedItem, severity};
use crate::domain::severity::Severity;
use crate::lenient;

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// The wire's word for it.
    pub kind: String,
    /// Whose deed it is; 0 is the system.
    pub by: u64,
    /// The incident or alert that it is told of; empty where that is not told.
    pub of: String,
    /// What it was.
    pub deed: Deed,
    /// All that is told of it, where duty does not know its kind: anybody may be in it.
    pub told: Value,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// The incident began, with this severity and title.
    Opened {
        /// As sent, one of the three or not; empty where it is not told.
        severity: String,
        /// Empty where it is not told.
        title: String,
    },
    /// It was assigned: by a rule, by hand, again.
    Assigned(Assignment),
    /// Responders were added, who are told by their preferences.
    Added(Vec<u64>),
    /// Something was sent.
    Notified(Notice),
    /// Somebody took it.
    Acknowledged,
    /// Somebody gave it back: then nobody has it any more, unless others still do.
    Unacknowledged {
        /// It is told that somebody still has it.
        still: bool,
    },
    /// No notices for so long.
    Snoozed {
        /// Minutes.
        minutes: i64,
    },
    /// The snooze was ended.
    Woken,
    /// It was closed, from there.
    Closed {
        /// `console`, `event` and others.
        from: String,
    },
    /// It was opened again.
    Reopened,
    /// It got another severity.
    Severity(Option<Severity>),
    /// It is `Ok`, which is none of the three and no worse than any of them.
    Recovered,
    /// A rule held it back.
    Silenced(Held),
    /// Another incident held it back.
    Inhibited(Held),
    /// It changed too often.
    Flapping {
        /// For so long nothing is sent; 0 where it goes on.
        mute_mins: i64,
    },
    /// It was merged into another incident, or another into it.
    Merged {
        /// The id and title of the incident that is left.
        target: Short,
        /// Those who had what is merged into it, and have it now, as far as they are told.
        responders: Vec<u64>,
    },
    /// An alert was put into it.
    AlertMerged {
        /// The alerts, where they are named.
        titles: Vec<String>,
    },
    /// So many alerts came: a warning goes out.
    Storm {
        /// How many.
        threshold: i64,
    },
    /// Something that says who was told or assigned, or may, in a shape that duty cannot read.
    Unreadable,
    /// Something else, or something that duty does not know.
    Other,
}

/// By which rule something was held back.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Held {
    /// The rule's id.
    #[serde(alias = "silence_rule_id", alias = "inhibit_rule_id")]
    pub rule_id: String,
    /// Its name.
    #[serde(alias = "silence_rule_name", alias = "inhibit_rule_name")]
    pub rule_name: String,
    /// What held it back, where that is told.
    #[serde(alias = "source_incident_title", alias = "source_alert_title")]
    pub source_title: String,
}

/// An incident or alert that another one names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Short {
    /// Its id.
    pub incident_id: String,
    /// Its title.
    pub title: String,
}

/// A notice: what was sent by one channel to persons, group chats or robots.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Notice {
    /// `fire`, or `refire` where it repeats.
    pub fire_type: String,
    #[serde(deserialize_with = "lower")]
    escalate_rule_id: String,
    /// The rule's name at that time.
    #[serde(rename = "escalate_rule_name")]
    pub rule_name: String,
    layer_idx: Option<i64>,
    msg_id: String,
    rid: String,
    /// The wire's word for the channel, which is any text.
    pub by: String,
    /// Persons.
    pub persons: Vec<ToPerson>,
    /// Group chats.
    pub chats: Vec<ToRoom>,
    /// Robots of group chats.
    pub robots: Vec<ToRoom>,
    /// Where an assignment has its persons; no reference has it of a notice.
    #[serde(deserialize_with = "lenient::whole_ids")]
    to: Vec<u64>,
}

/// A notice to a person. Nobody says that it arrived: without a failure it was handed over.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ToPerson {
    /// Who.
    pub person_id: u64,
    /// Empty where it did not fail.
    pub failed_reason: String,
}

/// A notice to a group chat or a robot, of which only the name is kept: a token is a secret.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ToRoom {
    chat_name: String,
    alias: String,
    /// Empty where it did not fail.
    pub failed_reason: String,
}

impl ToRoom {
    /// What people call it; empty where it has no name.
    pub fn name(&self) -> &str {
        if self.chat_name.is_empty() {
            &self.alias
        } else {
            &self.chat_name
        }
    }
}

impl Notice {
    /// The rule; none where a person assigned.
    pub fn rule(&self) -> Option<&str> {
        rule_id(&self.escalate_rule_id)
    }

    /// The level, from 0; none where no rule assigned.
    pub fn level(&self) -> Option<usize> {
        self.rule()?;
        usize::try_from(self.layer_idx.unwrap_or(0)).ok()
    }

    /// The message that it is, where that is told.
    pub fn message(&self) -> Option<&str> {
        let ids = [self.msg_id.as_str(), &self.rid];
        ids.into_iter().find(|id| !id.is_empty())
    }

    /// Whether it is the first of its kind and not a repetition.
    pub fn is_first(&self) -> bool {
        self.fire_type != "refire"
    }

    /// Whether it says to whom it went, as far as duty can read that: nothing is sent to nobody.
    fn names_all(&self) -> bool {
        let listed = |id: &u64| self.persons.iter().any(|to| to.person_id == *id);
        let some = !self.persons.is_empty() || self.rooms().next().is_some();
        let known = self.persons.iter().all(|to| to.person_id != 0);
        some && known && self.to.iter().all(listed)
    }

    /// Group chats and robots.
    pub fn rooms(&self) -> impl Iterator<Item = &ToRoom> {
        self.chats.iter().chain(&self.robots)
    }
}

/// What the wire's word for a channel of a notice means; nothing where duty does not know it.
/// An IM app may come with or without its instance.
pub fn channel_of(by: &str) -> Option<(ChannelKind, String)> {
    let personal = |one: Personal| (ChannelKind::Personal(one), one.word().to_owned());
    match by {
        "voice" | "phone" => return Some(personal(Personal::Voice)),
        "push" | "app" | "flashduty_app" => return Some(personal(Personal::App)),
        "sms" => return Some(personal(Personal::Sms)),
        "email" => return Some(personal(Personal::Email)),
        _ => {}
    }
    let channel = Channel::wire_string(by);
    if let (kind @ ChannelKind::Im(..), Some(word)) = (channel.kind(), channel.word()) {
        return Some((kind, word));
    }
    let im = ImType::of_wire(by).or_else(|| ImType::of_word(by))?;
    Some((ChannelKind::Im(im, 0), im.word().to_owned()))
}

impl Event {
    /// An entry of a feed; nothing where it has no time.
    pub fn read(item: &FeedItem) -> Option<Event> {
        let deed = match deed(&item.kind, &item.detail) {
            Deed::Other if !is_telling(&item.kind, &item.detail) => Deed::Other,
            // What of it holds, nobody says.
            _ if item.is_deleted => Deed::Unreadable,
            deed => deed,
        };
        Some(Event::of(item, item.at()?, deed))
    }

    /// The rule that assigned it by this; none where no rule did.
    pub fn rule(&self) -> Option<&str> {
        match &self.deed {
            Deed::Assigned(one) => one.rule(),
            _ => None,
        }
    }

    fn of(item: &FeedItem, at: Timestamp, deed: Deed) -> Event {
        let is_new = deed == Deed::Other && !is_known(&item.kind);
        Event {
            at,
            kind: item.kind.clone(),
            by: item.creator_id,
            of: item.ref_id.clone(),
            deed,
            told: Some(&item.detail)
                .filter(|_| is_new)
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// All entries in the order of time, those of one moment as they came. One without a time that says who was
    /// told or assigned is not left out: the record is not whole without it. It stands where it came.
    pub fn all(items: &[FeedItem]) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        let first = items.iter().find_map(FeedItem::at);
        for item in items {
            let last = events.last().map(|event| event.at).or(first);
            events.extend(Event::read(item).or_else(|| {
                let at = last.unwrap_or(Timestamp::UNIX_EPOCH);
                let untimed = |deed| Some(Event::of(item, at, deed));
                match is_telling(&item.kind, &item.detail) {
                    true => untimed(Deed::Unreadable),
                    false => untimed(Deed::Other).filter(|event| !event.told.is_null()),
                }
            }));
        }
        events.sort_by_key(|event| event.at);
        events
    }
}

/// A detail, or nothing where it has another shape; null says nothing.
fn detail<T: DeserializeOwned + Default>(value: &Value) -> Option<T> {
    match value {
        Value::Null => Some(T::default()),
        other => lenient::read(other.clone()).ok(),
    }
}

fn deed(kind: &str, value: &Value) -> Deed {
    read(kind, value).unwrap_or(if is_telling(kind, value) {
        Deed::Unreadable
    } else {
        Deed::Other
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Words {
    severity: String,
    title: String,
    to: String,
    from: String,
    progress: String,
    minutes: i64,
    mute_mins: Option<i64>,
    mute_secs: Option<i64>,
    threshold: i64,
    target_incident: Short,
    source_alerts: Vec<Short>,
}

/// Who else may be in an entry that has everybody in `to`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    #[serde(deserialize_with = "lenient::whole_ids")]
    person_ids: Vec<u64>,
    emails: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Persons {
    #[serde(alias = "source_responders", deserialize_with = "lenient::whole_ids")]
    to: Vec<u64>,
}

/// What an entry of this kind means; nothing where its detail cannot be read.
fn read(kind: &str, value: &Value) -> Option<Deed> {
    let words = || detail::<Words>(value);
    Some(match kind {
        "i_new" => {
            let Words {
                severity, title, ..
            } = words().unwrap_or_default();
            Deed::Opened { severity, title }
        }
        "i_assign" => Deed::Assigned(detail::<Assignment>(value).filter(|one| !one.is_empty())?),
        // Nobody adds nobody.
        "i_a_rspd" => {
            let to = detail::<Persons>(value)?.to;
            let named = lenient::read::<Named>(value.clone()).ok()?;
            let is_all = !to.is_empty()
                && named.emails.is_empty()
                && named.person_ids.iter().all(|id| to.contains(id));
            Deed::Added(is_all.then_some(to)?)
        }
        "i_notify" => Deed::Notified(detail::<Notice>(value).filter(Notice::names_all)?),
        "i_ack" => Deed::Acknowledged,
        "i_unack" => Deed::Unacknowledged {
            still: words().unwrap_or_default().progress == "Processing",
        },
        "i_snooze" => Deed::Snoozed {
            minutes: words()?.minutes,
        },
        "i_wake" => Deed::Woken,
        "i_rslv" => Deed::Closed {
            from: words().unwrap_or_default().from,
        },
        "i_reopen" => Deed::Reopened,
        "i_r_severity" => match words().unwrap_or_default().to.as_str() {
            "Ok" => Deed::Recovered,
            word => Deed::Severity(severity(word)),
        },
        // One of them is a slip of the vendor's.
        "i_m_silence" | "a_m_silence" => Deed::Silenced(detail(value).unwrap_or_default()),
        "i_m_inhibit" | "i_m_inhibat" | "a_m_inhibit" => {
            Deed::Inhibited(detail(value).unwrap_or_default())
        }
        "i_m_flapping" | "a_m_flapping" => {
            let Words {
                mute_mins,
                mute_secs,
                ..
            } = words()?;
            let by_seconds = mute_secs.map(|secs| secs.saturating_add(59).div_euclid(60));
            // Whether anything is muted hangs on it.
            Deed::Flapping {
                mute_mins: mute_mins.max(by_seconds)?,
            }
        }
        "i_merge" => Deed::Merged {
            target: words()?.target_incident,
            responders: detail::<Persons>(value).unwrap_or_default().to,
        },
        "a_merge" => {
            let alerts = words().unwrap_or_default().source_alerts;
            let titles = alerts.into_iter().map(|alert| alert.title);
            Deed::AlertMerged {
                titles: titles.filter(|title| !title.is_empty()).collect(),
            }
        }
        "i_storm" => Deed::Storm {
            threshold: words()?.threshold,
        },
        _ => return None,
    })
}
