//! `duty app-key create`: room first, then the place of the secret, then one request that is never
//! repeated.

use serde_json::json;
use tr::tr;

use crate::commands::app_key::attempt;
use crate::commands::app_key::attempt::Attempt;
use crate::commands::app_key::lookup::{Keys, PersonArgs};
use crate::commands::app_key::make::{Left, Lost, make};
use crate::commands::app_key::secret_output::{NewKey, SecretArgs, SecretOutput};
use crate::commands::app_key::stored_key::{StoredKey, check_none};
use crate::commands::examples::{Examples, examples};
use crate::domain::app_key::MOST;
use crate::error::{Error, Exit};
use crate::local::config;
use crate::local::environment::host_name;
use crate::local::key_memory::KeyMemory;
use crate::local::key_store::KeyStore;
use crate::local::now::here;
use crate::local::options::DryRun;
use crate::local::paths::elsewhere;
use crate::local::undelivered::Room;
use crate::session::app::{App, Session};
use crate::text::{duty, pasted_name};
use crate::ui::Warning;
use crate::ui::terminal::Uninterrupted;

#[derive(Debug, clap::Args)]
pub struct Create {
    /// Its name; without one duty-HOST-DATE
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub person: PersonArgs,
    #[command(flatten)]
    pub dry_run: DryRun,
    #[command(flatten)]
    pub place: SecretArgs,
}

pub const EXAMPLES: Examples = examples! { "app-key create":
    "duty app-key create" => "On a terminal: shown once, named after this machine",
    "KEY=$(duty app-key create ci -q)" => "In a script: the secret and nothing else",
    "duty app-key create ci --save=ci" => "Into the keyring as context ci, and not printed",
    "duty app-key create ci --exec 'gh secret set DUTY_APP_KEY'"
        => "Handed to another program on its standard input",
    Text r#"{
  "schema_version": 1, "id": "60001", "name": "ci",
  "secret_to": {"kind": "stdout", "context": null, "path": null, "command": null},
  "key": "…", "changed": true, "dry_run": false, "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Create) -> Result<Exit, Error> {
    let name = match command.name.as_deref().map(pasted_name) {
        Some(name) if name.is_empty() => {
            return Err(Error::usage(tr!("the name of a key cannot be empty")));
        }
        Some(name) => name.into_owned(),
        None => default_name(),
    };
    let stored = StoredKey::in_use(app);
    let session = &mut app.session()?;
    if command.dry_run.dry_run {
        command.place.check(session)?;
        let keys = Keys::read(session, stored.as_ref(), &command.person)?;
        return dry_run(session, &keys, &name);
    }
    let mut output = SecretOutput::open(session, &command.place)?;
    output.check_filter(session, &name)?;
    let keys = Keys::read(session, stored.as_ref(), &command.person)?;
    attempt::warn_of_orphans(session, &keys);
    keys.check_room()?;
    let _to_its_end = Uninterrupted::begin();
    let made = session.change(|session| create(session, &keys, &name, &mut output));
    // Once it is delivered its place keeps it, whatever happens to the report.
    let made = made.inspect_err(|_| output.abandon())?;
    report(session, &output, &made)?;
    Ok(Exit::Done)
}

fn create(
    session: &mut Session<'_>,
    keys: &Keys,
    name: &str,
    output: &mut SecretOutput,
) -> Result<NewKey, Error> {
    output.take_place()?;
    let attempt = Attempt::begin(session, keys, name)?;
    let room = match Room::take(session.paths) {
        Ok(room) => room,
        Err(error) => {
            attempt.end();
            return Err(elsewhere(error).while_doing(tr!("no key was created")));
        }
    };
    let made = make(session, keys, name, name, output, None, Some(room));
    if let Ok(made) = &made {
        let server = session.server_name();
        KeyMemory::of(session.paths).learn_made(&server, made.id, &made.key);
    }
    // The next look at the keys tells of an orphan once more: nobody may have read this.
    if !matches!(
        made,
        Err(Lost {
            left: Left::Orphan,
            ..
        })
    ) {
        attempt.end();
    }
    made.map_err(|lost| *lost.error)
}

fn report(session: &mut Session<'_>, output: &SecretOutput, made: &NewKey) -> Result<(), Error> {
    match output {
        SecretOutput::Stdout(_) => {}
        SecretOutput::Terminal => offer(session, made)?,
        _ if session.out.is_json() => session.out.json(&made.as_json(output, None))?,
        _ => {
            session.out.note(&tr!(
                "Created the key {0} ({1}); its secret went to {2}.",
                made.name,
                made.id,
                output.described()
            ));
            if let SecretOutput::Store(stored) = output {
                session.out.note(&tr!(
                    "Use it with --context {0}; '{command}' prints it.",
                    stored.context,
                    command = duty!("auth token --context", stored.context)
                ));
            }
        }
    }
    Ok(())
}

/// Keep a key that was shown as a context too, where there is somebody to ask and a keyring.
fn offer(session: &mut Session<'_>, made: &NewKey) -> Result<(), Error> {
    let settings = session.settings;
    let no_keyring = cfg!(target_os = "linux") && !session.paths.has_session_bus();
    if settings.sandbox || no_keyring || !session.terminal.may_ask() || settings.yes {
        return Ok(());
    }
    let server = session.api.base_url();
    let free = |name: &&String| {
        let known = settings.config.contexts.get(*name);
        config::check_name(name).is_ok() && check_none(name, known, server).is_ok()
    };
    let Some(context) = [&settings.context.value, &made.name].into_iter().find(free) else {
        return Ok(());
    };
    let question = tr!(
        "Store it in the keyring too, as context {context}?",
        context
    );
    let nobody = || Error::usage(tr!("nobody can be asked"));
    if !session.confirm(&question, nobody)? {
        return Ok(());
    }
    let stored = StoredKey::of(session.paths, context, KeyStore::Keyring);
    match stored.fill(made.id, &made.key, session.api.base_url()) {
        Ok(()) => session
            .out
            .note(&tr!("Stored; use it with --context {context}.", context)),
        // It was shown: nothing is lost.
        Err(error) => session.out.warn_of(
            Warning::KeyNotStored,
            &tr!("it could not be stored: {0}", error.message),
        ),
    }
    Ok(())
}

fn dry_run(session: &mut Session<'_>, keys: &Keys, name: &str) -> Result<Exit, Error> {
    keys.check_room()?;
    let used = keys.all.len();
    if session.out.is_json() {
        session
            .out
            .json(&json!({"id": null, "name": name, "secret_to": null, "key": null, "changed": false, "dry_run": true}))?;
    } else {
        session.out.note(&tr!(
            "Dry run: the key {name} would be created; {0} of {1} are in use.",
            used,
            MOST,
            name
        ));
    }
    Ok(Exit::Done)
}

fn default_name() -> String {
    let host = host_name().unwrap_or_else(|| "host".into());
    let date = here().strftime("%Y-%m-%d");
    format!("duty-{host}-{date}")
}
