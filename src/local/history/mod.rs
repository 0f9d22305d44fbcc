//! What every write found: the last 20 for each context and person, in a file of their own in the
//! state directory, 0600. `undo` goes back to them. No secret is ever in it.
//!
//! The file is replaced whole, so that a kill at any point leaves one that can be read; the lock is
//! on a file beside it, and is held from before a write until it was read back, so that two duty on
//! one machine take turns. An entry is written before the request and marked done after it.

mod lists;

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::domain::preference::Preference;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::files;
use crate::local::files::Unreadable;
use crate::local::now::now;
use crate::local::paths::{Paths, elsewhere};
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

#[derive(Serialize, Deserialize)]
struct Record {
    context: String,
    person_id: u64,
    /// Oldest first.
    entries: Vec<Entry>,
}

impl Record {
    /// What was written to this server.
    fn newest_first(&self, server: &str) -> Vec<Entry> {
        let entries = self.entries.iter().rev();
        entries
            .filter(|entry| entry.server == server)
            .cloned()
            .collect()
    }
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
    pub fn entries(&self) -> Result<Vec<Entry>, Error> {
        let record: Option<Record> =
            files::load_json(&self.path, VERSION).map_err(|why| self.unreadable(why))?;
        Ok(record.map_or_else(Vec::new, |record| record.newest_first(&self.server)))
    }

    /// The writes that happened, newest first, where these are the lists now.
    pub fn happened(&self, here: &Lists) -> Result<Vec<Entry>, Error> {
        Ok(that_happened(self.entries()?, here))
    }

    /// Keep every other duty out until the answer is dropped. Waits for one that is at work, and is a
    /// `Conflict` where that takes too long.
    pub fn lock(&self, timeout: Duration) -> Result<Locked<'_>, Error> {
        let path = self.path.with_extension("lock");
        let lock = files::lock(&path, timeout).map_err(elsewhere)?;
        let lock = lock.ok_or_else(|| {
            Error::new(
                Kind::Conflict,
                tr!("another duty is changing the same preferences"),
            )
            .hint(tr!("wait for it to end, then run this again"))
        })?;
        let mut set_aside = None;
        let record = match files::load_json(&self.path, VERSION) {
            // Somebody wrote into it: what is there is set aside, not thrown away.
            Err(Unreadable::Broken(_)) => {
                let path = self.path.with_extension("broken");
                files::rename(&self.path, &path)?;
                set_aside = Some(path);
                None
            }
            loaded => loaded.map_err(|why| self.unreadable(why))?,
        };
        Ok(Locked {
            _lock: lock,
            history: self,
            record: record.unwrap_or_else(|| Record {
                context: self.context.clone(),
                person_id: self.person,
                entries: Vec::new(),
            }),
            set_aside,
        })
    }

    fn unreadable(&self, why: Unreadable) -> Error {
        let path = self.path.display();
        match why {
            Unreadable::Failed(error) => elsewhere(error),
            Unreadable::Newer => {
                Error::failed(tr!("the history {0} was written by a newer duty", path))
                    .hint(tr!("use that one, or remove the file to start over"))
            }
            Unreadable::Broken(why) => {
                Error::failed(tr!("cannot read the history {0}: {1}", path, why)).hint(tr!(
                    "remove the file to start over; the preferences themselves are on the server"
                ))
            }
        }
    }
}

/// Forget what was written to the sandbox: its account begins anew. The locks stay, somebody may wait
/// for one.
#[cfg(feature = "sandbox")]
pub fn forget_sandbox(paths: &Paths) -> Result<(), Error> {
    let folder = paths.state()?.join("prefs");
    let own = format!("{}.", file_name("sandbox", true));
    let files = files::list(&folder, &own)?;
    for path in files {
        if path.extension().is_none_or(|end| end != "lock") {
            files::remove(&path)?;
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
        let differ = entry.before.contradicted(later);
        if entry.progress == Progress::Done || touched.iter().any(|target| differ.contains(target))
        {
            happened.push(entry);
        }
    }
    happened
}

/// The history while nobody else can change it.
pub struct Locked<'a> {
    _lock: files::Lock,
    history: &'a History,
    record: Record,
    /// Where a history went that could not be read.
    pub set_aside: Option<PathBuf>,
}

impl Locked<'_> {
    /// The last write that happened before now, where these are the lists.
    pub fn last(&self, here: &Lists) -> Option<Entry> {
        let entries = self.record.newest_first(&self.history.server);
        that_happened(entries, here).into_iter().next()
    }

    /// Whether another duty wrote, or may have written, after this moment.
    pub fn written_since(&self, moment: Timestamp) -> bool {
        self.record
            .entries
            .iter()
            .filter(|entry| entry.server == self.history.server)
            // One that never came to its end may have arrived later than it began.
            .any(|entry| entry.at >= moment || entry.progress == Progress::Begun)
    }

    /// Remember a write before it is sent.
    pub fn begin(
        &mut self,
        command: &str,
        before: &Preference,
        after: &Preference,
    ) -> Result<u64, Error> {
        let entries = &mut self.record.entries;
        let id = entries.last().map_or(1, |entry| entry.id.saturating_add(1));
        entries.push(Entry {
            id,
            at: now(),
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
    pub fn done(&mut self, id: u64) -> Result<(), Error> {
        for entry in &mut self.record.entries {
            if entry.id == id {
                entry.progress = Progress::Done;
                entry.at = now();
            }
        }
        self.save()
    }

    /// It came to nothing.
    pub fn withdraw(&mut self, id: u64) -> Result<(), Error> {
        self.record.entries.retain(|entry| entry.id != id);
        self.save()
    }

    fn save(&self) -> Result<(), Error> {
        files::save_json(&self.history.path, VERSION, &self.record).map_err(elsewhere)
    }
}

/// The context's name as a file name; the sandbox's cannot be that of a context.
pub(in crate::local) fn file_name(context: &str, sandbox: bool) -> String {
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

#[cfg(test)]
mod tests;
