//! The words of the reasons, by rank.

use serde::Serialize;

/// A reason, as a word, in the order of the ranking: what came nearest to reaching the person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Something was handed over.
    Notified,
    /// All that was sent failed.
    SendingFailed,
    /// The person assigned it to themselves, and nothing was sent to them.
    SelfAssigned,
    /// Assigned, and the person chose no channel for that severity.
    NoChannelPreference,
    /// Assigned, and the rule has no channel for that severity.
    NoChannelRule,
    /// Assigned, and only group chats were written to.
    GroupOnly,
    /// Acknowledged before the person's level.
    AcknowledgedBefore,
    /// Closed before the person's level.
    ClosedBefore,
    /// Notices were snoozed.
    Snoozed,
    /// Merged into another incident.
    Merged,
    /// A silence rule held it back.
    Silenced,
    /// Another incident or alert held it back.
    Inhibited,
    /// It changed too often.
    Flapping,
    /// Closed before the delay of the rule was over.
    ClosedInDelay,
    /// Somebody else was on call.
    NotOnCall,
    /// Nobody was on call.
    NobodyOnCall,
    /// The alert joined an incident that was open already.
    AlertMerged,
    /// A person assigned it to others.
    AssignedByHand,
    /// A rule took it that does not name the person.
    OtherRule,
    /// No rule took it.
    NoRule,
    /// The person was never assigned.
    NotAssigned,
    /// The person was no member yet.
    BeforeMembership,
    /// The record does not tell.
    Unknown,
}

impl Code {
    /// All of them, by rank.
    pub const ALL: [Code; 23] = [
        Code::Notified,
        Code::SendingFailed,
        Code::SelfAssigned,
        Code::NoChannelPreference,
        Code::NoChannelRule,
        Code::GroupOnly,
        Code::AcknowledgedBefore,
        Code::ClosedBefore,
        Code::Snoozed,
        Code::Merged,
        Code::Silenced,
        Code::Inhibited,
        Code::Flapping,
        Code::ClosedInDelay,
        Code::NotOnCall,
        Code::NobodyOnCall,
        Code::AlertMerged,
        Code::AssignedByHand,
        Code::OtherRule,
        Code::NoRule,
        Code::NotAssigned,
        Code::BeforeMembership,
        Code::Unknown,
    ];

    /// The word in JSON; never translated.
    pub const fn word(self) -> &'static str {
        match self {
            Code::Notified => "notified",
            Code::SendingFailed => "sending_failed",
            Code::SelfAssigned => "self_assigned",
            Code::NoChannelPreference => "no_channel_preference",
            Code::NoChannelRule => "no_channel_rule",
            Code::GroupOnly => "group_only",
            Code::AcknowledgedBefore => "acknowledged_before",
            Code::ClosedBefore => "closed_before",
            Code::Snoozed => "snoozed",
            Code::Merged => "merged",
            Code::Silenced => "silenced",
            Code::Inhibited => "inhibited",
            Code::Flapping => "flapping",
            Code::ClosedInDelay => "closed_in_delay",
            Code::NotOnCall => "not_on_call",
            Code::NobodyOnCall => "nobody_on_call",
            Code::AlertMerged => "alert_merged",
            Code::AssignedByHand => "assigned_by_hand",
            Code::OtherRule => "other_rule",
            Code::NoRule => "no_rule",
            Code::NotAssigned => "not_assigned",
            Code::BeforeMembership => "before_membership",
            Code::Unknown => "unknown",
        }
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}
