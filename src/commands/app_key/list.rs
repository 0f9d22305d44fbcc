//! `duty app-key list`.

use crate::commands::app_key::args::List;
use crate::commands::app_key::create;
use crate::commands::app_key::which::{Keys, Stored};
use crate::error::{Error, Exit};
use crate::local::rotation_journal;
use crate::session::app::App;

/// Show them.
pub fn run(app: &mut App, command: &List) -> Result<Exit, Error> {
    let stored = Stored::of(app);
    let paths = app.paths.clone();
    let mut session = app.session()?;
    let keys = Keys::read(&session, stored.as_ref(), &command.person)?;
    keys.show(&mut session)?;
    for left in rotation_journal::unfinished(&paths, session.api.base_url()) {
        session.out.warn(&left.told());
    }
    create::warn_of_orphans(&mut session, &paths, &keys);
    Ok(Exit::Done)
}
