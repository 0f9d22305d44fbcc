//! `duty app-key list`.

use crate::commands::app_key::create;
use crate::commands::app_key::lookup::Person;
use crate::commands::app_key::lookup::{Keys, Stored};
use crate::commands::examples::{Examples, Json};
use crate::error::Exit;
use crate::local::rotation_journal;
use crate::session::app::App;

#[derive(Debug, clap::Args)]
pub struct List {
    #[command(flatten)]
    pub person: Person,
}

pub const EXAMPLES: Examples = Examples::new(
    "app-key list",
    &[
        (
            "duty app-key list",
            "How many of five are used, how old, and which one duty uses",
        ),
        (
            "duty app-key list --person lisi@example.com",
            "The owner looks at the keys of a member",
        ),
    ],
)
.json(Json::Run("app-key list -o json"));

pub fn run(app: &mut App, command: &List) -> anyhow::Result<Exit> {
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
