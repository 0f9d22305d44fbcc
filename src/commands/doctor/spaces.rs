//! What is wrong in the spaces. The same trouble in many spaces is one problem that names them, so
//! that a large account still fits on a screen.

use std::collections::{BTreeMap, BTreeSet};

use tr::tr;

use crate::commands::doctor::problem::{Problem, incidents, names};
use crate::commands::doctor::row::{Cause, Row};
use crate::commands::doctor::subject::{Subject, target};
use crate::domain::channel::Channel;
use crate::domain::delivery::{Delivery, Reason};
use crate::domain::escalation::wire::Severity;
use crate::session::preferences::describe;
use crate::text::duty;

/// What a space has in common with others that have the same trouble.
type Trouble = (&'static str, Vec<Severity>, Vec<String>);

/// Cause, level, severities and channels of one trouble in one row.
type OfRow = (Cause, Severity, Vec<Severity>, Vec<String>);

/// What was found in the rows so far.
#[derive(Default)]
pub struct Findings {
    troubles: BTreeMap<Trouble, Group>,
    /// Channels of rules' own lists that do not get through, and where.
    rule_channels: BTreeMap<String, BTreeSet<(u64, String)>>,
    /// In how many spaces nothing comes because the person's own list is empty or dead.
    follow: BTreeMap<Severity, usize>,
}

struct Group {
    cause: Cause,
    level: Severity,
    spaces: Vec<(u64, String)>,
}

impl Findings {
    /// One more row.
    pub fn add(&mut self, row: &Row) {
        let mut own: BTreeMap<&'static str, OfRow> = BTreeMap::new();
        for cell in &row.cells {
            for (channel, _) in cell.cases().flat_map(|case| &case.deaf) {
                let spaces = self.rule_channels.entry(channel.clone()).or_default();
                spaces.insert((row.id, row.name.clone()));
            }
            if let Some(Cause::OwnListEmpty | Cause::OwnListDeaf) = cell.cause() {
                *self.follow.entry(cell.severity).or_default() += 1;
            }
            let Some((cause, level)) = cell.problem() else {
                continue;
            };
            let (_, worst, severities, channels) = own
                .entry(cause.code())
                .or_insert_with(|| (cause.clone(), level, Vec::new(), Vec::new()));
            *worst = level.min(*worst);
            severities.push(cell.severity);
            if let Cause::RuleListDeaf(_) = cause {
                for (channel, _) in cell.cases().flat_map(|case| &case.deaf) {
                    if !channels.contains(channel) {
                        channels.push(channel.clone());
                    }
                }
            }
        }
        for (code, (cause, level, severities, channels)) in own {
            let group = self
                .troubles
                .entry((code, severities, channels))
                .or_insert_with(|| Group {
                    cause,
                    level,
                    spaces: Vec::new(),
                });
            group.spaces.push((row.id, row.name.clone()));
        }
    }

    /// In how many spaces nothing comes at this severity because of the preferences.
    pub fn follow_preferences(&self, severity: Severity) -> usize {
        self.follow.get(&severity).copied().unwrap_or(0)
    }

    /// Channels that rules use whatever the preferences say and that do not get through, and where.
    pub fn rule_channels(&self) -> impl Iterator<Item = (&str, &BTreeSet<(u64, String)>)> {
        self.rule_channels
            .iter()
            .map(|(channel, spaces)| (channel.as_str(), spaces))
    }

    /// As problems.
    pub fn problems(self, subject: &Subject) -> Vec<Problem> {
        let mut groups: Vec<(Trouble, Group)> = self.troubles.into_iter().collect();
        for (_, group) in &mut groups {
            group.spaces.sort_by(|one, other| one.1.cmp(&other.1));
        }
        groups
            .into_iter()
            .map(|((code, severities, channels), group)| {
                problem(subject, code, &severities, channels, group)
            })
            .collect()
    }
}

fn problem(
    subject: &Subject,
    code: &'static str,
    severities: &[Severity],
    channels: Vec<String>,
    group: Group,
) -> Problem {
    let list: Vec<&str> = group.spaces.iter().map(|(_, name)| name.as_str()).collect();
    let page = match list.as_slice() {
        [one] => tr!("console: Channels > {one} > Escalation rules", one),
        _ => tr!("console: Channels > each of these > Escalation rules"),
    };
    let list = names(&list);
    let what = incidents(severities);
    let mut command = None;
    let mut advice = page.clone();
    let message = match &group.cause {
        Cause::NoRules => tr!(
            "There is no escalation rule in {list}: nobody is told of an incident there.",
            list
        ),
        Cause::RulesOff => tr!(
            "All escalation rules of {list} are disabled: nobody is told of an incident there.",
            list
        ),
        Cause::NoMatch => tr!(
            "No enabled rule of {list} takes {what}: nobody is told.",
            list,
            what
        ),
        Cause::NoTarget => tr!(
            "The rule that takes {what} in {list} has no target: nobody is told.",
            what,
            list
        ),
        Cause::NoMessages => tr!(
            "The rule that takes {what} in {list} sends its targets no messages, and you are one.",
            what,
            list
        ),
        Cause::OnlyGroupChats => tr!(
            "In {list} you are a target of {what}, but only group chats are written to.",
            list,
            what
        ),
        Cause::RoomsOnly => tr!("Only group chats are told of {what} in {list}.", what, list),
        Cause::RuleListEmpty => tr!(
            "The rule that takes {what} in {list} lists no channel for them, whatever your preferences.",
            what,
            list
        ),
        Cause::RuleListDeaf(_) => {
            let (named, reasons, own) = deaf(subject, &channels);
            if own.contains(&Reason::NoPhoneBound) {
                command = Some(duty!("device bind"));
            }
            if let Some(reason) = own.iter().find(|reason| **reason != Reason::NoPhoneBound) {
                let remedy = reason.remedy();
                advice = tr!("{remedy}; or {page}", remedy, page);
            }
            tr!(
                "In {list} {what} go out by {named}, whatever your preferences, and none of it reaches you: {reasons}.",
                list,
                what,
                named,
                reasons
            )
        }
        Cause::NotATarget if severities.len() == Severity::ALL.len() => tr!(
            "No rule of {list} tells you of any incident: neither by name, nor by a team or a schedule of yours.",
            list
        ),
        Cause::NotATarget => tr!(
            "No rule of {list} tells you of {what}: neither by name, nor by a team or a schedule of yours.",
            list,
            what
        ),
        Cause::OwnListEmpty | Cause::OwnListDeaf | Cause::NotOnCall(..) => String::new(),
    };
    Problem {
        targets: severities.iter().map(|one| target(*one)).collect(),
        channels,
        spaces: group.spaces,
        command,
        advice: Some(advice),
        ..Problem::new(code, group.level, message)
    }
}

/// The channels by name, why they do not get through, and the reasons on the person's own side.
fn deaf(subject: &Subject, channels: &[String]) -> (String, String, Vec<Reason>) {
    let (mut named, mut reasons, mut own) = (Vec::new(), Vec::new(), Vec::new());
    for wire in channels {
        let channel = Channel::wire_string(wire);
        named.push(describe::name(&channel, &subject.facts));
        if let Delivery::No(reason) = subject.facts.delivery(&channel) {
            let text = reason.text();
            if !reasons.contains(&text) {
                reasons.push(text);
            }
            let elsewhere = matches!(
                reason,
                Reason::ImDisabled | Reason::ImGone | Reason::SwitchedOff
            );
            if !elsewhere && !own.contains(&reason) {
                own.push(reason);
            }
        }
    }
    (names(&named), names(&reasons), own)
}
