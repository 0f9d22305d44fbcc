//! The note that a key is being made, for when this process is killed meanwhile: then there may be a
//! key that nobody holds, and the next look at the keys says so. No secret is in it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::make::delete_command;
use crate::domain::app_key::KeyInfo;
use crate::error::Error;
use crate::lenient::Id;
use crate::local::files;
use crate::local::files::Lock;
use crate::local::key_memory::KeyMemory;
use crate::local::now::now;
use crate::local::paths::{Paths, elsewhere};
use crate::session::app::Session;
use crate::ui::Warning;

const VERSION: u64 = 1;
/// A key that is not listed by then, in seconds, was never made; until then a list may be behind.
const LATEST: i64 = 86_400;

#[derive(Debug, Serialize, Deserialize)]
pub struct Attempt {
    base_url: String,
    person: Option<Id>,
    key_name: String,
    before: Vec<Id>,
    /// When, in Unix seconds.
    #[serde(default)]
    began: i64,
}

/// A note of this process, which is at work as long as this is held: a number would mean another process in each
/// container.
pub struct Noted {
    file: PathBuf,
    _at_work: Option<Lock>,
}

impl Noted {
    pub fn end(self) {
        // One that stays is looked at once more by the next list.
        let _ = files::remove(&self.file);
        let _ = files::remove(&lock_of(&self.file));
    }
}

fn lock_of(note: &Path) -> PathBuf {
    note.with_extension("lock")
}

impl Attempt {
    fn folder(paths: &Paths) -> Result<PathBuf, Error> {
        Ok(paths.state()?.join("app-key-create"))
    }

    pub fn begin(session: &Session<'_>, keys: &Keys, name: &str) -> Result<Noted, Error> {
        let attempt = Attempt {
            base_url: session.api.base_url().to_string(),
            person: keys.person,
            key_name: name.to_owned(),
            before: keys.all.iter().map(|key| key.key_id).collect(),
            began: now().as_second(),
        };
        let own = format!("{:016x}.json", fastrand::u64(..));
        let file = Attempt::folder(session.paths)?.join(own);
        let cannot = |error| elsewhere(error).while_doing(tr!("no key was created"));
        // Nobody else has a file of that name. A file system without locks cannot say whether this process goes on.
        let at_work = files::lock(&lock_of(&file), Duration::ZERO).ok().flatten();
        let noted = Noted {
            file,
            _at_work: at_work,
        };
        match files::save_json(&noted.file, VERSION, &attempt) {
            Ok(()) => Ok(noted),
            Err(error) => {
                noted.end();
                Err(cannot(error))
            }
        }
    }
}

/// Whether its process is there; where that cannot be told, it is not.
fn is_running(note: &Path) -> bool {
    let lock = lock_of(note);
    lock.exists() && matches!(files::lock(&lock, Duration::ZERO), Ok(None))
}

/// Say which keys may be held by nobody because duty was killed while it made them, once. A note stays as long
/// as a list may not know of its key.
pub fn warn_of_orphans(session: &mut Session<'_>, keys: &Keys) {
    let files = Attempt::folder(session.paths).and_then(|folder| files::list(&folder, ""));
    let notes = files.unwrap_or_default().into_iter();
    let memory = KeyMemory::of(session.paths);
    for file in notes.filter(|file| file.extension().is_some_and(|end| end == "json")) {
        let Ok(Some(attempt)) = files::load_json::<Attempt>(&file, VERSION) else {
            continue;
        };
        let other =
            attempt.base_url != session.api.base_url().to_string() || attempt.person != keys.person;
        if other || is_running(&file) || session.out.quiet {
            continue;
        }
        let was_there = |key: &KeyInfo| attempt.before.contains(&key.key_id);
        // These are another account's.
        if !attempt.before.is_empty() && !keys.all.iter().any(was_there) {
            continue;
        }
        let age = now().as_second().saturating_sub(attempt.began);
        let mut over = !(0..LATEST).contains(&age);
        for key in &keys.all {
            let is_known = || memory.knows(&session.server_name(), key.key_id);
            if key.key_name == attempt.key_name && !was_there(key) && !is_known() {
                over = true;
                session.out.warn_of(Warning::OrphanedKey, &tr!(
                    "duty was interrupted while creating the key {0}; if nobody has its secret: '{1}'",
                    key.label(),
                    delete_command(key.key_id, keys.person)
                ));
            }
        }
        if over {
            let _ = files::remove(&file);
            let _ = files::remove(&lock_of(&file));
        }
    }
}
