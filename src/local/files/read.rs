//! Reading a file: only a regular one, because a pipe or a device might never end, and only so much.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use tr::tr;

use crate::error::{Error, Kind};

/// Limits are whole mebibytes.
pub const MIB: u64 = 1 << 20;

/// What a file holds; `None` where there is none.
pub fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Error> {
    let file = open_regular(path, File::options().read(true));
    existing(path, file.and_then(|file| read_limited(file, limit)))
}

/// The text that a file holds; `None` where there is none.
pub fn read_text(path: &Path, limit: u64) -> Result<Option<String>, Error> {
    let bytes = read(path, limit)?;
    let text = bytes.map(|bytes| into_text(bytes).map_err(|why| unreadable(path, &why)));
    text.transpose()
}

fn existing<T>(path: &Path, read: io::Result<T>) -> Result<Option<T>, Error> {
    match read {
        Ok(read) => Ok(Some(read)),
        // There is nothing below what is no folder.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, why: &io::Error) -> Error {
    Error::failed(tr!("cannot read {0}: {1}", path.display(), why))
}

/// The text of a file that the user named, of at most a mebibyte; `-` is standard input. A pipe is welcome here:
/// `-f <(…)`. In errors it is called `shown`: what looks like a key is not repeated.
///
/// # Errors
/// `NotFound` where there is no such file.
pub fn read_named(path: &Path, shown: &str) -> Result<String, Error> {
    let read = match path == Path::new("-") {
        true => read_limited(io::stdin(), MIB),
        false => File::open(path).and_then(|file| read_limited(file, MIB)),
    };
    read.and_then(into_text).map_err(|why| match why.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            Error::new(Kind::NotFound, tr!("there is no file {0}", shown))
                .hint(tr!("give its path, or - for standard input"))
        }
        _ => Error::failed(tr!("cannot read {0}: {1}", shown, why)),
    })
}

/// All that comes out of this, where it is not more than `limit`.
pub fn read_limited(source: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= limit {
        return Ok(bytes);
    }
    Err(io::Error::other(tr!(
        "it is larger than {0} MiB",
        limit / MIB
    )))
}

/// These bytes, where they are UTF-8.
pub fn into_text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| io::Error::other(tr!("it is not UTF-8")))
}

/// Open a regular file: opening a pipe would wait for its other end, and a device is not ours.
pub fn open_regular(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let regular = |about: Metadata| match about.is_file() {
        true => Ok(()),
        false => Err(io::Error::other(tr!("it is not a file"))),
    };
    match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        about => regular(about?)?,
    }
    // What stands there may have been exchanged meanwhile.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    let file = options.open(path)?;
    regular(file.metadata()?)?;
    Ok(file)
}

/// The files of a folder whose names begin like this; none where there is no such folder.
pub fn list(folder: &Path, prefix: &str) -> Result<Vec<PathBuf>, Error> {
    let read = || {
        let mut files = Vec::new();
        for entry in folder.read_dir()? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(prefix) {
                files.push(entry.path());
            }
        }
        Ok(files)
    };
    Ok(existing(folder, read())?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_much_is_read_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        assert_eq!(read(&file, MIB).unwrap(), None);
        for length in [0, 1, MIB as usize] {
            std::fs::write(&file, vec![b'a'; length]).unwrap();
            assert_eq!(read_text(&file, MIB).unwrap().unwrap().len(), length);
        }
        std::fs::write(&file, vec![b'a'; MIB as usize + 1]).unwrap();
        let refused = |error: Error| {
            let prefix = format!("cannot read {}: ", file.display());
            error.message.strip_prefix(&prefix).unwrap().to_owned()
        };
        assert_eq!(
            refused(read(&file, MIB).unwrap_err()),
            "it is larger than 1 MiB"
        );
        std::fs::write(&file, b"\xff").unwrap();
        assert_eq!(
            refused(read_text(&file, MIB).unwrap_err()),
            "it is not UTF-8"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let made = std::process::Command::new("mkfifo")
            .arg(at("pipe"))
            .status();
        assert!(made.expect("this test needs mkfifo").success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("device")).unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        for name in ["pipe", "socket", "device", "folder"] {
            let refused = read(&at(name), MIB).unwrap_err();
            assert!(refused.message.ends_with(": it is not a file"), "{name}");
        }
        std::os::unix::fs::symlink(at("nothing"), at("dangling")).unwrap();
        assert_eq!(read(&at("dangling"), MIB).unwrap(), None);
        assert_eq!(list(&at("nothing"), "").unwrap(), Vec::<PathBuf>::new());
        assert_eq!(list(folder.path(), "pi").unwrap(), [at("pipe")]);
    }
}
