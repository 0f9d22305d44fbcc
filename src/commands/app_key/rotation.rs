//! A rotation of `duty app-key rotate`: the plan, the place of the secret, the steps, and what is told of it.

use serde_json::{Map, Value, json};
use tr::tr;

use crate::commands::app_key::lookup::InUse;
use crate::commands::app_key::make::delete_command;
use crate::commands::app_key::outcome::{Old, Outcome};
use crate::commands::app_key::plan::Plan;
use crate::commands::app_key::rotate::Rotate;
use crate::commands::app_key::secret_output::{NewKey, SecretOutput};
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::app_key::{kept, sharing};
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit};
use crate::local::key_memory::KeyMemory;
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::ui::terminal::Uninterrupted;
use crate::ui::{Tone, Warning};

pub fn run(app: &mut App, command: &Rotate) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let memory = KeyMemory::in_file(&app.paths, command.state.as_deref());
    let _alone = command.alone(app, &memory)?;
    let stored = StoredKey::in_use(app);
    let session = &mut app.session()?;
    let mut plan = Plan::new(session, stored.as_ref(), command, memory, &verification)?;
    // The key that is used from a context goes back there, unless the user says where else. Of one that may be
    // another, the context's own would be lost.
    let goes_back = !command.place.is_given() && plan.in_use == InUse::Yes;
    if command.dry_run.dry_run {
        match stored.as_ref().filter(|_| goes_back) {
            Some(stored) => stored.check_slot(session)?,
            None => command.place.check(session)?,
        }
        return dry_run(session, &plan);
    }
    let mut output = match &stored {
        Some(stored) if goes_back => {
            let free = stored.check_slot(session);
            free.and_then(|()| stored.try_out()).map_err(|error| {
                error.while_doing(tr!(
                    "nothing was changed, because a new key could not be stored"
                ))
            })?;
            SecretOutput::Slot(stored.clone())
        }
        _ => SecretOutput::open(session, &command.place).map_err(|error| {
            match stored.as_ref().filter(|_| plan.in_use == InUse::Maybe) {
                Some(stored) => error.detail(tr!(
                    "it is not known whether context {0} has {1}, so its key is left as it is",
                    stored.context,
                    plan.old.label()
                )),
                None => error,
            }
        })?,
    };
    if let SecretOutput::Stdout(further) = &mut output {
        further.extend(more(&plan));
    }
    output.check_filter(session, &plan.old.key_name)?;
    if verification.sends_only() {
        return verification.send(session, &Purpose::Caller);
    }
    let _to_its_end = Uninterrupted::begin();
    let done = session.change(|session| plan.carry_out(session, &mut verification, &mut output));
    let (new, outcome) = done.inspect_err(|_| output.abandon())?;
    report(session, (&plan, outcome), &new, &output, stored.as_ref())?;
    for (_, contexts) in &plan.shared {
        sharing::tell(session, contexts);
    }
    // What it says of the others is worth no failure.
    let _ = kept::tell_due(session, &plan.memory, &plan.keys, plan.old.key_id);
    Ok(Exit::Done)
}

fn report(
    session: &mut Session<'_>,
    (plan, outcome): (&Plan, Outcome),
    new: &NewKey,
    output: &SecretOutput,
    stored: Option<&StoredKey>,
) -> Result<(), Error> {
    let (to, old) = (output.described(), plan.old.key_id);
    if session.out.is_json() && !matches!(output, SecretOutput::Stdout(_)) {
        let mut told = new.as_json(output, None);
        if let Value::Object(members) = &mut told {
            members.extend(more(plan));
            if let Outcome::Finished(old) = outcome {
                members.insert("old_becomes".to_owned(), old.word().into());
                members.insert("old_works_until".to_owned(), Value::Null);
            }
        }
        session.out.json(&told)?;
    }
    session.out.done(&tr!(
        "The key {name} is now {id}, which was tested; its secret went to {to}.",
        name = new.name,
        id = new.id,
        to
    ));
    let kept = plan.keep.filter(|_| outcome == Outcome::Kept);
    session.out.done(&match (kept, outcome) {
        (Some(kept), _) => {
            let finish = plan.finish(&session.server_name());
            let old = (plan.old.key_name.as_str(), plan.old.key_id);
            kept::works_until(old, kept, &finish, &session.times())
        }
        (None, Outcome::Finished(Old::Deleted)) => tr!("The old one ({0}) is deleted.", old),
        (None, Outcome::Finished(Old::Disabled)) => tr!(
            "The old one ({0}) is disabled; '{command}' once nothing needs it.",
            old,
            command = delete_command(old, plan.keys.person)
        ),
        (None, _) => tr!("The old one ({0}) works on.", old),
    });
    if output.slot().is_some() || plan.in_use == InUse::No || session.settings.sandbox {
        return Ok(());
    }
    tell_to_place(session, stored);
    Ok(())
}

/// The new key was given away, and duty goes on with the old one.
pub fn tell_to_place(session: &Session<'_>, stored: Option<&StoredKey>) {
    let text = match stored {
        Some(stored) => tr!(
            "Put the new key into context {0}, which may still have the old one: '{login}'.",
            stored.context,
            login = stored.place.login(&stored.context)
        ),
        None => tr!(
            "Put the new key wherever duty got its own (a variable, standard input): it may still have the old one."
        ),
    };
    match session.out.is_json() {
        true => session.out.warn_of(Warning::NewKeyToPlace, &text),
        // Also where nothing but the result is wanted.
        false => session.out.tell(&text, Tone::Caution),
    }
}

/// What the answer has beside the new key.
fn more(plan: &Plan) -> Map<String, Value> {
    let more = json!({
        "result": "rotated",
        "old_key_id": plan.old.key_id,
        "old_becomes": match (plan.keep, plan.delete) {
            (Some(_), _) => "kept",
            (None, true) => "deleted",
            (None, false) => "disabled",
        },
        "old_works_until": kept::until(plan.keep),
        "replaced_key_id": plan.replaced.as_ref().map(|key| key.key_id),
        "retired_key_id": plan.retired.as_ref().map(|journal| journal.rotation.old),
    });
    more.as_object().cloned().unwrap_or_default()
}

fn dry_run(session: &mut Session<'_>, plan: &Plan) -> Result<Exit, Error> {
    sharing::say(session, &plan.shared);
    if session.out.is_json() {
        let mut told = json!({
            "id": null,
            "name": plan.old.key_name,
            "secret_to": null,
            "key": null,
            "changed": false,
            "dry_run": true,
        });
        if let Value::Object(members) = &mut told {
            members.extend(more(plan));
        }
        session.out.json(&told)?;
        return Ok(Exit::Done);
    }
    if let Some(journal) = &plan.retired {
        session.out.note(&tr!(
            "The old key {0}, whose time is over, would be retired first.",
            journal.label()
        ));
    }
    if let Some(idle) = &plan.replaced {
        session.out.note(&tr!(
            "The disabled key {0} would be deleted first.",
            idle.label()
        ));
    }
    let label = plan.old.label();
    session.out.note(&match (plan.keep, plan.delete) {
        (Some(_), _) => tr!(
            "Dry run: a new key would be made beside {label}, which would work on for a time.",
            label
        ),
        (None, true) => tr!(
            "Dry run: a new key would replace {label}, which would be deleted.",
            label
        ),
        (None, false) => tr!(
            "Dry run: a new key would replace {label}, which would be disabled.",
            label
        ),
    });
    Ok(Exit::Done)
}
