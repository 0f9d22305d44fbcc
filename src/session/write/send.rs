//! The only place that sends a [`Write`], and how what is there afterwards is read.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tr::tr;

use crate::api::{Proof, Write};
use crate::error::{Error, Kind};
use crate::local::interruption;
use crate::session::app::Session;
use crate::ui::terminal::Uninterrupted;

/// Send it, and nothing else: whoever calls this looks at what is there by itself.
pub(in crate::session) fn send<T: DeserializeOwned>(
    session: &Session<'_>,
    request: &Write<T>,
    proof: Option<&Proof>,
) -> Result<T, Error> {
    // After an interrupt nothing more is begun.
    if interruption::came() && !request.undoes() {
        return Err(Error::interrupted());
    }
    request.transmit(&session.api, proof)
}

/// Send what a user wrote: nobody here knows what tells whether it took effect, so that is said. An interrupt
/// waits for the answer for a moment.
pub fn pass_on<T: DeserializeOwned>(session: &Session<'_>, request: &Write<T>) -> Result<T, Error> {
    let _uninterrupted = Uninterrupted::begin();
    send(session, request, None).map_err(|error| match error.outcome_unknown() {
        false => error,
        true => error
            .detail(tr!("it is not known whether the change took effect"))
            .hint(tr!("look at what is there before you send it again")),
    })
}

/// Read what is there after a write, also where the time of the command is used up.
pub fn look<S>(
    session: &Session<'_>,
    read: impl FnOnce(&Session<'_>) -> Result<S, Error>,
) -> Result<S, Error> {
    session.api.read_back(|| read(session))
}

/// Send it beside this thread, and wait no longer than this: a server that does not answer must not keep
/// what is being ended from ending.
pub(in crate::session) fn send_within<T: DeserializeOwned + Send + 'static>(
    session: &Session<'_>,
    request: Write<T>,
    limit: Duration,
) -> Result<T, Error> {
    let (sender, answer) = mpsc::channel();
    let api = session.api.once();
    thread::spawn(move || {
        // Nobody listens any more where it came too late.
        let _ = sender.send(request.transmit(&api, None));
    });
    answer.recv_timeout(limit).unwrap_or_else(|_| {
        let limit = limit.as_secs();
        Err(Error::new(
            Kind::Unreachable,
            tr!("no answer within {limit} s", limit),
        ))
    })
}
