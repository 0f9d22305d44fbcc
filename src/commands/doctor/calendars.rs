//! The service calendars that rules name in their windows, each read once and only where it is needed.

use std::collections::BTreeSet;
use std::thread;

use jiff::{Timestamp, ToSpan};
use tr::tr;

use crate::api::Client;
use crate::commands::doctor::about::about;
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::note::Note;
use crate::domain::calendar::Calendar;
use crate::domain::escalation::Noise;
use crate::domain::escalation::wire::{EscalationRule, TimeFilter};
use crate::error::Error;
use crate::local::threads::start;
use crate::session::preferences::facts::joined;
use crate::ui::Warning;

/// Read the calendars of these rules.
pub fn read_of_rules(api: &Client, lookup: &mut Lookup, rules: &[EscalationRule]) {
    let rules = rules.iter().filter(|rule| rule.status.may_be_on());
    read(api, lookup, rules.flat_map(|rule| &rule.time_filters));
}

/// Read the calendars of the rules that hold alerts back.
pub fn read_of_noise(api: &Client, lookup: &mut Lookup, noise: Option<&Noise>) {
    let rules = noise.iter().filter_map(|noise| noise.silences.as_ref());
    let on = rules.flatten().filter(|rule| rule.status.may_be_on());
    read(api, lookup, on.flat_map(|rule| &rule.time_filters));
}

/// Read the calendars of these windows. One that cannot be read is a note, and its days are not known.
pub fn read<'a>(
    api: &Client,
    lookup: &mut Lookup,
    windows: impl IntoIterator<Item = &'a TimeFilter>,
) {
    let named = windows.into_iter().map(|window| window.cal_id.as_str());
    let named: BTreeSet<&str> = named.filter(|id| !id.is_empty()).collect();
    for id in named {
        if lookup.calendars_asked.insert(id.to_owned()) {
            match calendar(api, id, (lookup.at, lookup.at)) {
                Ok(calendar) => {
                    lookup.clock.calendars.insert(id.to_owned(), calendar);
                }
                Err(error) => {
                    let why = error.code().unwrap_or(&error.message);
                    let text = tr!(
                        "The server did not say which days are work days of service calendar {id} ({why}).",
                        id,
                        why
                    );
                    let code = Warning::CalendarUnread;
                    lookup.notes.push(Note { code, text });
                    lookup.unread = true;
                }
            }
        }
    }
}

/// A calendar, with its events of the years of this span; of one more where the turn of the year is near, as the day may
/// be another one in the calendar's time zone, and a window may have begun the day before.
pub fn calendar(
    api: &Client,
    id: &str,
    (from, until): (Timestamp, Timestamp),
) -> Result<Calendar, Error> {
    let near = [(from, -72), (until, 48)];
    let [first, last] = near.map(|(at, hours): (Timestamp, i64)| {
        let moment = at.saturating_add(hours.hours()).unwrap_or(at);
        moment.to_zoned_datetime(jiff::tz::TimeZone::UTC).year()
    });
    let years = first..=last;
    let (info, events) = thread::scope(|scope| {
        let info = start(scope, || {
            about(api.calendar_info(id), &id.to_owned(), |told| &told.cal_id)
        });
        let events: Vec<_> = years
            .clone()
            .map(|year| start(scope, move || api.calendar_event_list(id, year)))
            .collect();
        let events: Result<Vec<_>, Error> = events
            .into_iter()
            .map(|asked| joined(asked).flatten())
            .collect();
        (joined(info).flatten(), events)
    });
    Ok(Calendar {
        info: info?,
        events: events?.into_iter().flatten().collect(),
        years: years.collect(),
    })
}
