//! Service calendars: which days are work days and which are days off. Rules name them in their
//! windows.

use jiff::civil::Date;
use serde::Deserialize;

/// A calendar as the API has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CalendarInfo {
    /// Its id.
    pub cal_id: String,
    /// `enabled`, `deleted`; of one that is gone nobody knows what its days are.
    pub status: String,
    /// What people call it.
    pub cal_name: String,
    /// The time zone in which its days are meant.
    pub timezone: String,
    /// Days of the week, 0 is Sunday. A calendar of holidays has none.
    pub workdays: Vec<i64>,
    /// The calendars of holidays that it inherits from.
    pub extra_cal_ids: Vec<String>,
}

/// Days that are not as the week says, or that the server thought worth an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CalendarEvent {
    /// The calendar that it is of: the one that was asked for, or one that it inherits from.
    pub cal_id: String,
    /// The first day, `YYYY-MM-DD`.
    pub start_at: String,
    /// The day after the last.
    pub end_at: String,
    /// Days off, or work days; nothing where that is not told.
    pub is_off: Option<bool>,
}

/// What was read of a calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The calendar itself.
    pub info: CalendarInfo,
    /// Its events, and those that it inherits.
    pub events: Vec<CalendarEvent>,
    /// The years that the events were asked for.
    pub years: Vec<i16>,
}

impl CalendarInfo {
    /// Whether events of this calendar are its own, or are inherited.
    fn has(&self, id: &str) -> bool {
        let is_own = [self.cal_id.as_str(), ""].contains(&id) || self.cal_id.is_empty();
        is_own || self.extra_cal_ids.iter().any(|extra| extra == id)
    }
}

impl Calendar {
    /// Whether a day is a day off: as its events say if they agree, otherwise as the week says.
    /// Nothing where that is not known.
    pub fn is_off(&self, day: Date) -> Option<bool> {
        if !self.years.contains(&day.year()) || self.info.status == "deleted" {
            return None;
        }
        let mut said = None;
        for event in &self.events {
            let first: Date = event.start_at.parse().ok()?;
            let after: Date = event.end_at.parse().ok()?;
            // One that ends no later than it begins has no days by the contract, and is hardly meant so.
            let turned = after <= first;
            let concerns = match turned {
                true => after <= day && day <= first,
                false => first <= day && day < after,
            };
            if concerns {
                let is_off = event
                    .is_off
                    .filter(|_| !turned && self.info.has(&event.cal_id))?;
                match said {
                    Some(off) if off != is_off => return None,
                    _ => said = Some(is_off),
                }
            }
        }
        let weekday = i64::from(day.weekday().to_sunday_zero_offset());
        let by_week = !self.info.workdays.contains(&weekday);
        said.or((!self.info.workdays.is_empty()).then_some(by_week))
    }
}
