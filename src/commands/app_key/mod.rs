//! `duty app-key`: the secret of a key is in one answer of the server, and is not lost.
//!
//! `which.rs` finds persons and keys and knows which one is in use, `sink.rs` is where a secret goes
//! (`kept.rs`: the store), `journal.rs` what a rotation remembers; a verb is a few lines on top of these.

pub mod args;
mod change;
mod create;
pub mod examples;
mod kept;
mod list;
mod resume;
mod rotate;
mod sink;
mod steps;
mod which;

use crate::commands::app_key::args::AppKey;
use crate::error::{Error, Exit};
use crate::session::app::App;

/// Do what was asked.
pub fn run(app: &mut App, command: &AppKey) -> Result<Exit, Error> {
    match command {
        AppKey::List(command) => list::run(app, command),
        AppKey::Create(command) => create::run(app, command),
        AppKey::Delete(command) => change::run(app, command, change::Verb::Delete),
        AppKey::Enable(command) => change::run(app, command, change::Verb::Enable),
        AppKey::Disable(command) => change::run(app, command, change::Verb::Disable),
        AppKey::Rename(command) => change::rename(app, command),
        AppKey::Rotate(command) if command.resume => resume::run(app, command),
        AppKey::Rotate(command) => rotate::run(app, command),
    }
}
