//! `duty prefs add`: these channels as well.

use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::choose;
use crate::commands::prefs::options::Choose;
use crate::domain::changes::Step;
use crate::error::{Error, Exit};
use crate::session::app::App;

pub const EXAMPLES: Examples = examples! { "prefs add":
    "duty prefs add critical warning --sms" => "A text message as well, for two severities",
    "duty prefs add shift --im dingtalk" => "Notice of your shifts in DingTalk too",
    Run "prefs add info --app -o json"
};

pub fn run(app: &mut App, command: &Choose) -> Result<Exit, Error> {
    choose::run(app, command, "add", tr!("no channel is given"), Step::Add)
}
