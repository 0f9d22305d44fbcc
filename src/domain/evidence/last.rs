//! Which turn of an incident is judged: the last one that was for the person, or those of some time.

use jiff::Timestamp;

use crate::domain::evidence::again::is_besides;
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::judge::{Finding, Notified, handed_over, judge_turn, to_come};
use crate::domain::evidence::message::messages;
use crate::domain::evidence::open::{began_again, is_merged_in, is_to};
use crate::domain::evidence::reason::{Gap, Reason, Why};
use crate::domain::evidence::stop::{GRACE, muted, stopped};
use crate::domain::evidence::telling::{is_known, may_mean};
use crate::domain::evidence::turn::{Begin, Turn, is_for, is_handed, record, turns};

/// A turn that was judged.
struct Judged {
    found: Finding,
    /// It was for the person, or may have been.
    concerns: bool,
    begins: Timestamp,
    ends: Timestamp,
}

/// Judge an incident: by its last turn that was for the person, where there were several.
pub fn judge(case: &Case<'_>) -> Finding {
    let mut all = each(case);
    let last = all.iter().rposition(|one| one.concerns);
    let last = last.unwrap_or(all.len().saturating_sub(1));
    all.swap_remove(last).found
}

/// An incident judged by its turns of some time, where there were any, and when one came to the person after that.
pub(super) fn of_turns(
    case: &Case<'_>,
    (from, to): (Timestamp, Timestamp),
) -> (Option<Finding>, Option<Timestamp>) {
    let mut all = each(case);
    let is_in = |one: &Judged| one.begins < to && one.ends >= from;
    let later = |one: &&Judged| one.concerns && !is_in(one) && one.begins >= to;
    let later = all.iter().find(later).map(|one| one.begins);
    all.retain(is_in);
    let missed = all.iter().rposition(|one| one.found.is_missed());
    let last = missed.or_else(|| all.iter().rposition(|one| one.concerns));
    let last = last.or_else(|| all.len().checked_sub(1));
    (last.map(|last| all.swap_remove(last).found), later)
}

/// Every turn by itself.
fn each(case: &Case<'_>) -> Vec<Judged> {
    let all = turns(case.events, case.person.id, case.now);
    let every = messages(case, case.events);
    let mut judged = Vec::new();
    // With what each goes on.
    let mut begun: Vec<&Turn> = Vec::new();
    let end = |index: usize| {
        let next: Option<&Turn> = all.get(index + 1);
        next.map_or(case.events.len(), |next| next.from)
    };
    for (index, turn) in all.iter().enumerate() {
        let goes_on = turn.goes_on() || is_untold(case, turn, end(index));
        let before = begun.last().copied().filter(|_| goes_on);
        begun.push(before.unwrap_or(turn));
    }
    for (index, turn) in all.iter().enumerate() {
        let (next, to, anew) = (all.get(index + 1), end(index), begun[index]);
        // Where nothing came of it yet, what goes on with it tells of both.
        let is_next = begun
            .get(index + 1)
            .is_some_and(|next| next.from == anew.from);
        let mut so_far = case.events[anew.from..to].iter();
        if is_next && !so_far.any(|event| is_sent(event, case.person.id)) {
            continue;
        }
        let Some((mut found, concerns)) = one(case, turn, anew, to) else {
            continue;
        };
        if found.notified == Notified::Yes && is_open_since(case, to) {
            found.notified = Notified::Unknown;
            found.reasons.insert(0, unread(case));
        }
        found.messages.clone_from(&every);
        let ended = case.events[turn.from..to].iter().rev();
        let mut ended = ended.map_while(|event| match event.deed {
            Deed::Assigned(_) | Deed::Notified(_) => None,
            _ => Some(event),
        });
        let closed = ended.find(|event| matches!(event.deed, Deed::Closed { .. }));
        let next = next.and_then(|next| next.at);
        judged.push(Judged {
            found,
            concerns,
            begins: turn.at.or_else(|| case.opened()).unwrap_or(Timestamp::MIN),
            ends: closed
                .map(|event| event.at)
                .or(next)
                .unwrap_or(Timestamp::MAX),
        });
    }
    judged
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

/// Whether it was opened again for whoever had it, and nothing came of it, nor of what was before: that is one.
fn is_untold(case: &Case<'_>, turn: &Turn, to: usize) -> bool {
    let is_any = |event: &Event| is_assigned(event) || is_sent(event, case.person.id);
    let mut before = case.events[..turn.from].iter();
    turn.begin == Begin::Reopened
        && turn.held
        && !case.events[turn.from..to].iter().any(is_any)
        && !before.any(|event| is_handed(event, case.person.id))
}

fn is_assigned(event: &Event) -> bool {
    matches!(event.deed, Deed::Assigned(_) | Deed::Added(_))
}

/// A turn up to `to`, which goes on with what was assigned in `anew`, and whether it concerns the person. Nothing where
/// it is none to them.
fn one(case: &Case<'_>, turn: &Turn, anew: &Turn, to: usize) -> Option<(Finding, bool)> {
    let me = case.person.id;
    let mut events = record(case.events, anew.from, to);
    // A mute does not end by what it is for. One that is over is not why nothing came after it.
    let until = case.events.get(to).map_or(case.now, |next| next.at);
    let mute = anew
        .at
        .and_then(|at| muted(case, &case.events[..anew.from], (at, until)));
    if let Some(mute) = mute {
        let place = events.partition_point(|event| event.at <= mute.at);
        events.insert(place.min(events.len() - (to - anew.from)), mute.clone());
    }
    let own = events.len() - (to - turn.from);
    let case = &Case {
        events: &events,
        since: anew.at,
        ..*case
    };
    let (before, after) = events.split_at(own);
    let was_told = before.iter().any(|event| is_handed(event, me));
    let any_sent = after.iter().any(|event| is_sent(event, me));
    let is_reopened = match turn.begin {
        Begin::Reopened => turn.from == anew.from,
        _ => anew.begin == Begin::Reopened && !before.iter().any(|event| is_sent(event, me)),
    };
    let since = anew.at.unwrap_or(Timestamp::MIN);
    let is_assigned_since = |event: &Event| event.at >= since && is_assigned(event);
    match turn.begin {
        Begin::Resumed if any_sent => {
            let since = turn.at;
            let found = judge_turn(case, own);
            Some((Finding { since, ..found }, true))
        }
        Begin::Resumed if was_told => {
            let at = turn.at.unwrap_or(Timestamp::MIN);
            let soon = at.saturating_add(GRACE).unwrap_or(at);
            let awaited = turn.held && stopped(case, &events, soon, false).is_none();
            awaited.then(|| (nothing_since(case, turn), true))
        }
        // Also where notices began again of that, and nothing came of either.
        Begin::Reopened | Begin::Resumed
            if turn.held && is_reopened && !any_sent && !events.iter().any(is_assigned_since) =>
        {
            let mut found = judge_turn(case, own);
            // That no rule took it need not mean that it was nobody's: it stayed with whoever had it.
            let explains = |one: &Reason| {
                !matches!(
                    one.why,
                    Why::Unknown(
                        Gap::AlertsUnread { .. }
                            | Gap::RulesUnread
                            | Gap::RulesThen(..)
                            | Gap::NoRecord
                    ) | Why::NoRule { .. }
                        | Why::BeforeMembership { .. }
                        | Why::AlertMerged { .. }
                )
            };
            Some(match found.decisive().is_some_and(explains) {
                true => {
                    found.reasons.retain(explains);
                    (found, true)
                }
                false => (nothing_since(case, turn), true),
            })
        }
        _ => {
            let found = judge_turn(case, 0);
            // What they did themselves before that is not why nothing came of it.
            let is_anew = turn.at.is_some_and(|at| is_earlier(&found, at));
            if turn.begin != Begin::Given && turn.held && !any_sent && is_anew {
                let at = turn.at.unwrap_or(Timestamp::MIN);
                let soon = at.saturating_add(GRACE).unwrap_or(at);
                if stopped(case, &events, soon, false).is_none() {
                    return Some((nothing_since(case, turn), true));
                }
            }
            // That a level names them now makes it none of theirs, unless that was due.
            let mut own = case.events.iter();
            let is_due = found.is_doubtful() && found.due.iter().any(|due| due.certain);
            let concerns =
                own.any(|event| is_for(event, me)) || found.notified == Notified::Unknown || is_due;
            Some((found, concerns))
        }
    }
}

/// Notices began again of what the person has, and nothing was sent to them: whether anything was to be, nobody says.
fn nothing_since(case: &Case<'_>, turn: &Turn) -> Finding {
    let mut due = Vec::new();
    let mut first = to_come(case, &mut due);
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

/// Whether it may have come to the person anew after what was handed over last before `to`, until the next of that.
fn is_open_since(case: &Case<'_>, to: usize) -> bool {
    let is_told = |event: &Event| is_handed(event, case.person.id);
    let Some(last) = case.events[..to].iter().rposition(is_told) else {
        return false;
    };
    let after = &case.events[last + 1..];
    let next = after.iter().position(is_told);
    let until = next.map_or(Timestamp::MAX, |next| after[next].at);
    let between = &after[..next.unwrap_or(after.len())];
    let at = case.events[last].at;
    let is_lost = case.lost.is_some_and(|lost| lost > at && lost <= until);
    let may_begin = |(index, event): (usize, &Event)| {
        may_begin(case, &between[..index], event, &between[index + 1..])
    };
    is_lost || between.iter().enumerate().any(may_begin)
}

/// The entries up to the time of one.
fn until<'a>(case: &Case<'a>, event: &Event) -> &'a [Event] {
    let end = case.events.partition_point(|one| one.at <= event.at);
    &case.events[..end]
}

/// Whether an entry may be one by which it came to the person anew.
fn may_begin(case: &Case<'_>, before: &[Event], event: &Event, after: &[Event]) -> bool {
    const BEGINS: [&str; 8] = [
        "i_assign", "i_a_rspd", "i_ack", "i_unack", "i_snooze", "i_wake", "i_rslv", "i_reopen",
    ];
    const NEVER: [&str; 7] = ["a_", "i_new", "i_m_", "i_r_", "i_storm", "i_comm", "i_w"];
    let me = case.person.id;
    let reads = |address: &str| case.person.reads(address);
    let is = |kinds: &[&str]| kinds.iter().any(|kind| event.kind.starts_with(kind));
    let stops = |one: &Event| matches!(one.deed, Deed::Closed { .. } | Deed::Snoozed { .. });
    let may = match &event.deed {
        // A message begins nothing by itself, unless what stood in its way is over.
        Deed::Unreadable if event.kind == "i_notify" => before.iter().any(stops),
        Deed::Unreadable => is(&BEGINS) || !is(&NEVER),
        Deed::Assigned(one) => {
            one.contradicts_itself_on(me, reads)
                || one.may_name_by_address(|address| case.person.may_read(address))
        }
        Deed::Snoozed { minutes } => *minutes <= 0,
        // One without a time, or a word for that somebody took it, who gives it back.
        Deed::Other => {
            let is_new = event.by != 0 && !is_known(&event.kind) && !is(&NEVER);
            let is_given = |one: &Event| one.by != 0 && one.by != me && is_to(one, me);
            is(&BEGINS)
                || may_mean(&event.told, me, &reads)
                || (is_new && after.iter().any(is_given))
        }
        // After it was given to others: whether those who had what was merged into it are told nobody says.
        Deed::Merged { .. } if is_merged_in(event, case.incident, me) => before
            .iter()
            .any(|one| matches!(one.deed, Deed::Assigned(_)) && !is_to(one, me)),
        // The warning of a storm goes out by no rule.
        Deed::Notified(notice) if is_besides(notice, until(case, event), event.at) => false,
        // One that nobody's deed explains: what made it theirs is missing.
        Deed::Notified(notice) if notice.rule().is_none() && is_for(event, me) => {
            let is_by_hand = |one: &&Event| match &one.deed {
                Deed::Assigned(deed) => deed.rule().is_none(),
                _ => true,
            };
            let mut until = case.events.iter().take_while(|one| one.at <= event.at);
            !until.any(|one| is_to(one, me) && is_by_hand(&one))
        }
        _ => false,
    };
    // By their own deed only what others do later can have come to them anew.
    let is_own = event.by == me;
    may && (!is_own || after.iter().any(|one| one.by != me && is_for(one, me)))
}
