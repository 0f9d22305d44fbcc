//! One level of a rule: whether it reaches one person, when, and by which channels. How often a
//! level repeats itself (`max_times`, `notify_step`) does not change whom it reaches first.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::domain::delivery::{Delivery, Uncertainty};
use crate::domain::escalation::cause::Cause;
use crate::domain::escalation::incident::Incident;
use crate::domain::escalation::person::Person;
use crate::domain::escalation::recipient;
use crate::domain::escalation::recipient::Recipient;
use crate::domain::escalation::redirect::Redirect;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::{DirectMessages, EscalationLayer, Target};
use crate::domain::severity::Severity;

/// One level of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    /// Its place in the rule, from 0.
    pub index: usize,
    /// Seconds from the beginning of the incident to the first notification.
    pub after: u64,
    /// Whether it comes if nobody takes the incident: not known after a level that has no time until the next,
    /// of which no reference says whether the next comes at once or never.
    pub comes: Truth,
    /// Whether anything reaches the person.
    pub reached: Truth,
    /// Where nothing does: why.
    #[serde(rename = "missed")]
    pub cause: Option<Cause>,
    /// The entries of the target and whether the person is behind them.
    #[serde(rename = "ways")]
    pub recipients: Vec<Recipient>,
    /// Which lists of channels it uses for direct messages.
    pub messages: Messages,
    /// By what the person is told, if at all. Empty where the person is not among the recipients,
    /// and also where it is the person's own list and that could not be read: `reached` is
    /// unknown then.
    pub channels: Vec<ChannelUse>,
    /// How many group chats it writes to. They never count as reaching a person.
    pub group_chats: usize,
}

/// Which lists of channels a level uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Messages {
    /// Each person's own.
    Preferences,
    /// The rule's, the same for everyone.
    Unified,
    /// It sends no direct messages.
    None,
}

/// A channel by which the person is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChannelUse {
    /// The wire's name for it.
    pub channel: String,
    /// Whose list it stands in.
    pub basis: Basis,
    /// Whether it gets through.
    pub delivery: Delivery,
}

/// Whose list a channel stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The person's own preferences.
    Preferences,
    /// The rule's list for everyone.
    Unified,
    /// None: the rule names a mail address.
    Address,
}

impl EscalationLayer {
    /// Whether the server does not tell whom it tells and by what.
    pub fn is_untold(&self) -> bool {
        let target = self.target.as_ref();
        target.is_none_or(|one| one.unclear && one.by.is_none() && one.webhooks.is_empty())
    }
}

impl Level {
    /// Whether the person is behind the recipients that a channel of this basis is used for.
    pub(crate) fn told_by(&self, basis: Basis) -> Truth {
        self.comes.and(match basis {
            Basis::Address => behind(self.recipients.iter().filter(|one| one.is_address())),
            Basis::Preferences | Basis::Unified => behind(&self.recipients),
        })
    }

    /// The same level where it is not certain that it comes.
    pub(crate) fn perhaps(mut self) -> Self {
        self.comes = Truth::Unknown;
        self.reached = self.reached.and(self.comes);
        self
    }

    /// Whether it is a maybe for something that the server does not tell of it, of whom it names, or of a channel.
    pub(crate) fn is_untold(&self) -> bool {
        let no_answer = |used: &ChannelUse| {
            let why = &used.delivery;
            matches!(why, Delivery::Unknown(Uncertainty::NoAnswer(_)))
        };
        self.reached == Truth::Unknown
            && (self.recipients.iter().any(Recipient::is_untold)
                || self.channels.iter().any(no_answer))
    }

    /// The schedule in which the person is off duty, with the shift that comes soonest.
    pub fn off_duty(&self) -> Option<(u64, Option<Timestamp>)> {
        let off_duty = self.recipients.iter().filter_map(Recipient::off_duty);
        off_duty.min_by_key(|(_, next)| (next.is_none(), *next))
    }
}

fn behind<'a>(recipients: impl IntoIterator<Item = &'a Recipient>) -> Truth {
    Truth::any(recipients.into_iter().map(|one| one.truth))
}

/// One level; of one without a target nobody knows whom it tells. On call is who is on call when the level's turn comes, not when the incident
/// begins: a shift can end in between.
pub(crate) fn decide(
    index: usize,
    after: u64,
    target: Option<&Target>,
    person: &Person,
    incident: &Incident,
    at: Timestamp,
) -> Level {
    let untold = Target {
        unclear: true,
        ..Target::default()
    };
    let target = target.unwrap_or(&untold);
    let severity = incident.severity;
    let redirect = Redirect::of(&incident.labels, index);
    let recipients = recipient::find(target, person, later(at, after), redirect);
    let by = target.by.as_ref();
    // A mail address may be written to as such, or stand for the member who has it.
    let direct = behind(&recipients);
    let address = behind(recipients.iter().filter(|one| one.is_address()));
    let list = by.map(|by| match incident.severity_told {
        true => list(by, person, severity),
        false => None,
    });
    let mut channels = Vec::new();
    let mut delivered = Truth::No;
    match &list {
        Some(Some((basis, list))) if direct != Truth::No => {
            channels.extend(list.iter().map(|channel| use_of(channel, *basis, person)));
            delivered = Truth::any(channels.iter().map(|used| Truth::from(&used.delivery)));
        }
        Some(None) => delivered = Truth::Unknown,
        None if target.unclear => delivered = Truth::Unknown,
        _ => {}
    }
    let mut reached = direct.and(delivered);
    if address != Truth::No {
        let mail = use_of("email", Basis::Address, person);
        reached = reached.or(address.and(Truth::from(&mail.delivery)));
        channels.push(mail);
    }
    let mut level = Level {
        index,
        after,
        comes: Truth::Yes,
        reached,
        cause: None,
        recipients,
        messages: match by {
            Some(by) if by.follow_preference => Messages::Preferences,
            Some(_) => Messages::Unified,
            None => Messages::None,
        },
        channels,
        group_chats: redirect.group_chats(target, severity),
    };
    if reached == Truth::No {
        level.cause = Some(cause(&level, target, direct));
    }
    level
}

/// Why a level that reaches nobody does not.
fn cause(level: &Level, target: &Target, direct: Truth) -> Cause {
    let chats = level.group_chats > 0;
    match level.channels.first().map(|used| used.basis) {
        Some(Basis::Unified) => Cause::RuleChannelsFail,
        Some(Basis::Preferences | Basis::Address) => Cause::OwnChannelsFail,
        None if direct == Truth::No => match level.off_duty() {
            Some(_) if level.recipients.iter().any(Recipient::has_other_role) => Cause::OtherRole,
            Some(_) => Cause::NotOnCall,
            None if chats && target.names_nobody() && level.recipients.is_empty() => {
                Cause::OnlyRooms
            }
            None => Cause::NotATarget,
        },
        None => match level.messages {
            Messages::Preferences => Cause::OwnListEmpty,
            Messages::Unified => Cause::RuleListEmpty,
            Messages::None if chats => Cause::OnlyGroupChats,
            Messages::None => Cause::NoMessages,
        },
    }
}

/// The moment of a level; past the end of time is the end of time.
fn later(at: Timestamp, after: u64) -> Timestamp {
    let after = SignedDuration::from_secs(i64::try_from(after).unwrap_or(i64::MAX));
    at.checked_add(after).unwrap_or(Timestamp::MAX)
}

/// The list of channels of one severity; nothing where it is the person's own and not known.
fn list<'a>(
    by: &'a DirectMessages,
    person: &'a Person,
    severity: Severity,
) -> Option<(Basis, &'a [String])> {
    if !by.follow_preference {
        return Some((Basis::Unified, by.unified(severity)));
    }
    let own = person.preferences.as_ref()?.get(&severity);
    Some((Basis::Preferences, own.map_or(&[], Vec::as_slice)))
}

fn use_of(channel: &str, basis: Basis, person: &Person) -> ChannelUse {
    ChannelUse {
        channel: channel.to_owned(),
        basis,
        delivery: person.delivery(channel),
    }
}
