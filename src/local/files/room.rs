//! Room for a file whose content is not there yet: nobody else takes it meanwhile.

use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::Error;
use crate::local::files::write::{cannot_write, private_folder, temporary};
use crate::local::interruption;

/// More than one block of any file system, and than what goes there.
const SIZE: usize = 4096;

/// A file without a name that anybody knows; gone where it is not filled.
#[derive(Debug)]
pub struct Room(Option<NamedTempFile>);

impl Room {
    /// Take it in this folder, which is made where there is none.
    pub fn take(folder: &Path) -> Result<Room, Error> {
        let taken = private_folder(folder).and_then(|()| temporary(folder, &[b'\n'; SIZE]));
        let taken = taken.map_err(|error| cannot_write(folder, &error))?;
        Ok(Room(Some(taken)))
    }

    /// Put this there, and give it the first of these names that nothing has; which one that is.
    pub fn fill(
        mut self,
        names: &mut dyn Iterator<Item = PathBuf>,
        content: &[u8],
    ) -> io::Result<PathBuf> {
        let mut file = self.0.take().ok_or(ErrorKind::NotFound)?;
        let name = file.path().to_owned();
        let mut fill = || {
            file.rewind()?;
            file.write_all(content)?;
            file.as_file().set_len(content.len() as u64)?;
            file.as_file().sync_all()
        };
        let filled = fill();
        let named = filled.and_then(|()| first_free(file, names));
        interruption::finished(&name);
        named
    }
}

fn first_free(
    mut file: NamedTempFile,
    names: &mut dyn Iterator<Item = PathBuf>,
) -> io::Result<PathBuf> {
    for path in names {
        let refused = match file.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(refused) => refused,
        };
        file = refused.file;
        if path.symlink_metadata().is_ok() {
            continue;
        }
        // Not every file system can say that there was nothing.
        let named = file.persist(&path).map_err(|error| error.error);
        return named.map(|_| path);
    }
    Err(ErrorKind::AlreadyExists.into())
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Some(file) = self.0.take() {
            let name = file.path().to_owned();
            // One that stays is empty.
            let _ = file.close();
            interruption::finished(&name);
        }
    }
}
