//! `duty app-key rotate`: what can be refused is refused, then a key is made and `steps.rs` goes on from
//! there.

use serde_json::{Map, Value, json};
use tr::tr;

use crate::commands::app_key::change::{Verb, apply, permit};
use crate::commands::app_key::lookup::{InUse, Keys, PersonArgs};
use crate::commands::app_key::make::{Lost, make};
use crate::commands::app_key::secret_output::{NewKey, SecretArgs, SecretOutput};
use crate::commands::app_key::steps::Steps;
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::examples::{Examples, examples};
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::{Phase, Rotation, Secret};
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::local::options::DryRun;
use crate::local::rotation_journal;
use crate::local::rotation_journal::{Journal, Store};
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::session::verify_options::Verify;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::terminal::Uninterrupted;

#[derive(Debug, clap::Args)]
pub struct Rotate {
    /// The key, by id or name; without one the key that duty is using
    #[arg(value_name = "KEY")]
    pub key: Option<String>,
    #[command(flatten)]
    pub person: PersonArgs,
    /// Delete the old key instead of disabling it
    #[arg(long)]
    pub delete: bool,
    /// With five keys in use: delete the oldest disabled one first, never an enabled one
    #[arg(long)]
    pub replace: bool,
    /// Do it even if it is the key that duty itself is using
    #[arg(long = "self")]
    pub own: bool,
    /// Finish, or undo, a rotation that was interrupted
    #[arg(long, conflicts_with_all = ["delete", "replace", "person", "save", "output_file", "exec", "dry_run", "send_code"])]
    pub resume: bool,
    #[command(flatten)]
    pub place: SecretArgs,
    #[command(flatten)]
    pub dry_run: DryRun,
    #[command(flatten)]
    pub verify: Verify,
}

pub const EXAMPLES: Examples = examples! { "app-key rotate":
    "duty app-key rotate" => "The key that duty uses, stored where the old one was",
    "duty app-key rotate ci --output-file ci.key --delete"
        => "Another key: the new one into a file, the old one deleted",
    "duty app-key rotate --resume" => "Finish, or undo, one that was interrupted",
    Text r#"{
  "schema_version": 1, "id": "60001", "name": "laptop",
  "secret_to": {"kind": "keyring", "context": "default", "path": null, "command": null},
  "key": null, "changed": true, "dry_run": false, "result": "rotated", "old_key_id": "5001",
  "old_becomes": "disabled", "replaced_key_id": null, "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Rotate) -> Result<Exit, Error> {
    let mut verification = Verification::of(app, &command.verify)?;
    let stored = StoredKey::in_use(app);
    let session = &mut app.session()?;
    if verification.sends_only() {
        return verification.send(session, &Purpose::Caller);
    }
    let plan = Plan::new(session, stored.as_ref(), command, &verification)?;
    if command.dry_run.dry_run {
        return plan.dry_run(session);
    }
    let mut output = match &stored {
        // The key that is used from a context goes back there, unless the user says where else.
        Some(stored) if !command.place.is_given() && plan.in_use != InUse::No => {
            stored.try_out().map_err(|error| {
                error.while_doing(tr!(
                    "nothing was changed, because a new key could not be stored"
                ))
            })?;
            SecretOutput::Slot(stored.clone())
        }
        _ => SecretOutput::open(session, &command.place)?,
    };
    if let SecretOutput::Stdout(more) = &mut output {
        more.extend(plan.more());
    }
    let _to_its_end = Uninterrupted::begin();
    let new = session.change(|session| plan.carry_out(session, &mut verification, &mut output));
    let new = new.inspect_err(|_| output.abandon())?;
    plan.report(session, &new, &output, stored.as_ref())?;
    Ok(Exit::Done)
}

/// What was decided before anything is changed.
struct Plan {
    keys: Keys,
    old: KeyInfo,
    in_use: InUse,
    /// The key that makes room.
    replaced: Option<KeyInfo>,
    delete: bool,
}

impl Plan {
    /// Everything that can be refused is refused here.
    fn new(
        session: &mut Session<'_>,
        stored: Option<&StoredKey>,
        command: &Rotate,
        verification: &Verification,
    ) -> Result<Plan, Error> {
        let keys = Keys::read(session, stored, &command.person)?;
        let old = match &command.key {
            Some(text) => keys.find(session, text)?.clone(),
            None => keys.used().cloned().ok_or_else(|| {
                Error::usage(tr!("it is not known which key duty is using")).hint(tr!(
                    "name it: '{rotate}'; '{list}' shows them",
                    rotate = duty!("app-key rotate KEY"),
                    list = duty!("app-key list")
                ))
            })?,
        };
        let unfinished = rotation_journal::unfinished(session.paths, &session.server_name());
        let with_it = unfinished.iter().find(|journal| {
            let ids = [Some(journal.rotation.old), journal.rotation.new];
            ids.contains(&Some(old.key_id))
        });
        if let Some(left) = with_it {
            let error = Error::new(Kind::Conflict, left.described());
            return Err(error.hint(duty!("app-key rotate --resume")));
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
        let plan = Plan {
            replaced: room(&keys, command.replace)?,
            in_use: keys.in_use(&old),
            delete: command.delete,
            keys,
            old,
        };
        if !command.dry_run.dry_run {
            plan.check_codes(session, verification)?;
            plan.agree(session, command.own)?;
        }
        Ok(plan)
    }

    /// A script is told before anything is made: the key at the end is stopped with a code.
    fn check_codes(&self, session: &Session<'_>, verification: &Verification) -> Result<(), Error> {
        let needed = 1 + usize::from(self.replaced.is_some());
        if session.terminal.may_ask() || verification.left() >= needed {
            return Ok(());
        }
        let doing = tr!("cannot rotate the key {0}", self.old.label());
        let error =
            Verification::needed(&doing, &Purpose::Caller).detail(tr!("nothing was changed"));
        Err(match &self.replaced {
            None => error,
            Some(idle) => error.detail(tr!(
                "two codes are needed: one deletes {0}, one stops the old key",
                idle.label()
            )),
        })
    }

    fn agree(&self, session: &Session<'_>, own: bool) -> Result<(), Error> {
        permit(session, self.in_use, &self.old, own)?;
        if self.in_use == InUse::No || own {
            return Ok(());
        }
        let old = self.old.label();
        // Each key that will be gone is named.
        let question = match (&self.replaced, self.delete) {
            (None, false) => tr!("Replace {old} with a new key?", old),
            (None, true) => tr!("Replace {old} with a new key, and delete {old}?", old),
            (Some(idle), false) => tr!(
                "Replace {old} with a new key, and delete {idle} to make room?",
                old,
                idle = idle.label()
            ),
            (Some(idle), true) => tr!(
                "Replace {old} with a new key, and delete {old}, and {idle} to make room?",
                old,
                idle = idle.label()
            ),
        };
        session.agree(&question, || {
            Error::usage(tr!("this needs a yes")).hint(tr!("give --self"))
        })
    }

    fn carry_out(
        &self,
        session: &mut Session<'_>,
        verification: &mut Verification,
        output: &mut SecretOutput,
    ) -> Result<NewKey, Error> {
        output.take_place()?;
        if let Some(idle) = &self.replaced {
            if session.terminal.may_ask() {
                session.out.note(&tr!(
                    "Two codes are needed: the first deletes {0}, the second stops {1} once the new key works.",
                    idle.label(),
                    self.old.label()
                ));
            }
            let doing = tr!("cannot delete the disabled key {0}", idle.label());
            let (keys, verb) = (&self.keys, Verb::Delete);
            apply(session, verification, keys, idle, verb, doing)?;
            let done = tr!("Deleted the disabled key {0}.", idle.label());
            session.out.note(&done);
        }
        let mut journal = Journal::begin(
            &session.server_name(),
            self.keys.person,
            output.slot().map(|stored| Store {
                context: stored.context.clone(),
                key_store: stored.place,
            }),
            Rotation::begin(&self.old, &self.keys.all, self.delete),
        );
        journal
            .save(session.paths)
            .map_err(|error| error.while_doing(tr!("nothing was changed")))?;
        let made = make(
            session,
            &self.keys,
            &journal.rotation.temporary_name,
            // It is told under the name that it gets.
            &self.old.key_name,
            output,
            Some(verification),
        );
        let made = made.map_err(|Lost { error, orphan }| {
            let error = error.detail(tr!("the old key {0} works as before", self.old.label()));
            if orphan {
                return error.hint(tr!(
                    "'{command}' deletes a key that nobody has; then rotate again",
                    command = duty!("app-key rotate --resume")
                ));
            }
            journal.remove(session.paths);
            error
        })?;
        journal.rotation.new = Some(made.id);
        journal.rotation.phase = Phase::Kept;
        // Where this fails, --resume finds the key in its slot by itself.
        let _ = journal.save(session.paths);
        Steps {
            journal,
            stored: output.slot().cloned(),
            key: Some(made.key.clone()),
            secret: Secret::Held,
            own: self.in_use != InUse::No,
            resumed: false,
            verification,
        }
        .take(session, self.keys.clone(), false)?;
        Ok(made)
    }

    fn report(
        &self,
        session: &mut Session<'_>,
        new: &NewKey,
        output: &SecretOutput,
        stored: Option<&StoredKey>,
    ) -> Result<(), Error> {
        let (to, old) = (output.described(), self.old.key_id);
        if session.out.is_json() && !matches!(output, SecretOutput::Stdout(_)) {
            let mut told = new.as_json(output, None);
            if let Value::Object(members) = &mut told {
                members.extend(self.more());
            }
            session.out.json(&told)?;
        }
        session.out.done(&tr!(
            "The key {name} is now {id}, which was tested; its secret went to {to}.",
            name = new.name,
            id = new.id,
            to
        ));
        session.out.done(&if self.delete {
            tr!("The old one ({0}) is deleted.", old)
        } else {
            tr!(
                "The old one ({0}) is disabled; '{command}' once nothing needs it.",
                old,
                command = duty!("app-key delete", old)
            )
        });
        if output.slot().is_some() || self.in_use == InUse::No || session.settings.sandbox {
            return Ok(());
        }
        let where_from = match stored {
            Some(stored) => tr!("context {0}", stored.context),
            None => tr!("wherever duty got its key (a variable, standard input)"),
        };
        session.out.tell(
            &tr!(
                "Put the new key into {where_from}: it may still have the old one.",
                where_from
            ),
            Tone::Caution,
        );
        Ok(())
    }

    /// What the answer has beside the new key.
    fn more(&self) -> Map<String, Value> {
        let more = json!({
            "result": "rotated",
            "old_key_id": self.old.key_id,
            "old_becomes": if self.delete { "deleted" } else { "disabled" },
            "replaced_key_id": self.replaced.as_ref().map(|key| key.key_id),
        });
        more.as_object().cloned().unwrap_or_default()
    }

    fn dry_run(&self, session: &mut Session<'_>) -> Result<Exit, Error> {
        if session.out.is_json() {
            let mut told = json!({
                "id": null,
                "name": self.old.key_name,
                "secret_to": null,
                "key": null,
                "changed": false,
                "dry_run": true,
            });
            if let Value::Object(members) = &mut told {
                members.extend(self.more());
            }
            session.out.json(&told)?;
            return Ok(Exit::Done);
        }
        if let Some(idle) = &self.replaced {
            session.out.note(&tr!(
                "The disabled key {0} would be deleted first.",
                idle.label()
            ));
        }
        let label = self.old.label();
        session.out.note(&if self.delete {
            tr!(
                "Dry run: a new key would replace {label}, which would be deleted.",
                label
            )
        } else {
            tr!(
                "Dry run: a new key would replace {label}, which would be disabled.",
                label
            )
        });
        Ok(Exit::Done)
    }
}

/// The key that makes room, where there is none and the user allows it.
fn room(keys: &Keys, replace: bool) -> Result<Option<KeyInfo>, Error> {
    let Err(full) = keys.check_room() else {
        return Ok(None);
    };
    // Oldest first, as the server lists them.
    let idle = keys.all.iter().find(|key| !key.is_enabled());
    match idle {
        Some(idle) if replace => Ok(Some(idle.clone())),
        Some(idle) => Err(full.hint(tr!(
            "--replace deletes {0}, the oldest disabled one, first",
            idle.label()
        ))),
        None => Err(full.hint(tr!(
            "a rotation needs room for one more, and none of these keys is disabled: disable or delete one that nothing uses"
        ))),
    }
}
