//! `duty app-key rotate --resume`: a rotation that was cut off anywhere is finished where the new key
//! is held by somebody, and undone where it is not.

use std::sync::Arc;

use serde_json::json;
use tr::tr;

use crate::commands::app_key::args::Rotate;
use crate::commands::app_key::change;
use crate::commands::app_key::kept::Kept;
use crate::commands::app_key::steps::Rotation;
use crate::commands::app_key::which::{Keys, Stored};
use crate::domain::app_key::KeyInfo;
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::lenient::Id;
use crate::local::keys::AppKey;
use crate::local::paths::Paths;
use crate::local::rotation_journal;
use crate::local::rotation_journal::{Journal, Phase};
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::text::duty;
use crate::ui::terminal::Uninterrupted;

/// Do it.
pub fn run(app: &mut App, command: &Rotate) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let paths = app.paths.clone();
    let mut session = app.session()?;
    let mut journal = choose(&paths, &session, command.key.as_deref())?;
    let kept = journal.store.as_ref().map(|store| {
        Kept::of(
            &paths,
            &Stored {
                context: store.context.clone(),
                place: store.place(),
                key_id: None,
            },
        )
    });
    // The old key may be stopped already: the new one is used where it is at hand.
    let held = match &kept {
        Some(kept) => kept
            .load_slot()
            .map_err(|error| error.while_doing(tr!("cannot look for the new key")))?,
        None => None,
    };
    let keys = list(&mut session, &journal, held.as_ref())?;
    let _told_to_its_end = Uninterrupted::begin();
    let made = keys.iter().find(|key| match journal.new {
        Some(id) => key.key_id.0 == id,
        None => {
            // The journal may be behind: then the new key may have the old name already.
            let named = key.key_name == journal.temporary_name
                || (held.is_some() && key.key_name == journal.old_name);
            named && !journal.before.contains(&key.key_id.0)
        }
    });
    let Some(made) = made else {
        return gone(&mut session, &paths, &journal, kept.as_ref(), &keys);
    };
    let lost = journal.phase == Phase::Making && held.is_none();
    if lost {
        let made = made.clone();
        session.change(|session| undo(session, &paths, &journal, &made, &mut verification))?;
        return told(&mut session, &journal, "undone");
    }
    if journal.phase == Phase::Kept && journal.store.is_none() {
        let question = tr!(
            "The new key {0} was given out and never tried. Do you have it, and may the old one be stopped?",
            made.label()
        );
        let refusal = || {
            Error::usage(tr!(
                "the new key {0} was given out and never tried",
                made.label()
            ))
            .hint(tr!("try it; then --resume --yes stops the old one"))
        };
        if !session.confirm(&question, refusal)? {
            return Err(Error::usage(tr!("nothing was changed")));
        }
    }
    journal.new = Some(made.key_id.0);
    if journal.phase == Phase::Making {
        journal.phase = Phase::Kept;
    }
    if journal.phase == Phase::Kept && is_refused(&session, held.as_ref()) {
        let made = made.clone();
        session.out.note(&tr!(
            "The server does not accept the new key {0}.",
            made.label()
        ));
        session.change(|session| undo(session, &paths, &journal, &made, &mut verification))?;
        if let Some(kept) = &kept {
            let _ = kept.clear_slot();
        }
        return told(&mut session, &journal, "undone");
    }
    session.change(|session| {
        Rotation {
            paths: &paths,
            journal: journal.clone(),
            kept,
            key: held,
            // Only the key of a context is kept beside the old one.
            own: true,
            verification: &mut verification,
        }
        .finish(session)
    })?;
    told(&mut session, &journal, "finished")
}

/// Whether the new key is at hand and the server does not accept it: then it is of no use to anybody.
fn is_refused(session: &Session<'_>, held: Option<&AppKey>) -> bool {
    held.is_some_and(|key| {
        let answer = session.api.with_key(key.clone()).caller();
        answer.is_err_and(|error| error.kind == Kind::Key)
    })
}

fn choose(paths: &Paths, session: &Session<'_>, key: Option<&str>) -> Result<Journal, Error> {
    let all = rotation_journal::unfinished(paths, session.api.base_url());
    let fits: Vec<&Journal> = all
        .iter()
        .filter(|one| key.is_none_or(|text| one.old_name == text || one.old.to_string() == text))
        .collect();
    match fits.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Error::new(
            Kind::NotFound,
            tr!("no rotation was cut off: there is nothing to resume"),
        )),
        several => {
            let mut error = Error::usage(tr!("{0} rotations were cut off", several.len()));
            for one in several {
                error = error.detail(format!("{} ({})", one.old_name, one.old));
            }
            Err(error.hint(tr!("name the old key by its id")))
        }
    }
}

/// The keys, asked with the key of this run, and with the new one where that is not accepted.
fn list(
    session: &mut Session<'_>,
    journal: &Journal,
    held: Option<&AppKey>,
) -> Result<Vec<KeyInfo>, Error> {
    let person = journal.person.map(Id);
    match (session.api.app_key_list(person), held) {
        (Err(error), Some(key)) if error.kind == Kind::Key => {
            session.api = Arc::new(session.api.with_key(key.clone()));
            session.api.app_key_list(person)
        }
        (answer, _) => answer,
    }
    .map_err(crate::commands::app_key::which::for_owners)
}

/// There is no new key: whatever is left of it here goes too.
fn gone(
    session: &mut Session<'_>,
    paths: &Paths,
    journal: &Journal,
    kept: Option<&Kept>,
    keys: &[KeyInfo],
) -> Result<Exit, Error> {
    if journal.phase == Phase::Stored {
        return Err(Error::new(
            Kind::Conflict,
            tr!("the new key is not in the list any more: somebody deleted it"),
        )
        .hint(tr!(
            "'{command}' with a key that works",
            command = duty!("auth login")
        )));
    }
    if let Some(kept) = kept {
        kept.clear_slot()?;
    }
    journal.remove(paths);
    let works = |key: &KeyInfo| key.key_id.0 == journal.old && key.is_enabled();
    let result = if keys.iter().any(works) {
        "undone"
    } else {
        "finished"
    };
    told(session, journal, result)
}

/// A key was made and its secret is lost: it is deleted, and the old one stays as it was.
fn undo(
    session: &mut Session<'_>,
    paths: &Paths,
    journal: &Journal,
    made: &KeyInfo,
    verification: &mut Verification,
) -> Result<(), Error> {
    if journal.store.is_none() {
        let refusal = || {
            Error::usage(tr!(
                "the new key {0} may have been given out before duty was cut off",
                made.label()
            ))
            .hint(tr!("if nobody has it, --resume --yes deletes it"))
        };
        let question = tr!(
            "The new key {0} may have been given out before duty was cut off. Delete it?",
            made.label()
        );
        if !session.confirm(&question, refusal)? {
            return Err(Error::usage(tr!("nothing was changed")));
        }
    }
    let keys = Keys::of(session, None, journal.person.map(Id), false)?;
    let doing = tr!(
        "cannot delete the key {0}, which nobody holds",
        made.label()
    );
    let done = verification.guard(session, &Purpose::Caller, &doing, |session, proof| {
        session
            .api
            .app_key_delete(made.key_id, journal.person.map(Id), proof)
    });
    change::settle(session, &keys, made, done, |now| now.is_none())?;
    journal.remove(paths);
    Ok(())
}

fn told(session: &mut Session<'_>, journal: &Journal, result: &str) -> Result<Exit, Error> {
    if session.out.is_json() {
        session.out.json(&json!({
            "result": result,
            "old_key_id": journal.old,
            "new_key_id": journal.new,
        }))?;
    }
    let (name, old) = (&journal.old_name, journal.old);
    session.out.note(&if result == "finished" {
        tr!("The rotation of {name} ({old}) is finished.", name, old)
    } else {
        tr!(
            "The rotation of {name} ({old}) is undone: the old key works as before.",
            name,
            old
        )
    });
    Ok(Exit::Done)
}
