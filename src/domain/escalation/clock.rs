//! By what the windows of rules are meant: the clock on the wall of the account, and its calendars.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::domain::calendar::Calendar;

/// The account's clock and calendars.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The account's time zone.
    pub zone: TimeZone,
    /// The time zone could not be found out: it is a guess, and no basis for a yes or a no.
    pub guessed: bool,
    /// The calendars that could be read, by id.
    pub calendars: BTreeMap<String, Calendar>,
}

impl Clock {
    /// A clock of this time zone, without calendars.
    pub fn of(zone: TimeZone) -> Self {
        Self {
            zone,
            guessed: false,
            calendars: BTreeMap::new(),
        }
    }
}
