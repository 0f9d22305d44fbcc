//! Which incident and which person are meant.

use jiff::{Timestamp, ToSpan};
use tr::tr;

use crate::api::Client;
use crate::domain::evidence::wire::{IncidentInfo, Search};
use crate::error::{Error, Kind};
use crate::session::app::Session;
use crate::session::resolve::{Candidate, Wanted, resolve};
use crate::text::duty;

/// Incidents are looked for so many days at a time (contract).
pub const WINDOW_DAYS: i64 = 31;
/// A number is looked for so many windows back.
const WINDOWS: usize = 12;
/// Of a choice the latest so many are shown.
const LATEST: usize = 20;

/// An incident as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Id(String),
    Num(String),
}

impl Named {
    /// An id, a number, or an address that has an id in it.
    pub fn of(text: &str) -> Result<Named, Error> {
        let text = text.trim();
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
    let now = Timestamp::now();
    now.saturating_add(1.minute()).unwrap_or(now)
}

pub fn days_before(moment: Timestamp, days: i64) -> Timestamp {
    let hours = (days * 24).hours();
    moment.saturating_sub(hours).unwrap_or(Timestamp::MIN)
}

impl Candidate for IncidentInfo {
    fn id(&self) -> String {
        self.incident_id.clone()
    }

    fn name(&self) -> &str {
        &self.num
    }

    fn label(&self) -> String {
        let at = self
            .opened()
            .map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string());
        let (at, space) = (at.unwrap_or_default(), &self.channel_name);
        format!(
            "{}  {}  {at}  {space}  {}",
            self.incident_id, self.num, self.title
        )
    }
}

/// The one of these that is meant: whoever is there chooses, else the list is the error.
pub fn one_of(
    session: &mut Session<'_>,
    all: &[IncidentInfo],
    num: &str,
) -> Result<IncidentInfo, Error> {
    let wanted = Wanted {
        text: Some(num),
        question: tr!("Which incident {num}?", num),
        unknown: &|| unknown(num),
        ambiguous: &|_| {
            Error::usage(tr!("there are several incidents {num}", num)).hint(tr!("give the id"))
        },
    };
    resolve(session, all, &wanted).cloned()
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

/// The incident that whoever sits there chooses of the latest; a script must name one.
pub fn chosen(session: &mut Session<'_>) -> Result<String, Error> {
    let refusal = || {
        Error::usage(tr!("which incident?")).hint(tr!(
            "name one by its id or number; '{command}' lists those of the last day",
            command = duty!("doctor missed --all")
        ))
    };
    if !session.terminal.may_ask() {
        return Err(refusal());
    }
    let end = soon();
    let search = Search {
        start: days_before(end, 7).as_second(),
        end: end.as_second(),
        ..Search::default()
    };
    let page = session.api.incident_list(&search).next().transpose()?;
    let mut latest = page.map(|page| page.items).unwrap_or_default();
    let me = session.api.caller()?.person_id().0;
    let teams: Vec<u64> = my_spaces(&session.api, me)?;
    let (mut mine, others): (Vec<_>, Vec<_>) = latest
        .drain(..)
        .partition(|one| one.involves(me) || teams.contains(&one.channel_id));
    if mine.is_empty() {
        mine = others;
    }
    mine.truncate(LATEST);
    let wanted = Wanted {
        text: None,
        question: tr!("Which incident?"),
        unknown: &|| {
            Error::new(
                Kind::NotFound,
                tr!("there was no incident in the last 7 days"),
            )
        },
        ambiguous: &|_| refusal(),
    };
    resolve(session, &mine, &wanted).map(|one| one.incident_id.clone())
}

/// The spaces of the person's teams: those that concern them most.
fn my_spaces(api: &Client, me: u64) -> Result<Vec<u64>, Error> {
    let teams = api.teams_of(me)?.teams;
    let own: Vec<u64> = teams
        .iter()
        .filter(|team| team.person_ids.contains(&me))
        .map(|team| team.team_id)
        .collect();
    let mut spaces = Vec::new();
    for page in api.channel_list(None, None) {
        let items = page?.items.into_iter();
        spaces.extend(
            items
                .filter(|one| own.contains(&one.team_id.0))
                .map(|one| one.id.0),
        );
    }
    Ok(spaces)
}

/// Somebody, by id, name or email.
pub struct Somebody {
    pub id: u64,
    pub name: String,
    /// Since when they are a member, where the server says.
    pub since: Option<Timestamp>,
}

struct Member(crate::domain::member::Person);

impl Candidate for Member {
    fn id(&self) -> String {
        self.0.member_id.to_string()
    }

    fn name(&self) -> &str {
        &self.0.member_name
    }

    fn alias(&self) -> Option<&str> {
        Some(&self.0.email)
    }

    fn label(&self) -> String {
        format!(
            "{}  {} {}",
            self.0.member_id, self.0.member_name, self.0.email
        )
    }
}

/// The member that is meant.
pub fn person(session: &mut Session<'_>, text: &str) -> Result<Somebody, Error> {
    if let Ok(id) = text.trim().parse::<u64>() {
        // The list says more, but only servers of the newest reference look for ids in it.
        let listed = session.api.member_list(&id.to_string())?;
        if let Some(one) = listed.into_iter().find(|one| one.member_id.0 == id) {
            return Ok(somebody(&one));
        }
        let named = session.api.person_infos(&[id])?;
        let found = named.into_iter().find(|one| one.person_id.0 == id);
        return found
            .map(|one| Somebody {
                id,
                name: one.person_name,
                since: None,
            })
            .ok_or_else(|| nobody(text));
    }
    let all: Vec<Member> = session
        .api
        .member_list(text.trim())?
        .into_iter()
        .map(Member)
        .collect();
    let wanted = Wanted {
        text: Some(text),
        question: tr!("Which person?"),
        unknown: &|| nobody(text),
        ambiguous: &|_| {
            Error::usage(tr!("'{text}' fits several persons", text)).hint(tr!("give the id"))
        },
    };
    resolve(session, &all, &wanted).map(|found| somebody(&found.0))
}

fn somebody(member: &crate::domain::member::Person) -> Somebody {
    let since = member.created_at.map(|at| at.0);
    Somebody {
        id: member.member_id.0,
        name: member.member_name.clone(),
        since: since.filter(|at| at.as_second() > 0),
    }
}

fn nobody(text: &str) -> Error {
    Error::new(
        Kind::NotFound,
        tr!("there is no member '{text}' that the key may see", text),
    )
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
