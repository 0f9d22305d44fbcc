//! `duty app-key list`.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::app_key::attempt;
use crate::commands::app_key::kept;
use crate::commands::app_key::lookup::{InUse, Keys, PersonArgs, age};
use crate::commands::app_key::sharing;
use crate::commands::app_key::stored_key::StoredKey;
use crate::commands::app_key::undelivered;
use crate::commands::examples::{Examples, examples};
use crate::domain::app_key::MOST;
use crate::domain::console::Page;
use crate::error::{Error, Exit};
use crate::local::key_memory::KeyMemory;
use crate::session::app::{App, Session};
use crate::session::page::{self, Web};
use crate::ui::table::Table;
use crate::ui::words;
use crate::ui::{Tone, Warning};

#[derive(Debug, clap::Args)]
pub struct List {
    #[command(flatten)]
    pub person: PersonArgs,
    #[command(flatten)]
    pub web: Web,
}

pub const EXAMPLES: Examples = examples! { "app-key list":
    "duty app-key list" => "How many of five are used, how old, and which one duty uses",
    "duty app-key list --person lisi@example.com" => "The owner looks at the keys of a member",
    Run "app-key list -o json"
};

pub fn run(app: &mut App, command: &List) -> Result<Exit, Error> {
    if command.web.web {
        return page::show(app, &Page::Keys, false);
    }
    let stored = StoredKey::in_use(app);
    let mut session = app.session()?;
    let keys = Keys::read(&mut session, stored.as_ref(), &command.person)?;
    if session.out.is_json() {
        let told = as_json(&session, stored.as_ref(), &keys);
        session.out.json(&told)?;
    } else if session.out.quiet {
        let ids = keys.all.iter().map(|key| key.key_id.to_string());
        session.out.ids(ids)?;
    } else {
        show(&mut session, stored.as_ref(), &keys)?;
    }
    tell_rotations(&session, &keys)?;
    undelivered::tell(&session, &keys);
    attempt::warn_of_orphans(&mut session, &keys);
    Ok(Exit::Done)
}

/// Rotations that are not over: those that were cut off, and those whose old key works on.
fn tell_rotations(session: &Session<'_>, keys: &Keys) -> Result<(), Error> {
    let memory = KeyMemory::of(session.paths);
    let mut rotations = memory.rotations(&session.server_name())?;
    rotations.retain(|one| !one.is_of_others(&keys.all));
    for left in rotations {
        if !left.rotation.is_resting() {
            if memory.is_busy() {
                let told = tr!("Another duty is rotating {0} just now.", left.label());
                session.out.done(&told);
                continue;
            }
            let told = memory.described(&left, &session.here());
            session.out.warn_of(Warning::UnfinishedRotation, &told);
            continue;
        }
        // Somebody has stopped the old key, or deleted it: nothing works on.
        if !kept::works_on(&left, keys) {
            continue;
        }
        let told = kept::described(&memory, &left, &session.here(), &session.times());
        if left.is_due() {
            session.out.warn_of(Warning::KeptKeyDue, &told);
        } else {
            session.out.done(&told);
        }
    }
    Ok(())
}

fn show(session: &mut Session<'_>, stored: Option<&StoredKey>, keys: &Keys) -> Result<(), Error> {
    let mut table = Table::new([
        tr!("ID"),
        tr!("NAME"),
        tr!("STATUS"),
        tr!("AGE"),
        tr!("IN USE BY DUTY"),
    ]);
    for key in &keys.all {
        let (word, tone) = match keys.in_use(key) {
            InUse::Yes => (tr!("yes"), Tone::Strong),
            InUse::Maybe => (tr!("maybe"), Tone::Caution),
            InUse::No => ("-".to_owned(), Tone::Faint),
        };
        let others = sharing::by_id(session, stored, key).join(", ");
        let word = match (keys.in_use(key), others.is_empty()) {
            (_, true) => word,
            (InUse::No, false) => tr!("in context {0}", others),
            (_, false) => tr!("{word}, also in context {0}", others, word),
        };
        let status = if key.is_enabled() {
            Tone::Good
        } else {
            Tone::Faint
        };
        table.row([
            (key.key_id.to_string(), Tone::Plain),
            (key.key_name.clone(), Tone::Plain),
            (words::state(&key.status), status),
            (age(key), Tone::Plain),
            (word, tone),
        ]);
    }
    if !keys.all.is_empty() {
        session.out.table(&table)?;
    }
    let used = keys.all.len();
    session.out.note(&tr!("{0}/{MOST} used", used, MOST));
    if keys.all.iter().any(|key| keys.in_use(key) == InUse::Maybe) {
        session.out.note(&tr!(
            "A key does not say which of these it is: duty knows only the id of a key that it created and stored itself."
        ));
    }
    Ok(())
}

/// The documented shape.
fn as_json(session: &Session<'_>, stored: Option<&StoredKey>, keys: &Keys) -> Value {
    let list = keys.all.iter().map(|key| {
        json!({
            "id": key.key_id,
            "name": key.key_name,
            "status": key.status,
            "created_at": key.created_at.map(|at| at.utc()),
            "updated_at": key.updated_at.map(|at| at.utc()),
            "in_use": match keys.in_use(key) {
                InUse::Yes => Some(true),
                InUse::Maybe => None,
                InUse::No => Some(false),
            },
            "other_contexts": sharing::by_id(session, stored, key),
        })
    });
    let list: Vec<Value> = list.collect();
    json!({"person_id": keys.person, "used": list.len(), "limit": MOST, "items": list})
}
