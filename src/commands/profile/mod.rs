//! `duty profile`: who the key belongs to, and what of it can be changed.
//!
//! `check.rs` decides what is a nickname, an address, a number or a zone before anything is sent.

mod check;
mod render;
mod set;
mod show;

use crate::app::App;
use crate::args::profile::Profile;
use crate::error::Exit;

/// Do what was asked.
pub fn run(app: &mut App, command: &Profile) -> anyhow::Result<Exit> {
    match command {
        Profile::Show => show::run(&mut app.session()?),
        Profile::Set(command) => set::run(app, command),
    }
}
