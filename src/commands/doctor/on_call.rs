//! The on-call schedules of the person, as of the moment that is looked at. Where the list of them leaves
//! out who is on call, as the vendor's own example does, each schedule is asked for by itself.

use std::thread;

use jiff::{SignedDuration, Timestamp};

use crate::api::Client;
use crate::commands::doctor::about::about;
use crate::domain::escalation::wire::Schedule;
use crate::domain::escalation::{agree, is_told};
use crate::error::Error;
use crate::local::threads;
use crate::session::preferences::facts::joined;

/// The widest window that can be asked for.
const WINDOW: SignedDuration = SignedDuration::from_hours(30 * 24);
/// What a rule waits at most before its first level and before its second: an hour, and twelve.
const SECOND_LEVEL: SignedDuration = SignedDuration::from_hours(13);
/// Requests under way at the same time.
const AT_ONCE: usize = 8;

/// What was read.
pub struct Schedules {
    pub schedules: Vec<Schedule>,
    /// The time that was asked for.
    pub window: (Timestamp, Timestamp),
    /// There are no others: each that was listed has an id.
    pub all_told: bool,
    /// Schedules of which the server would not say who is on call, and why.
    pub unread: Vec<(String, Error)>,
}

/// The schedules that the person stands in, with their shifts from a moment on.
pub fn read(api: &Client, person: u64, at: Timestamp, now: Timestamp) -> Result<Schedules, Error> {
    let window = (at, at.checked_add(WINDOW).unwrap_or(Timestamp::MAX));
    let later = at.checked_add(SECOND_LEVEL).unwrap_or(Timestamp::MAX);
    read_window(api, person, window, (at, later), Some(now))
}

/// The schedules that the person stands in, with their shifts of a time that is over.
pub fn read_past(
    api: &Client,
    person: u64,
    window: (Timestamp, Timestamp),
) -> Result<Schedules, Error> {
    read_window(api, person, window, window, None)
}

/// Those with the shifts of a window, and asked for one by one where the list does not tell of what is needed.
fn read_window(
    api: &Client,
    person: u64,
    window: (Timestamp, Timestamp),
    needed: (Timestamp, Timestamp),
    as_of: Option<Timestamp>,
) -> Result<Schedules, Error> {
    let (at, (start, end)) = (needed.0, (window.0.as_second(), window.1.as_second()));
    let (mut schedules, all_told) = identified(api.schedule_self(start, end)?);
    let mut unread = Vec::new();
    let mut silent: Vec<&mut Schedule> = schedules
        .iter_mut()
        .filter(|one| !is_told(one, needed, as_of))
        .collect();
    for some in silent.chunks_mut(AT_ONCE) {
        thread::scope(|scope| {
            let ask = |schedule: &&mut Schedule| {
                let id = schedule.schedule_id;
                threads::start(scope, move || this(api.schedule_info(id, start, end), id))
            };
            let asked: Vec<_> = some.iter().map(ask).collect();
            for (schedule, answer) in some.iter_mut().zip(asked) {
                match joined(answer).flatten() {
                    Ok(told) => {
                        schedule.contradicted = !agree([schedule, &told], person, at, as_of);
                        complete(schedule, told);
                    }
                    // Who is on call at the beginning is what most rules need.
                    Err(_) if is_told(schedule, (at, at), as_of) => {}
                    Err(error) => unread.push((schedule.schedule_name.clone(), error)),
                }
            }
        });
    }
    Ok(Schedules {
        schedules,
        window,
        all_told,
        unread,
    })
}

/// The schedule that was asked for, by either name of its id: one that goes by two says nothing of either.
pub fn this(answer: Result<Schedule, Error>, asked: u64) -> Result<Schedule, Error> {
    let by_its_name = about(answer, &asked, |told| &told.schedule_id);
    let mut told = about(by_its_name, &Some(asked), |told| {
        if told.id == Some(0) { &None } else { &told.id }
    })?;
    told.schedule_id = asked;
    Ok(told)
}

/// Those that have an id, under either name, and whether all of them do: one that goes by two may be either.
pub fn identified(mut schedules: Vec<Schedule>) -> (Vec<Schedule>, bool) {
    for schedule in schedules.iter_mut().filter(|one| one.schedule_id == 0) {
        schedule.schedule_id = schedule.id.unwrap_or_default();
    }
    let listed = schedules.len();
    let is_one = |one: &Schedule| {
        let other = one.id.filter(|id| *id != 0);
        one.schedule_id != 0 && other.is_none_or(|id| id == one.schedule_id)
    };
    schedules.retain(is_one);
    let all_told = schedules.len() == listed;
    (schedules, all_told)
}

/// What one schedule by itself tells beside what the list of them did.
fn complete(known: &mut Schedule, told: Schedule) {
    known.cur_oncall = told.cur_oncall.or(known.cur_oncall.take());
    known.next_oncall = told.next_oncall.or(known.next_oncall.take());
    let filled = told.final_schedule.filter(|all| !all.shifts().is_empty());
    known.final_schedule = filled.or(known.final_schedule.take());
    if !told.layer_schedules.is_empty() {
        known.layer_schedules = told.layer_schedules;
    }
    known.notify = known.notify.take().or(told.notify);
    known.disabled = known.disabled.max(told.disabled);
    known.enabled = told.enabled.or(known.enabled);
    if known.schedule_name.is_empty() {
        known.schedule_name = told.schedule_name;
    }
}
