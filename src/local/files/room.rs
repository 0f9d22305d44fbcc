//! Room for a file whose content is not there yet: nobody else takes it meanwhile.

use std::io::{Seek, Write};
use std::path::Path;

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

    /// Put this there, and give it its name.
    pub fn fill(mut self, path: &Path, content: &[u8]) -> std::io::Result<()> {
        let mut file = self.0.take().ok_or(std::io::ErrorKind::NotFound)?;
        let name = file.path().to_owned();
        let mut fill = || {
            file.rewind()?;
            file.write_all(content)?;
            file.as_file().set_len(content.len() as u64)?;
            file.as_file().sync_all()
        };
        let filled = fill();
        let named = filled.and_then(|()| file.persist(path).map_err(|error| error.error));
        interruption::finished(&name);
        named.map(|_| ())
    }
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
