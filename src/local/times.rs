//! How a moment is written for whoever reads it: by the clock of the person, where the server says in which time
//! zone they are, or said it to an earlier command; else by this machine's, with its offset, so that nobody takes it
//! for the other.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::domain::delivery::Facts;
use crate::domain::member::Caller;
use crate::local::now::now;

/// A day without its year means the last such day.
const LONG_AGO: SignedDuration = SignedDuration::from_hours(300 * 24);

/// A clock to read times by.
#[derive(Clone, Debug)]
pub struct Times {
    zone: TimeZone,
    /// It need not be the person's: this machine's is told with its offset.
    doubtful: bool,
}

impl Times {
    /// This machine's.
    pub fn machine() -> Times {
        Times {
            zone: TimeZone::system(),
            doubtful: true,
        }
    }

    /// The person's: in their own time zone, else in the account's, else in this machine's.
    pub fn of(caller: Option<&Caller>) -> Times {
        caller.map_or_else(Times::machine, |caller| {
            Times::in_first(caller.time_zones())
        })
    }

    /// The same, from what was read to judge channels.
    pub fn of_facts(facts: &Facts) -> Times {
        let known = facts.contacts.known();
        known.map_or_else(Times::machine, |known| {
            Times::in_first(known.time_zones.each_ref().map(String::as_str))
        })
    }

    /// Those of an earlier command; `doubtful` where they may be those of another person.
    pub fn remembered(name: Option<&str>, doubtful: bool) -> Times {
        let zone = name.and_then(known);
        zone.map_or_else(Times::machine, |zone| Times { zone, doubtful })
    }

    /// The name of the person's time zone: their own, else the account's.
    pub fn zone_of(caller: &Caller) -> Option<String> {
        let mut names = caller.time_zones().into_iter();
        names.find(|name| known(name).is_some()).map(str::to_owned)
    }

    fn in_first(names: [&str; 2]) -> Times {
        let zone = names.into_iter().find_map(known);
        zone.map_or_else(Times::machine, |zone| Times {
            zone,
            doubtful: false,
        })
    }

    /// The day and the minute: "2026-11-26 15:16", or "2026-11-26 07:16+00:00".
    pub fn minute(&self, at: Timestamp) -> String {
        // Without a space before the offset it is as much as a table of 80 columns keeps on one line.
        let offset = if self.doubtful { "%:z" } else { "" };
        self.form(at, &format!("%Y-%m-%d %H:%M{offset}"))
    }

    /// The same without the year, for a list of what is not long ago: "11-26 15:16".
    pub fn short(&self, at: Timestamp) -> String {
        if self.doubtful || now().duration_since(at) > LONG_AGO {
            return self.minute(at);
        }
        self.form(at, "%m-%d %H:%M")
    }

    /// The same with the name of the time zone: "2026-11-26 15:16 Asia/Shanghai".
    pub fn in_full(&self, at: Timestamp) -> String {
        match self.zone.iana_name().filter(|_| !self.doubtful) {
            Some(name) => format!("{} {name}", self.minute(at)),
            None => self.minute(at),
        }
    }

    /// In this form of strftime, where the time zone is told elsewhere.
    pub fn form(&self, at: Timestamp, form: &str) -> String {
        let local = at.to_zoned_datetime(self.zone.clone());
        local.strftime(form).to_string()
    }

    /// The time zone itself.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether two moments are of the same year.
    pub fn same_year(&self, one: Timestamp, other: Timestamp) -> bool {
        let year = |at: Timestamp| at.to_zoned_datetime(self.zone.clone()).year();
        year(one) == year(other)
    }

    /// Whether two moments are of the same day.
    pub fn same_day(&self, one: Timestamp, other: Timestamp) -> bool {
        let day = |at: Timestamp| at.to_zoned_datetime(self.zone.clone()).date();
        day(one) == day(other)
    }
}

/// The time zone of this name, where there is one.
fn known(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::member::{Account, Member};

    fn told(own: &str, account: &str) -> String {
        let member = Member {
            time_zone: own.into(),
            account_time_zone: account.into(),
            ..Member::default()
        };
        let at = Timestamp::from_second(1_764_141_360).unwrap();
        Times::of(Some(&Caller::Member(Box::new(member)))).minute(at)
    }

    #[test]
    fn the_first_time_zone_that_is_known_is_the_persons() {
        assert_eq!(told("Asia/Shanghai", "Europe/Berlin"), "2025-11-26 15:16");
        assert_eq!(told("", "Europe/Berlin"), "2025-11-26 08:16");
        assert_eq!(told("Nowhere/Land", "UTC"), "2025-11-26 07:16");
        let account = Account {
            time_zone: "Asia/Tokyo".into(),
            ..Account::default()
        };
        let times = Times::of(Some(&Caller::Primary(Box::new(account))));
        assert_eq!(times.form(Timestamp::UNIX_EPOCH, "%H:%M:%S"), "09:00:00");
    }

    #[test]
    fn what_is_long_ago_has_its_year() {
        let times = Times::in_first(["Asia/Shanghai", ""]);
        assert_eq!(times.short(now()).len(), "11-26 15:16".len());
        assert_eq!(times.short(Timestamp::UNIX_EPOCH), "1970-01-01 08:00");
        // One that may be another's clock says its offset, and the year with it.
        let times = Times {
            zone: times.zone,
            doubtful: true,
        };
        assert_eq!(times.short(now()).len(), "2025-11-26 15:16+08:00".len());
    }

    #[test]
    fn a_clock_that_may_be_anothers_says_its_offset() {
        let own = told("", "");
        assert!(
            own.starts_with("2025-11-2") && own.len() == "2025-11-26 07:16+00:00".len(),
            "{own}"
        );
        assert_eq!(
            own,
            Times::machine().minute(Timestamp::from_second(1_764_141_360).unwrap())
        );
    }

    #[test]
    fn the_same_day_is_that_of_the_persons_clock() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let times = Times::in_first(["Asia/Shanghai", ""]);
        let (late, next) = (at("2026-11-26T15:59:59Z"), at("2026-11-26T16:00:00Z"));
        assert!(times.same_day(at("2026-11-25T16:00:00Z"), late));
        assert!(!times.same_day(late, next));
        assert!(!times.same_day(late, at("2025-11-26T15:59:59Z")));
    }
}
