//! `duty prefs`: how the person is notified.
//!
//! `read.rs` asks the server, `resolve.rs` turns what was typed into channels, `change.rs` carries a
//! change out, `render.rs` shows lists of channels; a verb is a few lines on top of these.

mod change;
mod channels;
pub mod read;
pub mod render;
mod resolve;
mod set;
mod show;

use crate::app::App;
use crate::args::prefs::Prefs;
use crate::error::Exit;

/// Do what was asked.
pub fn run(app: &mut App, command: &Prefs) -> anyhow::Result<Exit> {
    match command {
        Prefs::Show => show::run(&mut app.session()?),
        Prefs::Channels => channels::run(&mut app.session()?),
        Prefs::Set(command) => set::run(app, command),
    }
}
