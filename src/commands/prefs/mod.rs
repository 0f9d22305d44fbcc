//! `duty prefs`: how the person is notified.
//!
//! `read.rs` asks the server, `resolve.rs` turns what was typed into channels, `change.rs` carries a
//! change out (`write.rs` is its write, `tell.rs` its report, `history.rs` what it leaves for
//! `undo.rs` and `since.rs`), `file.rs` is the text form, `render.rs` shows lists of channels; a verb is a few lines
//! on top of these.

pub mod args;
mod channels;
mod edit;
pub mod examples;
mod file;
mod resolve;
mod show;
mod text;
mod undo;
mod verbs;

use crate::commands::prefs::args::Prefs;
use crate::error::{Error, Exit};
use crate::session::app::App;

/// Do what was asked.
pub fn run(app: &mut App, command: &Prefs) -> Result<Exit, Error> {
    match command {
        Prefs::Show => show::run(&mut app.session()?),
        Prefs::Channels => channels::run(&mut app.session()?),
        Prefs::Set(command) => verbs::set(app, command),
        Prefs::Add(command) => verbs::add(app, command),
        Prefs::Remove(command) => verbs::remove(app, command),
        Prefs::Clear(command) => verbs::clear(app, command),
        Prefs::Copy(command) => verbs::copy(app, command),
        Prefs::Edit(command) => edit::run(app, command),
        Prefs::Export => text::export(&mut app.session()?),
        Prefs::Apply(command) => text::apply(app, command),
        Prefs::Diff(command) => text::diff(app, command),
        Prefs::Undo(command) => undo::run(app, command),
    }
}
