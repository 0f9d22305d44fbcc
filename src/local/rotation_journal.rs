//! What a rotation remembers, so that one which was cut off anywhere is finished or undone. Kept in
//! the state directory, for its owner only, and without any secret.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tr::tr;

use crate::domain::rotation::Rotation;
use crate::error::Error;
use crate::lenient::Id;
use crate::local::files;
use crate::local::key_store::KeyStore;
use crate::local::now::now;
use crate::local::paths::{Paths, elsewhere};
use crate::text::duty;

const VERSION: u64 = 1;
const PREFIX: &str = "app-key-rotate-";

/// The context whose key is rotated.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Store {
    pub context: String,
    #[serde(rename = "place")]
    pub key_store: KeyStore,
}

/// One rotation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journal {
    /// The server, as it is shown.
    base_url: String,
    /// Whose key; `None` is the caller's.
    pub person: Option<Id>,
    /// Where the new key is stored; `None` where it was given to the user.
    pub store: Option<Store>,
    /// When it began, in Unix seconds.
    began: i64,
    /// The keys, and how far it came.
    #[serde(flatten)]
    pub rotation: Rotation,
}

impl Journal {
    /// The beginning of one.
    pub fn begin(
        server: &str,
        person: Option<Id>,
        store: Option<Store>,
        rotation: Rotation,
    ) -> Journal {
        Journal {
            base_url: server.to_owned(),
            person,
            store,
            began: now().as_second(),
            rotation,
        }
    }

    fn file(&self, paths: &Paths) -> Result<PathBuf, Error> {
        Ok(paths
            .state()?
            .join(format!("{PREFIX}{}.json", self.rotation.old)))
    }

    /// Write it down; the earlier state stays until this one is complete.
    pub fn save(&self, paths: &Paths) -> Result<(), Error> {
        files::save_json(&self.file(paths)?, VERSION, self).map_err(elsewhere)
    }

    /// It is over.
    pub fn remove(&self, paths: &Paths) {
        if let Ok(file) = self.file(paths) {
            // One that stays is looked at again by --resume, which finds nothing to do.
            let _ = files::remove(&file);
        }
    }

    /// For people: that it was cut off, and what to do.
    pub fn described(&self) -> String {
        tr!(
            "the rotation of {0} ({1}) was interrupted; '{command}' finishes or undoes it",
            self.rotation.old_name,
            self.rotation.old,
            command = duty!("app-key rotate --resume")
        )
    }
}

/// The rotations on this server that are not over.
pub fn unfinished(paths: &Paths, server: &str) -> Vec<Journal> {
    let files = paths
        .state()
        .and_then(|folder| files::list(&folder, PREFIX))
        .unwrap_or_default();
    let mut found: Vec<Journal> = files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "json"))
        .filter_map(|file| files::load_json(&file, VERSION).ok()?)
        .filter(|one: &Journal| one.base_url == server)
        .collect();
    found.sort_by_key(|one| one.began);
    found
}
