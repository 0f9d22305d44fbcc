//! `duty profile`: who the key belongs to, and what of it can be changed.
//!
//! `check.rs` decides what is a nickname, an address, a number or a zone before anything is sent.

pub mod args;
mod check;
pub mod examples;
mod render;
mod set;
mod show;

use crate::commands::profile::args::Profile;
use crate::error::{Error, Exit};
use crate::session::app::App;

/// Do what was asked.
pub fn run(app: &mut App, command: &Profile) -> Result<Exit, Error> {
    match command {
        Profile::Show => show::run(&mut app.session()?),
        Profile::Set(command) => set::run(app, command),
    }
}
