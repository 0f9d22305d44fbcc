//! What was sent to the person.

use jiff::Timestamp;

use crate::domain::channel::{ChannelKind, Personal};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event, channel_of};

/// A message to the person.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// When.
    pub at: Timestamp,
    /// The wire's word for the channel.
    pub by: String,
    /// The level, from 0; none where a person assigned.
    pub level: Option<usize>,
    /// The rule, by its name at that time; empty where a person assigned.
    pub rule: String,
    /// The rule's id.
    pub rule_id: Option<String>,
    /// It repeats an earlier one.
    pub refire: bool,
    /// Why it failed; nothing where it was handed over.
    pub failed: Option<String>,
}

/// Every message to the person that is among these entries.
pub(super) fn messages(case: &Case<'_>, events: &[Event]) -> Vec<Message> {
    let mut messages = Vec::new();
    for event in events {
        let Deed::Notified(notice) = &event.deed else {
            continue;
        };
        let own = |id: u64| id != 0 && id == case.person.id;
        for to in notice.persons.iter().filter(|to| own(to.person_id)) {
            messages.push(Message {
                at: event.at,
                by: notice.by.clone(),
                level: notice.level(),
                rule: match notice.rule() {
                    Some(id) => case.name_of(id, &notice.rule_name).name,
                    None => String::new(),
                },
                rule_id: notice.rule().map(str::to_owned),
                refire: !notice.is_first(),
                failed: (!to.failed_reason.is_empty()).then(|| to.failed_reason.clone()),
            });
        }
    }
    messages
}

/// Whether a message went by a channel that was chosen, by the person or by the rule; yes where that is not
/// known. Only SMS and email stand in for others.
pub(super) fn is_chosen(case: &Case<'_>, message: &Message) -> bool {
    let kind = channel_of(&message.by).map(|(kind, _)| kind);
    let Some(ChannelKind::Personal(Personal::Sms | Personal::Email)) = kind else {
        return true;
    };
    let Some(severity) = case.severity_at(message.at) else {
        return true;
    };
    let own = case.person.preferences.as_ref();
    let own = own.map(|own| own.get(&severity).map_or(&[][..], Vec::as_slice));
    let list = match (&message.rule_id, message.level) {
        (Some(id), Some(level)) => {
            let rule = case.rule(id);
            let target = rule.and_then(|rule| rule.layers.get(level)?.target.as_ref());
            match target.and_then(|target| target.by.as_ref()) {
                Some(by) if by.follow_preference => own,
                Some(by) => Some(by.unified(severity)),
                None => None,
            }
        }
        _ => own,
    };
    list.is_none_or(|list| {
        let mut kinds = list
            .iter()
            .map(|wire| channel_of(wire).map(|(kind, _)| kind));
        kinds.any(|one| one == kind)
    })
}
