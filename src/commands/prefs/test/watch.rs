//! Waits for the records of a test: they are asked for beside this thread, so that Ctrl-C is seen at once.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::tried::Trial;
use crate::api::Client;
use crate::domain::evidence::Event;
use crate::domain::evidence::wire::FeedItem;
use crate::domain::trial::{self, Told};
use crate::error::{Error, Kind};
use crate::session::app::Session;
use crate::ui::terminal::Uninterrupted;

/// How often Ctrl-C is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// Between two looks at the record: at first, and later.
const SOON: Duration = Duration::from_millis(500);
const LATER: Duration = Duration::from_secs(2);
/// After that it is later.
const AT_FIRST: Duration = Duration::from_secs(10);
/// A failure may be written after the record: so long is waited for one.
const GRACE: Duration = Duration::from_secs(1);

/// What was seen.
pub struct Watched {
    pub told: Vec<Told>,
    pub wait: Duration,
    /// Why the record was not read the last time.
    pub unread: Option<Error>,
}

/// Until each chosen channel has a record, or the time is over.
///
/// # Errors
/// `Interrupted`; what the server said where it would say the same again.
pub fn watch(
    session: &mut Session<'_>,
    trial: &Trial,
    id: &str,
    wait: Duration,
    mut show: impl FnMut(&mut Session<'_>, &[Told]) -> Result<(), Error>,
) -> Result<Watched, Error> {
    let began = Instant::now();
    let mut watched = Watched {
        told: trial::told(&[], trial.person, &trial.chosen),
        wait,
        unread: None,
    };
    let mut complete_since = None;
    loop {
        match read(&session.api, id)? {
            Ok(events) => {
                watched.unread = None;
                watched.told = trial::told(&events, trial.person, &trial.chosen);
                show(session, &watched.told)?;
            }
            Err(error) => match error.kind {
                Kind::Key | Kind::NotAllowed | Kind::NotFound => return Err(error),
                _ => watched.unread = Some(error),
            },
        }
        let complete = watched.told.iter().all(|one| one.outcome.is_some());
        let since = complete.then(|| *complete_since.get_or_insert_with(Instant::now));
        if since.is_some_and(|since| since.elapsed() >= GRACE) || began.elapsed() >= wait {
            session.api.extend_deadline(began.elapsed());
            return Ok(watched);
        }
        let pause = if began.elapsed() < AT_FIRST {
            SOON
        } else {
            LATER
        };
        rest(pause.min(wait.saturating_sub(began.elapsed()).max(GLANCE)))?;
    }
}

/// What the record says after it was closed, if it can be read.
pub fn once_more(session: &Session<'_>, trial: &Trial, id: &str) -> Option<Vec<Told>> {
    let events = read(&session.api, id).ok()?.ok()?;
    Some(trial::told(&events, trial.person, &trial.chosen))
}

/// The record, unless Ctrl-C comes first.
fn read(api: &Arc<Client>, id: &str) -> Result<Result<Vec<Event>, Error>, Error> {
    let (sender, answers) = mpsc::channel();
    let (api, id) = (Arc::clone(api), id.to_owned());
    thread::spawn(move || {
        let mut items = Vec::new();
        for page in api.once().incident_feed(&id) {
            match page {
                Ok(page) => items.extend(page.items),
                // Nobody listens any more once the command is over.
                Err(error) => return drop(sender.send(Err(error))),
            }
        }
        items.retain(|item: &FeedItem| item.is_of(&id));
        let _ = sender.send(Ok(Event::all(&items)));
    });
    loop {
        interrupted()?;
        match answers.recv_timeout(GLANCE) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::failed(tr::tr!("a request ended in a panic")));
            }
        }
    }
}

fn rest(pause: Duration) -> Result<(), Error> {
    let until = Instant::now() + pause;
    while Instant::now() < until {
        interrupted()?;
        thread::sleep(GLANCE.min(until.saturating_duration_since(Instant::now())));
    }
    Ok(())
}

fn interrupted() -> Result<(), Error> {
    if Uninterrupted::was_interrupted() {
        return Err(Error::interrupted());
    }
    Ok(())
}
