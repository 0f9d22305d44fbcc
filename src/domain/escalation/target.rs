//! Whether the layers of a rule reach one person: as whom, when, and by which channels.
//! Layers come one after the other, so each has a delay from the beginning of the incident. A
//! later one comes only if nobody took the incident before; how often a layer repeats itself
//! (`max_times`, `notify_step`) does not change whom it reaches first.

mod way;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

pub use way::{Standing, Via, Way, WhichShift};

use crate::domain::escalation::rule::Verdict;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::{DirectMessages, EscalationRule, Target};
use crate::domain::escalation::{Delivery, Person};
use crate::domain::severity::Severity;

/// One layer of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Layer {
    /// Its place in the rule, from 0.
    pub index: usize,
    /// Seconds from the beginning of the incident to the first notification.
    pub after: u64,
    /// Whether anything reaches the person.
    pub reached: Truth,
    /// Where nothing does: why.
    pub missed: Option<Missed>,
    /// The entries of the target and whether the person is behind them.
    pub ways: Vec<Way>,
    /// Which lists of channels it uses for direct messages.
    pub messages: Messages,
    /// By what the person is told, if at all. Empty where the person is not among the targets,
    /// and also where it is the person's own list and that could not be read: `reached` is
    /// unknown then.
    pub channels: Vec<ChannelUse>,
    /// How many group chats it writes to. They never count as reaching a person.
    pub group_chats: usize,
}

/// Which lists of channels a layer uses.
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

/// A channel that reaches the person, with its first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The wire's name for it.
    pub channel: String,
    /// Seconds from the beginning of the incident.
    pub after: u64,
    /// Yes, or unknown where it hangs on something that is not known.
    pub truth: Truth,
}

/// Why nothing reaches the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Missed {
    /// The rule has no layers.
    NoLayers,
    /// The layer has no target.
    NoTarget,
    /// The person is not among the targets.
    NotATarget,
    /// Only as on call in a schedule, and the person is not on call then.
    NotOnCall {
        /// The schedule.
        schedule_id: u64,
        /// When the person is on call there next, where the server says.
        next: Option<Timestamp>,
    },
    /// There are only group chats.
    OnlyGroupChats,
    /// There is neither a direct message nor a group chat.
    NoMessages,
    /// The list of channels is empty for this severity.
    NoChannelForSeverity {
        /// Whose list.
        basis: Basis,
    },
    /// There are channels, and none gets through.
    NoChannelDelivers,
}

/// What a rule means for the person.
pub(crate) fn verdict(
    index: usize,
    rule: &EscalationRule,
    person: &Person,
    severity: Severity,
    at: Timestamp,
) -> Verdict {
    let mut after = rule.aggr_window;
    let mut layers = Vec::new();
    for (place, layer) in rule.layers.iter().enumerate() {
        layers.push(decide(
            place,
            after,
            layer.target.as_ref(),
            person,
            severity,
            at,
        ));
        after = after.saturating_add(layer.escalate_window.saturating_mul(60));
    }
    let reached = Truth::any(layers.iter().map(|layer| layer.reached));
    let missed = (reached == Truth::No).then(|| nearest(&layers));
    Verdict {
        index,
        rule_id: rule.rule_id.clone(),
        rule_name: rule.rule_name.clone(),
        reached,
        missed,
        layers,
    }
}

/// One layer. On call is who is on call when the layer's turn comes, not when the incident
/// begins: a shift can end in between.
fn decide(
    index: usize,
    after: u64,
    target: Option<&Target>,
    person: &Person,
    severity: Severity,
    at: Timestamp,
) -> Layer {
    let ways = target
        .map(|target| way::find(target, person, later(at, after)))
        .unwrap_or_default();
    let by = target.and_then(|target| target.by.as_ref());
    let messages = match by {
        Some(by) if by.follow_preference => Messages::Preferences,
        Some(_) => Messages::Unified,
        None => Messages::None,
    };
    // A mail address is written to as such; everyone else gets the direct messages.
    let is_address = |way: &&Way| matches!(way.via, Via::Email(_));
    let direct = Truth::any(
        ways.iter()
            .filter(|way| !is_address(way))
            .map(|way| way.truth),
    );
    let address = Truth::any(ways.iter().filter(is_address).map(|way| way.truth));
    let list = by.map(|by| list(by, person, severity));
    let mut channels = Vec::new();
    let mut delivered = Truth::No;
    if direct != Truth::No {
        match &list {
            None => {}
            Some(None) => delivered = Truth::Unknown,
            Some(Some((basis, list))) => {
                channels.extend(list.iter().map(|channel| use_of(channel, *basis, person)));
                delivered = channels.iter().any(|used| used.delivery.counts()).into();
            }
        }
    }
    let mut reached = direct.and(delivered);
    if address != Truth::No {
        let mail = use_of("email", Basis::Address, person);
        reached = reached.or(address.and(mail.delivery.counts().into()));
        channels.push(mail);
    }
    let group_chats = target.map_or(0, |target| target.webhooks.len());
    let missed = (reached == Truth::No).then(|| {
        if target.is_none() {
            Missed::NoTarget
        } else if !channels.is_empty() {
            Missed::NoChannelDelivers
        } else if direct == Truth::No {
            not_targeted(&ways, target.is_some_and(names_nobody), group_chats)
        } else {
            match list {
                Some(Some((basis, _))) => Missed::NoChannelForSeverity { basis },
                _ if group_chats > 0 => Missed::OnlyGroupChats,
                _ => Missed::NoMessages,
            }
        }
    });
    Layer {
        index,
        after,
        reached,
        missed,
        ways,
        messages,
        channels,
        group_chats,
    }
}

/// The moment of a layer; past the end of time is the end of time.
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
    let known = person.deliveries.get(channel).cloned();
    let delivery = known.unwrap_or_else(|| Delivery::Unknown(String::new()));
    ChannelUse {
        channel: channel.to_owned(),
        basis,
        delivery,
    }
}

fn names_nobody(target: &Target) -> bool {
    target.person_ids.is_empty()
        && target.team_ids.is_empty()
        && target.schedule_to_role_ids.is_empty()
        && target.emails.is_empty()
}

/// Why a person is not behind any entry of a target: off duty if it is that, with the shift that
/// comes soonest.
fn not_targeted(ways: &[Way], names_nobody: bool, group_chats: usize) -> Missed {
    let off_duty = ways.iter().filter_map(|way| match &way.via {
        Via::Schedule {
            id,
            standing: Standing::OffDuty { next },
            ..
        } => Some((*id, *next)),
        _ => None,
    });
    match off_duty.min_by_key(|(_, next)| (next.is_none(), *next)) {
        Some((schedule_id, next)) => Missed::NotOnCall { schedule_id, next },
        None if names_nobody && group_chats > 0 => Missed::OnlyGroupChats,
        None => Missed::NotATarget,
    }
}

/// Of the reasons of all layers the one that is nearest to reaching the person, for that is the
/// one to mend; of the same reason the first.
fn nearest(layers: &[Layer]) -> Missed {
    let distance = |layer: &&Layer| {
        let targeted = layer.ways.iter().any(|way| way.truth != Truth::No);
        match &layer.missed {
            Some(Missed::NoChannelDelivers) => 0,
            Some(Missed::NoChannelForSeverity { .. }) => 1,
            Some(Missed::OnlyGroupChats) if targeted => 2,
            Some(Missed::NoMessages) => 3,
            Some(Missed::NotOnCall { .. }) => 4,
            Some(Missed::NotATarget) => 5,
            Some(Missed::OnlyGroupChats) => 6,
            Some(Missed::NoTarget) => 7,
            Some(Missed::NoLayers) | None => 8,
        }
    };
    let nearest = layers
        .iter()
        .min_by_key(distance)
        .and_then(|layer| layer.missed.clone());
    nearest.unwrap_or(Missed::NoLayers)
}

/// Every channel that gets through, once: the first time for certain, and before it the first
/// maybe if there is one.
pub(crate) fn notices(layers: &[Layer]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    for layer in layers {
        for used in layer.channels.iter().filter(|used| used.delivery.counts()) {
            let truth = truth_of(layer, used);
            let told = |notice: &Notice| {
                notice.channel == used.channel
                    && (notice.truth == Truth::Yes || truth == Truth::Unknown)
            };
            if truth != Truth::No && !notices.iter().any(told) {
                notices.push(Notice {
                    channel: used.channel.clone(),
                    after: layer.after,
                    truth,
                });
            }
        }
    }
    notices
}

/// Whether the person is behind the entries that this channel is used for.
fn truth_of(layer: &Layer, used: &ChannelUse) -> Truth {
    let address = used.basis == Basis::Address;
    let fits = |way: &&Way| matches!(way.via, Via::Email(_)) == address;
    Truth::any(layer.ways.iter().filter(fits).map(|way| way.truth))
}
