//! Which incident is meant: by its id, its number, or the address of its page in the console.

use jiff::{Timestamp, ToSpan};
use tr::tr;

use crate::api::Client;
use crate::domain::evidence::wire::{IncidentInfo, Search};
use crate::error::{Error, Kind};
use crate::local::now;
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::resolve::{Candidate, Wanted, resolve};
use crate::text::{duty, pasted};

/// Incidents are looked for so many days at a time (contract).
pub const WINDOW_DAYS: i64 = 31;
/// A number is looked for so many windows back.
const WINDOWS: usize = 12;

/// An incident as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Id(String),
    Num(String),
}

impl Named {
    /// An id, a number, or an address that has an id in it.
    pub fn of(text: &str) -> Result<Named, Error> {
        let text = pasted(text);
        let text = text.as_ref();
        let words = text.split(|one: char| !one.is_ascii_alphanumeric());
        let is_id = |word: &&str| word.len() == 24 && word.bytes().all(|b| b.is_ascii_hexdigit());
        if let Some(id) = words.clone().find(is_id) {
            return Ok(Named::Id(id.to_ascii_lowercase()));
        }
        let num = text.strip_prefix('#').unwrap_or(text);
        let fits = (4..=12).contains(&num.len()) && num.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits {
            return Ok(Named::Num(num.to_ascii_uppercase()));
        }
        Err(Error::usage(tr!("'{text}' is no incident", text)).hint(tr!(
            "give its id (24 digits and letters), its number (such as 0E83EE) or the address of its page in the console"
        )))
    }
}

/// The incidents of this number, of the latest window that has any.
pub fn by_num(api: &Client, num: &str) -> Result<Vec<IncidentInfo>, Error> {
    let mut end = soon();
    for _ in 0..WINDOWS {
        let start = days_before(end, WINDOW_DAYS);
        let search = Search {
            start: start.as_second(),
            end: end.as_second(),
            nums: vec![num.to_owned()],
            ..Search::default()
        };
        let mut found = Vec::new();
        for page in api.incident_list(&search) {
            // A server that does not know the filter lists all.
            let fits = |one: &IncidentInfo| one.num.eq_ignore_ascii_case(num);
            found.extend(page?.items.into_iter().filter(fits));
        }
        if !found.is_empty() {
            return Ok(found);
        }
        end = start;
    }
    Err(unknown(num))
}

/// The end of a window that has everything up to now.
pub fn soon() -> Timestamp {
    let now = now::now();
    now.saturating_add(1.minute()).unwrap_or(now)
}

/// So many days before.
pub fn days_before(moment: Timestamp, days: i64) -> Timestamp {
    let hours = (days * 24).hours();
    moment.saturating_sub(hours).unwrap_or(Timestamp::MIN)
}

/// An incident in a list to choose from.
pub struct Listed<'a> {
    info: &'a IncidentInfo,
    label: String,
}

impl Candidate for Listed<'_> {
    fn id(&self) -> String {
        self.info.incident_id.clone()
    }

    fn name(&self) -> &str {
        &self.info.num
    }

    fn label(&self) -> String {
        self.label.clone()
    }
}

/// Each by its number, when it began, and what it is: as much as a line of 80 columns has room for.
pub fn listed<'a>(all: &'a [IncidentInfo], times: &Times) -> Vec<Listed<'a>> {
    let one = |info: &'a IncidentInfo| {
        let at = info.opened().map(|at| times.short(at)).unwrap_or_default();
        let what = [&info.num, &at, &info.channel_name, &info.title];
        let what = what.into_iter().filter(|part| !part.is_empty());
        let label = what.map(String::as_str).collect::<Vec<_>>().join("  ");
        Listed { info, label }
    };
    all.iter().map(one).collect()
}

/// The one of these that is meant: whoever is there chooses, else the list is the error.
pub fn one_of(
    session: &mut Session<'_>,
    all: &[IncidentInfo],
    num: &str,
    times: &Times,
) -> Result<IncidentInfo, Error> {
    let wanted = Wanted {
        text: Some(num),
        question: tr!("Which incident {num}?", num),
        unknown: &|| unknown(num),
        ambiguous: &|_| {
            Error::usage(tr!("there are several incidents {num}", num)).hint(tr!("give the id"))
        },
    };
    // What tells them apart is the id.
    let mut listed = listed(all, times);
    for one in &mut listed {
        one.label = format!("{}  {}", one.info.incident_id, one.label);
    }
    resolve(session, &listed, &wanted).map(|one| one.info.clone())
}

/// There is no such incident: an alert that was dropped never becomes one.
pub fn unknown(text: &str) -> Error {
    let error = Error::new(
        Kind::NotFound,
        tr!("there is no incident {text} that the key may see", text),
    );
    error
        .detail(tr!(
            "an alert can be dropped before it becomes an incident: by a drop rule or a silence rule that discards, by an alert pipeline, or because no route leads to a space"
        ))
        .hint(tr!(
            "'{command}' lists the incidents of the last day",
            command = duty!("doctor missed --all")
        ))
}

/// A refusal, with the permission that is missing.
pub fn explained(error: Error) -> Error {
    if error.kind == Kind::NotAllowed {
        error.hint(tr!(
            "the key, and the person that it belongs to, need the permission Incidents Read; the owner of the account gives it"
        ))
    } else {
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_is_named_in_three_ways() {
        let id = Named::Id("69da451ef77b1b51f40e83ee".into());
        for text in [
            "69da451ef77b1b51f40e83ee",
            " 69DA451EF77B1B51F40E83EE ",
            "https://app.flashcat.cloud/incident/detail/69da451ef77b1b51f40e83ee",
            "https://app.flashcat.cloud/incident/detail/69da451ef77b1b51f40e83ee?tab=timeline#x",
        ] {
            assert_eq!(Named::of(text).unwrap(), id, "{text}");
        }
        for text in ["0E83EE", "0e83ee", "#0E83EE"] {
            assert_eq!(
                Named::of(text).unwrap(),
                Named::Num("0E83EE".into()),
                "{text}"
            );
        }
        for text in ["", "no incident", "https://app.flashcat.cloud/", "0E8"] {
            assert_eq!(Named::of(text).unwrap_err().kind, Kind::Usage, "{text}");
        }
    }
}
