//! What a rule means for one person once it takes the incident. Levels come one after the other, so
//! each has a delay from the beginning of the incident; a later one comes only if nobody took the
//! incident before.

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::delivery::{Delivery, Uncertainty};
use crate::domain::escalation::cause::Cause;
use crate::domain::escalation::doubt::Doubt;
use crate::domain::escalation::incident::Incident;
use crate::domain::escalation::level;
use crate::domain::escalation::level::{Basis, Level};
use crate::domain::escalation::person::Person;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::EscalationRule;

/// What a rule means for the person, or that no rule takes the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The rule; none where no rule takes the incident.
    pub rule: Option<RuleName>,
    /// Whether anything reaches the person by this rule.
    pub reached: Truth,
    /// Where nothing does: why, the nearest cause of all the levels.
    pub cause: Option<Cause>,
    /// What it hangs on whether the rule takes the incident; nothing where that is certain.
    pub depends_on: Vec<Doubt>,
    /// The levels, in the order of time.
    pub levels: Vec<Level>,
}

/// Which rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleName {
    /// Its place in the list that was given.
    #[serde(skip)]
    pub index: usize,
    /// The server's id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

impl RuleName {
    pub(crate) fn of(index: usize, rule: &EscalationRule) -> Self {
        Self {
            index,
            id: rule.rule_id.clone(),
            name: rule.rule_name.clone(),
        }
    }
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
    /// All that it hangs on is whether the person's account of the IM app is linked.
    pub if_linked: bool,
}

impl Verdict {
    /// No rule takes the incident.
    pub(crate) fn nobody(cause: Cause) -> Self {
        Self {
            rule: None,
            reached: Truth::No,
            cause: Some(cause),
            depends_on: Vec::new(),
            levels: Vec::new(),
        }
    }

    /// What this rule means for the person.
    pub(crate) fn of(
        index: usize,
        rule: &EscalationRule,
        person: &Person,
        incident: &Incident,
        at: Timestamp,
    ) -> Self {
        let mut after = rule.aggr_window;
        let mut levels = Vec::new();
        let mut comes = true;
        for (place, layer) in rule.layers.iter().enumerate() {
            let target = layer.target.as_ref();
            let level = level::decide(place, after, target, person, incident, at);
            levels.push(if comes { level } else { level.perhaps() });
            comes &= layer.escalate_window > 0;
            after = after.saturating_add(layer.escalate_window.saturating_mul(60));
        }
        let reached = Truth::any(levels.iter().map(|level| level.reached));
        let nearest = levels.iter().filter_map(|level| level.cause).min();
        Self {
            rule: Some(RuleName::of(index, rule)),
            reached,
            cause: (reached == Truth::No).then(|| nearest.unwrap_or(Cause::NoLevels)),
            depends_on: Vec::new(),
            levels,
        }
    }

    /// Whether any level names the person. An address of theirs does, whatever is written to it.
    pub(crate) fn names(&self, person: &Person) -> Truth {
        let recipients = self.levels.iter().flat_map(|level| &level.recipients);
        Truth::any(recipients.map(|one| match one.is_address() {
            true if !person.emails_unread && one.truth != Truth::No => Truth::Yes,
            _ => one.truth,
        }))
    }

    /// What the person gets, in the order of time: every channel that gets through, once, the first
    /// time for certain, and before it the first maybe if there is one.
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices: Vec<Notice> = Vec::new();
        for level in &self.levels {
            for used in &level.channels {
                let told = level.told_by(used.basis);
                let truth = told.and(Truth::from(&used.delivery));
                let link = matches!(used.delivery, Delivery::Unknown(Uncertainty::Link(_)));
                let known = |notice: &Notice| {
                    notice.channel == used.channel
                        && (notice.truth == Truth::Yes || truth == Truth::Unknown)
                };
                if truth != Truth::No && !notices.iter().any(known) {
                    notices.push(Notice {
                        channel: used.channel.clone(),
                        after: level.after,
                        truth,
                        if_linked: link && told == Truth::Yes,
                    });
                }
            }
        }
        notices
    }

    /// The channels of the rule's own lists that do not get through, each once, whether or not
    /// others do.
    pub fn failing(&self) -> Vec<&str> {
        let mut failing = Vec::new();
        for used in self.levels.iter().flat_map(|level| &level.channels) {
            let fails = used.basis == Basis::Unified && matches!(used.delivery, Delivery::No(_));
            if fails && !failing.contains(&used.channel.as_str()) {
                failing.push(used.channel.as_str());
            }
        }
        failing
    }

    /// When the person is on call next, where that is what is missing and the server says.
    pub fn next_on_call(&self) -> Option<Timestamp> {
        let missed =
            |level: &&Level| matches!(level.cause, Some(Cause::NotOnCall | Cause::OtherRole));
        let levels = self.levels.iter().filter(missed);
        levels
            .filter_map(Level::off_duty)
            .find_map(|(_, next)| next)
    }
}
