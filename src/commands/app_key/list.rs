//! `duty app-key list`.

use super::which::{Keys, Stored};
use super::{create, journal};
use crate::app::App;
use crate::args::app_key::List;
use crate::error::Exit;

/// Show them.
pub fn run(app: &mut App, command: &List) -> anyhow::Result<Exit> {
    let stored = Stored::of(app);
    let paths = app.paths.clone();
    let mut session = app.session()?;
    let keys = Keys::read(&session, stored.as_ref(), &command.person)?;
    keys.show(&mut session)?;
    for left in journal::unfinished(&paths, session.api.base_url()) {
        session.out.warn(&left.told());
    }
    create::warn_of_orphans(&mut session, &paths, &keys);
    Ok(Exit::Done)
}
