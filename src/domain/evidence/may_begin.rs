//! Whether an incident may have come to the person anew, by an entry of which nobody knows what it was.

use jiff::Timestamp;

use crate::domain::evidence::again::is_besides;
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event};
use crate::domain::evidence::open::{is_merged_in, is_to};
use crate::domain::evidence::telling::{is_known, may_mean};
use crate::domain::evidence::turn::{is_for, is_handed};

/// Whether it may have come to the person anew after what was handed over last before `to`, until the next of that.
pub(super) fn is_open_since(case: &Case<'_>, to: usize) -> bool {
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
