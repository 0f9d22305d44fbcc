//! Which turn of an incident is judged: the last one that was for the person, or those of some time.

use jiff::{SignedDuration, Timestamp};

use crate::domain::evidence::case::{Case, is_mute, is_reopened_by_hand};
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::judge::{
    Finding, Notified, handed_over, judge_turn, settled, to_come,
};
use crate::domain::evidence::may_begin::is_open_since;
use crate::domain::evidence::message::messages;
use crate::domain::evidence::open::{began_again, is_own_deed, is_to};
use crate::domain::evidence::reason::{Gap, Reason, What, Why};
use crate::domain::evidence::stop::{GRACE, free_at, held_back, stopped};
use crate::domain::evidence::turn::{Begin, Turn, is_for, record, turns};

/// A turn that was judged.
struct Judged {
    found: Finding,
    /// It was for the person, or may have been.
    concerns: bool,
    /// Something was sent to the person in it.
    sent: bool,
    begins: Timestamp,
    ends: Timestamp,
}

/// Judge an incident: by its last turn that was for the person, where there were several.
pub fn judge(case: &Case<'_>) -> Finding {
    let mut all = each(case);
    let last = last(&all).unwrap_or_default();
    all.swap_remove(last).found
}

/// The last turn that was for the person, else the last that may have been, else the last.
fn last(all: &[Judged]) -> Option<usize> {
    let concerns = all.iter().rposition(|one| one.concerns);
    let doubtful = || all.iter().rposition(|one| one.found.is_doubtful());
    concerns
        .or_else(doubtful)
        .or_else(|| all.len().checked_sub(1))
}

/// An incident judged by its turns of some time, where there were any, and when one came to the person after that.
pub(super) fn of_turns(
    case: &Case<'_>,
    (from, to): (Timestamp, Timestamp),
) -> (Option<Finding>, Option<Timestamp>) {
    let mut all = each(case);
    let is_in = |one: &Judged| one.begins < to && one.ends >= from;
    // A level that was only due came to nobody.
    let came = |one: &Judged| one.concerns && !one.found.is_doubtful();
    let later = |one: &&Judged| came(one) && !is_in(one) && one.begins >= to;
    let later = all.iter().find(later).map(|one| one.begins);
    all.retain(is_in);
    let missed = all.iter().rposition(|one| one.found.is_missed());
    let last = missed.or_else(|| last(&all));
    (last.map(|last| all.swap_remove(last).found), later)
}

/// Every turn by itself.
fn each(case: &Case<'_>) -> Vec<Judged> {
    // What held it back is told, in whichever turn that was.
    let mut incident = case.incident.clone();
    incident.ever_muted &= !case.events.iter().any(is_mute);
    let case = &Case {
        incident: &incident,
        ..*case
    };
    let all = turns(case.events, case.person.id, case.now);
    let every = messages(case, case.events);
    let mut judged: Vec<Judged> = Vec::new();
    // What a turn goes on with, and how many were judged before that.
    let (mut anew, mut before) = (0, 0);
    let told_by = told_by(case, &all);
    for (index, turn) in all.iter().enumerate() {
        if !turn.goes_on() {
            (anew, before) = (index, judged.len());
        } else if told_by[index] {
            continue;
        }
        let next = all.get(index + 1);
        let to = next.map_or(case.events.len(), |next| next.from);
        let until = next.and_then(|next| next.at);
        let ends = closed(&case.events[turn.from..to]).or(until);
        let record = Record::of(case, &all[anew], to, ends.unwrap_or(case.now));
        let last = judged.last().map(|one: &Judged| &one.found);
        let then = &Case { until, ..*case };
        let Some((mut found, concerns)) = record.judge(then, turn, last) else {
            continue;
        };
        // Where nothing came of it before, what goes on with it tells of both.
        if turn.goes_on() && !judged[before..].iter().any(|one| one.sent) {
            judged.truncate(before);
        }
        let mut own = case.events[turn.from..to].iter();
        let sent = own.any(|event| is_sent(event, case.person.id));
        if found.notified == Notified::Yes && is_open_since(case, to) {
            found.notified = Notified::Unknown;
            found.reasons.insert(0, unread(case));
        }
        found.messages.clone_from(&every);
        judged.push(Judged {
            found,
            concerns,
            sent,
            begins: turn.at.or_else(|| case.opened()).unwrap_or(Timestamp::MIN),
            ends: ends.unwrap_or(Timestamp::MAX),
        });
    }
    judged
}

/// Of each turn, whether a later one that goes on with the same tells all of it: nothing was sent to the person in between,
/// and they wait for it then too, or did not before. A record may have very many that go on.
fn told_by(case: &Case<'_>, all: &[Turn]) -> Vec<bool> {
    let at = |turn: &Turn| turn.at.unwrap_or(Timestamp::MIN);
    let soon = all.iter().map(|turn| at(turn).saturating_add(GRACE));
    let soon = soon.map(|at| at.unwrap_or(Timestamp::MAX));
    let free = free_at(case, case.events, soon, false);
    let mut told = vec![false; all.len()];
    // Whether one follows, and whether they wait for it then.
    let (mut follows, mut awaits) = (false, false);
    let mut to = case.events.len();
    for (index, turn) in all.iter().enumerate().rev() {
        let mut own = case.events[turn.from..to].iter();
        let is_sent = own.any(|event| is_sent(event, case.person.id));
        let is_awaited = turn.held && free[index];
        told[index] = follows && !is_sent && turn.goes_on() && (awaits || !turn.held);
        (follows, awaits) = match turn.goes_on() {
            true if is_sent => (true, is_awaited),
            true => (true, awaits || is_awaited),
            false => (false, false),
        };
        to = turn.from;
    }
    told
}

/// When it was closed at the end of these entries, if nobody was assigned or told after that.
fn closed(events: &[Event]) -> Option<Timestamp> {
    let mut last = events.iter().rev().map_while(|event| match event.deed {
        Deed::Assigned(_) | Deed::Notified(_) => None,
        _ => Some(event),
    });
    let closed = last.find(|event| matches!(event.deed, Deed::Closed { .. }))?;
    Some(closed.at)
}

/// Whether the person had it by their own deed before a moment, which is why nothing was sent to them.
fn is_earlier(found: &Finding, at: Timestamp) -> bool {
    let is_before = |one: &Reason| one.at.is_some_and(|own| own < at);
    found.had && found.messages.is_empty() && found.decisive().is_some_and(is_before)
}

/// Whether something was sent to the person by it.
fn is_sent(event: &Event, person: u64) -> bool {
    matches!(event.deed, Deed::Notified(_)) && is_for(event, person)
}

fn unread(case: &Case<'_>) -> Reason {
    Reason {
        at: case.events.last().map(|event| event.at),
        why: Why::Unknown(Gap::RecordCut),
    }
}

/// The entries by which a turn is judged, as a record of their own: those since that turn began with which it goes on.
struct Record<'a> {
    events: Vec<Event>,
    to: usize,
    anew: &'a Turn,
    /// It was opened again for whoever had it, and nobody was assigned by that.
    is_kept: bool,
    ends: Timestamp,
    /// That of the rule which assigned last before it.
    delay: SignedDuration,
}

impl<'a> Record<'a> {
    /// The entries up to `to` of what began with this turn, and ended at that moment.
    fn of(case: &Case<'_>, anew: &'a Turn, to: usize, ends: Timestamp) -> Record<'a> {
        let mut events = record(case.events, anew.from, to);
        let (before, own) = (&case.events[..anew.from], &case.events[anew.from..to]);
        let place = events.len() - own.len();
        let kept = before.iter().rfind(|event| is_assignment(event));
        let has_kept = anew.held || kept.is_some();
        let is_kept = anew.begin == Begin::Reopened
            && has_kept
            && !is_assigned_anew(own, anew, case.person.id);
        if let (Some(kept), Some(at)) = (kept, anew.at)
            && is_kept
            && !anew.held
        {
            // Whoever has it is told again, and then those of the levels that follow.
            events.insert(place, opened_again(kept, at));
        }
        // A mute does not end by what it is for; whoever opens it again ends it.
        let at = anew.at.filter(|_| !is_reopened_by_hand(own));
        let held_back = at.map(|at| held_back(case, before, at));
        for held in held_back.into_iter().flatten() {
            let since = events.partition_point(|event| event.at <= held.at);
            events.insert(since.min(place), held.clone());
        }
        let rule = before.iter().rev().find_map(Event::rule);
        let delay = rule
            .and_then(|id| case.rule(id))
            .filter(|rule| case.is_unchanged(rule.updated_at))
            .map(|rule| rule.aggr_window);
        let delay = delay.and_then(|delay| i64::try_from(delay).ok());
        Record {
            events,
            to,
            anew,
            is_kept,
            ends,
            delay: SignedDuration::from_secs(delay.unwrap_or(0)),
        }
    }

    /// What is to be said of a turn, and whether it concerns the person; `last` is what was found of those before. Nothing
    /// where it leaves that as it is.
    fn judge(
        &self,
        case: &Case<'_>,
        turn: &Turn,
        last: Option<&Finding>,
    ) -> Option<(Finding, bool)> {
        let case = &Case {
            events: &self.events,
            since: self.anew.at,
            ..*case
        };
        let (before, after) = self
            .events
            .split_at(self.events.len() - (self.to - turn.from));
        let sent = |events: &[Event]| events.iter().any(|event| is_sent(event, case.person.id));
        if turn.goes_on() && sent(after) {
            let found = judge_turn(case, before.len());
            let since = turn.at;
            return Some((Finding { since, ..found }, true));
        }
        let is_own = !turn.goes_on() && (!self.is_kept || sent(after));
        if is_own || (self.is_kept && !self.anew.held) {
            return Some(whole(case));
        }
        let at = turn.at.unwrap_or(Timestamp::MIN);
        // A rule with a delay may wait for that again.
        let waits = match turn.goes_on() {
            true => SignedDuration::ZERO,
            false => self.delay,
        };
        let soon = at.saturating_add(waits.saturating_add(GRACE)).unwrap_or(at);
        let stop = stopped(case, case.events, soon, false);
        let stop = stop.map(|stop| stop.over_by(case, case.events, self.ends, 0, false));
        let stop = stop.filter(|stop| !stop.is_over_long());
        if !self.is_kept && !sent(before) {
            let (found, concerns) = whole(case);
            // What they did themselves before that is not why nothing came of it.
            let is_anew = turn.held && stop.is_none() && is_earlier(&found, at);
            // What is not known of an earlier one is not known by that nothing came of this one.
            let is_open =
                last.is_some_and(|last| last.notified == Notified::Unknown && last.since.is_some());
            return match is_anew {
                true => Some((nothing_since(case, turn), true)),
                false => Some((found, concerns)).filter(|_| !is_open),
            };
        }
        if !turn.held || (stop.is_some() && turn.goes_on()) {
            return None;
        }
        // It goes on with what did not reach them then.
        let missed = last.filter(|last| last.is_missed() && began_again(case).is_none());
        let found = match (missed, stop) {
            (Some(last), _) => last.clone(),
            (None, Some(stop)) => settled(case, vec![stop.reason(What::Message(None))]),
            (None, None) => nothing_since(case, turn),
        };
        Some((found, true))
    }
}

/// A record that is one turn, and whether it concerns the person. That a level names them now makes it none of theirs,
/// unless that was due.
fn whole(case: &Case<'_>) -> (Finding, bool) {
    let found = judge_turn(case, 0);
    let mut own = case.events.iter();
    let concerns = own.any(|event| is_for(event, case.person.id))
        || found.notified == Notified::Unknown
        || found.is_target
        || found.is_overdue();
    (found, concerns)
}

/// An assignment that stands again from then on.
fn opened_again(event: &Event, at: Timestamp) -> Event {
    let mut event = Event {
        at,
        ..event.clone()
    };
    if event.rule().is_some() {
        event.by = 0;
    }
    if let Deed::Assigned(one) = &mut event.deed {
        "reopen".clone_into(&mut one.r#type);
    }
    event
}

fn is_assignment(event: &Event) -> bool {
    matches!(event.deed, Deed::Assigned(_))
}

/// Whether somebody was assigned by what opened it again, or others made it the person's at any time after that.
fn is_assigned_anew(own: &[Event], turn: &Turn, person: u64) -> bool {
    let at = turn.at.unwrap_or(Timestamp::MIN);
    let is_mine = |event: &Event| is_to(event, person);
    let is_by_it = |event: &Event| {
        (is_assignment(event) || is_mine(event)) && event.at.duration_since(at) < GRACE
    };
    let is_given = |event: &Event| is_mine(event) && !is_own_deed(event, person);
    own.iter().any(|event| is_by_it(event) || is_given(event))
}

/// Notices began again of what the person has, and nothing was sent to them: whether anything was to be, nobody says.
fn nothing_since(case: &Case<'_>, turn: &Turn) -> Finding {
    let mut due = Vec::new();
    let now = &Case {
        until: None,
        ..*case
    };
    let mut first = to_come(now, &mut due);
    if first.is_none() {
        due.clear();
    }
    if let Some(at) = began_again(case) {
        let why = Why::Unknown(Gap::JustOpened);
        first = first.or(Some(Reason { at: Some(at), why }));
    }
    let first = first.unwrap_or(Reason {
        at: turn.at,
        why: Why::Unknown(Gap::NothingSince),
    });
    let told = messages(case, case.events);
    Finding {
        since: turn.at,
        later: None,
        notified: Notified::Unknown,
        reasons: [first].into_iter().chain(handed_over(&told)).collect(),
        messages: told,
        due,
        is_target: true,
        had: false,
        worst: case.worst_from(turn.at.unwrap_or(Timestamp::MIN)),
    }
}
