//! Where duty keeps what it keeps, by the rules of the system it runs on.

use std::path::PathBuf;

use tr::tr;

use crate::error::{Error, Kind};
use crate::settings::Environment;

/// The directories of this user.
#[derive(Clone, Debug)]
pub struct Paths {
    data: Option<PathBuf>,
    state: Option<PathBuf>,
}

impl Paths {
    /// `DUTY_DATA_DIR` and `DUTY_STATE_DIR` where they are set, the system's places otherwise.
    pub fn resolve(env: &Environment) -> Paths {
        let project = directories::ProjectDirs::from("", "", "duty");
        Paths {
            data: env
                .os("DUTY_DATA_DIR")
                .map(PathBuf::from)
                .or_else(|| project.as_ref().map(|dirs| dirs.data_dir().to_owned())),
            state: env.os("DUTY_STATE_DIR").map(PathBuf::from).or_else(|| {
                let dirs = project.as_ref()?;
                // Not every system has a place for state.
                Some(dirs.state_dir().unwrap_or(dirs.data_local_dir()).to_owned())
            }),
        }
    }

    /// Where the history of the preferences is kept.
    pub fn state(&self) -> Result<PathBuf, Error> {
        self.state.clone().ok_or_else(|| {
            Error::new(Kind::Failed, tr!("this user has no home directory"))
                .hint(tr!("set DUTY_STATE_DIR to a directory"))
        })
    }

    /// Where the sandbox's account is kept.
    pub fn data(&self) -> Result<PathBuf, Error> {
        self.data.clone().ok_or_else(|| {
            Error::new(Kind::Failed, tr!("this user has no home directory"))
                .hint(tr!("set DUTY_DATA_DIR to a directory"))
        })
    }
}
