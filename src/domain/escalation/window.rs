//! Whether a moment lies in the time windows of a rule, by the clock on the wall of the account.
//! A moment has one local time, so daylight saving time needs no rule of its own: the hour that
//! is skipped has no moments, and both passes of the hour that is repeated are in the window.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::domain::calendar::Calendar;
use crate::domain::escalation::clock::Clock;
use crate::domain::escalation::truth::Truth;
use crate::domain::escalation::wire::TimeFilter;

const DAY: u32 = 24 * 60;

/// One window and what it says of the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WindowTrace {
    /// As the server has it.
    pub window: TimeFilter,
    /// Whether the moment is in it.
    pub truth: Truth,
    /// Why.
    pub why: WindowReason,
}

/// Why a moment is in a window, or not, or why that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum WindowReason {
    /// The hour and the day fit.
    Inside,
    /// Another time of the day.
    OtherHours,
    /// The hour fits, on another day of the week than the window's.
    OtherDay,
    /// The hour and the day fit; whether the day is one of this service calendar is not known.
    Calendar(String),
    /// By the service calendar of this name it is a day off, and the window is for work days.
    DayOff(String),
    /// By the service calendar of this name it is a work day, and the window is for days off.
    WorkDay(String),
    /// The window is for days off, and names no calendar that would say which these are.
    DaysOffOfNoCalendar,
    /// The hour fits, and is after the midnight of the window: whether it counts by the day before
    /// or by its own is described nowhere, and makes a difference.
    AfterMidnight,
    /// The minute in which it ends, the last of an hour: whether it is in it is described nowhere.
    LastMinute,
    /// It ends in the minute in which it begins: whether that is a whole day is described nowhere.
    EndsWhereItBegins,
    /// The account's time zone is not known.
    TimeZone,
    /// A time that is not `HH:MM`.
    UnreadableTime(String),
    /// The hour fits, and one of the days is a number that the contract does not explain, or is not told.
    UnreadableDay(Option<i64>),
}

/// What the windows say together, and one by one: any of them is enough, and none is always.
pub fn in_time(windows: &[TimeFilter], at: Timestamp, clock: &Clock) -> (Truth, Vec<WindowTrace>) {
    let traces: Vec<_> = windows
        .iter()
        .map(|window| decide(window, at, clock))
        .collect();
    let any = Truth::any(traces.iter().map(|trace| trace.truth));
    (if traces.is_empty() { Truth::Yes } else { any }, traces)
}

/// The next moment in the coming two weeks of which the windows together say this, or something else
/// than this.
///
/// That can change at the first minute of a window and after its last, at a midnight, of the account's
/// clock or of a calendar's, or where one of these clocks is set: forward over such a minute, or back over a midnight.
pub(crate) fn next(
    windows: &[TimeFilter],
    at: Timestamp,
    clock: &Clock,
    wanted: impl Fn(Truth) -> bool,
) -> Option<Timestamp> {
    const DAYS: i64 = 14;
    let midnight = Time::midnight();
    let calendars = clock.calendars.values();
    let calendars = calendars.filter_map(|one| TimeZone::get(&one.info.timezone).ok());
    let zones: Vec<TimeZone> = calendars.chain([clock.zone.clone()]).collect();
    let mut turns: Vec<_> = zones.iter().map(|zone| (zone.clone(), midnight)).collect();
    let hours = windows.iter().filter_map(|window| hours(window).ok());
    for minute in hours.flat_map(|(start, end)| [start, end % DAY, (end + 1) % DAY]) {
        let (hour, minute) = (
            i8::try_from(minute / 60).ok()?,
            i8::try_from(minute % 60).ok()?,
        );
        turns.push((clock.zone.clone(), Time::new(hour, minute, 0, 0).ok()?));
    }
    let last = at.checked_add((24 * DAYS).hours()).ok()?;
    let set = zones.iter().flat_map(|zone| {
        let changes = zone.following(at).map(|change| change.timestamp());
        changes.take_while(|moment| *moment <= last)
    });
    let mut moments: Vec<Timestamp> = set.collect();
    for (zone, time) in turns {
        let today = at.to_zoned_datetime(zone.clone()).date();
        let days = (0..=DAYS).filter_map(|day| today.checked_add(day.days()).ok());
        for day in days {
            // A time that the clock shows twice is two moments.
            let both = zone.to_ambiguous_timestamp(day.to_datetime(time));
            let both = [both.earlier(), both.later()].into_iter().flatten();
            moments.extend(both.filter(|moment| *moment > at && *moment <= last));
        }
    }
    moments.sort_unstable();
    moments
        .into_iter()
        .find(|moment| wanted(in_time(windows, *moment, clock).0))
}

/// Whether a window has every minute of every day in it.
pub(crate) fn is_always(window: &TimeFilter) -> bool {
    let all_day = hours(window) == Ok((0, DAY));
    let all_days = window.repeat.is_empty() || (0..7).all(|day| window.repeat.contains(&Some(day)));
    all_day && all_days && window.cal_id.is_empty() && !window.is_off
}

/// What one window says of a moment.
///
/// - The window has its first minute and not its last: 09:00 to 18:00 ends when it turns 18:00.
///   `24:00` is the end of the day, and so is `23:59`, but of a window that begins there: the vendor writes a
///   whole day with it.
///   Whoever writes 17:59 may mean the same of an hour, so that minute is a maybe.
///   No `start` and no `end` is the whole day.
/// - A window whose end is not after its start goes over midnight. With the end equal to the start
///   it is 24 hours long. Whether Friday 22:00 to 06:00 covers Saturday at 5, or Friday at 5, is
///   described nowhere: the hours after midnight are certain only where both readings agree.
/// - A calendar limits the window further, so outside of the hours and days it is a no without
///   asking the calendar. `is_off` only tells which of the calendar's days count; without a
///   calendar nothing says what it means.
pub(crate) fn decide(window: &TimeFilter, at: Timestamp, clock: &Clock) -> WindowTrace {
    let (truth, why) = reason(window, at, clock);
    WindowTrace {
        window: window.clone(),
        truth,
        why,
    }
}

fn reason(window: &TimeFilter, at: Timestamp, clock: &Clock) -> (Truth, WindowReason) {
    if window.is_off && window.cal_id.is_empty() {
        return (Truth::Unknown, WindowReason::DaysOffOfNoCalendar);
    }
    let (start, end) = match hours(window) {
        Ok(hours) => hours,
        Err(text) => return (Truth::Unknown, WindowReason::UnreadableTime(text)),
    };
    if clock.guessed && !is_always(window) {
        return (Truth::Unknown, WindowReason::TimeZone);
    }
    let local = at.to_zoned_datetime(clock.zone.clone()).datetime();
    let minute = minute_of(local.hour(), local.minute());
    if start == end {
        return match within((start, end), minute, window, at, clock) {
            (Truth::No, why) => (Truth::No, why),
            _ => (Truth::Unknown, WindowReason::EndsWhereItBegins),
        };
    }
    if minute == end && end % 60 == 59 {
        return match within((start, end), end - 1, window, at, clock) {
            (Truth::Yes, _) => (Truth::Unknown, WindowReason::LastMinute),
            other => other,
        };
    }
    within((start, end), minute, window, at, clock)
}

/// Whether a minute of the day is in the hours of a window, and the day one of its days.
fn within(
    (start, end): (u32, u32),
    minute: u32,
    window: &TimeFilter,
    at: Timestamp,
    clock: &Clock,
) -> (Truth, WindowReason) {
    let today = at.to_zoned_datetime(clock.zone.clone()).date();
    if minute >= start && (minute < end || end <= start) {
        return on_day(window, today, at, clock);
    }
    if end > start || minute >= end {
        return (Truth::No, WindowReason::OtherHours);
    }
    let own = on_day(window, today, at, clock);
    let before = on_day(window, today.yesterday().unwrap_or(today), at, clock);
    match (own.0, before.0) {
        (one, other) if one == other => own,
        (Truth::Unknown, _) => own,
        (_, Truth::Unknown) => before,
        _ => (Truth::Unknown, WindowReason::AfterMidnight),
    }
}

/// Whether a day is one of the window's.
fn on_day(window: &TimeFilter, day: Date, at: Timestamp, clock: &Clock) -> (Truth, WindowReason) {
    let weekday = i64::from(day.weekday().to_sunday_zero_offset());
    if !window.repeat.is_empty() && !window.repeat.contains(&Some(weekday)) {
        let is_day = |day: &Option<i64>| day.is_some_and(|day| (0..=6).contains(&day));
        return match window.repeat.iter().find(|day| !is_day(day)) {
            Some(odd) => (Truth::Unknown, WindowReason::UnreadableDay(*odd)),
            None => (Truth::No, WindowReason::OtherDay),
        };
    }
    let id = &window.cal_id;
    if id.is_empty() {
        return (Truth::Yes, WindowReason::Inside);
    }
    let name = |calendar: &Calendar| match calendar.info.cal_name.as_str() {
        "" => id.clone(),
        name => name.to_owned(),
    };
    let known = clock.calendars.get(id);
    let off = known.and_then(|calendar| is_off(calendar, day, at, clock));
    match (known, off) {
        (Some(calendar), Some(true)) if !window.is_off => {
            (Truth::No, WindowReason::DayOff(name(calendar)))
        }
        (Some(calendar), Some(false)) if window.is_off => {
            (Truth::No, WindowReason::WorkDay(name(calendar)))
        }
        (_, Some(_)) => (Truth::Yes, WindowReason::Inside),
        (_, None) => (Truth::Unknown, WindowReason::Calendar(id.clone())),
    }
}

/// Whether a day of the account is a day off of a calendar. The calendar has a time zone of its own,
/// by which it may be another day at that moment: then both must be alike.
fn is_off(calendar: &Calendar, day: Date, at: Timestamp, clock: &Clock) -> Option<bool> {
    let off = calendar.is_off(day)?;
    let zone = TimeZone::get(&calendar.info.timezone).ok()?;
    let here = at.to_zoned_datetime(clock.zone.clone()).date();
    let there = at.to_zoned_datetime(zone).date();
    let same_day = day.checked_add(here.until(there).ok()?).ok()?;
    (calendar.is_off(same_day)? == off).then_some(off)
}

/// First minute of the window, and the first after it; or the text that is no time.
fn hours(window: &TimeFilter) -> Result<(u32, u32), String> {
    match (window.start.trim(), window.end.trim()) {
        ("", "") => Ok((0, DAY)),
        (start, end) => {
            let start = minute(start).filter(|minute| *minute < DAY).ok_or(start);
            let end = minute(end).ok_or(end)?;
            let start = start?;
            // One that begins there as well ends where it begins, like any other.
            let whole_day = end == DAY - 1 && start != end;
            Ok((start, if whole_day { DAY } else { end }))
        }
    }
}

/// `HH:MM` (or `H:MM`), up to 24:00.
fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY).then_some(total)
}

fn minute_of(hour: i8, minute: i8) -> u32 {
    u32::from(hour.unsigned_abs()) * 60 + u32::from(minute.unsigned_abs())
}
