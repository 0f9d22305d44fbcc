//! Changing `config.toml`: one writer at a time, the whole file or nothing, and everything in it
//! that duty does not know stays: comments, order, unknown entries.

use std::fs::TryLockError;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use toml_edit::{DocumentMut, Item, Table, TableLike, value};
use tr::tr;

use crate::error::{Error, Kind};
use crate::local::config::{Config, Context, check_name, file, read_text};
use crate::local::paths::{Paths, private_folder, write_private};

/// The file on its way from what it says to what it shall say.
#[derive(Clone)]
pub struct Draft {
    file: PathBuf,
    document: DocumentMut,
    config: Config,
}

/// Change the file. Other writers wait meanwhile; where `change` fails, or makes of the file what
/// cannot be read, nothing is written.
///
/// # Errors
/// As [`Config::load`]; what `change` said; where the file cannot be written.
pub fn edit<T>(
    paths: &Paths,
    change: impl FnOnce(&mut Draft) -> Result<T, Error>,
) -> Result<T, Error> {
    let file = file(paths)?;
    let _locked = lock(&file, paths.patience)?;
    let before = read_text(&file)?;
    let text = before.as_deref().unwrap_or_default();
    let config = Config::parse(text, &file)?;
    let document = text
        .parse::<DocumentMut>()
        .map_err(|error| Error::usage(tr!("{0}: {1}", file.display(), error.message())))?;
    let mut draft = Draft {
        file,
        document,
        config,
    };
    let answer = change(&mut draft)?;
    draft.write()?;
    Ok(answer)
}

/// The lock is a file of its own: `config.toml` is replaced, and a lock on it would be lost with it.
fn lock(file: &Path, patience: Duration) -> Result<std::fs::File, Error> {
    let place = file.with_extension("lock");
    let locked = || -> std::io::Result<std::fs::File> {
        if let Some(folder) = place.parent() {
            private_folder(folder)?;
        }
        let mut options = std::fs::File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Opening a pipe would wait for its other end.
        if std::fs::metadata(&place).is_ok_and(|found| !found.is_file()) {
            return Err(std::io::Error::other(tr!("it is not a file")));
        }
        let lock = options.open(&place)?;
        let began = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::WouldBlock) if began.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(std::io::Error::other(tr!("another duty holds it")));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    };
    locked().map_err(|error| {
        Error::new(
            Kind::Failed,
            tr!("cannot lock {0}: {1}", place.display(), error),
        )
    })
}

impl Draft {
    /// What the file said before.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Write what it says so far, in the middle of a change that has an order.
    ///
    /// # Errors
    /// Where what would be written cannot be read, or the file cannot be written.
    pub fn write(&self) -> Result<(), Error> {
        let before = read_text(&self.file)?;
        let after = self.document.to_string();
        if before.as_deref() != Some(&after) && !(before.is_none() && after.is_empty()) {
            Config::parse(&after, &self.file)?;
            write_private(&self.file, after.as_bytes())?;
        }
        Ok(())
    }

    /// Use this context where nobody names one.
    pub fn set_current(&mut self, name: &str) {
        put(self.document.as_table_mut(), "context", Some(value(name)));
    }

    /// Make the context `name` what `change` makes of it; where there is none, it begins empty. What
    /// duty does not know in it stays.
    ///
    /// # Errors
    /// `Usage` where no context may have this name.
    pub fn context(&mut self, name: &str, change: impl FnOnce(&mut Context)) -> Result<(), Error> {
        check_name(name)?;
        let mut context = self.config.contexts.get(name).cloned().unwrap_or_default();
        change(&mut context);
        let table = self.table(&["contexts", name])?;
        put(table, "base_url", context.base_url.as_deref().map(value));
        let store = context.key_store.map(|place| value(place.word()));
        put(table, "key_store", store);
        let id = context.key_id.and_then(|id| i64::try_from(id).ok());
        put(table, "key_id", id.map(value));
        put(table, "output", context.output.map(word));
        put(table, "lang", context.lang.map(word));
        let off: toml_edit::Array = context.channels_off.iter().map(|one| one.word()).collect();
        put(table, "channels_off", (!off.is_empty()).then(|| value(off)));
        self.config.contexts.insert(name.to_owned(), context);
        Ok(())
    }

    /// Set or take out an entry by the names that lead to it.
    ///
    /// # Errors
    /// `Usage` where something on the way is not a table.
    pub fn entry(&mut self, path: &[&str], item: Option<Item>) -> Result<(), Error> {
        let Some((name, above)) = path.split_last() else {
            return Ok(());
        };
        put(self.table(above)?, name, item);
        Ok(())
    }

    fn table(&mut self, path: &[&str]) -> Result<&mut dyn TableLike, Error> {
        let mut table: &mut dyn TableLike = self.document.as_table_mut();
        for (depth, name) in path.iter().enumerate() {
            let item = table.entry(name).or_insert_with(|| {
                let mut made = Table::new();
                // `[contexts.work]` needs no `[contexts]` above it.
                made.set_implicit(depth + 1 < path.len());
                Item::Table(made)
            });
            table = item
                .as_table_like_mut()
                .ok_or_else(|| Error::usage(tr!("'{name}' in config.toml is not a table", name)))?;
        }
        Ok(table)
    }
}

fn word<T: clap::ValueEnum>(choice: T) -> Item {
    let word = choice.to_possible_value();
    value(word.as_ref().map_or("", |word| word.get_name()))
}

/// Set an entry where it differs, in place: the comments around it are its own.
fn put(table: &mut dyn TableLike, name: &str, item: Option<Item>) {
    let Some(new) = item else {
        table.remove(name);
        return;
    };
    match (table.get_mut(name), new) {
        (Some(Item::Value(old)), Item::Value(mut new)) => {
            let bare = |value: &toml_edit::Value| {
                let mut value = value.clone();
                value.decor_mut().clear();
                value.to_string()
            };
            if bare(old) != bare(&new) {
                *new.decor_mut() = old.decor().clone();
                *old = new;
            }
        }
        (Some(old), new) => *old = new,
        (None, new) => {
            table.insert(name, new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::config::Place;
    use crate::local::environment::Environment;

    fn in_folder(text: &str) -> (tempfile::TempDir, Paths) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.toml"), text).unwrap();
        let paths = Paths::resolve(&Environment::of([(
            "DUTY_CONFIG_DIR",
            folder.path().as_os_str(),
        )]));
        (folder, paths)
    }

    #[test]
    fn what_duty_does_not_know_stays() {
        let (folder, paths) = in_folder(
            "# mine\nstrange = 1 # kept\n\n[contexts.work] # at work\nbase_url = 'https://a.example' # old\nother = 2\n",
        );
        edit(&paths, |draft| {
            draft.set_current("work");
            draft.context("work", |context| {
                context.base_url = Some("https://b.example".into());
                context.key_store = Some(Place::Keyring);
            })
        })
        .unwrap();
        assert_eq!(
            std::fs::read_to_string(folder.path().join("config.toml")).unwrap(),
            "# mine\nstrange = 1 # kept\ncontext = \"work\"\n\n[contexts.work] # at work\nbase_url = \"https://b.example\" # old\nother = 2\nkey_store = \"keyring\"\n"
        );
    }

    #[test]
    fn a_broken_file_is_never_overwritten() {
        let (folder, paths) = in_folder("output = [");
        let error = edit(&paths, |draft| {
            draft.set_current("work");
            Ok(())
        })
        .unwrap_err();
        assert!(error.message.contains("line 1"), "{}", error.message);
        assert_eq!(
            std::fs::read_to_string(folder.path().join("config.toml")).unwrap(),
            "output = ["
        );
    }
}
