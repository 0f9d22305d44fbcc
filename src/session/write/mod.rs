//! A write, from the request to what is known of it: send, read back, judge. Every [`Write`] goes through
//! this or, where somebody else looks at what is there, through `send.rs`. One whose answer is lost (no answer in time, a
//! connection that broke, a 5xx) may have been carried out all the same; it is not sent again (but for preferences, see
//! `preferences/write.rs`), what is there afterwards tells.

pub mod send;

use serde::de::DeserializeOwned;
use tr::tr;

use crate::api::{Proof, Write};
use crate::domain::verification::Purpose;
use crate::error::{Error, Kind};
use crate::session::app::Session;
use crate::session::verification::Verification;
use crate::session::write::send::{look, send};
use crate::ui::terminal::Uninterrupted;

/// A write, and what there is to say of it.
pub struct Deed<'a, T> {
    /// What is sent.
    pub request: Write<T>,
    /// "cannot rename the key".
    pub doing: String,
    /// What tells whether it took effect: "'duty app-key list' tells".
    pub tells: String,
    /// The codes, where the server may ask for one.
    pub guard: Option<(&'a mut Verification, &'a Purpose)>,
}

/// What came of it.
pub enum Outcome<T, S> {
    /// The server answered.
    Answered(T),
    /// It was refused, or never sent.
    Refused(Error),
    /// Nobody knows what became of it; what was there afterwards.
    Lost(Error, Result<S, Error>),
}

/// What was there afterwards, as a judgement on the write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It took effect.
    Done,
    /// It has not taken effect.
    NotDone,
    /// Neither can be seen.
    Unknown,
}

impl Verdict {
    /// Where it can be seen.
    pub fn of(done: bool) -> Verdict {
        if done {
            Verdict::Done
        } else {
            Verdict::NotDone
        }
    }
}

/// Send it once. Where the answer is lost, what was read afterwards decides: done, or an error that says what is
/// known and what tells. The answer is `None` where only the read-back proves the deed.
pub fn settle<T: DeserializeOwned, S>(
    session: &mut Session<'_>,
    deed: Deed<'_, T>,
    read: impl FnOnce(&Session<'_>) -> Result<S, Error>,
    judge: impl FnOnce(&S) -> Verdict,
) -> Result<Option<T>, Error> {
    settle_if(session, deed, |_| Ok(()), read, judge)
}

/// The same where what made it right may end while somebody types a code: `still` looks again before that is sent.
pub fn settle_if<T: DeserializeOwned, S>(
    session: &mut Session<'_>,
    deed: Deed<'_, T>,
    still: impl Fn(&Session<'_>) -> Result<(), Error>,
    read: impl FnOnce(&Session<'_>) -> Result<S, Error>,
    judge: impl FnOnce(&S) -> Verdict,
) -> Result<Option<T>, Error> {
    let (doing, tells) = (deed.doing.clone(), deed.tells.clone());
    let (error, found) = match send_if(session, deed, still, read) {
        Outcome::Answered(answer) => return Ok(Some(answer)),
        Outcome::Refused(error) => return Err(error),
        Outcome::Lost(error, found) => (error, found),
    };
    let verdict = found.map_or(Verdict::Unknown, |found| judge(&found));
    if verdict == Verdict::Done {
        tell_proven(session, &error);
        return Ok(None);
    }
    let error = error.while_doing(doing);
    Err(match verdict {
        Verdict::NotDone if !error.may_still_arrive() => error.detail(tr!("nothing was changed")),
        Verdict::NotDone => error
            .detail(tr!(
                "it is not known whether the change still takes effect; it had not when duty looked"
            ))
            .hint(tells),
        _ => error
            .detail(tr!("it is not known whether the change took effect"))
            .hint(tells),
    })
}

/// The answer was lost, and what is there proves the deed.
pub(in crate::session) fn tell_proven(session: &Session<'_>, lost: &Error) {
    session.out.note(&tr!(
        "The answer was lost ({0}), but the change took effect.",
        lost.message
    ));
}

/// Send it once, and read where the answer is lost: for whoever makes more of that than [`settle`]. The error of
/// a lost answer does not say what was being done.
pub fn send_once<T: DeserializeOwned, S>(
    session: &mut Session<'_>,
    deed: Deed<'_, T>,
    read: impl FnOnce(&Session<'_>) -> Result<S, Error>,
) -> Outcome<T, S> {
    send_if(session, deed, |_| Ok(()), read)
}

fn send_if<T: DeserializeOwned, S>(
    session: &mut Session<'_>,
    deed: Deed<'_, T>,
    still: impl Fn(&Session<'_>) -> Result<(), Error>,
    read: impl FnOnce(&Session<'_>) -> Result<S, Error>,
) -> Outcome<T, S> {
    // Holds Ctrl-C off until it is found out, but not while a code is asked for.
    let mut lost = None;
    let mut transmit = |session: &Session<'_>, proof: Option<&Proof>| {
        // Without a terminal nobody was waited for.
        if proof.is_some() && session.terminal.may_ask() {
            still(session)?;
        }
        let uninterrupted = Uninterrupted::begin();
        send(session, &deed.request, proof).map_err(|error| match error.kind {
            _ if error.outcome_unknown() => {
                lost = Some(uninterrupted);
                error
            }
            Kind::Verification => error,
            _ => error.while_doing(&deed.doing),
        })
    };
    let answer = match deed.guard {
        Some((verification, purpose)) => {
            verification.prove(session, purpose, &deed.doing, &mut transmit)
        }
        None => transmit(session, None),
    };
    match answer {
        Ok(answer) => Outcome::Answered(answer),
        Err(error) if lost.is_some() => Outcome::Lost(error, look(session, read)),
        Err(error) => Outcome::Refused(error),
    }
}
