//! Who and when, as sentences have them.

use jiff::Timestamp;
use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::evidence::read::{Known, Subject};
use crate::local::times::Times;

/// What sentences are told with: the clock to read times by, and the names of persons.
pub struct Speaker<'a> {
    pub known: &'a Known,
    pub times: &'a Times,
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
        you(&self.known.subject)
    }

    /// Several persons.
    pub fn all(&self, ids: &[u64]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.who(*id)).collect();
        describe::names(&names)
    }

    /// The same of persons and addresses, of which there may be none.
    pub fn whom(&self, ids: &[u64], addresses: &[String]) -> String {
        let names = ids.iter().map(|id| self.who(*id));
        let all: Vec<String> = names.chain(addresses.iter().cloned()).collect();
        match all.as_slice() {
            [] => tr!("nobody"),
            all => describe::names(all),
        }
    }

    /// A time of the day, with the date where it is another day than that of the beginning, and with the year where it is another. The headline says in
    /// which time zone.
    pub fn time(&self, at: Timestamp) -> String {
        let is = |test: fn(&Times, Timestamp, Timestamp) -> bool| {
            self.day.is_some_and(|day| test(self.times, day, at))
        };
        let form = if is(Times::same_day) {
            "%H:%M:%S"
        } else if is(Times::same_year) {
            "%m-%d %H:%M:%S"
        } else {
            "%Y-%m-%d %H:%M:%S"
        };
        self.times.form(at, form)
    }

    /// A date and a time.
    pub fn date(&self, at: Timestamp) -> String {
        self.times.minute(at)
    }
}

/// The person that it is about: "you", a name, or the number where there is no name.
pub fn you(subject: &Subject) -> String {
    if !subject.is_other {
        tr!("you")
    } else if subject.name.is_empty() {
        subject.id.to_string()
    } else {
        subject.name.clone()
    }
}

/// Chinese sets spaces around names, and none around its "you".
pub fn close(text: String) -> String {
    let you = tr!("you");
    if you.is_ascii() {
        return text;
    }
    let text = text.replace(&format!(" {you}"), &you);
    text.replace(&format!("{you} "), &you)
}
