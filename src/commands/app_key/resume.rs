//! `duty app-key rotate --resume`: a rotation that was cut off anywhere is finished where the new key
//! is held by somebody, and undone where it is not.

use std::sync::Arc;

use serde_json::json;
use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::rotate::Rotate;
use crate::commands::app_key::steps::{Outcome, Steps};
use crate::commands::app_key::stored_key::StoredKey;
use crate::domain::rotation::{Secret, Step};
use crate::error::{Error, Exit, Kind};
use crate::local::rotation_journal;
use crate::local::rotation_journal::Journal;
use crate::session::app::{App, Session};
use crate::session::resolve::{Candidate, Wanted, resolve};
use crate::session::verification::Verification;
use crate::ui::terminal::Uninterrupted;

pub fn run(app: &mut App, command: &Rotate) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let session = &mut app.session()?;
    let journal = choose(session, command.key.as_deref())?;
    let stored = journal
        .store
        .as_ref()
        .map(|store| StoredKey::of(session.paths, &store.context, store.key_store));
    let key = match &stored {
        Some(stored) => stored
            .load_slot()
            .map_err(|error| error.while_doing(tr!("cannot look for the new key")))?,
        None => None,
    };
    let keys = match (Keys::of(session, journal.person), &key) {
        // The old key may be stopped already: the new one is used where it is at hand.
        (Err(error), Some(key)) if error.kind == Kind::Key => {
            session.api = Arc::new(session.api.with_key(key.clone()));
            Keys::of(session, journal.person)?
        }
        (keys, _) => keys?,
    };
    let _to_its_end = Uninterrupted::begin();
    let mut steps = Steps {
        journal,
        secret: match (&key, &stored) {
            (Some(_), _) => Secret::Held,
            (None, None) => Secret::GivenOut,
            (None, Some(_)) => Secret::Missing,
        },
        stored,
        key,
        // Only the key of a context is kept beside the old one.
        own: true,
        resumed: true,
        verification: &mut verification,
    };
    let next = steps.journal.rotation.next(Some(&keys.all), steps.secret);
    // What there is to forget is on this machine alone.
    let outcome = if matches!(next, Step::Forget { .. }) {
        steps.take(session, keys, true)
    } else {
        session.change(|session| steps.take(session, keys, true))
    }?;
    let rotation = &steps.journal.rotation;
    let (name, old) = (&rotation.old_name, rotation.old);
    let becomes = match outcome {
        Outcome::Undone => "kept",
        Outcome::Finished if rotation.delete => "deleted",
        Outcome::Finished => "disabled",
    };
    let (word, line) = match outcome {
        Outcome::Finished => (
            "finished",
            tr!("The rotation of {name} ({old}) is finished.", name, old),
        ),
        Outcome::Undone => (
            "undone",
            tr!(
                "The rotation of {name} ({old}) is undone: the old key works as before.",
                name,
                old
            ),
        ),
    };
    if session.out.is_json() {
        session.out.json(&json!({
            "id": rotation.new,
            "name": name,
            "secret_to": null,
            "key": null,
            "changed": true,
            "dry_run": false,
            "result": word,
            "old_key_id": old,
            "old_becomes": becomes,
            "replaced_key_id": null,
        }))?;
    }
    session.out.done(&line);
    Ok(Exit::Done)
}

impl Candidate for Journal {
    fn id(&self) -> String {
        self.rotation.old.to_string()
    }

    fn name(&self) -> &str {
        &self.rotation.old_name
    }

    fn label(&self) -> String {
        format!("{} ({})", self.rotation.old_name, self.rotation.old)
    }
}

fn choose(session: &mut Session<'_>, key: Option<&str>) -> Result<Journal, Error> {
    let all = rotation_journal::unfinished(session.paths, &session.server_name());
    let wanted = Wanted {
        text: key,
        question: tr!("Which rotation?"),
        unknown: &|| {
            Error::new(
                Kind::NotFound,
                tr!("no rotation was interrupted: there is nothing to resume"),
            )
        },
        ambiguous: &|several| {
            Error::usage(tr!("{0} rotations were interrupted", several.len()))
                .hint(tr!("name the old key by its id"))
        },
    };
    resolve(session, &all, &wanted).cloned()
}
