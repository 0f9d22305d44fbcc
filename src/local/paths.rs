//! Where duty keeps what it keeps, by the rules of the system it runs on, and how a file there is
//! written: whole or not at all, and readable by its owner only.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tr::tr;

use crate::error::{Error, Kind};
use crate::local::environment::Environment;
use crate::local::settings;

/// The directories of this user.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    home: Option<PathBuf>,
    config: Option<PathBuf>,
    data: Option<PathBuf>,
    state: Option<PathBuf>,
    session_bus: bool,
    /// How long to wait for another duty that is changing a file there.
    pub patience: Duration,
}

impl Paths {
    /// `DUTY_CONFIG_DIR`, `DUTY_DATA_DIR`, `DUTY_STATE_DIR` where they are set, the system's places
    /// otherwise.
    pub fn resolve(env: &Environment) -> Paths {
        let project = directories::ProjectDirs::from("", "", "duty");
        let system = |of: fn(&directories::ProjectDirs) -> &Path| {
            project.as_ref().map(|dirs| of(dirs).to_owned())
        };
        let own = |name| env.os(name).map(PathBuf::from);
        Paths {
            home: directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned()),
            config: own("DUTY_CONFIG_DIR").or_else(|| system(|dirs| dirs.config_dir())),
            data: own("DUTY_DATA_DIR").or_else(|| system(|dirs| dirs.data_dir())),
            state: own("DUTY_STATE_DIR").or_else(|| {
                // Not every system has a place for state.
                system(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()))
            }),
            session_bus: has_session_bus(env),
            patience: settings::DEFAULT_TIMEOUT,
        }
    }

    /// Where `config.toml` is.
    pub fn config(&self) -> Result<PathBuf, Error> {
        found(self.config.as_ref(), "DUTY_CONFIG_DIR")
    }

    /// Where the sandbox's account is kept, and keys that were stored insecurely.
    pub fn data(&self) -> Result<PathBuf, Error> {
        found(self.data.as_ref(), "DUTY_DATA_DIR")
    }

    /// Where duty keeps what it remembers between runs and could do without.
    pub fn state(&self) -> Result<PathBuf, Error> {
        found(self.state.as_ref(), "DUTY_STATE_DIR")
    }

    /// The file in which the vendor's own CLI keeps its key.
    pub fn vendor_config(&self) -> Option<PathBuf> {
        Some(self.home.as_ref()?.join(".flashduty").join("config.yaml"))
    }

    /// Whether this session has a D-Bus to ask for the keyring. Where it has none, asking anyway
    /// could start one.
    pub fn has_session_bus(&self) -> bool {
        self.session_bus
    }
}

fn found(place: Option<&PathBuf>, variable: &str) -> Result<PathBuf, Error> {
    place.cloned().ok_or_else(|| {
        Error::new(Kind::Failed, tr!("this user has no home directory"))
            .hint(tr!("set {variable} to a directory", variable))
    })
}

/// Where libdbus would look without starting anything.
fn has_session_bus(env: &Environment) -> bool {
    match env.os("DBUS_SESSION_BUS_ADDRESS") {
        Some(address) => {
            let address = address.to_string_lossy();
            !address.starts_with("autolaunch:") && !address.starts_with("disabled:")
        }
        None => env
            .os("XDG_RUNTIME_DIR")
            .is_some_and(|folder| Path::new(folder).join("bus").exists()),
    }
}

/// Write a file that only its owner may read: the old one stays until the new one is complete. The
/// folder is made where there is none. A link stays a link.
///
/// # Errors
/// What the system said, with the file's name.
pub fn write_private(file: &Path, content: &[u8]) -> Result<(), Error> {
    let file = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let write = || -> std::io::Result<()> {
        let folder = file.parent().unwrap_or(Path::new("."));
        private_folder(folder)?;
        // A temporary file is 0600 from the moment that it exists.
        let mut whole = tempfile::NamedTempFile::new_in(folder)?;
        whole.write_all(content)?;
        whole.as_file().sync_all()?;
        whole.persist(&file).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| {
        Error::new(
            Kind::Failed,
            tr!("cannot write {0}: {1}", file.display(), error),
        )
    })
}

/// A folder that only its owner may enter; one that is there stays as it is.
///
/// # Errors
/// What the system said.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_private_file_is_whole_and_nobody_elses() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/b/file");
        write_private(&file, b"one").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        write_private(&file, b"two").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"two");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_private(&link, b"three").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read(&file).unwrap(), b"three");
    }
}
