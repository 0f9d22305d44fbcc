//! `duty app-key rename`.

use serde_json::json;
use tr::tr;

use crate::commands::app_key::lookup::{Keys, PersonArgs, tells};
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::examples::{Examples, examples};
use crate::domain::app_key::KeyInfo;
use crate::error::{Error, Exit};
use crate::local::options::DryRun;
use crate::session::app::{App, Session};
use crate::session::write;
use crate::session::write::{Deed, Verdict};
use crate::text::pasted_name;

#[derive(Debug, clap::Args)]
pub struct Rename {
    /// The key, by id or name
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Its new name
    #[arg(value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub person: PersonArgs,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = examples! { "app-key rename":
    "duty app-key rename 5002 ci-old" => "By id or by name",
    Run "app-key rename 5002 ci-old -o json"
};

pub fn run(app: &mut App, command: &Rename) -> Result<Exit, Error> {
    let name = pasted_name(&command.name);
    let name = name.as_ref();
    if name.is_empty() {
        return Err(Error::usage(tr!("the name of a key cannot be empty")));
    }
    let stored = StoredKey::in_use(app);
    let session = &mut app.session()?;
    let keys = Keys::read(session, stored.as_ref(), &command.person)?;
    let key = keys.find(session, &command.key)?;
    let same = key.key_name == name;
    let dry_run = command.dry_run.dry_run;
    if !same && !dry_run {
        session.change(|session| rename(session, &keys, key, name))?;
    }
    let label = key.label();
    session.out.done(&match (same, dry_run) {
        (true, _) => tr!("Nothing to change: it is so already."),
        (false, true) => tr!(
            "Dry run: the key {label} would be called {name}.",
            label,
            name
        ),
        (false, false) => tr!("The key {label} is called {name} now.", label, name),
    });
    let mut key = key.clone();
    if !dry_run {
        key.key_name = name.to_owned();
    }
    if session.out.is_json() {
        session.out.json(&json!({
            "action": "rename",
            "id": key.key_id,
            "name": key.key_name,
            "changed": !same && !dry_run,
            "dry_run": dry_run,
        }))?;
    }
    Ok(Exit::Done)
}

/// Give a key a name, and find out what became of it.
pub fn rename(
    session: &mut Session<'_>,
    keys: &Keys,
    key: &KeyInfo,
    name: &str,
) -> Result<(), Error> {
    let (id, person) = (key.key_id, keys.person);
    let deed = Deed {
        request: session.api.app_key_rename(id, person, name),
        doing: tr!("cannot rename the key {0}", key.label()),
        tells: tells(person),
        guard: None,
    };
    write::settle(
        session,
        deed,
        |session| session.api.app_key_list(person),
        |now| match now.iter().find(|one| one.key_id == id) {
            // Deleted meanwhile, or another list.
            None => Verdict::Unknown,
            Some(now) => Verdict::of(now.key_name == name),
        },
    )
    .map(|_| ())
}
