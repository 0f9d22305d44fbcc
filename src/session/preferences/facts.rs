//! What a prefs command reads first: the preferences, and the facts that decide what delivers. The
//! questions do not depend on each other, so they go out at the same time.

use std::thread;

use jiff::Timestamp;
use tr::tr;

use crate::api::Client;
use crate::domain::channel::Personal;
use crate::domain::delivery::{Contacts, Fact, Facts};
use crate::domain::member::Caller;
use crate::domain::preference::Preference;
use crate::error::{Error, Kind};
use crate::session::app::Session;

/// The preferences and what is known about the channels.
pub struct View {
    /// The preferences as they are.
    pub preference: Preference,
    /// What decides whether a channel delivers.
    pub facts: Facts,
    /// A moment before the preferences were read.
    pub read_at: Timestamp,
}

/// Read both for a change: the preferences last, so that little can happen before they are written.
///
/// # Errors
/// As [`view`].
pub fn to_change(session: &Session<'_>) -> Result<View, Error> {
    session.look_up_place();
    let facts = facts(session)?;
    let read_at = Timestamp::now();
    let preference = session
        .api
        .preference_info()
        .map_err(|error| error.while_doing(tr!("cannot read the preferences")))?;
    Ok(View {
        preference,
        facts,
        read_at,
    })
}

/// Read both.
///
/// # Errors
/// Only what `preference_info` said: the facts are advice.
pub fn view(session: &Session<'_>) -> Result<View, Error> {
    let api = &session.api;
    thread::scope(|scope| {
        let read_at = Timestamp::now();
        let facts = scope.spawn(|| gather(api, &session.settings.channels_off));
        let preference = api
            .preference_info()
            .map_err(|error| error.while_doing(tr!("cannot read the preferences")));
        Ok(View {
            preference: preference?,
            facts: joined(facts)?,
            read_at,
        })
    })
}

/// The facts alone.
pub fn facts(session: &Session<'_>) -> Result<Facts, Error> {
    Ok(gather(&session.api, &session.settings.channels_off))
}

fn gather(api: &Client, off: &[Personal]) -> Facts {
    thread::scope(|scope| {
        let devices = scope.spawn(|| api.device_list());
        let integrations = scope.spawn(|| api.integration_list());
        Facts {
            contacts: fact(api.caller().map(|caller| contacts(&caller))),
            devices: fact(joined(devices).and_then(|list| list)),
            integrations: fact(joined(integrations).and_then(|list| list)),
            off: off.to_vec(),
        }
    })
}

/// What a thread answered.
pub fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> Result<T, Error> {
    thread
        .join()
        .map_err(|_| Error::new(Kind::Failed, tr!("a request ended in a panic")))
}

/// An answer as a fact: what the server would not say is no error.
pub fn fact<T>(answer: Result<T, Error>) -> Fact<T> {
    match answer {
        Ok(value) => Fact::Known(value),
        Err(error) => Fact::Unsaid(match error.code() {
            Some(code) => tr!("the server would not say ({code})", code),
            None => tr!("the server would not say ({0})", error.message),
        }),
    }
}

/// The contacts of whoever the key belongs to.
pub fn contacts(caller: &Caller) -> Contacts {
    match caller {
        Caller::Member(member) => Contacts {
            phone: member.phone.clone(),
            phone_verified: member.phone_verified,
            email: member.email.clone(),
            email_verified: member.email_verified,
            pending: member.status == "pending",
        },
        // account_info says nothing about verification.
        Caller::Primary(_) => Contacts::default(),
    }
}
