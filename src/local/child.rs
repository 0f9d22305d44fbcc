//! Programs that are started from here: none of them gets a key or a code by its environment.

use std::ffi::OsStr;
use std::process::Command;

use crate::local::keys::VARIABLES;

/// The verification codes of a script.
const CODE: &str = "DUTY_VERIFY_CODE";

/// This program, without the secrets of this one. A test holds that there is no other way to start one.
pub fn child(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for name in VARIABLES.into_iter().chain([CODE]) {
        command.env_remove(name);
    }
    command
}
