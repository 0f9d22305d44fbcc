//! The on-call schedules of the person, as of the moment that is looked at. Where the list of them leaves
//! out who is on call, as the vendor's own example does, each schedule is asked for by itself.

use std::thread;

use jiff::{SignedDuration, Timestamp};

use crate::api::Client;
use crate::domain::escalation::is_told;
use crate::domain::escalation::wire::Schedule;
use crate::error::Error;
use crate::session::preferences::facts::joined;

/// The widest window that can be asked for.
const WINDOW: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Requests under way at the same time.
const AT_ONCE: usize = 8;

/// What was read.
pub struct Schedules {
    pub schedules: Vec<Schedule>,
    /// The time that was asked for.
    pub window: (Timestamp, Timestamp),
    /// Schedules of which the server would not say who is on call, and why.
    pub unread: Vec<(String, Error)>,
}

/// The schedules that the person stands in, with their shifts from a moment on.
pub fn read(api: &Client, at: Timestamp, now: Timestamp) -> Result<Schedules, Error> {
    let window = (at, at.checked_add(WINDOW).unwrap_or(Timestamp::MAX));
    let (start, end) = (window.0.as_second(), window.1.as_second());
    let mut schedules = api.schedule_self(start, end)?;
    let mut unread = Vec::new();
    let mut silent: Vec<&mut Schedule> = schedules
        .iter_mut()
        .filter(|one| !is_told(one, at, Some(now)))
        .collect();
    for some in silent.chunks_mut(AT_ONCE) {
        thread::scope(|scope| {
            let ask = |schedule: &&mut Schedule| {
                let id = schedule.schedule_id;
                scope.spawn(move || api.schedule_info(id, start, end))
            };
            let asked: Vec<_> = some.iter().map(ask).collect();
            for (schedule, answer) in some.iter_mut().zip(asked) {
                match joined(answer).flatten() {
                    Ok(told) => {
                        let known = std::mem::replace(*schedule, told);
                        schedule.schedule_id = known.schedule_id;
                        if schedule.schedule_name.is_empty() {
                            schedule.schedule_name = known.schedule_name;
                        }
                    }
                    Err(error) => unread.push((schedule.schedule_name.clone(), error)),
                }
            }
        });
    }
    Ok(Schedules {
        schedules,
        window,
        unread,
    })
}
