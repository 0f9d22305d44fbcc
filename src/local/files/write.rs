//! Writing a file: whole or not at all, and readable by its owner only. A link stays a link.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, PersistError};
use tr::tr;

use crate::error::Error;
use crate::local::files::read::{MIB, open_regular, read_limited};
use crate::local::interruption;

/// Write a file: the old one stays until the new one is complete. The folder is made where there is none.
pub fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    replace(path, content, |new, target| new.persist(target))
        .map_err(|error| cannot_write(path, &error))
}

/// What is told where a file cannot be written, and what may be done.
pub fn cannot_write(path: &Path, error: &io::Error) -> Error {
    let message = tr!("cannot write {0}: {1}", path.display(), error);
    let error = match error.kind() {
        ErrorKind::NotFound => tr!(
            "there is no folder {0}: make it, or name another file",
            folder_of(path).display()
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            tr!("name a file where you may write")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            tr!("make room there, or name a file elsewhere")
        }
        _ => tr!("name another file"),
    };
    Error::failed(message).hint(error)
}

/// Write a file where there is none, not even a link.
pub fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = temporary(folder_of(path), content)?;
    let name = new.path().to_owned();
    let persisted = new.persist_noclobber(path).map_err(|error| error.error);
    interruption::finished(&name);
    persisted.map(|_| ())
}

/// Open a new file, to write into it as it comes.
pub fn create_new(path: &Path) -> io::Result<File> {
    private(File::options().write(true).create_new(true))
        .open(path)
        .map(for_next_time)
}

/// Give a file another name.
pub fn rename(path: &Path, to: &Path) -> Result<(), Error> {
    std::fs::rename(path, to)
        .map_err(|error| Error::failed(tr!("cannot rename {0}: {1}", path.display(), error)))
}

/// Delete a file; whether there was one.
pub fn remove(path: &Path) -> Result<bool, Error> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::failed(tr!(
            "cannot delete {0}: {1}",
            path.display(),
            error
        ))),
    }
}

/// A folder that only its owner may enter, whatever the umask; one that is there stays as it is.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if folder.parent().is_some() {
        private_folder(folder_of(folder))?;
    }
    #[cfg_attr(not(unix), expect(unused_mut))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Ok(()) => for_owner(folder, 0o700),
        // Another duty was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// A umask may take away what the owner needs as well.
fn for_owner(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// A file that is created by this is its owner's only.
pub fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// A file that was just opened by [`private`], and perhaps created: its owner can open it again.
pub fn for_next_time(file: File) -> File {
    #[cfg(unix)]
    if let Ok(about) = file.metadata() {
        use std::os::unix::fs::PermissionsExt;
        let mut permissions = about.permissions();
        if permissions.mode() & 0o600 != 0o600 {
            permissions.set_mode(0o600);
            // It is another user's where this fails, and open all the same.
            let _ = file.set_permissions(permissions);
        }
    }
    file
}

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn replace(
    path: &Path,
    content: &[u8],
    rename: impl FnOnce(NamedTempFile, &Path) -> Result<File, PersistError>,
) -> io::Result<()> {
    let target = behind_links(path)?;
    // A name can be given to root that leads to a device: the system would be without it.
    if target
        .symlink_metadata()
        .is_ok_and(|about| !about.is_file())
    {
        return Err(io::Error::other(tr!("it is not a file")));
    }
    let folder = folder_of(&target);
    private_folder(folder)?;
    let new = temporary(folder, content)?;
    let name = new.path().to_owned();
    let renamed = rename(new, &target).map_err(|error| error.error);
    interruption::finished(&name);
    match renamed {
        Ok(_) => Ok(()),
        // It is mounted by itself, as into a container.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::ResourceBusy | ErrorKind::CrossesDevices
            ) =>
        {
            overwrite(&target, content)
        }
        Err(error) => Err(error),
    }
}

/// A complete file without a name that anybody knows, gone where it is not given one.
pub(super) fn temporary(folder: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    // It is 0600 from the moment that it exists.
    let path = |new: &io::Result<NamedTempFile>| Some(new.as_ref().ok()?.path().to_owned());
    let new = || NamedTempFile::new_in(folder).map_err(without_its_name);
    let mut new = interruption::unfinished(new, path)?;
    let written = for_owner(new.path(), 0o600)
        .and_then(|()| new.write_all(content))
        .and_then(|()| new.as_file().sync_all());
    if written.is_err() {
        interruption::finished(new.path());
    }
    written.map(|()| new)
}

/// The name of a temporary file, which the library tells behind what the system said, helps nobody.
fn without_its_name(error: io::Error) -> io::Error {
    let told = error.to_string();
    match told.split_once(" at path ") {
        Some((of_system, _)) => io::Error::new(error.kind(), of_system),
        None => error,
    }
}

/// What the links that begin here end at, which need not exist: renaming would replace the first link.
pub fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..40 {
        match target.read_link() {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => return Ok(target),
        }
    }
    // The links form a circle: let the system say so.
    path.metadata().map(|_| target)
}

/// Write into a file that cannot be replaced. A copy beside it keeps what it said until that is done.
fn overwrite(target: &Path, content: &[u8]) -> io::Result<()> {
    let before = read_limited(open_regular(target, File::options().read(true))?, 16 * MIB)?;
    let mut copy = target.as_os_str().to_owned();
    copy.push(".bak");
    let copy = PathBuf::from(copy);
    let kept = temporary(folder_of(target), &before)?;
    let name = kept.path().to_owned();
    let kept = kept.persist(&copy).map_err(|error| error.error);
    interruption::finished(&name);
    kept?;
    let mut file = open_regular(target, File::options().write(true))?;
    make_private(&file)?;
    let written = fill(&mut file, content);
    // There may be no room for what is new.
    if written.is_ok() || fill(&mut file, &before).is_ok() {
        let _ = std::fs::remove_file(copy);
    }
    written
}

fn fill(file: &mut File, content: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(content)?;
    file.set_len(content.len() as u64)?;
    file.sync_all()
}

#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = file.metadata()?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(0o600);
        file.set_permissions(permissions)?;
    }
    Ok(())
}

/// Here a file has the permissions of its folder.
#[cfg(not(unix))]
fn make_private(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{Permissions, read, set_permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_used_up_quota_is_told_with_the_way_out_as_a_full_disk_is() {
        let told = |kind: ErrorKind| cannot_write(Path::new("x"), &kind.into()).hint.unwrap();
        assert_eq!(told(ErrorKind::QuotaExceeded), told(ErrorKind::StorageFull));
        assert!(told(ErrorKind::QuotaExceeded).contains("make room"));
    }

    fn names(folder: &Path) -> Vec<String> {
        let name = |entry: io::Result<std::fs::DirEntry>| {
            entry.unwrap().file_name().into_string().unwrap()
        };
        let mut names: Vec<String> = folder.read_dir().unwrap().map(name).collect();
        names.sort();
        names
    }

    fn refused(kind: ErrorKind) -> impl FnOnce(NamedTempFile, &Path) -> Result<File, PersistError> {
        move |file, _| {
            Err(PersistError {
                error: kind.into(),
                file,
            })
        }
    }

    #[test]
    fn a_private_file_is_whole_and_nobody_elses() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/b/file");
        write(&file, b"one").unwrap();
        set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        write(&file, b"two").unwrap();
        assert_eq!(read(&file).unwrap(), b"two");
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        write(&file, b"").unwrap();
        assert_eq!(read(&file).unwrap(), b"");
        assert_eq!(names(file.parent().unwrap()), ["file"]);
    }

    #[test]
    fn a_link_stays_a_link_also_where_it_leads_nowhere_yet() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        // A chain, one of it relative, into a folder that is not there.
        symlink("second", at("first")).unwrap();
        symlink(at("dotfiles/file"), at("second")).unwrap();
        for content in ["one", "two"] {
            write(&at("first"), content.as_bytes()).unwrap();
            assert!(at("first").is_symlink() && at("second").is_symlink());
            assert_eq!(read(at("dotfiles/file")).unwrap(), content.as_bytes());
        }
        assert_eq!(names(&at("dotfiles")), ["file"]);
        symlink(at("circle"), at("circle")).unwrap();
        assert!(write(&at("circle"), b"x").is_err());
        assert!(at("circle").is_symlink());
    }

    /// As root a device would be gone for the whole system; here a pipe stands for one.
    #[test]
    fn what_is_no_file_is_not_replaced_behind_a_link_either() {
        use std::os::unix::fs::FileTypeExt;
        let folder = tempfile::tempdir().unwrap();
        let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link"));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("this test needs mkfifo").success());
        symlink(&pipe, &link).unwrap();
        for path in [&pipe, &link] {
            let refused = write(path, b"new").unwrap_err();
            assert!(
                refused.message.ends_with(": it is not a file"),
                "{refused:?}"
            );
            assert!(pipe.symlink_metadata().unwrap().file_type().is_fifo());
        }
        assert_eq!(folder.path().read_dir().unwrap().count(), 2);
    }

    #[test]
    fn a_file_that_is_mounted_by_itself_is_written_in_place() {
        for kind in [ErrorKind::ResourceBusy, ErrorKind::CrossesDevices] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("file");
            std::fs::write(&file, "a longer text").unwrap();
            set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
            // A second name of the same file: one that is replaced would not be seen by it.
            let same = folder.path().join("same");
            std::fs::hard_link(&file, &same).unwrap();
            replace(&file, b"short", refused(kind)).unwrap();
            assert_eq!(read(&same).unwrap(), b"short");
            assert_eq!(mode(&file), 0o600);
            assert_eq!(names(folder.path()), ["file", "same"]);
        }
    }

    #[test]
    fn a_real_bind_mount_where_that_is_permitted() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("outside"), "old").unwrap();
        std::fs::write(at("file"), "").unwrap();
        let mount = std::process::Command::new("mount")
            .arg("--bind")
            .args([at("outside"), at("file")])
            .output();
        if !mount.is_ok_and(|mount| mount.status.success()) {
            let _ = writeln!(std::io::stderr(), "SKIPPED: no bind mounts here");
            return;
        }
        let written = write(&at("file"), b"new");
        let unmounted = std::process::Command::new("umount")
            .arg(at("file"))
            .status();
        assert!(unmounted.unwrap().success());
        written.unwrap();
        assert_eq!(read(at("outside")).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["file", "outside"]);
    }

    #[test]
    fn another_failure_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        write(&file, b"old").unwrap();
        assert!(replace(&file, b"new", refused(ErrorKind::PermissionDenied)).is_err());
        assert_eq!(read(&file).unwrap(), b"old");
        assert!(replace(folder.path(), b"new", |new, to| new.persist(to)).is_err());
        assert_eq!(names(folder.path()), ["file"]);
    }

    #[test]
    fn a_new_file_takes_the_place_of_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        write_new(&file, b"one").unwrap();
        assert_eq!(mode(&file), 0o600);
        let link = folder.path().join("link");
        symlink(folder.path().join("nowhere"), &link).unwrap();
        for taken in [&file, &link] {
            assert!(write_new(taken, b"two").is_err());
            assert!(create_new(taken).is_err());
        }
        assert_eq!(read(&file).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["file", "link"]);
        assert_eq!(
            (remove(&file).unwrap(), remove(&file).unwrap()),
            (true, false)
        );
    }
}
