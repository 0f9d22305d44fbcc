//! `duty prefs set`: these channels in place of what was there. Its help is above `Set` in `mod.rs`, its options are
//! `options::Choose`.

use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::choose;
use crate::commands::prefs::options::Choose;
use crate::domain::changes::Step;
use crate::error::{Error, Exit};
use crate::session::app::App;

pub const EXAMPLES: Examples = examples! { "prefs set":
    "duty prefs set critical --voice --im feishu" => "Critical incidents: a call, and the one Feishu app",
    "duty prefs set all --app --email --dry-run"
        => "What would change if all severities used push and email",
    "duty prefs set status-page --im slack:4404"
        => "Status page changes: one of several Slack apps, by id",
    Run "prefs set critical --voice --im feishu -o json"
};

pub fn run(app: &mut App, command: &Choose) -> Result<Exit, Error> {
    let none = tr!("no channel is given, and 'set' does not empty a list");
    choose::run(app, command, "set", none, Step::Set)
}
