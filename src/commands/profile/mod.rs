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

impl Profile {
    /// Whether it shows a page of the console in place of its own answer.
    pub const fn opens_page(&self) -> bool {
        matches!(self, Profile::Show(command) if command.web.web)
    }

    /// Whether what it has to say may be longer than a screen, and comes when it has ended.
    pub const fn tells_at_length(&self) -> bool {
        matches!(self, Profile::Show(_))
    }
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[show::EXAMPLES, set::EXAMPLES];

pub fn run(app: &mut App, command: &Profile) -> Result<Exit, Error> {
    match command {
        Profile::Show(command) => show::run(app, command),
        Profile::Set(command) => set::run(app, command),
    }
}
