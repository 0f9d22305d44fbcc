//! What every write found: the last 20 for each context and person, in a file of their own in the
//! state directory, 0600. `undo` goes back to them. No secret is ever in it.
//!
//! The file is replaced whole, so that a kill at any point leaves one that can be read; the lock is
//! on a file beside it, and is held from before a write until it was read back, so that two duty on
//! one machine take turns. An entry is written before the request and marked done after it.

mod lists;

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::domain::preference::Preference;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::paths::{Paths, private_folder};
use crate::local::settings::Settings;

pub use lists::Lists;

/// How many writes are remembered.
pub const KEPT: usize = 20;
const VERSION: u64 = 1;

/// How far a write came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// The request was about to be sent; what became of it is for the server's state to tell.
    Begun,
    /// The server accepted it.
    Done,
}

/// One write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Counts up.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// Which server it went to.
    pub server: String,
    /// The command, by its words after `duty prefs`.
    pub command: String,
    /// How far it came.
    pub progress: Progress,
    /// What was there.
    pub before: Lists,
    /// What it left.
    pub after: Lists,
}

#[derive(Debug, Serialize, Deserialize)]
struct Book {
    version: u64,
    context: String,
    person_id: u64,
    /// Oldest first.
    entries: Vec<Entry>,
}

/// The history of one person in one context.
pub struct History {
    path: PathBuf,
    context: String,
    person: u64,
    server: String,
}

impl History {
    /// Of this person, in the context of these settings, on this server.
    ///
    /// # Errors
    /// `Failed` where there is no state directory.
    pub fn of(
        paths: &Paths,
        settings: &Settings,
        base_url: &BaseUrl,
        person: Id,
    ) -> Result<History, Error> {
        // The sandbox is another world under another port each time.
        let (context, server) = if settings.sandbox {
            ("sandbox".to_owned(), "sandbox".to_owned())
        } else {
            (settings.context.value.clone(), base_url.to_string())
        };
        let person = person.0;
        let name = format!("{}.{person}.json", file_name(&context, settings.sandbox));
        Ok(History {
            path: paths.state()?.join("prefs").join(name),
            context,
            person,
            server,
        })
    }

    /// The writes, newest first.
    ///
    /// # Errors
    /// `Failed` where the file cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>, Error> {
        let mut entries = self.load()?.entries;
        entries.retain(|entry| entry.server == self.server);
        entries.reverse();
        Ok(entries)
    }

    /// The writes that happened, newest first, where these are the lists now.
    ///
    /// # Errors
    /// As [`History::entries`].
    pub fn happened(&self, here: &Lists) -> Result<Vec<Entry>, Error> {
        Ok(that_happened(self.entries()?, here))
    }

    /// Keep every other duty out until the answer is dropped. Waits for one that is at work.
    ///
    /// # Errors
    /// `Failed` where the file cannot be used, `Conflict` where somebody else holds it too long.
    pub fn lock(&self, patience: Duration) -> Result<Locked<'_>, Error> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        private_folder(folder).map_err(|error| failed(folder, &error))?;
        let path = self.path.with_extension("lock");
        let file = private(&path).map_err(|error| failed(&path, &error))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(fs::TryLockError::WouldBlock) if began.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(fs::TryLockError::WouldBlock) => {
                    return Err(Error::new(
                        Kind::Conflict,
                        tr!("another duty is changing the same preferences"),
                    )
                    .hint(tr!("wait for it to end, then run this again")));
                }
                Err(fs::TryLockError::Error(error)) => return Err(failed(&path, &error)),
            }
        }
        let mut aside = None;
        let book = match self.load() {
            Ok(book) => book,
            // Somebody wrote into it: what is there is put aside, not thrown away.
            Err(Unreadable::Broken(_)) => {
                let path = self.path.with_extension("broken");
                fs::rename(&self.path, &path).map_err(|error| failed(&path, &error))?;
                aside = Some(path);
                self.empty()
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Locked {
            _lock: file,
            history: self,
            book,
            aside,
        })
    }

    fn empty(&self) -> Book {
        Book {
            version: VERSION,
            context: self.context.clone(),
            person_id: self.person,
            entries: Vec::new(),
        }
    }

    fn load(&self) -> Result<Book, Unreadable> {
        let bytes = match read_file(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(self.empty()),
            Err(error) => return Err(Unreadable::Failed(failed(&self.path, &error))),
        };
        let broken = |why: String| {
            Unreadable::Broken(
                Error::new(
                    Kind::Failed,
                    tr!("cannot read the history {0}: {1}", self.path.display(), why),
                )
                .hint(tr!(
                    "remove the file to start over; the preferences themselves are on the server"
                )),
            )
        };
        let value: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
        match value["version"].as_u64() {
            Some(version) if version > VERSION => Err(Unreadable::Failed(
                Error::new(
                    Kind::Failed,
                    tr!(
                        "the history {0} was written by a newer duty",
                        self.path.display()
                    ),
                )
                .hint(tr!("use that one, or remove the file to start over")),
            )),
            _ => serde_json::from_value(value).map_err(|error| broken(error.to_string())),
        }
    }
}

/// Forget what was written to the sandbox: its account begins anew. The locks stay, somebody may wait
/// for one.
///
/// # Errors
/// `Failed` where a file cannot be removed.
#[cfg(feature = "sandbox")]
pub fn forget_sandbox(paths: &Paths) -> Result<(), Error> {
    let folder = paths.state()?.join("prefs");
    let own = format!("{}.", file_name("sandbox", true));
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(&folder, &error)),
    };
    for entry in entries {
        let path = entry.map_err(|error| failed(&folder, &error))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let is_lock = path.extension().is_some_and(|end| end == "lock");
        if name.is_some_and(|name| name.starts_with(&own)) && !is_lock {
            fs::remove_file(&path).map_err(|error| failed(&path, &error))?;
        }
    }
    Ok(())
}

/// A write that was cut short, and after which the lists that it was to change were still as before it,
/// never arrived.
fn that_happened(newest_first: Vec<Entry>, here: &Lists) -> Vec<Entry> {
    let mut happened: Vec<Entry> = Vec::new();
    for entry in newest_first {
        let later = happened.last().map_or(here, |newer| &newer.before);
        let touched = entry.after.changed(&entry.before);
        let differ = entry.before.changed(later);
        if entry.progress == Progress::Done || touched.iter().any(|target| differ.contains(target))
        {
            happened.push(entry);
        }
    }
    happened
}

enum Unreadable {
    /// It is no history.
    Broken(Error),
    /// It cannot be had, or is not ours to replace.
    Failed(Error),
}

impl From<Unreadable> for Error {
    fn from(unreadable: Unreadable) -> Error {
        match unreadable {
            Unreadable::Broken(error) | Unreadable::Failed(error) => error,
        }
    }
}

/// The history while nobody else can change it.
pub struct Locked<'a> {
    _lock: File,
    history: &'a History,
    book: Book,
    /// Where a history went that could not be read.
    pub aside: Option<PathBuf>,
}

impl Locked<'_> {
    /// The last write that happened before now, where these are the lists.
    pub fn last(&self, here: &Lists) -> Option<Entry> {
        let mut entries = self.book.entries.clone();
        entries.retain(|entry| entry.server == self.history.server);
        entries.reverse();
        that_happened(entries, here).into_iter().next()
    }

    /// Whether another duty wrote, or may have written, after this moment.
    pub fn written_since(&self, moment: Timestamp) -> bool {
        self.book
            .entries
            .iter()
            .filter(|entry| entry.server == self.history.server)
            // One that never came to its end may have arrived later than it began.
            .any(|entry| entry.at >= moment || entry.progress == Progress::Begun)
    }

    /// Remember a write before it is sent.
    ///
    /// # Errors
    /// `Failed` where the file cannot be written.
    pub fn begin(
        &mut self,
        command: &str,
        before: &Preference,
        after: &Preference,
    ) -> Result<u64, Error> {
        let entries = &mut self.book.entries;
        let id = entries.last().map_or(1, |entry| entry.id + 1);
        entries.push(Entry {
            id,
            at: Timestamp::now(),
            server: self.history.server.clone(),
            command: command.into(),
            progress: Progress::Begun,
            before: Lists::of(before),
            after: Lists::of(after),
        });
        let surplus = entries.len().saturating_sub(KEPT);
        entries.drain(..surplus);
        self.save()?;
        Ok(id)
    }

    /// The server accepted it.
    ///
    /// # Errors
    /// `Failed` where the file cannot be written; the entry counts all the same.
    pub fn done(&mut self, id: u64) -> Result<(), Error> {
        for entry in &mut self.book.entries {
            if entry.id == id {
                entry.progress = Progress::Done;
                entry.at = Timestamp::now();
            }
        }
        self.save()
    }

    /// It came to nothing.
    ///
    /// # Errors
    /// `Failed` where the file cannot be written.
    pub fn withdraw(&mut self, id: u64) -> Result<(), Error> {
        self.book.entries.retain(|entry| entry.id != id);
        self.save()
    }

    fn save(&self) -> Result<(), Error> {
        let path = &self.history.path;
        let new = path.with_extension("new");
        let write = || {
            let mut bytes = serde_json::to_vec_pretty(&self.book)?;
            bytes.push(b'\n');
            // One that a kill left behind may have other rights.
            let _ = fs::remove_file(&new);
            let mut file = private(&new)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&new, path)
        };
        write().map_err(|error| failed(path, &error))
    }
}

/// A whole file, of the size that a history may have; a pipe would be waited for.
fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    const LIMIT: u64 = 4 << 20;
    let about = fs::metadata(path)?;
    if !about.is_file() || about.len() > LIMIT {
        let why = tr!("it is no file of duty's");
        return Err(std::io::Error::new(ErrorKind::InvalidData, why));
    }
    fs::read(path)
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::new(
        Kind::Failed,
        tr!("cannot use {0}: {1}", path.display(), error),
    )
    .hint(tr!("DUTY_STATE_DIR names another directory"))
}

/// The context's name as a file name; the sandbox's cannot be that of a context.
fn file_name(context: &str, sandbox: bool) -> String {
    let mut name = String::from(if sandbox { "+" } else { "" });
    for byte in context.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            name.push(char::from(byte));
        } else {
            name += &format!("%{byte:02x}");
        }
    }
    name
}

fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests;
