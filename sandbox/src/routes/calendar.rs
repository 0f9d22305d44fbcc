//! Service calendars and their events.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::operation::operations;
use crate::calendar;
use crate::error::{ApiError, Result};
use crate::input;
use crate::state::text;

operations! {
    "calendar_info", "/calendar/info", [], info;
    "calendar_event_list", "/calendar/event/list", [], events;
}

/// The first year that events can be asked for.
const FIRST_YEAR: u64 = 2023;

fn info(call: &mut Call<'_>) -> Result<Value> {
    named(call).cloned()
}

fn named<'a>(call: &'a Call<'_>) -> Result<&'a Value> {
    let id = input::req_str(call.body, "cal_id")?;
    calendar::find(call.state, id).ok_or_else(|| {
        ApiError::not_found(
            format!("there is no calendar {id}"),
            format!("日历 {id} 不存在"),
        )
    })
}

fn events(call: &mut Call<'_>) -> Result<Value> {
    let scope = Scope::read(call.body)?;
    let calendar = named(call)?;
    let zone = calendar::zone(text(calendar, "timezone"));
    let now = i64::try_from(call.now).unwrap_or(0);
    let today = Timestamp::from_second(now)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned_datetime(zone)
        .date();
    let items = match scope.days(today.year()) {
        Some((from, until)) => calendar::events(call.state, calendar, from, until),
        // There is no 31 April.
        None => Vec::new(),
    };
    Ok(json!({"total": items.len(), "items": items}))
}

/// A year, a month or a day; 0 stands for none.
struct Scope {
    year: Option<i16>,
    month: i8,
    day: i8,
}

impl Scope {
    fn read(body: &Map<String, Value>) -> Result<Self> {
        let year = input::opt_within(body, "year", FIRST_YEAR, 9998)?;
        let month = input::opt_within(body, "month", 0, 12)?.unwrap_or(0);
        let day = input::opt_within(body, "day", 0, 31)?.unwrap_or(0);
        if day > 0 && month == 0 {
            return Err(ApiError::invalid(
                "`day` needs a `month`",
                "指定 `day` 时必须同时指定 `month`",
            ));
        }
        Ok(Self {
            year: year.and_then(|y| i16::try_from(y).ok()),
            month: i8::try_from(month).unwrap_or(0),
            day: i8::try_from(day).unwrap_or(0),
        })
    }

    /// From its first day to the one after its last.
    fn days(&self, this_year: i16) -> Option<(Date, Date)> {
        let year = self.year.unwrap_or(this_year);
        let from = Date::new(year, self.month.max(1), self.day.max(1)).ok()?;
        let until = match (self.month, self.day) {
            (0, _) => from.last_of_year(),
            (_, 0) => from.last_of_month(),
            _ => from,
        };
        Some((from, until.tomorrow().ok()?))
    }
}
