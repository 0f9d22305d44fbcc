//! What duty remembers of APP keys between runs: rotations that are not over, and which key is which. It is in
//! the state directory, or in the one file that a pipeline carries from job to job; for its owner only, and
//! without any secret.

mod told;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tr::tr;

use crate::domain::app_key::KeyInfo;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::files;
use crate::local::files::{Lock, Unreadable};
use crate::local::fingerprints::Fingerprints;
use crate::local::interruption;
use crate::local::keys::AppKey;
use crate::local::now::now;
use crate::local::paths::{Paths, Wait, elsewhere, of_server};
use crate::local::rotation_journal::{Here, Journal};
use crate::text::duty;

const VERSION: u64 = 1;
const PREFIX: &str = "app-key-rotate-";
const LOCK: &str = "app-key-rotate.lock";
const FINGERPRINTS: &str = "app-key-fingerprints.json";

/// Where it is.
#[derive(Clone, Debug)]
pub struct KeyMemory {
    paths: Paths,
    /// The file that holds the rotations, in place of the state directory.
    file: Option<PathBuf>,
}

/// What that file holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    #[serde(default)]
    rotations: Vec<Journal>,
    #[serde(default)]
    fingerprints: Fingerprints,
}

impl KeyMemory {
    /// That of the state directory.
    pub fn of(paths: &Paths) -> KeyMemory {
        KeyMemory {
            paths: paths.clone(),
            file: None,
        }
    }

    /// That of a file, where one is named.
    pub fn in_file(paths: &Paths, file: Option<&Path>) -> KeyMemory {
        KeyMemory {
            file: file.map(Path::to_owned),
            ..KeyMemory::of(paths)
        }
    }

    /// The rotations on this server that are not over, oldest first.
    ///
    /// # Errors
    /// Where the file that was named cannot be read; in the state directory what cannot be read is not there.
    pub fn rotations(&self, server: &str) -> Result<Vec<Journal>, Error> {
        let mut found = match &self.file {
            Some(file) => state(file)?.rotations,
            None => self.in_folder(),
        };
        found.retain(|one| one.base_url == server);
        found.sort_by_key(|one| (one.began, one.rotation.old));
        Ok(found)
    }

    /// That every rotation can be read: what one is about that cannot is not known, and it may be the one that is meant.
    ///
    /// # Errors
    /// Where one cannot.
    pub fn check(&self) -> Result<(), Error> {
        let folder = match &self.file {
            Some(_) => return Ok(()),
            None => self.paths.state()?,
        };
        for file in journals(&folder) {
            if let Err(why) = files::load_json::<Journal>(&file, VERSION) {
                let is_broken = matches!(why, Unreadable::Broken(_));
                let is_newer = matches!(why, Unreadable::Newer);
                let error = unreadable(&file, why);
                if is_newer {
                    return Err(error.hint(tr!("use that one")));
                }
                if !is_broken {
                    return Err(error);
                }
                return Err(error.hint(tr!(
                    "remove the file; '{list}' shows the keys, one of which the rotation may have made",
                    list = duty!("app-key list")
                )));
            }
        }
        Ok(())
    }

    /// Those of every server, where they are in the state directory; oldest first.
    pub fn everywhere(&self) -> Vec<Journal> {
        let mut found = match &self.file {
            Some(_) => Vec::new(),
            None => self.in_folder(),
        };
        found.sort_by_key(|one| (one.began, one.rotation.old));
        found
    }

    /// A rotation of another server than this one, in the named file.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn of_other_server(&self, server: &str) -> Result<Option<Journal>, Error> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        let mut all = state(file)?.rotations.into_iter();
        Ok(all.find(|one| one.base_url != server))
    }

    fn in_folder(&self) -> Vec<Journal> {
        let files = self.paths.state().map(|folder| journals(&folder));
        let files = files.unwrap_or_default().into_iter();
        files
            .filter_map(|file| files::load_json(&file, VERSION).ok()?)
            .collect()
    }

    /// Write a rotation down; its earlier state stays until this one is complete.
    pub fn save(&self, journal: &Journal) -> Result<(), Error> {
        match &self.file {
            None => {
                let path = self.path_of(journal)?;
                files::save_json(&path, VERSION, journal).map_err(elsewhere)
            }
            Some(file) => edit(file, |state| {
                state.rotations.retain(|one| !same(one, journal));
                state.rotations.push(journal.clone());
                true
            }),
        }
    }

    /// This key of this list was deleted: a rotation of which it is the new one need not wait for the list.
    pub fn forget(&self, server: &str, id: Id, list: &[KeyInfo]) {
        if self.is_busy() {
            return;
        }
        let mut all = self.rotations(server).unwrap_or_default();
        all.retain(|one| one.rotation.new == Some(id) && !one.is_of_others(list));
        for mut journal in all {
            journal.rotation.gone = true;
            // Where this fails, it waits.
            let _ = self.save(&journal);
        }
    }

    /// These are the keys of a person. A rotation that goes on from nowhere, as its context was logged out, and whose new key
    /// is not among them by now, goes on from anywhere: somebody deleted it elsewhere. `alone`: this run has the lock.
    pub fn look(
        &self,
        server: &str,
        (person, list): (Option<Id>, &[KeyInfo]),
        here: &Here<'_>,
        alone: bool,
    ) {
        let mut all = self.rotations(server).unwrap_or_default();
        all.retain(|one| {
            one.person == person
                && one.rotation.new_key(list).is_none()
                && one.is_of_these(list)
                && one.waits_for_list(here)
        });
        if all.is_empty() || (!alone && self.is_busy()) {
            return;
        }
        for mut journal in all {
            journal.rotation.gone = true;
            let _ = self.save(&journal);
        }
    }

    /// It is over. A journal that stays is looked at again by `--resume`, which finds nothing to do.
    pub fn remove(&self, journal: &Journal) {
        let _ = match &self.file {
            None => self
                .path_of(journal)
                .and_then(|path| files::remove(&path))
                .map(|_| ()),
            Some(file) => edit(file, |state| {
                let before = state.rotations.len();
                state.rotations.retain(|one| !same(one, journal));
                state.rotations.len() != before
            }),
        };
    }

    fn path_of(&self, journal: &Journal) -> Result<PathBuf, Error> {
        // Two servers may count their keys alike.
        let server = of_server(&journal.base_url);
        let name = format!("{PREFIX}{server}-{}.json", journal.rotation.old);
        Ok(self.paths.state()?.join(name))
    }

    /// The file to remove, by hand, so that this rotation and no other one is forgotten.
    pub fn file_of(&self, journal: &Journal) -> Option<PathBuf> {
        let Some(file) = &self.file else {
            return self.path_of(journal).ok().filter(|path| path.is_file());
        };
        let mut all = state(file).ok()?.rotations.into_iter();
        all.all(|one| same(&one, journal)).then(|| file.clone())
    }

    /// The id that this key has on this server, where duty made it or once knew it.
    pub fn id_of(&self, server: &str, key: &AppKey) -> Option<Id> {
        let in_file = self.file.as_ref().and_then(|file| state(file).ok());
        in_file
            .and_then(|state| state.fingerprints.id_of(server, key))
            .or_else(|| self.fingerprints().ok()?.id_of(server, key))
    }

    /// Whether a key with this id was ever at hand here.
    pub fn knows(&self, server: &str, id: Id) -> bool {
        self.fingerprints().is_ok_and(|all| all.knows(server, id))
    }

    /// Whether this is a key that duty made here.
    pub fn made(&self, server: &str, key: &KeyInfo) -> bool {
        self.is_of_then(server, key) == Some(true)
    }

    /// Whether duty made one here that had its number, and was made at another time.
    pub fn is_of_another_time(&self, server: &str, key: &KeyInfo) -> bool {
        self.is_of_then(server, key) == Some(false)
    }

    fn is_of_then(&self, server: &str, key: &KeyInfo) -> Option<bool> {
        let created = key.created_at?.seconds();
        let known = self.fingerprints().ok()?;
        known.is_of_then(server, key.key_id, created)
    }

    /// Whether this is its secret, for certain.
    pub fn is_made(&self, server: &str, key: &KeyInfo, secret: &AppKey) -> bool {
        self.made(server, key) && self.id_of(server, secret) == Some(key.key_id)
    }

    /// This key, which duty made a moment ago, is that one.
    pub fn learn_made(&self, server: &str, id: Id, key: &AppKey) {
        self.write_down(server, id, key, Some(now().as_second()));
    }

    /// This key is that one. Nothing hangs on it: where it cannot be written down, it is not known later.
    pub fn learn(&self, server: &str, id: Id, key: &AppKey) {
        self.write_down(server, id, key, None);
    }

    fn write_down(&self, server: &str, id: Id, key: &AppKey, made: Option<i64>) {
        if let Some(file) = &self.file {
            let _ = edit(file, |state| {
                state.fingerprints.learn(server, id, key, made)
            });
        }
        let Ok(mut known) = self.fingerprints() else {
            return;
        };
        if known.learn(server, id, key, made)
            && let Ok(folder) = self.paths.state()
        {
            let _ = files::save_json(&folder.join(FINGERPRINTS), VERSION, &known);
        }
    }

    fn fingerprints(&self) -> Result<Fingerprints, Error> {
        let path = self.paths.state()?.join(FINGERPRINTS);
        match files::load_json(&path, VERSION) {
            Ok(known) => Ok(known.unwrap_or_default()),
            // It is begun anew.
            Err(Unreadable::Broken(_)) => Ok(Fingerprints::default()),
            Err(why) => Err(unreadable(&path, why)),
        }
    }

    /// Keep every other duty out that would rotate by the same memory, until the answer is dropped. Waits for one that
    /// is at work, and is a `Conflict` where that takes too long.
    pub fn lock(&self, timeout: Duration) -> Result<Lock, Error> {
        let path = match &self.file {
            None => self.paths.state()?.join(LOCK),
            Some(file) => beside(file),
        };
        let told = self.paths.wait_for(Wait::AnotherDuty);
        let lock = files::lock(&path, timeout);
        drop(told);
        let lock = match &self.file {
            None => lock.map_err(elsewhere)?,
            Some(_) => lock?,
        };
        lock.ok_or_else(|| match interruption::came() {
            true => Error::interrupted(),
            false => self.busy(),
        })
    }

    /// The refusal while another duty is rotating by this memory.
    pub fn busy(&self) -> Error {
        let what = match &self.file {
            None => tr!("another duty is rotating a key on this machine"),
            Some(file) => tr!("another duty is rotating a key with {0}", file.display()),
        };
        Error::new(Kind::Conflict, what).hint(tr!("wait for it to end, then run this again"))
    }

    /// Whether it is in a file that somebody named.
    pub fn is_elsewhere(&self) -> bool {
        self.file.is_some()
    }

    /// Whether another duty is rotating by this memory just now.
    pub fn is_busy(&self) -> bool {
        let path = match &self.file {
            None => self.paths.state().map(|folder| folder.join(LOCK)),
            Some(file) => Ok(beside(file)),
        };
        path.is_ok_and(|path| matches!(files::lock(&path, Duration::ZERO), Ok(None)))
    }
}

fn journals(folder: &Path) -> Vec<PathBuf> {
    let mut files = files::list(folder, PREFIX).unwrap_or_default();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files
}

/// The file of the lock, behind all links: it is the same for all who mean the same state.
fn beside(file: &Path) -> PathBuf {
    let file = files::behind_links(file).unwrap_or_else(|_| file.to_owned());
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    file.with_file_name(name)
}

fn same(one: &Journal, other: &Journal) -> bool {
    one.base_url == other.base_url && one.rotation.old == other.rotation.old
}

fn state(file: &Path) -> Result<State, Error> {
    let read = files::load_json(file, VERSION);
    Ok(read
        .map_err(|why| unreadable(file, why))?
        .unwrap_or_default())
}

/// Change what the file holds; `false` where nothing is to be written.
fn edit(file: &Path, change: impl FnOnce(&mut State) -> bool) -> Result<(), Error> {
    let mut state = state(file)?;
    if !change(&mut state) {
        return Ok(());
    }
    files::save_json(file, VERSION, &state)
}

fn unreadable(file: &Path, why: Unreadable) -> Error {
    let file = file.display();
    match why {
        Unreadable::Failed(error) => error,
        Unreadable::Newer => Error::usage(tr!("{0} was written by a newer duty", file))
            .hint(tr!("use that one, or name another file")),
        Unreadable::Broken(why) => {
            Error::usage(tr!("{0} is no state of a rotation: {1}", file, why))
                .hint(tr!("name another file, or remove this one"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::environment::Environment;

    #[test]
    fn the_memory_is_in_the_file_that_is_named_else_in_the_state_directory() {
        let paths = Paths::resolve(&Environment::default());
        let named = KeyMemory::in_file(&paths, Some(Path::new("rotation.json")));
        assert!(named.is_elsewhere());
        assert!(!KeyMemory::in_file(&paths, None).is_elsewhere());
    }
}
