//! Days: the work days and days off of a calendar, and the windows of the week that rules count in.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::state::{State, text};

/// A time zone by its name; one that nobody knows is UTC.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// A calendar that was not deleted.
pub(crate) fn find<'a>(state: &'a State, id: &str) -> Option<&'a Value> {
    state
        .calendars
        .iter()
        .find(|c| text(c, "cal_id") == id && text(c, "status") != "deleted")
}

/// The events of a calendar from one day to another, that one not among them, by their beginning: its
/// own, those of the calendars that it inherits from, and one for each day off by the week that no
/// event is about.
pub(crate) fn events(state: &State, calendar: &Value, from: Date, until: Date) -> Vec<Value> {
    let told: Vec<&Value> = written(state, calendar)
        .filter(|e| span(e).is_some_and(|(start, end)| start < until && end > from))
        .collect();
    let mut all: Vec<Value> = told.iter().map(|e| (*e).clone()).collect();
    let covered = |day: Date| {
        told.iter()
            .any(|e| span(e).is_some_and(|(start, end)| start <= day && day < end))
    };
    let mut day = from;
    while day < until {
        if off_by_week(calendar, day) && !covered(day) {
            all.push(non_work(state, calendar, day));
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    all.sort_by(|a, b| text(a, "start_at").cmp(text(b, "start_at")));
    all
}

/// Whether a day is a day off: by an event of its own, else by an inherited one, else by the week.
fn is_off(state: &State, calendar: &Value, day: Date) -> bool {
    written(state, calendar)
        .find(|e| span(e).is_some_and(|(start, end)| start <= day && day < end))
        .map_or_else(
            || off_by_week(calendar, day),
            |e| e.get("is_off") == Some(&Value::Bool(true)),
        )
}

/// The events that somebody wrote down, those of the calendar itself first.
fn written<'a>(state: &'a State, calendar: &'a Value) -> impl Iterator<Item = &'a Value> {
    let own = text(calendar, "cal_id");
    let extra = calendar.get("extra_cal_ids").and_then(Value::as_array);
    let extra = extra.into_iter().flatten().filter_map(Value::as_str);
    std::iter::once(own).chain(extra).flat_map(|id| {
        state
            .calendar_events
            .iter()
            .filter(move |e| text(e, "cal_id") == id)
    })
}

fn span(event: &Value) -> Option<(Date, Date)> {
    let day = |field| Date::from_str(text(event, field)).ok();
    Some((day("start_at")?, day("end_at")?))
}

fn off_by_week(calendar: &Value, day: Date) -> bool {
    calendar
        .get("workdays")
        .and_then(Value::as_array)
        .is_some_and(|days| !days.contains(&weekday(day).into()))
}

/// 0 for Sunday.
pub(crate) fn weekday(day: Date) -> i8 {
    day.weekday().to_sunday_zero_offset()
}

fn non_work(state: &State, calendar: &Value, day: Date) -> Value {
    let next = day.tomorrow().unwrap_or(day);
    json!({
        "account_id": state.account.account_id,
        "creator_id": state.account.account_id,
        "cal_id": text(calendar, "cal_id"),
        "event_id": format!("non_work.{}", day.strftime("%Y%m%d")),
        "summary": format!("non-working day ({})", day.strftime("%A")),
        "description": "",
        "start_at": day.to_string(),
        "end_at": next.to_string(),
        "is_off": true,
        "created_at": 0,
        "updated_at": 0,
    })
}

/// Whether one of the windows is open in the account's time zone. What no reference says is decided
/// here: an end is not in its window, except that 23:59 means the whole day, and the hours after
/// midnight are those of the day before.
pub(crate) fn open(state: &State, windows: &[Value], now: u64) -> bool {
    let Some(now) = i64::try_from(now)
        .ok()
        .and_then(|now| Timestamp::from_second(now).ok())
    else {
        return false;
    };
    let local = now
        .to_zoned_datetime(zone(&state.account.time_zone))
        .datetime();
    let (today, time) = (local.date(), local.time());
    windows.iter().any(|window| {
        let at = |field, otherwise| Time::from_str(text(window, field)).unwrap_or(otherwise);
        let (start, end) = (at("start", Time::midnight()), at("end", Time::MAX));
        let last = Time::constant(23, 59, 0, 0);
        let before_end = time < end || end == last;
        if start <= end {
            return start <= time && before_end && on(state, window, today);
        }
        let yesterday = today.yesterday().unwrap_or(today);
        (start <= time && on(state, window, today)) || (time < end && on(state, window, yesterday))
    })
}

fn on(state: &State, window: &Value, day: Date) -> bool {
    let id = text(window, "cal_id");
    if !id.is_empty() {
        let off = window.get("is_off") == Some(&Value::Bool(true));
        return find(state, id).is_some_and(|c| is_off(state, c, day) == off);
    }
    match window.get("repeat").and_then(Value::as_array) {
        Some(days) if !days.is_empty() => days.contains(&weekday(day).into()),
        _ => true,
    }
}
