//! `duty profile`: who the key belongs to, and what of it can be changed.
//!
//! `check.rs` decides what is a nickname, an address, a number or a zone before anything is sent.

mod change;
mod check;
mod report;
mod set;
mod show;

use clap::Subcommand;

use crate::commands::examples::Examples;
use crate::error::{Error, Exit};
use crate::session::app::App;

#[derive(Debug, Subcommand)]
pub enum Profile {
    /// Show who the key belongs to
    Show(show::Show),
    /// Change your nickname, email, phone, language or time zone
    ///
    /// Reads, shows the difference, sends only what changes, and reads back. A new email or phone
    /// replaces the old one at once, and the server wants a verification code that was sent to it.
    Set(set::Set),
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[show::EXAMPLES, set::EXAMPLES];

pub fn run(app: &mut App, command: &Profile) -> Result<Exit, Error> {
    match command {
        Profile::Show(command) => show::run(app, command),
        Profile::Set(command) => set::run(app, command),
    }
}
