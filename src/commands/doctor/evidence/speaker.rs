//! Who and when, as sentences have them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::evidence::read::Known;

/// What sentences are told with: the zone of the clock, and the names of persons.
pub struct Speaker<'a> {
    pub known: &'a Known,
    pub zone: &'a TimeZone,
    /// The day that needs no date.
    pub day: Option<Timestamp>,
}

impl Speaker<'_> {
    /// A person: "you", a name, or the number where there is no name.
    pub fn who(&self, id: u64) -> String {
        let subject = &self.known.subject;
        if id == 0 {
            tr!("the system")
        } else if id == subject.id {
            self.you()
        } else {
            let name = self.known.names.get(&id);
            name.map_or_else(|| id.to_string(), Clone::clone)
        }
    }

    /// The person that it is about.
    pub fn you(&self) -> String {
        let subject = &self.known.subject;
        if !subject.is_other {
            tr!("you")
        } else if subject.name.is_empty() {
            subject.id.to_string()
        } else {
            subject.name.clone()
        }
    }

    /// Several persons.
    pub fn all(&self, ids: &[u64]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.who(*id)).collect();
        describe::names(&names)
    }

    /// A time of the day, with the date where it is another day than that of the beginning.
    pub fn time(&self, at: Timestamp) -> String {
        let local = at.to_zoned_datetime(self.zone.clone());
        let first = self.day.map(|day| day.to_zoned_datetime(self.zone.clone()));
        let same = first.is_some_and(|first| first.date() == local.date());
        let form = if same { "%H:%M:%S" } else { "%m-%d %H:%M:%S" };
        local.strftime(form).to_string()
    }

    /// A date and a time.
    pub fn date(&self, at: Timestamp) -> String {
        let local = at.to_zoned_datetime(self.zone.clone());
        local.strftime("%Y-%m-%d %H:%M").to_string()
    }
}
