//! The note that a key is being made, for when this process is killed meanwhile: then there may be a
//! key that nobody holds, and the next look at the keys says so. No secret is in it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::make::delete_command;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::paths;
use crate::local::paths::Paths;
use crate::session::app::Session;

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
        let text = serde_json::to_vec_pretty(&attempt)
            .map_err(|error| Error::new(Kind::Failed, error.to_string()))?;
        paths::write_private(&attempt.file(session.paths)?, &text)
            .map_err(|error| error.while_doing(tr!("no key was made")))?;
        Ok(attempt)
    }

    pub fn end(self, paths: &Paths) {
        if let Ok(file) = self.file(paths) {
            // One that stays is looked at once more by the next list.
            let _ = std::fs::remove_file(file);
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
    let folder = Attempt::folder(session.paths).map(std::fs::read_dir);
    let Ok(Ok(entries)) = folder else {
        return;
    };
    for entry in entries.flatten() {
        let attempt = std::fs::read(entry.path())
            .ok()
            .and_then(|text| serde_json::from_slice::<Attempt>(&text).ok());
        let Some(attempt) = attempt else {
            continue;
        };
        let other =
            attempt.base_url != session.api.base_url().to_string() || attempt.person != keys.person;
        if other || attempt.is_running() || session.out.quiet {
            continue;
        }
        for key in &keys.all {
            if key.key_name == attempt.key_name && !attempt.before.contains(&key.key_id) {
                session.out.warn(&tr!(
                    "duty was cut off while it made the key {0}: if nobody has its secret, '{1}'",
                    key.label(),
                    delete_command(key.key_id, keys.person)
                ));
            }
        }
        let _ = std::fs::remove_file(entry.path());
    }
}
