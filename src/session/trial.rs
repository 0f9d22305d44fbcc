//! Opens an incident for the caller alone and closes it again, whatever comes: on an error, where the time
//! is over, and after Ctrl-C, where the request that closes it is the only one that is still sent.

use std::time::Duration;

use serde_json::Value;
use tr::tr;

use crate::domain::evidence::wire::{IncidentInfo, Search};
use crate::error::{Error, Kind};
use crate::local::interruption;
use crate::local::now;
use crate::session::app::Session;
use crate::session::write::send::{look, send_within};
use crate::session::write::{Deed, Outcome, send_once, tell_proven};
use crate::text::duty;

/// How long the request that closes may take, and after an interrupt.
const TO_CLOSE: Duration = Duration::from_secs(10);
const TO_CLOSE_AT_ONCE: Duration = Duration::from_secs(2);
/// How often the incident of a lost answer is looked for, and after how long again.
const LOOKS: u32 = 4;
const BETWEEN_LOOKS: Duration = Duration::from_millis(700);
/// How often it is closed before that is given up.
const TRIES: u32 = 3;
const DAY: i64 = 86_400;

/// Why none was opened, and one that was all the same: its answer was lost, and it was found.
pub struct NotOpened {
    pub why: Box<Error>,
    /// Its id, and whether it is closed, where that is known.
    pub found: Option<(String, Option<bool>)>,
}

impl From<Error> for NotOpened {
    fn from(why: Error) -> NotOpened {
        NotOpened {
            why: Box::new(why),
            found: None,
        }
    }
}

/// An incident that was opened, and what the server says of it, if it does.
pub struct Opened {
    pub id: String,
    pub info: Option<IncidentInfo>,
}

/// Open it. Where the answer is lost, it is looked for by the word in its title that no other has,
/// and closed.
///
/// # Errors
/// What the server said; where it may have been opened, what became of it.
pub fn open(
    session: &mut Session<'_>,
    body: &Value,
    person: u64,
    nonce: &str,
) -> Result<Opened, NotOpened> {
    let doing = tr!("cannot open the test incident");
    let deed = Deed {
        request: session.api.incident_create(body),
        doing: doing.clone(),
        tells: String::new(),
        guard: None,
    };
    match send_once(session, deed, |session| find(session, person, nonce)) {
        Outcome::Answered(opened) => ours(session, opened.incident_id, person, nonce),
        Outcome::Refused(error) => Err(explained(error).into()),
        Outcome::Lost(error, found) => {
            let error = error.while_doing(doing);
            Err(match found {
                Ok(Some(id)) => found_again(session, id, error),
                Ok(None) => not_found(error, None, nonce),
                Err(why) => not_found(error, Some(&why), nonce),
            })
        }
    }
}

/// The incident that the server named, if it has the word in its title: somebody else's is not closed.
fn ours(session: &Session<'_>, id: String, person: u64, nonce: &str) -> Result<Opened, NotOpened> {
    let info = match id.as_str() {
        "" => None,
        id => session.api.once().incident_info(id).ok(),
    };
    let title = info.as_ref().map_or("", |info| &info.title);
    if !id.is_empty() && (title.is_empty() || title.contains(nonce)) {
        return Ok(Opened { id, info });
    }
    let error = Error::new(
        Kind::Unreachable,
        tr!("the server did not name the incident that it opened"),
    );
    match find(session, person, nonce) {
        Ok(Some(id)) => Ok(Opened { id, info: None }),
        Ok(None) => Err(not_found(error, None, nonce)),
        Err(why) => Err(not_found(error, Some(&why), nonce)),
    }
}

fn not_found(error: Error, why: Option<&Error>, nonce: &str) -> NotOpened {
    let told = match why {
        None => tr!(
            "it is not known whether it was opened; there was none with {nonce} in its title when duty looked",
            nonce
        ),
        Some(why) => tr!(
            "it is not known whether it was opened ({0}): look for {nonce} in the titles of the incidents, and close it",
            why.message,
            nonce
        ),
    };
    error.detail(told).hint(tells(nonce)).into()
}

/// The incident of a lost answer is there: it is closed.
fn found_again(session: &Session<'_>, id: String, error: Error) -> NotOpened {
    let closed = close(session, &id, interruption::came());
    let error = match &closed {
        Ok(()) => error.detail(tr!(
            "the answer was lost; the incident was found and closed"
        )),
        Err(why) => error
            .detail(tr!("the answer was lost; the incident was found"))
            .detail(left_open(&id, why)),
    };
    NotOpened {
        why: Box::new(error),
        found: Some((id, is_closed(&closed))),
    }
}

/// Whether it is closed; nothing where that is not known.
pub fn is_closed(closed: &Result<(), Unclosed>) -> Option<bool> {
    match closed {
        Ok(()) => Some(true),
        Err(why) if why.not_known => None,
        Err(_) => Some(false),
    }
}

/// What tells whether one was opened.
fn tells(nonce: &str) -> String {
    tr!(
        "'{command}' tells: close the incident with {nonce} in its title, if there is one",
        nonce,
        command = duty!("doctor missed --all --since 1h")
    )
}

/// The incident of this person that has the word in its title.
fn find(session: &Session<'_>, person: u64, nonce: &str) -> Result<Option<String>, Error> {
    let api = session.api.once();
    let now = now::now().as_second();
    let search = Search {
        start: now - DAY,
        end: now + DAY,
        creators: vec![person],
        ..Search::default()
    };
    let mut failed = None;
    for attempt in 0..LOOKS {
        if attempt > 0 && !interruption::wait_to_look(BETWEEN_LOOKS) {
            break;
        }
        // Not all may be of this person, where the server does not know the filter.
        let found = api.incident_list(&search).find_map(|page| {
            let mut items = match page {
                Ok(page) => page.items.into_iter(),
                Err(error) => return Some(Err(error)),
            };
            items.find(|one| one.title.contains(nonce)).map(Ok)
        });
        match found.transpose() {
            Ok(Some(one)) => return Ok(Some(one.incident_id)),
            Ok(None) => failed = None,
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(None), Err)
}

/// Why it is, or may be, still open.
pub struct Unclosed {
    pub why: Box<Error>,
    /// Nobody said that it is open: an answer was lost, and what is there does not decide.
    pub not_known: bool,
}

/// Close it: once and at once after an interrupt, else a few times, and where the answer is lost what is
/// there decides.
///
/// # Errors
/// Where it is, or may be, still open.
pub fn close(session: &Session<'_>, id: &str, interrupted: bool) -> Result<(), Unclosed> {
    let once = |limit| {
        send_within(
            session,
            session.api.incident_resolve(&[id]).undoing(),
            limit,
        )
    };
    if interrupted {
        return once(TO_CLOSE_AT_ONCE).map_err(|why| Unclosed {
            not_known: why.outcome_unknown(),
            why: Box::new(why),
        });
    }
    let mut attempt = 1;
    let mut not_known = false;
    loop {
        let Err(why) = once(TO_CLOSE) else {
            return Ok(());
        };
        // What was refused is refused again.
        if !why.outcome_unknown() && why.kind != Kind::RateLimited {
            let why = Box::new(why);
            return Err(Unclosed { why, not_known });
        }
        let seen = look(session, |session| session.api.once().incident_info(id));
        let seen = seen.map(|incident| incident.is_open());
        if matches!(seen, Ok(false)) {
            tell_proven(session, &why);
            return Ok(());
        }
        // A request without an answer may still arrive after the look.
        not_known |= why.may_still_arrive() || (why.outcome_unknown() && seen.is_err());
        if attempt == TRIES || interruption::came() {
            let why = Box::new(why);
            return Err(Unclosed { why, not_known });
        }
        attempt += 1;
        let wait = why.retry_after.map_or(1, |seconds| seconds.get().min(5));
        // Closing what is closed does nothing.
        interruption::pause(Duration::from_secs(wait.into()));
    }
}

/// An incident that duty opened and could not close, in a sentence.
pub fn left_open(id: &str, unclosed: &Unclosed) -> String {
    if unclosed.not_known {
        let why = &unclosed.why.message;
        return tr!(
            "it is not known whether incident {id} is closed ({why}): look there, and close it",
            why,
            id
        );
    }
    tr!(
        "incident {id} is still open ({0}): close it there",
        unclosed.why.message,
        id
    )
}

/// What is needed where the server refuses.
fn explained(error: Error) -> Error {
    match error.kind {
        Kind::NotAllowed => error.hint(tr!(
            "the key, and the person that it belongs to, need the permission Incidents Manage; the owner of the account gives it; '{command}' is the mildest try",
            command = duty!("prefs test --mail")
        )),
        Kind::NotFound => error.hint(tr!("this server does not let incidents be opened by the API")),
        _ => error,
    }
}
