//! One test: a world (own HOME, own sandbox server) and the real binary run in it.
//!
//! What a run prints and which requests it makes, in which order, are exact by default: nothing on
//! stdout, nothing on stderr, exit 0, no request. Every request and answer is checked against the
//! contract. What is not as expected is shown as a diff, and points at the line of the test.

pub mod promise;
mod run;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub use duty_sandbox::{Act, Edit, Fault, FaultKind, Moment, Options, Server};
use serde_json::Value;
use tempfile::TempDir;

pub use run::{Ran, Run, exit_code};

/// The binary under test.
pub fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_duty"))
}

/// A home directory and a server, for as many runs as a test needs.
pub struct World {
    pub home: TempDir,
    pub server: Server,
    /// Whether what the client sends and the sandbox answers is held against the contract.
    pub contract: bool,
    env: BTreeMap<OsString, OsString>,
}

impl World {
    #[track_caller]
    pub fn new() -> World {
        World::with(Options::default())
    }

    #[track_caller]
    pub fn with(options: Options) -> World {
        let home = tempfile::tempdir().unwrap();
        let server = Server::start(options).unwrap();
        let mut env = BTreeMap::new();
        for (name, value) in [
            ("HOME", home.path().display().to_string()),
            ("PATH", std::env::var("PATH").unwrap()),
            ("DUTY_BASE_URL", server.base_url()),
            ("DUTY_APP_KEY", server.app_key().to_string()),
            ("DUTY_RETRY_BASE_MS", "1".into()),
            // A test that ends in a hang says so by an error, not by the patience of CI.
            ("DUTY_TIMEOUT", "20".into()),
        ] {
            env.insert(name.into(), value.into());
        }
        World {
            home,
            server,
            contract: true,
            env,
        }
    }

    /// For every run from now on.
    pub fn env(&mut self, name: &str, value: impl Into<OsString>) -> &mut World {
        self.env.insert(name.into(), value.into());
        self
    }

    pub fn env_remove(&mut self, name: &str) -> &mut World {
        self.env.remove(&OsString::from(name));
        self
    }

    /// A run of `duty` with these words; quotes are not understood, see [`Run::arg`].
    pub fn duty(&self, words: &str) -> Run<'_> {
        Run::of(self, words)
    }

    /// The words of a list of channels as the server has it now: `pref("critical")`.
    #[track_caller]
    pub fn pref(&self, severity: &str) -> Vec<String> {
        let data = self.ask("/preference/info", &serde_json::json!({}));
        data["trigger_notify"][severity]
            .as_array()
            .unwrap()
            .iter()
            .map(|channel| channel.as_str().unwrap().to_owned())
            .collect()
    }

    /// `data` of a request made by the test itself, which is then forgotten.
    #[track_caller]
    pub fn ask(&self, path: &str, body: &Value) -> Value {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::blocking::Client::builder()
            .no_proxy()
            .build()
            .unwrap();
        let answer = client
            .post(format!(
                "{}{path}?app_key={}",
                self.server.base_url(),
                self.server.app_key()
            ))
            .json(body)
            .send()
            .unwrap()
            .json::<Value>()
            .unwrap();
        self.server.clear_requests();
        answer["data"].clone()
    }

    /// Every file below HOME with its content.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        fn walk(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else {
                    found.push((path.clone(), std::fs::read(&path).unwrap_or_default()));
                }
            }
        }
        let mut found = Vec::new();
        walk(self.home.path(), &mut found);
        found
    }
}
