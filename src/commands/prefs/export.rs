//! `duty prefs export`: the preferences as text.

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::text;
use crate::error::{Error, Exit};
use crate::session::app::Session;
use crate::session::preferences::facts::Snapshot;

pub const EXAMPLES: Examples = examples! { "prefs export":
    "duty prefs export > prefs.toml" => "To keep, to review, to apply",
    "duty prefs export -o json" => "The same for a program",
    Run "prefs export -o json"
};

pub fn run(session: &mut Session<'_>) -> Result<Exit, Error> {
    let snapshot = Snapshot::read(session)?;
    if session.out.is_json() {
        session.out.json(&text::json(&snapshot.preference))?;
    } else {
        let text = text::toml(&snapshot.preference, &snapshot.facts);
        session.out.result(&text)?;
    }
    Ok(Exit::Done)
}
