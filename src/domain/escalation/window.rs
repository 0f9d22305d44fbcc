//! Whether a moment lies in the time windows of a rule, by the clock on the wall of the account.
//! A moment has one local time, so daylight saving time needs no rule of its own: the hour that
//! is skipped has no moments, and both passes of the hour that is repeated are in the window.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

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
    /// The window is for days off, and names no calendar that would say which these are.
    DaysOffOfNoCalendar,
    /// A time that is not `HH:MM`.
    UnreadableTime(String),
    /// The hour fits, and the days are numbers that the contract does not explain.
    UnreadableDay(i64),
}

/// What all windows together say: any of them, and yes where there are none.
pub(crate) fn any(windows: &[WindowTrace]) -> Truth {
    if windows.is_empty() {
        return Truth::Yes;
    }
    Truth::any(windows.iter().map(|window| window.truth))
}

/// What one window says of a moment.
///
/// - The window has its first minute and not its last: 09:00 to 18:00 ends when it turns 18:00.
///   `24:00` is the end of the day. No `start` and no `end` is the whole day.
/// - A window whose end is not after its start goes over midnight, and belongs to the day on
///   which it starts: Friday 22:00 to 06:00 covers Saturday at 5. With the end equal to the start
///   it is 24 hours long.
/// - A calendar limits the window further, so outside of the hours and days it is a no without
///   asking the calendar; inside it is not known. `is_off` only tells which of the calendar's
///   days count; without a calendar nothing says what it means.
pub(crate) fn decide(window: &TimeFilter, at: Timestamp, zone: &TimeZone) -> WindowTrace {
    let (truth, why) = reason(window, at, zone);
    WindowTrace {
        window: window.clone(),
        truth,
        why,
    }
}

fn reason(window: &TimeFilter, at: Timestamp, zone: &TimeZone) -> (Truth, WindowReason) {
    if window.is_off && window.cal_id.is_empty() {
        return (Truth::Unknown, WindowReason::DaysOffOfNoCalendar);
    }
    let (start, end) = match hours(window) {
        Ok(hours) => hours,
        Err(text) => return (Truth::Unknown, WindowReason::UnreadableTime(text)),
    };
    let local = at.to_zoned_datetime(zone.clone()).datetime();
    let minute = minute_of(local.hour(), local.minute());
    let today = (
        local.date(),
        minute >= start && (minute < end || end <= start),
    );
    let yesterday = (local.date().yesterday().ok(), end <= start && minute < end);
    let mut days = Vec::new();
    if today.1 {
        days.push(today.0);
    }
    if let (Some(date), true) = yesterday {
        days.push(date);
    }
    if days.is_empty() {
        return (Truth::No, WindowReason::OtherHours);
    }
    match on_day(window, &days) {
        (Truth::Yes, _) if !window.cal_id.is_empty() => (
            Truth::Unknown,
            WindowReason::Calendar(window.cal_id.clone()),
        ),
        other => other,
    }
}

/// Whether the window starts on one of these days.
fn on_day(window: &TimeFilter, days: &[Date]) -> (Truth, WindowReason) {
    let from_sunday = |day: &Date| i64::from(day.weekday().to_sunday_zero_offset());
    if window.repeat.is_empty()
        || days
            .iter()
            .any(|day| window.repeat.contains(&from_sunday(day)))
    {
        return (Truth::Yes, WindowReason::Inside);
    }
    match window.repeat.iter().find(|day| !(0..=6).contains(*day)) {
        Some(odd) => (Truth::Unknown, WindowReason::UnreadableDay(*odd)),
        None => (Truth::No, WindowReason::OtherDay),
    }
}

/// First minute of the window, and the first after it; or the text that is no time.
fn hours(window: &TimeFilter) -> Result<(u32, u32), String> {
    match (window.start.trim(), window.end.trim()) {
        ("", "") => Ok((0, DAY)),
        (start, end) => {
            let start = clock(start).filter(|minute| *minute < DAY).ok_or(start);
            let end = clock(end).ok_or(end);
            Ok((start?, end?))
        }
    }
}

/// `HH:MM` (or `H:MM`), up to 24:00.
fn clock(text: &str) -> Option<u32> {
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
