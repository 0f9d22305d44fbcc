//! A key is asked for once, and its secret delivered. Where the answer is lost the list tells whether
//! there is a key; where the delivery fails there is a last resort, else no key. The secret is never left to a
//! stream that somebody may keep as a log.

use tr::tr;

use crate::commands::app_key::lookup::{Keys, tells};
use crate::commands::app_key::secret_output::{NewKey, SecretOutput, in_file, last_resort};
use crate::domain::app_key::{KeyInfo, is_of_same};
use crate::domain::verification::Purpose;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::undelivered::Room;
use crate::session::app::Session;
use crate::session::verification::Verification;
use crate::session::write;
use crate::session::write::{Deed, Outcome, Verdict};
use crate::text::{CommandLine, duty};

/// A key that was asked for and is not in the user's hands.
pub struct Lost {
    pub error: Box<Error>,
    pub left: Left,
}

/// What there is then.
pub enum Left {
    Nothing,
    /// There is, or may be, a key that nobody holds.
    Orphan,
    /// This key; its secret was told in another way, or is in a file of its own.
    Saved(NewKey),
}

impl Lost {
    fn new(error: Error, left: Left) -> Lost {
        let error = Box::new(error);
        Lost { error, left }
    }
}

/// Make a key that is called `name`, and deliver it as the secret of `title`. A code deletes it again
/// where nobody can be told its secret; `room` is for a file with that.
pub fn make(
    session: &mut Session<'_>,
    keys: &Keys,
    name: &str,
    title: &str,
    output: &mut SecretOutput,
    verification: Option<&mut Verification>,
    room: Option<Room>,
) -> Result<NewKey, Lost> {
    let made = NewKey {
        name: title.to_owned(),
        ..request(session, keys, name, name != title)?
    };
    match output.deliver(session, &made) {
        Ok(()) => Ok(made),
        Err(error) => {
            // As the server lists it.
            let made = NewKey {
                name: name.to_owned(),
                ..made
            };
            Err(rescue(session, made, keys, verification, error, room))
        }
    }
}

/// Whether the name is one that no other job gives is known beside it.
fn request(
    session: &mut Session<'_>,
    keys: &Keys,
    name: &str,
    unique: bool,
) -> Result<NewKey, Lost> {
    let person = keys.person;
    let deed = Deed {
        request: session.api.app_key_create(name, person),
        doing: tr!("cannot create the key {name}", name),
        tells: tells(person),
        guard: None,
    };
    let (doing, tells) = (deed.doing.clone(), deed.tells.clone());
    let is_new = |key: &&KeyInfo| key.key_name == name && keys.by_id(key.key_id).is_none();
    let list = |session: &Session<'_>| session.api.app_key_list(person);
    let outcome = match write::send_once(session, deed, list) {
        // What was there before is not new: it would be told as what replaces itself.
        Outcome::Answered(created)
            if keys.by_id(created.key_id).is_some() || session.api.works_with(&created.key) =>
        {
            let error = tr!("the server's answer is not that of a new key");
            Outcome::Lost(
                Error::new(Kind::Unreachable, error),
                write::send::look(session, list),
            )
        }
        outcome => outcome,
    };
    let (mut error, now) = match outcome {
        Outcome::Answered(created) => {
            return Ok(NewKey {
                id: created.key_id,
                name: name.to_owned(),
                key: created.key,
            });
        }
        Outcome::Refused(error) => {
            let now = look_after_refusal(session, keys, &error);
            let refused = |error: Error| {
                let error = error.detail(tr!("no key was created"));
                Err(Lost::new(error, Left::Nothing))
            };
            match now.map(|now| (now.check_room(), now.all)) {
                Some((Err(full), _)) if full.kind == Kind::Conflict => {
                    return refused(Error {
                        server: error.server,
                        request_id: error.request_id,
                        ..full
                    });
                }
                // A code of the contract says that it was refused; no other job has a unique name.
                Some((_, now))
                    if now.iter().any(|key| is_new(&key)) && (unique || !is_plain(&error)) =>
                {
                    (error, Ok(now))
                }
                _ => return refused(error),
            }
        }
        Outcome::Lost(error, now) => (error.while_doing(doing), now),
    };
    let look = || {
        tr!(
            "{tells}; look there before you create another, and delete a {name} whose secret nobody has",
            tells,
            name
        )
    };
    let Ok(now) = now else {
        error.kind = Kind::Unreachable;
        let error = error.detail(tr!(
            "it is not known whether a key was created: the list cannot be read either"
        ));
        return Err(Lost::new(error.hint(look()), Left::Orphan));
    };
    let new: Vec<&KeyInfo> = now.iter().filter(is_new).collect();
    let Some(first) = new.first() else {
        if !is_of_same(&keys.all, &now, None) {
            error.kind = Kind::Unreachable;
            let detail = tr!(
                "it is not known whether a key was created: the list has none of the keys that were there before"
            );
            return Err(Lost::new(error.detail(detail).hint(look()), Left::Orphan));
        }
        // Without an answer the request may still arrive.
        let orphan = error.may_still_arrive();
        let error = if orphan {
            let detail = tr!(
                "it is not known whether a key is still created; there was none when duty looked"
            );
            error.detail(detail).hint(look())
        } else {
            error.detail(tr!(
                "no key was created, and duty does not try again by itself"
            ))
        };
        let left = if orphan { Left::Orphan } else { Left::Nothing };
        return Err(Lost::new(error, left));
    };
    error.kind = Kind::Unreachable;
    for key in &new {
        let label = key.label();
        // A name that somebody chose may have been chosen by another job at the same time.
        error = error.detail(match unique {
            true => tr!(
                "the key {label} was created all the same, and nobody has its secret",
                label
            ),
            false => tr!(
                "the key {label} was created all the same, and nobody has its secret, unless another job made it under that name just now",
                label
            ),
        });
    }
    let hint = delete_command(first.key_id, person);
    Err(Lost::new(error.hint(hint), Left::Orphan))
}

/// Somebody else may have taken the last place meanwhile; then that is what went wrong.
fn look_after_refusal(session: &Session<'_>, keys: &Keys, refused: &Error) -> Option<Keys> {
    let looks = refused.kind == Kind::Failed && refused.server.is_some();
    looks.then(|| Keys::of(session, keys.person).ok()).flatten()
}

/// Whether the server refused in words of the contract.
fn is_plain(refused: &Error) -> bool {
    refused.code().and_then(Kind::of_code).is_some()
}

/// The command that deletes a key.
pub fn delete_command(key: Id, person: Option<Id>) -> CommandLine {
    match person {
        None => duty!("app-key delete", key),
        Some(person) => duty!("app-key delete", key, "--person", person),
    }
}

/// The command that disables a key.
pub fn disable_command(key: Id, person: Option<Id>) -> CommandLine {
    match person {
        None => duty!("app-key disable", key),
        Some(person) => duty!("app-key disable", key, "--person", person),
    }
}

/// The command that enables a key.
pub fn enable_command(key: Id, person: Option<Id>) -> CommandLine {
    match person {
        None => duty!("app-key enable", key),
        Some(person) => duty!("app-key enable", key, "--person", person),
    }
}

/// The place of a secret failed: the last resort, else no key.
fn rescue(
    session: &mut Session<'_>,
    made: NewKey,
    keys: &Keys,
    verification: Option<&mut Verification>,
    error: Error,
    mut room: Option<Room>,
) -> Lost {
    let person = keys.person;
    let delete = delete_command(made.id, person);
    let saved = |told: Error, made: NewKey| {
        let hint = match &told.undelivered {
            None => tr!("save it now; or '{0}' and create another", delete),
            Some(_) => tr!(
                "put it where it belongs and remove the file; or '{0}' and create another",
                delete
            ),
        };
        Lost::new(told.hint(hint), Left::Saved(made))
    };
    let error = match last_resort(session, &made, error, &mut room) {
        Ok(told) => return saved(told, made),
        Err(error) => error,
    };
    let deed = Deed {
        request: session.api.app_key_delete(made.id, person).undoing(),
        doing: tr!("cannot delete the key again"),
        tells: tells(person),
        guard: verification.map(|codes| (codes, &Purpose::Caller)),
    };
    let list = |session: &Session<'_>| session.api.app_key_list(person);
    let deleted = write::settle(session, deed, list, |now| {
        match now.iter().all(|key| key.key_id != made.id) {
            true if !is_of_same(&keys.all, now, Some(made.id)) => Verdict::Unknown,
            gone => Verdict::of(gone),
        }
    });
    let label = made.label();
    match deleted {
        Ok(_) => {
            let detail = tr!(
                "the key {label} was deleted again, because its secret could not be shown to anybody",
                label
            );
            Lost::new(error.detail(detail), Left::Nothing)
        }
        // The next look at the keys tells of the file.
        Err(why) => match in_file(session, &made, error, room) {
            Ok(told) => saved(told, made),
            Err(error) => {
                let detail = tr!(
                    "the key {label} was created, nobody has its secret, and it cannot be deleted: {0}",
                    why.message,
                    label
                );
                Lost::new(error.detail(detail).hint(delete), Left::Orphan)
            }
        },
    }
}
