//! What proves a new key: that it lets in whom it was made for, or that somebody who has it says so.

use tr::tr;

use crate::commands::app_key::make::delete_command;
use crate::domain::app_key::KeyInfo;
use crate::domain::member::Caller;
use crate::error::{Error, Kind};
use crate::local::key_memory::KeyMemory;
use crate::local::keys::AppKey;
use crate::local::rotation_journal::Journal;
use crate::session::app::Session;
use crate::text::duty;

/// The new key, which let in `caller`, is of the person that it was made for: of whoever has the old key, where no
/// other was named. A key of somebody else would open what is theirs, and the old one be lost for it.
pub fn of_this_person(
    session: &Session<'_>,
    journal: &Journal,
    new: &AppKey,
    caller: &Caller,
) -> Result<(), Error> {
    let own = match journal.person {
        Some(person) => person,
        // Nothing is left to compare with where the old key is stopped already.
        None if session.api.works_with(new) => return Ok(()),
        None => session
            .api
            .caller()
            .map_err(|error| error.while_doing(tr!("it is not known whose key the old one is")))?
            .person_id(),
    };
    let theirs = caller.person_id();
    if own == theirs {
        return Ok(());
    }
    Err(Error::new(
        Kind::Conflict,
        tr!(
            "the new key was made for person {own} and belongs to person {theirs}",
            own,
            theirs
        ),
    ))
}

pub fn ask_for(
    session: &Session<'_>,
    memory: &KeyMemory,
    journal: &Journal,
    new: &KeyInfo,
) -> Result<(), Error> {
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
            "test it: '{status}' with DUTY_APP_KEY=$(cat FILE), where FILE has it; then '{resume}' goes on; if nobody has it, '{delete}'",
            status = duty!("auth status"),
            resume = memory.rotate(journal, "--resume").arg("--yes"),
            delete = delete_command(new.key_id, journal.person).arg("--self")
        ))
    })
}
