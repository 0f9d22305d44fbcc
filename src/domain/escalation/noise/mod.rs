//! What holds an incident back before an escalation rule is asked: the silence, inhibit and drop rules
//! of its space. They are about *alerts*; what is told of the incident is taken for its first alert's.

mod intake;
pub mod wire;

pub use intake::Intake;
use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::clock::Clock;
use crate::domain::escalation::condition;
use crate::domain::escalation::condition::{Empty, Subject};
use crate::domain::escalation::doubt;
use crate::domain::escalation::doubt::Doubt;
use crate::domain::escalation::incident::Incident;
use crate::domain::escalation::noise::wire::{DropRule, InhibitRule, Once, SilenceRule};
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::window;
use crate::domain::escalation::wire::{Condition, Oper, RuleStatus};

/// The rules of one space that hold alerts back; nothing where they could not be read.
#[derive(Debug, Clone, Default)]
pub struct Noise {
    /// Silence rules.
    pub silences: Option<Vec<SilenceRule>>,
    /// Inhibit rules.
    pub inhibitions: Option<Vec<InhibitRule>>,
    /// Drop rules.
    pub drops: Option<Vec<DropRule>>,
}

/// Something that holds an incident back, or may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// What kind of rule.
    pub kind: SuppressionKind,
    /// Whether it holds the incident back: yes or unknown.
    pub held: Truth,
    /// The rule; nothing where the rules of this kind could not be read.
    pub rule: Option<NoiseRule>,
    /// Until when it is in effect, where that is known.
    pub until: Option<Timestamp>,
    /// What it hangs on; also on an alert like the source, where the rule has one.
    pub depends_on: Vec<Doubt>,
}

/// A rule that holds alerts back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoiseRule {
    /// The server's id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Who changed it last, or made it.
    pub updated_by: Option<u64>,
    /// The alerts are dropped: there is no incident, and no record.
    pub discards: bool,
    /// It was made from an incident, and deletes itself.
    pub is_quick: bool,
    /// Of an inhibit rule: the alert that must be there, as conditions read.
    pub source: Option<String>,
}

/// What kind of rule holds alerts back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuppressionKind {
    /// A silence rule.
    Silence,
    /// An inhibit rule.
    Inhibit,
    /// A drop rule.
    Drop,
    /// The pipeline of the integration.
    Pipeline,
    /// The route of the integration.
    Route,
    /// None: the space is in a state that duty does not know.
    Space,
}

impl Suppression {
    /// One that could not be looked at.
    pub fn unread(kind: SuppressionKind) -> Self {
        Self {
            kind,
            held: Truth::Unknown,
            rule: None,
            until: None,
            depends_on: Vec::new(),
        }
    }
}

impl Noise {
    /// What holds an incident back that begins at a moment, or may: by kind, in the order of the lists.
    /// `now` is the moment of the server's answer, where that is the moment that is meant.
    pub fn holding_back(
        &self,
        incident: &Incident,
        at: Timestamp,
        is_now: bool,
        clock: &Clock,
    ) -> Vec<Suppression> {
        use SuppressionKind::{Drop, Inhibit, Silence};
        let mut found = Vec::new();
        match &self.silences {
            Some(rules) => {
                found.extend(
                    rules
                        .iter()
                        .filter_map(|rule| held_by_silence_rule(rule, incident, at, is_now, clock)),
                );
            }
            None => found.push(Suppression::unread(Silence)),
        }
        match &self.drops {
            Some(rules) => found.extend(
                rules
                    .iter()
                    .filter_map(|rule| held_by_drop_rule(rule, incident)),
            ),
            None => found.push(Suppression::unread(Drop)),
        }
        match &self.inhibitions {
            Some(rules) => found.extend(
                rules
                    .iter()
                    .filter_map(|rule| held_by_inhibit_rule(rule, incident)),
            ),
            None => found.push(Suppression::unread(Inhibit)),
        }
        found
    }
}

/// Whether conditions hold of the alert, and what that hangs on. What a drop or an inhibit rule without
/// conditions matches is in no reference.
fn fits(filters: &[Vec<Condition>], incident: &Incident) -> (Truth, Vec<Doubt>) {
    if filters.is_empty() {
        return (Truth::Unknown, Vec::new());
    }
    let (fits, groups) = condition::matches(filters, Subject::Alert(incident), Empty::Never);
    (fits, doubt::all(Truth::Yes, &[], fits, &groups))
}

/// A silence rule without conditions matches nothing.
fn held_by_silence_rule(
    rule: &SilenceRule,
    incident: &Incident,
    at: Timestamp,
    is_now: bool,
    clock: &Clock,
) -> Option<Suppression> {
    if rule.filters.is_empty() {
        return None;
    }
    let (fits, mut depends_on) = fits(&rule.filters, incident);
    let (weekly, windows) = window::in_time(&rule.time_filters, at, clock);
    // The vendor has both fields in every rule: one without times is no window.
    let once = rule.time_filter.filter(Once::is_set);
    let computed = match &once {
        Some(once) if windows.is_empty() => once.covers(at),
        Some(once) => once.covers(at).or(weekly),
        // Whether one without any window is always in effect is in no reference.
        None if windows.is_empty() => Truth::Unknown,
        None => weekly,
    };
    // What the server says is of now, and of no other time.
    let in_time = match rule.is_effective.filter(|_| is_now) {
        None => computed,
        Some(effective) if computed == Truth::Unknown => effective.into(),
        Some(effective) if computed == Truth::from(effective) => computed,
        Some(_) => Truth::Unknown,
    };
    if in_time == Truth::Unknown {
        depends_on.extend(doubt::all(in_time, &windows, Truth::Yes, &[]));
        if depends_on.is_empty() {
            depends_on.push(Doubt::Window);
        }
    }
    let counts = counts(&rule.status, rule.deleted_at, &mut depends_on);
    let held = fits.and(in_time).and(counts);
    let until = match once.filter(|once| once.covers(at) == Truth::Yes) {
        Some(once) => Timestamp::from_second(once.end_time).ok(),
        None if weekly == Truth::Yes => {
            window::next(&rule.time_filters, at, clock, |truth| truth != Truth::Yes)
        }
        None => None,
    };
    let is_quick = rule.from_incident_id.bytes().any(|byte| byte != b'0');
    let named = NoiseRule {
        discards: rule.is_directly_discard,
        is_quick,
        ..NoiseRule::of(&rule.rule_id, &rule.rule_name, rule.updated_by)
    };
    suppression(SuppressionKind::Silence, held, named, until, depends_on)
}

fn held_by_drop_rule(rule: &DropRule, incident: &Incident) -> Option<Suppression> {
    let (fits, mut depends_on) = fits(&rule.filters, incident);
    let held = fits.and(counts(&rule.status, rule.deleted_at, &mut depends_on));
    let named = NoiseRule {
        discards: true,
        ..NoiseRule::of(&rule.rule_id, &rule.rule_name, rule.updated_by)
    };
    suppression(SuppressionKind::Drop, held, named, None, depends_on)
}

/// Whether there is an alert like the source, nobody knows beforehand.
fn held_by_inhibit_rule(rule: &InhibitRule, incident: &Incident) -> Option<Suppression> {
    let (fits, mut depends_on) = fits(&rule.target_filters, incident);
    let counts = counts(&rule.status, rule.deleted_at, &mut depends_on);
    let held = fits.and(counts).and(Truth::Unknown);
    let named = NoiseRule {
        discards: rule.is_directly_discard,
        source: Some(source(rule)),
        ..NoiseRule::of(&rule.rule_id, &rule.rule_name, rule.updated_by)
    };
    suppression(SuppressionKind::Inhibit, held, named, None, depends_on)
}

fn suppression(
    kind: SuppressionKind,
    held: Truth,
    rule: NoiseRule,
    until: Option<Timestamp>,
    depends_on: Vec<Doubt>,
) -> Option<Suppression> {
    (held != Truth::No).then(|| Suppression {
        kind,
        held,
        rule: Some(rule),
        until,
        depends_on: if held == Truth::Yes {
            Vec::new()
        } else {
            depends_on
        },
    })
}

/// Whether a rule counts, and what that hangs on. A word that nobody knows is no proof that it is off, nor is it sure of
/// one that is enabled and has a time of its deletion.
fn counts(status: &RuleStatus, deleted_at: u64, depends_on: &mut Vec<Doubt>) -> Truth {
    let unclear = match status {
        RuleStatus::Disabled | RuleStatus::Deleted => return Truth::No,
        RuleStatus::Enabled if deleted_at == 0 => return Truth::Yes,
        RuleStatus::Enabled => "enabled, deleted_at",
        RuleStatus::Other(word) => word,
    };
    depends_on.push(Doubt::Status(unclear.to_owned()));
    Truth::Unknown
}

impl NoiseRule {
    fn of(id: &str, name: &str, updated_by: Option<u64>) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            updated_by: updated_by.filter(|person| *person != 0),
            discards: false,
            is_quick: false,
            source: None,
        }
    }
}

impl Once {
    /// Whether it is a window at all.
    fn is_set(&self) -> bool {
        (self.start_time, self.end_time) != (0, 0)
    }

    /// Whether the moment is in the window. What an end or a beginning that is not set means is in no reference.
    fn covers(&self, at: Timestamp) -> Truth {
        let second = at.as_second();
        let before = self.start_time > second;
        let after = self.end_time != 0 && second >= self.end_time;
        match self.start_time == 0 || self.end_time == 0 {
            _ if before || after => Truth::No,
            true => Truth::Unknown,
            false => Truth::Yes,
        }
    }
}

/// `severity IN Critical; labels.host IN db-*, with the same labels.cluster`: of several groups any, so
/// they stand after each other.
fn source(rule: &InhibitRule) -> String {
    let one = |condition: &Condition| {
        let oper = match &condition.oper {
            Oper::In => "IN",
            Oper::NotIn => "NOTIN",
            Oper::Other(word) => word,
        };
        format!("{} {oper} {}", condition.key, condition.vals.join(" | "))
    };
    let groups = rule.source_filters.iter();
    let groups: Vec<String> = groups
        .map(|group| group.iter().map(one).collect::<Vec<_>>().join(" & "))
        .collect();
    let mut text = groups.join("; ");
    if !rule.equals.is_empty() {
        text += &format!(" (= {})", rule.equals.join(", "));
    }
    text
}
