//! Changing `config.toml`: one writer at a time, the whole file or nothing, and everything in it
//! that duty does not know stays: comments, order, unknown entries.

use std::path::PathBuf;

use toml_edit::{DocumentMut, Item, Table, TableLike, value};
use tr::tr;

use crate::error::Error;
use crate::local::config::document::{BYTE_ORDER_MARK, Config, Context, file};
use crate::local::config::names::check_name;
use crate::local::files;
use crate::local::interruption;
use crate::local::options::word;
use crate::local::paths::{Paths, Wait};

/// The file on its way from what it says to what it shall say.
#[derive(Clone)]
pub struct Draft {
    file: PathBuf,
    document: DocumentMut,
    config: Config,
    has_mark: bool,
    has_crlf: bool,
}

/// Change the file. Other writers wait meanwhile; where `change` fails, or makes of the file what
/// cannot be read, nothing is written.
pub fn edit<T>(
    paths: &Paths,
    change: impl FnOnce(&mut Draft) -> Result<T, Error>,
) -> Result<T, Error> {
    let file = file(paths)?;
    let lock = file.with_extension("lock");
    let told = paths.wait_for(Wait::AnotherDuty);
    let _lock = files::lock(&lock, paths.lock_timeout)?.ok_or_else(|| {
        if interruption::came() {
            return Error::interrupted();
        }
        let lock = lock.display();
        Error::failed(tr!("cannot lock {lock}: another duty holds it", lock))
    })?;
    drop(told);
    let text = files::read_text(&file, files::MIB)?.unwrap_or_default();
    let config = Config::parse(&text, &file)?;
    let document = text.trim_start_matches(BYTE_ORDER_MARK);
    let mut draft = Draft {
        document: document.parse().map_err(|error: toml_edit::TomlError| {
            Error::usage(tr!("{0}: {1}", file.display(), error.message()))
        })?,
        file,
        config,
        has_mark: text.starts_with(BYTE_ORDER_MARK),
        has_crlf: text
            .split_once('\n')
            .is_some_and(|(first, _)| first.ends_with('\r')),
    };
    let answer = change(&mut draft)?;
    draft.write()?;
    Ok(answer)
}

/// That the file can be changed, before anything is done that it has to tell of.
pub fn try_out(paths: &Paths) -> Result<(), Error> {
    edit(paths, |draft| {
        let file = files::behind_links(&draft.file)
            .map_err(|error| files::cannot_write(&draft.file, &error))?;
        files::Room::take(files::folder_of(&file)).map(|_| ())
    })
}

impl Draft {
    /// What the file said before.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Write what it says so far, in the middle of a change that has an order.
    pub fn write(&self) -> Result<(), Error> {
        let before = files::read_text(&self.file, files::MIB)?;
        let after = self.text();
        if before.as_deref().unwrap_or_default() != after {
            Config::parse(&after, &self.file)?;
            files::write(&self.file, after.as_bytes())?;
        }
        Ok(())
    }

    /// toml_edit ends every line with a line feed alone.
    fn text(&self) -> String {
        let mut text = self.document.to_string();
        if self.has_crlf {
            text = text.replace('\n', "\r\n");
        }
        if self.has_mark {
            text.insert(0, BYTE_ORDER_MARK);
        }
        text
    }

    /// Use this context where nobody names one.
    pub fn set_current(&mut self, name: &str) {
        put(self.document.as_table_mut(), "context", Some(value(name)));
    }

    /// Make the context `name` what `change` makes of it; where there is none, it begins empty. What
    /// duty does not know in it stays.
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
        let marks: toml_edit::Array = context.key_marks.iter().collect();
        put(
            table,
            "key_marks",
            (!marks.is_empty()).then(|| value(marks)),
        );
        put(
            table,
            "output",
            context.output.map(|format| value(word(&format))),
        );
        put(table, "lang", context.lang.map(|lang| value(word(&lang))));
        let off: toml_edit::Array = context.channels_off.iter().map(|one| one.word()).collect();
        put(table, "channels_off", (!off.is_empty()).then(|| value(off)));
        self.config.contexts.insert(name.to_owned(), context);
        Ok(())
    }

    /// Set or take out an entry by the names that lead to it.
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
    use crate::local::environment::Environment;
    use crate::local::key_store::KeyStore;

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
                context.key_store = Some(KeyStore::Keyring);
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

    fn set_lang(paths: &Paths) {
        let lang = Some(value("zh"));
        edit(paths, |draft| draft.entry(&["lang"], lang)).unwrap();
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_survive() {
        for (before, after) in [
            (
                "\u{feff}# mine\r\nlang = 'en' # x\r\n\r\n[contexts.a]\r\noutput = 'json'\r\n",
                "\u{feff}# mine\r\nlang = \"zh\" # x\r\n\r\n[contexts.a]\r\noutput = 'json'\r\n",
            ),
            ("\u{feff}", "\u{feff}lang = \"zh\"\n"),
            (
                "output = 'json'\r\n",
                "output = 'json'\r\nlang = \"zh\"\r\n",
            ),
            ("output = 'json'", "output = 'json'\nlang = \"zh\"\n"),
            ("", "lang = \"zh\"\n"),
        ] {
            let (folder, paths) = in_folder(before);
            set_lang(&paths);
            let file = folder.path().join("config.toml");
            assert_eq!(std::fs::read_to_string(&file).unwrap(), after);
            // What is there already is not written again.
            let written = file.metadata().unwrap().modified().unwrap();
            set_lang(&paths);
            assert_eq!(file.metadata().unwrap().modified().unwrap(), written);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_that_is_not_there_yet_makes_that_file() {
        let (folder, paths) = in_folder("");
        let file = folder.path().join("config.toml");
        std::fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink("dotfiles.toml", &file).unwrap();
        set_lang(&paths);
        assert!(file.is_symlink());
        let target = folder.path().join("dotfiles.toml");
        assert_eq!(std::fs::read_to_string(target).unwrap(), "lang = \"zh\"\n");
    }
}
