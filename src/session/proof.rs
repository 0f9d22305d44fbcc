//! Learns from the records of incidents when each channel last reached the person, by at most so many
//! requests, and keeps it.

use jiff::Timestamp;

use crate::domain::delivery::{Fact, Facts};
use crate::domain::evidence::Event;
use crate::domain::evidence::wire::{IncidentInfo, Search};
use crate::domain::proof::Proof;
use crate::error::Error;
use crate::local::proof::Place;
use crate::session::app::Session;

/// How far back records are read: as far as one search goes.
const DAYS: i64 = 30;

/// What is kept of this person; nothing where it is not known who it is.
pub fn kept(session: &Session<'_>, person: Option<u64>) -> Proof {
    person
        .and_then(|person| place(session, person).ok())
        .map_or_else(Proof::default, |place| place.load())
}

fn place(session: &Session<'_>, person: u64) -> Result<Place, Error> {
    Place::of(
        session.paths,
        session.settings,
        session.api.base_url(),
        person,
    )
}

/// Keep what a command learned.
///
/// # Errors
/// Where it cannot be kept.
pub fn keep(session: &Session<'_>, person: u64, proof: &Proof) -> Result<(), Error> {
    place(session, person)?.save(proof)
}

/// Reads the records of what was assigned to the person, the latest first, and keeps what they tell; how
/// many were left unread.
///
/// # Errors
/// What the server said.
pub fn survey(
    session: &Session<'_>,
    facts: &mut Facts,
    person: u64,
    requests: u32,
) -> Result<usize, Error> {
    let api = &session.api;
    let now = Timestamp::now();
    let search = Search {
        start: now.as_second() - DAYS * 86_400,
        end: now.as_second() + 60,
        ..Search::default()
    };
    let mut left = requests;
    let mut mine: Vec<IncidentInfo> = Vec::new();
    for page in api.incident_list(&search) {
        mine.extend(page?.items.into_iter().filter(|one| one.involves(person)));
        left = left.saturating_sub(1);
        // As many as can still be read are enough.
        if mine.len() >= left as usize {
            break;
        }
    }
    let apps = match &facts.integrations {
        Fact::Known(apps) => apps.as_slice(),
        Fact::Unknown(_) => &[],
    };
    let mut read = Proof::default();
    let mut unread = mine.len();
    for one in &mine {
        if left == 0 {
            break;
        }
        let mut items = Vec::new();
        for page in api.incident_feed(&one.incident_id) {
            items.extend(page?.items);
            left = left.saturating_sub(1);
            if left == 0 {
                break;
            }
        }
        read.learn(&Event::all(&items), person, apps);
        unread -= 1;
    }
    facts.proof.renew(read, now);
    keep(session, person, &facts.proof)?;
    Ok(unread)
}
