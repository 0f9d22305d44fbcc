//! Labels by which an alert itself says whom a level tells: `layer_person_reset_N_emails` and
//! `…_team_names`, and `layer_webhook_reset_N_…` for group chats, where N counts the levels from 0.
//! The rule stays a template: only its targets are replaced.
//! The same may come as a query parameter of the integration, which no label shows.

use std::collections::BTreeMap;

use crate::domain::escalation::person::Person;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::Target;
use crate::domain::severity::Severity;

/// The group chats that a label can replace: how it ends, and the type of the chats.
const CHATS: [(&str, &str); 3] = [
    ("wecoms", "wecom"),
    ("dingtalks", "dingtalk"),
    ("feishus", "feishu"),
];

/// What the labels of an incident say of one level.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Redirect<'a> {
    labels: &'a BTreeMap<String, String>,
    level: usize,
}

impl<'a> Redirect<'a> {
    /// What they say of the level at this place.
    pub(crate) fn of(labels: &'a BTreeMap<String, String>, level: usize) -> Self {
        Self { labels, level }
    }

    /// Whether they name the person, a team of theirs, or may.
    pub(crate) fn may_mean(&self, person: &Person) -> bool {
        let named = [self.persons(person), self.teams(person)];
        let mut named = named.into_iter().flatten();
        named.any(|(_, truth)| truth != Truth::No)
    }

    /// The label that names persons by their addresses, and whether the person is one of them.
    pub(crate) fn persons(&self, person: &Person) -> Option<(String, Truth)> {
        let (label, addresses) = self.list("person", "emails")?;
        let known = !person.emails.is_empty();
        let named = addresses.iter().any(|address| person.reads(address));
        let truth = if named || (known && !addresses.is_empty()) {
            named.into()
        } else {
            Truth::Unknown
        };
        Some((label, truth))
    }

    /// The label that names teams, and whether the person is in one of them.
    pub(crate) fn teams(&self, person: &Person) -> Option<(String, Truth)> {
        let (label, names) = self.list("person", "team_names")?;
        if names.is_empty() {
            return Some((label, Truth::Unknown));
        }
        let in_team = |name: &&str| person.in_team_named(name);
        Some((label, Truth::any(names.iter().map(in_team))))
    }

    /// How many group chats are written to at this severity.
    pub(crate) fn group_chats(&self, target: &Target, severity: Severity) -> usize {
        let replaced = |kind: &str| {
            let named = CHATS.iter().find(|(_, each)| *each == kind);
            named.is_some_and(|(word, _)| self.list("webhook", word).is_some())
        };
        let chats = target.group_chats(severity);
        let kept = chats.filter(|chat| !chat["type"].as_str().is_some_and(replaced));
        let own = CHATS
            .iter()
            .filter_map(|(word, _)| self.list("webhook", word));
        kept.count() + own.map(|(_, tokens)| tokens.len()).sum::<usize>()
    }

    /// A label and the entries of its list.
    fn list(&self, what: &str, word: &str) -> Option<(String, Vec<&'a str>)> {
        let label = format!("layer_{what}_reset_{}_{word}", self.level);
        // The vendor's pattern has one digit.
        let text = self.labels.get(&label).filter(|_| self.level < 10)?;
        let entries = text.split(',').map(str::trim);
        Some((label, entries.filter(|entry| !entry.is_empty()).collect()))
    }
}
