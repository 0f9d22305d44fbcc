//! The judgement: what was sent to the person, and if nothing was, why, the reason that decided first.

use jiff::Timestamp;

use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::code::Code;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::levels::{Due, by_hand};
use crate::domain::evidence::message::{Message, is_chosen, messages};
use crate::domain::evidence::open::{
    assigned_just_now, began_again, began_by_own_deed, first_assigned, is_own_deed, merged_in,
    stormed,
};
use crate::domain::evidence::reason::{Gap, Reason, Unassigned, Why};
use crate::domain::evidence::run::{runs, spans};
use crate::domain::evidence::telling::may_mean;
use crate::domain::evidence::{assigned, held, levels};
use crate::domain::severity::Severity;

/// Whether the person was notified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notified {
    /// Something was handed over.
    Yes,
    /// Nothing was sent.
    No,
    /// All that was sent failed.
    Failed,
    /// Not all of the record is known.
    Unknown,
}

impl Notified {
    /// The word in JSON; never translated.
    pub const fn word(self) -> &'static str {
        match self {
            Notified::Yes => "yes",
            Notified::No => "no",
            Notified::Failed => "failed",
            Notified::Unknown => "unknown",
        }
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// When the turn began that is judged, where it is not the first: it was opened again, given to the person anew, or
    /// notices of it began again.
    pub since: Option<Timestamp>,
    /// When a later one began of which this does not tell, where it was for the person too.
    pub later: Option<Timestamp>,
    /// Whether the person was notified.
    pub notified: Notified,
    /// What was sent to the person.
    pub messages: Vec<Message>,
    /// Why, the one that decided first; never none.
    pub reasons: Vec<Reason>,
    /// Levels that name the person and were not reached.
    pub due: Vec<Due>,
    /// It was for the person: assigned to them, or the level that was told names them.
    pub is_target: bool,
    /// They took it, put it off or closed it themselves before a message could come, or assigned it to themselves: they
    /// had it.
    pub had: bool,
    /// The worst severity that it had since it was for the person, else since its beginning; nothing where that is not
    /// known.
    pub worst: Option<Severity>,
}

impl Finding {
    /// Whether something that was for the person did not reach them, for certain.
    pub fn is_missed(&self) -> bool {
        let told = !matches!(self.notified, Notified::No | Notified::Failed);
        self.is_target && !told && !self.had
    }

    /// Whether it may have been for the person, and why nothing reached them is not known.
    pub fn is_doubtful(&self) -> bool {
        self.doubt().is_some()
    }

    /// Whether it was never for the person, for certain.
    pub fn is_of_others(&self) -> bool {
        self.notified == Notified::No && !self.is_target && !self.is_doubtful()
    }

    /// Why it may have been for the person, where nothing reached them and that is not known. That a level of theirs is
    /// still to come is known.
    pub fn doubt(&self) -> Option<&Reason> {
        let first = self.decisive()?;
        // What it would have told later, or told then and to whom, need not be what decided.
        let open = |one: &&Reason| match &one.why {
            Why::Unknown(
                Gap::NotYet(_)
                | Gap::MayCome(..)
                | Gap::AlertsUnread { for_person: false }
                | Gap::RulesThen(_, false),
            ) => false,
            Why::Unknown(_) => true,
            Why::NoRule { for_person, .. } => *for_person,
            Why::AcknowledgedBefore(before)
            | Why::ClosedBefore { before, .. }
            | Why::Snoozed { before, .. } => before.late || before.over,
            Why::Silenced { over, .. }
            | Why::Inhibited { over, .. }
            | Why::Flapping { over, .. } => *over,
            Why::NotAssigned(Unassigned::NamedNow { certain, .. }) => !certain,
            Why::NotAssigned(Unassigned::RuleGone(_) | Unassigned::LevelGone(..)) => true,
            Why::OtherRule { rule, .. }
            | Why::ClosedInDelay { rule, .. }
            | Why::NotOnCall { rule, .. }
            | Why::NobodyOnCall { rule, .. } => !rule.is_as_then(),
            _ => false,
        };
        let no_member = matches!(first.why, Why::BeforeMembership { .. });
        let is_settled = self.notified != Notified::No || self.is_target || self.had || no_member;
        self.reasons.iter().find(open).filter(|_| !is_settled)
    }

    /// Whether a level that names the person was due, and why it did not come is not known.
    pub(super) fn is_overdue(&self) -> bool {
        let is_of_it = self.doubt().is_some_and(Reason::is_of_a_level);
        is_of_it && self.due.iter().any(|due| due.certain)
    }

    /// The reason that decided.
    pub fn decisive(&self) -> Option<&Reason> {
        self.reasons.first()
    }
}

/// Judge a record that is one turn, by the messages from this place on. That the person took it themselves does not say why
/// a level of theirs had not come before that.
pub(super) fn judge_turn(case: &Case<'_>, from: usize) -> Finding {
    let found = judge_entries(case, from);
    let me = case.person.id;
    let taken = case.events.iter().position(|event| is_own_deed(event, me));
    let Some(taken) = taken.filter(|_| began_by_own_deed(case) && found.messages.is_empty()) else {
        return found;
    };
    let before = judge_entries(
        &Case {
            events: &case.events[..taken],
            now: case.events[taken].at,
            until: None,
            ..*case
        },
        0,
    );
    if !before.is_overdue() {
        return found;
    }
    Finding {
        reasons: before.reasons.into_iter().chain(found.reasons).collect(),
        due: before.due,
        worst: before.worst,
        is_target: false,
        had: false,
        ..found
    }
}

fn judge_entries(case: &Case<'_>, from: usize) -> Finding {
    let messages = messages(case, &case.events[from..]);
    let failed = messages.iter().filter(|one| one.failed.is_some());
    let (mut reasons, mut due) = (Vec::new(), Vec::new());
    reasons.extend(handed_over(&messages));
    if let Some(first) = failed.clone().next() {
        let not_chosen = failed.clone().filter(|one| !is_chosen(case, one));
        let not_chosen = each_once(not_chosen.map(|one| one.by.clone()));
        let failures = failed.map(|one| (one.by.clone(), one.failed.clone().unwrap_or_default()));
        let failures = each_once(failures);
        let at = Some(first.at);
        let why = Why::SendingFailed {
            failures,
            not_chosen,
        };
        reasons.push(Reason { at, why });
    }
    if messages.is_empty() {
        reasons.extend(why_not(case, &mut due));
    }
    concluded(case, messages, reasons, due)
}

/// What is known of a record in which nothing was sent to the person, for these reasons.
pub(super) fn settled(case: &Case<'_>, reasons: Vec<Reason>) -> Finding {
    concluded(case, Vec::new(), reasons, Vec::new())
}

fn concluded(
    case: &Case<'_>,
    messages: Vec<Message>,
    mut reasons: Vec<Reason>,
    due: Vec<Due>,
) -> Finding {
    let handed = messages.iter().any(|one| one.failed.is_none());
    let reads = |address: &str| case.person.reads(address);
    let unreadable = |event: &Event| match &event.deed {
        Deed::Unreadable => true,
        Deed::Assigned(one) => {
            one.contradicts_itself_on(case.person.id, reads)
                || (one.has_lost_its_rule(event.by) && !one.persons().contains(&case.person.id))
                || one.may_name_by_address(|address| case.person.may_read(address))
        }
        _ => may_mean(&event.told, case.person.id, &reads),
    };
    let complete = case.complete && !case.events.iter().any(unreadable);
    let notified = match (handed, complete, messages.is_empty()) {
        (true, ..) => Notified::Yes,
        (false, false, _) => Notified::Unknown,
        (false, true, true) => Notified::No,
        (false, true, false) => Notified::Failed,
    };
    if notified == Notified::Unknown {
        let at = case.events.last().map(|event| event.at);
        let why = Why::Unknown(Gap::RecordCut);
        reasons.retain(|one| one.why != why);
        reasons.insert(0, Reason { at, why });
    }
    // It is too early, or nobody says to whom the warning of a storm went, or that of a merge.
    let is_open = matches!(notified, Notified::No | Notified::Failed);
    let just_now = assigned_just_now(case).map(|at| (at, Gap::NotYet(None)));
    let gap = just_now
        .or_else(|| Some((began_again(case)?, Gap::JustOpened)))
        .or_else(|| Some((stormed(case)?, Gap::Storm)))
        .or_else(|| Some((merged_in(case)?, Gap::MergedIn)).filter(|_| messages.is_empty()));
    let notified = match gap.filter(|_| is_open) {
        Some((at, gap)) => {
            // What stopped a message, or chose no channel for it, need not be why.
            reasons.retain(|one| matches!(one.why, Why::SendingFailed { .. }));
            let why = Why::Unknown(gap);
            reasons.insert(0, Reason { at: Some(at), why });
            Notified::Unknown
        }
        None if is_open
            && reasons
                .first()
                .is_some_and(|one| one.why == Why::Unknown(Gap::JustOpened)) =>
        {
            Notified::Unknown
        }
        None => notified,
    };
    let named = |one: &Reason| {
        matches!(
            one.why,
            Why::NotAssigned(Unassigned::NamedNow { certain: true, .. })
        )
    };
    let own = |one: &Reason| is_by(&one.why, case.person.id);
    let first = messages.first().map(|one| one.at);
    let began = first.into_iter().chain(first_assigned(case)).min();
    let began = began.or_else(|| case.opened());
    Finding {
        since: case.since,
        later: None,
        worst: case.worst_from(began.unwrap_or(Timestamp::MIN)),
        is_target: !messages.is_empty()
            || first_assigned(case).is_some()
            || reasons.iter().any(named),
        had: reasons.first().is_some_and(own) || began_by_own_deed(case),
        notified,
        messages,
        reasons,
        due,
    }
}

/// Whether the person took it, put it off or closed it.
fn is_by(why: &Why, person: u64) -> bool {
    match why {
        Why::AcknowledgedBefore(before)
        | Why::ClosedBefore { before, .. }
        | Why::Snoozed { before, .. } => before.by == person,
        // Unless a rule that names them was due before that.
        Why::Unknown(Gap::RulesThen(by, false)) => is_by(by, person),
        _ => false,
    }
}

/// That something was handed over, where it was.
pub(super) fn handed_over(messages: &[Message]) -> Option<Reason> {
    let handed = || messages.iter().filter(|one| one.failed.is_none());
    let at = Some(handed().next()?.at);
    let by = each_once(handed().map(|one| one.by.clone()));
    let why = Why::Notified { by };
    Some(Reason { at, why })
}

/// That a level of the rule that assigned last, which names the person or may, is still to come.
pub(super) fn to_come(case: &Case<'_>, due: &mut Vec<Due>) -> Option<Reason> {
    let spans = spans(case);
    let run = runs(&spans, case.events.len()).pop()?;
    run.spans.first()?.assignment.rule()?;
    let found = levels::judge(case, &run, due).into_iter();
    let is_early = |one: &Candidate| {
        matches!(
            one.reason.why,
            Why::Unknown(Gap::NotYet(_) | Gap::MayCome(..) | Gap::JustOpened)
        )
    };
    found.filter(is_early).map(|one| one.reason).next()
}

fn each_once<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// Why nothing was sent to the person.
fn why_not(case: &Case<'_>, due: &mut Vec<Due>) -> Vec<Reason> {
    let Some(opened) = case.opened() else {
        return vec![Reason {
            at: None,
            why: Why::Unknown(Gap::RecordCut),
        }];
    };
    let mut found = Vec::new();
    let spans = spans(case);
    let me = case.person.id;
    for (index, event) in case.events.iter().enumerate() {
        let next = spans.iter().find(|span| span.index > index);
        let end = next.map_or(case.events.len(), |next| next.index);
        match &event.deed {
            Deed::Assigned(one) if one.persons().contains(&me) => {
                found.extend(assigned::judge(case, index, end, Some(one)));
            }
            Deed::Added(to) if to.contains(&me) => {
                found.extend(assigned::judge(case, index, end, None));
            }
            _ => {}
        }
    }
    if found.is_empty() {
        if let Some(since) = case.member_since.filter(|since| *since > opened) {
            let why = Why::BeforeMembership { since };
            found.push(Candidate::new(Near::Membership, Some(since), why));
        }
        match spans.first() {
            None => found.push(held::judge(case, opened)),
            // Also where they ran a rule for it: then none had taken it.
            Some(first) if first.is_by_person() => {
                found.extend(held::before(case, opened, first.event.at));
            }
            Some(_) => {}
        }
        for run in runs(&spans, case.events.len()) {
            let by_person = run.spans.iter().filter(|span| {
                // Somebody who escalates a level at a time does what the rule does.
                span.assignment.rule().is_none() || span.event.by != 0
            });
            found.extend(by_person.map(|span| Candidate {
                near: Near::ByHand,
                reason: by_hand(case, span),
            }));
            if run
                .spans
                .first()
                .is_some_and(|span| span.assignment.rule().is_some())
            {
                found.extend(levels::judge(case, &run, due));
            }
        }
    }
    if let Some((at, reason)) = held::joined(case, opened) {
        let near = if held::is_told_only_at(case, opened, at) {
            Near::Joined
        } else {
            Near::Beside
        };
        found.push(Candidate { near, reason });
    }
    if found.is_empty() {
        let why = Why::Unknown(Gap::NoRecord);
        found.push(Candidate::new(Near::Nothing, Some(opened), why));
    }
    // Of equal ones the first in time decided; the sort is stable.
    found.sort_by_key(|one| (one.near, one.reason.at));
    let mut told: Vec<Code> = Vec::new();
    found.retain(|one| {
        let code = one.reason.code();
        let new = !told.contains(&code);
        told.push(code);
        new
    });
    found.into_iter().map(|one| one.reason).collect()
}
