//! A lock that two duty on one machine take turns by. It is on a file of its own: one that is replaced
//! would take a lock on it along.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use tr::tr;

use crate::error::Error;
use crate::local::files::read::open_regular;
use crate::local::files::write::{folder_of, for_next_time, private, private_folder};
use crate::local::interruption;

/// Held until this is dropped, or the process ends in any way: the system lets it go then. The file stays,
/// somebody may wait for it.
#[must_use]
pub struct Lock {
    _file: File,
}

/// Wait for the lock for so long; `None` where somebody else held it all the time. A file system that has
/// no locks says so at once.
pub fn lock(path: &Path, timeout: Duration) -> Result<Option<Lock>, Error> {
    let open = || {
        private_folder(folder_of(path))?;
        let mut options = File::options();
        private(options.create(true).truncate(false).write(true));
        open_regular(path, &mut options).map(for_next_time)
    };
    let locked = open().and_then(|file| {
        let locked = wait_for(|| file.try_lock(), timeout)?;
        Ok(locked.then_some(Lock { _file: file }))
    });
    locked.map_err(|error| Error::failed(tr!("cannot lock {0}: {1}", path.display(), error)))
}

fn wait_for(
    mut try_lock: impl FnMut() -> Result<(), TryLockError>,
    timeout: Duration,
) -> io::Result<bool> {
    let began = Instant::now();
    loop {
        match try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if began.elapsed() >= timeout || interruption::came() => {
                return Ok(false);
            }
            Err(TryLockError::WouldBlock) => interruption::pause(Duration::from_millis(10)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    /// A child that another test starts has the file open, and so locked, until it runs its program.
    const SOON: Duration = Duration::from_secs(5);

    #[test]
    fn one_at_a_time_and_only_for_so_long() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/lock");
        let held = lock(&path, Duration::ZERO).unwrap().unwrap();
        assert!(lock(&path, Duration::from_millis(30)).unwrap().is_none());
        drop(held);
        let _held = lock(&path, SOON).unwrap().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&path), 0o600);
            assert_eq!(mode(path.parent().unwrap()), 0o700);
        }
    }

    /// As NFS without its lock daemon does: nothing to wait for.
    #[test]
    fn a_file_system_without_locks_says_so_at_once() {
        let mut tries = 0;
        let refused = wait_for(
            || {
                tries += 1;
                Err(TryLockError::Error(io::Error::other("no locks available")))
            },
            Duration::from_secs(3600),
        );
        assert_eq!(refused.unwrap_err().to_string(), "no locks available");
        assert_eq!(tries, 1);
    }

    const HOLD: &str = "DUTY_TEST_HOLDS_LOCK";

    /// The process that the test below kills; without it there is nothing to do.
    #[test]
    fn holder() {
        let Some(path) = std::env::var_os(HOLD) else {
            return;
        };
        let _held = lock(Path::new(&path), Duration::ZERO).unwrap().unwrap();
        std::fs::write(Path::new(&path).with_extension("held"), "").unwrap();
        std::thread::sleep(Duration::from_secs(60));
    }

    #[test]
    fn a_holder_that_is_killed_leaves_no_lock_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let mut holder = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "local::files::lock::tests::holder",
                "--nocapture",
            ])
            .env(HOLD, &path)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while !path.with_extension("held").exists() {
            assert!(holder.try_wait().unwrap().is_none(), "it holds the lock");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(lock(&path, Duration::ZERO).unwrap().is_none());
        holder.kill().unwrap();
        holder.wait().unwrap();
        let _held = lock(&path, SOON).unwrap().unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let made = Command::new("mkfifo").arg(&path).status();
        assert!(made.expect("this test needs mkfifo").success());
        let refused = lock(&path, Duration::from_secs(60)).err().unwrap();
        assert!(refused.message.ends_with(": it is not a file"));
    }
}
