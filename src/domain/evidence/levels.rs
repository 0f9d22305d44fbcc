//! The levels of the rule that assigned an incident: which of them names the person, by the rule as it is
//! now, which were reached, and what came before the first that was not.

use jiff::{SignedDuration, Timestamp};

use crate::domain::escalation::wire::{EscalationLayer, EscalationRule, Schedule, Target};
use crate::domain::escalation::{Level, Recipient, RecipientKind, Truth, level_at, may_mean};
use crate::domain::evidence::assignment::Assignment;
use crate::domain::evidence::candidate::{Candidate, Near};
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::may::Missing;
use crate::domain::evidence::off_duty::{OffDuty, Told, schedule_name, stands_in};
use crate::domain::evidence::reason::{Gap, Reason, RuleRef, Unassigned, What, Why};
use crate::domain::evidence::stop::{GRACE, Stop, due_anew, stopped};
use crate::domain::evidence::then::{as_then, is_another_now, may_have_been_named, was_named};

/// A level that names the person, or may, and was not reached.
#[derive(Clone, Debug)]
pub struct Due {
    /// Whether it names the person.
    pub certain: bool,
    /// The rule, as it is now.
    pub rule: RuleRef,
    /// When it would have come, at the earliest.
    pub at: Timestamp,
    /// What the level means for the person, from 0.
    pub level: Level,
}

/// An assignment and where it stands in the record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<'a> {
    pub index: usize,
    pub event: &'a Event,
    pub assignment: &'a Assignment,
}

/// Assignments by one rule, level after level, and what happened until the next one.
#[derive(Clone, Debug)]
pub(super) struct Run<'a> {
    pub spans: Vec<Span<'a>>,
    /// The place after the last event of it.
    pub end: usize,
    /// By what it ended, if not with the record.
    pub next: Option<Span<'a>>,
}

/// How the person stands to a level at a moment.
enum Named<'a> {
    Yes,
    Perhaps,
    /// The person stands in these schedules, and is not on call.
    OffDuty(Vec<OffDuty<'a>>),
    No,
}

fn named<'a>(
    case: &Case<'a>,
    rule: &'a EscalationRule,
    index: usize,
    at: Timestamp,
) -> (Level, Named<'a>) {
    let target = rule.layers.get(index).and_then(|one| one.target.as_ref());
    let level = level_at(index, 0, target, case.person, &case.as_opened(), at);
    let truth = Truth::any(level.recipients.iter().map(|one| one.truth));
    let named = match truth {
        Truth::Yes => Named::Yes,
        Truth::Unknown => Named::Perhaps,
        Truth::No => {
            let off_duty = level.recipients.iter().filter_map(|one| {
                let schedule = off_duty(case, one, at)?;
                let roles = target?.schedule_to_role_ids.get(&schedule.schedule_id)?;
                Some(OffDuty {
                    schedule,
                    name: schedule_name(one)?,
                    roles,
                    other_role: one.has_other_role(),
                    alone: target.is_some_and(is_one_schedule) && level.recipients.len() == 1,
                })
            });
            let off_duty: Vec<OffDuty<'a>> = off_duty.collect();
            match off_duty.is_empty() {
                true => Named::No,
                false => Named::OffDuty(off_duty),
            }
        }
    };
    (level, named)
}

/// The schedule in which the person stands and is off duty, or has another role.
fn off_duty<'a>(case: &Case<'a>, one: &Recipient, at: Timestamp) -> Option<&'a Schedule> {
    let (id, _) = one.off_duty()?;
    let schedule = case.person.schedule(id)?;
    stands_in(schedule, case.person.id, at).then_some(schedule)
}

/// Whether a target names a schedule and nothing else.
fn is_one_schedule(target: &Target) -> bool {
    let others = [&target.person_ids[..], &target.team_ids[..]];
    let is_more = target.unclear || !target.emails.is_empty();
    target.schedule_to_role_ids.len() == 1 && !is_more && others.iter().all(|ids| ids.is_empty())
}

/// What can be said of a run of levels in none of which the person was assigned.
pub(super) fn judge(case: &Case<'_>, run: &Run<'_>, due: &mut Vec<Due>) -> Vec<Candidate> {
    let (Some(first), Some(last)) = (run.spans.first(), run.spans.last()) else {
        return Vec::new();
    };
    let id = first.assignment.rule().unwrap_or_default();
    let name = case.name_of(id, &first.assignment.rule_name);
    let at = first.event.at;
    let one = |near, why| vec![Candidate::new(near, Some(at), why)];
    if case.rules.is_none() {
        return one(Near::Other, Why::Unknown(Gap::RulesUnread));
    }
    let Some(rule) = case.rule(id) else {
        // One that is listed without its id may be it.
        let mut listed = case.rules.into_iter().flatten();
        let why = match listed.any(|rule| rule.rule_id.is_empty()) {
            true => Why::Unknown(Gap::RulesUnread),
            false => Why::NotAssigned(Unassigned::RuleGone(name)),
        };
        return one(Near::Other, why);
    };
    let mut found: Vec<Candidate> = run
        .spans
        .iter()
        .flat_map(|span| reached(case, rule, &name, span, run))
        .collect();
    found.extend(not_reached(case, rule, &name, last, run, due));
    if found.is_empty() {
        // Also one that does not name them now, and may have done so then.
        let others = case.rules.into_iter().flatten();
        let others =
            others.filter(|rule| rule.status.may_be_on() && !rule.rule_id.eq_ignore_ascii_case(id));
        let others: Vec<_> = others.map(|rule| (names(case, rule, at), rule)).collect();
        let mine = others.iter().filter(|(names, _)| *names == Truth::Yes);
        let mine = mine.map(|(_, rule)| case.name_of(&rule.rule_id, ""));
        let may = others.iter().filter(|(names, _)| *names == Truth::Unknown);
        let may = may.map(|(_, rule)| (case.name_of(&rule.rule_id, ""), missing(case, rule, at)));
        let why = Why::OtherRule {
            rule: name,
            mine: mine.collect(),
            may: may.collect(),
        };
        return one(Near::Other, why);
    }
    found
}

/// The rules that are not switched off and name the person, or may.
pub(super) fn rules_with<'a>(
    case: &Case<'a>,
    at: Timestamp,
) -> impl Iterator<Item = &'a EscalationRule> {
    let person = case.person;
    let names = move |rule: &&EscalationRule| {
        let mut targets = rule.layers.iter().filter_map(|layer| layer.target.as_ref());
        rule.status.may_be_on() && targets.any(|target| may_mean(target, person, at))
    };
    case.rules.into_iter().flatten().filter(names)
}

/// Whether a rule names the person: on duty or off, by their address too.
fn names(case: &Case<'_>, rule: &EscalationRule, at: Timestamp) -> Truth {
    let entries = entries(case, rule, at);
    Truth::any(entries.iter().map(|one| names_by(case, one, at)))
}

/// Whether an entry of a rule names the person. Of a team or a shift that is another one now nobody knows.
fn names_by(case: &Case<'_>, one: &Recipient, at: Timestamp) -> Truth {
    match one.truth {
        Truth::No if off_duty(case, one, at).is_some() => Truth::Yes,
        Truth::Unknown if is_address(case, one) => Truth::Yes,
        _ if is_another_now(case, one, at) => Truth::Unknown,
        truth => truth,
    }
}

/// The entries of all levels of a rule.
fn entries(case: &Case<'_>, rule: &EscalationRule, at: Timestamp) -> Vec<Recipient> {
    let incident = case.as_opened();
    let targets = rule.layers.iter().map(|layer| layer.target.as_ref());
    let levels = targets.enumerate();
    levels
        .flat_map(|(index, target)| {
            level_at(index, 0, target, case.person, &incident, at).recipients
        })
        .collect()
}

/// What is missing of the first entry of a rule that may name the person.
fn missing(case: &Case<'_>, rule: &EscalationRule, at: Timestamp) -> Missing {
    let entries = entries(case, rule, at);
    let mut open = entries.iter();
    let open = open.find(|one| names_by(case, one, at) == Truth::Unknown);
    open.map_or(Missing::Whom, |one| {
        Missing::of(one, is_another_now(case, one, at))
    })
}

/// Whether a recipient is an address of the person's: it names them, whoever it is written to as.
fn is_address(case: &Case<'_>, one: &Recipient) -> bool {
    matches!(&one.kind, RecipientKind::Email(address) if case.person.reads(address))
}

/// A level that was reached without the person.
fn reached(
    case: &Case<'_>,
    rule: &EscalationRule,
    name: &RuleRef,
    span: &Span<'_>,
    run: &Run<'_>,
) -> Vec<Candidate> {
    let level = span.assignment.level().unwrap_or(0);
    let at = span.event.at;
    let rule_name = name.clone();
    if level >= rule.layers.len() && rule.layers.iter().all(EscalationLayer::is_untold) {
        let why = Why::Unknown(Gap::Standing(rule_name, level));
        return vec![Candidate::new(Near::OffDuty, Some(at), why)];
    }
    if level >= rule.layers.len() {
        let why = Why::NotAssigned(Unassigned::LevelGone(rule_name, level));
        return vec![Candidate::new(Near::Other, Some(at), why)];
    }
    let (decided, named) = named(case, rule, level, at);
    let untold = || Why::Unknown(Gap::Untold(rule_name.clone(), level));
    let (near, why) = match named {
        Named::No if span.assignment.is_untold() && may_have_been_named(case, &decided, at) => {
            (Near::Other, untold())
        }
        Named::No => return Vec::new(),
        Named::Yes if span.assignment.is_untold() => (Near::Other, untold()),
        Named::Yes => {
            let certain = rule_name.is_as_then() && was_named(case, &decided, at);
            let why = Unassigned::NamedNow {
                rule: rule_name,
                level,
                certain,
            };
            (Near::Other, Why::NotAssigned(why))
        }
        Named::OffDuty(schedules) => {
            let mut who = span.assignment.persons().to_vec();
            if who.is_empty() {
                who = told(case, span, run);
            }
            let told = Told {
                rule: &rule_name,
                level,
                at,
                who: &who,
                untold: span.assignment.is_untold(),
            };
            let why = schedules.into_iter().map(|one| one.why(case, &told));
            return why
                .map(|why| Candidate::new(Near::OffDuty, Some(at), why))
                .collect();
        }
        Named::Perhaps => {
            let open = |one: &&Recipient| one.truth == Truth::Unknown;
            let mut unknown = decided.recipients.iter().filter(open);
            let schedule = unknown.find_map(schedule_name);
            let gap = schedule.map_or_else(|| Gap::Standing(rule_name, level), Gap::ScheduleUnread);
            (Near::OffDuty, Why::Unknown(gap))
        }
    };
    vec![Candidate::new(near, Some(at), why)]
}

/// The persons that a level wrote to.
fn told(case: &Case<'_>, span: &Span<'_>, run: &Run<'_>) -> Vec<u64> {
    let (rule, level) = (span.assignment.rule(), span.assignment.level());
    let mut told = Vec::new();
    for event in &case.events[span.index + 1..run.end] {
        let Deed::Notified(notice) = &event.deed else {
            continue;
        };
        if notice.rule() == rule && notice.level() == level {
            told.extend(notice.persons.iter().map(|to| to.person_id));
        }
    }
    told.sort_unstable();
    told.dedup();
    told
}

fn later(at: Timestamp, minutes: u64) -> Option<Timestamp> {
    let minutes = i64::try_from(minutes).unwrap_or(i64::MAX).min(1_000_000);
    at.checked_add(SignedDuration::from_mins(minutes)).ok()
}

/// What came before the first level that names the person and was not reached, or else before the first that may.
fn not_reached(
    case: &Case<'_>,
    rule: &EscalationRule,
    name: &RuleRef,
    last: &Span<'_>,
    run: &Run<'_>,
    due: &mut Vec<Due>,
) -> Option<Candidate> {
    let from = last.assignment.level().unwrap_or(0);
    let mut at = last.event.at;
    let mut comes = true;
    let mut perhaps = None;
    for index in from + 1..rule.layers.len() {
        let before = &rule.layers[from..index];
        let window = before.last().map_or(0, |layer| layer.escalate_window);
        // Without a time it comes at once or never: no reference says which.
        comes &= window > 0;
        at = later(at, window)?;
        let (mut level, named) = named(case, rule, index, at);
        let certain = match named {
            Named::Yes => was_named(case, &level, at),
            Named::Perhaps => {
                let mut recipients = level.recipients.iter();
                recipients.any(|one| !one.perhaps_replaced && is_address(case, one))
            }
            Named::OffDuty(..) | Named::No if may_have_been_named(case, &level, at) => false,
            Named::OffDuty(..) | Named::No => continue,
        };
        // Whether it named them then is not known of what was changed since.
        for one in &mut level.recipients {
            one.truth = as_then(case, one, at);
        }
        if !certain && perhaps.is_some() {
            continue;
        }
        due.push(Due {
            certain,
            rule: name.clone(),
            at,
            level,
        });
        let what = match certain {
            true => What::Level(name.clone(), index),
            false => What::PerhapsLevel(name.clone(), index),
        };
        let unexplained = Why::Unknown(match certain {
            true => Gap::NotEscalated(name.clone(), index),
            false => Gap::Standing(name.clone(), index),
        });
        let forced = before.iter().all(|layer| layer.force_escalate);
        // Also of before the last level, where that was on its way or comes whoever has it.
        let events = &case.events[..run.end];
        let stop_at = |moment| stopped(case, events, moment, forced);
        // What came long after it was due does not tell why it did not come, and what came moments after only may.
        let late = || stop_at(at.saturating_add(GRACE).unwrap_or(at));
        let anew = due_anew(case, events, (last.event.at, at), window);
        let stop = stop_at(at).or_else(|| stop_at(anew?));
        let stop = stop.or_else(|| late().map(Stop::late));
        // What was put off comes when that is over, or at the latest after the time of the level counted anew.
        let until = run.next.map_or(case.now, |next| next.event.at);
        let stop = stop.map(|stop| stop.over_by(until, window, stop_at));
        // It may be to come still where its time counts anew.
        let latest = anew.map_or(at, |anew| anew.max(at));
        let reason = match (stop, run.next) {
            // Another rule, or the same one again: what that means is said of it.
            (None, Some(next)) if next.assignment.rule().is_some() => {
                if certain {
                    return perhaps;
                }
                continue;
            }
            _ if !comes => Reason {
                at: Some(at),
                why: unexplained,
            },
            (Some(stop), _) => stop.reason(what),
            (None, Some(next)) => by_hand(case, &next),
            (None, None) if case.now < latest => Reason {
                at: Some(latest),
                why: Why::Unknown(match certain {
                    true => Gap::NotYet(Some(latest)),
                    false => Gap::MayCome(name.clone(), index, latest),
                }),
            },
            // The server may come to it a little later than is computed here.
            (None, None) if case.now < latest.saturating_add(GRACE).unwrap_or(latest) => Reason {
                at: Some(latest),
                why: Why::Unknown(Gap::JustOpened),
            },
            (None, None) => Reason {
                at: Some(at),
                why: unexplained,
            },
        };
        let found = Candidate {
            near: Near::Stopped,
            reason,
        };
        if certain {
            return Some(found);
        }
        perhaps = Some(found);
    }
    perhaps
}

/// A person assigned it, or nobody says who: then a rule may have.
pub(super) fn by_hand(case: &Case<'_>, span: &Span<'_>) -> Reason {
    let one = span.assignment;
    let why = if one.has_lost_its_rule(span.event.by) {
        Why::Unknown(Gap::RecordCut)
    } else {
        Why::AssignedByHand {
            by: span.event.by,
            to: one.persons().to_vec(),
            addresses: one.addresses().to_vec(),
            rule: one.rule().map(|id| case.name_of(id, &one.rule_name)),
        }
    };
    Reason {
        at: Some(span.event.at),
        why,
    }
}
