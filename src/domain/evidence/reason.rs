//! The reasons why an incident reached a person or did not, with what is evidence for each.

use jiff::Timestamp;

use crate::domain::evidence::code::Code;
use crate::domain::evidence::event::{Held, Short};
use crate::domain::evidence::may::Missing;
use crate::domain::severity::Severity;

/// A rule that the record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRef {
    /// Its id.
    pub id: String,
    /// Its name, at that time where the record says it.
    pub name: String,
    /// When it was last changed, where it is still there.
    pub updated_at: Option<Timestamp>,
    /// That is after the incident began: what it says now proves nothing.
    pub changed_since: bool,
}

impl RuleRef {
    /// Whether it was for certain as it is now when the incident began.
    pub fn is_as_then(&self) -> bool {
        self.updated_at.is_some() && !self.changed_since
    }
}

/// A reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// When it took effect.
    pub at: Option<Timestamp>,
    /// What it is.
    pub why: Why,
}

/// What a reason says.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum Why {
    Notified {
        by: Vec<String>,
    },
    SendingFailed {
        failures: Vec<(String, String)>,
        /// Sent by what the person did not choose: perhaps in place of what failed.
        not_chosen: Vec<String>,
    },
    NoChannelPreference {
        severity: Severity,
        rule: Option<RuleRef>,
        /// When the person chose something, where that was after it.
        changed: Option<Timestamp>,
        /// Whether it is known that it was so then, and not only that it is now.
        certain: bool,
        /// Whether it is known that it went by what persons choose.
        follows: bool,
    },
    NoChannelRule {
        /// Nothing where it is none that duty knows, and the rule has no channel for any.
        severity: Option<Severity>,
        rule: Option<RuleRef>,
        level: Option<usize>,
        /// Whether it is known that it was so then, and not only that it is now.
        certain: bool,
        /// Whether it is known that a person assigned it.
        by_hand: bool,
    },
    SelfAssigned {
        /// As a responder beside others, and not as the one who has it.
        added: bool,
    },
    GroupOnly {
        rooms: Vec<String>,
        rule: Option<RuleRef>,
        /// Whether it is known that the rule sends nothing to persons.
        certain: bool,
    },
    AcknowledgedBefore(Before),
    ClosedBefore {
        before: Before,
        from: String,
    },
    Snoozed {
        before: Before,
        until: Option<Timestamp>,
    },
    Merged {
        target: Short,
    },
    Silenced {
        held: Held,
        alert: Option<String>,
        /// It was opened again since.
        over: bool,
    },
    Inhibited {
        held: Held,
        alert: Option<String>,
        /// It was opened again since.
        over: bool,
    },
    Flapping {
        /// 0 where that is not told.
        mute_mins: i64,
        alert: Option<String>,
        /// It was over long before, and nothing came then.
        over: bool,
    },
    ClosedInDelay {
        rule: RuleRef,
        delay: u64,
    },
    NotOnCall {
        schedule: String,
        rule: RuleRef,
        level: usize,
        /// Who was, of those who were told; nobody where that cannot be told apart.
        who: Vec<u64>,
        /// The person was on call as well, in a role that the level does not tell.
        other_role: bool,
    },
    NobodyOnCall {
        schedule: String,
        rule: RuleRef,
        level: usize,
    },
    AlertMerged {
        title: String,
        opened: Timestamp,
    },
    AssignedByHand {
        by: u64,
        to: Vec<u64>,
        /// Of nobody in the account, as far as is told.
        addresses: Vec<String>,
        /// The rule that was chosen, which may go on to its next level by itself.
        rule: Option<RuleRef>,
    },
    OtherRule {
        rule: RuleRef,
        /// The level that was told, from 0, where another one of it names the person.
        level: Option<usize>,
        /// Rules of the space that do name the person.
        mine: Vec<RuleRef>,
        /// Those that may, and what is missing to know it.
        may: Vec<(RuleRef, Missing)>,
    },
    NoRule {
        /// A rule that takes such an incident now, or may.
        now: Option<RuleRef>,
        /// One that does names the person.
        for_person: bool,
    },
    NotAssigned(Unassigned),
    BeforeMembership {
        since: Timestamp,
    },
    Unknown(Gap),
}

/// What came before the person could be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// Whose deed it was; 0 is the system.
    pub by: u64,
    /// What it came before.
    pub what: What,
    /// It came moments after that was due at the earliest: it may have been before it, and need not.
    pub late: bool,
    /// It no longer stood long since, and nothing is recorded that kept it from being told then.
    pub over: bool,
}

/// What was still to come.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// This level of the rule, from 0, which names the person.
    Level(RuleRef, usize),
    /// This one, of which it is not known whether it names the person.
    PerhapsLevel(RuleRef, usize),
    /// A message to the person, who was assigned, by that rule or by hand.
    Message(Option<RuleRef>),
    /// Any assignment.
    Anybody,
}

impl What {
    fn rule(&self) -> Option<&RuleRef> {
        match self {
            What::Level(rule, _) | What::PerhapsLevel(rule, _) => Some(rule),
            What::Message(rule) => rule.as_ref(),
            What::Anybody => None,
        }
    }
}

/// Why the fallback is all that can be said.
#[derive(Clone, Debug, PartialEq)]
pub enum Unassigned {
    /// The rule that took it is no longer there.
    RuleGone(RuleRef),
    /// The rule names the person now, at a level that was reached without them.
    NamedNow {
        /// The rule, as it is now.
        rule: RuleRef,
        /// The level, from 0.
        level: usize,
        /// Whether it named them then, and not only now.
        certain: bool,
    },
    /// The rule took it by a level that it no longer has.
    LevelGone(RuleRef, usize),
}

/// Why it is not known.
#[derive(Clone, Debug, PartialEq)]
pub enum Gap {
    /// Not all of the record could be read.
    RecordCut,
    /// The server does not say who the person is.
    PersonUnread,
    /// The rules could not be read.
    RulesUnread,
    /// No rule took it, and whether its alerts were held back could not be read.
    AlertsUnread {
        /// A rule that takes such an incident now, or may, names the person.
        for_person: bool,
    },
    /// No rule took it until this came, and one with a delay may be gone; whether one that was due before names the person.
    RulesThen(Box<Why>, bool),
    /// Whom this level was assigned to the record does not tell.
    Untold(RuleRef, usize),
    /// Who was on call in this schedule at that time could not be found out.
    ScheduleUnread(String),
    /// Whether the person is in a team that this level names is not known.
    Standing(RuleRef, usize),
    /// Assigned, and the severity is none that duty knows.
    Severity,
    /// Assigned, and what the person chose cannot be read.
    PreferencesUnread,
    /// Assigned, and by which channels it is told is not said.
    ChannelsUntold,
    /// Assigned, with channels chosen as they are now, and no record of a message.
    NoRecord,
    /// The same, and the audit log has what was chosen then.
    NoRecordThen,
    /// Assigned, with channels that the assignment or its rule named then, and no record of a message.
    NoRecordNamed,
    /// Assigned, and whom the warning of a storm of alerts was sent to is not told.
    Storm,
    /// It is too early to say: it was opened, or a message was due, or notices began again, a moment ago.
    JustOpened,
    /// It is too early to say: the level that names the person comes at that time at the earliest.
    NotYet(Option<Timestamp>),
    /// A level of which it is not known whether it names the person comes at that time at the earliest.
    MayCome(RuleRef, usize, Timestamp),
    /// The level that names the person was due, and nothing is recorded that held it back.
    NotEscalated(RuleRef, usize),
    /// Notices began again, and nothing is recorded that was sent to the person since.
    NothingSince,
    /// What the person had was merged into it, and nothing is recorded that was sent to them since.
    MergedIn,
}

impl Reason {
    /// Its word.
    pub fn code(&self) -> Code {
        match &self.why {
            Why::Notified { .. } => Code::Notified,
            Why::SendingFailed { .. } => Code::SendingFailed,
            Why::NoChannelPreference { .. } => Code::NoChannelPreference,
            Why::NoChannelRule { .. } => Code::NoChannelRule,
            Why::SelfAssigned { .. } => Code::SelfAssigned,
            Why::GroupOnly { .. } => Code::GroupOnly,
            Why::AcknowledgedBefore(_) => Code::AcknowledgedBefore,
            Why::ClosedBefore { .. } => Code::ClosedBefore,
            Why::Snoozed { .. } => Code::Snoozed,
            Why::Merged { .. } => Code::Merged,
            Why::Silenced { .. } => Code::Silenced,
            Why::Inhibited { .. } => Code::Inhibited,
            Why::Flapping { .. } => Code::Flapping,
            Why::ClosedInDelay { .. } => Code::ClosedInDelay,
            Why::NotOnCall { .. } => Code::NotOnCall,
            Why::NobodyOnCall { .. } => Code::NobodyOnCall,
            Why::AlertMerged { .. } => Code::AlertMerged,
            Why::AssignedByHand { .. } => Code::AssignedByHand,
            Why::OtherRule { .. } => Code::OtherRule,
            Why::NoRule { .. } => Code::NoRule,
            Why::NotAssigned(_) => Code::NotAssigned,
            Why::BeforeMembership { .. } => Code::BeforeMembership,
            Why::Unknown(_) => Code::Unknown,
        }
    }

    /// Whether it is about a level that was to come, rather than about the rule or another one.
    pub fn is_of_a_level(&self) -> bool {
        match &self.why {
            Why::AcknowledgedBefore(before)
            | Why::ClosedBefore { before, .. }
            | Why::Snoozed { before, .. } => matches!(before.what, What::Level(..)),
            Why::Silenced { .. } | Why::Inhibited { .. } | Why::Flapping { .. } => true,
            Why::Unknown(gap) => matches!(gap, Gap::NotEscalated(..)),
            _ => false,
        }
    }

    /// The rule that it is inferred from, as it is now.
    pub fn rule(&self) -> Option<&RuleRef> {
        match &self.why {
            Why::NoChannelPreference { rule, .. }
            | Why::NoChannelRule { rule, .. }
            | Why::GroupOnly { rule, .. } => rule.as_ref(),
            Why::AcknowledgedBefore(before)
            | Why::ClosedBefore { before, .. }
            | Why::Snoozed { before, .. } => before.what.rule(),
            Why::ClosedInDelay { rule, .. }
            | Why::NotOnCall { rule, .. }
            | Why::NobodyOnCall { rule, .. }
            | Why::OtherRule { rule, .. }
            | Why::NotAssigned(
                Unassigned::RuleGone(rule)
                | Unassigned::NamedNow { rule, .. }
                | Unassigned::LevelGone(rule, _),
            )
            | Why::Unknown(
                Gap::Standing(rule, _)
                | Gap::NotEscalated(rule, _)
                | Gap::Untold(rule, _)
                | Gap::MayCome(rule, ..),
            ) => Some(rule),
            Why::NoRule { now, .. } => now.as_ref(),
            _ => None,
        }
    }
}
