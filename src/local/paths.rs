//! Where duty keeps what it keeps, by the rules of the system it runs on. How a file there is written is in
//! `files/`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tr::tr;

use crate::error::Error;
use crate::local::environment::Environment;
use crate::local::options::DEFAULT_TIMEOUT;

/// The directories of this user.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    home: Option<PathBuf>,
    config: Option<PathBuf>,
    data: Option<PathBuf>,
    state: Option<PathBuf>,
    session_bus: bool,
    /// How long to wait for another duty that is changing a file there.
    pub lock_timeout: Duration,
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
            lock_timeout: DEFAULT_TIMEOUT,
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
        Error::failed(tr!("this user has no home directory"))
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
