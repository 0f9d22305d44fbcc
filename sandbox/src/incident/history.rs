//! The week before: about twenty incidents over all spaces, each the example of one reason why a person
//! was, or was not, told. They are made when somebody first asks for incidents, by the engine, from the
//! account as it is at first: what its rules and preferences have become since changes nothing that was.

use jiff::civil::Weekday;
use jiff::{Timestamp, ToSpan};

use super::deed::{self, Opening};
use super::engine;
use super::examples::{self, Example, Moment, all};
use super::record::Incident;
use super::target::Time;
use crate::account;
use crate::calendar;
use crate::names::{DAY, FOUNDED};
use crate::state::State;
use crate::store::Tracked;

/// The space that tells the made-up account from one of generated spaces.
const SPACE: u64 = 30101;

/// Makes the week before where there is none yet, and lets everything happen that is due by now. What
/// has nothing due is not touched, so that it need not be written.
pub(crate) fn go_on(state: &mut Tracked, now_ms: u64) {
    if state.past_made_at == 0 && state.space(SPACE).is_some() {
        let made = week(now_ms);
        let state: &mut State = state;
        state.past_made_at = now_ms / 1000;
        // What a test put there stays, in place of what has its id.
        let known = std::mem::take(&mut state.incidents);
        let new = made
            .into_iter()
            .filter(|i| known.iter().all(|k| k.incident_id != i.incident_id));
        state.incidents = new.chain(known.iter().cloned()).collect();
        state.audit.splice(0..0, examples::audit(now_ms));
    }
    if engine::due(state).is_some_and(|due| due <= now_ms) {
        engine::go_on(state, now_ms, now_ms);
    }
}

fn week(now_ms: u64) -> Vec<Incident> {
    let first = account::fresh(None);
    let mut made: Vec<Incident> = Vec::new();
    for example in all() {
        let at = moment(&example.at, now_ms);
        let mut state = first.clone();
        (example.given)(&mut state, at / 1000);
        // Those that it has to do with: what it is merged into, what inhibits it.
        state.incidents.clone_from(&made);
        let id = id_of(&example, at);
        let opening = Opening {
            space: example.space,
            severity: example.severity.to_owned(),
            title: example.title.to_owned(),
            labels: examples::labels(example.labels),
            integration: if example.space == 0 { 0 } else { 4501 },
            by: example.by,
            to: example.to.map(|to| (to.to_vec(), None)),
            ..Opening::default()
        };
        let Some(number) = deed::open(&mut state, &id, &opening, Time { at, now: now_ms }) else {
            continue;
        };
        for (after, by, what) in example.deeds {
            let then = at + after * 1000;
            if then <= now_ms {
                let what = what.resolved(&state.incidents);
                deed::act(
                    &mut state,
                    number,
                    *by,
                    &what,
                    Time {
                        at: then,
                        now: now_ms,
                    },
                );
            }
        }
        engine::go_on(&mut state, now_ms, now_ms);
        (example.after)(&mut state.incidents[number]);
        made = state.incidents;
    }
    made.sort_by_key(|i| i.number("start_time"));
    made
}

/// The time, a word that is always the same, and the number.
fn id_of(example: &Example, at: u64) -> String {
    format!(
        "{:08x}5a0db0c0de{}",
        at / 1000,
        example.num.to_ascii_lowercase()
    )
}

/// Milliseconds of a moment before now.
fn moment(moment: &Moment, now_ms: u64) -> u64 {
    let now = now_ms / 1000;
    // When the shift of the schedules began that is going on.
    let shift = now - now.saturating_sub(FOUNDED) % (7 * DAY);
    let at = match moment {
        Moment::MinutesAgo(minutes) => now - minutes * 60,
        Moment::ShiftBefore(hours) => shift - hours * 3600,
        Moment::ThisShift => shift + (now - shift) / 2,
        Moment::EarlyThisShift => shift + (now - shift) / 4,
        Moment::Day { back, hour, minute } => local(now, *back, *hour, *minute, |_| true),
        Moment::Weekday { back, hour, minute } => local(now, *back, *hour, *minute, |day| {
            !matches!(day, Weekday::Saturday | Weekday::Sunday)
        }),
        Moment::Founding => FOUNDED - 3 * DAY,
    };
    // No alert comes on the dot.
    at * 1000 + 222 + at % 700
}

/// The time of a day so many days back that are wanted, an hour ago at least.
fn local(now: u64, back: u32, hour: i8, minute: i8, wanted: fn(Weekday) -> bool) -> u64 {
    let zone = calendar::zone(&account::fresh(None).account.time_zone);
    let seconds = i64::try_from(now).unwrap_or(0);
    let Ok(stamp) = Timestamp::from_second(seconds) else {
        return now;
    };
    let mut day = stamp.to_zoned_datetime(zone.clone()).date();
    let mut left = back;
    for _ in 0..30 {
        let at = day.at(hour, minute, 0, 0).to_zoned_datetime(zone.clone());
        let at = at.map_or(0, |z| z.timestamp().as_second());
        if at <= seconds - 3600 && wanted(day.weekday()) {
            if left == 0 {
                return u64::try_from(at).unwrap_or(now);
            }
            left -= 1;
        }
        day = day.checked_sub(1.day()).unwrap_or(day);
    }
    now
}
