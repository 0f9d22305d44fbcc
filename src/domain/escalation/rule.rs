//! Which rule takes an incident: the way through the rules of a space, what comes out of it, and
//! what was seen on it.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::escalation::cause::Cause;
use crate::domain::escalation::clock::Clock;
use crate::domain::escalation::doubt::Doubt;
use crate::domain::escalation::incident::Incident;
use crate::domain::escalation::level::Level;
use crate::domain::escalation::noise::{Suppression, SuppressionKind};
use crate::domain::escalation::passed_over;
use crate::domain::escalation::passed_over::PassedOver;
use crate::domain::escalation::person::Person;
use crate::domain::escalation::trial::{RuleState, RuleTrace, examine};
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::verdict::Verdict;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::severity::Severity;

/// What would happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// How bad the incident is.
    pub severity: Severity,
    /// What holds it back before any rule is asked, or may.
    pub held: Vec<Suppression>,
    /// Rules that take the incident if something holds that is not known, in the order tried.
    pub maybes: Vec<Verdict>,
    /// What happens if none of them does: the rule that takes it for certain, or nobody is told.
    pub ending: Verdict,
    /// Where no rule that takes the incident, or may, names the person: those that do, and are passed over.
    pub passed_over: Vec<PassedOver>,
    /// All rules in the order tried, and what was found.
    pub trace: Vec<RuleTrace>,
}

impl Outcome {
    /// What may happen, the maybes before the end.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.maybes.iter().chain([&self.ending])
    }

    /// An incident that does not happen: its space is switched off.
    #[must_use]
    pub fn in_disabled_space(self) -> Self {
        Self {
            held: Vec::new(),
            maybes: Vec::new(),
            ending: Verdict::nobody(Cause::SpaceDisabled),
            passed_over: Vec::new(),
            ..self
        }
    }

    /// Whether anything reaches the person, whatever of the maybes comes true: yes or no where
    /// all ways agree, and unknown where they do not.
    pub fn reached(&self) -> Truth {
        let held = Truth::any(self.held.iter().map(|one| one.held));
        self.reached_by_rules().and(!held)
    }

    /// The same if nothing holds it back.
    fn reached_by_rules(&self) -> Truth {
        let end = self.ending.reached;
        let agree = self.maybes.iter().all(|maybe| maybe.reached == end);
        if agree { end } else { Truth::Unknown }
    }

    /// What holds it back for certain, where something would reach the person otherwise, or might.
    pub fn suppression(&self) -> Option<&Suppression> {
        let certain = |one: &&Suppression| one.held == Truth::Yes;
        let mut held = self.held.iter().filter(certain);
        held.next().filter(|_| self.reached_by_rules() != Truth::No)
    }

    /// Whether something hangs on the account's time zone, which is not known.
    pub fn hangs_on_time_zone(&self) -> bool {
        self.doubts().any(|doubt| *doubt == Doubt::TimeZone)
    }

    /// Whether it is a maybe, and something that it hangs on is left out by the server, or told in two ways.
    pub fn hangs_on_untold(&self) -> bool {
        let state = |one: &Suppression| one.kind == SuppressionKind::Space;
        let mut levels = self.verdicts().flat_map(|verdict| &verdict.levels);
        self.reached() == Truth::Unknown
            && (self.doubts().any(Doubt::is_untold)
                || self.held.iter().any(state)
                || levels.any(Level::is_untold))
    }

    fn doubts(&self) -> impl Iterator<Item = &Doubt> {
        let held = self.held.iter().flat_map(|one| &one.depends_on);
        let rules = self.maybes.iter().flat_map(|maybe| &maybe.depends_on);
        held.chain(rules)
    }

    /// Why nothing reaches the person, whatever of the maybes comes true: the nearest of the causes.
    /// That no rule may match counts only where there is no maybe.
    pub fn cause(&self) -> Option<Cause> {
        if self.reached() != Truth::No {
            return None;
        }
        if let Some(one) = self.suppression() {
            if one.kind == SuppressionKind::Route {
                return Some(Cause::RoutedElsewhere);
            }
            let discards = one.rule.as_ref().is_some_and(|rule| rule.discards);
            return Some(if discards {
                Cause::Dropped
            } else {
                Cause::Silenced
            });
        }
        self.verdicts()
            .filter_map(|verdict| verdict.cause)
            .filter(|cause| self.maybes.is_empty() || *cause != Cause::NoMatch)
            .min()
    }

    /// The channels of rules' own lists that do not get through, whichever rule it is.
    pub fn failing(&self) -> impl Iterator<Item = &str> {
        self.verdicts().flat_map(Verdict::failing)
    }
}

/// What would happen to an incident that begins at a moment.
///
/// The rules are those of one collaboration space, in the order of the server's list; `clock` is
/// the account's, by which the rules' windows are meant.
///
/// Rules are tried by priority, lower first; equal ones in the order of the list, and those
/// without one after the others; as a priority that is left out may be 0, what comes of that order is a
/// maybe. A rule that is switched off is not tried, and one whose status is
/// not known matches maybe at the most. The first that matches for
/// certain decides and ends it; one that matches maybe is kept as such, and the next is tried for
/// what would happen otherwise.
pub fn evaluate(
    rules: &[EscalationRule],
    person: &Person,
    incident: &Incident,
    at: Timestamp,
    clock: &Clock,
) -> Outcome {
    let severity = incident.severity;
    let Walk {
        mut maybes,
        decided,
        trace,
    } = walk(&in_order(rules, false), person, incident, at, clock);
    // A priority that is left out may be the first one.
    if rules
        .iter()
        .any(|rule| rule.status.may_be_on() && rule.priority.is_none())
    {
        let other = walk(&in_order(rules, true), person, incident, at, clock);
        let place = |verdict: &Verdict| verdict.rule.as_ref().map(|rule| rule.index);
        let taken: Vec<_> = maybes.iter().chain(&decided).map(place).collect();
        let others = other.maybes.into_iter().chain(other.decided);
        let others = others.filter(|verdict| !taken.contains(&place(verdict)));
        maybes.extend(others.map(|verdict| {
            let mut depends_on = verdict.depends_on.clone();
            depends_on.push(Doubt::Order);
            Verdict {
                depends_on,
                ..verdict
            }
        }));
    }
    let mut outcome = Outcome {
        severity,
        held: Vec::new(),
        maybes,
        ending: decided.unwrap_or_else(|| Verdict::nobody(no_rule(rules))),
        passed_over: Vec::new(),
        trace,
    };
    if !outcome.verdicts().any(|one| one.names(person) != Truth::No) {
        let taker = outcome.ending.rule.as_ref().map(|rule| rule.index);
        let trace = &outcome.trace;
        outcome.passed_over = passed_over::find(rules, trace, taker, person, incident, at, clock);
    }
    outcome
}

/// What came of trying the rules one after the other.
struct Walk {
    maybes: Vec<Verdict>,
    decided: Option<Verdict>,
    trace: Vec<RuleTrace>,
}

fn walk(
    order: &[(usize, &EscalationRule)],
    person: &Person,
    incident: &Incident,
    at: Timestamp,
    clock: &Clock,
) -> Walk {
    let (mut maybes, mut decided, mut trace) = (Vec::new(), None, Vec::new());
    for (index, rule) in order {
        let state = match (&rule.status, &decided) {
            (status, _) if !status.may_be_on() => RuleState::NotEnabled(status.clone()),
            (_, None) => examine(rule, incident, at, clock),
            (_, Some(_)) => RuleState::NotTried,
        };
        let verdict = || Verdict::of(*index, rule, person, incident, at);
        match state.matched() {
            Truth::Yes => decided = Some(verdict()),
            Truth::Unknown => maybes.push(Verdict {
                depends_on: state.doubts(),
                ..verdict()
            }),
            Truth::No => {}
        }
        trace.push(RuleTrace {
            index: *index,
            rule_id: rule.rule_id.clone(),
            rule_name: rule.rule_name.clone(),
            priority: rule.priority,
            state,
        });
    }
    Walk {
        maybes,
        decided,
        trace,
    }
}

/// Lower priority first; the sort is stable, so equal ones stay as listed. One that is left out is the last, or 0.
fn in_order(rules: &[EscalationRule], left_out_is_0: bool) -> Vec<(usize, &EscalationRule)> {
    let mut order: Vec<_> = rules.iter().enumerate().collect();
    order.sort_by_key(|(_, rule)| match left_out_is_0 {
        true => (false, rule.priority.or(Some(0))),
        false => (rule.priority.is_none(), rule.priority),
    });
    order
}

fn no_rule(rules: &[EscalationRule]) -> Cause {
    if rules.is_empty() {
        Cause::NoRules
    } else if !rules.iter().any(|rule| rule.status.may_be_on()) {
        Cause::NoEnabledRule
    } else {
        Cause::NoMatch
    }
}
