//! A key is asked for once, and its secret delivered. Where the answer is lost the list tells whether
//! there is a key; where the delivery fails there is a last resort, else no key.

use std::time::Duration;

use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::secret_output::{NewKey, SecretOutput, last_resort};
use crate::domain::app_key::KeyInfo;
use crate::domain::verification::Purpose;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::session::app::Session;
use crate::session::verification::Verification;
use crate::text::{CommandLine, duty};

/// How long duty looks for what became of a request.
pub const READ_BACK: Duration = Duration::from_secs(10);

/// A key that was asked for and is not in the user's hands.
pub struct Lost {
    pub error: Box<Error>,
    /// Whether there is, or may be, a key that nobody holds.
    pub orphan: bool,
}

impl Lost {
    fn new(error: Error, orphan: bool) -> Lost {
        let error = Box::new(error);
        Lost { error, orphan }
    }
}

/// Make a key that is called `name`, and deliver it as the secret of `title`. A code deletes it again
/// where nobody can be told its secret.
pub fn make(
    session: &mut Session<'_>,
    keys: &Keys,
    name: &str,
    title: &str,
    output: &mut SecretOutput,
    verification: Option<&mut Verification>,
) -> Result<NewKey, Lost> {
    let made = NewKey {
        name: title.to_owned(),
        ..request(session, keys, name)?
    };
    match output.deliver(session, &made) {
        Ok(()) => Ok(made),
        Err(error) => Err(rescue(session, &made, keys.person, verification, error)),
    }
}

fn request(session: &mut Session<'_>, keys: &Keys, name: &str) -> Result<NewKey, Lost> {
    let mut error = match session.api.app_key_create(name, keys.person) {
        Ok(created) => {
            return Ok(NewKey {
                id: created.key_id,
                name: name.to_owned(),
                key: created.key,
            });
        }
        Err(error) => error.while_doing(tr!("cannot make the key {name}", name)),
    };
    if !error.outcome_unknown() {
        return Err(Lost::new(error.detail(tr!("no key was made")), false));
    }
    session.api.allow(READ_BACK);
    let Ok(now) = session.api.app_key_list(keys.person) else {
        error.kind = Kind::Unreachable;
        let error = error.detail(tr!(
            "it is not known whether a key was made: the list cannot be read either"
        ));
        let hint = tr!(
            "look at '{command}' before you make another; delete a {name} that nobody holds",
            name,
            command = duty!("app-key list")
        );
        return Err(Lost::new(error.hint(hint), true));
    };
    let is_new = |key: &&KeyInfo| key.key_name == name && keys.by_id(key.key_id).is_none();
    let new: Vec<&KeyInfo> = now.iter().filter(is_new).collect();
    let Some(first) = new.first() else {
        let error = error.detail(tr!(
            "no key was made, and none is asked for again by itself"
        ));
        return Err(Lost::new(error, false));
    };
    error.kind = Kind::Unreachable;
    for key in &new {
        error = error.detail(tr!(
            "the key {0} was made all the same, and nobody holds its secret",
            key.label()
        ));
    }
    let hint = delete_command(first.key_id, keys.person);
    Err(Lost::new(error.hint(hint), true))
}

/// The command that deletes a key.
pub fn delete_command(key: Id, person: Option<Id>) -> CommandLine {
    match person {
        None => duty!("app-key delete", key),
        Some(person) => duty!("app-key delete", key, "--person", person),
    }
}

/// The place of a secret failed: the last resort, else no key.
fn rescue(
    session: &mut Session<'_>,
    made: &NewKey,
    person: Option<Id>,
    verification: Option<&mut Verification>,
    error: Error,
) -> Lost {
    let delete = delete_command(made.id, person);
    let error = match last_resort(session, made, error) {
        Ok(told) => {
            let hint = tr!("keep it now; or '{0}' and make another", delete);
            return Lost::new(told.hint(hint), false);
        }
        Err(error) => error,
    };
    session.api.allow(READ_BACK);
    let deleted = match verification {
        Some(verification) => verification.guard(
            session,
            &Purpose::Caller,
            &tr!("cannot delete the key again"),
            |session, proof| session.api.app_key_delete(made.id, person, proof),
        ),
        None => session.api.app_key_delete(made.id, person, None),
    };
    let label = made.label();
    match deleted {
        Ok(()) => {
            let detail = tr!(
                "the key {label} was deleted again: nobody could be told its secret",
                label
            );
            Lost::new(error.detail(detail), false)
        }
        Err(why) => {
            let detail = tr!(
                "the key {label} was made, nobody holds its secret, and it cannot be deleted: {0}",
                why.message,
                label
            );
            Lost::new(error.detail(detail).hint(delete), true)
        }
    }
}
