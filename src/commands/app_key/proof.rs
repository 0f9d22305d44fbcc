//! What proves a new key: that it lets in whom it was made for, or that somebody who has it says so.

use tr::tr;

use crate::domain::app_key::KeyInfo;
use crate::domain::member::Caller;
use crate::error::{Error, Kind};
use crate::local::rotation_journal::Journal;
use crate::session::app::Session;
use crate::text::duty;

/// The new key is of the person that it was made for, where that is known.
pub fn of_this_person(journal: &Journal, caller: &Caller) -> Result<(), Error> {
    let theirs = caller.person_id();
    match journal.person.filter(|own| *own != theirs) {
        None => Ok(()),
        Some(own) => Err(Error::new(
            Kind::Conflict,
            tr!(
                "the new key was made for person {own} and belongs to person {theirs}",
                own,
                theirs
            ),
        )),
    }
}

pub fn ask_for(session: &Session<'_>, new: &KeyInfo) -> Result<(), Error> {
    let label = new.label();
    let question = tr!(
        "The new key {label} was handed out but never tested. Do you have it, and may the old one be stopped?",
        label
    );
    session.agree(&question, || {
        Error::usage(tr!(
            "the new key {label} was handed out but never tested",
            label
        ))
        .hint(tr!(
            "test it with '{status}'; then --resume --yes goes on; if nobody has it, '{delete}'",
            status = duty!("auth status"),
            delete = duty!("app-key delete", new.key_id, "--self")
        ))
    })
}
