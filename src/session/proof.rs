//! Learns from the records of incidents when each channel last reached the person, by at most so many
//! requests, and keeps it.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use jiff::{SignedDuration, Timestamp};

use crate::api::Client;
use crate::domain::delivery::{Fact, Facts};
use crate::domain::evidence::Event;
use crate::domain::evidence::wire::{FeedItem, IncidentInfo, Search};
use crate::domain::proof::Proof;
use crate::error::Error;
use crate::local::proof::Place;
use crate::local::threads::{Running, start};
use crate::session::app::Session;

/// How far back records are read: as far as one search goes.
const DAYS: i64 = 30;
/// What the clock of whoever wrote a record may be ahead of the server's.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// Records asked for at the same time.
const AT_ONCE: usize = 8;

/// What is kept of this person; nothing where it is not known who it is.
pub fn kept(session: &Session<'_>, person: Option<u64>) -> Proof {
    let place = person.and_then(|person| place(session, person).ok());
    let mut proof = place.map_or_else(Proof::default, |place| place.load());
    proof.keep_within(&times(session.api.now()));
    proof
}

/// The times of which messages are proof.
fn times(now: Timestamp) -> RangeInclusive<Timestamp> {
    oldest(now)..=now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX)
}

/// The moment before which nothing is proof.
fn oldest(now: Timestamp) -> Timestamp {
    let days = SignedDuration::from_hours(24 * DAYS);
    now.checked_sub(days).unwrap_or(Timestamp::MIN)
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

/// Reads the records of what was assigned to the person, the latest first, a few at the same time, and keeps
/// what they tell; how many were left unread.
///
/// # Errors
/// What the server said.
pub fn survey(
    session: &Session<'_>,
    api: &Client,
    facts: &mut Facts,
    person: u64,
    requests: u32,
) -> Result<usize, Error> {
    let now = api.now();
    let search = Search {
        start: oldest(now).as_second(),
        end: now.as_second() + 60,
        ..Search::default()
    };
    let left = AtomicU32::new(requests);
    let take = || {
        let one = |left: u32| left.checked_sub(1);
        left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one)
            .is_ok()
    };
    let mut mine: Vec<IncidentInfo> = Vec::new();
    for page in api.incident_list(&search) {
        mine.extend(page?.items.into_iter().filter(|one| one.involves(person)));
        // As many as can still be read are enough.
        if !take() || mine.len() >= left.load(Ordering::SeqCst) as usize {
            break;
        }
    }
    let read_one = |one: &IncidentInfo| -> Result<Option<Vec<Event>>, Error> {
        let mut items = Vec::new();
        let mut pages = api.incident_feed(&one.incident_id);
        let mut any = false;
        while take() {
            any = true;
            match pages.next() {
                Some(page) => items.extend(page?.items),
                None => break,
            }
            if !pages.has_more() {
                break;
            }
        }
        items.retain(|item: &FeedItem| item.is_of(&one.incident_id));
        Ok(any.then(|| Event::all(&items)))
    };
    let mut read = Proof::default();
    let times = times(now);
    let mut unread = 0;
    let apps = match &facts.integrations {
        Fact::Known(apps) => apps.as_slice(),
        Fact::Unknown(_) => &[],
    };
    for few in mine.chunks(AT_ONCE) {
        let answers: Vec<_> = thread::scope(|scope| {
            let asked: Vec<_> = few
                .iter()
                .map(|one| start(scope, move || read_one(one)))
                .collect();
            let joined = asked.into_iter().map(Running::join);
            joined.collect()
        });
        for answer in answers {
            match answer?? {
                Some(events) => read.learn(&events, person, apps, &times),
                None => unread += 1,
            }
        }
    }
    facts.proof.renew(read, now);
    keep(session, person, &facts.proof)?;
    Ok(unread)
}
