//! What a rotation remembers, so that one which was cut off anywhere is finished or undone. Kept in
//! the state directory, for its owner only, and without any secret.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::domain::rotation::Rotation;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::config::Place;
use crate::local::paths;
use crate::local::paths::Paths;
use crate::text::duty;

const VERSION: u32 = 1;
const PREFIX: &str = "app-key-rotate-";

/// The context whose key is rotated.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Store {
    /// Its name.
    pub context: String,
    /// `keyring` or `insecure-file`.
    place: String,
}

impl Store {
    /// The entry of a context.
    pub fn new(context: &str, place: Place) -> Store {
        Store {
            context: context.to_owned(),
            place: place.word().to_owned(),
        }
    }

    /// Where it is kept.
    pub fn place(&self) -> Place {
        if self.place == Place::InsecureFile.word() {
            Place::InsecureFile
        } else {
            Place::Keyring
        }
    }
}

/// One rotation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journal {
    version: u32,
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
        base_url: &BaseUrl,
        person: Option<Id>,
        store: Option<Store>,
        rotation: Rotation,
    ) -> Journal {
        Journal {
            version: VERSION,
            base_url: base_url.to_string(),
            person,
            store,
            began: jiff::Timestamp::now().as_second(),
            rotation,
        }
    }

    fn file(&self, paths: &Paths) -> Result<PathBuf, Error> {
        Ok(paths
            .state()?
            .join(format!("{PREFIX}{}.json", self.rotation.old)))
    }

    /// Write it down; the earlier state stays until this one is complete.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self, paths: &Paths) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(self)
            .map_err(|error| Error::new(Kind::Failed, error.to_string()))?;
        paths::write_private(&self.file(paths)?, &text)
    }

    /// It is over.
    pub fn remove(&self, paths: &Paths) {
        if let Ok(file) = self.file(paths) {
            // One that stays is looked at again by --resume, which finds nothing to do.
            let _ = std::fs::remove_file(file);
        }
    }

    /// For people: that it was cut off, and what to do.
    pub fn described(&self) -> String {
        tr!(
            "the rotation of {0} ({1}) was cut off; '{command}' finishes or undoes it",
            self.rotation.old_name,
            self.rotation.old,
            command = duty!("app-key rotate --resume")
        )
    }
}

/// The rotations on this server that are not over.
pub fn unfinished(paths: &Paths, base_url: &BaseUrl) -> Vec<Journal> {
    let Ok(folder) = paths.state() else {
        return Vec::new();
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<Journal> = entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with(PREFIX) && name.ends_with(".json")
        })
        .filter_map(|entry| serde_json::from_slice(&std::fs::read(entry.path()).ok()?).ok())
        .filter(|one: &Journal| one.version == VERSION && one.base_url == base_url.to_string())
        .collect();
    found.sort_by_key(|one| one.began);
    found
}
