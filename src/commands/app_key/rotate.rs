//! `duty app-key rotate`: make, keep, prove, store, name, stop the old one; `steps.rs` has what comes
//! after the new key is held.

use serde_json::json;
use tr::tr;

use crate::commands::app_key::args::Rotate;
use crate::commands::app_key::change::permit;
use crate::commands::app_key::create::{Lost, request, rescue};
use crate::commands::app_key::kept::Kept;
use crate::commands::app_key::sink::{Made, Sink};
use crate::commands::app_key::steps::{Finished, Rotation};
use crate::commands::app_key::which::{InUse, Keys, Stored};
use crate::domain::app_key::{KeyInfo, MOST};
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::local::config::Place;
use crate::local::paths::Paths;
use crate::local::rotation_journal;
use crate::local::rotation_journal::{Journal, Phase, Store};
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::terminal::Uninterrupted;

/// Where the new key goes.
enum Goal {
    /// Where the old one is.
    Context(Kept),
    /// To the user.
    Elsewhere(Sink),
}

/// Do it.
pub fn run(app: &mut App, command: &Rotate) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let stored = Stored::of(app);
    let paths = app.paths.clone();
    let chosen = &command.place;
    let named = chosen.save.is_some() || chosen.output_file.is_some() || chosen.exec.is_some();
    let plan = {
        let mut session = app.session()?;
        if verification.sends_only() {
            return verification.send(&mut session, &Purpose::Caller);
        }
        plan(
            &mut session,
            &paths,
            stored.as_ref(),
            command,
            &verification,
        )?
    };
    let (keys, old, replaced) = plan;
    if command.dry_run.dry_run {
        let mut session = app.session()?;
        return dry_run(&mut session, &old, replaced.as_ref(), command.delete);
    }
    let in_use = keys.in_use(&old);
    let mut goal = match &stored {
        // The key that is used from a context goes back there, unless the user says where else.
        Some(stored) if !named && in_use != InUse::No => {
            let kept = Kept::of(&paths, stored);
            kept.try_out().map_err(|error| {
                error.while_doing(tr!(
                    "nothing was changed, because a new key could not be kept"
                ))
            })?;
            Goal::Context(kept)
        }
        _ => Goal::Elsewhere(Sink::open(app, chosen)?),
    };
    let mut session = app.session()?;
    let done = carry_out(
        &mut session,
        &paths,
        command,
        &mut verification,
        &keys,
        &old,
        replaced.as_ref(),
        &mut goal,
    );
    match done {
        Ok(finished) => {
            tell(
                &mut session,
                &old,
                &finished,
                &goal,
                command.delete,
                stored.as_ref(),
                in_use,
            )?;
            Ok(Exit::Done)
        }
        Err(stopped) => {
            if let (Goal::Elsewhere(sink), false) = (&mut goal, stopped.delivered) {
                sink.abandon();
            }
            Err(*stopped.error)
        }
    }
}

/// Everything that can be refused before anything is changed.
fn plan(
    session: &mut Session<'_>,
    paths: &Paths,
    stored: Option<&Stored>,
    command: &Rotate,
    verification: &Verification,
) -> Result<(Keys, KeyInfo, Option<KeyInfo>), Error> {
    let keys = Keys::read(session, stored, &command.person)?;
    let old = match &command.key {
        Some(text) => keys.find(text)?.clone(),
        None => keys.used().cloned().ok_or_else(|| {
            Error::usage(tr!("which key duty is using is not known")).hint(tr!(
                "name it: '{rotate}'; '{list}' shows them",
                rotate = duty!("app-key rotate KEY"),
                list = duty!("app-key list")
            ))
        })?,
    };
    if let Some(left) = rotation_journal::unfinished(paths, session.api.base_url())
        .iter()
        .find(|one| one.old == old.key_id.0 || one.new == Some(old.key_id.0))
    {
        return Err(Error::new(Kind::Conflict, left.told()).hint(duty!("app-key rotate --resume")));
    }
    if !old.is_enabled() {
        return Err(Error::usage(tr!(
            "the key {0} is disabled: nothing uses it, and there is nothing to rotate",
            old.label()
        ))
        .hint(tr!(
            "'{delete}' or '{enable}'",
            delete = duty!("app-key delete"),
            enable = duty!("app-key enable")
        )));
    }
    let replaced = room(&keys, command)?;
    // A script is told before anything is made: the key at the end is stopped with a code.
    let needed = 1 + usize::from(replaced.is_some());
    if !command.dry_run.dry_run && !session.terminal.may_ask() && verification.left() < needed {
        let doing = tr!("cannot rotate the key {0}", old.label());
        let mut error =
            Verification::needed(&doing, &Purpose::Caller).detail(tr!("nothing was changed"));
        if needed > 1 {
            error = error.detail(tr!(
                "two codes are needed: one deletes {0}, one stops the old key",
                replaced.as_ref().map(KeyInfo::label).unwrap_or_default()
            ));
        }
        return Err(error);
    }
    if !command.dry_run.dry_run {
        let in_use = keys.in_use(&old);
        permit(session, in_use, &old, command.own)?;
        if in_use != InUse::No && !command.own {
            let refusal = || Error::usage(tr!("this needs a yes")).hint(tr!("give --self"));
            let question = tr!("Replace {0} by a new key?", old.label());
            if !session.confirm(&question, refusal)? {
                return Err(Error::usage(tr!("nothing was changed")));
            }
        }
    }
    Ok((keys, old, replaced))
}

/// The key that makes room, where there is none and the user allows it.
fn room(keys: &Keys, command: &Rotate) -> Result<Option<KeyInfo>, Error> {
    let Err(full) = keys.check_room() else {
        return Ok(None);
    };
    // Oldest first, as the server lists them.
    let idle = keys.all.iter().find(|key| !key.is_enabled());
    match (idle, command.replace) {
        (Some(idle), true) => Ok(Some(idle.clone())),
        (Some(idle), false) => Err(full.hint(tr!(
            "--replace deletes {0}, the oldest disabled one, first",
            idle.label()
        ))),
        (None, _) => Err(full.hint(tr!(
            "a rotation needs room for one more, and no key of these is disabled: disable or delete one that nothing uses"
        ))),
    }
}

/// A rotation that did not come to its end.
struct Stopped {
    error: Box<Error>,
    /// Whether the secret arrived.
    delivered: bool,
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Stopped {
        Stopped {
            error: Box::new(error),
            delivered: false,
        }
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "they are what was decided before"
)]
fn carry_out(
    session: &mut Session<'_>,
    paths: &Paths,
    command: &Rotate,
    verification: &mut Verification,
    keys: &Keys,
    old: &KeyInfo,
    replaced: Option<&KeyInfo>,
    goal: &mut Goal,
) -> Result<Finished, Stopped> {
    let _told_to_its_end = Uninterrupted::begin();
    let mut stopped_with_secret = false;
    let finished = session.change(|session| {
        if let Goal::Elsewhere(sink) = goal {
            sink.take_place()?;
        }
        if let Some(idle) = replaced {
            make_room(session, verification, keys, idle)?;
        }
        let mut journal = Journal::begin(session.api.base_url(), old.key_id, &old.key_name);
        journal.person = keys.person.map(|id| id.0);
        journal.before = keys.all.iter().map(|key| key.key_id.0).collect();
        journal.delete = command.delete;
        journal.store = match goal {
            Goal::Context(kept) => Some(Store::new(&kept.context, kept.place)),
            Goal::Elsewhere(_) => None,
        };
        journal
            .save(paths)
            .map_err(|error| error.while_doing(tr!("nothing was changed")))?;
        let made = match request(session, keys, &journal.temporary_name) {
            // It is told under the name that it gets.
            Ok(made) => Made {
                name: old.key_name.clone(),
                ..made
            },
            Err(Lost { error, orphan }) => {
                let error = error.detail(tr!("the old key {0} works as before", old.label()));
                if !orphan {
                    journal.remove(paths);
                    return Err(error);
                }
                return Err(error.hint(tr!(
                    "'{command}' deletes what nobody holds; then rotate again",
                    command = duty!("app-key rotate --resume")
                )));
            }
        };
        if let Err(error) = hold(session, goal, &made) {
            let lost = rescue(session, &made, keys.person, Some(verification), error);
            if !lost.orphan {
                journal.remove(paths);
            }
            return Err(lost
                .error
                .detail(tr!("the old key {0} works as before", old.label())));
        }
        stopped_with_secret = true;
        journal.new = Some(made.id.0);
        journal.phase = Phase::Kept;
        // Where this fails, --resume finds the key in its slot by itself.
        let _ = journal.save(paths);
        let kept = match goal {
            Goal::Context(kept) => Some(kept.clone()),
            Goal::Elsewhere(_) => None,
        };
        Rotation {
            paths,
            journal,
            kept,
            key: Some(made.key),
            own: keys.in_use(old) != InUse::No,
            verification,
        }
        .finish(session)
    });
    finished.map_err(|error| Stopped {
        error: Box::new(error),
        delivered: stopped_with_secret,
    })
}

/// The new key is held before anything else can fail.
fn hold(session: &mut Session<'_>, goal: &mut Goal, made: &Made) -> Result<(), Error> {
    match goal {
        Goal::Context(kept) => kept.save_in_slot(&made.key),
        Goal::Elsewhere(sink) => sink.deliver(session, made),
    }
}

fn make_room(
    session: &mut Session<'_>,
    verification: &mut Verification,
    keys: &Keys,
    idle: &KeyInfo,
) -> Result<(), Error> {
    let doing = tr!("cannot delete the disabled key {0}", idle.label());
    let done = verification.guard(session, &Purpose::Caller, &doing, |session, proof| {
        session.api.app_key_delete(idle.key_id, keys.person, proof)
    });
    crate::commands::app_key::change::settle(session, keys, idle, done, |now| now.is_none())?;
    session
        .out
        .note(&tr!("Deleted the disabled key {0}.", idle.label()));
    Ok(())
}

fn tell(
    session: &mut Session<'_>,
    old: &KeyInfo,
    finished: &Finished,
    goal: &Goal,
    delete: bool,
    stored: Option<&Stored>,
    in_use: InUse,
) -> Result<(), Error> {
    let to = match goal {
        Goal::Context(kept) => match kept.place {
            Place::Keyring => tr!("the keyring, context {0}", kept.context),
            Place::InsecureFile => tr!("the INSECURE file of context {0}", kept.context),
        },
        Goal::Elsewhere(sink) => sink.told(),
    };
    let printed = matches!(goal, Goal::Elsewhere(Sink::Stdout));
    if session.out.is_json() && !printed {
        session.out.json(&json!({
            "key_id": finished.new,
            "key_name": old.key_name,
            "secret_to": to,
            "old_key_id": old.key_id,
            "old": if delete { "deleted" } else { "disabled" },
        }))?;
    }
    let (name, id) = (&old.key_name, finished.new);
    session.out.note(&tr!(
        "The key {name} is {id} now, proven; its secret went to {to}.",
        name,
        id,
        to
    ));
    session.out.note(&if delete {
        tr!("The old one ({0}) is deleted.", old.key_id)
    } else {
        tr!(
            "The old one ({0}) is disabled; '{command}' when nothing misses it.",
            old.key_id,
            command = duty!("app-key delete", old.key_id)
        )
    });
    if session.settings.sandbox {
        return Ok(());
    }
    if let (Goal::Elsewhere(_), true) = (goal, in_use != InUse::No) {
        let where_from = match stored {
            Some(stored) => tr!("context {0}", stored.context),
            None => tr!("what gave duty its key (a variable, standard input)"),
        };
        session.out.tell(
            &tr!(
                "Put the new key into {where_from}: it may still have the old one.",
                where_from
            ),
            Tone::Caution,
        );
    }
    Ok(())
}

fn dry_run(
    session: &mut Session<'_>,
    old: &KeyInfo,
    replaced: Option<&KeyInfo>,
    delete: bool,
) -> Result<Exit, Error> {
    if session.out.is_json() {
        session.out.json(&json!({
            "dry_run": true,
            "old_key_id": old.key_id,
            "deletes_first": replaced.map(|key| key.key_id),
            "limit": MOST,
        }))?;
        return Ok(Exit::Done);
    }
    if let Some(idle) = replaced {
        session.out.note(&tr!(
            "The disabled key {0} would be deleted first.",
            idle.label()
        ));
    }
    let label = old.label();
    session.out.note(&if delete {
        tr!(
            "Dry run: a new key would take the place of {label}, which would be deleted.",
            label
        )
    } else {
        tr!(
            "Dry run: a new key would take the place of {label}, which would be disabled.",
            label
        )
    });
    Ok(Exit::Done)
}
