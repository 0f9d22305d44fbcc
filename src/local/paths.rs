//! Where duty keeps what it keeps, by the rules of the system it runs on. How a file there is written is in
//! `files/`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tr::tr;

use crate::error::Error;
use crate::local::environment::Environment;
use crate::local::files::{self, below_home};
use crate::local::options::DEFAULT_TIMEOUT;

/// The keyring may wait for a password that nobody will type.
const KEYRING_TIMEOUT: Duration = Duration::from_secs(3);
/// So long a person may take to type it.
const PATIENCE: Duration = Duration::from_secs(120);

/// What of this machine is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The keyring, or whoever is to unlock it.
    Keyring,
    /// Another duty that is changing the same file.
    AnotherDuty,
}

type Teller = dyn Fn(Wait) -> Box<dyn std::any::Any> + Send + Sync;

#[derive(Clone, Default)]
struct Told(Option<Arc<Teller>>);

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told")
    }
}

/// The directories of this user.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    home: Option<PathBuf>,
    config: Option<PathBuf>,
    data: Option<PathBuf>,
    state: Option<PathBuf>,
    session_bus: bool,
    told: Told,
    /// How long to wait for the keyring.
    pub keyring_timeout: Duration,
    /// How long to wait for another duty that is changing a file there.
    pub lock_timeout: Duration,
}

impl Paths {
    /// `DUTY_CONFIG_DIR`, `DUTY_DATA_DIR`, `DUTY_STATE_DIR` where they are set, the system's places
    /// otherwise.
    pub fn resolve(env: &Environment) -> Paths {
        let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        // A HOME that is not a whole path is a mistake, and would be another place in each folder.
        let home = home.filter(|home| home.is_absolute());
        let project = directories::ProjectDirs::from("", "", "duty").filter(|_| home.is_some());
        let system = |of: fn(&directories::ProjectDirs) -> &Path| {
            project.as_ref().map(|dirs| of(dirs).to_owned())
        };
        let own = |name| env.os(name).map(|place| below_home(place.into()));
        Paths {
            home,
            config: own("DUTY_CONFIG_DIR").or_else(|| system(|dirs| dirs.config_dir())),
            data: own("DUTY_DATA_DIR").or_else(|| system(|dirs| dirs.data_dir())),
            state: own("DUTY_STATE_DIR").or_else(|| {
                // Not every system has a place for state.
                system(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()))
            }),
            session_bus: has_session_bus(env),
            told: Told::default(),
            keyring_timeout: KEYRING_TIMEOUT,
            lock_timeout: DEFAULT_TIMEOUT,
        }
    }

    /// There is a person, who may be typing the password of the keyring.
    pub fn wait_for_a_person(&mut self) {
        self.keyring_timeout = PATIENCE;
    }

    /// Somebody is to be told what of this machine is waited for.
    pub fn tell_waits(
        &mut self,
        told: impl Fn(Wait) -> Box<dyn std::any::Any> + Send + Sync + 'static,
    ) {
        self.told = Told(Some(Arc::new(told)));
    }

    /// While this lives, that is waited for.
    pub fn wait_for(&self, what: Wait) -> Option<Box<dyn std::any::Any>> {
        self.told.0.as_ref().map(|told| told(what))
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

    /// The name under which the key of a context is kept. Two folders of configuration may each have a context of one
    /// name: the folder is in the name, unless it is the usual one of some home. So is how the context is spelt,
    /// where the system does not tell capitals apart.
    pub fn key_name(&self, context: &str) -> String {
        let mut apart = Vec::new();
        if let Some(folder) = self.config.as_deref().filter(|folder| !is_usual(folder)) {
            // However it is reached.
            let folder = files::settled(folder);
            if !is_usual(&folder) {
                apart.extend(folder.as_os_str().as_encoded_bytes());
            }
        }
        if !cfg!(target_os = "linux") && context.chars().any(|c| c.is_ascii_uppercase()) {
            apart.extend(context.as_bytes());
        }
        if apart.is_empty() {
            return context.to_owned();
        }
        let hash = ring::digest::digest(&ring::digest::SHA256, &apart);
        let hash = hash.as_ref().iter().take(8);
        hash.fold(format!("{context}@"), |name, byte| {
            format!("{name}{byte:02x}")
        })
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

/// The way out where what duty remembers between runs cannot be read or written.
pub fn elsewhere(error: Error) -> Error {
    error.hint(tr!("DUTY_STATE_DIR names another directory"))
}

/// Whether it is where `config.toml` is in a home, by its end: what a folder is called does not depend on
/// who asks.
fn is_usual(folder: &Path) -> bool {
    if cfg!(target_os = "linux") {
        return folder.ends_with(".config/duty");
    }
    let own = directories::ProjectDirs::from("", "", "duty");
    let home = directories::BaseDirs::new();
    own.zip(home).is_some_and(|(own, home)| {
        let end = own.config_dir().strip_prefix(home.home_dir());
        end.is_ok_and(|end| folder.ends_with(end))
    })
}

fn found(place: Option<&PathBuf>, variable: &str) -> Result<PathBuf, Error> {
    let hint = || tr!("set {variable} to a directory", variable);
    let place =
        place.ok_or_else(|| Error::failed(tr!("this user has no home directory")).hint(hint()))?;
    // What it stands for is a shell's to know; a folder of that name is nobody's wish.
    if place.to_string_lossy().starts_with('~') {
        let place = place.display();
        return Err(Error::usage(tr!(
            "{variable} is {place}: no shell has put a home in the place of the '~'",
            variable,
            place
        ))
        .hint(hint()));
    }
    Ok(place.clone())
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

/// The name of a server as a part of the name of a file.
pub fn of_server(name: &str) -> String {
    let address = name.split_once("://").map_or(name, |(_, address)| address);
    let plain = |c: char| match c {
        c if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') => c,
        _ => '_',
    };
    address.trim_end_matches('/').chars().map(plain).collect()
}
