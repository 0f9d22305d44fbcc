//! What the commands do: read, decide, write, show. A command builds no URL and opens no stream.
//!
//! One file or folder a noun, with the same name as in `args`.

mod app_key;
mod auth;
pub mod completion;
mod config;
mod device;
mod doctor;
pub mod help;
mod prefs;
mod profile;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod verification;

use crate::app::App;
use crate::args::Command;
use crate::error::Exit;

/// Do what was asked.
///
/// # Errors
/// Whatever went wrong; the caller tells it.
pub fn run(app: &mut App, command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Auth(command) => auth::run(app, command),
        Command::Config(command) => config::run(app, command),
        Command::Profile(command) => profile::run(app, command),
        Command::Prefs(command) => prefs::run(app, command),
        Command::AppKey(command) => app_key::run(app, command),
        Command::Doctor(command) => doctor::run(app, command),
        Command::Device(command) => device::run(app, command),
        #[cfg(feature = "sandbox")]
        Command::Sandbox(command) => sandbox::run(app, command),
        Command::Completion(command) => completion::run(app, command),
        Command::Help(command) => help::run(app, command),
    }
}
