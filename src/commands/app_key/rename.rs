//! `duty app-key rename`.

use serde_json::json;
use tr::tr;

use crate::commands::app_key::change::settle;
use crate::commands::app_key::lookup::{Keys, Person, Stored};
use crate::commands::examples::{Examples, Json};
use crate::domain::app_key::KeyInfo;
use crate::error::{Error, Exit};
use crate::local::options::DryRun;
use crate::session::app::{App, Session};
use crate::ui::terminal::Uninterrupted;

#[derive(Debug, clap::Args)]
pub struct Rename {
    /// The key, by id or name
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Its new name
    #[arg(value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub person: Person,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = Examples::new(
    "app-key rename",
    &[("duty app-key rename 5002 ci-old", "By id or by name")],
)
.json(Json::Run("app-key rename 5002 ci-old -o json"));

pub fn run(app: &mut App, command: &Rename) -> anyhow::Result<Exit> {
    let name = command.name.trim();
    if name.is_empty() {
        return Err(Error::usage(tr!("a key has a name")).into());
    }
    let stored = Stored::of(app);
    let mut session = app.session()?;
    let keys = Keys::read(&session, stored.as_ref(), &command.person)?;
    let key = keys.find(&command.key)?;
    let same = key.key_name == name;
    let dry_run = command.dry_run.dry_run;
    if !same && !dry_run {
        session.change(|session| set_name(session, &keys, key, name))?;
    }
    let label = key.label();
    session.out.note(&match (same, dry_run) {
        (true, _) => tr!("Nothing to change: it is so already."),
        (false, true) => tr!(
            "Dry run: the key {label} would be called {name}.",
            label,
            name
        ),
        (false, false) => tr!("The key {label} is called {name} now.", label, name),
    });
    if session.out.is_json() {
        session.out.json(&json!({
            "action": "rename",
            "key_id": key.key_id,
            "key_name": if dry_run { key.key_name.as_str() } else { name },
            "changed": !same && !dry_run,
            "dry_run": dry_run,
        }))?;
    }
    Ok(Exit::Done)
}

/// Give a key a name.
///
/// # Errors
/// Any; where the answer was lost, what the list then shows.
pub fn set_name(
    session: &mut Session<'_>,
    keys: &Keys,
    key: &KeyInfo,
    name: &str,
) -> Result<(), Error> {
    let _told_to_its_end = Uninterrupted::begin();
    let done = session
        .api
        .app_key_rename(key.key_id, keys.person, name)
        .map_err(|error| error.while_doing(tr!("cannot rename the key {0}", key.label())));
    settle(session, keys, key, done, |now| {
        now.is_some_and(|key| key.key_name == name)
    })
}
