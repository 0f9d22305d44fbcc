//! What a prefs command reads first: the preferences, and the facts that decide what delivers. The
//! questions do not depend on each other, so they go out at the same time.

use std::thread;

use jiff::Timestamp;
use tr::tr;

use crate::api::Client;
use crate::domain::delivery::{Contacts, Fact, Facts};
use crate::domain::member::Caller;
use crate::domain::preference::Preference;
use crate::error::{Error, Kind};
use crate::local::now::now;
use crate::local::threads::{Running, start};
use crate::session::app::Session;
use crate::session::proof;
use crate::text::duty;

/// The preferences as they are, and what is known about the channels.
pub struct Snapshot {
    pub preference: Preference,
    pub facts: Facts,
    /// A moment before the preferences were read.
    pub read_at: Timestamp,
}

impl Snapshot {
    /// Both at the same time. Only what `preference_info` said is an error: the facts are advice.
    pub fn read(session: &Session<'_>) -> Result<Snapshot, Error> {
        let api = &session.api;
        thread::scope(|scope| {
            let read_at = now();
            let preference = start(scope, || preference(api));
            let facts = facts(session);
            Ok(Snapshot {
                preference: joined(preference)??,
                facts,
                read_at,
            })
        })
    }

    /// For a change: the preferences last, so that little can happen before they are written.
    pub fn to_change(session: &Session<'_>) -> Result<Snapshot, Error> {
        session.look_up_place();
        let facts = facts(session);
        let read_at = now();
        let preference = preference(&session.api)?;
        refuse_another(&preference, &facts)?;
        Ok(Snapshot {
            preference,
            facts,
            read_at,
        })
    }
}

fn preference(api: &Client) -> Result<Preference, Error> {
    let answer = api.preference_info();
    answer.map_err(|error| error.while_doing(tr!("cannot read the preferences")))
}

/// The facts alone.
pub fn facts(session: &Session<'_>) -> Facts {
    let api = &session.api.advice();
    thread::scope(|scope| {
        let devices = start(scope, || api.device_list());
        let integrations = start(scope, || api.im_apps());
        let contacts = fact(api.caller_in_full().map(|caller| contacts(&caller)));
        let person = contacts.known().and_then(|contacts| contacts.person_id);
        Facts {
            proof: proof::kept(session, person),
            contacts,
            devices: fact(joined(devices).and_then(|list| list)),
            integrations: fact(joined(integrations).and_then(|list| list)),
            off: session.settings.channels_off.clone(),
        }
    })
}

/// Where the preferences are not those of whoever the key belongs to: that, in a sentence.
pub fn of_another(preference: &Preference, contacts: &Fact<Contacts>) -> Option<String> {
    let theirs = Some(preference.person_id.0).filter(|id| *id != 0)?;
    let own = contacts.known()?.person_id?;
    (theirs != own).then(|| {
        tr!(
            "the server says that these are the preferences of person {theirs}, and that the key belongs to person {own}",
            theirs,
            own
        )
    })
}

/// Nobody pages by what somebody else chose, and nobody's choice becomes somebody else's.
pub fn refuse_another(preference: &Preference, facts: &Facts) -> Result<(), Error> {
    match of_another(preference, &facts.contacts) {
        None => Ok(()),
        Some(other) => Err(Error::failed(other).hint(whose_key())),
    }
}

/// What was read once more is of the same person as before.
pub fn of_same(before: &Preference, found: Preference, facts: &Facts) -> Result<Preference, Error> {
    refuse_another(&found, facts)?;
    let (own, theirs) = (before.person_id.0, found.person_id.0);
    if own == 0 || theirs == 0 || own == theirs {
        return Ok(found);
    }
    Err(Error::failed(tr!(
        "the server says that these are the preferences of person {theirs}, and that those before were of person {own}",
        theirs,
        own
    ))
    .hint(whose_key()))
}

/// What duty does not know it sends as it was read; whether it stayed so is seen only in what is read back.
pub fn with_scenes(sent: &Preference, found: Preference) -> Result<Preference, Error> {
    let lost = sent.scenes_changed_in(&found);
    if lost.is_empty() {
        return Ok(found);
    }
    let list = lost.join(&tr!(", "));
    Err(Error::new(
        Kind::Conflict,
        tr!(
            "the change is in force, but {list} is no longer as it was, which duty does not know and did not change",
            list
        ),
    )
    .hint(tr!("look at it in the console: Personal center > Notifications")))
}

/// What tells who the key belongs to.
pub fn whose_key() -> String {
    tr!(
        "'{command}' shows whose key it is",
        command = duty!("profile show")
    )
}

/// What a thread answered.
pub fn joined<T>(thread: Running<'_, T>) -> Result<T, Error> {
    thread.join()
}

/// An answer as a fact: no answer is no error.
pub fn fact<T>(answer: Result<T, Error>) -> Fact<T> {
    match answer {
        Ok(value) => Fact::Known(value),
        Err(error) => Fact::Unknown(match error.code() {
            Some(code) => tr!("no answer from the server ({code})", code),
            None => tr!("no answer from the server ({0})", error.message),
        }),
    }
}

/// The contacts of whoever the key belongs to.
pub fn contacts(caller: &Caller) -> Contacts {
    let time_zones = caller.time_zones().map(str::to_owned);
    match caller {
        Caller::Member(member) => Contacts {
            phone: member.phone.clone(),
            phone_verified: member.phone_verified,
            email: member.email.clone(),
            email_verified: member.email_verified,
            pending: member.status == "pending",
            status: Some(member.status.clone())
                .filter(|status| !["enabled", "pending"].contains(&status.as_str())),
            person_id: Some(member.member_id.0).filter(|id| *id != 0),
            time_zones,
        },
        // account_info says nothing about verification.
        Caller::Primary(account) => Contacts {
            person_id: Some(account.account_id.0).filter(|id| *id != 0),
            time_zones,
            ..Contacts::default()
        },
    }
}
