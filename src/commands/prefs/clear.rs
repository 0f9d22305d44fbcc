//! `duty prefs clear`: no channels.

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::options::{Targets, WriteOptions};
use crate::domain::changes::Step;
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::session::preferences::apply::apply;
use crate::session::preferences::change;
use crate::session::preferences::facts::Snapshot;

#[derive(Debug, clap::Args)]
pub struct Clear {
    #[command(flatten)]
    pub targets: Targets,
    #[command(flatten)]
    pub write: WriteOptions,
}

pub const EXAMPLES: Examples = examples! { "prefs clear":
    "duty prefs clear info" => "Asks, then nobody tells you of info incidents",
    "duty prefs clear all --allow-silent --yes" => "In a script, critical included",
    Run "prefs clear info --yes -o json"
};

pub fn run(app: &mut App, command: &Clear) -> Result<Exit, Error> {
    let targets = command.targets.list();
    let mut session = app.session()?;
    let snapshot = Snapshot::to_change(&session)?;
    let mut change = command
        .write
        .change(change::command("clear", &targets, &[]));
    change.confirm_empty = true;
    change.set_step(targets, &Step::Clear);
    apply(&mut session, &snapshot, &change)
}
