//! `duty app-key`: the secret of a key is in one answer of the server, and is not lost.
//!
//! `lookup.rs` finds persons and keys and knows which one is in use, `make.rs` asks for a new one,
//! `secret_output.rs` is where its secret goes (`stored_key.rs`: the store), `plan.rs`,
//! `rotation.rs` and `steps.rs` are a rotation (`kept.rs`: an old key that works on); a verb is a few lines on top of these.

mod attempt;
mod change;
mod chosen;
mod create;
mod earlier;
mod ended;
mod exec;
mod foreign;
mod in_place;
mod kept;
mod list;
mod lookup;
mod make;
mod new_key;
mod outcome;
mod partly;
mod plan;
mod proof;
mod rehearsal;
mod rename;
mod resume;
mod retired;
mod rotate;
mod rotation;
mod secret_output;
mod sharing;
mod steps;
mod stopped;
mod stored_key;
mod undelivered;
mod verb;

use clap::Subcommand;

use crate::commands::examples::Examples;
use crate::error::{Error, Exit};
use crate::session::app::App;

#[derive(Debug, Subcommand)]
pub enum AppKey {
    /// List the keys, how many of five are used, and the one that duty is using
    #[command(visible_alias = "ls")]
    List(list::List),
    /// Create a key; its secret is shown or stored once and never again
    ///
    /// On a terminal the secret is shown. In a script say where it goes: -q prints it alone, --save,
    /// --output-file and --exec do not print it. If the answer is lost, no second key is created:
    /// duty says whether there is one that nobody has.
    Create(create::Create),
    /// Delete a key; what uses it stops working at once
    #[command(visible_alias = "rm")]
    Delete(change::Change),
    /// Enable a disabled key
    Enable(change::Change),
    /// Disable a key without deleting it
    Disable(change::Change),
    /// Give a key another name
    Rename(rename::Rename),
    /// Replace a key with a new one that is tested first, then disable the old one
    ///
    /// The new key is stored where the old one was. An interrupted rotation is finished, or
    /// undone, by 'duty app-key rotate --resume'; until then there is always a key that works. With
    /// --keep-old both work for a time, so that nothing fails that still has the old one; --finish, or
    /// the next rotation of that key after the time, retires it.
    Rotate(rotate::Rotate),
}

impl AppKey {
    /// Whether it shows a page of the console in place of its own answer.
    pub const fn opens_page(&self) -> bool {
        matches!(self, AppKey::List(command) if command.web.web)
    }

    /// Whether what it has to say may be longer than a screen, and comes when it has ended.
    pub const fn tells_at_length(&self) -> bool {
        matches!(self, AppKey::List(_))
    }
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[
    list::EXAMPLES,
    create::EXAMPLES,
    change::EXAMPLES_OF_DELETE,
    change::EXAMPLES_OF_ENABLE,
    change::EXAMPLES_OF_DISABLE,
    rename::EXAMPLES,
    rotate::EXAMPLES,
];

pub fn run(app: &mut App, command: &AppKey) -> Result<Exit, Error> {
    match command {
        AppKey::List(command) => list::run(app, command),
        AppKey::Create(command) => create::run(app, command),
        AppKey::Delete(command) => change::run(app, command, verb::Verb::Delete),
        AppKey::Enable(command) => change::run(app, command, verb::Verb::Enable),
        AppKey::Disable(command) => change::run(app, command, verb::Verb::Disable),
        AppKey::Rename(command) => rename::run(app, command),
        AppKey::Rotate(command) if command.resume || command.finish => resume::run(app, command),
        AppKey::Rotate(command) => rotation::run(app, command),
    }
}
