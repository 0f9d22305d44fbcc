//! What is wrong. The same in many spaces is one problem that names them, so that a large account
//! still fits on a screen.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::channel::{Channel, Personal};
use crate::domain::delivery::{Delivery, Fact, Facts, Reason, Uncertainty};
use crate::domain::doctor::grade::Grade;
use crate::domain::doctor::space;
use crate::domain::doctor::space::SpaceReport;
use crate::domain::escalation::{Cause, Outcome, PassedOver, Suppression};
use crate::domain::preference::{Preference, Target};
use crate::domain::severity::Severity;

/// A space by id and name.
pub type SpaceName = (u64, String);

/// Something that is wrong.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What.
    pub kind: Kind,
    /// How bad it is, by the worst incident that it keeps from the person.
    pub grade: Grade,
    /// The lists of the preferences, or the severities, that it is about.
    pub targets: Vec<Target>,
    /// The channels that it is about.
    pub channels: Vec<Channel>,
    /// The spaces that it is about.
    pub spaces: Vec<SpaceName>,
}

/// What is wrong.
#[derive(Clone, Debug)]
pub enum Kind {
    /// The person's own list of a severity is empty, or none of its channels gets through.
    Silent {
        /// The severity.
        severity: Severity,
        /// In how many spaces nothing comes because of that.
        in_spaces: usize,
        /// A channel that would reach the person.
        offer: Option<Personal>,
    },
    /// Of the person's own list of a severity nothing is certain to get through, and no answer of the
    /// server could make it so: IM apps, which may not be linked, and channels that duty does not know.
    Uncertain {
        /// The severity.
        severity: Severity,
        /// A channel that would reach the person.
        offer: Option<Personal>,
    },
    /// Channels that do not get through.
    Channels(Reason),
    /// What the rules of spaces do with incidents of these severities.
    Rules(Cause, Vec<Severity>),
    /// A rule that holds incidents of these severities back.
    Held(Box<Suppression>, Vec<Severity>),
    /// A rule that names the person and is passed over for incidents of these severities.
    PassedOver(Box<PassedOver>, Vec<Severity>),
    /// So many spaces could not be read, and why the first could not. Those that the key may not
    /// read are no problem: it was never meant to.
    Unread(usize, String),
}

impl Problem {
    /// The word in JSON; never translated.
    pub fn code(&self) -> &'static str {
        match &self.kind {
            Kind::Silent { .. } if self.channels.is_empty() => "no_channel",
            Kind::Silent { .. } => "no_channel_delivers",
            Kind::Uncertain { .. } => "no_certain_channel",
            Kind::Channels(reason) => reason.code(),
            Kind::Rules(cause, _) => cause.code(),
            Kind::Held(held, _) if held.rule.as_ref().is_some_and(|rule| rule.discards) => {
                Cause::Dropped.code()
            }
            Kind::Held(..) => Cause::Silenced.code(),
            Kind::PassedOver(one, _) => one.why.code(),
            Kind::Unread(..) => "spaces_unread",
        }
    }
}

/// Of one space: a cause, how bad it is, at which severities, and the channels that fail.
type InSpace = (Cause, Grade, Vec<Severity>, Vec<String>);

/// What was found in the spaces so far.
#[derive(Default)]
pub struct Findings {
    /// By code, severities and channels.
    rules: BTreeMap<(&'static str, Vec<Severity>, Vec<String>), Problem>,
    /// Channels of rules' own lists that do not get through, and where.
    failing: BTreeMap<String, BTreeSet<SpaceName>>,
    /// In how many spaces nothing comes because the person's own list is empty or fails.
    silent: BTreeMap<Severity, usize>,
    /// Rules that hold incidents back.
    held: Vec<Problem>,
    /// Rules that name the person and are passed over.
    passed_over: Vec<Problem>,
    /// Channels of which it is not known whether they reach the person, in some space.
    unsure: BTreeSet<String>,
}

impl Findings {
    /// One more space.
    pub fn add(&mut self, space: &SpaceReport) {
        let name = || (space.id, space.name.clone());
        let mut found: BTreeMap<&str, InSpace> = BTreeMap::new();
        for outcome in &space.outcomes {
            for channel in outcome.failing() {
                let spaces = self.failing.entry(channel.to_owned()).or_default();
                spaces.insert(name());
            }
            if let Some(Cause::OwnListEmpty | Cause::OwnChannelsFail) = outcome.cause() {
                *self.silent.entry(outcome.severity).or_default() += 1;
            }
            self.unsure.extend(unsure(outcome));
            if outcome.cause() == Some(Cause::RoutedElsewhere) {
                continue;
            }
            if let Some(held) = outcome.suppression() {
                let kind = Kind::Held(Box::new(held.clone()), Vec::new());
                let grade = Grade::of(outcome.severity);
                add_rule(&mut self.held, name(), kind, grade, outcome.severity);
                continue;
            }
            if let Some((one, grade)) = space::passed_over(outcome) {
                let kind = Kind::PassedOver(Box::new(one.clone()), Vec::new());
                add_rule(&mut self.passed_over, name(), kind, grade, outcome.severity);
                // It says why no rule tells the person.
                if let Some(Cause::NotATarget | Cause::OnlyRooms) = outcome.cause() {
                    continue;
                }
            }
            let Some((cause, grade)) = space::problem(outcome) else {
                continue;
            };
            let (_, worst, severities, channels) =
                found
                    .entry(cause.code())
                    .or_insert((cause, grade, Vec::new(), Vec::new()));
            *worst = grade.min(*worst);
            severities.push(outcome.severity);
            if cause == Cause::RuleChannelsFail {
                // What is certain goes before what may be: a rule that may take it is no first thing to fix.
                let certain = outcome.ending.cause == Some(Cause::RuleChannelsFail);
                let failing: Vec<&str> = if certain {
                    outcome.ending.failing()
                } else {
                    outcome.failing().collect()
                };
                for channel in failing {
                    if !channels.iter().any(|known| known == channel) {
                        channels.push(channel.to_owned());
                    }
                }
            }
        }
        for (cause, grade, severities, channels) in found.into_values() {
            let key = (cause.code(), severities.clone(), channels.clone());
            let problem = self.rules.entry(key).or_insert_with(|| Problem {
                grade,
                targets: severities.iter().copied().map(Target::Severity).collect(),
                channels: channels
                    .iter()
                    .map(|wire| Channel::wire_string(wire))
                    .collect(),
                spaces: Vec::new(),
                kind: Kind::Rules(cause, severities),
            });
            problem.spaces.push(name());
        }
    }

    /// The channels of which it matters and is not known whether they reach the person: of the person's
    /// own lists, and of the rules of the spaces.
    pub fn uncertain(
        &self,
        facts: &Facts,
        preference: Option<&Preference>,
        severities: &[Severity],
    ) -> Vec<(Channel, Uncertainty)> {
        let own = severities.iter().flat_map(|severity| {
            preference.map_or(&[][..], |preference| {
                preference.channels(Target::Severity(*severity))
            })
        });
        let own = own.map(Channel::wire);
        let all: BTreeSet<String> = self.unsure.iter().cloned().chain(own).collect();
        let judged = all.iter().filter_map(|wire| {
            let channel = Channel::wire_string(wire);
            match facts.delivery(&channel) {
                Delivery::Unknown(why) => Some((channel, why)),
                _ => None,
            }
        });
        judged.collect()
    }

    /// All that is wrong, worst first; of the same grade what the person can fix alone comes first.
    pub fn problems(
        mut self,
        facts: &Facts,
        preference: Option<&Preference>,
        severities: &[Severity],
        unread: Option<Problem>,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        if facts.is_pending() {
            // It is the one reason for all of it, and the one thing to fix.
            problems.push(Problem {
                kind: Kind::Channels(Reason::NotActivated),
                grade: Grade::Urgent,
                targets: Vec::new(),
                channels: Vec::new(),
                spaces: Vec::new(),
            });
            let by_channels =
                |problem: &Problem| matches!(problem.kind, Kind::Rules(Cause::RuleChannelsFail, _));
            self.rules.retain(|_, problem| !by_channels(problem));
        } else {
            if let Some(preference) = preference {
                let silent = severities.iter().filter_map(|severity| {
                    self.silent_list(
                        facts,
                        preference.channels(Target::Severity(*severity)),
                        *severity,
                    )
                });
                problems.extend(silent);
            }
            problems.extend(self.failing_channels(facts, preference, severities));
        }
        problems.append(&mut self.held);
        for problem in self.rules.values_mut() {
            problem.spaces.sort_by(|one, other| one.1.cmp(&other.1));
        }
        problems.extend(self.rules.into_values());
        problems.append(&mut self.passed_over);
        problems.extend(unread);
        problems.sort_by_key(|problem| problem.grade);
        problems
    }

    /// A severity whose list is empty, or has nothing that gets through, or nothing that is certain to.
    fn silent_list(
        &self,
        facts: &Facts,
        channels: &[Channel],
        severity: Severity,
    ) -> Option<Problem> {
        let offer = offer(facts, severity);
        let kind = if !facts.any_may_deliver(channels) {
            let in_spaces = self.silent.get(&severity).copied().unwrap_or(0);
            Kind::Silent {
                severity,
                in_spaces,
                offer,
            }
        } else if channels.iter().all(|channel| is_uncertain(channel, facts)) {
            Kind::Uncertain { severity, offer }
        } else {
            return None;
        };
        let grade = match kind {
            Kind::Uncertain { .. } => Grade::of(severity).max(Grade::Important),
            _ => Grade::of(severity),
        };
        Some(Problem {
            kind,
            grade,
            targets: vec![Target::Severity(severity)],
            channels: channels.to_vec(),
            spaces: Vec::new(),
        })
    }

    /// Channels that do not get through: those that are chosen, those of rules' own lists, and
    /// contacts that nobody uses, for they are worth a word as well.
    fn failing_channels(
        &self,
        facts: &Facts,
        preference: Option<&Preference>,
        severities: &[Severity],
    ) -> Vec<Problem> {
        let mut all: Vec<Problem> = Vec::new();
        let asked = |each: &Target| match each {
            Target::Severity(severity) => severities.contains(severity),
            _ => severities.len() == Severity::ALL.len(),
        };
        for each in Target::ALL.into_iter().filter(asked) {
            for channel in preference.map_or(&[][..], |preference| preference.channels(each)) {
                if let Delivery::No(reason) = facts.delivery(channel) {
                    failing(&mut all, reason, channel).targets.push(each);
                }
            }
        }
        for (wire, spaces) in &self.failing {
            let channel = Channel::wire_string(wire);
            if let Delivery::No(reason) = facts.delivery(&channel)
                && reason.is_personal()
            {
                let problem = failing(&mut all, reason, &channel);
                problem.spaces.extend(spaces.iter().cloned());
            }
        }
        if let Fact::Known(_) = facts.contacts {
            for (own, other) in [
                (Personal::Voice, Personal::Sms),
                (Personal::Email, Personal::Email),
            ] {
                let channel = Channel::personal(own);
                if let Delivery::No(reason) = facts.delivery(&channel)
                    && reason != Reason::SwitchedOff
                    && !all.iter().any(|known| known.code() == reason.code())
                {
                    failing(&mut all, reason, &channel);
                    failing(&mut all, reason, &Channel::personal(other));
                }
            }
        }
        for problem in &mut all {
            problem.channels.sort_by_cached_key(Channel::rank);
            problem.targets.dedup();
            problem.spaces.sort();
            problem.spaces.dedup();
            if problem.targets.contains(&Target::CRITICAL) || !problem.spaces.is_empty() {
                problem.grade = Grade::Important;
            }
        }
        all
    }
}

/// A rule of a space that keeps incidents from the person: one problem, however many severities it is about.
fn add_rule(
    known: &mut Vec<Problem>,
    space: SpaceName,
    kind: Kind,
    grade: Grade,
    severity: Severity,
) {
    let same = |one: &Problem| {
        let alike = match (&one.kind, &kind) {
            (Kind::Held(one, _), Kind::Held(other, _)) => one.rule == other.rule,
            (Kind::PassedOver(one, _), Kind::PassedOver(other, _)) => one == other,
            _ => false,
        };
        alike && one.spaces.contains(&space)
    };
    let at = known.iter().position(same).unwrap_or_else(|| {
        known.push(Problem {
            kind: kind.clone(),
            grade,
            targets: Vec::new(),
            channels: Vec::new(),
            spaces: vec![space.clone()],
        });
        known.len() - 1
    });
    let problem = &mut known[at];
    if let Kind::Held(_, severities) | Kind::PassedOver(_, severities) = &mut problem.kind {
        severities.push(severity);
    }
    problem.targets.push(Target::Severity(severity));
    problem.grade = problem.grade.min(grade);
}

/// The entry of this reason; an IM app or what a deployment switched off has one of its own.
fn failing<'a>(all: &'a mut Vec<Problem>, reason: Reason, channel: &Channel) -> &'a mut Problem {
    let same = |known: &Problem| {
        known.code() == reason.code() && (reason.is_personal() || known.channels.contains(channel))
    };
    let at = all.iter().position(same).unwrap_or_else(|| {
        all.push(Problem {
            kind: Kind::Channels(reason),
            grade: Grade::Note,
            targets: Vec::new(),
            channels: Vec::new(),
            spaces: Vec::new(),
        });
        all.len() - 1
    });
    let problem = &mut all[at];
    if !problem.channels.contains(channel) {
        problem.channels.push(channel.clone());
    }
    problem
}

/// A channel that would reach the person; for what is critical the loudest.
fn offer(facts: &Facts, severity: Severity) -> Option<Personal> {
    use Personal::{App, Email, Sms, Voice};
    let order = match severity {
        Severity::Critical => [Voice, App, Sms, Email],
        _ => [App, Email, Sms, Voice],
    };
    let judge = |own: &Personal| facts.delivery(&Channel::personal(*own));
    let sure = order.into_iter().find(|own| judge(own) == Delivery::Yes);
    sure.or_else(|| order.into_iter().find(|own| judge(own).is_possible()))
}

/// Whether nobody can say that this channel gets through, however much the server says.
fn is_uncertain(channel: &Channel, facts: &Facts) -> bool {
    !matches!(
        facts.delivery(channel),
        Delivery::Yes | Delivery::Unknown(Uncertainty::NoAnswer(_))
    )
}

/// The channels by which an incident may reach the person, which is not known of them.
fn unsure(outcome: &Outcome) -> impl Iterator<Item = String> + '_ {
    let levels = outcome.verdicts().flat_map(|verdict| &verdict.levels);
    let used = levels.flat_map(|level| &level.channels);
    let unsure = used.filter(|used| matches!(used.delivery, Delivery::Unknown(_)));
    unsure.map(|used| used.channel.clone())
}
