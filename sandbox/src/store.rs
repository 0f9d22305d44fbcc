//! Where the state is between two requests: in memory, or in a JSON file that several processes may
//! use. Every change is read, made and written under one exclusive lock, so none is lost.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::account;
use crate::options::StateFile;
use crate::state::{State, VERSION};

/// A state of ten thousand spaces is far below this.
const LIMIT: u64 = 256 << 20;
/// Others hold the lock for as long as a change takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Store {
    place: Place,
    /// For the state that is made when there is none yet.
    spaces: Option<u32>,
}

enum Place {
    Memory(Mutex<Tracked>),
    Path(PathBuf, Mutex<Option<Seen>>),
}

/// The file as it was last seen, and what it said. Reading the bytes again is cheap; taking them apart
/// again, for a thousand spaces, is not.
struct Seen {
    bytes: Vec<u8>,
    state: State,
}

/// The state, and whether anybody asked for it in order to change it. What was only looked at need not
/// be written.
pub(crate) struct Tracked {
    state: State,
    touched: bool,
}

impl Tracked {
    fn new(state: State) -> Self {
        Self {
            state,
            touched: false,
        }
    }
}

impl Deref for Tracked {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Tracked {
    fn deref_mut(&mut self) -> &mut State {
        self.touched = true;
        &mut self.state
    }
}

impl Store {
    /// Opens the state, and makes it where there is none, so that a bad file is found at the start.
    pub(crate) fn open(file: &StateFile, spaces: Option<u32>) -> io::Result<Self> {
        let place = match file {
            StateFile::Memory => Place::Memory(Mutex::new(Tracked::new(account::fresh(spaces)))),
            StateFile::Path(path) => Place::Path(path.clone(), Mutex::new(None)),
        };
        let store = Self { place, spaces };
        store.update(|_| ())?;
        Ok(store)
    }

    /// Reads, changes and writes back, with nobody in between.
    pub(crate) fn update<R>(&self, change: impl FnOnce(&mut Tracked) -> R) -> io::Result<R> {
        match &self.place {
            Place::Memory(state) => {
                // A test that panicked inside its own edit must not take the server down with it.
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(change(&mut state))
            }
            Place::Path(path, seen) => {
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                let _lock = lock(path)?;
                let before = read(path)?;
                // Taken out: whatever fails from here on, nothing unwritten is left in it.
                let state = match (&before, seen.take()) {
                    (Some(bytes), Some(seen)) if seen.bytes == *bytes => seen.state,
                    (Some(bytes), _) => parse(path, bytes)?,
                    (None, _) => account::fresh(self.spaces),
                };
                let mut state = Tracked::new(state);
                let result = change(&mut state);
                let bytes = match before {
                    Some(before) if !state.touched => before,
                    before => {
                        let after = to_bytes(&state)?;
                        if before.as_ref() != Some(&after) {
                            write(path, &after)?;
                        }
                        after
                    }
                };
                *seen = Some(Seen {
                    bytes,
                    state: state.state,
                });
                Ok(result)
            }
        }
    }

    /// The state as JSON.
    pub(crate) fn snapshot(&self) -> io::Result<Value> {
        self.update(|state| serde_json::to_value(&**state))?
            .map_err(io::Error::other)
    }

    /// Any change at all to the JSON of the state, as long as it can be read back.
    pub(crate) fn edit(
        &self,
        change: impl FnOnce(&mut Value) -> Result<(), String>,
    ) -> io::Result<()> {
        self.update(|state| {
            let mut value = serde_json::to_value(&**state).map_err(io::Error::other)?;
            change(&mut value).map_err(|why| io::Error::new(ErrorKind::InvalidInput, why))?;
            **state = serde_json::from_value(value).map_err(|e| {
                io::Error::new(
                    ErrorKind::InvalidInput,
                    format!("the edited sandbox state cannot be read back: {e}"),
                )
            })?;
            Ok(())
        })?
    }
}

/// Removes the file; whoever reads next finds the account as new.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    let _lock = lock(path)?;
    match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(named(path, &e)),
        _ => Ok(()),
    }
}

/// The lock is on a file beside the state: the state itself is replaced at each write, and a lock on
/// what was replaced would keep nobody out.
fn lock(path: &Path) -> io::Result<File> {
    let dir = directory(path);
    private_folder(dir).map_err(|e| named(dir, &e))?;
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = Path::new(&name);
    regular(name)?;
    let file = private(&mut OpenOptions::new())
        .create(true)
        .truncate(false)
        .write(true)
        .open(name)
        .map_err(|e| named(name, &e))?;
    // It may be another user's, and open all the same.
    let _ = for_owner(&file);
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(e)) => return Err(named(name, &e)),
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => {
                let why = io::Error::other("another program holds it");
                return Err(named(name, &why));
            }
        }
    }
}

/// Opening a pipe would wait for its other end, and a device has none.
fn regular(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(about) if !about.is_file() => Err(named(path, &io::Error::other("it is not a file"))),
        Err(e) if e.kind() != ErrorKind::NotFound => Err(named(path, &e)),
        _ => Ok(()),
    }
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    regular(path)?;
    let read = File::open(path).and_then(|file| {
        let mut bytes = Vec::new();
        file.take(LIMIT + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    match read {
        Ok(bytes) if bytes.len() as u64 > LIMIT => {
            let why = io::Error::other("it is too large for a sandbox state");
            Err(named(path, &why))
        }
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(named(path, &e)),
    }
}

fn parse(path: &Path, bytes: &[u8]) -> io::Result<State> {
    let bad = |why: String| {
        io::Error::new(
            ErrorKind::InvalidData,
            format!(
                "the sandbox state {} {why}; `duty sandbox reset` starts over",
                path.display()
            ),
        )
    };
    let value: Value =
        serde_json::from_slice(bytes).map_err(|e| bad(format!("is not valid JSON ({e})")))?;
    match value.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(other) => {
            return Err(bad(format!(
                "has version {other}, and this program reads version {VERSION}"
            )));
        }
        None => return Err(bad("has no version".to_owned())),
    }
    serde_json::from_value(value).map_err(|e| bad(format!("cannot be read ({e})")))
}

fn to_bytes(state: &State) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(state).map_err(io::Error::other)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Whole or not at all, and for the owner's eyes: it holds keys. No fsync: what a power cut loses here
/// was made up.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = directory(path);
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(|e| named(dir, &e))?;
    for_owner(file.as_file())
        .and_then(|()| file.write_all(bytes))
        .map_err(|e| named(path, &e))?;
    file.persist(path).map_err(|e| named(path, &e.error))?;
    Ok(())
}

fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

fn named(path: &Path, e: &io::Error) -> io::Error {
    io::Error::new(e.kind(), format!("{}: {e}", path.display()))
}

/// What is made up is nobody's secret, but whoever could replace it would tell its owner anything.
fn private_folder(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    if dir.parent().is_some() {
        private_folder(directory(dir))?;
    }
    match fs::create_dir(dir) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists && dir.is_dir() => Ok(()),
        Err(e) => Err(e),
        #[cfg(not(unix))]
        Ok(()) => Ok(()),
        #[cfg(unix)]
        Ok(()) => {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
        }
    }
}

/// A umask may take away what its owner needs as well.
fn for_owner(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}
