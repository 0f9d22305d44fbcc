//! The note that a key is being made, for when this process is killed meanwhile: then there may be a
//! key that nobody holds, and the next look at the keys says so. No secret is in it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::make::delete_command;
use crate::error::Error;
use crate::lenient::Id;
use crate::local::files;
use crate::local::paths::{Paths, elsewhere};
use crate::session::app::Session;
use crate::ui::Warning;

const VERSION: u64 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub struct Attempt {
    base_url: String,
    person: Option<Id>,
    key_name: String,
    before: Vec<Id>,
    process: u32,
}

impl Attempt {
    fn folder(paths: &Paths) -> Result<PathBuf, Error> {
        Ok(paths.state()?.join("app-key-create"))
    }

    fn file(&self, paths: &Paths) -> Result<PathBuf, Error> {
        Ok(Attempt::folder(paths)?.join(format!("{}.json", self.process)))
    }

    pub fn begin(session: &Session<'_>, keys: &Keys, name: &str) -> Result<Attempt, Error> {
        let attempt = Attempt {
            base_url: session.api.base_url().to_string(),
            person: keys.person,
            key_name: name.to_owned(),
            before: keys.all.iter().map(|key| key.key_id).collect(),
            process: std::process::id(),
        };
        files::save_json(&attempt.file(session.paths)?, VERSION, &attempt)
            .map_err(|error| elsewhere(error).while_doing(tr!("no key was created")))?;
        Ok(attempt)
    }

    pub fn end(self, paths: &Paths) {
        if let Ok(file) = self.file(paths) {
            // One that stays is looked at once more by the next list.
            let _ = files::remove(&file);
        }
    }

    /// Whether its process is there; where that cannot be told, it is not.
    fn is_running(&self) -> bool {
        let process = self.process;
        process == std::process::id() || PathBuf::from(format!("/proc/{process}")).exists()
    }
}

/// Say which keys may be held by nobody because duty was killed while it made them, once.
pub fn warn_of_orphans(session: &mut Session<'_>, keys: &Keys) {
    let files = Attempt::folder(session.paths).and_then(|folder| files::list(&folder, ""));
    for file in files.unwrap_or_default() {
        let Ok(Some(attempt)) = files::load_json::<Attempt>(&file, VERSION) else {
            continue;
        };
        let other =
            attempt.base_url != session.api.base_url().to_string() || attempt.person != keys.person;
        if other || attempt.is_running() || session.out.quiet {
            continue;
        }
        for key in &keys.all {
            if key.key_name == attempt.key_name && !attempt.before.contains(&key.key_id) {
                session.out.warn_of(Warning::OrphanedKey, &tr!(
                    "duty was interrupted while creating the key {0}; if nobody has its secret: '{1}'",
                    key.label(),
                    delete_command(key.key_id, keys.person)
                ));
            }
        }
        let _ = files::remove(&file);
    }
}
