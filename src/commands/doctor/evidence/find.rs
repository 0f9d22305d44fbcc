//! Which incident and which person are meant.

use jiff::Timestamp;
use tr::tr;

use crate::api::Client;
use crate::domain::evidence::wire::{IncidentInfo, Search};
use crate::error::{Error, Kind};
use crate::local::times::Times;
use crate::session::app::Session;
pub use crate::session::incidents::{
    Named, WINDOW_DAYS, by_num, days_before, explained, listed, one_of, soon,
};
use crate::session::resolve::{Candidate, Wanted, resolve};
use crate::text::{duty, pasted};

/// Of a choice the latest so many are shown.
const LATEST: usize = 20;

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
    // The first page has the latest, and more than are shown.
    let page = session.api.incident_list(&search).next().transpose()?;
    let mut latest = page.map(|page| page.items).unwrap_or_default();
    let caller = session.api.identified()?;
    let (me, times) = (caller.person_id().0, Times::of(Some(&caller)));
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
    let listed = listed(&mine, &times);
    resolve(session, &listed, &wanted).map(Candidate::id)
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
    for page in api.channel_list(None, &[]) {
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
    /// Their email, where the server says.
    pub email: Option<String>,
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
    let text = pasted(text);
    let text = text.as_ref();
    if let Ok(id) = text.parse::<u64>() {
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
                email: None,
                since: None,
            })
            .ok_or_else(|| nobody(text));
    }
    let all: Vec<Member> = session
        .api
        .member_list(text)?
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
        email: Some(member.email.clone()).filter(|email| !email.is_empty()),
        since: since.filter(|at| at.as_second() > 0),
    }
}

fn nobody(text: &str) -> Error {
    Error::new(
        Kind::NotFound,
        tr!("there is no member '{text}' that the key may see", text),
    )
}

/// What was found by this, without what was over at that moment.
pub fn list(api: &Client, search: &Search, from: Timestamp) -> Result<Vec<IncidentInfo>, Error> {
    let mut all = Vec::new();
    let mut pages = api.incident_list(search);
    while let Some(page) = pages.next() {
        let page = page.map_err(|error| match pages.is_cut_off() {
            true => error.hint(tr!(
                "--since, or --from and --to, name a shorter time, and --space one space"
            )),
            false => error,
        })?;
        all.extend(page.items);
    }
    // A server that does not know a filter leaves it out.
    all.retain(|one| {
        let began = one.opened().map(Timestamp::as_second);
        began.is_none_or(|began| began < search.end)
            && (search.spaces.is_empty() || search.spaces.contains(&one.channel_id))
            && !one.was_over_at(from)
    });
    Ok(all)
}
